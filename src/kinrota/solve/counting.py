"""What a plan is worth, once it is known who does what: the values of all variables that only count or only notice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from kinrota.solve.handovers import Handovers
from kinrota.solve.laws import Law, Mask
from kinrota.solve.pieces import Objective, Pieces

Place = tuple[int | None, tuple[int, ...]]
"""Whether an occasion is at a place (None where it can be nowhere else), and who is at it there."""


@dataclass
class Counting:
    """Counts what was decided, variable by variable.

    Handovers are as few as who answers allows; who is where something is kept is at it. What the levels add to the
    model is defined in order: each variable by rules about it and those before it.
    """

    pieces: Pieces
    handovers: Handovers
    model: int
    """How many variables the model had before the levels added theirs."""
    _rules: dict[int, list[Law]] = field(init=False, default_factory=lambda: defaultdict(list))
    """By the last variable that a level added to a rule, or by each that counts or notices in the model itself."""
    _read: int = field(init=False, default=0)

    def values(self, known: Mapping[int, int], wanted: Iterable[Objective]) -> dict[int, int]:
        """The values of everything, as far as it counts: as little as can be, or as much where that lessens a sum.

        RuntimeError where the rules leave nothing: then what is known does not fit the model.
        """
        gains = {n for one in wanted for n, factor in one.factors.items() if factor < 0}
        self._learn()
        found = dict(known)
        for n in self._taken:
            found[n] = self._between(n, found)[0]
        for n in self._there:
            found[n] = self._between(n, found)[1]
        for places in self._occasions:
            self._gather(places, found)
        for n in range(self.model, len(self.pieces.times)):
            least, most = self._between(n, found)
            found[n] = most if n in gains else least
        return found

    @property
    def _taken(self) -> list[int]:
        return [literal.index for literal in self.handovers.taken.values()]

    @property
    def _there(self) -> list[int]:
        return [literal.index for literal in self.pieces.program.there.values()]

    @property
    def _occasions(self) -> list[list[Place]]:
        doings = self.pieces.program.doings
        found: list[list[Place]] = []
        for one in self.pieces.program.layout.duties.occasions:
            here = one.occasion.id
            places: list[Place] = []
            for place in one.places:
                held = doings.held.get((here, place))
                there = (doings.attends.get((here, place, name)) for name in one.who)
                who = tuple(literal.index for literal in there if literal is not None)
                places.append((None if held is None else held.index, who))
            found.append(places)
        return found

    def _gather(self, places: list[Place], found: dict[int, int]) -> None:
        """An occasion is where most of those who are asked are, and all who are there are at it."""
        nowhere = {n: 0 for held, who in places for n in (*who, *(() if held is None else (held,)))}
        tried = []
        for held, who in places:
            found |= nowhere | ({} if held is None else {held: 1})
            here = {n: self._between(n, found)[1] for n in who}
            tried.append((sum(here.values()), {n: found[n] for n in nowhere} | here))
        found |= max(tried, key=lambda one: one[0])[1]

    def _between(self, n: int, found: dict[int, int]) -> tuple[int, int]:
        """The least and the greatest that a variable can be, with all before it as they are."""
        least, most = self.pieces.range(n)
        for law in self._rules[n]:
            low, high = law.leaves(n, found)
            least, most = max(least, low), min(most, high)
        if least > most:
            message = "the plan that was found does not fit its own model"
            raise RuntimeError(message)
        return least, most

    def _learn(self) -> None:
        """Read the rules that are new; of what the model has from the beginning none are, but that it gets no worse."""
        laws, first = self.pieces.laws, self._read
        last = laws.last()
        for row in (np.flatnonzero(last[first:] >= self.model) + first).tolist():
            self._rules[int(last[row])].append(laws[row])
        if not first:
            self._learn_own(last < self.model)
        self._read = len(laws)

    def _learn_own(self, own_rows: Mask) -> None:
        """The rules of the model itself about what counts or notices in it."""
        laws = self.pieces.laws
        who = {n for places in self._occasions for _, who in places for n in who}
        own = np.zeros(len(self.pieces.times), dtype=np.bool_)
        own[[*self._taken, *self._there, *who]] = True
        for row in np.flatnonzero(own_rows & laws.any_of(own)).tolist():
            for n in set(laws[row].variables):
                if own[n]:
                    self._rules[n].append(laws[row])
