"""What is said of limits, protected time and two at one job: by the planner, and by the check that shares no code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kinrota.gaps import uncovered
from kinrota.model.duties import Pause, Protected
from kinrota.model.household import Limits, WorkTerms
from kinrota.model.people import WeeklyHours
from kinrota.model.plan import Finding
from kinrota.model.time import DAY, Span, WallSpan
from kinrota.model.week import Busy, Unknown, Week
from kinrota.solve import absences, limits
from kinrota.solve.rest import rests_of
from kinrota.solve.work import agenda_of
from kinrota.testing import MONDAY, week_of
from kinrota.verify.case import Case
from kinrota.verify.registry import CHECKS
from tests.verify.good_plans import SCHOOL

HOME = """
    adult ana car walk
    adult ben walk
    child mia 2018-09-14
    way home school walk 12
    way home ward walk 40 car 20
    way home office walk 30
    way ward office car 15
    """
KINDS: tuple[Literal["work", "hold", "busy"], ...] = ("work", "work", "hold", "busy")
PLACES = ("home", "ward", "ward", "office", None)
FIRST_DAYS = (MONDAY, dt.date(2026, 3, 27), dt.date(2026, 10, 23))
"""The two others are before a clock change."""


def said(week: Week) -> list[Finding]:
    agendas = {adult.id: agenda_of(week, adult) for adult in week.household.adults}
    return [
        *limits.broken(week, agendas),
        *absences.same_jobs(week, agendas),
        *absences.in_protected(week),
    ]


def faults(week: Week, findings: list[Finding]) -> list[str]:
    """What the check has against saying just this."""
    case = Case(week, replace(SCHOOL.plan, horizon=week.horizon, findings=tuple(findings)))
    return [fault.sentence for name in ("limits", "absences") for fault in CHECKS[name](case)]


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    """Work of two adults of every kind, with limits, protected time, school and what is not known."""
    days = draw(st.integers(1, 4))
    school = draw(st.sampled_from(("", "attends mia school 08:15 13:30")))
    week = week_of(HOME + school, draw(st.sampled_from(FIRST_DAYS)), days)
    start = week.horizon.start
    busy: list[Busy] = []
    for who in ("ana", "ben"):
        at = draw(st.integers(-2 * DAY, DAY))
        for _ in range(draw(st.integers(0, 6))):
            lasts = draw(st.sampled_from((1, 60, 240, 480, 600, 700, 1500)) | st.integers(1, 900))
            kind = draw(st.sampled_from(KINDS))
            place, title = draw(st.sampled_from(PLACES)), draw(st.sampled_from(("Gig", "g ig", "Set", "")))
            terms = WorkTerms(overrun=draw(st.sampled_from((0, 0, 30))), movable=draw(st.booleans()))
            busy.append(Busy(Span(start + at, start + at + lasts), who, kind, place, f"{who}#{at}", title, terms))
            at += lasts + draw(st.sampled_from((-30, 0, 1, 40, 41, 300, 480, 660)) | st.integers(0, 900))
    household = replace(
        week.household,
        limits=tuple(
            Limits(
                who,
                draw(st.none() | st.sampled_from((480, 640, 700))),
                draw(st.none() | st.sampled_from((1080, 1200, 30))),
                draw(st.none() | st.sampled_from((480, 660, 700))),
            )
            for who in ("ana", "ben")
        ),
        protected=tuple(_protected(draw) for _ in range(draw(st.integers(0, 2)))),
        pauses=tuple(Pause(day, day) for day in [MONDAY + dt.timedelta(days=1)] if draw(st.booleans())),
    )
    dark = [Unknown(Span(start + 900, week.horizon.end), "ana", "c", "?")] if draw(st.integers(0, 4)) == 0 else []
    return replace(
        week, household=household, busy=tuple(sorted(busy, key=lambda one: (one.span, one.adult))), unknown=tuple(dark)
    )


def _protected(draw: st.DrawFn) -> Protected:
    wall = draw(st.sampled_from((WallSpan(0, DAY), WallSpan(540, 1080), WallSpan(1200, 120))))
    hours = WeeklyHours(frozenset(draw(st.sets(st.integers(0, 6), min_size=1))), wall)
    who = draw(st.sampled_from((("ana",), ("ben",), ("ana", "ben"))))
    return Protected(draw(st.sampled_from(("evenings", "weekend"))), hours, who, draw(st.booleans()))


@pytest.mark.no_cover
@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(weeks())
def test_the_planner_says_what_the_check_asks_for_and_nothing_else(week: Week) -> None:
    findings = said(week)
    assert faults(week, findings) == []
    for left_out in findings:
        assert faults(week, [finding for finding in findings if finding is not left_out])
        assert faults(week, [*findings, left_out])


def only(lines: str, **household: object) -> str:
    """The one sentence that is said of a week; of one adult's terms where `movable` asks for it."""
    week = changed(lines, **household)
    (finding,) = said(week)
    return finding.sentence


