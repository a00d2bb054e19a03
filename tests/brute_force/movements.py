"""Every way in which a tiny household could move: who brings and fetches, by which round, with whom in tow."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.people import Adult, Need
from kinrota.model.places import ELSEWHERE, HOME, MODES, Mode
from kinrota.model.plan import CHORE, ROUTINE
from kinrota.verify.visits import Visit
from tests.brute_force.facts import CAR_SEATS, ITSELF, NO_CAR, NOBODY, OTHERS, Facts

NONE: frozenset[str] = frozenset()
WAITS = 30
"""Minutes that an adult waits at a place of attendance at most."""
WAITS_AT_WORK = 120
"""Minutes that an adult is at its place of work before or after work at most."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What an adult at home does besides care: a routine, a step of a chore, own time, time together."""

    label: str
    """As a plan calls it."""
    gives: Need = Need.NONE
    """To every child at home; `to_sleepers` to those asleep."""
    to_sleepers: Need = Need.NONE
    in_reach: bool = False
    event: str | None = None

    @property
    def loads(self) -> bool:
        """Whether each minute of it is load."""
        return self.label.startswith((ROUTINE, CHORE))

    def given(self, *, asleep: bool) -> Need:
        """What it gives to a child at home."""
        return self.to_sleepers if asleep else self.gives

    @property
    def fixed(self) -> bool:
        """Whether carers may change when it begins and ends."""
        return self.label.startswith(ROUTINE)


class Piece(Struct, frozen=True):
    """A stretch of an adult's day: `home`, `work`, `away`, `wait`, `travel`, `gone`, `unknown`, `sleep` or `duty`."""

    start: int
    end: int
    doing: str
    place: str | None
    to_place: str | None = None
    mode: Mode | None = None
    aboard: frozenset[str] = NONE
    vehicle: str = ""
    """The shared vehicle that the adult has with it."""
    duty: Duty | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What happens to one visit: when it begins and ends, and by whom; `missed` is a club that is not visited."""

    visit: Visit
    drop: int
    bringer: str
    pick: int
    fetcher: str
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where an adult has to be: from `arrive` to `leave`, for work or to drop and pick children."""

    arrive: int
    leave: int
    place: str
    drops: frozenset[str] = NONE
    picks: frozenset[str] = NONE
    work: str = ""
    open_to: frozenset[str] = NONE
    """Those of `drops` to whom the place was open before: they do not wait there."""


def choices(facts: Facts, visit: Visit) -> list[Choice]:
    """Everything that may happen to a visit."""
    residents = [adult.id for adult in facts.week.household.residents]  # the helpers of these households stay at home
    escorts = [name for name in residents if not visit.escorts or name in visit.escorts]
    found = []
    ends = list(itertools.product(_bringers(facts, visit, escorts), _fetchers(facts, visit, escorts)))
    for (drop, bringer), (pick, fetcher) in ends:
        limit = max(visit.at_most or 0, visit.sure.minutes)
        if drop < pick and (visit.at_most is None or pick - drop <= limit):
            found.append(Choice(visit, drop, bringer, pick, fetcher))
    if visit.club:
        found = [choice for choice in found if NOBODY not in (choice.bringer, choice.fetcher)]
        found.append(Choice(visit, visit.sure.start, NOBODY, visit.sure.end, NOBODY, missed=True))
    return found


def _bringers(facts: Facts, visit: Visit, escorts: list[str]) -> Iterator[tuple[int, str]]:
    if not visit.brought:
        yield visit.sure.start, OTHERS
        return
    alone = facts.way_alone(visit.child, HOME, visit.place) is not None
    for t in facts.drops(visit):
        yield from ((t, name) for name in escorts)
        if alone:
            yield t, ITSELF
    yield visit.sure.start, NOBODY


def _fetchers(facts: Facts, visit: Visit, escorts: list[str]) -> Iterator[tuple[int, str]]:
    if not visit.fetched:
        yield visit.sure.end, OTHERS
        return
    alone = facts.way_alone(visit.child, visit.place, HOME) is not None
    for t in facts.picks(visit):
        yield from ((t, name) for name in escorts)
        if alone:
            yield t, ITSELF
        yield t, NOBODY


def strain_of(facts: Facts, choice: Choice) -> Fraction:
    """What a visit's times cost."""
    weights, visit = facts.week.household.weights, choice.visit
    if choice.missed:
        return weights.club_missed
    late = max(choice.drop - visit.sure.start, 0) if visit.brought else 0
    return late * weights.late + Fraction(unusual(choice), 15) * weights.unusual


def unusual(choice: Choice) -> int:
    """Minutes away from the usual times."""
    return abs(choice.drop - choice.visit.usual_drop) + abs(choice.pick - choice.visit.usual_pick)


