"""Promises in plain words, person by person and day by day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kinrota.model.duties import Chore, Routine
from kinrota.model.history import Promise
from kinrota.model.household import Household
from kinrota.model.places import HOME
from kinrota.model.plan import CHORE, OWN, ROUTINE, TOGETHER
from kinrota.model.week import Week
from kinrota.publish.dates import day_text, hours_text, listed
from kinrota.publish.deeds import parts_of
from kinrota.publish.words import names_of

LEISURE = {OWN: "own time", TOGETHER: "time together"}


def promises_text(week: Week, promises: Sequence[Promise]) -> dict[str, tuple[str, ...]]:
    """For each person's name, a line a date: Tue 3 Mar: with Ana 06:30-08:22, to school with Ana 08:22-08:30."""
    names = names_of(week)
    told: dict[str, dict[str, list[str]]] = {}
    for promise in promises:
        date = day_text(week.clock.date(promise.span.start))
        words = f"{' '.join(_words(week.household, promise, names))} {hours_text(promise.span, week.clock)}"
        told.setdefault(names.get(promise.person, promise.person), {}).setdefault(date, []).append(words)
    return {
        person: tuple(f"{date}: {', '.join(words)}" for date, words in days.items()) for person, days in told.items()
    }


def _words(home: Household, promise: Promise, names: dict[str, str]) -> Iterator[str]:
    people = listed(names.get(person, person) for person in promise.people)
    if promise.what == "alone":
        yield f"alone, {people} in reach," if people else "alone"
    elif promise.what == "help":
        yield "there"
        yield from [f"for {people}"] if people else []
    elif promise.what == "escort":
        yield "home" if promise.to_place == HOME else f"to {promise.to_place}"
        yield f"with {people}"
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
