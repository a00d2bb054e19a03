"""What each child needs in each minute, recomputed from the stage table, its sleep, attendance and custody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from kinrota.model.people import Child, Need, Stage
from kinrota.model.places import HOME, MODES
from kinrota.model.time import Span, WallSpan
from kinrota.model.week import Week
from kinrota.verify.minutes import paint, painted, stretches
from kinrota.verify.visits import Visit, custody_of

ONE_DAY = dt.timedelta(days=1)
UNKNOWN_WAY = 10
"""Minutes that nobody's bringing counts where the household gives no journey."""


class Childhood(Struct, frozen=True):
    """A child's minutes: its need while no place attends it, its sleep, and where the other household has it."""

    need: list[Need]
    night: bytearray
    nap: bytearray
    custody: bytearray
    exchanges: tuple[Span, ...]
    """The minutes of an exchange at home in which somebody is there."""
    nights: dict[dt.date, Span]
    """Each night by the date on which it begins; the first may begin before the horizon."""

    def asleep(self, minute: int) -> bool:
        """Whether the child sleeps in a minute of the horizon."""
        return bool(self.night[minute] or self.nap[minute])


def way(week: Week, place: str) -> int:
    """The minutes of the quickest journey between home and a place, by any mode that the household gives."""
    quickest = week.household.journeys.quickest(HOME, place, MODES)
    return quickest[0] if quickest else UNKNOWN_WAY


def childhood(week: Week, child: Child, visits: list[Visit]) -> Childhood:
    """Everything that the week says of a child, minute by minute."""
    own = [visit for visit in visits if visit.child == child.id]
    sure = [visit for visit in own if not visit.club]
    away = custody_of(week, child.id)
    nights = dict(_nights(week, child, sure))
    night = painted(week.horizon, nights.values())
    napped = _napped(week, child, sure)
    nap = bytearray(minute in napped for minute in range(week.horizon.start, week.horizon.end))
    custody = painted(week.horizon, away)
    exchanges = tuple(_exchanges(week, own, away))
    need = _by_stage(week, child, [bool(a or b) for a, b in zip(night, nap, strict=True)])
    watched = bytearray(week.horizon.minutes)
    paint(watched, week.horizon, exchanges)
    for minute in range(week.horizon.minutes):
        if custody[minute]:
            need[minute] = Need.NONE
        elif watched[minute]:
            need[minute] = Need.WATCH
            night[minute] = nap[minute] = 0
    return Childhood(need, night, nap, custody, exchanges, nights)


def _by_stage(week: Week, child: Child, asleep: list[bool]) -> list[Need]:
    need: list[Need] = []
    for day in week.clock.days(week.horizon):
        stage = week.household.stage_of(child, day)
        hours = week.clock.day(day)
        alone = _hours_alone(week, stage, day)
        for minute in range(len(need), len(need) + hours.minutes):
            if asleep[minute]:
                need.append(stage.asleep)
            elif stage.awake is Need.REACH and not alone[minute - hours.start + week.horizon.start]:
                need.append(Need.NEAR)
            else:
                need.append(stage.awake)
    return need


def _hours_alone(week: Week, stage: Stage, day: dt.date) -> bytearray:
    """The minutes of a date in which the stage lets a child be alone."""
    hours = week.clock.day(day)
    if stage.alone is None:
        return bytearray(hours.minutes)
    spans = (week.clock.span(since, stage.alone.hours) for since in (day - ONE_DAY, day))
    return painted(hours, [span for span in spans if span])


def _nights(week: Week, child: Child, sure: list[Visit]) -> Iterator[tuple[dt.date, Span]]:
    first = week.clock.date(week.horizon.start) - ONE_DAY
    for day in [first, *week.clock.days(week.horizon)]:
        stage = week.household.stage_of(child, day)
        age = child.age(day)
        wall = child.sleep or stage.night(stage.from_age if age is None else age)
        night = week.clock.span(day, wall) if wall else None
        if night is None or stage.asleep is Need.NONE:
            continue
        awake = bytearray(night.minutes)
        for visit in sure:
            paint(awake, night, _awake_for(week, visit, night))
        asleep = [span for span, is_awake in stretches(awake, night.start) if not is_awake]
        if asleep:
            yield day, max(asleep, key=lambda span: span.minutes)


def _awake_for(week: Week, visit: Visit, night: Span) -> Iterator[Span]:
    """The attendance, with getting up and going there before it, and with coming home after it.

    What an exchange in the night leaves to the other household, before the attendance or after it, counts as awake too.
    """
    minutes = way(week, visit.place)
    going = minutes + week.household.slack.ready if visit.brought else 0
    coming = minutes if visit.fetched else 0
    yield Span(visit.sure.start - going, visit.sure.end + coming)
    if not visit.brought and night.start < visit.sure.start < night.end:
        yield Span(night.start, visit.sure.start)
    if not visit.fetched and night.start < visit.sure.end < night.end:
        yield Span(visit.sure.end, night.end)


def _napped(week: Week, child: Child, sure: list[Visit]) -> set[int]:
    """The minutes of the child's naps: their hours, without those for which some visit has it awake."""
    found: set[int] = set()
    for day in week.clock.days(week.horizon):
        hours = child.nap or week.household.stage_of(child, day).nap
        whole = week.clock.span(day, hours) if isinstance(hours, WallSpan) else None
        if whole:
            nap = set(range(whole.start, whole.end))
            host = next((visit for visit in sure if whole.start in range(visit.sure.start, visit.sure.end)), None)
            if host:
                nap.intersection_update(range(host.sure.start, host.sure.end))
            else:
                nap.difference_update(*(_underway(week, visit, whole) for visit in sure))
            found |= nap
    return found


def _underway(week: Week, visit: Visit, nap: Span) -> Iterator[int]:
    """The minutes for which a nap at home is not begun yet, or over, as the child comes from a visit or goes to one."""
    minutes = way(week, visit.place)
    if visit.sure.end <= nap.start:
        yield from range(nap.start, visit.sure.end + minutes * visit.fetched)
    else:
        ahead = (minutes + week.household.slack.ready) * visit.brought
        yield from range(visit.sure.start - ahead, nap.end)


def _exchanges(week: Week, own: list[Visit], away: tuple[Span, ...]) -> Iterator[Span]:
    """The minutes around each exchange at home, where the child is not in the sure hours of a place."""
    meet = week.household.slack.meet
    for span in away:
        if meet and not any(not visit.fetched and visit.sure.end == span.start for visit in own):
            yield Span(span.start - meet, span.start)
        if meet and not any(not visit.brought and visit.sure.start == span.end for visit in own):
            yield Span(span.end, span.end + meet)
