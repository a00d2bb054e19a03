"""The uncovered hours as things stand, from calendars, children and attendance alone, before anybody decides anything.

A minute of a child is uncovered when it needs somebody, no place has it, and no resident could give what it needs.
A place has it from its usual drop-off to its usual pick-up, a club from its start to its end. A resident could, where
it is free of work, of the direct journeys to and from work, and of time that nobody knows. Work at home that may be
interrupted gives `near`; `reach` is given from within the minutes of the child's stage, by reachable work too, and
for no longer at a stretch than the stage allows. Sleep, helpers, who brings and fetches, and other times inside the
windows are left to the plan; each stretch names which of these could close it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from msgspec import Struct

from kinrota.gaps.residents import Known, known
from kinrota.gaps.words import Gap, because, could, note, why
from kinrota.model.needs import NeedSpan, exchange_in, needs_of, stage_at, visits_of
from kinrota.model.people import Child, Need
from kinrota.model.places import HOME
from kinrota.model.time import Span, inside, merged, minus
from kinrota.model.week import Week

__all__ = ["Day", "Stretch", "Uncovered", "days", "uncovered"]


class Uncovered(Struct, frozen=True):
    """A stretch in which nobody is known to be with a child: what it needs then, why nobody is there, and who could be.

    `because` is a sentence; each of `could` is a person or a place, with what it takes in brackets. `left` is what
    none of these could close, work that may not happen aside.
    """

    child: str
    span: Span
    need: Need
    because: str
    could: tuple[str, ...] = ()
    left: tuple[Span, ...] = ()


class Stretch(Struct, frozen=True):
    """Uncovered time of a child as people see it: on and on until somebody is there, whatever the child needs in it.

    `note` is what the child is besides uncovered, such as: handed over at 18:00.
    """

    child: str
    span: Span
    note: str = ""
    could: tuple[str, ...] = ()
    left: tuple[Span, ...] = ()


class Day(Struct, frozen=True):
    """The stretches that begin on a date, and why nobody is there in those that nobody in sight could close."""

    date: dt.date
    stretches: tuple[Stretch, ...]
    because: str = ""


def uncovered(week: Week) -> tuple[Uncovered, ...]:
    """Every uncovered stretch, in order; each has one child and one need, and is as long as it can be."""
    everybody = known(week)
    gaps = [gap for child in week.household.children for gap in _of_child(everybody, child)]
    found = (
        Uncovered(gap.child.id, gap.span, gap.need, because(everybody, gap), *_closable(everybody, [gap]))
        for gap in gaps
    )
    return tuple(sorted(found, key=lambda one: one.span))


def days(week: Week) -> tuple[Day, ...]:
    """The uncovered stretches for people to read, by the dates on which they begin."""
    everybody = known(week)
    found: dict[dt.date, list[_Run]] = {}
    for child in week.household.children:
        for run in _runs(_of_child(everybody, child)):
            found.setdefault(week.clock.date(run[0].span.start), []).append(run)
    return tuple(_day(everybody, date, found[date]) for date in sorted(found))


def _day(everybody: Known, date: dt.date, runs: Iterable[_Run]) -> Day:
    told = sorted(((_stretch(everybody, run), run) for run in runs), key=lambda one: one[0].span)
    lost = [(stretch.span, run[0]) for stretch, run in told if stretch.left]
    reason = ""
    if lost:
        whole = Span(min(span.start for span, _ in lost), max(span.end for span, _ in lost))
        within = [everybody.within(gap.child, gap.span) for _, gap in lost if gap.need is Need.REACH]
        reason = why(everybody, whole, min(within, default=None))
    return Day(date, tuple(stretch for stretch, _ in told), reason)


def _stretch(everybody: Known, run: _Run) -> Stretch:
    special = next(filter(None, (note(everybody.week, gap) for gap in run)), "")
    span = Span(run[0].span.start, run[-1].span.end)
    return Stretch(run[0].child.id, span, special, *_closable(everybody, run))


def _closable(everybody: Known, run: _Run) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    """Who or what could close gaps that follow one another, and what of them is left."""
    ways = list(could(everybody, run))
    whole = Span(run[0].span.start, run[-1].span.end)
    return tuple(way.text for way in ways), minus([whole], [way.span for way in ways if way.sure])


def _of_child(everybody: Known, child: Child) -> Iterator[Gap]:
    week = everybody.week
    visits = visits_of(week, child.id)
    there = [Span(visit.usual_drop, visit.usual_pick) for visit in visits if visit.usual_drop < visit.usual_pick]
    every = needs_of(week, child.id)
    needs = [need for need in every if need.need is not Need.NONE]
    runs = _alone(everybody, [part for need in needs for part in minus([need.span], there)])
    for kind in (Need.WATCH, Need.NEAR, Need.REACH):
        alike = [need for need in needs if need.need is kind]
        unmet = [part for need in alike for part in minus(minus([need.span], there), everybody.given(child, need))]
        over = [part for need in alike for part in _too_long(everybody, child, need, runs)]
        for span in merged([*unmet, *over]):
            alone = next((run for run in runs if run.overlaps(span)), None) if inside(over, span) else None
            yield Gap(child, span, kind, visits, alone, exchange_in(every, span))


_Run = list[Gap]
"""Gaps of a child that follow one another without a break, such as before, in and after a nap."""


def _runs(gaps: Iterable[Gap]) -> Iterator[_Run]:
    run: _Run = []
    for gap in sorted(gaps, key=lambda one: one.span):
        if run and gap.span.start > run[-1].span.end:
            yield run
            run = []
        run.append(gap)
    if run:
        yield run


def _alone(everybody: Known, needed: list[Span]) -> tuple[Span, ...]:
    """The stretches of a child's time at home in which no resident is there, whatever it does."""
    home: list[Span] = []
    for resident in everybody.residents:
        away = [Span(block.start, block.until) for block in resident.blocks if block.place != HOME]
        home += minus([everybody.week.horizon], [*away, *(way.span for way in resident.ways), *resident.unknown])
    return minus(needed, home)


def _too_long(everybody: Known, child: Child, need: NeedSpan, runs: Iterable[Span]) -> Iterator[Span]:
    """What of a stretch of `reach` is left when the child has been alone for as long as its stage allows."""
    alone = stage_at(everybody.week, child, need.span.start).alone
    if need.need is not Need.REACH or alone is None:
        return
    reached = everybody.given(child, need)
    for run in runs:
        left = alone.stretch
        for part in minus(inside([run], need.span), minus([run], reached)):
            if part.minutes > left:
                yield Span(part.start + left, part.end)
            left = max(left - part.minutes, 0)
