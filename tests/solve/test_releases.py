"""Confirmed work that is given up: where it helps, as little as can be, and never more than is allowed."""

from tests.solve.weeks import nights, planned

EVA_AND_LEO = """
    adult eva walk
    child leo 2023-01-10
    way home bar walk 20
    """
ELSEWHERE = """
    adult ana walk
    adult ben walk car
    child mia 2017-09-14
    work ben ? tue 09:30 tue 10:30 overrun=45
    release ben late_start 240
    release ben early_leave 120
    """


def test_work_at_home_gives_way_at_both_ends() -> None:
    # An hour and a half at home, of which half an hour at each end may go: the half hour between stays a gap.
    made = planned(
        EVA_AND_LEO + "work eva home mon 12:00 mon 13:30\nrelease eva late_start 30\nrelease eva early_leave 30"
    )
    assert made.values == {"gap": "90", "work": "60"}
    assert made.given_up == ["eva late start 12:00-12:30", "eva early leave 13:00-13:30"]
    assert made.gaps == ["leo 12:30-13:00 watch"]


def test_a_long_block_gives_way_at_both_ends() -> None:
    made = planned(
        EVA_AND_LEO + "work eva home mon 10:00 mon 14:00\nrelease eva late_start 30\nrelease eva early_leave 45"
    )
    assert made.values == {"gap": str(165 * 3), "work": "75"}
    assert made.doing("eva", "work") == ["10:30-13:15 work"]


def test_no_more_often_than_allowed() -> None:
    # Two blocks of an hour: 105 minutes stay a gap.
    made = planned(
        EVA_AND_LEO
        + "work eva home mon 10:00 mon 11:00\nwork eva home mon 14:00 mon 15:00\nrelease eva late_start 15 1/day"
    )
    assert made.values == {"gap": str(105 * 3), "work": "15"}


def test_a_day_later_is_another_day() -> None:
    made = planned(
        EVA_AND_LEO
        + "work eva home mon 10:00 mon 11:00\nwork eva home tue 10:00 tue 11:00\nrelease eva late_start 15 1/day",
        days=2,
    )
    assert made.values == {"gap": str(90 * 3), "work": "30"}


def test_what_may_not_happen_is_not_released() -> None:
    made = planned(EVA_AND_LEO + "hold eva home mon 10:00 mon 11:00\nrelease eva late_start 60")
    assert made.values == {"gap": "180"}
    assert made.given_up == []


def test_work_under_way_when_the_plan_begins_is_not_begun_later() -> None:
    made = planned(EVA_AND_LEO + "work eva home -sun 22:00 mon 01:00\nrelease eva late_start 240")
    assert made.values == {"gap": "120"}


def test_a_care_day_gives_up_what_the_plan_shows_of_a_shift_that_runs_over_its_end() -> None:
    made = planned(EVA_AND_LEO + "work eva bar mon 20:00 tue 02:00\nrelease eva care_day 0 10/year\nill leo mon mon")
    assert made.values == {"work": "240"}
    assert made.given_up == ["eva care day 20:00-00:00"]


def test_a_must_is_worth_work_and_a_wish_is_not() -> None:
    # Home at 19:50 she is too late for half an hour until 20:00; half an hour of work sooner she is not.
    week = (
        EVA_AND_LEO
        + """
        helper oma walk
        work eva bar mon 17:00 mon 19:30
        available oma mon 15:00 mon 23:00
        release eva early_leave 60
        routine bed leo any=eva 18:00-20:00 30 """
    )
    made = planned(week + "must")
    assert (made.given_up, made.plan.misses) == (["eva early leave 19:00-19:30"], ())
    wished = planned(week + "want")
    assert (wished.given_up, [miss.what for miss in wished.plan.misses]) == ([], ["routine:bed"])


def test_sleep_after_a_night_shift_lies_where_it_would_without_the_early_leave() -> None:
    # Home at 05:20 instead of 06:20, an hour less of a gap; but sleep after the shift begins from 06:20 on.
    made = planned(
        "adult eva walk\nchild mia 2017-09-14\nway home bar walk 20\n"
        "work eva bar mon 22:00 tue 06:00\nrelease eva early_leave 60",
        days=2,
    )
    assert made.given_up == ["eva early leave 05:00-06:00"]
    assert made.adult_at("eva", "tue 05:20").place == "home"
    by_day = [night for night in nights(made, "eva") if night.start > made.instant("tue 05:00")]
    assert min(night.start for night in by_day) >= made.instant("tue 06:20")


def test_work_at_a_place_nobody_knows_is_not_begun_and_ended_at_one_instant() -> None:
    made = planned(ELSEWHERE, days=2)
    assert made.given_up == []


def test_work_under_way_when_the_plan_begins_may_end_sooner() -> None:
    made = planned(EVA_AND_LEO + "work eva home -sun 22:00 mon 01:00\nrelease eva early_leave 30")
    assert made.values == {"gap": "60", "work": "30"}
    assert made.given_up == ["eva early leave 00:30-01:00"]


def test_who_stays_on_after_leaving_work_early_goes_its_own_way_home() -> None:
    # Half an hour is given up for tea at the bar, and from there she goes home as she would have from work.
    made = planned(
        """
        adult eva walk
        child kim 2008-01-10
        way home bar walk 20
        work eva bar mon 09:00 mon 12:00
        release eva early_leave 30
        occasion tea mon 11:35-11:50 eva place=bar
        """
    )
    assert made.values == {"work": "30"}
    assert made.journeys("eva") == ["08:40-09:00 home>bar walk", "11:50-12:10 bar>home walk"]
