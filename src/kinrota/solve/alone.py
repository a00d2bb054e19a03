"""Rules of time alone: somebody is in reach, minute by minute, and it is not for too long at a stretch."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct
from ortools.sat.python import cp_model

from kinrota.model.people import Need, Stage
from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.time import Span, minus
from kinrota.solve.arcs import Arc
from kinrota.solve.declines import refused
from kinrota.solve.drivers import may_be_without
from kinrota.solve.onward import without_car
from kinrota.solve.program import Expr, Literal, Program, Terms, total
from kinrota.solve.ways import Way

Fact = tuple[Span, Literal | None]
"""A stretch in which an adult is in reach, or is not, whatever the plan is (None) or if it does this."""


def in_reach(program: Program) -> None:
    """In each part of a segment alone somebody is in reach, or it is a gap: alone <= sum of reach + short.

    On a way alone there is no gap: way <= sum of reach.
    """
    reach = Reach(program)
    for (child, i), literal in program.alone.items():
        segment = program.layout.segments[i]
        parts = reach.parts(child, (HOME,), segment)
        for part in parts:
            if part.minutes == segment.minutes:
                program.model.add(literal <= total(part.reach))
            else:
                program.short[child, i].append((part.minutes, _short(program, literal, part)))
    for way, literal in program.way.items():
        need = program.layout.needed[way.child][program.layout.between(way.begins, way.ends)[0]].need
        if not way.gap and need is Need.REACH:
            for part in reach.parts(way.child, (way.start, way.end), Span(way.begins, way.ends)):
                program.model.add(literal <= total(part.reach))


def _short(program: Program, alone: Literal, part: Part) -> Literal:
    """A literal that holds where nobody is in reach of who is alone: alone <= reach + short; short <= alone."""
    if not part.reach:
        return alone
    literal = program.literal("out of reach")
    program.model.add(alone <= total([*part.reach, literal]))
    program.model.add_implication(literal, alone)
    return literal


class Part(Struct):
    """Minutes of a span with the same adults who may be in reach; `reach` adds up to whether anybody is."""

    reach: Terms
    minutes: int = 0


class Reach:
    """Who could be where a child is alone, within its stage's minutes."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.literals: dict[tuple[str, frozenset[int]], Literal] = {}
        self.arcs: dict[tuple[str, tuple[str, ...], int, bool], list[Arc]] = {}
        self.refused = refused(program.layout.week)

    def parts(self, child: str, places: tuple[str, ...], span: Span) -> list[Part]:
        """The parts of a span in which it depends on the plan whether somebody is in reach of all the places."""
        household = self.program.layout.week.household
        alone = _stage(self.program, child, span.start).alone
        facts: dict[str, list[Fact]] = {}
        for name in self.program.layout.networks if alone else ():
            find = self._there if household.adult(name).helper else self._kept_away
            own = list(find(name, places, span, alone.within if alone else 0))
            facts[name] = _but_for(self.refused.get((child, name), ()), own, helper=household.adult(name).helper)
        edges = {edge for own in facts.values() for fact, _ in own for edge in (fact.start, fact.end)}
        parts: dict[tuple[int, ...], Part] = {}
        for start, end in itertools.pairwise(sorted({span.start, span.end, *filter(span.holds, edges)})):
            reach = self._reach(facts, Span(start, end))
            if reach is not None:
                part = parts.setdefault(tuple(term.index for term in reach), Part([*reach]))
                part.minutes += end - start
        return list(parts.values())

    def _reach(self, facts: dict[str, list[Fact]], part: Span) -> list[Literal] | None:
        """What adds up to whether somebody is in reach in a part that no fact divides; None if somebody surely is."""
        found: list[Literal] = []
        for name, own in facts.items():
            terms = [term for fact, term in own if fact.overlaps(part)]
            if self.program.layout.week.household.adult(name).helper:
                found += [term for term in terms if term is not None]
            elif not terms:
                return None
            elif all(term is not None for term in terms):
                found.append(self._unless(name, {term.index: term for term in terms if term is not None}))
        return found

    def _unless(self, name: str, keeping: dict[int, Literal]) -> Literal:
        """A literal that holds only if an adult does none of some things: reach + each of them <= 1."""
        key = (name, frozenset(keeping))
        if key not in self.literals:
            terms = list(keeping.values())
            reach = self.literals[key] = self.program.literal(f"{name} in reach")
            for term in terms:
                self.program.model.add_at_most_one([reach, term])
        return self.literals[key]

    def _kept_away(self, name: str, places: tuple[str, ...], span: Span, within: int) -> Iterator[Fact]:
        """When a resident is out of reach: unknown, at work, asleep, at what gives nothing, or too far."""
        program = self.program
        agenda = program.layout.agendas[name]
        yield from ((unknown, None) for unknown in agenda.unknown if unknown.overlaps(span))
        for block in agenda.blocks:
            far = self._far(name, block.place, places, within, car=True)
            for part in block.parts:
                during = part.span.common(span)
                sure = during.common(block.sure) if during and block.sure else None
                if sure and (far or not block.reachable(sure)):
                    yield sure, None
        for block, arc in program.optional[name]:
            for part in block.parts:
                during = part.span.common(arc.span)
                if during and during.overlaps(span) and not block.reachable(during):
                    yield during, program.arc[name, arc]
        by_day = False if places == (HOME,) else None
        yield from program.asleep(name, span, by_day=by_day)
        yield from program.doings.out_of_reach(name, span)
        for arc in self._arcs(name, places, within, far=True):
            if arc.overlaps(span):
                yield arc.span, program.arc[name, arc]

    def _there(self, name: str, places: tuple[str, ...], span: Span, within: int) -> Iterator[Fact]:
        """When a helper is in reach: while it has come, where it is not too far."""
        for arc in self._arcs(name, places, within, far=False):
            if arc.overlaps(span):
                yield arc.span, self.program.arc[name, arc]

    def _far(self, name: str, where: str, places: tuple[str, ...], within: int, *, car: bool) -> bool:
        """Whether an adult is too far from any of the places, with a shared vehicle or without."""
        week = self.program.layout.week
        adult = week.household.adult(name)
        modes = adult.modes if car or not may_be_without(week, adult) else without_car(adult)
        ways = [week.household.journeys.quickest(where, place, modes) for place in places if place != where]
        return where == ELSEWHERE or any(way is None or way[0] > within for way in ways)

    def _arcs(self, name: str, places: tuple[str, ...], within: int, *, far: bool) -> list[Arc]:
        """The stays and journeys of an adult from which it cannot be there in time, or those from which it can."""
        key = (name, places, within, far)
        if key not in self.arcs:
            arcs = [arc for arc in self.program.layout.networks[name].arcs if arc.kind != "jump"]
            ends = {(end, bool(arc.vehicle)) for arc in arcs for end in (arc.start, arc.end)}
            away = {(end, car) for end, car in ends if self._far(name, end, places, within, car=car)}
            self.arcs[key] = [
                a for a in arcs if far != away.isdisjoint({(a.start, bool(a.vehicle)), (a.end, bool(a.vehicle))})
            ]
        return self.arcs[key]


