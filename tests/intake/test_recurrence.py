"""What rules name, each worked out by hand: the kinds of rules that other programs' tests are about."""

import datetime as dt
from itertools import islice

import pytest

from kinrota.intake.recurrence.budget import Budget, TooMuchWorkError
from kinrota.intake.recurrence.rule import Rule, RuleError, read_rule
from kinrota.intake.recurrence.walk import walls

DAY = 86400


def wall(text: str) -> int:
    moment = dt.datetime.fromisoformat(text)
    return moment.toordinal() * DAY + moment.hour * 3600 + moment.minute * 60 + moment.second


def named(rule: str, start: str, end: str = "2100-01-01", begin: str = "0001-01-01", steps: int = 200_000) -> list[str]:
    """The dates that a rule names, with the time where it is not midnight."""
    found = walls(read_rule(rule), wall(start), wall(begin), wall(end), Budget(steps))
    moments = (dt.datetime.fromordinal(one // DAY) + dt.timedelta(seconds=one % DAY) for one in found)
    return [moment.isoformat(" ", "minutes").removesuffix(" 00:00") for moment in moments]


def cost(rule: str, start: str, begin: str, end: str) -> int:
    """The steps that following a rule takes."""
    budget = Budget(10**6)
    list(walls(read_rule(rule), wall(start), wall(begin), wall(end), budget))
    return budget.spent


@pytest.mark.parametrize(
    ("rule", "start", "dates"),
    [
        # by the day and the week
        ("FREQ=DAILY;COUNT=3", "2026-02-27", ["2026-02-27", "2026-02-28", "2026-03-01"]),
        ("FREQ=DAILY;INTERVAL=10;COUNT=3", "2026-02-20", ["2026-02-20", "2026-03-02", "2026-03-12"]),
        ("FREQ=DAILY;BYMONTH=1;BYMONTHDAY=31,1;COUNT=3", "2026-01-15", ["2026-01-31", "2027-01-01", "2027-01-31"]),
        ("FREQ=DAILY;BYDAY=SA,SU;COUNT=3", "2026-03-02", ["2026-03-07", "2026-03-08", "2026-03-14"]),
        ("FREQ=DAILY;BYDAY=1MO;COUNT=2", "2026-03-02", ["2026-03-02", "2026-03-09"]),
        ("FREQ=WEEKLY;COUNT=2", "2026-03-04", ["2026-03-04", "2026-03-11"]),
        ("FREQ=WEEKLY;BYHOUR=9;COUNT=2", "2026-03-04", ["2026-03-04 09:00", "2026-03-11 09:00"]),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=4", "2026-03-04", ["2026-03-04", "2026-03-06", "2026-03-09", "2026-03-11"]),
        ("FREQ=WEEKLY;BYDAY=WE,MO,WE,;COUNT=2", "2026-03-04", ["2026-03-04", "2026-03-09"]),
        # RFC 5545's own example of what the first day of the week changes
        (
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
            "1997-08-05",
            ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"],
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
            "1997-08-05",
            ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"],
        ),
        ("FREQ=WEEKLY;BYMONTH=4;BYDAY=TU;COUNT=2", "2026-03-31", ["2026-04-07", "2026-04-14"]),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE;BYSETPOS=1;COUNT=2", "2026-03-03", ["2026-03-09", "2026-03-16"]),
        # by the month
        ("FREQ=MONTHLY;COUNT=3", "2026-01-31", ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "2026-01-31", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "2026-01-30", ["2026-01-30", "2026-02-27", "2026-03-27"]),
        ("FREQ=MONTHLY;BYDAY=5SA;COUNT=2", "2026-01-31", ["2026-01-31", "2026-05-30"]),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3", "2026-01-01", ["2026-02-13", "2026-03-13", "2026-11-13"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", "2026-02-01", ["2026-02-27", "2026-03-31"]),
        ("FREQ=MONTHLY;BYDAY=MO,2TU;COUNT=5", "2026-03-01", [f"2026-03-{day}" for day in ("02", "09", 10, 16, 23)]),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29;COUNT=2", "2026-01-01", ["2028-02-29", "2032-02-29"]),
        ("FREQ=MONTHLY;BYYEARDAY=1,100;COUNT=3", "2026-01-01", ["2026-01-01", "2026-04-10", "2027-01-01"]),
        ("FREQ=MONTHLY;BYYEARDAY=1;BYMONTHDAY=1;COUNT=2", "2026-01-01", ["2026-01-01", "2027-01-01"]),
        # by the year
        ("FREQ=YEARLY;COUNT=2", "2024-02-29", ["2024-02-29", "2028-02-29"]),
        ("FREQ=YEARLY;BYMONTH=4,6;COUNT=3", "2026-04-15", ["2026-04-15", "2026-06-15", "2027-04-15"]),
        ("FREQ=YEARLY;BYMONTHDAY=1;COUNT=3", "2026-11-15", ["2026-12-01", "2027-01-01", "2027-02-01"]),
        ("FREQ=YEARLY;BYDAY=20MO;COUNT=3", "1997-05-19", ["1997-05-19", "1998-05-18", "1999-05-17"]),
        ("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10;COUNT=2", "2026-01-01", ["2026-10-25", "2027-10-31"]),
        ("FREQ=YEARLY;BYDAY=TH;BYMONTH=3;COUNT=2", "2026-03-20", ["2026-03-26", "2027-03-04"]),
        ("FREQ=YEARLY;BYYEARDAY=1,-1;COUNT=3", "2024-01-02", ["2024-12-31", "2025-01-01", "2025-12-31"]),
        ("FREQ=YEARLY;BYYEARDAY=366;COUNT=2", "2026-01-01", ["2028-12-31", "2032-12-31"]),
        ("FREQ=YEARLY;BYYEARDAY=60;BYMONTH=2;COUNT=2", "2026-01-01", ["2028-02-29", "2032-02-29"]),
        (
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3",
            "1996-11-05",
            ["1996-11-05", "2000-11-07", "2004-11-02"],
        ),
        # weeks: of which year, and on which day
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3", "1997-05-12", ["1997-05-12", "1998-05-11", "1999-05-17"]),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR;COUNT=2", "2026-01-01", ["2027-01-01", "2032-12-31"]),
        ("FREQ=YEARLY;BYWEEKNO=1;COUNT=3", "2018-01-01", ["2018-01-01", "2018-12-31", "2019-12-30"]),
        ("FREQ=YEARLY;BYWEEKNO=-1,-2;COUNT=4", "2027-01-02", ["2027-01-02", "2027-12-25", "2028-01-01", "2028-12-23"]),
        ("FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=MO;COUNT=2", "2025-12-29", ["2025-12-29", "2028-01-03"]),
        ("FREQ=YEARLY;BYWEEKNO=1;BYMONTH=12;BYMONTHDAY=30;COUNT=2", "2024-12-30", ["2024-12-30", "2025-12-30"]),
        # within a day
        (
            "FREQ=HOURLY;INTERVAL=7;COUNT=3",
            "2026-03-01T20:00",
            ["2026-03-01 20:00", "2026-03-02 03:00", "2026-03-02 10:00"],
        ),
        ("FREQ=HOURLY;INTERVAL=5;BYHOUR=1,6;COUNT=2", "2026-03-01T20:30", ["2026-03-02 01:30", "2026-03-02 06:30"]),
        ("FREQ=HOURLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0,30;COUNT=2", "2026-03-01", ["2026-03-02 09:00", "2026-03-02 09:30"]),
        ("FREQ=HOURLY;BYMINUTE=0,20,40;BYSETPOS=-1;COUNT=2", "2026-03-01", ["2026-03-01 00:40", "2026-03-01 01:40"]),
        ("FREQ=MINUTELY;INTERVAL=90;COUNT=2", "2026-03-01T23:00", ["2026-03-01 23:00", "2026-03-02 00:30"]),
        ("FREQ=MINUTELY;INTERVAL=25;BYHOUR=9;COUNT=2", "2026-03-01T09:00", ["2026-03-01 09:00", "2026-03-01 09:25"]),
        ("FREQ=MINUTELY;BYMINUTE=5;BYSETPOS=1;COUNT=2", "2026-03-01", ["2026-03-01 00:05", "2026-03-01 01:05"]),
        ("FREQ=MINUTELY;BYMINUTE=5;BYSETPOS=2;COUNT=2", "2026-03-01", []),
        (
            "FREQ=DAILY;BYHOUR=8,20;BYMINUTE=15;COUNT=3",
            "2026-03-01T09:00",
            ["2026-03-01 20:15", "2026-03-02 08:15", "2026-03-02 20:15"],
        ),
        ("FREQ=DAILY;BYHOUR=8,20;BYSETPOS=-1;COUNT=2", "2026-03-01", ["2026-03-01 20:00", "2026-03-02 20:00"]),
        ("FREQ=DAILY;BYSECOND=30;COUNT=1", "2026-03-01T00:05", ["2026-03-01 00:05"]),
        # RFC 7529
        ("FREQ=MONTHLY;SKIP=BACKWARD;COUNT=3", "2026-01-31", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("FREQ=MONTHLY;SKIP=FORWARD;COUNT=4", "2014-01-31", ["2014-01-31", "2014-03-01", "2014-03-31", "2014-05-01"]),
        ("FREQ=YEARLY;SKIP=FORWARD;COUNT=3", "2012-02-29", ["2012-02-29", "2013-03-01", "2014-03-01"]),
        ("FREQ=YEARLY;SKIP=BACKWARD;COUNT=2", "2012-02-29", ["2012-02-29", "2013-02-28"]),
        (
            "FREQ=MONTHLY;BYMONTHDAY=1,31;SKIP=FORWARD;COUNT=4",
            "2026-02-01",
            ["2026-02-01", "2026-03-01", "2026-03-31", "2026-04-01"],
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=30,31;SKIP=BACKWARD;COUNT=3",
            "2026-02-01",
            ["2026-02-28", "2026-03-30", "2026-03-31"],
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=SU;SKIP=FORWARD;COUNT=2", "2026-02-01", ["2026-03-01", "2026-05-31"]),
        ("FREQ=YEARLY;BYYEARDAY=366;SKIP=FORWARD;COUNT=2", "2024-12-31", ["2024-12-31", "2026-01-01"]),
        ("FREQ=DAILY;SKIP=FORWARD;COUNT=2", "2026-01-31", ["2026-01-31", "2026-02-01"]),
    ],
)
def test_a_rule_names(rule: str, start: str, dates: list[str]) -> None:
    assert named(rule, start) == dates


def test_the_last_that_skip_moves_is_not_lost() -> None:
    assert named("FREQ=MONTHLY;SKIP=FORWARD", "2026-01-31", "2026-03-01T00:01") == ["2026-01-31", "2026-03-01"]


def test_only_what_is_in_the_stretch_is_named() -> None:
    assert named("FREQ=DAILY", "2026-03-01", "2026-03-05", "2026-03-03") == ["2026-03-03", "2026-03-04"]
    assert named("FREQ=DAILY;BYHOUR=12", "2026-03-01", "2026-03-05T12:00", "2026-03-03T12:01") == ["2026-03-04 12:00"]
    assert named("FREQ=DAILY;COUNT=3", "2026-03-01", "2026-04-01", "2026-03-03") == ["2026-03-03"]
    assert named("FREQ=DAILY;BYHOUR=12;COUNT=3", "2026-03-01", "2026-04-01", "2026-03-03") == ["2026-03-03 12:00"]


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY", "FREQ=MONTHLY", "FREQ=WEEKLY;BYDAY=MO", "FREQ=YEARLY;BYWEEKNO=1;WKST=TH"]
)
def test_the_first_and_the_last_years_are_years_like_others(rule: str) -> None:
    assert named(rule, "0001-01-01", "0001-01-02") == ["0001-01-01"][: rule != "FREQ=YEARLY;BYWEEKNO=1;WKST=TH"]
    (last,) = walls(read_rule("FREQ=DAILY"), wall("9999-12-31"), 0, 10**18, Budget(10))
    assert last == wall("9999-12-31")
    assert list(walls(read_rule(rule), wall("9999-12-31"), 0, 10**18, Budget(1000)))[1:] == []


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;COUNT=999999",
        "FREQ=DAILY;BYHOUR=9",
        "FREQ=DAILY;BYHOUR=9,17;COUNT=999999",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=999999",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2;COUNT=999999",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;COUNT=999999",
        "FREQ=MONTHLY;BYDAY=2TU",
        "FREQ=YEARLY;COUNT=999999",
        "FREQ=YEARLY;BYMONTH=3,9;COUNT=999999",
        "FREQ=YEARLY;BYWEEKNO=10",
        "FREQ=HOURLY;INTERVAL=5;COUNT=99999999",
        "FREQ=HOURLY;BYHOUR=9;COUNT=99999999",
        "FREQ=MINUTELY;INTERVAL=1440",
    ],
)
def test_a_rule_that_began_long_ago_costs_what_the_week_asked_for_costs(rule: str) -> None:
    assert cost(rule, "1601-01-03", "2026-03-02", "2026-03-09") <= 120


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;BYDAY=MO,WE,FR",
        "FREQ=DAILY;BYHOUR=9,17",
        "FREQ=MONTHLY",
        "FREQ=YEARLY;BYMONTH=3,9",
        "FREQ=HOURLY;BYMINUTE=10,50",
        "FREQ=YEARLY;BYWEEKNO=52,53;BYDAY=SA,SU",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,MO;WKST=SU;BYSETPOS=-1",
        "FREQ=MONTHLY;BYMONTHDAY=28,-1",
        "FREQ=MONTHLY;BYMONTHDAY=15,-14",
        "FREQ=MONTHLY;BYMONTHDAY=-28,-1",
        "FREQ=YEARLY;BYMONTH=2,3;BYMONTHDAY=1,-28",
    ],
)
def test_counting_ahead_ends_where_counting_one_by_one_does(rule: str) -> None:
    start = wall("2000-01-20T12:00")
    every = list(islice(walls(read_rule(rule), start, start, wall("9999-01-01"), Budget(10**6)), 103))
    for count in (1, 2, 20, 21, 22, 100, 101):
        last, following = every[count - 1], every[count]
        counted = read_rule(f"{rule};COUNT={count}")
        assert list(walls(counted, start, last, following + DAY, Budget(10**6))) == [last]
        assert list(walls(counted, start, following, following + DAY, Budget(10**6))) == []


