"""Where work puts each adult: blocks of work, and the stretches between them that are its own to plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kinrota.model.household import WorkTerms
from kinrota.model.people import Adult
from kinrota.model.places import ELSEWHERE, HOME, Mode
from kinrota.model.plan import Finding
from kinrota.model.time import Span, minus
from kinrota.model.week import Busy, Week


@dataclass(frozen=True, slots=True)
class Block:
    """Work (or being busy) at one place without a break, its overrun included; `parts` are its events in order."""

    adult: str
    span: Span
    place: str
    parts: tuple[tuple[Span, Busy], ...]
    late_from: Span | None = None
    """The journey from the block before, when it takes the beginning of this one."""

    @property
    def at_home(self) -> bool:
        """Whether it is work at home."""
        return self.place == HOME

    def terms(self, instant: int) -> WorkTerms:
        """The terms that hold at an instant; in the overrun, those of the last event."""
        going = [busy.terms for span, busy in self.parts if span.holds(instant)]
        return going[0] if going else self.parts[-1][1].terms


@dataclass(frozen=True, slots=True)
class Agenda:
    """An adult's fixed time: its blocks, and from when on it is unknown (None: it is known throughout)."""

    adult: Adult
    blocks: tuple[Block, ...]
    known: Span
    """The stretch in which its time is planned; empty knowledge is a span of one minute before the horizon."""
    unknown: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    @property
    def places(self) -> frozenset[str]:
        """Where it works."""
        return frozenset(block.place for block in self.blocks)


def agenda_of(week: Week, adult: Adult) -> Agenda:
    """An adult's fixed time over the horizon."""
    dark = [unknown.span for unknown in week.unknown if unknown.adult == adult.id]
    own = [busy for busy in week.busy if busy.adult == adult.id]
    events = sorted(
        (
            replace(busy, span=part)
            for busy in own
            for part in (minus([busy.span], dark) if busy.kind == "hold" else (busy.span,))
        ),
        key=lambda busy: (busy.span, busy.place or "", busy.event),
    )
    lengthened = [_with_overrun(busy, events) for busy in events]
    blocks: list[Block] = []
    findings: list[Finding] = []
    for span, busy in lengthened:
        _append(week, adult, blocks, findings, span, busy)
    blocks = [block for block in blocks if block.span.overlaps(week.horizon)]
    unknown_from = min((u.span.start for u in week.unknown if u.adult == adult.id), default=week.horizon.end)
    unknown_from = max(unknown_from, week.horizon.start)
    for block in blocks:
        if block.span.start < unknown_from < block.span.end:
            unknown_from = block.span.end
    unknown = (Span(unknown_from, week.horizon.end),) if unknown_from < week.horizon.end else ()
    start = week.horizon.start
    known = Span(start, unknown_from) if unknown_from > start else Span(start - 1, start)
    return Agenda(adult, tuple(blocks), known, minus(unknown, [block.span for block in blocks]), tuple(findings))


def _with_overrun(busy: Busy, events: list[Busy]) -> tuple[Span, Busy]:
    end = busy.span.end + busy.terms.overrun
    later = [other.span.start for other in events if other.span.start >= busy.span.end]
    return Span(busy.span.start, max(busy.span.end, min([end, *later]))), busy


def _append(week: Week, adult: Adult, blocks: list[Block], findings: list[Finding], span: Span, busy: Busy) -> None:
    """Add an event to the last block, or as a block of its own behind the journey that it takes to get there."""
    place = busy.place or ELSEWHERE
    last = blocks[-1] if blocks else None
    if last is not None and last.place == place and span.start <= last.span.end:
        if span.end > last.span.end:
            part = (Span(max(span.start, last.span.end), span.end), busy)
            blocks[-1] = replace(last, span=Span(last.span.start, span.end), parts=(*last.parts, part))
        return
    if last is None:
        blocks.append(Block(adult.id, span, place, ((span, busy),)))
        return
    way = minutes_between(week, adult, last.place, place)
    ready = last.span.end + way
    if ready <= span.start:
        blocks.append(Block(adult.id, span, place, ((span, busy),)))
        return
    if span.overlaps(week.horizon) or last.span.overlaps(week.horizon):
        findings.append(_into_work(week, adult, last, span, busy))
    if ready < span.end:
        late = Span(ready, span.end)
        journey = Span(last.span.end, ready) if way else None
        blocks.append(Block(adult.id, late, place, ((late, busy),), journey))


def _into_work(week: Week, adult: Adult, last: Block, span: Span, busy: Busy) -> Finding:
    clock = week.clock
    if span.start < last.span.end:
        sentence = (
            f"{adult.name}'s {busy.title} begins on {clock.local(span.start):%A %d %B} at {clock.text(span.start)}, "
            f"before the work at another place ends at {clock.text(last.span.end)}."
        )
        return Finding("work-overlap", sentence, adult.id, busy.event, span)
    sentence = (
        f"{adult.name} cannot be at {busy.title} on {clock.local(span.start):%A %d %B} by {clock.text(span.start)}: "
        f"the work before ends at {clock.text(last.span.end)} and the way takes longer."
    )
    return Finding("journey-into-work", sentence, adult.id, busy.event, span)


def minutes_between(week: Week, adult: Adult, start: str, end: str) -> int:
    """An adult's quickest minutes between two places; 0 where no way is known."""
    found = week.household.journeys.quickest(start, end, adult.modes)
    return found[0] if found else 0


def mode_between(week: Week, adult: Adult, start: str, end: str) -> Mode | None:
    """The mode of the quickest way between two places; None where no way is known."""
    found = week.household.journeys.quickest(start, end, adult.modes)
    return found[1] if found else None


def stretches(agenda: Agenda) -> Iterator[tuple[Block | None, Span, Block | None]]:
    """The stretches of known time between blocks, each with the block before and the block after."""
    start = agenda.known.start
    before: Block | None = None
    for block in agenda.blocks:
        if block.span.start >= agenda.known.end:
            break
        if block.span.start > start:
            yield before, Span(start, block.span.start), block
        start, before = max(start, block.span.end), block
    if start < agenda.known.end:
        yield before, Span(start, agenda.known.end), None
