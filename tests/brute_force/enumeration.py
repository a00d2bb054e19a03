"""The best plan of a tiny week among all that there are: every way of moving, every sleep, every carer."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import prod

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.people import Adult
from kinrota.model.places import HOME
from kinrota.model.time import Span, minus
from kinrota.verify.handovers import nights
from kinrota.verify.pins import said_edges
from kinrota.verify.rest import Owed
from tests.brute_force.bounds import Bounds
from tests.brute_force.carers import GAP, Answer, Search
from tests.brute_force.cars import fit, lifts
from tests.brute_force.duties import Duties
from tests.brute_force.facts import Facts
from tests.brute_force.movements import Choice, Piece, choices, rounds, strain_of
from tests.brute_force.moves import Moves
from tests.brute_force.parts import parts_of

ASKED_FOR = 30
NOT_OVERNIGHT = 5 * 60
MOST = 1000
"""More ways than anybody tries."""
Day = tuple[Piece, ...]
Values = tuple[Fraction, ...]
"""Gap, broken, lost, unfair and strain."""


class Best(Struct, frozen=True):
    """The best way of moving, and its best answer."""

    moves: Moves
    answer: Answer
    tried: int


def best_of(facts: Facts) -> Best:
    """The best of everything.

    Where it has a gap in an hour of the night in which something that is settled begins or ends, every sleep is tried
    that begins or ends in that hour: a gap may begin or end with it.
    """
    found = _best_of(facts)
    spans = [span for span, who, _ in found.answer.stretches if GAP in who]
    hours = tuple(hour for hour in _said_by_night(facts) if any(span.overlaps(hour) for span in spans))
    return _best_of(Facts(facts.week, hours), found) if hours else found


def _best_of(facts: Facts, found: Best | None = None) -> Best:
    """Try everything, what costs least in any case first, until that is no less than a plan known."""
    bounds, duties, number, tried = Bounds(facts), Duties(facts), itertools.count(), 0
    fewest, may_pass = _fewest_lifts(facts), _may_pass(facts)
    waiting: list[tuple[Values, int, tuple[Choice, ...] | Moves]] = [
        (least, next(number), chosen) for least, chosen in _every_choice(facts, bounds)
    ]
    heapq.heapify(waiting)
    while waiting and (found is None or waiting[0][0] < found.answer.values):
        _, _, item = heapq.heappop(waiting)
        if isinstance(item, Moves) and item.complete:
            tried += 1
            answer = Search(item).best(found.answer.values if found else None)
            if answer is not None and (found is None or answer.values < found.answer.values):
                found = Best(item, answer, tried)
            continue
        further = duties.ways(item) if isinstance(item, Moves) else _moves(facts, item, fewest, may_pass)
        for way in further:
            moves = way if duties.owed else replace(way, complete=True)
            least = _at_least(bounds, moves)
            if found is None or least < found.answer.values:
                heapq.heappush(waiting, (least, next(number), moves))
    assert found is not None, "no plan at all"
    return replace(found, tried=tried)


def _at_least(bounds: Bounds, moves: Moves) -> Values:
    """What a way of moving costs in any case."""
    gap = Fraction(bounds.gap(moves.adults, moves.children))
    return gap, moves.at_level("broken"), moves.at_level("lost"), Fraction(0), moves.in_any_case


def ways(facts: Facts) -> int:
    """How many choices there are, about: those for the visits, for a helper's time, and for what is owed besides."""
    stays = 1
    for helper in facts.week.household.helpers:
        at_work = {name: next(rounds(facts, facts.case.adults[name], [])) for name in facts.case.owed}
        stays = sum(1 for _ in _stays(facts, helper, _offered(facts, helper), _instants(facts, at_work.values())))
    return prod(len(choices(facts, visit)) for visit in facts.visits) * stays


def ways_with_duties(facts: Facts) -> int:
    """About the same, times the ways in which what is owed could be done on a day of which nothing else is decided."""
    found = ways(facts)
    if found > MOST:
        return found
    every = sorted(_every_choice(facts, Bounds(facts)), key=lambda choice: choice[0])
    fewest, may_pass = _fewest_lifts(facts), _may_pass(facts)
    first = next(moves for _, chosen in every for moves in _moves(facts, chosen, fewest, may_pass))
    return found * sum(1 for _ in itertools.islice(Duties(facts).ways(first), MOST))


