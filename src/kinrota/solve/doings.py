"""The variables of what adults do at home beside care, and the rules that bind who does it: one thing at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from kinrota.model.places import HOME
from kinrota.model.time import Span
from kinrota.solve.duties import SMALL_HOURS, Leisure, Option, Ritual, Turn

if TYPE_CHECKING:
    from kinrota.solve.program import Literal, Program, Terms

Done = tuple[Option, "Literal"]


class Doings:
    """What a program may choose of what is owed beside care."""

    def __init__(self, program: Program) -> None:
        self.program = program
        duties = program.layout.duties
        self.rituals: list[tuple[Ritual, list[Done]]] = [
            (ritual, self._options(f"{ritual.routine.id} {ritual.day}", ritual.options, ritual.routine.place))
            for ritual in duties.rituals
        ]
        self.turns: list[tuple[Turn, list[list[Done]]]] = [
            (turn, [self._options(f"{turn.chore.id} {turn.number}/{n}", go) for n, go in enumerate(turn.goes)])
            for turn in duties.turns
        ]
        self.leisure: list[tuple[Leisure, dict[int, Literal]]] = [
            (leisure, dict(self._at_leisure(leisure))) for leisure in duties.leisure
        ]
        self.attends: dict[tuple[str, str, str], Literal] = {
            (one.occasion.id, place, name): program.literal(f"{name} at {one.occasion.id}")
            for one in duties.occasions
            for place in one.places
            for name in one.who
            if (self._could_attend(name, one.span) if place == HOME else self._could_be_away(name, one.span))
        }
        """Somebody is at an occasion, at one of its places."""
        self.held: dict[tuple[str, str], Literal] = {
            (one.occasion.id, place): program.literal(f"{one.occasion.id} at {place}")
            for one in duties.occasions
            for place in one.places
            if one.places[1:]
        }
        """An occasion that may move is at one of its places."""

    def when(self) -> Iterator[tuple[Literal, int, int]]:
        """Every decision with the stretch of time that it decides."""
        for option, literal in self.tasks:
            yield literal, option.span.start, option.span.end
        segments = self.program.layout.segments
        for _, own in self.leisure:
            yield from ((literal, segments[i].start, segments[i].end) for i, literal in own.items())
        spans = {one.occasion.id: one.span for one in self.program.layout.duties.occasions}
        for (occasion, _, _), literal in self.attends.items():
            yield literal, spans[occasion].start, spans[occasion].end
        for (occasion, _), literal in self.held.items():
            yield literal, spans[occasion].start, spans[occasion].end

    @cached_property
    def tasks(self) -> list[Done]:
        """Every option of every routine and chore."""
        found = [done for _, dones in self.rituals for done in dones]
        return found + [done for _, goes in self.turns for dones in goes for done in dones]

    @cached_property
    def of(self) -> dict[str, list[Done]]:
        """The options of routines and chores at home that an adult takes part in, in order of time."""
        away = {id(literal) for _, _, literal in self.away}
        found: dict[str, list[Done]] = defaultdict(list)
        for option, literal in sorted(self.tasks, key=lambda done: done[0].span):
            for name in option.doers if id(literal) not in away else ():
                found[name].append((option, literal))
        return found

    @cached_property
    def away(self) -> list[tuple[Ritual, Option, Literal]]:
        """The options of routines at a place of their own."""
        return [(ritual, *done) for ritual, dones in self.rituals for done in dones if ritual.routine.place != HOME]

    @cached_property
    def free(self) -> dict[tuple[str, int], Terms]:
        """Own time and time together of an adult in a segment."""
        found: dict[tuple[str, int], Terms] = defaultdict(list)
        for leisure, own in self.leisure:
            for i, literal in own.items():
                for name in leisure.adults:
                    found[name, i].append(literal)
        return found

    @cached_property
    def options(self) -> dict[tuple[str, int], list[Done]]:
        """What an adult may do, of what has options, in some of a segment."""
        found: dict[tuple[str, int], list[Done]] = defaultdict(list)
        for name, dones in self.of.items():
            for option, literal in dones:
                for i in self.program.layout.between(option.span.start, option.span.end):
                    found[name, i].append((option, literal))
        return found

    @cached_property
    def edges(self) -> dict[int, Terms]:
        """The routines that begin or end at an instant."""
        found: dict[int, Terms] = defaultdict(list)
        for _, dones in self.rituals:
            for option, literal in dones:
                found[option.span.start].append(literal)
                found[option.span.end].append(literal)
        return found

    def at(self, name: str, span: Span) -> Terms:
        """All that an adult may do beside care in some of a span."""
        found: Terms = []
        known: set[int] = set()
        for i in self.program.layout.between(span.start, span.end):
            for option, literal in self.options.get((name, i), ()):
                if literal.index not in known and option.span.overlaps(span):
                    known.add(literal.index)
                    found.append(literal)
            found += self.free.get((name, i), [])
        return found

    def out_of_reach(self, name: str, span: Span) -> Terms:
        """What an adult may do in some of a span that gives nothing to anybody."""
        found: Terms = [
            literal
            for turn, goes in self.turns
            if turn.chore.while_caring == "nothing"
            for dones in goes
            for option, literal in dones
            if name in option.doers and option.span.overlaps(span)
        ]
        for leisure, own in self.leisure:
            if name in leisure.adults and not leisure.gives:
                found += [own[i] for i in self.program.layout.between(span.start, span.end) if i in own]
        return found

    def _options(self, label: str, options: tuple[Option, ...], place: str = HOME) -> list[Done]:
        at_home = self.program.at_home
        if place != HOME:
            known = {(errand.span, name) for errand, name in self.program.there if errand.place == place}
            options = tuple(one for one in options if all((one.span, name) in known for name in one.doers))
        between = self.program.layout.between
        return [
            (option, self.program.literal(f"{label} {'+'.join(option.doers)} {option.span.start}"))
            for option in options
            if place != HOME
            or all(at_home(name, i) for name in option.doers for i in between(option.span.start, option.span.end))
        ]

    def _at_leisure(self, leisure: Leisure) -> Iterator[tuple[int, Literal]]:
        """A literal for each segment in which it could be: nobody at work, no child asleep or away."""
        layout = self.program.layout
        for i, segment in enumerate(layout.segments):
            clock = layout.week.clock
            small = SMALL_HOURS[0] <= clock.wall(segment.start) < SMALL_HOURS[1]
            if small or clock.date(segment.start) not in leisure.dates:
                continue
            if all(self._idle(name, i) for name in leisure.adults) and all(
                self._awake_here(child, i) for child in leisure.children
            ):
                yield i, self.program.literal(f"{'+'.join(leisure.adults)} own {i}")

    def _idle(self, name: str, i: int) -> bool:
        layout = self.program.layout
        return bool(self.program.at_home(name, i)) and layout.sure_at(name, layout.segments[i]) is None

    def _awake_here(self, child: str, i: int) -> bool:
        return bool(self.program.states(child, i)) and not self.program.layout.needed[child][i].sleep

    def _could_attend(self, name: str, span: Span) -> bool:
        layout = self.program.layout
        segments = layout.between(span.start, span.end)
        if name in layout.networks:
            return all(self._idle(name, i) for i in segments)
        return all(self._awake_here(name, i) for i in segments)

    def _could_be_away(self, name: str, span: Span) -> bool:
        """Whether somebody is not asleep in all of a span for sure: adults, and children who are awake."""
        needs = self.program.layout.needs.get(name, ())
        return not any(need.sleep and need.span.overlaps(span) for need in needs)


def one_thing_at_a_time(program: Program) -> None:
    """What an adult does at home it does there, one thing at a time: all that cover a minute <= at home."""
    for name in program.layout.networks:
        for i, segment in enumerate(program.layout.segments):
            free = program.doings.free.get((name, i), [])
            covering = cliques(program.doings.options.get((name, i), []), segment)
            for literals in covering or ([[]] if free else []):
                program.model.add(sum([*literals, *free]) <= sum(program.at_home(name, i)))
        _awake(program, name)


def cliques(options: list[Done], segment: Span) -> list[list[Literal]]:
    """The options that share a minute of a segment: each largest set of them once."""
    edges = sorted({segment.start, *(option.span.start for option, _ in options if segment.holds(option.span.start))})
    found = [[(option, literal) for option, literal in options if option.span.holds(t)] for t in edges]
    sets = [frozenset(id(literal) for _, literal in one) for one in found]
    return [
        [literal for _, literal in one]
        for n, one in enumerate(found)
        if one and not any(sets[n] < other or (sets[n] == other and m < n) for m, other in enumerate(sets))
    ]


def _awake(program: Program, name: str) -> None:
    """Who sleeps does nothing else: each sleep's blocks that share a minute with what is done + it <= 1."""
    layout, doings = program.layout, program.doings
    for rest in layout.rests[name].owed:
        for option, literal in doings.of[name]:
            asleep = program.in_rest(rest, option.span)
            if asleep:
                program.model.add(sum([*asleep, literal]) <= 1)
        over: dict[int, Terms] = defaultdict(list)
        for block in rest.candidates:
            for i in layout.between(block.start, block.end):
                over[i].append(program.block[rest, block])
        for i, blocks in over.items():
            free = doings.free.get((name, i))
            if free:
                program.model.add(sum([*blocks, *free]) <= 1)


def occasions_kept(program: Program) -> None:
    """Who is at an occasion at home is there all the while, awake, and has no time of its own and no chore then."""
    layout, doings = program.layout, program.doings
    for one in layout.duties.occasions:
        for name in one.who:
            literal = doings.attends.get((one.occasion.id, HOME, name))
            if literal is None:
                continue
            for i in layout.between(one.span.start, one.span.end):
                there = program.at_home(name, i) if name in layout.networks else program.states(name, i)
                program.model.add(literal <= sum(there))
            for other in _keeps_from(program, name, one.span):
                program.model.add_at_most_one([literal, other])


def _keeps_from(program: Program, name: str, span: Span) -> Iterator[Literal]:
    """What keeps an adult from an occasion that it is at home for."""
    layout, doings = program.layout, program.doings
    if name not in layout.networks:
        return
    yield from program.sleeping(name, span)  # type: ignore[misc]
    for _, goes in doings.turns:
        for dones in goes:
            yield from (literal for option, literal in dones if name in option.doers and option.span.overlaps(span))
    for leisure, own in doings.leisure:
        if leisure.adults == (name,) and not leisure.gives:
            yield from (own[i] for i in layout.between(span.start, span.end) if i in own)
