"""What each child needs at each minute, by interval arithmetic: from the week alone, never from a plan."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.duties import Attendance, Illness
from kinrota.model.people import Child, Need, Stage
from kinrota.model.places import HOME, MODES
from kinrota.model.time import Clock, Span, WallSpan, inside, joined, merged, minus
from kinrota.model.week import Club, Week

AROUND_A_SINGLE_TIME = 10
"""Minutes that a child may come before a single drop-off time, or be fetched after a single pick-up time."""
NOBODY = "-"
"""The escort of a visit that no adult of the household may bring to or fetch from."""
UNKNOWN_WAY = 10
"""Minutes of a way between home and a place for which the household gives no journey."""


class Visit(Struct, frozen=True, order=True):
    """One attendance on one date, or one club: the instants between which it begins and ends.

    `drop` and `pick` are the first and last instants of the windows. Without `brought` the other household brings the
    child (at `drop[0]`), without `fetched` it fetches it (at `pick[0]`).
    """

    sure: Span
    child: str
    place: str
    drop: tuple[int, int]
    pick: tuple[int, int]
    usual_drop: int
    usual_pick: int
    late: int = 0
    at_most: int | None = None
    club: str | None = None
    """The event of a club, which may be missed; None for attendance, which is kept."""
    brought: bool = True
    fetched: bool = True
    escorts: tuple[str, ...] = ()

    @property
    def open(self) -> Span:
        """From the first drop-off to the last pick-up: care in it could as well be at the place."""
        return Span(self.drop[0], self.pick[1])


class NeedSpan(Struct, frozen=True, order=True):
    """What a child needs in a stretch, as long as no place attends it."""

    span: Span
    need: Need
    sleep: Literal["night", "nap", ""] = ""
    custody: bool = False
    exchange: bool = False
    """An exchange with the other household: the child is at home and somebody is there."""


def stage_at(week: Week, child: Child, instant: int) -> Stage:
    """The row of the stage table that holds for a child at an instant."""
    return week.household.stage_of(child, week.clock.date(instant))


def custody_of(week: Week, child: str) -> tuple[Span, ...]:
    """When a child is with the other household."""
    return merged(span for who, span in week.custody if who == child)


def way(week: Week, place: str) -> int:
    """The quickest minutes between home and a place by any mode that the household gives."""
    found = week.household.journeys.quickest(HOME, place, MODES)
    return found[0] if found else UNKNOWN_WAY


def visits_of(week: Week, child: str) -> tuple[Visit, ...]:
    """A child's attendance and clubs over the horizon, in order; where sure hours overlap, the earlier stands."""
    found = [*_attendances(week, child), *_clubs(week, child)]
    kept: list[Visit] = []
    for visit in sorted(found, key=lambda v: (v.club is not None, v.sure, v.place)):
        if not (visit.club is None and any(other.sure.overlaps(visit.sure) for other in kept)):
            kept.append(visit)
    return tuple(sorted(kept, key=lambda v: (v.sure, v.place)))


def _attendances(week: Week, child: str) -> Iterator[Visit]:
    for attendance in week.household.attendance:
        if attendance.child != child:
            continue
        for day in week.clock.days(week.horizon):
            if due_on(week, attendance, day) and not _closed(week, attendance.place, day):
                visit = _ill(week, child, day, _visit(week, attendance, day), attendance.fetch_within)
                if visit:
                    yield from _shared(week, visit)


def _clubs(week: Week, child: str) -> Iterator[Visit]:
    for club in week.clubs:
        day = week.clock.date(club.span.start)
        off = week.household.paused(day) or _closed(week, club.place, day)
        if club.child == child and week.horizon.covers(club.span) and not off:
            visit = _ill(week, child, day, _club(club), 0)
            if visit:
                yield from _shared(week, visit)


def due_on(week: Week, attendance: Attendance, day: dt.date) -> bool:
    """Whether an attendance is owed on a date, as far as its days, its terms and pauses say."""
    return day.weekday() in attendance.weekdays and not week.household.paused(day) and _in_term(week, attendance, day)


