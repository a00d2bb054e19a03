"""What trying everything finds for households whose best values are worked out by hand from the care model."""

from fractions import Fraction

import pytest

from kinrota.testing import week_of
from kinrota.verify import verify
from tests.brute_force.accounts import plan_of
from tests.brute_force.enumeration import best_of
from tests.brute_force.facts import Facts

AFTERNOON = """
child leo 2022-05-10
custody leo -sun 00:00 mon 14:00
custody leo mon 18:00 ++mon 00:00
"""
"""Leo, who is three, is here from 14:00 to 18:00."""
BUSY = "work {0} home mon 05:00 mon 14:00\nwork {0} home mon 18:00 tue 00:00\n"
"""Work at home in the hours without Leo, and nobody has time of its own before 05:00."""
ANA, BEN = BUSY.format("ana"), BUSY.format("ben")

HOUSEHOLDS = {
    # Ana works from 15:30 to 16:45: 75 minutes, 225. A quarter of an hour is left of the window, for 30 minutes.
    "a must without time": (
        f"adult ana\n{AFTERNOON} work ana home mon 15:30 mon 16:45\nroutine read leo any=ana 16:00-17:00 30 must",
        (225, 50, 0, 0, 0),
    ),
    # 95 minutes, 285. The routine is done from 16:35 on, which is no instant of the grid but ends with the window.
    "a routine that ends with its window": (
        f"adult ana\n{AFTERNOON} work ana home mon 15:00 mon 16:35\nroutine read leo any=ana 16:00-17:05 30 must",
        (285, 0, 0, 0, 0),
    ),
    # It would be at 16:34, when Ana works: 10 for the routine and 10 as she does it less than agreed.
    "a minute too short": (
        (
            f"adult ana\n{AFTERNOON} work ana home mon 15:00 mon 16:35\n"
            "routine read leo any=ana 16:00-17:04 30 protect at_least=ana:7"
        ),
        (285, 0, 20, 0, 0),
    ),
    # To do it would be a gap.
    "a chore that gives nothing": (
        f"adult ana\n{AFTERNOON} chore mop 1/day ana mop=20 window=15:00-16:00 caring=nothing",
        (0, 0, 0, 0, 6),
    ),
    # Load 15:00-15:10, hang 15:45-16:00; 15 minutes of work, 45.
    "a chore with waiting": (
        (
            f"adult ana\n{AFTERNOON} work ana home mon 15:25 mon 15:40\n"
            "chore wash 1/day ana load=10 wait=30-45 hang=15 window=15:00-16:00"
        ),
        (45, 0, 0, 0, 0),
    ),
    # After 30 minutes it would be 15:40, which is not on the grid.
    "a chore that waits too long": (
        (
            f"adult ana\n{AFTERNOON} work ana home mon 15:25 mon 15:40\n"
            "chore wash 1/day ana load=10 wait=30-30 hang=15 window=15:00-16:00"
        ),
        (45, 0, 0, 0, 6),
    ),
    # 60 minutes a day are owed, and nobody else could answer for Leo: 4.
    "a lone parent's own time by day": (f"adult ana own=420/60\n{AFTERNOON}{ANA}", (0, 0, 4, 0, 0)),
    # The same with Ben: two hours each, one handover; the one who does not answer has time.
    "two with own time": (f"adult ana own=420/60\nadult ben own=420/60\n{AFTERNOON}{ANA}{BEN}", (0, 0, 0, 0, 4)),
    # Ana has 14:00-14:30 and 16:00-16:30, both shorter than her block: 4. Ben answers for Leo, 16 quarter-hours,
    # 7.43 more than his half and the tolerance.
    "two short stretches": (
        (
            f"adult ana own=420/60\nadult ben\n{AFTERNOON} work ana home mon 05:00 mon 14:00\n"
            "work ana home mon 14:30 mon 16:00\nwork ana home mon 16:30 tue 00:00"
        ),
        (0, 0, 0, 2, 4),
    ),
    # From 20:30 on Leo sleeps, and a lone parent who has time of her own is near. It may not end at 21:15, inside the
    # night: 30 of 60 minutes, 2, and shorter than the block, 2. Work to midnight: 165 minutes near, 330.
    "a lone parent's own time at night": (
        (
            "adult ana own=420/60\nchild leo 2022-05-10\ncustody leo -sun 00:00 mon 17:00\n"
            "work ana home mon 05:00 mon 17:00\nwork ana home mon 21:15 tue 00:00"
        ),
        (330, 0, 2, 0, 2),
    ),
    # Theo is thirteen, but in reach of nobody while the couple is together: 4.
    "the couple's time": (
        (
            "adult ana\nadult ben\nchild theo 2013-01-20\ncustody theo -sun 00:00 mon 17:00\n"
            "custody theo mon 19:00 ++mon 00:00\nwork ana home mon 05:00 mon 17:00\nwork ben home mon 05:00 mon 17:00\n"
            "work ana home mon 19:00 tue 00:00\nwork ben home mon 19:00 tue 00:00\ntogether us ana,ben 420 60"
        ),
        (0, 0, 4, 0, 0),
    ),
    # One of them answers for Theo in that hour, four quarter-hours, 1.43 too many, unless the other does in the other
    # hour: one handover.
    "the family's time": (
        (
            "adult ana\nadult ben\nchild theo 2013-01-20\ncustody theo -sun 00:00 mon 17:00\n"
            "custody theo mon 19:00 ++mon 00:00\nwork ana home mon 05:00 mon 17:00\nwork ben home mon 05:00 mon 17:00\n"
            "work ana home mon 19:00 tue 00:00\nwork ben home mon 19:00 tue 00:00\ntogether us ana,ben,theo 420 60"
        ),
        (0, 0, 0, 0, 4),
    ),
    # Ben is not there for the birthday. He can answer for Leo 14:00-15:00 and 17:00-18:00, two hours as Ana.
    "an occasion without Ben": (
        (
            f"adult ana\nadult ben\n{AFTERNOON} work ben home mon 15:30 mon 17:00\n"
            "occasion birthday mon 15:00-16:00 ana,ben,leo"
        ),
        (0, 100, 0, 0, 8),
    ),
    # Ben answers 15:00-16:00, as nobody takes over when a chore begins. Ana 180 + 20 minutes, 13 quarter-hours, of 17:
    # 3.93 too many. Two handovers.
    "a chore begins at no fixed instant": (
        (
            f"adult ana\nadult ben\n{AFTERNOON} work ben home mon 14:00 mon 15:00\nwork ben home mon 16:00 mon 18:00\n"
            "chore mop 1/day ana mop=20 window=15:15-15:35 caring=nothing"
        ),
        (0, 0, 0, 1, 8),
    ),
    # While one does a chore that gives nothing, the other is in reach of Theo.
    "in reach by turns": (
        (
            "adult ana\nadult ben\nchild theo 2013-01-20\ncustody theo -sun 00:00 mon 17:00\n"
            "custody theo mon 19:00 ++mon 00:00\nchore mop 1/day ana mop=20 window=18:05-18:25 caring=nothing\n"
            "chore fix 1/day ben fix=15 window=18:30-18:45 caring=nothing"
        ),
        (0, 0, 0, 0, 0),
    ),
    # In a pause nothing of it is owed.
    "a pause": (
        (
            f"adult ana own=420/60\n{AFTERNOON}{ANA} pause mon mon\nroutine read leo any=ana 16:00-17:00 30 must\n"
            "chore mop 1/day ana mop=20 window=15:00-16:00 caring=nothing\noccasion birthday mon 19:00-20:00 ana"
        ),
        (0, 0, 0, 0, 0),
    ),
}


@pytest.mark.parametrize("name", HOUSEHOLDS)
def test_trying_everything_finds_what_is_worked_out_by_hand(name: str) -> None:
    text, expected = HOUSEHOLDS[name]
    week = week_of(text)
    best = best_of(Facts(week))
    assert best.answer.values == tuple(map(Fraction, expected))
    assert [finding.sentence for finding in verify(week, plan_of(best.moves, best.answer))] == []
