"""Calendars that were damaged by chance: whatever is in them, they are read to the end, and plain or close alike."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.intake.test_ics_glance import DAY, MARCH, every, reading
from tests.intake.test_ics_hard_cases import CASES

WHOLE = [case["ics"].encode("latin-1") for case in CASES]
LINES = [line for data in WHOLE for line in data.split(b"\r\n")]
PIECES = (
    *(b";", b":", b",", b'"', b"=", b"\\", b"\n ", b"Z", b"-", b"+", b"0", b"T", b"/", b"P1D", b"\xe4", b"\xff"),
    *(b"99999999", b"00010101", b"99991231", b"235960", b"240000", b";VALUE=DATE", b";TZID=", b";RANGE=THISANDFUTURE"),
    *(b";ENCODING=QUOTED-PRINTABLE", b";CHARSET=idna", b"RRULE:FREQ=DAILY", b"RSCALE=HEBREW;", b";SKIP=OMIT"),
)
WINDOWS = tuple((first, first + 14 * DAY) for first in (MARCH, MARCH + 4000 * DAY, MARCH - 9000 * DAY))


def damaged(draw: random.Random) -> bytes:
    """A hard case with letters and lines put in, taken out or changed."""
    data = draw.choice(WHOLE)
    for _ in range(draw.choice((1, 1, 2, 4, 8))):
        at = draw.randrange(len(data) + 1)
        how = draw.choice(("letters", "letters", "out", "byte", "line", "line", "without"))
        if how == "letters":
            data = data[:at] + draw.choice(PIECES) + data[at:]
        elif how == "out":
            data = data[:at] + data[at + draw.choice((1, 1, 2, 8)) :]
        elif how == "byte":
            data = data[:at] + bytes([draw.randrange(256)]) + data[at + 1 :]
        else:
            lines = data.split(b"\r\n")
            place = draw.randrange(len(lines))
            lines[place : place + (how == "without")] = [draw.choice(LINES)] if how == "line" else []
            data = b"\r\n".join(lines)
    return data


def some(seed: int, number: int) -> Iterator[tuple[bytes, tuple[int, int]]]:
    draw = random.Random(seed)  # noqa: S311 -- no secret
    for _ in range(number):
        yield damaged(draw), draw.choice(WINDOWS)


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_calendar_is_read_to_its_end(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for data, window in some(seed, 50):
        assert reading(data, window) == every(monkeypatch, data, window)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 200))
def test_very_many_are(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for data, window in some(seed, 1000):
        assert reading(data, window) == every(monkeypatch, data, window)


@pytest.mark.parametrize(
    ("uid", "start", "end", "found"),
    [
        ("UID;ENCODING=QUOTED-PRINTABLE:\xe4=41", "DTSTART:20260303T060000", "DTEND:20260303T070000", ["\xe4A"]),
        ("UID:a", "DTSTART:20260303T060000.0000", "DTEND:20260303T090000+0100", ["a"]),
        ("UID:a", "DTSTART:20260303T0600Z", "DTEND:20260303T235960", ["a"]),
        ("UID:a", "DTSTART:2026-03-03T0600", "DTEND:20260303T06:59Z", ["a"]),
        ("UID:a", "DTSTART:2026-03-03T06:59:60", "DTEND:20260303T070000Z", ["a"]),
    ],
)
def test_odd_writing_costs_no_event(uid: str, start: str, end: str, found: list[str]) -> None:
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", uid, start, end, "END:VEVENT", "END:VCALENDAR", ""]
    assert [one.uid for one in reading("\r\n".join(lines).encode(), WINDOWS[0]).occurrences] == found
