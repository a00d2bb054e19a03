"""Which sleep each resident owes, and the blocks it could be taken in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kinrota.model.people import Adult
from kinrota.model.places import HOME
from kinrota.model.plan import Finding
from kinrota.model.time import Span, WallSpan, inside, minus
from kinrota.model.week import Week
from kinrota.solve.drivers import minutes_at_most
from kinrota.solve.work import Agenda, Block

WIDER = 120
"""Minutes that the frame of a night is wider than its window, on each side."""
BEGIN_WITHIN = 180
"""Minutes after coming home from a night shift within which sleep begins."""
NIGHT_SHIFT_HOURS = WallSpan(0, 6 * 60)
NIGHT_SHIFT_COVERS = 180
NIGHT_SHIFT_BEGINS_BEFORE = 2 * 60
NOON = 12 * 60


@dataclass(frozen=True, slots=True, order=True)
class Rest:
    """One block of sleep that is owed: the spans it could take, of which exactly one is chosen."""

    adult: str
    candidates: tuple[Span, ...]
    window: Span | None
    """The night window, outside which minutes of the block cost; None for the sleep after a night shift."""
    begins: tuple[int, int]
    """The first and the last instant at which it may begin."""
    lent: tuple[Span, ...] = ()
    """Of the candidates, the longer ones of another rest: they serve this one too, if the other takes them."""

    def may_begin(self, block: Span) -> bool:
        """Whether a block begins when this one may."""
        return self.begins[0] <= block.start <= self.begins[1]


@dataclass(frozen=True, slots=True)
class Rests:
    """All the sleep that is owed, with what work broke of it."""

    owed: tuple[Rest, ...]
    findings: tuple[Finding, ...]

    def by_day(self, block: Span) -> bool:
        """Whether a block begins soon enough after a night shift to be sleep by day, for whichever rule it is taken."""
        return any(rest.window is None and rest.may_begin(block) for rest in self.owed)


def rests_of(week: Week, agenda: Agenda) -> Rests:
    """The sleep a resident owes over the horizon."""
    if agenda.adult.helper:
        return Rests((), ())
    owed: list[Rest] = []
    findings: list[Finding] = []
    taken = tuple(_taken(week, agenda))
    shifts = night_shifts(week, agenda)
    for rest, finding in [*_nights(week, agenda, taken, shifts), *_after_shifts(week, agenda, taken, shifts)]:
        owed.append(rest)
        if finding:
            findings.append(finding)
    return Rests(tuple(_seen(week, owed)), tuple(findings))


def _seen(week: Week, owed: list[Rest]) -> Iterator[Rest]:
    """The rests as far as the horizon shows them; one block may serve a night and the day after a night shift."""
    for rest in owed:
        own = set(inside(rest.candidates, week.horizon))
        others = [other for other in owed if (other.window is None) != (rest.window is None)]
        longer = [
            block
            for other in others
            for block in other.candidates
            if block.minutes > rest.candidates[0].minutes and rest.may_begin(block)
        ]
        lent = set(inside(longer, week.horizon)) - own
        if own:
            yield replace(rest, candidates=tuple(sorted(own | lent)), lent=tuple(sorted(lent)))


def night_shifts(week: Week, agenda: Agenda) -> tuple[tuple[dt.date, Span], ...]:
    """The dates in whose small hours a resident works a night shift, each with the shift: work that touches is one."""
    days = ((day, shift) for shift in agenda.shifts for day in week.clock.days(shift))
    return tuple((day, shift) for day, shift in days if _by_night(week, day, shift))


def _by_night(week: Week, day: dt.date, shift: Span) -> bool:
    """Whether a shift covers enough of a date's small hours, and begins early enough."""
    hours = week.clock.span(day, NIGHT_SHIFT_HOURS)
    common = hours.common(shift) if hours else None
    begins = shift.start < week.clock.at(day, NIGHT_SHIFT_BEGINS_BEFORE)
    return begins and common is not None and common.minutes >= NIGHT_SHIFT_COVERS


def _taken(week: Week, agenda: Agenda) -> Iterator[Span]:
    """Work with the direct journeys to and from it, and time unknown."""
    yield from agenda.unknown
    previous: Block | None = None
    for block in _work(agenda):
        start = block.span.start - minutes_at_most(week, agenda.adult, HOME, block.place)
        if previous is not None and previous.span.end > start:
            start = previous.span.end
        yield Span(min(start, block.span.start), _home_from(week, agenda, block))
        previous = block


def _work(agenda: Agenda) -> tuple[Block, ...]:
    """The blocks that sleep has to leave alone: what is cut at the horizon's end goes on after it."""
    return (*agenda.blocks, *agenda.later)


def _home_from(week: Week, agenda: Agenda, block: Block) -> int:
    return block.span.end + minutes_at_most(week, agenda.adult, block.place, HOME)


