"""What the solver is asked: a bound is one, however little time there was."""

from ortools.sat.python import cp_model

from kinrota.solve import solving


def test_what_was_not_looked_at_has_a_bound_that_holds() -> None:
    model = cp_model.CpModel()
    two, three = model.new_int_var(0, 2, "two"), model.new_int_var(1, 3, "three")
    model.add(two + three <= 4)
    model.minimize(-5 * two + three)
    assert solving.bound(model, seconds=0.0) <= -9
    assert solving.bound(model, seconds=60.0) == -9