def _in_term(week: Week, attendance: Attendance, day: dt.date) -> bool:
    hours = week.clock.day(day)
    terms = [span for calendar, span in week.terms if calendar in attendance.terms]
    return not attendance.terms or any(span.overlaps(hours) for span in terms)


def _visit(week: Week, attendance: Attendance, day: dt.date) -> Visit:
    clock = week.clock
    drop = (clock.at(day, attendance.drop.first), clock.at(day, attendance.drop.last))
    pick = (clock.at(day, attendance.pick.first), clock.at(day, attendance.pick.last))
    sure = Span(drop[1], max(pick[0], drop[1] + 1))
    return Visit(
        sure=sure,
        child=attendance.child,
        place=attendance.place,
        drop=(drop[0] - AROUND_A_SINGLE_TIME, drop[1]) if attendance.single_drop else drop,
        pick=(pick[0], pick[1] + AROUND_A_SINGLE_TIME) if attendance.single_pick else pick,
        usual_drop=clock.at(day, attendance.usual_drop),
        usual_pick=clock.at(day, attendance.usual_pick),
        late=attendance.late,
        at_most=None if attendance.at_most is None else max(attendance.at_most, sure.minutes),
        escorts=_escorts(week, attendance),
    )


def _escorts(week: Week, attendance: Attendance) -> tuple[str, ...]:
    """The adults who may bring and fetch; empty is everybody."""
    if not attendance.needs:
        return attendance.escorts
    able = (adult.id for adult in week.household.adults if set(attendance.needs) <= set(adult.can))
    return tuple(name for name in able if not attendance.escorts or name in attendance.escorts) or (NOBODY,)


def _club(club: Club) -> Visit:
    start, end = club.span.start, club.span.end
    return Visit(
        sure=club.span,
        child=club.child,
        place=club.place,
        drop=(start - AROUND_A_SINGLE_TIME, start),
        pick=(end, end + AROUND_A_SINGLE_TIME),
        usual_drop=start,
        usual_pick=end,
        club=club.event,
    )


def _closed(week: Week, place: str, day: dt.date) -> bool:
    return any(where == place and span.overlaps(week.clock.day(day)) for _, where, span in week.closures)


def off_on(week: Week, day: dt.date) -> tuple[str, ...]:
    """What is out of the ordinary on a date: a pause by its title, Lena ill, nursery closed, no term at school.

    Of places those that attend a child then; in a pause there is none.
    """
    household = week.household
    pauses = [pause.title or "pause" for pause in household.pauses if pause.first <= day <= pause.last]
    ill = [f"{child.name} ill" for child in household.children if ill_from(week, child.id, day) is not None]
    if pauses:
        return (*dict.fromkeys(pauses), *ill)
    duties = [duty for duty in household.attendance if day.weekday() in duty.weekdays]
    shut = dict.fromkeys(f"{duty.place} closed" for duty in duties if _closed(week, duty.place, day))
    free = dict.fromkeys(duty.place for duty in duties if not _in_term(week, duty, day))
    return (*ill, *shut, *(f"no term at {place}" for place in free if f"{place} closed" not in shut))


def ill_from(week: Week, child: str, day: dt.date) -> int | None:
    """The instant from which a child is ill on a date: its midnight, or later on the first day; None if it is well."""
    starts = [_start(week.clock, illness, day) for illness in week.household.illness if illness.child == child]
    known = [start for start in starts if start is not None]
    return min(known) if known else None


def _start(clock: Clock, illness: Illness, day: dt.date) -> int | None:
    if not illness.first <= day <= illness.last:
        return None
    return clock.at(day, illness.start if day == illness.first else 0)


def _ill(week: Week, child: str, day: dt.date, visit: Visit, fetch_within: int) -> Visit | None:
    """The visit as illness leaves it: not at all, or fetched in time after the child falls ill there."""
    start = ill_from(week, child, day)
    if start is None or start >= visit.pick[1]:
        return visit
    if start <= visit.drop[1] or visit.club is not None:
        return None
    if start < visit.pick[0]:
        sure = Span(visit.sure.start, max(start, visit.sure.start + 1))
        return replace(visit, sure=sure, pick=(start, start + fetch_within), usual_pick=start)
    last = min(visit.pick[1], start + fetch_within)
    return replace(visit, pick=(visit.pick[0], last), usual_pick=min(visit.usual_pick, last))


