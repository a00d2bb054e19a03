"""The uncovered hours of small households, worked out by hand.

Ana and Ben walk: 20 minutes to the hospital, 30 to the studio, 40 to the lyceum, and from one to another through home.
Leo is three (`watch`, asleep from 20:30 to 06:30 `near`), Tom six (`near`), Mia eight (`reach` within 30 minutes, two
hours at a stretch, from 07:00 to 20:00), Kai sixteen.
"""

import datetime as dt

import pytest

from kinrota.gaps import Stretch, Uncovered, days, uncovered
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.testing import MONDAY, week_of

PLACES = """
    way home nursery walk 8
    way home gym walk 10
    way home hospital walk 20
    way home studio walk 30
    way home lyceum walk 40
"""
PEOPLE = {
    "ana": "adult ana walk",
    "ben": "adult ben walk",
    "oma": "helper oma",
    "leo": "child leo 2022-05-10",
    "tom": "child tom 2019-06-01",
    "mia": "child mia 2017-09-14",
    "kai": "child kai 2009-05-05",
}


def household(people: str, lines: str = "", first: dt.date = MONDAY, days: int = 1) -> Week:
    return week_of("\n".join([PLACES, *(PEOPLE[name] for name in people.split()), lines]), first, days)


def said(week: Week) -> list[str]:
    """Each stretch as `leo 08:40-12:20 watch`; midnight as an end is 24:00."""
    return [f"{gap.child} {hours(week, gap.span)} {gap.need}" for gap in uncovered(week)]


def hours(week: Week, span: Span) -> str:
    end = week.clock.text(span.end)
    return f"{week.clock.text(span.start)}-{'24:00' if end == '00:00' else end}"


def only(week: Week) -> Uncovered:
    (gap,) = uncovered(week)
    return gap


