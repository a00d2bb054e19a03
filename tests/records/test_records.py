"""Fifteen households of real patterns: read, planned for weeks, and nothing found, in the memory of a small machine."""

from fractions import Fraction
from typing import Any

import pytest

from kinrota.model.plan import LEVELS
from tests.patience import ENOUGH
from tests.records.records import FIRST_DAYS, HOUSEHOLDS, plan_in_a_child

SHORT, LONG, LONGER = 2.0, 20.0, 45.0
"""Seconds of planning. In the short time much is not proved, so that also what is cut short is looked at."""
MEGABYTES = 500
TWO_WEEKS = ("p05", "p10", "p21", "p23", "p24")
"""The others are planned for one week."""
FOUR_WEEKS = ("p05", "p10", "p24")
SLOW = {
    *((name, 7) for name in ("p04", "p06", "p07", "p08", "p09", "p18", "p20")),
    ("p10", 14),
    *((name, 28) for name in FIRST_DAYS),
}
"""Records and days of which `gap` is not always proved within the time."""


def days_of(name: str) -> int:
    return 14 if name in TWO_WEEKS else 7


def check(name: str, days: int, seconds: float) -> tuple[str, str | None]:
    """Nothing is found, no level is without a value, no bound is above one, and it fits; the value and bound of `gap`.

    How much is proved is another matter: that depends on the machine.
    """
    told: dict[str, Any] = plan_in_a_child(name, days, seconds)
    assert tuple(told["levels"]) == LEVELS
    assert all(value is not None for value, _ in told["levels"].values())
    above = [level for level, (value, bound) in told["levels"].items() if bound and Fraction(bound) > Fraction(value)]
    assert above == []
    assert told["megabytes"] < MEGABYTES
    assert told["found"] == []
    value, bound = told["levels"]["gap"]
    return value, bound


def proved(name: str, days: int, seconds: float) -> None:
    """The same, and what is uncovered could not have been covered."""
    value, bound = check(name, days, seconds)
    if value != bound and (name, days) in SLOW:
        pytest.xfail(f"gap {value} is not proved in {seconds:.0f} s: {bound}")
    if value != bound:  # the machine is slow, or busy
        value, bound = check(name, days, ENOUGH)
    assert value == bound


def test_every_record_has_its_first_day() -> None:
    assert sorted(folder.name for folder in HOUSEHOLDS.iterdir()) == sorted(FIRST_DAYS)


@pytest.mark.parametrize("name", FIRST_DAYS)
def test_a_week_or_two(name: str) -> None:
    check(name, days_of(name), SHORT)


@pytest.mark.parametrize("name", FOUR_WEEKS)
def test_four_weeks(name: str) -> None:
    check(name, 28, SHORT)


@pytest.mark.soak
@pytest.mark.parametrize("name", FIRST_DAYS)
def test_a_week_or_two_with_time_to_prove(name: str) -> None:
    proved(name, days_of(name), LONG)


@pytest.mark.soak
@pytest.mark.parametrize("name", FIRST_DAYS)
def test_four_weeks_of_everybody(name: str) -> None:
    proved(name, 28, LONGER)
