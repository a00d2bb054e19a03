"""Wall clock to instants and back, in four zones whose clocks change at other times and by other lengths."""

import datetime as dt

import pytest

from kinrota.model.time import (
    DAY,
    Clock,
    Span,
    WallSpan,
    inside,
    instant_of,
    length,
    merged,
    minus,
    monday,
    month_day,
    week_day,
)

BERLIN, NEW_YORK = Clock("Europe/Berlin"), Clock("America/New_York")
LORD_HOWE, CASABLANCA = Clock("Australia/Lord_Howe"), Clock("Africa/Casablanca")


@pytest.mark.parametrize(
    ("clock", "day", "hours"),
    [
        (BERLIN, "2026-03-02", 24),
        (BERLIN, "2026-03-29", 23),
        (BERLIN, "2026-10-25", 25),
        (NEW_YORK, "2026-03-08", 23),
        (NEW_YORK, "2026-11-01", 25),
        (LORD_HOWE, "2026-04-05", 24.5),
        (LORD_HOWE, "2026-10-04", 23.5),
        # Summer time all year, but for Ramadan.
        (CASABLANCA, "2026-02-15", 25),
        (CASABLANCA, "2026-03-22", 23),
        (CASABLANCA, "2026-07-01", 24),
    ],
)
def test_a_day_has_its_hours(clock: Clock, day: str, hours: float) -> None:
    assert clock.day(dt.date.fromisoformat(day)).minutes == hours * 60


@pytest.mark.parametrize(
    ("clock", "day", "skipped", "first_after"),
    [
        (BERLIN, "2026-03-29", "02:30", "2026-03-29T03:00:00+02:00"),
        (BERLIN, "2026-03-29", "02:00", "2026-03-29T03:00:00+02:00"),
        (BERLIN, "2026-03-29", "02:59", "2026-03-29T03:00:00+02:00"),
        (NEW_YORK, "2026-03-08", "02:15", "2026-03-08T03:00:00-04:00"),
        (LORD_HOWE, "2026-10-04", "02:10", "2026-10-04T02:30:00+11:00"),
        (CASABLANCA, "2026-03-22", "02:45", "2026-03-22T03:00:00+01:00"),
    ],
)
def test_a_time_that_is_skipped_is_the_first_instant_after_it(
    clock: Clock, day: str, skipped: str, first_after: str
) -> None:
    assert clock.iso(at(clock, day, skipped)) == first_after


@pytest.mark.parametrize(
    ("clock", "day", "repeated", "first_time"),
    [
        (BERLIN, "2026-10-25", "02:30", "2026-10-25T02:30:00+02:00"),
        (BERLIN, "2026-10-25", "03:00", "2026-10-25T03:00:00+01:00"),
        (NEW_YORK, "2026-11-01", "01:00", "2026-11-01T01:00:00-04:00"),
        (LORD_HOWE, "2026-04-05", "01:45", "2026-04-05T01:45:00+11:00"),
        (CASABLANCA, "2026-02-15", "02:59", "2026-02-15T02:59:00+01:00"),
    ],
)
def test_a_time_that_is_repeated_is_its_first_occurrence(
    clock: Clock, day: str, repeated: str, first_time: str
) -> None:
    assert clock.iso(at(clock, day, repeated)) == first_time


def test_a_wall_time_that_exists_once_goes_there_and_back() -> None:
    for clock in (BERLIN, NEW_YORK, LORD_HOWE, CASABLANCA):
        for day in (dt.date(2026, 1, 1), dt.date(2026, 7, 1), dt.date(2028, 2, 29)):
            for wall in range(0, DAY, 7):
                assert (clock.date(clock.at(day, wall)), clock.wall(clock.at(day, wall))) == (day, wall)


def test_hours_past_midnight_run_into_the_days_after() -> None:
    day = dt.date(2026, 3, 28)
    assert BERLIN.at(day, 24 * 60) == BERLIN.midnight(dt.date(2026, 3, 29))
    assert BERLIN.text(BERLIN.at(day, 30 * 60)) == "06:00"
    assert BERLIN.at(day, 30 * 60) - BERLIN.at(day, 20 * 60) == 9 * 60


@pytest.mark.parametrize(
    ("clock", "eve", "hours"),
    [
        (BERLIN, "2026-03-01", 10),
        (BERLIN, "2026-03-28", 9),
        (BERLIN, "2026-10-24", 11),
        (LORD_HOWE, "2026-10-03", 9.5),
        (LORD_HOWE, "2026-04-04", 10.5),
    ],
)
def test_a_night_is_as_long_as_the_clock_makes_it(clock: Clock, eve: str, hours: float) -> None:
    night = clock.span(dt.date.fromisoformat(eve), WallSpan(20 * 60 + 30, 6 * 60 + 30))
    assert night is not None
    assert night.minutes == hours * 60


