"""What a plan promises to whom, read from plans written by hand."""

from fractions import Fraction

from msgspec.structs import replace

from kinrota.model.history import Accepted, History, Promise
from kinrota.model.plan import AdultSpan, Effort, Level
from kinrota.model.promises import hash_of, in_force, promises_of
from kinrota.model.time import Span
from kinrota.testing import span_of
from tests.verify.good_plans import ALONE, HELPER, SCHOOL, TWO_CHILDREN, UNESCORTED, Good


def told(good: Good, person: str) -> list[str]:
    """Each promise to a person in a line."""
    text = good.week.clock.text
    return [
        " ".join(
            filter(
                None,
                [
                    f"{text(one.span.start)}-{text(one.span.end)}",
                    one.what,
                    "+".join(one.people),
                    ">".join(filter(None, [one.place, one.to_place])),
                ],
            )
        )
        for one in promises_of(good.week.household, good.plan)
        if one.person == person
    ]


def test_a_child_is_told_who_is_with_it_and_who_takes_it_where() -> None:
    assert told(SCHOOL, "mia") == [
        "00:00-08:09 care ana home",
        "08:09-08:15 escort ana home>school",
        "13:30-13:39 escort ben school>home",
        "13:39-00:00 care ben home",
    ]


def test_a_child_is_told_when_it_is_alone_and_who_is_in_reach() -> None:
    assert told(ALONE, "tom") == [
        "00:00-07:48 care eva home",
        "07:48-07:56 alone eva home",
        "07:56-08:00 alone eva home>school",
        "13:00-13:04 alone eva school>home",
        "13:04-13:48 care eva home",
        "13:48-15:12 alone eva home",
        "15:12-00:00 care eva home",
    ]


def test_a_helper_is_told_when_to_be_there_and_for_whom() -> None:
    assert told(HELPER, "oma") == ["15:35-22:25 help leo home"]


def test_a_resident_is_told_for_whom_it_answers() -> None:
    assert told(HELPER, "eva") == ["00:00-15:40 care leo home", "22:25-00:00 care leo home"]
    assert told(TWO_CHILDREN, "ana") == [
        "00:00-08:00 care mia+leo home",
        "08:00-08:06 escort mia+leo home>school",
        "08:06-08:11 escort leo school>nursery",
        "12:00-12:04 escort leo nursery>home",
        "12:04-13:24 care leo home",
        "13:24-13:30 escort leo home>school",
        "13:30-13:36 escort mia+leo school>home",
        "13:36-00:00 care mia+leo home",
    ]


def test_a_resident_is_told_what_else_it_does() -> None:
    evening = span_of(HELPER.week, "mon 23:00 tue 00:00")
    adults = {**HELPER.plan.adults, "eva": (*HELPER.plan.adults["eva"], AdultSpan(evening, "own", "home"))}
    found = promises_of(HELPER.week.household, replace(HELPER.plan, adults=adults))
    assert found[-1] == Promise("eva", "adult", evening, "own", (), "home")


def test_a_gap_is_promised_to_nobody() -> None:
    assert told(UNESCORTED, "leo") == ["00:00-06:40 care eva home", "14:20-00:00 care eva home"]


def test_the_hash_is_of_the_plan_and_not_of_how_it_was_found() -> None:
    plan, clock = SCHOOL.plan, SCHOOL.week.clock
    assert hash_of(replace(plan, effort=Effort(9.5, 2, 7)), clock) == hash_of(plan, clock)
    other = tuple(Level(one.name, one.value, Fraction(0)) for one in plan.levels)
    assert hash_of(replace(plan, levels=other), clock) != hash_of(plan, clock)


def test_a_plan_is_in_force_where_it_is_the_last_one_of_every_date() -> None:
    monday, tuesday = Span(0, 1440), Span(1440, 2880)
    both, later = Accepted(1, 0, "both", Span(0, 2880)), Accepted(2, 0, "later", tuesday)
    history = History(accepted=(both, later))
    assert in_force(History(accepted=(both,)), [monday, tuesday]) == both
    assert in_force(history, [monday, tuesday]) is None
    assert in_force(history, [tuesday]) == later
    assert in_force(History(), [monday]) is None