def _nights(
    week: Week, agenda: Agenda, taken: tuple[Span, ...], shifts: tuple[tuple[dt.date, Span], ...]
) -> Iterator[tuple[Rest, Finding | None]]:
    clock, sleep = week.clock, agenda.adult.sleep
    first, last = clock.date(week.horizon.start), clock.date(week.horizon.end - 1)
    worked = {morning for morning, _ in shifts}
    next_morning = dt.timedelta(days=1 if sleep.night.start >= NOON else 0)
    day = first - dt.timedelta(days=1)
    while day < last:
        window = clock.span(day, sleep.night)
        if window is not None and day + next_morning not in worked and window.end > week.horizon.start:
            owed = sleep.hours
            if window.start < week.horizon.start:
                owed -= week.horizon.start - window.start
            if owed > 0:
                yield from _night(week, agenda, taken, window, owed)
        day += dt.timedelta(days=1)


def _night(
    week: Week, agenda: Agenda, taken: tuple[Span, ...], window: Span, owed: int
) -> Iterator[tuple[Rest, Finding | None]]:
    frame = Span(max(window.start - WIDER, week.horizon.start), window.end + WIDER)
    left = minus([frame], taken)
    finding = None
    if max((span.minutes for span in left), default=0) < owed:
        frame = _longer(week, agenda, frame, owed)
        left = minus([frame], taken)
    longest = max((span.minutes for span in left), default=0)
    if longest < owed:
        if any(span.overlaps(frame) for span in agenda.unknown):
            return
        block = next((b for b in _work(agenda) if _takes_from(b, frame)), None)
        finding = _broken(week, agenda.adult, longest, owed, block) if block else None
        owed = longest
    if owed == 0:
        return
    candidates = tuple(_blocks(week, left, owed, (frame, window), whole=finding is not None))
    if candidates:
        first = candidates[0].start
        yield (
            Rest(agenda.adult.id, candidates, window, (first, first) if finding else (frame.start, frame.end)),
            finding,
        )


def _takes_from(block: Block, frame: Span) -> bool:
    """Whether a block, or its journeys, may take minutes of a frame."""
    return block.span.start < frame.end + WIDER and frame.start - WIDER < block.span.end


def _longer(week: Week, agenda: Agenda, frame: Span, owed: int) -> Span:
    """The frame of a night after work that ends inside it."""
    homes = [_home_from(week, agenda, block) for block in _work(agenda) if frame.start < block.span.end < frame.end]
    if not homes:
        return frame
    noon = week.clock.at(week.clock.date(frame.end), NOON)
    return Span(frame.start, max(frame.end, min(max(homes) + owed + 60, noon)))


def _blocks(week: Week, left: tuple[Span, ...], owed: int, marks: tuple[Span, ...], *, whole: bool) -> Iterator[Span]:
    """The blocks of `owed` minutes: on the grid, at the marks' ends, or from a stretch's start."""
    for span in left:
        if span.minutes < owed:
            continue
        if whole:
            yield Span(span.start, span.start + owed)
            return
        starts = {span.start, *week.clock.ticks(span, week.household.grid)}
        starts |= {edge for mark in marks for edge in (mark.start, mark.end - owed, mark.end)}
        for start in sorted(starts):
            if span.start <= start and start + owed <= span.end:
                yield Span(start, start + owed)


def _after_shifts(
    week: Week, agenda: Agenda, taken: tuple[Span, ...], shifts: tuple[tuple[dt.date, Span], ...]
) -> Iterator[tuple[Rest, Finding | None]]:
    seen: set[int] = set()
    for _, shift in shifts:
        block = next((block for block in reversed(_work(agenda)) if block.span.start < shift.end), None)
        if block is None or not shift.overlaps(week.horizon):
            continue
        home = _home_from(week, agenda, block)
        if home in seen or home >= week.horizon.end or home < week.horizon.start or home >= agenda.known.end:
            continue
        seen.add(home)
        yield from _after_shift(week, agenda, taken, home, block)


def _after_shift(
    week: Week, agenda: Agenda, taken: tuple[Span, ...], home: int, shift: Block
) -> Iterator[tuple[Rest, Finding | None]]:
    owed = agenda.adult.sleep.after_night_shift
    if owed == 0:
        return
    others = tuple(span for span in taken if span.end > home)
    left = [
        span for span in minus([Span(home, home + BEGIN_WITHIN + owed)], others) if span.start <= home + BEGIN_WITHIN
    ]
    longest = max((span.minutes for span in left), default=0)
    finding = None
    if longest < owed:
        finding, owed = _broken(week, agenda.adult, longest, owed, shift), longest
    if owed == 0:
        return
    soon = Span(home, home + BEGIN_WITHIN)
    candidates = tuple(
        span
        for span in _blocks(week, tuple(left), owed, (soon,), whole=finding is not None)
        if home <= span.start <= home + BEGIN_WITHIN
    )
    if candidates:
        first = candidates[0].start
        yield Rest(agenda.adult.id, candidates, None, (first, first) if finding else (soon.start, soon.end)), finding


def _broken(week: Week, adult: Adult, left: int, owed: int, block: Block) -> Finding:
    clock, busy = week.clock, block.parts[-1].told
    sentence = (
        f"{adult.name}'s work ({busy.title}, {clock.local(block.span.start):%A %d %B} "
        f"{clock.text(block.span.start)}-{clock.text(block.span.end)}) leaves {left // 60} h {left % 60:02d} "
        f"of the {owed // 60} h {owed % 60:02d} of sleep that are owed."
    )
    return Finding("sleep-broken-by-work", sentence, adult.id, busy.event, block.span)
