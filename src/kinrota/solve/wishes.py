"""What is better: one named cost term for each thing that a level counts, in exact units."""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from math import lcm

from ortools.sat.python import cp_model

from kinrota.model.needs import Visit
from kinrota.model.places import HOME
from kinrota.model.time import Span, minus
from kinrota.model.weights import Weights
from kinrota.solve import hosting, kept, stays
from kinrota.solve.arcs import Arc
from kinrota.solve.handovers import Handovers
from kinrota.solve.ledger import counted_days, counts, ledger_of
from kinrota.solve.program import Expr, Literal, Program, Terms, total
from kinrota.solve.stays import Marks
from kinrota.solve.tasks import work_at_home

HALF_A_DAY = 12 * 60
STRETCH = 30
"""Minutes of waiting about that a stretch by itself is worth to the last choice among equal plans."""

Cost = tuple[Fraction, Expr]
"""Points for each unit of a term."""


def lifts(program: Program) -> Iterator[Cost]:
    """Ways in no time for want of a car; no level counts them."""
    yield from ((Fraction(1), literal) for (_, arc), literal in program.arc.items() if arc.lift)


def gap(program: Program) -> Iterator[Cost]:
    """Child-minutes of unmet need: watch 3, near 2, reach 1 a minute."""
    layout = program.layout
    for (child, i), literal in program.gap.items():
        yield Fraction(layout.needed[child][i].need.weight * layout.segments[i].minutes), literal
    for (child, i), short in program.short.items():
        for minutes, literal in short:
            yield Fraction(layout.needed[child][i].need.weight * minutes), literal
    for way, literal in program.way.items():
        if way.gap:
            yield Fraction(gap_minutes(program, way.child, Span(way.begins, way.ends))), literal


def gap_minutes(program: Program, child: str, span: Span) -> int:
    """What a gap of a child through a span counts."""
    return sum(
        need.need.weight * common.minutes
        for need in program.layout.needs[child]
        if (common := need.span.common(span)) is not None
    )


