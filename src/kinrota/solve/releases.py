"""Rules of work that is given up: each block is worked once, as far as it is not, and nobody gives up too often."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from kinrota.model.household import ReleaseKind
from kinrota.model.people import Need
from kinrota.model.places import HOME
from kinrota.model.time import Span
from kinrota.solve.arcs import Arc
from kinrota.solve.offers import period_of
from kinrota.solve.program import Expr, Literal, Program, Terms, total
from kinrota.solve.work import Block, Offer

Cost = tuple[Fraction, Expr]
Offered = tuple[str, Block, Offer, list[Arc]]


def work_kept(program: Program) -> None:
    """Of each block of which some may be given up one stretch is worked, or none on a care day.

    Beginnings = ends = 1 - given up whole; ends when the child falls ill = care day.
    """
    for name, block, offer, arcs in _offered(program):
        care = program.care_day.get((name, offer.day)) if offer.ill is not None else None
        worked = 1 - care if care is not None and block.optional else 1
        program.model.add(total(_begun(program, name, arcs, block.starts)) == worked)
        program.model.add(total(_ended(program, name, arcs, _ends(program, block))) == worked)
        if care is not None and block.optional:
            _not_there(program, name, block, care)
        elif care is not None and offer.ill is not None:
            program.model.add(total(_ended(program, name, arcs, {offer.ill})) == care)


def not_there_and_back(program: Program) -> None:
    """Nobody goes to work and away from it in no time: of two jumps there and back at one instant at most one."""
    for name, pairs in program.optional.items():
        jumps: dict[int, list[Arc]] = defaultdict(list)
        for arc in program.layout.networks[name].arcs if pairs else ():
            if arc.kind == "jump":
                jumps[arc.begins].append(arc)
        for arcs in jumps.values():
            for one, other in itertools.combinations(arcs, 2):
                if (one.start, one.end) == (other.end, other.start):
                    program.model.add_at_most_one([program.arc[name, one], program.arc[name, other]])


def _offered(program: Program) -> Iterator[Offered]:
    """Each block of which some may be given up, with the arcs of it that may be worked."""
    for name, pairs in program.optional.items():
        arcs: dict[Span, tuple[Block, list[Arc]]] = {}
        for block, arc in pairs:
            arcs.setdefault(block.span, (block, []))[1].append(arc)
        for block, own in arcs.values():
            if block.offer is not None:
                yield name, block, block.offer, own


def _ends(program: Program, block: Block) -> set[int]:
    """When a block may end, as far as its owner's time is known."""
    known = program.layout.agendas[block.adult].known
    return {min(end, known.end) for end in block.ends}


def _begun(program: Program, name: str, arcs: list[Arc], starts: tuple[int, ...]) -> Terms:
    known = program.layout.agendas[name].known
    begins = {max(start, known.start) for start in starts}
    return [program.arc[name, arc] for arc in arcs if arc.begins in begins]


def _ended(program: Program, name: str, arcs: list[Arc], ends: set[int] | tuple[int, ...]) -> Terms:
    return [program.arc[name, arc] for arc in arcs if arc.ends in ends]


def _not_there(program: Program, name: str, block: Block, care: Literal) -> None:
    """Nobody goes to work that it gives up whole: commute there + care day <= 1."""
    there = [own for own in program.layout.agendas[name].blocks if own.place == block.place != HOME]
    for arc in program.layout.networks[name].arcs:
        goes = (arc.commute or arc.kind == "jump") and arc.end == block.place != HOME
        if goes and next((own for own in there if own.starts[-1] >= arc.ends), None) == block:
            program.model.add_at_most_one([care, program.arc[name, arc]])


def at_work_or_not(program: Program) -> None:
    """Who works at home where it need not does nothing else then, and answers as far as that work lets it.

    Works + does something else <= 1; works + answers <= 1.
    """
    layout, doings = program.layout, program.doings
    for name, block, _, arcs in _offered(program):
        for arc in arcs if block.at_home else ():
            working, span = program.arc[name, arc], Span(arc.begins, arc.ends)
            others = list(doings.at(name, span))
            others += [
                there
                for one in layout.duties.occasions
                if one.span.overlaps(span) and (there := doings.attends.get((one.occasion.id, HOME, name))) is not None
            ]
            others += [
                answers for i in layout.between(arc.begins, arc.ends) for answers in _kept_from(program, block, i)
            ]
            for other in others:
                program.model.add(working + other <= 1)


def _kept_from(program: Program, block: Block, i: int) -> Iterator[Expr]:
    """The children that an adult cannot answer for in a segment while it does this work at home."""
    layout = program.layout
    interruptible = block.interruptible(layout.segments[i])
    for child in layout.children:
        enough = interruptible and layout.needed[child.id][i].need in (Need.NEAR, Need.REACH)
        yield from () if enough else program.cared(child.id, block.adult, i)


def not_too_often(program: Program) -> None:
    """In each day, week, month or year an adult gives up work no more often than it may: sum <= times."""
    used: dict[tuple[str, ReleaseKind, dt.date], Terms] = defaultdict(list)
    for name, _, offer, arcs in _offered(program):
        _count(program, used, (name, "late start", offer.day), _begun(program, name, arcs, offer.starts))
        _count(program, used, (name, "early leave", offer.day), _ended(program, name, arcs, offer.ends))
    for (name, day), literal in program.care_day.items():
        _count(program, used, (name, "care day", day), [literal])
    for (name, kind, _), terms in used.items():
        release = program.layout.week.household.release(name, kind)
        if release is not None and release.times is not None:
            program.model.add(total(terms) <= release.times)


def _count(
    program: Program,
    used: dict[tuple[str, ReleaseKind, dt.date], Terms],
    what: tuple[str, ReleaseKind, dt.date],
    terms: Terms,
) -> None:
    name, kind, day = what
    period = period_of(program.layout.week, name, kind, day)
    if period is not None:
        used[name, kind, period] += terms


def given_up(program: Program) -> Iterator[Cost]:
    """Minutes of confirmed work that are given up, as far as the horizon shows them."""
    until = program.layout.week.horizon.end
    for name, block, offer, arcs in _offered(program):
        end = min(offer.end, until)
        sooner = {*offer.ends, *([] if offer.ill is None or block.optional else [offer.ill])}
        for arc in arcs:
            minutes = arc.begins - block.span.start if arc.begins in offer.starts else 0
            minutes += end - arc.ends if arc.ends in sooner else 0
            if minutes:
                yield Fraction(minutes), program.arc[name, arc]
        if block.optional:
            yield Fraction(end - block.span.start), program.care_day[name, offer.day]
