"""Rules of nights at a helper's home: the child is there for whole nights, with its host, who is there for that."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kinrota.model.time import Span
from kinrota.solve.arcs import Arc, Node
from kinrota.solve.program import Literal, Program, Terms, total


def nights_whole(program: Program) -> None:
    """A child is at its host's for whole nights: hosted <= along in each part of the night's sleep.

    Along there <= hosted in a night around it + the host is there for something that is kept there.
    """
    errands = program.layout.errands
    there: dict[tuple[str, str, str], list[tuple[Arc, Literal]]] = defaultdict(list)
    for (child, name, arc), literal in program.along.items():
        if arc.kind == "stay":
            there[child, name, arc.start].append((arc, literal))
    for one, hosted in program.hosted.items():
        stays = there[one.child, one.host, one.place]
        for part in _cut(one.night, stays):
            program.model.add(hosted <= total(literal for arc, literal in stays if arc.overlaps(part)))
    for child, host, place in sorted({(one.child, one.host, one.place) for one in program.hosted}):
        nights = [one for one in program.hosted if (one.child, one.host, one.place) == (child, host, place)]
        for arc, literal in there[child, host, place]:
            around: Terms = [program.hosted[one] for one in nights if one.window.covers(arc.span)]
            for errand in errands:
                if (errand, host) in program.there and errand.place == place and errand.around.covers(arc.span):
                    around.append(program.there[errand, host])
            program.model.add(literal <= total(around))


def _cut(span: Span, stays: Iterable[tuple[Arc, Literal]]) -> Iterator[Span]:
    edges = {edge for arc, _ in stays for edge in (arc.begins, arc.ends) if span.holds(edge)}
    return (Span(start, end) for start, end in itertools.pairwise(sorted({span.start, span.end, *edges})))


def handed_over_there(program: Program) -> None:
    """Who brings a child hands it over to its host, and takes it from it again, for a night there.

    Brought at an instant = taken by the host, fetched = given by the host; each <= hosted. Before it both are there for
    `meet` minutes: brought (fetched) <= the stays of each that cover them.
    """
    horizon = program.layout.week.horizon
    for outer, inner in ((program.bring, program.take), (program.fetch, program.give)):
        ends: dict[tuple[object, int], tuple[Terms, Terms]] = defaultdict(lambda: ([], []))
        for (one, name, node), literal in outer.items():
            ends[one, node[2]][0].append(literal)
            program.model.add_implication(literal, program.hosted[one])
            for who in (name, one.host):
                _was_there(program, literal, (who, one.place), node[2])
        for (one, node), literal in inner.items():
            program.model.add_implication(literal, program.hosted[one])
            if node[2] < horizon.end:
                ends[one, node[2]][1].append(literal)
        for others, hosts in ends.values():
            program.model.add(total(others) == total(hosts))


def _was_there(program: Program, literal: Literal, where: tuple[str, str], instant: int) -> None:
    name, place = where
    meet = program.layout.week.household.slack.meet
    if not meet:
        return
    met = Span(instant - meet, instant)
    stays = [
        (arc, program.arc[name, arc])
        for arc in program.layout.networks[name].arcs
        if arc.kind == "stay" and arc.start == place and arc.overlaps(met)
    ]
    for part in _cut(met, stays):
        program.model.add(literal <= total(taken for arc, taken in stays if arc.overlaps(part)))


def hosts_are_there_for_it(program: Program) -> None:
    """A host is at its own home with a child, for one that is about to be brought, or for what is kept there.

    Stay <= along + brought at the end of the minutes to meet around it + there for an errand.
    """
    meet = program.layout.week.household.slack.meet
    hosts = {(one.host, one.place) for one in program.hosted}
    brought: dict[tuple[str, str, int], Terms] = defaultdict(list)
    for (one, _, node), literal in program.bring.items():
        brought[one.host, one.place, node[2]].append(literal)
    along: dict[tuple[str, Arc], Terms] = defaultdict(list)
    for (_, name, arc), literal in program.along.items():
        along[name, arc].append(literal)
    for (name, arc), literal in program.arc.items():
        if arc.kind == "stay" and (name, arc.start) in hosts:
            terms: Terms = list(along[name, arc])
            for (host, place, t), bring in brought.items():
                if (host, place) == (name, arc.start) and t - meet <= arc.begins and arc.ends <= t:
                    terms += bring
            for (errand, who), there in program.there.items():
                if (who, errand.place) == (name, arc.start) and errand.around.covers(arc.span):
                    terms.append(there)
            program.model.add(literal <= total(terms))


def changes_there(program: Program) -> Iterator[tuple[tuple[str, str, Node], bool, Literal]]:
    """Which child an adult, or its host, gets at a node (true) or is without from then on."""
    for gets, brought in ((True, program.fetch), (False, program.bring)):
        yield from (((one.child, name, node), gets, literal) for (one, name, node), literal in brought.items())
    for gets, has in ((True, program.take), (False, program.give)):
        yield from (((one.child, one.host, node), gets, literal) for (one, node), literal in has.items())


def served_there(program: Program, served: dict[tuple[str, Node], Terms]) -> None:
    """Add what lets an adult leave a helper's home: it brings or fetches; its host goes with a child, or gives one."""
    for family in (program.bring, program.fetch):
        for (_, name, node), literal in family.items():
            served[name, node].append(literal)
    for (one, node), literal in program.give.items():
        served[one.host, node].append(literal)
    hosts = {(one.host, one.place) for one in program.hosted}
    for (_, name, arc), literal in program.along.items():
        if arc.kind == "journey" and (name, arc.start) in hosts:
            served[name, arc.tail].append(literal)


def handovers_there(program: Program) -> Iterator[list[Literal]]:
    """The children whom one adult brings to, or fetches from, one host at one instant: one handover."""
    found: dict[tuple[bool, str, str, int], list[Literal]] = defaultdict(list)
    for comes, family in ((True, program.bring), (False, program.fetch)):
        for (one, name, node), literal in family.items():
            found[comes, name, one.host, node[2]].append(literal)
    yield from found.values()
