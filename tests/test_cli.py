"""The commands as a user types them, on small households in sight."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kinrota
from kinrota import pipeline
from kinrota.cli import main, progress
from kinrota.cli.progress import Progress
from kinrota.model.plan import UNITS
from kinrota.model.week import Week
from kinrota.model.weights import WEIGHTS
from kinrota.publish.cells import width

HOUSEHOLD = """
kinrota = 1
name = "Linden Street"
timezone = "Europe/Berlin"
places = { hospital = {} }
journeys = [{ between = ["home", "hospital"], walk = "20m" }]

[adults]
ana = { name = "Ana", modes = ["walk"] }
oma = { name = "Oma", helper = true, available = ["mon 10:00-18:00"] }

[children]
leo = { name = "Leo", born = 2022-05-10 }

[calendars]
ana-rota = { source = "calendars/ana-rota.ics", of = "ana", means = "work", place = "hospital" }
"""
SHIFT = """\
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
SUMMARY:Early
DTSTART;TZID=Europe/Berlin:20260302T090000
DTEND;TZID=Europe/Berlin:20260302T120000
END:VEVENT
"""
MONDAY = ["--from", "2026-03-02", "--days", "1"]
TUESDAY = ["--from", "2026-03-03", "--days", "1"]
INK = "\x1b["


def calendar(events: str) -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//EN\n{events}END:VCALENDAR\n".replace("\n", "\r\n")


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "KINROTA_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(progress, "WAIT", 600.0)  # on a slow machine, too, standard error has only what is tested


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "linden-street")


def written(folder: Path, household: str = HOUSEHOLD, events: str = SHIFT) -> Path:
    (folder / "calendars").mkdir(parents=True)
    (folder / "household.toml").write_text(household, encoding="utf-8")
    (folder / "calendars/ana-rota.ics").write_text(calendar(events), encoding="utf-8")
    return folder


def run(capsys: pytest.CaptureFixture[str], *args: object) -> tuple[int, str, str]:
    status = main([str(arg) for arg in args])
    out, err = capsys.readouterr()
    return status, out, err


def run_json(capsys: pytest.CaptureFixture[str], *args: object) -> tuple[int, dict[str, Any]]:
    status, out, _ = run(capsys, *args, "--json")
    record = json.loads(out)
    assert isinstance(record, dict)
    return status, record


# gaps


def test_nobody_has_to_read_the_answer(tmp_path: Path) -> None:
    command = f"exec '{sys.executable}' -m kinrota check '{tmp_path}' >&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    status = subprocess.run(["sh", "-c", f"exec '{sys.executable}' -m kinrota --version >&-"], check=False).returncode
    assert status == 0


def test_gaps(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    status, out, err = run(capsys, "gaps", folder, *MONDAY)
    assert (status, err) == (1, "")
    assert out == (
        "Linden Street, 2 March 2026\n"
        "Before planning: the hours for which no calendar alone says who is there, and\n"
        "who could be.\n"
        "3 h 40 to settle on Monday 2 March, with nobody in sight for 1 h 20 of it (▲)\n"
        "\n"
        "Monday 2 March\n"
        "▲ 08:40-12:20  Leo: Oma 10:00-12:20 (ask), nobody in sight 08:40-10:00\n"
        "  Ana is on the way to work (hospital) from 08:40 on and there until 12:00, home\n"
        "  at 12:20.\n"
    )


def test_no_gap_is_done(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    status, out, _ = run(capsys, "gaps", folder, *TUESDAY)
    assert (status, out) == (0, "Linden Street, 3 March 2026\nNothing uncovered\n")


WITH_BEN = HOUSEHOLD.replace("[children]", 'ben = { name = "Ben", modes = ["walk"] }\n\n[children]')
COUNTED_ON = "No calendar and no rota says when Ben works: this counts on Ben being free."


def test_gaps_say_whose_work_nobody_tells_of_and_are_done(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = written(tmp_path / "linden-street", WITH_BEN)
    status, out, _ = run(capsys, "gaps", folder, *MONDAY)
    assert (status, out) == (0, f"Linden Street, 2 March 2026\nNothing uncovered\n\n{COUNTED_ON}\n")
    status, record = run_json(capsys, "gaps", folder, *MONDAY)
    assert status == 0
    assert record["findings"] == [{"kind": "no-work-known", "sentence": COUNTED_ON, "who": "ben", "event": ""}]


def test_gaps_for_programs(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    status, record = run_json(capsys, "gaps", folder, *MONDAY)
    assert status == 1
    assert record == {
        "kinrota_gaps": 1,
        "timezone": "Europe/Berlin",
        "from": "2026-03-02T00:00:00+01:00",
        "to": "2026-03-03T00:00:00+01:00",
        "minutes": 220,
        "places": 1,
        "gaps": [
            {
                "child": "leo",
                "from": "2026-03-02T08:40:00+01:00",
                "to": "2026-03-02T12:20:00+01:00",
                "need": "watch",
                "because": "Ana is on the way to work (hospital) from 08:40 on and there until 12:00, home at 12:20.",
                "could": ["Oma 10:00-12:20 (ask)"],
                "left": [{"from": "2026-03-02T08:40:00+01:00", "to": "2026-03-02T10:00:00+01:00"}],
            }
        ],
        "unknown": [],
        "findings": [],
    }


def test_a_calendar_that_cannot_be_read_is_something_to_look_at(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "calendars/ana-rota.ics").write_text("no calendar", encoding="utf-8")
    status, out, _ = run(capsys, "gaps", folder, *MONDAY)
    assert status == 1
    assert "Nobody knows where Ana is (ana-rota could not be read)" in " ".join(out.split())
    assert "\nTo look at\n  calendars/ana-rota.ics cannot be read" in out
    _, record = run_json(capsys, "gaps", folder, *MONDAY)
    (unknown,) = record["unknown"]
    assert (unknown["adult"], unknown["calendar"], unknown["from"]) == ("ana", "ana-rota", "2026-03-02T00:00:00+01:00")
    assert [finding["kind"] for finding in record["findings"]] == ["calendar-unreadable"]


def test_a_household_with_chores_has_nothing_to_look_at_for_that(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wash = '\n[[chores]]\nid = "wash"\nevery = "1 per week"\nsteps = ["load 10m"]\nby = ["ana"]\n'
    status, out, _ = run(capsys, "gaps", written(tmp_path / "x", HOUSEHOLD + wash), *TUESDAY)
    assert (status, out) == (0, "Linden Street, 3 March 2026\nNothing uncovered\n")


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_follows_the_environment(
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    coloured: bool,  # noqa: FBT001 -- a column of the table above
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    _, out, _ = run(capsys, "gaps", folder, *MONDAY)
    assert (INK in out) is coloured


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_width_follows_the_terminal(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for command in ("gaps", "check"):
        _, out, _ = run(capsys, command, folder, *MONDAY)
        assert max(width(line) for line in out.splitlines()) <= columns


HEAVY = ("ortools", "jinja2", "jsonschema", "icalendar", "holidays", "numpy", "kinrota.solve", "kinrota.publish.ribbon")


@pytest.mark.parametrize("command", ["gaps", "check"])
def test_reading_does_not_wait_for_what_only_planning_needs(folder: Path, command: str) -> None:
    code = (
        "import sys; from kinrota.cli import main; status = main(sys.argv[2:]);"
        "print(*(name for name in sys.argv[1].split() if name in sys.modules)); sys.exit(status)"
    )
    args = [sys.executable, "-c", code, " ".join(HEAVY), command, str(folder), *MONDAY]
    done = subprocess.run(args, check=False, capture_output=True, text=True)
    assert done.returncode in {0, 1}
    assert done.stdout.splitlines()[-1] == ""


# plan and verify


def test_plan_prints_the_ribbon_and_writes_nothing(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    status, out, _ = run(capsys, "plan", folder, *MONDAY)
    assert status == 1
    assert out.startswith("Linden Street, 2 March 2026\n▲ 1 h 20 uncovered on Mon 2\n")
    assert "Oma: Mon 2 Mar 10:00-12:" in out
    assert max(width(line) for line in out.splitlines()) <= 80
    assert sorted(tmp_path.rglob("*")) == before


def test_a_plan_without_a_gap_is_done(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    status, out, _ = run(capsys, "plan", folder, *TUESDAY)
    assert status == 0
    assert out.startswith("Linden Street, 3 March 2026\nNothing uncovered\n")


def test_a_plan_is_written_and_stands_the_check(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "new/plan"
    status, text, _ = run(capsys, "plan", folder, *MONDAY, "--out", out)
    assert status == 1
    said = "".join(text.split())  # a long path is broken where the line ends
    assert said.endswith(f"Writtento{out}:plan.json,plan.html,ana.ics,oma.ics,leo.ics")
    assert sorted(path.name for path in out.iterdir()) == ["ana.ics", "leo.ics", "oma.ics", "plan.html", "plan.json"]
    assert run(capsys, "verify", folder, out / "plan.json")[:2] == (0, "Nothing found: every minute checked.\n")
    assert run_json(capsys, "verify", folder, out / "plan.json") == (0, {"kinrota_verify": 1, "findings": []})


def test_a_plan_for_programs_is_plan_json(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    status, out, err = run(capsys, "plan", folder, *MONDAY, "--json", "--out", tmp_path / "out")
    assert status == 1
    assert "Written to" in err
    assert out == (tmp_path / "out/plan.json").read_text(encoding="utf-8")
    assert [gap["child"] for gap in json.loads(out)["gaps"]] == ["leo"]


def test_a_plan_that_was_changed_is_found_out(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    _, out, _ = run(capsys, "plan", folder, *MONDAY, "--json")
    record = json.loads(out)
    record["gaps"] = []
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(record), encoding="utf-8")
    status, text, _ = run(capsys, "verify", folder, plan)
    assert status == 1
    assert text.startswith("The plan has something to look at:\n  gaps-listed: Nobody meets Leo's need")


def test_a_plan_for_another_text_is_found_out(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    _, out, _ = run(capsys, "plan", folder, *TUESDAY, "--json")
    plan = tmp_path / "plan.json"
    plan.write_text(out, encoding="utf-8")
    (folder / "household.toml").write_text(HOUSEHOLD + "# changed\n", encoding="utf-8")
    status, found = run_json(capsys, "verify", folder, plan)
    assert status == 1
    assert found["findings"] == [
        {
            "kind": "household",
            "sentence": "The plan was made from another text of the household.",
            "who": "",
            "event": "",
        }
    ]


def test_of_a_plan_of_other_people_only_that_is_said(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    _, out, _ = run(capsys, "plan", folder, *TUESDAY, "--json")
    plan = tmp_path / "plan.json"
    plan.write_text(out, encoding="utf-8")
    other = written(tmp_path / "y", HOUSEHOLD.replace('leo = { name = "Leo"', 'kim = { name = "Kim"'))
    status, found = run_json(capsys, "verify", other, plan)
    assert status == 1
    assert [one["sentence"] for one in found["findings"]] == [
        "Kim is missing from the plan.",
        "leo is not in the household.",
    ]


def test_a_finding_has_its_time_in_the_household_zone(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    _, out, _ = run(capsys, "plan", folder, *MONDAY, "--json")
    record = json.loads(out)
    for span in record["children"]["leo"]:
        span["need"] = "near" if span["need"] == "watch" else span["need"]
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(record), encoding="utf-8")
    _, found = run_json(capsys, "verify", folder, plan)
    need = next(one for one in found["findings"] if one["kind"] == "need")
    assert (need["from"], need["to"]) == ("2026-03-02T06:30:00+01:00", "2026-03-02T20:30:00+01:00")
    status, text, _ = run(capsys, "verify", folder, plan)
    assert status == 1
    assert text.startswith(f"The plan has {len(found['findings'])} things to look at:\n")


def test_a_plan_never_takes_the_place_of_a_calendar(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    status, out, err = run(capsys, "plan", ".", *MONDAY, "--out", "calendars")
    assert (status, out) == (2, "")
    assert err == (
        "command line: --out = calendars: holds ana-rota.ics, which the plan is made from and might overwrite. "
        "Maybe name a new folder.\n"
    )
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_folder_that_cannot_be_made(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    status, _, err = run(capsys, "plan", folder, *TUESDAY, "--out", folder / "household.toml/plan")
    assert status == 2
    assert "cannot be written to: not a directory." in err


def test_nothing_is_planned_for_a_folder_that_cannot_be_written_to(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    # With so little time there is no plan: that is not what is said.
    out = folder / "household.toml/plan"
    status, _, err = run(capsys, "plan", folder, *TUESDAY, "--time", "0.000001", "--out", out)
    assert status == 2
    assert err == f"command line: --out = {out}: cannot be written to: not a directory.\n"


# check, events, schema


def test_check(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    status, out, _ = run(capsys, "check", folder)
    assert status == 1
    assert out.startswith("Linden Street\n")
    assert "\nLive here: Ana (walk)\n" in out


def test_check_for_programs(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    status, record = run_json(capsys, "check", folder)
    assert status == 1
    assert (record["kinrota_check"], record["name"], record["problems"]) == (1, "Linden Street", [])
    assert record["calendars"][0]["id"] == "ana-rota"
    assert record["notes"][0]["kind"] == "horizon-moved"


def test_check_looks_at_the_days_asked_for(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    status, out, _ = run(capsys, "check", folder, *TUESDAY)
    assert status == 0
    assert "  2026-03-03 to 2026-03-03, times of Europe/Berlin\n" in out
    assert "no events in these days" in out
    _, record = run_json(capsys, "check", folder, "--from", "2026-03-02")
    assert (record["first"], record["last"], record["calendars"][0]["events"]) == ("2026-03-02", "2026-03-15", 1)
    assert "--days = 57" in run(capsys, "check", folder, "--days", "57")[2]


def test_every_mistake_is_said_on_standard_error_in_order(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    wrong = HOUSEHOLD.replace('"walk"]', '"fly"]').replace("born = 2022-05-10", 'born = "soon"')
    folder = written(tmp_path / "x", wrong)
    for command in ("check", "gaps", "plan"):
        status, out, err = run(capsys, command, folder)
        assert (status, out) == (2, "")
        lines = [int(line) for line in re.findall(r"^household\.toml:(\d+): ", err, flags=re.MULTILINE)]
        assert len(lines) == len(err.splitlines()) >= 2
        assert lines == sorted(lines)
    status, record = run_json(capsys, "check", folder)
    assert status == 2
    assert {problem["file"] for problem in record["problems"]} == {"household.toml"}


def test_check_with_nothing_unclear(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    endless = SHIFT.replace("END:VEVENT", "RRULE:FREQ=WEEKLY\nEND:VEVENT").replace("20260302", "20200302")
    status, out, _ = run(capsys, "check", written(tmp_path / "x", events=endless))
    assert status == 0
    assert out.endswith("\nNothing is unclear.\n")


# weights


def test_weights(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = written(tmp_path / "x", f"{HOUSEHOLD}\n[weights]\nhandover = 6\nlate = 0\njourney = 1\n")
    status, out, err = run(capsys, "weights", folder)
    assert (status, err) == (0, "")
    assert re.findall(r"^\d (\w+), in ([\w-]+)$", out, flags=re.MULTILINE) == [*UNITS.items()]
    assert out.startswith("Linden Street\nWhat things cost in a plan.")
    assert (
        "\n  handover = 6 points each (changed from 4)\n"
        "    A handover between two adults costs as much as six journeys. Children who\n"
        "    change together count once.\n"
    ) in out
    assert "\n  journey = 1 point each\n    A journey costs 1 point. It counts" in out
    assert "\n  late = 0 points for a minute (changed from 1)\n    A minute that" in out
    assert max(width(line) for line in out.splitlines()) <= 80
    assert INK not in out


def test_weights_for_programs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = written(tmp_path / "x", f"{HOUSEHOLD}\n[weights]\nhelp_welcome = 0.5\n")
    status, record = run_json(capsys, "weights", folder)
    assert (status, record["kinrota_weights"], record["name"]) == (0, 1, "Linden Street")
    assert [(level["name"], level["unit"]) for level in record["levels"]] == [*UNITS.items()]
    assert [one["name"] for level in record["levels"] for one in level["weights"]] == [*WEIGHTS]
    assert [level["name"] for level in record["levels"] if bool(level["sentence"]) is bool(level["weights"])] == []
    welcome = next(one for level in record["levels"] for one in level["weights"] if one["name"] == "help_welcome")
    assert welcome == {
        "name": "help_welcome",
        "value": 0.5,
        "usual": 0,
        "changed": True,
        "unit": "points for 15 minutes",
        "sentence": "Four quarters of an hour with a welcome helper cost as much as a quarter of an hour with a helper "
        "who comes when needed.",
    }


def test_weights_need_no_calendar(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "calendars/ana-rota.ics").unlink()
    assert run(capsys, "weights", folder)[0] == 0
    (folder / "household.toml").write_text(HOUSEHOLD.replace("timezone", "timezones"), encoding="utf-8")
    status, out, err = run(capsys, "weights", folder)
    assert (status, out) == (2, "")
    assert "household.toml:4: timezones: is not a key that kinrota knows here. Maybe 'timezone'." in err


EVENTS = """\
BEGIN:VEVENT
UID:day
DTSTAMP:20260101T000000Z
SUMMARY:Closed
DTSTART;VALUE=DATE:20260303
DTEND;VALUE=DATE:20260305
END:VEVENT
BEGIN:VEVENT
UID:maybe
DTSTAMP:20260101T000000Z
SUMMARY:Shoot
LOCATION:Studio 4
STATUS:TENTATIVE
DTSTART:20260306T080000Z
DTEND:20260306T100000Z
END:VEVENT
"""
POINT = """\
BEGIN:VEVENT
UID:point
DTSTAMP:20260101T000000Z
DTSTART:20260307T080000Z
TRANSP:TRANSPARENT
END:VEVENT
"""
FROM_TO = ["--from", "2026-03-02", "--to", "2026-03-09", "--zone", "Europe/Berlin"]


def test_events(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    file = folder / "calendars/ana-rota.ics"
    file.write_text(calendar(SHIFT + EVENTS), encoding="utf-8")
    status, out, err = run(capsys, "events", file, *FROM_TO)
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "Mon 2 Mar 2026 09:00-12:00: Early",
        "Tue 3 Mar 2026 to Wed 4 Mar, all day: Closed",
        "Fri 6 Mar 2026 09:00-11:00: Shoot, Studio 4 (tentative)",
    ]


def test_events_for_programs(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    file = folder / "calendars/ana-rota.ics"
    file.write_text(calendar(EVENTS), encoding="utf-8")
    status, record = run_json(capsys, "events", file, *FROM_TO)
    assert status == 0
    assert record.keys() == {"kinrota_events", "sha256", "unreadable", "occurrences", "set_aside", "unclear"}
    assert [(one["uid"], one["start"], one["end"], one["status"]) for one in record["occurrences"]] == [
        ("day", "2026-03-03", "2026-03-05", "CONFIRMED"),
        ("maybe", "2026-03-06T08:00:00Z", "2026-03-06T10:00:00Z", "TENTATIVE"),
    ]


def test_events_with_what_was_answered(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    file = folder / "calendars/ana-rota.ics"
    guest = "ATTENDEE;PARTSTAT=DECLINED:mailto:ana@example.org\nEND:VEVENT"
    file.write_text(calendar(EVENTS.replace("END:VEVENT", guest)), encoding="utf-8")
    assert "declined" not in run(capsys, "events", file, *FROM_TO)[1]
    status, out, _ = run(capsys, "events", file, *FROM_TO, "--address", "ana@example.org")
    assert status == 0
    assert [line.rpartition(" (")[2] for line in out.splitlines()] == ["declined)", "declined)"]
    mine = ["--address", "ben@example.org", "--address", "ana@example.org"]
    record = run_json(capsys, "events", file, *FROM_TO, *mine)[1]
    assert [one["declined"] for one in record["occurrences"]] == [True, True]
    status, _, err = run(capsys, "events", file, *FROM_TO, "--address", "ana")
    assert status == 2
    assert "ana is not a mail address. Maybe 'ana@example.org'" in err


def test_what_is_unclear_about_an_event_is_told(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    file = folder / "calendars/ana-rota.ics"
    file.write_text(calendar(POINT), encoding="utf-8")
    status, out, _ = run(capsys, "events", file, *FROM_TO)
    assert status == 1
    assert out.startswith(
        "Sat 7 Mar 2026 09:00: without a title (marked as free)\n\nRead, but unclear:\n  line 4: point: "
    )
    status, record = run_json(capsys, "events", file, *FROM_TO)
    assert (status, record["unclear"][0]["uid"]) == (1, "point")
    assert record["occurrences"][0]["transparent"] is True


def test_the_last_day_of_events_is_the_one_before_to(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    zone = ["--zone", "Europe/Berlin"]
    file = folder / "calendars/ana-rota.ics"
    assert run(capsys, "events", file, "--from", "2026-03-01", "--to", "2026-03-02", *zone)[:2] == (
        0,
        "No event in these days.\n",
    )
    assert "Early" in run(capsys, "events", file, "--from", "2026-03-02", "--to", "2026-03-03", *zone)[1]


def test_what_is_set_aside_is_told_with_its_line(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    file = folder / "calendars/ana-rota.ics"
    file.write_text(
        calendar(SHIFT.replace("DTSTART;TZID=Europe/Berlin:20260302T090000", "DTSTART:soon")), encoding="utf-8"
    )
    status, out, _ = run(capsys, "events", file, *FROM_TO)
    assert status == 1
    assert "\nCould not be used, and set aside:\n  line " in out
    status, record = run_json(capsys, "events", file, *FROM_TO)
    (aside,) = record["set_aside"]
    assert aside.keys() == {"line", "uid", "summary", "reason", "remedy"}
    assert f'{aside["line"]}: "{aside["summary"]}": {aside["reason"]} {aside["remedy"]}' in " ".join(out.split())
    assert (aside["summary"], aside["remedy"][:5]) == ("Early", "Maybe")
    assert (status, aside["uid"]) == (1, "1")


def test_what_is_said_of_many_lines_is_told_once(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    file = folder / "calendars/ana-rota.ics"
    bad = "BEGIN:VEVENT\nUID:{}\nDTSTART:soon\nEND:VEVENT\n"
    told = "DTSTART “soon” is not a date or a time."
    for number, lines in ((2, "4 and 8"), (5, "4, 8, 12, 16 and 20"), (7, "4, 8, 12, 16, 20 and 2 more")):
        events = "".join(bad.format(uid) for uid in range(number))
        file.write_text(f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n", encoding="utf-8")
        assert f"\n  lines {lines}: {told}" in run(capsys, "events", file, *FROM_TO)[1]
        assert len(run_json(capsys, "events", file, *FROM_TO)[1]["set_aside"]) == number


def test_a_file_that_is_no_calendar(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    status, out, err = run(capsys, "events", folder / "household.toml", *FROM_TO)
    assert (status, out) == (2, "")
    assert err.startswith("household.toml: ")
    status, record = run_json(capsys, "events", folder / "household.toml", *FROM_TO)
    assert status == 2
    assert record["unreadable"]
    assert record["occurrences"] == []


@pytest.mark.parametrize("name", ["household", "plan", "history", "rota"])
def test_schema(capsys: pytest.CaptureFixture[str], name: str) -> None:
    status, out, _ = run(capsys, "schema", name)
    assert status == 0
    assert json.loads(out)["$schema"].startswith("https://json-schema.org/")


# What cannot be used, and what goes wrong


BAD = {
    "no such folder": (["gaps", "nowhere"], "nowhere: There is no such folder."),
    "how a household begins": (["check", "nowhere"], "to begin a household, copy docs/tutorial/first-week"),
    "too many days": (["gaps", "{folder}", "--days", "57"], "--days = 57"),
    "no day": (["plan", "{folder}", "--days", "0"], "--days = 0"),
    "no number": (["plan", "{folder}", "--days", "some"], "some is not a whole number."),
    "no date": (["gaps", "{folder}", "--from", "2026-02-30"], "2026-02-30 is not a date."),
    "another way of writing it": (["gaps", "{folder}", "--from", "20260302"], "20260302 is not a date."),
    "far away": (["gaps", "{folder}", "--from", "1492-10-12"], "--from = 1492-10-12"),
    "no time": (["plan", "{folder}", "--time", "0"], "0 is not a number of seconds."),
    "no time in words": (["plan", "{folder}", "--time", "long"], "long is not a number of seconds."),
    "out is a file": (["plan", "{folder}", "--out", "{folder}/household.toml"], "household.toml is a file."),
    "no plan": (["verify", "{folder}", "plan.json"], "plan.json: cannot be opened: no such file or directory."),
    "a plan that is none": (["verify", "{folder}", "{folder}/household.toml"], "household.toml:2: is not JSON"),
    "no zone": (["events", "x.ics", *FROM_TO[:4], "--zone", "Middle/Earth"], "--zone = Middle/Earth"),
    "no calendar": (["events", "x.ics", *FROM_TO], "x.ics: cannot be opened: no such file or directory."),
    "backwards": (
        ["events", "x.ics", "--from", "2026-03-09", "--to", "2026-03-02", "--zone", "Europe/Berlin"],
        "--to = 2026-03-02: is not after 2026-03-09. Maybe the two are swapped.",
    ),
    "no such command": (["dance"], "invalid choice: 'dance'"),
    "no command": ([], "COMMAND"),
}


@pytest.mark.parametrize("name", BAD)
def test_input_that_cannot_be_used(capsys: pytest.CaptureFixture[str], folder: Path, name: str) -> None:
    args, message = BAD[name]
    status, out, err = run(capsys, *(arg.format(folder=folder) for arg in args))
    assert (status, out) == (2, "")
    assert message in err


def test_a_plan_that_is_not_utf_8_or_too_long(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    plan = folder / "plan.json"
    plan.write_bytes(b"\xff\xfe{}")
    assert run(capsys, "verify", folder, plan)[0] == 2
    _, out, _ = run(capsys, "plan", folder, *TUESDAY, "--json")
    plan.write_text(
        re.sub(r'"to": "2026-03-04T00:00:00\+01:00"', '"to": "2027-03-04T00:00:00+01:00"', out, count=1), "utf-8"
    )
    status, _, err = run(capsys, "verify", folder, plan)
    assert status == 2
    assert err.startswith("plan.json: to = 2027-03-04T00:00:00+01:00: is 366 days after `from`")


def test_a_time_that_is_too_short_for_any_plan(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(*_: object, **__: object) -> None:
        raise TimeoutError

    monkeypatch.setattr("kinrota.solve.plan_week", nothing)
    status, _, err = run(capsys, "plan", folder, *TUESDAY, "--time", "0.5")
    assert (status, err) == (2, "command line: --time = 0.5: is too short for any plan. Maybe give it more.\n")


def test_a_bug_is_said_without_names(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Week) -> None:
        names = {"mia": 1}
        names["leo"]

    monkeypatch.setattr(pipeline, "gap_days", broken)
    status, out, err = run(capsys, "gaps", folder, *MONDAY)
    assert (status, out) == (3, "")
    assert re.match(r"kinrota stopped: KeyError in kinrota/cli/gaps\.py, line \d+\.\nThis is a bug of kinrota's", err)
    assert "leo" not in err
    monkeypatch.setenv("KINROTA_DEBUG", "1")
    assert "KeyError: 'leo'" in run(capsys, "gaps", folder, *MONDAY)[2]


def test_a_plan_that_fails_its_own_check_never_leaves(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def failing(*_: object) -> None:
        raise kinrota.VerificationError(("Ana is in two places.",))

    monkeypatch.setattr(sys.modules["kinrota.verify"], "verified", failing)
    status, out, err = run(capsys, "plan", folder, *TUESDAY, "--out", tmp_path / "out")
    assert (status, out) == (3, "")
    assert err.startswith("the plan failed its own check and was held back:\nAna is in two places.\nThis is a bug")
    assert not (tmp_path / "out").exists()


def test_stopping_it_is_quiet(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_: Week) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "gap_days", stopped)
    assert run(capsys, "gaps", folder, *MONDAY) == (130, "", "")


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "kinrota", "schema", "household"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 0)


def test_letters_that_the_terminal_does_not_know(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kinrota", "gaps", str(folder), *MONDAY],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "? 08:40-12:20  Leo" in done.stdout


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "--version")
    assert (status, err) == (0, "")
    assert re.fullmatch(r"kinrota \d+\.\d+\.\d+\S*\n", out)
    status, out, _ = run(capsys, "--help")
    assert status == 0
    assert max(map(len, out.splitlines())) <= 80


# Progress


class Terminal(io.StringIO):
    """Standard error that is a terminal, or is not."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal


