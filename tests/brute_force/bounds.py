"""What a way of moving misses in any case, by masks of minutes: quick enough to ask of every one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from kinrota.model.people import Need
from kinrota.model.places import HOME
from tests.brute_force.carers import Part
from tests.brute_force.facts import Facts
from tests.brute_force.movements import Piece

Day = tuple[Piece, ...]


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

    def _where(self, parts: Iterable[Part], kind: str) -> int:
        return _union(self._bits(part.start, part.end) for part in parts if part.kind == kind)

    def _bits(self, start: int, end: int) -> int:
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
            elif piece.doing == "sleep" and not self.facts.by_day(name, piece.start):
                masks[2] |= bits
            elif piece.doing == "sleep" and self.facts.case.adults[name].sleep.by_day is Need.NEAR:
                masks[1] |= bits
            elif piece.doing == "work":
                masks[1] |= self._minutes(piece, lambda t: self.facts.interruptible(name, t))
        return masks[0], masks[1], masks[2]

    def _reached(self, name: str, child: str, day: Day) -> int:
        part, found = Part(0, 0, "home", HOME), 0
        for piece in day:
            if piece.doing in ("work", "away"):
                found |= self._minutes(piece, lambda t, piece=piece: self.facts.near(name, piece, child, part, t))
            elif self.facts.near(name, piece, child, part, piece.start):
                found |= self._bits(piece.start, piece.end)
        return found

    def _minutes(self, piece: Piece, holds: Callable[[int], bool]) -> int:
        return _union(1 << (t - self.start) for t in range(piece.start, piece.end) if holds(t))


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
