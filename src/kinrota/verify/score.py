"""The levels of a plan, recomputed, and the rules of what a plan says of its own worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

from kinrota.model.places import HOME
from kinrota.model.plan import LEVELS, Level
from kinrota.verify import loads as load_of
from kinrota.verify.asking import help_stays
from kinrota.verify.case import TRAVEL, Case
from kinrota.verify.handovers import handed_over
from kinrota.verify.ledger import ledger
from kinrota.verify.misses import DECIMALS, missed
from kinrota.verify.own_time import own_blocks
from kinrota.verify.registry import Fault, rule
from kinrota.verify.releases import given_up
from kinrota.verify.sleep import assigned

UNUSED = ("change",)
"""Levels that nothing counts in yet: 0 of 0."""


def gap(case: Case) -> Fraction:
    """Minutes of unmet need, by their weights."""
    spans = [span for account in case.plan.children.values() for span in account if span.how == "gap"]
    return Fraction(sum(span.span.minutes * span.need.weight for span in spans))


def help_given(case: Case) -> Fraction:
    """Care by helpers beyond what is welcome."""
    weights = case.household.weights
    rates = {"welcome": weights.help_welcome, "when needed": weights.help_when_needed}
    total = Fraction(0)
    for helper in case.household.helpers:
        minutes = sum(helper.id in now for now in case.carers_now)
        total += rates.get(helper.help, weights.help_last_resort) * minutes / 15
    return total


def _handovers(case: Case) -> Fraction:
    changes = {(change.instant, change.before, change.after) for change in handed_over(case)}
    return case.household.weights.handover * len(changes)


def _journeys(case: Case) -> Fraction:
    count = 0
    for adult in case.household.residents:
        spans = case.plan.adults[adult.id]
        for index, span in enumerate(spans):
            if span.doing == TRAVEL and (span.with_children or not _own_commute(case, adult.id, index)):
                count += 1
    return case.household.weights.journey * count


def _own_commute(case: Case, adult: str, index: int) -> bool:
    """Whether a journey starts or ends at the adult's own work away from home: in the stay there it works."""
    spans = case.plan.adults[adult]
    there = spans[index]
    for other in reversed(spans[:index]) if there.place != HOME else ():
        if other.doing == TRAVEL or other.place != there.place:
            break
        if other.doing in ("work", "away"):
            return True
    for other in spans[index + 1 :] if there.to_place != HOME else ():
        if other.doing == TRAVEL or other.place != there.to_place:
            break
        if other.doing in ("work", "away"):
            return True
    return there.span.end == case.horizon.end and any(
        block.place == there.to_place and block.until > case.horizon.end for block in case.agendas[adult].blocks
    )


def _help_cost(case: Case) -> Fraction:
    total = Fraction(0)
    for helper in case.household.helpers:
        minutes = sum(span.minutes for span, _ in help_stays(case, helper.id))
        total += case.household.weights.help_cost * helper.cost_per_hour * minutes / 60
    return total


def _splits(case: Case) -> Fraction:
    minutes = sum(len(set(now) - {None}) > 1 for now in case.carers_now)
    return case.household.weights.split * minutes / 15


def _short_blocks(case: Case) -> Fraction:
    asking = [(adult.id, adult.own_time.block) for adult in case.household.residents if adult.own_time]
    count = sum(span.minutes < block for name, block in asking for span in own_blocks(case, name))
    return case.household.weights.own_block_short * count


def _late(case: Case) -> Fraction:
    late = sum(max(stay.span.start - stay.visits[0].sure.start, 0) for stay in case.stays if stay.visits)
    return case.household.weights.late * late


def _unusual(case: Case) -> Fraction:
    minutes = 0
    for stay in case.stays:
        if stay.visits and stay.visits[0].brought:
            minutes += abs(stay.span.start - stay.visits[0].usual_drop)
        if stay.visits and stay.visits[-1].fetched:
            minutes += abs(stay.span.end - stay.visits[-1].usual_pick)
    return case.household.weights.unusual * minutes / 15