def _shared(week: Week, visit: Visit) -> Iterator[Visit]:
    """The parts of a visit that custody leaves; an end at an exchange is the other household's to bring or fetch."""
    left = visit
    for away in custody_of(week, visit.child):
        if away.end < left.sure.start or away.start > left.sure.end:
            continue
        if away.start > left.sure.start:
            cut = away.start
            yield replace(left, sure=Span(left.sure.start, cut), fetched=False, pick=(cut, cut), usual_pick=cut)
        if away.end >= left.sure.end:
            return
        cut = away.end
        sure = Span(cut, left.sure.end)
        left = replace(left, sure=sure, brought=False, drop=(cut, cut), usual_drop=cut, late=0)
    yield left


def needs_of(week: Week, child: str) -> tuple[NeedSpan, ...]:
    """A child's needs; the spans partition the horizon, in order, and neighbours differ."""
    person = week.household.child(child)
    away = inside(custody_of(week, child), week.horizon)
    visits = visits_of(week, child)
    nights, naps, exchanges = (
        _nights(week, person, visits),
        _naps(week, person, visits),
        _exchanges(week, child, visits),
    )
    cuts = sorted(
        {week.horizon.start, week.horizon.end}
        | {edge for span in (*away, *nights, *naps, *exchanges) for edge in (span.start, span.end)}
        | set(_stage_edges(week, person))
    )
    pieces = []
    for start, end in itertools.pairwise(cuts):
        if week.horizon.start <= start and end <= week.horizon.end:
            pieces.append(_need(week, person, Span(start, end), away, nights, naps, exchanges))
    return tuple(joined(pieces))


def exchange_in(needs: Sequence[NeedSpan], span: Span) -> int | None:
    """The instant of the first exchange at home whose minutes a stretch touches; None without any."""
    for before, need, after in zip([None, *needs], needs, [*needs[1:], None], strict=False):
        if need.exchange and need.span.overlaps(span):
            comes = before is None or before.custody
            return need.span.end if (after and after.custody) or not comes else need.span.start
    return None


def nights_of(week: Week, child: str) -> tuple[Span, ...]:
    """A child's nights of sleep in the horizon, whether or not it is with the other household in them."""
    return _nights(week, week.household.child(child), visits_of(week, child))


def _need(
    week: Week,
    child: Child,
    span: Span,
    away: tuple[Span, ...],
    nights: tuple[Span, ...],
    naps: tuple[Span, ...],
    exchanges: tuple[Span, ...],
) -> NeedSpan:
    stage = stage_at(week, child, span.start)
    if any(part.covers(span) for part in away):
        return NeedSpan(span, Need.NONE, custody=True)
    if any(part.covers(span) for part in exchanges):
        return NeedSpan(span, Need.WATCH, exchange=True)
    if any(part.covers(span) for part in nights):
        return NeedSpan(span, stage.asleep, "night")
    if any(part.covers(span) for part in naps):
        return NeedSpan(span, stage.asleep, "nap")
    if stage.awake is Need.REACH and stage.alone is not None:
        return NeedSpan(span, Need.REACH if _alone_hours(week.clock, span.start, stage.alone.hours) else Need.NEAR)
    return NeedSpan(span, stage.awake)


def _alone_hours(clock: Clock, instant: int, hours: WallSpan) -> bool:
    day = clock.date(instant)
    spans = (clock.span(date, hours) for date in (day - dt.timedelta(days=1), day))
    return any(span is not None and span.holds(instant) for span in spans)


