"""How a rule is followed from its start: period by period, but ahead to where it matters wherever that is exact.

A wall-clock time is one whole number: seconds since the midnight before day 0. The day count is that of `days`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

from kinrota.intake.recurrence.budget import Budget
from kinrota.intake.recurrence.days import (
    DAYS_OF_WEEK,
    FIRST_DAY,
    LAST_DAY,
    MONTHS_OF_YEAR,
    Days,
    completed,
    month_begin,
    week_year,
    weeks_begin,
    year_begin,
)
from kinrota.intake.recurrence.rule import FORWARD, GREGORIAN, Rule
from kinrota.intake.recurrence.times import SECONDS_OF_DAY, Times, pick

_STEP = {"MINUTELY": 60, "HOURLY": 3600, "DAILY": SECONDS_OF_DAY, "WEEKLY": DAYS_OF_WEEK * SECONDS_OF_DAY}
"""Seconds of a period, where all are as long."""
_COST = {"YEARLY": 12, "MONTHLY": 4, "WEEKLY": 2}
"""Steps that it takes to look at a period, where it is more than one."""
_IN_EVERY_MONTH = (range(1, 29), range(-28, 0))
"""Days of a month, and days before its end, that every month has; one of each may be the same day, or two."""


def walls(rule: Rule, start: int, begin: int, end: int, budget: Budget) -> Iterator[int]:
    """The wall-clock times that a rule names in `[begin, end)`, in order, none before the start.

    The start itself is one only if the rule names it. UNTIL is left to the caller, as an `end`. TooMuchWorkError once
    the budget is spent, RuleError where another calendar is not known so far.
    """
    if rule.scale != GREGORIAN:
        from kinrota.intake.recurrence import other  # noqa: PLC0415 -- hardly ever needed, and every start would wait

        return other.walls(rule, start, begin, end, budget)
    end = min(end, (LAST_DAY + 1) * SECONDS_OF_DAY)
    plain = rule.frequency in _STEP and not (rule.names_days or rule.months or rule.hours or rule.minutes)
    if plain and rule.second is None and not rule.positions:
        return _by_steps(rule, start, begin, end, budget)
    return _Walk(rule, start, budget).between(begin, end)


def _by_steps(rule: Rule, start: int, begin: int, end: int, budget: Budget) -> Iterator[int]:
    """Always the same stretch of time further."""
    step = _STEP[rule.frequency] * rule.interval
    number = max(0, -((start - begin) // step))
    last = rule.times if rule.times is not None else number + (end - start) // step + 1
    for wall in range(start + number * step, min(end, start + last * step), step):
        budget.spend(1)
        yield wall


class _Periods(NamedTuple):
    """The years, months, weeks or days that a rule goes through, by number."""

    number_of: Callable[[int], int]
    """The period that a day is in."""
    first_day: Callable[[int], int]
    days: Callable[[int], list[int]]
    """The days that the rule names in a period."""


def _periods(days: Days) -> _Periods:
    rule = days.rule
    shift = 1 + rule.week_start
    if rule.frequency == "YEARLY" and rule.weeks:
        return _Periods(
            lambda day: week_year(day, rule.week_start),
            lambda number: weeks_begin(number, rule.week_start),
            days.of_year,
        )
    if rule.frequency == "YEARLY":
        return _Periods(lambda day: dt.date.fromordinal(day).year, year_begin, days.of_year)
    if rule.frequency == "MONTHLY":
        return _Periods(_month_of, month_begin, days.of_month)
    if rule.frequency == "WEEKLY":
        return _Periods(
            lambda day: (day - shift) // DAYS_OF_WEEK,
            lambda number: number * DAYS_OF_WEEK + shift,
            lambda number: days.of_week(number * DAYS_OF_WEEK + shift),
        )
    return _Periods(lambda day: day, lambda number: number, lambda number: [number] if days.fits(number) else [])


def _month_of(day: int) -> int:
    date = dt.date.fromordinal(day)
    return date.year * MONTHS_OF_YEAR + date.month - 1


class _Walk:
    """One rule on its way."""

    def __init__(self, rule: Rule, start: int, budget: Budget) -> None:
        start_day, start_time = divmod(start, SECONDS_OF_DAY)
        self.rule = completed(rule, dt.date.fromordinal(start_day))
        self.start, self.budget = start, budget
        self.times = Times(rule, start_day, start_time)
        self.periods = _periods(Days(self.rule))
        self.interval = 1 if self.times.within_a_day else rule.interval
        self.positions = frozenset[int]() if self.times.within_a_day else rule.positions
        self.base = self.periods.number_of(start_day)

    def between(self, begin: int, end: int) -> Iterator[int]:
        """The walls in a stretch; counted from the start if the rule has a COUNT."""
        first, left = self._ahead(begin)
        waiting: list[int] = []  # what SKIP=FORWARD put behind its own period
        number = self.base + first * self.interval
        while left > 0 and self.periods.first_day(number) * SECONDS_OF_DAY < end:
            following = number + self.interval
            found = self._of(number, begin, end)
            if self.rule.skip == FORWARD:
                border = self.periods.first_day(following) * SECONDS_OF_DAY
                found = sorted({*waiting, *found})
                found, waiting = [one for one in found if one < border], [one for one in found if one >= border]
            for wall in found:
                if wall >= end or left == 0:
                    return
                if wall >= self.start:
                    left -= 1
                    if wall >= begin:
                        yield wall
            number = following
        yield from (wall for wall in waiting[: max(left, 0)] if begin <= wall < end)

    def _ahead(self, begin: int) -> tuple[int, int]:
        """From which of its periods on it has to be followed, and how often it may still take place."""
        count = self.rule.times
        endless = _ENDLESS if count is None else count
        day = min(max(begin // SECONDS_OF_DAY, FIRST_DAY), LAST_DAY)
        skipped = (self.periods.number_of(day) - self.base) // self.interval - 1
        if skipped <= 0 or not (count is None or self._as_many_each()):
            return 0, endless
        if count is None:
            return skipped, endless
        at_first = sum(wall >= self.start for wall in self._of(self.base, self.start, _ENDLESS))
        each = len(self._of(self.base + self.interval, self.start, _ENDLESS))
        return skipped, count - at_first - (skipped - 1) * each

    def _as_many_each(self) -> bool:
        """Whether it certainly takes place as often in each period, the first one apart."""
        rule = self.rule
        if not self.times.same_each_day or rule.weeks or rule.year_days:
            return False
        if rule.frequency in ("YEARLY", "MONTHLY"):
            months = rule.frequency == "YEARLY" or not rule.months
            safe = any(all(day in days for day in rule.month_days) for days in _IN_EVERY_MONTH)
            return months and bool(rule.month_days) and safe and not rule.weekdays
        return not (rule.months or rule.month_days or (rule.weekdays and rule.frequency != "WEEKLY"))

    def _of(self, number: int, begin: int, end: int) -> list[int]:
        """The walls of a period; those outside the stretch may be missing if none has to be counted."""
        days = self.periods.days(number)
        if not self.positions and self.rule.times is None:
            first, last = begin // SECONDS_OF_DAY, end // SECONDS_OF_DAY
            days = [day for day in days if first <= day <= last]
        self.budget.spend(_COST.get(self.rule.frequency, 1))
        found: list[int] = []
        for day in days:
            times = self.times.of(day)
            self.budget.spend(1 + len(times))
            found += [day * SECONDS_OF_DAY + time for time in times]
        return pick(found, self.positions)


_ENDLESS = 10**18
