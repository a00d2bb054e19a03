"""The search: one level after the other, each locked at its value before the next, with a bound for each."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from ortools.sat.python import cp_model

from kinrota.solve import care, handovers, movement, wishes
from kinrota.solve.layout import Layout
from kinrota.solve.program import Program, total

COMPLETING = 20.0
"""Seconds for giving values to what a level adds to the model, everything else kept."""
SEED = 0
WORKERS = 1
MOST_COEFFICIENTS = 2**31
"""The solver drops the literal of an enforced row whose coefficients sum to more (google/or-tools #5293)."""


@dataclass(frozen=True)
class Found:
    """The best values found, and the values of every variable of the model."""

    program: Program
    values: dict[int, int]
    levels: dict[str, tuple[Fraction, Fraction | None]]
    """For each level that is planned, its value and its bound (None below an unproved level)."""
    seconds: float
    complete: bool
    """Whether no time limit was hit."""

    def holds(self, literal: object) -> bool:
        """Whether a Boolean of the model is true."""
        return bool(self.values[literal.index])  # type: ignore[attr-defined]


@dataclass(frozen=True)
class _Level:
    name: str
    costs: Callable[[], list[wishes.Cost]]
    """Adds what the level needs to the model and returns its terms; called when its turn comes."""
    part: float
    """The part of what is left of the time that this level may use."""


def _physics(layout: Layout) -> tuple[Program, handovers.Handovers]:
    """A model of every hard rule."""
    program = Program(layout)
    movement.residents_flow(program)
    movement.children_along(program)
    movement.unused_slow_modes(program)
    movement.visits_kept(program)
    movement.purpose(program)
    movement.ready(program)
    care.at_home_or_gone(program)
    care.carers_are_there(program)
    care.sleep_is_taken(program)
    care.sleepers_give_little(program)
    care.in_reach(program)
    care.alone_not_for_long(program)
    care.carers_stay(program)
    handed = handovers.Handovers(program)
    handovers.both_are_there(program, handed)
    handovers.not_between_sleepers(program, handed)
    handovers.one_on_call(program, handed)
    wishes.helpers_limits(program)
    return program, handed


def _levels(program: Program, handed: handovers.Handovers) -> list[_Level]:
    """The levels that are planned, in order; the last is no level but chooses among equals."""
    answering = functools.cache(lambda: wishes.Answering(program))
    return [
        _Level("gap", lambda: list(wishes.gap(program)), 0.5),
        _Level("lost", lambda: list(wishes.helped(program, answering())), 0.3),
        _Level("unfair", lambda: list(wishes.unfair(program, answering())), 0.5),
        _Level("strain", lambda: list(wishes.strain(program, answering(), handed)), 0.85),
        _Level("tidy", lambda: list(wishes.tidiness(program)), 1.0),
    ]


def search(layout: Layout, seconds: float, progress: Callable[[str], None] = lambda _: None) -> Found:
    """Solve level by level; a plan always exists, so the first level always finds one."""
    started = time.monotonic()
    progress("laying out")
    program, handed = _physics(layout)
    values: dict[int, int] = {}
    reached: dict[str, tuple[Fraction, Fraction | None]] = {}
    proved = complete = True
    for level in _levels(program, handed):
        costs = level.costs()
        if not costs:
            reached[level.name] = (Fraction(0), Fraction(0) if proved else None)
            continue
        left = max(seconds - (time.monotonic() - started), 1.0)
        progress(f"planning: {level.name}")
        values, value, bound, optimal = _solve(program, costs, values, left * level.part)
        complete = complete and optimal
        reached[level.name] = (value, bound if proved else None)
        proved = proved and bound == value
    reached.pop("tidy", None)
    return Found(program, values, reached, time.monotonic() - started, complete)


def _solve(
    program: Program, costs: list[wishes.Cost], hint: dict[int, int], seconds: float
) -> tuple[dict[int, int], Fraction, Fraction, bool]:
    """Minimise one level, lock it at its value; return all values, the level's value and bound, and whether it was proved."""
    scale = lcm(*(factor.denominator for factor, _ in costs))
    objective = total(int(factor * scale) * term for factor, term in costs)
    model = program.model
    model.clear_hints()
    model.minimize(objective)
    for n, value in hint.items():
        model.add_hint(model.get_int_var_from_proto_index(n), value)
    found = _run(model, seconds=COMPLETING, fixed=True) if hint else None
    if found is not None:
        model.clear_hints()
        for n, value in enumerate(found.values):
            model.add_hint(model.get_int_var_from_proto_index(n), value)
    better = _run(model, seconds=seconds, fixed=False)
    best = better or found
    if best is None:
        message = f"no plan found in {seconds:.0f} s"
        raise TimeoutError(message)
    model.add(objective <= best.objective)
    value = Fraction(best.objective, scale)
    bound = Fraction(better.bound if better else 0, scale)
    return dict(enumerate(best.values)), value, min(max(bound, Fraction(0)), value), bool(better and better.optimal)


@dataclass(frozen=True)
class _Run:
    values: tuple[int, ...]
    objective: int
    bound: int
    optimal: bool


def _run(model: cp_model.CpModel, *, seconds: float, fixed: bool) -> _Run | None:
    """Run the solver once; `fixed` keeps every hinted value and only completes the rest."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = WORKERS
    parameters.random_seed = SEED
    parameters.linearization_level = 2
    parameters.presolve_inclusion_work_limit = 0
    parameters.max_time_in_seconds = seconds
    parameters.fix_variables_to_their_hinted_value = fixed
    for key, value in ({} if fixed else TUNING).items():
        if isinstance(value, list):
            getattr(parameters, key).extend(value)
        else:
            setattr(parameters, key, value)
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    bound = -(-round(solver.best_objective_bound * 1000) // 1000)
    values = tuple(int(x) for x in solver.response_proto.solution)
    return _Run(values, round(solver.objective_value), bound, status == cp_model.OPTIMAL)


TUNING: dict[str, object] = {}
