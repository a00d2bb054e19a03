"""The solver against every way of keeping an occasion away from home, on tiny households, in both directions."""

import os

import pytest

from kinrota.solve import plan_week
from kinrota.verify import verify
from tests.brute_force.away import best_of, drawn, week_drawn, worth

SEEDS = range(int(os.environ.get("KINROTA_SEEDS_FROM", "0")), int(os.environ.get("KINROTA_SEEDS_TO", "25")))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_solver_finds_what_trying_everything_finds_with_an_occasion_away(seed: int) -> None:
    text = drawn(seed)
    week = week_drawn(text)
    tried, found = best_of(week), plan_week(week, seconds=60)
    wrong = [finding.sentence for finding in verify(week, tried) if finding.kind not in ("level-value", "loads")]
    assert wrong == [], f"the plan found by trying everything is refused\n{text}"
    assert [finding.sentence for finding in verify(week, found)] == [], text
    assert worth(week, found) >= worth(week, tried), (
        f"the solver found a plan that trying everything does not know\n{text}"
    )
    assert worth(week, found) <= worth(week, tried), f"the solver missed a better plan\n{text}"
    assert found.status == "optimal", f"not proved\n{text}"
