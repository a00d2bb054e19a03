"""The same week gives the same plan, to the byte, in every process."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

FAMILY = """
    adult ana car walk
    adult ben bike walk
    helper oma walk
    child mia 2018-09-14
    child leo 2023-01-10
    way home school walk 18 bike 9 car 6
    way home nursery walk 12 car 4
    way home office bike 15 walk 50 car 10
    attends mia school 08:15 13:30
    attends leo nursery 07:30-09:30 12:00-16:30
    available oma mon 12:00 mon 18:00
    work ana office mon 07:00 mon 14:00
    work ben office mon 12:00 mon 20:00
    """
LONE = """
    adult ana walk
    child leo 2023-01-10
    child tom 2019-06-01
    way home nursery walk 10
    way home school walk 12
    way school nursery walk 4
    attends leo nursery 08:00-09:00 12:00-14:00
    attends tom school 08:15 13:00
    """
PLANNED = """
import sys
from kinrota.model.plan_json import to_json
from kinrota.solve import plan_week
from kinrota.testing import week_of
text, days = sys.argv[1:]
week = week_of(text, days=int(days))
plan = plan_week(week, seconds=900)
assert plan.status == "optimal", "so that no time limit has a say"
sys.stdout.write(to_json(plan, week.clock))
"""


def plan_json(text: str, days: int, seed: int) -> str:
    """The plan's file but for how long it took and when its calendars were read, planned under a hash seed."""
    done = subprocess.run(
        [sys.executable, "-c", PLANNED, text, str(days)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
    )
    told: dict[str, Any] = json.loads(done.stdout)
    told["solver"].pop("seconds")
    for calendar in told["inputs"]:
        calendar.pop("read")
    return json.dumps(told, indent=1)


@pytest.mark.parametrize(
    ("text", "days"), [(FAMILY, 1), (LONE, 3)], ids=["a family's day", "a lone parent's three days"]
)
def test_the_same_week_gives_the_same_plan(text: str, days: int) -> None:
    assert plan_json(text, days, 1) == plan_json(text, days, 2)
