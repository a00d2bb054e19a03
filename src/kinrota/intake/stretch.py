"""Over which days calendars are read."""

from __future__ import annotations

import datetime as dt

from kinrota.model.time import Clock, Span

DAYS = 14
"""The horizon where nobody says otherwise."""
MARGIN = 3
"""Days before and after the horizon that calendars are read for, too."""


def wide(clock: Clock, start: dt.date, days: int) -> Span:
    """What calendars are read for: the horizon, and what reaches into it."""
    return clock.whole_days(start - dt.timedelta(days=MARGIN), days + 2 * MARGIN)
