"""One way of moving for everybody, with what is done at home besides care, and the instants that it fixes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from msgspec import Struct

from kinrota.model.places import HOME
from kinrota.model.plan import Miss
from kinrota.model.time import Span
from kinrota.verify.pins import said_edges
from tests.brute_force.facts import Facts
from tests.brute_force.movements import Choice, Piece
from tests.brute_force.parts import Part

SpanT = TypeVar("SpanT", Part, Piece)


@dataclass(frozen=True, slots=True)
class Answering:
    """A stretch in which one of these adults is the carer of a child that needs anybody."""

    child: str
    span: Span
    adults: frozenset[str]


class Moves(Struct, frozen=True, dict=True):
    """One way of moving for everybody: adults' days and children's parts; both partition the horizon."""

    facts: Facts
    adults: dict[str, tuple[Piece, ...]]
    children: dict[str, tuple[Part, ...]]
    choices: tuple[Choice, ...]
    strain: Fraction
    """What it costs whoever answers for whom, apart from what is missed at home."""
    answering: tuple[Answering, ...] = ()
    misses: tuple[Miss, ...] = ()
    complete: bool = False
    """Whether what the household owes itself is in it."""

    def at_level(self, level: str) -> Fraction:
        """What all that is missed costs at a level."""
        return sum((miss.cost for miss in self.misses if miss.level == level), Fraction(0))

    @cached_property
    def in_any_case(self) -> Fraction:
        """The strain whoever answers for whom."""
        return self.strain + self.at_level("strain")

    def answerers(self, child: str, instant: int) -> frozenset[str] | None:
        """Who alone may answer for a child then; None is anybody."""
        sets = [one.adults for one in self.answering if one.child == child and one.span.holds(instant)]
        return frozenset.intersection(*sets) if sets else None

    @cached_property
    def cuts(self) -> tuple[int, ...]:
        """Every instant at which something may change."""
        horizon = self.facts.week.horizon
        found = {horizon.start, horizon.end, *self.fixed, *self.helping, *self.moved, *self.silent, *self.adults_out}
        return tuple(t for t in sorted(found) if t in (horizon.start, horizon.end) or self._matters(t))

    @cached_property
    def silent(self) -> frozenset[int]:
        """Instants at which the load of care begins or ends to count, but nobody may take over for that."""
        visits = [visit for visit in self.facts.visits if not visit.club]
        return frozenset(t for visit in visits for t in (visit.first_drop, visit.last_pick)) - self.fixed

    @cached_property
    def fixed(self) -> frozenset[int]:
        """The instants at which anybody may take over."""
        case, horizon = self.facts.case, self.facts.week.horizon
        found = set(self.facts.week.clock.whole_hours(horizon)) | said_edges(case)
        for name, pieces in self.adults.items():
            if not case.adults[name].helper:
                found |= {
                    after.start
                    for before, after in itertools.pairwise(pieces)
                    if (HOME in (before.to_place or before.place, after.place) and not _idle(before, after))
                    or {"work", "away", "unknown"} & {before.doing, after.doing}
                }
            found |= {t for piece in pieces if piece.duty and piece.duty.fixed for t in (piece.start, piece.end)}
        for child, parts in self.children.items():
            found |= {
                after.start
                for before, after in itertools.pairwise(parts)
                if HOME in (before.to_place or before.place, after.place) or "away" in (before.kind, after.kind)
            }
            childhood = case.childhood[child]
            states = list(zip(childhood.need, childhood.night, childhood.nap, strict=True))
            found |= {horizon.start + m for m in range(1, len(states)) if states[m] != states[m - 1]}
        return frozenset(found)

    @cached_property
    def comings(self) -> frozenset[int]:
        """The instants at which a resident or a child comes home or leaves it."""
        residents = [adult.id for adult in self.facts.week.household.residents]
        found = {t for name in residents for t in _out_and_home(self.adults[name])}
        return frozenset(found.union(*(_out_and_home(parts) for parts in self.children.values())))

    @cached_property
    def helping(self) -> dict[int, frozenset[str]]:
        """The instants at which helpers come or go."""
        found: dict[int, frozenset[str]] = {}
        for helper in self.facts.week.household.helpers:
            for piece in self.adults[helper.id][1:]:
                found[piece.start] = found.get(piece.start, frozenset()) | {helper.id}
        return found

    @cached_property
    def adults_out(self) -> frozenset[int]:
        """The instants at which an adult begins something else elsewhere."""
        return frozenset(piece.start for pieces in self.adults.values() for piece in pieces) - self.fixed

    @cached_property
    def moved(self) -> frozenset[int]:
        """The instants at which a child begins or ends something elsewhere, when nobody takes over at home."""
        return frozenset(part.start for parts in self.children.values() for part in parts) - self.fixed

    def _matters(self, instant: int) -> bool:
        """Whether some child is not with the other household just before, or from then on, or load begins or ends."""
        return any(
            at(parts, t).kind != "away" for parts in self.children.values() for t in (instant - 1, instant)
        ) or any(
            piece.duty and piece.duty.loads and instant in (piece.start, piece.end)
            for pieces in self.adults.values()
            for piece in pieces
        )


def at(parts: Sequence[SpanT], instant: int) -> SpanT:
    """The stretch that holds an instant."""
    return next(part for part in parts if part.start <= instant < part.end)


def _idle(before: Piece, after: Piece) -> bool:
    """Whether an adult is at home, awake and not at work before and after."""
    return {before.doing, after.doing} <= {"home", "duty"}


def _out_and_home(day: Sequence[Part] | Sequence[Piece]) -> Iterator[int]:
    """The instants at which somebody is at home just before, or from then on, but not both."""
    at_home = [(one.start, one.place == HOME and one.to_place is None) for one in day]
    yield from (start for (_, before), (start, after) in itertools.pairwise(at_home) if before != after)
