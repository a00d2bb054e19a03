"""The rules of shared vehicles: each is in one place, with one driver at a time, and takes no more than its seats."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from kinrota.model.places import HOME
from kinrota.model.plan import AdultSpan
from kinrota.verify.case import TRAVEL, Case, place_after
from kinrota.verify.onward import lacks_car
from kinrota.verify.registry import Fault, rule

NO_CAR = "no-car"


@rule("vehicle", "Who drives a shared vehicle goes by car in one of them, from where it stands, with its seats.")
def vehicle(case: Case) -> Iterator[Fault]:
    for name, spans in case.plan.adults.items():
        for index, span in enumerate(spans):
            if span.doing == TRAVEL and (wrong := _wrong(case, name, index, span)):
                text = f"{case.name(name)} goes from {span.place} to {span.to_place} {case.when(span.span)}: {wrong}."
                yield Fault(name, text, span.span)


def _wrong(case: Case, adult: str, index: int, span: AdultSpan) -> str:
    """What is wrong with the vehicle of a journey; empty if nothing is."""
    driven = {vehicle.id: vehicle for vehicle in case.household.driven_by(adult)}
    if span.vehicle is None:
        return "the plan does not say in which vehicle" if driven and span.mode == "car" else ""
    if span.mode != "car" or span.vehicle not in driven:
        return f"{case.name(adult)} does not drive {span.vehicle}"
    if span.vehicle != case.driving.during[adult][index]:
        return f"{span.vehicle} is not there"
    seats = driven[span.vehicle].seats
    return f"{span.vehicle} has {seats} seats" if len(span.with_children) >= seats else ""


@rule("vehicle-one-place", "A vehicle is with one adult at a time, or at home.")
def vehicle_one_place(case: Case) -> Iterator[Fault]:
    for name, trips in case.driving.trips.items():
        for one, other in combinations(sorted(trips, key=lambda trip: trip.span), 2):
            if one.span.overlaps(other.span):
                who = f"{case.name(one.adult)} and {case.name(other.adult)}"
                yield Fault(other.adult, f"{who} both have {name} {case.when(other.span)}.", other.span)
    for helper in case.household.helpers:
        spans = case.plan.adults[helper.id]
        for having, (before, after) in zip(case.driving.during[helper.id], pairwise(spans), strict=False):
            if having is not None and after.place is None and place_after(before) != HOME:
                text = f"{helper.name} leaves {having} at {place_after(before)} {case.moment(after.span.start)}."
                yield Fault(helper.id, text, before.span)


@rule("no-car", "Who gets somewhere in no time for want of a car is named among the findings, and nobody else.")
def no_car(case: Case) -> Iterator[Fault]:
    there = [
        (name, after.span.start)
        for name, spans in case.plan.adults.items()
        for index, (before, after) in enumerate(pairwise(spans))
        if place_after(before) != after.place and lacks_car(case.week, case.adults[name], before, after)
        if place_after(before) == HOME or case.driving.during[name][index] is None
    ]
    said = [
        (finding.who, finding.span.start) for finding in case.plan.findings if finding.kind == NO_CAR and finding.span
    ]
    for who, instant in there:
        if (who, instant) not in said:
            yield Fault(who, f"The plan does not say that {case.name(who)} has no car {case.moment(instant)}.")
    for who, instant in said:
        if (who, instant) not in there:
            yield Fault(who, f"The plan says that {case.name(who)} has no car {case.moment(instant)}, but it has.")
