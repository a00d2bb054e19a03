"""The days that a rule names in a calendar other than the one that everybody here uses (RFC 7529)."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from kinrota.intake.recurrence import chinese, counted
from kinrota.intake.recurrence.budget import Budget
from kinrota.intake.recurrence.month import Month
from kinrota.intake.recurrence.rule import CHINESE, FORWARD, OMIT, Rule, RuleError
from kinrota.intake.recurrence.times import SECONDS_OF_DAY

_NOT_SO_FAR = "It counts in another calendar: {{}}, which is known from {} to {}."
_NAMES = "January,February,March,April,May,June,July,August,September,October,November,December"
_COST_OF_YEAR = 12


@cache
def months(scale: str) -> tuple[Month, ...]:
    """All months of a calendar that are known, in order."""
    return chinese.months() if scale == CHINESE else counted.months(scale)


@cache
def _of_years(scale: str) -> dict[int, dict[tuple[int, bool], int]]:
    """Each year's months by number and whether it is the second of it, with their places among all."""
    found: dict[int, dict[tuple[int, bool], int]] = {}
    for at, month in enumerate(months(scale)):
        found.setdefault(month.year, {})[month.number, month.leap] = at
    return found


def refuse_unknown(scale: str, start: int, end: int) -> None:
    """RuleError where a start, or what is before an end, is not known: both are wall-clock times."""
    first, last = months(scale)[0], months(scale)[-1]
    if not (start >= first.first * SECONDS_OF_DAY and end <= (last.first + last.length) * SECONDS_OF_DAY):
        days = (_date(first.first), _date(last.first + last.length - 1))
        raise RuleError(_NOT_SO_FAR.format(*days), f"RSCALE={scale}")


def _date(day: int) -> str:
    date = dt.date.fromordinal(day)
    return f"{date.day} {_NAMES.split(',')[date.month - 1]} {date.year}"


def walls(rule: Rule, start: int, begin: int, end: int, budget: Budget) -> Iterator[int]:
    """The wall-clock times that a rule names in `[begin, end)`; RuleError where these days are not known."""
    refuse_unknown(rule.scale, start, start)
    start_day, time = divmod(start, SECONDS_OF_DAY)
    days: set[int] = set()
    for month in _months_named(rule, start_day, budget):
        if month.first * SECONDS_OF_DAY >= end:
            break
        days.update(_days_named(rule, month, start_day))
    named = [day for day in sorted(days) if day >= start_day]
    budget.spend(len(named))
    if rule.times is None or len(named) < rule.times:
        refuse_unknown(rule.scale, start, end)
    for day in named[: rule.times]:
        if begin <= (wall := day * SECONDS_OF_DAY + time) < end:
            yield wall


def _month_at(scale: str, day: int) -> int:
    """Which of all months a day is in."""
    return bisect_right(months(scale), day, key=lambda month: month.first) - 1


def _months_named(rule: Rule, start_day: int, budget: Budget) -> Iterator[Month]:
    """The months in which a rule names days, from that of the start on."""
    at = _month_at(rule.scale, start_day)
    wanted = {(number, False) for number in rule.months} | {(number, True) for number in rule.leap_months}
    if rule.frequency == "MONTHLY":
        for month in months(rule.scale)[at :: rule.interval]:
            budget.spend(1)
            if not wanted or (month.number, month.leap) in wanted:
                yield month
        return
    first = months(rule.scale)[at]
    if not wanted and not rule.month_days:
        wanted = {(first.number, first.leap)}
    for year in range(first.year, months(rule.scale)[-1].year + 1, rule.interval):
        budget.spend(_COST_OF_YEAR)
        yield from _months_of_year(rule, year, wanted)


def _months_of_year(rule: Rule, year: int, wanted: set[tuple[int, bool]]) -> Iterator[Month]:
    """The months wanted of a year; SKIP says what is instead of a second one that it does not have."""
    own = _of_years(rule.scale)[year]
    for number, leap in sorted(wanted or own):
        at = own.get((number, leap))
        if at is None and rule.skip != OMIT:
            at = own[number, False] + (rule.skip == FORWARD)
        if at is not None and at < len(months(rule.scale)):
            yield months(rule.scale)[at]


def _days_named(rule: Rule, month: Month, start_day: int) -> Iterator[int]:
    """The days that a rule names in a month; SKIP says what is instead of one that it does not have."""
    begun = months(rule.scale)[_month_at(rule.scale, start_day)]
    for number in rule.month_days or (start_day - begun.first + 1,):
        day = number if number > 0 else month.length + 1 + number
        if 0 < day <= month.length:
            yield month.first + day - 1
        elif rule.skip != OMIT:
            yield month.first + month.length - (rule.skip != FORWARD)
