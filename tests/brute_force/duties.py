"""Every way in which what a tiny household owes itself could be done: routines, chores, own time, together."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from kinrota.model.duties import Chore, Occasion, Routine, Together
from kinrota.model.people import Adult, Need
from kinrota.model.places import HOME
from kinrota.model.plan import CHORE, OWN, ROUTINE, TOGETHER, Miss
from kinrota.model.time import Span, WallSpan
from kinrota.verify.handovers import nights
from tests.brute_force.carers import Answering, Moves
from tests.brute_force.facts import Facts
from tests.brute_force.movements import Duty, Piece

Day = tuple[Piece, ...]
Step = Callable[[Moves], Iterator[Moves]]
Times = tuple[Span, ...]
DAYS_A_WEEK = 7
HALF_HOUR = 30
SHORTEST = 30
"""Minutes that a stretch of own time has at the least."""
BY_DAY = WallSpan(7 * 60, 22 * 60)
"""The hours of a chore without a window."""
SMALL_HOURS = WallSpan(0, 5 * 60)
"""When nobody has time of its own."""
BECAUSE = "There is no time for it."


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
    steps += [_Together(facts, together).ways for together in household.together]
    steps += [_Own(facts, adult).ways for adult in household.residents if adult.own_time]
    steps += [_Chores(facts, chore).ways for chore in household.chores]
    return steps


def _asked(times: int) -> int:
    """What a horizon of one day owes of something asked for each week."""
    return times // DAYS_A_WEEK


def _ready(facts: Facts, day: Day) -> bool:
    """Whether there is nothing to do but care in the minutes before leaving home with children."""
    ready = facts.week.household.slack.ready
    return not any(
        piece.duty and piece.end > out.start - ready and piece.start < out.start
        for out in day
        if out.doing == "travel" and out.place == HOME and out.aboard
        for piece in day
    )


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


def _all_doing(moves: Moves, doing: Iterable[tuple[str, Span, Duty]]) -> Moves | None:
    found: Moves | None = moves
    for adult, span, duty in doing:
        found = found and _doing(found, adult, span, duty)
    return found


def _missed(moves: Moves, *misses: Miss) -> Moves:
    return replace(moves, misses=(*moves.misses, *(miss for miss in misses if miss.cost)))


def _at_home(moves: Moves, child: str, span: Span) -> bool:
    """Whether a child is at home, and not there for want of an escort."""
    return all(part.kind == "home" for part in moves.children[child] if part.start < span.end and span.start < part.end)


class _Owed:
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


class _Routines(_Owed):
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
        yield _missed(moves, self._miss(), *self._too_seldom(()))

    def _spans(self, window: Span) -> list[Span]:
        starts = {window.start, window.end - self.routine.takes, *self.clock.ticks(window, self.household.grid)}
        return [Span(t, t + self.routine.takes) for t in sorted(starts) if t + self.routine.takes <= window.end]

    def _there(self, moves: Moves, child: str, span: Span) -> bool:
        sleeper = self.window is not None and self.asleep(child, self.window, all)
        return _at_home(moves, child, span) and (sleeper or not self.asleep(child, span, any))

    def _doers(self) -> list[tuple[str, ...]]:
        """On one day `each` is the same as `any`."""
        by = self.routine.by
        return [by] if self.routine.how == "all" else [(name,) for name in by]

    def _done(self, moves: Moves, span: Span, doers: tuple[str, ...]) -> Iterator[Moves]:
        duty = Duty(f"{ROUTINE}{self.routine.id}", Need.WATCH, Need.WATCH, in_reach=True)
        done = _all_doing(moves, [(name, span, duty) for name in doers])
        if done:
            answering = (*done.answering, *self.answering(self.children, span, doers))
            yield _missed(replace(done, answering=answering), *self._too_seldom(doers))

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
            if name not in doers and _asked(times)
        ]


class _Chores(_Owed):
    """A chore on the one day."""

    def __init__(self, facts: Facts, chore: Chore) -> None:
        super().__init__(facts)
        self.chore = chore
        self.owed = chore.times if chore.per == "day" else _asked(chore.times)
        window = self.clock.span(self.day, chore.window or BY_DAY)
        self.window = window.common(self.horizon) if window else None

    def ways(self, moves: Moves) -> Iterator[Moves]:
        """Every number of times, one after the other."""
        for times in range(self.owed, -1, -1):
            missed = [
                self.miss(f"chore:{self.chore.id}#{number}", "strain", self.weights.chore_undone)
                for number in range(times + 1, self.owed + 1)
            ]
            for done in self._times(moves, 1, times):
                yield _missed(done, *missed)

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
                done = _all_doing(moves, self._steps(adult, start, number, go))
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


class _Stretches(_Owed):
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


class _Own(_Stretches):
    """A resident's own time on the one day."""

    def __init__(self, facts: Facts, adult: Adult) -> None:
        super().__init__(facts)
        assert adult.own_time is not None
        self.adult, self.block = adult.id, adult.own_time.block
        self.owed, self.shortest = _asked(adult.own_time.per_week), SHORTEST
        lone = len(self.household.residents) == 1
        self.duty = Duty(OWN, Need.NONE, Need.NEAR if lone else Need.NONE)

    def costs(self, times: Times) -> tuple[Fraction, Fraction]:
        """What is short, and the stretches shorter than a block."""
        brief = sum(span.minutes < self.block for span in times)
        return self.weights.own_time_short * self.short(times) / 15, self.weights.own_block_short * brief

    def ways(self, moves: Moves) -> Iterator[Moves]:
        """Every set of stretches."""
        for times in self.sets(moves, [self.adult]):
            done = _all_doing(moves, [(self.adult, span, self.duty) for span in times])
            if done:
                lost, strain = self.costs(times)
                yield _missed(replace(done, strain=done.strain + strain), self.miss(f"own:{self.adult}", "lost", lost))


