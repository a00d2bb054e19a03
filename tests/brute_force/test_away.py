"""The solver against every way of keeping something away from home, on tiny households, in both directions."""

import os

import pytest

from kinrota.model.plan import Plan
from kinrota.model.week import Week
from kinrota.solve import plan_week
from kinrota.verify import verify
from tests.brute_force.away import best_of, best_with_routine, week_drawn, with_occasion, with_routine, worth
from tests.patience import ENOUGH

pytestmark = pytest.mark.no_cover
SEEDS = range(int(os.environ.get("KINROTA_SEEDS_FROM", "10")), int(os.environ.get("KINROTA_SEEDS_TO", "25")))
STATED = ("level-value", "loads", "status")
"""The rules of what a plan says of its own worth, which the one found by trying everything does not."""


def both_ways(text: str, week: Week, tried: Plan) -> None:
    found = plan_week(week, seconds=ENOUGH)
    wrong = [finding.sentence for finding in verify(week, tried) if finding.kind not in STATED]
    assert wrong == [], f"the plan found by trying everything is refused\n{text}"
    assert [finding.sentence for finding in verify(week, found)] == [], text
    assert worth(week, found) >= worth(week, tried), f"the solver found a plan that is not known\n{text}"
    assert worth(week, found) <= worth(week, tried), f"the solver missed a better plan\n{text}"
    assert found.status == "optimal", f"not proved\n{text}"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_solver_finds_what_trying_everything_finds_with_an_occasion_away(seed: int) -> None:
    week = week_drawn(text := with_occasion(seed))
    both_ways(text, week, best_of(week))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_solver_finds_what_trying_everything_finds_with_a_routine_away(seed: int) -> None:
    week = week_drawn(text := with_routine(seed))
    both_ways(text, week, best_with_routine(week))
