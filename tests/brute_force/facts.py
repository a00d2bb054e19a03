"""What a tiny week fixes before anything is chosen, taken from the independent check alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from kinrota.model.people import Adult
from kinrota.model.places import ELSEWHERE, HOME, MODES, Mode
from kinrota.model.plan import Plan
from kinrota.model.week import Week
from kinrota.verify.blocks import Block
from kinrota.verify.case import Case
from kinrota.verify.visits import Visit

BIKE_ALONE_AT = 6
CAR_SEATS = 5
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

    @cached_property
    def case(self) -> Case:
        """The check's own reading of the week."""
        return Case(self.week, empty_plan(self.week))

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
        journeys = self.week.household.journeys
        found: set[int] = set()
        for adult in self.week.household.residents:
            for block in self.blocks[adult.id]:
                if block.place != ELSEWHERE:
                    for mode in adult.modes:
                        there, back = (
                            journeys.minutes(place, block.place, mode),
                            journeys.minutes(block.place, place, mode),
                        )
                        if there is not None and (before or block.place == HOME):
                            found.add(block.start - there)
                        if back is not None and (not before or block.place == HOME):
                            found.add(block.until + back)
        for other in self.visits:
            if other.place != place:
                found |= self._beside(place, other)
        return found

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
