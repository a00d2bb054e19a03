"""How an adult gets from one work to the next: by what stands where it is, or through home."""

from __future__ import annotations

from msgspec import Struct

from kinrota.model.people import Adult
from kinrota.model.places import ELSEWHERE, HOME, MODES, Mode
from kinrota.model.plan import AdultSpan
from kinrota.model.week import Week

CAR: tuple[Mode, ...] = ("car",)
OTHERS: tuple[Mode, ...] = tuple(mode for mode in MODES if mode != "car")


class Onward(Struct, frozen=True):
    """The quickest way on: its minutes, and the modes at hand where it ends."""

    minutes: int
    hand: tuple[Mode, ...]


def came_by(mode: Mode | None) -> tuple[Mode, ...]:
    """What stands outside home where an adult came by a mode; it has no car where it came by none."""
    return CAR if mode == "car" else OTHERS


def hand_from_home(week: Week, adult: Adult, place: str) -> tuple[Mode, ...]:
    """What stands at a place for an adult who came there from home, or nobody knows how: as if from home."""
    if place == HOME:
        return MODES
    for ends in ((HOME, place), (place, HOME)):
        if quickest := week.household.journeys.quickest(*ends, adult.modes):
            return came_by(quickest[1])
    return OTHERS


def no_car(modes: tuple[Mode, ...]) -> tuple[Mode, ...]:
    """The modes without the car."""
    return tuple(mode for mode in modes if mode != "car")


def shares(week: Week, adult: Adult) -> bool:
    """Whether an adult drives only what others drive, too, so that it may be without a car."""
    driven = week.household.driven_by(adult.id)
    return bool(driven) and all(any(name != adult.id for name in vehicle.drivers) for vehicle in driven)


def usable(
    week: Week, adult: Adult, here: str, hand: tuple[Mode, ...], there: str, *, car: bool = True
) -> tuple[Mode, ...]:
    """The modes that may take an adult straight on: those at hand, if one of them goes there.

    If none does, it joins two journeys at home where it can; where it cannot, what stands there does not bind it. An
    adult that has no `car` goes by any but that.
    """
    able = tuple(mode for mode in hand if mode in adult.modes)
    if week.household.journeys.quickest(here, there, able):
        return able
    if may_join(week, adult, here, there, car=car):
        return ()
    return adult.modes if car else no_car(adult.modes)


def may_join(week: Week, adult: Adult, here: str, there: str, *, car: bool = True) -> bool:
    """Whether an adult can go from one place to another by way of home, where a car may stand."""
    if {here, there} & {HOME, ELSEWHERE}:
        return False
    back = week.household.journeys.quickest(here, HOME, adult.modes if car else no_car(adult.modes))
    return bool(back and week.household.journeys.quickest(HOME, there, adult.modes))


def lacks_car(week: Week, adult: Adult, before: AdultSpan, after: AdultSpan) -> bool:
    """Whether a driver of a shared vehicle who is at once somewhere else would know a way if it had a car."""
    here, there = before.place if before.to_place is None else before.to_place, after.place
    if here is None or there is None or ELSEWHERE in (here, there) or not week.household.driven_by(adult.id):
        return False
    return bool(week.household.journeys.quickest(here, there, adult.modes)) or may_join(week, adult, here, there)


def onward(week: Week, adult: Adult, here: str, hand: tuple[Mode, ...], there: str, between: int) -> Onward:
    """The quickest way from one work to the next, which has `between` minutes; no minutes where no way is known."""
    known: list[Onward] = []
    from_home = hand_from_home(week, adult, there)
    if ELSEWHERE not in (here, there):
        direct = week.household.journeys.quickest(here, there, usable(week, adult, here, hand, there))
        known += [Onward(direct[0], MODES if there == HOME else came_by(direct[1]))] if direct else []
    if may_join(week, adult, here, there):
        back = week.household.journeys.quickest(here, HOME, usable(week, adult, here, hand, HOME))
        out = week.household.journeys.quickest(HOME, there, adult.modes)
        joined = (back[0] if back else 0) + (out[0] if out else 0)
        known += [Onward(joined, from_home)]
        known = [Onward(way.minutes, from_home) for way in known] if joined <= between else known
    return min(known, key=lambda way: way.minutes, default=Onward(0, from_home))
