"""What is owed beside care and not done: costs at the levels `broken`, `lost` and `strain`, and what a plan lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from ortools.sat.python import cp_model

from kinrota.model.duties import Together
from kinrota.model.weights import Weights
from kinrota.solve.doings import Done
from kinrota.solve.duties import DAYS_A_WEEK, Gathering, Leisure, Ritual, weeks_of
from kinrota.solve.leisure import minutes_of, short
from kinrota.solve.program import Expr, Literal, Program, total
from kinrota.solve.tasks import done

Cost = tuple[Fraction, Expr]


@dataclass(frozen=True)
class Owed:
    """Something that can be missed: what a plan calls it, on which date, at which level.

    Each unit of `missing` costs `price`: a negated Boolean, or a count of what is missing.
    """

    what: str
    day: dt.date
    level: str
    price: Fraction
    missing: Expr


@dataclass
class Missed:
    """Everything that can be missed, with the variables that count it; made once, which adds them to the model."""

    program: Program
    owed: list[Owed] = field(default_factory=list)
    blocks: list[Literal] = field(default_factory=list)
    """Whether a stretch of own time is shorter than its block."""

    def __post_init__(self) -> None:
        """Add what counts each thing that is owed."""
        self.owed += [*self._rituals(), *self._at_least(), *self._turns(), *self._leisure(), *self._occasions()]
        for leisure, own in self.program.doings.leisure:
            if not isinstance(leisure.what, Together):
                self.blocks += short(self.program, leisure, own)

    def costs(self, level: str) -> Iterator[Cost]:
        """What is missed at a level."""
        yield from ((one.price, one.missing) for one in self.owed if one.level == level and one.price)
        if level == "strain":
            yield from ((self._weights.own_block_short, literal) for literal in self.blocks)

    @property
    def _weights(self) -> Weights:
        return self.program.layout.week.household.weights

    def _rituals(self) -> Iterator[Owed]:
        prices = {
            "must": ("broken", self._weights.must_missed),
            "protect": ("lost", self._weights.protect_missed),
            "want": ("strain", self._weights.want_missed),
        }
        for ritual, dones in self.program.doings.rituals:
            level, price = prices[ritual.routine.weight]
            missing = ~done(self.program, ritual, dones)
            yield Owed(f"routine:{ritual.routine.id}", ritual.day, level, price, missing)

    def _at_least(self) -> Iterator[Owed]:
        layout = self.program.layout
        for routine in layout.week.household.routines:
            for first, dates in weeks_of(layout.week) if routine.at_least else ():
                rituals = self._in_week(routine.id, set(dates))
                for name, times in routine.at_least:
                    asked = min(times * len(dates) // DAYS_A_WEEK, len(rituals))
                    if asked:
                        did = [lit for _, dones in rituals for option, lit in dones if name in option.doers]
                        missing = self.program.model.new_int_var(0, asked, f"{routine.id} {name} {first} less")
                        self.program.model.add(missing >= asked - total(did))
                        what = f"at-least:{routine.id}/{name}"
                        yield Owed(what, first, "lost", self._weights.at_least_missed, missing)

    def _in_week(self, routine: str, dates: set[dt.date]) -> list[tuple[Ritual, list[Done]]]:
        return [one for one in self.program.doings.rituals if one[0].routine.id == routine and one[0].day in dates]

    def _turns(self) -> Iterator[Owed]:
        for turn, goes in self.program.doings.turns:
            missing = ~done(self.program, turn, goes[0])
            yield Owed(f"chore:{turn.chore.id}#{turn.number}", turn.day, "strain", self._weights.chore_undone, missing)

    def _leisure(self) -> Iterator[Owed]:
        for leisure, own in self.program.doings.leisure:
            missing = self.program.model.new_int_var(0, leisure.minutes, f"{leisure.adults} {leisure.day} short")
            had = list(minutes_of(self.program, own))
            sum_ = cp_model.LinearExpr.weighted_sum([literal for _, literal in had], [m for m, _ in had])
            self.program.model.add(missing >= leisure.minutes - sum_)
            together = isinstance(leisure.what, Together)
            price = (self._weights.together_short if together else self._weights.own_time_short) / 15
            yield Owed(_name(leisure), leisure.day, "lost", price, missing)

    def _occasions(self) -> Iterator[Owed]:
        price = self._weights.occasion_missed
        for one in self.program.layout.duties.occasions:
            for name in one.who:
                yield Owed(f"occasion:{one.occasion.id}", one.occasion.on, "broken", price, self._without(one, name))

    def _without(self, one: Gathering, name: str) -> Expr:
        """Whether somebody is at an occasion nowhere: not there, or missing >= 1 - there at any of its places."""
        attends = self.program.doings.attends
        there = [
            literal for place in one.places if (literal := attends.get((one.occasion.id, place, name))) is not None
        ]
        if not there[1:]:
            return ~there[0] if there else self.program.model.new_constant(1)
        missing = self.program.literal(f"{name} not at {one.occasion.id}")
        self.program.model.add(total([missing, *there]) >= 1)
        return missing


def _name(leisure: Leisure) -> str:
    return f"together:{leisure.what.id}" if isinstance(leisure.what, Together) else f"own:{leisure.adults[0]}"