def rounds(facts: Facts, adult: Adult, mine: list[Choice]) -> Iterator[tuple[Piece, ...]]:
    """Every day that an adult could have with what it brings and fetches; each partitions the horizon."""
    horizon = facts.week.horizon
    anchors = _anchors(facts, adult, mine)
    if anchors is None:
        return
    for joins in itertools.product((False, True), repeat=max(len(anchors) - 1, 0)):
        outings = _outings(anchors, joins)
        if outings is None:
            continue
        options = [list(_outing(facts, adult, outing)) for outing in outings]
        for combined in itertools.product(*options):
            whole = _whole(facts, adult, [piece for pieces in combined for piece in pieces])
            if whole is not None and whole[0].start == horizon.start:
                yield whole


def _anchors(facts: Facts, adult: Adult, mine: list[Choice]) -> list[Anchor] | None:
    at: dict[tuple[int, str], tuple[set[str], set[str], set[str]]] = {}
    for choice in mine:
        if choice.missed:
            continue
        if choice.bringer == adult.id:
            drops, _, open_to = at.setdefault((choice.drop, choice.visit.place), (set(), set(), set()))
            drops.add(choice.visit.child)
            open_to |= {choice.visit.child} if choice.drop > choice.visit.first_drop else set()
        if choice.fetcher == adult.id:
            at.setdefault((choice.pick, choice.visit.place), (set(), set(), set()))[1].add(choice.visit.child)
    anchors = [
        Anchor(t, t, place, frozenset(drops), frozenset(picks), open_to=frozenset(open_to))
        for (t, place), (drops, picks, open_to) in at.items()
    ]
    anchors += [
        Anchor(block.start, block.until, block.place, work="work")
        for block in facts.blocks[adult.id]
        if block.place != HOME
    ]
    anchors.sort(key=lambda anchor: (anchor.arrive, anchor.leave))
    for before, after in itertools.pairwise(anchors):
        if before.leave > after.arrive or (before.leave == after.arrive and before.place != after.place):
            return None
    return anchors


def _outings(anchors: list[Anchor], joins: tuple[bool, ...]) -> list[list[Anchor]] | None:
    """The anchors in groups between which the adult is at home."""
    groups: list[list[Anchor]] = [[anchor] for anchor in anchors[:1]]
    for anchor, joined in zip(anchors[1:], joins, strict=True):
        if joined:
            groups[-1].append(anchor)
        else:
            groups.append([anchor])
    return groups


def _outing(facts: Facts, adult: Adult, outing: list[Anchor]) -> Iterator[tuple[Piece, ...]]:
    """One round from home to home, with every choice of who is in tow, how to go and where to wait."""
    moved = {child for anchor in outing for child in (*anchor.drops, *anchor.picks)}
    others = [child.id for child in facts.week.household.children if child.id not in moved]
    work = any(anchor.work for anchor in outing)
    for many in range(0 if work or not moved else len(others), -1, -1):
        for tow in itertools.combinations(others, many):
            loads = _loads(outing, frozenset(tow))
            if loads is not None:
                for first, vehicle in sorted(_first_modes(facts, adult, outing, loads), key=str):
                    yield from _legs(facts, adult, outing, loads, (first, vehicle))


def _loads(outing: list[Anchor], tow: frozenset[str]) -> list[frozenset[str]] | None:
    """Who is along on each leg; None if somebody is dropped before it is along, or taken to work or not home."""
    first: set[str] = set()
    picked: set[str] = set()
    for anchor in outing:
        first |= anchor.drops - picked
        picked |= anchor.picks
    aboard, loads = set(tow) | first, []
    loads.append(frozenset(aboard))
    for anchor in outing:
        if anchor.work and aboard:
            return None
        if not anchor.drops <= aboard:
            return None
        aboard = (aboard - anchor.drops) | anchor.picks
        loads.append(frozenset(aboard))
    return loads


def _first_modes(
    facts: Facts, adult: Adult, outing: list[Anchor], loads: list[frozenset[str]]
) -> set[tuple[Mode | None, str]]:
    """By which an adult may leave home: the quickest for this load, or for one that it has later on the round.

    Who drives shared vehicles goes in one of them, or without; to work also by a way that nobody knows.
    """
    place = outing[0].place
    if place == ELSEWHERE:
        return {(None, "")}
    driven = facts.driven(adult.id)
    found: set[tuple[Mode | None, str]] = set()
    for load in loads:
        if not driven:
            found |= _first(facts, loads[0], facts.ride(adult, HOME, place, load, MODES), ("", CAR_SEATS))
            continue
        found |= _first(facts, loads[0], facts.ride(adult, HOME, place, load, NO_CAR), ("", 0))
        for vehicle, seats in driven.items():
            found |= _first(facts, loads[0], facts.ride(adult, HOME, place, load, MODES, seats), (vehicle, seats))
    if driven and outing[0].work and facts.ride(adult, HOME, place, NONE, NO_CAR) is None:
        found.add((None, ""))
    return found


