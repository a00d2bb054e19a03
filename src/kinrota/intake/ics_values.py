"""How dates, times, periods, durations and offsets are written in a calendar file (RFC 5545, 3.3)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

Moment = dt.datetime | dt.date
"""A date stands for all of its day; a datetime without a zone floats."""

_MOMENT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?", re.IGNORECASE)
_DURATION = re.compile(
    r"([+-]?)P(?:([0-9]{1,9})W)?(?:([0-9]{1,9})D)?"
    r"(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?")
_DAYS_OF_WEEK = 7
_LAST_SECOND = 59
_OF_OFFSET = 24 * 3600


@dataclass(frozen=True, slots=True)
class Duration:
    """RFC 5545, 3.3.6: days keep the time of day, seconds are exact across a clock change."""

    days: int
    seconds: int

    @classmethod
    def read(cls, text: str) -> Duration | None:
        """Read `P1DT8H` and the like; None for anything else."""
        found = _DURATION.fullmatch(text.strip())
        if found is None or not any(found.groups()[1:]):
            return None
        weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups()[1:])
        sign = -1 if found[1] == "-" else 1
        return cls(sign * (weeks * _DAYS_OF_WEEK + days), sign * (hours * 3600 + minutes * 60 + seconds))

    @property
    def nominal(self) -> dt.timedelta:
        """Its length where no clock changes."""
        return dt.timedelta(self.days, self.seconds)


def moment_of(text: str) -> Moment:
    """Read `20260302`, `20260302T060000` or `20260302T060000Z`; ValueError for anything else.

    A leap second is the one before it (RFC 5545, 3.3.12).
    """
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day, hour, minute, second, utc = found.groups()
    if hour is None:
        return dt.date(int(year), int(month), int(day))
    at = min(int(second), _LAST_SECOND) if int(second) <= _LAST_SECOND + 1 else int(second)
    return dt.datetime(int(year), int(month), int(day), int(hour), int(minute), at, tzinfo=dt.UTC if utc else None)


def offset_of(text: str) -> int:
    """Read `+0100` or `-053000` in seconds; ValueError for anything else."""
    found = _OFFSET.fullmatch(text)
    if found is None:
        raise ValueError(text)
    seconds = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)
    if seconds >= _OF_OFFSET:
        raise ValueError(text)
    return -seconds if found[1] == "-" else seconds
