"""What a plan makes of what adults said no to, beside the worked cases: reasons, and who is in reach."""

import pytest
from msgspec.structs import replace

from kinrota.intake.outstanding import declined as told
from kinrota.model.history import Promise
from kinrota.model.plan import Plan
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.testing import span_of, week_of
from tests.intake.test_outstanding import with_plans
from tests.solve.weeks import planned, proved

HOME = """adult ana walk
adult ben walk
child leo 2022-05-10
way home hospital walk 20
"""
BIG = """adult ana walk
adult ben walk
child mia 2017-09-14
way home office walk 20
work ana office mon 13:30 mon 14:50 reachable
work ben office mon 12:00 mon 17:00 reachable
"""


def made(text: str) -> tuple[Week, Plan]:
    verified = planned(text)
    return verified.week, verified.plan


def near(week: Week, plan: Plan, when: str) -> list[tuple[Span, str | None, str | None]]:
    """Who is with Mia, or in reach of her, in a stretch of time."""
    frame = span_of(week, when)
    parts = [(one.span.common(frame), one.met_by, one.reached_by) for one in plan.children["mia"]]
    return [(part, who, reached) for part, who, reached in parts if part]


def test_a_gap_says_who_said_no_and_what_keeps_the_others() -> None:
    week, plan = made(f"{HOME}work ben hospital mon 08:00 mon 18:00\ndeclined ana leo mon 15:00 mon 16:00")
    (gap,) = plan.gaps
    assert gap.span == span_of(week, "mon 15:00 mon 16:00")
    assert gap.because == "Ana said no 15:00-16:00 (history.jsonl:6); Ben is at work (hospital) until 18:00"


def test_a_gap_in_which_everybody_said_no_says_so_and_no_more() -> None:
    _, plan = made(f"{HOME}declined ana leo mon 15:00 mon 16:00\ndeclined ben leo mon 14:00 mon 16:00")
    (gap,) = plan.gaps
    assert gap.because == "Ben said no 14:00-16:00 (history.jsonl:6); Ana said no 15:00-16:00 (history.jsonl:5)"


def test_a_gap_in_a_pin_says_both() -> None:
    text = (
        "pin leo ben mon 14:00 mon 17:00\ndeclined ana leo mon 15:00 mon 16:00\nwork ben hospital mon 08:00 mon 16:00"
    )
    _, plan = made(f"{HOME}{text}")
    (gap,) = plan.gaps
    assert gap.because.split("; ") == [
        "only Ben is to be there 14:00-17:00 (history.jsonl:5)",
        "Ana said no 15:00-16:00 (history.jsonl:6)",
        "Ben is at work (hospital) until 16:00",
    ]


def test_another_is_in_reach_while_one_said_no() -> None:
    week, plan = made(f"{BIG}declined ana mia mon 14:00 mon 14:30")
    found = near(week, plan, "mon 13:30 mon 14:40")
    assert {who for _, who, _ in found} == {"self"}
    assert [reached for part, _, reached in found if part.overlaps(span_of(week, "mon 14:00 mon 14:30"))] == ["ben"]
    week, plan = made(f"{BIG}declined ana mia mon 14:00 mon 14:30\ndeclined ben mia mon 14:20 mon 15:00")
    assert [(gap.child, gap.span) for gap in plan.gaps if gap.span.overlaps(span_of(week, "mon 14:00 mon 14:40"))] == [
        ("mia", span_of(week, "mon 14:20 mon 14:30"))
    ]
    assert [reached for _, who, reached in near(week, plan, "mon 14:00 mon 14:40") if who == "self"] == ["ben", "ana"]


def test_a_routine_is_missed_because_of_a_no() -> None:
    text = "routine bed leo any=ana 18:30-19:30 30 protect at_least=ana:7\ndeclined ana leo mon 18:00 mon 19:10"
    _, plan = made(f"{HOME}{text}")
    assert [f"{miss.what}: {miss.because}" for miss in plan.misses] == [
        "routine:bed: Ana said no to being with Leo until 19:10",
        "at-least:bed/ana: Ana said no to being with Leo then on Mon 2",
    ]


def test_what_was_declined_is_part_of_the_plan() -> None:
    week, plan = made(f"{HOME}declined ana leo mon 15:00 mon 16:00")
    assert plan.declined == week.declined
    assert [one.adult for one in plan.declined] == ["ana"]


