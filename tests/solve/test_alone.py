"""Time alone: somebody is in reach, minute by minute, and what is too long or out of reach is just that much gap."""

from fractions import Fraction

import pytest

from kinrota.solve import plan_week
from kinrota.testing import week_of
from kinrota.verify import verify
from tests.patience import ENOUGH

MIA = "child mia 2017-09-14\ncustody mia -sun 00:00 mon 14:00\ncustody mia mon 18:00 ++mon 00:00\n"
"""Eight years old, and here from 14:00 to 18:00; alone in reach of half an hour, two hours at a stretch."""
LEO = "child leo 2022-05-10\ncustody leo -sun 00:00 mon 14:00\ncustody leo mon 18:00 ++mon 00:00\n"
"""Three years old, and here as long."""
THEO = "child theo 2013-01-20\ncustody theo -sun 00:00 mon 17:00\ncustody theo mon 19:00 ++mon 00:00\n"

HOUSEHOLDS = {
    # Ben is in reach of Theo while Ana mops, and Ana while Ben mends.
    "two chores one after the other": (
        (
            f"adult ana\nadult ben\n{THEO}chore mop 1/day ana mop=20 window=18:05-18:25 caring=nothing\n"
            "chore fix 1/day ben fix=15 window=18:30-18:45 caring=nothing"
        ),
        0,
        0,
    ),
    # Mia leaves at 15:01; Ben is in reach until 15:05, then Ana is.
    "a way alone while one begins to work and the other ends": (
        (
            f"adult ana walk\nadult ben walk\n{MIA}way home school walk 9\nattends mia school 15:10 16:15\n"
            "work ana home mon 14:35 mon 15:05\nwork ben home mon 15:05 mon 16:05"
        ),
        0,
        0,
    ),
    # Alone 14:30-16:40 for 120 of 130 minutes.
    "too long by ten minutes": (
        f"adult ana walk\n{MIA}way home lab walk 25\nwork ana lab mon 14:55 mon 16:15 reachable",
        10,
        0,
    ),
    # From the nursery at 15:10 until she is there again at 16:20, straight from work, Ana is too far away. Leo is
    # brought ten minutes late, 10 + 10/15; two journeys are with him.
    "too far between two stays at the nursery": (
        (
            f"adult ana walk\n{MIA}{LEO}way home nursery walk 29\nway nursery lab walk 5\nway home lab walk 34\n"
            "attends leo nursery 14:50-15:00 16:30-16:40\nwork ana lab mon 15:15 mon 16:15 reachable"
        ),
        70,
        Fraction(38, 3),
    ),
    # From 20:00 to 07:00 somebody has to be near: 660 minutes, 1320. It is no new stretch afterwards: of 18:00-20:00
    # and 07:00-10:25, 325 minutes, she may be alone for 120.
    "alone in the evening and the morning after": (
        (
            "adult ana walk\nchild mia 2017-09-14\ncustody mia -sun 00:00 mon 17:00\n"
            "custody mia tue 12:00 ++mon 00:00\nway home lab walk 25\nwork ana lab mon 18:25 tue 10:00 reachable"
        ),
        1320 + 205,
        0,
    ),
}


@pytest.mark.parametrize("name", HOUSEHOLDS)
def test_a_child_is_alone_just_as_far_as_it_may_be(name: str) -> None:
    text, gap, strain = HOUSEHOLDS[name]
    week = week_of(text, days=2)
    plan = plan_week(week, seconds=ENOUGH)
    assert [finding.sentence for finding in verify(week, plan)] == []
    assert plan.level("gap").value == gap
    assert plan.level("strain").value == strain


def test_a_helper_at_the_nursery_is_in_reach() -> None:
    week = week_of(
        f"adult ana walk\nhelper oma walk\n{MIA}{LEO}way home nursery walk 20\nway home lab walk 60\n"
        "attends leo nursery 14:50 16:30 escorts=oma\navailable oma mon 14:00 mon 18:00\n"
        "work ana lab mon 15:30 mon 16:00"
    )
    plan = plan_week(week, seconds=ENOUGH)
    assert [finding.sentence for finding in verify(week, plan)] == []
    [alone] = [span for span in plan.children["mia"] if span.reached_by == "oma"]
    assert (week.clock.text(alone.span.start), week.clock.text(alone.span.end)) == ("14:30", "17:00")
