"""Public holidays without a calendar file: which dates close what, and that nobody else waits for the list."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from kinrota.cli import main
from kinrota.intake.check import report, text
from kinrota.intake.folder import read
from kinrota.intake.public_holidays import known_region, reading
from kinrota.model.time import Clock, Span
from kinrota.model.week import Week

GOOD_FRIDAY, EASTER_MONDAY = dt.date(2026, 4, 3), dt.date(2026, 4, 6)
HOUSEHOLD = """
kinrota = 1
timezone = "Europe/Berlin"
places = { school = {}, nursery = {}, office = {} }
journeys = [
    { between = ["home", "school"], walk = "10m" },
    { between = ["home", "nursery"], walk = "5m" },
    { between = ["home", "office"], walk = "20m" },
]
adults = { ana = { name = "Ana", modes = ["walk"] } }
children = { mia = { name = "Mia", born = 2018-09-14 } }

[calendars.holidays]
source = "holidays:DE-BE"
means = "closed"
closes = ["school", "nursery"]

[[rotas]]
of = "ana"
place = "office"
codes = { D = "09:00-13:00" }
starts = 2026-03-30
pattern = "D"

[[attendance]]
child = "mia"
place = "school"
days = "mon-fri"
drop = "08:15"
pick = "14:00-16:00"
"""
EASTER = ["--from", "2026-04-02", "--days", "5"]
TERMS = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//x//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
SUMMARY:Easter holidays
DTSTART;VALUE=DATE:20260330
DTEND;VALUE=DATE:20260411
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20260413
DTEND;VALUE=DATE:20260414
END:VEVENT
END:VCALENDAR
"""


def written(folder: Path, household: str = HOUSEHOLD) -> Path:
    (folder / "household.toml").write_text(household, encoding="utf-8")
    return folder


def week(folder: Path, household: str = HOUSEHOLD, start: dt.date = GOOD_FRIDAY, days: int = 4) -> Week:
    return read(written(folder, household), start=start, days=days)


def closed(found: Week) -> list[tuple[str, dt.date]]:
    """(place, date) of the closures in the week's days."""
    spans = [(place, span) for _, place, span in found.closures if span.overlaps(found.horizon)]
    assert all(span == found.clock.day(found.clock.date(span.start)) for _, span in spans)
    return [(place, found.clock.date(span.start)) for place, span in spans]


def names(code: str, first: dt.date, last: dt.date, zone: str = "Europe/Berlin") -> list[tuple[str, str]]:
    clock = Clock(zone)
    found = reading(code, clock, Span(clock.midnight(first), clock.midnight(last)))
    return [(one.uid, one.summary) for one in found.occurrences]


def test_each_public_holiday_closes_its_places_for_its_date(tmp_path: Path) -> None:
    found = week(tmp_path)
    assert closed(found) == [
        ("nursery", GOOD_FRIDAY), ("nursery", EASTER_MONDAY), ("school", GOOD_FRIDAY), ("school", EASTER_MONDAY),
    ]  # fmt: skip
    (source,) = found.inputs
    assert (source.calendar, source.events, source.stale) == ("holidays", 2, False)
    assert found.notes == ()


def test_an_attendance_can_name_them_too(tmp_path: Path) -> None:
    named = HOUSEHOLD.replace('closes = ["school", "nursery"]\n', "") + 'closed = "holidays"\n'
    assert closed(week(tmp_path, named)) == [("school", GOOD_FRIDAY), ("school", EASTER_MONDAY)]


def test_a_region_has_days_of_its_own() -> None:
    march = dt.date(2026, 3, 1), dt.date(2026, 4, 1)
    assert names("DE-BE", *march) == [("2026-03-08", "Women's Day")]
    assert names("DE", *march) == names("DE-BY", *march) == []


def test_a_day_in_place_of_one_on_a_weekend_counts() -> None:
    boxing_day = names("GB-ENG", dt.date(2026, 12, 24), dt.date(2027, 1, 2), "Europe/London")
    assert [day for day, _ in boxing_day] == ["2026-12-25", "2026-12-26", "2026-12-28", "2027-01-01"]


def test_two_names_for_a_day_are_one_day() -> None:
    days = [day for day, _ in names("DE-BE", dt.date(2026, 1, 1), dt.date(2027, 1, 1))]
    assert len(days) == len(set(days)) == 10


@pytest.mark.parametrize("language", ["C", "de_DE.UTF-8", "th_TH.UTF-8"])
def test_names_do_not_depend_on_the_machine(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, language)
    assert names("DE", GOOD_FRIDAY, dt.date(2026, 4, 4)) == [("2026-04-03", "Good Friday")]


