"""The rules of chores: how many are owed, and how each is done, from its first step to its last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from kinrota.model.duties import Chore, Protected
from kinrota.model.plan import CHORE
from kinrota.model.time import Span, WallSpan, inside
from kinrota.verify.case import Case
from kinrota.verify.minutes import runs
from kinrota.verify.registry import Fault, rule
from kinrota.verify.weeks import weeks

BY_DAY = WallSpan(7 * 60, 22 * 60)
"""The hours of a chore that has no window."""
STEP_OF_WEEKLY = 30
"""Minutes of the clock at which a weekly chore may begin: full and half hours."""
ONE_DAY = dt.timedelta(days=1)


class Part(Struct, frozen=True):
    """A step of a chore as somebody does it."""

    adult: str
    span: Span


class Turn(Struct, frozen=True):
    """One time that a chore is owed: its number, the first date of its day or week, and the stretch that it lies in.

    `steps` has what is done of each working step, by go.
    """

    chore: Chore
    number: int
    first: dt.date
    period: Span | None
    steps: tuple[tuple[tuple[Part, ...], ...], ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """Everything that is done of it."""
        return tuple(part for go in self.steps for step in go for part in step)

    @property
    def begun(self) -> bool:
        """Whether any of it is done."""
        return bool(self.parts)

    @property
    def goes(self) -> tuple[Span, ...]:
        """From when to when each go lasts, where all are begun."""
        whole = [[part.span for step in go for part in step] for go in self.steps]
        return tuple(Span(min(spans).start, max(span.end for span in spans)) for spans in whole if spans)


def turns(case: Case, chore: Chore) -> list[Turn]:
    """Each time that a chore is owed in the horizon; they are numbered in this order."""
    done = _done(case)
    periods = _days(case, chore) if chore.per == "day" else _weeks(case, chore)
    return [_turn(chore, number, *period, done) for number, period in enumerate(periods, start=1)]


def _days(case: Case, chore: Chore) -> Iterator[tuple[dt.date, Span | None]]:
    for day in case.days:
        if not case.household.paused(day):
            yield from [(day, case.clock.span(day, chore.window or BY_DAY))] * chore.times


def _weeks(case: Case, chore: Chore) -> Iterator[tuple[dt.date, Span | None]]:
    for week in weeks(case):
        yield from [(week.first, week.span)] * week.owes(chore.times)


def _turn(chore: Chore, number: int, first: dt.date, period: Span | None, done: dict[str, list[Part]]) -> Turn:
    steps, index = [], 0
    for go in chore.goes:
        labels = [chore.label(number, index + step) for step in range(len(go))]
        steps.append(tuple(tuple(done.get(label, ())) for label in labels))
        index += len(go)
    return Turn(chore, number, first, period, tuple(steps))


def _done(case: Case) -> dict[str, list[Part]]:
    """Every stretch of every step of a chore, by what the plan calls it."""
    found: dict[str, list[Part]] = {}
    for name, spans in case.plan.adults.items():
        for span, members in runs(spans, lambda part: part.doing):
            if members[0].doing.startswith(CHORE):
                found.setdefault(members[0].doing, []).append(Part(name, span))
    return found


def _begun(case: Case) -> Iterator[Turn]:
    for chore in case.household.chores:
        yield from (turn for turn in turns(case, chore) if turn.begun)


@rule("chore", "A chore that is owed is done whole or not at all, what has no waiting in it in one go by one adult.")
def chore(case: Case) -> Iterator[Fault]:
    owed = {part for turn in _begun(case) for part in turn.parts}
    for doing, parts in _done(case).items():
        for part in parts:
            if part not in owed:
                text = f"{case.name(part.adult)} does {doing} {case.when(part.span)}, which is not owed."
                yield Fault(part.adult, text, part.span)
    for turn in _begun(case):
        for go, steps in zip(turn.chore.goes, turn.steps, strict=True):
            once = [parts[0] for parts in steps if len(parts) == 1]
            if len(once) < len(go):
                yield Fault("", f"Not every step of {_title(turn)} is done, and done once.")
            elif wrong := _not_in_one_go([step.least for step in go], once):
                yield Fault(once[0].adult, f"{_title(turn)}: {wrong} {case.when(once[0].span)}.", once[0].span)


def _title(turn: Turn) -> str:
    return f"{turn.chore.id} {turn.number}"


def _not_in_one_go(minutes: list[int], parts: list[Part]) -> str:
    if any(part.span.minutes != least for least, part in zip(minutes, parts, strict=True)):
        return "a step takes longer or shorter"
    joined = all(one.span.end == other.span.start for one, other in pairwise(parts))
    return "" if joined and len({part.adult for part in parts}) == 1 else "it is not done in one go by one adult"


@rule("chore-by", "A chore is done by residents of whom it is asked.")
def chore_by(case: Case) -> Iterator[Fault]:
    residents = {adult.id for adult in case.household.residents}
    for turn in _begun(case):
        for part in turn.parts:
            if part.adult not in residents & set(turn.chore.by):
                text = f"{case.name(part.adult)} is not asked to do {turn.chore.id} {case.when(part.span)}."
                yield Fault(part.adult, text, part.span)


@rule("chore-waits", "A chore waits between its goes neither shorter nor longer than it may.")
def chore_waits(case: Case) -> Iterator[Fault]:
    for turn in _begun(case):
        for (least, most), (before, after) in zip(turn.chore.waiting, pairwise(turn.goes), strict=False):
            waits = after.start - before.end
            if not least <= waits <= most:
                text = f"{_title(turn)} waits {waits} minutes until {case.moment(after.start)}, not {least} to {most}."
                yield Fault("", text, after)


@rule("chore-time", "A chore is done in its day or week, in its window, begun where it may, and not in a pause.")
def chore_time(case: Case) -> Iterator[Fault]:
    for turn in _begun(case):
        for go in turn.goes:
            if wrong := _mistimed(case, turn, go):
                yield Fault("", f"{_title(turn)} is done {case.when(go)}, {wrong}.", go)


def _mistimed(case: Case, turn: Turn, go: Span) -> str:
    """Why a go may not be then; empty if it may."""
    if turn.period is None or not turn.period.covers(go):
        return f"not in its {turn.chore.per}"
    if any(case.household.paused(day) for day in case.clock.days(go)):
        return "in a pause"
    windows = [window for window in _windows(case, turn) if window.covers(go)]
    if not windows:
        return "outside its window"
    step = case.household.grid if turn.chore.per == "day" else STEP_OF_WEEKLY
    at_an_end = any(go.start == window.start or go.end == window.end for window in windows)
    return "" if at_an_end or case.clock.wall(go.start) % step == 0 else "which is not where it may begin"


def _windows(case: Case, turn: Turn) -> list[Span]:
    """The windows of a chore on its date, or on the dates of its week and the eve."""
    if turn.chore.per == "day":
        return [turn.period] if turn.period else []
    days = (case.days[0] - ONE_DAY, *case.days)
    spans = [case.clock.span(day, turn.chore.window or BY_DAY) for day in days]
    return [span for span in spans if span]


@rule("chore-order", "A chore is begun when the one of its kind before it is finished, and they are numbered in order.")
def chore_order(case: Case) -> Iterator[Fault]:
    for asked in case.household.chores:
        for before, after in pairwise(turn for turn in turns(case, asked) if turn.begun):
            if after.goes[0].start < before.goes[-1].end:
                text = f"{_title(after)} is begun {case.moment(after.goes[0].start)}, before {_title(before)} is done."
                yield Fault("", text, after.goes[0])


@rule("protected", "Nobody does a weekly chore in its own protected time.")
def protected(case: Case) -> Iterator[Fault]:
    for turn in _begun(case):
        if turn.chore.per != "week":
            continue
        for part in turn.parts:
            owned = [span for kept in case.household.protected if part.adult in kept.who for span in _owned(case, kept)]
            for span in inside(owned, part.span):
                text = f"{case.name(part.adult)} does {turn.chore.id} {case.when(span)}, in its protected time."
                yield Fault(part.adult, text, span)


def _owned(case: Case, kept: Protected) -> Iterator[Span]:
    for day in (case.days[0] - ONE_DAY, *case.days):
        if day.weekday() in kept.hours.weekdays and (span := case.clock.span(day, kept.hours.wall)):
            yield span
