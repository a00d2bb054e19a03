"""Promises in plain words."""

import datetime as dt

from kinrota.model.history import Promise
from kinrota.model.promises import promises_of
from kinrota.publish.promises import DayTold, promises_text
from kinrota.testing import MONDAY, plan_of, span_of, week_of
from tests.verify.good_plans import ALONE, HELPER, SCHOOL, Good


def told_by(plan: Good) -> dict[dt.date, DayTold]:
    return promises_text(plan.week, promises_of(plan.week.household, plan.plan), plan.plan.adults)


def test_each_person_is_told_day_by_day() -> None:
    assert told_by(SCHOOL) == {
        MONDAY: {
            "Mia": ("00:00-08:09 with Ana", "08:09-08:15 to school with Ana", "13:30-24:00 home with Ben"),
            "Ana": ("00:00-08:09 with Mia", "08:09-08:15 to school with Mia"),
            "Ben": ("13:30-24:00 home with Mia",),
        }
    }


def test_a_child_that_is_alone_is_told_who_is_in_reach() -> None:
    told = told_by(ALONE)[MONDAY]["Tom"]
    assert told[:2] == ("00:00-07:48 with Eva", "07:48-07:56 alone, Eva in reach")
    assert told[2].endswith(" to school alone, Eva in reach")
    assert any(words.endswith(" home alone, Eva in reach") for words in told)


def test_a_child_is_by_itself_while_somebody_is_at_home() -> None:
    week = week_of("adult ana walk\nchild tom 2016-05-10\nway home shop walk 10")
    plan = plan_of(
        week,
        """
        ana:
          00:00 free home
          15:00 travel home>shop walk
          15:10 free shop
        tom:
          00:00 reach home self/ana
        """,
    )
    (promise,) = promises_of(week.household, plan)
    assert promises_text(week, [promise], plan.adults) == {
        MONDAY: {"Tom": ("00:00-15:00 by itself, Ana is at home", "15:00-24:00 alone, Ana in reach")}
    }


def test_a_child_alone_of_whom_nobody_has_to_be_in_reach() -> None:
    week = week_of("adult ana walk\nchild tom 2016-05-10")
    promise = Promise("tom", "child", span_of(week, "mon 15:00 mon 16:00"), "alone", (), "home")
    assert promises_text(week, [promise], {}) == {MONDAY: {"Tom": ("15:00-16:00 alone",)}}
    assert promises_text(week, [], {}) == {}


def test_days_are_in_order_and_a_night_names_its_end() -> None:
    week = week_of("adult ana walk\nadult ben walk\nchild tom 2016-05-10", days=3)
    promises = [
        Promise(who, "adult", span_of(week, when), "care", ("tom",), "home")
        for who, when in (("ben", "tue 18:00 wed 07:00"), ("ana", "mon 18:00 tue 07:00"))
    ]
    tuesday = MONDAY + dt.timedelta(days=1)
    assert promises_text(week, promises, {}) == {
        MONDAY: {"Ana": ("18:00-Tue 07:00 with Tom",)}, tuesday: {"Ben": ("18:00-Wed 07:00 with Tom",)},
    }  # fmt: skip


def test_a_helper_is_told_for_whom_it_is_there() -> None:
    assert told_by(HELPER)[MONDAY]["Oma"] == ("15:35-22:25 there for Leo",)


def test_what_else_an_adult_does_is_called_as_the_household_calls_it() -> None:
    text = """
        adult ana walk
        child leo 2023-01-10
        routine bed-leo leo any=ana 19:00-20:30 40 protect
        chore wash 1/week ana load=10 wait=70-240 hang=20
    """
    week, doings = week_of(text), ("routine:bed-leo", "chore:wash#1/load", "own", "together", "routine:gone")
    promises = [Promise("ana", "adult", span_of(week, "mon 19:00 mon 19:40"), what) for what in doings]
    names = ("Bed Leo", "Wash", "own time", "time together", "gone")
    assert promises_text(week, promises, {})[MONDAY]["Ana"] == tuple(f"19:00-19:40 {called}" for called in names)


def test_care_away_from_home_says_where() -> None:
    span = span_of(SCHOOL.week, "mon 08:00 mon 08:15")
    promise = Promise("mia", "child", span, "care", ("ana",), "school")
    assert promises_text(SCHOOL.week, [promise], {}) == {MONDAY: {"Mia": ("08:00-08:15 with Ana at school",)}}
