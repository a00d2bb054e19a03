"""Rules of care: who can answer for a child at home, and when a carer may change."""

from __future__ import annotations

from collections import defaultdict

from kinrota.model.needs import custody_of
from kinrota.solve.program import Literal, Program, Terms, total


def at_home_or_gone(program: Program) -> None:
    """A child at home stays until it leaves: states after = states before + arrivals - departures, at most one."""
    layout = program.layout
    for child in layout.children:
        away = custody_of(layout.week, child.id)
        start_here = not any(span.holds(layout.week.horizon.start) for span in away)
        exchanged = _exchanges_at_visits(program, child.id)
        for i, segment in enumerate(layout.segments):
            t = segment.start
            after = total(program.states(child.id, i))
            program.model.add(after <= 1)
            before = total(program.states(child.id, i - 1)) if i else int(start_here)
            come = total([*program.came_by_itself(child.id, t), *_with_adults(program, "in", child.id, t)])
            gone = total([*program.went_by_itself(child.id, t), *_with_adults(program, "out", child.id, t)])
            back = sum(1 for span in away if span.end == t and ("in", t) not in exchanged and i)
            leave = sum(1 for span in away if span.start == t and ("out", t) not in exchanged and i)
            program.model.add(after == before + come - gone + back - leave)


def _exchanges_at_visits(program: Program, child: str) -> set[tuple[str, int]]:
    """Exchanges that happen at a place of attendance: ("in", end of custody) or ("out", its start)."""
    found = set()
    for visit in program.layout.visits[child]:
        if not visit.brought:
            found.add(("in", visit.drop[0]))
        if not visit.fetched:
            found.add(("out", visit.pick[0]))
    return found


def _with_adults(program: Program, way: str, child: str, t: int) -> Terms:
    find = program.brought_home if way == "in" else program.taken_out
    return [term for name in program.layout.networks for term in find(child, name, t)]


def carers_are_there(program: Program) -> None:
    """Who answers for a child at home is at home: carer <= at home."""
    for (_, name, i), literal in program.carer.items():
        for there in program.at_home(name, i):
            program.model.add_implication(literal, there)


def sleepers_give_little(program: Program) -> None:
    """Asleep at night an adult is near to sleeping children only; asleep by day it gives what the household says."""
    layout = program.layout
    for name, rests in layout.rests.items():
        gives = layout.week.household.adult(name).sleep.by_day
        for rest in rests.owed:
            over: dict[tuple[int, bool], Terms] = defaultdict(list)
            for block in rest.candidates:
                for i in layout.between(block.start, block.end):
                    over[i, rests.by_day(block)].append(program.block[rest, block])
            for (i, by_day), blocks in over.items():
                for child in layout.children:
                    literal = program.carer.get((child.id, name, i))
                    if literal is None:
                        continue
                    need = layout.needed[child.id][i]
                    enough = need.need.weight <= gives.weight if by_day else bool(need.sleep)
                    if not enough:
                        program.model.add(total(blocks) + literal <= 1)


def sleep_is_taken(program: Program) -> None:
    """Each sleep that is owed is one block, at home all the while; two blocks of one adult are one or apart.

    A block that one rest lends to another: taken for the other <= taken for the one.
    """
    layout = program.layout
    for name, rests in layout.rests.items():
        for rest in rests.owed:
            program.model.add_exactly_one([program.block[rest, block] for block in rest.candidates])
            over: dict[int, Terms] = {}
            for block in rest.candidates:
                for i in layout.between(block.start, block.end):
                    over.setdefault(i, []).append(program.block[rest, block])
            for i, blocks in over.items():
                there = program.at_home(name, i)
                program.model.add(total(blocks) <= total(there))
            for block in rest.lent:
                lenders = [other for other in rests.owed if block in other.candidates and block not in other.lent]
                program.model.add(program.block[rest, block] <= total(program.block[own, block] for own in lenders))
        _apart(program, name)


def _apart(program: Program, name: str) -> None:
    """Two blocks of sleep are the same, or there is time between them: what touches would be one that nobody owes."""
    owed = program.layout.rests[name].owed
    for n, one in enumerate(owed):
        for other in owed[n + 1 :]:
            for first in one.candidates:
                for second in other.candidates:
                    if first.start <= second.end and second.start <= first.end and first != second:
                        program.model.add_at_most_one([program.block[one, first], program.block[other, second]])


def carers_stay(program: Program) -> None:
    """Between fixed instants a state of a child at home goes on unless something happens: after <= before + events.

    That a helper comes or goes only lets it take over, or be followed.
    """
    layout = program.layout
    helpers = [adult.id for adult in layout.adults if adult.helper]
    for i, segment in enumerate(layout.segments):
        t = segment.start
        if not i or t in layout.fixed:
            continue
        events = _events(program, t)
        for child in layout.children:
            followed = [_followed(program, child.id, name, i) for name in helpers if _moves(program, name, t)]
            changes = total([*events, *(literal for literal in followed if literal is not None)])
            if after := program.unanswered(child.id, i):
                program.model.add(total(after) <= total(program.unanswered(child.id, i - 1)) + changes)
            for name in layout.networks:
                own = program.carer.get((child.id, name, i))
                if own is not None:
                    comes = _moves(program, name, t) if name in helpers else []
                    program.model.add(own <= total(program.cared(child.id, name, i - 1)) + changes + total(comes))


def _followed(program: Program, child: str, helper: str, i: int) -> Literal | None:
    """A helper who answered for a child comes or goes: at most each of the two."""
    before = program.carer.get((child, helper, i - 1))
    if before is None:
        return None
    literal = program.literal(f"{helper} is followed {child} {i}")
    program.model.add_implication(literal, before)
    program.model.add(literal <= total(_moves(program, helper, program.layout.segments[i].start)))
    return literal


def _moves(program: Program, name: str, instant: int) -> Terms:
    """What an adult may begin or end at an instant at home: coming, going, sleep."""
    return program.arriving(name, instant) + program.leaving(name, instant) + _sleeps(program, name, instant)


def _sleeps(program: Program, name: str, instant: int) -> Terms:
    return [
        program.block[rest, block]
        for rest in program.layout.rests[name].owed
        for block in rest.candidates
        if instant in (block.start, block.end)
    ]


def _events(program: Program, instant: int) -> Terms:
    """All that residents and children may begin or end at an instant at home."""
    other = [*works_at(program, instant), *program.doings.edges.get(instant, [])]
    return [*moves_at(program, instant), *sleeps_at(program, instant), *other]


def works_at(program: Program, instant: int) -> Terms:
    """The work that may begin or end at an instant, or be another from then on, if it is not given up."""
    return [
        program.arc[name, arc]
        for name, pairs in program.optional.items()
        for block, arc in pairs
        if (arc.begins == instant and instant in block.starts)
        or (arc.ends == instant and instant in block.ends)
        or (arc.begins < instant < arc.ends and instant in block.told_from)
    ]


def moves_at(program: Program, instant: int) -> Terms:
    """The residents and children who may come home or leave it at an instant."""
    residents = [adult.id for adult in program.layout.adults if not adult.helper]
    terms = [term for name in residents for term in program.arriving(name, instant) + program.leaving(name, instant)]
    for child in program.layout.children:
        terms += program.came_by_itself(child.id, instant) + program.went_by_itself(child.id, instant)
    return terms


def sleeps_at(program: Program, instant: int) -> Terms:
    """The residents' sleep that may begin or end at an instant."""
    residents = [adult.id for adult in program.layout.adults if not adult.helper]
    return [term for name in residents for term in _sleeps(program, name, instant)]
