"""Where work puts each adult: blocks of work, and the stretches between them that are its own to plan."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from kinrota.model.people import Adult
from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.plan import Finding
from kinrota.model.protection import kept_out
from kinrota.model.time import Span, merged, minus
from kinrota.model.week import Busy, Week
from kinrota.solve.onward import Layer, layer_at, to_next_work


class Part(Struct, frozen=True):
    """A stretch of a block in which the same events go on."""

    span: Span
    events: tuple[Busy, ...]

    @property
    def told(self) -> Busy:
        """The event that a plan names: work before being busy, the stricter, confirmed before a hold, the earlier."""
        return min(
            self.events,
            key=lambda busy: (busy.kind == "busy", busy.terms.interruptible, busy.terms.reachable, busy.kind == "hold"),
        )


class Offer(Struct, frozen=True):
    """What may be given up of a block of work: it may begin at another of `starts`, or end at one of `ends`.

    `end` is its end without the overrun; from `ill` on a care day gives it up. It counts on the date where it begins.
    """

    end: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    ill: int | None
    day: dt.date


class Block(Struct, frozen=True):
    """Work (or being busy) at one place without a break, its overrun included."""

    adult: str
    span: Span
    place: str
    parts: tuple[Part, ...]
    offer: Offer | None = None

    @property
    def at_home(self) -> bool:
        """Whether it is work at home."""
        return self.place == HOME

    @property
    def starts(self) -> tuple[int, ...]:
        """When it may begin, in order."""
        return (self.span.start, *(self.offer.starts if self.offer else ()))

    @property
    def ends(self) -> tuple[int, ...]:
        """When it may end, in order."""
        offer = self.offer
        if offer is None:
            return (self.span.end,)
        cut = {offer.ill} if offer.ill is not None and not self.optional else set()
        return tuple(sorted({*offer.ends, *cut, self.span.end}))

    @property
    def optional(self) -> bool:
        """Whether all of it may be given up."""
        return self.offer is not None and self.offer.ill == self.span.start

    @property
    def sure(self) -> Span | None:
        """What of it is worked whatever is given up."""
        if self.optional or self.starts[-1] >= self.ends[0]:
            return None
        return Span(self.starts[-1], self.ends[0])

    def surely(self, instant: int) -> bool:
        """Whether it is worked before and after an instant whatever is given up."""
        return self.sure is not None and self.sure.start < instant < self.sure.end

    @property
    def told_from(self) -> tuple[int, ...]:
        """The instants at which it begins, ends, or another of its events is the one that a plan names."""
        changes = [b.span.start for a, b in itertools.pairwise(self.parts) if a.told.event != b.told.event]
        return (self.span.start, *changes, self.span.end)

    @property
    def worked(self) -> tuple[Busy, ...]:
        """Its events that are work, or work that may not happen, and not only being busy; in order."""
        return tuple(dict.fromkeys(busy for part in self.parts for busy in part.events if busy.kind != "busy"))

    def interruptible(self, span: Span) -> bool:
        """Whether all its events of a stretch may be interrupted."""
        return all(busy.terms.interruptible for busy in self._during(span))

    def reachable(self, span: Span) -> bool:
        """Whether its owner may be called away in all of a stretch."""
        return all(busy.terms.reachable for busy in self._during(span))

    def visited(self, span: Span) -> bool:
        """Whether children may visit in all of a stretch."""
        return all(busy.terms.visits for busy in self._during(span))

    def _during(self, span: Span) -> Iterator[Busy]:
        return (busy for part in self.parts if part.span.overlaps(span) for busy in part.events)


class Agenda(Struct, frozen=True):
    """An adult's fixed time: its blocks in the horizon, and what of its time is known."""

    adult: Adult
    blocks: tuple[Block, ...]
    known: Span
    """The stretch in which its time is planned; empty knowledge is a span of one minute before the horizon."""
    unknown: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    shifts: tuple[Span, ...] = ()
    """Its work, wherever, that touches."""
    later: tuple[Block, ...] = ()
    """The blocks after the horizon."""
    earlier: tuple[Block, ...] = ()
    """The blocks before the horizon."""
    events: tuple[Busy, ...] = ()
    """All that is planned to take its time, in order."""

    @property
    def all_blocks(self) -> tuple[Block, ...]:
        """The blocks in the horizon, and those before and after it that are known."""
        return (*self.earlier, *self.blocks, *self.later)

    @property
    def places(self) -> frozenset[str]:
        """Where it works."""
        return frozenset(block.place for block in self.blocks)