def changed(lines: str, **household: object) -> Week:
    week = week_of(HOME + lines)
    movable = bool(household.pop("movable", False))
    busy = tuple(replace(one, terms=replace(one.terms, movable=movable)) for one in week.busy)
    return replace(week, household=replace(week.household, **household), busy=busy)


def test_a_long_day_is_said_with_its_hours() -> None:
    lines = "work ana ward mon 08:00 mon 19:00"
    nine = (Limits("ana", longest_day=540),)
    assert only(lines, limits=nine) == (
        "Ana is away 11 h 40 for shift 1 on Monday 2 March, 07:40-19:20; 9 h 00 is the limit."
    )
    assert only(lines, limits=nine, movable=True).endswith("the limit. Ask to move shift 1: it may be moved.")
    assert only(lines.replace("work", "hold"), limits=nine).endswith("the limit. It may not happen.")


def test_a_late_return_is_said_with_the_time() -> None:
    lines = "attends mia school 08:15 13:30\nwork ana ward mon 12:00 mon 20:00"
    assert only(lines, limits=(Limits("ana", latest_return=1140),)) == (
        "Ana is back from shift 1 on Monday 2 March at 20:20, on the eve of a day of school; 19:00 is the limit."
    )


def test_a_short_rest_is_said_with_its_hours() -> None:
    lines = "work ana ward mon 12:00 mon 22:00\nwork ana office tue 06:00 tue 10:00"
    assert only(lines, limits=(Limits("ana", rest=660),)) == (
        "Ana has 8 h 00 of rest before shift 2 on Tuesday 3 March at 06:00; 11 h 00 is the limit."
    )


def test_between_events_that_touch_there_is_no_rest() -> None:
    # The way from the office to the ward takes the first minutes of Tuesday; it is one piece of work all the same.
    lines = "work ana office mon 18:00 tue 00:00\nwork ana ward tue 00:00 tue 01:00"
    assert said(changed(lines, limits=(Limits("ana", rest=660),))) == []


def test_a_latest_return_after_midnight_is_that_of_the_evening_before() -> None:
    lines = "attends mia school 08:15 13:30\nwork ana ward mon 19:00 tue 00:30"
    assert "00:40 is the limit" in only(lines, limits=(Limits("ana", latest_return=40),))
    assert said(changed(lines, limits=(Limits("ana", latest_return=50),))) == []


def test_two_at_one_job_are_said_once_for_each_stretch() -> None:
    week = changed(
        "work ana ward mon 08:00 mon 12:00\nwork ana ward mon 12:00 mon 15:00\nwork ben ward mon 10:00 mon 14:00"
    )
    alike = replace(week, busy=tuple(replace(one, title="The Play") for one in week.busy))
    assert [finding.sentence for finding in said(alike)] == [
        "Ana and Ben are both away at The Play (ward) on Monday 2 March, 10:00-14:00: two absences at once."
    ]
    assert said(week) == []


def test_work_in_protected_time_asks_for_release_or_to_be_moved() -> None:
    lines = "protected mornings ana mon 08:00-10:00\nwork ana ward mon 09:00 mon 11:00"
    told = "Ana's shift 1 on Monday 2 March, 09:00-11:00 takes protected time (Mornings)."
    assert only(lines) == f"{told} Maybe ask to be released from it."
    assert only(lines, movable=True) == f"{told} Ask to move shift 1: it may be moved."


def test_a_hold_in_protected_time_is_said_not_to_be_planned() -> None:
    lines = "protected mornings ana mon 08:00-10:00\nhold ana ward mon 09:00 mon 11:00"
    assert only(lines) == (
        "Ana's shift 1 on Monday 2 March, 09:00-11:00 may not happen, and lies in protected time (Mornings), "
        "which lets it not in; it is not planned. Maybe decline it."
    )


@pytest.mark.parametrize(("holds", "gaps"), [(False, 0), (True, 1)])
def test_the_uncovered_hours_leave_out_what_is_not_planned(*, holds: bool, gaps: int) -> None:
    week = changed("hold ana ward mon 09:00 mon 11:00\nwork ben ward mon 08:00 mon 18:00\nchild leo 2023-09-14")
    mornings = Protected("mornings", WeeklyHours(frozenset({0}), WallSpan(480, 600)), ("ana",), holds)
    kept = replace(week, household=replace(week.household, protected=(mornings,)))
    assert len([gap for gap in uncovered(kept) if gap.child == "leo"]) == gaps


def test_broken_sleep_says_of_work_that_it_may_be_moved() -> None:
    def sentences(*, movable: bool) -> Iterator[str]:
        week = changed("work ana ward mon 20:00 mon 23:59\nwork ana ward tue 04:00 tue 09:00", movable=movable)
        longer = replace(week, horizon=Span(week.horizon.start, week.horizon.end + DAY))
        yield from (one.sentence for one in rests_of(longer, agenda_of(longer, longer.household.adults[0])).findings)

    (plain,), (moved,) = sentences(movable=False), sentences(movable=True)
    assert moved == f"{plain} Ask to move shift 1: it may be moved."
