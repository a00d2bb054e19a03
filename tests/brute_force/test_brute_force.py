"""The solver against every plan there is, on tiny households, in both directions."""

import os
from fractions import Fraction
from pathlib import Path

import pytest

from kinrota.model.plan import Plan
from kinrota.model.week import Week
from kinrota.solve import plan_week
from kinrota.verify import verify
from tests.brute_force.accounts import plan_of
from tests.brute_force.enumeration import best_of, ways, ways_with_duties
from tests.brute_force.facts import Facts
from tests.brute_force.households import Sample, Sharing, tiny
from tests.brute_force.owing import Owing
from tests.patience import ENOUGH
from tests.soak import more

pytestmark = pytest.mark.no_cover
QUICK, QUICK_OWING = 200, 70
"""How many seeds are tried each time; the others take a soak."""
SEEDS = range(
    int(os.environ.get("KINROTA_SEEDS_FROM", "0")),
    int(os.environ.get("KINROTA_SEEDS_TO", "0")) or more(QUICK, 200).stop,
)
OWING = range(
    int(os.environ.get("KINROTA_OWING_FROM", "0")),
    int(os.environ.get("KINROTA_OWING_TO", "0")) or more(QUICK_OWING, 50).stop,
)
COMPARED = ("gap", "broken", "lost", "unfair", "strain")


def seeds(every: range, quick: int) -> list[object]:
    """Each seed for a test, those from `quick` on marked as a soak."""
    return [seed if seed < quick else pytest.param(seed, marks=pytest.mark.soak) for seed in every]


def values(plan: Plan) -> tuple[Fraction, ...]:
    return tuple(plan.level(name).value for name in COMPARED)


def told(week: Week, plan: Plan) -> list[str]:
    return [f"{finding.kind}: {finding.sentence}" for finding in verify(week, plan)]


def both_ways(drawn: Sample, week: Week) -> None:
    """The planner finds what trying everything finds, no less and no more."""
    best = best_of(Facts(week))
    tried = plan_of(best.moves, best.answer)
    assert told(week, tried) == [], f"the plan found by trying everything is refused\n{drawn}"
    assert values(tried) == best.answer.values, f"the enumeration counts otherwise than the check\n{drawn}"
    found = plan_week(week, seconds=ENOUGH)
    assert told(week, found) == [], f"the solver's plan is refused\n{drawn}"
    assert values(found) >= values(tried), f"the solver found a plan that trying everything does not know\n{drawn}"
    assert values(found) <= values(tried), f"the solver missed a better plan\n{drawn}"
    assert found.status == "optimal", f"not proved\n{drawn}"


@pytest.mark.parametrize("seed", seeds(SEEDS, QUICK))
def test_the_solver_finds_what_trying_everything_finds(seed: int, tmp_path: Path) -> None:
    both_ways(*tiny(seed, tmp_path, lambda week: ways(Facts(week))))


@pytest.mark.parametrize("seed", seeds(SEEDS, QUICK))
def test_the_solver_finds_what_trying_everything_finds_with_a_shared_car(seed: int, tmp_path: Path) -> None:
    both_ways(*tiny(seed, tmp_path, lambda week: ways(Facts(week)), Sharing))


@pytest.mark.parametrize("seed", seeds(OWING, QUICK_OWING))
def test_the_solver_finds_what_trying_everything_finds_with_more_to_do_than_care(seed: int, tmp_path: Path) -> None:
    both_ways(*tiny(seed, tmp_path, lambda week: ways_with_duties(Facts(week)), Owing))
