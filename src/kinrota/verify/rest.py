"""The sleep that each resident owes, recomputed from its nights, its work and its night shifts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from kinrota.model.time import Span, inside, minus
from kinrota.model.week import Week
from kinrota.verify.blocks import Agenda, Block, back_home, from_home

WIDER = 120
"""Minutes by which a night's frame is wider than its window, on each side."""
LATER = 60
"""Minutes that the frame leaves beyond home-coming and the hours owed."""
BEGIN_WITHIN = 180
"""Minutes of being home within which the sleep after a night shift begins."""
NOON = 12 * 60
NIGHT_SHIFT = 180
"""Minutes between midnight and 06:00 that make work a night shift, if it begins before 02:00."""
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owed:
    """One block of sleep: `minutes` long, inside one of the stretches, begun between `first` and `last`.

    `window` is a night's window, None after a night shift: that is sleep by day. `broken_by` are the events that leave
    less than is owed.
    """

    minutes: int
    within: tuple[Span, ...]
    first: int
    last: int
    window: Span | None
    night: dt.date | None = None
    broken_by: tuple[str, ...] = ()

    def allows(self, run: Span, horizon: Span) -> bool:
        """Whether a run of sleep lies where this block may; what runs over the horizon's end is cut there."""
        seen = inside(self.within, horizon)
        return self.first <= run.start <= self.last and any(span.covers(run) for span in seen)

    def fills(self, run: Span, horizon: Span) -> bool:
        """Whether a run of sleep is as long as is owed, as far as the horizon shows it."""
        return run.minutes == self.minutes or (run.end == horizon.end and run.minutes < self.minutes)


def owed_sleep(week: Week, agenda: Agenda) -> list[Owed]:
    """Every block that a resident owes in the horizon, in order. Unknown time that leaves too little waives a block."""
    taken = list(agenda.unknown)
    before = 0
    for block in agenda.blocks:
        leaves = max(from_home(week, agenda.adult, block), before)
        taken.append(Span(min(leaves, block.start), back_home(week, agenda.adult, block)))
        before = block.until
    owed = [*_nights(week, agenda, taken), *_after_shifts(week, agenda, taken)]
    return sorted(owed, key=lambda block: (block.first, block.last))


def _nights(week: Week, agenda: Agenda, taken: list[Span]) -> Iterator[Owed]:
    sleep, horizon = agenda.adult.sleep, week.horizon
    first, last = week.clock.date(horizon.start), week.clock.date(horizon.end - 1)
    for days in range(-1, (last - first).days):
        night = first + ONE_DAY * days
        window = week.clock.span(night, sleep.night)
        if window is None or window.end <= horizon.start or _works_the_night(week, agenda, night):
            continue
        hours = sleep.hours - max(horizon.start - window.start, 0)
        if hours > 0:
            yield from _night(week, agenda, taken, window, hours)


def _works_the_night(week: Week, agenda: Agenda, night: dt.date) -> bool:
    morning = night + ONE_DAY if agenda.adult.sleep.night.start >= NOON else night
    return any(_is_night_shift(week, shift, morning) for shift in agenda.shifts)


def _is_night_shift(week: Week, shift: Span, morning: dt.date) -> bool:
    at = week.clock.at
    common = shift.common(Span(at(morning, 0), at(morning, 6 * 60)))
    return shift.start < at(morning, 2 * 60) and common is not None and common.minutes >= NIGHT_SHIFT


def _night(week: Week, agenda: Agenda, taken: list[Span], window: Span, hours: int) -> Iterator[Owed]:
    night = week.clock.date(window.start)
    frame = Span(max(window.start - WIDER, week.horizon.start), window.end + WIDER)
    longest = _longest(frame, taken)
    if longest is None or longest.minutes < hours:
        frame = _longer(week, agenda, frame, hours)
        longest = _longest(frame, taken)
    if longest is None:
        return
    if longest.minutes >= hours:
        yield Owed(hours, minus([frame], taken), frame.start, frame.end, window, night)
    elif not any(span.overlaps(frame) for span in agenda.unknown):
        yield Owed(longest.minutes, (longest,), longest.start, longest.start, window, night, _events(agenda, frame))


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
        if not any(_is_night_shift(week, shift, day) for day in mornings) or not horizon.holds(home) or not hours:
            continue
        if any(dark.holds(home) for dark in agenda.unknown):
            continue
        reach = Span(home, home + BEGIN_WITHIN + hours)
        left = [span for span in minus([reach], taken) if span.start <= home + BEGIN_WITHIN]
        longest = max(left, key=lambda span: span.minutes, default=None)
        if longest is not None and longest.minutes >= hours:
            yield Owed(hours, tuple(left), home, home + BEGIN_WITHIN, None)
        elif longest is not None and not any(span.overlaps(reach) for span in agenda.unknown):
            events = tuple(busy.event for busy in last.events) + _events(agenda, reach)
            yield Owed(longest.minutes, (longest,), longest.start, longest.start, None, broken_by=events)


def _longest(frame: Span, taken: list[Span]) -> Span | None:
    """The longest stretch that is left of a frame, the first of equals."""
    return max(minus([frame], taken), key=lambda span: span.minutes, default=None)


def _events(agenda: Agenda, frame: Span) -> tuple[str, ...]:
    """The events of the blocks that take from a frame."""
    return tuple(busy.event for b in agenda.blocks if _touches(b, frame) for busy in b.events)


def _touches(block: Block, frame: Span) -> bool:
    return block.start < frame.end + WIDER and frame.start - WIDER < block.until
