"""What apps do to an entry, as another program reads it: what should change does, and nothing else."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tests.dav import edits

HOUR = dt.timedelta(hours=1)
BERLIN = "DTSTART;TZID=Europe/Berlin:20260302T080000", "DTEND;TZID=Europe/Berlin:20260302T160000"
ALL_DAY = "DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260304"
SUMMER = "DTSTART;TZID=Europe/Berlin:20260328T220000", "DTEND;TZID=Europe/Berlin:20260329T060000"
"""A night that is an hour shorter than its clock."""
ZONE = [
    "BEGIN:VTIMEZONE", "TZID:Europe/Berlin", "BEGIN:STANDARD", "DTSTART:20251026T030000", "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100", "TZNAME:CET", "END:STANDARD", "END:VTIMEZONE",
]  # fmt: skip


def entry(hours: tuple[str, str] = BERLIN, more: tuple[str, ...] = ()) -> bytes:
    inside = [
        "UID:one",
        "SEQUENCE:4",
        "DTSTAMP:20260101T000000Z",
        *hours,
        "SUMMARY:Ana: Leo\\, Mia",
        "X-KINROTA:a",
        *more,
    ]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", "X-WR-CALNAME:Plan", *ZONE, "BEGIN:VEVENT"]
    return "\r\n".join([*lines, *inside, "END:VEVENT", "END:VCALENDAR", ""]).encode()


def read(body: bytes) -> dict[str, Any]:
    """The event as icalendar reads it; a whole day as a date, an hour as an instant."""
    found = Calendar.from_ical(body).walk("VEVENT")[0]
    values: dict[str, Any] = {
        name: found[name].to_ical() for name in found if name not in ("DTSTART", "DTEND", "DURATION")
    }
    start = _instant(found.decoded("DTSTART"))
    end = start + found.decoded("DURATION") if "DURATION" in found else _instant(found.decoded("DTEND"))
    return {**values, "from": start, "to": end}


def _instant(value: dt.date) -> dt.date:
    return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value


@pytest.mark.parametrize(("hours", "by"), [(BERLIN, HOUR), (ALL_DAY, dt.timedelta(days=2))])
def test_hours_move(hours: tuple[str, str], by: dt.timedelta) -> None:
    before, after = read(entry(hours)), read(edits.move(entry(hours), by))
    assert after == {**before, "from": before["from"] + by, "to": before["to"] + by}
    after = read(edits.move(edits.in_utc(entry(hours)), by))
    assert after == {**before, "from": before["from"] + by, "to": before["to"] + by}


def test_an_end_moves_alone() -> None:
    before = read(entry())
    assert read(edits.lengthen(entry(), -HOUR)) == {**before, "to": before["to"] - HOUR}


@pytest.mark.parametrize("name", ["SUMMARY", "DESCRIPTION", "LOCATION", "STATUS"])
def test_words_change(name: str) -> None:
    body = entry(more=("DESCRIPTION:old", "LOCATION:old", "STATUS:CONFIRMED"))
    after = read(edits.set_text(body, name, "Ana; Ben, Leo\nand a\\b"))
    assert after == {**read(body), name: rb"Ana\; Ben\, Leo\nand a\\b"}
    assert name not in read(edits.set_text(body, name, ""))


def test_it_is_cancelled() -> None:
    assert read(edits.cancel(entry())) == {**read(entry()), "STATUS": b"CANCELLED"}


def test_it_is_saved_again() -> None:
    body = entry(more=("LAST-MODIFIED:20260101T000000Z",))
    at, stamp = dt.datetime(2026, 2, 1, 12, tzinfo=dt.UTC), b"20260201T120000Z"
    assert read(edits.touch(body, at)) == {**read(body), "SEQUENCE": b"5", "DTSTAMP": stamp, "LAST-MODIFIED": stamp}


def test_a_reminder_is_added() -> None:
    body = edits.set_text(edits.add_alarm(edits.add_moz(entry())), "DESCRIPTION", "of the event")
    event = Calendar.from_ical(body).walk("VEVENT")[0]
    assert [str(one["DESCRIPTION"]) for one in (event, *event.subcomponents)] == ["of the event", "Reminder"]
    assert event.subcomponents[0].name == "VALARM"


@pytest.mark.parametrize(("edit", "names"), [(edits.add_apple, "X-APPLE-"), (edits.add_moz, "X-MOZ-")])
def test_an_app_leaves_its_marks(edit: Callable[[bytes], bytes], names: str) -> None:
    added = {name for name in read(edit(entry())) if name not in read(entry())}
    assert len(added) == 2
    assert all(name.startswith(names) for name in added)


def test_an_app_drops_what_it_does_not_know() -> None:
    body = entry(more=("COLOR:blue",))
    after = edits.drop_unknown(body)
    assert {*read(body)} - {*read(after)} == {"X-KINROTA", "COLOR"}
    assert "X-WR-CALNAME" not in Calendar.from_ical(after)


SAME: list[Callable[[bytes], bytes]] = [
    edits.in_utc,
    edits.as_duration,
    edits.drop_timezone,
    edits.reorder,
    edits.refold,
    lambda body: edits.refold(body, 0),
    lambda body: edits.reorder(edits.refold(edits.as_duration(edits.in_utc(body)), 20)),
]


@pytest.mark.parametrize("hours", [BERLIN, ALL_DAY, SUMMER])
@pytest.mark.parametrize("edit", SAME)
def test_the_same_in_other_words(edit: Callable[[bytes], bytes], hours: tuple[str, str]) -> None:
    body = entry(hours, ("DESCRIPTION:" + "Grüße an alle, " * 12,))
    assert edit(body) != body
    assert read(edit(body)) == read(body)


def test_the_zone_is_gone() -> None:
    assert b"VTIMEZONE" not in edits.drop_timezone(entry())
    assert b"TZID=Europe/Berlin" in edits.drop_timezone(entry())


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200), st.integers(10, 80))
def test_folding_tears_no_letter(text: str, width: int) -> None:
    body = edits.refold(edits.set_text(entry(), "SUMMARY", text or "x"), width)
    assert max(len(line) for line in body.split(b"\r\n")) <= width
    assert edits.refold(body) == edits.refold(edits.set_text(entry(), "SUMMARY", text or "x"))
    assert str(Calendar.from_ical(body).walk("VEVENT")[0]["SUMMARY"]) == (text or "x")
