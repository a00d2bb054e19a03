"""A private calendar: two that differ in anything but times are one."""

import datetime as dt
from pathlib import Path

import pytest
from msgspec.structs import replace

from kinrota.intake.check import report, text
from kinrota.intake.folder import read
from kinrota.model.week import Week

MONDAY = dt.date(2026, 3, 2)
HOUSEHOLD = """
kinrota = 1
timezone = "Europe/Berlin"
places = { clinic = { match = ["Ward 4"] }, school = {} }
journeys = [{ between = ["home", "clinic"], walk = "20m" }, { between = ["home", "school"], walk = "9m" }]
adults = { ana = {}, ben = {} }
children = { mia = { born = 2018-09-14 } }

[calendars.ana-own]
source = "own.ics"
of = "ana"
means = "busy"
private = true
"""
TIMES = "DTSTART;TZID=Europe/Berlin:20260303T080000\r\nDTEND;TZID=Europe/Berlin:20260303T090000"


def week(folder: Path, *events: str, household: str = HOUSEHOLD) -> Week:
    """The week of a calendar, but for the calendar's own hash."""
    folder.mkdir(exist_ok=True)
    (folder / "household.toml").write_text(household, encoding="utf-8")
    body = "\r\n".join(f"BEGIN:VEVENT\r\nDTSTAMP:20260101T000000Z\r\n{event}\r\nEND:VEVENT" for event in events)
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.org//EN\r\n{body}\r\nEND:VCALENDAR\r\n"
    (folder / "own.ics").write_bytes(calendar.encode())
    found = read(folder, start=MONDAY, days=7, read_at="2026-03-01T18:00:00+01:00")
    return replace(found, inputs=tuple(replace(one, sha256="") for one in found.inputs))


@pytest.mark.parametrize(
    "secret",
    [
        "UID:1\r\nSUMMARY:Court, about the custody",
        "UID:1\r\nSUMMARY:Job interview\r\nLOCATION:Ward 4",
        "UID:1\r\nLOCATION:Lawyer Street 7\r\nDESCRIPTION:bring the letters",
        "UID:1\r\nSUMMARY:x\r\nATTENDEE:mailto:lawyer@example.com\r\nCATEGORIES:LAW",
    ],
)
def test_nothing_but_its_times_is_read(tmp_path: Path, secret: str) -> None:
    told = week(tmp_path / "one", f"{secret}\r\n{TIMES}")
    assert told == week(tmp_path / "other", f"UID:1\r\nSUMMARY:Choir\r\n{TIMES}")
    assert [busy.title for busy in told.busy] == ["busy (ana-own)"]
    said = text(report(told))
    assert "busy (ana-own)" in said
    assert not {"Court", "interview", "Ward", "Lawyer", "lawyer"} & set(said.replace(",", " ").split())


def test_where_its_events_are_is_not_advised_to_be_matched(tmp_path: Path) -> None:
    said = text(report(week(tmp_path / "one", f"UID:1\r\nLOCATION:Ward 4\r\n{TIMES}")))
    assert "Maybe give the calendar a place.\n" in f"{said}\n"
    assert "in match" not in said


def test_of_an_invitation_nothing_but_the_owners_answer_is_read(tmp_path: Path) -> None:
    household = HOUSEHOLD.replace("ana = {}", 'ana = { addresses = ["ana@example.org"] }')
    mine = "UID:1\r\nSUMMARY:x\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.org"
    lawyer = "ORGANIZER:mailto:lawyer@example.com\r\nATTENDEE;PARTSTAT=DECLINED:mailto:judge@example.com"
    told = week(tmp_path / "one", f"{mine}\r\n{lawyer}\r\n{TIMES}", household=household)
    assert told == week(tmp_path / "other", f"{mine}\r\n{TIMES}", household=household)
    assert [busy.kind for busy in told.busy] == ["busy"]


def test_the_name_of_an_event_may_tell_who_gave_it_so_it_is_not_kept(tmp_path: Path) -> None:
    (busy,) = week(tmp_path, f"UID:42@lawyer.example.com\r\nSUMMARY:x\r\n{TIMES}").busy
    assert "lawyer" not in busy.event
    assert busy.event.startswith("ana-own#")


def test_a_series_stays_one_event(tmp_path: Path) -> None:
    series = week(tmp_path, f"UID:1\r\nSUMMARY:x\r\nRRULE:FREQ=DAILY;COUNT=3\r\n{TIMES}").busy
    assert len(series) == 3
    assert len({busy.event for busy in series}) == 1


@pytest.mark.parametrize("title", ["Audition (hold)", "Audition?"])
def test_what_may_not_happen_by_its_title_is_a_hold_without_it(tmp_path: Path, title: str) -> None:
    found = week(tmp_path, f"UID:1\r\nSUMMARY:{title}\r\n{TIMES}")
    assert [(busy.kind, busy.title) for busy in found.busy] == [("hold", "busy (ana-own)")]
    assert "hold-by-title" not in {note.kind for note in found.notes}


def test_an_event_that_cannot_be_used_is_told_by_its_line_alone(tmp_path: Path) -> None:
    broken = "UID:1@lawyer.example.com\r\nSUMMARY:x\r\nDTSTART:lawyer"
    (note,) = (note for note in week(tmp_path, broken).notes if note.kind == "event-set-aside")
    assert "line" in note.sentence
    assert "lawyer" not in note.sentence + note.event


def test_where_it_is_is_for_the_calendar_to_say(tmp_path: Path) -> None:
    placed = HOUSEHOLD + 'place = "school"\n'
    (busy,) = week(tmp_path, f"UID:1\r\nLOCATION:Ward 4\r\n{TIMES}", household=placed).busy
    assert busy.place == "school"


def test_other_calendars_say_what_they_hold(tmp_path: Path) -> None:
    (busy,) = week(
        tmp_path, f"UID:1\r\nSUMMARY:Choir\r\nLOCATION:Ward 4\r\n{TIMES}",
        household=HOUSEHOLD.replace("private = true", "private = false"),
    ).busy  # fmt: skip
    assert (busy.title, busy.place, busy.event) == ("Choir", "clinic", "ana-own#1")
