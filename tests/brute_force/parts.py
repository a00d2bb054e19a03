"""A child's day as everybody's movements make it: at home, on its way, at a place, with the other household."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.places import HOME, Mode
from kinrota.model.time import Span, minus
from tests.brute_force.facts import ITSELF, NOBODY, Facts
from tests.brute_force.movements import Choice, Piece

Day = tuple[Piece, ...]


class Part(Struct, frozen=True):
    """A stretch of a child's day whose kind is settled by how everybody moves."""

    start: int
    end: int
    kind: str
    """`home`, `ride` or `wait` (with `adult`), `place`, `away`, `alone` or `unescorted`."""
    place: str | None
    adult: str = ""
    to_place: str | None = None
    mode: Mode | None = None

    @property
    def doing(self) -> str:
        """The same as its kind."""
        return self.kind


def parts_of(facts: Facts, child: str, adults: dict[str, Day], mine: list[Choice]) -> tuple[Part, ...] | None:
    """A child's day; None where it would be in two places, moved asleep, or not at home for an exchange."""
    horizon, exchanges = facts.week.horizon, facts.case.childhood[child].exchanges
    whole: list[Part] = []
    now = horizon.start
    for part in sorted(_taken(facts, child, adults, mine), key=lambda part: (part.start, part.end)):
        if part.start < now or part.end > horizon.end or _moved_asleep(facts, child, part):
            return None
        if part.kind not in ("away", "unescorted", "place") and any(
            span.overlaps(Span(part.start, part.end)) for span in exchanges
        ):
            return None
        whole += [Part(now, part.start, "home", HOME)] if part.start > now else []
        whole.append(part)
        now = part.end
    whole += [Part(now, horizon.end, "home", HOME)] if now < horizon.end else []
    return tuple(whole) if _connected(whole) else None


def _taken(facts: Facts, child: str, adults: dict[str, Day], mine: list[Choice]) -> Iterator[Part]:
    """Where it is not simply at home."""
    away = _custody(facts, child)
    yield from (Part(span.start, span.end, "away", None) for span in away)
    for choice in mine:
        if not choice.missed:
            yield Part(choice.drop, choice.pick, "place", choice.visit.place)
            yield from _clipped(_alone_ways(facts, child, choice), away)
            # Straight from or to the other household there is no way that nobody could make.
            if choice.bringer == NOBODY and any(span.end == choice.drop for span in away):
                yield Part(choice.drop - 1, choice.drop, "unescorted", HOME)
            if choice.fetcher == NOBODY and any(span.start == choice.pick for span in away):
                yield Part(choice.pick, choice.pick + 1, "unescorted", HOME)
    for name, pieces in adults.items():
        for piece in pieces:
            if child in piece.aboard:
                kind = "ride" if piece.doing == "travel" else "wait"
                yield Part(piece.start, piece.end, kind, piece.place, name, piece.to_place, piece.mode)


def _custody(facts: Facts, child: str) -> list[Span]:
    return [part for who, span in facts.week.custody if who == child and (part := span.common(facts.week.horizon))]


def _clipped(ways: list[Part], away: list[Span]) -> list[Part]:
    """Ways that nobody makes, as far as custody leaves them."""
    found = []
    for way in ways:
        if way.kind != "unescorted":
            found.append(way)
            continue
        found += [replace(way, start=span.start, end=span.end) for span in minus([Span(way.start, way.end)], away)]
    return found


def _alone_ways(facts: Facts, child: str, choice: Choice) -> list[Part]:
    place, found = choice.visit.place, []
    minutes = facts.unescorted(place)
    if choice.bringer == NOBODY:
        found.append(Part(choice.drop - minutes, choice.drop, "unescorted", HOME))
    if choice.fetcher == NOBODY:
        found.append(Part(choice.pick, choice.pick + minutes, "unescorted", HOME))
    if choice.bringer == ITSELF:
        takes, mode = facts.way_alone(child, HOME, place) or (0, "walk")
        found.append(Part(choice.drop - takes, choice.drop, "alone", HOME, to_place=place, mode=mode))
    if choice.fetcher == ITSELF:
        takes, mode = facts.way_alone(child, place, HOME) or (0, "walk")
        found.append(Part(choice.pick, choice.pick + takes, "alone", place, to_place=HOME, mode=mode))
    return found


def _moved_asleep(facts: Facts, child: str, part: Part) -> bool:
    """Whether it would be on its way while it sleeps, and may not be carried."""
    carried = part.kind == "ride" and facts.week.household.child(child).may_be_carried
    if part.kind not in ("ride", "alone") or carried:
        return False
    start, asleep = facts.week.horizon.start, facts.case.childhood[child].asleep
    return any(asleep(t - start) for t in range(part.start, part.end))


def _connected(parts: list[Part]) -> bool:
    """Whether each stretch begins where the one before ended; custody and unescorted ways join anything at home."""
    for before, after in itertools.pairwise(parts):
        ends = before.to_place or before.place
        if "away" in (before.kind, after.kind):
            other = after if before.kind == "away" else before
            where = other.place if other is after else other.to_place or other.place
            if other.kind != "place" and where != HOME:
                return False
        elif "unescorted" not in (before.kind, after.kind) and ends != after.place:
            return False
    return True
