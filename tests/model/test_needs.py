"""What a child needs, by intervals: stages and birthdays, naps and nights, places, closures, custody, illness."""

import datetime as dt

import pytest
from msgspec.structs import replace

from kinrota.model.duties import Illness, Pause
from kinrota.model.household import Slack
from kinrota.model.needs import needs_of, off_on, visits_of
from kinrota.model.people import Child
from kinrota.model.time import Span, WallSpan
from kinrota.model.week import Week
from kinrota.testing import MONDAY, week_of

HOME = """
    adult eva walk
    way home nursery walk 12
    way home school walk 20 bike 8
    """
NIGHT = WallSpan(19 * 60, 7 * 60)


def need(week: Week, child: str = "leo") -> str:
    """A child's needs as `00:00 near, 06:30 watch`; sleep is marked, and a new date begins with `|`."""
    parts = []
    for span in needs_of(week, child):
        start, what = span.span.start, "custody" if span.custody else span.need.value
        days = (week.clock.date(start) - week.clock.date(week.horizon.start)).days
        parts.append(f"{'|' * days}{week.clock.text(start)} {what}{' ' + span.sleep if span.sleep else ''}")
    return ", ".join(parts)


def ill(week: Week, *illness: Illness) -> Week:
    return replace(week, household=replace(week.household, illness=illness))


def other(week: Week, child: Child) -> Week:
    """The same week with another child."""
    return replace(week, household=replace(week.household, children=(child,)))


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2025-06-01", "00:00 near night, 06:30 watch, 12:30 near nap, 14:30 watch, 20:00 near night"),
        ("2023-03-02", "00:00 near night, 06:30 watch, 20:30 near night"),
        ("2020-03-02", "00:00 near night, 06:30 near, 20:30 near night"),
        ("2019-03-02", "00:00 near night, 06:30 near, 21:00 near night"),
        ("2018-03-01", "00:00 near night, 06:30 near, 07:00 reach, 20:00 near, 21:00 near night"),
        ("2014-03-01", "00:00 near night, 06:30 reach, 22:00 near night"),
        ("2010-03-01", "00:00 none"),
    ],
    ids=["under 3", "3", "6", "7", "8-11", "12-15", "16"],
)
def test_the_day_of_each_stage(born: str, expected: str) -> None:
    week = week_of(HOME + f"child leo {born}")
    # The night at the start is the eve's, of the stage that was then.
    assert need(week) == expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        # The nap ends with the second year; the night of the eve is the eve's.
        ("2023-03-03", "12:30 near nap, 14:30 watch, 20:00 near night, |06:30 watch, |20:30 near night"),
        ("2020-03-03", "20:30 near night, |06:30 near, |20:30 near night"),
        ("2019-03-03", "20:30 near night, |06:30 near, |21:00 near night"),
        ("2018-03-03", "21:00 near night, |06:30 near, |07:00 reach, |20:00 near, |21:00 near night"),
        ("2014-03-03", "20:00 near, 21:00 near night, |06:30 reach, |22:00 near night"),
        # At sixteen nobody has to be there any more, not even for the night that has begun.
        ("2010-03-03", "22:00 near night, |00:00 none night, |06:30 none"),
    ],
    ids=["3", "6", "7", "8", "12", "16"],
)
def test_a_birthday_changes_the_stage_on_its_date(born: str, expected: str) -> None:
    assert need(week_of(HOME + f"child leo {born}", days=2)).endswith(expected)


def test_born_on_29_february() -> None:
    week = week_of(HOME + "child leo 2024-02-29", first=dt.date(2027, 2, 28), days=2)
    assert "12:30 near nap" in need(week)
    assert "|12:30" not in need(week)


def test_hours_of_sleep_of_its_own() -> None:
    child = Child("leo", "Leo", dt.date(2023, 5, 10), sleep=NIGHT, nap=WallSpan(13 * 60, 14 * 60))
    expected = "00:00 near night, 07:00 watch, 13:00 near nap, 14:00 watch, 19:00 near night"
    assert need(other(week_of(HOME), child)) == expected
    given_up = replace(child, nap="none", born=dt.date(2025, 5, 10))
    assert need(other(week_of(HOME), given_up)) == "00:00 near night, 07:00 watch, 19:00 near night"


def test_a_child_with_only_a_stage() -> None:
    child = Child("leo", "Leo", stage="6-7")
    assert need(other(week_of(HOME), child)) == "00:00 near night, 06:30 near, 20:30 near night"


