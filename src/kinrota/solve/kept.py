"""Rules of what is kept away from home: who is there from its beginning to its end, and for whom one goes there."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kinrota.model.needs import Visit
from kinrota.model.people import Need
from kinrota.model.time import Span
from kinrota.solve.arcs import Arc
from kinrota.solve.duties import Gathering
from kinrota.solve.errands import Errand
from kinrota.solve.movement import drops_of, picks_of
from kinrota.solve.program import Expr, Literal, Program, Terms, total


def there_to_the_end(program: Program) -> None:
    """Who is at an errand is at its place in each part of it: there <= the stays and visited work that cover it."""
    for (errand, name), literal in program.there.items():
        arcs = [arc for arc in program.layout.networks[name].arcs if arc.kind in ("stay", "work")]
        here = [arc for arc in arcs if arc.start == errand.place and arc.overlaps(errand.span)]
        for part in _cut(errand.span, _edges(program, errand, name, here)):
            covering = [arc for arc in here if arc.overlaps(part) and _is_there(program, name, arc, part)]
            program.model.add(literal <= total(program.arc[name, arc] for arc in covering))


def _edges(program: Program, errand: Errand, name: str, here: list[Arc]) -> Iterator[int]:
    """Where an adult's stays at the place of an errand change, or the events of its work there."""
    yield from (edge for arc in here for edge in (arc.begins, arc.ends))
    for block in program.layout.agendas[name].blocks:
        if block.place == errand.place:
            yield from (part.span.start for part in block.parts)


def _cut(span: Span, edges: Iterable[int]) -> Iterator[Span]:
    cuts = sorted({span.start, span.end, *(t for t in edges if span.holds(t))})
    return (Span(start, end) for start, end in itertools.pairwise(cuts))


def _is_there(program: Program, name: str, arc: Arc, part: Span) -> bool:
    """Whether who is at a place is there for others: at work only where it may be visited."""
    block = program.layout.block_at(name, part) if arc.kind == "work" else None
    return block is None or block.visited(part)


def only_for_it(program: Program) -> None:
    """Nobody is at a place that has no child, and is not its work, but for an errand: stay <= there for one then.

    Where it works it is there with children for no other reason.
    """
    attended = {stops.visit.place for stops in program.layout.stops.values()}
    attended |= {one.place for one in program.layout.sleepovers}
    errands = [errand for errand in program.layout.errands if errand.place not in attended]
    places = {errand.place for errand in errands}
    for (name, arc), literal in program.arc.items():
        if arc.kind == "stay" and arc.start in places - program.layout.agendas[name].places:
            program.model.add(literal <= _around(program, name, arc))
    for (_, name, arc), literal in program.along.items():
        if arc.kind == "stay" and arc.start in places & program.layout.agendas[name].places:
            program.model.add(literal <= _around(program, name, arc))


def _around(program: Program, name: str, arc: Arc) -> Expr:
    """An adult is there for an errand around which a stay lies."""
    errands = (one for one in program.layout.errands if one.place == arc.start and one.around.covers(arc.span))
    return total(program.there[one, name] for one in errands)


def went_for_somebody(program: Program) -> None:
    """An adult goes to an errand for itself, or with a child: there <= it does what is done, or a child is along."""
    for (errand, name), literal in program.there.items():
        asked = [
            one for one in program.layout.duties.occasions if errand.place in one.places and one.span == errand.span
        ]
        if not any(name in one.who for one in asked):
            wanted = {who for one in asked for who in one.who}
            along = [
                term
                for (child, adult, arc), term in program.along.items()
                if child in wanted and adult == name and arc.kind == "stay" and _covers(arc, errand, errand.span.start)
            ]
            does = [
                term
                for ritual, option, term in program.doings.away
                if (option.span, ritual.routine.place) == (errand.span, errand.place) and name in option.doers
            ]
            program.model.add(literal <= total([*along, *does]))


def routines_away(program: Program) -> None:
    """Who does a routine away from home is there, with its children, and does no other then: done <= there."""
    errands = {(errand.span, errand.place): errand for errand in program.layout.errands}
    busy: dict[str, list[tuple[Span, Literal]]] = defaultdict(list)
    for ritual, option, literal in program.doings.away:
        errand = errands[option.span, ritual.routine.place]
        for name in option.doers:
            program.model.add_implication(literal, program.there[errand, name])
            for span, other in busy[name]:
                if span.overlaps(option.span):
                    program.model.add_at_most_one([literal, other])
            busy[name].append((option.span, literal))
        for child in ritual.children:
            for enough in _along_with(program, errand, child, option.doers):
                program.model.add(literal <= enough)


