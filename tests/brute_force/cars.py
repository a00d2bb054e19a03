"""Whether everybody's days go together with the shared vehicles, and who gets somewhere for want of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kinrota.model.places import ELSEWHERE, HOME, MODES
from kinrota.model.time import Span
from tests.brute_force.facts import Facts
from tests.brute_force.movements import Piece

Day = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """An adult's time from leaving home to being home again."""

    adult: str
    span: Span
    pieces: Day

    @property
    def vehicle(self) -> str:
        """What it has taken."""
        return self.pieces[0].vehicle


def lifts(day: Day) -> list[int]:
    """The instants at which an adult is at once at another known place."""
    found = []
    for before, after in pairwise(day):
        here, there = before.to_place or before.place, after.place
        if here != there and None not in (here, there) and ELSEWHERE not in (here, there):
            found.append(after.start)
    return found


def fit(facts: Facts, adults: dict[str, Day]) -> bool:
    """Whether no vehicle is taken twice, and each is left at home only for another who drives it."""
    rounds = [one for name, day in adults.items() for one in _rounds(name, day)]
    for n, one in enumerate(rounds):
        if one.vehicle and any(one.vehicle == other.vehicle and one.span.overlaps(other.span) for other in rounds[:n]):
            return False
    return all(_rightly(facts, one, rounds) for one in rounds if not one.vehicle and facts.driven(one.adult))


def _rounds(adult: str, day: Day) -> Iterator[Round]:
    out: list[Piece] = []
    for piece in day:
        at_home = piece.place == HOME and piece.to_place is None
        if out and piece.place == HOME:
            yield Round(adult, Span(out[0].start, piece.start), tuple(out))
            out = []
        if not at_home and piece.place is not None:
            out.append(piece)
    if out:
        yield Round(adult, Span(out[0].start, out[-1].end), tuple(out))


def _rightly(facts: Facts, mine: Round, rounds: list[Round]) -> bool:
    """Whether no vehicle that would be quicker is there for it, for a load that it has on the way."""
    there = [
        seats
        for vehicle, seats in facts.driven(mine.adult).items()
        if not any(
            other.vehicle == vehicle
            and (other.span.holds(mine.span.start) or mine.span.start < other.span.start < mine.span.end)
            for other in rounds
        )
    ]
    first = mine.pieces[0]
    if not there or first.place == ELSEWHERE:
        return True
    if first.to_place is None:
        return False
    adult = facts.case.adults[mine.adult]
    rides = [
        facts.ride(adult, HOME, first.to_place, piece.aboard, MODES, max(there))
        for piece in mine.pieces
        if piece.doing == "travel"
    ]
    return any(ride is not None and ride[1] == first.mode for ride in rides)