class _Run(Struct, frozen=True):
    """Events at one place without a break. `overlaps` tells that it waits for the end of work at another place."""

    place: str
    start: int
    end: int
    events: tuple[Busy, ...]
    overlaps: bool = False

    def until(self, after: _Run | None) -> int:
        """Its end with the overrun, which does not run into the next."""
        overrun = max(busy.terms.overrun for busy in self.events if busy.span.end == self.end)
        return self.end + overrun if after is None else min(self.end + overrun, max(after.start, self.end))

    def parts(self, span: Span) -> Iterator[Part]:
        """The stretches of a span by the events that go on; the overrun belongs to those that end last."""
        edges = {edge for busy in self.events for edge in (busy.span.start, busy.span.end) if span.holds(edge)}
        cuts = sorted({span.start, span.end} | (edges - {self.end}))
        for start, end in itertools.pairwise(cuts):
            yield Part(Span(start, end), tuple(busy for busy in self.events if busy.span.holds(start)))


def agenda_of(week: Week, adult: Adult) -> Agenda:
    """An adult's fixed time over the horizon."""
    dark = [unknown.span for unknown in week.unknown if unknown.adult == adult.id]
    events = sorted(
        (
            replace(busy, span=part)
            for busy in week.busy
            if busy.adult == adult.id
            for part in (minus([busy.span], dark) if busy.kind == "hold" else (busy.span,))
            if kept_out(week, busy) is None
        ),
        key=lambda busy: (busy.span, busy.place or "", busy.event),
    )
    every, findings = _laid(week, adult, events)
    blocks = [block for block in every if block.span.overlaps(week.horizon)]
    unknown_from = min((u.span.start for u in week.unknown if u.adult == adult.id), default=week.horizon.end)
    unknown_from = max(unknown_from, week.horizon.start)
    for block in blocks:
        if block.span.start < unknown_from < block.span.end:
            unknown_from = block.span.end
    unknown = (Span(unknown_from, week.horizon.end),) if unknown_from < week.horizon.end else ()
    start = week.horizon.start
    return Agenda(
        adult,
        tuple(blocks),
        Span(start, unknown_from) if unknown_from > start else Span(start - 1, start),
        minus(unknown, [block.span for block in blocks]),
        tuple(sorted(findings, key=lambda finding: finding.span or week.horizon)),
        merged(busy.span for busy in events if busy.kind != "busy"),
        tuple(block for block in every if block.span.start >= week.horizon.end),
        tuple(block for block in every if block.span.end <= week.horizon.start),
        tuple(events),
    )


def _runs(events: list[Busy]) -> list[_Run]:
    """The events at one place that overlap or touch, as one; of two places the earlier event goes first."""
    runs: list[_Run] = []
    for busy in events:
        place, last = busy.place or ELSEWHERE, runs[-1] if runs else None
        if last is not None and last.place == place and busy.span.start <= last.end:
            runs[-1] = replace(last, end=max(last.end, busy.span.end), events=(*last.events, busy))
        elif last is not None and busy.span.start < last.end:
            runs.append(_Run(place, last.end, busy.span.end, (busy,), overlaps=True))
        else:
            runs.append(_Run(place, busy.span.start, busy.span.end, (busy,)))
    return runs


