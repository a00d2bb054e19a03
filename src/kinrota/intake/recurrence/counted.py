"""Calendars that are worked out by counting: the Jewish, the Ethiopian, the Coptic and two Islamic ones.

The methods and the first days are those of Reingold and Dershowitz, Calendrical Calculations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from kinrota.intake.recurrence.month import Month
from kinrota.intake.recurrence.rule import COPTIC, ETHIOPIC, HEBREW, ISLAMIC_CIVIL, ISLAMIC_TABULAR

_SHORT, _LONG = 29, 30
_FIRST_DAY, _DAY_AFTER = 693_596, 803_169
"""1 January 1900 and 1 January 2200: years that begin outside are left out."""
_LONGER_THAN_YEARS = 366
"""Days: what years have on the average is less in each calendar."""

_HEBREW_EPOCH = -1_373_427
_CYCLE, _MONTHS_OF_CYCLE = 19, 235
_PARTS_OF_DAY, _PARTS_OF_MONTH, _PARTS_AT_FIRST = 25_920, 13_753, 12_084
"""Parts of an hour, 1,080 of them: a day, what a month has beyond 29 days, and when the first one began."""
_TOO_LONG, _TOO_SHORT = 356, 382
"""Years that there must not be: New Year waits for two days, or for one."""
_DAYS_OF_WEEK, _DAYS_BETWEEN = 7, 3
"""No year begins on a Sunday, a Wednesday or a Friday: of days counted thrice, these are the first three."""
_SECOND_MONTH_LONG, _THIRD_MONTH_SHORT = 5, 3
"""The last digit of a year's length tells its second and third month's."""
_LEAP_MONTH = 5
_MOST_WITHOUT_LEAP_MONTH = 355

_ALEXANDRIAN_MONTHS, _LEAP_CYCLE, _YEAR = 12, 4, 365
_ISLAMIC_YEAR, _ISLAMIC_CYCLE, _LEAP_YEARS = 354, 30, 11


class _Calendar(NamedTuple):
    new_year: Callable[[int], int]
    """The first day of a year."""
    lengths: Callable[[int], list[tuple[int, bool, int]]]
    """Of a year's months: number, whether it is the second of it, days."""


def months(scale: str) -> tuple[Month, ...]:
    """The months of all years that begin from 1900 to 2199, in order."""
    return tuple(_months(_CALENDARS[scale]))


def _months(calendar: _Calendar) -> Iterator[Month]:
    year = (_FIRST_DAY - calendar.new_year(1)) // _LONGER_THAN_YEARS
    while (first := calendar.new_year(year)) < _DAY_AFTER:
        for number, leap, length in calendar.lengths(year) if first >= _FIRST_DAY else ():
            yield Month(year, number, leap, first, length)
            first += length
        year += 1


def _hebrew_elapsed(year: int) -> int:
    """Days from the first New Year to that of a year, two of the rules for its weekday apart."""
    past = (_MONTHS_OF_CYCLE * year - _MONTHS_OF_CYCLE + 1) // _CYCLE
    parts = _PARTS_AT_FIRST + _PARTS_OF_MONTH * past
    day = _SHORT * past + parts // _PARTS_OF_DAY
    return day + (_DAYS_BETWEEN * (day + 1) % _DAYS_OF_WEEK < _DAYS_BETWEEN)


def _hebrew_new_year(year: int) -> int:
    before, day, after = (_hebrew_elapsed(one) for one in (year - 1, year, year + 1))
    late = 2 if after - day == _TOO_LONG else int(day - before == _TOO_SHORT)
    return _HEBREW_EPOCH + day + late


def _hebrew_lengths(year: int) -> list[tuple[int, bool, int]]:
    """From Tishri on; the month that some years have more is the second fifth one."""
    length = _hebrew_new_year(year + 1) - _hebrew_new_year(year)
    found = [(number, False, _LONG if number % 2 else _SHORT) for number in range(1, 13)]
    if length % 10 == _SECOND_MONTH_LONG:
        found[1] = (2, False, _LONG)
    if length % 10 == _THIRD_MONTH_SHORT:
        found[2] = (3, False, _SHORT)
    if length > _MOST_WITHOUT_LEAP_MONTH:
        found.insert(_LEAP_MONTH, (_LEAP_MONTH, True, _LONG))
    return found


def _alexandrian(epoch: int) -> _Calendar:
    """Twelve months of thirty days, and five or six days more."""

    def lengths(year: int) -> list[tuple[int, bool, int]]:
        rest = _LEAP_CYCLE + 1 + (year % _LEAP_CYCLE == _LEAP_CYCLE - 1)
        whole = [(number, False, _LONG) for number in range(1, _ALEXANDRIAN_MONTHS + 1)]
        return [*whole, (_ALEXANDRIAN_MONTHS + 1, False, rest)]

    return _Calendar(lambda year: epoch + _YEAR * (year - 1) + year // _LEAP_CYCLE, lengths)


def _islamic(epoch: int) -> _Calendar:
    """Months of thirty and twenty-nine days in turn; the last has thirty in eleven of thirty years."""

    def new_year(year: int) -> int:
        return epoch + _ISLAMIC_YEAR * (year - 1) + (_LEAP_YEARS * year + 3) // _ISLAMIC_CYCLE

    def lengths(year: int) -> list[tuple[int, bool, int]]:
        found = [(number, False, _LONG if number % 2 else _SHORT) for number in range(1, 13)]
        found[-1] = (12, False, _SHORT + new_year(year + 1) - new_year(year) - _ISLAMIC_YEAR)
        return found

    return _Calendar(new_year, lengths)


_CALENDARS = {
    HEBREW: _Calendar(_hebrew_new_year, _hebrew_lengths),
    ETHIOPIC: _alexandrian(2_796),
    COPTIC: _alexandrian(103_605),
    ISLAMIC_CIVIL: _islamic(227_015),
    ISLAMIC_TABULAR: _islamic(227_014),
}