CASES = {
    "nobody works": ("ana leo", "", []),
    "a lone parent's work, with the ways there and back": (
        "ana leo",
        "work ana hospital mon 09:00 mon 12:00",
        ["leo 08:40-12:20 watch"],
    ),
    "two residents: only what both are away for": (
        "ana ben leo",
        "work ana hospital mon 09:00 mon 12:00\nwork ben hospital mon 11:00 mon 15:00",
        ["leo 10:40-12:20 watch"],
    ),
    "being busy is the same as work": ("ana leo", "busy ana ? mon 09:00 mon 12:00", ["leo 09:00-12:00 watch"]),
    "work at a place that nobody knows has no ways": (
        "ana leo",
        "work ana ? mon 09:00 mon 12:00",
        ["leo 09:00-12:00 watch"],
    ),
    "attendance counts from its usual drop-off to its usual pick-up": (
        "ana leo",
        "work ana hospital mon 09:00 mon 15:00\nattends leo nursery 07:30-09:30 12:00-16:30",
        ["leo 08:40-09:30 watch", "leo 12:00-15:20 watch"],
    ),
    "a closed place has nobody": (
        "ana leo",
        (
            "work ana hospital mon 10:00 mon 11:00\nattends leo nursery 07:30-09:30 12:00-16:30\n"
            "closed nursery mon 00:00 tue 00:00"
        ),
        ["leo 09:40-11:20 watch"],
    ),
    "a club counts from its start to its end": (
        "ana tom",
        "work ana hospital mon 09:00 mon 12:00\nclub tom gym mon 10:00 mon 11:00",
        ["tom 08:40-10:00 near", "tom 11:00-12:20 near"],
    ),
    "a change of need begins another stretch": (
        "ana leo",
        "work ana hospital mon 17:00 mon 22:00",
        ["leo 16:40-20:30 watch", "leo 20:30-22:20 near"],
    ),
    "falling asleep without a change of need does not": (
        "ana tom",
        "work ana hospital mon 19:00 mon 22:00",
        ["tom 18:40-22:20 near"],
    ),
    "each child has its own need": (
        "ana leo kai",
        "work ana hospital mon 09:00 mon 12:00",
        ["leo 08:40-12:20 watch"],
    ),
    "work at home gives nothing": ("ana tom", "work ana home mon 09:00 mon 12:00", ["tom 09:00-12:00 near"]),
    "but near, where it may be interrupted": (
        "ana tom leo",
        "work ana home mon 09:00 mon 12:00 interruptible",
        ["leo 09:00-12:00 watch"],
    ),
    "nobody can be called at work, but on the way": (
        "ana mia",
        "work ana hospital mon 09:00 mon 10:00",
        ["mia 09:00-10:00 reach"],
    ),
    "reachable work is in reach": ("ana mia", "work ana hospital mon 09:00 mon 10:00 reachable", []),
    "but not from too far away": (
        "ana mia",
        "work ana lyceum mon 09:00 mon 10:00 reachable",
        ["mia 08:20-10:40 reach"],
    ),
    "nor from a place that nobody knows": (
        "ana mia",
        "work ana ? mon 09:00 mon 10:00 reachable",
        ["mia 09:00-10:00 reach"],
    ),
    "two hours alone, and no longer": (
        "ana mia",
        "work ana hospital mon 09:00 mon 12:00 reachable",
        ["mia 10:40-12:20 reach"],
    ),
    "a gap is no company: the two hours count on after it": (
        "ana mia",
        (
            "work ana hospital mon 08:00 mon 09:30 reachable\nwork ana hospital mon 09:30 mon 10:00\n"
            "work ana hospital mon 10:00 mon 11:00 reachable"
        ),
        ["mia 09:30-10:00 reach", "mia 10:10-11:20 reach"],
    ),
    "somebody at home ends the two hours, even at work": (
        "ana ben mia",
        (
            "work ana hospital mon 09:00 mon 12:00 reachable\nwork ben hospital mon 09:00 mon 10:00\n"
            "work ben home mon 10:20 mon 12:20"
        ),
        [],
    ),
    "in the evening, near": (
        "ana mia",
        "work ana hospital mon 19:00 mon 20:30 reachable",
        ["mia 20:00-20:50 near"],
    ),
    "time at home between two shifts counts": (
        "ana leo",
        "work ana hospital mon 09:00 mon 10:00\nwork ana hospital mon 12:00 mon 13:00",
        ["leo 08:40-10:20 watch", "leo 11:40-13:20 watch"],
    ),
    "straight from one work to the next": (
        "ana leo",
        "work ana hospital mon 09:00 mon 11:00\nwork ana studio mon 11:30 mon 13:00",
        ["leo 08:40-13:30 watch"],
    ),
    "work inside other work is not begun": (
        "ana leo",
        "work ana hospital mon 09:00 mon 12:00\nwork ana lyceum mon 10:00 mon 11:00",
        ["leo 08:40-12:20 watch"],
    ),
    "in reach while waiting between two places": (
        "ana mia",
        "work ana hospital mon 09:00 mon 10:00 reachable\nwork ana hospital mon 10:30 mon 11:00 reachable",
        ["mia 10:40-11:20 reach"],
    ),
    "overrun": ("ana leo", "work ana hospital mon 09:00 mon 12:00 overrun=20", ["leo 08:40-12:40 watch"]),
    "a night that began before the first day": (
        "ana leo",
        "work ana hospital -sun 22:00 mon 06:00",
        ["leo 00:00-06:20 near"],
    ),
    "with the other household": (
        "ana leo",
        "work ana hospital mon 09:00 mon 12:00\ncustody leo -sun 18:00 tue 18:00",
        [],
    ),
    "a helper is not counted before it is asked": (
        "ana oma leo",
        "work ana hospital mon 09:00 mon 12:00\navailable oma mon 08:00 mon 18:00",
        ["leo 08:40-12:20 watch"],
    ),
    "unknown is not free": (
        "ana leo",
        "unknown ana mon 12:00 tue 00:00",
        ["leo 12:00-20:30 watch", "leo 20:30-24:00 near"],
    ),
    "work that was read stands in unknown time": (
        "ana mia",
        "unknown ana mon 08:00 tue 00:00\nwork ana hospital mon 08:00 mon 20:00 reachable",
        ["mia 09:40-20:00 reach", "mia 20:00-24:00 near"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_uncovered(name: str) -> None:
    people, lines, expected = CASES[name]
    assert said(household(people, lines)) == expected


def test_the_night_of_a_clock_change_is_an_hour_shorter() -> None:
    week = household("ana leo", "work ana hospital sat 22:00 sun 06:00", first=dt.date(2026, 3, 28), days=2)
    assert said(week) == ["leo 21:40-06:20 near"]
    assert only(week).span.minutes == 7 * 60 + 40


def test_why_and_until_when() -> None:
    week = household(
        "ana ben leo", "work ana hospital mon 09:00 mon 12:00\nwork ben studio mon 08:00 mon 18:00", days=1
    )
    assert only(week).because == (
        "Ana is on the way to work (hospital) from 08:40 on and there until 12:00, home at 12:20; "
        "Ben is at work (studio) until 18:00."
    )


def test_one_work_after_the_other_is_said() -> None:
    week = household("ana leo", "work ana hospital mon 09:00 mon 11:00\nbusy ana ? mon 11:20 mon 12:00")
    assert only(week).because == (
        "Ana is on the way to work (hospital) from 08:40 on and there until 11:00, home at 11:20, "
        "then busy from 11:20 until 12:00."
    )


def test_where_somebody_busy_goes_is_said() -> None:
    week = household("ana leo", "busy ana studio mon 09:00 mon 12:00")
    assert only(week).because == "Ana is on the way to studio from 08:30 on and there until 12:00, home at 12:30."


def test_work_at_home_and_the_way_home_are_said() -> None:
    week = household("ana ben leo", "work ana home mon 09:00 mon 12:10\nwork ben hospital mon 08:00 mon 11:55")
    assert only(week).because == ("Ana is at work at home until 12:10; Ben is at work (hospital) until 11:55.")
    later = household("ana ben leo", "work ana home mon 12:00 mon 13:00\nwork ben hospital mon 08:00 mon 11:55")
    assert only(later).because == "Ana is at work at home until 13:00; Ben is on the way home until 12:15."


def test_the_way_to_work_is_said_where_work_begins_later() -> None:
    week = household("ana ben leo", "work ana hospital mon 12:00 mon 13:00\nwork ben hospital mon 08:00 mon 11:30")
    assert said(week) == ["leo 11:40-11:50 watch"]
    assert (
        only(week).because == "Ana is on the way to work (hospital) from 11:40 on; Ben is on the way home until 11:50."
    )


def test_waiting_between_two_pieces_of_work_is_said() -> None:
    week = household(
        "ana ben leo",
        "work ana hospital mon 09:00 mon 10:00\nwork ana hospital mon 10:30 mon 11:00\nwork ben ? mon 10:10 mon 10:20",
    )
    assert only(week).because == "Ana is between two pieces of work; Ben is at work until 10:20."


def test_unknown_time_is_said_with_its_calendar() -> None:
    whole = household("ana leo", "unknown ana mon 00:00 tue 00:00")
    assert {gap.because for gap in uncovered(whole)} == {"nobody knows where Ana is (calendar could not be read)."}
    later = household("ana leo", "work ana ? mon 19:00 mon 20:00\nunknown ana mon 20:00 mon 20:30")
    assert only(later).because == (
        "Ana is at work until 20:00; nobody knows where Ana is from 20:00 on (calendar could not be read)."
    )


def test_how_far_away_is_said_where_it_matters() -> None:
    week = household("ana mia", "work ana lyceum mon 07:00 mon 10:00 reachable\nwork ana lyceum mon 05:00 mon 07:00")
    assert uncovered(week)[-1].because == "Ana is at work (lyceum) until 10:00, 40 minutes away, home at 10:40."


def test_the_most_that_a_child_may_be_alone_is_said() -> None:
    week = household("ana mia", "work ana hospital mon 09:00 mon 12:00 reachable")
    assert only(week).because == (
        "Mia is alone from 08:40 on, and 2 h at a stretch is the most. Ana is at work (hospital) until 12:00, "
        "home at 12:20."
    )


def test_another_day_is_named() -> None:
    week = household("ana leo", "busy ana ? mon 12:00 wed 12:00", days=3)
    assert uncovered(week)[0].because == "Ana is busy until 12:00 on Wed 4 Mar."


def test_a_place_could_have_the_child_longer() -> None:
    lines = "work ana hospital mon 09:00 mon 15:00\nattends leo nursery 07:30-09:30 12:00-16:30"
    assert [gap.could for gap in uncovered(household("ana leo", lines))] == [
        ("nursery (from 07:30 on)",),
        ("nursery (until 16:30)",),
    ]
    at_most = [gap.could for gap in uncovered(household("ana leo", f"{lines} at_most=240"))]
    assert at_most == [("nursery (from 08:00 on)",), ("nursery (until 13:30)",)]


def test_a_helper_could_be_asked_when_it_can_come() -> None:
    week = household(
        "ana oma leo",
        "work ana hospital mon 09:00 mon 12:00\navailable oma mon 10:00 mon 18:00\nbusy oma ? mon 11:00 mon 11:30",
    )
    assert only(week).could == ("Oma 10:00-11:00 (ask)", "Oma 11:30-12:20 (ask)")


def test_a_helper_who_does_not_stay_overnight_is_not_there_then() -> None:
    lines = "work ana hospital mon 21:00 tue 07:00\navailable oma mon 18:00 tue 08:00"
    week = household("ana oma leo", lines, days=2)
    assert said(week) == ["leo 20:40-06:30 near", "leo 06:30-07:20 watch"]
    assert [gap.could for gap in uncovered(week)] == [
        ("Oma 20:40-24:00 (ask)", "Oma 05:00-06:30 (ask)"),
        ("Oma 06:30-07:20 (ask)",),
    ]


def test_a_helper_who_stays_overnight_could_be_there_all_night() -> None:
    lines = "helper eva overnight\nwork ana hospital mon 21:00 tue 06:00\navailable eva mon 18:00 tue 08:00"
    assert only(household("ana leo", lines, days=2)).could == ("Eva 20:40-06:20 (ask)",)


def test_a_helper_at_whose_home_children_sleep_could_be_asked_all_night() -> None:
    lines = "helper eva lives=grange there\nwork ana hospital mon 21:00 tue 06:00\navailable eva mon 18:00 tue 08:00"
    assert only(household("ana leo", lines, days=2)).could == ("Eva 20:40-06:20 (ask)",)


def test_a_hold_binds_and_could_be_called_off() -> None:
    week = household("ana leo", "hold ana hospital mon 09:00 mon 12:00")
    assert said(week) == ["leo 08:40-12:20 watch"]
    assert only(week).could == ("Ana (if the unsure work falls through)",)
    both = household("ana leo", "hold ana hospital mon 09:00 mon 12:00\nwork ana hospital mon 08:00 mon 13:00")
    assert only(both).could == ()


def test_only_a_hold_is_work_perhaps() -> None:
    week = household("ana ben leo", "hold ana ? mon 09:00 mon 12:00\nwork ben ? mon 10:00 mon 11:00")
    assert only(week).because == "Ana is perhaps at work until 12:00; Ben is at work until 11:00."


def stretches(week: Week) -> list[Stretch]:
    return [stretch for day in days(week) for stretch in day.stretches]


def test_a_nap_does_not_break_a_stretch_for_people() -> None:
    week = household("ana", "child leo 2022-05-10 nap=12:30-14:30\nwork ana hospital mon 12:00 mon 15:00")
    assert said(week) == ["leo 11:40-12:30 watch", "leo 12:30-14:30 near", "leo 14:30-15:20 watch"]
    (stretch,) = stretches(week)
    assert hours(week, stretch.span) == "11:40-15:20"


def test_what_nobody_in_sight_could_close_is_left() -> None:
    lines = (
        "helper oma walk\nwork ana hospital mon 09:00 mon 17:00\nattends leo nursery 07:30-09:30 12:00-14:00\n"
        "available oma mon 15:00 mon 16:00"
    )
    week = household("ana leo", lines)
    assert [[hours(week, span) for span in gap.left] for gap in uncovered(week)] == [
        [],
        ["14:00-15:00", "16:00-17:20"],
    ]
    assert [[hours(week, span) for span in stretch.left] for stretch in stretches(week)] == [
        [],
        ["14:00-15:00", "16:00-17:20"],
    ]


def test_work_that_may_not_happen_leaves_nobody_in_sight() -> None:
    week = household("ana leo", "hold ana hospital mon 09:00 mon 12:00")
    assert only(week).left == (only(week).span,)


def test_a_day_says_why_only_where_nobody_is_in_sight() -> None:
    lines = "work ana hospital mon 09:00 mon 15:00\nattends leo nursery 07:30-09:30 12:00-16:30"
    assert [day.because for day in days(household("ana leo", lines))] == [""]
    late = "work ana hospital mon 09:00 mon 17:00\nattends leo nursery 07:30-09:30 12:00-16:30"
    assert [day.because for day in days(household("ana leo", late))] == [
        "Ana is at work (hospital) until 17:00, home at 17:20."
    ]


def test_an_exchange_at_home_is_said() -> None:
    week = household("ana mia", "work ana hospital mon 17:00 mon 20:00 reachable\ncustody mia mon 18:00 tue 00:00")
    gap = only(week)
    assert (said(week), gap.need) == (["mia 17:55-18:00 watch"], "watch")
    assert gap.because == (
        "Mia is handed over at 18:00: somebody has to be there. Ana is at work (hospital) until 20:00."
    )
    back = household("ana mia", "work ana hospital mon 17:00 mon 19:00 reachable\ncustody mia -sun 18:00 mon 18:00")
    assert only(back).because.startswith("Mia is handed over at 18:00: ")
    assert stretches(back)[0].note == "handed over at 18:00: somebody has to be there"
