"""Rules of care: who can answer for a child at home, time alone, and when a carer may change."""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from kinrota.model.needs import custody_of
from kinrota.model.people import Need, Stage
from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.time import Span
from kinrota.solve.arcs import Arc
from kinrota.solve.drivers import may_be_without
from kinrota.solve.onward import without_car
from kinrota.solve.program import Literal, Program, Terms, total
from kinrota.solve.ways import Way


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


def in_reach(program: Program) -> None:
    """A child is alone only with somebody in reach: alone <= sum over adults of reach."""
    reach = Reach(program)
    for (child, i), literal in program.alone.items():
        reach.require(child, (HOME,), program.layout.segments[i], literal)
    for way, literal in program.way.items():
        need = program.layout.needed[way.child][program.layout.between(way.begins, way.ends)[0]].need
        if not way.gap and need is Need.REACH:
            reach.require(way.child, (way.start, way.end), Span(way.begins, way.ends), literal)


class Reach:
    """Who could be where a child is alone, within its stage's minutes: literals, made once for each adult and span."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.known: dict[tuple[str, tuple[str, ...], Span, int], Literal | bool] = {}
        self.arcs: dict[tuple[str, tuple[str, ...], int], list[Arc]] = {}

    def require(self, child: str, places: tuple[str, ...], span: Span, literal: Literal) -> None:
        """Allow a child to be alone through a span only with an adult in reach of all the places."""
        alone = _stage(self.program, child, span.start).alone
        found = (
            [self._reaches(name, places, span, alone.within) for name in self.program.layout.networks] if alone else []
        )
        if not any(one is True for one in found):
            self.program.model.add(literal <= total(one for one in found if not isinstance(one, bool)))

    def _reaches(self, name: str, places: tuple[str, ...], span: Span, within: int) -> Literal | bool:
        """Whether an adult is in reach through a span: always, never, or a literal."""
        key = (name, places, span, within)
        if key not in self.known:
            helper = self.program.layout.week.household.adult(name).helper
            find = self._helper if helper else self._resident
            self.known[key] = find(name, places, span, within)
        return self.known[key]

    def _resident(self, name: str, places: tuple[str, ...], span: Span, within: int) -> Literal | bool:
        """Literal + each thing that keeps it away <= 1."""
        program = self.program
        agenda, block = program.layout.agendas[name], program.layout.sure_at(name, span)
        if any(part.overlaps(span) for part in agenda.unknown):
            return False
        if block is not None and not block.reachable(span):
            return False
        if block is not None and self._far(name, block.place, places, within, car=True):
            return False
        keeping: Terms = list(program.sleeping(name, span, by_day=False if places == (HOME,) else None))
        keeping += program.doings.out_of_reach(name, span)
        keeping += [
            program.arc[name, arc]
            for own, arc in program.optional[name]
            if arc.overlaps(span) and not own.reachable(span)
        ]
        keeping += [program.arc[name, arc] for arc in self._far_arcs(name, places, within) if arc.overlaps(span)]
        if not keeping:
            return True
        literal = program.literal(f"{name} reaches {places[0]} {span.start}")
        for term in keeping:
            program.model.add(literal + term <= 1)
        return literal

    def _helper(self, name: str, places: tuple[str, ...], span: Span, within: int) -> Literal | bool:
        """A helper is in reach while it is at home: literal <= at home, in each segment."""
        program = self.program
        segments = program.layout.between(span.start, span.end)
        there = [term for i in segments for term in program.at_home(name, i)]
        if len(there) < len(segments) or self._far(name, HOME, places, within, car=False):
            return False
        literal = program.literal(f"{name} reaches {places[0]} {span.start}")
        for term in there:
            program.model.add_implication(literal, term)
        return literal

    def _far(self, name: str, where: str, places: tuple[str, ...], within: int, *, car: bool) -> bool:
        """Whether an adult is too far from any of the places, with a shared vehicle or without."""
        week = self.program.layout.week
        adult = week.household.adult(name)
        modes = adult.modes if car or not may_be_without(week, adult) else without_car(adult)
        ways = [week.household.journeys.quickest(where, place, modes) for place in places if place != where]
        return where == ELSEWHERE or any(way is None or way[0] > within for way in ways)

    def _far_arcs(self, name: str, places: tuple[str, ...], within: int) -> list[Arc]:
        """The stays and journeys of an adult from which it cannot be there in time."""
        key = (name, places, within)
        if key not in self.arcs:
            arcs = self.program.layout.networks[name].arcs
            ends = {(end, bool(arc.vehicle)) for arc in arcs for end in (arc.start, arc.end)}
            far = {(end, car) for end, car in ends if self._far(name, end, places, within, car=car)}
            self.arcs[key] = [
                a for a in arcs if a.kind != "jump" and {(a.start, bool(a.vehicle)), (a.end, bool(a.vehicle))} & far
            ]
        return self.arcs[key]


def _stage(program: Program, child: str, instant: int) -> Stage:
    week = program.layout.week
    return week.household.stage_of(week.household.child(child), week.clock.date(instant))


def alone_not_for_long(program: Program) -> None:
    """Minutes alone add up until an adult is at the place: so far <= the stage's stretch.

    so_far[i] >= so_far[i-1] + minutes alone in i, unless an adult is at home in i or the child is not;
    a way home alone begins the sum, a way from home alone adds to it.
    """
    for child in program.layout.children:
        segments = sorted(i for (name, i) in program.alone if name == child.id)
        longest = [_stretch_at(program, child.id, i) for i in segments]
        if not segments or sum(program.layout.segments[i].minutes for i in segments) <= min(longest):
            continue
        _add_up(program, child.id, segments)


def _stretch_at(program: Program, child: str, i: int) -> int:
    alone = _stage(program, child, program.layout.segments[i].start).alone
    return alone.stretch if alone else 0


def _add_up(program: Program, child: str, segments: list[int]) -> None:
    so_far: dict[int, cp_model.IntVar] = {}
    ways = _ways_alone(program, child)
    for i in segments:
        segment, most = program.layout.segments[i], _stretch_at(program, child, i)
        so_far[i] = program.model.new_int_var(0, most, f"{child} alone so far {i}")
        alone = program.alone[child, i]
        there = [term for name in program.layout.networks for term in program.at_home(name, i)]
        begun = [
            (way.ends - way.begins, literal)
            for way, literal in _ways_alone(program, child)
            if way.ends == segment.start
        ]
        program.model.add(so_far[i] >= segment.minutes * alone - (segment.minutes * total(there) if there else 0))
        if i - 1 in so_far:
            big = most + segment.minutes
            here = total(program.unanswered(child, i))
            program.model.add(
                so_far[i] >= so_far[i - 1] + segment.minutes * alone - big * (1 - here) - big * total(there)
            )
        for minutes, literal in begun:
            big = minutes + segment.minutes
            program.model.add(so_far[i] >= minutes + segment.minutes * alone - big * (1 - literal) - big * total(there))
        for way, literal in ways:
            minutes = way.ends - way.begins
            if way.begins == segment.end and way.start == HOME:
                program.model.add(so_far[i] + minutes * literal <= most)


def _ways_alone(program: Program, child: str) -> list[tuple[Way, Literal]]:
    return [(way, literal) for way, literal in program.way.items() if way.child == child and not way.gap]


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
            for family in (program.gap, program.alone, program.idle):
                after, before = family.get((child.id, i)), family.get((child.id, i - 1), 0)
                if after is not None:
                    program.model.add(after <= before + changes)
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
