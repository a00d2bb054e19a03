"""A pasted rota as a picture of its weeks, for people to look at, and below it what its codes mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from kinrota.intake.pasted.changes import written
from kinrota.intake.pasted.understood import Understood
from kinrota.model.household import OFF, UNKNOWN
from kinrota.model.time import WallSpan, monday, month_day
from kinrota.publish.cells import flow, pad, plain, width, wrap
from kinrota.publish.dates import DAYS, day_text, length_text
from kinrota.publish.pen import Pen

SILENT = "."
"""A date of which the text says nothing."""
WEEK = 7
NARROW, APART = 3, 2
"""Columns of a cell at the least, and between two."""


def picture(understood: Understood, known: Mapping[str, WallSpan], columns: int, pen: Pen) -> Iterator[str]:
    """A line a week; a line a day where the weeks do not fit."""
    codes = dict(known)
    signs = {day.date: plain(written(day, codes)) for day in understood.days}
    signs |= dict.fromkeys(understood.missing, SILENT)
    first, last = min(signs), max(signs)
    mondays = [
        monday(first) + dt.timedelta(days=WEEK * week) for week in range((last - monday(first)).days // WEEK + 1)
    ]
    labels = {start: month_day(start) for start in mondays}
    cell = max(NARROW, *(width(sign) for sign in signs.values())) + APART
    label = max(map(len, labels.values())) + APART
    if label + WEEK * cell > columns:
        yield from (f"{day_text(day):>10}  {_ink(pen, sign, sign)}" for day, sign in sorted(signs.items()))
    else:
        yield " " * label + "".join(pad(day[:3], cell) for day in DAYS).rstrip()
        for start in mondays:
            days = [signs.get(start + dt.timedelta(days=number), "") for number in range(WEEK)]
            yield (pad(labels[start], label) + "".join(_ink(pen, sign, pad(sign, cell)) for sign in days)).rstrip()
    yield ""
    yield from flow(_meanings(codes, list(signs.values())), columns, "", "")
    yield from wrap(_sum(understood), columns)


def _ink(pen: Pen, sign: str, text: str) -> str:
    return pen.dim(text) if sign in (OFF, SILENT, "") else pen.bold(text)


def _meanings(codes: Mapping[str, WallSpan], signs: Sequence[str]) -> Iterator[str]:
    used = {code for sign in signs for code in (sign, *sign.split("+"))}
    for code, wall in codes.items():
        if code in used and code != str(wall):
            yield f"{code} {wall}"
    for sign, meaning in ((OFF, "off"), (UNKNOWN, "not understood"), (SILENT, "not in the text")):
        if sign in signs:
            yield f"{sign} {meaning}"


def _sum(understood: Understood) -> str:
    shifts = [shift for day in understood.days for shift in day.shifts]
    off = sum(day.off for day in understood.days)
    lost = sum(not day.known for day in understood.days)
    parts = [
        _count(len(shifts), "shift")
        + (f" of {length_text(sum(one.wall.minutes for one in shifts))}" if shifts else ""),
        f"{_count(off, 'day')} off",
        f"{lost} not understood" if lost else "",
        f"{len(understood.missing)} not in the text" if understood.missing else "",
    ]
    return ", ".join(part for part in parts if part) + "."


def _count(number: int, thing: str) -> str:
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"
