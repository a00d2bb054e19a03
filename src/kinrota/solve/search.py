"""The search: one level after the other, each locked at its value before the next, with a bound for each."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from ortools.sat.python import cp_model

from kinrota.model.time import DAY
from kinrota.solve import care, guard, handovers, movement, start, wishes
from kinrota.solve.layout import Layout
from kinrota.solve.program import Expr, Program, total

COMPLETING = 20.0
"""Seconds for giving values to what a level adds to the model, everything else kept."""
BEGIN, IMPROVE = 0.45, 0.4
"""The parts of the time left that go into improving a plan day by day, before `gap` is proved and after."""
ROUGHLY = {"lost": 20, "strain": 1}
"""How much a unit of each level weighs while a plan is improved for several at once."""
EXACT = 0.6
"""The part of a level's time that goes into proving it; the rest polishes, where that did not prove it."""
WINDOW = DAY + 6 * 60
WINDOW_SECONDS = 6.0
"""Minutes of the plan that are polished at a time, and how long that may take."""
FIRST_SECONDS = 120.0
"""How long the first plan may take at the most, where the simplest one does not fit."""
SEED = 0
WORKERS = 1


Reached = dict[str, tuple[Fraction, Fraction | None]]
"""For each level its value and its bound (None below a level that is not proved)."""


@dataclass(frozen=True)
class Found:
    """The best values found, and the values of every variable of the model."""

    program: Program
    values: dict[int, int]
    levels: Reached
    seconds: float

    def holds(self, literal: object) -> bool:
        """Whether a Boolean of the model is true."""
        return bool(self.values[literal.index])  # type: ignore[attr-defined]


@dataclass(frozen=True)
class _Level:
    name: str
    costs: list[wishes.Cost]
    part: float
    """The part of what is left of the time that this level may use."""


def _physics(layout: Layout) -> tuple[Program, handovers.Handovers]:
    """A model of every hard rule."""
    program = Program(layout)
    movement.residents_flow(program)
    movement.helpers_ways(program)
    movement.helpers_asked_for_a_while(program)
    movement.children_along(program)
    movement.unused_slow_modes(program)
    movement.visits_kept(program)
    movement.purpose(program)
    movement.waiting_ends(program)
    movement.attended_at_once(program)
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


def _lower_levels(program: Program, handed: handovers.Handovers) -> list[_Level]:
    """The planned levels below `gap`, in order; the last is no level but chooses among equals."""
    answering = wishes.Answering(program)
    return [
        _Level("lost", list(wishes.helped(program, answering)), 0.3),
        _Level("unfair", list(wishes.unfair(program, answering)), 0.35),
        _Level("strain", list(wishes.strain(program, answering, handed)), 0.9),
        _Level("tidy", list(wishes.tidiness(program)), 1.0),
    ]


def search(layout: Layout, seconds: float, progress: Callable[[str], None] = lambda _: None) -> Found:
    """Solve level by level; a plan always exists, so there is always one to start from.

    What the lower levels count is added to the model when `gap` is locked: it would only slow its proof.
    """
    started = time.monotonic()

    def left() -> float:
        return max(seconds - (time.monotonic() - started), 1.0)

    progress("laying out")
    program, handed = _physics(layout)
    progress("a first plan")
    values = _any_plan(program, start.first_plan(program))
    progress("planning: gap")
    gap = list(wishes.gap(program))
    values = _improved(program, {"gap": gap}, values, left() * BEGIN) if gap else values
    reached: Reached = {}
    values = _reach(program, _Level("gap", gap, 0.4), values, left(), reached)
    levels = _lower_levels(program, handed)
    wanted = {level.name: level.costs for level in levels if level.name in ROUGHLY and level.costs}
    values = _improved(program, wanted, values, left() * IMPROVE) if wanted else values
    for level in levels:
        progress(f"planning: {level.name}")
        values = _reach(program, level, values, left(), reached)
    reached.pop("tidy")
    spent = {"gap": gap} | {level.name: level.costs for level in levels if level.name != "tidy"}
    if any(bound != value for value, bound in reached.values()):
        values, reached = _settled(program, spent, values, reached)
    return Found(program, values, reached, time.monotonic() - started)


def _reach(program: Program, level: _Level, values: dict[int, int], left: float, reached: Reached) -> dict[int, int]:
    """Solve a level, note what was reached, and return the values."""
    proved = all(bound == value for value, bound in reached.values())
    value = bound = Fraction(0)
    if level.costs:
        values, value, bound = _solve(program, level.costs, values, left * level.part)
    reached[level.name] = (value, bound if proved else None)
    return values


def _any_plan(program: Program, guess: dict[int, int]) -> dict[int, int]:
    """The plan guessed, if it fits the model; else the first one that the solver finds."""
    model = program.model
    model.minimize(0)
    _hint(model, guess)
    found = _run(model, seconds=COMPLETING, fixed=True)
    if found is None:
        _hint(model, {})
        found = _run(model, seconds=FIRST_SECONDS, fixed=False)
    if found is None:
        message = "no plan fits the model"
        raise RuntimeError(message)
    return dict(enumerate(found.values))


