"""Running the solver: the settings that are known to be right and reproducible, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from ortools.sat.python import cp_model

from kinrota.solve import guard

SEED = 0
WORKERS = 1


class Run(Struct, frozen=True):
    """The best values found, what they are worth, and what no values can go below."""

    values: tuple[int, ...]
    objective: int
    bound: int


def run(
    model: cp_model.CpModel, *, seconds: float, fixed: bool = False, small: bool = False, whole_lp: bool = False
) -> Run | None:
    """Run the solver once; `fixed` keeps every hinted value and only completes the rest. None: nothing was found.

    A `small` model is prepared only in part: that would take longer than solving it. With `whole_lp` its relaxation
    holds every row from the beginning, which pays where much is weighed against much else.
    """
    solver = _solved(model, seconds=seconds, fixed=fixed, small=small, whole_lp=whole_lp)
    if not solver.response_proto.solution:
        return None
    return Run(tuple(solver.response_proto.solution), round(solver.objective_value), _bound(solver))


def bound(model: cp_model.CpModel, *, seconds: float) -> int:
    """What no values of a small model can go below, as far as it is known after some seconds.

    A solver that has come to nothing by then says 0, also of a sum that can be less.
    """
    solver = _solved(model, seconds=seconds, small=True, whole_lp=True)
    known = bool(solver.response_proto.solution) or solver.best_objective_bound != 0
    return _bound(solver) if known else _least(model)


def _least(model: cp_model.CpModel) -> int:
    """What is minimised where each variable for itself is worth least."""
    wanted = model.proto.objective
    domains = (list(model.proto.variables[n].domain) for n in wanted.vars)
    return sum(min(factor * value for value in domain) for factor, domain in zip(wanted.coeffs, domains, strict=True))


def minimise(model: cp_model.CpModel, factors: Mapping[int, int]) -> None:
    """Set what is to be minimised: whole coefficients of variables. Written at once: there may be many thousands."""
    proto = model.proto
    proto.clear_objective()
    proto.objective.vars.extend(list(factors))
    proto.objective.coeffs.extend(list(factors.values()))


def at_most(model: cp_model.CpModel, factors: Mapping[int, int], most: int) -> None:
    """Let a sum of variables be no greater."""
    linear = model.proto.constraints.add().linear
    linear.vars.extend(list(factors))
    linear.coeffs.extend(list(factors.values()))
    linear.domain.extend([cp_model.INT_MIN, most])


def hint(model: cp_model.CpModel, values: Mapping[int, int]) -> None:
    """Start from these values of some variables."""
    proto = model.proto
    proto.clear_solution_hint()
    proto.solution_hint.vars.extend(list(values))
    proto.solution_hint.values.extend(list(values.values()))


def _solved(
    model: cp_model.CpModel, *, seconds: float, fixed: bool = False, small: bool = False, whole_lp: bool = False
) -> cp_model.CpSolver:
    guard.refuse_unsafe_rows(model)
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = WORKERS
    parameters.random_seed = SEED
    parameters.linearization_level = 0 if fixed else 2
    if small:
        parameters.cp_model_probing_level = 0
        parameters.max_presolve_iterations = 1
    if whole_lp:
        parameters.add_lp_constraints_lazily = False
        parameters.presolve_bve_threshold = 0
    if fixed:
        parameters.symmetry_level = 0
    parameters.presolve_inclusion_work_limit = 0
    parameters.max_time_in_seconds = seconds
    parameters.fix_variables_to_their_hinted_value = fixed
    solver.solve(model)
    return solver


def _bound(solver: cp_model.CpSolver) -> int:
    """The least whole number that is no less than the bound, but for the solver's rounding."""
    found = solver.best_objective_bound
    return -(-round(found * 1000) // 1000) if abs(found) < 2**53 else -(2**53)
