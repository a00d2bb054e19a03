"""Which instant a time in a calendar file is: its zone, clock changes, and how long something lasts across them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import cast
from zoneinfo import ZoneInfo

from kinrota.intake.ics_text import CalendarText
from kinrota.intake.ics_values import Duration, Moment
from kinrota.intake.ics_zones import EPOCH_DAY, OwnZones, everybodys, name_of, olson_of, tidy
from kinrota.intake.recurrence.times import SECONDS_OF_DAY

_EPOCH = EPOCH_DAY * SECONDS_OF_DAY
_FIRST = dt.datetime(1, 1, 1)  # noqa: DTZ001 -- on the wall
_STEADY = (ZoneInfo, dt.timezone)
"""Zones that do not change their clocks twice in two days: none in the zone database ever has."""
_DAYS = 4096
"""Of so many it is remembered how far a zone is ahead: calendars have few, over and over."""


class Zones:
    """Which zone a time is in that does not say so itself, and which zone a name is."""

    def __init__(self, calendar: CalendarText, household: str, number: int = 0, first: Zones | None = None) -> None:
        """Those of the calendar of that number in the file; what it lacks is taken from all of the `first`."""
        self.is_first = first is None
        self.own: OwnZones = (
            OwnZones(calendar.zones_of.get(number, ()), first.own) if first else OwnZones(calendar.zones)
        )
        """Those that the file brings along."""
        self._known: dict[str, dt.tzinfo | None] = {"": None}
        self.household = ZoneInfo(household)
        """For dates: a day off is a day where the household lives."""
        self.name = calendar.zone_names.get(number, calendar.zone_names.get(-1, ""))
        """X-WR-TIMEZONE, as written."""
        self.calendar = self.named(self.name)
        """That zone: where a repeated event that is written in UTC keeps its time of day."""
        self.floating = self.calendar or self.household
        """For times."""
        self.lost = bool(self.name and self.calendar is None)
        """Whether nobody knows in which zone its times are that name none."""
        self.apart = {} if first else _apart(calendar, household, self)
        """The zones of the file's other calendars, by their numbers, where they differ."""

    def of(self, number: int) -> Zones:
        """Those of the calendar of that number in the file."""
        return self.apart.get(number, self)

    def named(self, name: str) -> dt.tzinfo | None:
        """The zone of a name: everybody's, one of the file's own, or one of Windows; None if nobody knows it."""
        if name not in self._known:
            known = tidy(name)
            cleaned = known.strip("/")
            self._known[name] = everybodys(cleaned) or self.own.named(cleaned) or olson_of(known)
        return self._known[name]

    def wall(self, moment: Moment) -> int:
        """What the clock shows, in seconds as `recurrence` counts them; midnight for a date."""
        if not isinstance(moment, dt.datetime):
            return moment.toordinal() * SECONDS_OF_DAY
        if moment.tzinfo is None:
            since = moment - _FIRST
            return (since.days + 1) * SECONDS_OF_DAY + since.seconds
        return moment.toordinal() * SECONDS_OF_DAY + moment.hour * 3600 + moment.minute * 60 + moment.second

    def zone_of(self, moment: Moment) -> dt.tzinfo:
        """The zone whose clock it is on."""
        return (moment.tzinfo or self.floating) if isinstance(moment, dt.datetime) else self.household

    def seconds(self, moment: Moment) -> int:
        """Seconds since the epoch; those of a date are its first."""
        if not isinstance(moment, dt.datetime):
            return instant(self.wall(moment), self.household)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=self.floating)).timestamp())

    def after(self, start: Moment, duration: Duration) -> int:
        """Seconds since the epoch when a duration that begins at a moment is over."""
        return self.seconds(start + dt.timedelta(duration.days)) + duration.seconds

    def like(self, moment: Moment, model: Moment) -> Moment:
        """The same moment as a value of the kind and in the zone of another, so that the two can be compared."""
        if not isinstance(model, dt.datetime):
            return self.day_of(moment) if isinstance(moment, dt.datetime) else moment
        if not isinstance(moment, dt.datetime):
            return dt.datetime.combine(moment, model.timetz())
        if moment.tzinfo is model.tzinfo:
            return moment
        if moment.tzinfo is None:
            return moment.replace(tzinfo=model.tzinfo)
        return moment.astimezone(model.tzinfo or self.floating).replace(tzinfo=model.tzinfo)

    def day_of(self, moment: dt.datetime) -> dt.date:
        """The day off that a time stands for: the one that begins with it in the household, else as it is written."""
        if moment.tzinfo:
            local = moment.astimezone(self.household)
            if local.time() == dt.time():
                return local.date()
        return moment.date()


def _apart(calendar: CalendarText, household: str, first: Zones) -> dict[int, Zones]:
    """The zones of each calendar of a file that says otherwise than the first what a time or a zone's name means."""
    different: dict[object, Zones] = {}
    apart: dict[int, Zones] = {}
    usual = _meanings(calendar, 0)
    for number in {block.calendar for block in calendar.events}:
        meanings = _meanings(calendar, number)
        if meanings != usual and meanings != (usual[0], ()):
            if meanings not in different:
                different[meanings] = Zones(calendar, household, number, first)
            apart[number] = different[meanings]
    return apart


def _meanings(calendar: CalendarText, number: int) -> tuple[str, tuple[object, ...]]:
    """What a calendar of a file says itself of zones that are not everybody's."""
    own = (lines for lines in calendar.zones_of.get(number, ()) if not everybodys(name_of(lines)))
    said = tuple(tuple((line.name, line.head, line.value) for line in lines) for lines in own)
    return calendar.zone_names.get(number, calendar.zone_names.get(-1, "")), said


def instant(wall: int, zone: dt.tzinfo) -> int:
    """Seconds since the epoch when a zone's clock first shows this.

    A time that the clocks skip has the offset from before (RFC 5545, 3.3.5).
    """
    day = wall // SECONDS_OF_DAY
    offset = _offset(day, zone) if isinstance(zone, _STEADY) else None
    return int(_midnight(day, zone, wall % SECONDS_OF_DAY).timestamp()) if offset is None else wall - _EPOCH - offset


@lru_cache(_DAYS)
def _offset(day: int, zone: dt.tzinfo) -> int | None:
    """How many seconds a steady zone is ahead all of a day; None on a day on which its clocks change."""
    try:
        offset = _midnight(day, zone).utcoffset()
        same = offset == _midnight(day + 1, zone).utcoffset()
    except OverflowError:
        return None
    return int(offset.total_seconds()) if offset is not None and same else None


def _midnight(day: int, zone: dt.tzinfo, seconds: int = 0) -> dt.datetime:
    """So many seconds after a day begins on the clock of a zone."""
    return dt.datetime(1, 1, 1, tzinfo=zone) + dt.timedelta(day - 1, seconds)


def wall_length(start: Moment, end: Moment) -> dt.timedelta:
    """How far the clock on the wall runs between two moments of one kind and zone."""
    return cast("dt.datetime", end) - cast("dt.datetime", start)
