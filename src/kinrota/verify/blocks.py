"""Where work binds each adult, recomputed from its events: blocks at one place, and the time that is unknown."""

from __future__ import annotations

from dataclasses import dataclass

from kinrota.model.people import Adult
from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.time import Span, inside, merged, minus
from kinrota.model.week import Busy, Week


@dataclass(frozen=True, slots=True)
class Block:
    """Work, or being busy, at one place without a break; `until` is its end with the overrun."""

    place: str
    start: int
    end: int
    until: int
    events: tuple[Busy, ...]

    def going_on(self, instant: int) -> tuple[Busy, ...]:
        """The events whose terms hold at an instant: those under way, in the overrun the last."""
        now = tuple(busy for busy in self.events if busy.span.holds(instant))
        last = max(busy.span.end for busy in self.events)
        return now or tuple(busy for busy in self.events if busy.span.end == last)

    def doing(self, instant: int) -> str:
        """`work`, or `away` while only a calendar of busy times says so."""
        return "away" if all(busy.kind == "busy" for busy in self.going_on(instant)) else "work"


@dataclass(frozen=True, slots=True)
class Agenda:
    """An adult's blocks in order, the time that is unknown, and the shifts that touching events of work make.

    `overlapping` are the events whose beginning, or all, goes to an earlier one at another place.
    """

    adult: Adult
    blocks: tuple[Block, ...]
    unknown: tuple[Span, ...]
    shifts: tuple[Span, ...]
    overlapping: tuple[str, ...]

    def block_at(self, instant: int) -> Block | None:
        """The block whose work or overrun holds an instant."""
        return next((block for block in self.blocks if block.start <= instant < block.until), None)


def minutes(week: Week, adult: Adult, start: str, end: str) -> int | None:
    """An adult's quickest minutes between two places; None where it knows no way, or the place is not known."""
    if ELSEWHERE in (start, end):
        return None
    quickest = week.household.journeys.quickest(start, end, adult.modes)
    return 0 if start == end else quickest[0] if quickest else None


def from_home(week: Week, adult: Adult, block: Block) -> int:
    """When an adult leaves home to be at a block in time."""
    return block.start - (minutes(week, adult, HOME, block.place) or 0)


def back_home(week: Week, adult: Adult, block: Block) -> int:
    """When an adult is home after a block, coming straight."""
    return block.until + (minutes(week, adult, block.place, HOME) or 0)


def agenda(week: Week, adult: Adult) -> Agenda:
    """Everything that an adult's calendars bind it to."""
    events = [busy for busy in week.busy if busy.adult == adult.id]
    dark = merged(unknown.span for unknown in week.unknown if unknown.adult == adult.id)
    known = [
        (part, busy) for busy in events for part in (minus([busy.span], dark) if busy.kind == "hold" else (busy.span,))
    ]
    overlapping: list[Busy] = []
    ordered = sorted(known, key=lambda pair: (pair[0], pair[1].place or "", pair[1].event))
    blocks = _lengthened(_blocks(week, adult, ordered, overlapping))
    unknown = inside(minus(dark, [Span(block.start, block.until) for block in blocks]), week.horizon)
    shifts = merged(part for part, busy in known if busy.kind != "busy")
    seen = tuple(busy.event for busy in overlapping if busy.span.overlaps(week.horizon))
    return Agenda(adult, blocks, unknown, shifts, seen)


def _blocks(week: Week, adult: Adult, events: list[tuple[Span, Busy]], overlapping: list[Busy]) -> list[Block]:
    blocks: list[Block] = []
    for span, busy in events:
        place, last = busy.place or ELSEWHERE, blocks[-1] if blocks else None
        if last and last.place == place and span.start <= last.end:
            end = max(last.end, span.end)
            blocks[-1] = Block(place, last.start, end, end, (*last.events, busy))
        elif last and span.start < last.end:
            overlapping.append(busy)
            free = last.end + (minutes(week, adult, last.place, place) or 0)
            if free < span.end:
                blocks.append(Block(place, last.end, span.end, span.end, (busy,)))
        else:
            blocks.append(Block(place, span.start, span.end, span.end, (busy,)))
    return blocks


def _lengthened(blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks with their overrun, which does not run into the next block."""
    result = []
    for index, block in enumerate(blocks):
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        overrun = max(busy.terms.overrun for busy in block.events if busy.span.end == block.end)
        until = min(block.end + overrun, max(after.start, block.end)) if after else block.end + overrun
        result.append(Block(block.place, block.start, block.end, until, block.events))
    return tuple(result)
