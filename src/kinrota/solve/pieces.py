"""The model cut by time: small models of a few days, which bound a level or improve a plan there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from kinrota.model.time import Span
from kinrota.solve.program import Program

if TYPE_CHECKING:
    from ortools.sat.python.cp_model_helper import ConstraintProto


@dataclass(frozen=True)
class Objective:
    """A sum to be minimised: whole coefficients of variables, and a constant."""

    factors: Mapping[int, int]
    constant: int = 0

    @property
    def least(self) -> int:
        """What it cannot go below whatever the values are, if those that count down are Booleans."""
        return self.constant + sum(min(factor, 0) for factor in self.factors.values())

    def of(self, values: Mapping[int, int]) -> int:
        """What it is worth."""
        return self.constant + sum(factor * values[n] for n, factor in self.factors.items())


def objective(terms: Iterable[tuple[int, cp_model.LinearExpr]]) -> Objective:
    """The sum of factors times variables, or negated Booleans."""
    factors: dict[int, int] = {}
    constant = 0
    for factor, term in terms:
        n: int = term.index  # type: ignore[attr-defined]
        if n < 0:
            n, constant, factor = -n - 1, constant + factor, -factor  # noqa: PLW2901
        factors[n] = factors.get(n, 0) + factor
    return Objective(factors, constant)


@dataclass(frozen=True)
class Piece:
    """A model of some of the variables; `of` names each one of the program in it."""

    model: cp_model.CpModel
    of: Mapping[int, int]

    def minimise(self, wanted: Objective) -> None:
        """Set what is to be minimised, as far as it lies in the piece."""
        inside = [(self.of[n], factor) for n, factor in wanted.factors.items() if n in self.of]
        variables = [self.model.get_int_var_from_proto_index(n) for n, _ in inside]
        self.model.minimize(cp_model.LinearExpr.weighted_sum(variables, [factor for _, factor in inside]))


@dataclass
class Pieces:
    """Cuts a program's model. A variable's time is that of its decision, or of the decisions that it counts."""

    program: Program
    times: list[tuple[int, int]] = field(init=False, default_factory=list)
    """When each variable begins and ends."""
    rows: list[tuple[int, ...]] = field(init=False, default_factory=list)
    """The variables of each constraint."""
    _spans: np.ndarray[tuple[int, int], np.dtype[np.int64]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Read the model."""
        self._spans = np.empty((0, 2), dtype=np.int64)
        self.read()

    def read(self) -> None:
        """Read the variables and constraints that were added since the model was last read."""
        proto = self.program.model.proto
        horizon = self.program.layout.week.horizon
        rows = [_variables(proto.constraints[n]) for n in range(len(self.rows), len(proto.constraints))]
        known = dict(enumerate(self.times)) or {n.index: (start, end) for n, start, end in self.program.when()}
        for _ in range(3):
            found = _hulls(rows, known)
            known |= found
            if not found:
                break
        whole = (horizon.start, horizon.end)
        self.times = [known.get(n, whole) for n in range(len(proto.variables))]
        self.rows += rows
        hulls = [_hull([self.times[n] for n in row]) if row else whole for row in rows]
        self._spans = np.concatenate([self._spans, np.array(hulls, dtype=np.int64).reshape(len(hulls), 2)])

    def starts(self, wanted: Objective) -> dict[int, int]:
        """When each variable of a sum begins."""
        return {n: self.times[n][0] for n in wanted.factors}

    def relaxed(self, window: Span, wanted: Objective) -> Piece:
        """Every rule of the model that speaks of nothing but this window: its best value is a bound."""
        inside = (self._spans[:, 0] >= window.start) & (self._spans[:, 1] <= window.end)
        rows = np.flatnonzero(inside).tolist()
        used = {n for row in rows for n in self.rows[row]} | set(wanted.factors)
        return self._made(sorted(used), rows, {})

    def around(self, window: Span, values: Mapping[int, int]) -> Piece:
        """The whole model, with all that lies outside a window as it is."""
        near = (self._spans[:, 1] >= window.start) & (self._spans[:, 0] <= window.end)
        free = {n for n, (start, end) in enumerate(self.times) if end >= window.start and start <= window.end}
        rows = [row for row in np.flatnonzero(near).tolist() if not free.isdisjoint(self.rows[row])]
        used = {n for row in rows for n in self.rows[row]} | free
        return self._made(sorted(used), rows, {n: values[n] for n in used if n not in free})

    def _made(self, used: list[int], rows: list[int], kept: Mapping[int, int]) -> Piece:
        model, whole = cp_model.CpModel(), self.program.model.proto
        of = {n: position for position, n in enumerate(used)}
        for n in used:
            model.proto.variables.append(whole.variables[n])
            if n in kept:
                domain = model.proto.variables[of[n]].domain
                domain.clear()
                domain.extend([kept[n], kept[n]])
        for row in rows:
            model.proto.constraints.append(whole.constraints[row])
            _renamed(model.proto.constraints[len(model.proto.constraints) - 1], of)
        return Piece(model, of)


def _hulls(rows: list[tuple[int, ...]], known: Mapping[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """For variables whose time is not known, the time of all that they stand with in a constraint."""
    found: dict[int, tuple[int, int]] = {}
    for row in rows:
        beside = [known[n] for n in row if n in known]
        if beside and len(beside) < len(row):
            hull = _hull(beside)
            for n in row:
                if n not in known:
                    found[n] = _hull([found[n], hull]) if n in found else hull
    return found


def _hull(spans: list[tuple[int, int]]) -> tuple[int, int]:
    return min(start for start, _ in spans), max(end for _, end in spans)


def _literals(row: ConstraintProto) -> Iterator[list[int]]:
    """The lists of a constraint that name variables."""
    yield row.enforcement_literal
    if row.has_linear():
        yield row.linear.vars
    elif row.has_bool_or():
        yield row.bool_or.literals
    elif row.has_bool_and():
        yield row.bool_and.literals
    elif row.has_at_most_one():
        yield row.at_most_one.literals
    elif row.has_exactly_one():
        yield row.exactly_one.literals
    else:
        message = f"a constraint of a kind that is not cut: {row}"
        raise TypeError(message)


def _variables(row: ConstraintProto) -> tuple[int, ...]:
    return tuple(n if n >= 0 else -n - 1 for names in _literals(row) for n in names)


def _renamed(row: ConstraintProto, of: Mapping[int, int]) -> None:
    for names in _literals(row):
        for position, n in enumerate(list(names)):
            names[position] = of[n] if n >= 0 else -of[-n - 1] - 1
