import datetime as dt
from fractions import Fraction

import pytest

from kinrota.model.people import Need
from kinrota.model.plan import Finding, Gap, Level
from kinrota.model.time import Clock, Span
from kinrota.publish.account import finding_groups, hasty, level_words, nothing_lost, unplanned_words
from kinrota.publish.dates import hours_text, length_text, listed, range_text
from kinrota.publish.words import gap_words
from kinrota.testing import span_of, week_of

BERLIN = Clock("Europe/Berlin")


@pytest.mark.parametrize(("minutes", "text"), [(45, "45 min"), (60, "1 h 00"), (185, "3 h 05"), (1500, "25 h 00")])
def test_lengths(minutes: int, text: str) -> None:
    assert length_text(minutes) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2026-03-02", "2026-03-08", "2 to 8 March 2026"),
        ("2026-03-30", "2026-04-05", "30 March to 5 April 2026"),
        ("2026-12-28", "2027-01-03", "28 December 2026 to 3 January 2027"),
        ("2026-03-02", "2026-03-02", "2 March 2026"),
    ],
)
def test_dates(first: str, last: str, text: str) -> None:
    assert range_text(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) == text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (15 * 60, 990, "15:00-16:30"),
        (22 * 60, 24 * 60, "22:00-24:00"),
        (22 * 60, 30 * 60, "22:00-Tue 06:00"),
        (10 * 60, 41 * 60, "10:00-Tue 3 17:00"),
        (0, 48 * 60, "00:00-Tue 3 24:00"),
    ],
)
def test_hours(start: int, end: int, text: str) -> None:
    monday = dt.date(2026, 3, 2)
    assert hours_text(Span(BERLIN.at(monday, start), BERLIN.at(monday, end)), BERLIN) == text


def test_lists() -> None:
    assert [listed(names) for names in ([], ["Mia"], ["Mia", "Leo"], ["Mia", "Leo", "Kim"])] == [
        "", "Mia", "Mia and Leo", "Mia, Leo and Kim",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "bound", "verdict"),
    [
        (12, 12, "no better plan exists"),
        (12, 7, "at best 7"),
        (12, None, "perhaps a better plan exists"),
    ],
)
def test_how_good_a_level_is(value: int, bound: int | None, verdict: str) -> None:
    (words,) = level_words([Level("strain", Fraction(value), None if bound is None else Fraction(bound))])
    assert (words.label, words.value, words.verdict) == ("Strain", "12 points", verdict)


def test_levels_without_anything_amiss_share_a_sentence() -> None:
    none, some = Level("gap", Fraction(0), Fraction(0)), Level("lost", Fraction(1, 3), None)
    assert nothing_lost(level_words([none, some])) == "None: uncovered, by need."
    assert nothing_lost(level_words([none])) == "Nothing is amiss at any level: no better plan exists."
    assert nothing_lost(level_words([some])) == ""
    assert level_words([some])[0].value == "0.33 points"
    assert level_words([Level("unfair", Fraction(1), None)])[0].value == "1 hour"


def test_what_is_not_planned_yet_is_said_in_household_words() -> None:
    keys = ("promises", "some.new_thing", "another.new_thing")
    assert unplanned_words(keys) == ("promises", "new thing")


def gaps_said(lines: str, *gaps: tuple[str, str, Need, str]) -> list[tuple[str, str, str]]:
    """When, what is needed and why, of a plan's gaps: each of a child, hours, a need and a reason."""
    week = week_of(f"adult ana\nchild leo 2022-05-10\nchild mia 2018-09-14\n{lines}")
    given = [Gap(child, span_of(week, when), need, why) for child, when, need, why in gaps]
    return [(hours_text(one.span, week.clock), ". ".join(one.needs), one.because) for one in gap_words(given, week)]


def test_a_nap_does_not_break_a_gap_in_words() -> None:
    assert gaps_said(
        "",
        ("leo", "mon 12:00 mon 12:30", Need.WATCH, "Ana is at work until 14:30"),
        ("leo", "mon 12:30 mon 14:30", Need.NEAR, "Ana is at work until 14:30"),
        ("leo", "mon 14:30 mon 14:45", Need.WATCH, "Ana is on the way"),
    ) == [
        ("12:00-14:45", "Leo needs somebody who watches", "Ana is at work until 14:30. From 14:30: Ana is on the way.")
    ]


