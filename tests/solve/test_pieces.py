"""Pieces of a model: what is cut off bounds the whole, and what is changed in a piece fits the whole."""

from __future__ import annotations

import numpy as np
import pytest
from ortools.sat.python import cp_model

from kinrota.model.time import DAY, Span
from kinrota.solve import levels, solving, start
from kinrota.solve.layout import layout_of
from kinrota.solve.levels import Level
from kinrota.solve.missed import Missed
from kinrota.solve.physics import physics
from kinrota.solve.pieces import Objective, Pieces, objective
from kinrota.solve.program import Program
from kinrota.testing import MONDAY, week_of
from tests.patience import ENOUGH

THREE_DAYS = """
    adult ana car walk
    adult ben bike walk
    child mia 2018-09-14
    child leo 2023-01-10
    way home school walk 18 bike 9 car 6
    way home nursery walk 12 car 4 bike 6
    way home hospital car 25 bike 40
    attends mia school 08:15 13:30
    attends leo nursery 07:30-09:30 12:00-16:30
    work ana hospital mon 06:30 mon 14:30
    work ben hospital mon 13:00 mon 21:00
    work ana hospital tue 20:00 wed 06:00
    work ben hospital wed 06:30 wed 15:00
    """


@pytest.fixture(name="program", scope="module")
def made() -> tuple[Program, list[Level]]:
    program, handed = physics(layout_of(week_of(THREE_DAYS, MONDAY, 3)))
    return program, [levels.gap(program), *levels.lower(program, handed, Missed(program))]


def wanted(program: Program, sum_: Objective) -> None:
    variables = [program.model.get_int_var_from_proto_index(n) for n in sum_.factors]
    program.model.minimize(cp_model.LinearExpr.weighted_sum(variables, list(sum_.factors.values())))


def test_a_negated_literal_counts_down() -> None:
    model = cp_model.CpModel()
    one, other = model.new_bool_var("one"), model.new_bool_var("other")
    counted = objective([(3, one), (5, ~other), (1, one)])
    assert counted == Objective({0: 4, 1: -5}, 5)
    assert counted.least == 0
    assert [counted.of({0: a, 1: b}) for a in (0, 1) for b in (0, 1)] == [5, 0, 9, 4]


@pytest.mark.parametrize("name", ["gap", "strain"])
def test_the_days_of_a_sum_bound_it(program: tuple[Program, list[Level]], name: str) -> None:
    model, every = program
    level = next(level for level in every if level.name == name)
    pieces = Pieces(model)
    starts, first = pieces.starts(level.wanted), model.layout.week.horizon.start
    bounds = []
    for day in range(first, first + 3 * DAY, DAY):
        part = Objective({n: f for n, f in level.wanted.factors.items() if day <= starts[n] < day + DAY})
        piece = pieces.relaxed(Span(day - 8 * 60, day + DAY + 8 * 60), part)
        piece.minimise(part)
        bounds.append(solving.bound(piece.model, seconds=ENOUGH))
    wanted(model, level.wanted)
    best = solving.run(model.model, seconds=ENOUGH)
    assert best is not None
    assert best.objective == best.bound
    assert sum(bounds) <= best.objective
    if name == "gap":
        assert sum(bounds) == best.objective > 0


def test_what_is_improved_in_a_piece_fits_the_whole(program: tuple[Program, list[Level]]) -> None:
    model, every = program
    wanted(model, every[0].wanted)
    solving.hint(model.model, start.first_plan(model))
    first = solving.run(model.model, seconds=ENOUGH, fixed=True)
    assert first is not None
    values = dict(enumerate(first.values))
    pieces = Pieces(model)
    window = Span(model.layout.week.horizon.start + DAY, model.layout.week.horizon.start + 2 * DAY)
    piece = pieces.around(window, values)
    piece.minimise(every[0].wanted)
    better = solving.run(piece.model, seconds=ENOUGH)
    assert better is not None
    changed = piece.changed(values, better)
    assert every[0].wanted.of(changed) < every[0].wanted.of(values)
    outside = np.flatnonzero(~pieces.times.touch(window)).tolist()
    assert outside
    assert [changed[n] for n in outside] == [values[n] for n in outside]
    solving.hint(model.model, changed)
    again = solving.run(model.model, seconds=ENOUGH, fixed=True)
    assert again is not None
    assert again.objective == every[0].wanted.of(changed)


def test_what_is_added_to_a_model_is_read_as_if_it_had_been_there() -> None:
    program, handed = physics(layout_of(week_of(THREE_DAYS, MONDAY, 3)))
    early = Pieces(program)
    list(levels.lower(program, handed, Missed(program)))
    early.read()
    late = Pieces(program)
    assert [early.laws[row] for row in range(len(early.laws))] == [late.laws[row] for row in range(len(late.laws))]
    assert len(early.times) == len(late.times) == len(program.model.proto.variables)
    assert not early.times.unknown.any()


def test_a_constraint_that_cannot_be_cut_is_refused() -> None:
    program, _ = physics(layout_of(week_of(THREE_DAYS, MONDAY, 1)))
    some = program.model.new_int_var(0, 3, "some")
    program.model.add_all_different([some, program.model.new_int_var(0, 3, "other")])
    with pytest.raises(TypeError, match="not cut"):
        Pieces(program)