def _improved(
    program: Program, wanted: dict[str, list[wishes.Cost]], values: dict[int, int], seconds: float
) -> dict[int, int]:
    """A plan improved day by day, for several levels at once.

    The weights of `ROUGHLY` only guide: every level is solved for itself afterwards.
    """
    until = time.monotonic() + seconds
    scale = lcm(1, *(factor.denominator for costs in wanted.values() for factor, _ in costs))
    program.model.minimize(
        total(
            int(factor * scale) * ROUGHLY.get(name, 1) * term
            for name, costs in wanted.items()
            for factor, term in costs
        )
    )
    _hint(program.model, {literal.index: values[literal.index] for literal in program.decisions()})
    best = _run(program.model, seconds=COMPLETING, fixed=True)
    if best is None:
        message = "the plan so far does not fit the model"
        raise RuntimeError(message)
    return dict(enumerate(_polished(program, best, 0, until, rounds=1).values))


def _settled(
    program: Program, spent: dict[str, list[wishes.Cost]], values: dict[int, int], reached: Reached
) -> tuple[dict[int, int], Reached]:
    """What was found, with no cost counted that it does not have: who does what is kept, all counts are minimal.

    A level that was not proved may have left slack in what it counts.
    """
    model = program.model
    _hint(model, {literal.index: values[literal.index] for literal in program.decisions()})
    scale = lcm(1, *(factor.denominator for costs in spent.values() for factor, _ in costs))
    model.minimize(total(int(factor * scale) * term for costs in spent.values() for factor, term in costs))
    found = _run(model, seconds=COMPLETING, fixed=True)
    if found is None:
        message = "the plan that was found does not fit its own model"
        raise RuntimeError(message)
    settled = dict(reached)
    for name, costs in spent.items():
        value = sum((factor * found.value(term) for factor, term in costs), Fraction(0))
        settled[name] = (value, reached[name][1])
    return dict(enumerate(found.values)), settled


def _solve(
    program: Program, costs: list[wishes.Cost], hint: dict[int, int], seconds: float
) -> tuple[dict[int, int], Fraction, Fraction]:
    """Minimise one level and lock it at its value; return all values, the level's value and its bound.

    `hint` gives every decision a value that fits.
    """
    until = time.monotonic() + seconds
    scale = lcm(*(factor.denominator for factor, _ in costs))
    objective = total(int(factor * scale) * term for factor, term in costs)
    model = program.model
    model.minimize(objective)
    _hint(model, {literal.index: hint[literal.index] for literal in program.decisions()})
    best = _run(model, seconds=COMPLETING, fixed=True) or _run(model, seconds=FIRST_SECONDS, fixed=False)
    if best is None:
        message = "the plan so far does not fit the model"
        raise RuntimeError(message)
    bound = 0
    if best.objective:
        _hint(model, dict(enumerate(best.values)))
        better = _run(model, seconds=max((until - time.monotonic()) * EXACT, 1.0), fixed=False)
        bound = max(better.bound, 0) if better else 0
        best = better or best
    if best.objective > bound:
        best = _polished(program, best, bound, until, rounds=9)
    model.add(objective <= best.objective)
    value = Fraction(best.objective, scale)
    return dict(enumerate(best.values)), value, min(Fraction(bound, scale), value)


def _hint(model: cp_model.CpModel, values: dict[int, int]) -> None:
    model.clear_hints()  # type: ignore[no-untyped-call]
    for n, value in values.items():
        model.add_hint(model.get_int_var_from_proto_index(n), value)


def _allow(model: cp_model.CpModel, n: int, least: int, most: int) -> None:
    domain = model.proto.variables[n].domain
    domain[0], domain[1] = least, most


def _polished(program: Program, best: _Run, bound: int, until: float, *, rounds: int) -> _Run:
    """Improve a plan a day at a time, all else kept, until a round gains nothing or the time is up."""
    model, horizon = program.model, program.layout.week.horizon
    decisions = list(program.when())
    before = best.objective + 1
    while best.objective < before and rounds:
        before, rounds = best.objective, rounds - 1
        for begin in range(horizon.start, horizon.end, DAY):
            left = until - time.monotonic()
            if left <= 0 or best.objective <= bound:
                return best
            kept = [literal.index for literal, start_, end in decisions if end < begin or start_ > begin + WINDOW]
            for n in kept:
                _allow(model, n, best.values[n], best.values[n])
            _hint(model, {})
            better = _run(model, seconds=min(left, WINDOW_SECONDS), fixed=False, probing=0)
            for n in kept:
                _allow(model, n, 0, 1)
            if better is not None and better.objective < best.objective:
                best = better
    return best


@dataclass(frozen=True)
class _Run:
    solver: cp_model.CpSolver
    values: tuple[int, ...]
    objective: int
    bound: int
    optimal: bool

    def value(self, term: Expr) -> int:
        """What a term is worth in what was found."""
        return self.solver.value(term)


def _run(model: cp_model.CpModel, *, seconds: float, fixed: bool, probing: int = 2) -> _Run | None:
    """Run the solver once; `fixed` keeps every hinted value and only completes the rest."""
    guard.refuse_unsafe_rows(model)
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = WORKERS
    parameters.random_seed = SEED
    parameters.linearization_level = 2
    parameters.cp_model_probing_level = probing
    parameters.presolve_inclusion_work_limit = 0
    parameters.max_time_in_seconds = seconds
    parameters.fix_variables_to_their_hinted_value = fixed
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    bound = -(-round(solver.best_objective_bound * 1000) // 1000)
    values = tuple(int(x) for x in solver.response_proto.solution)
    return _Run(solver, values, round(solver.objective_value), bound, status == cp_model.OPTIMAL)
