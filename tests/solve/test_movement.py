"""Who brings and who fetches, when, and by which way."""

import pytest
from msgspec.structs import replace

from kinrota.model.household import Household, Vehicle
from tests.solve.weeks import planned
from tests.verify.good_plans import GOOD, Good

TWO_SMALL = """
    adult ana {modes}
    child leo 2023-01-10
    child ida 2021-05-01
    way home nursery bike 5 car 5 walk 20
    attends leo nursery 08:15 13:00
    attends ida nursery 08:15 13:00
    """


@pytest.mark.parametrize("good", GOOD.values(), ids=GOOD)
def test_it_is_never_worse_than_a_plan_made_by_hand(good: Good) -> None:
    made = planned(good.week_text, good.days, good.first)
    by_hand = [good.plan.level(level.name).value for level in made.plan.levels]
    assert [level.value for level in made.plan.levels] <= by_hand


def test_straight_from_nursery_to_work_and_back() -> None:
    # Two journeys with Leo, and he is fetched a quarter of an hour after his usual time: 3.
    made = planned(
        """
        adult ana walk
        child leo 2023-01-10
        way home nursery walk 10
        way nursery ward walk 15
        way home ward walk 20
        attends leo nursery 07:30-09:30 12:00-16:30
        work ana ward mon 10:00 mon 12:00
        """
    )
    assert made.values == {"strain": "3"}
    assert made.told("leo") == ["00:00 ana", "09:30 nursery", "12:15 ana"]
    assert made.journeys("ana")[0] == "09:20-09:30 home>nursery walk +leo"
    assert made.journeys("ana")[-2:] == ["12:00-12:15 ward>nursery walk", "12:15-12:25 nursery>home walk +leo"]


def test_two_places_on_one_way() -> None:
    # Leo attends at once, 11 minutes before his usual time: cheaper than going home and coming again. Seven journeys.
    made = planned(
        """
        adult ana walk
        child leo 2023-01-10
        child tom 2019-06-01
        way home nursery walk 10
        way home school walk 12
        way school nursery walk 4
        attends leo nursery 08:00-08:30 12:00-14:00
        attends tom school 08:15 13:00
        """
    )
    assert made.values == {"strain": "116/15"}
    assert made.journeys("ana")[:2] == [
        "08:03-08:15 home>school walk +leo +tom",
        "08:15-08:19 school>nursery walk +leo",
    ]
    assert made.told("tom") == ["00:00 ana", "08:15 school", "13:00 ana"]


def test_who_drove_to_work_drives_on_from_there() -> None:
    # Two journeys with Leo, and 38 minutes after his usual time: 2 + 38 / 15.
    made = planned(
        """
        adult ana bike car walk
        child leo 2023-01-10
        way home nursery bike 10 car 5
        way home ward bike 25 car 10
        way nursery ward bike 20 car 8
        attends leo nursery 07:30-09:30 12:00-16:30
        work ana ward mon 10:00 mon 12:30
        """
    )
    assert made.values == {"strain": "68/15"}
    assert {journey.split()[-1] if "+" not in journey else journey.split()[-2] for journey in made.journeys("ana")} == {
        "car"
    }


def test_two_small_children_go_on_foot_where_one_bike_takes_one() -> None:
    made = planned(TWO_SMALL.format(modes="bike walk"))
    assert made.values == {"strain": "4"}
    assert made.journeys("ana")[0] == "07:55-08:15 home>nursery walk +ida +leo"


def small_car(household: Household) -> Household:
    return replace(household, vehicles=(Vehicle("car", 2, ("ana",)),))


def test_two_children_go_on_foot_where_the_car_has_one_seat() -> None:
    # To fetch them she leaves the car at home, too, though she is alone on the way there.
    made = planned(TWO_SMALL.format(modes="car walk"), but=small_car)
    assert made.values == {"strain": "4"}
    assert made.journeys("ana") == [
        "07:55-08:15 home>nursery walk +ida +leo",
        "08:15-08:35 nursery>home walk",
        "12:40-13:00 home>nursery walk",
        "13:00-13:20 nursery>home walk +ida +leo",
    ]


def test_the_car_with_one_seat_stays_at_home_only_for_an_outing_with_two() -> None:
    # Ida is there until 15:00: Leo comes home by car, and goes along on foot to fetch her.
    both = TWO_SMALL.format(modes="car walk")
    made = planned(both.replace("ida nursery 08:15 13:00", "ida nursery 08:15 15:00"), but=small_car)
    assert made.values == {"strain": "6"}
    assert made.journeys("ana")[2:] == [
        "12:55-13:00 home>nursery car=car",
        "13:00-13:05 nursery>home car=car +leo",
        "14:40-15:00 home>nursery walk +leo",
        "15:00-15:20 nursery>home walk +ida +leo",
    ]


