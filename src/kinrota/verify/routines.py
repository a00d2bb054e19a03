"""The rules of routines: on which dates they are owed, by whom they are done, and with which children."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from kinrota.model.duties import Routine
from kinrota.model.people import Need
from kinrota.model.plan import ROUTINE
from kinrota.model.time import Span, inside, minus
from kinrota.verify.case import Case
from kinrota.verify.doings import stretches_of
from kinrota.verify.minutes import stretches
from kinrota.verify.registry import Fault, rule
from kinrota.verify.visits import custody_of


class Occurrence(Struct, frozen=True):
    """A routine that is owed on a date: its window there, the children it is owed to, and who does it when."""

    routine: Routine
    day: dt.date
    window: Span
    children: tuple[str, ...]
    done: dict[str, tuple[Span, ...]]


def occurrences(case: Case, routine: Routine) -> list[Occurrence]:
    """Every date on which a routine is owed, in order."""
    found, name_of = [], f"{ROUTINE}{routine.id}"
    done = {name: stretches_of(case, name, name_of) for name in case.plan.adults}
    for day in case.days:
        window = case.clock.span(day, routine.window)
        if day.weekday() not in routine.weekdays or case.household.paused(day):
            continue
        if window is None or not case.horizon.covers(window):
            continue
        here = tuple(name for name in routine.children if not _in_custody(case, name, window))
        if here or not routine.children:
            found.append(Occurrence(routine, day, window, here, _inside(done, window)))
    return found


def _in_custody(case: Case, child: str, span: Span) -> bool:
    return any(away.overlaps(span) for away in custody_of(case.week, child))


def _inside(done: dict[str, list[Span]], window: Span) -> dict[str, tuple[Span, ...]]:
    seen = {name: inside(spans, window) for name, spans in done.items()}
    return {name: spans for name, spans in seen.items() if spans}


@rule("routine", "A routine is done whole and once on its date, in its window, by those of whom it asks it.")
def routine(case: Case) -> Iterator[Fault]:
    for asked in case.household.routines:
        owed = occurrences(case, asked)
        for name in case.plan.adults:
            for span in minus(stretches_of(case, name, f"{ROUTINE}{asked.id}"), [one.window for one in owed]):
                yield Fault(name, f"{case.name(name)} does {asked.id} {case.when(span)}, when it is not owed.", span)
        for one in owed:
            if one.done and (wrong := _wrong_time(case, one) or _wrong_people(one)):
                yield Fault("", f"{asked.id} on {one.day:%a %d %b} {wrong}.", one.window)


def _wrong_time(case: Case, one: Occurrence) -> str:
    """Why the time is wrong at which a routine is done; empty if it is not."""
    times = {span for spans in one.done.values() for span in spans}
    if len(times) > 1 or any(span.minutes != one.routine.takes for span in times):
        return f"is not done once and whole, in {one.routine.takes} minutes"
    return "" if all(_may_begin(case, one, span) for span in times) else "does not begin where it may"


def _may_begin(case: Case, one: Occurrence, span: Span) -> bool:
    at_an_end = span.start == one.window.start or span.end == one.window.end
    return at_an_end or case.clock.wall(span.start) % case.household.grid == 0


def _wrong_people(one: Occurrence) -> str:
    if not set(one.done) <= set(one.routine.by):
        return "is done by somebody of whom nobody asks it"
    wanted = len(set(one.routine.by)) if one.routine.how == "all" else 1
    return "" if len(one.done) == wanted else f"is done by {len(one.done)} adults, not by {wanted}"


@rule("routine-children", "The children of a routine are at its place and awake, unless they sleep all the time.")
def routine_children(case: Case) -> Iterator[Fault]:
    for one, span in _times(case):
        for child in one.children:
            sleeper = all(case.childhood[child].asleep(minute) for minute in _minutes(case, one.window))
            wrong = [_not_there(case, one, child, minute, sleeper=sleeper) for minute in _minutes(case, span)]
            for stretch, reason in stretches(wrong, span.start):
                if reason:
                    text = f"{case.name(child)} {reason} {case.when(stretch)}, during {one.routine.id}."
                    yield Fault(child, text, stretch)


def _not_there(case: Case, one: Occurrence, child: str, minute: int, *, sleeper: bool) -> str:
    span = case.child_at[child][minute]
    if span.place != one.routine.place or span.to_place is not None or span.how == "attendance":
        return f"is not at {one.routine.place}"
    return "sleeps" if case.childhood[child].asleep(minute) and not sleeper else ""


@rule("routine-carer", "Who does a routine is the carer of its children while it lasts.")
def routine_carer(case: Case) -> Iterator[Fault]:
    for one, span in _times(case):
        for child in one.children:
            needs = case.childhood[child].need
            wrong = [
                needs[minute] is not Need.NONE and case.carers[child][minute] not in one.done
                for minute in _minutes(case, span)
            ]
            for stretch, is_wrong in stretches(wrong, span.start):
                if is_wrong:
                    text = f"Who does {one.routine.id} does not answer for {case.name(child)} {case.when(stretch)}."
                    yield Fault(child, text, stretch)


def _times(case: Case) -> Iterator[tuple[Occurrence, Span]]:
    """Every occurrence that is done, and each stretch of it."""
    for asked in case.household.routines:
        for one in occurrences(case, asked):
            yield from ((one, span) for span in {span for spans in one.done.values() for span in spans})


def _minutes(case: Case, span: Span) -> range:
    return range(case.minute(span.start), case.minute(span.end))


@rule(
    "routine-each", "A routine that is each one's in turn is not done by the same adult on two of its dates in a row."
)
def routine_each(case: Case) -> Iterator[Fault]:
    for asked in case.household.routines:
        for before, after in pairwise(occurrences(case, asked) if asked.how == "each" else ()):
            for name in sorted(set(before.done) & set(after.done)):
                text = f"{case.name(name)} does {asked.id} twice in a row, the second time on {after.day:%a %d %b}."
                yield Fault(name, text, after.window)
