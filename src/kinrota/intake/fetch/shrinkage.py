"""Whether a calendar has suddenly lost most of what was ahead, which is more often a fault than the truth."""

from __future__ import annotations

import datetime as dt

from kinrota.intake.ics import CalendarReading, Reader
from kinrota.net.refused import refuse

AHEAD = dt.timedelta(days=366)
LOST = 3
"""Events that may be gone without a word; more may, if at least half are left."""


def refuse_shrunk(reader: Reader, calendar: str, old: bytes, new: bytes, zone: str, moment: dt.datetime) -> None:
    """`RefusedError` where a new reading cannot be read, or lost most of the events ahead that the old one has."""
    if old == new:
        return
    first = int(moment.timestamp()) // 60
    window = (first, first + int(AHEAD.total_seconds()) // 60)
    now = reader.read(new, window, zone)
    if now.unreadable:
        refuse(now.unreadable)
    before, left = _ahead(reader.read(old, window, zone)), _ahead(now)
    if before - left >= LOST and left * 2 < before:
        events = f"{left} {'is' if left == 1 else 'are'}" if left else "none is"
        refuse(
            f"Of {before} events ahead {events} left, which may be a mistake where it comes from; so it is not taken "
            f"over. Maybe, if it is right: kinrota check FOLDER --accept-smaller {calendar}"
        )


def _ahead(reading: CalendarReading) -> int:
    """Events that a calendar still speaks of, called off or not."""
    return len(reading.occurrences) + len(reading.set_aside)
