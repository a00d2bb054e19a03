"""The best carers for one way of moving: every choice in every stretch, by dynamic programming."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import inf, lcm

from kinrota.model.people import Need
from kinrota.model.places import HOME
from kinrota.model.time import Span
from kinrota.verify.handovers import nights
from tests.brute_force.fairness import Load, load_of
from tests.brute_force.movements import Piece
from tests.brute_force.moves import Moves, at
from tests.brute_force.parts import Part

GAP, ALONE, PLACE, AWAY = "-gap", "-alone", "-place", "-away"
NOON = 12 * 60
NEVER = 10**9
"""More than any gap: a way that a child cannot go."""


State = tuple[int, int, int, object]
"""The cheapest way to a node: gap, lost and strain so far (the latter two scaled), and the choices, newest first."""
Node = tuple[object, tuple[int, ...], Load]
"""What matters for what follows: the labels before, minutes alone by now, and the residents' loads by now."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The best values for one way of moving, and for each child who answers in each stretch."""

    gap: int
    broken: Fraction
    lost: Fraction
    unfair: int
    strain: Fraction
    stretches: tuple[tuple[Span, tuple[str, ...], tuple[int, ...]], ...] = field(compare=False)
    """(span, a label a child, minutes alone a child)."""

    @property
    def values(self) -> tuple[Fraction, ...]:
        """Gap, broken, lost, unfair, strain: what plans are compared by."""
        return (Fraction(self.gap), self.broken, self.lost, Fraction(self.unfair), self.strain)


