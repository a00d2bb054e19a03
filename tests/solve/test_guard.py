"""A model that OR-Tools 9.15 proves wrong is refused before it is solved."""

import pytest
from ortools.sat.python import cp_model

from kinrota.solve.guard import MOST, UnsafeRowError, refuse_unsafe_rows

ANY = cp_model.INT_MAX


def with_a_dropped_condition() -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """Seven Booleans: at most one of three literals; if the first holds, a row that adds up to more than 2^31.

    The optimum is -15, without the first: only 1, 3 and 4 hold.
    """
    model = cp_model.CpModel()
    x = [model.new_bool_var(f"x{n}") for n in range(7)]
    model.add_at_most_one(x[6], ~x[5], x[1])
    terms = (
        -900_000_000 * x[4] - 1_800_000_000 * x[5] + 940_000_000 * x[1] + 1_240_000_000 * x[6] - 1_163_200_159 * x[3]
    )
    model.add_linear_constraint(terms, -1_700_000_000, ANY).only_enforce_if(x[0]).with_name("money")
    model.minimize(-x[0] - 13 * x[1] - x[3] - x[4] - x[6])
    return model, x


def solved(model: cp_model.CpModel, limit: int | None) -> int:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if limit is not None:
        solver.parameters.presolve_inclusion_work_limit = limit
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


def test_the_solver_is_wrong_unless_told_not_to_look() -> None:
    model, x = with_a_dropped_condition()
    assert solved(model, None) == -14
    assert solved(model, 0) == -15
    model.add(x[0] == 0)
    assert solved(model, None) == -15, "the same again, and better for a row more"


def test_such_a_row_is_refused_by_name() -> None:
    model, _ = with_a_dropped_condition()
    with pytest.raises(UnsafeRowError) as caught:
        refuse_unsafe_rows(model)
    assert (caught.value.row, caught.value.name, caught.value.weight) == (1, "money", 6_043_200_159)
    assert str(caught.value).startswith(
        "row 1 (money) holds only under a condition, and its terms add up to 6043200159"
    )


@pytest.mark.parametrize(
    ("factor", "most", "refused"), [(MOST - 2, 1, False), (MOST - 1, 1, True), (2**21, 2**10, True)]
)
def test_the_limit_counts_coefficients_and_domains(factor: int, most: int, *, refused: bool) -> None:
    model = cp_model.CpModel()
    on, other, x = model.new_bool_var(""), model.new_bool_var(""), model.new_int_var(0, most, "")
    model.add(factor * x - other <= 5).only_enforce_if(on)
    if refused:
        with pytest.raises(UnsafeRowError, match="row 0 holds only"):
            refuse_unsafe_rows(model)
    else:
        refuse_unsafe_rows(model)


def test_a_row_always_in_force_is_not_refused() -> None:
    model = cp_model.CpModel()
    x = model.new_bool_var("")
    model.add(MOST * x <= 5)
    model.add_implication(x, ~x)
    refuse_unsafe_rows(model)


def test_rows_added_later_are_looked_at_too() -> None:
    model = cp_model.CpModel()
    x = model.new_bool_var("")
    model.add(3 * x <= 5).only_enforce_if(x)
    refuse_unsafe_rows(model)
    refuse_unsafe_rows(model)
    model.add(MOST * x <= 5).only_enforce_if(~x)
    with pytest.raises(UnsafeRowError) as caught:
        refuse_unsafe_rows(model)
    assert caught.value.row == 1
