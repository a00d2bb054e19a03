"""The sleep that each resident owes, recomputed from its nights, its work and its night shifts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from kinrota.model.time import Span, inside, minus
from kinrota.model.week import Week
from kinrota.verify.blocks import Agenda, Block, back_home, from_home

WIDER = 120
"""Minutes by which a night's frame is wider than its window, on each side."""
LATER = 60
"""Minutes that the frame leaves beyond home-coming and the hours owed."""
BEGIN_WITHIN = 180
"""Minutes of being home within which the sleep after a night shift begins."""
APART = 15
"""Minutes after the end of one sleep at which another may begin, in the middle of a stretch."""
NOON = 12 * 60
NIGHT_SHIFT = 180
"""Minutes between midnight and 06:00 that make work a night shift, if it begins before 02:00."""
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owed:
    """One block of sleep: `minutes` long, inside one of the stretches, begun between `first` and `last`.

    `window` is a night's window, None after a night shift: that is sleep by day. `broken_by` are the events that leave
    less than is owed, of `workers`, those that could.
    """

    minutes: int
    within: tuple[Span, ...]
    first: int
    last: int
    window: Span | None
    broken_by: tuple[str, ...] = ()
    asked: int = 0
    workers: tuple[str, ...] = ()
    longer: Callable[[int], Owed | None] | None = field(default=None, compare=False)
    """After a night shift: the same sleep, if it is to last so many minutes."""

    def allows(self, run: Span, horizon: Span) -> bool:
        """Whether a run of sleep lies where this block may; what runs over the horizon's end is cut there."""
        seen = inside(self.within, horizon)
        return self.first <= run.start <= self.last and any(span.covers(run) for span in seen)

    def fills(self, run: Span, horizon: Span) -> bool:
        """Whether a run of sleep is as long as is owed, as far as the horizon shows it."""
        return run.minutes == self.minutes or (run.end == horizon.end and run.minutes < self.minutes)

    def earliest(self, until: int | None) -> int | None:
        """When it begins if it is taken as early as can be, once another that lasts `until` is over."""
        chances = [
            start
            for span in self.within
            for start in ([span.start] if until is None or until < span.start else [until + APART])
            if start <= min(self.last, span.end - self.minutes)
        ]
        return min(chances, default=None)


def owed_sleep(week: Week, agenda: Agenda) -> list[Owed]:
    """Every block that a resident owes in the horizon, in order. Unknown time that leaves too little waives a block."""
    taken = list(agenda.unknown)
    before = 0
    for block in agenda.blocks:
        leaves = max(from_home(week, agenda.adult, block), before)
        taken.append(Span(min(leaves, block.start), back_home(week, agenda.adult, block)))
        before = block.until
    owed = [*_nights(week, agenda, taken), *_after_shifts(week, agenda, taken)]
    return sorted(_all_of(owed), key=lambda block: (block.first, block.last))


def _all_of(owed: list[Owed]) -> list[Owed]:
    """The blocks as one person can take them all: those that have no room one after the other give way."""
    line = sorted(owed, key=lambda block: (block.earliest(None), block.window is not None))
    while True:
        until: int | None = None
        for n, block in enumerate(line):
            begins = block.earliest(until)
            if begins is None and until is not None:
                line = _given_way(line, n, until)
                break
            until = (begins or 0) + block.minutes
        else:
            return line


def _given_way(line: list[Owed], n: int, until: int) -> list[Owed]:
    """The line in which block `n` finds no room after the one before.

    A night and a sleep by day are one from then on. Two of a kind: the second has what is left of it after the first.
    """
    pair = line[n - 1 : n + 1]
    by_day = next((block for block in pair if block.longer), None)
    if by_day and by_day.longer and any(block.window for block in pair):
        both = by_day.longer(max(block.asked for block in pair)) or by_day
        return [*line[: n - 1], both, *line[n + 1 :]]
    late = pair[1]
    free = [span for span in minus(late.within, [Span(until - 1, until + APART)]) if until < span.start <= late.last]
    kept = [_all_that_is_left(late, span) for span in [_longest(free)] if span]
    return [*line[:n], *kept, *line[n + 1 :]]


def _all_that_is_left(block: Owed, span: Span) -> Owed:
    """A block that is a whole stretch, since work leaves no more."""
    return replace(
        block, minutes=span.minutes, within=(span,), first=span.start, last=span.start, broken_by=block.workers
    )


