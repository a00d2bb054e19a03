"""A model of ours as a mixed-integer programme, solved by HiGHS: a proof that owes CP-SAT nothing.

HiGHS comes with ortools (`ortools.math_opt`); the `highspy` package cannot be imported beside it. What it finds is
rounded to integers and checked against every row in exact arithmetic, so that its tolerances cannot pass for a plan.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from ortools.math_opt.python.model import Model
from ortools.math_opt.python.parameters import SolveParameters, SolverType
from ortools.math_opt.python.result import TerminationReason
from ortools.math_opt.python.solve import solve
from ortools.math_opt.python.variables import LinearSum, Variable
from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import ConstraintProto

from kinrota.model.week import Week
from kinrota.solve import levels
from kinrota.solve.layout import layout_of
from kinrota.solve.levels import Level
from kinrota.solve.missed import Missed
from kinrota.solve.physics import physics
from kinrota.solve.program import Program
from tests.patience import ENOUGH

ALMOST = 1e-4
"""By how much HiGHS's bound may miss the integer that it means."""

Terms = dict[int, int]
"""The coefficient of each variable by its number."""


@dataclass(frozen=True)
class Row:
    """`least <= sum of coefficient x variable <= most`."""

    terms: Terms
    least: float
    most: float


@dataclass(frozen=True)
class Programme:
    """Integer variables with their bounds, rows, and what is minimised."""

    bounds: list[tuple[int, int]]
    rows: list[Row]
    objective: Terms
    offset: int

    def value(self, values: list[int]) -> int:
        """What values cost; AssertionError where they break a bound or a row."""
        for value, (low, high) in zip(values, self.bounds, strict=True):
            assert low <= value <= high
        for row in self.rows:
            assert row.least <= sum(factor * values[n] for n, factor in row.terms.items()) <= row.most, row
        return sum(factor * values[n] for n, factor in self.objective.items()) + self.offset


class NotKnownError(Exception):
    """The model has something that is not translated."""

    def __init__(self, what: object) -> None:
        super().__init__(f"not translated: {what}")


def programme_of(model: cp_model.CpModel) -> Programme:
    """Translate Booleans, integers, linear rows (in force always or on conditions) and clauses; else NotKnownError."""
    proto = model.proto
    bounds = [_interval(list(variable.domain)) for variable in proto.variables]
    rows = [row for constraint in proto.constraints for row in _rows(constraint, bounds)]
    aim = proto.objective
    if aim.scaling_factor not in (0, 1) or aim.offset != int(aim.offset):
        raise NotKnownError(aim)
    return Programme(bounds, rows, _sum(zip(aim.vars, aim.coeffs, strict=True)), int(aim.offset))


def levels_of(week: Week) -> dict[str, Fraction]:
    """The best value of each planned level of a week, each locked at it for the next, as the planner does."""
    program, handed = physics(layout_of(week))
    _locked(program, levels.lifts(program))
    found = {"gap": _locked(program, levels.gap(program))}
    for level in levels.lower(program, handed, Missed(program)):
        if level.name != "tidy":
            found[level.name] = _locked(program, level)
    return found


def _locked(program: Program, level: Level) -> Fraction:
    """The least that a level comes to, which the model keeps to from then on."""
    if not level.wanted.factors:
        return Fraction(0)
    variables = [program.model.get_int_var_from_proto_index(n) for n in level.wanted.factors]
    counted = cp_model.LinearExpr.weighted_sum(variables, list(level.wanted.factors.values())) + level.wanted.constant
    program.model.minimize(counted)
    value = optimum(program.model)
    assert value is not None, "a plan always exists"
    program.model.add(counted <= value)
    return Fraction(value, level.scale)


