"""What a model decides, and what follows from it."""

from kinrota.solve.layout import layout_of
from kinrota.solve.physics import physics
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
    presences = {literal.index for literal in (*program.doings.presences(), *program.there.values())}
    assert len(presences) == 5
    assert presences.isdisjoint(literal.index for literal in program.decisions())