def test_children_uncovered_alike_share_a_line() -> None:
    assert gaps_said(
        "",
        ("leo", "mon 12:00 mon 13:00", Need.WATCH, "Ana is at work."),
        ("mia", "mon 12:00 mon 13:00", Need.NEAR, "Ana is at work."),
    ) == [("12:00-13:00", "Leo needs somebody who watches. Mia needs somebody near", "Ana is at work.")]


def test_children_of_the_same_hours_share_a_line_and_only_what_changes_is_said_again() -> None:
    because = (
        "Ana is at work; Ben is on the way; Oma is not available. From 14:00: Ben sleeps. "
        "From Tue 3 06:00: Ana is at home."
    )
    assert gaps_said(
        "",
        ("leo", "mon 12:00 mon 14:00", Need.WATCH, "Ana is at work; Ben is on the way; Oma is not available"),
        ("leo", "mon 14:00 tue 07:00", Need.NEAR, "Ana is at work; Ben sleeps; Oma is not available"),
        ("mia", "mon 12:00 mon 20:00", Need.NEAR, "Ana is at work; Ben is on the way; Oma is not available"),
        ("mia", "mon 20:00 tue 06:00", Need.REACH, "Ana is at work; Ben sleeps; Oma is not available"),
        ("mia", "tue 06:00 tue 07:00", Need.REACH, "Ana is at home; Ben sleeps; Oma is not available"),
    ) == [("12:00-Tue 07:00", "Leo needs somebody who watches. Mia needs somebody near", because)]


@pytest.mark.parametrize("custody", ["mon 18:00 tue 00:00", "-sun 18:00 mon 17:55"])
def test_an_exchange_that_nobody_is_there_for_is_said_as_one(custody: str) -> None:
    said = gaps_said(f"custody mia {custody}", ("mia", "mon 17:55 mon 18:00", Need.WATCH, "Ana is at work."))
    at = "18:00" if custody.startswith("mon") else "17:55"
    assert said == [("17:55-18:00", f"Mia is handed over at {at}: somebody has to be there", "Ana is at work.")]


def test_work_that_may_not_happen_is_said_once() -> None:
    assert finding_groups([Finding("hold", "It may not happen.")]) == ()


@pytest.mark.parametrize(("value", "bound", "said"), [(0, None, False), (9, 9, False), (9, 3, True), (9, None, True)])
def test_a_plan_that_was_made_in_haste_says_so(value: int, bound: int | None, *, said: bool) -> None:
    level = Level("gap", Fraction(value), None if bound is None else Fraction(bound))
    assert hasty([level, Level("lost", Fraction(1), None)]) is said


def test_findings_of_a_kind_are_told_three_times_and_counted() -> None:
    groups = finding_groups([Finding("work-overlap", f"Sentence {at}.") for at in (1, 1, 2, 3, 4, 5)])
    assert [(group.title, group.sentences, group.more) for group in groups] == [
        ("Work overlap", ("Sentence 1.", "Sentence 2.", "Sentence 3."), 2)
    ]


def test_children_who_need_the_same_are_named_together() -> None:
    (said,) = gaps_said(
        "",
        ("leo", "mon 12:00 mon 14:00", Need.WATCH, "Ana is at work"),
        ("mia", "mon 12:00 mon 14:00", Need.WATCH, "Ana is at work"),
    )
    assert said == ("12:00-14:00", "Leo and Mia need somebody who watches", "Ana is at work.")


def test_children_who_are_handed_over_together_are_named_together() -> None:
    (said,) = gaps_said(
        "custody leo mon 18:00 mon 20:00\ncustody mia mon 18:00 mon 20:00",
        ("leo", "mon 17:55 mon 18:00", Need.WATCH, "Ana is at work"),
        ("mia", "mon 17:55 mon 18:00", Need.WATCH, "Ana is at work"),
    )
    assert said[1] == "Leo and Mia are handed over at 18:00: somebody has to be there"
