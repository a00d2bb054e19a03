"""The solver against every plan there is, on tiny households, in both directions."""

import os
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from kinrota.model.plan import Plan
from kinrota.model.week import Week
from kinrota.solve import plan_week
from kinrota.verify import verify
from tests.brute_force.accounts import plan_of
from tests.brute_force.enumeration import best_of, ways
from tests.brute_force.facts import Facts
from tests.brute_force.households import tiny

SEEDS = range(int(os.environ.get("KINROTA_SEEDS_FROM", "0")), int(os.environ.get("KINROTA_SEEDS_TO", "400")))
COMPARED = ("gap", "lost", "unfair", "strain")


WAITING = "how long somebody waits at a place of attendance is not the same in both"
DIFFERENT = dict.fromkeys((1, 28, 35, 112, 115, 160, 179, 197, 198, 265, 289), WAITING)
"""Seeds on which the solver and the enumeration are known to differ, and why."""


def _seeds() -> Iterator[object]:
    for seed in SEEDS:
        marks = [pytest.mark.xfail(reason=DIFFERENT[seed])] if seed in DIFFERENT else []
        yield pytest.param(seed, marks=marks)


def values(plan: Plan) -> tuple[Fraction, ...]:
    return tuple(plan.level(name).value for name in COMPARED)


def told(week: Week, plan: Plan) -> list[str]:
    return [f"{finding.kind}: {finding.sentence}" for finding in verify(week, plan)]


@pytest.mark.parametrize("seed", list(_seeds()))
def test_the_solver_finds_what_trying_everything_finds(seed: int, tmp_path: Path) -> None:
    drawn, week = tiny(seed, tmp_path, lambda week: ways(Facts(week)))
    best = best_of(Facts(week))
    tried = plan_of(best.moves, best.answer)
    assert told(week, tried) == [], f"the plan found by trying everything is refused\n{drawn}"
    assert values(tried) == best.answer.values, f"the enumeration counts otherwise than the check\n{drawn}"
    found = plan_week(week, seconds=60)
    assert told(week, found) == [], f"the solver's plan is refused\n{drawn}"
    assert values(found) >= values(tried), f"the solver found a plan that trying everything does not know\n{drawn}"
    assert values(found) <= values(tried), f"the solver missed a better plan\n{drawn}"
    assert found.status == "optimal", f"not proved\n{drawn}"
