"""Which journeys count: all of a resident's but its own ways to and from work, which count only with children."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from kinrota.model.places import HOME
from kinrota.solve.arcs import Arc, Node
from kinrota.solve.program import Expr, Literal, Program, total

Along = Mapping[tuple[str, Arc], Literal]
"""Whether an adult has any child with it on an arc."""


def journeys(program: Program, along: Along) -> Iterator[Expr]:
    """Whether each journey counts.

    With children, or taken without work in the stay that it begins or ends: counted >= taken - sum of works there.
    """
    residents = {adult.id for adult in program.layout.week.household.residents}
    own = {name: _OwnWays(program, name) for name in residents}
    for (name, arc), taken in program.arc.items():
        if arc.kind != "journey" or name not in residents:
            continue
        with_child = along.get((name, arc))
        if own[name].surely(arc):
            yield from [] if with_child is None else [with_child]
            continue
        works = own[name].works_beside(arc)
        if not works:
            yield taken
            continue
        counted = program.literal(f"{name} goes for itself {arc.begins}")
        program.model.add(counted >= taken - total(works))
        if with_child is not None:
            program.model.add(counted >= with_child)
        yield counted


class _OwnWays:
    """An adult's stays and works by where they begin and end."""

    def __init__(self, program: Program, name: str) -> None:
        self.program, self.name = program, name
        layout = program.layout
        self.ends: dict[Node, list[Arc]] = defaultdict(list)
        self.begins: dict[Node, list[Arc]] = defaultdict(list)
        for arc in layout.networks[name].arcs:
            if arc.kind in ("stay", "work") and arc.start != HOME:
                self.ends[arc.head].append(arc)
                self.begins[arc.tail].append(arc)
        elsewhere = {stops.visit.place for stops in layout.stops.values()}
        elsewhere |= {errand.place for errand in layout.errands}
        offered = {block.place for block in layout.agendas[name].blocks if block.offer is not None}
        self.open = elsewhere | offered

    def surely(self, arc: Arc) -> bool:
        """Whether it is a way to or from work, whatever else is decided; what the horizon cuts is one."""
        cut = arc.ends == self.program.layout.week.horizon.end
        return arc.commute and (cut or self.open.isdisjoint({arc.start, arc.end}))

    def works_beside(self, arc: Arc) -> list[Expr]:
        """For each work that a journey may follow or precede, with nothing but a stay between, whether it does."""
        return [*self._beside(arc.tail, forward=False), *self._beside(arc.head, forward=True)]

    def _beside(self, node: Node, *, forward: bool) -> Iterator[Expr]:
        arcs = self.begins if forward else self.ends
        stays: list[Arc] = []
        while True:
            works = [arc for arc in arcs[node] if arc.kind == "work"]
            yield from (self._after_all(work, stays) for work in works)
            stay = next((arc for arc in arcs[node] if arc.kind == "stay"), None)
            if stay is None:
                return
            stays.append(stay)
            node = stay.head if forward else stay.tail

    def _after_all(self, work: Arc, stays: list[Arc]) -> Expr:
        """Whether it works and stays through all of the stays: apart >= 1 - each of them."""
        if not stays:
            return self.program.arc[self.name, work]
        apart = self.program.literal(f"{self.name} does not stay at work {work.begins}")
        for arc in (work, *stays):
            self.program.model.add_bool_or([apart, self.program.arc[self.name, arc]])
        return ~apart
