"""The rules of places and journeys: nobody is in two places, and every journey takes its minutes by its mode."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from kinrota.model.people import Adult, Need
from kinrota.model.places import ELSEWHERE, HOME, MODES, Mode
from kinrota.model.plan import AdultSpan, ChildSpan
from kinrota.verify.blocks import minutes
from kinrota.verify.case import TRAVEL, Case, place_after
from kinrota.verify.onward import CAR, OTHERS, came_by, hand_from_home, may_join, no_car, usable
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
        for index, (before, after) in enumerate(pairwise(spans)):
            if place_after(before) != after.place and not _may_jump(case, name, index, (before, after)):
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


def _may_jump(case: Case, adult: str, index: int, spans: tuple[AdultSpan, AdultSpan]) -> bool:
    """Nobody plans the way of a helper who comes or goes, to or from a place nobody knows, or in unknown time."""
    before, after = spans
    here, there = place_after(before), after.place
    if here is None or there is None or ELSEWHERE in (here, there):
        return True
    works = {before.doing, after.doing} & {"work", "away"}
    person, driven = case.adults[adult], case.household.driven_by(adult)
    if driven and (here == HOME or case.driving.during[adult][index] is None):
        return bool(works) and _wants_car(case, person, after.span.start, here, there)
    known = minutes(case.week, person, here, there) is not None or may_join(case.week, person, here, there)
    return bool(works) and not known


def _wants_car(case: Case, adult: Adult, instant: int, here: str, there: str) -> bool:
    """Whether a driver that has no car knows no way, or none that is in time."""
    known = case.household.journeys.quickest(here, there, no_car(adult.modes)) is not None
    known = known or may_join(case.week, adult, here, there, car=False)
    back = next((s.span.start for s in case.plan.adults[adult.id] if s.span.start > instant and s.place == HOME), None)
    gone = here != HOME or not case.driving.to_take(adult.id, instant, back or case.horizon.end)
    unknown = minutes(case.week, adult, here, there) is None and here == HOME
    return unknown or (not known and gone) or _pressed(case, adult, instant, {here, there})


def _pressed(case: Case, adult: Adult, instant: int, ends: set[str]) -> bool:
    """Whether the time between two works, or to unknown time, is too short for who has no car."""
    agenda = case.agendas[adult.id]
    last = [block for block in agenda.blocks if block.until <= instant][-1:]
    then = [(block.place, block.start) for block in agenda.blocks if block.start >= instant][:1]
    then = then or [(HOME, dark.start) for dark in agenda.unknown if dark.start >= instant][:1]
    if not last or not then or not ends <= {last[0].place, then[0][0], HOME}:
        return False
    (block,), ((there, start),) = last, then
    quickest, modes = case.household.journeys.quickest, no_car(adult.modes)
    halves = [quickest(*half, modes) for half in ((block.place, HOME), (HOME, there))]
    straight = quickest(block.place, there, modes)
    takes = sum(half[0] for half in halves if half)
    return min(takes, straight[0] if straight else takes) > start - block.until


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


class _Load(Struct, frozen=True):
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


def _takes(mode: Mode, load: _Load, seats: int) -> bool:
    return {"car": load.children < seats, "bike": load.small <= 1}.get(mode, True)


class _Hand(Struct, frozen=True):
    """What an adult may go by from where it is: modes, whether a car is among what it has, and its seats."""

    modes: tuple[Mode, ...]
    car: bool = True
    seats: int = OWN_CAR


@rule("mode", "An adult goes by the quickest mode that takes its load, and a car is driven from where it stands.")
def mode(case: Case) -> Iterator[Fault]:
    for name, spans in case.plan.adults.items():
        adult, hand, there = case.adults[name], MODES, ""
        for index, span in enumerate(spans):
            if span.place is not None and span.place != there:
                hand = _hand_after_jump(case, adult, index, hand)
            there = place_after(span) or ""
            if span.doing != TRAVEL or span.mode is None:
                continue
            having = _having(case, adult, index, hand)
            rightly = _right_modes(case, adult, span, having, _loads_of_outing(case, spans[index:]))
            if span.mode not in rightly or not _takes(span.mode, _load(case, span), having.seats):
                way = f"{adult.name} goes from {span.place} to {span.to_place} {case.when(span.span)} by {span.mode}"
                yield Fault(name, f"{way}, where it is by {' or '.join(rightly) or 'no way at all'}.", span.span)
            hand = MODES if there == HOME else came_by(span.mode)


def _hand_after_jump(case: Case, adult: Adult, index: int, hand: tuple[Mode, ...]) -> tuple[Mode, ...]:
    """What stands where an adult came to by no journey: for drivers of shared vehicles what they have with them."""
    place = case.plan.adults[adult.id][index].place
    if place is None or place == HOME or not case.household.driven_by(adult.id):
        return hand_from_home(case.week, adult, str(place))
    if case.driving.during[adult.id][index] is None:
        return OTHERS
    return hand if index else CAR


def _having(case: Case, adult: Adult, index: int, hand: tuple[Mode, ...]) -> _Hand:
    """What an adult may go by on a journey, of shared vehicles those that it has, takes, or would have to take."""
    spans, driven = case.plan.adults[adult.id], {v.id: v for v in case.household.driven_by(adult.id)}
    if not driven:
        return _Hand(hand)
    span, having = spans[index], case.driving.during[adult.id][index]
    if span.place != HOME or span.mode == "car":
        taken = driven.get(having or "")
        return _Hand(hand, car=having is not None, seats=taken.seats if taken else 0)
    back = next((other.span.start for other in spans[index + 1 :] if other.place == HOME), case.horizon.end)
    to_take = case.driving.to_take(adult.id, span.span.start, back)
    return _Hand(MODES, car=bool(to_take), seats=max((vehicle.seats for vehicle in to_take), default=0))


def _loads_of_outing(case: Case, spans: tuple[AdultSpan, ...]) -> list[_Load]:
    """The load of the journey that comes first; leaving home, also those that follow until home again."""
    loads = [_load(case, spans[0])]
    for span in spans[1:] if spans[0].place == HOME else ():
        if span.place == HOME:
            break
        loads += [_load(case, span)] if span.doing == TRAVEL else []
    return loads


def _right_modes(case: Case, adult: Adult, span: AdultSpan, hand: _Hand, loads: list[_Load]) -> list[Mode]:
    here, there = str(span.place), str(span.to_place)
    right: list[Mode] = []
    for load in loads:
        modes = usable(case.week, adult, here, hand.modes, there, car=hand.car)
        able = [mode for mode in modes if _takes(mode, load, hand.seats)]
        quickest = case.household.journeys.quickest(here, there, able)
        right += [quickest[1]] if quickest and quickest[1] not in right else []
    return right
