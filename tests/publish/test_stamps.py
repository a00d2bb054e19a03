"""What a calendar says of when it changed: of its facts and of what it was before, never of the clock."""

import datetime as dt
from typing import Any

import icalendar
import pytest
from msgspec.structs import replace

from kinrota.model.time import EPOCH, Span
from kinrota.publish.ics import Line, Sheet, ics

MONDAY = int((dt.datetime(2026, 3, 2, tzinfo=dt.UTC) - EPOCH).total_seconds()) // 60
DAY = 24 * 60
KEY = b"k" * 32
ONE = Line(("care", "2026-03-02", "mia"), Span(MONDAY + 600, MONDAY + 660), "With Mia", "care", "teal")
TWO = Line(("care", "2026-03-02", "leo"), Span(MONDAY + 700, MONDAY + 760), "With Leo", "care", "teal", "text", "pool")


def sheet(*lines: Line, tick: int = MONDAY, zone: str = "") -> Sheet:
    return Sheet("Plan", tick, "teal", lines, zone, Span(MONDAY, MONDAY + DAY))


def events(calendar: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(calendar).walk("VEVENT"))


def stamps(calendar: bytes) -> list[tuple[int, str, str]]:
    return [
        (int(event["SEQUENCE"]), f"{event['DTSTAMP'].dt:%m-%d}", f"{event['LAST-MODIFIED'].dt:%m-%d}")
        for event in events(calendar)
    ]


def test_a_new_event_has_the_sequence_nought_and_the_tick_of_its_plan() -> None:
    assert stamps(ics(sheet(ONE, TWO), KEY)) == [(0, "03-02", "03-02")] * 2


def test_what_did_not_change_keeps_its_stamps_whatever_the_plan() -> None:
    before = ics(sheet(ONE, TWO), KEY)
    assert ics(sheet(ONE, TWO, tick=MONDAY + 3 * DAY), KEY, before) == before


@pytest.mark.parametrize(
    "change",
    [
        {"span": Span(MONDAY + 615, MONDAY + 660)}, {"summary": "With Mia and Leo"}, {"text": "x"}, {"place": "x"},
        {"busy": True}, {"settled": False}, {"colour": "red"}, {"category": "night"},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_what_changed_has_a_higher_sequence_and_the_tick_of_the_new_plan(change: dict[str, Any]) -> None:
    before = ics(sheet(ONE, TWO), KEY)
    after = ics(sheet(replace(ONE, **change), TWO, tick=MONDAY + DAY), KEY, before)
    assert stamps(after) == [(1, "03-03", "03-03"), (0, "03-02", "03-02")]
    again = ics(sheet(ONE, TWO, tick=MONDAY + 2 * DAY), KEY, after)
    assert stamps(again) == [(2, "03-04", "03-04"), (0, "03-02", "03-02")]
    assert [event["UID"] for event in events(again)] == [event["UID"] for event in events(before)]


def test_a_stamp_never_goes_back() -> None:
    before = ics(sheet(ONE, tick=MONDAY + 5 * DAY), KEY)
    assert stamps(ics(sheet(replace(ONE, summary="x")), KEY, before)) == [(1, "03-07", "03-07")]


def test_an_event_that_comes_before_another_moves_no_name() -> None:
    (before,) = events(ics(sheet(TWO), KEY))
    assert before["UID"] in {event["UID"] for event in events(ics(sheet(ONE, TWO), KEY))}


def test_two_events_that_have_all_in_common_are_two() -> None:
    both = events(ics(sheet(ONE, replace(ONE, span=Span(MONDAY + 900, MONDAY + 960))), KEY))
    assert len({event["UID"] for event in both}) == 2


def test_another_key_gives_other_names_and_nothing_else() -> None:
    one, other = (ics(sheet(ONE, TWO), key) for key in (KEY, b"o" * 32))
    names = [[str(event["UID"]) for event in events(calendar)] for calendar in (one, other)]
    assert not set(names[0]) & set(names[1])
    for mine, theirs in zip(*names, strict=True):
        other = other.replace(theirs.encode(), mine.encode())
    assert one == other


@pytest.mark.parametrize(
    "before",
    [
        b"", b"\xff\x00", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        ics(sheet(ONE), KEY).replace(b"SEQUENCE:0", b"SEQUENCE:9999999"),
        ics(sheet(ONE), KEY).replace(b"SEQUENCE:0", b"SEQUENCE:-1"),
        ics(sheet(ONE), KEY).replace(b"DTSTAMP:20260302", b"DTSTAMP:20261399"),
        ics(sheet(ONE), b"o" * 32),
    ],
)  # fmt: skip
def test_what_is_none_of_ours_counts_for_nothing(before: bytes) -> None:
    assert ics(sheet(ONE), KEY, before) == ics(sheet(ONE), KEY)


def test_a_text_that_looks_like_an_event_is_none() -> None:
    odd = replace(ONE, text="x" * 62 + "\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n", summary="END:VCALENDAR")
    calendar = ics(sheet(odd, TWO), KEY)
    assert len(events(calendar)) == 2
    assert ics(sheet(odd, TWO), KEY, calendar) == calendar


def test_a_calendar_of_utc_tells_of_no_zone() -> None:
    calendar = ics(sheet(ONE), KEY)
    assert b"TZ" not in calendar
    assert b"TIMEZONE" not in calendar
    assert b"DTSTART:20260302T100000Z" in calendar
    assert b"TZID:Europe/Berlin" in ics(sheet(ONE, zone="Europe/Berlin"), KEY)


def test_there_is_nothing_in_it_that_some_programs_misread_or_that_invites() -> None:
    calendar = ics(sheet(ONE, TWO, zone="Europe/Berlin"), KEY)
    for word in (b"METHOD", b"RDATE", b"THISANDFUTURE", b"ATTENDEE", b"ORGANIZER", b"RECURRENCE-ID", b"VALARM"):
        assert word not in calendar
    assert calendar.count(b"\r\nCOLOR:teal\r\n") == 3
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n" in calendar
