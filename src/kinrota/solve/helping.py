"""When a helper may be asked, and whether there is less of it than time."""

from __future__ import annotations

from kinrota.model.people import Adult
from kinrota.model.time import Span, WallSpan, inside, length, minus
from kinrota.model.week import Week
from kinrota.solve.work import Agenda

NO_GUESTS = WallSpan(0, 5 * 60)
"""The hours in which a helper who does not stay overnight is not there."""


def helper_hours(week: Week, agenda: Agenda) -> tuple[Span, ...]:
    """When a helper may be asked: its availability without its own work, unknown time, and nights it does not stay."""
    offered = [span for who, span in week.available if who == agenda.adult.id]
    taken = [block.span for block in agenda.blocks] + list(agenda.unknown)
    if not agenda.adult.hosts:
        taken += nights_not_here(week, agenda.adult)
    return inside(minus(offered, taken), week.horizon)


def is_scarce(week: Week, agenda: Agenda) -> bool:
    """Whether a helper has more time than it may be asked for."""
    limit = agenda.adult.limit_per_week
    return limit is not None and limit < length(helper_hours(week, agenda))


def nights_not_here(week: Week, adult: Adult) -> list[Span]:
    """The hours of the night in which a helper is not at the family's home."""
    if not adult.helper or adult.overnight:
        return []
    nights = (week.clock.span(day, NO_GUESTS) for day in week.clock.days(week.horizon))
    return [night for night in nights if night is not None]