class Answering:
    """Who answers for whom when: the literals that help, load and splits are counted from."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.any_at_home: dict[tuple[str, int], Literal] = {}
        self.any_along: dict[tuple[str, Arc], Literal] = {}
        for (_, name, i), literal in program.carer.items():
            key = (name, i)
            if key not in self.any_at_home:
                self.any_at_home[key] = program.literal(f"{name} cares {i}")
            program.model.add_implication(literal, self.any_at_home[key])
        along: dict[tuple[str, Arc], Terms] = defaultdict(list)
        for (_, name, arc), literal in program.along.items():
            along[name, arc].append(literal)
        for (name, arc), literals in along.items():
            some = program.literal(f"{name} with children {arc.begins}")
            for one in literals:
                program.model.add(some >= one)
            program.model.add(some <= total(literals))
            self.any_along[name, arc] = some


def helped(program: Program, answering: Answering) -> Iterator[Cost]:
    """Care by a helper, by how welcome it is."""
    weights = program.layout.week.household.weights
    rates = {
        "welcome": weights.help_welcome,
        "when needed": weights.help_when_needed,
        "last resort": weights.help_last_resort,
    }
    for adult in program.layout.adults:
        if adult.helper and rates[adult.help]:
            rate = rates[adult.help] / 15
            for (name, i), literal in answering.any_at_home.items():
                if name == adult.id:
                    yield rate * program.layout.segments[i].minutes, literal
            for (name, arc), literal in answering.any_along.items():
                if name == adult.id:
                    yield rate * arc.minutes, literal


def strain(program: Program, answering: Answering, handovers: Handovers) -> Iterator[Cost]:
    """Handovers, journeys, money, children split up, clubs missed, unusual and late times, sleep moved."""
    weights = program.layout.week.household.weights
    yield from _handovers(program, handovers, weights)
    yield from _journeys(program, answering, weights)
    yield from _money(program, weights)
    yield from _splits(program, answering, weights)
    yield from _times(program, weights)
    yield from _sleep(program, weights)
    for literal in program.visited.values():
        yield weights.club_missed, ~literal


def _handovers(program: Program, handovers: Handovers, weights: Weights) -> Iterator[Cost]:
    """One for each giver, taker and instant: count >= taken of each child, and the number of different givers."""
    by_taker: dict[tuple[str, int], list[tuple[str, Literal]]] = defaultdict(list)
    for (child, name, i), literal in handovers.taken.items():
        by_taker[name, i].append((child, literal))
    for (name, i), taken in by_taker.items():
        if len(taken) == 1:
            yield weights.handover, taken[0][1]
            continue
        givers = [g for g in program.layout.networks if g != name]
        giving = list(_givers(program, handovers, (name, i), taken, givers)) if len(givers) > 1 else []
        count = program.model.new_int_var(0, len(givers), f"handovers to {name} {i}")
        for _, literal in taken:
            program.model.add(count >= literal)
        if giving:
            program.model.add(count >= total(giving))
        yield weights.handover, count
    for literals in hosting.handovers_there(program):
        literal = literals[0]
        if literals[1:]:
            literal = program.literal("handed over at a helper's")
            for one in literals:
                program.model.add_implication(one, literal)
        yield weights.handover, literal


def _givers(
    program: Program, handovers: Handovers, key: tuple[str, int], taken: list[tuple[str, Literal]], givers: list[str]
) -> Iterator[Literal]:
    for giver in givers:
        literal = program.literal(f"{giver} gives to {key[0]} {key[1]}")
        for child, own in taken:
            before = handovers.before(child, giver, key[1])
            if before:
                program.model.add(literal >= own + total(before) - 1)
        yield literal


def _journeys(program: Program, answering: Answering, weights: Weights) -> Iterator[Cost]:
    """A resident's journey; on its own commute only with children."""
    residents = [adult.id for adult in program.layout.adults if not adult.helper]
    at_work = {name: _at_work(program, name) for name in residents}
    for (name, arc), literal in program.arc.items():
        if arc.kind != "journey" or name not in at_work:
            continue
        along = answering.any_along.get((name, arc))
        if not arc.commute:
            before, after = at_work[name]
            work = [*before.get(arc.tail, []), *after.get(arc.head, [])]
            yield weights.journey, _unless_for_work(program, literal, along, work)
        elif along is not None:
            yield weights.journey, along


def _at_work(program: Program, name: str) -> tuple[Marks, Marks]:
    """Where an adult leaves a stay in which it worked, and where it begins one in which it will work."""
    before: Marks = {}
    after: Marks = {}
    for place in sorted(program.layout.agendas[name].places - {HOME}):
        before |= stays.since_it_came(program, name, place, stays.worked(program, name, before=True))
        after |= stays.until_it_goes(program, name, place, stays.worked(program, name, before=False))
    return before, after


def _unless_for_work(program: Program, taken: Literal, along: Literal | None, work: Terms) -> Literal:
    """Whether a journey counts: with children, or where no work is in the stay before or after it.

    counted >= taken - work, counted >= with children.
    """
    if not work:
        return taken
    counted = program.literal("goes for itself")
    program.model.add(counted >= taken - total(work))
    if along is not None:
        program.model.add(counted >= along)
    return counted


def _money(program: Program, weights: Weights) -> Iterator[Cost]:
    for adult in program.layout.adults:
        if adult.helper and adult.cost_per_hour:
            for arc in program.layout.networks[adult.id].arcs:
                yield weights.help_cost * adult.cost_per_hour / 60 * arc.minutes, program.arc[adult.id, arc]


