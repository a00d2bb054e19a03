"""What a tiny week fixes before anything is chosen, taken from the independent check alone."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from kinrota.model.history import Decline, Pin
from kinrota.model.people import Adult
from kinrota.model.places import ELSEWHERE, HOME, MODES, Mode
from kinrota.model.plan import Plan
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.verify.blocks import Block
from kinrota.verify.case import Case
from kinrota.verify.visits import Visit
from tests.brute_force.fairness import Fairness

BIKE_ALONE_AT = 6
CAR_SEATS = 5
NO_CAR: tuple[Mode, ...] = tuple(mode for mode in MODES if mode != "car")
NOBODY, ITSELF, OTHERS = "nobody", "itself", "the other household"


class Whereabouts(Protocol):
    """A stretch of somebody's day."""

    @property
    def start(self) -> int: ...
    @property
    def doing(self) -> str: ...
    @property
    def place(self) -> str | None: ...
    @property
    def to_place(self) -> str | None: ...


def _shared(way: tuple[str, str], ends: tuple[str, str]) -> bool:
    """Whether two ways have an end in common that is not home."""
    return any(one == other != HOME for one, other in zip(way, ends, strict=True))


def empty_plan(week: Week) -> Plan:
    """No plan at all, to hold the facts that come from the week."""
    return Plan("", (), week.clock.zone, week.horizon, "feasible", (), {}, {})


class Riding(Whereabouts, Protocol):
    """A stretch of an adult's day, with the shared vehicle that it has with it."""

    @property
    def vehicle(self) -> str: ...


