"""The solver's releases against every way of giving up work, each as a week of its own with so much less work.

A plan with releases may use the instants that join any beginning or end that the work could have, so that below `gap`
and `work` it may be better.
"""

import itertools
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace

from kinrota.model.duties import Illness
from kinrota.model.household import Release
from kinrota.model.time import Span
from kinrota.model.week import Busy, Week
from kinrota.solve import plan_week
from kinrota.verify import verify
from tests.brute_force.enumeration import best_of, ways
from tests.brute_force.facts import Facts
from tests.brute_force.households import tiny
from tests.patience import ENOUGH

pytestmark = pytest.mark.no_cover
SEEDS = range(int(os.environ.get("KINROTA_SEEDS_FROM", "0")), int(os.environ.get("KINROTA_SEEDS_TO", "40")))
STEPS = (0, 15, 30)
"""Minutes given up at one end, on the grid."""
AWAKE = (9 * 60 + 30, 19 * 60)
"""Work inside these hours takes nothing from a night, whatever of it is given up."""
MANY, ILL = 1000, 0.4
"""How many households a seed may draw from, and how often a child is ill in them."""
LEVELS = ("gap", "broken", "work", "lost", "unfair", "strain")


@dataclass(frozen=True, slots=True)
class Case:
    """A week, the one piece of work in it that may be given up, and how."""

    week: Week
    work: Busy
    releases: tuple[Release, ...]

    def with_releases(self) -> Week:
        """The week as the household lets it be."""
        return replace(self.week, household=replace(self.week.household, releases=self.releases))

    def tried(self) -> Iterator[tuple[int, Week]]:
        """Every way of giving up work, with its minutes, and the week without them."""
        allowed = {release.kind: release.up_to for release in self.releases}
        for later, sooner in itertools.product(STEPS, STEPS):
            in_bounds = later <= allowed.get("late start", 0) and sooner <= allowed.get("early leave", 0)
            if in_bounds and later + sooner < self.work.span.minutes:
                yield later + sooner, self._worked(later, sooner)
        if "care day" in allowed:
            yield self.work.span.minutes, replace(self.week, busy=self._others())

    def _worked(self, later: int, sooner: int) -> Week:
        span = Span(self.work.span.start + later, self.work.span.end - sooner)
        overrun = 0 if sooner else self.work.terms.overrun
        left = replace(self.work, span=span, terms=replace(self.work.terms, overrun=overrun))
        return replace(self.week, busy=(*self._others(), left))

    def _others(self) -> tuple[Busy, ...]:
        return tuple(busy for busy in self.week.busy if busy != self.work)


def case_of(seed: int, folder: Path) -> Case:
    """The first tiny household of a seed in which a resident has one piece of work by day, and rights to give it up."""
    for n in itertools.count():
        week = tiny(seed * MANY + n, folder, lambda week: ways(Facts(week)))[1]
        draw = random.Random(f"release {seed}")  # noqa: S311 -- households, not secrets
        owner = next((adult.id for adult in week.household.residents if _one_by_day(week, adult.id)), None)
        if owner is not None and not week.household.helpers:  # they come and go around every beginning that may be
            week = _ill(week) if draw.random() < ILL else week
            return Case(week, next(busy for busy in week.busy if busy.adult == owner), _rights(week, owner, draw))
    raise AssertionError


def _one_by_day(week: Week, adult: str) -> bool:
    own = [busy for busy in week.busy if busy.adult == adult]
    first, last = (week.horizon.start + minutes for minutes in AWAKE)
    known = not any(one.adult == adult for one in week.unknown)
    return len(own) == 1 and own[0].kind == "work" and known and Span(first, last).covers(own[0].span)


def _ill(week: Week) -> Week:
    day = week.clock.date(week.horizon.start)
    return replace(week, household=replace(week.household, illness=(Illness(week.household.children[0].id, day, day),)))


def _rights(week: Week, owner: str, draw: random.Random) -> tuple[Release, ...]:
    late, early = Release(owner, "late start", draw.choice(STEPS[1:])), Release(owner, "early leave", 30)
    rights = draw.choice(((late,), (early,), (late, early)))
    today = week.clock.date(week.horizon.start)
    ill = any(illness.first <= today <= illness.last for illness in week.household.illness)
    return (*rights, Release(owner, "care day", 0, 10, "year")) if ill else rights


@pytest.mark.parametrize("seed", SEEDS)
def test_the_solver_gives_up_what_trying_everything_gives_up(seed: int, tmp_path: Path) -> None:
    case = case_of(seed, tmp_path)
    tried = [_values(minutes, week) for minutes, week in case.tried()]
    week = case.with_releases()
    found = plan_week(week, seconds=ENOUGH)
    assert [f"{finding.kind}: {finding.sentence}" for finding in verify(week, found)] == []
    reached, best = tuple(found.level(name).value for name in LEVELS), min(tried)
    assert reached[:3] == best[:3], (case.work, case.releases)
    assert reached <= best, (case.work, case.releases)
    assert found.status == "optimal"


def _values(minutes: int, week: Week) -> tuple[Fraction, ...]:
    gap, broken, *others = best_of(Facts(week)).answer.values
    return (gap, broken, Fraction(minutes), *others)
