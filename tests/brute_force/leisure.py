"""Every way in which own time and time together could be had: stretches between fixed instants."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property

from msgspec.structs import replace

from kinrota.model.duties import Together
from kinrota.model.people import Adult, Need
from kinrota.model.plan import OWN, TOGETHER
from kinrota.model.time import Span, WallSpan
from kinrota.verify.handovers import nights
from tests.brute_force.facts import Facts
from tests.brute_force.movements import Duty
from tests.brute_force.moves import Moves
from tests.brute_force.owed import Owed, all_doing, asked, at_home, missed

Times = tuple[Span, ...]
SHORTEST = 30
"""Minutes that a stretch of own time has at the least."""
SMALL_HOURS = WallSpan(0, 5 * 60)
"""When nobody has time of its own."""


class _Stretches(Owed):
    """Stretches of time that begin and end at fixed instants."""

    owed: int
    shortest: int

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self.known: dict[tuple[tuple[Times, ...], Times], list[Times]] = {}

    def instants(self, moves: Moves) -> list[int]:
        """Fixed instants; strictly inside a night the full hours, and when somebody comes or goes."""
        hours = set(self.clock.whole_hours(self.horizon))
        inside = {t for night in self.nights for t in moves.fixed if night.start < t < night.end}
        return sorted(moves.fixed - (inside - hours - moves.comings))

    @cached_property
    def nights(self) -> list[Span]:
        """The nights, in which less is fixed."""
        return list(nights(self.facts.case))

    def sets(self, moves: Moves, adults: Iterable[str]) -> list[Times]:
        """Every set of stretches of time at home of which nothing could be left out without loss."""
        home = tuple(tuple(_home(moves, adult)) for adult in adults)
        instants = self.instants(moves)
        small_hours = self.clock.span(self.day, SMALL_HOURS)
        free = tuple(
            span
            for span in itertools.starmap(Span, itertools.pairwise(instants))
            if all(_covered(span, spans) for spans in home) and not (small_hours and span.overlaps(small_hours))
        )
        if (home, free) not in self.known:
            self.known[home, free] = list(self._sets(home, free))
        return self.known[home, free]

    def _sets(self, home: tuple[Times, ...], free: Times) -> Iterator[Times]:
        single = [
            Span(one.start, other.end)
            for one, other in itertools.combinations_with_replacement(free, 2)
            if other.end - one.start >= self.shortest
            and all(_covered(Span(one.start, other.end), spans) for spans in home)
        ]
        for times in self._apart(sorted(single), -(-self.owed // self.shortest)):
            if not self._spare(times, free):
                yield times

    def _apart(self, single: list[Span], most: int) -> Iterator[Times]:
        """Every choice of up to so many stretches that do not touch."""
        yield ()
        for n, span in enumerate(single if most else ()):
            for rest in self._apart([other for other in single[n + 1 :] if other.start > span.end], most - 1):
                yield (span, *rest)

    def _spare(self, times: Times, free: Times) -> bool:
        """Whether less would cost no more: nobody loses by being free."""
        worth = self.costs(times)
        for n, span in enumerate(times):
            parts = [part for part in free if span.covers(part)]
            for start, end in ((parts[0].end, span.end), (span.start, parts[-1].start), (0, 0)):
                if end - start >= self.shortest or not end:
                    kept = (Span(start, end),) if end else ()
                    less = self.costs((*times[:n], *kept, *times[n + 1 :]))
                    if less[0] <= worth[0] and less[1] <= worth[1]:
                        return True
        return False

    def costs(self, times: Times) -> tuple[Fraction, Fraction]:
        """What is lost, and what strain."""
        raise NotImplementedError

    def short(self, times: Times) -> int:
        """The minutes that are missing."""
        return max(self.owed - sum(span.minutes for span in times), 0)


class Own(_Stretches):
    """A resident's own time on the one day."""

    def __init__(self, facts: Facts, adult: Adult) -> None:
        super().__init__(facts)
        assert adult.own_time is not None
        self.adult, self.block = adult.id, adult.own_time.block
        self.owed, self.shortest = asked(adult.own_time.per_week), SHORTEST
        lone = len(self.household.residents) == 1
        self.duty = Duty(OWN, Need.NONE, Need.NEAR if lone else Need.NONE)

    def costs(self, times: Times) -> tuple[Fraction, Fraction]:
        """What is short, and the stretches shorter than a block."""
        brief = sum(span.minutes < self.block for span in times)
        return self.weights.own_time_short * self.short(times) / 15, self.weights.own_block_short * brief

    def ways(self, moves: Moves) -> Iterator[Moves]:
        """Every set of stretches."""
        for times in self.sets(moves, [self.adult]):
            done = all_doing(moves, [(self.adult, span, self.duty) for span in times])
            if done:
                lost, strain = self.costs(times)
                yield missed(replace(done, strain=done.strain + strain), self.miss(f"own:{self.adult}", "lost", lost))


class TimeTogether(_Stretches):
    """The couple's or the family's time on the one day."""

    def __init__(self, facts: Facts, together: Together) -> None:
        super().__init__(facts)
        adults = {adult.id for adult in self.household.adults}
        self.id, self.owed, self.shortest = together.id, asked(together.per_week), together.block
        self.adults = [name for name in together.who if name in adults]
        self.children = [name for name in together.who if name not in adults]
        gives = Need.WATCH if self.children else Need.NONE
        self.duty = Duty(TOGETHER, gives, gives, in_reach=bool(self.children), event=together.id)

    def costs(self, times: Times) -> tuple[Fraction, Fraction]:
        """What is short."""
        return self.weights.together_short * self.short(times) / 15, Fraction(0)

    def ways(self, moves: Moves) -> Iterator[Moves]:
        """Every set of stretches in which all are there."""
        for times in self.sets(moves, self.adults):
            if not all(at_home(moves, c, s) and not self.asleep(c, s, any) for c in self.children for s in times):
                continue
            done = all_doing(moves, [(adult, span, self.duty) for span in times for adult in self.adults])
            if done:
                answering = [one for span in times for one in self.answering(self.children, span, self.adults)]
                lost, _ = self.costs(times)
                kept = replace(done, answering=(*done.answering, *answering))
                yield missed(kept, self.miss(f"together:{self.id}", "lost", lost))


def _home(moves: Moves, adult: str) -> list[Span]:
    """When an adult is at home with nothing to do."""
    return [Span(piece.start, piece.end) for piece in moves.adults[adult] if piece.doing == "home"]


def _covered(span: Span, spans: Iterable[Span]) -> bool:
    return any(other.covers(span) for other in spans)
