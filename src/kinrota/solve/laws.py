"""The constraints of a model, read once: what they speak of, and whether values keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, cast

import numpy as np
from ortools.sat.cp_model_pb2 import ConstraintProto, CpModelProto
from ortools.sat.python import cp_model

Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
KINDS = frozenset(("linear", "bool_or", "bool_and", "at_most_one", "exactly_one"))
ANYTHING = (cp_model.INT_MIN, cp_model.INT_MAX)
NOTHING = (1, 0)
AT_ONCE = 20_000
"""Constraints that are read at once: while they are, each is there several times."""


class Law(NamedTuple):
    """A constraint of a model: `names` are literals or variables, `when` the literals that put it in force."""

    kind: str
    """One of `KINDS`."""
    names: tuple[int, ...]
    when: tuple[int, ...]
    factors: tuple[int, ...] = ()
    domain: tuple[int, ...] = ()

    @property
    def variables(self) -> tuple[int, ...]:
        """Every variable that it speaks of."""
        return tuple(n if n >= 0 else -n - 1 for n in (*self.names, *self.when))

    def kept(self, values: Mapping[int, int]) -> bool:
        """Whether values keep it."""
        if self.when and not all(_true(n, values) for n in self.when):
            return True
        if self.kind == "linear":
            counted = sum(factor * values[n] for factor, n in zip(self.factors, self.names, strict=True))
            return any(
                least <= counted <= most for least, most in zip(self.domain[::2], self.domain[1::2], strict=True)
            )
        true = sum(_true(n, values) for n in self.names)
        return {
            "bool_or": true > 0,
            "bool_and": true == len(self.names),
            "at_most_one": true <= 1,
            "exactly_one": true == 1,
        }[self.kind]

    def leaves(self, n: int, values: dict[int, int]) -> tuple[int, int]:
        """The least and the greatest value that it leaves to one of its variables, all others being as they are.

        What `values` has for the variable itself is lost.
        """
        if self.kind == "linear" and n in self.names:
            in_force = not self.when or all(_true(literal, values) for literal in self.when)
            return self._between(n, values) if in_force else ANYTHING
        fits = []
        for values[n] in (0, 1):
            fits += [values[n]] if self.kept(values) else []
        return (fits[0], fits[-1]) if fits else NOTHING

    def _between(self, n: int, values: Mapping[int, int]) -> tuple[int, int]:
        factor = self.factors[self.names.index(n)]
        rest = sum([own * values[other] for own, other in zip(self.factors, self.names, strict=True) if other != n])
        least, most = self.domain[0] - rest, self.domain[-1] - rest
        if factor < 0:
            least, most, factor = -most, -least, -factor
        return -(-least // factor), most // factor


def _true(literal: int, values: Mapping[int, int]) -> bool:
    return bool(values[literal]) if literal >= 0 else not values[-literal - 1]


class Laws:
    """The constraints of a model, read as often as some are added; TypeError for a kind that no model here has."""

    def __init__(self, model: cp_model.CpModel) -> None:
        self.counts: Numbers = np.zeros(0, dtype=np.int64)
        """How many variables each speaks of, ..."""
        self.variables: Numbers = np.zeros(0, dtype=np.int64)
        """... and which, one constraint after the other."""
        self._model = model
        self._rows: list[bytes] = []
        """Packed: most are asked for once at the most, and unpacked they take ten times as much."""
        self._known: dict[int, Law] = {}

    def __len__(self) -> int:
        """How many there are."""
        return len(self.counts)

    def __getitem__(self, row: int) -> Law:
        """One of them."""
        if row not in self._known:
            self._known[row] = _law_of(ConstraintProto.FromString(self._rows[row]))
        return self._known[row]

    @property
    def firsts(self) -> Numbers:
        """Where among `variables` those of each constraint begin."""
        return np.cumsum(self.counts) - self.counts

    def read(self) -> None:
        """Read what was added to the model."""
        every, parts = len(self._model.proto.constraints), [(self.counts, self.variables)]
        for first in range(len(self), every, AT_ONCE):
            new = _rows_of(self._model, range(first, min(first + AT_ONCE, every)))
            parts.append(_read(new))
            self._rows += [row.SerializeToString() for row in new]
        counts, variables = zip(*parts, strict=True)
        self.counts, self.variables = np.concatenate(counts), np.concatenate(variables)

    def any_of(self, some: Mask) -> Mask:
        """Which constraints speak of one of some variables."""
        found: Mask = np.zeros(len(self), dtype=np.bool_)
        found[np.repeat(np.arange(len(self)), self.counts)[some[self.variables]]] = True
        return found

    def last(self) -> Numbers:
        """The last variable of each constraint; -1 for one that speaks of none."""
        found: Numbers = np.full(len(self), -1)
        some = np.flatnonzero(self.counts)
        if len(some):
            found[some] = np.maximum.reduceat(self.variables, self.firsts[some])
        return found

    def mentioned(self, rows: Numbers, count: int) -> Mask:
        """Which of `count` variables some constraints speak of."""
        chosen = np.zeros(len(self), dtype=np.bool_)
        chosen[rows] = True
        found = np.zeros(count, dtype=np.bool_)
        found[self.variables[np.repeat(chosen, self.counts)]] = True
        return found


def _read(rows: Sequence[ConstraintProto]) -> tuple[Numbers, Numbers]:
    """How many variables each of some constraints speaks of, and which."""
    counts: list[int] = []
    names: list[int] = []
    for row in rows:
        before = len(names)
        names += _names_of(row)
        names += row.enforcement_literal
        counts.append(len(names) - before)
    literals = np.array(names, dtype=np.int64)
    return np.array(counts, dtype=np.int64), np.where(literals < 0, -literals - 1, literals)


def _rows_of(model: cp_model.CpModel, rows: range) -> Sequence[ConstraintProto]:
    """Some of the constraints, by another door: one by one the solver gives its numbers far too slowly.

    What is written on the way are numbers; the names of the variables are left out.
    """
    bare, theirs = cp_model.CpModel(), model.proto.constraints
    own = bare.proto.constraints
    for row in rows:
        own.append(theirs[row])
    with TemporaryDirectory() as folder:
        path = Path(folder, "rows")
        bare.export_to_file(str(path))
        return cast("Sequence[ConstraintProto]", CpModelProto.FromString(path.read_bytes()).constraints)


def _names_of(row: ConstraintProto) -> Sequence[int]:
    """What a constraint binds, what puts it in force aside."""
    kind = _kind_of(row)
    return cast("Sequence[int]", row.linear.vars if kind == "linear" else getattr(row, kind).literals)


def _kind_of(row: ConstraintProto) -> str:
    kind = row.WhichOneof("constraint")
    if kind is None or kind not in KINDS:
        message = f"a constraint of a kind that is not cut: {row}"
        raise TypeError(message)
    return kind


def _law_of(row: ConstraintProto) -> Law:
    law = Law(_kind_of(row), tuple(_names_of(row)), tuple(row.enforcement_literal))
    if law.kind == "linear":
        return law._replace(factors=tuple(row.linear.coeffs), domain=tuple(row.linear.domain))
    return law
