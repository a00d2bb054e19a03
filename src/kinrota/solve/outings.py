"""Rules of modes: what takes the children along, and by what an adult leaves home for those it will have along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kinrota.model.places import HOME
from kinrota.solve.arcs import Arc, Node
from kinrota.solve.program import Expr, Literal, Program, Terms, total
from kinrota.solve.vehicles import Vehicles

SMALL = 6
"""Years; a younger child takes a seat on an adult's bike."""

Limits = tuple[int, int, int, int]
"""The loads that a mode is for: least and most children under six, least and most children in all."""
Riders = dict[tuple[str, Arc], list[tuple[str, Literal]]]
"""Who may be along on an adult's arc."""
Leaving = dict[tuple[str, Limits], list[tuple[Arc, Literal]]]
"""For an adult and a load that it has, then or later: the arcs from home, each with when the load is needed."""


def modes_fit(program: Program) -> None:
    """A mode takes its load; a slower one is only for a load that the quicker ones do not take.

    Where the car is quicker, an adult leaves home without it also for a load that it has later, until home again, and
    without a shared one where that is gone, or left for another.
    """
    riders: Riders = defaultdict(list)
    for (child, name, arc), literal in program.along.items():
        riders[name, arc].append((child, literal))
    leaving: Leaving = defaultdict(list)
    _without_a_vehicle(program, leaving)
    for (name, arc), taken in program.arc.items():
        if arc.kind != "journey":
            continue
        small, everybody = _load(program, arc, riders[name, arc])
        if len(riders[name, arc]) > min(arc.most_small, arc.most_all):
            program.model.add(small <= arc.most_small)
            program.model.add(everybody <= arc.most_all)
        if arc.start == HOME and arc.least_all:
            leaving[name, _limits(arc)].append((arc, taken))
        elif not arc.instead and (arc.least_small or arc.least_all):
            program.model.add(small >= arc.least_small * taken)
            program.model.add(everybody >= arc.least_all * taken)
    for (name, limits), arcs in leaving.items():
        _Outings(program, name, limits, riders).leave(arcs)


def _without_a_vehicle(program: Program, leaving: Leaving) -> None:
    """Who leaves home in place of going by a shared vehicle has a reason: taken <= sum of the reasons."""
    vehicles = Vehicles(program)
    for (name, arc), taken in program.arc.items():
        if arc.instead:
            reasons = list(_reasons(program, vehicles, name, arc))
            program.model.add(taken <= total(literal for _, literal in reasons))
            for limits, literal in reasons:
                if limits[0] or limits[2]:
                    leaving[name, limits].append((arc, literal))
    vehicles.bind()


def _reasons(program: Program, vehicles: Vehicles, name: str, arc: Arc) -> Iterator[tuple[Limits, Literal]]:
    """Why an adult may leave home by this and by no shared vehicle: it cannot have those that take the load.

    With each literal the load that it is for.
    """
    household = program.layout.week.household
    driven = household.driven_by(name)
    least = sorted({0, *(vehicle.seats for vehicle in driven if vehicle.seats <= len(household.children))})
    for load in least if arc.kind == "journey" else [0]:
        literal = program.literal(f"{name} leaves without {arc.begins} {load}")
        for vehicle in driven:
            if vehicle.seats > load:
                program.model.add_implication(literal, vehicles.left(name, vehicle, arc.begins))
        yield (arc.least_small, arc.most_small, max(arc.least_all, load), arc.most_all), literal


def _limits(arc: Arc) -> Limits:
    return arc.least_small, arc.most_small, arc.least_all, arc.most_all


def _load(program: Program, arc: Arc, riders: list[tuple[str, Literal]]) -> tuple[Expr, Expr]:
    """Children under six, and children in all."""
    small = [literal for child, literal in riders if _is_small(program, child, arc)]
    return total(small), total(literal for _, literal in riders)


def _is_small(program: Program, child: str, arc: Arc) -> bool:
    week = program.layout.week
    person = week.household.child(child)
    day = week.clock.date(arc.begins)
    age = person.age(day)
    return (age if age is not None else week.household.stage_of(person, day).from_age) < SMALL


class _Outings:
    """Who leaves home by a mode owes a load that it is for, and has it on some journey before home again.

    taken <= the load is that of the mode + owes, on leaving home; what is owed goes along from arc to arc, until a
    journey with such a load pays it; nobody comes home owing.
    """

    def __init__(self, program: Program, name: str, limits: Limits, riders: Riders) -> None:
        self.program, self.name, self.limits, self.riders = program, name, limits, riders
        self.coming: dict[Node, Terms] = defaultdict(list)
        self.going: dict[Node, Terms] = defaultdict(list)

    def leave(self, arcs: list[tuple[Arc, Literal]]) -> None:
        """Bind the journeys from home by this mode, each where its literal holds."""
        model = self.program.model
        for arc, taken in arcs:
            owes = self.program.literal(f"{self.name} owes {arc.begins}")
            self.coming[arc.head].append(owes)
            model.add(taken <= total([*self._pays(arc), owes]))
        for arc in self.program.layout.networks[self.name].arcs:
            if arc.start != HOME:
                self._go_on(arc)
        for node in {**self.coming, **self.going}:
            model.add(total(self.coming[node]) == total(self.going[node]))

    def _go_on(self, arc: Arc) -> None:
        pays = self._pays(arc)
        self.going[arc.tail] += pays
        if arc.end != HOME:
            owes = self.program.literal(f"{self.name} still owes {arc.begins}")
            self.program.model.add(total([*pays, owes]) <= self.program.arc[self.name, arc])
            self.going[arc.tail].append(owes)
            self.coming[arc.head].append(owes)

    def _pays(self, arc: Arc) -> Terms:
        """A literal that holds only with a load that the mode is for; none where there cannot be one."""
        riders = self.riders.get((self.name, arc), [])
        least_small, most_small, least_all, most_all = self.limits
        if arc.kind != "journey" or len(riders) < max(least_small, least_all):
            return []
        small, everybody = _load(self.program, arc, riders)
        pays = self.program.literal(f"{self.name} pays {arc.begins}")
        self.program.model.add(small >= least_small * pays)
        self.program.model.add(everybody >= least_all * pays)
        self.program.model.add(small <= most_small + len(riders) * (1 - pays))
        self.program.model.add(everybody <= most_all + len(riders) * (1 - pays))
        return [pays]
