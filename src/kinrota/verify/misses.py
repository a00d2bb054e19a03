"""What is owed and not done, counted again: the level and the cost of each miss, and the rule that all are listed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction

from msgspec import Struct

from kinrota.model.plan import OWN, TOGETHER
from kinrota.model.time import Span, inside, length
from kinrota.verify.attendance import missed_clubs
from kinrota.verify.case import Case
from kinrota.verify.chores import turns
from kinrota.verify.occasions import absent
from kinrota.verify.own_time import own_blocks, shared
from kinrota.verify.registry import Fault, rule
from kinrota.verify.routines import Occurrence, occurrences
from kinrota.verify.weeks import PartWeek, weeks

DECIMALS = 4
"""What a written plan keeps of a fraction."""
QUARTER = 15


class Missed(Struct, frozen=True):
    """Something that is owed and not done: what, on which date, at which level, and what it costs there."""

    what: str
    on: dt.date
    level: str
    cost: Fraction


def missed(case: Case) -> list[Missed]:
    """Everything that is missed."""
    return [one for kind in KINDS for one in kind(case)]


def _clubs(case: Case) -> Iterator[Missed]:
    for visit in missed_clubs(case):
        on = case.clock.date(visit.sure.start)
        yield Missed(f"club:{visit.club}", on, "strain", case.household.weights.club_missed)


def _routines(case: Case) -> Iterator[Missed]:
    weights = case.household.weights
    costs = {
        "must": ("broken", weights.must_missed),
        "protect": ("lost", weights.protect_missed),
        "want": ("strain", weights.want_missed),
    }
    for routine in case.household.routines:
        for one in occurrences(case, routine):
            if not one.done:
                yield Missed(f"routine:{routine.id}", one.day, *costs[routine.weight])


def _at_least(case: Case) -> Iterator[Missed]:
    for routine in case.household.routines:
        owed = occurrences(case, routine)
        for week in weeks(case):
            here = [one for one in owed if one.day in week.dates]
            for adult, times in routine.at_least:
                if short := _too_few(week, here, adult, times):
                    cost = short * case.household.weights.at_least_missed
                    yield Missed(f"at-least:{routine.id}/{adult}", week.first, "lost", cost)


def _too_few(week: PartWeek, here: list[Occurrence], adult: str, times: int) -> int:
    return max(0, min(week.owes(times), len(here)) - sum(adult in one.done for one in here))


def _own(case: Case) -> Iterator[Missed]:
    for adult in case.household.residents:
        if adult.own_time:
            asked, blocks = adult.own_time.per_week, own_blocks(case, adult.id)
            yield from _short(case, f"{OWN}:{adult.id}", asked, blocks, case.household.weights.own_time_short)


def _together(case: Case) -> Iterator[Missed]:
    for entry in case.household.together:
        blocks, rate = shared(case, entry), case.household.weights.together_short
        yield from _short(case, f"{TOGETHER}:{entry.id}", entry.per_week, blocks, rate)


def _short(case: Case, what: str, per_week: int, blocks: list[Span], rate: Fraction) -> Iterator[Missed]:
    """The weeks whose minutes are fewer than they owe."""
    for week in weeks(case):
        short = week.owes(per_week) - length(inside(blocks, week.span))
        if short > 0:
            yield Missed(what, week.first, "lost", rate * short / QUARTER)


def _chores(case: Case) -> Iterator[Missed]:
    for chore in case.household.chores:
        for turn in turns(case, chore):
            if not turn.begun:
                cost = case.household.weights.chore_undone
                yield Missed(f"chore:{chore.id}#{turn.number}", turn.first, "strain", cost)


def _occasions(case: Case) -> Iterator[Missed]:
    for occasion in case.household.occasions:
        if people := len(absent(case, occasion)):
            cost = people * case.household.weights.occasion_missed
            yield Missed(f"occasion:{occasion.id}", occasion.on, "broken", cost)


KINDS: tuple[Callable[[Case], Iterator[Missed]], ...] = (
    _clubs, _routines, _at_least, _own, _together, _chores, _occasions,
)  # fmt: skip


@rule("misses-listed", "Everything that is missed is listed with its level, its cost and the reason, and nothing else.")
def misses_listed(case: Case) -> Iterator[Fault]:
    owed = Counter((one.what, one.on.isoformat(), one.level, round(one.cost, DECIMALS)) for one in missed(case))
    listed = Counter((miss.what, miss.on, miss.level, round(miss.cost, DECIMALS)) for miss in case.plan.misses)
    for what, day, _, _ in sorted((owed - listed).keys(), key=str):
        yield Fault("", f"{what} is missed on {day}, but the plan does not list it at its cost.")
    for what, day, _, _ in sorted((listed - owed).keys(), key=str):
        yield Fault("", f"The plan lists {what} on {day} as missed, which it is not at that level and cost.")
    for miss in case.plan.misses:
        if not miss.because.strip():
            yield Fault("", f"{miss.what} on {miss.on} is missed without a reason.")
