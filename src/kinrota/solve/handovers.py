"""Rules of handing over: both are there, never between two sleepers, and one adult on call through the night."""

from __future__ import annotations

import bisect
import itertools

from kinrota.model.needs import custody_of
from kinrota.model.people import Need
from kinrota.model.time import Span
from kinrota.solve.program import Literal, Program, Terms, total

ALL_THREE, ALL_FOUR = 3, 4
"""Sums that conditions must stay below when not all of them may hold."""


class Handovers:
    """`taken[child, adult, i]`: an adult becomes the carer of a child at the start of segment `i`, after another adult.

    `before(child, adult, i)` are the terms that say that an adult was its carer just before.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.short: dict[tuple[str, str, int, int], Literal] = {}
        self.taken: dict[tuple[str, str, int], Literal] = {}
        for child in program.layout.children:
            for i in range(1, len(program.layout.segments)):
                for name in program.layout.networks:
                    self._declare(child.id, name, i)

    def _declare(self, child: str, name: str, i: int) -> None:
        """Taken >= carer after - carer before - nobody before - came without an adult."""
        program, t = self.program, self.program.layout.segments[i].start
        after = program.cared(child, name, i) + program.taken_out(child, name, t)
        others = [other for other in program.layout.networks if other != name and self.before(child, other, i)]
        if not after or not others:
            return
        back = [1 for span in custody_of(program.layout.week, child) if span.end == t]
        free = program.unanswered(child, i - 1) + program.came_by_itself(child, t) + back
        literal = program.literal(f"{child} to {name} {i}")
        program.model.add(literal >= total(after) - total(self.before(child, name, i)) - total(free))
        self.taken[child, name, i] = literal

    def before(self, child: str, name: str, i: int) -> Terms:
        """An adult answers for a child just before segment `i`."""
        t = self.program.layout.segments[i].start
        return self.program.cared(child, name, i - 1) + self.program.brought_home(child, name, t)


def both_are_there(program: Program, handovers: Handovers) -> None:
    """Around a handover both are at home for `meet` minutes.

    taken + carer before + arrival at s + departure at e <= 3 for s <= t <= e < s + meet.
    """
    layout = program.layout
    meet = layout.week.household.slack.meet
    if not meet:
        return
    names = list(layout.networks)
    for i in range(1, len(layout.segments)):
        t = layout.segments[i].start
        near = [s for s in _around(layout.instants, t, meet) if t - meet < s < t + meet]
        for n, one in enumerate(names):
            for other in names[n + 1 :]:
                involved = [
                    (child.id, giver, taker)
                    for child in layout.children
                    for giver, taker in ((one, other), (other, one))
                    if (child.id, taker, i) in handovers.taken and handovers.before(child.id, giver, i)
                ]
                for short in _short_meetings(handovers, (one, other), near, t) if involved else ():
                    for child, giver, taker in involved:
                        taken = handovers.taken[child, taker, i]
                        program.model.add(taken + total(handovers.before(child, giver, i)) + short < ALL_THREE)


def _around(instants: tuple[int, ...], t: int, meet: int) -> list[int]:
    return list(instants[bisect.bisect_left(instants, t - meet) : bisect.bisect_right(instants, t + meet)])


def _short_meetings(handovers: Handovers, pair: tuple[str, str], near: list[int], t: int) -> list[Literal]:
    """Literals that hold when one of two comes and one of them goes too soon after, around `t`."""
    program = handovers.program
    meet = program.layout.week.household.slack.meet
    found = []
    for s, e in itertools.product(near, near):
        if not s <= t <= e < s + meet:
            continue
        for comer, goer in itertools.product(pair, pair):
            come, go = program.arriving(comer, s), program.leaving(goer, e) + _ceases(program, goer, e)
            if come and go:
                key = (comer, goer, s, e)
                if key not in handovers.short:
                    handovers.short[key] = program.literal(f"{comer} comes {s} {goer} goes {e}")
                    program.model.add(handovers.short[key] >= total(come) + total(go) - 1)
                found.append(handovers.short[key])
    return found


def _ceases(program: Program, name: str, instant: int) -> Terms:
    """An adult who is at home until its time becomes unknown at an instant: nobody counts on it from then on."""
    ceases = program.layout.agendas[name].known.end == instant < program.layout.week.horizon.end
    return [*program.at_home(name, program.layout.index(instant) - 1)] if ceases else []


def not_between_sleepers(program: Program, handovers: Handovers) -> None:
    """A sleeper does not hand over to a sleeper: taken + carer before + asleep before + asleep after <= 3.

    Only who is near by day could answer asleep for a child that is awake.
    """
    layout = program.layout
    near = {who.id for who in layout.adults if who.sleep.by_day is Need.NEAR}
    for (child, taker, i), taken in handovers.taken.items():
        t = layout.segments[i].start
        if not layout.needed[child][i].sleep and taker not in near:
            continue
        after = program.sleeping(taker, Span(t, t + 1))
        for giver in layout.networks:
            gives = layout.needed[child][i - 1].sleep or giver in near
            asleep = program.sleeping(giver, Span(t - 1, t)) if gives else []
            before = handovers.before(child, giver, i)
            if giver != taker and asleep and after and before:
                program.model.add(taken + total(before) + total(asleep) + total(after) < ALL_FOUR)


def one_on_call(program: Program, handovers: Handovers) -> None:
    """Through the night one adult is on call, unless the one before leaves, is unknown, or sleeps after work."""
    layout = program.layout
    for night in layout.nights:
        for i in layout.between(night.start, night.end):
            t = layout.segments[i].start
            for child in layout.children if night.start < t < night.end else ():
                for taker in layout.networks:
                    taken = handovers.taken.get((child.id, taker, i))
                    if taken is not None:
                        _forced(program, handovers, taken, (child.id, taker, i))
            _same_for_all(program, i)


def _forced(program: Program, handovers: Handovers, taken: Literal, key: tuple[str, str, int]) -> None:
    child, taker, i = key
    t = program.layout.segments[i].start
    for giver in program.layout.networks:
        before = handovers.before(child, giver, i)
        if giver == taker or not before:
            continue
        begins = [
            program.block[rest, block]
            for rest in program.layout.rests[giver].owed
            for block in rest.candidates
            if block.start == t and program.layout.rests[giver].by_day(block)
        ]
        forced = total([*program.leaving(giver, t), *_ceases(program, giver, t), *begins])
        program.model.add(taken + total(before) <= 1 + forced)


def _same_for_all(program: Program, i: int) -> None:
    """Carer of one child + another carer of another child <= 1."""
    names = list(program.layout.networks)
    children = [child.id for child in program.layout.children if program.carers(child.id, i)]
    for n, one in enumerate(children):
        for other in children[n + 1 :]:
            for name in names:
                rest = [term for else_ in names if else_ != name for term in program.cared(other, else_, i)]
                if rest and program.cared(one, name, i):
                    program.model.add(total(program.cared(one, name, i)) + total(rest) <= 1)