class Search:
    """The dynamic programme for one way of moving."""

    def __init__(self, moves: Moves) -> None:
        self.moves, self.facts = moves, moves.facts
        self.case, self.household = moves.facts.case, moves.facts.week.household
        self.start = moves.facts.week.horizon.start
        self.names = [child.id for child in self.household.children]
        self.residents = [adult.id for adult in self.household.residents]
        weights = self.household.weights
        rates = {"welcome": weights.help_welcome, "when needed": weights.help_when_needed}
        self.rates = {helper.id: rates.get(helper.help, weights.help_last_resort) for helper in self.household.helpers}
        self.nights = list(nights(self.case))
        self.segments = [Span(a, b) for a, b in itertools.pairwise(moves.cuts)]
        self.at_home = {name: _together(pieces) for name, pieces in moves.adults.items()}
        self.pieces = {name: [at(pieces, s.start) for s in self.segments] for name, pieces in moves.adults.items()}
        self.parts = {name: [at(parts, s.start) for s in self.segments] for name, parts in moves.children.items()}
        self.options = [self._joint(i) for i in range(len(self.segments))]
        self.fairness = moves.facts.fairness

    def _joint(self, i: int) -> list[tuple[str, ...]]:
        """The labels that the children may have together in a stretch."""
        each = [self._labels(child, i) for child in self.names]
        night = any(span.start <= self.segments[i].start < span.end for span in self.nights)
        found = []
        for labels in itertools.product(*each):
            on_call = {
                label for label, child in zip(labels, self.names, strict=True)
                if label[0] != "-" and self.parts[child][i].kind == "home"
            }  # fmt: skip
            if not (night and len(on_call) > 1):
                found.append(labels)
        return found

    def _labels(self, child: str, i: int) -> list[str]:
        """What pins and declines leave of the labels that a child may have in a stretch."""
        instant = self.segments[i].start
        part = self.parts[child][i]
        if part.kind == "ride" and not self._takes(child, part):
            return []
        declined = self._declined(child, instant)
        return [label for label in self._pinned_labels(child, i) if label not in declined]

    def _declined(self, child: str, instant: int) -> set[str]:
        said = (no for no in self.facts.declined if no.child == child and no.way is None)
        return {no.adult for no in said if no.span.start <= instant < no.span.end}

    def _takes(self, child: str, part: Part) -> bool:
        ends = (part.place or "", part.to_place or "")
        return self.facts.takes(part.adult, child, ends, Span(part.start, part.end))

    def _pinned_labels(self, child: str, i: int) -> list[str]:
        instant = self.segments[i].start
        pinned = [pin.met_by for pin in self.facts.pins if pin.child == child and pin.span.holds(instant)]
        needs_nobody = self.case.childhood[child].need[instant - self.start] is Need.NONE
        open_ = self._open_labels(child, i)
        if not pinned or needs_nobody:
            return open_
        return [label for label in open_ if label in (GAP, PLACE, AWAY, *pinned)]

    def _open_labels(self, child: str, i: int) -> list[str]:
        part, minute = self.parts[child][i], self.segments[i].start - self.start
        childhood = self.case.childhood[child]
        need, asleep = childhood.need[minute], childhood.asleep(minute)
        if part.kind in ("place", "away"):
            return [PLACE if part.kind == "place" else AWAY]
        if part.kind in ("ride", "wait"):
            return [part.adult]
        if part.kind == "unescorted":
            return [GAP]
        lone = [ALONE] if need is Need.NONE or (need is Need.REACH and self._reached(child, part, i)) else []
        if part.kind == "alone" or need is Need.NONE:
            return lone
        carers = [name for name in self.pieces if self._gives(name, i, asleep=asleep).weight >= need.weight]
        only = self.moves.answerers(child, self.segments[i].start)
        return [*carers, *lone, GAP] if only is None else [name for name in carers if name in only]

    def _gives(self, adult: str, i: int, *, asleep: bool) -> Need:
        piece = self.pieces[adult][i]
        if piece.place != HOME or piece.to_place is not None:
            return Need.NONE
        if piece.doing == "home" or piece.duty:
            return piece.duty.given(asleep=asleep) if piece.duty else Need.WATCH
        if piece.doing == "sleep":
            if self.facts.by_day(adult, piece.start):
                return self.case.adults[adult].sleep.by_day
            return Need.NEAR if asleep else Need.NONE
        if piece.doing == "work":
            return Need.NEAR if self.facts.interruptible(adult, self.segments[i].start) else Need.NONE
        return Need.NONE

    def reacher(self, child: str, part: Part, instant: int) -> str | None:
        """Somebody who can come in time, if anybody can."""
        declined = self._declined(child, instant)
        for name, pieces in self.moves.adults.items():
            piece = at(pieces, instant)
            if name in declined or (piece.duty and not piece.duty.in_reach):
                continue
            if self.facts.near(name, piece, child, part, instant):
                return name
        return None

    def _reached(self, child: str, part: Part, i: int) -> bool:
        return self.reacher(child, part, self.segments[i].start) is not None

    def gap_at_least(self) -> int:
        """What is missing in any case: the best that each stretch allows by itself."""
        return self.togo[0][0]

    @cached_property
    def scale(self) -> int:
        """What makes whole numbers of every cost."""
        weights = self.household.weights
        every = [rate / 15 for rate in self.rates.values()]
        every += [weights.split / 15, weights.handover, self.moves.in_any_case, self.moves.at_level("lost")]
        return lcm(*(x.denominator for x in every))

    @cached_property
    def here(self) -> list[dict[tuple[str, ...], tuple[int, int, int]]]:
        """Gap, lost and strain of each choice in each stretch, apart from changes and time alone."""
        return [{labels: self._costs(i, labels) for labels in options} for i, options in enumerate(self.options)]

    @cached_property
    def togo(self) -> list[tuple[int, int]]:
        """The least gap, and with it help, from each stretch on, if carers could change at will."""
        found = [(0, 0)]
        for costs in reversed(self.here):
            if not costs:
                return [(NEVER, 0)] * (len(self.here) + 1)
            gap, lost = min((cost[0], cost[1]) for cost in costs.values())
            found.append((found[-1][0] + gap, found[-1][1] + lost))
        return list(reversed(found))

    @cached_property
    def prices(self) -> tuple[dict[str, int], int, int]:
        """Scaled: a minute of each helper's care, a minute of siblings under two carers, a handover."""
        weights, scale = self.household.weights, self.scale
        rates = {helper: int(rate / 15 * scale) for helper, rate in self.rates.items()}
        return rates, int(weights.split / 15 * scale), int(weights.handover * scale)

    def _costs(self, i: int, labels: tuple[str, ...]) -> tuple[int, int, int]:
        minutes = self.segments[i].minutes
        rates, split, _ = self.prices
        gap = sum(self._gap(child, label, i) for child, label in zip(self.names, labels, strict=True))
        carers = {label for label in labels if label[0] != "-"}
        lost = sum(rate * minutes for helper, rate in rates.items() if helper in carers)
        return gap, lost, split * minutes if len(carers) > 1 else 0

    def _gap(self, child: str, label: str, i: int) -> int:
        segment = self.segments[i]
        return (
            segment.minutes * self.case.childhood[child].need[segment.start - self.start].weight if label == GAP else 0
        )

    def best(self, known: tuple[Fraction, ...] | None) -> Answer | None:
        """The best answer; None if it cannot be better than a known one."""
        most = self._most(known)
        gap, lost = self.togo[0]
        if gap == NEVER or (most is not None and (gap, lost + self.missed) > most):
            return None
        simple = self._run(most)
        if simple is None:
            return None
        first = self._finished(simple)
        if known is not None and (first.gap, first.broken, first.lost, 0, first.strain) >= known:
            return None
        at_best = first.values[3:]
        if known is not None and known[:3] == first.values[:3]:
            at_best = min(at_best, known[3:])
        if not self._worth(((), (), 0), (0, 0, int(first.strain * self.scale), None), -1, at_best):
            return first
        loaded = self._run((first.gap, int(first.lost * self.scale)), at_best)
        return first if loaded is None else min(first, self._finished(loaded), key=lambda found: found.values)

    @cached_property
    def missed(self) -> int:
        """What is lost whoever answers for whom, scaled."""
        return int(self.moves.at_level("lost") * self.scale)

    def _most(self, known: tuple[Fraction, ...] | None) -> tuple[int, float] | None:
        """The most gap and lost with which it could be as good as a known answer."""
        if known is None:
            return None
        gap, broken, mine = int(known[0]), known[1], self.moves.at_level("broken")
        if mine != broken:
            return (gap if mine < broken else gap - 1), inf
        return gap, int(known[2] * self.scale)

    def _run(
        self, most: tuple[int, float] | None, at_best: tuple[Fraction, ...] | None = None
    ) -> dict[Node, State] | None:
        """Every best way to the end; with the loads on it where it has to be less unfair, or cost less strain."""
        start: Node = (None, (0,) * len(self.names), 0)
        states: dict[Node, State] = {start: (0, self.missed, int(self.moves.in_any_case * self.scale), None)}
        for i in range(len(self.segments)):
            states = self._step(i, states, most, loaded=at_best is not None)
            if at_best is not None:
                states = {node: state for node, state in states.items() if self._worth(node, state, i, at_best)}
            if not states:
                return None
        return states

    def _worth(self, node: Node, state: State, i: int, at_best: tuple[Fraction, ...]) -> bool:
        """Whether a way could become less unfair than this, or as unfair with less strain."""
        unfair, strain = at_best
        least = self.fairness.least(node[2], self.load_to_go[i + 1])
        return least < unfair or (least == unfair and state[2] < strain * self.scale)

    @cached_property
    def load_to_go(self) -> list[list[int]]:
        """From each stretch on, how little above its share each resident could have."""
        return self.fairness.to_go(
            [self._load(i, labels) for labels in options] for i, options in enumerate(self.options)
        )

    def _finished(self, states: dict[Node, State]) -> Answer:
        if len({load for _, _, load in states}) == 1:
            gap, lost, strain, last = min(states.values(), key=lambda state: state[:3])
        else:
            unfair = {load: self.fairness.unfair(load) for _, _, load in states}
            ranked = ((state, unfair[load]) for (_, _, load), state in states.items())
            gap, lost, strain, last = min(ranked, key=lambda found: (*found[0][:2], found[1], found[0][2]))[0]
        path, link, load = [], last, 0
        while link is not None:
            i, labels, lone, link = link  # type: ignore[misc]
            path.append((self.segments[i], labels, lone))  # type: ignore[has-type]
            load += self._load(i, labels)  # type: ignore[has-type]
        return Answer(
            gap,
            self.moves.at_level("broken"),
            Fraction(lost, self.scale),
            self.fairness.unfair(load),
            Fraction(strain, self.scale),
            tuple(reversed(path)),
        )

    def _step(
        self, i: int, states: dict[Node, State], most: tuple[int, float] | None, *, loaded: bool
    ) -> dict[Node, State]:
        result: dict[Node, State] = {}
        togo_gap, togo_lost = self.togo[i + 1]
        lonely = any(self.parts[child][i].kind == "alone" for child in self.names)
        for labels, (gap, lost, split) in self.here[i].items():
            changes: dict[object, int | None] = {}
            lones: dict[tuple[int, ...], tuple[int, tuple[int, ...], tuple[int, ...]]] = {}
            more = self._load(i, labels) if loaded else 0
            for (before, lone, load), state in states.items():
                if before not in changes:
                    changes[before] = self._change(i, before, labels)  # type: ignore[arg-type]
                handed = changes[before]
                if handed is None:
                    continue
                if lone not in lones:
                    lones[lone] = self._lone(i, labels, lone)
                short, alone, runs = lones[lone]
                if short and lonely:
                    continue
                now_gap, now_lost = state[0] + gap + short, state[1] + lost
                if most is not None and (now_gap + togo_gap, now_lost + togo_lost) > most:
                    continue
                key = (labels, runs, load + more)
                new = (now_gap, now_lost, state[2] + split + handed)
                old = result.get(key)
                if old is None or new < old[:3]:
                    result[key] = (*new, (i, labels, alone, state[3]))
        return result

    def _change(self, i: int, before: tuple[str, ...] | None, after: tuple[str, ...]) -> int | None:
        """What handing over costs; None where it is not allowed."""
        if before is None:
            return 0
        t = self.segments[i].start
        movers = self.moves.helping.get(t, frozenset())
        pairs = set()
        for child, old, new in zip(self.names, before, after, strict=True):
            at_home = self.parts[child][i - 1].kind == self.parts[child][i].kind == "home"
            answers = {old, new} != {GAP, ALONE}
            if old != new and at_home and answers and t not in self.moves.fixed and not movers & {old, new}:
                return None
            if old != new and old[0] != "-" and new[0] != "-":
                if not self._may_change(child, i, old, new):
                    return None
                pairs.add((old, new))
        return self.prices[2] * len(pairs)

    def _may_change(self, child: str, i: int, old: str, new: str) -> bool:
        t = self.segments[i].start
        if self.parts[child][i].place != HOME or not self._meet(old, new, t):
            return False
        was, now = self.pieces[old][i - 1], self.pieces[new][i]
        if was.doing == now.doing == "sleep":
            return False
        if any(night.start < t < night.end for night in self.nights):
            leaving = self.pieces[old][i]
            begins = leaving.start == t and leaving.doing == "sleep" and self.facts.by_day(old, leaving.start)
            return leaving.place != HOME or leaving.to_place is not None or begins
        return True

    def _meet(self, one: str, other: str, t: int) -> bool:
        meet, horizon = self.household.slack.meet, self.facts.week.horizon
        for a in self.at_home[one]:
            for b in self.at_home[other]:
                start, end = max(a.start, b.start), min(a.end, b.end)
                if start <= t <= end and (
                    end - start >= meet or start == horizon.start < end or end == horizon.end > start
                ):
                    return True
        return meet == 0

    def _lone(
        self, i: int, labels: tuple[str, ...], runs: tuple[int, ...]
    ) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
        """Minutes of gap where time alone gets too long; minutes alone; and for how long each has been alone by now."""
        gap, alone, now = 0, [], []
        if not any(runs) and GAP not in labels and ALONE not in labels:
            return 0, runs, runs
        for child, label, run in zip(self.names, labels, runs, strict=True):
            segment, part = self.segments[i], self.parts[child][i]
            minute = segment.start - self.start
            somebody = part.to_place is None and any(
                self.pieces[name][i].place == part.place and self.pieces[name][i].to_place is None
                for name in self.pieces
            )
            if label not in (ALONE, GAP) or somebody:
                alone.append(segment.minutes if label == ALONE else 0)
                now.append(0)
                continue
            limit = self.case.stage_at[child][minute].alone
            reach = self.case.childhood[child].need[minute] is Need.REACH
            may = segment.minutes if limit is None or not reach else max(min(segment.minutes, limit.stretch - run), 0)
            taken = may if label == ALONE else 0
            gap += segment.minutes - taken if label == ALONE else 0
            alone.append(taken)
            now.append(run + taken if reach else run)
        return gap, tuple(alone), tuple(now)

    def _load(self, i: int, labels: tuple[str, ...]) -> Load:
        """What a stretch adds to everybody's load: before noon, what counts by the quarter is the eve's."""
        segment = self.segments[i]
        morning = self.facts.week.clock.wall(segment.start) < NOON
        weights = [self._weight(i, labels, name) for name in self.residents]
        return sum(load_of(n, segment.minutes, weight, eve=weight == 1 and morning) for n, weight in enumerate(weights))

    def _weight(self, i: int, labels: tuple[str, ...], adult: str) -> int:
        minute = self.segments[i].start - self.start
        piece = self.pieces[adult][i]
        weight = 4 if (piece.doing == "travel" and piece.aboard) or (piece.duty and piece.duty.loads) else 0
        for child, label in zip(self.names, labels, strict=True):
            if label == adult:
                childhood = self.case.childhood[child]
                if not childhood.asleep(minute) and not self._could_attend(child, self.segments[i].start):
                    weight = 4
                elif childhood.night[minute]:
                    weight = max(weight, 1)
        return weight

    def _could_attend(self, child: str, instant: int) -> bool:
        return any(
            visit.child == child and not visit.club and visit.first_drop <= instant < visit.last_pick
            for visit in self.facts.visits
        )


def _together(pieces: tuple[Piece, ...]) -> list[Span]:
    """The stretches in which an adult is at home."""
    found: list[Span] = []
    for piece in pieces:
        if piece.place != HOME or piece.to_place is not None:
            continue
        if found and found[-1].end == piece.start:
            found[-1] = Span(found[-1].start, piece.end)
        else:
            found.append(Span(piece.start, piece.end))
    return found
