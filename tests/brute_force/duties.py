"""Every way in which what a tiny household owes itself could be done: routines, chores, own time, together."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from kinrota.model.duties import Chore, Occasion, Routine
from kinrota.model.people import Need
from kinrota.model.places import HOME
from kinrota.model.plan import CHORE, ROUTINE, TOGETHER, Miss
from kinrota.model.time import Span, WallSpan
from tests.brute_force.facts import Facts
from tests.brute_force.leisure import Own, TimeTogether
from tests.brute_force.movements import Duty, Piece
from tests.brute_force.moves import Moves
from tests.brute_force.owed import Owed, all_doing, asked, at_home, missed

Day = tuple[Piece, ...]
Step = Callable[[Moves], Iterator[Moves]]
HALF_HOUR = 30
BY_DAY = WallSpan(7 * 60, 22 * 60)
"""The hours of a chore without a window."""


class Duties:
    """All that a household owes itself on the one day."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.steps = facts, _steps(facts)
        self.owed = bool(self.steps or facts.week.household.occasions)

    def ways(self, moves: Moves) -> Iterator[Moves]:
        """One way of moving with every way of doing, or missing, what is owed."""
        ways: Iterable[Moves] = [moves]
        for step in self.steps:
            ways = itertools.chain.from_iterable(map(step, ways))
        for way in ways:
            if all(_ready(self.facts, day) for day in way.adults.values()):
                yield _kept(self.facts, way)


def _steps(facts: Facts) -> list[Step]:
    """What is owed, one after another; routines first, as they are fixed instants for what follows."""
    household, day = facts.week.household, facts.week.clock.date(facts.week.horizon.start)
    if household.paused(day):
        return []
    steps: list[Step] = [_Routines(facts, routine).ways for routine in household.routines]
    steps += [TimeTogether(facts, together).ways for together in household.together]
    steps += [Own(facts, adult).ways for adult in household.residents if adult.own_time]
    steps += [_Chores(facts, chore).ways for chore in household.chores]
    return steps


def _ready(facts: Facts, day: Day) -> bool:
    """Whether there is nothing to do but care in the minutes before leaving home with children."""
    ready = facts.week.household.slack.ready
    return not any(
        piece.duty and piece.end > out.start - ready and piece.start < out.start
        for out in day
        if out.doing == "travel" and out.place == HOME and out.aboard
        for piece in day
    )


class _Routines(Owed):
    """A routine on the one day."""

    def __init__(self, facts: Facts, routine: Routine) -> None:
        super().__init__(facts)
        self.routine = routine
        window = self.clock.span(self.day, routine.window)
        self.window = window if window and self.horizon.covers(window) else None
        self.children = [
            child for child in routine.children if self.window is None or not self.away(child, self.window)
        ]

    def ways(self, moves: Moves) -> Iterator[Moves]:
        """Every beginning and every doer, and none."""
        nobody_left = bool(self.routine.children) and not self.children
        if self.window is None or nobody_left or self.day.weekday() not in self.routine.weekdays:
            yield moves
            return
        for span in self._spans(self.window):
            if all(self._there(moves, child, span) for child in self.children):
                for doers in self._doers():
                    yield from self._done(moves, span, doers)
        yield missed(moves, self._miss(), *self._too_seldom(()))

    def _spans(self, window: Span) -> list[Span]:
        starts = {window.start, window.end - self.routine.takes, *self.clock.ticks(window, self.household.grid)}
        return [Span(t, t + self.routine.takes) for t in sorted(starts) if t + self.routine.takes <= window.end]

    def _there(self, moves: Moves, child: str, span: Span) -> bool:
        sleeper = self.window is not None and self.asleep(child, self.window, all)
        return at_home(moves, child, span) and (sleeper or not self.asleep(child, span, any))

    def _doers(self) -> list[tuple[str, ...]]:
        """On one day `each` is the same as `any`."""
        by = self.routine.by
        return [by] if self.routine.how == "all" else [(name,) for name in by]

    def _done(self, moves: Moves, span: Span, doers: tuple[str, ...]) -> Iterator[Moves]:
        duty = Duty(f"{ROUTINE}{self.routine.id}", Need.WATCH, Need.WATCH, in_reach=True)
        done = all_doing(moves, [(name, span, duty) for name in doers])
        if done:
            answering = (*done.answering, *self.answering(self.children, span, doers))
            yield missed(replace(done, answering=answering), *self._too_seldom(doers))

    def _miss(self) -> Miss:
        level, cost = {
            "must": ("broken", self.weights.must_missed),
            "protect": ("lost", self.weights.protect_missed),
            "want": ("strain", self.weights.want_missed),
        }[self.routine.weight]
        return self.miss(f"routine:{self.routine.id}", level, cost)

    def _too_seldom(self, doers: tuple[str, ...]) -> list[Miss]:
        """Nobody is asked more often than once, as it is owed once."""
        return [
            self.miss(f"at-least:{self.routine.id}/{name}", "lost", self.weights.at_least_missed)
            for name, times in self.routine.at_least
            if name not in doers and asked(times)
        ]


