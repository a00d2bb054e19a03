"""Work at more than one place, and events at one place that overlap: what is kept, and how one gets there."""

from tests.solve.weeks import planned

KIM = """
    child kim 2008-01-10
    way home ward car 25
    way home office walk 50 bike 20
    """


def test_where_no_one_mode_goes_from_one_work_to_the_next_the_way_is_through_home() -> None:
    made = planned(
        "adult eva car walk" + KIM + "work eva ward mon 07:00 mon 13:00\nwork eva office mon 13:00 mon 18:00"
    )
    assert made.journeys("eva") == [
        "06:35-07:00 home>ward car",
        "13:00-13:25 ward>home car",
        "13:25-14:15 home>office walk",
        "18:00-18:50 office>home walk",
    ]
    assert made.findings == ["eva journey-into-work"]


def test_who_drove_to_one_work_does_not_leave_the_car_there() -> None:
    # By bike it is three minutes from the ward to the office; but the car has to come home.
    made = planned(
        """
        adult eva car bike
        child kim 2008-01-10
        way home ward car 25
        way home office bike 30
        way ward office bike 3
        work eva ward mon 07:00 mon 13:00
        work eva office mon 13:00 mon 18:00
        """
    )
    assert made.journeys("eva")[1:3] == ["13:00-13:25 ward>home car", "13:25-13:55 home>office bike"]


def test_who_drove_to_one_work_drives_on_to_the_next() -> None:
    made = planned(
        """
        adult eva car walk
        child kim 2008-01-10
        way home ward car 10 walk 60
        way home office car 10 walk 60
        way ward office walk 3 car 8
        work eva ward mon 07:00 mon 13:00
        work eva office mon 13:00 mon 18:00
        """
    )
    assert made.journeys("eva")[1:] == ["13:00-13:08 ward>office car", "18:00-18:10 office>home car"]


def test_work_that_its_journey_takes_whole_is_as_if_it_were_not_there() -> None:
    made = planned(
        """
        adult eva bike
        child kim 2008-01-10
        way home ward bike 40
        way home office bike 15
        work eva ward mon 07:00 mon 09:00
        work eva office mon 09:05 mon 09:30
        work eva ward mon 09:35 mon 12:00
        """
    )
    assert made.doing("eva", "work") == ["07:00-09:00 work", "09:35-12:00 work"]
    assert made.journeys("eva") == ["06:20-07:00 home>ward bike", "12:00-12:40 ward>home bike"]
    assert [finding.event for finding in made.plan.findings] == ["work#2"]


def test_work_at_home_answers_for_nobody_while_one_event_may_not_be_interrupted() -> None:
    made = planned(
        """
        adult eva walk
        child tom 2018-05-10
        work eva home mon 08:00 mon 16:00 interruptible
        work eva home mon 10:20 mon 10:50
        """
    )
    assert made.gaps == ["tom 10:20-10:50 near"]
    assert [span.event for span in made.plan.adults["eva"] if span.doing == "work"] == ["work#1", "work#2", "work#1"]


def test_one_sleep_serves_the_night_and_the_day_after_a_night_shift() -> None:
    # Home at 00:25 from a shift of 24 hours: seven hours for the night, begun within three hours, are the six as well.
    made = planned(
        """
        adult eva car
        child kim 2008-01-10
        way home ward car 25
        work eva ward mon 00:00 tue 00:00
        """,
        days=2,
    )
    ((start, end),) = [line.split()[0].split("-") for line in made.doing("eva", "sleep")]
    assert "00:25" <= start <= "03:25"
    assert int(end[:2]) * 60 + int(end[3:]) - int(start[:2]) * 60 - int(start[3:]) == 420
