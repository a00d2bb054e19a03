"""Why nobody is with a child in a stretch of time, and who could be, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kinrota.gaps.residents import FAR, Block, Known, Resident, gives, minutes_home
from kinrota.model.needs import Visit, stage_at
from kinrota.model.people import Adult, Child, Need
from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.protection import kept_out
from kinrota.model.time import DAY, Span, WallSpan, inside, minus
from kinrota.model.week import Week

NO_GUESTS = WallSpan(0, 5 * 60)
"""The hours in which a helper is there only if it stays overnight."""


class Could(Struct, frozen=True):
    """Who or what could be there, and when; not `sure` where that rests on work that may not happen."""

    text: str
    span: Span
    sure: bool = True


class Gap(Struct, frozen=True):
    """An uncovered stretch of a child, of one need.

    `alone` is the time alone that is longer than the child's stage allows, and `exchange` the instant of an exchange
    at home, if that is why.
    """

    child: Child
    span: Span
    need: Need
    visits: tuple[Visit, ...]
    alone: Span | None
    exchange: int | None


def because(known: Known, gap: Gap) -> str:
    """Why nobody is there."""
    within = known.within(gap.child, gap.span) if gap.need is Need.REACH else None
    special, reason = note(known.week, gap), why(known, gap.span, within)
    return f"{gap.child.name} is {special}. {reason}" if special else reason


def note(week: Week, gap: Gap) -> str:
    """What the child is besides uncovered, such as handed over; empty if nothing."""
    if gap.exchange is not None:
        return f"handed over at {_clock(week, gap.exchange, gap.span)}: somebody has to be there"
    terms = stage_at(week, gap.child, gap.span.start).alone
    if gap.alone is None or terms is None:
        return ""
    since = _clock(week, gap.alone.start, gap.span)
    return f"alone from {since} on, and {_hours(terms.stretch)} at a stretch is the most"


def why(known: Known, gap: Span, within: int | None = None) -> str:
    """What keeps each resident away in a stretch; `within` are the minutes from which it could be reached."""
    return f"{'; '.join(_why(known.week, resident, gap, within) for resident in known.residents)}."


def _why(week: Week, resident: Resident, gap: Span, within: int | None) -> str:
    """What keeps a resident from the child all through a gap."""
    on_the_way = replace(resident, ways=tuple(way for way in resident.ways if way.span.overlaps(gap)))
    parts = [part for block in resident.blocks if (part := _kept(week, on_the_way, block, gap, within))]
    dark = [span for span in resident.unknown if span.overlaps(gap)]
    name = resident.adult.name
    if not dark:
        return f"{name} is {', then '.join(parts) or 'between two pieces of work'}"
    silent = sorted({unknown.calendar for unknown in week.unknown if unknown.adult == resident.adult.id})
    rotas = {rota.id for rota in week.household.rotas}
    lost_in = [f"{one} {'does not say' if one in rotas else 'could not be read'}" for one in silent]
    since = f" from {_clock(week, dark[0].start, gap)} on" if dark[0].start > gap.start else ""
    lost = f"nobody knows where {name} is{since} ({', '.join(lost_in)})"
    return f"{name} is {', then '.join(parts)}; {lost}" if parts else lost


def _kept(week: Week, resident: Resident, block: Block, gap: Span, within: int | None) -> str:
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
    minutes = minutes_home(week, resident.adult, block.place)
    far = f", {minutes} minutes away" if within is not None and within < minutes < FAR else ""
    if block.start > gap.start and leaves < block.start:
        return f"on the way to {_goal(block)} from {_clock(week, leaves, gap)} on and there {until}{far}{back}"
    since = f"from {_clock(week, block.start, gap)} " if block.start > gap.start else ""
    return f"{_doing(block)} {since}{until}{far}{back}"


def _doing(block: Block) -> str:
    kinds = {busy.kind for busy in block.events}
    perhaps = "perhaps " if kinds == {"hold"} else ""
    return f"{perhaps}{'' if kinds == {'busy'} else 'at '}{_work(block)}"


def _goal(block: Block) -> str:
    return block.place if all(busy.kind == "busy" for busy in block.events) else _work(block)


def _work(block: Block) -> str:
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


def could(known: Known, gaps: Sequence[Gap]) -> Iterator[Could]:
    """Who or what could close gaps of a child that follow one another, or a part of them."""
    week, whole = known.week, Span(gaps[0].span.start, gaps[-1].span.end)
    for visit in gaps[0].visits:
        if visit.club is None:
            yield from _place_could(week, visit, whole)
    for adult in week.household.residents:
        if any(busy.kind == "hold" and busy.adult == adult.id and not kept_out(week, busy) for busy in week.busy):
            yield from _freed_could(known, adult, gaps)
    for helper in week.household.helpers:
        last = ", a last resort" if helper.help == "last resort" else ""
        for span in inside(_offered(week, helper), whole):
            day = f"{week.clock.local(span.start):%a} " if span.start - whole.start >= DAY else ""
            end = week.clock.text(span.end)
            hours = f"{week.clock.text(span.start)}-{'24:00' if end == '00:00' else end}"
            yield Could(f"{helper.name} {day}{hours} (ask{last})", span)


def _freed_could(known: Known, adult: Adult, gaps: Iterable[Gap]) -> Iterator[Could]:
    """A resident, where work that may not happen is all that keeps it away."""
    freed = known.freed(adult)
    for gap in gaps:
        given = gives(known.week, freed, gap.need, known.within(gap.child, gap.span))
        if parts := inside(given, gap.span):
            yield Could(f"{adult.name} (if the unsure work falls through)", parts[0], sure=False)
            return


def _place_could(week: Week, visit: Visit, gap: Span) -> Iterator[Could]:
    """The hours of a place beyond the usual ones."""
    first, last = visit.drop[0], visit.pick[1]
    if visit.at_most is not None:
        first, last = max(first, visit.usual_pick - visit.at_most), min(last, visit.usual_drop + visit.at_most)
    if first < visit.usual_drop and (part := Span(first, visit.usual_drop).common(gap)):
        yield Could(f"{visit.place} (from {_clock(week, first, gap)} on)", part)
    if visit.usual_pick < last and (part := Span(visit.usual_pick, last).common(gap)):
        yield Could(f"{visit.place} (until {_clock(week, last, gap)})", part)


def _offered(week: Week, helper: Adult) -> tuple[Span, ...]:
    """When a helper may be asked."""
    taken = [busy.span for busy in week.busy if busy.adult == helper.id and not kept_out(week, busy)]
    taken += [unknown.span for unknown in week.unknown if unknown.adult == helper.id]
    if not (helper.overnight or helper.hosts):
        taken += [span for day in week.clock.days(week.horizon) if (span := week.clock.span(day, NO_GUESTS))]
    return minus([span for who, span in week.available if who == helper.id], taken)
