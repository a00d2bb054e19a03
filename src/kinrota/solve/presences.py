"""Who is there for what is kept, once it is known where everybody is: all who can be, where most are."""

from __future__ import annotations

from collections import defaultdict

from kinrota.solve.duties import Gathering
from kinrota.solve.laws import Law
from kinrota.solve.pieces import Pieces
from kinrota.solve.program import Program


class Presences:
    """Reads off a plan who is at errands and occasions: that asks for nothing but to be where they are."""

    def __init__(self, program: Program, pieces: Pieces) -> None:
        self.program, self.pieces = program, pieces
        own = {literal.index for literal in (*program.there.values(), *program.doings.attends.values())}
        self._laws: dict[int, list[Law]] = defaultdict(list)
        for law in pieces.laws:
            for n in own.intersection(law.variables):
                self._laws[n].append(law)

    def settle(self, values: dict[int, int]) -> None:
        """Write into the values of a plan who is there, and where each occasion is that may move."""
        for literal in self.program.there.values():
            values[literal.index] = self._most(literal.index, values)
        for one in self.program.layout.duties.occasions:
            where = {place: self._at(one, place, values) for place in one.places}
            self._at(one, max(where, key=lambda place: where[place]), values)

    def _at(self, one: Gathering, place: str, values: dict[int, int]) -> int:
        """Let an occasion be at a place; how many are there."""
        doings, count = self.program.doings, 0
        for (occasion, other), literal in doings.held.items():
            if occasion == one.occasion.id:
                values[literal.index] = int(other == place)
        for (occasion, other, _), literal in doings.attends.items():
            if occasion == one.occasion.id:
                values[literal.index] = self._most(literal.index, values) if other == place else 0
                count += values[literal.index]
        return count

    def _most(self, n: int, values: dict[int, int]) -> int:
        return min([1, *(law.leaves(n, values)[1] for law in self._laws[n])])
