"""Who has which shared vehicle when, read from a plan: away from home it is with the adult who took it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from kinrota.model.household import Vehicle
from kinrota.model.people import Adult
from kinrota.model.places import ELSEWHERE, HOME, Mode
from kinrota.model.plan import AdultSpan
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.verify.blocks import Agenda
from kinrota.verify.onward import CAR, hand_from_home, no_car, shares


class Trip(Struct, frozen=True):
    """A vehicle away from home with an adult, until home again or the horizon's end."""

    adult: str
    span: Span


class Driving:
    """For each adult and each of its spans the vehicle that it has with it, and each vehicle's trips."""

    def __init__(
        self, week: Week, accounts: Mapping[str, tuple[AdultSpan, ...]], agendas: Mapping[str, Agenda]
    ) -> None:
        self.week = week
        begin = starts(week, agendas)
        self.during = {name: _during(spans, begin.get(name)) for name, spans in accounts.items()}
        self.trips: dict[str, list[Trip]] = {vehicle.id: [] for vehicle in week.household.vehicles}
        for name, spans in accounts.items():
            for vehicle, trip in _trips(name, spans, self.during[name]):
                self.trips.setdefault(vehicle, []).append(trip)

    def to_take(self, adult: str, leaves: int, back: int) -> list[Vehicle]:
        """The vehicles that an adult who leaves home has to take, if one takes its load and is quicker.

        They are at home when it leaves, and nobody drives them away before it is back.
        """
        return [
            vehicle
            for vehicle in self.week.household.driven_by(adult)
            if not any(
                trip.adult != adult and (trip.span.holds(leaves) or leaves < trip.span.start < back)
                for trip in self.trips[vehicle.id]
            )
        ]

    def modes(self, adult: Adult, index: int) -> tuple[Mode, ...]:
        """By what an adult would come from where it is: it counts on a car that others drive only with it."""
        without = shares(self.week, adult) and self.during[adult.id][index] is None
        return no_car(adult.modes) if without else adult.modes


def starts(week: Week, agendas: Mapping[str, Agenda]) -> dict[str, str]:
    """Who has a vehicle at work when the horizon begins: its first driver, if by car; else who knows no other way."""
    having: dict[str, str] = {}
    for vehicle in week.household.vehicles:
        for place, driver in enumerate(vehicle.drivers):
            agenda = agendas[driver]
            block = agenda.block_at(week.horizon.start)
            if block is None or block.place in (HOME, ELSEWHERE) or agenda.adult.helper or driver in having:
                continue
            other = week.household.journeys.quickest(HOME, block.place, no_car(agenda.adult.modes))
            came_by_car = hand_from_home(week, agenda.adult, block.place) == CAR
            if came_by_car and (place == 0 or other is None):
                having[driver] = vehicle.id
                break
    return having


def _during(spans: Iterable[AdultSpan], begins_with: str | None) -> list[str | None]:
    found: list[str | None] = []
    having = begins_with
    for span in spans:
        if span.place == HOME:
            having = span.vehicle if span.to_place is not None and span.mode == "car" else None
        found.append(having)
    return found


def _trips(adult: str, spans: tuple[AdultSpan, ...], during: list[str | None]) -> Iterable[tuple[str, Trip]]:
    since: int | None = None
    for index, (span, vehicle) in enumerate(zip(spans, during, strict=True)):
        since = span.span.start if since is None else since
        last = index + 1 == len(spans) or during[index + 1] != vehicle
        if vehicle is not None and last:
            yield vehicle, Trip(adult, Span(since, span.span.end))
        since = None if last else since
