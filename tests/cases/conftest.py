"""The plan of every worked case, made once; and lets the files of this folder import one another."""

import pickle
import sys
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kinrota.model.plan import Plan
from kinrota.model.week import Week
from kinrota.solve import plan_week
from tests.cases.worked import CASES, Planned, week_of_case
from tests.patience import ENOUGH


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Planned:
    """Each case's week and the plan of it, made once for all workers of a run."""

    cases = {case.title: case for case in CASES}
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    @cache
    def week_and_plan(title: str) -> tuple[Week, Plan]:
        kept = shared / f"{list(cases).index(title)}.case"
        if kept.exists():
            made: tuple[Week, Plan] = pickle.loads(kept.read_bytes())  # noqa: S301 -- another worker of this run wrote it
            return made
        week = week_of_case(cases[title], tmp_path_factory.mktemp("case"))
        made = week, plan_week(week, seconds=ENOUGH)
        half = kept.with_suffix(f".{worker_id}")
        half.write_bytes(pickle.dumps(made))
        half.replace(kept)
        return made

    return week_and_plan