SCHOOL = """adult ana walk
adult ben walk
child leo 2022-05-10
way home nursery walk 5
attends leo nursery 07:30-09:30 12:00-16:00
"""
NO_WAY = "declined ana leo home nursery mon 06:20 mon 10:25\n"
NO_FETCHING = "declined ana leo nursery home mon 10:00 mon 18:00\n"


def brought(plan: Plan) -> list[str]:
    """Who takes Leo along on Monday, in order."""
    return [one.met_by or "" for one in plan.children["leo"] if one.how == "escort"][:2]


def test_who_does_not_bring_may_be_with_the_child_and_fetch_it() -> None:
    work = "work ben hospital mon 12:00 mon 22:00\nway home hospital walk 5\n"
    assert brought(made(f"{SCHOOL}{work}")[1])[1] == "ana"
    week, plan = made(f"{SCHOOL}{work}{NO_WAY}")
    assert (brought(plan), plan.gaps) == (["ben", "ana"], ())
    assert week.declined[0].way == ("home", "nursery")


def test_who_does_not_fetch_does_not_do_it_a_little_later() -> None:
    assert brought(made(f"{SCHOOL}{NO_FETCHING}")[1])[1] == "ben"


def test_a_way_that_nobody_else_makes_is_a_gap_that_says_so() -> None:
    work = "work ben hospital mon 06:00 mon 22:00\nway home hospital walk 5\n"
    _, plan = made(f"{SCHOOL}{work}{NO_WAY}")
    (gap,) = plan.gaps
    no = "Ana said no to taking Leo from home to nursery 06:20-10:25 (history.jsonl:8)"
    assert gap.because == f"{no}; Ben is at work (hospital) until 22:00"
    _, plan = made(f"{SCHOOL}{work}{NO_FETCHING}")
    assert plan.gaps[0].because.startswith(
        "Ana said no to taking Leo from nursery to home 10:00-18:00 (history.jsonl:8)"
    )


@pytest.mark.parametrize(("way", "direction"), [(NO_WAY, 0), (NO_FETCHING, 1)])
def test_a_no_to_one_way_is_not_blamed_for_the_other(way: str, direction: int) -> None:
    """Ana is at work when Leo is brought and when he is fetched; she said no to one of the two ways."""
    work = "work ben hospital mon 06:00 mon 22:00\nwork ana hospital mon 07:00 mon 18:00\nway home hospital walk 5\n"
    day_long = way.replace("mon 10:25", "mon 22:00").replace("mon 10:00", "mon 06:20")
    _, plan = made(f"{SCHOOL}{work}{day_long}")
    assert [gap.because.startswith("Ana said no to taking Leo") for gap in plan.gaps] == [
        direction == 0, direction == 1,
    ]  # fmt: skip


def test_a_gap_beside_a_declined_way_does_not_speak_of_it() -> None:
    work = "work ben hospital mon 06:00 mon 22:00\nwork ana hospital mon 17:00 mon 17:30\nway home hospital walk 5\n"
    _, plan = made(f"{SCHOOL}{work}declined ana leo nursery home mon 15:00 mon 19:00\n")
    assert not any("said no" in gap.because for gap in plan.gaps if gap.span.minutes > 10)


def test_who_declines_a_way_is_in_reach_all_the_same() -> None:
    week, plan = made(f"{BIG}declined ana mia home school mon 13:30 mon 14:30")
    (found,) = near(week, plan, "mon 13:40 mon 14:40")
    assert found == (span_of(week, "mon 13:40 mon 14:40"), "self", near(*made(BIG), "mon 13:40 mon 14:40")[0][2])


def test_what_is_taken_back_is_declined_no_more() -> None:
    week = week_of(f"{HOME}work ben hospital mon 08:00 mon 18:00\ndeclined ana leo mon 15:00 mon 16:00", days=1)
    (no,) = week.history.declines
    half = Span(no.span.start, no.span.start + 30)
    back = replace(no, line=no.line + 1, span=half, open=True)
    (left,) = replace(week, history=replace(week.history, declines=(no, back))).declined
    assert left.span == Span(half.end, no.span.end)
    open_again = replace(week, history=replace(week.history, declines=(no, replace(back, span=no.span))))
    plan = proved(open_again).plan
    assert (open_again.declined, plan.declined, plan.gaps) == ((), (), ())
    day = [Promise("leo", "child", no.span, "care", ("ana",), "home")]
    assert len(told(with_plans(week, ("mon 00:00 tue 00:00", day)))) == 1
    assert told(with_plans(open_again, ("mon 00:00 tue 00:00", day))) == ()
