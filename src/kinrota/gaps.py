"""The uncovered hours as things stand, from calendars, children and attendance alone, before anybody decides anything.

A minute of a child is uncovered when it needs somebody, no place has it, and no resident could give what it needs.
A place has it from its usual drop-off to its usual pick-up, a club from its start to its end. A resident could, where
it is free of work, of the direct journeys to and from work, and of time that nobody knows. Work at home that may be
interrupted gives `near`; `reach` is given from within the minutes of the child's stage, by reachable work too, and
for no longer at a stretch than the stage allows. Sleep, helpers, who brings and fetches, and other times inside the
windows are left to the plan; each stretch names which of these could close it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from kinrota.model.needs import NeedSpan, Visit, needs_of, stage_at, visits_of
from kinrota.model.people import Adult, Child, Need
from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.time import DAY, Span, WallSpan, inside, merged, minus
from kinrota.model.week import Busy, Week

NO_GUESTS = WallSpan(0, 5 * 60)
"""The hours in which a helper is there only if it stays overnight."""
FAR = 10**6
"""Minutes to a place from which nobody comes."""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A stretch in which nobody is known to be with a child: what it needs then, why nobody is there, and who could be.

    `because` is a sentence; each of `could` is a person or a place, with what it takes in brackets.
    """

    child: str
    span: Span
    need: Need
    because: str
    could: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Block:
    """Work, or being busy, at one place without a break; `until` is its end with the overrun."""

    place: str
    start: int
    end: int
    until: int
    events: tuple[Busy, ...]


@dataclass(frozen=True, slots=True)
class _Way:
    """A journey to or from work, or a wait between two; at every minute of it the resident is between `places`."""

    span: Span
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Resident:
    """What is known of a resident's time."""

    adult: Adult
    blocks: tuple[_Block, ...]
    ways: tuple[_Way, ...]
    unknown: tuple[Span, ...]


def uncovered(week: Week) -> tuple[Uncovered, ...]:
    """Every uncovered stretch, in order; each has one child and one need, and is as long as it can be."""
    residents = tuple(_resident(week, adult) for adult in week.household.residents)
    found = [gap for child in week.household.children for gap in _of_child(week, residents, child)]
    return tuple(sorted(found, key=lambda gap: gap.span))


def _of_child(week: Week, residents: tuple[_Resident, ...], child: Child) -> Iterator[Uncovered]:
    visits = visits_of(week, child.id)
    there = [Span(visit.usual_drop, visit.usual_pick) for visit in visits if visit.usual_drop < visit.usual_pick]
    needs = [need for need in needs_of(week, child.id) if need.need is not Need.NONE]
    runs = _alone(week, residents, [part for need in needs for part in minus([need.span], there)])
    for kind in (Need.WATCH, Need.NEAR, Need.REACH):
        alike = [need for need in needs if need.need is kind]
        unmet = [
            part for need in alike for part in minus(minus([need.span], there), _given(week, residents, child, need))
        ]
        over = [part for need in alike for part in _too_long(week, residents, child, need, runs)]
        for span in merged([*unmet, *over]):
            alone = next((run for run in runs if run.overlaps(span)), None) if inside(over, span) else None
            because = _because(week, residents, child, span, kind, alone)
            yield Uncovered(child.id, span, kind, because, tuple(_could(week, child, visits, span, kind)))


# What residents could give


def _given(week: Week, residents: Iterable[_Resident], child: Child, need: NeedSpan) -> list[Span]:
    """When at least one of the residents could give what a child needs in a stretch of one need."""
    return [
        part for resident in residents for part in _gives(week, resident, need.need, _within(week, child, need.span))
    ]


def _within(week: Week, child: Child, span: Span) -> int:
    alone = stage_at(week, child, span.start).alone
    return alone.within if alone else 0


def _gives(week: Week, resident: _Resident, need: Need, within: int) -> Iterator[Span]:
    """When a resident could give a need; within `within` minutes, where that is `reach`."""
    busy = [Span(block.start, block.until) for block in resident.blocks]
    yield from minus([week.horizon], [*busy, *(way.span for way in resident.ways), *resident.unknown])
    for block in resident.blocks:
        if need is not Need.WATCH and block.place == HOME:
            yield from _while(block, lambda busy: busy.kind != "busy" and busy.terms.interruptible)
        if need is Need.REACH and _minutes_home(week, resident.adult, block.place) <= within:
            yield from _while(block, lambda busy: busy.terms.reachable)
    for way in resident.ways:
        if need is Need.REACH and max(_minutes_home(week, resident.adult, place) for place in way.places) <= within:
            yield from minus([way.span], resident.unknown)


def _while(block: _Block, test: Callable[[Busy], bool]) -> tuple[Span, ...]:
    """When every event that is going on passes a test; in the overrun, the last one's."""
    others = [busy for busy in block.events if not test(busy)]
    ends = {busy: block.until if busy.span.end >= block.end else busy.span.end for busy in others}
    return minus([Span(block.start, block.until)], [Span(busy.span.start, ends[busy]) for busy in others])


