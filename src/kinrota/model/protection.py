"""Time that is owned: when it is, and which work that may not happen is not planned because of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kinrota.model.duties import Protected
from kinrota.model.time import Span
from kinrota.model.week import Busy, Week

EVE = dt.timedelta(days=1)


def protected_in(week: Week, busy: Busy) -> Iterator[tuple[Protected, Span]]:
    """The protected time of its owner that an event overlaps: the rule, and the minutes that both have."""
    days = list(week.clock.days(busy.span))
    for rule in week.household.protected:
        if busy.adult in rule.who:
            for day in (days[0] - EVE, *days):
                span = week.clock.span(day, rule.hours.wall) if day.weekday() in rule.hours.weekdays else None
                if span and (part := span.common(busy.span)):
                    yield rule, part


def kept_out(week: Week, busy: Busy) -> Protected | None:
    """The rule that lets a hold not in, so that it is not planned; None where the event is planned."""
    if busy.kind != "hold":
        return None
    return next((rule for rule, _ in protected_in(week, busy) if not rule.holds), None)
