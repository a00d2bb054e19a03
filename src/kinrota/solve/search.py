"""The search: one level after the other, each locked at its value before the next, with a bound for each.

A plan is improved in pieces of some days, and bounded by pieces: where the days' bounds add up to what was found, it is
proved. Only what pieces leave open is asked of the whole model.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

from msgspec import Struct

from kinrota.model.time import DAY, Span
from kinrota.solve import levels, solving, start
from kinrota.solve.counting import Counting
from kinrota.solve.handovers import Handovers
from kinrota.solve.layout import Layout
from kinrota.solve.levels import Level
from kinrota.solve.missed import Missed
from kinrota.solve.physics import physics
from kinrota.solve.pieces import Objective, Piece, Pieces
from kinrota.solve.program import Program

COMPLETING = 20.0
"""Seconds for who answers for whom in the simplest plan, everybody going where that has it."""
FIRST_SECONDS = 120.0
"""How long the first plan may take at the most, where the simplest one does not fit."""
LOOKING = 10.0
"""Of the seconds asked for so many at least go into looking for a better plan, however long it took to begin."""
TIDYING = 0.08
"""The part of the time that is kept for the choice among equal plans: nobody is to be asked for nothing."""
IMPROVE = 0.3
"""The part of the time left that goes into improving a plan for all levels below `gap` at once."""
ROUNDS = ((0, (1,)), (8 * 60, (1, 2)), (16 * 60, ()))
"""Minutes on each side of a day in a piece that bounds it, and of how many days then the stretches are that improve."""
FLOOR_AROUND = 8 * 60
"""Minutes on each side of a day in a piece that bounds what a day adds to a floor."""
JOINT_AROUND = 16 * 60
"""The same for a run of days that are bounded together, of which one can be better only if another is worse."""
LONGEST_RUN = 4
"""Days of such a run."""
BOUNDING = 0.3
"""The part of the time of its pieces that is kept for bounds while a level is improved."""
OVER = 6 * 60
"""Minutes after a stretch of days that may change with it."""
STRETCHES = (1, 2, 4)
"""Days that are improved at once, in order, where days are not bounded for themselves."""
PIECE_SECONDS, LEAST_SECONDS = 5.0, 0.2
"""How long a piece may take, and what has to be left for it."""
LARGE, HOPELESS = 60_000, 2
"""A model of more constraints than this is asked as a whole below `gap` only if a level's value is less than
so many times its bound by then."""
SHARES = 2
"""How many pieces' shares of the time left a piece may take: most need less than theirs."""
AT_ONCE = 2
"""Pieces that are solved at once."""

Reached = dict[str, tuple[Fraction, Fraction | None]]
"""For each level its value and its bound (None below a level that is not proved)."""


class Found(Struct, frozen=True):
    """The best values found, and the values of every variable of the model."""

    program: Program
    missed: Missed
    values: dict[int, int]
    levels: Reached
    seconds: float

    def holds(self, literal: object) -> bool:
        """Whether a Boolean of the model is true."""
        return bool(self.value(literal))

    def value(self, literal: object) -> int:
        """What a variable is worth; a negated Boolean is one less what it negates."""
        n: int = literal.index  # type: ignore[attr-defined]
        return self.values[n] if n >= 0 else 1 - self.values[-n - 1]


def search(layout: Layout, seconds: float, progress: Callable[[str], None] = lambda _: None) -> Found:
    """Solve level by level; a plan always exists, so there is always one to start from.

    What the lower levels count is added to the model when `gap` is locked: it would only slow its proof. The time is
    counted from the beginning, but what builds the model and finds a first plan leaves some of it.
    """
    started = time.monotonic()
    progress("laying out")
    program, handed = physics(layout)
    progress("a first plan")
    gap = levels.gap(program)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        whole = _Search(program, handed, gap, pool)
        beginning = time.monotonic() - started
        ends = started + time_for(seconds, beginning)
        whole.until = ends - TIDYING * (ends - time.monotonic())
        progress("planning: gap")
        whole.reach(levels.lifts(program))
        whole.reach(gap)
        reached = time.monotonic()
        missed = Missed(program)
        lower = list(levels.lower(program, handed, missed))
        whole.read()
        ends = started + time_for(seconds, beginning + time.monotonic() - reached)
        whole.until = ends - TIDYING * (ends - time.monotonic())
        whole.improve(levels.together(lower), IMPROVE)
        for level in lower:
            if level.name == "tidy":
                whole.until = ends
            progress(f"planning: {level.name}")
            whole.reach(level)
    settled = whole.settled()
    return Found(program, missed, whole.values, settled, time.monotonic() - started)


def time_for(seconds: float, beginning: float) -> float:
    """How long planning takes in all, of which `beginning` went into building the model and a first plan."""
    return max(seconds, beginning + min(seconds, LOOKING))


