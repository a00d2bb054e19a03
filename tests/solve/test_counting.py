"""What only counts: it is worth what the solver would give it, and no less than the rules allow."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kinrota.solve import levels, solving
from kinrota.solve.counting import Counting
from kinrota.solve.layout import layout_of
from kinrota.solve.levels import Level
from kinrota.solve.missed import Missed
from kinrota.solve.physics import physics
from kinrota.solve.pieces import Pieces
from kinrota.solve.program import Program
from kinrota.testing import MONDAY, week_of
from tests.patience import ENOUGH

OWING = """
    adult ana car walk own=300/60
    adult ben bike walk
    adult oma walk
    child mia 2018-09-14
    child leo 2023-01-10
    way home school walk 18 bike 9 car 6
    way home nursery walk 12 car 4 bike 6
    way home hospital car 25 bike 40
    attends mia school 08:15 13:30
    attends leo nursery 07:30-09:30 12:00-16:30
    work ana hospital mon 06:30 mon 14:30 visits
    work ben hospital mon 13:00 mon 21:00
    work ana hospital tue 20:00 wed 06:00
    routine bed leo any=ana,ben 19:00-20:30 30 protect at_least=ana:3
    occasion party mon 13:30-14:00 ana,leo place=home moves
    occasion tea mon 18:00-18:30 ben,mia,leo place=home
    chore wash 1/day ana,ben load=10 wait=70-240 hang=20 window=08:00-20:00
    """


@dataclass(frozen=True)
class Planned:
    """A model with its levels, how it counts, the values of some plan, and which of them say who does what."""

    program: Program
    levels: list[Level]
    counting: Counting
    values: dict[int, int]
    decided: frozenset[int]

    def known(self) -> dict[int, int]:
        """The values before the levels were added."""
        return {n: value for n, value in self.values.items() if n < self.counting.model}


@pytest.fixture(name="planned", scope="module")
def made() -> Planned:
    program, handed = physics(layout_of(week_of(OWING, MONDAY, 2)))
    before = len(program.model.proto.variables)
    every = [levels.gap(program), *levels.lower(program, handed, Missed(program))]
    solving.minimise(program.model, every[0].wanted.factors)
    found = solving.run(program.model, seconds=ENOUGH)
    assert found is not None
    noticed = [*program.there.values(), *program.doings.attends.values(), *program.doings.held.values()]
    decided = frozenset(literal.index for literal in program.decisions()) - {literal.index for literal in noticed}
    counting = Counting(Pieces(program), handed, before)
    return Planned(program, every, counting, dict(enumerate(found.values)), decided)


def test_every_level_counts_what_the_solver_counts(planned: Planned) -> None:
    counted = planned.counting.values(planned.known(), [level.wanted for level in planned.levels])
    model = planned.program.model
    solving.hint(model, {n: planned.values[n] for n in planned.decided})
    for level in planned.levels:
        solving.minimise(model, level.wanted.factors)
        best = solving.run(model, seconds=ENOUGH, fixed=True)
        assert best is not None
        assert best.objective == best.bound
        assert level.wanted.of(counted) == best.objective + level.wanted.constant
    laws = planned.counting.pieces.laws
    assert all(laws[row].kept(counted) for row in range(len(laws)))


def test_what_counts_too_much_is_put_right(planned: Planned) -> None:
    counting, wanted = planned.counting, [level.wanted for level in planned.levels]
    most = {n: counting.pieces.range(n)[1] for n in range(counting.model, len(planned.values))}
    assert counting.values(planned.values | most, wanted) == counting.values(planned.known(), wanted)


def test_values_that_do_not_fit_the_model_are_refused(planned: Planned) -> None:
    last = max(n for level in planned.levels for n in level.wanted.factors)
    solving.at_most(planned.program.model, {last: -1}, -1000)
    planned.counting.pieces.read()
    with pytest.raises(RuntimeError, match="does not fit its own model"):
        planned.counting.values(planned.values, [planned.levels[0].wanted])