def optimum(model: cp_model.CpModel) -> int | None:
    """The least objective there is, proved by HiGHS; None if nothing fits."""
    programme = programme_of(model)
    mip, variables = _mip(programme)
    params = SolveParameters(
        time_limit=dt.timedelta(seconds=ENOUGH), relative_gap_tolerance=0.0, absolute_gap_tolerance=0.0
    )
    result = solve(mip, SolverType.HIGHS, params=params)
    if result.termination.reason is TerminationReason.INFEASIBLE:
        return None
    if result.termination.reason is not TerminationReason.OPTIMAL:
        raise TimeoutError(str(result.termination.reason))
    found = result.variable_values(variables)
    value = programme.value([round(x) for x in found])
    assert math.ceil(result.dual_bound() - ALMOST) == value, "HiGHS rounds away what it proves"
    return value


def _mip(programme: Programme) -> tuple[Model, list[Variable]]:
    mip = Model()
    variables = [mip.add_integer_variable(lb=low, ub=high) for low, high in programme.bounds]
    for row in programme.rows:
        mip.add_linear_constraint(lb=row.least, ub=row.most, expr=_expression(row.terms, variables))
    mip.minimize(_expression(programme.objective, variables) + programme.offset)
    return mip, variables


def _expression(terms: Terms, variables: list[Variable]) -> LinearSum:
    return LinearSum(factor * variables[n] for n, factor in terms.items())


def _interval(domain: list[int]) -> tuple[int, int]:
    if len(domain) != 2:
        raise NotKnownError(domain)
    return domain[0], domain[1]


def _sum(pairs: Iterable[tuple[int, int]]) -> Terms:
    terms: Terms = {}
    for n, factor in pairs:
        if n < 0:
            raise NotKnownError(n)
        terms[n] = terms.get(n, 0) + factor
    return terms


def _count(literals: Iterable[int]) -> tuple[Terms, int]:
    """How many literals hold, as terms and a constant; literal `-n - 1` is the negation of `n`."""
    terms: Terms = {}
    constant = 0
    for literal in literals:
        n, sign = (literal, 1) if literal >= 0 else (-literal - 1, -1)
        terms[n] = terms.get(n, 0) + sign
        constant += literal < 0
    return terms, constant


def _held(literals: Iterable[int], least: float, most: float) -> Row:
    terms, constant = _count(literals)
    return Row(terms, least - constant, most - constant)


def _rows(constraint: ConstraintProto, bounds: list[tuple[int, int]]) -> Iterator[Row]:
    """A clause under conditions is a clause with their negations; a sum under conditions is loosened without them."""
    unless = [-literal - 1 for literal in constraint.enforcement_literal]
    if constraint.has_linear():
        domain = _interval(list(constraint.linear.domain))
        terms = _sum(zip(constraint.linear.vars, constraint.linear.coeffs, strict=True))
        yield from _loosened(terms, domain, unless, bounds)
    elif constraint.has_bool_or():
        yield _held([*constraint.bool_or.literals, *unless], 1, math.inf)
    elif constraint.has_bool_and():
        for literal in constraint.bool_and.literals:
            yield _held([literal, *unless], 1, math.inf)
    elif constraint.has_at_most_one() and not unless:
        yield _held(constraint.at_most_one.literals, -math.inf, 1)
    elif constraint.has_exactly_one() and not unless:
        yield _held(constraint.exactly_one.literals, 1, 1)
    else:
        raise NotKnownError(constraint)


def _loosened(terms: Terms, domain: tuple[int, int], unless: list[int], bounds: list[tuple[int, int]]) -> Iterator[Row]:
    """`sum + (least - lowest) x unless >= least` and `sum - (highest - most) x unless <= most`."""
    least, most = domain
    lowest = sum(min(factor * end for end in bounds[n]) for n, factor in terms.items())
    highest = sum(max(factor * end for end in bounds[n]) for n, factor in terms.items())
    free, constant = _count(unless)
    if lowest < least:
        slack = (least - lowest) if unless else 0
        yield Row(_plus(terms, free, slack), least - slack * constant, math.inf)
    if highest > most:
        slack = (highest - most) if unless else 0
        yield Row(_plus(terms, free, -slack), -math.inf, most + slack * constant)


def _plus(terms: Terms, more: Terms, factor: int) -> Terms:
    return {n: terms.get(n, 0) + factor * more.get(n, 0) for n in {**terms, **more}}
