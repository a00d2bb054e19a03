"""Promises in plain words, day by day and person by person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from kinrota.model.duties import Chore, Routine
from kinrota.model.history import Promise
from kinrota.model.household import Household
from kinrota.model.people import Need
from kinrota.model.places import HOME
from kinrota.model.plan import CHORE, OWN, ROUTINE, SELF, TOGETHER, AdultSpan, ChildSpan
from kinrota.model.time import Span, joined
from kinrota.model.week import Week
from kinrota.publish.dates import hours_text, listed
from kinrota.publish.deeds import parts_of
from kinrota.publish.ways import ALONE, BY_ITSELF, alone_at_home
from kinrota.publish.words import names_of

LEISURE = {OWN: "own time", TOGETHER: "time together"}
Adults = Mapping[str, Sequence[AdultSpan]]
"""What each adult does in a plan."""
DayTold = dict[str, tuple[str, ...]]
"""What each person, by name, is told of a date."""


def promises_text(week: Week, promises: Sequence[Promise], adults: Adults) -> dict[dt.date, DayTold]:
    """What is told to whom of each date, in order: 06:30-08:22 with Ana, 08:22-08:30 to school with Ana.

    `adults` are those of the plan that promises it: a child is by itself, and not alone, while somebody is at home.
    """
    names, clock = names_of(week), week.clock
    told: dict[dt.date, dict[str, list[str]]] = {}
    for promise in sorted(joined(promises, _goes_on), key=lambda one: clock.date(one.span.start)):
        own = told.setdefault(clock.date(promise.span.start), {}).setdefault(promise.person, [])
        own += [f"{hours_text(part, clock)} {words}" for part, words in _told(week.household, promise, adults, names)]
    order = list(dict.fromkeys(promise.person for promise in promises))
    return {
        day: {names.get(who, who): tuple(people[who]) for who in order if who in people} for day, people in told.items()
    }


def _goes_on(way: Promise, stay: Promise) -> bool:
    """Whether a stay is where a way ends, with the same people."""
    same = (way.person, way.people, way.to_place, way.span.end) == (
        stay.person,
        stay.people,
        stay.place,
        stay.span.start,
    )
    return same and (way.what, stay.what) == ("escort", "care")


def _told(home: Household, promise: Promise, adults: Adults, names: Mapping[str, str]) -> Iterator[tuple[Span, str]]:
    if promise.what != ALONE:
        yield promise.span, " ".join(_words(home, promise, names))
        return
    reached = next(iter(promise.people), None)
    stay = ChildSpan(promise.span, promise.place, Need.REACH, "alone", SELF, reached, promise.to_place)
    for part, beside in alone_at_home(stay, adults):
        if beside:
            yield part, f"{BY_ITSELF}, {names.get(beside, beside)} is at home"
        else:
            near = f", {names.get(reached, reached)} in reach" if reached else ""
            yield part, f"{_way(promise)}{ALONE}{near}"


def _way(promise: Promise) -> str:
    if promise.to_place is None:
        return ""
    return "home " if promise.to_place == HOME else f"to {promise.to_place} "


def _words(home: Household, promise: Promise, names: Mapping[str, str]) -> Iterator[str]:
    people = listed(names.get(person, person) for person in promise.people)
    if promise.what == "help":
        yield "there"
        yield from [f"for {people}"] if people else []
    elif promise.what == "escort":
        yield f"{_way(promise)}with {people}"
    elif promise.what == "care":
        yield f"with {people}"
        yield from [f"at {promise.place}"] if promise.place != HOME else []
    else:
        yield _duty(home, promise.what)


def _duty(home: Household, doing: str) -> str:
    """What a routine, a chore, own time or time together is called."""
    if doing in LEISURE:
        return LEISURE[doing]
    name = parts_of(doing)[0] if doing.startswith(CHORE) else doing.removeprefix(ROUTINE)
    duties: tuple[Routine | Chore, ...] = (*home.routines, *home.chores)
    known = next((duty for duty in duties if duty.id == name), None)
    return home.called(known) if known else name
