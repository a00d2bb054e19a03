"""Nights at a helper's home: the best plans of tiny households, worked out on paper."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from kinrota.model.plan import LEVELS, Plan
from kinrota.model.time import DAY, length
from kinrota.model.week import Week
from kinrota.solve import plan_week
from kinrota.solve.layout import layout_of
from kinrota.testing import MONDAY, week_of
from kinrota.verify import verify
from tests.patience import ENOUGH

# Ana leaves at 18:40 and is home at 01:20. She sleeps 01:20-08:20, of which 110 minutes are outside the window.
LEO = """
    adult ana walk
    child leo 2023-01-10
    way home grange walk 15
    way home hospital walk 20
    work ana hospital mon 19:00 tue 01:00
"""
THERE = "helper oma walk lives=grange there\n"
ALL_NIGHT = "available oma mon 16:00 tue 12:00\n"

WORKED: dict[str, tuple[str, dict[str, str | int]]] = {
    # Oma has Leo 18:40-08:20, 820 min at 2 per 15, and two handovers.
    "she takes him there and back": (LEO + THERE + ALL_NIGHT, {"lost": "328/3", "strain": "35/3"}),
    # Ana leaves him there at 18:25 to be at work at 19:00, and is there for him at 09:00: 875 min, three journeys.
    "she cannot walk": (LEO + "helper oma lives=grange there\n" + ALL_NIGHT, {"lost": "350/3", "strain": "44/3"}),
    # She has him from 19:00 on, 800 min; nobody does in the 20 minutes before, so nobody hands over to her.
    "she comes late": (
        LEO + THERE + "available oma mon 19:00 tue 12:00\n",
        {"gap": 60, "lost": "320/3", "strain": "23/3"},
    ),
    # She is at home 18:40-24:00 and 06:30-08:20, 430 min, and nobody 00:00-01:20. Three handovers.
    "nobody may sleep there": (
        LEO + "helper oma walk lives=grange\n" + ALL_NIGHT,
        {"gap": 160, "lost": "172/3", "strain": "47/3"},
    ),
    "a night is beyond her limit": (
        LEO + "helper oma walk lives=grange there limit=600\n" + ALL_NIGHT,
        {"gap": 160, "lost": "172/3", "strain": "47/3"},
    ),
    # Leo sleeps until 06:30, not there. She is at home 18:40-24:00; nobody 00:00-01:20 and 06:30-08:20.
    "she has no time as he wakes": (
        LEO + THERE + "available oma mon 16:00 tue 06:00\n",
        {"gap": 490, "lost": "128/3", "strain": "23/3"},
    ),
    # Each of two who live there could have him; only Ana takes him there.
    "two of them live there": (
        LEO
        + "helper oma lives=grange there\nhelper opa lives=grange there\n"
        + ALL_NIGHT
        + ALL_NIGHT.replace("oma", "opa"),
        {"lost": "350/3", "strain": "44/3"},
    ),
    # A place that has children by day has none at night. Ana brings and fetches him there on foot, two journeys more.
    "a club goes on there": (
        LEO + THERE + ALL_NIGHT + "club leo grange mon 16:00 mon 17:00\n",
        {"gap": 160, "lost": "172/3", "strain": "53/3"},
    ),
    # Ida falls asleep at 20:00. Ana leaves at 19:40; Oma has both until 08:20, 760 min.
    "his sister goes too": (
        LEO.replace("mon 19:00", "mon 20:00") + "child ida 2024-10-01\n" + THERE + ALL_NIGHT,
        {"lost": "304/3", "strain": "35/3"},
    ),
}


CLOCK_CHANGES = {
    # Ana sleeps until 09:20 by the new clock, of which 170 minutes are outside the window; 18:40-09:20 are 820 minutes.
    "an hour is left out": (dt.date(2026, 3, 28), {"lost": "328/3", "strain": "41/3"}),
    # She sleeps until 07:20, 50 minutes outside.
    "an hour comes twice": (dt.date(2026, 10, 24), {"lost": "328/3", "strain": "29/3"}),
}


def planned(text: str, days: int = 2) -> tuple[Week, Plan]:
    week = week_of(text, days=days)
    return week, plan_week(week, seconds=ENOUGH)


@pytest.mark.parametrize("what", WORKED)
def test_the_best_plan_is_the_one_on_paper(what: str) -> None:
    text, worth = WORKED[what]
    week, plan = planned(text)
    assert [finding.sentence for finding in verify(week, plan)] == []
    assert plan.status == "optimal"
    assert {level.name: level.value for level in plan.levels} == {name: Fraction(worth.get(name, 0)) for name in LEVELS}


@pytest.mark.parametrize("what", CLOCK_CHANGES)
def test_a_night_in_which_the_clock_changes(what: str) -> None:
    first, worth = CLOCK_CHANGES[what]
    text = (LEO + THERE + ALL_NIGHT).replace("mon", "sat").replace("tue", "sun")
    week = week_of(text, first=first, days=2)
    plan = plan_week(week, seconds=ENOUGH)
    assert [finding.sentence for finding in verify(week, plan)] == []
    assert {level.name: str(level.value) for level in plan.levels if level.value} == worth


def test_the_helper_is_asked_once_for_the_whole_night() -> None:
    week, plan = planned(LEO + THERE + ALL_NIGHT)
    (ask,) = plan.to_ask
    assert (week.clock.text(ask.span.start), week.clock.text(ask.span.end)) == ("18:35", "09:00")


def test_two_nights_may_be_one_stay() -> None:
    """Ana is at work from Monday evening to Wednesday night, and Oma takes nobody anywhere."""
    text = """
        adult ana walk
        child leo 2023-01-10
        helper oma lives=grange there
        way home grange walk 15
        way home hospital walk 20
        work ana hospital mon 19:00 wed 01:00
        available oma mon 16:00 wed 12:00
    """
    week, plan = planned(text, days=3)
    assert [finding.sentence for finding in verify(week, plan)] == []
    assert plan.gaps == ()
    there = [span.span for span in plan.children["leo"] if span.place == "grange" and span.met_by == "oma"]
    assert week.clock.text(there[0].start) == "18:25"
    assert length(there) == there[-1].end - there[0].start > DAY


def test_no_night_is_there_where_custody_or_the_first_night_is() -> None:
    text = LEO + THERE + "available oma -sun 12:00 thu 12:00\ncustody leo tue 22:00 wed 09:00\n"
    nights = layout_of(week_of(text, days=3)).sleepovers
    text_of = week_of(text).clock.text
    assert [(text_of(one.night.start), text_of(one.night.end)) for one in nights] == [
        ("20:30", "06:30"),
        ("20:30", "00:00"),
    ]
    assert nights[-1].goes == (nights[-1].night.end,)


@pytest.mark.parametrize(("limit", "gap"), [(870, 0), (600, 160)])
def test_a_night_from_sunday_on_counts_in_the_week_before(limit: int, gap: int) -> None:
    """Oma has Leo from Sunday 18:40 to Monday 08:20; Monday's hours leave the new week's limit as it is."""
    text = LEO.replace("mon 19:00 tue 01:00", "sun 19:00 +mon 01:00\nwork ana hospital +mon 19:00 +tue 01:00")
    oma = f"helper oma walk lives=grange there limit={limit}\n"
    offers = "available oma sun 16:00 +mon 12:00\navailable oma +mon 16:00 +tue 12:00\n"
    week = week_of(text + oma + offers, first=MONDAY + dt.timedelta(days=6), days=3)
    plan = plan_week(week, seconds=ENOUGH)
    assert [finding.sentence for finding in verify(week, plan)] == []
    assert plan.level("gap").value == 2 * gap
