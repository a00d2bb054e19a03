"""Which shifts a rota's pattern gives, date by date, and of which dates nobody knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kinrota.model.household import UNKNOWN, Rota
from kinrota.model.time import DAY, Clock, Span
from kinrota.model.week import Busy, Note, Unknown

EVE = dt.timedelta(days=1)
"""A shift that begins the day before may run into a stretch of time."""


def shifts(rota: Rota, clock: Clock, window: Span) -> Iterator[Busy]:
    """Every shift of a rota that touches the window, in order."""
    codes = dict(rota.codes)
    for day in _days(rota, clock, window):
        for number, code in enumerate(rota.codes_on(day), start=1):
            span = clock.span(day, codes[code])
            if span and span.overlaps(window):
                event = f"{rota.id}#{day}{f'/{number}' if number > 1 else ''}"
                yield Busy(span, rota.of, "work", rota.terms.place, event, code, rota.terms)


def _days(rota: Rota, clock: Clock, window: Span) -> Iterator[dt.date]:
    """The dates whose shifts may touch the window."""
    day = max(clock.date(window.start) - EVE, _first(rota))
    while clock.midnight(day) < window.end:
        yield day
        day += EVE


def unknown(rota: Rota, clock: Clock, window: Span) -> Iterator[Unknown]:
    """The stretches of which the rota knows that it does not know: dates with the code `?`, touching ones as one.

    A shift that nobody knows may be one over midnight: the next date is unknown, too, up to the latest end that a
    shift of this rota has there, or to the next one's beginning.
    """
    codes = dict(rota.codes)
    over = max((wall.start + wall.minutes - DAY for wall in codes.values()), default=0)
    spans: list[Span] = []
    for day in _days(rota, clock, window):
        if rota.code_on(day) != UNKNOWN:
            continue
        begins = [codes[code].start for code in rota.codes_on(day + EVE)]
        span = Span(clock.midnight(day), clock.at(day + EVE, max(0, min([over, *begins]))))
        if spans and spans[-1].end >= span.start:
            span = Span(spans.pop().start, span.end)
        spans.append(span)
    for span in spans:
        if part := span.common(window):
            yield Unknown(part, rota.of, rota.id, f"The rota {rota.id} does not say.")


def note_of(lost: Unknown, name: str, clock: Clock) -> Note:
    """What is said of a stretch that a rota does not know."""
    first, last = (clock.local(instant) for instant in (lost.span.start, lost.span.end))
    when = (
        f"from {first:%A} {first.day} {first:%B %Y}, {first:%H:%M} to {last:%A} {last.day} {last:%B %Y}, {last:%H:%M}"
    )
    sentence = (
        f"{lost.calendar}: the rota does not say when {name} works {when}, so nothing rests on {name} then. "
        "Maybe paste it with kinrota rota."
    )
    return Note("rota-unknown", sentence, lost.adult, lost.calendar)


def _first(rota: Rota) -> dt.date:
    """The first date on which the rota says anything; a change may stand before its start."""
    return min([rota.starts, *(day for day, _ in rota.changes)])


def first_shift(rota: Rota, day: dt.date) -> dt.date | None:
    """The first date from `day` on with a shift; None if the rota has none."""
    start = max(day, _first(rota))
    far = max([rota.starts, start, *(changed for changed, _ in rota.changes)]) + len(rota.pattern) * EVE
    while start <= far:
        if rota.codes_on(start):
            return start
        start += EVE
    return None
