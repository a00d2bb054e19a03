"""What all kinds of things to do at home have in common: who is free for them, and what is missed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from fractions import Fraction

from msgspec.structs import replace

from kinrota.model.places import HOME
from kinrota.model.plan import Miss
from kinrota.model.time import Span
from tests.brute_force.facts import Facts
from tests.brute_force.movements import Duty, Piece
from tests.brute_force.moves import Answering, Moves

DAYS_A_WEEK = 7
BECAUSE = "There is no time for it."


def asked(times: int) -> int:
    """What a horizon of one day owes of something asked for each week."""
    return times // DAYS_A_WEEK


def _doing(moves: Moves, adult: str, span: Span, duty: Duty) -> Moves | None:
    """An adult does something, at home with nothing else to do; None where it is not."""
    found: list[Piece] = []
    done = False
    for piece in moves.adults[adult]:
        if piece.doing != "home" or not Span(piece.start, piece.end).covers(span):
            found.append(piece)
            continue
        done = True
        found += [replace(piece, end=span.start)] if piece.start < span.start else []
        found.append(Piece(span.start, span.end, "duty", HOME, duty=duty))
        found += [replace(piece, start=span.end)] if span.end < piece.end else []
    return replace(moves, adults={**moves.adults, adult: tuple(found)}) if done else None


def all_doing(moves: Moves, doing: Iterable[tuple[str, Span, Duty]]) -> Moves | None:
    found: Moves | None = moves
    for adult, span, duty in doing:
        found = found and _doing(found, adult, span, duty)
    return found


def missed(moves: Moves, *misses: Miss) -> Moves:
    return replace(moves, misses=(*moves.misses, *(miss for miss in misses if miss.cost)))


def at_home(moves: Moves, child: str, span: Span) -> bool:
    """Whether a child is at home, and not there for want of an escort."""
    return all(part.kind == "home" for part in moves.children[child] if part.start < span.end and span.start < part.end)


class Owed:
    """What all kinds need of a day."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.household, self.clock = facts, facts.week.household, facts.week.clock
        self.horizon, self.weights = facts.week.horizon, facts.week.household.weights
        self.day: dt.date = self.clock.date(self.horizon.start)
        self.on = self.day.isoformat()

    def miss(self, what: str, level: str, cost: Fraction) -> Miss:
        return Miss(what, self.on, level, cost, BECAUSE)

    def asleep(self, child: str, span: Span, least: Callable[[Iterable[bool]], bool]) -> bool:
        """Whether a child sleeps in `any` or `all` minutes of a stretch."""
        childhood = self.facts.case.childhood[child]
        return least(childhood.asleep(t - self.horizon.start) for t in range(span.start, span.end))

    def away(self, child: str, span: Span) -> bool:
        """Whether custody touches a stretch."""
        return any(who == child and away.overlaps(span) for who, away in self.facts.week.custody)

    def answering(self, children: Iterable[str], span: Span, adults: Iterable[str]) -> tuple[Answering, ...]:
        return tuple(Answering(child, span, frozenset(adults)) for child in children)
