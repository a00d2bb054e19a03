"""The variables of the model and what they mean; the rules that bind them are in the files beside this one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from ortools.sat.python import cp_model

from kinrota.model.needs import Visit
from kinrota.model.people import Need
from kinrota.model.places import HOME
from kinrota.model.time import Span
from kinrota.solve.arcs import Arc, Node
from kinrota.solve.doings import Doings
from kinrota.solve.errands import Errand
from kinrota.solve.layout import Layout, asleep_or_away, away_at
from kinrota.solve.networks import Move
from kinrota.solve.rest import Rest
from kinrota.solve.sleepovers import Sleepover
from kinrota.solve.ways import Way
from kinrota.solve.work import Block

Literal = cp_model.IntVar
Expr = cp_model.LinearExpr
Terms = list[Expr]


class Program:
    """A CP-SAT model of a layout. Each dictionary names one family of Booleans."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.model = cp_model.CpModel()
        self.arc: dict[tuple[str, Arc], Literal] = {}
        """An adult takes an arc."""
        self.move: dict[tuple[str, Move], Literal] = {}
        """A helper comes or goes."""
        self.along: dict[tuple[str, str, Arc], Literal] = {}
        """A child is with an adult on an arc outside home."""
        self.drop: dict[tuple[Visit, str, Node], Literal] = {}
        """An adult leaves a child at its visit."""
        self.pick: dict[tuple[Visit, str, Node], Literal] = {}
        """An adult takes a child from its visit."""
        self.way: dict[Way, Literal] = {}
        """A child goes without an adult."""
        self.visited: dict[Visit, Literal] = {}
        """A club is visited."""
        self.carer: dict[tuple[str, str, int], Literal] = {}
        """An adult answers for a child at home in a segment."""
        self.gap: dict[tuple[str, int], Literal] = {}
        self.alone: dict[tuple[str, int], Literal] = {}
        self.short: dict[tuple[str, int], list[tuple[int, Literal]]] = defaultdict(list)
        """What counts the minutes of a segment that are a gap although a child is alone: each as many minutes."""
        self.too_long: dict[tuple[str, int], cp_model.IntVar] = {}
        """Those of them that are a gap because it would be alone for too long."""
        self.idle: dict[tuple[str, int], Literal] = {}
        """A child at home that needs nobody."""
        self.hosted: dict[Sleepover, Literal] = {}
        """A child sleeps at a helper's home."""
        self.bring: dict[tuple[Sleepover, str, Node], Literal] = {}
        """An adult leaves a child with its host, who is not the adult."""
        self.fetch: dict[tuple[Sleepover, str, Node], Literal] = {}
        """An adult takes a child from its host."""
        self.take: dict[tuple[Sleepover, Node], Literal] = {}
        """A host has a child from where it is brought, ..."""
        self.give: dict[tuple[Sleepover, Node], Literal] = {}
        """... and to where it is fetched, or the horizon ends."""
        self.there: dict[tuple[Errand, str], Literal] = {}
        """An adult is at an errand's place from its beginning to its end."""
        self.block: dict[tuple[Rest, Span], Literal] = {}
        """A sleep that is owed is taken in this block."""
        self.care_day: dict[tuple[str, dt.date], Literal] = {}
        """An adult gives up the work of a date for an ill child."""
        self._declare()
        self.doings = Doings(self)
        """What adults may do at home beside care."""

    def literal(self, name: str) -> Literal:
        """A new Boolean."""
        return self.model.new_bool_var(name)

    def decisions(self) -> Iterator[Literal]:
        """Every variable that says who does what, and none that only counts it."""
        return (literal for literal, _, _ in self.when())

    def when(self) -> Iterator[tuple[Literal, int, int]]:
        """Every decision with the stretch of time that it decides."""
        yield from self._moving()
        yield from self.doings.when()
        for (_, i), minutes in self.too_long.items():
            yield minutes, self.layout.segments[i].start, self.layout.segments[i].end
        at_home = [(literal, i) for (_, _, i), literal in self.carer.items()]
        at_home += [(own, i) for states in (self.gap, self.alone, self.idle) for (_, i), own in states.items()]
        yield from ((literal, self.layout.segments[i].start, self.layout.segments[i].end) for literal, i in at_home)

    def moving(self) -> Iterator[Literal]:
        """The decisions of who goes where and sleeps when: all but those of care at home."""
        return (literal for literal, _, _ in self._moving())

    def _moving(self) -> Iterator[tuple[Literal, int, int]]:
        yield from ((literal, arc.begins, arc.ends) for (_, arc), literal in self.arc.items())
        yield from ((literal, arc.begins, arc.ends) for (_, _, arc), literal in self.along.items())
        yield from ((literal, move[3], move[3]) for (_, move), literal in self.move.items())
        for family in (self.drop, self.pick):
            yield from ((literal, node[2], node[2]) for (_, _, node), literal in family.items())
        yield from ((literal, way.begins, way.ends) for way, literal in self.way.items())
        yield from ((literal, visit.sure.start, visit.sure.end) for visit, literal in self.visited.items())
        yield from ((literal, block.start, block.end) for (_, block), literal in self.block.items())
        yield from ((literal, errand.span.start, errand.span.end) for (errand, _), literal in self.there.items())
        yield from self._hosting()
        for (name, day), literal in self.care_day.items():
            works = [b.span for b in self.layout.agendas[name].blocks if b.offer is not None and b.offer.day == day]
            yield literal, min(span.start for span in works), max(span.end for span in works)

    def _hosting(self) -> Iterator[tuple[Literal, int, int]]:
        for brought in (self.bring, self.fetch):
            yield from ((literal, node[2], node[2]) for (_, _, node), literal in brought.items())
        for has in (self.take, self.give):
            yield from ((literal, node[2], node[2]) for (_, node), literal in has.items())
        yield from ((literal, one.night.start, one.night.end) for one, literal in self.hosted.items())

    def _declare(self) -> None:
        layout = self.layout
        for name, network in layout.networks.items():
            for n, arc in enumerate(network.arcs):
                self.arc[name, arc] = self.literal(f"{name} {arc.kind}{n} {arc.start}>{arc.end}")
            for move in network.moves:
                self.move[name, move] = self.literal(f"{name} {move[0]} {move[1]} {move[3]}")
            self._declare_rest(name)
        for child in layout.children:
            self._declare_child(child.id)
        for errand in layout.errands:
            self._declare_errand(errand)
        for one in layout.sleepovers:
            self._declare_sleepover(one)

    def _declare_rest(self, name: str) -> None:
        """An adult's sleep, and its days off for an ill child."""
        for rest in self.layout.rests[name].owed:
            for span in rest.candidates:
                self.block[rest, span] = self.literal(f"{name} sleeps {span.start}")
        offers = [block.offer for block in self.layout.agendas[name].blocks if block.offer is not None]
        for day in sorted({offer.day for offer in offers if offer.ill is not None}):
            self.care_day[name, day] = self.literal(f"{name} care day {day}")

    def _declare_errand(self, errand: Errand) -> None:
        for name in self.layout.networks:
            if self.nodes_at(name, errand.place):
                self.there[errand, name] = self.literal(f"{name} at {errand.place} {errand.span.start}")

    def _declare_sleepover(self, one: Sleepover) -> None:
        """A night at a helper's home, and who may bring and fetch where."""
        label = f"{one.child} at {one.host}"
        self.hosted[one] = self.literal(f"{label} {one.night.start}")
        hosts = {other.host for other in self.layout.sleepovers if other.place == one.place}
        for name in self.layout.networks:
            for node in self.nodes_at(name, one.place):
                comes, goes = node[2] in one.comes, node[2] in one.goes
                if name == one.host and comes:
                    self.take[one, node] = self.literal(f"{label} from {node}")
                if name == one.host and goes:
                    self.give[one, node] = self.literal(f"{label} to {node}")
                if name not in hosts and comes:
                    self.bring[one, name, node] = self.literal(f"{label} brought by {name} {node}")
                if name not in hosts and goes and node[2] < self.layout.week.horizon.end:
                    self.fetch[one, name, node] = self.literal(f"{label} fetched by {name} {node}")

    def _declare_child(self, child: str) -> None:
        layout = self.layout
        visits = layout.visits[child]
        for way in layout.ways[child]:
            if way.begins < way.ends and self.layout.week.horizon.covers(Span(way.begins, way.ends)):
                self.way[way] = self.literal(f"{child} way {way.begins} {way.gap}")
        for visit in visits:
            if visit.club is not None:
                self.visited[visit] = self.literal(f"{child} club {visit.sure.start}")
        self._declare_with_adults(child, visits)
        away = [_surely_away(self.layout, visit) for visit in visits]
        for i, segment in enumerate(layout.segments):
            need = layout.needed[child][i]
            if need.custody or any(span is not None and span.covers(segment) for span in away):
                continue
            self._declare_home(child, i)

    def _declare_with_adults(self, child: str, visits: tuple[Visit, ...]) -> None:
        """Journeys and stays outside home that a child may share, and its drop-offs and pick-ups."""
        attend = {stops.visit.place for stops in self.layout.stops.values()} | {HOME}
        sure = [span for visit in visits if (span := _surely_away(self.layout, visit)) is not None]
        for name, network in self.layout.networks.items():
            places = attend | self._lodgings(name)
            for n, arc in enumerate(network.arcs):
                attended = (
                    arc.start in places
                    and arc.end in places
                    and not asleep_or_away(self.layout, child, arc)
                    and self._needs_adult(child, arc)
                )
                if (
                    arc.kind in ("stay", "journey")
                    and not (arc.start == HOME and arc.end == HOME)
                    and not any(arc.overlaps(span) for span in sure)
                    and (attended or self._on_errand(child, arc, places) or self._for_a_night(child, name, arc, places))
                ):
                    self.along[child, name, arc] = self.literal(f"{child} with {name} {n}")
        for visit in visits:
            stops = self.layout.stops[visit]
            for name in self.layout.networks:
                if visit.escorts and name not in visit.escorts:
                    continue
                for node in self.nodes_at(name, visit.place):
                    if visit.brought and node[2] in stops.drops:
                        self.drop[visit, name, node] = self.literal(f"{child} drop {name} {node}")
                    if visit.fetched and node[2] in stops.picks:
                        self.pick[visit, name, node] = self.literal(f"{child} pick {name} {node}")

    def _on_errand(self, child: str, arc: Arc, places: set[str]) -> bool:
        """Whether a child may be along to, at or from something that is kept away from home; there it may sleep."""
        errands = self.layout.errands
        if arc.kind == "stay":
            at_it = any(errand.place == arc.start and errand.around.covers(arc.span) for errand in errands)
            return at_it and not away_at(self.layout, child, arc)
        comes = any(errand.place == arc.end and errand.begins_at(arc.ends) for errand in errands)
        goes = any(errand.place == arc.start and errand.ends_at(arc.begins) for errand in errands)
        whole = (comes or arc.end in places) and (goes or arc.start in places)
        return (comes or goes) and whole and not asleep_or_away(self.layout, child, arc)

    def _lodgings(self, name: str) -> set[str]:
        """The homes of helpers to which an adult may bring children, who are in tow there as at other places."""
        own = {one.place for one in self.layout.sleepovers if one.host == name}
        return {one.place for one in self.layout.sleepovers} - own

    def _for_a_night(self, child: str, name: str, arc: Arc, places: set[str]) -> bool:
        """Whether a child may be with its host there, or on the way with it; there it may sleep."""
        nights = [one for one in self.layout.sleepovers if (one.child, one.host) == (child, name)]
        if arc.kind == "stay":
            there = any(one.place == arc.start and one.window.covers(arc.span) for one in nights)
            return there and not away_at(self.layout, child, arc)
        comes = any(one.place == arc.end and one.begins_at(arc.ends) for one in nights) and arc.start in places
        goes = any(one.place == arc.start and one.ends_at(arc.begins) for one in nights) and arc.end in places
        return (comes or goes) and not asleep_or_away(self.layout, child, arc)

    def _needs_adult(self, child: str, arc: Arc) -> bool:
        stage = self.layout.week.household.stage_of(
            self.layout.week.household.child(child), self.layout.week.clock.date(arc.begins)
        )
        return stage.awake is not Need.NONE

    def _declare_home(self, child: str, i: int) -> None:
        need = self.layout.needed[child][i].need
        if need is Need.NONE:
            self.idle[child, i] = self.literal(f"{child} idle {i}")
            return
        self.gap[child, i] = self.literal(f"{child} gap {i}")
        if need is Need.REACH:
            self.alone[child, i] = self.literal(f"{child} alone {i}")
        for name in self.layout.networks:
            if self.at_home(name, i) and self._could_care(name, i, need):
                self.carer[child, name, i] = self.literal(f"{child} by {name} {i}")

    def _could_care(self, name: str, i: int, need: Need) -> bool:
        segment = self.layout.segments[i]
        block = self.layout.sure_at(name, segment)
        if block is None:
            return True
        return block.at_home and block.interruptible(segment) and need in (Need.NEAR, Need.REACH)

    def nodes_at(self, name: str, place: str) -> list[Node]:
        """The nodes of an adult's network at a place."""
        return self._nodes[name].get(place, [])

    @cached_property
    def _nodes(self) -> dict[str, dict[str, list[Node]]]:
        found: dict[str, dict[str, list[Node]]] = {}
        for name, network in self.layout.networks.items():
            nodes = {node for arc in network.arcs for node in (arc.tail, arc.head)}
            nodes |= {(place, layer, t) for _, place, layer, t in network.moves}
            places: dict[str, list[Node]] = defaultdict(list)
            for node in sorted(nodes):
                places[node[0]].append(node)
            found[name] = dict(places)
        return found

    @cached_property
    def _home(self) -> dict[str, dict[int, Literal]]:
        """For each adult what says that it is at home in each segment: one of the arcs there that cover it."""
        found: dict[str, dict[int, Literal]] = {}
        for name, network in self.layout.networks.items():
            cover: dict[int, list[Literal]] = defaultdict(list)
            for arc in network.arcs:
                if arc.start == HOME and arc.end == HOME and arc.kind in ("stay", "work"):
                    for i in self.layout.between(arc.begins, arc.ends):
                        cover[i].append(self.arc[name, arc])
            found[name] = {i: self._any(f"{name} at home {i}", arcs) for i, arcs in cover.items()}
        return found

    def _any(self, label: str, literals: list[Literal]) -> Literal:
        """A literal for whichever of some that exclude one another: equal to their sum."""
        if not literals[1:]:
            return literals[0]
        one = self.literal(label)
        self.model.add(total(literals) == one)
        return one

    def at_home(self, name: str, i: int) -> list[Literal]:
        """The one literal that says an adult is at home in a segment; none if it cannot be."""
        literal = self._home[name].get(i)
        return [] if literal is None else [literal]

    @cached_property
    def into(self) -> dict[tuple[str, Node], list[Arc]]:
        """The arcs that come to an adult's node."""
        found: dict[tuple[str, Node], list[Arc]] = defaultdict(list)
        for name, arc in self.arc:
            found[name, arc.head].append(arc)
        return found

    @cached_property
    def out_of(self) -> dict[tuple[str, Node], list[Arc]]:
        """The arcs that leave an adult's node."""
        found: dict[tuple[str, Node], list[Arc]] = defaultdict(list)
        for name, arc in self.arc:
            found[name, arc.tail].append(arc)
        return found

    def arriving(self, name: str, instant: int) -> Terms:
        """An adult's coming home at an instant."""
        node: Node = (HOME, "", instant)
        terms: Terms = [self.arc[name, arc] for arc in self.into.get((name, node), []) if arc.start != HOME]
        return terms + self._moved(name, "come", instant)

    def leaving(self, name: str, instant: int) -> Terms:
        """An adult's leaving home at an instant."""
        node: Node = (HOME, "", instant)
        terms: Terms = [self.arc[name, arc] for arc in self.out_of.get((name, node), []) if arc.end != HOME]
        return terms + self._moved(name, "go", instant)

    def _moved(self, name: str, which: str, instant: int) -> Terms:
        literal = self._moves.get((name, which, instant))
        return [] if literal is None else [literal]

    @cached_property
    def _moves(self) -> dict[tuple[str, str, int], Literal]:
        return {
            (name, which, t): literal for (name, (which, place, _, t)), literal in self.move.items() if place == HOME
        }

    @cached_property
    def _along_home(self) -> dict[tuple[str, str, str, int], list[Literal]]:
        found: dict[tuple[str, str, str, int], list[Literal]] = defaultdict(list)
        for (child, name, arc), literal in self.along.items():
            if arc.end == HOME:
                found["in", child, name, arc.ends].append(literal)
            if arc.start == HOME:
                found["out", child, name, arc.begins].append(literal)
        return found

    def brought_home(self, child: str, name: str, instant: int) -> Terms:
        """A child comes home with an adult at an instant."""
        return list(self._along_home.get(("in", child, name, instant), []))

    def taken_out(self, child: str, name: str, instant: int) -> Terms:
        """A child leaves home with an adult at an instant."""
        return list(self._along_home.get(("out", child, name, instant), []))

    @cached_property
    def _ways_home(self) -> dict[tuple[str, str, int], list[Literal]]:
        found: dict[tuple[str, str, int], list[Literal]] = defaultdict(list)
        for way, literal in self.way.items():
            if way.end == HOME:
                found["in", way.child, way.ends].append(literal)
            if way.start == HOME:
                found["out", way.child, way.begins].append(literal)
        return found

    def came_by_itself(self, child: str, instant: int) -> Terms:
        """A child comes home without an adult at an instant."""
        return list(self._ways_home.get(("in", child, instant), []))

    def went_by_itself(self, child: str, instant: int) -> Terms:
        """A child leaves home without an adult at an instant."""
        return list(self._ways_home.get(("out", child, instant), []))

    def unanswered(self, child: str, i: int) -> Terms:
        """A child at home with no carer in a segment: gap, alone or idle."""
        return [
            literal for family in (self.gap, self.alone, self.idle) if (literal := family.get((child, i))) is not None
        ]

    def states(self, child: str, i: int) -> Terms:
        """All the ways of being at home in a segment."""
        return [*self.unanswered(child, i), *self.carers(child, i)]

    def carers(self, child: str, i: int) -> Terms:
        """The adults who could answer for a child at home in a segment."""
        return [self.carer[child, name, i] for name in self.layout.networks if (child, name, i) in self.carer]

    def cared(self, child: str, name: str, i: int) -> Terms:
        """An adult answers for a child in a segment, if it could."""
        literal = self.carer.get((child, name, i))
        return [] if literal is None else [literal]

    def working(self, name: str, span: Span) -> Terms:
        """The work at home of an adult that overlaps a span, and that may be given up there."""
        return [self.arc[name, arc] for block, arc in self.optional[name] if block.at_home and arc.overlaps(span)]

    @cached_property
    def optional(self) -> dict[str, list[tuple[Block, Arc]]]:
        """For each adult the arcs of work of which some may be given up, each with its block."""
        return {
            name: [
                (block, arc)
                for block in self.layout.agendas[name].blocks
                if block.offer is not None
                for arc in network.arcs
                if arc.kind == "work" and block.span.covers(Span(arc.begins, arc.ends))
            ]
            for name, network in self.layout.networks.items()
        }

    def sleeping(self, name: str, span: Span, *, by_day: bool | None = None) -> Terms:
        """The blocks of an adult's sleep that overlap a span."""
        return [literal for _, literal in self.asleep(name, span, by_day=by_day)]

    def asleep(self, name: str, span: Span, *, by_day: bool | None = None) -> Iterator[tuple[Span, Literal]]:
        """The blocks of an adult's sleep that overlap a span, each with its literal."""
        rests = self.layout.rests[name]
        for rest in rests.owed:
            for block in rest.candidates:
                if block.overlaps(span) and by_day in (None, rests.by_day(block)):
                    yield block, self.block[rest, block]

    def in_rest(self, rest: Rest, span: Span) -> Terms:
        """The blocks of one sleep that overlap a span: at most one of them is slept."""
        return [self.block[rest, block] for block in rest.candidates if block.overlaps(span)]


def _surely_away(layout: Layout, visit: Visit) -> Span | None:
    """When a child is at its place whatever the plan is."""
    if visit.club is not None:
        return None
    stops = layout.stops[visit]
    start, end = max(stops.drops), min(stops.picks)
    return Span(start, end) if start < end else None


def total(terms: Iterable[Expr | int]) -> Expr:
    """The sum of terms."""
    return cp_model.LinearExpr.sum(list(terms))
