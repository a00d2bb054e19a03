"""Which shifts a rota's pattern gives, date by date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kinrota.model.household import Rota
from kinrota.model.time import Clock, Span
from kinrota.model.week import Busy

EVE = dt.timedelta(days=1)
"""A shift that begins the day before may run into a stretch of time."""


def shifts(rota: Rota, clock: Clock, window: Span) -> Iterator[Busy]:
    """Every shift of a rota that touches the window, in order."""
    codes = dict(rota.codes)
    day = max(clock.date(window.start) - EVE, _first(rota))
    while clock.midnight(day) < window.end:
        code = rota.code_on(day)
        wall = codes.get(code) if code else None
        span = clock.span(day, wall) if wall else None
        if span and span.overlaps(window):
            yield Busy(span, rota.of, "work", rota.terms.place, f"{rota.id}#{day}", code or "", rota.terms)
        day += EVE


def _first(rota: Rota) -> dt.date:
    """The first date on which the rota says anything; a change may stand before its start."""
    return min([rota.starts, *(day for day, _ in rota.changes)])


def first_shift(rota: Rota, day: dt.date) -> dt.date | None:
    """The first date from `day` on with a shift; None if the rota has none."""
    start = max(day, _first(rota))
    codes = dict(rota.codes)
    far = max([rota.starts, start, *(changed for changed, _ in rota.changes)]) + len(rota.pattern) * EVE
    while start <= far:
        if rota.code_on(start) in codes:
            return start
        start += EVE
    return None
