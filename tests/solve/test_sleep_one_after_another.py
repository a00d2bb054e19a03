"""All the sleep that is owed can be taken together, whatever the work: random agendas, laid out but not planned."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kinrota.model.people import Sleep
from kinrota.model.time import DAY, Span, WallSpan
from kinrota.model.week import Busy, Unknown, Week
from kinrota.solve.rest import Rests, rests_of
from kinrota.solve.start import one_after_another
from kinrota.solve.work import agenda_of
from kinrota.testing import MONDAY, week_of
from kinrota.verify.blocks import agenda
from kinrota.verify.rest import owed_sleep

HOME = """
    adult eva walk
    child kim 2008-01-10
    way home ward walk 20
    way home office walk 55
    """
FIRST_DAYS = (MONDAY, dt.date(2026, 3, 28), dt.date(2026, 10, 24))


@dataclass(frozen=True)
class Sample:
    """Work in minutes from the horizon's first midnight, and what its owner's body asks."""

    first: dt.date
    days: int
    grid: int
    sleep: Sleep
    work: tuple[tuple[str, int, int, str], ...]
    """(kind, start, end, place)"""
    unknown: int | None = None
    """From when on its time is not known."""

    @property
    def week(self) -> Week:
        week = week_of(HOME, self.first, self.days)
        start, (eva,) = week.horizon.start, week.household.adults
        busy = tuple(
            Busy(Span(start + a, start + b), "eva", "work" if kind == "work" else "busy", place, f"work#{n}", "shift")
            for n, (kind, a, b, place) in enumerate(self.work)
        )
        dark = () if self.unknown is None else (Unknown(Span(start + self.unknown, week.horizon.end), "eva", "c", "?"),)
        household = replace(week.household, adults=(replace(eva, sleep=self.sleep),), grid=self.grid)
        return replace(week, household=household, busy=busy, unknown=dark)


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """Shifts of minutes to two days, with little or much between them, and hours of sleep of any kind."""
    days, work, at = draw(st.integers(1, 5)), [], draw(st.integers(-2 * DAY, DAY))
    for _ in range(draw(st.integers(0, 7))):
        kind = draw(st.sampled_from(("work", "work", "work", "busy")))
        lasts = draw(st.sampled_from((10, 60, 180, 480, 720, 1200, 1440, 1700, 2400)) | st.integers(1, 2000))
        work.append((kind, at, at + lasts, draw(st.sampled_from(("home", "ward", "ward", "office")))))
        at += lasts + draw(st.sampled_from((0, 1, 30, 100, 120, 240, 420, 600, 640, 700, 960)) | st.integers(0, 1200))
    night = WallSpan(
        *draw(st.sampled_from(((1350, 390), (1357, 393), (30, 510), (750, 1380), (600, 1080), (1080, 960))))
    )
    sleep = Sleep(
        draw(st.sampled_from((420, 540, 60, min(1200, night.minutes)))),
        night,
        draw(st.sampled_from((360, 360, 600, 1, 0, 1500))),
    )
    dark = draw(st.none() | st.none() | st.none() | st.integers(-60, days * DAY - 61))
    return Sample(draw(st.sampled_from(FIRST_DAYS)), days, draw(st.sampled_from((15, 5))), sleep, tuple(work), dark)


def apart(one: Span, other: Span) -> bool:
    return one.end < other.start or other.end < one.start


@pytest.mark.no_cover
@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(samples())
def test_all_the_sleep_that_is_owed_can_be_taken(sample: Sample) -> None:
    week = sample.week
    rests = rests_of(week, agenda_of(week, week.household.adults[0]))
    chosen = [block for _, block in one_after_another(rests)]
    assert all(apart(a, b) for n, a in enumerate(chosen) for b in chosen[n + 1 :])
    the_check_sees_the_same(week, rests)


def test_of_two_nights_that_have_no_room_the_second_is_shorter() -> None:
    # Home at 00:20 and asleep until 11:20. From 11:35 until she leaves at 22:20 are 10 h 45 of eleven hours.
    afternoons = Sleep(11 * 60, WallSpan(750, 1380), 0)
    work = (("busy", 700, DAY, "ward"), ("work", DAY + 1360, DAY + 1500, "ward"))
    week = Sample(MONDAY, 4, 15, afternoons, work).week
    rests = rests_of(week, agenda_of(week, week.household.adults[0]))
    first, second, *_ = [block for _, block in one_after_another(rests)]
    assert [week.clock.text(t) for t in (first.start, first.end)] == ["00:20", "11:20"]
    assert [week.clock.text(t) for t in (second.start, second.end)] == ["11:35", "22:20"]
    assert [finding.kind for finding in rests.findings] == ["sleep-broken-by-work"]
    the_check_sees_the_same(week, rests)


def the_check_sees_the_same(week: Week, rests: Rests) -> None:
    owed = owed_sleep(week, agenda(week, week.household.adults[0]))
    seen = [one for one in owed if one.first < week.horizon.end]
    for rest in rests.owed:
        own = [block for block in rest.candidates if block not in rest.lent]
        fits = [
            one
            for one in seen
            if one.window == rest.window
            and all(one.allows(block, week.horizon) and one.fills(block, week.horizon) for block in own)
        ]
        assert fits, (rest.window, own[:1])
        seen.remove(fits[0])
    must = [one for one in seen if (one.earliest(None) or 0) < week.horizon.end]
    assert must == []
    broken = [one.broken_by for one in owed if one.broken_by]
    assert len(broken) == len(rests.findings)
    assert all(any(finding.event in events for events in broken) for finding in rests.findings)
