"""The levels that are planned, in order, as sums of a program's variables in whole units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import lcm

from msgspec import Struct
from msgspec.structs import replace

from kinrota.solve import asking, releases, wishes
from kinrota.solve.handovers import Handovers
from kinrota.solve.missed import Missed
from kinrota.solve.pieces import Objective, objective
from kinrota.solve.program import Program

ROUGHLY = {"broken": 40, "work": 20, "lost": 20, "unfair": 2, "strain": 1}
"""What a unit of each level, of `unfair` a quarter-hour, weighs while a plan is improved for all at once."""

DEARER = 20
"""Minutes of scarce help that are spent for a minute of gap at the least, while a plan is improved."""


class Level(Struct, frozen=True):
    """What a level counts. `wanted` is in units of one `scale`th.

    `guide` is what leads there in smaller steps. Each of `floors` is a sum that days can be asked for one by one:
    `least` of the sum of its days' least values is a bound of `wanted`.
    """

    name: str
    wanted: Objective
    scale: int
    part: float
    """The part of the time left that it may use."""
    guide: Objective
    floors: tuple[Objective, ...]
    least: Callable[[int], int] = lambda least: least
    whole: float = 0.4
    """The part of its time that is kept for asking the whole model."""

    @property
    def by_day(self) -> bool:
        """Whether it is a sum over days."""
        return self.floors == (self.wanted,)


def lifts(program: Program) -> Level:
    """No level of a plan, but before all of them: as few ways as can be that want a car and have none."""
    return _sum("lifts", wishes.lifts(program), 0.3)


def gap(program: Program) -> Level:
    """The first level, which needs nothing but the hard rules.

    It is led by what it counts and by scarce help: the hour that one day does without may be what another day needs.
    """
    level = _sum("gap", wishes.gap(program), 0.6)
    factors = {n: DEARER * factor for n, factor in level.wanted.factors.items()}
    scarce = objective(asking.scarce(program))
    guide = Objective({**factors, **scarce.factors}) if scarce.factors else level.wanted
    return replace(level, guide=guide, whole=0.0)


def lower(program: Program, handed: Handovers, missed: Missed) -> Iterator[Level]:
    """The levels below `gap`, in order; the last is none, but chooses among equals. They add to the model."""
    answering = wishes.Answering(program)
    yield _sum("broken", missed.costs("broken"), 0.3)
    yield _sum("work", releases.given_up(program), 0.3)
    yield _sum("lost", [*missed.costs("lost"), *wishes.helped(program, answering)], 0.5)
    yield _unfair(wishes.Fairness(program, answering))
    yield _sum("strain", [*missed.costs("strain"), *wishes.strain(program, answering, handed)], 1.0)
    yield _sum("tidy", wishes.tidiness(program), 1.0)


def together(levels: Iterable[Level]) -> Objective:
    """All levels of `ROUGHLY` in one sum. Only a guide: each level is solved for itself afterwards."""
    levels = [level for level in levels if level.name in ROUGHLY]
    scale = lcm(1, *(level.scale for level in levels))
    factors: dict[int, int] = {}
    for level in levels:
        for n, factor in level.guide.factors.items():
            factors[n] = factors.get(n, 0) + factor * ROUGHLY[level.name] * scale // level.scale
    return Objective(factors)


def _sum(name: str, costs: Iterable[wishes.Cost], part: float) -> Level:
    costs = list(costs)
    scale = lcm(1, *(factor.denominator for factor, _ in costs))
    wanted = objective((int(factor * scale), term) for factor, term in costs)
    return Level(name, wanted, scale, part, wanted, (wanted,))


def _unfair(fairness: wishes.Fairness) -> Level:
    """Started hours, led by quarter-hours; a resident is above its share by at least what its days leave to it."""
    if fairness.hours is None or fairness.quarters is None:
        return _sum("unfair", (), 0.35)
    hours, quarters = objective([(1, fairness.hours)]), objective([(1, fairness.quarters)])
    floors = tuple(replace(objective(fairness.above(name)), constant=fairness.carried[name]) for name in fairness.loads)
    return Level("unfair", hours, 1, 0.35, quarters, floors, fairness.least)