def _first(
    facts: Facts, load: frozenset[str], ride: tuple[int, Mode] | None, vehicle: tuple[str, int]
) -> set[tuple[Mode | None, str]]:
    """The mode, with the vehicle if it is by car, where it takes the first load."""
    if ride is None or (ride[1] == "bike" and len(load & facts.small) > 1):
        return set()
    name, seats = vehicle
    if ride[1] == "car":
        return {("car", name)} if len(load) < seats else set()
    return {(ride[1], "")}


def _legs(
    facts: Facts, adult: Adult, outing: list[Anchor], loads: list[frozenset[str]], by: tuple[Mode | None, str]
) -> Iterator[tuple[Piece, ...]]:
    first, vehicle = by
    at_hand: tuple[Mode, ...] = ("car",) if first == "car" else NO_CAR
    start = outing[0]
    if first is None:
        before: list[Piece] = []
    else:
        takes = facts.week.household.journeys.minutes(HOME, start.place, first) or 0
        before = [Piece(start.arrive - takes, start.arrive, "travel", HOME, start.place, first, loads[0])]
    steps: list[list[tuple[Piece, ...]]] = []
    for n, anchor in enumerate(outing):
        here = (Piece(anchor.arrive, anchor.leave, "work", anchor.place),) if anchor.work else ()
        following = outing[n + 1] if n + 1 < len(outing) else None
        options = _onward(facts, adult, anchor, following, loads[n + 1], (at_hand, vehicle))
        steps.append([(*here, *option) for option in options])
    for combined in itertools.product(*steps):
        whole = (*before, *(piece for pieces in combined for piece in pieces))
        yield tuple(replace(piece, vehicle=vehicle) for piece in whole)


def _onward(
    facts: Facts,
    adult: Adult,
    here: Anchor,
    there: Anchor | None,
    aboard: frozenset[str],
    having: tuple[tuple[Mode, ...], str],
) -> list[tuple[Piece, ...]]:
    """From an anchor to the next, or home: at once, or from work as late as possible."""
    works = {block.place for block in facts.blocks[adult.id]}

    def most(place: str) -> int:
        return WAITS_AT_WORK if place in works else WAITS

    prompt = there is not None and bool(aboard & there.open_to)
    if there is not None and there.place == here.place:
        spare = there.arrive - here.leave
        fits = spare <= most(here.place) and not (spare and prompt)
        return [_waiting(here.leave, there.arrive, here.place, aboard)] if fits else []
    end = HOME if there is None else there.place
    if ELSEWHERE in (here.place, end):
        return [()] if there is None or here.leave == there.arrive else []
    at_hand, vehicle = having
    driven = facts.driven(adult.id)
    ride = facts.ride(adult, here.place, end, aboard, at_hand, driven.get(vehicle, CAR_SEATS))
    if ride is None:
        return [()] if there is None and here.work and driven else []
    takes, mode = ride
    go = Piece(here.leave, here.leave + takes, "travel", here.place, end, mode, aboard)
    if there is None:
        return [(go,)]
    spare = there.arrive - here.leave - takes
    late = replace(go, start=go.start + spare, end=go.end + spare)
    found = [(go, *_waiting(go.end, there.arrive, end, aboard))] if 0 <= spare <= (0 if prompt else most(end)) else []
    if 0 < spare <= WAITS_AT_WORK and here.place in works:
        found.append((*_waiting(here.leave, late.start, here.place, aboard), late))
    return found


def _waiting(start: int, end: int, place: str, aboard: frozenset[str]) -> tuple[Piece, ...]:
    return (Piece(start, end, "wait", place, aboard=aboard),) if start < end else ()


def _whole(facts: Facts, adult: Adult, pieces: list[Piece]) -> tuple[Piece, ...] | None:
    """The horizon with home between the rounds; None where two of them overlap or nobody gets ready."""
    horizon, ready = facts.week.horizon, facts.week.household.slack.ready
    at_home = [Piece(block.start, block.until, "work", HOME) for block in facts.blocks[adult.id] if block.place == HOME]
    ordered = sorted([*pieces, *at_home], key=lambda piece: (piece.start, piece.end))
    whole: list[Piece] = []
    now = horizon.start
    for piece in ordered:
        if piece.start < now <= horizon.start and piece.end > now:
            piece = replace(piece, start=now)  # noqa: PLW2901 -- it was under way when the day began
        if piece.start < now:
            return None
        if piece.start > now:
            whole.append(Piece(now, piece.start, "home", HOME))
        leaves_with_children = piece.doing == "travel" and piece.place == HOME and piece.aboard
        if leaves_with_children and ready and not _ready(whole, piece.start - ready, horizon.start):
            return None
        if piece.start >= horizon.end:
            break
        whole.append(replace(piece, end=min(piece.end, horizon.end)))
        now = whole[-1].end
    if now < horizon.end:
        whole.append(Piece(now, horizon.end, "home", HOME))
    return tuple(piece for piece in whole if piece.start < piece.end)


def _ready(whole: list[Piece], since: int, start: int) -> bool:
    if not whole:
        return since < start
    return whole[-1].doing == "home" and (whole[-1].start <= since or whole[-1].start == start)
