"""Every worked case of the care model through the reader, the planner and the independent check."""

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest

from kinrota.model.needs import needs_of
from kinrota.model.people import Need
from kinrota.model.plan import LEVELS
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.verify import verify
from kinrota.verify.needs import childhood
from kinrota.verify.visits import visits
from tests.cases.worked import CASES, Case, Expected, Planned, minutes_of, week_of_case

FINDINGS = (
    "sleep-broken-by-work",
    "journey-into-work",
    "work-overlap",
    "no-car",
    "pin-gap",
    "long-day",
    "late-return",
    "short-rest",
    "same-job",
    "hold-in-protected",
    "work-in-protected",
    "release",
)


def _spans(week: Week, case: Case, line: Expected) -> list[tuple[str, Span, str]]:
    """The gaps that a line lists: `09:00-12:00 watch, 2026-03-04 06:30-07:50 near`."""
    found = []
    for item in line.text.split(", "):
        *date, times, need = item.split()
        day = dt.date.fromisoformat(date[0]) if date else case.start
        start, end = (minutes_of(time) for time in times.split("-"))
        ends = day + dt.timedelta(days=end <= start)
        found.append((line.who, Span(week.clock.at(day, start), week.clock.at(ends, end)), need))
    return found


def _changes(week: Week, day: dt.date, needs: list[tuple[Span, Need]]) -> str:
    hours, parts, before = week.clock.day(day), [], ""
    for span, need in needs:
        common = span.common(hours)
        if common and need.value != before:
            parts.append(f"{week.clock.text(common.start)} {need.value}")
            before = need.value
    return ", ".join(parts)


def _planner_needs(week: Week, child: str) -> list[tuple[Span, Need]]:
    return [(need.span, need.need) for need in needs_of(week, child)]


def _checked_needs(week: Week, child: str) -> list[tuple[Span, Need]]:
    minutes = childhood(week, week.household.child(child), visits(week)).need
    return [(Span(week.horizon.start + n, week.horizon.start + n + 1), need) for n, need in enumerate(minutes)]


def _instant(week: Week, case: Case, line: Expected) -> int:
    return week.clock.at(line.day or case.start, minutes_of(line.at))


def _named(case: Case) -> str:
    return case.title.replace(" ", "-").replace(",", "").lower()


every_case = pytest.mark.parametrize("case", CASES, ids=_named)


@every_case
def test_needs(case: Case, tmp_path: Path) -> None:
    week = week_of_case(case, tmp_path)
    for line in case.lines("needs"):
        day = line.day or case.start
        assert _changes(week, day, _planner_needs(week, line.who)) == line.text, line
        assert _changes(week, day, _checked_needs(week, line.who)) == line.text, line


@every_case
def test_values(case: Case, planned: Planned) -> None:
    _, plan = planned(case.title)
    expected = dict.fromkeys(LEVELS, Fraction(0))
    for line in case.lines("value"):
        expected |= {name: Fraction(value) for name, value in (item.split() for item in line.text.split(", "))}
    assert {level.name: str(level.value) for level in plan.levels} == {k: str(v) for k, v in expected.items()}


@every_case
def test_proved_and_verified(case: Case, planned: Planned) -> None:
    week, plan = planned(case.title)
    assert [finding.sentence for finding in verify(week, plan)] == []
    assert [level.name for level in plan.levels if level.bound != level.value] == []
    assert plan.status == "optimal"


@every_case
def test_gaps(case: Case, planned: Planned) -> None:
    week, plan = planned(case.title)
    expected = [gap for line in case.lines("gap") for gap in _spans(week, case, line)]
    if expected:
        assert sorted((gap.child, gap.span, gap.need.value) for gap in plan.gaps) == sorted(expected)
    for line in case.lines("because"):
        at = _instant(week, case, line)
        assert [gap.because for gap in plan.gaps if gap.child == line.who and gap.span.holds(at)] == [line.text], line


@every_case
def test_who_and_what(case: Case, planned: Planned) -> None:
    week, plan = planned(case.title)
    for line in case.lines("who"):
        at = _instant(week, case, line)
        assert [span.met_by for span in plan.children[line.who] if span.span.holds(at)] == [line.text], line
    for line in case.lines("doing"):
        at = _instant(week, case, line)
        doing, *tentative = line.text.split()
        found = [span for span in plan.adults[line.who] if span.span.holds(at)]
        assert [(span.doing, span.tentative) for span in found] == [(doing, bool(tentative))], line


@every_case
def test_findings(case: Case, planned: Planned) -> None:
    _, plan = planned(case.title)
    expected = [(line.who, line.text) for line in case.lines("finding")]
    found = [(finding.kind, finding.who) for finding in plan.findings if finding.kind in FINDINGS]
    assert sorted(found) == sorted(expected)


def test_there_are_cases() -> None:
    titles = [case.title for case in CASES]
    assert len(titles) >= 45
    assert len(set(titles)) == len(titles)
