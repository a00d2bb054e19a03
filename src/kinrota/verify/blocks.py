"""Where work binds each adult, recomputed from its events: blocks at one place, and the time that is unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.duties import Protected
from kinrota.model.people import Adult
from kinrota.model.places import ELSEWHERE, HOME, MODES
from kinrota.model.time import DAY, Span, inside, merged, minus
from kinrota.model.week import Busy, Week
from kinrota.verify.onward import hand_from_home, no_car, onward, shares


class Block(Struct, frozen=True):
    """Work, or being busy, at one place without a break; `until` is its end with the overrun.

    `called` is when it would begin if the way from the block before took no time: with its first event, or, where that
    `overlaps` an earlier one at another place, with the end of that.
    """

    place: str
    start: int
    end: int
    until: int
    events: tuple[Busy, ...]
    called: int
    overlaps: bool = False

    def going_on(self, instant: int) -> tuple[Busy, ...]:
        """The events whose terms hold at an instant: those under way, in the overrun the last."""
        now = tuple(busy for busy in self.events if busy.span.holds(instant))
        last = max(busy.span.end for busy in self.events)
        return now or tuple(busy for busy in self.events if busy.span.end == last)

    def doing(self, instant: int) -> str:
        """`work`, or `away` while only a calendar of busy times says so."""
        return "away" if all(busy.kind == "busy" for busy in self.going_on(instant)) else "work"


class Agenda(Struct, frozen=True):
    """An adult's blocks from the horizon's start on, the time that is unknown, and its shifts: work that touches.

    `overlapping` are the events whose beginning, or all, goes to an earlier one at another place; `cut` are the first
    events of the blocks whose beginning, or all, goes to the journey from the block before.
    """

    adult: Adult
    blocks: tuple[Block, ...]
    unknown: tuple[Span, ...]
    shifts: tuple[Span, ...]
    overlapping: tuple[str, ...]
    cut: tuple[str, ...]
    every: tuple[Block, ...] = ()
    """All the blocks that are known, those before the horizon included."""
    events: tuple[Busy, ...] = ()
    """What the blocks are made from, in order."""

    def block_at(self, instant: int) -> Block | None:
        """The block whose work or overrun holds an instant."""
        return next((block for block in self.blocks if block.start <= instant < block.until), None)


def minutes(week: Week, adult: Adult, start: str, end: str) -> int | None:
    """An adult's quickest minutes between two places; None where it knows no way, or the place is not known."""
    if ELSEWHERE in (start, end):
        return None
    quickest = week.household.journeys.quickest(start, end, adult.modes)
    return 0 if start == end else quickest[0] if quickest else None


def counted_on(week: Week, adult: Adult, start: str, end: str) -> int:
    """The minutes between two places in which an adult is there whoever has the car; 0 where it knows no way.

    Of a car that only others drive, too, that is the longer of the quickest ways with it and without.
    """
    with_it = minutes(week, adult, start, end) or 0
    if not shares(week, adult) or start == end or ELSEWHERE in (start, end):
        return with_it
    without = week.household.journeys.quickest(start, end, no_car(adult.modes))
    return max(with_it, without[0] if without else 0)


def from_home(week: Week, adult: Adult, block: Block) -> int:
    """When an adult leaves home to be at a block in time."""
    return block.start - counted_on(week, adult, HOME, block.place)


def back_home(week: Week, adult: Adult, block: Block) -> int:
    """When an adult is home after a block, coming straight."""
    return block.until + counted_on(week, adult, block.place, HOME)


