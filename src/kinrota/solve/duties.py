"""What a household owes itself beside care: routines, chores, own time and time together, and when each may be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from kinrota.model.duties import Chore, Occasion, Routine, Together
from kinrota.model.needs import NeedSpan, custody_of
from kinrota.model.people import OwnTime
from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.routines import windows_of
from kinrota.model.time import Span, WallSpan, monday
from kinrota.model.week import Week
from kinrota.solve.work import Agenda

DAYS_A_WEEK = 7
HALF_HOUR = 30
CHORE_HOURS = WallSpan(7 * 60, 22 * 60)
"""When chores are done that have no window."""
SMALL_HOURS = (0, 5 * 60)
"""Minutes from midnight between which nobody has time of its own, or together."""

Needs = dict[str, tuple[NeedSpan, ...]]
Agendas = dict[str, Agenda]


class Option(Struct, frozen=True):
    """One way of doing something: by whom together, and when."""

    doers: tuple[str, ...]
    span: Span


class Ritual(Struct, frozen=True):
    """A routine on one of its dates; `children` are those to whom it is owed."""

    routine: Routine
    day: dt.date
    children: tuple[str, ...]
    options: tuple[Option, ...]


class Turn(Struct, frozen=True):
    """A chore done once in its day or week, which begins on `day`: the options of each go."""

    chore: Chore
    number: int
    day: dt.date
    goes: tuple[tuple[Option, ...], ...]


class Leisure(Struct, frozen=True):
    """Minutes of own time, or of time together, that are owed in a week whose first date here is `day`."""

    what: OwnTime | Together
    adults: tuple[str, ...]
    children: tuple[str, ...]
    day: dt.date
    dates: frozenset[dt.date]
    minutes: int

    @property
    def gives(self) -> bool:
        """Whether who has it answers for children all the same: the family's time."""
        return bool(self.children)


class Gathering(Struct, frozen=True):
    """An occasion that is owed, to whom, and the places where it may be; the household's own comes first."""

    occasion: Occasion
    span: Span
    who: tuple[str, ...]
    places: tuple[str, ...]


class Duties(Struct, frozen=True):
    """Everything that is owed over the horizon."""

    rituals: tuple[Ritual, ...] = ()
    turns: tuple[Turn, ...] = ()
    leisure: tuple[Leisure, ...] = ()
    occasions: tuple[Gathering, ...] = ()

    @property
    def edges(self) -> Iterator[int]:
        """Where routines may begin or end, and occasions at home do."""
        for ritual in self.rituals:
            for option in ritual.options:
                yield from (option.span.start, option.span.end)
        for gathering in self.occasions:
            if HOME in gathering.places:
                yield from (gathering.span.start, gathering.span.end)

    @property
    def away(self) -> tuple[tuple[Span, str], ...]:
        """When something may be at a place other than home, and where."""
        found = {(gathering.span, place) for gathering in self.occasions for place in gathering.places}
        found |= {(option.span, ritual.routine.place) for ritual in self.rituals for option in ritual.options}
        return tuple(sorted((span, place) for span, place in found if place not in (HOME, ELSEWHERE)))


def duties_of(week: Week, agendas: Agendas, needs: Needs) -> Duties:
    """What is owed on the horizon's dates without a pause."""
    return Duties(
        tuple(_rituals(week, agendas, needs)),
        tuple(_turns(week, agendas)),
        tuple(_leisure(week)),
        tuple(_occasions(week, agendas)),
    )


def weeks_of(week: Week) -> Iterator[tuple[dt.date, tuple[dt.date, ...]]]:
    """The weeks that the horizon touches: the first date of each in it, and its dates in it without a pause."""
    found: dict[dt.date, list[dt.date]] = {}
    for day in week.clock.days(week.horizon):
        found.setdefault(monday(day), []).append(day)
    for days in found.values():
        yield days[0], tuple(day for day in days if not week.household.paused(day))


def _rituals(week: Week, agendas: Agendas, needs: Needs) -> Iterator[Ritual]:
    for routine in week.household.routines:
        for day, window, here in windows_of(week, routine):
            options = tuple(_ways_to_do(week, agendas, needs, routine, window, here))
            yield Ritual(routine, day, here, options)


def _ways_to_do(
    week: Week, agendas: Agendas, needs: Needs, routine: Routine, window: Span, children: tuple[str, ...]
) -> Iterator[Option]:
    together = [routine.by] if routine.how == "all" else [(name,) for name in routine.by]
    for start in _starts(week, window, routine.takes, week.household.grid):
        span = Span(start, start + routine.takes)
        if all(_awake(needs[child], span, window) for child in children):
            for doers in together:
                if all(_could(week, agendas[name], span) for name in doers):
                    yield Option(doers, span)