def told(stream: Terminal, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(progress, "WAIT", 0.0)
    monkeypatch.setattr(progress, "TICK", 0.001)
    with Progress(stream) as tell:
        for text in ("planning", "checking"):
            tell(text)
            while text not in stream.getvalue():
                pass
    return stream.getvalue()


def test_progress_rewrites_a_terminals_line_and_leaves_it_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    text = told(Terminal(is_terminal=True), monkeypatch)
    assert "\n" not in text
    assert "\rplanning (0 s)\x1b[K" in text
    assert text.endswith("\r\x1b[K")


def test_progress_elsewhere_is_a_line_for_each_thing(monkeypatch: pytest.MonkeyPatch) -> None:
    text = told(Terminal(is_terminal=False), monkeypatch)
    assert [line for line in text.splitlines() if line != "starting"] == ["planning", "checking"]


def test_what_is_quick_says_nothing() -> None:
    stream = Terminal(is_terminal=True)
    with Progress(stream) as tell:
        tell("reading")
    assert stream.getvalue() == ""


def test_a_calendar_is_handed_out_until_the_household_says_so_no_more(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    out, text = tmp_path / "out", (folder / "household.toml").read_text(encoding="utf-8")
    (folder / "household.toml").write_text(f'{text}\n[feeds.hall]\nfor = "wall"\n', encoding="utf-8")
    _, said, _ = run(capsys, "plan", folder, *MONDAY, "--out", out)
    assert "feeds/hall.ics" in " ".join(said.split())
    assert (out / "feeds/hall.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    (folder / "household.toml").write_text(text, encoding="utf-8")
    _, said, _ = run(capsys, "plan", folder, *MONDAY, "--out", out)
    assert f"No longer handed out, and gone from {out}: feeds/hall.ics" in " ".join(said.split())
    assert not list((out / "feeds").iterdir())


def test_a_calendar_that_is_read_is_not_written_over_by_one_that_is_handed_out(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "calendars").rename(folder / "feeds")
    text = (folder / "household.toml").read_text(encoding="utf-8").replace("calendars/ana", "feeds/ana")
    (folder / "household.toml").write_text(text, encoding="utf-8")
    status, _, err = run(capsys, "plan", folder, *MONDAY, "--out", folder)
    assert status == 2
    assert "holds ana-rota.ics, which the plan is made from" in err