class _Chores(Owed):
    """A chore on the one day."""

    def __init__(self, facts: Facts, chore: Chore) -> None:
        super().__init__(facts)
        self.chore = chore
        self.owed = chore.times if chore.per == "day" else asked(chore.times)
        window = self.clock.span(self.day, chore.window or BY_DAY)
        self.window = window.common(self.horizon) if window else None

    def ways(self, moves: Moves) -> Iterator[Moves]:
        """Every number of times, one after the other."""
        for times in range(self.owed, -1, -1):
            undone = [
                self.miss(f"chore:{self.chore.id}#{number}", "strain", self.weights.chore_undone)
                for number in range(times + 1, self.owed + 1)
            ]
            for done in self._times(moves, 1, times):
                yield missed(done, *undone)

    def _times(self, moves: Moves, number: int, last: int, since: int | None = None) -> Iterator[Moves]:
        if number > last:
            yield moves
            return
        for done, until in self._once(moves, number, 0, Span(since or self.horizon.start, self.horizon.end + 1)):
            yield from self._times(done, number + 1, last, until)

    def _once(self, moves: Moves, number: int, go: int, begins: Span) -> Iterator[tuple[Moves, int]]:
        """From one go on, which begins in a stretch."""
        if go == len(self.chore.goes):
            yield moves, begins.start
            return
        takes = sum(step.least for step in self.chore.goes[go])
        for start in self._starts(takes):
            if not begins.holds(start):
                continue
            for adult in self.chore.by:
                done = all_doing(moves, self._steps(adult, start, number, go))
                if done is None:
                    continue
                end = start + takes
                if go + 1 < len(self.chore.goes):
                    least, most = self.chore.waiting[go]
                    yield from self._once(done, number, go + 1, Span(end + least, end + most + 1))
                else:
                    yield done, end

    def _starts(self, takes: int) -> list[int]:
        if self.window is None:
            return []
        step = self.household.grid if self.chore.per == "day" else HALF_HOUR
        starts = {self.window.start, self.window.end - takes, *self.clock.ticks(self.window, step)}
        return [t for t in sorted(starts) if self.window.start <= t <= self.window.end - takes]

    def _steps(self, adult: str, start: int, number: int, go: int) -> Iterator[tuple[str, Span, Duty]]:
        before = sum(len(steps) for steps in self.chore.goes[:go])
        gives = {"watch": Need.WATCH, "near": Need.NEAR, "nothing": Need.NONE}[self.chore.while_caring]
        for n, step in enumerate(self.chore.goes[go], start=before):
            label = self.chore.label(number, n)
            assert label.startswith(CHORE)
            yield adult, Span(start, start + step.least), Duty(label, gives, gives, in_reach=gives is not Need.NONE)
            start += step.least


def _kept(facts: Facts, moves: Moves) -> Moves:
    """With those whom an occasion is without."""
    household = facts.week.household
    found = [miss for occasion in household.occasions for miss in _without(facts, moves, occasion)]
    return replace(missed(moves, *found), complete=True)


def _without(facts: Facts, moves: Moves, occasion: Occasion) -> Iterator[Miss]:
    owed = Owed(facts)
    span = owed.clock.span(occasion.on, occasion.wall)
    if span is None or not owed.horizon.covers(span) or owed.household.paused(occasion.on):
        return
    missing = sum(
        not (_there_as_child(owed, moves, who, span) if who in moves.children else _there_as_adult(moves, who, span))
        for who in occasion.who
        if not owed.away(who, span)
    )
    yield owed.miss(f"occasion:{occasion.id}", "broken", owed.weights.occasion_missed * missing)


def _there_as_child(owed: Owed, moves: Moves, child: str, span: Span) -> bool:
    parts = [part for part in moves.children[child] if part.start < span.end and span.start < part.end]
    at_home = all(part.place == HOME and part.to_place is None for part in parts)
    return at_home and not owed.asleep(child, span, any)


def _there_as_adult(moves: Moves, adult: str, span: Span) -> bool:
    """At home, awake, not at work, and busy with nothing but care, a routine or time together."""
    pieces = [piece for piece in moves.adults[adult] if piece.start < span.end and span.start < piece.end]
    return all(
        piece.doing == "home" or (piece.duty is not None and piece.duty.label.startswith((ROUTINE, TOGETHER)))
        for piece in pieces
    )
