"""Which instant a time in a calendar file is: its zone, the zones that the file brings along, and clock changes."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from dataclasses import dataclass
from typing import cast
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone import tzp

from kinrota.intake.ics_text import CalendarText

Moment = dt.datetime | dt.date
"""A date stands for all of its day; a datetime without a zone floats."""

_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - wall times are counted from it; their offset comes on top
_TZID = re.compile(r"^TZID[^:\r\n]*:(.*?)\r?$", re.IGNORECASE | re.MULTILINE)
_ENDLESS = re.compile(r"FREQ=(?!YEARLY)", re.IGNORECASE)
"""A zone's clocks change by the year; with any other rule, finding an offset might never come to an end."""
_DURATION = re.compile(r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.IGNORECASE)


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
        return cls(sign * (weeks * 7 + days), sign * (hours * 3600 + minutes * 60 + seconds))

    @property
    def nominal(self) -> dt.timedelta:
        """Its length where no clock changes."""
        return dt.timedelta(self.days, self.seconds)


@dataclass(frozen=True, slots=True)
class Zones:
    """Which zone a time is in that does not say so itself."""

    household: dt.tzinfo
    """For dates: a day off is a day where the household lives."""
    floating: dt.tzinfo
    """For times: the calendar's X-WR-TIMEZONE, else the household's."""
    calendar: dt.tzinfo | None
    """X-WR-TIMEZONE: where a repeated event that is written in UTC keeps its time of day."""

    @classmethod
    def of(cls, calendar: CalendarText, household: str) -> Zones:
        """Learn the file's own zones, and forget those of the file before."""
        tzp.use("zoneinfo")
        for text in calendar.zones:
            _learn(text)
        home, own = ZoneInfo(household), zone_named(calendar.properties.get("X-WR-TIMEZONE", ""))
        return cls(home, own or home, own)

    def seconds(self, moment: Moment) -> int:
        """Seconds since the epoch; those of a date are its first."""
        if not isinstance(moment, dt.datetime):
            moment = dt.datetime.combine(moment, dt.time(), self.household)
        zone = moment.tzinfo or self.floating
        passed = moment.replace(tzinfo=None) - _EPOCH - _offset(moment.replace(tzinfo=zone), zone)
        return passed.days * 86400 + passed.seconds

    def after(self, start: Moment, duration: Duration) -> int:
        """Seconds since the epoch when a duration that begins at a moment is over."""
        return self.seconds(start + dt.timedelta(duration.days)) + duration.seconds

    def like(self, moment: Moment, model: Moment) -> Moment:
        """The same moment as a value of the kind and in the zone of another, so that the two can be compared."""
        if not isinstance(model, dt.datetime):
            return moment.date() if isinstance(moment, dt.datetime) else moment
        if not isinstance(moment, dt.datetime):
            return dt.datetime.combine(moment, model.timetz())
        if moment.tzinfo is None or moment.tzinfo is model.tzinfo:
            return moment.replace(tzinfo=model.tzinfo)
        return moment.astimezone(model.tzinfo or self.floating).replace(tzinfo=model.tzinfo)


def wall_length(start: Moment, end: Moment) -> dt.timedelta:
    """How far the clock on the wall runs between two moments of one kind and zone."""
    return cast("dt.datetime", end) - cast("dt.datetime", start)


def zone_named(name: str) -> dt.tzinfo | None:
    """The zone of a name: everybody's, one of the file's own, or one of Windows; None if nobody knows it."""
    try:
        return tzp.timezone(name) if name else None
    except (LookupError, OSError, ValueError):
        return None


def _learn(text: str) -> None:
    """Make a VTIMEZONE known by its name, unless that is the name of everybody's; a bad one stays unknown."""
    if _ENDLESS.search(text):
        return
    named = _TZID.search(text)
    with contextlib.suppress(LookupError, OSError, ValueError):
        ZoneInfo(named[1].strip().strip("/") if named else "")
        return
    with contextlib.suppress(ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        Timezone.from_ical(text)  # which tells tzp


def _offset(moment: dt.datetime, zone: dt.tzinfo) -> dt.timedelta:
    """A wall time's offset from UTC; one that the clocks skip has the offset from before (RFC 5545, 3.3.5)."""
    offset = zone.utcoffset(moment) or dt.timedelta()
    if isinstance(zone, ZoneInfo):  # which does so by itself; a VTIMEZONE does not
        return offset
    before = zone.utcoffset(moment - dt.timedelta(hours=3)) or dt.timedelta()
    skipped = before < offset and zone.utcoffset(moment - (offset - before)) == before
    return before if skipped else offset
