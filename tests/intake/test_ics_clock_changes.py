"""Night shifts from 22:00 to 06:00 in the weeks when the clocks change; every answer was worked out by hand."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinrota.intake.ics import Limits
from kinrota.intake.ics_calendar import read_calendar

UTC = dt.UTC


def minute(text: str) -> int:
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) // 60


def shown(ics: str, first: str, last: str, zone: str = "Europe/Berlin") -> list[str]:
    """The occurrences that touch the dates, in UTC: month-day, from, to."""
    reading = read_calendar(ics.encode(), "", (minute(first), minute(last)), zone, Limits())
    assert reading.set_aside == ()
    return [
        f"{dt.datetime.fromtimestamp(one.start * 60, UTC):%m-%d %H:%M}"
        f" to {dt.datetime.fromtimestamp(one.end * 60, UTC):%m-%d %H:%M}"
        for one in reading.occurrences
    ]


def nights(zone: str, first: str, how_long: str) -> str:
    """Three nights of work from a date."""
    return f"""BEGIN:VCALENDAR
BEGIN:VEVENT
UID:nights
SUMMARY:Night
DTSTART;TZID={zone}:{first}T220000
{how_long}
RRULE:FREQ=DAILY;COUNT=3
END:VEVENT
END:VCALENDAR
"""


def until_six(zone: str, first: str) -> str:
    morning = dt.date.fromisoformat(first) + dt.timedelta(days=1)
    return nights(zone, first, f"DTEND;TZID={zone}:{morning:%Y%m%d}T060000")


def test_berlin_in_spring_the_shift_over_the_change_is_an_hour_shorter() -> None:
    # 29 March 2026, 02:00 -> 03:00
    assert shown(until_six("Europe/Berlin", "20260327"), "2026-03-26", "2026-04-01") == [
        "03-27 21:00 to 03-28 05:00",
        "03-28 21:00 to 03-29 04:00",
        "03-29 20:00 to 03-30 04:00",
    ]


def test_berlin_in_autumn_it_is_an_hour_longer() -> None:
    # 25 October 2026, 03:00 -> 02:00
    assert shown(until_six("Europe/Berlin", "20261023"), "2026-10-22", "2026-10-30") == [
        "10-23 20:00 to 10-24 04:00",
        "10-24 20:00 to 10-25 05:00",
        "10-25 21:00 to 10-26 05:00",
    ]


def test_a_duration_in_hours_is_exact_all_the_same() -> None:
    assert shown(nights("Europe/Berlin", "20260327", "DURATION:PT8H"), "2026-03-26", "2026-04-01") == [
        "03-27 21:00 to 03-28 05:00",
        "03-28 21:00 to 03-29 05:00",
        "03-29 20:00 to 03-30 04:00",
    ]


def test_a_duration_of_a_day_keeps_the_time_of_day() -> None:
    assert shown(nights("Europe/Berlin", "20260328", "DURATION:P1D"), "2026-03-28", "2026-03-30T12:00") == [
        "03-28 21:00 to 03-29 20:00",
        "03-29 20:00 to 03-30 20:00",
    ]


def test_new_york_changes_three_weeks_earlier_and_a_week_later() -> None:
    # 8 March 2026, 02:00 -> 03:00, and 1 November 2026, 02:00 -> 01:00
    assert shown(until_six("America/New_York", "20260306"), "2026-03-06", "2026-03-12") == [
        "03-07 03:00 to 03-07 11:00",
        "03-08 03:00 to 03-08 10:00",
        "03-09 02:00 to 03-09 10:00",
    ]
    assert shown(until_six("America/New_York", "20261030"), "2026-10-30", "2026-11-05") == [
        "10-31 02:00 to 10-31 10:00",
        "11-01 02:00 to 11-01 11:00",
        "11-02 03:00 to 11-02 11:00",
    ]


def test_lord_howe_changes_by_half_an_hour() -> None:
    # 5 April 2026, 02:00 +11:00 -> 01:30 +10:30, and 4 October 2026, 02:00 +10:30 -> 02:30 +11:00
    assert shown(until_six("Australia/Lord_Howe", "20260403"), "2026-04-02", "2026-04-08") == [
        "04-03 11:00 to 04-03 19:00",
        "04-04 11:00 to 04-04 19:30",
        "04-05 11:30 to 04-05 19:30",
    ]
    assert shown(until_six("Australia/Lord_Howe", "20261002"), "2026-10-01", "2026-10-07") == [
        "10-02 11:30 to 10-02 19:30",
        "10-03 11:30 to 10-03 19:00",
        "10-04 11:00 to 10-04 19:00",
    ]


def test_casablanca_goes_back_for_ramadan_and_forward_after_it() -> None:
    # 15 February 2026, 03:00 +01:00 -> 02:00 +00:00, and 22 March 2026, 02:00 +00:00 -> 03:00 +01:00
    assert shown(until_six("Africa/Casablanca", "20260213"), "2026-02-12", "2026-02-18") == [
        "02-13 21:00 to 02-14 05:00",
        "02-14 21:00 to 02-15 06:00",
        "02-15 22:00 to 02-16 06:00",
    ]
    assert shown(until_six("Africa/Casablanca", "20260320"), "2026-03-19", "2026-03-25") == [
        "03-20 22:00 to 03-21 06:00",
        "03-21 22:00 to 03-22 05:00",
        "03-22 21:00 to 03-23 05:00",
    ]


def test_a_start_that_the_clocks_skip_has_the_offset_from_before() -> None:
    ics = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:handover
DTSTART;TZID=Europe/Berlin:20260329T023000
DTEND;TZID=Europe/Berlin:20260329T060000
END:VEVENT
END:VCALENDAR
"""
    assert shown(ics, "2026-03-29", "2026-03-30") == ["03-29 01:30 to 03-29 04:00"]