class _Search:
    """A program, the best values by now, and what was reached."""

    def __init__(self, program: Program, handed: Handovers, gap: Level, pool: ThreadPoolExecutor) -> None:
        self.program, self.model, self.pool = program, program.model, pool
        self.until = time.monotonic()
        """When the time for the levels that are planned now is up."""
        self.values = _any_plan(program, start.first_plan(program), gap.wanted)
        self.pieces = Pieces(program)
        self.counting = Counting(self.pieces, handed, len(self.values))
        self.levels: list[tuple[Level, int]] = []
        """The levels by now, each with its bound."""
        self.weighing = False
        """Whether levels below `gap` are planned, in which much is weighed against much else."""

    def left(self) -> float:
        """Seconds that are left."""
        return max(self.until - time.monotonic(), 1.0)

    def read(self) -> None:
        """Take in what the levels below `gap` have added to the model, and weigh them from now on."""
        self.pieces.read()
        self.weighing = True

    def improve(self, guide: Objective, part: float) -> None:
        """Improve a plan, day by day, by a sum that is none of its levels."""
        if guide.factors:
            self._count(guide)
            self._polish(guide, time.monotonic() + self.left() * part, STRETCHES[:1], rounds=1)

    def reach(self, level: Level) -> None:
        """Minimise a level and lock it at its value."""
        if not level.wanted.factors:
            self.levels.append((level, 0))
            return
        until = time.monotonic() + self.left() * level.part
        self._count(level.wanted)
        large = self.weighing and len(self.pieces.laws) > LARGE
        pieces_until = until - (0 if large else level.whole) * self._seconds_to(until)
        if level.by_day:
            bound, parts = self._by_days(level, pieces_until)
        else:
            bound, parts = self._by_floors(level, pieces_until), [level.wanted]
        if self._value(level) > bound:
            parts = [level.wanted]
            hopeless = large and self._value(level) > HOPELESS * bound
            bound = bound if hopeless or time.monotonic() >= until else max(bound, self._whole(level, until))
        self._lock(parts)
        self.levels.append((level, bound))

    def _by_days(self, level: Level, until: float) -> tuple[int, list[Objective]]:
        """Improve a sum over days, and bound each day that costs anything, further about in each round.

        The bound, and the parts of the sum that add up to it.
        """
        days = self._days(level.wanted)
        lows = {day: part.least for day, part in days.items()}

        def falls_short(window: Span) -> bool:
            return any(window.holds(day.start) and part.of(self.values) > lows[day] for day, part in days.items())

        for around, stretches in ROUNDS:
            still = {day: part for day, part in days.items() if falls_short(day)}
            if around:
                found = self._lows(still, around, until)
                lows |= {day: max(low, lows[day]) for day, low in found.items()}
            if not any(map(falls_short, still)):
                break
            self._polish(level.guide, until - BOUNDING * self._seconds_to(until), stretches, where=falls_short)
        for run in runs([day for day in days if falls_short(day)], days):
            joint = {Span(run[0].start, run[-1].end): _sum_of(days[day] for day in run)}
            for whole, low in self._lows(joint, JOINT_AROUND, until).items():
                if low > sum(lows[day] for day in run):
                    days = {day: part for day, part in days.items() if day not in run} | joint
                    lows = {day: least for day, least in lows.items() if day not in run} | {whole: low}
        return sum(lows.values()), list(days.values())

    def _by_floors(self, level: Level, until: float) -> int:
        """Improve a sum by what guides it; what it cannot go below is known by its floors."""
        if self._value(level) > 0:
            self._polish(level.guide, until, STRETCHES)
            self._count(level.wanted)
        bound = 0
        for floor in level.floors if self._value(level) > 0 else ():
            days = self._days(floor)
            lows = self._lows(days, FLOOR_AROUND, until)
            bound = max(bound, level.least(sum(lows.values())) if len(lows) == len(days) else 0)
        return bound

    def settled(self) -> Reached:
        """What was reached, with no cost counted that the plan does not have: who does what is kept."""
        reached: Reached = {}
        known = [(level, bound) for level, bound in self.levels if level.name != "tidy"]
        if any(self._value(level) > bound for level, bound in known):
            self._count(*(level.wanted for level, _ in known))
        proved = True
        for level, bound in known:
            value = self._value(level)
            sound = bound <= value  # else one of the two is wrong, and nothing is claimed
            least = Fraction(bound, level.scale) if proved and sound else None
            reached[level.name] = (Fraction(value, level.scale), least)
            proved = proved and bound == value
        return reached

    @staticmethod
    def _seconds_to(until: float) -> float:
        """Seconds that are left until then."""
        return max(until - time.monotonic(), 0.0)

    def _value(self, level: Level) -> int:
        return level.wanted.of(self.values)

    def _count(self, *wanted: Objective) -> None:
        """Keep who does what, and give everything that only counts it the values that count least."""
        self.values = self.counting.values(self.values, wanted)

    def _days(self, wanted: Objective) -> dict[Span, Objective]:
        """The parts of a sum by the day on which they begin; its constant belongs to the first."""
        horizon = self.program.layout.week.horizon
        parts: dict[int, dict[int, int]] = {horizon.start: {}}
        for n, begins in self.pieces.starts(wanted).items():
            day = horizon.start + max(begins - horizon.start, 0) // DAY * DAY
            parts.setdefault(day, {})[n] = wanted.factors[n]
        return {
            Span(day, day + DAY): Objective(factors, wanted.constant if day == horizon.start else 0)
            for day, factors in sorted(parts.items())
        }

    def _lows(self, parts: dict[Span, Objective], around: int, until: float) -> dict[Span, int]:
        """For each stretch of days a value that its part of a sum cannot go below, if there is time to find one."""

        def low(days: Span, part: Objective) -> int | None:
            seconds = min(self._seconds_to(until), PIECE_SECONDS)
            if seconds < LEAST_SECONDS:
                return None
            piece = self.pieces.relaxed(Span(days.start - around, days.end + around), part)
            piece.minimise(part)
            return part.constant + solving.bound(piece.model, seconds=seconds)

        found = dict(zip(parts, self.pool.map(low, parts, parts.values()), strict=True))
        return {days: least for days, least in found.items() if least is not None}

    def _polish(
        self,
        guide: Objective,
        until: float,
        stretches: tuple[int, ...],
        *,
        rounds: int = 99,
        where: Callable[[Span], bool] = lambda _: True,
    ) -> None:
        """Improve some days at a time, all else kept, until a round gains nothing or the time is up."""
        for length in stretches:
            gained, left = True, rounds
            while gained and left and time.monotonic() < until:
                gained, left = False, left - 1
                windows = list(self._windows(length))
                half = (len(windows) + 1) // 2
                for n, pair in enumerate(itertools.zip_longest(windows[:half], windows[half:])):
                    open_ = [window for window in pair if window and where(window)]
                    seconds = min(self._seconds_to(until) * SHARES / (half - n), PIECE_SECONDS)
                    if open_ and seconds > LEAST_SECONDS and guide.of(self.values) > guide.least:
                        gained = self._improved(guide, open_, seconds) or gained

    def _windows(self, length: int) -> Iterator[Span]:
        """Stretches of some days, each half over the one before."""
        horizon = self.program.layout.week.horizon
        for day in range(horizon.start, horizon.end, max(length // 2, 1) * DAY):
            yield Span(day, min(day + length * DAY, horizon.end))

    def _improved(self, guide: Objective, windows: list[Span], seconds: float) -> bool:
        """Whether something better was found by changing what lies in one window or the other, looked for at once."""

        def run(piece: Piece) -> solving.Run | None:
            return solving.run(piece.model, seconds=seconds, small=True, whole_lp=self.weighing)

        pieces = [self.pieces.around(Span(window.start, window.end + OVER), self.values) for window in windows]
        for piece in pieces:
            piece.minimise(guide)
        found = list(self.pool.map(run, pieces))
        taken: list[Piece] = []
        for piece, one in zip(pieces, found, strict=True):
            values = piece.changed(self.values, one) if one else self.values
            agreed = all(self.pieces.agree(piece, other, values) for other in taken)
            if agreed and guide.of(values) < guide.of(self.values):
                self.values = values
                taken.append(piece)
        return bool(taken)

    def _whole(self, level: Level, until: float) -> int:
        """Ask the whole model; return a bound."""
        solving.minimise(self.model, level.wanted.factors)
        solving.hint(self.model, self.values)
        found = solving.run(self.model, seconds=max(until - time.monotonic(), 1.0))
        if found is None:
            return 0
        values = dict(enumerate(found.values))
        self.values = values if level.wanted.of(values) < self._value(level) else self.values
        return found.bound + level.wanted.constant

    def _lock(self, parts: Iterable[Objective]) -> None:
        """Let nothing after this make a part of a level worse: all of it, or each part that is at its least."""
        for part in parts:
            solving.at_most(self.model, part.factors, part.of(self.values) - part.constant)
        self.pieces.read()


def runs(short: Collection[Span], days: Iterable[Span]) -> list[list[Span]]:
    """Days that fall short, each with the days beside it, joined where they meet; none of too many or of all days."""
    days = sorted(days)
    found: list[list[Span]] = [[]]
    for day in days:
        if any(other.start <= day.end and other.end >= day.start for other in short):
            found[-1].append(day)
        elif found[-1]:
            found.append([])
    return [run for run in found if 0 < len(run) <= LONGEST_RUN and len(run) < len(days)]


def _sum_of(parts: Iterable[Objective]) -> Objective:
    """Parts of a sum put together."""
    parts = list(parts)
    factors = {n: factor for part in parts for n, factor in part.factors.items()}
    return Objective(factors, sum(part.constant for part in parts))


def _any_plan(program: Program, guess: dict[int, int], gap: Objective) -> dict[int, int]:
    """Who is at home answers for the children, everybody going where the guess has it; else any plan there is."""
    model = program.model
    solving.minimise(model, gap.factors)
    kept = (*program.moving(), *program.too_long.values())
    solving.hint(model, {literal.index: guess[literal.index] for literal in kept})
    found = solving.run(model, seconds=COMPLETING, fixed=True)
    if found is None:
        solving.hint(model, {})
        found = solving.run(model, seconds=FIRST_SECONDS)
    if found is None:
        message = "no plan fits the model"
        raise RuntimeError(message)
    return dict(enumerate(found.values))
