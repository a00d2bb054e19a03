"""Who brings and fetches a child, or that it goes alone, or that nobody does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from kinrota.model.places import HOME
from kinrota.model.plan import AdultSpan, ChildSpan, Verified
from kinrota.model.time import Span, inside, merged, minus
from kinrota.publish.dates import days_text, listed
from kinrota.publish.sleepovers import is_night_there

NOBODY = "Nobody"
ALONE = "alone"
BY_ITSELF = "by itself"
"""What a child is while somebody is at home with it who does something else."""


class Way(Struct, frozen=True):
    """A child's way to or from a place that attends it.

    `instant` is when the attendance begins or ends, `at` the time to be told; a way alone that does not lead home is
    not `told` at the place where it begins, as it is told where it ends.
    """

    verb: str
    child: str
    who: str
    place: str
    instant: int
    at: int
    told: bool = True
    guest: bool = False
    """Whether the place is a helper's home where it sleeps."""


def ways_of(child: str, stays: Sequence[ChildSpan]) -> Iterator[Way]:
    """Each end of each visit to a place that attends the child, or where it sleeps at a helper's."""
    for at, stay in enumerate(stays):
        if stay.how != "attendance":
            continue
        before = stays[at - 1] if at else None
        after = stays[at + 1] if at + 1 < len(stays) else None
        place = stay.place or ""
        if who := _mover(before, stay):
            set_out = _set_out(stays[:at], stay.span.start)
            yield Way("brings", child, who, place, stay.span.start, set_out, guest=is_night_there(stay))
        if who := _mover(after, stay):
            end, home = _arrived(stays[at + 1 :], stay.span.end)
            told = end if who == ALONE else stay.span.end
            yield Way("fetches", child, who, place, stay.span.end, told, home, is_night_there(stay))


def _out(stay: ChildSpan) -> bool:
    """Whether a child is on its way, or waits somewhere."""
    return stay.how in ("escort", "alone", "care") and (stay.to_place is not None or stay.place != HOME)


def _set_out(before: Sequence[ChildSpan], instant: int) -> int:
    """When the way to a place began."""
    for stay in reversed(before):
        if not _out(stay):
            break
        instant = stay.span.start
    return instant


def _arrived(after: Sequence[ChildSpan], instant: int) -> tuple[int, bool]:
    """When the way from a place ends, and whether that is at home."""
    for stay in after:
        if not _out(stay):
            return instant, stay.how != "attendance"
        instant = stay.span.end
    return instant, True


def _mover(other: ChildSpan | None, stay: ChildSpan) -> str | None:
    if other is None or other.how in ("custody", "attendance"):
        return None
    if other.how == "gap":
        return NOBODY
    return ALONE if other.how == "alone" else other.met_by or stay.met_by


def alone_at_home(stay: ChildSpan, adults: Mapping[str, Sequence[AdultSpan]]) -> tuple[tuple[Span, str], ...]:
    """The parts of a child's time alone, each with who of those in reach is at home with it, empty where nobody is."""
    who = stay.reached_by or ""
    near = [one.span for one in adults.get(who, ()) if one.place == HOME and one.to_place is None]
    here = inside(merged(near), stay.span) if stay.place == HOME and stay.to_place is None else ()
    return tuple(sorted([*((part, who) for part in here), *((part, "") for part in minus([stay.span], here))]))


def nobody_said(verified: Verified) -> tuple[str, ...]:
    """The ways that nobody makes, a sentence each: Nobody brings Mia to school on Tue 3 and Thu 5."""
    clock, plan = verified.week.clock, verified.plan
    children: dict[tuple[dt.date, str, str], dict[str, None]] = {}
    for child in verified.week.household.children:
        for way in ways_of(child.name, plan.children.get(child.id, ())):
            if way.who == NOBODY:
                children.setdefault((clock.date(way.instant), way.verb, way.place), {})[child.name] = None
    places: dict[tuple[dt.date, str], list[str]] = {}
    for (date, verb, place), whom in children.items():
        places.setdefault((date, verb), []).append(_whom(verb, tuple(whom), place))
    dates: dict[str, list[dt.date]] = {}
    for (date, verb), whither in sorted(places.items(), key=lambda item: item[0]):
        dates.setdefault(f"{NOBODY} {verb} {listed(whither)}", []).append(date)
    return tuple(f"{text} {days_text(days)}" for text, days in dates.items())


def way_text(who: str, verb: str, children: Sequence[str], place: str) -> str:
    """Ana brings Mia and Leo to school."""
    return f"{who} {verb} {_whom(verb, children, place)}"


def _whom(verb: str, children: Sequence[str], place: str) -> str:
    return f"{listed(children)} {'to' if verb == 'brings' else 'from'} {place}"
