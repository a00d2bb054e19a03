"""Rules of routines and chores: by whom, with whom there, in which order, and what the doer gives meanwhile."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator

from ortools.sat.python import cp_model

from kinrota.model.people import Need
from kinrota.model.places import HOME
from kinrota.model.time import Span
from kinrota.solve.doings import Done, cliques
from kinrota.solve.duties import Ritual, Turn
from kinrota.solve.program import Expr, Literal, Program, Terms, total


def routines_once(program: Program) -> None:
    """A routine is done once on its date; by `each`, not by the same adult as the time before."""
    before: dict[str, list[Done]] = {}
    for ritual, dones in program.doings.rituals:
        if dones[1:]:
            program.model.add_at_most_one([literal for _, literal in dones])
        if ritual.routine.how == "each":
            for name in ritual.routine.by:
                both = [lit for option, lit in [*before.get(ritual.routine.id, []), *dones] if name in option.doers]
                if both[1:]:
                    program.model.add_at_most_one(both)
            before[ritual.routine.id] = dones


def routines_with_children(program: Program) -> None:
    """A routine's children are at home, and its doers answer for those who need anybody: done <= doers answer."""
    layout = program.layout
    for ritual, dones in program.doings.rituals:
        if ritual.routine.place != HOME:
            continue
        over: dict[tuple[int, tuple[str, ...]], Terms] = defaultdict(list)
        for option, literal in dones:
            for i in layout.between(option.span.start, option.span.end):
                over[i, option.doers].append(literal)
        for (i, doers), literals in over.items():
            for child in ritual.children:
                program.model.add(total(literals) <= total(_met_by(program, child, doers, i)))


def _met_by(program: Program, child: str, doers: tuple[str, ...], i: int) -> Terms:
    """What says that a child is at home in a segment and, if it needs anybody, that one of some adults answers."""
    if program.layout.needed[child][i].need is Need.NONE:
        return program.states(child, i)
    return [term for name in doers for term in program.cared(child, name, i)]


def chores_in_order(program: Program) -> None:
    """All of a chore or nothing, its waiting kept; of two in one week the second begins when the first is finished.

    Least <= beginning of a go - end of the one before <= most, where it is done at all.
    """
    model = program.model
    before: tuple[Turn, list[list[Done]]] | None = None
    for turn, goes in program.doings.turns:
        first = goes[0]
        for dones, (least, most), after in zip(goes, turn.chore.waiting, goes[1:], strict=False):
            model.add(total(literal for _, literal in after) == total(literal for _, literal in first))
            gone, began = _moment(dones, turn, ends=True), _moment(after, turn, ends=False)
            model.add(began - gone >= least * total(literal for _, literal in first))
            model.add(began - gone <= most)
        model.add(total(literal for _, literal in first) <= 1)
        if before is not None and before[0].chore == turn.chore and before[0].day == turn.day:
            _after(program, before, (turn, goes))
        before = turn, goes


def _moment(dones: list[Done], turn: Turn, *, ends: bool) -> Expr:
    """When a go begins or ends, in minutes from the first option of its chore on; 0 where it is not done."""
    base = min((option.span.start for options in turn.goes for option in options), default=0)
    minutes = [(option.span.end if ends else option.span.start) - base for option, _ in dones]
    return cp_model.LinearExpr.weighted_sum([literal for _, literal in dones], minutes)


def _after(program: Program, one: tuple[Turn, list[list[Done]]], other: tuple[Turn, list[list[Done]]]) -> None:
    done = [total(literal for _, literal in goes[0]) for _, goes in (one, other)]
    program.model.add(done[1] <= done[0])
    spans = [option.span for options in one[0].goes for option in options]
    longest = max((span.end for span in spans), default=0) - min((span.start for span in spans), default=0)
    ended, began = _moment(one[1][-1], one[0], ends=True), _moment(other[1][0], other[0], ends=False)
    program.model.add(began >= ended - longest * (1 - done[1]))


def chores_give(program: Program) -> None:
    """Who does a chore that gives less than `watch` answers for no child that needs more: done + answers <= 1."""
    layout = program.layout
    for turn, goes in program.doings.turns:
        if turn.chore.while_caring == "watch":
            continue
        for i, name, literals in _going_on(program, goes):
            for child in layout.children:
                needs = layout.needed[child.id][i].need
                enough = turn.chore.while_caring == "near" and needs is not Need.WATCH
                for answers in () if enough else program.cared(child.id, name, i):
                    program.model.add(total(literals) + answers <= 1)


def _going_on(program: Program, goes: list[list[Done]]) -> Iterator[tuple[int, str, list[Literal]]]:
    """For each segment and adult the options of a chore that share a minute of it."""
    over: dict[tuple[int, str], list[Done]] = defaultdict(list)
    for option, literal in itertools.chain.from_iterable(goes):
        for i in program.layout.between(option.span.start, option.span.end):
            over[i, option.doers[0]].append((option, literal))
    for (i, name), dones in over.items():
        for literals in cliques(dones, program.layout.segments[i]):
            yield i, name, literals


def work_at_home(program: Program, name: str) -> Iterator[tuple[int, Span, list[Literal]]]:
    """The stretches, each inside a segment, in which an adult may do routines and chores, and the options of each."""
    layout = program.layout
    options = program.doings.of[name]
    if not options:
        return
    marks = {edge for option, _ in options for edge in (option.span.start, option.span.end)}
    cuts = sorted(marks | set(layout.instants))
    running: list[Done] = []
    ahead = 0
    for start, end in itertools.pairwise(cuts):
        while ahead < len(options) and options[ahead][0].span.start <= start:
            running.append(options[ahead])
            ahead += 1
        running = [done for done in running if done[0].span.end > start]
        if running:
            yield layout.between(start, end)[0], Span(start, end), [literal for _, literal in running]


def done(program: Program, of: Ritual | Turn, dones: list[Done]) -> Literal:
    """Whether a routine, or a chore, is done: equal to the sum of its options."""
    name = of.routine.id if isinstance(of, Ritual) else of.chore.id
    literal = program.literal(f"{name} {of.day} done")
    program.model.add(total(option for _, option in dones) == literal)
    return literal
