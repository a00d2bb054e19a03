"""Households in which everything is drawn together: always a plan, and nothing to find in it."""

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from kinrota.model.plan import Plan
from kinrota.model.plan_json import to_json
from kinrota.model.week import Week
from kinrota.solve import plan_week
from kinrota.verify import verify
from tests.patience import ENOUGH
from tests.soak import more
from tests.solve.mixed import Mixed, mixed
from tests.solve.relations import RELATIONS, THE_SAME

SEEDS = range(int(os.environ.get("KINROTA_MIXED_FROM", "0")), int(os.environ.get("KINROTA_MIXED_TO", "40")))
MORE, CHANGED = more(SEEDS.stop, 100), more(SEEDS.stop, 40)
"""Households of a soak: those that are planned, and those that are planned once more after each change."""
SMALL, MIDDLING = 4, 8
"""People times days: those of the second size are mostly proved, and only what is proved can be compared."""
SECONDS, LONG = 1.0, 20.0
"""How long a household is planned: short, so that also what is not proved is looked at, or so that most is proved."""


def planned(drawn: Mixed, week: Week, seconds: float) -> Plan:
    """A plan in which nothing is found, and whose bounds are none above its values."""
    plan = plan_week(week, seconds=seconds)
    assert [f"{finding.kind}: {finding.sentence}" for finding in verify(week, plan)] == [], drawn
    above = [level.name for level in plan.levels if level.bound is not None and level.bound > level.value]
    assert above == [], drawn
    return plan


@pytest.mark.parametrize("seed", SEEDS)
def test_there_is_always_a_plan_and_nothing_to_find_in_it(seed: int, tmp_path: Path) -> None:
    planned(*mixed(seed, tmp_path, SMALL), SECONDS)


@pytest.mark.soak
@pytest.mark.parametrize("seed", MORE)
def test_hundreds_of_households(seed: int, tmp_path: Path) -> None:
    drawn, week = mixed(seed, tmp_path)
    plan = planned(drawn, week, LONG)
    assert THE_SAME.broken(planned(drawn, week, SECONDS), plan) == "", drawn
    if plan.status == "optimal" and plan.effort.seconds < LONG / 2:
        one, other = (planned(drawn, week, ENOUGH) for _ in range(2))
        assert to_json(replace(other, effort=one.effort), week.clock) == to_json(one, week.clock)


@pytest.mark.soak
@pytest.mark.parametrize("seed", CHANGED)
def test_what_makes_life_easier_makes_no_plan_worse(seed: int, tmp_path: Path) -> None:
    drawn, week = mixed(seed, tmp_path / "before", MIDDLING)
    before = planned(drawn, week, LONG)
    for name, relation in RELATIONS.items():
        changed = relation.change(drawn)
        after = planned(changed, changed.week(tmp_path / name), LONG)
        assert relation.broken(before, after) == "", f"{name}\n{drawn}"
