"""The model of every hard rule: what people, places and sleep allow, whatever is better or worse."""

from __future__ import annotations

from kinrota.solve import (
    alone,
    asking,
    care,
    declines,
    doings,
    handovers,
    hosting,
    kept,
    leisure,
    movement,
    outings,
    pins,
    releases,
    tasks,
)
from kinrota.solve.handovers import Handovers
from kinrota.solve.layout import Layout
from kinrota.solve.program import Program


def physics(layout: Layout) -> tuple[Program, Handovers]:
    """A program with every hard rule in it, and its handovers, which the levels count."""
    program = Program(layout)
    movement.residents_flow(program)
    movement.helpers_ways(program)
    movement.helpers_asked_for_a_while(program)
    movement.children_along(program)
    outings.modes_fit(program)
    movement.visits_kept(program)
    movement.purpose(program)
    movement.waiting_ends(program)
    movement.attended_at_once(program)
    movement.ready(program)
    care.at_home_or_gone(program)
    care.carers_are_there(program)
    care.sleep_is_taken(program)
    care.sleepers_give_little(program)
    alone.in_reach(program)
    alone.alone_not_for_long(program)
    care.carers_stay(program)
    pins.only_the_pinned(program)
    declines.none_who_declined(program)
    handed = Handovers(program)
    handovers.both_are_there(program, handed)
    handovers.not_between_sleepers(program, handed)
    handovers.one_on_call(program, handed)
    asking.helpers_limits(program)
    doings.one_thing_at_a_time(program)
    doings.occasions_kept(program)
    kept.there_to_the_end(program)
    kept.only_for_it(program)
    kept.went_for_somebody(program)
    kept.occasions_away(program)
    kept.routines_away(program)
    hosting.nights_whole(program)
    hosting.handed_over_there(program)
    hosting.hosts_are_there_for_it(program)
    tasks.routines_once(program)
    tasks.routines_with_children(program)
    tasks.chores_in_order(program)
    tasks.chores_give(program)
    releases.work_kept(program)
    releases.not_there_and_back(program)
    releases.at_work_or_not(program)
    releases.not_too_often(program)
    leisure.nobody_on_duty(program)
    leisure.long_enough(program)
    leisure.edges_kept(program)
    return program, handed