@pytest.mark.parametrize(
    ("day", "zone", "minutes"),
    [
        (dt.date(2026, 3, 28), "Europe/Berlin", 9 * 60),
        (dt.date(2026, 10, 24), "Europe/Berlin", 11 * 60),
        (dt.date(2026, 10, 3), "Australia/Lord_Howe", 9 * 60 + 30),
        (dt.date(2026, 4, 4), "Australia/Lord_Howe", 10 * 60 + 30),
        (dt.date(2026, 2, 14), "Africa/Casablanca", 11 * 60),
        (dt.date(2026, 3, 7), "America/New_York", 9 * 60),
    ],
)
def test_a_night_over_a_clock_change_has_its_length(day: dt.date, zone: str, minutes: int) -> None:
    week = week_of(HOME + "child leo 2022-01-10", first=day, days=2, zone=zone)
    nights = [span.span.minutes for span in needs_of(week, "leo") if span.sleep == "night"]
    assert nights[1] == minutes
    assert sum(span.span.minutes for span in needs_of(week, "leo")) == week.horizon.minutes


LEO = HOME + "child leo 2023-01-10\n"
IDA = HOME + "child leo 2024-10-01\n"


def test_up_in_time_for_an_early_drop_off() -> None:
    # The way takes 12 minutes and getting ready 10.
    assert need(week_of(LEO + "attends leo nursery 06:40 12:00")).startswith("00:00 near night, 06:18 watch")
    assert need(week_of(LEO + "attends leo nursery 06:53 12:00")).startswith("00:00 near night, 06:30 watch")


def test_to_bed_when_home_from_a_late_pick_up() -> None:
    assert need(week_of(LEO + "attends leo nursery 18:00 20:25")).endswith("20:37 near night")
    assert need(week_of(LEO + "attends leo nursery 18:00 20:18")).endswith("20:30 near night")


def test_windows_bind_sleep_by_their_inner_ends_alone() -> None:
    assert need(week_of(LEO + "attends leo nursery 05:00-08:00 12:00-23:00")) == need(week_of(LEO))


@pytest.mark.parametrize(
    ("hours", "evening"),
    [
        ("21:30 22:30", ", 22:42 near night"),
        ("20:35 23:00", ", 23:12 near night"),
        ("20:30 23:50", ""),
    ],
    ids=["more is left after", "nothing is left before", "home after midnight"],
)
def test_an_attendance_inside_a_night_leaves_the_longer_part_of_it(hours: str, evening: str) -> None:
    assert need(week_of(LEO + f"attends leo nursery {hours}")) == f"00:00 near night, 06:30 watch{evening}"


def test_an_attendance_before_dawn_leaves_the_night_before_it() -> None:
    assert need(week_of(LEO + "attends leo nursery 05:00 05:30")).startswith("00:00 near night, 04:38 watch, 20:30")
    assert need(week_of(LEO + "attends leo nursery 00:30 01:00")).startswith("00:00 watch, 01:12 near night, 06:30")


def test_an_exchange_at_a_place_in_the_night_leaves_the_part_at_this_household() -> None:
    week = week_of(LEO + "attends leo nursery 02:00 05:00\ncustody leo -sun 12:00 mon 04:00")
    assert need(week).startswith("00:00 custody, 04:00 watch, 05:12 near night, 06:30 watch")
    week = week_of(LEO + "attends leo nursery 21:00 23:00\ncustody leo mon 22:00 tue 12:00", days=2)
    assert "20:30 near night, 20:38 watch, 22:00 custody" in need(week)


def test_a_way_as_long_as_the_night_leaves_no_sleep() -> None:
    week = week_of("adult eva walk\nway home nursery walk 700\nchild leo 2023-01-10\nattends leo nursery 08:15 13:30")
    assert need(week) == "00:00 watch"


@pytest.mark.parametrize(
    ("hours", "nap"),
    [
        ("08:30 13:00", "12:30 near nap, 13:00 watch"),
        ("08:30 12:30", "12:42 near nap, 14:30 watch"),
        ("08:30 15:00", "12:30 near nap, 14:30 watch"),
        ("13:30 16:00", "12:30 near nap, 13:08 watch"),
        ("12:50 16:00", "06:30 watch, 20:00 near night"),
        ("08:30 12:18", "12:30 near nap, 14:30 watch"),
        ("08:30 12:20", "12:32 near nap, 14:30 watch"),
        ("08:30 12:20-16:30", "12:32 near nap, 14:30 watch"),
        ("14:30 16:00", "12:30 near nap, 14:08 watch"),
        ("14:52 16:00", "12:30 near nap, 14:30 watch"),
    ],
    ids=[
        "cut by the end",
        "after",
        "at the place",
        "cut by the way there",
        "no time for it",
        "home just in time",
        "home too late",
        "home too late from the first pick",
        "out at its end",
        "out soon after",
    ],
)
def test_a_nap_and_a_place(hours: str, nap: str) -> None:
    assert nap in need(week_of(IDA + f"attends leo nursery {hours}"))


