"""The model cut by time: small models of a few days, which bound a level or improve a plan there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from ortools.sat.python import cp_model

from kinrota.model.time import Span
from kinrota.solve import solving
from kinrota.solve.hulls import Hulls, hulls_of
from kinrota.solve.laws import Laws, Mask, Numbers
from kinrota.solve.program import Program

if TYPE_CHECKING:
    from ortools.sat.python.cp_model_helper import IntegerVariableProto


class Objective(Struct, frozen=True):
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


class Piece(Struct, frozen=True):
    """A model of some of the constraints, with all of the program's variables, of which some are free."""

    model: cp_model.CpModel
    free: Mask
    rows: Numbers

    def minimise(self, wanted: Objective) -> None:
        """Set what is to be minimised, as far as it is free."""
        solving.minimise(self.model, {n: factor for n, factor in wanted.factors.items() if self.free[n]})

    def changed(self, values: Mapping[int, int], found: solving.Run) -> dict[int, int]:
        """Values with those of the piece as they were found."""
        return {**values, **{n: found.values[n] for n in np.flatnonzero(self.free).tolist()}}


@dataclass
class Pieces:
    """Cuts a program's model. A variable's time is that of its decision, or of the decisions that it counts."""

    program: Program
    laws: Laws = field(init=False)
    """The constraints."""
    times: Hulls = field(init=False)
    """When each variable begins and ends."""
    spans: Hulls = field(init=False)
    """From when to when each constraint speaks."""
    _bare: cp_model.CpModel = field(init=False, default_factory=cp_model.CpModel)
    """A model of as many variables, each 0, and no constraints."""
    _ranges: dict[int, tuple[int, int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Read the model."""
        self.laws = Laws(self.program.model)
        decided = {literal.index: (start, end) for literal, start, end in self.program.when()}
        self.times = hulls_of(decided)
        self.read()

    def read(self) -> None:
        """Read the variables and constraints that were added since the model was last read."""
        self.laws.read()
        proto, horizon = self.program.model.proto, self.program.layout.week.horizon
        self.times = self.times.spread(self.laws, len(proto.variables)).filled(horizon)
        self.spans = self.times.of_rows(self.laws).filled(horizon)
        for _ in range(len(self._bare.proto.variables), len(proto.variables)):
            _set(self._bare.proto.variables.add(), 0)

    def range(self, n: int) -> tuple[int, int]:
        """The least and the greatest value that a variable may have."""
        if n not in self._ranges:
            least, *_, most = self.program.model.proto.variables[n].domain
            self._ranges[n] = least, most
        return self._ranges[n]

    def starts(self, wanted: Objective) -> dict[int, int]:
        """When each variable of a sum begins."""
        return {n: int(self.times.starts[n]) for n in wanted.factors}

    def relaxed(self, window: Span, wanted: Objective) -> Piece:
        """Every rule of the model that speaks of nothing but this window: its best value of a sum is a bound."""
        rows = np.flatnonzero((self.spans.starts >= window.start) & (self.spans.ends <= window.end))
        free = self.laws.mentioned(rows, len(self.times))
        free[list(wanted.factors)] = True
        return self._made(free, rows, {})

    def around(self, window: Span, values: Mapping[int, int]) -> Piece:
        """The whole model, with all that lies outside a window as it is."""
        free = self.times.touch(window)
        rows = np.flatnonzero(self.spans.touch(window) & self.laws.any_of(free))
        return self._made(free, rows, values)

    def agree(self, one: Piece, other: Piece, values: Mapping[int, int]) -> bool:
        """Whether values that two pieces found apart keep every rule that both of them touch."""
        return all(self.laws[row].kept(values) for row in np.intersect1d(one.rows, other.rows).tolist())

    def _made(self, free: Mask, rows: Numbers, values: Mapping[int, int]) -> Piece:
        """A model of these rows, in which every variable that is not free is what it was."""
        model, whole = cp_model.CpModel(), self.program.model.proto
        model.proto.copy_from(self._bare.proto)
        constraints, variables = model.proto.constraints, model.proto.variables
        for row in rows.tolist():
            constraints.append(whole.constraints[row])
        mentioned = self.laws.mentioned(rows, len(free))
        for n in np.flatnonzero(free).tolist():
            variables[n].copy_from(whole.variables[n])
        for n in np.flatnonzero(mentioned & ~free).tolist():
            _set(variables[n], values[n])
        return Piece(model, free, rows)


def _set(variable: IntegerVariableProto, value: int) -> None:
    """Leave a variable nothing but one value."""
    variable.domain.clear()
    variable.domain.extend([value, value])
