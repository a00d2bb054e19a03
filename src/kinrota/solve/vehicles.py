"""Rules of shared vehicles: each is in one place, and is left at home only for another who drives it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kinrota.model.household import Vehicle
from kinrota.solve.drivers import own_alone
from kinrota.solve.program import Expr, Literal, Program, Terms, total


class Vehicles:
    """What stands at home in each segment, and who leaves it there for another.

    Made first, then asked by whoever leaves home by another mode (`left`), at last bound to that (`bind`).
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.moves = _moves(program)
        self.home = {vehicle.id: list(self._home(vehicle)) for vehicle in program.layout.week.household.vehicles}
        self.claims: dict[tuple[str, str], dict[int, list[Literal]]] = defaultdict(lambda: defaultdict(list))

    def _home(self, vehicle: Vehicle) -> Iterator[Expr | int]:
        """At home after = at home before + returns - leavings, which is 0 or 1."""
        before: Expr | int = int(vehicle.id not in self.program.layout.taken.values())
        for i, segment in enumerate(self.program.layout.segments):
            back, gone = self.moves.get((vehicle.id, segment.start), ([], []))
            if back or gone:
                after = self.program.literal(f"{vehicle.id} at home {i}")
                self.program.model.add(after == before + total(back) - total(gone))
                before = after
            yield before

    def left(self, name: str, vehicle: Vehicle, instant: int) -> Literal:
        """A literal that holds only where an adult who leaves home at an instant has no such vehicle to take.

        It is not at home then, or another drives it away before the adult is home again.
        """
        claim = self.program.literal(f"{name} leaves {vehicle.id} {instant}")
        i = self.program.layout.index(instant)
        if own_alone(vehicle):
            self.program.model.add(claim + self.home[vehicle.id][i] <= 1)
        else:
            self.claims[name, vehicle.id][i].append(claim)
        return claim

    def bind(self) -> None:
        """Bind every literal that was given out."""
        for (name, vehicle), claims in self.claims.items():
            self._wait(name, self.home[vehicle], claims)

    def _wait(self, name: str, home: list[Expr | int], claims: dict[int, list[Literal]]) -> None:
        """Who leaves it standing waits for another to take it: left + at home <= 1 + waits.

        Waits before + still at home <= 1 + waits; waits before + comes home <= 1; nobody waits at the end.
        """
        model = self.program.model
        waits: Literal | None = None
        for i, segment in enumerate(self.program.layout.segments):
            if i < min(claims):
                continue
            came = self.program.arriving(name, segment.start)
            if waits is not None and came:
                model.add(waits + total(came) <= 1)
            if i in claims or home[i] is not home[i - 1]:
                before, waits = waits, self.program.literal(f"{name} waits for another {i}")
                for one in [*claims.get(i, []), *([] if before is None else [before])]:
                    model.add(one + home[i] <= 1 + waits)
        if waits is not None:
            model.add(waits == 0)


def _moves(program: Program) -> dict[tuple[str, int], tuple[Terms, Terms]]:
    """For each vehicle and instant what brings it home, and what takes it away."""
    moves: dict[tuple[str, int], tuple[Terms, Terms]] = defaultdict(lambda: ([], []))
    for (_, arc), literal in program.arc.items():
        if arc.vehicle and arc.comes_home:
            moves[arc.vehicle, arc.ends][0].append(literal)
        elif arc.vehicle and arc.leaves_home:
            moves[arc.vehicle, arc.begins][1].append(literal)
    return dict(moves)
