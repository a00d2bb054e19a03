"""What work does to the limits of a working day that a household sets, from its events alone."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.household import Limits
from kinrota.model.needs import visits_of
from kinrota.model.places import HOME
from kinrota.model.plan import Finding
from kinrota.model.time import DAY, Span
from kinrota.model.week import Busy, Week
from kinrota.solve.rest import night_shifts
from kinrota.solve.work import Agenda, Block, aside, minutes_between

NOON = 12 * 60
NEXT_DAY = dt.timedelta(days=1)


class _Outing(Struct, frozen=True):
    """A time away from home for work, its journeys included: blocks between which there is no time to be home."""

    span: Span
    blocks: tuple[Block, ...]

    @property
    def worked(self) -> tuple[Busy, ...]:
        return tuple(busy for block in self.blocks for busy in block.worked)


def broken(week: Week, agendas: Mapping[str, Agenda]) -> Iterator[Finding]:
    """The limits that the work of residents breaks: long days, late returns, short rests."""
    for adult in week.household.residents:
        agenda, limits = agendas[adult.id], week.household.limits_of(adult.id)
        outings = [outing for outing in _outings(week, agenda) if outing.worked]
        yield from _long_days(week, agenda, limits, outings)
        yield from _late_returns(week, agenda, limits, outings)
        yield from _short_rests(week, agenda, limits)


def _outings(week: Week, agenda: Agenda) -> list[_Outing]:
    found: list[_Outing] = []
    for block in agenda.all_blocks:
        if block.at_home:
            continue
        leaves = block.span.start - minutes_between(week, agenda.adult, HOME, block.place)
        back = block.span.end + minutes_between(week, agenda.adult, block.place, HOME)
        last = found[-1] if found else None
        if last is not None and leaves <= last.span.end:
            found[-1] = _Outing(Span(last.span.start, max(back, last.span.end)), (*last.blocks, block))
        else:
            found.append(_Outing(Span(leaves, back), (block,)))
    return found


def _long_days(week: Week, agenda: Agenda, limits: Limits, outings: list[_Outing]) -> Iterator[Finding]:
    for outing in outings:
        longest, away = limits.longest_day, outing.span
        if longest is not None and away.minutes > longest and away.overlaps(week.horizon):
            first = outing.worked[0]
            sentence = (
                f"{agenda.adult.name} is away {_hours(away.minutes)} for {_title(first)} {when(week, away)}; "
                f"{_hours(longest)} is the limit.{aside(outing.worked)}"
            )
            yield Finding("long-day", sentence, agenda.adult.id, first.event, away)


def _late_returns(week: Week, agenda: Agenda, limits: Limits, outings: list[_Outing]) -> Iterator[Finding]:
    latest = limits.latest_return
    if latest is None:
        return
    schooldays = _schooldays(week)
    for day in week.clock.days(week.horizon):
        at = week.clock.at(day, latest if latest >= NOON else latest + DAY)
        away = next((one for one in outings if one.span.start < at < one.span.end), None)
        if away is not None and day + NEXT_DAY in schooldays:
            last = max(away.worked, key=lambda busy: (busy.span.end, busy.span, busy.event))
            sentence = (
                f"{agenda.adult.name} is back from {_title(last)} {_moment(week, away.span.end)}, "
                f"on the eve of a day of school; {week.clock.text(at)} is the limit.{aside(away.worked)}"
            )
            yield Finding("late-return", sentence, agenda.adult.id, last.event, Span(at, away.span.end))


def _schooldays(week: Week) -> set[dt.date]:
    """The dates of attendance, clubs aside, the date after the horizon included."""
    horizon = week.horizon
    after = week.clock.day(week.clock.date(horizon.end))
    longer = replace(week, horizon=Span(horizon.start, after.end))
    visits = (visit for child in week.household.children for visit in visits_of(longer, child.id))
    return {week.clock.date(visit.sure.start) for visit in visits if visit.club is None}


def _short_rests(week: Week, agenda: Agenda, limits: Limits) -> Iterator[Finding]:
    blocks = [block for block in agenda.all_blocks if block.worked]
    for before, after in itertools.pairwise(blocks):
        rest = after.span.start - before.span.end
        if limits.rest is None or not 0 < rest < limits.rest or not _new_day(week, agenda, before, after):
            continue
        between, first = Span(before.span.end, after.span.start), after.worked[0]
        if between.overlaps(week.horizon):
            sentence = (
                f"{agenda.adult.name} has {_hours(rest)} of rest before {_title(first)} "
                f"{_moment(week, after.span.start)}; {_hours(limits.rest)} is the limit."
                f"{aside((*before.worked, *after.worked))}"
            )
            yield Finding("short-rest", sentence, agenda.adult.id, first.event, between)


def _new_day(week: Week, agenda: Agenda, before: Block, after: Block) -> bool:
    """Whether a block begins a working day of its own: on another date, or as a night shift; not if work touches."""
    if any(shift.covers(Span(before.span.end, after.span.start)) for shift in agenda.shifts):
        return False
    by_night = any(shift.overlaps(after.span) for _, shift in night_shifts(week, agenda))
    return by_night or week.clock.date(before.span.start) != week.clock.date(after.span.start)


def _title(busy: Busy) -> str:
    return busy.title or "work"


def _hours(minutes: int) -> str:
    return f"{minutes // 60} h {minutes % 60:02d}"


def _moment(week: Week, instant: int) -> str:
    return f"on {week.clock.long_day(instant)} at {week.clock.text(instant)}"


def when(week: Week, span: Span) -> str:
    """A stretch of time in a sentence."""
    return f"on {week.clock.long_day(span.start)}, {week.clock.text(span.start)}-{week.clock.text(span.end)}"