def _every_choice(facts: Facts, bounds: Bounds) -> list[tuple[Values, tuple[Choice, ...]]]:
    """Every choice for all visits, with what it costs in any case."""
    each = [choices(facts, visit) for visit in facts.visits]
    return [(_least(facts, bounds, chosen), chosen) for chosen in itertools.product(*each) if _in_order(chosen)]


def _least(facts: Facts, bounds: Bounds, chosen: tuple[Choice, ...]) -> tuple[Fraction, ...]:
    """What these choices cost in any case: a journey for each time a resident brings or fetches."""
    residents = {adult.id for adult in facts.week.household.residents}
    ends = {
        (name, t, choice.visit.place)
        for choice in chosen
        if not choice.missed
        for name, t in ((choice.bringer, choice.drop), (choice.fetcher, choice.pick))
        if name in residents
    }
    strain = sum((strain_of(facts, choice) for choice in chosen), facts.week.household.weights.journey * len(ends))
    return Fraction(bounds.chosen(chosen)), Fraction(0), Fraction(0), Fraction(0), strain


def _in_order(chosen: tuple[Choice, ...]) -> bool:
    return all(
        one.missed
        or other.missed
        or one.visit.child != other.visit.child
        or one.pick <= other.drop
        or other.pick <= one.drop
        for one, other in itertools.combinations(chosen, 2)
    )


def _fewest_lifts(facts: Facts) -> int:
    """How often somebody at least gets to work or home for want of a car: with children along it is no less."""
    residents = facts.week.household.residents
    found = []
    for combined in itertools.product(*(_resident_days(facts, adult, ()) for adult in residents)):
        adults = {adult.id: day for adult, (day, _) in zip(residents, combined, strict=True)}
        if fit(facts, adults):
            found.append(sum(len(lifts(day)) for day in adults.values()))
    return min(found)


def _moves(facts: Facts, chosen: tuple[Choice, ...], fewest: int, may_pass: frozenset[int]) -> Iterator[Moves]:
    household = facts.week.household
    days = [_resident_days(facts, adult, chosen) for adult in household.residents]
    base = sum((strain_of(facts, choice) for choice in chosen), Fraction(0))
    for combined in itertools.product(*days):
        adults = {adult.id: day for adult, (day, _) in zip(household.residents, combined, strict=True)}
        if not fit(facts, adults) or sum(len(lifts(day)) for day in adults.values()) > fewest:
            continue
        children = {}
        for child in household.children:
            parts = parts_of(facts, child.id, adults, [choice for choice in chosen if choice.visit.child == child.id])
            if parts is None:
                break
            children[child.id] = parts
        else:
            strain = base + sum((cost for _, cost in combined), Fraction(0))
            for helpers, cost in _helpers(facts, _instants(facts, adults.values()) | may_pass):
                yield Moves(facts, {**adults, **helpers}, children, chosen, strain + cost)


def _resident_days(facts: Facts, adult: Adult, chosen: tuple[Choice, ...]) -> list[tuple[Day, Fraction]]:
    """Every day of a resident with its sleep, and what its journeys and its sleep cost."""
    found = []
    for day in rounds(facts, adult, list(chosen)):
        journeys = facts.week.household.weights.journey * _journeys(facts, adult, day)
        for slept, cost in _asleep(facts, adult, day):
            found.append((slept, journeys + cost))
    return list(dict.fromkeys(found))


def _journeys(facts: Facts, adult: Adult, day: Day) -> int:
    return sum(
        piece.doing == "travel" and (bool(piece.aboard) or not _commute(facts, adult, day, n))
        for n, piece in enumerate(day)
    )


def _commute(facts: Facts, adult: Adult, day: Day, n: int) -> bool:
    """Whether a journey starts or ends where the adult works, in the stay before or after it."""
    for pieces, place in ((reversed(day[:n]), day[n].place), (day[n + 1 :], day[n].to_place)):
        for piece in pieces if place != HOME else ():
            if piece.doing == "travel" or piece.place != place:
                break
            if piece.doing in ("work", "away"):
                return True
    horizon = facts.week.horizon
    return day[n].end == horizon.end and any(
        block.place == day[n].to_place and block.until > horizon.end for block in facts.blocks[adult.id]
    )


