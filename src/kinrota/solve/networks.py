"""What a network of stays and journeys is, and what of it leads from its source to an end."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from kinrota.model.people import Adult
from kinrota.model.time import Span
from kinrota.solve.arcs import Arc, Node
from kinrota.solve.onward import Layer

Move = tuple[Literal["come", "go"], str, Layer, int]
"""A helper's coming or going: which, the place, the layer and the instant."""


class Network(Struct, frozen=True):
    """An adult's arcs. A resident goes from `source` to one of `ends`; a helper comes and goes by its moves."""

    adult: Adult
    arcs: tuple[Arc, ...]
    source: Node | None
    ends: frozenset[Node]
    moves: tuple[Move, ...] = ()


class Instants(Struct, frozen=True):
    """The instants at a place of attendance at which somebody may bring or fetch."""

    drops: frozenset[int]
    picks: frozenset[int]
    all: tuple[int, ...]

    def within(self, span: Span) -> tuple[int, ...]:
        """Those in `[start, end]`, in order."""
        return self.all[bisect.bisect_left(self.all, span.start) : bisect.bisect_right(self.all, span.end)]


def _order(arc: Arc) -> tuple[int, int, str, str, str, str, str, str]:
    return (arc.begins, arc.ends, arc.start, arc.end, arc.layer_before, arc.kind, arc.mode or "", arc.layer_after)


def pruned(sources: Iterable[Node], ends: Iterable[Node], arcs: set[Arc]) -> tuple[tuple[Arc, ...], frozenset[Node]]:
    """The arcs on some way from a source to an end, and the ends that are reached."""
    reached, forward = set(sources), []
    for arc in sorted(arcs, key=_order):
        if arc.tail in reached:
            reached.add(arc.head)
            forward.append(arc)
    useful, kept = set(ends) & reached, []
    for arc in sorted(forward, key=lambda arc: (-arc.begins, -arc.ends)):
        if arc.head in useful:
            useful.add(arc.tail)
            kept.append(arc)
    return tuple(sorted(kept, key=_order)), frozenset(set(ends) & reached)
