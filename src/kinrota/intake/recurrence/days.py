"""Which days a rule names: those of a year, of a month, of a week, and whether a single day is one of them.

A day is its number in the calendar that everybody here uses, 1 for 1 January 0001, as `datetime.date.toordinal` counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kinrota.intake.recurrence.rule import BACKWARD, FORWARD, OMIT, Rule

FIRST_DAY, LAST_DAY = dt.date.min.toordinal(), dt.date.max.toordinal()
MONTHS_OF_YEAR = 12
DAYS_OF_WEEK = 7
_DAYS_OF_YEAR = 365
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 1
_MOST_OF_FIRST_WEEK = 4
"""A year's first week has at least so many days in it."""


def month_begin(number: int) -> int:
    """The first day of a month, months counted from the year 0."""
    year, month = divmod(number, MONTHS_OF_YEAR)
    return dt.date(year, month + 1, 1).toordinal() if year <= dt.MAXYEAR else LAST_DAY + 1


def year_begin(year: int) -> int:
    """The first day of a year, of the years before 1 and after 9999 too."""
    past = year - 1
    return past * _DAYS_OF_YEAR + past // 4 - past // 100 + past // 400 + 1


def weeks_begin(year: int, week_start: int) -> int:
    """The first day of a year's first week, which may lie in the year before."""
    new_year = year_begin(year)
    into_the_week = (new_year - 1 - week_start) % DAYS_OF_WEEK
    first = new_year - into_the_week
    return first if DAYS_OF_WEEK - into_the_week >= _MOST_OF_FIRST_WEEK else first + DAYS_OF_WEEK


def week_year(day: int, week_start: int) -> int:
    """The year whose weeks a day belongs to."""
    year = dt.date.fromordinal(day).year
    if day < weeks_begin(year, week_start):
        return year - 1
    return year + 1 if day >= weeks_begin(year + 1, week_start) else year


def completed(rule: Rule, start: dt.date) -> Rule:
    """The rule with what it leaves to the start: day of the month, month, weekday."""
    alone = not rule.names_days
    if rule.frequency == "YEARLY" and alone:
        return rule._replace(month_days=frozenset((start.day,)), months=rule.months or frozenset((start.month,)))
    if rule.frequency == "YEARLY" and not (rule.year_days or rule.month_days or rule.weekdays):
        return rule._replace(weekdays=frozenset(((0, start.weekday()),)))  # of the weeks it names
    if rule.frequency == "MONTHLY" and alone:
        return rule._replace(month_days=frozenset((start.day,)))
    if rule.frequency == "WEEKLY" and alone:
        return rule._replace(weekdays=frozenset(((0, start.weekday()),)))
    if rule.frequency not in ("YEARLY", "MONTHLY"):  # where "the second Monday" has nothing to be the second of
        return rule._replace(weekdays=frozenset((0, weekday) for _, weekday in rule.weekdays))
    return rule


