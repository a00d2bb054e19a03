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


def test_no_child_is_at_a_helpers_home_for_a_routine_that_nobody_does() -> None:
    week = week_of(
        """
        adult ana walk
        helper oma walk lives=grange there
        child mia 2017-03-02
        way home grange walk 12
        available oma mon 00:00 tue 00:00
        routine story mia any=ana,oma 10:40-12:15 30 want place=grange
        """
    )
    program, _ = physics(layout_of(week))
    stays = [literal for (_, _, arc), literal in program.along.items() if (arc.kind, arc.start) == ("stay", "grange")]
    told = [literal for _, dones in program.doings.rituals for _, literal in dones]
    program.model.add(sum(stays) >= 1)
    program.model.add(sum(program.hosted.values()) == 0)
    solver = cp_model.CpSolver()
    assert solver.solve(program.model) == cp_model.OPTIMAL
    program.model.add(sum(told) == 0)
    assert solver.solve(program.model) == cp_model.INFEASIBLE