class _Together(_Stretches):
    """The couple's or the family's time on the one day."""

    def __init__(self, facts: Facts, together: Together) -> None:
        super().__init__(facts)
        adults = {adult.id for adult in self.household.adults}
        self.id, self.owed, self.shortest = together.id, _asked(together.per_week), together.block
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
            if not all(_at_home(moves, c, s) and not self.asleep(c, s, any) for c in self.children for s in times):
                continue
            done = _all_doing(moves, [(adult, span, self.duty) for span in times for adult in self.adults])
            if done:
                answering = [one for span in times for one in self.answering(self.children, span, self.adults)]
                lost, _ = self.costs(times)
                kept = replace(done, answering=(*done.answering, *answering))
                yield _missed(kept, self.miss(f"together:{self.id}", "lost", lost))


def _home(moves: Moves, adult: str) -> list[Span]:
    """When an adult is at home with nothing to do."""
    return [Span(piece.start, piece.end) for piece in moves.adults[adult] if piece.doing == "home"]


def _covered(span: Span, spans: Iterable[Span]) -> bool:
    return any(other.covers(span) for other in spans)


def _kept(facts: Facts, moves: Moves) -> Moves:
    """With those whom an occasion is without."""
    household = facts.week.household
    found = [miss for occasion in household.occasions for miss in _without(facts, moves, occasion)]
    return replace(_missed(moves, *found), complete=True)


def _without(facts: Facts, moves: Moves, occasion: Occasion) -> Iterator[Miss]:
    owed = _Owed(facts)
    span = owed.clock.span(occasion.on, occasion.wall)
    if span is None or not owed.horizon.covers(span) or owed.household.paused(occasion.on):
        return
    missing = sum(
        not (_there_as_child(owed, moves, who, span) if who in moves.children else _there_as_adult(moves, who, span))
        for who in occasion.who
        if not owed.away(who, span)
    )
    yield owed.miss(f"occasion:{occasion.id}", "broken", owed.weights.occasion_missed * missing)


def _there_as_child(owed: _Owed, moves: Moves, child: str, span: Span) -> bool:
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
