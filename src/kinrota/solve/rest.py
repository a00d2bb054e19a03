"""Which sleep each resident owes, and the blocks it could be taken in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.people import Adult
from kinrota.model.places import HOME
from kinrota.model.plan import Finding
from kinrota.model.time import Span, WallSpan, inside, minus
from kinrota.model.week import Week
from kinrota.solve.drivers import minutes_at_most
from kinrota.solve.work import Agenda, Block, aside

WIDER = 120
"""Minutes that the frame of a night is wider than its window, on each side."""
BEGIN_WITHIN = 180
"""Minutes after coming home from a night shift within which sleep begins."""
NIGHT_SHIFT_HOURS = WallSpan(0, 6 * 60)
NIGHT_SHIFT_COVERS = 180
NIGHT_SHIFT_BEGINS_BEFORE = 2 * 60
NOON = 12 * 60
AWAKE = 15
"""Minutes between two sleeps where nothing else parts them: the grid has an instant in them."""


class _Sleep(Struct, frozen=True):
    """A sleep that is owed: `minutes` in one of the stretches `left`, begun in `begins`.

    `asked` is more than `minutes` where work broke it. `work` is the night shift before a sleep by day, or what breaks
    a night. `frame` is a night's, or the hours in which the sleep by day begins.
    """

    asked: int
    minutes: int
    left: tuple[Span, ...]
    begins: tuple[int, int]
    frame: Span
    window: Span | None
    work: Block | None
    finding: Finding | None = None

    def after(self, until: int) -> int | None:
        """When it can begin at the earliest after a sleep that lasts until then; None if there is no room for it."""
        for span in self.left:
            start = span.start if span.start > until else until + AWAKE
            if start <= self.begins[1] and start + self.minutes <= span.end:
                return start
        return None


class Rest(Struct, frozen=True, order=True):
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


class Rests(Struct, frozen=True):
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
    sleeps = [*_nights(week, agenda, taken, shifts), *_after_shifts(week, agenda, taken, shifts)]
    for sleep, end in _one_after_another(week, agenda, taken, sleeps):
        if end - sleep.minutes < week.horizon.end:
            owed.append(Rest(agenda.adult.id, tuple(_candidates(week, sleep)), sleep.window, sleep.begins))
        if sleep.finding:
            findings.append(sleep.finding)
    return Rests(tuple(_seen(week, owed)), tuple(findings))


def _one_after_another(
    week: Week, agenda: Agenda, taken: tuple[Span, ...], sleeps: list[_Sleep]
) -> list[tuple[_Sleep, int]]:
    """The sleeps as all can be taken, each with its end if it is as early as can be.

    Where one has no room after the one before, they are one, or it is shorter.
    """
    waiting = sorted(sleeps, key=lambda sleep: (sleep.after(0) or 0, sleep.window is not None))
    placed: list[tuple[_Sleep, int]] = []
    while waiting:
        sleep = waiting.pop(0)
        before, until = placed[-1] if placed else (None, 0)
        start = sleep.after(until)
        if start is not None:
            placed.append((sleep, start + sleep.minutes))
        elif before is not None and (before.window is None) != (sleep.window is None):
            placed.pop()
            waiting.insert(0, _as_one(week, agenda, taken, *((before, sleep) if sleep.window else (sleep, before))))
        else:
            waiting[:0] = _shortened(week, agenda, sleep, until)
    return placed


def _as_one(week: Week, agenda: Agenda, taken: tuple[Span, ...], by_day: _Sleep, night: _Sleep) -> _Sleep:
    """The sleep after a night shift, so long that it serves the night too; as it is where the time is not known."""
    if by_day.work is None:
        return by_day
    return _after_shift(week, agenda, taken, by_day.work, max(by_day.asked, night.asked)) or by_day


def _shortened(week: Week, agenda: Agenda, sleep: _Sleep, until: int) -> list[_Sleep]:
    """The longest stretch of a sleep that is left after another; none if there is none."""
    left = [span for span in minus(sleep.left, [Span(0, until + AWAKE)]) if span.start <= sleep.begins[1]]
    if not left:
        return []
    longest = max(left, key=lambda span: span.minutes)
    finding = _broken(week, agenda.adult, longest.minutes, sleep.asked, sleep.work) if sleep.work else None
    begins = (longest.start, longest.start)
    return [replace(sleep, minutes=longest.minutes, left=(longest,), begins=begins, finding=finding)]


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
) -> Iterator[_Sleep]:
    clock, sleep = week.clock, agenda.adult.sleep
    first, last = clock.date(week.horizon.start), clock.date(week.horizon.end - 1)
    worked = {morning for morning, _ in shifts}
    morning = first
    while morning <= last:
        begins_on = morning - dt.timedelta(days=1 if sleep.night.start >= NOON else 0)
        window = clock.span(begins_on, sleep.night)
        if window is not None and morning not in worked and window.end > week.horizon.start:
            owed = sleep.hours
            if window.start < week.horizon.start:
                owed -= week.horizon.start - window.start
            if owed > 0:
                yield from _night(week, agenda, taken, window, owed)
        morning += dt.timedelta(days=1)


def _night(week: Week, agenda: Agenda, taken: tuple[Span, ...], window: Span, asked: int) -> Iterator[_Sleep]:
    frame = Span(max(window.start - WIDER, week.horizon.start), window.end + WIDER)
    left = minus([frame], taken)
    if max((span.minutes for span in left), default=0) < asked:
        frame = _longer(week, agenda, frame, asked)
        left = minus([frame], taken)
    work = next((b for b in _work(agenda) if _takes_from(b, frame)), None)
    longest = max(left, key=lambda span: span.minutes, default=None)
    if longest is None:
        return
    if longest.minutes >= asked:
        yield _Sleep(asked, asked, left, (frame.start, frame.end), frame, window, work)
    elif not any(span.overlaps(frame) for span in agenda.unknown):
        finding = _broken(week, agenda.adult, longest.minutes, asked, work) if work else None
        begins = (longest.start, longest.start)
        yield _Sleep(asked, longest.minutes, (longest,), begins, frame, window, work, finding)


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


def _candidates(week: Week, sleep: _Sleep) -> Iterator[Span]:
    """The blocks of a sleep: on the grid, at the ends of frame and window, or from a stretch's start."""
    marks = [sleep.frame, sleep.window] if sleep.window else [sleep.frame]
    for span in sleep.left:
        starts = {span.start, *week.clock.ticks(span, week.household.grid)}
        starts |= {edge for mark in marks for edge in (mark.start, mark.end - sleep.minutes, mark.end)}
        for start in sorted(starts):
            in_time = span.start <= start and sleep.begins[0] <= start <= sleep.begins[1]
            if in_time and start + sleep.minutes <= span.end:
                yield Span(start, start + sleep.minutes)