def test_an_hour_that_the_clocks_skip_keeps_its_length() -> None:
    # 02:15 to 03:00 is 01:15Z to 01:00Z on that day
    ics = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:round
DTSTART;TZID=Europe/Berlin:20260328T021500
DTEND;TZID=Europe/Berlin:20260328T030000
RRULE:FREQ=DAILY;COUNT=2
END:VEVENT
END:VCALENDAR
"""
    assert shown(ics, "2026-03-27", "2026-03-31") == ["03-28 01:15 to 03-28 02:00", "03-29 01:15 to 03-29 02:00"]


def test_an_end_in_utc_can_mean_the_second_time_that_an_hour_comes() -> None:
    ics = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:party
DTSTART;TZID=Europe/Berlin:20261025T010000
DTEND:20261025T013000Z
END:VEVENT
END:VCALENDAR
"""
    assert shown(ics, "2026-10-24", "2026-10-26") == ["10-24 23:00 to 10-25 01:30"]


OWN_ZONE = """BEGIN:VTIMEZONE
TZID:The Office
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def test_a_zone_that_the_file_brings_along_changes_its_clocks_like_any_other() -> None:
    ics = until_six("The Office", "20260327").replace("BEGIN:VEVENT", OWN_ZONE + "BEGIN:VEVENT")
    assert shown(ics, "2026-03-26", "2026-04-01", "America/New_York") == [
        "03-27 21:00 to 03-28 05:00",
        "03-28 21:00 to 03-29 04:00",
        "03-29 20:00 to 03-30 04:00",
    ]


def test_a_start_that_such_a_zone_skips_has_the_offset_from_before() -> None:
    ics = f"""BEGIN:VCALENDAR
{OWN_ZONE}BEGIN:VEVENT
UID:handover
DTSTART;TZID=The Office:20260329T023000
DTEND;TZID=The Office:20260329T060000
END:VEVENT
END:VCALENDAR
"""
    assert shown(ics, "2026-03-29", "2026-03-30") == ["03-29 01:30 to 03-29 04:00"]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo"])
@settings(deadline=None, max_examples=40)
@given(
    first=st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
    clock=st.times().map(lambda time: time.replace(second=0, microsecond=0, fold=0)),
    step=st.integers(1, 40),
    count=st.integers(1, 30),
)
def test_every_few_days_is_a_walk_along_the_dates(
    zone: str, first: dt.date, clock: dt.time, step: int, count: int
) -> None:
    ics = f"""BEGIN:VCALENDAR
BEGIN:VEVENT
UID:walk
DTSTART;TZID={zone}:{first:%Y%m%d}T{clock:%H%M%S}
DURATION:PT30M
RRULE:FREQ=DAILY;INTERVAL={step};COUNT={count}
END:VEVENT
END:VCALENDAR
"""
    days = [first + dt.timedelta(days=step * number) for number in range(count)]
    starts = [int(dt.datetime.combine(day, clock, ZoneInfo(zone)).timestamp()) // 60 for day in days]
    reading = read_calendar(ics.encode(), "", (minute("2024-01-01"), minute("2030-01-01")), "UTC", Limits())
    assert [(one.start, one.end) for one in reading.occurrences] == [(start, start + 30) for start in starts]
