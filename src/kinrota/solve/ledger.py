"""What residents did before the horizon, and which dates leave no debt: what fairness counts beside the plan."""

from __future__ import annotations

import datetime as dt

from kinrota.model.needs import ill_from
from kinrota.model.week import Week

QUARTER = 15
WEEK = 7


def counts(week: Week, day: dt.date) -> bool:
    """Whether fairness counts a date: neither in a pause, nor one on which a child is ill."""
    ill = any(ill_from(week, child.id, day) is not None for child in week.household.children)
    return not ill and not week.household.paused(day)


def counted_days(week: Week) -> tuple[dt.date, ...]:
    """The dates of the horizon that count; with its first one the date before, whose night runs into it."""
    days = list(week.clock.days(week.horizon))
    found = [day for day in days if counts(week, day)]
    return (days[0] - dt.timedelta(days=1), *found) if days[0] in found else tuple(found)


def ledger_of(week: Week) -> tuple[dict[str, int], int]:
    """Each resident's quarter-hours in the ledger, and of how many dates: those of which everybody's load is known."""
    first = week.clock.date(week.horizon.start)
    quarters = {adult.id: 0 for adult in week.household.residents}
    dates = 0
    for back in range(1, WEEK * week.household.ledger + 1):
        day = first - dt.timedelta(days=back)
        loads = {name: _minutes(week, day, name) for name in quarters} if counts(week, day) else {}
        known = {name: minutes for name, minutes in loads.items() if minutes is not None}
        if known and len(known) == len(quarters):
            dates += 1
            for name, minutes in known.items():
                quarters[name] += (2 * minutes + QUARTER) // (2 * QUARTER)
    return quarters, dates


def _minutes(week: Week, day: dt.date, adult: str) -> int | None:
    """What is said to be done, the last word first; else what the last plan accepted for the date gave to do."""
    for done in reversed(week.history.done):
        if (done.on, done.adult) == (day, adult):
            return done.minutes
    for plan in reversed(week.history.accepted):
        if day in (plan.loads or {}):
            return plan.load(day, adult)
    return None
