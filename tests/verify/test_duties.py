"""What is owed, when and to whom; what a doing gives, and who is there: the finer points, each in a plan of its own."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from msgspec.structs import replace

from kinrota.verify import verify
from kinrota.verify.case import Case
from kinrota.verify.misses import missed
from kinrota.verify.score import values
from tests.verify.good_duties import CHORES, ROUTINES
from tests.verify.good_plans import ALONE, HELPER, SCHOOL, Good


def broken(good: Good) -> set[str]:
    """The rules that a plan breaks beside those on what it says of its own worth."""
    said = {"level-value", "level-bound", "status", "loads", "misses-listed"}
    return {finding.kind for finding in verify(good.week, good.plan)} - said


def missing(good: Good) -> dict[str, tuple[str, str]]:
    """What is missed, with its date and cost."""
    return {one.what: (one.on.isoformat(), str(one.cost)) for one in missed(Case(good.week, good.plan))}


LONE = Good(
    """
    adult eva walk
    child mia 2018-09-14
    """,
    """
    eva:
      00:00 sleep home
      05:30 care home
      21:00 own home
      22:00 care home
    mia:
      00:00 near home eva
    """,
    levels={},
    loads={"eva": 68 * 15},
)


def test_a_lone_resident_may_have_time_of_its_own_while_the_children_sleep() -> None:
    assert verify(LONE.week, LONE.plan) == []
    assert broken(LONE.but(("21:00 own", "20:00 own"))) == {"met"}


def test_of_two_residents_the_other_is_on_call_then() -> None:
    two = LONE.but(
        ("adult eva walk", "adult eva walk\n adult ben walk"),
        ("mia:", "ben:\n 00:00 sleep home\n 05:30 free home\n mia:"),
    )
    assert broken(two) == {"met"}
    by_ben = two.but(
        ("21:00 own home\n      22:00 care home", "21:00 free home"),
        ("05:30 free home", "05:30 free home\n 21:00 care home"),
        ("00:00 near home eva", "00:00 near home eva\n 21:00 near home ben"),
    )
    assert broken(by_ben) == set()
    assert broken(by_ben.but(("21:00 free home", "21:00 own home"))) == set()


@pytest.mark.parametrize(
    ("doing", "breaks"),
    [
        ("free home", set()),
        ("own home", {"reach"}),
        ("chore:dust#1/dust home", {"reach"}),
        ("chore:cook#1/cook home", set()),
        ("together home couple", {"reach"}),
        ("together home family", {"together-children"}),
    ],
)
def test_who_gives_nothing_is_in_nobodys_reach(doing: str, breaks: set[str]) -> None:
    chores = "chore dust 1/day eva dust=60 caring=nothing\n chore cook 1/day eva cook=60 caring=near"
    shared = "together couple eva 60 60\n together family eva,tom 60 60"
    busy = ALONE.but(
        ("way home school", f"{chores}\n {shared}\n way home school"),
        ("15:12 care home", f"15:12 free home\n 16:00 {doing}\n 17:00 free home\n 17:12 care home"),
        ("15:12 reach home eva", "15:12 reach home self/eva\n 17:12 reach home eva"),
    )
    assert broken(busy) - {"alone-stretch", "carer-constant"} == breaks


def test_the_edges_of_a_routine_are_fixed_instants() -> None:
    at_a_quarter = ROUTINES.but(
        ("19:00-20:30 30", "19:00-20:30 45"),
        ("20:00 free home", "19:45 free home"),
        ("20:00 routine:bed home", "19:45 routine:bed home"),
        ("20:00 watch home ben", "19:45 watch home ben"),
    )
    assert broken(at_a_quarter) == set()
    assert broken(at_a_quarter.but(("19:45 routine:bed home\n      20:30", "19:45"))) >= {"carer-constant"}


def test_a_helper_may_do_a_routine() -> None:
    bedtime = HELPER.but(
        ("way home", "routine bed leo any=oma,eva 19:30-20:30 30\n way home"),
        ("15:40 care home\n      22:25", "15:40 care home\n 20:00 routine:bed home\n 20:30 care home\n 22:25"),
    )
    assert broken(bedtime) == set()
    assert missing(bedtime) == {}
    assert "routine-carer" in broken(bedtime.but(("15:40 watch home oma", "15:40 watch home gap")))


@pytest.mark.parametrize(
    ("edit", "owed"),
    [
        ("", ["2026-03-02", "2026-03-03"]),
        ("custody mia mon 19:59 tue 08:00", ["2026-03-03"]),
        ("custody mia mon 08:00 mon 19:00", ["2026-03-02", "2026-03-03"]),
        ("pause mon mon", ["2026-03-03"]),
        ("pause -mon ++mon", []),
    ],
)
def test_on_which_dates_a_routine_is_owed(edit: str, owed: list[str]) -> None:
    here = replace(LONE.but(("child mia", f"routine story mia any=eva 19:00-20:00 30\n {edit}\n child mia")), days=2)
    assert [one.on.isoformat() for one in missed(Case(here.week, here.plan))] == owed


def test_a_routine_whose_window_the_horizon_does_not_have_is_not_owed() -> None:
    late = LONE.but(("child mia", "routine look mia any=eva 23:30-00:30 30\n child mia"))
    assert missing(late) == {}
    assert missing(replace(late, days=2)) == {"routine:look": ("2026-03-02", "5")}


def test_a_routine_is_owed_to_those_of_its_children_who_are_here() -> None:
    both = LONE.but(
        (
            "child mia",
            (
                "routine tea mia,leo any=eva 16:00-16:30 30\n child leo 2023-01-10\n"
                " custody leo mon 09:00 mon 17:00\n child mia"
            ),
        ),
        (
            "mia:",
            (
                "leo:\n 00:00 near home eva\n 06:30 watch home eva\n 09:00 none away\n"
                " 17:00 watch home eva\n 20:30 near home eva\n mia:"
            ),
        ),
        ("21:00 own", "16:00 routine:tea home\n 16:30 care home\n 21:00 own"),
    )
    assert broken(both) == set()
    assert "routine-children" in broken(both.but(("mon 09:00 mon 17:00", "mon 09:00 mon 15:00")))


def test_nobody_is_asked_to_do_a_routine_more_often_than_it_is_owed() -> None:
    often = ROUTINES.but(("at_least=ana:4,ben:4", "at_least=ana:28,ben:3"))
    assert missing(often) == {"at-least:bed/ana": ("2026-03-02", "10")}
    assert values(Case(often.week, often.plan))["lost"] == 10


def test_of_what_is_asked_for_a_week_part_of_a_week_owes_part() -> None:
    asked = LONE.but(
        ("adult eva walk", "adult eva walk own=119/30"),
        ("child mia", "chore tidy 13/week eva tidy=30\n child mia"),
        ("21:00 own home\n      22:00 care home", "21:00 care home"),
    )
    sunday = replace(asked, first=dt.date(2026, 3, 8), days=3)
    costs = [(one.what, one.on.day, one.cost) for one in missed(Case(sunday.week, sunday.plan))]
    assert costs == [
        ("own:eva", 8, Fraction(17, 15)),
        ("own:eva", 9, Fraction(34, 15)),
        ("chore:tidy#1", 8, 6),
        ("chore:tidy#2", 9, 6),
        ("chore:tidy#3", 9, 6),
        ("chore:tidy#4", 9, 6),
    ]


def test_dates_in_a_pause_owe_nothing() -> None:
    asked = LONE.but(
        ("adult eva walk", "adult eva walk own=420/30"),
        ("child mia", "chore tidy 7/week eva tidy=30\n chore dishes 1/day eva dry=15\n pause tue tue\n child mia"),
        ("21:00 own home\n      22:00 care home", "21:00 care home"),
    )
    days = replace(asked, days=3)
    assert [(one.what, one.on.day) for one in missed(Case(days.week, days.plan))] == [
        ("own:eva", 2),
        ("chore:tidy#1", 2),
        ("chore:tidy#2", 2),
        ("chore:dishes#1", 2),
        ("chore:dishes#2", 4),
    ]
    assert missing(days)["own:eva"] == ("2026-03-02", "8")
    done = days.but(("21:00 care home", "21:00 care home\n tue 09:00 chore:tidy#1/tidy home\n 09:30 care home"))
    assert "chore-time" in broken(done)
    assert "chore-time" not in broken(done.but(("pause tue tue", "pause wed wed")))


def test_own_time_counts_towards_the_week_of_each_of_its_minutes() -> None:
    over_midnight = replace(
        LONE.but(
            ("adult eva walk", "adult eva walk own=420/90"),
            ("00:00 sleep", "sun 00:00 sleep"),
            ("21:00 own home\n      22:00 care home", "23:00 own home\n +mon 00:30 sleep home"),
            ("mia:\n      00:00", "mia:\n sun 00:00"),
        ),
        first=dt.date(2026, 3, 8),
        days=2,
    )
    assert missing(over_midnight) == {"own:eva": ("2026-03-09", "2")}


def test_a_chore_without_a_window_is_done_by_day() -> None:
    early = CHORES.but(
        (
            "05:30 care home\n      09:00 chore:wash#1/load home\n      09:10 care",
            "05:30 care home\n      06:30 chore:wash#1/load home\n      06:40 care",
        ),
        ("wait=60-240", "wait=60-270"),
    )
    assert broken(early) == {"chore-time"}
    assert broken(early.but(("hang=20", "hang=20 window=06:00-22:00"))) == set()


def test_a_chore_may_begin_so_as_to_end_with_its_window() -> None:
    at_the_end = CHORES.but(("hang=20", "hang=20 window=07:10-10:50"))
    assert broken(at_the_end) == set()
    odd = at_the_end.but(("10:30 chore", "10:25 chore"), ("10:50 free", "10:45 free"))
    assert broken(odd) == {"chore-time"}
    assert broken(odd.but(("07:10-10:50", "07:10-10:45"))) == set()


@pytest.mark.parametrize(
    ("doing", "there"),
    [
        ("free home", True),
        ("sleep home", False),
        ("own home", False),
        ("together home couple", True),
        ("chore:tidy#1/tidy home", False),
        ("routine:play home", True),
        ("free school", False),
        ("travel home>school walk", False),
        ("unknown", False),
    ],
)
def test_who_is_at_an_occasion(doing: str, *, there: bool) -> None:
    more = "routine play any=ben 16:00-16:30 30\n chore tidy 1/day ben tidy=30\n together couple ana,ben 60 60"
    party = ROUTINES.but(
        ("occasion", f"{more}\n occasion"),
        ("      08:30 free home", f"      08:30 free home\n 16:00 {doing}\n 16:30 free home"),
    )
    missed_it = missing(party).get("occasion:party")
    assert missed_it == (None if there else ("2026-03-02", "100"))


def test_an_occasion_costs_for_everybody_who_is_not_there() -> None:
    tea = LONE.but(("child mia", "occasion tea mon 20:00-22:00 eva,mia\n child mia"))
    assert missing(tea) == {"occasion:tea": ("2026-03-02", "200")}
    assert missing(tea.but(("20:00-22:00", "19:00-21:00"))) == {}


@pytest.mark.parametrize(
    "line", ["custody mia mon 12:00 mon 15:00", "pause mon mon", "occasion past -sun 08:00-09:00 mia"]
)
def test_an_occasion_is_not_owed(line: str) -> None:
    what = line if line.startswith("occasion") else f"{line}\n occasion lunch mon 11:00-12:30 mia place=school"
    assert missing(LONE.but(("child mia", f"{what}\n child mia"))) == {}


def test_a_child_at_school_is_at_no_routine_there() -> None:
    waiting = SCHOOL.but(
        ("way home school", "routine wave mia any=ben 13:00-13:30 20 place=school\n way home school"),
        ("13:10 free school", "13:10 routine:wave school"),
    )
    assert "routine-children" in broken(waiting)
    assert "at-home" not in broken(waiting)


def test_a_child_that_needs_nobody_has_no_carer_in_a_routine() -> None:
    grown = LONE.but(
        ("mia 2018-09-14", "mia 2009-05-05"),
        ("adult eva walk", "adult eva walk\n routine tea mia any=eva 16:00-16:30 30"),
        ("05:30 care home\n      21:00 own", "05:30 free home\n 16:00 routine:tea home\n 16:30 free home\n 21:00 own"),
        ("22:00 care", "22:00 free"),
        ("near home eva", "none home self"),
    )
    assert broken(grown) == set()


def test_a_chore_is_done_in_the_week_that_owes_it() -> None:
    two_weeks = replace(
        LONE.but(
            ("child mia", "chore tidy 7/week eva tidy=30\n child mia"),
            ("21:00 own home\n      22:00", "+mon 10:00 chore:tidy#2/tidy home\n 10:30"),
        ),
        first=dt.date(2026, 3, 8),
        days=2,
    )
    assert "chore-time" not in broken(two_weeks)
    assert missing(two_weeks) == {"chore:tidy#1": ("2026-03-08", "6")}
    assert "chore-time" in broken(two_weeks.but(("tidy#2", "tidy#1")))
