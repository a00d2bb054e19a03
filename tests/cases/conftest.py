"""The plan of every worked case, made once; and lets the files of this folder import one another."""

import sys
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kinrota.model.plan import Plan
from kinrota.model.week import Week
from kinrota.solve import plan_week
from tests.cases.worked import CASES, Planned, week_of_case


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """Each case's week and the plan of it, made once."""

    cases = {case.title: case for case in CASES}

    @cache
    def week_and_plan(title: str) -> tuple[Week, Plan]:
        week = week_of_case(cases[title], tmp_path_factory.mktemp("case"))
        return week, plan_week(week, seconds=60)

    return week_and_plan