def _starts(week: Week, window: Span, minutes: int, grid: int) -> list[int]:
    """Where something that lasts so long may begin in a window: on a grid, with the window, or so as to end with it."""
    last = window.end - minutes
    if last < window.start:
        return []
    ticks = week.clock.ticks(Span(window.start, last + 1), grid)
    return sorted({window.start, last, *(t for t in ticks if window.start <= t <= last)})


def _awake(needs: tuple[NeedSpan, ...], span: Span, window: Span) -> bool:
    """Whether a child is awake through a span, or asleep through the whole window."""
    asleep = [need for need in needs if need.sleep and need.span.overlaps(window)]
    through = sum(common.minutes for need in asleep if (common := need.span.common(window))) == window.minutes
    return through or not any(need.span.overlaps(span) for need in asleep)


def _could(week: Week, agenda: Agenda, span: Span) -> bool:
    """Whether an adult is neither surely at work nor unknown then; of a helper, whether it could be asked."""
    if any(block.sure and block.sure.overlaps(span) for block in agenda.blocks) or not agenda.known.covers(span):
        return False
    offered = [offer for name, offer in week.available if name == agenda.adult.id]
    return not agenda.adult.helper or any(offer.covers(span) for offer in offered)


def _turns(week: Week, agendas: Agendas) -> Iterator[Turn]:
    for chore in week.household.chores:
        periods = _daily(week) if chore.per == "day" else weeks_of(week)
        number = 0
        for first, dates in periods:
            times = chore.times if chore.per == "day" else chore.times * len(dates) // DAYS_A_WEEK
            goes = tuple(tuple(_when_done(week, agendas, chore, dates, n)) for n in range(len(chore.goes)))
            for _ in range(times):
                number += 1
                yield Turn(chore, number, first, goes)


def _daily(week: Week) -> Iterator[tuple[dt.date, tuple[dt.date, ...]]]:
    for day in week.clock.days(week.horizon):
        if not week.household.paused(day):
            yield day, (day,)


def _when_done(week: Week, agendas: Agendas, chore: Chore, dates: tuple[dt.date, ...], go: int) -> Iterator[Option]:
    minutes = sum(step.least for step in chore.goes[go])
    weekly = chore.per == "week"
    for day in dates:
        window = week.clock.span(day, chore.window or CHORE_HOURS)
        if window is None or not week.horizon.covers(window):
            continue
        end = min(window.end, week.clock.day(dates[-1]).end) if weekly else window.end
        for start in _starts(week, Span(window.start, end), minutes, HALF_HOUR if weekly else week.household.grid):
            span = Span(start, start + minutes)
            for name in chore.by:
                owned = weekly and any(own.overlaps(span) for own in protected_of(week, name))
                if not owned and not agendas[name].adult.helper and _could(week, agendas[name], span):
                    yield Option((name,), span)


def protected_of(week: Week, adult: str) -> Iterator[Span]:
    """The time that an adult owns."""
    for protected in week.household.protected:
        if adult in protected.who:
            for day in week.clock.days(Span(week.horizon.start - 1, week.horizon.end)):
                span = week.clock.span(day, protected.hours.wall) if day.weekday() in protected.hours.weekdays else None
                if span is not None:
                    yield span


def _leisure(week: Week) -> Iterator[Leisure]:
    household = week.household
    children = {child.id for child in household.children}
    owed: list[tuple[OwnTime | Together, tuple[str, ...]]] = [
        (adult.own_time, (adult.id,)) for adult in household.residents if adult.own_time
    ]
    owed += [(together, together.who) for together in household.together]
    for what, who in owed:
        for first, dates in weeks_of(week):
            minutes = what.per_week * len(dates) // DAYS_A_WEEK
            if minutes:
                adults = tuple(name for name in who if name not in children)
                young = tuple(name for name in who if name in children)
                yield Leisure(what, adults, young, first, frozenset(dates), minutes)


def _occasions(week: Week, agendas: Agendas) -> Iterator[Gathering]:
    children = {child.id for child in week.household.children}
    for occasion in week.household.occasions:
        span = week.clock.span(occasion.on, occasion.wall)
        if span is None or not week.horizon.covers(span) or week.household.paused(occasion.on):
            continue
        who = tuple(
            name
            for name in occasion.who
            if name not in children or not any(away.overlaps(span) for away in custody_of(week, name))
        )
        if who:
            moved = _visited(agendas, who, span) if occasion.may_move else ()
            yield Gathering(occasion, span, who, tuple(dict.fromkeys((occasion.place, *moved))))


def _visited(agendas: Agendas, who: tuple[str, ...], span: Span) -> Iterator[str]:
    """Where residents are at work through all of a span, and may be visited."""
    for name in who:
        agenda = agendas.get(name)
        for block in agenda.blocks if agenda and not agenda.adult.helper else ():
            if block.place not in (HOME, ELSEWHERE) and block.span.covers(span) and block.visited(span):
                yield block.place
