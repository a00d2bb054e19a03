"""Rules in the Chinese calendar: against festivals as others list them, new moons, and days worked out by hand."""

import datetime as dt
import math
from itertools import pairwise

import pytest
from holidays.calendars.chinese import _ChineseLunisolar
from hypothesis import given, settings
from hypothesis import strategies as st

from kinrota.intake.ics import Limits
from kinrota.intake.ics_calendar import read_calendar
from kinrota.intake.recurrence.budget import Budget, TooMuchWorkError
from kinrota.intake.recurrence.chinese import months
from kinrota.intake.recurrence.rule import RuleError, read_rule
from kinrota.intake.recurrence.times import SECONDS_OF_DAY
from kinrota.intake.recurrence.walk import walls

STEPS = 10_000
END = dt.date(2057, 2, 4)


def days(rule: str, start: dt.date, last: dt.date = END, steps: int = STEPS) -> list[dt.date]:
    """The dates of a rule from its start on, before the last."""
    wall, end = (day.toordinal() * SECONDS_OF_DAY for day in (start, last))
    found = walls(read_rule(f"RSCALE=CHINESE;{rule}"), wall, wall, end, Budget(steps))
    return [dt.date.fromordinal(one // SECONDS_OF_DAY) for one in found]


def dates(text: str) -> list[dt.date]:
    return [dt.date.fromisoformat(day) for day in text.split()]


FESTIVALS = {
    (1, 1): _ChineseLunisolar.LUNAR_NEW_YEAR_DATES,
    (4, 8): _ChineseLunisolar.BUDDHA_BIRTHDAY_DATES,
    (5, 5): _ChineseLunisolar.DRAGON_BOAT_DATES,
    (8, 15): _ChineseLunisolar.MID_AUTUMN_DATES,
    (9, 9): _ChineseLunisolar.DOUBLE_NINTH_DATES,
}


@pytest.mark.parametrize("festival", FESTIVALS)
def test_each_year_has_its_festivals_on_the_days_that_others_list(festival: tuple[int, int]) -> None:
    listed = [dt.date(year, month, day) for year, (month, day) in sorted(FESTIVALS[festival].items())]
    month, day = festival
    found = days(f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}", dt.date(1921, 2, 8))
    assert found == [one for one in listed if dt.date(1921, 2, 8) <= one < END]
    assert len(found) == 136


def new_moon(number: int) -> float:
    """The hour by the clock of China, since midnight of day 0, of a new moon after that of 6 January 2000.

    Jean Meeus, Astronomical Algorithms, chapter 49: its greatest terms, so that it is right to about ten minutes.
    """
    century = number / 1236.85
    middle = 2451550.09766 + 29.530588861 * number + 0.00015437 * century**2
    sun = math.radians(2.5534 + 29.10535670 * number)
    moon = math.radians(201.5643 + 385.81693528 * number + 0.0107582 * century**2)
    node = math.radians(160.7108 + 390.67050284 * number - 0.0016118 * century**2)
    bent = 1 - 0.002516 * century
    terms = (
        -0.40720 * math.sin(moon) + 0.17241 * bent * math.sin(sun) + 0.01608 * math.sin(2 * moon)
        + 0.01039 * math.sin(2 * node) + 0.00739 * bent * math.sin(moon - sun)
        - 0.00514 * bent * math.sin(moon + sun) + 0.00208 * bent**2 * math.sin(2 * sun)
        - 0.00111 * math.sin(moon - 2 * node) - 0.00057 * math.sin(moon + 2 * node)
        + 0.00056 * bent * math.sin(2 * moon + sun) - 0.00042 * math.sin(3 * moon)
        + 0.00042 * bent * math.sin(sun + 2 * node) + 0.00038 * bent * math.sin(sun - 2 * node)
        - 0.00024 * bent * math.sin(2 * moon - sun)
    )  # fmt: skip
    ephemeris_ahead = 40 / 86400  # the clocks of astronomers, by 20 to 90 seconds in these years
    day_zero = 1721424.5
    return (middle + terms - ephemeris_ahead - day_zero) * 24 + 8


def test_each_month_begins_on_the_day_of_a_new_moon_in_china() -> None:
    sure = 0
    for month in months():
        number = round((month.first - dt.date(2000, 1, 6).toordinal()) / 29.530588861)
        day, hour = divmod(new_moon(number), 24)
        if 0.5 <= hour <= 23.5:
            sure += 1
            assert month.first == day, dt.date.fromordinal(month.first)
        else:
            assert abs(month.first - day) <= 1
    assert (len(months()), sure) == (1682, 1629)


def test_a_year_has_each_month_once_and_at_most_one_of_them_twice() -> None:
    for month, after in pairwise(months()):
        assert after.first == month.first + month.length
        assert after.leap <= (after.number == month.number)
        assert after.leap or after.number == month.number % 12 + 1
        assert after.year == month.year + (after.number == 1 and not after.leap)


@pytest.mark.parametrize(
    ("rule", "start", "found"),
    [
        ("FREQ=YEARLY", "2013-02-10", "2013-02-10 2014-01-31 2015-02-19 2016-02-08"),  # RFC 7529, 4.2
        ("FREQ=YEARLY;INTERVAL=2;COUNT=3", "2013-02-10", "2013-02-10 2015-02-19 2017-01-28"),
        ("FREQ=MONTHLY;COUNT=4", "2023-02-20", "2023-02-20 2023-03-22 2023-04-20 2023-05-19"),
        ("FREQ=MONTHLY;BYMONTH=2;COUNT=2", "2023-02-20", "2023-02-20 2024-03-10"),
        ("FREQ=MONTHLY;BYMONTH=2,2L;COUNT=3", "2023-02-20", "2023-02-20 2023-03-22 2024-03-10"),
        ("FREQ=YEARLY;BYMONTHDAY=1;COUNT=3", "2023-02-20", "2023-02-20 2023-03-22 2023-04-20"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1;COUNT=3", "2023-01-21", "2023-01-21 2024-02-09 2025-01-28"),
        ("FREQ=YEARLY;BYMONTH=2L", "2023-03-22", "2023-03-22 2042-03-22"),
        ("FREQ=YEARLY", "2023-03-22", "2023-03-22 2042-03-22"),
        ("FREQ=YEARLY;BYMONTH=2L;SKIP=BACKWARD;COUNT=3", "2023-03-22", "2023-03-22 2024-03-10 2025-02-28"),
        ("FREQ=YEARLY;BYMONTH=2L;SKIP=FORWARD;COUNT=3", "2023-03-22", "2023-03-22 2024-04-09 2025-03-29"),
        ("FREQ=MONTHLY;BYMONTHDAY=30;COUNT=3", "2024-04-08", "2024-04-08 2024-07-05 2024-09-02"),
        ("FREQ=MONTHLY;BYMONTHDAY=30;SKIP=BACKWARD;COUNT=3", "2024-04-08", "2024-04-08 2024-05-07 2024-06-05"),
        ("FREQ=MONTHLY;BYMONTHDAY=30;SKIP=FORWARD;COUNT=3", "2024-04-08", "2024-04-08 2024-05-08 2024-06-06"),
    ],
)
def test_what_rules_name(rule: str, start: str, found: str) -> None:
    listed = dates(found)
    assert days(rule, dt.date.fromisoformat(start))[: len(listed)] == listed
    assert "COUNT" not in rule or days(rule, dt.date.fromisoformat(start)) == listed


@settings(deadline=None)
@given(st.sampled_from(months()[:-13]), st.integers(1, 29))
def test_a_day_comes_again_in_each_year_with_the_same_number_of_month_and_day(month: object, day: int) -> None:
    at = months().index(month)
    start = dt.date.fromordinal(months()[at].first + day - 1)
    same = [one for one in months()[at:] if (one.number, one.leap) == (months()[at].number, months()[at].leap)]
    assert days("FREQ=YEARLY", start) == [dt.date.fromordinal(one.first + day - 1) for one in same]


@pytest.mark.parametrize("skip", ["BACKWARD", "FORWARD"])
def test_a_second_month_at_the_end_of_the_year_is_the_next_years_first_with_skip_forward(skip: str) -> None:
    found = days(f"FREQ=YEARLY;BYMONTH=12L;BYMONTHDAY=1;SKIP={skip}", dt.date(2024, 2, 10))
    assert found[:2] == dates("2024-12-31 2026-01-19" if skip == "BACKWARD" else "2025-01-29 2026-02-17")
    assert found[-1] < END


def read(start: str, rule: str, window: tuple[int, int]) -> tuple[list[int], list[str]]:
    """The starts in some years, and why it was set aside."""
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
        f"DTSTART;VALUE=DATE:{start}\r\nRRULE:RSCALE=CHINESE;{rule}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    first, last = (int(dt.datetime(year, 1, 1, tzinfo=dt.UTC).timestamp()) // 60 for year in window)
    found = read_calendar(text.encode(), "", (first, last), "UTC", Limits())
    return [one.start for one in found.occurrences], [one.reason for one in found.set_aside]


@pytest.mark.parametrize(
    ("start", "rule", "years", "known"),
    [
        ("20130210", "FREQ=YEARLY", (2056, 2057), True),
        ("20130210", "FREQ=YEARLY", (2057, 2058), False),
        ("20130210", "FREQ=YEARLY;UNTIL=20200101", (2057, 2058), True),
        ("19210208", "FREQ=YEARLY", (2026, 2027), True),
        ("19210207", "FREQ=YEARLY", (2026, 2027), False),
    ],
)
def test_what_is_not_known_so_far_is_set_aside_by_name(
    start: str, rule: str, years: tuple[int, int], *, known: bool
) -> None:
    starts, aside = read(start, rule, years)
    said = "“RSCALE=CHINESE”, which is known from 8 February 1921 to 3 February 2057."
    assert aside == ([] if known else [f"It counts in another calendar: {said}"])
    assert not (aside and starts)


def test_it_takes_steps_as_every_rule_does() -> None:
    with pytest.raises(TooMuchWorkError):
        days("FREQ=YEARLY", dt.date(2013, 2, 10), steps=100)
    with pytest.raises(RuleError):
        days("FREQ=YEARLY", dt.date(2013, 2, 10), dt.date(2057, 2, 5))


def test_a_rule_that_ends_before_what_is_not_known_is_followed() -> None:
    assert days("FREQ=MONTHLY;COUNT=2", dt.date(2023, 2, 20), dt.date(2100, 1, 1)) == dates("2023-02-20 2023-03-22")
