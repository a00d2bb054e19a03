"""What is known of the residents' time before anybody decides anything: where they are, and what they could give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise, zip_longest

from msgspec import Struct, field

from kinrota.model.needs import NeedSpan, stage_at
from kinrota.model.people import Adult, Child, Need
from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.protection import kept_out
from kinrota.model.time import Span, inside, merged, minus
from kinrota.model.week import Busy, Week

FAR = 10**6
"""Minutes to a place from which nobody comes."""


class Block(Struct, frozen=True):
    """Work, or being busy, at one place without a break; `until` is its end with the overrun."""

    place: str
    start: int
    end: int
    until: int
    events: tuple[Busy, ...]


class Way(Struct, frozen=True):
    """A journey to or from work, or a wait between two; at every minute of it the resident is between `places`."""

    span: Span
    places: tuple[str, ...]


class Resident(Struct, frozen=True):
    """What is known of a resident's time."""

    adult: Adult
    blocks: tuple[Block, ...]
    ways: tuple[Way, ...]
    unknown: tuple[Span, ...]


class Known(Struct, frozen=True):
    """What is known of all residents' time, and what they could give, worked out once for each need."""

    week: Week
    residents: tuple[Resident, ...]
    _given: dict[tuple[Need, int], tuple[Span, ...]] = field(default_factory=dict)
    _freed: dict[str, Resident] = field(default_factory=dict)

    def given(self, child: Child, need: NeedSpan) -> tuple[Span, ...]:
        """When at least one of the residents could give what a child needs in a stretch of one need."""
        key = (need.need, self.within(child, need.span))
        if key not in self._given:
            self._given[key] = merged(part for resident in self.residents for part in gives(self.week, resident, *key))
        return inside(self._given[key], need.span)

    def freed(self, adult: Adult) -> Resident:
        """A resident whose work that may not happen does not."""
        if adult.id not in self._freed:
            self._freed[adult.id] = resident_of(self.week, adult, holds=False)
        return self._freed[adult.id]

    def within(self, child: Child, span: Span) -> int:
        """From how many minutes away a child can be reached at its stage."""
        alone = stage_at(self.week, child, span.start).alone
        return alone.within if alone else 0


def known(week: Week) -> Known:
    """All that is known of the residents."""
    return Known(week, tuple(resident_of(week, adult) for adult in week.household.residents))


def gives(week: Week, resident: Resident, need: Need, within: int) -> Iterator[Span]:
    """When a resident could give a need; within `within` minutes, where that is `reach`."""
    busy = [Span(block.start, block.until) for block in resident.blocks]
    yield from minus([week.horizon], [*busy, *(way.span for way in resident.ways), *resident.unknown])
    for block in resident.blocks:
        if need is not Need.WATCH and block.place == HOME:
            yield from _while(block, lambda busy: busy.kind != "busy" and busy.terms.interruptible)
        if need is Need.REACH and minutes_home(week, resident.adult, block.place) <= within:
            yield from _while(block, lambda busy: busy.terms.reachable)
    for way in resident.ways:
        if need is Need.REACH and max(minutes_home(week, resident.adult, place) for place in way.places) <= within:
            yield from minus([way.span], resident.unknown)


def _while(block: Block, test: Callable[[Busy], bool]) -> tuple[Span, ...]:
    """When every event that is going on passes a test; in the overrun, the last one's."""
    others = [busy for busy in block.events if not test(busy)]
    ends = {busy: block.until if busy.span.end >= block.end else busy.span.end for busy in others}
    return minus([Span(block.start, block.until)], [Span(busy.span.start, ends[busy]) for busy in others])


def resident_of(week: Week, adult: Adult, *, holds: bool = True) -> Resident:
    dark = merged(unknown.span for unknown in week.unknown if unknown.adult == adult.id)
    blocks = tuple(_blocks(week, adult, dark, holds=holds))
    ways = tuple(
        way for before, after in pairwise([None, *blocks, None]) for way in _between(week, adult, before, after)
    )
    return Resident(adult, blocks, ways, minus(dark, [Span(block.start, block.until) for block in blocks]))


def _blocks(week: Week, adult: Adult, dark: tuple[Span, ...], *, holds: bool) -> Iterator[Block]:
    """Work as it is kept: with overrun, and begun late where the journey from the work before takes the beginning."""
    joined: list[Block] = []
    own = (busy for busy in week.busy if busy.adult == adult.id and kept_out(week, busy) is None)
    for busy in sorted(own, key=lambda busy: busy.span):
        for span in minus([busy.span], dark) if holds and busy.kind == "hold" else [busy.span]:
            if holds or busy.kind != "hold":
                _join(joined, busy.place or ELSEWHERE, span, busy)
    before: Block | None = None
    for block, after in zip_longest(joined, joined[1:]):
        overrun = max((busy.terms.overrun for busy in block.events if busy.span.end == block.end), default=0)
        until = block.end + overrun if after is None else max(block.end, min(block.end + overrun, after.start))
        came = before.until + _minutes(week, adult, before.place, block.place) if before else block.start
        if max(came, block.start) < until:
            before = Block(block.place, max(came, block.start), block.end, until, block.events)
            yield before


def _join(blocks: list[Block], place: str, span: Span, busy: Busy) -> None:
    last = blocks[-1] if blocks else None
    if last and last.place == place and span.start <= last.end:
        end = max(last.end, span.end)
        blocks[-1] = Block(place, last.start, end, end, (*last.events, busy))
        return
    start = max(span.start, last.end) if last else span.start
    if start < span.end:
        blocks.append(Block(place, start, span.end, span.end, (busy,)))


def _between(week: Week, adult: Adult, before: Block | None, after: Block | None) -> Iterator[Way]:
    """The ways from one block to the next: by home, where there is time to be there, else straight."""
    back = before.until + _minutes(week, adult, before.place, HOME) if before else 0
    leaves = after.start - _minutes(week, adult, HOME, after.place) if after else back
    if before and after and back > leaves:
        starts = max(before.until, after.start - _minutes(week, adult, before.place, after.place))
        yield from _way(before.until, starts, before.place)
        yield from _way(starts, after.start, before.place, after.place)
        return
    if before:
        yield from _way(before.until, back, before.place, HOME)
    if after:
        yield from _way(leaves, after.start, HOME, after.place)


def _way(start: int, end: int, *places: str) -> Iterator[Way]:
    if start < end:
        yield Way(Span(start, end), places)


def _minutes(week: Week, adult: Adult, start: str, end: str) -> int:
    """A resident's quickest minutes between two places; 0 where no way is known."""
    quickest = week.household.journeys.quickest(start, end, adult.modes)
    return quickest[0] if quickest and start != end else 0


def minutes_home(week: Week, adult: Adult, place: str) -> int:
    """In how many minutes a resident can come home from a place."""
    if place == HOME:
        return 0
    quickest = week.household.journeys.quickest(place, HOME, adult.modes) if place != ELSEWHERE else None
    return quickest[0] if quickest else FAR
