"""Tiny households with an occasion or a routine away from home, and every way in which they could keep it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TypeVar

from msgspec.structs import replace

from kinrota.model.duties import Routine
from kinrota.model.people import Adult
from kinrota.model.places import HOME, MODES, Mode
from kinrota.model.plan import Miss, Plan
from kinrota.model.time import Span, length, minus
from kinrota.model.week import Week
from kinrota.testing import week_of
from kinrota.verify.case import Case
from kinrota.verify.misses import missed
from kinrota.verify.score import values
from tests.brute_force.accounts import plan_of
from tests.brute_force.bounds import Bounds
from tests.brute_force.carers import Search
from tests.brute_force.enumeration import _asleep, _journeys
from tests.brute_force.facts import NO_CAR, Facts
from tests.brute_force.movements import WAITS_AT_WORK, Anchor, Piece, _outing, _outings, _whole, rounds
from tests.brute_force.moves import Moves
from tests.brute_force.parts import Part, parts_of

EARLY = 10
"""Minutes before an occasion that people may come, and after it that they leave at the latest."""
MUCH = 10**9
"""More than anything is worth at a level."""
KINDS = ("gap", "broken", "lost", "unfair", "strain")
Day = tuple[Piece, ...]
SpanT = TypeVar("SpanT", Piece, Part)
Does = tuple[str, Span]
"""Who does a routine, and when."""


@dataclass(frozen=True, slots=True)
class Party:
    """An occasion that is owed: its time, to whom, and where it may be."""

    span: Span
    who: tuple[str, ...]
    places: tuple[str, ...]


def week_drawn(text: str) -> Week:
    """A week of these lines in which nobody owes sleep: an hour of it is over when the week begins."""
    week = week_of(text)
    adults = tuple(replace(who, sleep=replace(who.sleep, hours=60)) for who in week.household.adults)
    return replace(week, household=replace(week.household, adults=adults))


def _drawn(seed: int) -> tuple[Random, list[str], list[str], list[str]]:
    """A household of one or two adults and one or two children: its lines, and their names."""
    random = Random(seed)  # noqa: S311 -- a draw for a test
    adults = ["ana", "ben"][: random.choice((1, 2, 2))]
    young = random.sample(
        ("ida 2024-10-01 nap=12:30-14:30", "leo 2022-05-10", "tom 2019-06-01"),
        random.choice((1, 1, 2) if adults[1:] else (1, 2, 3)),
    )
    lines = [f"adult {name} {random.choice(('walk', 'walk', 'car walk'))}" for name in adults]
    lines += [f"child {child}" for child in young]
    lines.append(f"way home grange walk {random.choice((9, 25))} car 4")
    lines.append(f"way home office walk {random.choice((12, 20))}")
    lines += [f"way office grange walk {random.choice((6, 15))}"] if random.random() < 0.6 else []
    for name in adults:
        if random.random() < 0.7:
            start = random.randint(7, 15)
            end = start + random.randint(2, 4)
            terms = random.choice(("", "visits"))
            lines.append(f"work {name} office mon {start:02d}:00 mon {end:02d}:{random.choice(('00', '40'))} {terms}")
    return random, lines, adults, [child.split()[0] for child in young]


def with_occasion(seed: int) -> str:
    """A tiny household with an occasion somewhere."""
    random, lines, adults, children = _drawn(seed)
    hour, minutes = random.randint(9, 18), random.choice((45, 90, 150))
    until = hour * 60 + minutes
    names = [*adults, *children]
    who = ",".join([name for name in names if random.random() < 0.7] or names)
    place, moves = random.choice(
        (("grange", ""), ("grange", ""), ("office", ""), ("home", "moves"), ("grange", "moves"))
    )
    lines.append(f"occasion party mon {hour:02d}:00-{until // 60:02d}:{until % 60:02d} {who} place={place} {moves}")
    return "\n".join(lines)


def with_routine(seed: int) -> str:
    """A tiny household with a routine at a place of its own."""
    random, lines, adults, children = _drawn(seed)
    start, hours = random.randint(9, 18), random.choice((1, 1, 2))
    takes, weight = random.choice((30, 45, 60)), random.choice(("protect", "protect", "want"))
    by = random.choice((adults, adults[:1]))
    place = random.choice(("grange", "grange", "office"))
    window = f"{start:02d}:00-{start + hours:02d}:00"
    lines.append(f"routine swim {children[0]} any={','.join(by)} {window} {takes} {weight} place={place}")
    return "\n".join(lines)


def best_of(week: Week) -> Plan:
    """The best plan of all that there are, by the values of its levels."""
    facts, party = Facts(week), party_of(week)
    bounds = Bounds(facts)
    residents = week.household.residents
    days = [list(dict.fromkeys(_days(facts, adult, party))) for adult in residents]
    waiting: list[tuple[tuple[Fraction, ...], int, Moves]] = []
    for number, combined in enumerate(itertools.product(*days)):
        adults = {adult.id: day for adult, (day, _) in zip(residents, combined, strict=True)}
        parts = {child.id: parts_of(facts, child.id, adults, []) for child in week.household.children}
        children = {name: own for name, own in parts.items() if own is not None}
        if len(children) == len(parts):
            strain = sum((cost for _, cost in combined), Fraction(0))
            broken = Fraction(week.household.weights.occasion_missed * missing(facts, party, adults, children))
            gap = Fraction(bounds.gap(adults, children))
            moves = Moves(facts, adults, children, (), strain)
            waiting.append(((gap, broken, Fraction(0), Fraction(0), strain), number, moves))
    found: tuple[tuple[Fraction, ...], Plan] | None = None
    for least, _, moves in sorted(waiting, key=lambda one: one[:2]):
        if found is not None and least >= found[0]:
            break
        answer = Search(moves).best(_to_beat(found[0], least[1]) if found else None)
        if answer is not None:
            gap, _, *below = answer.values
            worth = (gap, least[1], *below)
            if found is None or worth < found[0]:
                found = worth, plan_of(moves, answer)
    assert found is not None, "no plan at all"
    return _with_misses(week, found[1])


def best_with_routine(week: Week) -> Plan:
    """The best plan of all that there are where one routine away from home is done, or not."""
    facts, (routine,) = Facts(week), week.household.routines
    found: tuple[tuple[Fraction, ...], Plan] | None = None
    for least, moves, done in sorted(_tries(facts, routine), key=lambda one: one[0]):
        if found is not None and least >= found[0]:
            break
        lost, strain = (Fraction(0), Fraction(0)) if done else _undone(facts, routine)
        known = found and (found[0][0], found[0][1], found[0][2] - lost, found[0][3], found[0][4] - strain)
        answer = Search(moves).best(known)
        if answer is not None:
            plan = _with_misses(week, _doing(plan_of(moves, answer), routine, done))
            if found is None or worth(week, plan) < found[0]:
                found = worth(week, plan), plan
    assert found is not None, "no plan at all"
    return found[1]


def _undone(facts: Facts, routine: Routine) -> tuple[Fraction, Fraction]:
    """What a routine costs that is not done, at `lost` and at `strain`."""
    weights, nothing = facts.week.household.weights, Fraction(0)
    return (weights.protect_missed, nothing) if routine.weight == "protect" else (nothing, weights.want_missed)


def _tries(facts: Facts, routine: Routine) -> Iterator[tuple[tuple[Fraction, ...], Moves, Does | None]]:
    """Every way of moving, with who does the routine when, and the least that it costs."""
    bounds, residents = Bounds(facts), facts.week.household.residents
    party = Party(facts.week.horizon, (), ())
    base: dict[str, list[tuple[Day, Fraction, Span | None]]] = {
        who.id: [(day, cost, None) for day, cost in _days(facts, who, party)] for who in residents
    }
    doers = [who for who in residents if who.id in routine.by]
    for days in [base, *({**base, who.id: list(_days_with(facts, who, routine))} for who in doers)]:
        for combined in itertools.product(*(days[who.id] for who in residents)):
            adults = {who.id: day for who, (day, _, _) in zip(residents, combined, strict=True)}
            parts = {child.id: parts_of(facts, child.id, adults, []) for child in facts.week.household.children}
            children = {name: own for name, own in parts.items() if own is not None}
            if len(children) == len(parts):
                spans = {who.id: span for who, (_, _, span) in zip(residents, combined, strict=True)}
                done = next(((name, span) for name, span in spans.items() if span is not None), None)
                lost, undone = (Fraction(0), Fraction(0)) if done else _undone(facts, routine)
                strain = sum((cost for _, cost, _ in combined), Fraction(0))
                least = (Fraction(bounds.gap(adults, children)), Fraction(0), lost, Fraction(0), strain + undone)
                yield least, Moves(facts, adults, children, (), strain), done


def _days_with(facts: Facts, adult: Adult, routine: Routine) -> Iterator[tuple[Day, Fraction, Span | None]]:
    """Every day of an adult in which it does a routine away from home, begun on the grid, with the children."""
    clock, horizon = facts.week.clock, facts.week.horizon
    window = clock.span(clock.date(horizon.start), routine.window)
    assert window is not None
    last = window.end - routine.takes
    for start in sorted({window.start, last, *clock.ticks(Span(window.start, last + 1), facts.week.household.grid)}):
        span = Span(start, start + routine.takes)
        asleep = (
            facts.case.childhood[name].asleep(t - horizon.start)
            for name in routine.children
            for t in range(start, span.end)
        )
        if start > last or any(asleep):
            continue
        for day in dict.fromkeys(_with_children(facts, adult, Party(span, routine.children, ()), routine.place)):
            aboard = next(piece.aboard for piece in day if piece.doing == "wait" and piece.start <= start < piece.end)
            if aboard >= set(routine.children):
                journeys = facts.week.household.weights.journey * _journeys(facts, adult, day)
                yield from ((slept, journeys + cost, span) for slept, cost in _asleep(facts, adult, day))


def _doing(plan: Plan, routine: Routine, done: Does | None) -> Plan:
    """The plan in which somebody does the routine where else it only cares."""
    if done is None:
        return plan
    name, span = done
    spans = []
    for own in plan.adults[name]:
        common = own.span.common(span)
        spans += [replace(own, span=part) for part in minus([own.span], [span])]
        spans += [replace(own, span=common, doing=f"routine:{routine.id}")] if common else []
    return replace(plan, adults={**plan.adults, name: tuple(sorted(spans, key=lambda own: own.span))})


def _to_beat(best: tuple[Fraction, ...], broken: Fraction) -> tuple[Fraction, ...]:
    """The values, `broken` as 0, below which a way of moving that misses so much is better than the best known."""
    gap, known, *below = best
    nothing = Fraction(0)
    if broken == known:
        return (gap, nothing, *below)
    return (gap, nothing, nothing if broken > known else Fraction(MUCH), nothing, nothing)


def _with_misses(week: Week, plan: Plan) -> Plan:
    case = Case(week, plan)
    lines = [Miss(one.what, one.on.isoformat(), one.level, one.cost, "Not there.") for one in missed(case)]
    return replace(plan, misses=tuple(lines))


def worth(week: Week, plan: Plan) -> tuple[Fraction, ...]:
    """A plan's values, as the check counts them."""
    counted = values(Case(week, plan))
    return tuple(counted[kind] for kind in KINDS)