def test_work_ends_where_the_budget_does_whatever_the_machine() -> None:
    rule = read_rule("FREQ=HOURLY;INTERVAL=5;BYMONTH=2;BYMONTHDAY=30;COUNT=5")
    budget = Budget(1000)
    with pytest.raises(TooMuchWorkError, match="takes more than 1,000 steps"):
        list(walls(rule, wall("2026-01-01"), 0, wall("9999-01-01"), budget))
    assert (budget.spent, budget.left) == (1000, 0)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "FREQ= is not a frequency."),
        ("FREQ=SECONDLY;COUNT=2", "It repeats more than once a minute."),
        ("FREQ=DAILY;BYSECOND=0,30", "It repeats more than once a minute."),
        ("FREQ=FORTNIGHTLY", "FREQ=FORTNIGHTLY is not a frequency."),
        ("FREQ=DAILY;BYEASTER=0", "BYEASTER is not part of a rule."),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0 does not count anything."),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL=-1 does not count anything."),
        ("FREQ=DAILY;COUNT=", "COUNT= does not count anything."),
        ("FREQ=DAILY;COUNT=٣", "COUNT=٣ does not count anything."),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH=13 is nothing that a rule can say."),
        ("FREQ=YEARLY;BYMONTH=5L", "BYMONTH=5L is nothing that a rule can say."),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY=0 is nothing that a rule can say."),
        ("FREQ=MONTHLY;BYMONTHDAY=,", "BYMONTHDAY= is nothing that a rule can say."),
        ("FREQ=WEEKLY;BYDAY=XX", "BYDAY=XX is nothing that a rule can say."),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY=0MO is nothing that a rule can say."),
        ("FREQ=YEARLY;BYDAY=54MO", "BYDAY=54MO is nothing that a rule can say."),
        ("FREQ=WEEKLY;WKST=1", "WKST=1 is nothing that a rule can say."),
        ("RSCALE=PERSIAN;FREQ=YEARLY", "It counts in another calendar: RSCALE=PERSIAN."),
        ("RSCALE=HEBREW;FREQ=YEARLY;BYDAY=MO", "It counts in another calendar: RSCALE=HEBREW;BYDAY."),
        ("RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=13", "BYMONTH=13 is nothing that a rule can say."),
        ("RSCALE=ETHIOPIC;FREQ=YEARLY;BYMONTH=14", "BYMONTH=14 is nothing that a rule can say."),
        ("RSCALE=ETHIOPIC;FREQ=YEARLY;BYMONTH=5L", "BYMONTH=5L is nothing that a rule can say."),
        ("RSCALE=CHINESE;FREQ=YEARLY;BYDAY=MO", "It counts in another calendar: RSCALE=CHINESE;BYDAY."),
        ("RSCALE=CHINESE;FREQ=WEEKLY", "It counts in another calendar: RSCALE=CHINESE;FREQ=WEEKLY."),
        ("RSCALE=CHINESE;BYMONTH=5", "It counts in another calendar: RSCALE=CHINESE;FREQ=."),
        ("RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=13L", "BYMONTH=13 is nothing that a rule can say."),
        ("RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=L", "BYMONTH= is nothing that a rule can say."),
        (
            "RSCALE=CHINESE;FREQ=MONTHLY;BYMONTH=5L;SKIP=FORWARD",
            "It is not followed: what SKIP=FORWARD does with these days is not laid down.",
        ),
        ("FREQ=MONTHLY;SKIP=SIDEWAYS", "SKIP=SIDEWAYS is nothing that a rule can say."),
        *(
            (
                f"FREQ={rule};SKIP=FORWARD",
                "It is not followed: what SKIP=FORWARD does with these days is not laid down.",
            )
            for rule in (
                "MONTHLY;BYMONTHDAY=-30",
                "YEARLY;BYYEARDAY=-366",
                "YEARLY;BYWEEKNO=53;BYMONTHDAY=31",
                "YEARLY;BYMONTH=2;BYYEARDAY=366",
                "MONTHLY;BYYEARDAY=366",
            )
        ),
    ],
)
def test_a_rule_that_cannot_be_followed_is_named(text: str, problem: str) -> None:
    with pytest.raises(RuleError) as caught:
        read_rule(text)
    assert str(caught.value) == problem


def test_how_a_rule_is_written_makes_no_difference() -> None:
    plain = read_rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR")
    assert plain == Rule("WEEKLY", interval=2, weekdays=frozenset(((0, 0), (0, 4))))
    assert read_rule(" freq=weekly ; Byday=fr,mo;;X-WHY=1;INTERVAL=02;") == plain
    assert read_rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=-1") == plain
    assert read_rule("FREQ=DAILY;BYSECOND=60").second == 59
