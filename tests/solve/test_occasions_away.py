"""Occasions away from home in small weeks, counted on paper: who comes with whom, from where, and what it costs."""

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest
from msgspec.structs import replace

from kinrota.solve import levels
from kinrota.solve.layout import layout_of
from kinrota.solve.missed import Missed
from kinrota.solve.physics import physics
from kinrota.solve.search import _Search, search
from kinrota.testing import week_of
from tests.solve.weeks import planned

ALONE = """
    adult ana walk
    child tom 2019-06-01
    way home grange walk 15
    way home school walk 12
    way school grange walk 6
"""


def test_straight_from_school() -> None:
    """Tom is fetched in time to be there ten minutes before, and they go on: four journeys, and one to bring him."""
    text = f"{ALONE}\n attends tom school 08:15 13:30\n occasion tea mon 13:40-15:00 ana,tom place=grange"
    found = planned(text)
    assert found.values == {"strain": "5"}
    assert found.journeys("ana")[2:] == [
        "13:18-13:30 home>school walk",
        "13:30-13:36 school>grange walk +tom",
        "15:00-15:15 grange>home walk +tom",
    ]


def test_at_school_after_school() -> None:
    """Ana comes to fetch him, waits twenty minutes with him there, and stays for three hours: no more journeys."""
    found = planned(f"{ALONE}\n attends tom school 08:15 13:30\n occasion fete mon 14:00-17:00 ana,tom place=school")
    assert found.values == {"strain": "4"}
    assert found.told("tom")[-2:] == ["08:15 school", "13:30 ana"]
    assert found.adult_at("ana", "mon 16:00").place == "school"


def test_at_school_in_school_hours() -> None:
    """Tom is there as it is; Ana goes there for it, and home, between bringing and fetching."""
    found = planned(f"{ALONE}\n attends tom school 08:15 13:30\n occasion play mon 10:00-11:00 ana,tom place=school")
    assert found.values == {"strain": "6"}
    assert "09:48-10:00 home>school walk" in found.journeys("ana")


def test_from_work_and_to_work() -> None:
    """Ana's ways from her work and to it are her own commute, and cost nothing."""
    found = planned(
        """
        adult ana walk
        child kai 2009-05-05
        way home office walk 20
        way home grange walk 15
        way office grange walk 10
        work ana office mon 08:00 mon 10:00
        work ana office mon 13:00 mon 14:00
        occasion tea mon 10:30-12:30 ana place=grange
        """
    )
    assert found.values == {}
    ways = [journey.split()[1] for journey in found.journeys("ana")]
    assert ways == ["home>office", "office>grange", "grange>office", "office>home"]


def test_where_a_parent_works_at_other_hours() -> None:
    """Ben comes off work when the party at his office begins, and stays; the way home is his own commute."""
    found = planned(
        """
        adult ana walk
        adult ben walk
        child tom 2019-06-01
        way home office walk 20
        work ben office mon 13:00 mon 15:00
        occasion party mon 15:00-18:00 ana,ben,tom place=office
        """
    )
    assert found.values.get("broken") is None
    assert found.journeys("ben") == ["12:40-13:00 home>office walk", "18:00-18:20 office>home walk"]
    assert found.journeys("ana") == ["14:40-15:00 home>office walk +tom", "18:00-18:20 office>home walk +tom"]


def test_a_grown_child_comes_with_an_adult() -> None:
    found = planned(
        """
        adult ana walk
        child kai 2009-05-05
        way home grange walk 15
        occasion tea mon 15:00-16:30 ana,kai place=grange
        """
    )
    assert found.values == {"strain": "2"}
    assert found.child_at("kai", "mon 16:00").place == "grange"


@pytest.mark.parametrize(("carried", "values"), [(False, {"broken": "200"}), (True, {"strain": "2"})])
def test_home_asleep(*, carried: bool, values: dict[str, str]) -> None:
    """At ten the party is over, and Tom, who is not of it, has been asleep for an hour and a half."""
    found = planned(
        """
        adult ana walk
        child mia 2016-06-01
        child tom 2019-06-01
        way home grange walk 15
        occasion party mon 19:00-21:00 ana,mia place=grange
        """,
        but=lambda home: replace(home, children=tuple(replace(who, may_be_carried=carried) for who in home.children)),
    )
    assert found.values == values


def test_two_occasions_at_one_place() -> None:
    """Between them it is ten minutes: they stay. Two journeys."""
    found = planned(
        """
        adult ana walk
        child tom 2019-06-01
        way home grange walk 15
        occasion tea mon 15:00-16:00 ana,tom place=grange
        occasion cake mon 16:10-17:00 ana,tom place=grange
        """
    )
    assert found.values == {"strain": "2"}


def test_a_helper_at_its_own_home() -> None:
    """Nobody knows a way for Oma, who is asked to be where she lives."""
    found = planned(
        f"""{ALONE}
        helper oma
        available oma mon 14:00 mon 18:00
        occasion tea mon 15:00-16:30 ana,oma,tom place=grange
        """
    )
    assert found.values == {"strain": "2"}
    assert found.asked == ["oma 15:00-16:30"]


def test_nobody_is_left_behind_for_it() -> None:
    """Ida naps when Ana would have to leave with Tom; a gap is worse than a party missed."""
    found = planned(
        f"{ALONE}\n child ida 2024-10-01 nap=12:30-15:30\n occasion tea mon 15:00-16:30 ana,tom place=grange"
    )
    assert found.values == {"broken": "200"}


def test_it_is_where_the_fewest_are_missing() -> None:
    """At home two would be there, at the hospital three."""
    text = """
        adult ana walk
        adult ben walk
        child tom 2019-06-01
        way home hospital walk 20
        work ana hospital mon 13:00 mon 18:00 {}
        occasion birthday mon 15:00-16:00 ana,ben,tom {}
        """
    assert planned(text.format("visits", "moves")).values.get("broken") is None
    assert planned(text.format("", "moves")).values["broken"] == "100"
    assert planned(text.format("visits", "")).values["broken"] == "100"


def test_who_is_there_counts_whatever_the_search_had_no_time_for() -> None:
    """A search that ends with everybody at the tea, and nobody counted as there, misses nothing."""
    layout = layout_of(week_of(f"{ALONE}\n occasion tea mon 15:00-16:00 ana,tom place=grange"))
    done = search(layout, 20)
    program, handed = physics(layout)
    ended = _Search(program, handed, levels.gap(program), ThreadPoolExecutor(1))
    broken = next(level for level in levels.lower(program, handed, Missed(program)) if level.name == "broken")
    ended.read()
    missing = {literal.index: 0 for literal in program.doings.attends.values()}
    assert missing
    ended.values = {**dict.fromkeys(range(len(program.model.proto.variables)), 0), **done.values, **missing}
    ended.levels = [(broken, 0)]
    assert broken.wanted.of(ended.values)
    assert ended.settled()["broken"] == (Fraction(0), Fraction(0))