def test_a_sleeping_child_holds_its_carer_at_home() -> None:
    # Ida naps 12:30-14:30. To leave her for 24 minutes would be 48; that nobody fetches Tom is 12 minutes, 24.
    made = planned(
        """
        adult ana walk
        child ida 2024-10-01
        child tom 2019-06-01
        way home school walk 12
        attends tom school 08:15 13:00
        """
    )
    assert made.gaps == ["tom 13:00-13:12 near"]
    assert made.journeys("ana") == ["08:03-08:15 home>school walk +ida +tom", "08:15-08:27 school>home walk +ida"]


def test_a_child_that_moves_alone_needs_somebody_in_reach_of_both_ends() -> None:
    # Nobody is near until 07:00. Ana at the ward is 20 minutes from home, but 32 from school; Ben is home by 12:50.
    made = planned(
        """
        adult ana walk
        adult ben walk
        child mia 2016-09-14
        way home school walk 12
        way home ward walk 20
        attends mia school 08:15 13:00
        work ana ward mon 07:00 mon 15:00 reachable
        work ben ward mon 07:00 mon 12:30
        """
    )
    assert made.gaps == ["mia 06:40-07:00 near", "mia 08:03-08:15 reach"]
    assert made.child_at("mia", "mon 07:30").met_by == "self"
    assert (made.child_at("mia", "mon 13:05").met_by, made.child_at("mia", "mon 13:05").reached_by) == ("self", "ben")


def test_each_parent_takes_the_end_that_work_leaves_them() -> None:
    made = planned(
        """
        adult ana walk
        adult ben walk
        child leo 2023-01-10
        way home nursery walk 10
        way home ward walk 20
        attends leo nursery 07:30-09:00 12:00-16:30
        work ana ward mon 09:30 mon 16:00
        work ben ward mon 05:00 mon 11:30
        """
    )
    assert made.gaps == []
    assert made.told("leo")[:3] == ["00:00 ana", "09:00 nursery", "12:00 ben"]
    assert made.journeys("ana")[:2] == ["08:50-09:00 home>nursery walk +leo", "09:00-09:30 nursery>ward walk"]
    assert made.journeys("ben")[1:] == ["11:30-12:00 ward>nursery walk", "12:00-12:10 nursery>home walk +leo"]


def test_two_parents_fetch_at_two_places_at_once() -> None:
    made = planned(
        """
        adult ana walk
        adult ben walk
        child leo 2023-01-10
        child mia 2018-09-14
        way home nursery walk 10
        way home school walk 15
        way home ward walk 20
        attends leo nursery 08:30 12:00
        attends mia school 08:15 12:00
        work ana ward mon 07:00 mon 10:00
        """
    )
    # Six journeys with children or without, two handovers, a quarter of an hour under two carers, ten minutes early.
    assert made.values == {"strain": "47/3"}
    fetched = {made.child_at(child, "mon 12:05").met_by for child in ("leo", "mia")}
    assert fetched == {"ana", "ben"}


def test_work_in_the_morning_leaves_nobody_to_bring() -> None:
    # 170 minutes near and 90 watch. The way to nursery counts as not brought, and the hours there stand.
    made = planned(
        """
        adult ana walk
        child leo 2023-01-10
        way home nursery walk 10
        way home ward walk 20
        attends leo nursery 08:00 13:00
        work ana ward mon 04:00 mon 08:05
        """
    )
    assert made.values == {"gap": "610", "strain": "2"}
    assert made.told("leo") == ["00:00 ana", "03:40 gap", "08:00 nursery", "13:00 ana"]


TEACHER = """
adult ana walk
helper oma transit
child mia 2017-09-14
child leo 2022-05-10
child tom 2022-05-10
custody mia -sun 00:00 mon 07:00
custody mia mon 18:00 ++mon 00:00
custody leo -sun 00:00 mon 10:00
custody leo mon 18:00 ++mon 00:00
custody tom -sun 00:00 mon 10:00
custody tom mon 18:00 ++mon 00:00
way home nursery walk 28 transit 20
way nursery school walk 28
way home school walk 60 bike 20
attends tom nursery 11:30 15:00-15:30 escorts=oma
attends mia school 10:40 15:00 escorts=oma
available oma mon 10:00 mon 18:00
work ana nursery mon 08:40 mon 09:20
"""


def test_nobody_takes_a_child_to_its_place_of_work_and_back_for_nothing() -> None:
    # Only at the nursery, where Ana works, is she in reach of both ends of Mia's way home from school. But Oma brings
    # and fetches Tom, and Ana would be there with Leo for nothing. That way and her work, 20 + 40, are a gap.
    made = planned(TEACHER)
    assert made.values["gap"] == "60"
    assert [journey[:11] for journey in made.journeys("ana")] == ["08:12-08:40", "11:20-11:48"]


def test_the_way_from_work_after_waiting_there_is_a_commute() -> None:
    # Ana waits at the nursery while Mia is on her way to school; then she goes home from work, which costs nothing.
    made = planned(TEACHER)
    assert made.child_at("mia", "mon 10:30").reached_by == "ana"
    assert made.adult_at("ana", "mon 10:30").doing == "free"