def party_of(week: Week) -> Party:
    """The one occasion of a week."""
    (occasion,) = week.household.occasions
    span = week.clock.span(occasion.on, occasion.wall)
    assert span is not None
    places = [occasion.place]
    places += [
        str(busy.place)
        for busy in week.busy
        if occasion.may_move and busy.adult in occasion.who and busy.terms.visits and busy.span.covers(span)
    ]
    return Party(span, occasion.who, tuple(dict.fromkeys(places)))


def missing(facts: Facts, party: Party, adults: dict[str, Day], children: dict[str, tuple[Part, ...]]) -> int:
    """How many are missing, where the fewest are."""
    return min(
        sum(not _is_there(facts, party.span, place, name, adults, children) for name in party.who)
        for place in party.places
    )


def _is_there(
    facts: Facts, span: Span, place: str, name: str, adults: dict[str, Day], children: dict[str, tuple[Part, ...]]
) -> bool:
    start = facts.week.horizon.start
    if name in children:
        awake = not any(facts.case.childhood[name].asleep(t - start) for t in range(span.start, span.end))
        return awake and all(part.place == place and not part.to_place for part in _during(children[name], span))
    visited = {busy.span for busy in facts.week.busy if busy.adult == name and busy.terms.visits and place != HOME}
    return all(
        piece.place == place
        and not piece.to_place
        and (piece.doing in ("home", "wait") or (piece.doing == "work" and Span(piece.start, piece.end) in visited))
        for piece in _during(adults[name], span)
    )


