"""Who drives which shared vehicle, who may be without one, and with whom each is when the horizon begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kinrota.model.household import Vehicle
from kinrota.model.people import Adult
from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.week import Week
from kinrota.solve.onward import layer_at, without_car
from kinrota.solve.work import Agenda, minutes_between


def own_alone(vehicle: Vehicle) -> bool:
    """Whether nobody else drives a vehicle."""
    return len(set(vehicle.drivers)) == 1


def may_be_without(week: Week, adult: Adult) -> bool:
    """Whether an adult drives only what others drive, too."""
    driven = week.household.driven_by(adult.id)
    return bool(driven) and not any(own_alone(vehicle) for vehicle in driven)


def minutes_without(week: Week, adult: Adult, start: str, end: str) -> int | None:
    """An adult's quickest minutes between two places without a car; None where it knows no way."""
    found = week.household.journeys.quickest(start, end, without_car(adult))
    return found[0] if found else None


def minutes_either_way(week: Week, adult: Adult, start: str, end: str) -> set[int]:
    """An adult's quickest minutes between two places, and those without a car where it may be without; known ones."""
    found = week.household.journeys.quickest(start, end, adult.modes)
    other = minutes_without(week, adult, start, end) if may_be_without(week, adult) else None
    return ({found[0]} if found else set()) | ({other} if other is not None else set())


def minutes_at_most(week: Week, adult: Adult, start: str, end: str) -> int:
    """An adult's quickest minutes between two places, with or without a car, whichever takes longer; 0 where unknown.

    It is what can be counted on, whoever has the car.
    """
    return max(minutes_between(week, adult, start, end), *minutes_either_way(week, adult, start, end), 0)


def taken_at_start(week: Week, agendas: Mapping[str, Agenda]) -> dict[str, str]:
    """The adults who have a vehicle with them at work when the horizon begins, each with it; the others are at home."""
    taken: dict[str, str] = {}
    for vehicle in week.household.vehicles:
        first = vehicle.drivers[0]
        came = [name for name in vehicle.drivers if name not in taken and _drove(week, agendas[name])]
        stuck = [name for name in came if name == first or _only_by_car(week, agendas[name])]
        for name in stuck[:1]:
            taken[name] = vehicle.id
    return taken


def _at_start(agenda: Agenda) -> Iterator[str]:
    """The place where an adult works when the horizon begins, if it is away and known."""
    for block in agenda.blocks[:1]:
        if block.span.start <= agenda.known.start and block.place not in (HOME, ELSEWHERE):
            yield block.place


def _drove(week: Week, agenda: Agenda) -> bool:
    """Whether an adult is at work, and goes there by car."""
    at_work = () if agenda.adult.helper else _at_start(agenda)
    return any(layer_at(week, agenda.adult, place) == "car" for place in at_work)


def _only_by_car(week: Week, agenda: Agenda) -> bool:
    """Whether an adult is at work where it gets by car only."""
    return any(minutes_without(week, agenda.adult, HOME, place) is None for place in _at_start(agenda))
