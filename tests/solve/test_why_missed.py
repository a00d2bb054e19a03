"""Why something owed is missed is said in the words of a household."""

import datetime as dt

import pytest

from kinrota.solve.hindrances import Accounts
from kinrota.solve.why_missed import why_missed
from kinrota.testing import MONDAY, plan_of, week_of
from tests.solve.weeks import planned

HOME = """
adult ana walk
adult ben walk
child leo 2022-05-10
way home hospital walk 20
way home nursery walk 10
"""
ALONE = HOME.replace("adult ben walk\n", "")


def why(text: str, but: str = "", *, home: str = HOME, days: int = 1) -> list[str]:
    """What a plan misses, each with its reason, of those whose name has a part."""
    plan = planned(home + text, days=days).plan
    return [f"{miss.what} {miss.because}" for miss in plan.misses if but in miss.what]


def test_a_routine_of_those_who_are_out() -> None:
    work = "work ana hospital mon 18:00 mon 22:00\nwork ben hospital mon 12:00 mon 19:00\nhelper oma\n"
    bedtime = "routine bed leo any=ana,ben 18:30-19:30 30 protect"
    (said,) = why(f"{work}available oma mon 16:00 mon 20:00\n{bedtime}")
    assert said.split("; ") == [
        "routine:bed Ana is at work (hospital) until 22:00",
        "Ben is at work (hospital) until 19:00 and is on the way 19:00-19:20",
    ]


def test_a_routine_without_its_child() -> None:
    text = "attends leo nursery 08:00 15:00\nroutine song leo any=ana 10:00-12:00 20 protect"
    assert why(text, home=ALONE) == ["routine:song Leo is at nursery until 15:00"]


def test_a_routine_in_the_night() -> None:
    assert why("routine song leo any=ana 20:15-21:00 30 protect", home=ALONE) == [
        "routine:song Leo sleeps from 20:30 on"
    ]


def test_a_routine_by_each_in_turn() -> None:
    text = "routine song leo each=ana 10:00-12:00 20 protect"
    assert why(text, home=ALONE, days=2) in (
        ["routine:song Ana does it on Mon 2"],
        ["routine:song Ana does it on Tue 3"],
    )


def test_a_share_of_a_routine() -> None:
    text = """
    routine bed leo any=ana,ben 18:30-19:30 30 protect at_least=ben:7
    work ben hospital mon 17:00 mon 22:00
    """
    assert why(text, "at-least") == ["at-least:bed/ben Ben is at work (hospital) then on Mon 2"]


@pytest.mark.parametrize(
    ("chore", "reason"),
    [
        ("clean 1/day ana clean=90 window=08:00-12:00 caring=near", "chore:clean#1 Ana is with Leo until 20:30"),
        ("clean 7/week ana clean=90 window=08:00-12:00 caring=near", "chore:clean#1 Ana never has 90 minutes for it"),
    ],
)
def test_a_chore_beside_a_child(chore: str, reason: str) -> None:
    (said,) = why(f"chore {chore}", home=ALONE)
    assert said.startswith(reason)


def test_a_chore_in_the_hours_of_work() -> None:
    text = """
    attends leo nursery 08:00 15:00
    work ana hospital mon 09:00 mon 14:00
    chore cook 1/day ana cook=40 window=10:00-12:00
    """
    assert why(text, home=ALONE) == ["chore:cook#1 Ana is at work (hospital) until 14:00"]


def test_own_time_says_where_the_hours_go() -> None:
    home = ALONE.replace("adult ana walk", "adult ana walk own=6300/60")
    assert why("", home=home) == ["own:ana of the hours of that week are 5 of sleep and 14 with the children"]


def test_time_together_says_when_both_are_there() -> None:
    text = "together couple ana,ben 2100 60\nwork ana hospital mon 08:00 mon 16:00"
    (said,) = why(text, "together")
    assert said.startswith("together:couple all of them are at home and awake for ")
    assert said.endswith(", and some child needs one of them all the while")


def test_an_occasion_without_somebody() -> None:
    text = """
    occasion party mon 14:00-15:00 ana,ben,leo
    work ana hospital mon 12:00 mon 17:00
    attends leo nursery 08:00 16:00
    """
    assert why(text, "occasion") == [
        "occasion:party Ana is at work (hospital) until 17:00; Leo is at nursery until 16:00"
    ]


BED = """
helper oma
helper kim
available oma mon 18:00 mon 19:00
routine bed leo any=ana,oma,kim 18:30-20:00 40 protect at_least=ana:7
routine talk any=ana 18:30-20:00 40
"""
AT_HOME = """
ana:
  00:00 free home
oma:
  {oma}
kim:
  00:00 away
leo:
  00:00 watch home ana
"""


def told(what: str, oma: str = "00:00 away", *, sure: bool = True, day: dt.date = MONDAY) -> list[str]:
    """The reason of a miss on a day on which Ana is at home, Oma could be asked, and Kim could not."""
    week = week_of(f"{ALONE}{BED}", days=1)
    plan = plan_of(week, AT_HOME.format(oma=oma))
    return why_missed(Accounts(week, plan.adults, plan.children, sure=sure), what, day).split("; ")


def test_a_helper_who_is_not_asked_or_cannot_be() -> None:
    assert told("routine:bed")[:2] == ["Oma is not asked for it", "Kim is not available"]
    there = told("routine:bed", "00:00 away\n  18:00 free home\n  19:00 away")
    assert there[0] == "Oma is not there from 19:00 on"


def test_who_would_have_the_time_where_no_plan_misses_less_and_where_that_is_not_known() -> None:
    assert told("routine:talk") == ["Ana is there, but then something else would be lost"]
    stopped = "but the time for planning was over before a better plan was found"
    assert told("routine:talk", sure=False) == [f"Ana is there, {stopped}"]
    assert told("at-least:bed/ana", sure=False) == [f"Ana could do it more often, {stopped}"]
    assert told("routine:bed", sure=False)[:2] == [f"Oma could be asked, {stopped}", "Kim is not available"]


def test_midnight_is_called_midnight() -> None:
    week = week_of(f"{ALONE}chore cook 1/day ana cook=40 window=22:00-24:00", days=2)
    plan = plan_of(week, "ana:\n  mon 00:00 sleep home\n  tue 00:00 free home\nleo:\n  mon 00:00 near home ana")
    assert why_missed(Accounts(week, plan.adults, plan.children), "chore:cook#1", MONDAY) == "Ana sleeps until midnight"