def _splits(program: Program, answering: Answering, weights: Weights) -> Iterator[Cost]:
    """Minutes in which at least two adults answer for children: split >= one answers + another answers - 1."""
    layout = program.layout
    if not weights.split:
        return
    cuts = sorted(set(layout.instants) | {edge for _, arc in answering.any_along for edge in (arc.begins, arc.ends)})
    by_cut: dict[tuple[str, int], Terms] = defaultdict(list)
    for (name, arc), literal in answering.any_along.items():
        for t in cuts[_position(cuts, arc.begins) : _position(cuts, arc.ends)]:
            by_cut[name, t].append(literal)
    for start, end in itertools.pairwise(cuts):
        i = layout.between(start, end)
        answers: list[Terms] = []
        for name in layout.networks:
            terms: Terms = [answering.any_at_home[name, n] for n in i if (name, n) in answering.any_at_home]
            terms += by_cut.get((name, start), [])
            if terms:
                answers.append(terms)
        if len(answers) > 1:
            split = program.literal(f"split {start}")
            for one, other in itertools.combinations(answers, 2):
                program.model.add(split >= total(one) + total(other) - 1)
            yield weights.split / 15 * (end - start), split


def _position(cuts: list[int], t: int) -> int:
    return bisect.bisect_left(cuts, t)


def _times(program: Program, weights: Weights) -> Iterator[Cost]:
    """Drop-offs and pick-ups away from their usual time, and attendance begun late."""
    for (visit, _, node), literal in program.drop.items():
        yield _drop_cost(visit, node[2], weights), literal
    for (visit, _, node), literal in program.pick.items():
        yield weights.unusual / 15 * abs(node[2] - visit.usual_pick), literal
    for way, literal in program.way.items():
        if way.comes is not None:
            yield _drop_cost(way.comes, way.ends, weights), literal
        if way.leaves is not None:
            yield weights.unusual / 15 * abs(way.begins - way.leaves.usual_pick), literal


def _drop_cost(visit: Visit, t: int, weights: Weights) -> Fraction:
    return weights.unusual / 15 * abs(t - visit.usual_drop) + weights.late * max(0, t - visit.drop[1])


def _sleep(program: Program, weights: Weights) -> Iterator[Cost]:
    """Minutes of a night's sleep outside the night window; sleep by day costs nothing."""
    for (rest, block), literal in program.block.items():
        if rest.window is not None and not program.layout.rests[rest.adult].by_day(block):
            outside = sum(span.minutes for span in minus([block], [rest.window]))
            if outside:
                yield weights.sleep_moved / 30 * outside, literal


