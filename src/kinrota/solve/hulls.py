"""When the variables and the constraints of a model are: from the first to the last instant that they speak of."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from msgspec import Struct

from kinrota.model.time import Span
from kinrota.solve.laws import Laws, Mask, Numbers

NEVER, NEVER_AGAIN = np.iinfo(np.int64).max, np.iinfo(np.int64).min
"""When something begins, and ends, of which no time is known."""
PASSES = 3
"""How often a variable of unknown time may get it from variables that got theirs from others."""


class Hulls(Struct, frozen=True):
    """Minutes since 1970-01-01T00:00Z; one of each for every variable, or for every constraint."""

    starts: Numbers
    ends: Numbers

    def __len__(self) -> int:
        """How many there are."""
        return len(self.starts)

    @property
    def unknown(self) -> Mask:
        """Those whose time is not known."""
        return self.starts > self.ends

    def touch(self, window: Span) -> Mask:
        """Those that are in a window, or at its edge."""
        return (self.ends >= window.start) & (self.starts <= window.end)

    def filled(self, span: Span) -> Hulls:
        """The same, where no time is known that of a span."""
        return Hulls(np.where(self.unknown, span.start, self.starts), np.where(self.unknown, span.end, self.ends))

    def of_rows(self, laws: Laws) -> Hulls:
        """The hulls of constraints, given those of the variables."""
        found = _unknown(len(laws))
        some = np.flatnonzero(laws.counts)
        if len(some):
            firsts = laws.firsts[some]
            found.starts[some] = np.minimum.reduceat(self.starts[laws.variables], firsts)
            found.ends[some] = np.maximum.reduceat(self.ends[laws.variables], firsts)
        return found

    def spread(self, laws: Laws, count: int) -> Hulls:
        """Those of `count` variables: where no time is known, that of all that it stands with in constraints."""
        times = _unknown(count)
        times.starts[: len(self)], times.ends[: len(self)] = self.starts, self.ends
        of = np.repeat(np.arange(len(laws)), laws.counts)
        for _ in range(PASSES):
            open_ = times.unknown[laws.variables]
            rows, beside = times.of_rows(laws), _unknown(count)
            np.minimum.at(beside.starts, laws.variables[open_], rows.starts[of[open_]])
            np.maximum.at(beside.ends, laws.variables[open_], rows.ends[of[open_]])
            new = times.unknown
            times = Hulls(np.where(new, beside.starts, times.starts), np.where(new, beside.ends, times.ends))
        return times


def hulls_of(known: Mapping[int, tuple[int, int]]) -> Hulls:
    """The hulls of variables, as far as they are known."""
    found = _unknown(max(known, default=-1) + 1)
    for n, (start, end) in known.items():
        found.starts[n], found.ends[n] = start, end
    return found


def _unknown(count: int) -> Hulls:
    return Hulls(np.full(count, NEVER), np.full(count, NEVER_AGAIN))