def test_a_stretch_inside_the_hour_that_is_skipped_is_nothing() -> None:
    assert BERLIN.span(dt.date(2026, 3, 29), WallSpan(2 * 60 + 10, 2 * 60 + 50)) is None
    assert LORD_HOWE.span(dt.date(2026, 10, 4), WallSpan(2 * 60, 2 * 60 + 30)) is None


def test_a_stretch_inside_the_hour_that_is_repeated_happens_once() -> None:
    span = BERLIN.span(dt.date(2026, 10, 25), WallSpan(2 * 60 + 10, 2 * 60 + 50))
    assert span is not None
    assert span.minutes == 40


def test_full_hours_are_those_of_the_clock() -> None:
    autumn = BERLIN.day(dt.date(2026, 10, 25))
    assert [BERLIN.text(t) for t in BERLIN.whole_hours(Span(autumn.start, autumn.start + 300))] == [
        "00:00", "01:00", "02:00", "02:00", "03:00", "04:00",
    ]  # fmt: skip
    spring = LORD_HOWE.day(dt.date(2026, 10, 4))
    assert [LORD_HOWE.text(t) for t in LORD_HOWE.whole_hours(Span(spring.start, spring.start + 240))] == [
        "00:00", "01:00", "03:00", "04:00",
    ]  # fmt: skip


def test_the_grid_is_that_of_the_clock() -> None:
    spring = LORD_HOWE.day(dt.date(2026, 10, 4))
    around = Span(spring.start + 100, spring.start + 160)
    assert [LORD_HOWE.text(t) for t in LORD_HOWE.ticks(around, 15)] == ["01:45", "02:30", "02:45", "03:00"]


def test_the_days_of_a_span() -> None:
    start = at(BERLIN, "2026-03-28", "22:00")
    assert list(BERLIN.days(Span(start, start + 1))) == [dt.date(2026, 3, 28)]
    assert list(BERLIN.days(Span(start, start + 25 * 60))) == [dt.date(2026, 3, 28), dt.date(2026, 3, 29)]
    assert list(BERLIN.days(Span(start, start + 25 * 60 + 1)))[-1] == dt.date(2026, 3, 30)


def test_an_instant_is_read_with_its_offset() -> None:
    assert instant_of("2026-10-25T02:30:00+02:00") == at(BERLIN, "2026-10-25", "02:30")
    assert instant_of("2026-10-25T02:30:00+01:00") == at(BERLIN, "2026-10-25", "02:30") + 60


@pytest.mark.parametrize("text", ["2026-10-25T02:30:00", "2026-10-25T02:30:30+01:00", "noon"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"whole minute|isoformat"):
        instant_of(text)


@pytest.mark.parametrize("end", [600, 540])
def test_a_span_ends_after_it_starts(end: int) -> None:
    with pytest.raises(ValueError, match="a span ends after it starts"):
        Span(600, end)


def test_a_wall_span_that_ends_before_it_starts_crosses_midnight() -> None:
    assert WallSpan(20 * 60, 6 * 60).minutes == 600
    assert WallSpan(8 * 60, 8 * 60).minutes == DAY
    assert str(WallSpan(20 * 60, 6 * 60 + 5)) == "20:00-06:05"


def test_joining_and_taking_away_spans() -> None:
    spans = [Span(30, 40), Span(0, 10), Span(10, 20), Span(35, 50)]
    assert merged(spans) == (Span(0, 20), Span(30, 50))
    assert minus(spans, [Span(5, 15), Span(18, 32), Span(60, 70)]) == (Span(0, 5), Span(15, 18), Span(32, 50))
    assert inside(spans, Span(15, 36)) == (Span(15, 20), Span(30, 36), Span(35, 36))
    assert length(spans) == 40


def test_a_week_begins_on_monday() -> None:
    assert monday(dt.date(2026, 3, 8)) == dt.date(2026, 3, 2) == monday(dt.date(2026, 3, 2))


def at(clock: Clock, day: str, wall: str) -> int:
    hours, minutes = wall.split(":")
    return clock.at(dt.date.fromisoformat(day), int(hours) * 60 + int(minutes))


def test_a_date_has_no_leading_nought() -> None:
    assert (month_day(dt.date(2026, 12, 1)), week_day(dt.date(2026, 12, 1))) == ("1 Dec", "Tue 1 Dec")
