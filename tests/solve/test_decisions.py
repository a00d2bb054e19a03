"""What a model leaves no room for."""

from ortools.sat.python import cp_model

from kinrota.solve.layout import layout_of
from kinrota.solve.physics import physics
from kinrota.testing import week_of


def test_nobody_takes_a_child_to_work_and_back_for_nothing() -> None:
    week = week_of(
        """
        adult eva walk
        child leo 2023-01-10
        child tom 2019-06-01
        way home school walk 12
        attends tom school 08:15 13:30
        work eva school tue 14:30 tue 15:30
        """,
        days=2,
    )
    program, _ = physics(layout_of(week))
    taken = [literal for (child, _, arc), literal in program.along.items() if child == "leo" and arc.comes_home]
    served = [literal for family in (program.drop, program.pick) for literal in family.values()]
    program.model.add(sum(taken) >= 1)
    solver = cp_model.CpSolver()
    assert solver.solve(program.model) == cp_model.OPTIMAL
    program.model.add(sum(served) == 0)
    assert solver.solve(program.model) == cp_model.INFEASIBLE
