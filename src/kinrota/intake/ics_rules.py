"""How the rules of a series are followed: on the clock of its zone, up to an UNTIL that can mean several things."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from kinrota.intake.ics_events import refuse
from kinrota.intake.ics_text import Line
from kinrota.intake.ics_times import Zones, instant
from kinrota.intake.ics_values import Moment, moment_of
from kinrota.intake.ics_words import brief
from kinrota.intake.recurrence.budget import Budget
from kinrota.intake.recurrence.rule import Rule, RuleError, read_rule
from kinrota.intake.recurrence.times import SECONDS_OF_DAY
from kinrota.intake.recurrence.walk import walls

_WIDEST_OFFSETS = 2 * SECONDS_OF_DAY
"""More than any two offsets of a zone are apart."""


class SeriesRule(NamedTuple):
    """A rule with the start that it counts from."""

    rule: Rule
    start: Moment
    wall: int
    """The start on its clock."""
    zone: dt.tzinfo
    until: int | None
    """The last instant, in seconds since the epoch; for dates the last day on the wall."""

    @property
    def ends_before_it_starts(self) -> bool:
        """Whether nothing is left of it, as after a deletion from the first occurrence on."""
        return self.until is not None and self._place(self.wall) > self.until

    def walls(self, begin: int, end: int, budget: Budget) -> Iterator[int]:
        """The wall-clock times that it names in a stretch; for dates, midnights, each once."""
        if self.until is not None:
            shift = 0 if not isinstance(self.start, dt.datetime) else self.wall - self._place(self.wall)
            end = min(end, self.until + shift + _WIDEST_OFFSETS)
        elif isinstance(self.start, dt.datetime):
            yield from walls(self.rule, self.wall, begin, end, budget)
            return
        last = None
        for wall in walls(self.rule, self.wall, begin, end, budget):
            place = self._place(wall)
            if self.until is not None and place > self.until:
                continue
            found = wall if isinstance(self.start, dt.datetime) else place
            if found != last:
                yield found
            last = found

    def _place(self, wall: int) -> int:
        """What UNTIL is compared with."""
        if isinstance(self.start, dt.datetime):
            return instant(wall, self.zone)
        return wall - wall % SECONDS_OF_DAY


def series_rule(line: Line, start: Moment, zones: Zones) -> SeriesRule:
    """Read a rule of a series; refuses one that cannot be followed, or that repeats within a minute."""
    try:
        rule = read_rule(line.value, by_days=not isinstance(start, dt.datetime))
    except RuleError as error:
        refuse(error.problem.format(brief(error.text)), line.number)
    until = _until(rule.until, start, zones, line.number) if rule.until else None
    return SeriesRule(rule, start, zones.wall(start), zones.zone_of(start), until)


def _until(text: str, start: Moment, zones: Zones, line: int) -> int:
    """The last instant at which the series may take place, or its last day.

    De facto a date includes all of that day where the event takes place, and a time after a date that starts all-day
    events names the later of the two days that it can mean.
    """
    try:
        until = moment_of(text)
    except ValueError:
        refuse(f"{brief('UNTIL=' + text)} is not a date or a time.", line)
    if not isinstance(start, dt.datetime):
        days = [until.toordinal()]
        if isinstance(until, dt.datetime) and until.tzinfo and until.year < dt.MAXYEAR:
            days.append(until.astimezone(zones.household).toordinal())
        return max(days) * SECONDS_OF_DAY
    if not isinstance(until, dt.datetime):
        until = dt.datetime.combine(until, dt.time(23, 59, 59))
    return zones.seconds(until if until.tzinfo else until.replace(tzinfo=start.tzinfo))