def test_a_nap_between_two_places_is_what_both_ways_leave() -> None:
    morning = IDA + "attends leo nursery 08:30 12:30\n"
    # 12:42 is home-coming; 22 minutes before the second place it has to be up.
    assert "12:42 near nap, 13:18 watch" in need(week_of(morning + "attends leo nursery 13:40 16:00"))
    assert "nap" not in need(week_of(morning + "attends leo nursery 13:04 16:00"))
    assert "12:30 near nap, 14:30 watch" in need(week_of(morning + "attends leo nursery 12:30 16:00"))


def test_what_the_other_household_brings_or_fetches_leaves_the_nap_alone() -> None:
    fetched = week_of(IDA + "attends leo nursery 08:30 12:30\ncustody leo mon 12:30 mon 12:35")
    assert "12:35 watch, 12:40 near nap, 14:30 watch" in need(fetched)
    brought = week_of(IDA + "attends leo nursery 14:35 16:00\ncustody leo mon 14:34 mon 14:35")
    assert "12:30 near nap, 14:29 watch, 14:34 custody, 14:35 watch" in need(brought)


def test_a_club_does_not_change_sleep() -> None:
    assert need(week_of(IDA + "club leo nursery mon 13:00 mon 14:00")) == need(week_of(IDA))


def test_custody_needs_nothing_and_the_exchange_somebody() -> None:
    week = week_of(HOME + "child leo 2012-01-10\ncustody leo mon 10:00 mon 18:00")
    assert need(week) == (
        "00:00 near night, 06:30 reach, 09:55 watch, 10:00 custody, 18:00 watch, 18:05 reach, 22:00 near night"
    )


def test_an_exchange_in_the_night_wakes_the_child() -> None:
    week = week_of(LEO + "custody leo mon 02:00 mon 23:00")
    assert need(week) == "00:00 near night, 01:55 watch, 02:00 custody, 23:00 watch, 23:05 near night"


def test_custody_that_touches_is_one() -> None:
    week = week_of(LEO + "custody leo mon 10:00 mon 14:00\ncustody leo mon 14:00 mon 18:00")
    assert "14:00" not in need(week)


def test_home_for_less_than_two_exchanges() -> None:
    week = week_of(LEO + "custody leo -sun 10:00 mon 12:00\ncustody leo mon 12:07 tue 18:00")
    assert need(week) == "00:00 custody, 12:00 watch, 12:07 custody"


def test_custody_over_the_edges_of_the_horizon() -> None:
    assert need(week_of(LEO + "custody leo -sun 10:00 +mon 12:00")) == "00:00 custody"
    assert need(week_of(LEO + "custody leo tue 00:00 +mon 12:00")).endswith("near night, 23:55 watch")
    assert need(week_of(LEO + "custody leo -sun 10:00 mon 00:00")).startswith("00:00 watch, 00:05 near night")


def test_no_time_to_meet_asks_nobody() -> None:
    week = week_of(LEO + "custody leo mon 10:00 mon 18:00")
    week = replace(week, household=replace(week.household, slack=Slack(meet=0)))
    assert need(week) == "00:00 near night, 06:30 watch, 10:00 custody, 18:00 watch, 20:30 near night"


SCHOOL = HOME + "child tom 2019-06-01\nattends tom school 08:15 13:30\n"


@pytest.mark.parametrize(
    ("custody", "sure", "brought", "fetched"),
    [
        ("custody tom mon 10:00 tue 18:00", ["08:15-10:00"], True, False),
        ("custody tom -sun 18:00 mon 10:00", ["10:00-13:30"], False, True),
        ("custody tom mon 10:00 mon 11:00", ["08:15-10:00", "11:00-13:30"], True, False),
        ("custody tom mon 07:00 mon 18:00", [], True, True),
        ("custody tom mon 08:15 mon 13:30", [], True, True),
        ("custody tom mon 13:30 tue 18:00", ["08:15-13:30"], True, False),
        ("custody tom -sun 18:00 mon 08:15", ["08:15-13:30"], False, True),
        ("custody tom mon 13:31 tue 18:00", ["08:15-13:30"], True, True),
    ],
)
def test_what_custody_leaves_of_school(custody: str, sure: list[str], *, brought: bool, fetched: bool) -> None:
    week = week_of(SCHOOL + custody)
    visits = visits_of(week, "tom")
    assert [f"{week.clock.text(v.sure.start)}-{week.clock.text(v.sure.end)}" for v in visits] == sure
    assert [(v.brought, v.fetched) for v in visits[:1]] == ([(brought, fetched)] if sure else [])