class Days:
    """The days of a completed rule."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.by_month = rule.frequency == "MONTHLY" or bool(rule.months)
        self.offsets = sorted((weekday - rule.week_start) % DAYS_OF_WEEK for _, weekday in rule.weekdays)
        parts = [rule.weeks, rule.year_days, rule.month_days, rule.weekdays]
        self.one_part = sum(map(bool, parts)) <= 1
        """Whether candidates need no second look, months apart."""

    def of_year(self, year: int) -> list[int]:
        """The days that it names in a year; by weeks, in a year's weeks."""
        rule = self.rule
        if rule.weeks:
            return [day for day in self._of_weeks(year) if self.fits(day)]
        if rule.year_days:
            return self._kept(self._of_year_days(year), plain=not rule.months)
        months = sorted(rule.months) or range(1, MONTHS_OF_YEAR + 1)
        if rule.month_days:
            found = {day for month in months for day in self._of_month_days(year * MONTHS_OF_YEAR + month - 1)}
            return self._kept(found, plain=True)
        if not rule.months:
            return self._of_weekdays(year_begin(year), _year_length(year))
        return [day for month in months for day in self._in_month(year * MONTHS_OF_YEAR + month - 1)]

    def of_month(self, number: int) -> list[int]:
        """The days that it names in a month, months counted from the year 0."""
        rule = self.rule
        if rule.months and number % MONTHS_OF_YEAR + 1 not in rule.months:
            return []
        if rule.month_days:
            return self._kept(set(self._of_month_days(number)), plain=not (rule.weeks or rule.year_days))
        if rule.weeks or rule.year_days:
            first = month_begin(number)
            return [day for day in range(first, first + _month_length(number)) if self.fits(day)]
        return self._in_month(number)

    def of_week(self, first: int) -> list[int]:
        """The days that it names in a week, given the week's first day."""
        if not self.rule.months and self.one_part and self.offsets:
            return [first + offset for offset in self.offsets if FIRST_DAY <= first + offset <= LAST_DAY]
        week = range(max(first, FIRST_DAY), min(first + DAYS_OF_WEEK, LAST_DAY + 1))
        return [day for day in week if self.fits(day)]

    def fits(self, day: int) -> bool:
        """Whether a day is everything that the rule says of days."""
        rule, date = self.rule, dt.date.fromordinal(day)
        if rule.months and date.month not in rule.months:
            return False
        if rule.month_days:
            from_the_end = date.day - 1 - _month_length(date.year * MONTHS_OF_YEAR + date.month - 1)
            if date.day not in rule.month_days and from_the_end not in rule.month_days:
                return False
        return self._fits_year(date) and self._fits_weekday(date)

    def _fits_year(self, date: dt.date) -> bool:
        rule, day = self.rule, date.toordinal()
        if rule.year_days:
            number = day - year_begin(date.year) + 1
            if number not in rule.year_days and number - 1 - _year_length(date.year) not in rule.year_days:
                return False
        if not rule.weeks:
            return True
        year = week_year(day, rule.week_start)
        number = (day - weeks_begin(year, rule.week_start)) // DAYS_OF_WEEK + 1
        return number in rule.weeks or number - 1 - self._many_weeks(year) in rule.weeks

    def _fits_weekday(self, date: dt.date) -> bool:
        if not self.rule.weekdays:
            return True
        weekday = date.weekday()
        if (0, weekday) in self.rule.weekdays:
            return True
        if self.by_month:
            place, length = date.day - 1, _month_length(date.year * MONTHS_OF_YEAR + date.month - 1)
        else:
            place, length = date.toordinal() - year_begin(date.year), _year_length(date.year)
        ahead, behind = place // DAYS_OF_WEEK + 1, -((length - 1 - place) // DAYS_OF_WEEK + 1)
        return (ahead, weekday) in self.rule.weekdays or (behind, weekday) in self.rule.weekdays

    def _kept(self, found: set[int], *, plain: bool) -> list[int]:
        """Candidates that are the rest of the rule too; one that SKIP moved need only be the right weekday."""
        days = sorted(day for day in found if FIRST_DAY <= day <= LAST_DAY)
        if self.one_part and plain:
            return days
        if self.rule.skip != OMIT:
            return [day for day in days if self._fits_weekday(dt.date.fromordinal(day))]
        return [day for day in days if self.fits(day)]

    def _of_weeks(self, year: int) -> Iterator[int]:
        first, many = weeks_begin(year, self.rule.week_start), self._many_weeks(year)
        for number in sorted({week if week > 0 else many + 1 + week for week in self.rule.weeks}):
            if 1 <= number <= many:
                begin = first + (number - 1) * DAYS_OF_WEEK
                yield from range(max(begin, FIRST_DAY), min(begin + DAYS_OF_WEEK, LAST_DAY + 1))

    def _many_weeks(self, year: int) -> int:
        begin = weeks_begin(year, self.rule.week_start)
        return (weeks_begin(year + 1, self.rule.week_start) - begin) // DAYS_OF_WEEK

    def _of_year_days(self, year: int) -> set[int]:
        length = _year_length(year)
        numbers = (day if day > 0 else length + 1 + day for day in self.rule.year_days)
        return set(self._placed(year_begin(year), length, numbers))

    def _of_month_days(self, number: int) -> Iterator[int]:
        length = _month_length(number)
        numbers = (day if day > 0 else length + 1 + day for day in self.rule.month_days)
        return self._placed(month_begin(number), length, numbers)

    def _placed(self, first: int, length: int, numbers: Iterator[int]) -> Iterator[int]:
        """Days by their number in a month or a year; RFC 7529 says where one goes that is beyond its end."""
        for number in numbers:
            if 1 <= number <= length:
                yield first + number - 1
            elif number > length and self.rule.skip == BACKWARD:
                yield first + length - 1
            elif number > length and self.rule.skip == FORWARD:
                yield first + length

    def _in_month(self, number: int) -> list[int]:
        return self._of_weekdays(month_begin(number), _month_length(number))

    def _of_weekdays(self, first: int, length: int) -> list[int]:
        found: set[int] = set()
        for which, weekday in self.rule.weekdays:
            each = range(first + (weekday - (first - 1)) % DAYS_OF_WEEK, first + length, DAYS_OF_WEEK)
            if which == 0:
                found.update(each)
            elif abs(which) <= len(each):
                found.add(each[which - 1 if which > 0 else which])
        return sorted(found)


def _month_length(number: int) -> int:
    year, month = divmod(number, MONTHS_OF_YEAR)
    return _MONTH_LENGTHS[month] + (month == _FEBRUARY and _year_length(year) > _DAYS_OF_YEAR)


def _year_length(year: int) -> int:
    return year_begin(year + 1) - year_begin(year)