@pytest.mark.parametrize("code", ["DE", "DE-BE", "GB-SCT", "AT-9", "FR-57", "US-CA", "AU-NSW", "CH-ZH", "LU"])
def test_a_region_that_is_known(code: str) -> None:
    assert known_region(code) == code


def test_years_that_the_list_does_not_have_are_not_read(tmp_path: Path) -> None:
    found = week(tmp_path, start=dt.date(2101, 3, 1), days=2)
    (note,) = found.notes
    assert (note.kind, found.closures, found.inputs[0].stale) == ("calendar-unreadable", (), True)
    assert note.sentence.startswith(
        "holidays:DE-BE cannot be read: The list of public holidays of DE has the years 1991 to 2100 only. "
    )


def test_check_says_which_dates_close_what_and_why(tmp_path: Path) -> None:
    facts = report(week(tmp_path))
    assert [(one.places, one.first, one.last, one.title, one.calendar) for one in facts.closures] == [
        (("school", "nursery"), GOOD_FRIDAY, GOOD_FRIDAY, "Good Friday", "holidays"),
        (("school", "nursery"), EASTER_MONDAY, EASTER_MONDAY, "Easter Monday", "holidays"),
    ]
    lines = text(facts).splitlines()
    assert "Public holidays of DE-BE: when school and nursery are closed: 2 of these days." in lines
    assert "Closed: school and nursery on Friday 3 April 2026: Good Friday" in lines
    assert text(report(week(tmp_path, start=dt.date(2026, 6, 1)))).count("none of these days.") == 1


def test_check_says_it_of_a_calendar_file_too(tmp_path: Path) -> None:
    terms = '[calendars.terms]\nsource = "terms.ics"\nmeans = "closed"\ncloses = ["school"]\n'
    (tmp_path / "terms.ics").write_text(TERMS.replace("\n", "\r\n"), encoding="utf-8")
    lines = text(report(week(tmp_path, f"{HOUSEHOLD}\n{terms}", start=dt.date(2026, 4, 7), days=14))).splitlines()
    assert [line for line in lines if line.startswith("Closed")] == [
        "Closed: school from Tuesday 7 April 2026 to Friday 10 April 2026: Easter holidays",
        "Closed: school on Monday 13 April 2026",
    ]


def test_days_of_one_name_that_follow_one_another_are_one_line(tmp_path: Path) -> None:
    moved = HOUSEHOLD.replace("DE-BE", "TR").replace("Europe/Berlin", "Europe/Istanbul")
    (closure,) = report(week(tmp_path, moved, start=dt.date(2026, 3, 1), days=31)).closures
    assert (closure.title, closure.last - closure.first) == ("Eid al-Fitr", dt.timedelta(days=2))


def test_from_the_uncovered_hours_to_a_plan_that_stands_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(written(tmp_path))
    assert main(["gaps", folder, *EASTER, "--json"]) == 1
    gaps = {gap["from"][:10] for gap in json.loads(capsys.readouterr().out)["gaps"]}
    assert gaps == {"2026-04-03", "2026-04-04", "2026-04-05", "2026-04-06"}
    out = tmp_path / "out"
    assert main(["plan", folder, *EASTER, "--out", str(out)]) == 1
    record = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    assert {span["from"][:10] for span in record["children"]["mia"] if span["as"] == "attendance"} == {"2026-04-02"}
    capsys.readouterr()
    assert main(["verify", folder, str(out / "plan.json")]) == 0
    assert capsys.readouterr().out == "Nothing found: every minute checked.\n"


def test_a_plan_for_other_holidays_is_found_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(written(tmp_path))
    main(["plan", folder, *EASTER, "--out", str(tmp_path / "out")])
    plan = tmp_path / "out/plan.json"
    record = json.loads(plan.read_text(encoding="utf-8"))
    record["inputs"][0]["sha256"] = "0" * 64
    plan.write_text(json.dumps(record), encoding="utf-8")
    assert main(["verify", folder, str(plan)]) == 1
    assert "holidays" in capsys.readouterr().out


def test_a_plan_may_be_written_beside_the_household(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(written(tmp_path))
    assert main(["plan", folder, "--from", "2026-04-02", "--days", "1", "--out", folder]) == 0
    assert "Written to" in "".join(capsys.readouterr())


@pytest.mark.parametrize(("source", "loaded"), [("holidays:DE-BE", "True"), ("terms.ics", "False")])
def test_the_list_is_loaded_only_where_it_is_named(tmp_path: Path, source: str, loaded: str) -> None:
    folder = written(tmp_path, HOUSEHOLD.replace("holidays:DE-BE", source))
    code = (
        f"import sys; from kinrota.cli import main; main(['gaps', {str(folder)!r}]); print('holidays' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == loaded
