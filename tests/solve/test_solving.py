"""What the solver is believed when its time is up."""

from ortools.sat.python import cp_model

from kinrota.solve import solving
from tests.patience import ENOUGH


def counting_down() -> cp_model.CpModel:
    """Of three things at most two, each worth one: -2 at the best."""
    model = cp_model.CpModel()
    things = [model.new_bool_var("") for _ in range(3)]
    model.add(sum(things) <= 2)
    solving.minimise(model, {thing.index: -1 for thing in things})
    return model


def test_no_time_is_no_bound() -> None:
    assert solving.bound(counting_down(), seconds=0) == -3


def test_a_bound_is_found_in_time() -> None:
    assert solving.bound(counting_down(), seconds=ENOUGH) == -2
