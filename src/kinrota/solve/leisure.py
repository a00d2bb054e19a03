"""Rules of own time and time together: who is free of care, for how long at least, and when it may begin and end."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from kinrota.model.duties import Together
from kinrota.model.people import Need
from kinrota.model.time import Span
from kinrota.solve.care import moves_at, sleeps_at, works_at
from kinrota.solve.duties import Leisure
from kinrota.solve.program import Expr, Literal, Program, Terms, total

LEAST = 30
"""Minutes that own time lasts at the least."""


def nobody_on_duty(program: Program) -> None:
    """Who is at leisure answers for nobody; a lone resident for children who sleep, the family's for its own.

    Own + answers <= 1; together <= the child is at home, and answered for by one of them.
    """
    layout = program.layout
    lone = not layout.week.household.residents[1:]
    for leisure, own in program.doings.leisure:
        near = lone and not isinstance(leisure.what, Together)
        for i, literal in own.items():
            for child in layout.children if not leisure.gives else ():
                if near and layout.needed[child.id][i].sleep:
                    continue
                for name in leisure.adults:
                    for answers in program.cared(child.id, name, i):
                        program.model.add(literal + answers <= 1)
            for name in leisure.children:
                needs = layout.needed[name][i].need
                met = [term for adult in leisure.adults for term in program.cared(name, adult, i)]
                program.model.add(literal <= total(program.states(name, i) if needs is Need.NONE else met))


def long_enough(program: Program) -> None:
    """Own time lasts half an hour, time together its block: what begins goes on so long."""
    for leisure, own in program.doings.leisure:
        least = leisure.what.block if isinstance(leisure.what, Together) else LEAST
        for i in own:
            for after in _following(program, leisure, own, i, least):
                program.model.add(_began(own, i) <= after)


def short(program: Program, leisure: Leisure, own: dict[int, Literal]) -> Iterator[Literal]:
    """For each segment in which own time may begin whether it does, and is shorter than its block."""
    for i in own:
        following = list(_following(program, leisure, own, i, leisure.what.block))
        late = [after for after in following if not isinstance(after, int) or not after]
        if late:
            literal = program.literal(f"{leisure.adults[0]} short {i}")
            program.model.add(len(late) * (_began(own, i) - literal) <= total(late))
            yield literal


def _began(own: dict[int, Literal], i: int) -> Expr:
    return own[i] - own.get(i - 1, 0)


def _following(
    program: Program, leisure: Leisure, own: dict[int, Literal], i: int, minutes: int
) -> Iterator[Literal | int]:
    """The segments that own time has if it lasts some minutes from a segment on; 0 for one that it cannot have."""
    layout = program.layout
    start = layout.segments[i].start
    theirs = _next_week(program, leisure)
    for k in layout.between(start, start + minutes):
        if k != i:
            yield own.get(k, theirs.get(k, 0))
    if start + minutes > layout.week.horizon.end:
        yield 0


def _next_week(program: Program, leisure: Leisure) -> dict[int, Literal]:
    """The same in the week after: what runs over Sunday's midnight is one."""
    weeks = [own for other, own in program.doings.leisure if other.what is leisure.what and other.day > leisure.day]
    return weeks[0] if weeks else {}


def edges_kept(program: Program) -> None:
    """It begins and ends at fixed instants, at night at full hours or when somebody moves: change <= what happens."""
    layout = program.layout
    for leisure, own in _runs(program):
        del leisure
        for i in {*own, *(i + 1 for i in own)}:
            if i >= len(layout.segments) or i == 0:
                continue
            t = layout.segments[i].start
            events = _events(program, t)
            if events is None:
                continue
            after, before = own.get(i, 0), own.get(i - 1, 0)
            program.model.add(after <= before + total(events))
            program.model.add(before <= after + total(events))


def _runs(program: Program) -> Iterator[tuple[Leisure, dict[int, Literal]]]:
    """Each kind of leisure with its literals in all weeks."""
    for _, group in itertools.groupby(program.doings.leisure, key=lambda one: (id(one[0].what), one[0].adults)):
        weeks = list(group)
        yield weeks[0][0], {i: literal for _, own in weeks for i, literal in own.items()}


def _events(program: Program, t: int) -> Terms | None:
    """What lets leisure begin or end at an instant; None where it may in any case."""
    layout = program.layout
    night = any(night.start < t < night.end for night in layout.nights)
    if layout.week.clock.wall(t) % 60 == 0 or (t in layout.fixed and not night):
        return None
    if night:
        return moves_at(program, t)
    return [
        *moves_at(program, t), *sleeps_at(program, t), *works_at(program, t), *program.doings.edges.get(t, []),
    ]  # fmt: skip


def minutes_of(program: Program, own: dict[int, Literal]) -> Iterator[tuple[int, Literal]]:
    """The minutes of each segment, and whether they are had."""
    segments: tuple[Span, ...] = program.layout.segments
    return ((segments[i].minutes, literal) for i, literal in own.items())