def _asleep(facts: Facts, adult: Adult, day: Day) -> Iterator[tuple[Day, Fraction]]:
    """The day with each way of taking the sleep that is owed, and what it costs."""
    owed = facts.case.owed[adult.id]
    options = [list(_blocks(facts, adult, day, block)) for block in owed]
    for blocks in itertools.product(*options):
        if any(one.overlaps(other) for one, other in itertools.combinations(blocks, 2)):
            continue
        slept = day
        for block in blocks:
            slept = _with_sleep(slept, block)
        if all(_awake_before(facts, slept, n) for n in range(len(slept))):
            yield slept, sum((_moved(facts, o, b) for o, b in zip(owed, blocks, strict=True)), Fraction(0))


def _blocks(facts: Facts, adult: Adult, day: Day, owed: Owed) -> Iterator[Span]:
    """The blocks that one sleep could be, at home all the while.

    One that begins with the day at no cost is enough, but for those that begin or end when that is asked about.
    """
    clock, horizon = facts.week.clock, facts.week.horizon
    home = [Span(piece.start, piece.end) for piece in day if piece.doing == "home"]
    stretches = minus(owed.within, minus([horizon], home))
    starts = {span.start for span in owed.within}
    starts |= {t for span in stretches for t in clock.ticks(span, facts.week.household.grid)}
    starts |= {owed.window.start} if owed.window else set()
    for edge in (owed.last, *([owed.window.end] if owed.window else [])):
        starts |= {edge, edge - owed.minutes}
    fitting = [
        Span(start, start + owed.minutes)
        for start in sorted(starts)
        if owed.first <= start <= owed.last
        and any(s.start <= start and start + owed.minutes <= s.end for s in stretches)
    ]
    if fitting and fitting[0].start == horizon.start:
        fitting = [
            block
            for n, block in enumerate(fitting)
            if not n or any(hour.start < edge < hour.end for hour in facts.asked for edge in (block.start, block.end))
        ]
    yield from fitting


def _said_by_night(facts: Facts) -> list[Span]:
    """The hours of a night in which something that is settled, or declined, begins or ends."""
    dark, case = tuple(nights(facts.case)), facts.case
    edges = (edge for edge in said_edges(case) if any(night.start <= edge < night.end for night in dark))
    return [Span(edge - edge % 60, edge - edge % 60 + 60) for edge in sorted(edges)]


def _with_sleep(day: Day, block: Span) -> Day:
    found: list[Piece] = []
    for piece in day:
        span = Span(piece.start, piece.end)
        if piece.doing != "home" or not span.covers(block):
            found.append(piece)
            continue
        cuts = [(piece.start, block.start, "home"), (block.start, block.end, "sleep"), (block.end, piece.end, "home")]
        found += [Piece(start, end, doing, HOME) for start, end, doing in cuts if start < end]
    return tuple(found)


def _awake_before(facts: Facts, day: Day, n: int) -> bool:
    """Whether there is time to get ready before a journey from home with children."""
    if not (day[n].doing == "travel" and day[n].place == HOME and day[n].aboard) or not n:
        return True
    since = day[n].start - facts.week.household.slack.ready
    return all(piece.doing == "home" for piece in day[:n] if piece.end > since)


def _moved(facts: Facts, owed: Owed, block: Span) -> Fraction:
    if owed.window is None:
        return Fraction(0)
    inside = block.common(owed.window)
    outside = block.minutes - (inside.minutes if inside else 0)
    return facts.week.household.weights.sleep_moved * outside / 30


def _helpers(facts: Facts, instants: set[int]) -> Iterator[tuple[dict[str, Day], Fraction]]:
    """Every way in which the helper, of whom there is one at most, could be there; it stays at home."""
    helpers = facts.week.household.helpers
    if not helpers:
        yield {}, Fraction(0)
        return
    (helper,) = helpers
    weights, horizon = facts.week.household.weights, facts.week.horizon
    offered = _offered(facts, helper)
    for stays in _stays(facts, helper, offered, instants):
        minutes = sum(stay.minutes for stay in stays)
        if helper.limit_per_week is not None and minutes > helper.limit_per_week:
            continue
        pieces: list[Piece] = []
        now = horizon.start
        for stay in stays:
            pieces += [Piece(now, stay.start, "gone", None)] if now < stay.start else []
            pieces.append(Piece(stay.start, stay.end, "home", HOME))
            now = stay.end
        pieces += [Piece(now, horizon.end, "gone", None)] if now < horizon.end else []
        yield {helper.id: tuple(pieces)}, weights.help_cost * helper.cost_per_hour * minutes / 60