def _but_for(declined: tuple[Span, ...], own: list[Fact], *, helper: bool) -> list[Fact]:
    """The facts of an adult who is out of reach through what it declined: of a helper those when it is in reach."""
    if helper:
        return [(part, term) for fact, term in own for part in minus([fact], declined)]
    return [*own, *((span, None) for span in declined)]


def _stage(program: Program, child: str, instant: int) -> Stage:
    week = program.layout.week
    return week.household.stage_of(week.household.child(child), week.clock.date(instant))


def alone_not_for_long(program: Program) -> None:
    """Minutes alone add up until an adult is at the place: so far <= the stage's stretch.

    so_far[i] >= so_far before + minutes alone in i, unless an adult is at home since or the child is not;
    a way home alone begins the sum, a way from home alone adds to it. What is short of it is a gap:
    minutes alone in i = minutes x alone - short >= 0.
    """
    for child in program.layout.children:
        segments = sorted(i for (name, i) in program.alone if name == child.id)
        longest = [_stretch_at(program, child.id, i) for i in segments]
        minutes = sum(program.layout.segments[i].minutes for i in segments) + _on_ways(program, child.id)
        if segments and minutes > min(longest):
            _add_up(program, child.id, segments)


def _stretch_at(program: Program, child: str, i: int) -> int:
    alone = _stage(program, child, program.layout.segments[i].start).alone
    return alone.stretch if alone else 0


def _on_ways(program: Program, child: str) -> int:
    """The minutes that a child may be on its ways alone at the most."""
    longest: dict[tuple[object, object], int] = defaultdict(int)
    for way, _ in _ways_alone(program, child):
        longest[way.leaves, way.comes] = max(longest[way.leaves, way.comes], way.ends - way.begins)
    return sum(longest.values())


def _add_up(program: Program, child: str, segments: list[int]) -> None:
    so_far: dict[int, cp_model.IntVar] = {}
    ways = _ways_alone(program, child)
    for before, i in zip([None, *segments], segments, strict=False):
        segment, most = program.layout.segments[i], _stretch_at(program, child, i)
        so_far[i] = program.model.new_int_var(0, most, f"{child} alone so far {i}")
        alone = _minutes_alone(program, child, i)
        there = total(_adults_at_home(program, [i]))
        program.model.add(so_far[i] >= alone - segment.minutes * there)
        if before is not None and all(program.unanswered(child, n) for n in range(before + 1, i)):
            big = most + segment.minutes
            since = range(before + 1, i + 1)
            ended = total([*(1 - total(program.unanswered(child, n)) for n in since), *_adults_at_home(program, since)])
            program.model.add(so_far[i] >= so_far[before] + alone - big * ended)
        for way, literal in ways:
            minutes = way.ends - way.begins
            if way.ends == segment.start and way.end == HOME:
                big = minutes + segment.minutes
                program.model.add(so_far[i] >= minutes + alone - big * (1 - literal) - big * there)
            if way.begins == segment.end and way.start == HOME:
                program.model.add(so_far[i] + minutes * literal <= most)


def _minutes_alone(program: Program, child: str, i: int) -> Expr:
    """The minutes of a segment in which a child is alone and it is no gap."""
    minutes = program.layout.segments[i].minutes
    program.too_long[child, i] = program.model.new_int_var(0, minutes, f"{child} alone too long {i}")
    program.short[child, i].append((1, program.too_long[child, i]))
    alone = minutes * program.alone[child, i] - total(n * term for n, term in program.short[child, i])
    program.model.add(alone >= 0)
    return alone


def _adults_at_home(program: Program, segments: Iterable[int]) -> Terms:
    return [term for i in segments for name in program.layout.networks for term in program.at_home(name, i)]


def _ways_alone(program: Program, child: str) -> list[tuple[Way, Literal]]:
    return [(way, literal) for way, literal in program.way.items() if way.child == child and not way.gap]
