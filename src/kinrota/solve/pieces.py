"""The model cut by time: small models of a few days, which bound a level or improve a plan there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from kinrota.model.time import Span
from kinrota.solve import solving
from kinrota.solve.laws import Law, law_of
from kinrota.solve.program import Program


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
    """A model of some of the variables; `of` names each one of the program in it, `free` are those not kept."""

    model: cp_model.CpModel
    of: Mapping[int, int]
    free: frozenset[int]
    rows: tuple[int, ...]

    def minimise(self, wanted: Objective) -> None:
        """Set what is to be minimised, as far as it lies in the piece."""
        solving.minimise(self.model, {self.of[n]: factor for n, factor in wanted.factors.items() if n in self.of})

    def changed(self, values: Mapping[int, int], found: solving.Run) -> dict[int, int]:
        """Values with those of the piece as they were found."""
        return {**values, **{n: found.values[self.of[n]] for n in self.free}}


@dataclass
class Pieces:
    """Cuts a program's model. A variable's time is that of its decision, or of the decisions that it counts."""

    program: Program
    times: list[tuple[int, int]] = field(init=False, default_factory=list)
    """When each variable begins and ends."""
    laws: list[Law] = field(init=False, default_factory=list)
    """The constraints."""
    rows: list[tuple[int, ...]] = field(init=False, default_factory=list)
    """The variables of each constraint."""
    spans: list[tuple[int, int]] = field(init=False, default_factory=list)
    """From when to when each constraint speaks."""
    _ranges: dict[int, tuple[int, int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Read the model."""
        self.read()

    def read(self) -> None:
        """Read the variables and constraints that were added since the model was last read."""
        proto = self.program.model.proto
        horizon = self.program.layout.week.horizon
        laws = [law_of(proto.constraints[n]) for n in range(len(self.laws), len(proto.constraints))]
        rows = [law.variables for law in laws]
        known = dict(enumerate(self.times)) or {n.index: (start, end) for n, start, end in self.program.when()}
        for _ in range(3):
            found = _hulls(rows, known)
            known |= found
            if not found:
                break
        whole = (horizon.start, horizon.end)
        self.times = [known.get(n, whole) for n in range(len(proto.variables))]
        self.laws += laws
        self.rows += rows
        self.spans += [_hull([self.times[n] for n in row]) if row else whole for row in rows]

    def range(self, n: int) -> tuple[int, int]:
        """The least and the greatest value that a variable may have."""
        if n not in self._ranges:
            least, *_, most = self.program.model.proto.variables[n].domain
            self._ranges[n] = least, most
        return self._ranges[n]

    def starts(self, wanted: Objective) -> dict[int, int]:
        """When each variable of a sum begins."""
        return {n: self.times[n][0] for n in wanted.factors}

    def relaxed(self, window: Span, wanted: Objective) -> Piece:
        """Every rule of the model that speaks of nothing but this window: its best value is a bound."""
        rows = [row for row, (start, end) in enumerate(self.spans) if start >= window.start and end <= window.end]
        used = {n for row in rows for n in self.rows[row]} | set(wanted.factors)
        return self._made(sorted(used), rows, {})

    def around(self, window: Span, values: Mapping[int, int]) -> Piece:
        """The whole model, with all that lies outside a window as it is."""
        near = (row for row, (start, end) in enumerate(self.spans) if end >= window.start and start <= window.end)
        free = {n for n, (start, end) in enumerate(self.times) if end >= window.start and start <= window.end}
        rows = [row for row in near if not free.isdisjoint(self.rows[row])]
        used = {n for row in rows for n in self.rows[row]} | free
        return self._made(sorted(used), rows, {n: values[n] for n in used if n not in free})

    def agree(self, one: Piece, other: Piece, values: Mapping[int, int]) -> bool:
        """Whether values that two pieces found apart keep every rule that both of them touch."""
        return all(self.laws[row].kept(values) for row in set(one.rows) & set(other.rows))

    def _made(self, used: list[int], rows: list[int], kept: Mapping[int, int]) -> Piece:
        model, whole = cp_model.CpModel(), self.program.model.proto
        of = {n: position for position, n in enumerate(used)}
        theirs, own = whole.variables, model.proto.variables
        for n in used:
            if n in kept:
                own.add().domain.extend([kept[n], kept[n]])
            else:
                own.append(theirs[n])
        constraints = model.proto.constraints
        for row in rows:
            self.laws[row].write(constraints.add(), of)
        return Piece(model, of, frozenset(n for n in used if n not in kept), tuple(rows))


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