def _offered(facts: Facts, helper: Adult) -> list[Span]:
    clock, horizon = facts.week.clock, facts.week.horizon
    spans = [span for name, span in facts.week.available if name == helper.id]
    if not helper.overnight:
        midnight = horizon.start
        spans = list(minus(spans, [Span(midnight, clock.at(clock.date(midnight), NOT_OVERNIGHT))]))
    return spans


def _stays(facts: Facts, helper: Adult, offered: list[Span], instants: set[int]) -> Iterator[tuple[Span, ...]]:
    if helper.limit_per_week is None and not helper.cost_per_hour:
        yield tuple(offered)
        yield from _gone_at_night(facts, offered, instants)
        return
    single = [
        Span(start, end)
        for span in offered
        for start, end in itertools.combinations(
            sorted({span.start, span.end, *(t for t in instants if span.holds(t))}), 2
        )
        if end - start >= ASKED_FOR or Span(start, end) == span
    ]
    yield ()
    yield from ((stay,) for stay in single)
    yield from ((one, other) for one in single for other in single if one.end < other.start)


def _gone_at_night(facts: Facts, offered: list[Span], instants: set[int]) -> Iterator[tuple[Span, ...]]:
    """Time that costs nothing is best used whole, but that a helper who leaves may hand over at night."""
    for night in nights(facts.case):
        for n, span in enumerate(offered):
            for t in sorted(instants):
                if night.start < t < night.end and span.start + ASKED_FOR <= t < span.end:
                    yield (*offered[:n], Span(span.start, t), *offered[n + 1 :])


def _may_pass(facts: Facts) -> frozenset[int]:
    """When residents may leave home, or come, for any visit: so may a helper whose minutes are scarce or paid."""
    helpers, meet = facts.week.household.helpers, facts.week.household.slack.meet
    paid = any(helper.cost_per_hour for helper in helpers)
    found: set[int] = set()
    for visit in facts.visits if paid or any(helper.limit_per_week is not None for helper in helpers) else ():
        for choice, adult in itertools.product(choices(facts, visit), facts.week.household.residents):
            pieces = [piece for day in rounds(facts, adult, [choice]) for piece in day if piece.doing == "travel"]
            found |= {piece.start for piece in pieces if piece.place == HOME}
            found |= {piece.end for piece in pieces if piece.to_place == HOME}
    return frozenset(t + sooner for t in found for sooner in ((-meet, 0, meet) if paid else (0,)))


def _instants(facts: Facts, days: Iterable[Day]) -> set[int]:
    """When a helper may come or go: full hours, and when anything else begins or ends, `meet` sooner or later.

    As somebody comes or goes who brings or fetches only one who is paid comes or goes sooner or later.
    """
    meet, household = facts.week.household.slack.meet, facts.week.household
    found = set(facts.week.clock.whole_hours(facts.week.horizon))
    found |= {edge + sooner for edge in said_edges(facts.case) for sooner in (-meet, 0, meet)}
    for childhood in facts.case.childhood.values():
        need = childhood.need
        found |= {facts.week.horizon.start + m for m in range(1, len(need)) if need[m] != need[m - 1]}
    paid = any(helper.cost_per_hour for helper in household.helpers)
    works = {block.place for blocks in facts.blocks.values() for block in blocks}
    for day in days:
        escorts = {t for piece in day if piece.doing == "travel" for t in _out_and_in(piece, works)}
        for piece in day:
            around = (0,) if piece.start in escorts and not paid else (-meet, 0, meet)
            found |= {piece.start + sooner for sooner in around}
    return found


def _out_and_in(piece: Piece, works: set[str]) -> Iterator[int]:
    """When a journey begins or ends at home that does not come from work or go there."""
    if piece.place == HOME and piece.to_place not in works:
        yield piece.start
    if piece.to_place == HOME and piece.place not in works:
        yield piece.end
