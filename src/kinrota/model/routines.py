"""When a routine is owed in a week, and to which children."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kinrota.model.duties import Routine
from kinrota.model.needs import custody_of
from kinrota.model.time import Span
from kinrota.model.week import Week


def windows_of(week: Week, routine: Routine) -> Iterator[tuple[dt.date, Span, tuple[str, ...]]]:
    """Each date on which it is owed, its window there, and the children that are here for it."""
    for day in week.clock.days(week.horizon):
        window = week.clock.span(day, routine.window) if day.weekday() in routine.weekdays else None
        if window is None or week.household.paused(day) or not week.horizon.covers(window):
            continue
        here = tuple(c for c in routine.children if not any(away.overlaps(window) for away in custody_of(week, c)))
        if here or not routine.children:
            yield day, window, here
