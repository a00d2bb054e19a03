"""The needs by intervals against the check's own needs, minute by minute, over random households.

The two share no code: `kinrota.model.needs` joins spans, `kinrota.verify` paints minutes. What the time of a nap means
they work out in different ways too, so that one mistake is not in both.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kinrota.model.duties import Illness
from kinrota.model.household import Slack
from kinrota.model.needs import needs_of
from kinrota.model.people import Child
from kinrota.model.time import DAY, Span, WallSpan, wall_text
from kinrota.model.week import Week
from kinrota.testing import DAYS, week_of
from kinrota.verify.needs import childhood
from kinrota.verify.visits import visits

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca")
FIRST_DAYS = (
    dt.date(2026, 3, 2),
    dt.date(2026, 2, 14),  # Casablanca goes back for Ramadan on the 15th
    dt.date(2026, 3, 7),  # New York goes forward on the 8th
    dt.date(2026, 3, 28),  # Berlin on the 29th
    dt.date(2026, 4, 4),  # Lord Howe goes back, by half an hour, on the 5th
    dt.date(2026, 10, 3),  # and forward on the 4th
    dt.date(2026, 10, 24),
    dt.date(2026, 10, 31),
    dt.date(2024, 2, 28),
)
AGES = (0, 2, 3, 5, 6, 7, 8, 11, 12, 15, 16)
PLACES = ("nursery", "gym")

HOME = """
    adult eva walk
    child leo 2020-01-01
    way home nursery walk 12
    way home gym walk 25 bike 7
    """


@st.composite
def children(draw: st.DrawFn, first: dt.date) -> Child:
    """A child of any age, often with a birthday in or about the horizon, sometimes with hours of sleep of its own."""
    age, days = draw(st.sampled_from(AGES)), draw(st.integers(-4, 4))
    turned = first + dt.timedelta(days=days)
    born = turned.replace(day=min(turned.day, 28)).replace(year=turned.year - age)
    asleep = WallSpan(draw(st.integers(19 * 4, 24 * 4 - 1)) * 15, draw(st.integers(4 * 4, 9 * 4)) * 15)
    nap_start = draw(st.integers(9 * 4, 17 * 4)) * 15
    return Child(
        "leo",
        "Leo",
        born,
        sleep=draw(st.sampled_from((None, None, asleep))),
        nap=draw(st.sampled_from((None, None, "none", WallSpan(nap_start, nap_start + 90)))),
    )


@st.composite
def attendances(draw: st.DrawFn) -> list[str]:
    """None, one or two attendances a day, at any hour."""
    lines, since = [], draw(st.integers(0, 22 * 60 // 5)) * 5
    for place in draw(st.sampled_from(((), ("nursery",), ("gym",), ("nursery", "gym"), ("nursery", "nursery")))):
        steps = draw(st.tuples(*(st.integers(0, 48) for _ in range(4))))
        a, b, c, d = (since + 5 * (sum(steps[: n + 1]) + n) for n in range(4))
        drop = wall_text(b) if draw(st.booleans()) else f"{wall_text(a)}-{wall_text(b)}"
        pick = wall_text(c) if draw(st.booleans()) else f"{wall_text(c)}-{wall_text(d)}"
        if d < DAY:
            lines.append(f"attends leo {place} {drop} {pick}")
            since = c
    return lines


@st.composite
def custodies(draw: st.DrawFn, days: int) -> list[tuple[int, int]]:
    """Up to three spans with the other household, in minutes from the horizon's first midnight; they may touch."""
    found, since = [], draw(st.integers(-DAY, DAY // 2))
    for _ in range(draw(st.integers(0, 3))):
        start = since + draw(st.sampled_from((0, 4, 30, 300, 1000)))
        end = start + draw(st.sampled_from((1, 5, 25, 200, 700, 1440, 4000)))
        if start < days * DAY + 60:
            found.append((start, end))
        since = end
    return found


@dataclass(frozen=True)
class Sample:
    """A household with one child, as little as it takes to see it again."""

    lines: str
    child: Child
    first: dt.date
    days: int
    zone: str
    ill: tuple[Illness, ...] = ()
    away: tuple[tuple[int, int], ...] = ()
    """Custody, in minutes from the horizon's start."""
    slack: Slack = field(default_factory=Slack)

    @property
    def week(self) -> Week:
        week = week_of(HOME + self.lines, self.first, self.days, self.zone)
        household = replace(week.household, children=(self.child,), illness=self.ill, slack=self.slack)
        start = week.horizon.start
        return replace(
            week, household=household, custody=tuple(("leo", Span(start + a, start + b)) for a, b in self.away)
        )


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """Stage, sleep, attendance, clubs, closures, custody and illness, in one of four zones."""
    first, days = draw(st.sampled_from(FIRST_DAYS)), draw(st.integers(1, 4))
    lines = draw(attendances())
    dates = [_named(first, first + dt.timedelta(days=n)) for n in range(days)]
    if draw(st.booleans()):
        day, place, start = draw(st.sampled_from(dates)), draw(st.sampled_from(PLACES)), draw(st.integers(72, 264)) * 5
        lines.append(f"club leo {place} {day} {wall_text(start)} {day} {wall_text(start + 60)}")
    if draw(st.integers(0, 3)) == 0:
        day = draw(st.sampled_from(dates))
        lines.append(f"closed nursery {day} 00:00 {day} 12:00")
    if draw(st.integers(0, 3)) == 0:
        lines.append(f"pause {draw(st.sampled_from(dates))} {dates[-1]}")
    ill = st.tuples(st.integers(-1, 3), st.integers(0, 2), st.integers(0, DAY // 5 - 1) | st.just(0))
    return Sample(
        "\n".join(lines),
        draw(children(first)),
        first,
        days,
        draw(st.sampled_from(ZONES)),
        tuple(
            Illness("leo", first + dt.timedelta(days=day), first + dt.timedelta(days=day + more), start * 5)
            for day, more, start in draw(st.lists(ill, max_size=2))
        ),
        tuple(draw(custodies(days))),
        Slack(draw(st.sampled_from((10, 0, 45))), draw(st.sampled_from((5, 0, 20)))),
    )


@st.composite
def broken_naps(draw: st.DrawFn) -> Sample:
    """A nap, and attendances, a club, custody and illness that begin and end about it, on two school days."""
    nap = WallSpan(start := draw(st.integers(10 * 12, 15 * 12)) * 5, start + draw(st.sampled_from((15, 60, 120, 200))))
    about = st.sampled_from((nap.start, nap.end, nap.start + 30)).flatmap(
        lambda t: (
            st.sampled_from((0, 1, 5, 12, 22, 23, 35, 70)).map(lambda n: t + n)
            | st.just(t)
            | st.sampled_from((-1, -4, -7, -11, -12, -22, -90)).map(lambda n: t + n)
        )
    )
    count = 2 * draw(st.integers(1, 3))
    edges = sorted(draw(st.lists(about, min_size=count, max_size=count, unique=True)))
    lines = [
        f"attends leo {draw(st.sampled_from(PLACES))} {_open(draw, a, -1)} {_open(draw, b, 1)}"
        for a, b in zip(edges[::2], edges[1::2], strict=True)
    ]
    if draw(st.booleans()):
        club = wall_text(draw(about))
        lines.append(f"club leo gym mon {club} mon 19:00")
    away = sorted(draw(st.lists(about, max_size=4, unique=True)))
    return Sample(
        "\n".join(lines),
        Child("leo", "Leo", dt.date(2024, 8, 1), nap=nap),
        dt.date(2026, 3, 2),
        2,
        "Europe/Berlin",
        tuple(Illness("leo", day, day, draw(about)) for day in [dt.date(2026, 3, 3)] if draw(st.integers(0, 3)) == 0),
        tuple(zip(away[::2], away[1::2], strict=False)),
        Slack(draw(st.sampled_from((10, 0, 45))), draw(st.sampled_from((5, 0, 20)))),
    )


def _open(draw: st.DrawFn, t: int, way: int) -> str:
    """A single time, or the window whose inner end it is."""
    outer = t + way * draw(st.sampled_from((0, 0, 10, 45)))
    return wall_text(t) if outer == t else "-".join(wall_text(end) for end in sorted((t, outer)))


def _named(first: dt.date, day: dt.date) -> str:
    """A date as the builder names it: `+mon` is in the week after the first day's."""
    weeks = ((day - first).days + first.weekday()) // 7
    return "+" * weeks + DAYS[day.weekday()]


@pytest.mark.no_cover
@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(samples())
def test_the_planner_and_the_check_see_the_same_needs(sample: Sample) -> None:
    compare(sample)


@pytest.mark.no_cover
@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(broken_naps())
def test_the_planner_and_the_check_see_the_same_naps(sample: Sample) -> None:
    compare(sample)
    nobody_is_moved_asleep(sample.week)


def nobody_is_moved_asleep(week: Week) -> None:
    """On its quickest ways from a sure first pick and to a sure last drop a child naps only where a place has it."""
    napping = {
        t for span in needs_of(week, "leo") if span.sleep == "nap" for t in range(span.span.start, span.span.end)
    }
    sure = [visit for visit in visits(week) if not visit.club]
    napping -= {t for visit in sure for t in range(visit.sure.start, visit.sure.end)}
    minutes = {"nursery": 12, "gym": 7}
    for visit in sure:
        way, ready = minutes[visit.place], week.household.slack.ready
        fetching = range(visit.sure.end, visit.sure.end + way * visit.fetched)
        bringing = range(visit.sure.start - (way + ready) * visit.brought, visit.sure.start)
        assert napping.isdisjoint(fetching), week.clock.iso(visit.sure.end)
        assert napping.isdisjoint(bringing), week.clock.iso(visit.sure.start)


def compare(sample: Sample) -> None:
    week = sample.week
    spans = needs_of(week, "leo")
    checked = childhood(week, week.household.children[0], visits(week))
    by_minute = [span for span in spans for _ in range(span.span.minutes)]
    assert [span.span.start for span in spans] == [week.horizon.start, *(span.span.end for span in spans[:-1])]
    assert spans[-1].span.end == week.horizon.end
    different = [
        (week.clock.iso(week.horizon.start + n), span.need.value, checked.need[n].value)
        for n, span in enumerate(by_minute)
        if span.need is not checked.need[n] or span.custody is not bool(checked.custody[n])
    ]
    assert (len(different), different[:1], different[-1:]) == (0, [], [])
    for kind, painted in (("night", checked.night), ("nap", checked.nap)):
        wrong = [
            week.clock.iso(week.horizon.start + n)
            for n, span in enumerate(by_minute)
            if not span.custody
            and (span.sleep == kind) != bool(painted[n] and not (kind == "nap" and checked.night[n]))
        ]
        assert (kind, wrong[:1], wrong[-1:]) == (kind, [], [])
