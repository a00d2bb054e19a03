"""Running the solver: the settings that are known to be right and reproducible, and what comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from kinrota.solve import guard

SEED = 0
WORKERS = 1


@dataclass(frozen=True)
class Run:
    """The best values found, what they are worth, and what no values can go below."""

    values: tuple[int, ...]
    objective: int
    bound: int

    @property
    def optimal(self) -> bool:
        """Whether nothing better exists."""
        return self.objective == self.bound


def run(model: cp_model.CpModel, *, seconds: float, fixed: bool = False, probing: int = 2) -> Run | None:
    """Run the solver once; `fixed` keeps every hinted value and only completes the rest. None: nothing was found."""
    solver = _solved(model, seconds=seconds, fixed=fixed, probing=probing)
    if not solver.response_proto.solution:
        return None
    values = tuple(int(value) for value in solver.response_proto.solution)
    return Run(values, round(solver.objective_value), _bound(solver))


def bound(model: cp_model.CpModel, *, seconds: float) -> int:
    """What no values can go below, as far as it is known after some seconds."""
    return _bound(_solved(model, seconds=seconds, fixed=False, probing=2))


def hint(model: cp_model.CpModel, values: Mapping[int, int]) -> None:
    """Start from these values of some variables."""
    model.clear_hints()  # type: ignore[no-untyped-call]
    for n, value in values.items():
        model.add_hint(model.get_int_var_from_proto_index(n), value)


def hint_only(model: cp_model.CpModel, names: Iterable[int], values: Mapping[int, int]) -> None:
    """Start from the values of these variables."""
    hint(model, {n: values[n] for n in names})


def _solved(model: cp_model.CpModel, *, seconds: float, fixed: bool, probing: int) -> cp_model.CpSolver:
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
    solver.solve(model)
    return solver


def _bound(solver: cp_model.CpSolver) -> int:
    """The least whole number that is no less than the bound, but for the solver's rounding."""
    found = solver.best_objective_bound
    return -(-round(found * 1000) // 1000) if abs(found) < 2**53 else -(2**53)
