"""What a model decides, what follows from it, and what it leaves no room for."""

from ortools.sat.python import cp_model

from kinrota.solve import solving
from kinrota.solve.layout import layout_of
from kinrota.solve.physics import physics
from kinrota.solve.pieces import Pieces
from kinrota.solve.presences import Presences
from kinrota.testing import week_of


def test_who_is_at_an_occasion_follows_from_where_everybody_is() -> None:
    week = week_of(
        """
        adult eva walk
        child leo 2023-01-10
        way home bar walk 20
        occasion tea mon 15:00-16:00 eva,leo
        occasion party mon 17:00-18:00 eva,leo place=bar
        """
    )
    program, _ = physics(layout_of(week))
    attends = {(what, who): literal.index for (what, _, who), literal in program.doings.attends.items()}
    there = [literal.index for literal in program.there.values()]
    solving.minimise(program.model, dict.fromkeys([*attends.values(), *there], 1))
    found = solving.run(program.model, seconds=60)
    assert found is not None
    values = dict(enumerate(found.values))
    assert not any(values[n] for n in attends.values())
    Presences(program, Pieces(program)).settle(values)
    assert sorted(one for one, n in attends.items() if values[n]) == [("tea", "eva"), ("tea", "leo")]


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
