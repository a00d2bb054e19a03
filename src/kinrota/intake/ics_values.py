"""How dates, times, periods, durations and offsets are written in a calendar file (RFC 5545, 3.3)."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

Moment = dt.datetime | dt.date
"""A date stands for all of its day; a datetime without a zone floats."""

_DURATION = (
    r"([+-]?)P(?:([0-9]{1,9})W)?(?:([0-9]{1,9})D)?"
    r"(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?"
)
_OFFSET = r"([+-])([0-9]{2}):?([0-9]{2})(?::?([0-9]{2}))?"
_CLOCK = r"[Tt ]([0-9]{2}):?([0-9]{2})(?::?([0-9]{2})(?:\.[0-9]+)?)?"
_OTHERWISE = rf"([0-9]{{4}})(-?)([0-9]{{2}})\2([0-9]{{2}})(?:[Zz]|{_CLOCK}(?:([Zz])|([+-][0-9]{{2}}):?([0-5][0-9]))?)?"
"""ISO 8601 as other programs write it: with hyphens and colons, without seconds, with an offset, or 24:00."""
_PLAIN = re.compile("[0-9]{8}(?:T(?:[01][0-9]|2[0-3])(?:[0-5][0-9]){2}Z?)?").fullmatch
_DATE = len("20260302")
_LEAP = "60"
_END_OF_DAY = "24"
_DAYS_OF_WEEK = 7
_SECONDS_OF_DAY = 24 * 3600


class Duration(NamedTuple):
    """RFC 5545, 3.3.6: days keep the time of day, seconds are exact across a clock change."""

    days: int
    seconds: int

    @classmethod
    def read(cls, text: str) -> Duration | None:
        """Read `P1DT8H` and the like; None for anything else."""
        found = re.fullmatch(_DURATION, text.strip(), re.IGNORECASE)
        if found is None or not any(found.groups()[1:]):
            return None
        weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups()[1:])
        sign = -1 if found[1] == "-" else 1
        return cls(sign * (weeks * _DAYS_OF_WEEK + days), sign * (hours * 3600 + minutes * 60 + seconds))

    @property
    def in_days(self) -> Duration:
        """The same in whole days, a part of one being one."""
        return Duration(self.days - -self.seconds // _SECONDS_OF_DAY, 0)

    @property
    def nominal(self) -> dt.timedelta:
        """Its length where no clock changes."""
        return dt.timedelta(self.days, self.seconds)


def moment_of(text: str) -> Moment:
    """Read `20260302`, `20260302T060000` or `20260302T060000Z`; ValueError for what is no date or time.

    A leap second is the one before it (RFC 5545, 3.3.12). Other forms of ISO 8601 that mean one thing are read too.
    """
    if not _PLAIN(text):
        return _otherwise(text)
    return dt.datetime.fromisoformat(text) if len(text) > _DATE else dt.date.fromisoformat(text)


def _otherwise(text: str) -> Moment:
    """Read what is not as plain a date or time as they come: one of ISO 8601, or a leap second."""
    found = re.fullmatch(_OTHERWISE, text)
    if found is None:
        raise ValueError(text)
    year, _, month, day, clock, minute, second, utc, hours, minutes = found.groups()
    date = f"{year}-{month}-{day}"
    if clock is None:
        return dt.date.fromisoformat(date)
    late = (clock, minute, second or "00") == (_END_OF_DAY, "00", "00")
    seconds = "59" if second == _LEAP else second or "00"
    time = "00:00" if late else f"{clock}:{minute}:{seconds}"
    zone = f"{hours}:{minutes}" if hours else "Z" if utc else ""
    try:
        moment = dt.datetime.fromisoformat(f"{date}T{time}{zone}") + dt.timedelta(days=late)
        return moment.astimezone(dt.UTC) if moment.tzinfo else moment
    except OverflowError:
        raise ValueError(text) from None


def offset_of(text: str) -> int:
    """Read `+0100` or `-053000` in seconds; ValueError for anything else."""
    found = re.fullmatch(_OFFSET, text)
    if found is None:
        raise ValueError(text)
    seconds = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)
    if seconds >= _SECONDS_OF_DAY:
        raise ValueError(text)
    return -seconds if found[1] == "-" else seconds
