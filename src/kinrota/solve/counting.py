"""What the variables that only count are worth, once it is known who does what: the least that their rules allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kinrota.solve.laws import Law
from kinrota.solve.pieces import Objective, Pieces


@dataclass
class Counting:
    """Counts what was decided, variable by variable.

    The handovers are bounded by what is decided. What the levels add to the model is defined in order: each variable
    by rules about it and those before it.
    """

    pieces: Pieces
    handovers: tuple[int, ...]
    """The variables that say who takes over from another."""
    model: int
    """How many variables the model had before the levels added theirs."""
    _rules: dict[int, list[Law]] = field(init=False, default_factory=lambda: defaultdict(list))
    """By the last variable that a level added to a rule, or by each handover in it."""
    _read: int = field(init=False, default=0)

    def values(self, known: Mapping[int, int], wanted: Iterable[Objective]) -> dict[int, int]:
        """The values of everything, as far as it counts: as little as can be, or as much where that lessens a sum.

        RuntimeError where the rules leave nothing: then what is known does not fit the model.
        """
        gains = {n for one in wanted for n, factor in one.factors.items() if factor < 0}
        self._learn()
        found = dict(known)
        for n in (*self.handovers, *range(self.model, len(self.pieces.times))):
            least, most = self.pieces.range(n)
            for law in self._rules[n]:
                low, high = law.leaves(n, found)
                least, most = max(least, low), min(most, high)
            if least > most:
                message = "the plan that was found does not fit its own model"
                raise RuntimeError(message)
            found[n] = most if n in gains else least
        return found

    def _learn(self) -> None:
        """Read the rules that are new."""
        handovers = set(self.handovers)
        for law in self.pieces.laws[self._read :]:
            last = max(law.variables, default=-1)
            for n in (last,) if last >= self.model else handovers.intersection(law.variables):
                self._rules[n].append(law)
        self._read = len(self.pieces.laws)
