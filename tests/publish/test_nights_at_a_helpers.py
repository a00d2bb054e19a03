"""How a plan says that a child sleeps at a helper's home: where, and who takes it there and back."""

import pytest

from kinrota.model.plan import Ask, Verified
from kinrota.publish.agenda import agenda
from kinrota.publish.entries import entries_of
from kinrota.publish.nights import night_runs
from kinrota.publish.page import page
from kinrota.publish.ribbon import ribbon
from kinrota.publish.terminal import plan_text
from kinrota.testing import plan_of, span_of
from kinrota.verify import verified
from tests.verify.good_nights import NIGHT


@pytest.fixture(scope="module")
def shown() -> Verified:
    return verified(NIGHT.week, NIGHT.plan)


def test_the_day_says_who_sleeps_where_and_who_takes_it_there(shown: Verified) -> None:
    monday, tuesday = [day for week in ribbon(shown).weeks for day in week.days]
    assert monday.words.text == "brings Ana 17:40 (Leo: grange) · Leo sleeps at Oma's"
    assert tuesday.words.text == "fetches Oma 08:10 (Leo: grange) · bed Ana"


def test_the_list_of_the_day_has_the_ways(shown: Verified) -> None:
    said = [(item.time, item.what, item.note) for items in agenda(shown).values() for item in items]
    assert said == [
        ("17:40", "Ana brings Leo to grange", ""),
        ("17:55-Tue 08:30", "Oma is there", "at grange, to ask"),
        ("08:10", "Oma fetches Leo from grange", "to ask"),
    ]


def test_the_night_says_where(shown: Verified) -> None:
    runs = night_runs(ribbon(shown).nights, shown.week.clock)
    assert runs == [("Mon 2", "Oma at grange (Ana is at work)"), ("Tue 3", "Ana")]


def test_the_ribbon_has_the_place(shown: Verified) -> None:
    assert "Oma at grange" in plan_text(shown, 100)
    assert "Oma at grange" in page(shown)
    labels = [band.label for row in ribbon(shown).weeks[0].days[0].children for band in row.bands]
    assert labels[-1] == "Oma at grange"


def test_everybody_has_it_in_the_calendar(shown: Verified) -> None:
    leo = [entry.title for entry in entries_of(shown, "leo")]
    assert leo[2:5] == ["Ana brings Leo to grange", "Leo sleeps at Oma's", "Oma fetches Leo from grange"]
    ana = [entry.title for entry in entries_of(shown, "ana")]
    assert "Bring Leo to grange" in ana
    (asked,) = entries_of(shown, "oma")
    assert asked.text.splitlines() == [
        "18:00-20:30 With Leo at grange",
        "20:30-Tue 06:30 On call at night for Leo at grange",
        "06:30-08:10 With Leo at grange",
        "08:10-08:25 Fetch Leo from grange",
    ]


def test_a_helper_who_comes_to_the_family_first_is_not_sent_home_by_her_calendar(shown: Verified) -> None:
    fetches = """
        oma:
          mon 00:00 away
          17:30 care home
          17:40 travel home>grange walk +leo
          17:55 care grange
          20:00 away
        ana:
          mon 00:00 care home
        leo:
          mon 00:00 watch home ana
          17:40 watch home>grange walk oma
          17:55 watch grange oma
          20:00 watch grange ana
    """
    ask = Ask("oma", span_of(shown.week, "mon 17:30 mon 20:00"))
    plan = plan_of(shown.week, fetches, to_ask=[ask])
    (asked,) = entries_of(Verified(shown.week, plan), "oma")
    assert asked.place == ""
    (there,) = entries_of(shown, "oma")
    assert there.place == "grange"