class Fairness:
    """The load of each resident, and how far the most loaded one is above its share.

    `hours` are started hours, `quarters` the quarter-hours that they are started by; None for a lone resident.
    """

    def __init__(self, program: Program, answering: Answering) -> None:
        self.program, self.answering = program, answering
        week = program.layout.week
        days = sum(1 for _ in week.clock.days(week.horizon))
        counted, (before, dates) = counted_days(week), ledger_of(week)
        self.shares = week.household.shares()
        self.loads: dict[str, Terms] = {}
        self._care: dict[tuple[str, int], tuple[Literal | None, Literal | None]] = {}
        self._away: dict[tuple[str, Arc], list[list[Literal]]] = {}
        self.hours: Literal | None = None
        self.quarters: Literal | None = None
        self.scale = lcm(7, *(share.denominator for share in self.shares.values()))
        self.tolerance = self.scale * 4 * (dates + sum(counts(week, day) for day in week.clock.days(week.horizon))) // 7
        self.carried = {
            name: self.scale * own - int(self.scale * self.shares[name]) * sum(before.values())
            for name, own in before.items()
            if name in self.shares
        }
        residents = [adult.id for adult in program.layout.adults if not adult.helper]
        if len(residents) > 1:
            for name in residents:
                sums = self._loads(name).items()
                self.loads[name] = [self._day(name, day, terms) for day, terms in sums if day in counted]
            most = 96 * days + sum(before.values())
            self.quarters = program.model.new_int_var(0, most, "quarters above a share")
            self.hours = program.model.new_int_var(0, most // 4 + 1, "unfair")
            program.model.add(4 * self.hours >= self.quarters)
            for name in residents:
                above = total(factor * term for factor, term in self.above(name))
                program.model.add(self.scale * self.quarters >= above + self.carried[name] - self.tolerance)

    def above(self, name: str) -> Iterator[tuple[int, Expr]]:
        """How far a resident's quarter-hours are above its share of all, times `scale`.

        Neither the tolerance is counted, nor the ledger: what that adds is `carried`.
        """
        for other, terms in self.loads.items():
            factor = self.scale * (other == name) - int(self.scale * self.shares[name])
            yield from ((factor, term) for term in terms)

    def least(self, above: int) -> int:
        """The started hours, where a resident is at least so far above its share."""
        return max(-(-(above - self.tolerance) // (4 * self.scale)), 0)

    def _day(self, name: str, day: dt.date, terms: list[tuple[int, Expr]]) -> Literal:
        """Quarter-hours of a date, half up: -30 <= quarter-minutes - 60 x quarters <= 29."""
        quarters = self.program.model.new_int_var(0, 110, f"{name} load {day}")
        sum_ = cp_model.LinearExpr.weighted_sum([term for _, term in terms], [factor for factor, _ in terms])
        self.program.model.add_linear_constraint(sum_ - 60 * quarters, -30, 29)
        return quarters

    def _loads(self, name: str) -> dict[dt.date, list[tuple[int, Expr]]]:
        """Quarter-minutes by date: 4 a minute awake or on a journey with children, 1 on call at night."""
        layout, clock = self.program.layout, self.program.layout.week.clock
        days: dict[dt.date, list[tuple[int, Expr]]] = defaultdict(list)
        for i, segment in enumerate(layout.segments):
            day = clock.date(segment.start)
            awake, asleep = self._at_home(name, i)
            self._care[name, i] = awake, asleep
            if awake is not None:
                days[day].append((4 * segment.minutes, awake))
            if asleep is not None:
                eve = day - dt.timedelta(days=1) if clock.wall(segment.start) < 12 * 60 else day
                days[eve].append((segment.minutes, asleep))
        self._add_tasks(name, days)
        for (who, arc), literal in self.answering.any_along.items():
            if who == name and arc.kind == "journey":
                days[clock.date(arc.begins)].append((4 * arc.minutes, literal))
            elif who == name:
                waiting = self._waiting(name, arc)
                if waiting is not None:
                    days[clock.date(arc.begins)].append((4 * arc.minutes, waiting))
                on_call = self._on_call_away(name, arc, waiting)
                if on_call is not None:
                    evening = arc.begins - HALF_A_DAY if clock.wall(arc.begins) < HALF_A_DAY else arc.begins
                    days[clock.date(evening)].append((arc.minutes, on_call))
                self._away[name, arc] = [[one] if one is not None else [] for one in (waiting, on_call)]
        self._add_away(name, days)
        return days

    def _add_away(self, name: str, days: dict[dt.date, list[tuple[int, Expr]]]) -> None:
        """Minutes of routines away from home, but for those in which an adult answers for somebody awake there."""
        clock = self.program.layout.week.clock
        for part, does, arcs in kept.done_away(self.program, name):
            awake, asleep = (
                [term for arc in arcs for term in self._away.get((name, arc), [[], []])[n]] for n in (0, 1)
            )
            more = self.program.literal(f"{name} does more {part.start}")
            self.program.model.add(more >= does - total(awake))
            self.program.model.add(more <= does)
            self.program.model.add(more + total(awake) <= 1)
            days[clock.date(part.start)].append((4 * part.minutes, more))
            if asleep:
                both = self.program.literal(f"{name} does at night {part.start}")
                self.program.model.add(both >= does + total(asleep) - 1)
                self.program.model.add(2 * both <= does + total(asleep))
                evening = part.start - HALF_A_DAY if clock.wall(part.start) < HALF_A_DAY else part.start
                days[clock.date(evening)].append((-part.minutes, both))

    def _add_tasks(self, name: str, days: dict[dt.date, list[tuple[int, Expr]]]) -> None:
        """Minutes of routines and chores, but for those that count already; on call they count as these only."""
        layout, clock = self.program.layout, self.program.layout.week.clock
        for i, span, options in work_at_home(self.program, name):
            awake, asleep = self._care[name, i]
            day = clock.date(span.start)
            busy = self._either(f"{name} busy {span.start}", options)
            more = (
                busy if busy is None or awake is None else self._without(f"{name} busy more {span.start}", busy, awake)
            )
            if more is not None:
                days[day].append((4 * span.minutes, more))
            if busy is not None and asleep is not None:
                both = self.program.literal(f"{name} busy at night {span.start}")
                self.program.model.add(both >= busy + asleep - 1)
                self.program.model.add(2 * both <= busy + asleep)
                eve = day - dt.timedelta(days=1) if clock.wall(layout.segments[i].start) < HALF_A_DAY else day
                days[eve].append((-span.minutes, both))

    def _without(self, label: str, one: Literal, other: Literal) -> Literal:
        """The one, and not the other."""
        only = self.program.literal(label)
        self.program.model.add(only >= one - other)
        self.program.model.add(only <= one)
        self.program.model.add(only + other <= 1)
        return only

    def _at_home(self, name: str, i: int) -> tuple[Literal | None, Literal | None]:
        """Whether an adult answers for an awake child that counts; or else for one in its night sleep."""
        program = self.program
        awake, asleep = [], []
        for child in program.layout.children:
            literal = program.carer.get((child.id, name, i))
            need = program.layout.needed[child.id][i]
            if literal is None:
                continue
            if need.sleep == "night":
                asleep.append(literal)
            elif not need.sleep and not self._could_attend(child.id, program.layout.segments[i]):
                awake.append(literal)
        first = self._either(f"{name} awake load {i}", awake)
        second = self._either(f"{name} night load {i}", asleep)
        if first is None or second is None:
            return first, second
        return first, self._without(f"{name} only night {i}", second, first)

    def _either(self, label: str, literals: list[Literal]) -> Literal | None:
        if not literals[1:]:
            return literals[0] if literals else None
        some = self.program.literal(label)
        for literal in literals:
            self.program.model.add(some >= literal)
        self.program.model.add(some <= total(literals))
        return some

    def _waiting(self, name: str, arc: Arc) -> Literal | None:
        span = Span(arc.begins, arc.ends)
        counted = [
            literal
            for child in self.program.layout.children
            if (literal := self.program.along.get((child.id, name, arc))) is not None
            and not self._could_attend(child.id, span)
            and not self._sleeps_away(child.id, arc)
        ]
        return self._either(f"{name} waits {arc.begins}", counted)

    def _on_call_away(self, name: str, arc: Arc, waiting: Literal | None) -> Literal | None:
        """Whether an adult answers for a child in its night sleep away from home, and for none that is awake."""
        asleep = [
            literal
            for child in self.program.layout.children
            if (literal := self.program.along.get((child.id, name, arc))) is not None
            and self._sleeps_away(child.id, arc) == "night"
        ]
        second = self._either(f"{name} on call away {arc.begins}", asleep)
        return second if waiting is None or second is None else self._without(f"{name} night {arc}", second, waiting)

    def _sleeps_away(self, child: str, arc: Arc) -> str:
        """The sleep of a child in a stay around something that is kept away from home; empty if it is awake."""
        layout = self.program.layout
        if not any(errand.place == arc.start and errand.around.covers(arc.span) for errand in layout.errands):
            return ""
        return next((need.sleep for need in layout.needs[child] if need.span.holds(arc.begins)), "")

    def _could_attend(self, child: str, span: Span) -> bool:
        return any(visit.club is None and visit.open.overlaps(span) for visit in self.program.layout.visits[child])


def tidiness(program: Program) -> Iterator[Cost]:
    """No part of the meaning: of equal plans, the one with the fewest minutes of waiting about and of helpers' time.

    A child is by itself in few stretches rather than in many: begins >= by itself - by itself before.
    """
    for (name, arc), literal in program.arc.items():
        helper = program.layout.week.household.adult(name).helper
        if helper or (arc.kind == "stay" and arc.start != HOME):
            yield Fraction(arc.minutes + (1 if arc.kind == "journey" else 0)), literal
    for (child, i), literal in program.alone.items():
        begins = program.literal(f"{child} is by itself from {i} on")
        program.model.add(begins >= literal - program.alone.get((child, i - 1), 0))
        yield Fraction(STRETCH), begins