def _stage_edges(week: Week, child: Child) -> Iterator[int]:
    """Instants at which the awake need may change: midnights, and the edges of the hours alone."""
    for day in week.clock.days(week.horizon):
        yield week.clock.midnight(day)
        stage = week.household.stage_of(child, day)
        if stage.alone is not None:
            yield week.clock.at(day, stage.alone.hours.start)
            yield week.clock.at(day, stage.alone.hours.start + stage.alone.hours.minutes)


def _nights(week: Week, child: Child, visits: tuple[Visit, ...]) -> tuple[Span, ...]:
    first, last = week.clock.date(week.horizon.start), week.clock.date(week.horizon.end - 1)
    nights: list[Span] = []
    day = first - dt.timedelta(days=1)
    while day <= last:
        stage = week.household.stage_of(child, day)
        age = child.age(day)
        wall = child.sleep or stage.night(stage.from_age if age is None else age)
        if stage.asleep is not Need.NONE and wall is not None:
            nights.extend(_yielding(week, visits, week.clock.span(day, wall)))
        day += dt.timedelta(days=1)
    return inside(nights, week.horizon)


def _yielding(week: Week, visits: tuple[Visit, ...], night: Span | None) -> Iterator[Span]:
    """A night's sleep as sure attendance leaves it: the longest stretch that is left, the first of equals."""
    if night is None:
        return
    up = [_up_for(week, visit, night) for visit in visits if visit.club is None]
    left = minus([night], up)
    if left:
        yield max(left, key=lambda span: span.minutes)


def _up_for(week: Week, visit: Visit, night: Span) -> Span:
    """From getting up for a sure drop-off to home-coming from a sure pick-up.

    The part of a night before a visit that the other household brings to is with it, and so is the part after one that
    it fetches from.
    """
    up = _round(week, visit)
    inside_it = visit.sure.overlaps(night)
    return Span(
        min(up.start, night.start) if inside_it and not visit.brought else up.start,
        max(up.end, night.end) if inside_it and not visit.fetched else up.end,
    )


def _round(week: Week, visit: Visit) -> Span:
    """The sure hours with getting ready and the way there before them, and the way home after, if they are ours."""
    minutes = way(week, visit.place)
    start = visit.sure.start - (minutes + week.household.slack.ready if visit.brought else 0)
    return Span(start, visit.sure.end + (minutes if visit.fetched else 0))


def _naps(week: Week, child: Child, visits: tuple[Visit, ...]) -> tuple[Span, ...]:
    naps: list[Span] = []
    for day in week.clock.days(week.horizon):
        stage = week.household.stage_of(child, day)
        wall = stage.nap if child.nap is None else child.nap
        nap = week.clock.span(day, wall) if isinstance(wall, WallSpan) else None
        if nap is not None:
            naps.extend(_nap_left(week, nap, [visit for visit in visits if visit.club is None]))
    return tuple(naps)


def _nap_left(week: Week, nap: Span, visits: list[Visit]) -> Iterator[Span]:
    """What sure attendance leaves of a nap: it begins at the place where one has the child then, else at home.

    At the place it ends with the sure hours. At home it begins when the child is back, and ends in time to be brought.
    """
    there = [visit.sure.end for visit in visits if visit.sure.holds(nap.start)]
    home = [_round(week, visit).end for visit in visits if visit.sure.end <= nap.start]
    out = [_round(week, visit).start for visit in visits if visit.sure.start > nap.start]
    start, end = (nap.start, there[0]) if there else (max(home, default=nap.start), min(out, default=nap.end))
    left = Span(start, end).common(nap) if start < end else None
    if left:
        yield left


def _exchanges(week: Week, child: str, visits: tuple[Visit, ...]) -> tuple[Span, ...]:
    """The minutes around an exchange at home in which somebody has to be there."""
    meet = week.household.slack.meet
    at_place = [visit.sure for visit in visits]
    away = custody_of(week, child)
    spans = []
    for span in away if meet else ():
        if not any(sure.start < span.start <= sure.end for sure in at_place):
            spans.append(Span(span.start - meet, span.start))
        if not any(sure.start <= span.end < sure.end for sure in at_place):
            spans.append(Span(span.end, span.end + meet))
    return inside(minus(spans, away), week.horizon)
