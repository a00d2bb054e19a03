"""What is said of places that nobody gets to."""

import datetime as dt

import pytest

from kinrota.intake.household import read_household
from kinrota.intake.notes import on_household

HOUSEHOLD = """
kinrota = 1
timezone = "Europe/Berlin"
places = { pool = {} }
adults = { ana = {} }
children = { leo = { born = 2022-05-10 } }
"""
SWIM = """
[[routines]]
id = "swim"
children = ["leo"]
by = { any = ["ana"] }
window = "09:00-11:00"
takes = "1h"
place = "pool"
"""
PARTY = """
[[occasions]]
id = "party"
on = 2026-03-03
from = "15:00"
to = "16:00"
who = ["leo"]
place = "pool"
"""


@pytest.mark.parametrize("kept", [SWIM, PARTY])
def test_a_routine_or_an_occasion_where_nobody_gets_to(kept: str) -> None:
    far = on_household(read_household(HOUSEHOLD + kept, "household.toml"), dt.date(2026, 3, 16))
    near = on_household(
        read_household(
            HOUSEHOLD + 'journeys = [{ between = ["home", "pool"], walk = "10m" }]\n' + kept, "household.toml"
        ),
        dt.date(2026, 3, 16),
    )
    assert [note.kind for note in far] == ["place-without-journey"]
    assert near == ()


OMA = 'adults = { ana = {}, oma = { helper = true, lives = "pool", overnight = "there" } }'
GUESTS = HOUSEHOLD.replace("adults = { ana = {} }", OMA)


def test_a_helper_s_home_where_nobody_gets_to() -> None:
    far = on_household(read_household(GUESTS, "household.toml"), dt.date(2026, 3, 16))
    assert [note.kind for note in far] == ["place-without-journey"]


def test_a_helper_s_home_that_attends_a_child() -> None:
    way = 'journeys = [{ between = ["home", "pool"], walk = "10m" }]\n'
    attends = '[[attendance]]\nchild = "leo"\nplace = "pool"\ndays = "mon"\ndrop = "08:00"\npick = "12:00"\n'
    noted = on_household(read_household(way + GUESTS + attends, "household.toml"), dt.date(2026, 3, 16))
    assert [note.kind for note in noted] == ["no-night-there"]
    assert "no plan has a child sleep there" in noted[0].sentence