def test_an_exchange_at_the_place_asks_nobody_at_home() -> None:
    assert need(week_of(SCHOOL + "custody tom mon 10:00 tue 18:00"), "tom").endswith("06:30 near, 10:00 custody")


def test_a_closed_place_has_no_visit_on_each_date_that_is_touched() -> None:
    week = week_of(SCHOOL + "closed school mon 22:00 tue 01:00", days=3)
    assert [week.clock.date(visit.sure.start).isoformat() for visit in visits_of(week, "tom")] == ["2026-03-04"]


@pytest.mark.parametrize(
    ("start", "sure", "pick"),
    [
        (0, None, None),
        (7 * 60, None, None),
        (9 * 60 + 30, None, None),
        (11 * 60 + 20, "09:30-11:20", "11:20-12:20"),
        (12 * 60, "09:30-12:00", "12:00-13:00"),
        (15 * 60, "09:30-12:00", "12:00-16:00"),
        (16 * 60, "09:30-12:00", "12:00-16:30"),
        (16 * 60 + 30, "09:30-12:00", "12:00-16:30"),
    ],
)
def test_what_illness_leaves_of_nursery(start: int, sure: str | None, pick: str | None) -> None:
    week = ill(week_of(LEO + "attends leo nursery 07:30-09:30 12:00-16:30"), Illness("leo", MONDAY, MONDAY, start))
    found = [
        tuple(f"{week.clock.text(a)}-{week.clock.text(b)}" for a, b in ((v.sure.start, v.sure.end), v.pick))
        for v in visits_of(week, "leo")
    ]
    assert found == ([(sure, pick)] if sure else [])


def test_the_days_after_a_child_fell_ill_are_whole() -> None:
    week = week_of(LEO + "attends leo nursery 08:15 13:30", days=4)
    days = Illness("leo", MONDAY, MONDAY + dt.timedelta(days=2), 11 * 60)
    dates = [week.clock.date(visit.sure.start).day for visit in visits_of(ill(week, days), "leo")]
    assert dates == [2, 5]


def test_an_ill_child_has_no_club() -> None:
    week = ill(week_of(LEO + "club leo nursery mon 15:00 mon 16:00"), Illness("leo", MONDAY, MONDAY, 15 * 60 + 30))
    assert visits_of(week, "leo") == ()


def dates_of_visits(week: Week) -> list[int]:
    return [week.clock.date(visit.sure.start).day for visit in visits_of(week, "leo")]


WEEK = HOME + "child leo 2020-06-01\nattends leo school 08:15 13:30\nclub leo nursery wed 16:00 wed 17:00"


def test_in_a_pause_there_is_neither_school_nor_club() -> None:
    week = week_of(WEEK + "\npause tue wed", days=7)
    assert dates_of_visits(week) == [2, 5, 6]
    assert dates_of_visits(week_of(WEEK, days=7)) == [2, 3, 4, 4, 5, 6]


def in_term(week: Week, *spans: tuple[int, int]) -> Week:
    """The week with the attendance in terms, each a stretch in minutes from the horizon's start."""
    (duty,) = week.household.attendance
    household = replace(week.household, attendance=(replace(duty, terms=("terms",)),))
    start = week.horizon.start
    found = tuple(("terms", Span(start + a, start + b)) for a, b in spans)
    return replace(week, household=household, terms=(*found, ("others", week.horizon)))


def test_school_is_only_on_dates_that_a_term_touches() -> None:
    day, week = 24 * 60, week_of(WEEK, days=7)
    assert dates_of_visits(in_term(week, (day, 2 * day), (3 * day + 600, 4 * day + 1))) == [3, 4, 5, 6]
    assert dates_of_visits(in_term(week)) == [4], "the club has no terms"


def test_what_is_out_of_the_ordinary_stands_beside_the_date() -> None:
    week = week_of(WEEK + "\nclosed school tue 00:00 wed 00:00", days=7)
    dates = [MONDAY + dt.timedelta(days=n) for n in range(4)]
    household = replace(week.household, pauses=(Pause(dates[0], dates[0], "By the sea"), Pause(dates[3], dates[3])))
    shown = in_term(replace(week, household=household), (0, 24 * 60))
    assert [off_on(shown, day) for day in dates] == [
        ("By the sea",),
        ("school closed",),
        ("no term at school",),
        ("pause",),
    ]