def agenda(week: Week, adult: Adult) -> Agenda:
    """Everything that an adult's calendars bind it to."""
    events = [busy for busy in week.busy if busy.adult == adult.id]
    dark = merged(unknown.span for unknown in week.unknown if unknown.adult == adult.id)
    known = [
        replace(busy, span=part)
        for busy in events
        for part in (minus([busy.span], dark) if busy.kind == "hold" else (busy.span,))
        if not unwelcome(week, busy)
    ]
    ordered = sorted(known, key=lambda busy: (busy.span, busy.place or "", busy.event))
    blocks, missed = _attended(week, adult, ordered)
    unknown = inside(minus(dark, [Span(block.start, block.until) for block in blocks]), week.horizon)
    shifts = merged(busy.span for busy in known if busy.kind != "busy")
    waiting = [block for block in (*blocks, *missed) if block.overlaps and block.events[0].span.overlaps(week.horizon)]
    cut = [block for block in (*blocks, *missed) if not block.overlaps and _loses(block, week.horizon)]
    return Agenda(
        adult,
        tuple(block for block in blocks if block.until > week.horizon.start),
        unknown,
        shifts,
        tuple(block.events[0].event for block in waiting),
        tuple(block.events[0].event for block in cut),
        blocks,
        tuple(ordered),
    )


def owned(week: Week, busy: Busy) -> list[tuple[Protected, int]]:
    """The minutes of an event that its owner protects, each with the entry that does."""
    return [
        (entry, minute)
        for entry in week.household.protected if busy.adult in entry.who
        for span in _hours_of(week, entry, busy.span)
        for minute in range(max(span.start, busy.span.start), min(span.end, busy.span.end))
    ]  # fmt: skip


def _hours_of(week: Week, entry: Protected, about: Span) -> Iterator[Span]:
    """The stretches of protected time that begin on the dates of a stretch, or on the date before."""
    day = week.clock.date(about.start - DAY)
    while week.clock.midnight(day) < about.end:
        span = week.clock.span(day, entry.hours.wall)
        if span and day.weekday() in entry.hours.weekdays:
            yield span
        day += dt.timedelta(days=1)


def unwelcome(week: Week, busy: Busy) -> bool:
    """Whether an event may not happen, and protected time of its owner keeps it from being planned."""
    return busy.kind == "hold" and any(not entry.holds for entry, _ in owned(week, busy))


def _loses(block: Block, horizon: Span) -> bool:
    """Whether the journey to a block takes minutes of it that the horizon shows."""
    begins = min(block.start, block.end)
    return block.called < begins and Span(block.called, begins).overlaps(horizon)


def _attended(week: Week, adult: Adult, events: list[Busy]) -> tuple[tuple[Block, ...], list[Block]]:
    """The blocks that an adult comes to, and those for which it is too late when it could be there.

    The first that it misses is left out, and then everything else is looked at again as if it were not there.
    """
    missed: list[Block] = []
    while True:
        blocks = _reached(week, adult, _lengthened(_blocks(events)))
        late = [block for block in blocks if block.start >= block.end]
        if not late:
            return blocks, missed
        missed.append(late[0])
        events = [busy for busy in events if busy not in late[0].events]


def _blocks(events: list[Busy]) -> list[Block]:
    blocks: list[Block] = []
    for busy in events:
        place, last = busy.place or ELSEWHERE, blocks[-1] if blocks else None
        start, end = busy.span.start, busy.span.end
        if last and last.place == place and start <= last.end:
            blocks[-1] = replace(last, end=max(last.end, end), events=(*last.events, busy))
        else:
            overlaps = last is not None and start < last.end
            start = max(start, last.end) if last else start
            blocks.append(Block(place, start, end, end, (busy,), start, overlaps))
    return blocks


def _lengthened(blocks: list[Block]) -> list[Block]:
    """The blocks with their overrun, which does not run into the next block."""
    result = []
    for index, block in enumerate(blocks):
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        overrun = max(busy.terms.overrun for busy in block.events if busy.span.end == block.end)
        until = min(block.end + overrun, max(after.start, block.end)) if after else block.end + overrun
        result.append(replace(block, until=until))
    return result


def _reached(week: Week, adult: Adult, blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks from when an adult can be there; where it is when the horizon begins, it came to from home."""
    result: list[Block] = []
    hand = MODES
    for block in blocks:
        start, hand_here = block.called, hand_from_home(week, adult, block.place)
        if result:
            before = result[-1]
            way = onward(week, adult, before.place, hand, block.place, block.called - before.until)
            start = max(start, before.until + way.minutes)
            hand_here = way.hand if before.until > week.horizon.start else hand_here
        hand = hand_here
        result.append(replace(block, start=start))
    return tuple(result)
