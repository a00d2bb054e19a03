"""Each resident's load in a plan: what the fairness terms of the model count, summed from the finished account."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from kinrota.model.plan import CHORE, ROUTINE, AdultSpan, ChildSpan
from kinrota.model.time import Span, inside, length, merged, minus
from kinrota.solve.layout import Layout

NOON = 12 * 60


def loads_of(
    layout: Layout, adults: dict[str, tuple[AdultSpan, ...]], children: dict[str, tuple[ChildSpan, ...]]
) -> dict[str, int]:
    """Each resident's load in minutes: every date's sum rounded to quarter-hours, half up."""
    return {adult.id: _load(layout, adult.id, adults, children) for adult in layout.adults if not adult.helper}


def _load(
    layout: Layout, name: str, adults: dict[str, tuple[AdultSpan, ...]], children: dict[str, tuple[ChildSpan, ...]]
) -> int:
    awake = [span.span for span in adults[name] if span.doing == "travel" and span.with_children]
    awake += [span.span for span in adults[name] if span.doing.startswith((ROUTINE, CHORE))]
    on_call = []
    for child, spans in children.items():
        own = [span.span for span in spans if span.met_by == name and span.how in ("care", "escort")]
        asleep = [need.span for need in layout.needs[child] if need.sleep]
        nights = [need.span for need in layout.needs[child] if need.sleep == "night"]
        could_attend = [visit.open for visit in layout.visits[child] if visit.club is None]
        awake += minus(own, [*asleep, *could_attend])
        on_call += [part for night in nights for part in inside(own, night)]
    quarters = _by_date(layout, merged(awake), minus(on_call, awake))
    return 15 * sum((total + 30) // 60 for total in quarters.values())


def _by_date(layout: Layout, awake: tuple[Span, ...], on_call: tuple[Span, ...]) -> dict[dt.date, int]:
    """Quarter-minutes by date; those on call before noon belong to the date before, if the horizon has it."""
    clock = layout.week.clock
    sums: dict[dt.date, int] = defaultdict(int)
    days = list(clock.days(layout.week.horizon))
    for day in days:
        whole, noon = clock.day(day), clock.at(day, NOON)
        sums[day] += 4 * length(inside(awake, whole)) + length(inside(on_call, Span(noon, whole.end)))
        sums[day - dt.timedelta(days=1)] += length(inside(on_call, Span(whole.start, noon)))
    return sums
