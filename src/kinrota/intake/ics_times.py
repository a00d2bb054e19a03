"""Which instant a time in a calendar file is: its zone, clock changes, and how long something lasts across them."""

from __future__ import annotations

import datetime as dt
from typing import cast
from zoneinfo import ZoneInfo

from kinrota.intake.ics_text import CalendarText
from kinrota.intake.ics_values import Duration, Moment
from kinrota.intake.ics_zones import OwnZones, everybodys, olson_of, tidy
from kinrota.intake.recurrence.times import SECONDS_OF_DAY


class Zones:
    """Which zone a time is in that does not say so itself, and which zone a name is."""

    def __init__(self, calendar: CalendarText, household: str) -> None:
        self._own = OwnZones(calendar.zones)
        self._known: dict[str, dt.tzinfo | None] = {"": None}
        self.household = ZoneInfo(household)
        """For dates: a day off is a day where the household lives."""
        self.calendar = self.named(calendar.properties.get("X-WR-TIMEZONE", ""))
        """X-WR-TIMEZONE: where a repeated event that is written in UTC keeps its time of day."""
        self.floating = self.calendar or self.household
        """For times."""

    def named(self, name: str) -> dt.tzinfo | None:
        """The zone of a name: everybody's, one of the file's own, or one of Windows; None if nobody knows it."""
        if name not in self._known:
            known = tidy(name)
            cleaned = known.strip("/")
            self._known[name] = everybodys(cleaned) or self._own.named(cleaned) or olson_of(known)
        return self._known[name]

    def wall(self, moment: Moment) -> int:
        """What the clock shows, in seconds as `recurrence` counts them; midnight for a date."""
        day = moment.toordinal() * SECONDS_OF_DAY
        if not isinstance(moment, dt.datetime):
            return day
        return day + moment.hour * 3600 + moment.minute * 60 + moment.second

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


def instant(wall: int, zone: dt.tzinfo) -> int:
    """Seconds since the epoch when a zone's clock first shows this.

    A time that the clocks skip has the offset from before (RFC 5545, 3.3.5).
    """
    moment = dt.datetime(1, 1, 1, tzinfo=zone) + dt.timedelta(seconds=wall - SECONDS_OF_DAY)
    return int(moment.timestamp())


def wall_length(start: Moment, end: Moment) -> dt.timedelta:
    """How far the clock on the wall runs between two moments of one kind and zone."""
    return cast("dt.datetime", end) - cast("dt.datetime", start)
