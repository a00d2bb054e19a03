"""When a series takes place: its rules and dates, less what is taken away, each occurrence in the version it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kinrota.intake.ics_events import Event, refuse
from kinrota.intake.ics_reading import Limits
from kinrota.intake.ics_rules import SeriesRule, series_rule
from kinrota.intake.ics_text import Line
from kinrota.intake.ics_times import Zones, instant
from kinrota.intake.ics_values import Duration, Moment
from kinrota.intake.ics_zones import EPOCH_DAY
from kinrota.intake.recurrence.budget import Budget
from kinrota.intake.recurrence.days import FIRST_DAY, LAST_DAY
from kinrota.intake.recurrence.times import SECONDS_OF_DAY

_MARGIN = 2 * SECONDS_OF_DAY
"""How much further than the window to look: as far as clocks are apart, and a change of them makes things longer."""
_SECONDS_OF_MINUTE = 60
_EPOCH = EPOCH_DAY * SECONDS_OF_DAY
Placed = tuple[Event, int, int]
"""Whose version takes place from when to when, in seconds since the epoch."""


class _Change(NamedTuple):
    """What is so from one occurrence of a series on (RANGE=THISANDFUTURE)."""

    event: Event
    wall: int
    """The occurrence that it begins with, on the clock of the series."""
    moved: int
    """By how much later it takes place, on the wall."""


class Series:
    """One series: its main event, and the other versions of single occurrences and of all later ones."""

    def __init__(self, main: Event, instead: list[Event], zones: Zones, limits: Limits, budget: Budget) -> None:
        self.main, self.zones, self.limits, self.budget = main, zones, limits, budget
        self.zone, self.wall = zones.zone_of(main.start), zones.wall(main.start)
        which = [(event, zones.like(event.recurrence_id or event.start, main.start)) for event in instead]
        self.elsewhere = {zones.seconds(day) for _, day in which}
        changes = [self._change(event, day) for event, day in which if event.and_future]
        self.changes = sorted(changes, key=lambda change: change.wall)
        self.own_ends = {zones.wall(begin): end for begin, end in main.extras if end is not None}

    def _change(self, event: Event, day: Moment) -> _Change:
        wall = self.zones.wall(day)
        return _Change(event, wall, self.zones.wall(event.start) - wall)

    def between(self, first: int, last: int) -> Iterator[Placed]:
        """Its occurrences that may touch a window in minutes; versions of single ones are not among them."""
        longest = max(self._longest(event) for event in (self.main, *(change.event for change in self.changes)))
        longest = max(longest, *(self._extra_length(begin, end) for begin, end in self.main.extras), 0)
        shifts = [0, *(change.moved for change in self.changes)]
        begin = max(first * _SECONDS_OF_MINUTE + _EPOCH - longest - max(shifts) - _MARGIN, FIRST_DAY * SECONDS_OF_DAY)
        end = min(last * _SECONDS_OF_MINUTE + _EPOCH - min(shifts) + _MARGIN, (LAST_DAY + 1) * SECONDS_OF_DAY)
        taken, days = self._taken_away()
        seen: set[int] = set()
        for wall in sorted(self._walls(begin, end)):
            at = self.main.begin if wall == self.wall else instant(wall, self.zone)
            if at in seen or at in taken or at in self.elsewhere or wall // SECONDS_OF_DAY in days:
                continue
            seen.add(at)
            yield self._placed(wall, at)

    def _longest(self, event: Event) -> int:
        """No occurrence of it is longer, clock changes apart."""
        return max(int(event.length.total_seconds()), event.finish - event.begin)

    def _extra_length(self, begin: Moment, end: Moment | Duration | None) -> int:
        if end is None:
            return 0
        return self._own_end(self.zones.wall(begin), end) - self.zones.seconds(begin)

    def _walls(self, begin: int, end: int) -> set[int]:
        """When it takes place on the wall, before anything is taken away for a day or a time."""
        rules = self._rules(self.main.rules)
        limited = [rule for rule in rules if rule.until is not None]
        found: set[int] = set()
        for rule in rules:
            for wall in rule.walls(begin, end, self.budget):
                found.add(wall)
                if len(found) > self.limits.series:
                    refuse(f"It takes place more than {self.limits.series:,} times in this stretch.")
        if not limited or not all(rule.ends_before_it_starts for rule in limited):
            found.add(self.wall)
        found.update(self.zones.wall(day) for day, _ in self.main.extras)
        for rule in self._rules(self.main.counter_rules):
            found.difference_update(rule.walls(begin, end, self.budget))
        return {wall for wall in found if begin <= wall < end}

    def _rules(self, lines: Iterable[Line]) -> list[SeriesRule]:
        return [series_rule(line, self.main.start, self.zones) for line in lines]

    def _taken_away(self) -> tuple[set[int], set[int]]:
        """The instants and the days of EXDATE, without those that have a version of their own."""
        by_day = [day for day in self.main.exceptions if not isinstance(day, dt.datetime)]
        by_time = [day for day in self.main.exceptions if isinstance(day, dt.datetime)]
        return {self.zones.seconds(time) for time in by_time}, {day.toordinal() for day in by_day}

    def _placed(self, wall: int, at: int) -> Placed:
        change = next((change for change in reversed(self.changes) if change.wall < wall), None)
        if change is None:
            return self.main, at, self._end(self.main, wall, at)
        event, moved = change.event, wall + change.moved
        at = instant(moved, self.zones.zone_of(event.start))
        return event, at, self._end(event, moved, at)

    def _end(self, event: Event, wall: int, at: int) -> int:
        """When an occurrence that begins on the wall then, at that instant, is over."""
        if event is self.main and wall in self.own_ends:
            return max(self._own_end(wall, self.own_ends[wall]), at)
        if wall == self.zones.wall(event.start):
            return event.finish
        zone, duration = self.zones.zone_of(event.start), event.duration
        if duration is not None:
            return instant(wall + duration.days * SECONDS_OF_DAY, zone) + duration.seconds
        length = int(event.length.total_seconds())
        end = instant(wall + length, zone)
        return end if end > at else at + length  # a clock change leaves less than nothing of it

    def _own_end(self, wall: int, end: Moment | Duration) -> int:
        if isinstance(end, Duration):
            return instant(wall + end.days * SECONDS_OF_DAY, self.zone) + end.seconds
        return self.zones.seconds(end)
