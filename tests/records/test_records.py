"""Fifteen households of real patterns: read, planned for two weeks and four, proved, within the memory of a small machine."""

from typing import Any

import pytest

from kinrota.model.plan import LEVELS
from tests.records.records import FIRST_DAYS, HOUSEHOLDS, plan_in_a_child

SECONDS = 20.0
MEGABYTES = 500
FOUR_WEEKS = ("p05", "p10", "p24")


def check(told: dict[str, Any]) -> None:
    """Nothing is found, no level is without a value, nothing uncovered could have been covered, and it fits."""
    assert told["found"] == []
    assert tuple(told["levels"]) == LEVELS
    assert told["levels"]["gap"][0] == told["levels"]["gap"][1]
    assert told["megabytes"] < MEGABYTES


def test_every_record_has_its_first_day() -> None:
    assert sorted(folder.name for folder in HOUSEHOLDS.iterdir()) == sorted(FIRST_DAYS)


@pytest.mark.parametrize("name", FIRST_DAYS)
def test_two_weeks(name: str) -> None:
    check(plan_in_a_child(name, 14, SECONDS))


@pytest.mark.parametrize("name", FOUR_WEEKS)
def test_four_weeks(name: str) -> None:
    check(plan_in_a_child(name, 28, SECONDS))


@pytest.mark.soak
@pytest.mark.parametrize("name", FIRST_DAYS)
def test_four_weeks_of_everybody(name: str) -> None:
    check(plan_in_a_child(name, 28, 60.0))