def _alone(week: Week, residents: Iterable[_Resident], needed: list[Span]) -> tuple[Span, ...]:
    """The stretches of a child's time at home in which no resident is there, whatever it does."""
    home: list[Span] = []
    for resident in residents:
        away = [Span(block.start, block.until) for block in resident.blocks if block.place != HOME]
        home += minus([week.horizon], [*away, *(way.span for way in resident.ways), *resident.unknown])
    return minus(needed, home)


def _too_long(
    week: Week, residents: Iterable[_Resident], child: Child, need: NeedSpan, runs: Iterable[Span]
) -> Iterator[Span]:
    """What of a stretch of `reach` is left when the child has been alone for as long as its stage allows."""
    alone = stage_at(week, child, need.span.start).alone
    if need.need is not Need.REACH or alone is None:
        return
    reached = _given(week, residents, child, need)
    for run in runs:
        left = alone.stretch
        for part in minus(inside([run], need.span), minus([run], reached)):
            if part.minutes > left:
                yield Span(part.start + left, part.end)
            left = max(left - part.minutes, 0)


# Where residents are


def _resident(week: Week, adult: Adult, *, holds: bool = True) -> _Resident:
    dark = merged(unknown.span for unknown in week.unknown if unknown.adult == adult.id)
    blocks = tuple(_blocks(week, adult, dark, holds=holds))
    ways = tuple(
        way for before, after in pairwise([None, *blocks, None]) for way in _between(week, adult, before, after)
    )
    return _Resident(adult, blocks, ways, minus(dark, [Span(block.start, block.until) for block in blocks]))


def _blocks(week: Week, adult: Adult, dark: tuple[Span, ...], *, holds: bool) -> Iterator[_Block]:
    """Work as it is kept: with overrun, and begun late where the journey from the work before takes the beginning."""
    joined: list[_Block] = []
    for busy in sorted((busy for busy in week.busy if busy.adult == adult.id), key=lambda busy: busy.span):
        for span in minus([busy.span], dark) if holds and busy.kind == "hold" else [busy.span]:
            if holds or busy.kind != "hold":
                _join(joined, busy.place or ELSEWHERE, span, busy)
    before: _Block | None = None
    for block, after in zip_longest(joined, joined[1:]):
        overrun = max((busy.terms.overrun for busy in block.events if busy.span.end == block.end), default=0)
        until = block.end + overrun if after is None else max(block.end, min(block.end + overrun, after.start))
        came = before.until + _minutes(week, adult, before.place, block.place) if before else block.start
        if max(came, block.start) < until:
            before = _Block(block.place, max(came, block.start), block.end, until, block.events)
            yield before


def _join(blocks: list[_Block], place: str, span: Span, busy: Busy) -> None:
    last = blocks[-1] if blocks else None
    if last and last.place == place and span.start <= last.end:
        end = max(last.end, span.end)
        blocks[-1] = _Block(place, last.start, end, end, (*last.events, busy))
        return
    start = max(span.start, last.end) if last else span.start
    if start < span.end:
        blocks.append(_Block(place, start, span.end, span.end, (busy,)))


def _between(week: Week, adult: Adult, before: _Block | None, after: _Block | None) -> Iterator[_Way]:
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


def _way(start: int, end: int, *places: str) -> Iterator[_Way]:
    if start < end:
        yield _Way(Span(start, end), places)


def _minutes(week: Week, adult: Adult, start: str, end: str) -> int:
    """A resident's quickest minutes between two places; 0 where no way is known."""
    quickest = week.household.journeys.quickest(start, end, adult.modes)
    return quickest[0] if quickest and start != end else 0


def _minutes_home(week: Week, adult: Adult, place: str) -> int:
    """In how many minutes a resident can come home from a place."""
    if place == HOME:
        return 0
    quickest = week.household.journeys.quickest(place, HOME, adult.modes) if place != ELSEWHERE else None
    return quickest[0] if quickest else FAR


# In words


def _because(
    week: Week, residents: Iterable[_Resident], child: Child, gap: Span, need: Need, alone: Span | None
) -> str:
    """Why nobody is there; `alone` is the time alone that is longer than the child's stage allows, if that is why."""
    within = _within(week, child, gap) if need is Need.REACH else None
    said = f"{'; '.join(_why(week, resident, gap, within) for resident in residents)}."
    terms = stage_at(week, child, gap.start).alone
    if alone is None or terms is None:
        return said
    since = _clock(week, alone.start, gap)
    return f"{child.name} is alone from {since} on, and {_hours(terms.stretch)} at a stretch is the most. {said}"


