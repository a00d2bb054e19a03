"""The uncovered hours before planning, as text for a terminal: what it is, how much, and a line for each stretch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from kinrota.model.time import Clock, Span, length
from kinrota.publish.cells import wrap
from kinrota.publish.dates import hours_text, length_text, listed, long_day
from kinrota.publish.pen import Pen

WIDTH, NARROWEST = 80, 40
WHAT = "Before planning: the hours for which no calendar alone says who is there, and who could be."
MARK = "▲ "
"""Before a stretch in which nobody is in sight for a part of it."""


class Stretch(Protocol):
    """Uncovered time of a child; `left` is what none of `could` could close."""

    @property
    def child(self) -> str: ...
    @property
    def span(self) -> Span: ...
    @property
    def note(self) -> str: ...
    @property
    def could(self) -> tuple[str, ...]: ...
    @property
    def left(self) -> tuple[Span, ...]: ...


class Day(Protocol):
    """The stretches of a date, and why nobody is there where nobody is in sight."""

    @property
    def date(self) -> dt.date: ...
    @property
    def stretches(self) -> Sequence[Stretch]: ...
    @property
    def because(self) -> str: ...


def gaps_text(
    clock: Clock, names: Mapping[str, str], days: Sequence[Day], width: int = WIDTH, *, colour: bool = False
) -> str:
    """What the hours are and how many, and then the days; `names` are the children's."""
    columns, pen = max(width, NARROWEST), Pen(colour)
    lines = list(_head(days, columns, pen))
    for day in days:
        lines += ["", pen.bold(long_day(day.date))]
        for group in _alike(day.stretches):
            lines += _lines(group, names, clock, columns, pen)
        lines += [pen.dim(line) for line in wrap(_sentence(day.because), columns, "  ", "  ") if day.because]
    return "\n".join(lines) + "\n"


def _head(days: Sequence[Day], columns: int, pen: Pen) -> Iterator[str]:
    stretches = [stretch for day in days for stretch in day.stretches]
    if not stretches:
        yield pen.bold("Nothing uncovered")
        return
    yield from (pen.dim(line) for line in wrap(WHAT, columns))
    hours = length_text(length(stretch.span for stretch in stretches))
    where = f"{len(days)} days" if len(days) > 1 else long_day(days[0].date)
    lost = length(span for stretch in stretches for span in stretch.left)
    if lost:
        said = f"{hours} to settle on {where}, with nobody in sight for {length_text(lost)} of it ({MARK.strip()})"
    else:
        said = f"{hours} to settle on {where}, with somebody in sight for all of it"
    yield from (pen.bold(line) for line in wrap(said, columns))


def _alike(stretches: Iterable[Stretch]) -> list[list[Stretch]]:
    """Children who could be taken care of alike at the same time share a line."""
    groups: dict[tuple[object, ...], list[Stretch]] = {}
    for one in stretches:
        groups.setdefault((one.span, one.note, one.could, one.left), []).append(one)
    return list(groups.values())


def _lines(group: Sequence[Stretch], names: Mapping[str, str], clock: Clock, columns: int, pen: Pen) -> Iterator[str]:
    one = group[0]
    who = listed(names.get(stretch.child, stretch.child) for stretch in group)
    hours = hours_text(one.span, clock)
    first, *rest = wrap(f"{who}{_told(group, clock)}", columns, f"{'  ' if not one.left else MARK}{hours}  ", " " * 6)
    head = f"{MARK}{hours}"
    yield f"{pen.alarm(head)}{first[len(head) :]}" if one.left else first
    yield from rest


def _told(group: Sequence[Stretch], clock: Clock) -> str:
    """What follows the names: what is special, who could be there, and when nobody is in sight."""
    stretch = group[0]
    parts = list(stretch.could)
    if stretch.left == (stretch.span,):
        parts.append("otherwise nobody in sight" if parts else "nobody in sight")
    elif stretch.left:
        parts.append(f"nobody in sight {listed(hours_text(span, clock) for span in stretch.left)}")
    told = ", ".join(parts)
    are = "is" if len(group) == 1 else "are"
    return f" {are} {stretch.note}. {_sentence(told)}" if stretch.note else f": {told}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
