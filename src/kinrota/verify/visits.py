"""What a child owes a place, recomputed: its attendance and clubs, after closures, illness and custody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.duties import Attendance
from kinrota.model.plan import Plan
from kinrota.model.time import Span, merged, minus
from kinrota.model.week import Week
from kinrota.verify.minutes import runs

EARLY = 10
"""Minutes before a single time at which the child may come, and after it at which it may be fetched."""


class Visit(Struct, frozen=True):
    """One day of an attendance, or one club.

    `sure` is from the last drop to the first pick. `brought` and `fetched` tell whether this household does it: at an
    exchange inside the hours the other one does. `club` is the event of an attendance calendar.
    """

    child: str
    place: str
    sure: Span
    first_drop: int
    last_pick: int
    usual_drop: int
    usual_pick: int
    late: int = 0
    at_most: int | None = None
    club: str = ""
    brought: bool = True
    fetched: bool = True
    escorts: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class Stay(Struct, frozen=True):
    """A child's unbroken time at a place that attends it in a plan, and the visits that it makes, in order."""

    child: str
    place: str
    span: Span
    visits: tuple[Visit, ...]


def custody_of(week: Week, child: str) -> tuple[Span, ...]:
    """When a child is with the other household."""
    return merged(span for name, span in week.custody if name == child)


def illness_of(week: Week, child: str) -> tuple[Span, ...]:
    """When a child is ill."""
    return merged(
        Span(week.clock.at(ill.first, ill.start), week.clock.midnight(ill.last + dt.timedelta(days=1)))
        for ill in week.household.illness
        if ill.child == child
    )


def visits(week: Week) -> list[Visit]:
    """Every visit that the horizon holds, in order. Of attendances that overlap, the earlier stands."""
    kept: list[Visit] = []
    days = [visit for duty in week.household.attendance for visit in _days(week, duty)]
    for visit in sorted(days, key=_order):
        if not any(other.child == visit.child and other.sure.overlaps(visit.sure) for other in kept):
            kept.append(visit)
    return sorted([*kept, *_clubs(week)], key=_order)


def _order(visit: Visit) -> tuple[str, Span, str, str]:
    return visit.child, visit.sure, visit.place, visit.club


def _days(week: Week, duty: Attendance) -> Iterator[Visit]:
    for day in week.clock.days(week.horizon):
        if day.weekday() in duty.weekdays and not _off(week, duty, day):
            healthy = _fetched_ill(week, duty, _whole_day(week, duty, day))
            if healthy:
                yield from _shared(week, healthy)


def _whole_day(week: Week, duty: Attendance, day: dt.date) -> Visit:
    at = week.clock.at
    last_drop, first_pick = at(day, duty.drop.last), at(day, duty.pick.first)
    first_drop = last_drop - EARLY if duty.single_drop else at(day, duty.drop.first)
    last_pick = first_pick + EARLY if duty.single_pick else at(day, duty.pick.last)
    return Visit(
        duty.child,
        duty.place,
        Span(last_drop, max(first_pick, last_drop + 1)),
        first_drop,
        last_pick,
        at(day, duty.usual_drop),
        at(day, duty.usual_pick),
        late=duty.late,
        at_most=duty.at_most,
        escorts=duty.escorts,
        needs=duty.needs,
    )


def _off(week: Week, duty: Attendance, day: dt.date) -> bool:
    """Whether nobody goes on a date: the place is closed, it is a pause, or the terms have nothing on it."""
    terms = [span for calendar, span in week.terms if calendar in duty.terms]
    outside = bool(duty.terms) and day not in {date for span in terms for date in week.clock.days(span)}
    return outside or _closed(week, duty.place, day) or in_pause(week, day)


def in_pause(week: Week, day: dt.date) -> bool:
    """Whether the household owes nothing but care on a date."""
    return any(day in (pause.first, pause.last) or pause.first < day < pause.last for pause in week.household.pauses)


def _closed(week: Week, place: str, day: dt.date) -> bool:
    hours = week.clock.day(day)
    return any(span.overlaps(hours) and place == closed for _, closed, span in week.closures)


def _fetched_ill(week: Week, duty: Attendance, visit: Visit) -> Visit | None:
    for ill in illness_of(week, duty.child):
        if ill.end <= visit.first_drop or ill.start >= visit.last_pick:
            continue
        if ill.start <= visit.sure.start:
            return None
        within = ill.start + duty.fetch_within
        if ill.start < visit.sure.end:
            return replace(visit, sure=Span(visit.sure.start, ill.start), usual_pick=ill.start, last_pick=within)
        return replace(visit, last_pick=min(visit.last_pick, within), usual_pick=min(visit.usual_pick, within))
    return visit


def _shared(week: Week, visit: Visit) -> Iterator[Visit]:
    """The parts of a visit that custody leaves; an exchange in the hours is made at the place itself."""
    away = custody_of(week, visit.child)
    for part in minus([visit.sure], away):
        given = any(span.end == part.start for span in away)
        taken = any(span.start == part.end for span in away)
        yield replace(
            visit,
            sure=part,
            brought=not given,
            fetched=not taken,
            first_drop=part.start if given else visit.first_drop,
            usual_drop=part.start if given else visit.usual_drop,
            late=0 if given else visit.late,
            last_pick=part.end if taken else visit.last_pick,
            usual_pick=part.end if taken else visit.usual_pick,
        )


def _clubs(week: Week) -> Iterator[Visit]:
    for club in week.clubs:
        span = club.span
        ill = any(ill.start < span.end + EARLY and ill.end > span.start for ill in illness_of(week, club.child))
        day = week.clock.date(span.start)
        if ill or not week.horizon.covers(span) or _closed(week, club.place, day) or in_pause(week, day):
            continue
        whole = Visit(
            club.child,
            club.place,
            span,
            span.start - EARLY,
            span.end + EARLY,
            span.start,
            span.end,
            club=club.event,
        )
        yield from _shared(week, whole)


def stays(plan: Plan, every: list[Visit]) -> list[Stay]:
    """Every stay of every child. A club is made whole or not at all, attendance also in part."""
    found = []
    for name, spans in plan.children.items():
        for span, members in runs(spans, lambda part: part.place if part.how == "attendance" else None):
            if members[0].how == "attendance":
                place = str(members[0].place)
                here = [visit for visit in every if (visit.child, visit.place) == (name, place)]
                made = [v for v in here if (span.covers(v.sure) if v.club else v.sure.overlaps(span))]
                found.append(Stay(name, place, span, tuple(made)))
    return found
