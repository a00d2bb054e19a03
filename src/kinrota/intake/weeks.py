"""From what a household and its calendars say to a Week."""

from __future__ import annotations

import datetime as dt
import hashlib

from msgspec.structs import replace

from kinrota.intake.arrivals import Arrival, Arrivals
from kinrota.intake.events import EMPTY, Sorted, left_out_of, sort_events
from kinrota.intake.history import of_household, read_history
from kinrota.intake.horizon import Horizon, Readings
from kinrota.intake.ics import CalendarReading
from kinrota.intake.notes import on_household
from kinrota.intake.rotas import note_of, shifts, unknown
from kinrota.intake.stretch import wide
from kinrota.model.household import CalendarSource, Household
from kinrota.model.time import Clock, Span, inside, merged, minus
from kinrota.model.week import CalendarInput, Week


def week_of(
    household: Household,
    data: bytes,
    readings: Readings,
    horizon: Horizon,
    days: int,
    moment: dt.datetime,
    arrivals: Arrivals,
) -> Week:
    """Put a Week together; `data` are the bytes of the household's text."""
    clock = Clock(household.zone)
    span, around = clock.whole_days(horizon.start, days), wide(clock, horizon.start, days)
    found = sort_events(household, readings, clock, span, arrivals)
    rotas = [busy for rota in household.rotas for busy in shifts(rota, clock, around)]
    lost = [stretch for rota in household.rotas for stretch in unknown(rota, clock, span)]
    told = [note_of(stretch, household.adult(stretch.adult).name, clock) for stretch in lost]
    return Week(
        household=household,
        household_sha256=hashlib.sha256(data).hexdigest(),
        clock=clock,
        horizon=span,
        busy=tuple(sorted([*found.busy, *rotas], key=lambda busy: (busy.span, busy.adult, busy.event, busy.kind))),
        custody=_custody(found),
        closures=tuple(sorted(found.closures)),
        closure_titles=tuple(sorted(found.closure_titles)),
        terms=tuple(sorted(found.terms)),
        clubs=tuple(sorted(found.clubs)),
        available=_available(household, found, clock, span),
        unknown=tuple(sorted([*found.unknown, *lost])),
        inputs=tuple(
            _input(calendar, readings[calendar.id], arrivals.get(calendar.id), moment, span)
            for calendar in household.calendars
        ),
        notes=(*horizon.notes, *found.notes, *told, *on_household(household, clock.date(span.end - 1))),
    )


def with_history(week: Week, data: bytes) -> Week:
    """The week with what was promised, answered, pinned and done; what a helper declined is no longer offered."""
    history = read_history(data, week.horizon.start, (week.household, week.horizon))
    known, notes = of_household(history, week.household, week.horizon)
    left = [
        (helper.id, span)
        for helper in week.household.helpers
        for span in minus(
            [span for who, span in week.available if who == helper.id], known.answered(helper.id, yes=False)
        )
    ]
    return replace(week, history=known, available=tuple(sorted(left)), notes=(*week.notes, *notes))


def _custody(found: Sorted) -> tuple[tuple[str, Span], ...]:
    """Touching events of a child are one."""
    return tuple(sorted((child, span) for child, spans in found.custody.items() for span in merged(spans)))


def _available(household: Household, found: Sorted, clock: Clock, horizon: Span) -> tuple[tuple[str, Span], ...]:
    """When each helper may be asked: weekly hours and calendars, an eve's hours that run past midnight included."""
    result = []
    for helper in household.helpers:
        spans = list(found.available.get(helper.id, EMPTY))
        eve = Span(horizon.start - 1, horizon.end)
        for hours in helper.available:
            for day in clock.days(eve):
                span = clock.span(day, hours.wall) if day.weekday() in hours.weekdays else None
                spans += [span] if span else []
        result += [(helper.id, span) for span in inside(merged(spans), horizon)]
    return tuple(sorted(result))


def _input(
    calendar: CalendarSource, reading: CalendarReading, arrival: Arrival | None, moment: dt.datetime, horizon: Span
) -> CalendarInput:
    events = reading.occurrences
    touching = [
        event for event in events if event.start < horizon.end and max(event.end, event.start + 1) > horizon.start
    ]
    left_out = tuple(left for event in touching if (left := left_out_of(calendar, event)))
    return CalendarInput(
        calendar=calendar.id,
        sha256=reading.sha256,
        read=arrival.read if arrival else "" if calendar.remote else moment.isoformat(),
        stale=bool(reading.unreadable or reading.set_aside or (arrival and arrival.stale)),
        events=len(touching) - len(left_out),
        reach=(min(event.start for event in events), max(event.end for event in events)) if events else None,
        because=arrival.because if arrival else "",
        unknown=bool(arrival and arrival.unknown),
        left_out=left_out,
    )