def _nights(week: Week, agenda: Agenda, taken: list[Span]) -> Iterator[Owed]:
    """A date's night is from its noon to the next: the horizon owes those of its dates but the last, and of the eve."""
    sleep, horizon = agenda.adult.sleep, week.horizon
    after_midnight = sleep.night.start < NOON
    for morning in week.clock.days(horizon):
        evening = morning - ONE_DAY
        window = week.clock.span(morning if after_midnight else evening, sleep.night)
        worked = any(is_night_shift(week, shift, morning) for shift in agenda.shifts)
        if worked or window is None or window.end <= horizon.start:
            continue
        hours = sleep.hours - max(horizon.start - window.start, 0)
        if hours > 0:
            yield from _night(week, agenda, taken, window, hours)


def is_night_shift(week: Week, shift: Span, morning: dt.date) -> bool:
    """Whether a shift is a night shift that ends on the morning of a date."""
    at = week.clock.at
    common = shift.common(Span(at(morning, 0), at(morning, 6 * 60)))
    return shift.start < at(morning, 2 * 60) and common is not None and common.minutes >= NIGHT_SHIFT


def _night(week: Week, agenda: Agenda, taken: list[Span], window: Span, hours: int) -> Iterator[Owed]:
    frame = Span(max(window.start - WIDER, week.horizon.start), window.end + WIDER)
    longest = _longest(minus([frame], taken))
    if longest is None or longest.minutes < hours:
        frame = _longer(week, agenda, frame, hours)
        longest = _longest(minus([frame], taken))
    if longest is None:
        return
    whole = Owed(
        hours, minus([frame], taken), frame.start, frame.end, window, asked=hours, workers=_events(agenda, frame)
    )
    if longest.minutes >= hours:
        yield whole
    elif not any(span.overlaps(frame) for span in agenda.unknown):
        yield _all_that_is_left(whole, longest)


def _longer(week: Week, agenda: Agenda, frame: Span, hours: int) -> Span:
    """The frame of a night after work that ends in it: long enough to sleep after coming home, until noon at most."""
    homes = [back_home(week, agenda.adult, b) for b in agenda.blocks if frame.start < b.until < frame.end]
    noon = week.clock.at(week.clock.date(frame.end), NOON)
    latest = min(max(homes) + hours + LATER, noon) if homes else frame.end
    return Span(frame.start, max(frame.end, latest))


def _after_shifts(week: Week, agenda: Agenda, taken: list[Span]) -> Iterator[Owed]:
    hours, horizon = agenda.adult.sleep.after_night_shift, week.horizon
    for shift in agenda.shifts:
        mornings = list(week.clock.days(shift))
        last = next((b for b in reversed(agenda.blocks) if b.start < shift.end), None)
        if last is None or shift.end <= horizon.start or shift.start >= horizon.end:
            continue
        home = back_home(week, agenda.adult, last)
        if not any(is_night_shift(week, shift, day) for day in mornings) or not horizon.holds(home) or not hours:
            continue
        if any(dark.holds(home) for dark in agenda.unknown):
            continue
        by_day = _after_shift(week, agenda, taken, last, hours)
        if by_day:
            yield by_day


def _after_shift(week: Week, agenda: Agenda, taken: list[Span], last: Block, hours: int) -> Owed | None:
    """The sleep by day after the last block of a night shift, if it is to last so long."""
    home = back_home(week, agenda.adult, last)
    reach = Span(home, home + BEGIN_WITHIN + hours)
    left = tuple(span for span in minus([reach], taken) if span.start <= home + BEGIN_WITHIN)
    longest = _longest(left)
    if longest is None:
        return None
    whole = Owed(
        hours,
        left,
        home,
        home + BEGIN_WITHIN,
        None,
        asked=hours,
        workers=(*(busy.event for busy in last.events), *_events(agenda, reach)),
        longer=lambda minutes: _after_shift(week, agenda, taken, last, minutes),
    )
    if longest.minutes >= hours:
        return whole
    dark = any(span.overlaps(reach) for span in agenda.unknown)
    return None if dark else _all_that_is_left(whole, longest)


def _longest(stretches: Iterable[Span]) -> Span | None:
    """The longest of some stretches, the first of equals."""
    return max(stretches, key=lambda span: span.minutes, default=None)


def _events(agenda: Agenda, frame: Span) -> tuple[str, ...]:
    """The events of the blocks that take from a frame."""
    return tuple(busy.event for b in agenda.blocks if _touches(b, frame) for busy in b.events)


def _touches(block: Block, frame: Span) -> bool:
    return block.start < frame.end + WIDER and frame.start - WIDER < block.until
