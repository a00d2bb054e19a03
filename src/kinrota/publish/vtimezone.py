"""A zone as a calendar file has to carry it: each change of the clock around a horizon, written out."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard

from kinrota.model.time import DAY, Clock, Span


@lru_cache
def vtimezone(name: str, horizon: Span) -> bytes:
    """The zone from some days before the horizon to some days after.

    An onset is the clock time before the change (RFC 5545 3.6.5); no rule and no list of dates, which some readers
    misread.
    """
    zone, clock = Timezone(), Clock(name)
    zone.add("tzid", name)
    start, end = horizon.start - 3 * DAY, horizon.end + 3 * DAY
    zone.add_component(_part(clock, start, start))
    for change in _changes(clock, start, end):
        zone.add_component(_part(clock, change, change - 1))
    written: bytes = zone.to_ical(sorted=False)
    return written


def _changes(clock: Clock, start: int, end: int) -> list[int]:
    """The instants at which the offset becomes another."""
    changes = []
    for day in range(start, end, DAY):
        before, after = day, min(day + DAY, end)
        if _offset(clock, before) == _offset(clock, after):
            continue
        old = _offset(clock, before)
        while after - before > 1:
            middle = (before + after) // 2
            before, after = (middle, after) if _offset(clock, middle) == old else (before, middle)
        changes.append(after)
    return changes


def _offset(clock: Clock, instant: int) -> dt.timedelta:
    return clock.local(instant).utcoffset() or dt.timedelta()


def _part(clock: Clock, instant: int, before: int) -> Component:
    """What holds from an instant on; `before` is an instant of the offset that held until then."""
    local, old, new = clock.local(instant), _offset(clock, before), _offset(clock, instant)
    part: Component = TimezoneDaylight() if local.dst() else TimezoneStandard()
    part.add("dtstart", local.replace(tzinfo=None) - new + old)
    part.add("tzoffsetfrom", old)
    part.add("tzoffsetto", new)
    part.add("tzname", local.tzname() or clock.zone)
    return part
