"""Who is in reach of a child that is alone, read from the finished account of the adults."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from msgspec import Struct

from kinrota.model.history import Decline
from kinrota.model.places import ELSEWHERE, HOME, Mode
from kinrota.model.plan import CHORE, OWN, TOGETHER, AdultSpan
from kinrota.model.time import Span
from kinrota.solve.drivers import may_be_without
from kinrota.solve.layout import Layout
from kinrota.solve.onward import without_car


class Adults(Struct, frozen=True):
    """The adults' accounts, and when each has a shared vehicle with it."""

    spans: dict[str, tuple[AdultSpan, ...]]
    driving: dict[str, tuple[Span, ...]]

    def modes(self, layout: Layout, name: str, span: AdultSpan) -> tuple[Mode, ...]:
        """By what an adult would come: who may be without a car comes by car only where it has one with it."""
        week = layout.week
        adult, driven = week.household.adult(name), self.driving.get(name, ())
        drives = not may_be_without(week, adult) or any(own.overlaps(span.span) for own in driven)
        return adult.modes if drives else without_car(adult)


def reached(
    layout: Layout, child: str, places: tuple[str, ...], span: Span, adults: Adults
) -> Iterator[tuple[Span, str | None]]:
    """Who is in reach through a span: one adult for all of it where there is one, else piece by piece."""
    clock, household = layout.week.clock, layout.week.household
    alone = household.stage_of(household.child(child), clock.date(span.start)).alone
    within = alone.within if alone else 0
    said = (no for no in layout.week.declined if no.child == child and no.way is None)
    refusals = [no for no in said if no.span.overlaps(span)]
    whole = _first(layout, places, within, span, adults, refusals)
    if whole is not None:
        yield span, whole
        return
    changes = [part.span for own in adults.spans.values() for part in own] + [no.span for no in refusals]
    cuts = {edge for change in changes for edge in (change.start, change.end) if span.holds(edge)}
    for start, end in itertools.pairwise(sorted({span.start, span.end} | cuts)):
        yield Span(start, end), _first(layout, places, within, Span(start, end), adults, refusals)


def _first(
    layout: Layout, places: tuple[str, ...], within: int, span: Span, adults: Adults, refusals: list[Decline]
) -> str | None:
    declined = {no.adult for no in refusals if no.span.overlaps(span)}
    for name, own in adults.spans.items():
        during = [part for part in own if part.span.overlaps(span)]
        if name not in declined and all(
            _listens(layout, name, part, places, span)
            and _near(layout, part, places, within, adults.modes(layout, name, part))
            for part in during
        ):
            return name
    return None


def _listens(layout: Layout, name: str, span: AdultSpan, places: tuple[str, ...], when: Span) -> bool:
    """Whether an adult could be called: from reachable work, from sleep by day to home, from anything else known."""
    if span.doing in ("work", "away"):
        block, during = layout.block_at(name, span.span), span.span.common(when)
        return block is not None and during is not None and block.reachable(during)
    if span.doing == "sleep":
        return layout.rests[name].by_day(span.span) and places == (HOME,)
    if span.doing.startswith(CHORE):
        chores = {chore.id: chore for chore in layout.week.household.chores}
        return chores[span.doing.removeprefix(CHORE).rpartition("#")[0]].while_caring != "nothing"
    if span.doing == TOGETHER:
        children = {child.id for child in layout.children}
        return any(one.id == span.event and not children.isdisjoint(one.who) for one in layout.week.household.together)
    return span.doing not in ("unknown", OWN)


def _near(layout: Layout, span: AdultSpan, places: tuple[str, ...], within: int, modes: tuple[Mode, ...]) -> bool:
    ends = [end for end in (span.place, span.to_place) if end is not None]
    if not ends or ELSEWHERE in ends:
        return False
    quickest = layout.week.household.journeys.quickest
    ways = [quickest(end, place, modes) for end in ends for place in places if end != place]
    return all(way is not None and way[0] <= within for way in ways)
