"""What a way of moving misses in any case, by masks of minutes: quick enough to ask of every one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property

from kinrota.model.people import Need
from kinrota.model.places import HOME
from tests.brute_force.facts import NOBODY, Facts
from tests.brute_force.movements import Choice, Piece
from tests.brute_force.parts import Part

Day = tuple[Piece, ...]
LONG = 90
"""Minutes before a drop-off and after a pick-up in which everybody may be under way."""


class Bounds:
    """Minutes are bits. A mask of an adult's day is made once, however many ways of moving have that day."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.start = facts, facts.week.horizon.start
        self.given = cache(self._given)
        self.reached = cache(self._reached)
        self.wanted = {child.id: self._wanted(child.id) for child in facts.week.household.children}

    def gap(self, adults: dict[str, Day], children: dict[str, tuple[Part, ...]]) -> int:
        """At least so much is missing, whoever answers for whom."""
        given = [self.given(name, day) for name, day in adults.items()]
        watch, near, asleep = (_union(mask[kind] for mask in given) for kind in range(3))
        missing = 0
        for child, parts in children.items():
            home, nobody = self._where(parts, "home"), self._where(parts, "unescorted")
            reach = _union(self.reached(name, child, day) for name, day in adults.items())
            for need, (awake, sleeping) in self.wanted[child].items():
                met = {
                    Need.WATCH: (watch, watch),
                    Need.NEAR: (watch | near, watch | near | asleep),
                    Need.REACH: (watch | near | reach, watch | near | asleep | reach),
                }[need]
                unmet = awake & (home & ~met[0] | nobody) | sleeping & (home & ~met[1] | nobody)
                missing += need.weight * unmet.bit_count()
        return missing

    def chosen(self, choices: tuple[Choice, ...]) -> int:
        """At least so much is missing with these choices, however everybody moves."""
        missing = 0
        for child, needs in self.wanted.items():
            home = self._bits(self.start, self.facts.week.horizon.end)
            nobody = 0
            for choice in choices:
                if choice.visit.child == child and not choice.missed:
                    home &= ~self._bits(*self._inside(choice.drop - LONG, choice.pick + LONG))
                    nobody |= self._unescorted(choice)
            for need, (awake, sleeping) in needs.items():
                unmet = (awake | sleeping) & (home & ~self.possible[need] | nobody)
                missing += need.weight * unmet.bit_count()
        return missing

    def _unescorted(self, choice: Choice) -> int:
        minutes, found = self.facts.unescorted(choice.visit.place), 0
        if choice.bringer == NOBODY:
            found |= self._bits(*self._inside(choice.drop - minutes, choice.drop))
        if choice.fetcher == NOBODY:
            found |= self._bits(*self._inside(choice.pick, choice.pick + minutes))
        return found

    def _inside(self, start: int, end: int) -> tuple[int, int]:
        horizon = self.facts.week.horizon
        return max(start, horizon.start), min(end, horizon.end)

    @cached_property
    def possible(self) -> dict[Need, int]:
        """When each need could be met at home at all: apart from work, and the way there and back."""
        whole = self._bits(self.start, self.facts.week.horizon.end)
        watch = near = reach = 0
        for adult in self.facts.week.household.adults:
            at_work = far = kept = 0
            for block in self.facts.blocks[adult.id]:
                lift = self.facts.shares(adult.id) and set(adult.modes) == {"car"}
                way = 0 if block.place == HOME else int(min(self.facts.minutes(adult.id, HOME, block.place), LONG))
                way = 0 if lift else way
                at_work |= self._bits(*self._inside(block.start, block.until))
                far |= self._bits(*self._inside(block.start - way, block.until + way))
                inner = range(*self._inside(block.start, block.until))
                kept |= _union(1 << (t - self.start) for t in inner if not self.facts.reachable(adult.id, t))
                if block.place == HOME:
                    near |= _union(1 << (t - self.start) for t in inner if self.facts.interruptible(adult.id, t))
            offered = whole if not adult.helper else self._offered(adult.id)
            watch |= offered & ~far
            reach |= offered & ~kept
        return {Need.WATCH: watch, Need.NEAR: watch | near, Need.REACH: watch | near | reach}

    def _offered(self, helper: str) -> int:
        return _union(self._bits(span.start, span.end) for name, span in self.facts.week.available if name == helper)

    def _where(self, parts: Iterable[Part], kind: str) -> int:
        return _union(self._bits(part.start, part.end) for part in parts if part.kind == kind)

    def _bits(self, start: int, end: int) -> int:
        if end <= start:
            return 0
        return (1 << (end - self.start)) - (1 << (start - self.start))

    def _wanted(self, child: str) -> dict[Need, tuple[int, int]]:
        """For each need the minutes awake and asleep."""
        childhood = self.facts.case.childhood[child]
        found = {need: [0, 0] for need in (Need.WATCH, Need.NEAR, Need.REACH)}
        for minute, need in enumerate(childhood.need):
            if need is not Need.NONE:
                found[need][childhood.asleep(minute)] |= 1 << minute
        return {need: (awake, asleep) for need, (awake, asleep) in found.items()}

    def _given(self, name: str, day: Day) -> tuple[int, int, int]:
        """When an adult could watch, be near anybody, be near a sleeper."""
        masks = [0, 0, 0]
        for piece in day:
            bits = self._bits(piece.start, piece.end)
            if piece.place != HOME or piece.to_place is not None:
                continue
            if piece.doing == "home":
                masks[0] |= bits
            elif piece.duty:
                for n, need in enumerate((Need.WATCH, Need.NEAR)):
                    masks[n] |= bits if piece.duty.gives is need else 0
                masks[2] |= bits if piece.duty.to_sleepers is Need.NEAR else 0
            elif piece.doing == "sleep" and not self.facts.by_day(name, piece.start):
                masks[2] |= bits
            elif piece.doing == "sleep" and self.facts.case.adults[name].sleep.by_day is Need.NEAR:
                masks[1] |= bits
            elif piece.doing == "work":
                masks[1] |= bits & self.facts.interruptions[name]
        return masks[0], masks[1], masks[2]

    def _reached(self, name: str, child: str, day: Day) -> int:
        part, found = Part(0, 0, "home", HOME), 0
        for piece in day:
            if piece.duty and not piece.duty.in_reach:
                continue
            if piece.doing in ("work", "away"):
                found |= _union(
                    1 << (t - self.start)
                    for t in range(piece.start, piece.end)
                    if self.facts.near(name, piece, child, part, t)
                )
            elif self.facts.near(name, piece, child, part, piece.start):
                found |= self._bits(piece.start, piece.end)
        return found


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