def _along_with(program: Program, errand: Errand, child: str, doers: tuple[str, ...]) -> Iterator[Expr]:
    """Part by part, whether a child is with one of some adults at an errand; one that needs nobody, with anybody."""
    stays = [
        (arc, name, term)
        for (who, name, arc), term in program.along.items()
        if who == child and arc.kind == "stay" and arc.start == errand.place and arc.overlaps(errand.span)
    ]
    edges = {edge for arc, _, _ in stays for edge in (arc.begins, arc.ends)}
    needs = program.layout.needs[child]
    for part in _cut(errand.span, edges | {need.span.start for need in needs}):
        alone = any(need.span.holds(part.start) and need.need is Need.NONE for need in needs)
        yield total(term for arc, name, term in stays if arc.overlaps(part) and (alone or name in doers))


def done_away(program: Program, name: str) -> Iterator[tuple[Span, Literal, list[Arc]]]:
    """The parts of routines that an adult may do away from home, each with its option and the stays that cover it."""
    arcs = [arc for arc in program.layout.networks[name].arcs if arc.kind == "stay"] if program.doings.away else []
    for ritual, option, literal in program.doings.away:
        if name in option.doers:
            here = [arc for arc in arcs if arc.start == ritual.routine.place and arc.overlaps(option.span)]
            for part in _cut(option.span, {edge for arc in here for edge in (arc.begins, arc.ends)}):
                yield part, literal, [arc for arc in here if arc.overlaps(part)]


def _covers(arc: Arc, errand: Errand, instant: int) -> bool:
    return arc.start == errand.place and arc.span.holds(instant)


def occasions_away(program: Program) -> None:
    """Who is at an occasion away from home is there; a child with an adult, or the place has it. It is at one place."""
    attends, held = program.doings.attends, program.doings.held
    errands = {(errand.span, errand.place): errand for errand in program.layout.errands}
    for one in program.layout.duties.occasions:
        places = [held[one.occasion.id, place] for place in one.places if (one.occasion.id, place) in held]
        if places:
            program.model.add_exactly_one(places)
        for place in one.places:
            for name in one.who:
                literal = attends.get((one.occasion.id, place, name))
                if literal is None:
                    continue
                if places:
                    program.model.add_implication(literal, held[one.occasion.id, place])
                for enough in _with_it(program, one, errands.get((one.span, place)), name):
                    program.model.add(literal <= enough)


def _with_it(program: Program, one: Gathering, errand: Errand | None, name: str) -> Iterator[Expr]:
    """What has to hold, part by part, for somebody to be at an occasion away from home."""
    if errand is None:
        return
    if name in program.layout.networks:
        there = program.there.get((errand, name))
        yield total([] if there is None else [there])
        return
    stays = [
        (arc, term)
        for (child, _, arc), term in program.along.items()
        if child == name and arc.kind == "stay" and arc.start == errand.place and arc.overlaps(one.span)
    ]
    visits = [visit for visit in program.layout.visits[name] if visit.place == errand.place]
    edges = {edge for arc, _ in stays for edge in (arc.begins, arc.ends)}
    edges |= {t for visit in visits for t in (*drops_of(program, visit), *picks_of(program, visit))}
    for part in _cut(errand.span, edges):
        attended = [term for visit in visits for term in _attends(program, visit, part.start)]
        yield total([*(term for arc, term in stays if arc.overlaps(part)), *attended])


def _attends(program: Program, visit: Visit, instant: int) -> Iterator[Expr | int]:
    """Terms whose sum is whether a child is at its visit at an instant: begun by then, and not ended."""
    begun: Terms = [term for t, terms in drops_of(program, visit).items() if t <= instant for term in terms]
    ended: Terms = [term for t, terms in picks_of(program, visit).items() if t <= instant for term in terms]
    yield total(begun) if visit.brought else int(visit.drop[0] <= instant)
    yield -total(ended) if visit.fetched else -int(visit.pick[0] <= instant)