def _during(pieces: tuple[SpanT, ...], span: Span) -> list[SpanT]:
    return [piece for piece in pieces if piece.start < span.end and span.start < piece.end]


def _days(facts: Facts, adult: Adult, party: Party) -> Iterator[tuple[Day, Fraction]]:
    """Every day of an adult, with its sleep, and what its journeys and its sleep cost."""
    days = list(rounds(facts, adult, []))
    for place in party.places:
        if place != HOME:
            days += [*_alone(facts, adult, party, place), *_with_children(facts, adult, party, place)]
    for day in dict.fromkeys(days):
        journeys = facts.week.household.weights.journey * _journeys(facts, adult, day)
        yield from ((slept, journeys + cost) for slept, cost in _asleep(facts, adult, day))


def _times(facts: Facts, adult: Adult, party: Party, place: str) -> Iterator[tuple[int, int]]:
    """When an adult may come and leave: at the ends, ten minutes before and after, and so as to join its work."""
    begins, ends = party.span.start, party.span.end
    comes, goes = {begins - EARLY, begins}, {ends, ends + EARLY}
    for block in facts.blocks[adult.id]:
        for here, there, t in ((block.place, place, block.until), (place, block.place, block.start)):
            ride = (0, None) if here == there else facts.ride(adult, here, there, frozenset(), MODES)
            if ride is not None:
                comes.add(t + ride[0])
                goes.add(t - ride[0])
    in_time = [t for t in sorted(comes) if begins - EARLY <= t <= begins]
    yield from itertools.product(in_time, [t for t in sorted(goes) if ends <= t <= ends + EARLY])


