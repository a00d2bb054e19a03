"""Promises in plain words."""

from kinrota.model.history import Promise
from kinrota.model.promises import promises_of
from kinrota.publish.promises import promises_text
from kinrota.testing import span_of, week_of
from tests.verify.good_plans import ALONE, HELPER, SCHOOL


def test_each_person_is_told_day_by_day() -> None:
    assert promises_text(SCHOOL.week, promises_of(SCHOOL.week.household, SCHOOL.plan)) == {
        "Mia": (
            (
                "Mon 2 Mar: with Ana 00:00-08:09, to school with Ana 08:09-08:15, home with Ben 13:30-13:39, "
                "with Ben 13:39-24:00"
            ),
        ),
        "Ana": ("Mon 2 Mar: with Mia 00:00-08:09, to school with Mia 08:09-08:15",),
        "Ben": ("Mon 2 Mar: home with Mia 13:30-13:39, with Mia 13:39-24:00",),
    }


def test_a_child_that_is_alone_is_told_who_is_in_reach() -> None:
    (told,) = promises_text(ALONE.week, promises_of(ALONE.week.household, ALONE.plan))["Tom"]
    assert told.startswith("Mon 2 Mar: with Eva 00:00-07:48, alone, Eva in reach, 07:48-07:56, ")


def test_a_helper_is_told_for_whom_it_is_there() -> None:
    told = promises_text(HELPER.week, promises_of(HELPER.week.household, HELPER.plan))
    assert told["Oma"] == ("Mon 2 Mar: there for Leo 15:35-22:25",)


def test_what_else_an_adult_does_is_called_as_the_household_calls_it() -> None:
    text = """
        adult ana walk
        child leo 2023-01-10
        routine bed-leo leo any=ana 19:00-20:30 40 protect
        chore wash 1/week ana load=10 wait=70-240 hang=20
    """
    week, doings = week_of(text), ("routine:bed-leo", "chore:wash#1/load", "own", "together", "routine:gone")
    promises = [Promise("ana", "adult", span_of(week, "mon 19:00 mon 19:40"), what) for what in doings]
    (told,) = promises_text(week, promises)["Ana"]
    times = " 19:00-19:40"
    assert told.removeprefix("Mon 2 Mar: ").split(", ") == [
        f"{called}{times}" for called in ("Bed Leo", "Wash", "own time", "time together", "gone")
    ]


def test_care_away_from_home_says_where() -> None:
    span = span_of(SCHOOL.week, "mon 08:00 mon 08:15")
    promise = Promise("mia", "child", span, "care", ("ana",), "school")
    assert promises_text(SCHOOL.week, [promise]) == {"Mia": ("Mon 2 Mar: with Ana at school 08:00-08:15",)}
