"""The rules of places and journeys: nobody is in two places, and every journey takes its minutes by its mode."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kinrota.model.people import Adult, Need
from kinrota.model.places import ELSEWHERE, HOME, MODES, Mode
from kinrota.model.plan import AdultSpan, ChildSpan
from kinrota.verify.blocks import minutes
from kinrota.verify.case import TRAVEL, Case, place_after
from kinrota.verify.onward import came_by, hand_from_home, may_join, usable
from kinrota.verify.registry import Fault, rule

OWN_CAR = 5
"""Seats of a car where no vehicle is declared."""
RIDES_ALONE = 6
"""The age from which a child rides its own bike."""


@rule("one-place", "Nobody is in two places, and everybody starts where the days before left them.")
def one_place(case: Case) -> Iterator[Fault]:
    for name, spans in case.plan.adults.items():
        first = spans[0]
        if first.place != (begins := _begins_at(case, name)) and not (case.adults[name].helper and first.place == HOME):
            text = f"{case.name(name)} starts at {first.place or 'nowhere'}, but is at {begins or 'nowhere'} then."
            yield Fault(name, text, first.span)
        for before, after in pairwise(spans):
            if place_after(before) != after.place and not _may_jump(case, name, before, after):
                yield _torn(case, name, before, after)
    for name, child_spans in case.child_moves.items():
        first_place = None if case.childhood[name].custody[0] else HOME
        if child_spans[0].place != first_place:
            text = f"{case.name(name)} starts at {child_spans[0].place or 'nowhere'}, but is at home then."
            yield Fault(name, text, child_spans[0].span)
        for child_before, child_after in pairwise(child_spans):
            if place_after(child_before) != child_after.place and not _unescorted(child_before, child_after):
                yield _torn(case, name, child_before, child_after)


def _torn(case: Case, name: str, before: AdultSpan | ChildSpan, after: AdultSpan | ChildSpan) -> Fault:
    where, there = place_after(before) or "nowhere", after.place or "nowhere"
    text = f"{case.name(name)} is at {where} until {case.moment(after.span.start)}, and at {there} from then on."
    return Fault(name, text, after.span)


def _begins_at(case: Case, adult: str) -> str | None:
    agenda = case.agendas[adult]
    block = agenda.block_at(case.start)
    if case.adults[adult].helper or any(dark.holds(case.start) for dark in agenda.unknown):
        return None
    return block.place if block else HOME


def _may_jump(case: Case, adult: str, before: AdultSpan, after: AdultSpan) -> bool:
    """Nobody plans the way of a helper who comes or goes, to or from a place nobody knows, or in unknown time."""
    here, there = place_after(before), after.place
    if here is None or there is None or ELSEWHERE in (here, there):
        return True
    works = {before.doing, after.doing} & {"work", "away"}
    person = case.adults[adult]
    known = minutes(case.week, person, here, there) is not None or may_join(case.week, person, here, there)
    return bool(works) and not known


def _unescorted(before: ChildSpan, after: ChildSpan) -> bool:
    """Custody is somewhere else; and a child that nobody brings or fetches has no way in the plan."""
    hows, at_home = {before.how, after.how}, HOME in (before.place, after.place)
    needs_nobody = hows == {"alone", "attendance"} and {before.need, after.need} == {Need.NONE}
    return "custody" in hows or (at_home and (hows == {"gap", "attendance"} or needs_nobody))


@rule("journey", "A journey takes exactly its minutes by its mode, unless the edge of the plan cuts it.")
def journey(case: Case) -> Iterator[Fault]:
    accounts: list[tuple[str, tuple[AdultSpan | ChildSpan, ...]]] = [
        *case.plan.adults.items(),
        *case.child_moves.items(),
    ]
    for name, span in ((name, span) for name, spans in accounts for span in spans):
        if span.place is None or span.to_place is None or span.mode is None:
            continue
        takes = case.household.journeys.minutes(span.place, span.to_place, span.mode)
        cut = span.span.start == case.horizon.start or span.span.end == case.horizon.end
        if takes == span.span.minutes or (cut and takes is not None and span.span.minutes < takes):
            continue
        needs = "is not known" if takes is None else f"takes {takes} minutes"
        yield Fault(
            name,
            f"{case.name(name)} goes from {span.place} to {span.to_place} {case.when(span.span)}, "
            f"but that way by {span.mode} {needs}.",
            span.span,
        )


@dataclass(frozen=True, slots=True)
class _Load:
    """Children along: how many, and how many of them cannot ride a bike of their own."""

    children: int
    small: int


def _load(case: Case, span: AdultSpan) -> _Load:
    day = case.clock.date(span.span.start)
    small = 0
    for name in span.with_children:
        child = case.children[name]
        age = child.age(day)
        small += (case.household.stage_of(child, day).from_age if age is None else age) < RIDES_ALONE
    return _Load(len(span.with_children), small)


def _takes(case: Case, adult: Adult, mode: Mode, load: _Load) -> bool:
    seats = max((v.seats for v in case.household.vehicles if adult.id in v.drivers), default=OWN_CAR)
    return {"car": load.children < seats, "bike": load.small <= 1}.get(mode, True)


@rule("mode", "An adult goes by the quickest mode that takes its load, and a car is driven from where it stands.")
def mode(case: Case) -> Iterator[Fault]:
    for name, spans in case.plan.adults.items():
        adult, hand, there = case.adults[name], MODES, ""
        for index, span in enumerate(spans):
            if span.place is not None and span.place != there:
                hand = hand_from_home(case.week, adult, span.place)
            there = place_after(span) or ""
            if span.doing != TRAVEL or span.mode is None:
                continue
            rightly = _right_modes(case, adult, span, hand, _loads_of_outing(case, spans[index:]))
            if span.mode not in rightly or not _takes(case, adult, span.mode, _load(case, span)):
                way = f"{adult.name} goes from {span.place} to {span.to_place} {case.when(span.span)} by {span.mode}"
                yield Fault(name, f"{way}, where it is by {' or '.join(rightly) or 'no way at all'}.", span.span)
            if span.vehicle is not None and not _drives(case, name, span):
                yield Fault(name, f"{adult.name} does not drive {span.vehicle} {case.when(span.span)}.", span.span)
            hand = MODES if there == HOME else came_by(span.mode)


def _loads_of_outing(case: Case, spans: tuple[AdultSpan, ...]) -> list[_Load]:
    """The load of the journey that comes first; leaving home, also those that follow until home again."""
    loads = [_load(case, spans[0])]
    for span in spans[1:] if spans[0].place == HOME else ():
        if span.place == HOME:
            break
        loads += [_load(case, span)] if span.doing == TRAVEL else []
    return loads


def _right_modes(case: Case, adult: Adult, span: AdultSpan, hand: tuple[Mode, ...], loads: list[_Load]) -> list[Mode]:
    here, there = str(span.place), str(span.to_place)
    right: list[Mode] = []
    for load in loads:
        able = [mode for mode in usable(case.week, adult, here, hand, there) if _takes(case, adult, mode, load)]
        quickest = case.household.journeys.quickest(here, there, able)
        right += [quickest[1]] if quickest and quickest[1] not in right else []
    return right


def _drives(case: Case, adult: str, span: AdultSpan) -> bool:
    return span.mode == "car" and any(v.id == span.vehicle and adult in v.drivers for v in case.household.vehicles)
