"""The engine against two partners: a scan of every day and minute, and python-dateutil."""

import random

import pytest

from tests.intake.rules_by_chance import by_chance, dateutils, known_difference, ours
from tests.intake.rules_by_scan import Scan


@pytest.mark.parametrize("seed", range(8))
def test_random_rules_name_what_a_scan_of_every_minute_finds(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same rules every time
    for number in range(50):
        chance = by_chance(dice, skip=number % 5 == 0)
        scanned = Scan(chance.rule, chance.start).occurrences(chance.days)
        assert ours(chance) == [one for one in scanned if chance.begin <= one < chance.end], chance


@pytest.mark.parametrize("seed", range(100, 106))
def test_random_rules_name_what_dateutil_finds(seed: int) -> None:
    dice, asked = random.Random(seed), 0  # noqa: S311 - the same rules every time
    while asked < 100:
        chance = by_chance(dice)
        if known_difference(chance):
            continue
        assert ours(chance) == dateutils(chance), chance
        asked += 1
