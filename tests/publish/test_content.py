"""What is written line by line is, byte for byte, what the library writes of the same."""

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar, Event, vText

from kinrota.publish.content import content, text, time

WHEN = dt.datetime(2026, 7, 1, 8, 5, tzinfo=dt.UTC)


SLIP = r"\N"
"""What the library writes as a line break, although it is none."""
ENDS = ("END:VEVENT", "END:VCALENDAR")


def of_library(name: str, value: object) -> bytes:
    event = Event()
    event.add(name, value)
    written: bytes = event.to_ical()
    return written.removeprefix(b"BEGIN:VEVENT\r\n").removesuffix(b"END:VEVENT\r\n")


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=200))
@example("a" * 66)
@example("a" * 67)
@example("ä" * 33 + "\\,;" * 20)
@example("one\ntwo\r\nthree\rfour, \\M five; six\\n")
@example("é" * 200)
def test_a_text(value: str) -> None:
    if SLIP not in value:
        assert content([text("SUMMARY", value)]) == of_library("summary", vText(value))


@given(st.text(st.sampled_from("\\Nn;,a"), max_size=12))
@example("Haus\\Nord")
def test_a_text_is_read_as_it_was(value: str) -> None:
    event = Calendar.from_ical(content(["BEGIN:VCALENDAR", "BEGIN:VEVENT", text("SUMMARY", value), *ENDS]))
    assert str(event.walk("VEVENT")[0]["SUMMARY"]) == value


@pytest.mark.parametrize("zones", [sorted(available_timezones())[n::4] for n in range(4)])
def test_a_time_in_every_zone(zones: list[str]) -> None:
    for zone in zones:
        local = WHEN.replace(tzinfo=ZoneInfo(zone))
        assert content([time("DTSTART", local)]) == of_library("dtstart", local)


def test_a_time_in_utc() -> None:
    assert content([time("DTSTAMP", WHEN)]) == of_library("dtstamp", WHEN)
