"""Which dates a text means: what it leaves out follows from its weekdays, order and headings, or is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from kinrota.errors import InputError, Problem
from kinrota.intake.pasted.dates import Raw
from kinrota.intake.pasted.text import Piece
from kinrota.intake.pasted.understood import Doubt, Options, Order
from kinrota.intake.pasted.vocabulary import DAYS, MONTH_NAMES

ORDERS: tuple[Order, Order] = ("day-first", "month-first")
ONE = dt.timedelta(days=1)
WEEK = 7
HALF_A_YEAR = 6
"""Months: a step of more, forwards or back, is one into another year."""
LONGEST_MONTH = 31
FAR_BACK = 20
"""Days: a number that goes back by so many begins another month."""
LONGEST_RANGE = 62
"""Days from the first to the last date of several."""


class Mention(Struct, frozen=True):
    """A date of the text with its place and what the heading above it says."""

    raw: Raw
    piece: Piece
    year: int | None = None
    month: int | None = None
    after: dt.date | None = None
    """The date of a heading from which on its weekdays count."""
    sure: bool = True
    """Whether the year of that date is written."""


class Dated(Struct, frozen=True):
    """The dates of all mentions: first and last of each, or None where there is none."""

    dates: tuple[tuple[dt.date, dt.date] | None, ...]
    doubts: tuple[Doubt, ...]
    told: tuple[str, ...]
    year_said: bool


def dated(mentions: Sequence[Mention], options: Options, file: str) -> Dated:
    """Give each mention its dates; InputError where it is not clear which number is the day and which the month."""
    order, told = _order(mentions, options, file)
    said = options.year or next((year for one in mentions if (year := one.raw.year or one.year)), None)
    said = said or (options.start.year if options.start else None)
    if said is None and (counted := next((one for one in mentions if one.after), None)) and counted.after:
        year = counted.after.year
        more = () if counted.sure else (f"No year is written: the week is read as one of {year}.",)
        return _walk(mentions, order, year, options, (*told, *more), sure=counted.sure)
    if said is not None:
        return _walk(mentions, order, said, options, told, sure=True)
    year, sure = _likely_year(mentions, order, options)
    why = "its weekdays say so" if sure else "it is the nearest one"
    return _walk(
        mentions, order, year, options, (*told, f"No year is written: it is read as {year}, as {why}."), sure=sure
    )


def _likely_year(mentions: Sequence[Mention], order: Order, options: Options) -> tuple[int, bool]:
    """The year whose weekdays fit, and whether they tell; else the one that is nearest to today."""
    years = [options.today.year + step for step in (0, 1, -1)]
    named = [one for one in mentions if one.raw.weekday is not None and one.raw.level > 1]
    wrong = {year: len(_walk(mentions, order, year, options, (), sure=True).doubts) for year in years}
    best = min(years, key=lambda year: wrong[year])
    if named and sorted(wrong.values())[1] > wrong[best] and wrong[best] * 2 < len(named):
        return best, True

    def far(year: int) -> int:
        dates = [ends[0] for ends in _walk(mentions, order, year, options, (), sure=True).dates if ends]
        return min((abs((date - options.today).days) for date in dates), default=0)

    return min(years, key=far), False


def _order(mentions: Sequence[Mention], options: Options, file: str) -> tuple[Order, tuple[str, ...]]:
    pairs = [one for one in mentions for raw in _both(one.raw) if raw.pair]
    if not pairs:
        return "day-first", ()
    if options.order:
        return options.order, ()
    possible = [order for order in ORDERS if all(_possible(one, order) for one in pairs)]
    if len(possible) == 1 or all(_same(raw) for one in pairs for raw in _both(one.raw)):
        return (possible or list(ORDERS))[0], ()
    for judge in (_weekdays_fit, _run):
        good = [order for order in possible if judge(mentions, order, options)]
        if len(good) == 1:
            why = "the weekdays" if judge is _weekdays_fit else "the run of days"
            first = pairs[0].raw.text
            return good[0], (f"{first} is read {good[0]}: {why} would not fit otherwise.",)
    one = pairs[0]
    days = [date for order in ORDERS if (date := _date_of(one.raw, order, one.raw.year or options.today.year))]
    named = " or ".join(f"{day.day} {MONTH_NAMES[day.month - 1]}" for day in days)
    message = f"may be {named}: nothing in the text says which."
    if not days:
        message = "is no date, whichever number is the day."
    problem = Problem(
        file, one.piece.line, "date", one.raw.text, message, "Maybe --dates day-first, or --dates month-first."
    )
    raise InputError((problem,))


def _both(raw: Raw) -> Iterator[Raw]:
    yield raw
    if raw.last:
        yield raw.last


def _same(raw: Raw) -> bool:
    return raw.pair is None or raw.pair[0] == raw.pair[1]


def _possible(one: Mention, order: Order) -> bool:
    return all(_date_of(raw, order, raw.year or 2024) is not None for raw in _both(one.raw) if raw.pair)


def _weekdays_fit(mentions: Sequence[Mention], order: Order, options: Options) -> bool:
    named = [one for one in mentions if one.raw.pair and one.raw.weekday is not None]
    said = options.year or next((one.raw.year or one.year for one in mentions if one.raw.year or one.year), None)
    years = [said] if said else [options.today.year + step for step in (0, 1, -1)]
    return bool(named) and any(
        all(
            (date := _date_of(one.raw, order, one.raw.year or year)) is not None and date.weekday() == one.raw.weekday
            for one in named
        )
        for year in years
    )


def _run(mentions: Sequence[Mention], order: Order, options: Options) -> bool:
    """Whether the dates follow one another, no more than a week apart."""
    dates = [ends[0] for ends in _walk(mentions, order, options.today.year, options, (), sure=True).dates if ends]
    steps = [(later - earlier).days for earlier, later in pairwise(dates)]
    return len(steps) > 1 and all(0 <= step <= WEEK for step in steps)


def _date_of(raw: Raw, order: Order, year: int) -> dt.date | None:
    day, month = _day_month(raw, order)
    try:
        return dt.date(year, month or 1, day or 1)
    except ValueError:
        return None


def _day_month(raw: Raw, order: Order) -> tuple[int | None, int | None]:
    if raw.pair is None:
        return raw.day, raw.month
    return raw.pair if order == "day-first" else (raw.pair[1], raw.pair[0])


def _walk(
    mentions: Sequence[Mention], order: Order, year: int, options: Options, told: tuple[str, ...], *, sure: bool
) -> Dated:
    """Go through the mentions in order; what one leaves out follows from the one before it."""
    cursor: dt.date | None = options.start - ONE if options.start else None
    dates: list[tuple[dt.date, dt.date] | None] = []
    doubts: list[Doubt] = []
    for one in mentions:
        found = _first_and_last(one, order, year, cursor)
        if isinstance(found, str):
            doubts.append(Doubt(one.piece, found, ""))
            dates.append(None)
            continue
        cursor = found[1]
        dates.append(found)
    return Dated(tuple(dates), tuple(doubts), told, sure)


Reason = str


def _first_and_last(one: Mention, order: Order, year: int, cursor: dt.date | None) -> tuple[dt.date, dt.date] | Reason:
    first = _date(one, one.raw, order, year, cursor)
    last = _date(one, one.raw.last, order, year, first) if one.raw.last and not isinstance(first, str) else first
    if isinstance(first, str) or isinstance(last, str):
        return first if isinstance(first, str) else str(last)
    for raw, date in ((one.raw, first), (one.raw.last, last)):
        if raw and raw.weekday is not None and raw.weekday != date.weekday():
            said, real = DAYS[raw.weekday], DAYS[date.weekday()]
            return f"{date.day} {MONTH_NAMES[date.month - 1]} {date.year} is a {real}, and the text says {said}."
    if last < first or (last - first).days > LONGEST_RANGE:
        return "It ends before it begins, or much later."
    return first, last


def _date(one: Mention, raw: Raw, order: Order, year: int, cursor: dt.date | None) -> dt.date | Reason:
    day, month = _day_month(raw, order)
    if day is None:
        return _by_weekday(one, raw, cursor)
    month = month or one.month
    if month is None:
        return _by_day(day, one.after - ONE if one.after and (not cursor or cursor < one.after) else cursor)
    said = raw.year or one.year or year
    try:
        date = dt.date(said, month, day)
    except ValueError:
        return _no_date(day, month, said)
    if cursor is None or raw.year is not None:
        return date
    return _over_the_end(date, cursor) if raw.alone else _rolled(date, cursor)


def _over_the_end(date: dt.date, cursor: dt.date) -> dt.date:
    """A number below a month's heading; 1 after 31 is a day of the month after it, and so is 21 after that one's 20."""
    if date < cursor and date.day == (cursor + ONE).day:
        return cursor + ONE
    later = (date.replace(day=1) + LONGEST_MONTH * ONE).replace(day=1)
    fits = (cursor - date).days < FAR_BACK or date.day > FAR_BACK
    return date if fits else later.replace(day=date.day)


def _no_date(day: int, month: int, year: int) -> Reason:
    named = MONTH_NAMES[month - 1] if 1 <= month <= len(MONTH_NAMES) else f"month {month}"
    return f"There is no {day} {named} {year}."


def _rolled(date: dt.date, cursor: dt.date) -> dt.date | Reason:
    """The date in the year that goes on from the one before it: January follows December."""
    months = (date.year - cursor.year) * 12 + date.month - cursor.month
    step = 1 if months < -HALF_A_YEAR else -1 if months > HALF_A_YEAR else 0
    try:
        return date.replace(year=date.year + step)
    except ValueError:
        return _no_date(date.day, date.month, date.year + step)


def _by_weekday(one: Mention, raw: Raw, cursor: dt.date | None) -> dt.date | Reason:
    if one.after and (cursor is None or cursor < one.after):
        cursor = one.after - ONE
    if cursor is None or raw.weekday is None:
        return "There is only a weekday, and no date from which to count."
    return cursor + ONE * ((raw.weekday - cursor.weekday() - 1) % WEEK + 1)


def _by_day(day: int, cursor: dt.date | None) -> dt.date | Reason:
    """The next date with this number."""
    if cursor is None:
        return "There is only the number of a day, and no month."
    date = cursor + ONE
    while date.day != day:
        date += ONE
    return date
