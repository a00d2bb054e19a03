"""The example households: each is well-formed, reads without a mistake, and gives a plan that passes the check."""

import datetime as dt
import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import kinrota
from kinrota.model.plan_json import to_json

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = {
    "custody-weeks": dt.date(2026, 2, 2),
    "film-jobs": dt.date(2026, 3, 2),
    "linden-street": dt.date(2026, 3, 2),
    "two-nurses": dt.date(2026, 3, 16),
}
NAMES = {
    "Ana",
    "Ben",
    "Ella",
    "Eva",
    "Gran",
    "Ida",
    "Jan",
    "Kim",
    "Leo",
    "Max",
    "Mia",
    "Nora",
    "Oma",
    "Paul",
    "Sam",
    "Tom",
}
CALENDARS = sorted([*(ROOT / "examples").rglob("*.ics"), *(ROOT / "docs/tutorial").rglob("*.ics")])


def week_of(example: str, days: int = 14) -> kinrota.Week:
    return kinrota.read(ROOT / "examples" / example, EXAMPLES[example], days)


def household(example: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "examples" / example / "household.toml").read_text(encoding="utf-8"))


def test_every_folder_is_tried_and_listed() -> None:
    folders = {path.name for path in (ROOT / "examples").iterdir() if path.is_dir()}
    assert folders == set(EXAMPLES)
    listed = (ROOT / "examples/README.md").read_text(encoding="utf-8")
    sources = (ROOT / "examples/SOURCES.md").read_text(encoding="utf-8")
    for folder in folders:
        assert f"[{folder}]({folder})" in listed
        assert f"| {folder} |" in sources
        assert (ROOT / "examples" / folder / "README.md").is_file()


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_readme_beside_it_names_the_days_to_look_at(example: str) -> None:
    text = (ROOT / "examples" / example / "README.md").read_text(encoding="utf-8")
    for command in ("gaps", "plan"):
        assert f"kinrota {command} examples/{example} --from {EXAMPLES[example]}" in text


@pytest.mark.parametrize("example", EXAMPLES)
def test_only_plain_names_occur(example: str) -> None:
    people = {**household(example)["adults"], **household(example)["children"]}
    assert {person["name"] for person in people.values()} <= NAMES
    assert set(people) == {person["name"].lower() for person in people.values()}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_text_fits_the_schema(example: str) -> None:
    schema = json.loads((files("kinrota") / "schemas/household.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(json.dumps(household(example), default=str)))


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_calendar_is_well_formed(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    lines = text.split("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in lines) <= 75
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kinrota//examples//EN"]
    assert lines[-2:] == ["END:VCALENDAR", ""]
    events = text.count("BEGIN:VEVENT")
    uids = re.findall(r"UID:(.+?)\r\n", text)
    assert events > 0
    assert len(set(uids)) == len(uids) == events == text.count("DTSTAMP:")
    assert set(re.findall(r"TZID=([^:;]+):", text)) <= set(re.findall(r"TZID:(.+?)\r\n", text))


@pytest.mark.parametrize("example", EXAMPLES)
def test_everything_is_read(example: str) -> None:
    week = week_of(example)
    assert all(not calendar.stale for calendar in week.inputs)
    assert {note.kind for note in week.notes} <= {"hold-by-title", "event-tentative"}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_uncovered_hours_are_found(example: str) -> None:
    assert kinrota.gaps(week_of(example))


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_plan_passes_the_check_and_fits_the_schema(example: str) -> None:
    week = week_of(example, days=3)
    plan = kinrota.plan(week, seconds=4)
    assert kinrota.verify(week, plan) == []
    schema = json.loads((files("kinrota") / "schemas/plan.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(to_json(plan, week.clock)))


def test_on_linden_street_nobody_fetches_on_wednesday() -> None:
    week = kinrota.read(ROOT / "examples/linden-street", dt.date(2026, 3, 4), 1)
    plan = kinrota.plan(week, seconds=10)  # the gaps are proved in a moment, other levels not in a minute
    gaps = [(gap.child, week.clock.iso(gap.span.start)[:16], week.clock.iso(gap.span.end)[:16]) for gap in plan.gaps]
    assert gaps == [
        ("mia", "2026-03-04T16:00", "2026-03-04T19:48"),
        ("leo", "2026-03-04T16:30", "2026-03-04T19:48"),
    ]


def test_the_demo_is_the_one_that_make_runs() -> None:
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "EXAMPLE = examples/linden-street\n" in make
    assert f"FROM = {EXAMPLES['linden-street']}\n" in make