def _after_shifts(
    week: Week, agenda: Agenda, taken: tuple[Span, ...], shifts: tuple[tuple[dt.date, Span], ...]
) -> Iterator[_Sleep]:
    seen: set[int] = set()
    asked = agenda.adult.sleep.after_night_shift
    for _, shift in shifts if asked else ():
        block = next((block for block in reversed(_work(agenda)) if block.span.start < shift.end), None)
        if block is None or not shift.overlaps(week.horizon):
            continue
        home = _home_from(week, agenda, block)
        if home in seen or home >= week.horizon.end or home < week.horizon.start or home >= agenda.known.end:
            continue
        seen.add(home)
        sleep = _after_shift(week, agenda, taken, block, asked)
        if sleep:
            yield sleep


def _after_shift(week: Week, agenda: Agenda, taken: tuple[Span, ...], shift: Block, asked: int) -> _Sleep | None:
    """The sleep after a night shift; None where work leaves nothing, or time that is unknown too little."""
    home = _home_from(week, agenda, shift)
    soon, reach = Span(home, home + BEGIN_WITHIN), Span(home, home + BEGIN_WITHIN + asked)
    left = tuple(span for span in minus([reach], [busy for busy in taken if busy.end > home]) if span.start <= soon.end)
    longest = max(left, key=lambda span: span.minutes, default=None)
    if longest is None:
        return None
    if longest.minutes >= asked:
        return _Sleep(asked, asked, left, (soon.start, soon.end), soon, None, shift)
    if any(span.overlaps(reach) for span in agenda.unknown):
        return None
    finding = _broken(week, agenda.adult, longest.minutes, asked, shift)
    begins = (longest.start, longest.start)
    return _Sleep(asked, longest.minutes, (longest,), begins, soon, None, shift, finding)


def _broken(week: Week, adult: Adult, left: int, owed: int, block: Block) -> Finding:
    clock, busy = week.clock, block.parts[-1].told
    sentence = (
        f"{adult.name}'s work ({busy.title}, {clock.long_day(block.span.start)} "
        f"{clock.text(block.span.start)}-{clock.text(block.span.end)}) leaves {left // 60} h {left % 60:02d} "
        f"of the {owed // 60} h {owed % 60:02d} of sleep that are owed.{aside([busy])}"
    )
    return Finding("sleep-broken-by-work", sentence, adult.id, busy.event, block.span)
