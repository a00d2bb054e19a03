"""A plan to start from, which always exists: everybody keeps work and sleep, and nobody is with the children."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from kinrota.model.time import Span
from kinrota.solve.arcs import Arc, Node
from kinrota.solve.networks import Network
from kinrota.solve.program import Program
from kinrota.solve.rest import Rest, Rests

DEAR = 1000
"""What a journey that is no commute costs on the way through a network; a commute costs 1, a stay nothing."""
LOST = 1_000_000
"""What a minute of work costs that is not worked."""
INSTEAD, LIFT = 10, 100
"""What it costs more to leave home without the car that is quicker, and what a way that nobody knows without one."""


def first_plan(program: Program) -> dict[int, int]:
    """Values for every decision: direct commutes, the first sleep that fits, gaps for whatever a child needs."""
    values = {literal.index: 0 for literal in program.decisions()}
    for name, way in _ways(program):
        for arc in way:
            values[program.arc[name, arc].index] = 1
        for rest, block in one_after_another(program.layout.rests[name]):
            values[program.block[rest, block].index] = 1
    for child in program.layout.children:
        for i in _left_at_home(program, child.id, values):
            for family in (program.gap, program.idle):
                if (child.id, i) in family:
                    values[family[child.id, i].index] = 1
    return values


def _ways(program: Program) -> Iterator[tuple[str, list[Arc]]]:
    """Each adult's way, one after the other: who comes later goes without what is taken."""
    networks = program.layout.networks
    away: dict[str, list[Span]] = {}
    for name in sorted(networks, key=lambda name: name not in program.layout.taken):
        worked = [block.span for block in program.layout.agendas[name].blocks if block.offer is not None]
        way = _direct(networks[name], away, worked)
        for arc in way:
            if arc.vehicle and arc.minutes:
                away.setdefault(arc.vehicle, []).append(Span(arc.begins, arc.ends))
        yield name, way


def one_after_another(rests: Rests) -> Iterator[tuple[Rest, Span]]:
    """Each sleep that is owed in the first of its own blocks that begins after the one before has ended."""
    until = 0
    for rest in rests.owed:
        block = next(block for block in rest.candidates if block.start > until and block not in rest.lent)
        until = block.end
        yield rest, block


def _direct(network: Network, away: dict[str, list[Span]], worked: list[Span]) -> list[Arc]:
    """The cheapest way from the source to an end, with no vehicle while another has it, and no work given up."""
    if network.source is None:
        return []
    out: dict[Node, list[Arc]] = {}
    for arc in network.arcs:
        if not any(arc.overlaps(span) for span in away.get(arc.vehicle, [])):
            out.setdefault(arc.tail, []).append(arc)
    best: dict[Node, tuple[int, Arc | None]] = {network.source: (0, None)}
    queue: list[tuple[int, Node]] = [(0, network.source)]
    while queue:
        cost, node = heapq.heappop(queue)
        if cost > best[node][0]:
            continue
        for arc in out.get(node, []):
            lost = 0 if arc.kind == "work" else sum(_common(arc, span) for span in worked)
            then = cost + _price(arc) + LOST * lost
            if arc.head not in best or then < best[arc.head][0]:
                best[arc.head] = (then, arc)
                heapq.heappush(queue, (then, arc.head))
    ends = [(best[end][0], end) for end in network.ends if end in best]
    found: list[Arc] = []
    node = min(ends)[1] if ends else network.source
    while (step := best[node][1]) is not None:
        found.append(step)
        node = step.tail
    return found


def _common(arc: Arc, span: Span) -> int:
    """The minutes of a span that an arc takes."""
    return max(min(arc.ends, span.end) - max(arc.begins, span.start), 0)


def _price(arc: Arc) -> int:
    """What an arc costs on the way through a network."""
    if arc.kind != "journey":
        return LIFT if arc.lift else 0
    return (1 if arc.commute else DEAR) + (INSTEAD if arc.instead else 0)


def _left_at_home(program: Program, child: str, values: dict[int, int]) -> list[int]:
    """Take each visit's first ways that nobody makes; the segments at home that are left."""
    layout = program.layout
    away: list[Span] = []
    for visit in layout.visits[child]:
        if visit.club is not None:
            continue
        to = next((w for w in layout.ways[child] if w.gap and w.comes == visit and w in program.way), None)
        back = next((w for w in layout.ways[child] if w.gap and w.leaves == visit and w in program.way), None)
        for way in (to, back):
            if way is not None:
                values[program.way[way].index] = 1
        start = to.begins if to else visit.drop[0]
        end = back.ends if back else visit.pick[0]
        away.append(Span(start, end))
    return [
        i
        for i, segment in enumerate(layout.segments)
        if not layout.needed[child][i].custody and not any(segment.overlaps(span) for span in away)
    ]
