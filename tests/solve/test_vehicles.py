"""Shared vehicles: who takes one, where it stands, and who goes without."""

import pytest

from tests.solve.weeks import planned

VAN = """
    child kim 2008-01-10
    vehicle van 5 {drivers}
    way home ward car 10 bike 30
    way home office car 10 bike 30
    way ward office car 10 bike 40
    """
BOTH = "adult ana car bike\nadult ben car bike" + VAN
NIGHT = "work ana ward -sun 20:00 mon 06:00\nwork ben office mon 05:00 mon 09:00"
THREE_SMALL = """
    adult ana car walk
    child ida 2024-01-10
    child leo 2023-01-10
    child tom 2022-01-10
    vehicle van {seats} ana
    way home nursery car 5 walk 20
    attends ida nursery 08:15 13:00
    attends leo nursery 08:15 13:00
    attends tom nursery 08:15 13:00
    """


def test_the_vehicle_is_with_its_first_driver_who_is_at_work_when_the_horizon_begins() -> None:
    made = planned(BOTH.format(drivers="ana ben") + NIGHT)
    assert made.journeys("ana") == ["06:00-06:10 ward>home car=van"]
    assert made.journeys("ben") == ["04:30-05:00 home>office bike", "09:00-09:30 office>home bike"]


def test_the_vehicle_is_at_home_with_its_first_driver_while_another_works() -> None:
    made = planned(BOTH.format(drivers="ben ana") + NIGHT)
    assert made.journeys("ana") == ["06:00-06:30 ward>home bike"]
    assert made.journeys("ben") == ["04:50-05:00 home>office car=van", "09:00-09:10 office>home car=van"]


def test_who_gets_to_work_only_by_car_has_it_there_when_the_horizon_begins() -> None:
    text = BOTH.format(drivers="ben ana").replace("ana car bike", "ana car")
    made = planned(text + NIGHT)
    assert made.journeys("ana") == ["06:00-06:10 ward>home car=van"]
    assert made.journeys("ben")[0] == "04:30-05:00 home>office bike"


def test_who_has_little_time_between_two_works_has_the_vehicle() -> None:
    made = planned(
        BOTH.format(drivers="ana ben")
        + """
        work ana ward mon 08:00 mon 12:00
        work ben ward mon 07:00 mon 10:00
        work ben office mon 10:20 mon 13:00
        """
    )
    assert made.findings == []
    assert made.journeys("ana") == ["07:30-08:00 home>ward bike", "12:00-12:30 ward>home bike"]
    assert made.journeys("ben")[0] == "06:50-07:00 home>ward car=van"


def test_where_both_have_little_time_one_is_there_in_no_time_and_it_is_said() -> None:
    works = "\n".join(
        f"work {who} ward mon 08:00 mon 10:00\nwork {who} office mon 10:15 mon 12:00" for who in ("ana", "ben")
    )
    made = planned(BOTH.format(drivers="ana ben") + works)
    with_it, without = sorted(("ana", "ben"), key=lambda who: "car=van" not in made.journeys(who)[0])
    assert made.journeys(with_it)[1] == "10:05-10:15 ward>office car=van"
    assert made.journeys(without) == ["07:30-08:00 home>ward bike", "12:00-12:30 office>home bike"]
    assert made.findings == [f"{without} no-car"]


def test_who_knows_no_way_but_by_car_and_has_none_is_there_and_back_in_no_time() -> None:
    made = planned(
        """
        adult ana car
        adult ben car
        child kim 2008-01-10
        vehicle van 5 ana ben
        way home ward car 10
        work ana ward mon 08:00 mon 12:00
        work ben ward mon 09:00 mon 13:00
        """
    )
    assert sorted(len(made.journeys(who)) for who in ("ana", "ben")) == [0, 2]
    (without,) = (who for who in ("ana", "ben") if not made.journeys(who))
    assert made.findings == [f"{without} no-car"] * 2


def test_the_vehicle_is_left_at_home_for_who_has_no_other_way() -> None:
    # Ana leaves first, and would be quicker by car.
    made = planned(
        """
        adult ana car walk
        adult ben car walk
        child kim 2008-01-10
        vehicle van 5 ana ben
        way home ward car 10 walk 40
        way home office car 10
        work ana ward mon 08:00 mon 12:00
        work ben office mon 09:00 mon 13:00
        """
    )
    assert made.findings == []
    assert made.journeys("ana") == ["07:20-08:00 home>ward walk", "12:00-12:40 ward>home walk"]
    assert made.journeys("ben") == ["08:50-09:00 home>office car=van", "13:00-13:10 office>home car=van"]


def test_the_vehicle_is_not_left_for_nobody() -> None:
    # Ben is home before she leaves: there is no reason for her to walk.
    made = planned(
        BOTH.format(drivers="ana ben")
        + """
        work ana ward mon 13:00 mon 17:00
        work ben office mon 08:00 mon 12:00
        """
    )
    assert made.journeys("ben")[0] == "07:50-08:00 home>office car=van"
    assert made.journeys("ana")[0] == "12:50-13:00 home>ward car=van"


@pytest.mark.parametrize(
    ("seats", "by"), [(3, "07:55-08:15 home>nursery walk"), (4, "08:10-08:15 home>nursery car=van")]
)
def test_the_drivers_seat_is_one_of_the_seats(seats: int, by: str) -> None:
    made = planned(THREE_SMALL.format(seats=seats))
    assert made.values == {"strain": "4"}
    assert made.journeys("ana")[0] == f"{by} +ida +leo +tom"


def test_of_two_vehicles_the_one_that_has_the_seats_is_taken_for_the_children() -> None:
    made = planned(THREE_SMALL.format(seats=2) + "vehicle bus 9 ana")
    assert made.journeys("ana")[0] == "08:10-08:15 home>nursery car=bus +ida +leo +tom"


def test_who_is_not_among_the_drivers_has_a_car_of_its_own() -> None:
    made = planned(
        BOTH.format(drivers="ana")
        + """
        work ana ward mon 08:00 mon 12:00
        work ben office mon 08:00 mon 12:00
        """
    )
    assert made.journeys("ana")[0] == "07:50-08:00 home>ward car=van"
    assert made.journeys("ben")[0] == "07:50-08:00 home>office car"
