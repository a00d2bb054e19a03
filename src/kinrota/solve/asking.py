"""What a helper is asked for in a week, and which of Monday's hours belong to a stay that began the week before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from ortools.sat.python import cp_model

from kinrota.model.people import Adult
from kinrota.model.time import monday
from kinrota.solve.arcs import Arc
from kinrota.solve.helping import helper_hours, is_scarce
from kinrota.solve.program import Expr, Literal, Program, total

HALF_A_DAY = 12 * 60
Counted = tuple[int, Expr]
"""Minutes, and what they are counted for."""


def helpers_limits(program: Program) -> None:
    """What a helper is asked for in a week is at most its limit: sum of stays and journeys <= limit."""
    for adult in program.layout.adults:
        if adult.helper and adult.limit_per_week is not None:
            weeks: dict[dt.date, list[Counted]] = defaultdict(list)
            for week, counted in _by_whole_stays(program, adult) if adult.hosts else _by_day(program, adult):
                weeks[week].append(counted)
            for terms in weeks.values():
                sum_ = cp_model.LinearExpr.weighted_sum([term for _, term in terms], [minutes for minutes, _ in terms])
                program.model.add(sum_ <= adult.limit_per_week)


def scarce(program: Program) -> Iterator[Counted]:
    """The stays and journeys of helpers who have more time than they may be asked for."""
    layout = program.layout
    for adult in layout.adults:
        if adult.helper and is_scarce(layout.week, layout.agendas[adult.id]):
            yield from ((arc.minutes, program.arc[adult.id, arc]) for arc in layout.networks[adult.id].arcs)


def _by_day(program: Program, adult: Adult) -> Iterator[tuple[dt.date, Counted]]:
    """Each stay and journey in the week of its date.

    Of one who stays overnight, Monday's first half counts in both weeks: its stay may have begun on Sunday.
    """
    clock = program.layout.week.clock
    for arc in program.layout.networks[adult.id].arcs:
        eve = arc.begins - HALF_A_DAY if adult.overnight else arc.begins
        for week in sorted({monday(clock.date(arc.begins)), monday(clock.date(eve))}):
            yield week, (arc.minutes, program.arc[adult.id, arc])


def _by_whole_stays(program: Program, adult: Adult) -> Iterator[tuple[dt.date, Counted]]:
    """Each in the week in which the time that it belongs to began."""
    clock = program.layout.week.clock
    carried = _carried_over(program, adult)
    for arc in program.layout.networks[adult.id].arcs:
        week = monday(clock.date(arc.begins))
        yield week, (arc.minutes, program.arc[adult.id, arc])
        if arc in carried:
            yield week, (-arc.minutes, carried[arc])
            yield week - dt.timedelta(days=7), (arc.minutes, carried[arc])


def _carried_over(program: Program, adult: Adult) -> dict[Arc, Literal]:
    """Whether an arc of a week goes on with a time that began before it.

    Carried <= taken, carried <= sum of what goes before and is carried or of the week before; and >= their sum - 1.
    """
    layout, clock = program.layout, program.layout.week.clock
    carried: dict[Arc, Literal] = {}
    starts = [clock.midnight(day) for day in clock.days(layout.week.horizon) if day == monday(day)]
    for span in helper_hours(layout.week, layout.agendas[adult.id]):
        for start in (start for start in starts if span.start < start < span.end):
            for arc in layout.networks[adult.id].arcs:
                before = [
                    program.arc[adult.id, other] if other.begins < start else carried[other]
                    for other in program.into.get((adult.id, arc.tail), [])
                    if other.begins < start or other in carried
                ]
                if before and start <= arc.begins < span.end:
                    taken = program.arc[adult.id, arc]
                    carried[arc] = program.literal(f"{adult.id} is still there {arc.begins} {len(carried)}")
                    program.model.add_implication(carried[arc], taken)
                    program.model.add(carried[arc] <= total(before))
                    program.model.add(carried[arc] >= taken + total(before) - 1)
    return carried