@dataclass(frozen=True)
class Facts:
    """A week's facts, and the questions that the enumeration asks of them."""

    week: Week
    asked: tuple[Span, ...] = ()
    """When it is asked about every sleep that begins or ends then."""

    @cached_property
    def case(self) -> Case:
        """The check's own reading of the week."""
        return Case(self.week, empty_plan(self.week))

    @cached_property
    def fairness(self) -> Fairness:
        """What the day's loads are measured by."""
        return Fairness(self.case)

    @cached_property
    def pins(self) -> tuple[Pin, ...]:
        """What was settled by hand."""
        return self.week.pins

    @cached_property
    def declined(self) -> tuple[Decline, ...]:
        """What adults said no to."""
        return self.week.declined

    def takes(self, adult: str, child: str, ends: tuple[str, str], span: Span) -> bool:
        """Whether an adult said no to no journey with a child from a place to another then."""
        return not any(
            no.way and (no.adult, no.child) == (adult, child) and no.span.overlaps(span) and _shared(no.way, ends)
            for no in self.declined
        )

    @cached_property
    def interruptions(self) -> dict[str, int]:
        """The minutes in which each adult's work may be interrupted, as bits from the horizon's start."""
        horizon = self.week.horizon
        return {
            adult.id: sum(1 << n for n in range(horizon.minutes) if self.interruptible(adult.id, horizon.start + n))
            for adult in self.week.household.adults
        }

    @cached_property
    def visits(self) -> list[Visit]:
        """Every attendance of the day."""
        return self.case.visits

    @cached_property
    def blocks(self) -> dict[str, tuple[Block, ...]]:
        """Each adult's work."""
        return {name: agenda.blocks for name, agenda in self.case.agendas.items()}

    @cached_property
    def small(self) -> frozenset[str]:
        """The children that cannot ride a bike of their own."""
        day = self.week.clock.date(self.week.horizon.start)
        return frozenset(
            child.id
            for child in self.week.household.children
            if (self.week.household.stage_of(child, day).from_age if child.age(day) is None else child.age(day) or 0)
            < BIKE_ALONE_AT
        )

    def driven(self, adult: str) -> dict[str, int]:
        """The shared vehicles that an adult drives, each with its seats."""
        return {v.id: v.seats for v in self.week.household.vehicles if adult in v.drivers}

    def shares(self, adult: str) -> bool:
        """Whether an adult drives shared vehicles, and none alone."""
        owned = [set(v.drivers) for v in self.week.household.vehicles if adult in v.drivers]
        return bool(owned) and {adult} not in owned

    def ride(
        self,
        adult: Adult,
        start: str,
        end: str,
        aboard: frozenset[str],
        modes: tuple[Mode, ...],
        seats: int = CAR_SEATS,
    ) -> tuple[int, Mode] | None:
        """The quickest minutes and mode with these children along, of the modes at hand."""
        able = [
            mode
            for mode in adult.modes
            if mode in modes
            and not (mode == "bike" and len(aboard & self.small) > 1)
            and not (mode == "car" and len(aboard) >= seats)
        ]
        return self.week.household.journeys.quickest(start, end, able)

    def drops(self, visit: Visit) -> list[int]:
        """The instants at which a visit may begin, by "Which instants"."""
        if not visit.brought:
            return [visit.sure.start]
        last = visit.sure.start
        found = self._window(
            visit.first_drop, last, visit.usual_drop, narrow=visit.first_drop == last - 10 == visit.usual_drop - 10
        )
        found |= set(self._ticks(last + 1, last + visit.late))
        found |= {t for t in self._joins(visit.place, before=True) if visit.first_drop <= t <= last + visit.late}
        if visit.at_most is not None and visit.fetched:
            longest = max(visit.at_most, visit.sure.minutes)
            ends = {visit.sure.end, visit.last_pick, visit.usual_pick}
            found |= {t - longest for t in ends if visit.first_drop <= t - longest <= last + visit.late}
        return sorted(found)

    def picks(self, visit: Visit) -> list[int]:
        """The instants at which a visit may end."""
        if not visit.fetched:
            return [visit.sure.end]
        first = visit.sure.end
        found = self._window(
            first, visit.last_pick, visit.usual_pick, narrow=visit.last_pick == first + 10 == visit.usual_pick + 10
        )
        found |= {t for t in self._joins(visit.place, before=False) if first <= t <= visit.last_pick}
        if visit.at_most is not None:
            longest = max(visit.at_most, visit.sure.minutes)
            found |= {t + longest for t in self.drops(visit) if first <= t + longest <= visit.last_pick}
        return sorted(found)

    def _window(self, first: int, last: int, usual: int, *, narrow: bool) -> set[int]:
        return {first, last, usual} | (set() if narrow else set(self._ticks(first, last)))

    def _ticks(self, first: int, last: int) -> list[int]:
        return [t for t in range(first, last + 1) if self.week.clock.wall(t) % self.week.household.grid == 0]

    def _joins(self, place: str, *, before: bool) -> set[int]:
        """Instants that join work (away before it when bringing, after it when fetching), or another child's visit."""
        found: set[int] = set()
        for adult in self.week.household.residents:
            for block in self.blocks[adult.id]:
                if block.place != ELSEWHERE:
                    if before or block.place == HOME:
                        found |= {block.start - takes for takes in self._takes(adult, place, block.place)}
                    if not before or block.place == HOME:
                        found |= {block.until + takes for takes in self._takes(adult, block.place, place)}
        for other in self.visits:
            if other.place != place:
                found |= self._beside(place, other)
        return found

    def _takes(self, adult: Adult, start: str, end: str) -> set[int]:
        """The minutes of an adult's way with any children along, by what it may have with it."""
        driven = self.driven(adult.id)
        seats = max(driven.values(), default=CAR_SEATS)
        goes_to = {visit.place for visit in self.visits} | {block.place for block in self.blocks[adult.id]}
        at_home: list[tuple[Mode, ...]] = [MODES, NO_CAR] if driven else [MODES]
        having = {
            ride[1] == "car"
            for place in sorted(goes_to - {HOME, ELSEWHERE})
            for modes in at_home
            for load in self._loads
            if (ride := self.ride(adult, HOME, place, load, modes, seats))
        }
        at_hand = at_home if start == HOME else [("car",) if car else NO_CAR for car in sorted(having)]
        rides = [self.ride(adult, start, end, load, modes, seats) for modes in at_hand for load in self._loads]
        return {0} if start == end else {ride[0] for ride in rides if ride}

    @cached_property
    def _loads(self) -> list[frozenset[str]]:
        """Any children together, and none."""
        names = [child.id for child in self.week.household.children]
        return [frozenset(load) for many in range(len(names) + 1) for load in itertools.combinations(names, many)]

    def _beside(self, place: str, other: Visit) -> set[int]:
        """A journey away from another visit's given instants."""
        journeys = self.week.household.journeys
        given = {other.usual_drop, other.usual_pick}
        if other.first_drop != other.usual_drop - 10 or other.sure.start != other.usual_drop:
            given |= {other.first_drop, other.sure.start, *self._ticks(other.first_drop, other.sure.start)}
        if other.last_pick != other.usual_pick + 10 or other.sure.end != other.usual_pick:
            given |= {other.sure.end, other.last_pick, *self._ticks(other.sure.end, other.last_pick)}
        found: set[int] = set()
        for mode in sorted({mode for adult in self.week.household.residents for mode in adult.modes}):
            there, here = journeys.minutes(place, other.place, mode), journeys.minutes(other.place, place, mode)
            found |= {t - there for t in given} if there is not None else set()
            found |= {t + here for t in given} if here is not None else set()
        return found

    def way_alone(self, child: str, start: str, end: str) -> tuple[int, Mode] | None:
        """A child's own quickest way by its stage."""
        household = self.week.household
        stage = household.stage_of(household.child(child), self.week.clock.date(self.week.horizon.start))
        journeys = household.journeys
        able = [
            mode
            for mode in stage.moves_by
            if (takes := journeys.minutes(start, end, mode)) is not None
            and (mode not in ("walk", "bike") or takes <= stage.moves_up_to)
        ]
        return journeys.quickest(start, end, able)

    def unescorted(self, place: str) -> int:
        """The minutes of gap where nobody brings or fetches."""
        found = self.week.household.journeys.quickest(HOME, place, MODES)
        return found[0] if found else 10

    def by_day(self, adult: str, start: int) -> bool:
        """Whether a sleep that begins then is the one after a night shift."""
        return any(owed.window is None and owed.first <= start <= owed.last for owed in self.case.owed.get(adult, ()))

    def interruptible(self, adult: str, instant: int) -> bool:
        """Whether work at home may be interrupted."""
        block = self.case.agendas[adult].block_at(instant)
        return block is not None and all(busy.terms.interruptible for busy in block.going_on(instant))

    def reachable(self, adult: str, instant: int) -> bool:
        """Whether somebody at work may be called."""
        block = self.case.agendas[adult].block_at(instant)
        return block is not None and all(busy.terms.reachable for busy in block.going_on(instant))

    def near(self, adult: str, piece: Riding, child: str, part: Whereabouts, instant: int) -> bool:
        """Whether an adult can be with a child in time."""
        alone = self.case.stage_at[child][instant - self.week.horizon.start].alone
        if alone is None or piece.place is None or piece.doing in ("gone", "unknown"):
            return False
        if piece.doing in ("work", "away") and not self.reachable(adult, instant):
            return False
        here = (part.place, part.to_place) == (HOME, None)
        if piece.doing == "sleep" and not (self.by_day(adult, piece.start) and here):
            return False
        theirs = [place for place in (part.place, part.to_place) if place is not None]
        own = [place for place in (piece.place, piece.to_place) if place is not None]
        car = bool(piece.vehicle) or not self.shares(adult)
        return all(self.minutes(adult, one, other, car=car) <= alone.within for one in own for other in theirs)

    def minutes(self, adult: str, here: str, there: str, *, car: bool = True) -> float:
        """An adult's quickest minutes between two places."""
        if ELSEWHERE in (here, there):
            return float("inf")
        modes = [mode for mode in self.case.adults[adult].modes if car or mode != "car"]
        found = self.week.household.journeys.quickest(here, there, modes)
        return 0 if here == there else found[0] if found else float("inf")
