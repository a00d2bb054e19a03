"""Which days are planned when nobody says from when on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from msgspec import Struct

from kinrota.intake.events import binds
from kinrota.intake.ics import CalendarReading, Occurrence
from kinrota.intake.rotas import first_shift, shifts
from kinrota.intake.sources import BUSY
from kinrota.model.household import Household
from kinrota.model.time import Clock, Span
from kinrota.model.week import Note

YEARS_BACK, YEARS_AHEAD = 12, 3
"""How far calendars are looked through for an event when there is none in the days from today on."""

Readings = Mapping[str, CalendarReading]
Look = Callable[[Span], Readings]


class Horizon(Struct, frozen=True):
    """The first day, and what has to be said about it."""

    start: dt.date
    notes: tuple[Note, ...] = ()


def somebody_works(household: Household, clock: Clock, readings: Readings, span: Span) -> bool:
    """Whether anything takes the time of anybody who lives here."""
    rotas = any(True for rota in household.rotas for _ in shifts(rota, clock, span))
    return rotas or any(event.start < span.end and event.end > span.start for event in _binding(household, readings))


def moved(household: Household, clock: Clock, today: dt.date, days: int, look: Look) -> Horizon:
    """The days for which the calendars were made: the next ones with work, else the first ones of all, else today."""
    wide = Span(
        clock.midnight(today - dt.timedelta(days=365 * YEARS_BACK)),
        clock.midnight(today + dt.timedelta(days=365 * YEARS_AHEAD)),
    )
    dates = [clock.date(event.start) for event in _binding(household, look(wide))]
    dates += [day for rota in household.rotas if (day := first_shift(rota, today))]
    if not dates:
        return Horizon(today)
    start = min((day for day in dates if day >= today), default=min(dates))
    sentence = (
        f"No calendar has any work in the {days} days from {today} on, so the days from {start} on are planned, where "
        f"there is some. Maybe choose other days with --from {today}."
    )
    return Horizon(start, (Note("horizon-moved", sentence),))


def _binding(household: Household, readings: Readings) -> list[Occurrence]:
    """The events that take the time of those who live here."""
    residents = {adult.id for adult in household.residents}
    return [
        event
        for calendar in household.calendars
        if calendar.of in residents and calendar.means in BUSY
        for event in readings[calendar.id].occurrences
        if binds(event)
    ]