def _why(week: Week, resident: _Resident, gap: Span, within: int | None) -> str:
    """What keeps a resident from the child all through a gap."""
    parts = [part for block in resident.blocks if (part := _kept(week, resident, block, gap, within))]
    dark = [span for span in resident.unknown if span.overlaps(gap)]
    name = resident.adult.name
    if not dark:
        return f"{name} is {', then '.join(parts) or 'between two pieces of work'}"
    calendars = sorted({unknown.calendar for unknown in week.unknown if unknown.adult == resident.adult.id})
    since = f" from {_clock(week, dark[0].start, gap)} on" if dark[0].start > gap.start else ""
    lost = f"nobody knows where {name} is{since} ({', '.join(calendars)} could not be read)"
    return f"{name} is {', then '.join(parts)}; {lost}" if parts else lost


def _kept(week: Week, resident: _Resident, block: _Block, gap: Span, within: int | None) -> str:
    """How a block of work keeps a resident away in a gap; empty if it does not."""
    leaves, home = block.start, block.until
    for way in resident.ways:
        if way.span.end == block.start and way.places[1:] == (block.place,):
            leaves = way.span.start
        if way.span.start == block.until and way.places[1:] == (HOME,):
            home = way.span.end
    if not Span(leaves, home).overlaps(gap):
        return ""
    if block.until <= gap.start:
        return f"on the way home until {_clock(week, home, gap)}"
    if block.start >= gap.end:
        return f"on the way to {_goal(block)} from {_clock(week, leaves, gap)} on"
    until = f"until {_clock(week, block.until, gap)}"
    back = f", home at {_clock(week, home, gap)}" if block.until < home <= gap.end else ""
    minutes = _minutes_home(week, resident.adult, block.place)
    far = f", {minutes} minutes away" if within is not None and within < minutes < FAR else ""
    if block.start > gap.start and leaves < block.start:
        return f"on the way to {_goal(block)} from {_clock(week, leaves, gap)} on and there {until}{far}{back}"
    since = f"from {_clock(week, block.start, gap)} " if block.start > gap.start else ""
    return f"{_doing(block)} {since}{until}{far}{back}"


def _doing(block: _Block) -> str:
    kinds = {busy.kind for busy in block.events}
    perhaps = "perhaps " if kinds == {"hold"} else ""
    return f"{perhaps}{'' if kinds == {'busy'} else 'at '}{_work(block)}"


def _goal(block: _Block) -> str:
    return block.place if all(busy.kind == "busy" for busy in block.events) else _work(block)


def _work(block: _Block) -> str:
    what = "busy" if all(busy.kind == "busy" for busy in block.events) else "work"
    if block.place == ELSEWHERE:
        return what
    return f"{what} at home" if block.place == HOME else f"{what} ({block.place})"


def _clock(week: Week, instant: int, gap: Span) -> str:
    """A time of the clock, with the day where it is not the gap's own."""
    local = week.clock.local(instant)
    time = f"{local:%H:%M}"
    return time if abs(instant - gap.start) < DAY else f"{time} on {local:%a} {local.day} {local:%b}"


def _hours(minutes: int) -> str:
    return f"{minutes // 60} h" + (f" {minutes % 60:02d}" if minutes % 60 else "")


def _could(week: Week, child: Child, visits: Iterable[Visit], gap: Span, need: Need) -> Iterator[str]:
    """Who or what could close a gap, or a part of it."""
    for visit in visits:
        if visit.club is None:
            yield from _place_could(week, visit, gap)
    for adult in week.household.residents:
        if any(busy.kind == "hold" and busy.adult == adult.id for busy in week.busy):
            freed = _resident(week, adult, holds=False)
            if inside(_gives(week, freed, need, _within(week, child, gap)), gap):
                yield f"{adult.name} (if the work that may not happen does not)"
    for helper in week.household.helpers:
        last = ", a last resort" if helper.help == "last resort" else ""
        for span in inside(_offered(week, helper), gap):
            day = f"{week.clock.local(span.start):%a} " if span.start - gap.start >= DAY else ""
            end = week.clock.text(span.end)
            hours = f"{week.clock.text(span.start)}-{'24:00' if end == '00:00' else end}"
            yield f"{helper.name} {day}{hours} (ask{last})"


def _place_could(week: Week, visit: Visit, gap: Span) -> Iterator[str]:
    """The hours of a place beyond the usual ones."""
    first, last = visit.drop[0], visit.pick[1]
    if visit.at_most is not None:
        first, last = max(first, visit.usual_pick - visit.at_most), min(last, visit.usual_drop + visit.at_most)
    if first < visit.usual_drop and Span(first, visit.usual_drop).overlaps(gap):
        yield f"{visit.place} (from {_clock(week, first, gap)} on)"
    if visit.usual_pick < last and Span(visit.usual_pick, last).overlaps(gap):
        yield f"{visit.place} (until {_clock(week, last, gap)})"


def _offered(week: Week, helper: Adult) -> tuple[Span, ...]:
    """When a helper may be asked."""
    taken = [busy.span for busy in week.busy if busy.adult == helper.id]
    taken += [unknown.span for unknown in week.unknown if unknown.adult == helper.id]
    if not helper.overnight:
        taken += [span for day in week.clock.days(week.horizon) if (span := week.clock.span(day, NO_GUESTS))]
    return minus([span for who, span in week.available if who == helper.id], taken)
