"""What is refused in a household's text: household-refusals.txt has lines, and all that is said about them."""

from pathlib import Path

import pytest

from kinrota.errors import InputError
from kinrota.intake.household import read_household

SMALL = """
kinrota = 1
timezone = "Europe/Berlin"
places.school = {}
places.pool = { match = ["Bath"] }
adults.ana = { can = ["swim"] }
children.mia = { born = 2018-09-14 }
"""
REFUSALS = Path(__file__).with_name("household-refusals.txt").read_text(encoding="utf-8").strip().split("\n\n")


@pytest.mark.parametrize("block", REFUSALS, ids=lambda block: block.splitlines()[-1][3:40])
def test_what_is_said_of_a_mistake(block: str) -> None:
    more = [line for line in block.splitlines() if not line.startswith("-> ")]
    with pytest.raises(InputError) as refused:
        read_household(SMALL + "\n".join(more) + "\n", "household.toml")
    said = ["-> " + str(problem).split(": ", 1)[1] for problem in refused.value.problems]
    assert said == [line for line in block.splitlines() if line.startswith("-> ")]