def _sleep_moved(case: Case) -> Fraction:
    minutes = 0
    for adult in case.household.residents:
        for owed, run in assigned(case, adult.id)[0]:
            if owed.window is not None and not case.by_day(adult.id, run):
                inside = run.common(owed.window)
                minutes += run.minutes - (inside.minutes if inside else 0)
    return case.household.weights.sleep_moved * minutes / 30


STRAIN: tuple[Callable[[Case], Fraction], ...] = (
    _handovers, _journeys, _help_cost, _splits, _short_blocks, _late, _unusual, _sleep_moved,
)  # fmt: skip


def strain(case: Case) -> Fraction:
    """Handovers, journeys, money, splits, short own time, late and unusual times, sleep away from its window."""
    return sum((part(case) for part in STRAIN), Fraction(0))


def values(case: Case) -> dict[str, Fraction]:
    """Every level's value."""
    total = dict.fromkeys(LEVELS, Fraction(0))
    for one in missed(case):
        total[one.level] += one.cost
    total["gap"] += gap(case)
    total["work"] += sum(given.ask.span.minutes for given in given_up(case))
    total["lost"] += help_given(case)
    total["unfair"] += load_of.unfair(case)
    total["strain"] += strain(case)
    return total


@rule("level-value", "A plan states its value at every level, in order, as it is.")
def level_value(case: Case) -> Iterator[Fault]:
    if tuple(level.name for level in case.plan.levels) != LEVELS:
        yield Fault("", f"The plan does not state the levels {', '.join(LEVELS)}, in this order.")
        return
    for name, value in values(case).items():
        stated = case.plan.level(name).value
        if round(stated, DECIMALS) != round(value, DECIMALS):
            yield Fault("", f"The plan counts {_text(stated)} at '{name}', where it is {_text(value)}.")


def _text(value: Fraction) -> str:
    return str(float(round(value, DECIMALS))).removesuffix(".0")


@rule("level-bound", "No bound is above its value, and below a level that is not proved nothing is.")
def level_bound(case: Case) -> Iterator[Fault]:
    for level in case.plan.levels:
        if level.bound is not None and round(level.bound, DECIMALS) > round(level.value, DECIMALS):
            yield Fault("", f"The bound of '{level.name}' is above its value.")
        if level.name in UNUSED and level.bound not in (None, 0):
            yield Fault("", f"Nothing counts at '{level.name}' yet, so its bound is 0.")
    used = [level for level in case.plan.levels if level.name not in UNUSED]
    for above, level in pairwise(used):
        if not _proved(above) and level.bound is not None:
            yield Fault("", f"'{above.name}' is not proved, so nothing can be said of '{level.name}'.")
            return


def _proved(level: Level) -> bool:
    return level.bound is not None and round(level.bound, DECIMALS) == round(level.value, DECIMALS)


@rule("status", "A plan is called optimal when every bound equals its value, and not otherwise.")
def status(case: Case) -> Iterator[Fault]:
    right = "optimal" if all(_proved(level) for level in case.plan.levels) else "feasible"
    if case.plan.status != right:
        yield Fault("", f"The plan is called {case.plan.status}, but is {right}.")


@rule("loads", "Each resident's load and its part of the whole are what the plan gives it to do.")
def loads(case: Case) -> Iterator[Fault]:
    counted, (before, _) = load_of.quarters(case), ledger(case)
    total = sum(counted.values())
    for name in sorted(set(counted) ^ set(case.plan.loads)):
        yield Fault(name, f"{case.name(name)}'s load is {'not stated' if name in counted else 'none of the plan'}.")
    for name in sorted(set(counted) & set(case.plan.loads)):
        stated, share = case.plan.loads[name], Fraction(counted[name], total) if total else Fraction(0)
        if stated.minutes != 15 * counted[name]:
            yield Fault(name, f"{case.name(name)}'s load is {15 * counted[name]} minutes, not {stated.minutes}.")
        if round(stated.share, DECIMALS) != round(share, DECIMALS):
            yield Fault(name, f"{case.name(name)} carries {_text(share)} of the load, not {_text(stated.share)}.")
        if stated.ledger != 15 * before[name]:
            text = f"The ledger has {15 * before[name]} minutes of {case.name(name)}, not {stated.ledger}."
            yield Fault(name, text)