def _laid(week: Week, adult: Adult, events: list[Busy]) -> tuple[list[Block], list[Finding]]:
    """The blocks, each begun when its journey is done. Without work that is taken whole the rest is laid anew."""
    blocks: list[Block] = []
    findings: list[Finding] = []
    layer: Layer = ""
    runs = _runs(events)
    for before, run, after in zip([None, *runs], runs, [*runs[1:], None], strict=False):
        start, layer = _begins(week, adult, before, layer, run)
        lost = _lost(week, adult, before, run, start)
        if start >= run.end:
            left, others = _laid(week, adult, [busy for busy in events if busy not in run.events])
            return left, [*lost, *others]
        findings += lost
        span = Span(start, run.until(after))
        blocks.append(Block(adult.id, span, run.place, tuple(run.parts(span))))
    return blocks, findings


def _begins(week: Week, adult: Adult, before: _Run | None, layer: Layer, run: _Run) -> tuple[int, Layer]:
    """When a run begins for an adult who comes from the one before, and what it then has at hand."""
    if before is None:
        return run.start, layer_at(week, adult, run.place)
    end = before.until(run)
    minutes, layer = to_next_work(week, adult, before.place, layer, run.place, run.start - end)
    seen = end > week.horizon.start
    return max(run.start, end + minutes), layer if seen else layer_at(week, adult, run.place)


def _lost(week: Week, adult: Adult, before: _Run | None, run: _Run, start: int) -> Iterator[Finding]:
    """What a run loses to work at another place, or to the journey from there, as far as the horizon shows it."""
    clock, busy = week.clock, run.events[0]
    if before is None or start == run.start == busy.span.start:
        return
    day, time = clock.long_day(busy.span.start), clock.text(busy.span.start)
    ends = clock.text(before.until(run))
    if run.overlaps and busy.span.overlaps(week.horizon):
        sentence = (
            f"{adult.name}'s {busy.title} begins on {day} at {time}, before the work at another place ends at {ends}."
        )
        yield Finding("work-overlap", sentence, adult.id, busy.event, busy.span)
    elif not run.overlaps and week.horizon.overlaps(Span(run.start, min(start, run.end))):
        sentence = (
            f"{adult.name} cannot be at {busy.title} on {day} by {time}: "
            f"the work before ends at {ends} and the way takes longer."
        )
        yield Finding("journey-into-work", sentence, adult.id, busy.event, busy.span)


def aside(events: Iterable[Busy]) -> str:
    """What else is to be said of work that is in the way: that it may not happen, and that it may be moved."""
    known = tuple(events)
    titles = dict.fromkeys(busy.title or "this work" for busy in known if busy.terms.movable)
    unsure = " It may not happen." if any(busy.kind == "hold" for busy in known) else ""
    return f"{unsure} Ask to move {' and '.join(titles)}: it may be moved." if titles else unsure


def minutes_between(week: Week, adult: Adult, start: str, end: str) -> int:
    """An adult's quickest minutes between two places; 0 where no way is known."""
    found = week.household.journeys.quickest(start, end, adult.modes)
    return found[0] if found else 0


def stretches(agenda: Agenda) -> Iterator[tuple[Block | None, Span, Block | None]]:
    """The stretches of known time between blocks, each with the block before and the block after.

    They are as long as what may be given up makes them; blocks that may be given up whole may lie inside.
    """
    known = agenda.known
    blocks = [block for block in agenda.blocks if block.span.start < known.end]
    for n, after in enumerate([*blocks, None]):
        for before in _befores(blocks[:n]):
            start = max(known.start, before.ends[0]) if before else known.start
            end = after.starts[-1] if after else known.end
            if start < end:
                yield before, Span(start, end), after


def _befores(blocks: list[Block]) -> Iterator[Block | None]:
    """What an adult may have worked last, after some blocks; None if nothing."""
    for block in reversed(blocks):
        yield block
        if not block.optional:
            return
    yield None
