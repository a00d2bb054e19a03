"""A household across both changes of the clock, in four zones: nothing is lost, nothing happens twice."""

import datetime as dt
from functools import cache

import pytest

from tests.solve.weeks import Planned, nights, planned

# The Sunday of the change, and by how many minutes its day is longer.
CHANGES = [
    ("Europe/Berlin", dt.date(2026, 3, 29), -60),
    ("Europe/Berlin", dt.date(2026, 10, 25), 60),
    ("America/New_York", dt.date(2026, 3, 8), -60),
    ("America/New_York", dt.date(2026, 11, 1), 60),
    ("Australia/Lord_Howe", dt.date(2026, 10, 4), -30),
    ("Australia/Lord_Howe", dt.date(2026, 4, 5), 30),
    ("Africa/Casablanca", dt.date(2026, 3, 22), -60),
    ("Africa/Casablanca", dt.date(2026, 2, 15), 60),
]
every_change = pytest.mark.parametrize(("zone", "sunday", "longer"), CHANGES, scope="module")
"""By the module, so that the tests of a change come one after another and its night is planned once."""


@cache
def at_night(zone: str, sunday: dt.date) -> Planned:
    """A lone nurse on the night of the change, and Oma with Leo."""
    return planned(
        """
        adult ana walk
        helper oma walk overnight
        child leo 2023-01-10
        way home nursery walk 10
        way home ward walk 20
        work ana ward sat 21:00 sun 07:00
        available oma sat 18:00 sun 18:00
        attends leo nursery 08:00 13:00
        """,
        days=3,
        first=sunday - dt.timedelta(days=1),
        zone=zone,
    )


@every_change
def test_a_night_shift_is_as_long_as_it_was(zone: str, sunday: dt.date, longer: int) -> None:
    made = at_night(zone, sunday)
    work = [span.span.minutes for span in made.plan.adults["ana"] if span.doing == "work"]
    assert sum(work) == 600 + longer
    assert made.week.horizon.minutes == 3 * 1440 + longer
    assert sum(span.span.minutes for span in made.plan.adults["ana"]) == made.week.horizon.minutes
    assert sum(span.span.minutes for span in made.plan.children["leo"]) == made.week.horizon.minutes


@every_change
def test_oma_is_there_all_night_and_until_ana_has_slept(zone: str, sunday: dt.date, longer: int) -> None:
    made = at_night(zone, sunday)
    assert made.gaps == []
    sleep = next(span for span in nights(made, "ana") if span.start >= made.instant("sun 07:20"))
    assert sleep.minutes == 360
    assert made.child_at("leo", "sun 03:30").met_by == "oma"
    (ask,) = made.plan.to_ask
    assert ask.span.start <= made.instant("sat 20:35")
    assert ask.span.end >= sleep.end


@every_change
def test_a_night_at_home_has_seven_hours_of_sleep(zone: str, sunday: dt.date, longer: int) -> None:
    made = planned("adult ana walk\nchild leo 2023-01-10", days=3, first=sunday - dt.timedelta(days=1), zone=zone)
    assert made.values == {}
    first, *others = (span.minutes for span in nights(made, "ana"))
    assert (first, others) == (330, [420, 420])


@every_change
def test_monday_is_brought_by_the_clock(zone: str, sunday: dt.date, longer: int) -> None:
    made = at_night(zone, sunday)
    monday = made.instant("mon 08:00")
    (stay,) = (span.span for span in made.plan.children["leo"] if span.how == "attendance")
    assert (made.week.clock.text(stay.start), stay.start, stay.minutes) == ("08:00", monday, 300)
