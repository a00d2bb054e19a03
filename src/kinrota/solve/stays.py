"""Unbroken stays of adults away from home: whether something was done there since they came, or will be later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kinrota.solve.arcs import Node
from kinrota.solve.program import Expr, Literal, Program, Terms, total

Marks = dict[Node, Terms]
"""For each node what adds up to at least 1 only where something holds."""


def since_it_came(program: Program, name: str, place: str, marks: Mapping[Node, Terms]) -> Marks:
    """Whether one of some marks holds at a node, or held at one before it in the same stay."""
    found: Marks = {}
    for node in sorted(program.nodes_at(name, place), key=lambda node: node[2]):
        found[node] = list(marks.get(node, []))
        for arc in program.into.get((name, node), []):
            if arc.kind == "stay" and found.get(arc.tail):
                found[node].append(_carried(program, program.arc[name, arc], found[arc.tail]))
    return found


def until_it_goes(program: Program, name: str, place: str, marks: Mapping[Node, Terms]) -> Marks:
    """Whether one of some marks holds at a node, or will at one after it in the same stay."""
    found: Marks = {}
    for node in sorted(program.nodes_at(name, place), key=lambda node: -node[2]):
        found[node] = list(marks.get(node, []))
        for arc in program.out_of.get((name, node), []):
            if arc.kind == "stay" and found.get(arc.head):
                found[node].append(_carried(program, program.arc[name, arc], found[arc.head]))
    return found


def _carried(program: Program, stay: Literal, held: Terms) -> Expr:
    """What a stay carries on: stay - lacking, where lacking >= stay - held."""
    lacking = program.literal("nothing in the same stay")
    program.model.add(lacking >= stay - total(held))
    return stay - lacking


def worked(program: Program, name: str, *, before: bool) -> Marks:
    """Where an adult has just worked away from home (`before`), or is about to."""
    found: Marks = defaultdict(list)
    for arc in program.layout.networks[name].arcs:
        if arc.kind == "work":
            found[arc.head if before else arc.tail].append(program.arc[name, arc])
    return found
