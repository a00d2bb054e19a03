"""A plan beside its week, as the checks read them: everybody's minutes, and the facts recomputed from the week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property

from msgspec.structs import replace

from kinrota.model.people import Adult, Child, Stage
from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.plan import AdultSpan, ChildSpan, Plan
from kinrota.model.time import Span, week_day
from kinrota.model.week import Week
from kinrota.verify.blocks import Agenda, agenda
from kinrota.verify.driving import Driving
from kinrota.verify.minutes import by_minute, runs
from kinrota.verify.needs import Childhood, childhood
from kinrota.verify.rest import Owed, owed_sleep
from kinrota.verify.visits import Stay, Visit, stays, visits

SLEEP, TRAVEL = "sleep", "travel"
ON_THE_WAY = ("escort", "alone")


class Case:
    """What every check is given. Minutes count from the horizon's start; instants since the epoch."""

    def __init__(self, week: Week, plan: Plan) -> None:
        self.week, self.plan = week, plan
        self.household, self.clock, self.horizon = week.household, week.clock, week.horizon
        self.start = week.horizon.start
        self.length = week.horizon.minutes
        self.adults: dict[str, Adult] = {adult.id: adult for adult in week.household.adults}
        self.children: dict[str, Child] = {child.id: child for child in week.household.children}

    @cached_property
    def days(self) -> tuple[dt.date, ...]:
        """The dates of the horizon."""
        return tuple(self.clock.days(self.horizon))

    @cached_property
    def child_at(self) -> dict[str, list[ChildSpan]]:
        """Each child's span, minute by minute."""
        return {name: by_minute(spans) for name, spans in self.plan.children.items()}

    @cached_property
    def adult_at(self) -> dict[str, list[AdultSpan]]:
        """Each adult's span, minute by minute."""
        return {name: by_minute(spans) for name, spans in self.plan.adults.items()}

    @cached_property
    def span_at(self) -> dict[str, list[int]]:
        """Which of its spans each adult is in, minute by minute."""
        return {
            name: [n for n, span in enumerate(spans) for _ in range(span.span.minutes)]
            for name, spans in self.plan.adults.items()
        }

    @cached_property
    def carers(self) -> dict[str, list[str | None]]:
        """The adult who answers for each child, minute by minute."""
        return {name: [carer_in(span) for span in minutes] for name, minutes in self.child_at.items()}

    @cached_property
    def carers_now(self) -> list[tuple[str | None, ...]]:
        """The adults who answer for the children, minute by minute."""
        return list(zip(*self.carers.values(), strict=True))

    @cached_property
    def visits(self) -> list[Visit]:
        """Every attendance and club of the horizon."""
        return visits(self.week)

    @cached_property
    def stays(self) -> list[Stay]:
        """Every stay of a child at a place that attends it."""
        return stays(self.plan, self.visits)

    @cached_property
    def places(self) -> frozenset[str]:
        """The places that attend a child."""
        duties = {duty.place for duty in self.household.attendance}
        return frozenset(duties | {club.place for club in self.week.clubs})

    @cached_property
    def childhood(self) -> dict[str, Childhood]:
        """Each child's needs, sleep and custody."""
        return {child.id: childhood(self.week, child, self.visits) for child in self.household.children}

    @cached_property
    def agendas(self) -> dict[str, Agenda]:
        """Each adult's work and unknown time."""
        return {adult.id: agenda(self.week, adult) for adult in self.household.adults}

    @cached_property
    def driving(self) -> Driving:
        """Who has which shared vehicle when."""
        return Driving(self.week, self.plan.adults, self.agendas)

    @cached_property
    def owed(self) -> dict[str, list[Owed]]:
        """The sleep that each resident owes."""
        return {adult.id: owed_sleep(self.week, self.agendas[adult.id]) for adult in self.household.residents}

    @cached_property
    def stage_at(self) -> dict[str, list[Stage]]:
        """Each child's row of the stage table, minute by minute."""
        return {
            child.id: [
                stage
                for day in self.days
                for stage in [self.household.stage_of(child, day)] * self.clock.day(day).minutes
            ]
            for child in self.household.children
        }

    @cached_property
    def child_moves(self) -> dict[str, tuple[ChildSpan, ...]]:
        """Each child's spans with the pieces of one way joined: a need or an adult in reach may change under way."""
        return {name: tuple(_joined_ways(spans)) for name, spans in self.plan.children.items()}

    def minute(self, instant: int) -> int:
        """The minute of the horizon that begins at an instant."""
        return instant - self.start

    def adult_place(self, adult: str, minute: int) -> str | None:
        """Where an adult is in a minute; None on a journey, elsewhere, or where nobody knows."""
        span = self.adult_at[adult][minute]
        return None if span.doing == TRAVEL or span.place == ELSEWHERE else span.place

    def by_day(self, adult: str, run: Span) -> bool:
        """Whether a run of sleep begins within three hours of being home from a night shift: sleep by day."""
        return any(owed.window is None and owed.first <= run.start <= owed.last for owed in self.owed.get(adult, []))

    @cached_property
    def day_sleep(self) -> dict[str, frozenset[int]]:
        """The starts of each adult's spans of sleep by day."""
        return {
            name: frozenset(
                member.span.start
                for run, members in runs(spans, lambda span: span.doing)
                if members[0].doing == SLEEP and self.by_day(name, run)
                for member in members
            )
            for name, spans in self.plan.adults.items()
        }

    def name(self, person: str) -> str:
        """What the household calls a person."""
        known: dict[str, Adult | Child] = {**self.adults, **self.children}
        return known[person].name if person in known else person

    def when(self, span: Span) -> str:
        """A stretch of time as the household says it."""
        day, until = self.clock.date(span.start), self.clock.date(span.end - 1)
        first, last = self.clock.text(span.start), self.clock.text(span.end)
        if day == until:
            return f"on {week_day(day)} from {first} to {last}"
        return f"from {week_day(day)} {first} to {week_day(self.clock.date(span.end))} {last}"

    def moment(self, instant: int) -> str:
        """An instant as the household says it."""
        return f"on {week_day(self.clock.date(instant))} at {self.clock.text(instant)}"


def _joined_ways(spans: tuple[ChildSpan, ...]) -> Iterator[ChildSpan]:
    def way(span: ChildSpan) -> tuple[object, ...]:
        start = None if span.to_place else span.span.start
        return span.how, span.met_by, span.place, span.to_place, span.mode, start

    for span, members in runs(spans, way):
        yield replace(members[0], span=span)


def carer_in(span: ChildSpan) -> str | None:
    """The adult who answers for a child in a span of its account."""
    return span.met_by if span.how in ("care", "escort") else None


def way_ends(span: ChildSpan | AdultSpan) -> tuple[str | None, ...]:
    """The place of a stay, or both ends of a journey."""
    return (span.place,) if span.to_place is None else (span.place, span.to_place)


def place_after(span: ChildSpan | AdultSpan) -> str | None:
    """Where somebody is when a span ends."""
    return span.place if span.to_place is None else span.to_place


def leaves_home(span: AdultSpan) -> bool:
    """Whether a span is a journey that begins at home."""
    return span.doing == TRAVEL and span.place == HOME
