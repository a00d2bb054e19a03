"""Rules in calendars that are worked out by counting: against feasts as others list them, and RFC 7529's examples."""

import datetime as dt
from itertools import pairwise

import pytest
from holidays.calendars.hebrew import _HebrewLunisolar

from kinrota.intake.recurrence.budget import Budget
from kinrota.intake.recurrence.other import months
from kinrota.intake.recurrence.rule import RuleError, read_rule
from kinrota.intake.recurrence.times import SECONDS_OF_DAY
from kinrota.intake.recurrence.walk import walls

END = dt.date(2150, 1, 1)


def days(scale: str, rule: str, start: dt.date, last: dt.date = END) -> list[dt.date]:
    """The dates of a rule from its start on, before the last."""
    wall, end = (day.toordinal() * SECONDS_OF_DAY for day in (start, last))
    found = walls(read_rule(f"RSCALE={scale};{rule}"), wall, wall, end, Budget(10_000))
    return [dt.date.fromordinal(one // SECONDS_OF_DAY) for one in found]


FEASTS = {
    (1, 1): _HebrewLunisolar.ROSH_HASHANAH_DATES,
    (1, 15): _HebrewLunisolar.SUKKOT_DATES,
    (3, 25): _HebrewLunisolar.HANUKKAH_DATES,
    (6, 14): _HebrewLunisolar.PURIM_DATES,
    (7, 15): _HebrewLunisolar.PASSOVER_DATES,
    (9, 6): _HebrewLunisolar.SHAVUOT_DATES,
}


@pytest.mark.parametrize("feast", FEASTS)
def test_each_jewish_year_has_its_feasts_on_the_days_that_others_list(feast: tuple[int, int]) -> None:
    listed = [dt.date(year, *day) for year, found in FEASTS[feast].items() for day in _pairs(found)]
    within = sorted(day for day in listed if dt.date(1950, 1, 1) <= day < dt.date(2090, 1, 1))
    month, day = feast
    found = days("HEBREW", f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}", dt.date(1950, 1, 1), dt.date(2090, 1, 1))
    assert (found, len(found)) == (within, 140)


def _pairs(found: object) -> list[tuple[int, int]]:
    """One month and day, or several of them in a year."""
    assert isinstance(found, tuple)
    return [found] if isinstance(found[0], int) else list(found)


@pytest.mark.parametrize(
    ("scale", "rule", "start", "found"),
    [
        # RFC 7529, 4.2, and what follows from it
        ("ETHIOPIC", "FREQ=MONTHLY;BYMONTH=13", "2013-09-06", "2013-09-06 2014-09-06 2015-09-06 2016-09-06"),
        (
            "HEBREW",
            "FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=8;SKIP=FORWARD;COUNT=5",
            "2014-02-08",
            "2014-02-08 2015-02-27 2016-02-17 2017-03-06 2018-02-23",
        ),
        ("HEBREW", "FREQ=YEARLY;COUNT=4", "2014-02-05", "2014-02-05 2016-02-14 2019-02-10 2022-02-06"),
        ("HEBREW", "FREQ=YEARLY;SKIP=FORWARD;COUNT=3", "2014-02-05", "2014-02-05 2015-02-24 2016-02-14"),
        (
            "HEBREW",
            "FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=30;SKIP=BACKWARD;COUNT=3",
            "2014-03-02",
            "2014-03-02 2015-02-19 2016-03-10",
        ),
        (
            "HEBREW",
            "FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=-1;SKIP=FORWARD;COUNT=3",
            "2014-03-02",
            "2014-03-02 2015-03-20 2016-03-10",
        ),
        ("HEBREW", "FREQ=MONTHLY;BYMONTHDAY=1;COUNT=3", "2023-09-16", "2023-09-16 2023-10-16 2023-11-14"),
        (
            "ETHIOPIC",
            "FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=-1;COUNT=6",
            "2014-09-10",
            "2014-09-10 2015-09-11 2016-09-10 2017-09-10 2018-09-10 2019-09-11",
        ),
        ("COPTIC", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=29;COUNT=2", "2025-01-07", "2025-01-07 2026-01-07"),
        ("ISLAMIC-CIVIL", "FREQ=MONTHLY;COUNT=4", "2013-10-25", "2013-10-25 2013-11-24 2013-12-24 2014-01-22"),
        (
            "ISLAMIC-CIVIL",
            "FREQ=YEARLY;BYMONTH=9;COUNT=5",
            "2013-07-09",
            "2013-07-09 2014-06-29 2015-06-18 2016-06-07 2017-05-27",
        ),
        ("ISLAMIC-TBLA", "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1;COUNT=2", "2013-07-01", "2013-07-08 2014-06-28"),
    ],
)
def test_what_rules_name(scale: str, rule: str, start: str, found: str) -> None:
    listed = [dt.date.fromisoformat(day) for day in found.split()]
    named = days(scale, rule, dt.date.fromisoformat(start))
    assert named[: len(listed)] == listed
    assert "COUNT" not in rule or named == listed


@pytest.mark.parametrize("scale", ["HEBREW", "ETHIOPIC", "COPTIC", "ISLAMIC-CIVIL", "ISLAMIC-TBLA"])
def test_months_follow_each_other_without_a_gap(scale: str) -> None:
    for month, after in pairwise(months(scale)):
        assert after.first == month.first + month.length
        assert after.year == month.year + (after.number == 1)
        assert after.number == (1 if after.year > month.year else month.number + (not after.leap))
    lengths = {month.length for month in months(scale) if month.number < 13}
    assert lengths == ({30} if scale in {"ETHIOPIC", "COPTIC"} else {29, 30})
    assert dt.date.fromordinal(months(scale)[0].first).year == 1900


def test_what_lies_outside_of_what_is_known_is_refused_by_name() -> None:
    with pytest.raises(
        RuleError, match=r"RSCALE=HEBREW, which is known from 24 September 1900 to 10 September 2200\.$"
    ):
        days("HEBREW", "FREQ=YEARLY", dt.date(1890, 1, 1))
    with pytest.raises(RuleError, match="RSCALE=ETHIOPIC"):
        days("ETHIOPIC", "FREQ=YEARLY", dt.date(2020, 1, 1), dt.date(2300, 1, 1))