def _alone(facts: Facts, adult: Adult, party: Party, place: str) -> Iterator[Day]:
    """Without children: from home or work and to home or work, as between two works."""
    works = [
        Anchor(block.start, block.until, block.place, work="work")
        for block in facts.blocks[adult.id]
        if block.place != HOME
    ]
    for come, go in _times(facts, adult, party, place) if adult.id in party.who else ():
        there = [Span(block.start, block.until) for block in facts.blocks[adult.id] if block.place == place]
        stays = minus([Span(come, go)], there)
        parties = [Anchor(stay.start, stay.end, place, work="party") for stay in stays]
        anchors = sorted([*works, *parties], key=lambda one: (one.arrive, one.leave))
        if any(one.leave > other.arrive for one, other in itertools.pairwise(anchors)):
            continue
        for joins in itertools.product((False, True), repeat=len(anchors) - 1):
            groups = _outings(anchors, joins) or []
            for combined in itertools.product(*(list(_outing(facts, adult, group)) for group in groups)):
                pieces = [_at_party(piece, place, stays) for own in combined for piece in own]
                whole = _whole(facts, adult, pieces)
                if whole is not None and not _lingers(facts, adult, party, place, whole):
                    yield whole


def _at_party(piece: Piece, place: str, stays: tuple[Span, ...]) -> Piece:
    same = (piece.doing, piece.place) == ("work", place) and Span(piece.start, piece.end) in stays
    return replace(piece, doing="wait") if same else piece


def _lingers(facts: Facts, adult: Adult, party: Party, place: str, day: Day) -> bool:
    """Whether it is at the place at another time, longer than its work there lets it."""
    around = Span(party.span.start - EARLY, party.span.end + EARLY)
    waits = [Span(piece.start, piece.end) for piece in day if (piece.doing, piece.place) == ("wait", place)]
    outside = length(minus(waits, [around]))
    works = any(block.place == place for block in facts.blocks[adult.id])
    return outside > (WAITS_AT_WORK if works else 0)


def _with_children(facts: Facts, adult: Adult, party: Party, place: str) -> Iterator[Day]:
    """With some of the children, from home and home again."""
    names = [child.id for child in facts.week.household.children]
    loads = [frozenset(some) for n in range(1, len(names) + 1) for some in itertools.combinations(names, n)]
    for load in loads:
        if load.isdisjoint(party.who) and adult.id not in party.who:
            continue
        out = facts.ride(adult, HOME, place, load, MODES)
        at_hand: tuple[Mode, ...] = ("car",) if out and out[1] == "car" else NO_CAR
        back = facts.ride(adult, place, HOME, load, at_hand)
        if out is None or back is None:
            continue
        for day in rounds(facts, adult, []):
            for come, go in _times(facts, adult, party, place):
                trip = [
                    Piece(come - out[0], come, "travel", HOME, place, out[1], load),
                    Piece(come, go, "wait", place, aboard=load),
                    Piece(go, go + back[0], "travel", place, HOME, back[1], load),
                ]
                yield from _put_in(facts, day, trip)


def _put_in(facts: Facts, day: Day, trip: list[Piece]) -> Iterator[Day]:
    """The day with a trip in one of its times at home, with time to get ready before it."""
    start, end = trip[0].start, trip[-1].end
    for n, piece in enumerate(day):
        ready = start - facts.week.household.slack.ready >= piece.start or piece.start == facts.week.horizon.start
        if piece.doing == "home" and ready and piece.start <= start and end <= piece.end:
            edges = [replace(piece, end=start), *trip, replace(piece, start=end)]
            yield (*day[:n], *(own for own in edges if own.start < own.end), *day[n + 1 :])
