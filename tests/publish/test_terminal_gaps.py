"""The uncovered hours before planning, as a terminal shows them; GOLDEN=new writes golden/gaps.txt anew."""

import datetime as dt
import os
import re
from pathlib import Path

import pytest

from kinrota.gaps import Day, Stretch, days
from kinrota.model.time import Clock, Span
from kinrota.publish.cells import width
from kinrota.publish.terminal_gaps import gaps_text
from kinrota.testing import week_of

GOLDEN = Path(__file__).parent / "golden/gaps.txt"
INK = re.compile(r"\x1b\[[0-9;]*m")
BERLIN = Clock("Europe/Berlin")
TUESDAY, WEDNESDAY, THURSDAY = (dt.date(2026, 3, day) for day in (3, 4, 5))
NAMES = {"mia": "Mia", "leo": "Leo"}


def hours(day: dt.date, start: float, end: float) -> Span:
    return Span(BERLIN.at(day, int(start * 60)), BERLIN.at(day, int(end * 60)))


AFTERNOON, NIGHT = hours(TUESDAY, 15, 17), hours(THURSDAY, 22, 30)
BOTH = hours(WEDNESDAY, 13, 19)
FOUND = (
    Day(TUESDAY, (Stretch("leo", AFTERNOON, "", ("Oma 15:00-17:00 (ask)",)),)),
    Day(
        WEDNESDAY,
        (
            Stretch("mia", BOTH, "", ("school (until 16:00)",), (hours(WEDNESDAY, 16, 19),)),
            Stretch("leo", BOTH, "", ("school (until 16:00)",), (hours(WEDNESDAY, 16, 19),)),
        ),
        "Ana is at work until 21:30; Ben is at work until 19:00.",
    ),
    Day(
        THURSDAY,
        (
            Stretch("mia", hours(THURSDAY, 17.5, 18), "handed over at 18:00: somebody has to be there", ("Oma (ask)",)),
            Stretch("leo", NIGHT, "", (), (NIGHT,)),
        ),
        "nobody knows where Ana is (ana could not be read).",
    ),
)


def test_a_line_for_each_stretch_and_the_reason_where_nobody_is_in_sight() -> None:
    text = gaps_text(BERLIN, NAMES, FOUND)
    if os.environ.get("GOLDEN") == "new":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_colour_adds_no_letter_and_red_is_where_nobody_is_in_sight() -> None:
    coloured = gaps_text(BERLIN, NAMES, FOUND, colour=True)
    assert INK.sub("", coloured) == gaps_text(BERLIN, NAMES, FOUND)
    red = [line for line in coloured.splitlines() if "38;5;196" in line]
    assert [INK.sub("", line).split("  ")[0] for line in red] == ["▲ 13:00-19:00", "▲ 22:00-Fri 06:00"]


@pytest.mark.parametrize("columns", [40, 60, 80, 132])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    assert max(width(line) for line in gaps_text(BERLIN, NAMES, FOUND, columns).splitlines()) <= columns


def test_somebody_in_sight_for_all_of_it_is_said_and_so_is_nothing_at_all() -> None:
    assert gaps_text(BERLIN, NAMES, FOUND[:1]).splitlines()[2] == (
        "2 h 00 to settle on Tuesday 3 March, with somebody in sight for all of it"
    )
    assert gaps_text(BERLIN, NAMES, ()) == "Nothing uncovered\n"


def test_children_handed_over_together_share_a_line() -> None:
    lines = """
        way home hospital walk 20
        adult ana walk
        child mia 2018-09-14
        child leo 2022-05-10
        work ana hospital mon 16:00 mon 20:00
        custody mia mon 18:00 tue 00:00
        custody leo mon 18:00 tue 00:00
    """
    text = gaps_text(BERLIN, NAMES, days(week_of(lines)))
    assert "▲ 15:40-18:00  Mia and Leo are handed over at 18:00: somebody has to be there." in text
