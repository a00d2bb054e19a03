"""Nights of children at a helper's home, recomputed: where that may be, in which hours, and who hands over there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from kinrota.model.places import HOME
from kinrota.model.time import Span
from kinrota.verify.case import Case
from kinrota.verify.minutes import runs

NOON = 12 * 60
ONE_DAY = dt.timedelta(days=1)


class Exchange(Struct, frozen=True):
    """A child that changes at a helper's home from who brings it to its host, or from its host to who fetches it."""

    child: str
    host: str
    other: str
    place: str
    instant: int


def host_at(case: Case, adult: str) -> str | None:
    """Where a helper lives, if a child may sleep there."""
    person = case.adults.get(adult)
    if person is None or not person.hosts or person.lives in (None, HOME) or person.lives in case.places:
        return None
    return person.lives


def places_of_nights(case: Case) -> set[str]:
    """The homes of helpers at which a child may sleep."""
    return {place for helper in case.household.helpers if (place := host_at(case, helper.id)) is not None}


def exchanges(case: Case) -> list[Exchange]:
    """Every change of a child's carer at such a home between its host and another."""
    found = []
    for child, spans in case.plan.children.items():
        for before, after in pairwise(spans):
            one, other, place = before.met_by, after.met_by, after.place
            if one is None or other is None or one == other or place != (before.to_place or before.place):
                continue
            if host_at(case, other) == place:
                found.append(Exchange(child, other, one, str(place), after.span.start))
            elif host_at(case, one) == place:
                found.append(Exchange(child, one, other, str(place), after.span.start))
    return found


def hosted(case: Case, child: str) -> Iterator[tuple[str, Span]]:
    """Each unbroken time of a child at its host's home."""
    for span, members in runs(case.plan.children[child], lambda part: (part.how, part.place, part.met_by)):
        host, place = members[0].met_by, members[0].place
        if members[0].how == "care" and host is not None and place is not None and host_at(case, host) == place:
            yield host, span


def nights_there(case: Case, child: str, stay: Span) -> list[Span]:
    """The nights that a child sleeps whole in a stay, each from the noon before to the noon after."""
    found = []
    for day, night in case.childhood[child].nights.items():
        seen = night.common(case.horizon)
        if day >= case.days[0] and seen is not None and stay.covers(seen):
            found.append(Span(case.clock.at(day, NOON), case.clock.at(day + ONE_DAY, NOON)))
    return found
