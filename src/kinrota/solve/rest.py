"""Which sleep each resident owes, and the blocks it could be taken in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kinrota.model.people import Adult
from kinrota.model.plan import Finding
from kinrota.model.time import Span, WallSpan, inside, minus
from kinrota.model.week import Week
from kinrota.solve.work import Agenda, Block, minutes_between

WIDER = 120
"""Minutes that the frame of a night is wider than its window, on each side."""
BEGIN_WITHIN = 180
"""Minutes after coming home from a night shift within which sleep begins."""
NIGHT_SHIFT_HOURS = WallSpan(0, 6 * 60)
NIGHT_SHIFT_COVERS = 180
NIGHT_SHIFT_BEGINS_BEFORE = 2 * 60
LATEST_END = 12 * 60


@dataclass(frozen=True, slots=True, order=True)
class Rest:
    """One block of sleep that is owed: the spans it could take, of which exactly one is chosen."""

    adult: str
    candidates: tuple[Span, ...]
    by_day: bool
    window: Span | None
    """The night window; minutes of the block outside it cost."""


@dataclass(frozen=True, slots=True)
class Rests:
    """All the sleep that is owed, with what work broke of it."""

    owed: tuple[Rest, ...]
    findings: tuple[Finding, ...]


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
    return Rests(tuple(_cut(week, owed)), tuple(findings))


def _cut(week: Week, owed: list[Rest]) -> Iterator[Rest]:
    for rest in owed:
        candidates = inside(rest.candidates, week.horizon)
        if candidates:
            yield replace(rest, candidates=tuple(sorted(set(candidates))))


def night_shifts(week: Week, agenda: Agenda) -> tuple[tuple[dt.date, Block], ...]:
    """The nights (by the date on which they begin) that a resident works, each with the block that does it."""
    found = []
    clock = week.clock
    first = clock.date(week.horizon.start) - dt.timedelta(days=1)
    for offset in range((week.horizon.end - week.horizon.start) // 1440 + 3):
        day = first + dt.timedelta(days=offset)
        early = clock.span(day + dt.timedelta(days=1), NIGHT_SHIFT_HOURS)
        begins_before = clock.at(day + dt.timedelta(days=1), NIGHT_SHIFT_BEGINS_BEFORE)
        for block in agenda.blocks:
            work = _work_of(block)
            common = work.common(early) if early and work and work.start < begins_before else None
            if common is not None and common.minutes >= NIGHT_SHIFT_COVERS:
                found.append((day, block))
                break
    return tuple(found)


def _work_of(block: Block) -> Span | None:
    """The block without its overrun and without what is not work."""
    spans = [
        Span(max(span.start, busy.span.start), min(span.end, busy.span.end))
        for span, busy in block.parts
        if busy.kind != "busy" and max(span.start, busy.span.start) < min(span.end, busy.span.end)
    ]
    return Span(spans[0].start, spans[-1].end) if spans else None


def _taken(week: Week, agenda: Agenda) -> Iterator[Span]:
    """Work with the direct journeys to and from it, and time unknown."""
    yield from agenda.unknown
    previous: Block | None = None
    for block in agenda.blocks:
        to_work = minutes_between(week, agenda.adult, "home", block.place)
        start = block.span.start - to_work
        if previous is not None and previous.span.end > start:
            start = previous.span.end
        yield Span(min(start, block.span.start), block.span.end + to_work)
        previous = block


def _home_from(week: Week, agenda: Agenda, block: Block) -> int:
    return block.span.end + minutes_between(week, agenda.adult, block.place, "home")


def _nights(
    week: Week, agenda: Agenda, taken: tuple[Span, ...], shifts: tuple[tuple[dt.date, Block], ...]
) -> Iterator[tuple[Rest, Finding | None]]:
    clock, sleep = week.clock, agenda.adult.sleep
    first, last = clock.date(week.horizon.start), clock.date(week.horizon.end - 1)
    worked = {day for day, _ in shifts}
    day = first - dt.timedelta(days=1)
    while day < last:
        window = clock.span(day, sleep.night)
        if window is not None and day not in worked and window.end > week.horizon.start:
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
        block = next((b for b in agenda.blocks if _takes_from(b, frame)), None)
        finding = _broken(week, agenda.adult, longest, owed, block) if block else None
        owed = longest
    if owed == 0:
        return
    candidates = tuple(_blocks(week, left, owed, (frame, window), whole=finding is not None))
    if candidates:
        yield Rest(agenda.adult.id, candidates, by_day=False, window=window), finding


def _takes_from(block: Block, frame: Span) -> bool:
    """Whether a block, or its journeys, may take minutes of a frame."""
    return block.span.start < frame.end + WIDER and frame.start - WIDER < block.span.end


def _longer(week: Week, agenda: Agenda, frame: Span, owed: int) -> Span:
    """The frame of a night after work that ends inside it."""
    homes = [_home_from(week, agenda, block) for block in agenda.blocks if frame.start < block.span.end < frame.end]
    if not homes:
        return frame
    noon = week.clock.at(week.clock.date(frame.end), LATEST_END)
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
    week: Week, agenda: Agenda, taken: tuple[Span, ...], shifts: tuple[tuple[dt.date, Block], ...]
) -> Iterator[tuple[Rest, Finding | None]]:
    seen: set[int] = set()
    for _, block in shifts:
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
    candidates = tuple(
        span
        for span in _blocks(week, tuple(left), owed, (Span(home, home + BEGIN_WITHIN),), whole=finding is not None)
        if home <= span.start <= home + BEGIN_WITHIN
    )
    if candidates:
        yield Rest(agenda.adult.id, candidates, by_day=True, window=None), finding


def _broken(week: Week, adult: Adult, left: int, owed: int, block: Block) -> Finding:
    clock, busy = week.clock, block.parts[-1][1]
    sentence = (
        f"{adult.name}'s work ({busy.title}, {clock.local(block.span.start):%A %d %B} "
        f"{clock.text(block.span.start)}-{clock.text(block.span.end)}) leaves {left // 60} h {left % 60:02d} "
        f"of the {owed // 60} h {owed % 60:02d} of sleep that are owed."
    )
    return Finding("sleep-broken-by-work", sentence, adult.id, busy.event, block.span)
