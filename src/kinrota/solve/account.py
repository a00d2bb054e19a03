"""From what was found to a whole account of everybody's time."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.needs import Visit, custody_of
from kinrota.model.people import Need
from kinrota.model.places import HOME
from kinrota.model.plan import (
    CUSTODY,
    LEVELS,
    SELF,
    AdultSpan,
    Ask,
    ChildSpan,
    Effort,
    Finding,
    Gap,
    Level,
    Load,
    Miss,
    Plan,
    PlanInput,
)
from kinrota.model.protection import kept_out
from kinrota.model.time import Span, inside, joined, merged, minus, same_again
from kinrota.solve import absences, limits
from kinrota.solve.arcs import Arc
from kinrota.solve.because import as_known
from kinrota.solve.done import doings_of, misses_of
from kinrota.solve.given_up import findings_of, releases_of
from kinrota.solve.hindrances import Accounts
from kinrota.solve.layout import Layout
from kinrota.solve.ledger import QUARTER, ledger_of
from kinrota.solve.loads import loads_of
from kinrota.solve.pins import findings as pin_findings
from kinrota.solve.pins import reason
from kinrota.solve.reaching import Adults, reached
from kinrota.solve.search import Found
from kinrota.solve.solving import SEED, WORKERS
from kinrota.solve.ways import Way


class _Account(Struct, frozen=True):
    """What was chosen, by person."""

    arcs: dict[str, list[Arc]]
    along: dict[tuple[str, Arc], tuple[str, ...]]
    sleeps: dict[str, list[Span]]
    cared: dict[tuple[str, int], str]
    """(child, segment) to its carer at home."""
    visited: dict[str, list[tuple[Visit, Span]]]
    ways: dict[str, list[Way]]
    doings: dict[str, tuple[AdultSpan, ...]]
    """What adults do beside care and sleep, in order."""


def plan_of(layout: Layout, found: Found) -> Plan:
    """The plan that was found, not verified yet."""
    account = _account(layout, found)
    adults = {adult.id: tuple(_adult(layout, account, adult.id)) for adult in layout.adults}
    driving = {
        name: tuple(Span(arc.begins, arc.ends) for arc in arcs if arc.vehicle and arc.minutes)
        for name, arcs in account.arcs.items()
    }
    near = Adults(adults, driving)
    children = {child.id: tuple(_child(layout, found, account, child.id, near)) for child in layout.children}
    week = layout.week
    levels, released = _levels(found), releases_of(layout, found)
    sure = all(level.bound == level.value for level in levels if level.name == "gap")
    gaps = tuple(replace(gap, because=as_known(gap.because, sure=sure)) for gap in _gaps(layout, children, adults))
    proved = all(level.bound == level.value for level in levels)
    return Plan(
        household=week.household_sha256,
        inputs=tuple(PlanInput.of(known) for known in week.inputs),
        zone=week.clock.zone,
        horizon=week.horizon,
        status="optimal" if proved else "feasible",
        levels=levels,
        children=children,
        adults=adults,
        gaps=gaps,
        misses=tuple(_misses(layout, found, Accounts(week, adults, children), levels)),
        findings=(
            *_findings(layout),
            *_lifts(layout, account),
            *pin_findings(week, gaps),
            *findings_of(week, released),
        ),
        to_ask=(*_asks(layout, adults), *released),
        pins=week.pins,
        declined=week.declined,
        loads=_loads(layout, adults, children),
        effort=Effort(round(found.seconds, 2), WORKERS, SEED),
    )


def _account(layout: Layout, found: Found) -> _Account:
    program = found.program
    arcs: dict[str, list[Arc]] = defaultdict(list)
    for (name, arc), literal in program.arc.items():
        if found.holds(literal):
            arcs[name].append(arc)
    along: dict[tuple[str, Arc], tuple[str, ...]] = {}
    for (child, name, arc), literal in program.along.items():
        if found.holds(literal):
            along[name, arc] = (*along.get((name, arc), ()), child)
    sleeps: dict[str, list[Span]] = defaultdict(list)
    for (rest, block), literal in program.block.items():
        if found.holds(literal):
            sleeps[rest.adult].append(block)
    cared = {(child, i): name for (child, name, i), literal in program.carer.items() if found.holds(literal)}
    ways: dict[str, list[Way]] = defaultdict(list)
    for way, literal in program.way.items():
        if found.holds(literal):
            ways[way.child].append(way)
    visited = {child.id: list(_visited(layout, found, child.id, ways[child.id])) for child in layout.children}
    return _Account(
        {n: sorted(a, key=lambda arc: (arc.begins, arc.ends)) for n, a in arcs.items()},
        along,
        sleeps,
        cared,
        visited,
        ways,
        doings_of(layout, found),
    )


def _visited(layout: Layout, found: Found, child: str, ways: list[Way]) -> Iterator[tuple[Visit, Span]]:
    starts = {visit: node[2] for (visit, _, node), literal in found.program.drop.items() if found.holds(literal)}
    ends = {visit: node[2] for (visit, _, node), literal in found.program.pick.items() if found.holds(literal)}
    starts |= {way.comes: way.ends for way in ways if way.comes is not None}
    ends |= {way.leaves: way.begins for way in ways if way.leaves is not None}
    for visit in layout.visits[child]:
        start = starts.get(visit) if visit.brought else visit.drop[0]
        end = ends.get(visit) if visit.fetched else visit.pick[0]
        if start is not None and end is not None:
            yield visit, Span(start, end)


def _adult(layout: Layout, account: _Account, name: str) -> Iterator[AdultSpan]:
    """An adult's spans in order: what it does on each arc, and what is unknown or away between them."""
    spans: list[AdultSpan] = [
        AdultSpan(part, "unknown", None) for part in inside(layout.agendas[name].unknown, layout.week.horizon)
    ]
    for arc in account.arcs.get(name, ()):
        if arc.kind != "jump" and arc.overlaps(layout.week.horizon):
            spans.extend(_on_arc(layout, account, name, arc))
    spans.extend(_late_work(layout, name))
    spans.sort(key=lambda span: span.span)
    yield from joined(_filled(layout.week.horizon, spans), _stays_the_same)


def _late_work(layout: Layout, name: str) -> Iterator[AdultSpan]:
    """Work that was read inside unknown time."""
    agenda = layout.agendas[name]
    for block in agenda.blocks:
        if block.span.start >= agenda.known.end or (agenda.known.end <= layout.week.horizon.start):
            yield from _at_work(layout, name, block.span)


def _filled(horizon: Span, spans: list[AdultSpan]) -> Iterator[AdultSpan]:
    """Where nothing is said of a helper it is away."""
    instant = horizon.start
    for span in spans:
        if span.span.start > instant:
            yield AdultSpan(Span(instant, span.span.start), "away", None)
        yield span
        instant = span.span.end
    if instant < horizon.end:
        yield AdultSpan(Span(instant, horizon.end), "away", None)


def _stays_the_same(one: AdultSpan | ChildSpan, other: AdultSpan | ChildSpan) -> bool:
    """Whether somebody goes on doing the same; each journey is one of its own."""
    return other.to_place is None and same_again(one, other)


def _on_arc(layout: Layout, account: _Account, name: str, arc: Arc) -> Iterator[AdultSpan]:
    span = Span(arc.begins, min(arc.ends, layout.week.horizon.end))
    children = account.along.get((name, arc), ())
    if arc.kind == "journey":
        vehicle = arc.vehicle if arc.mode == "car" and arc.vehicle else None
        yield AdultSpan(span, "travel", arc.start, arc.end, arc.mode, vehicle, children)
    elif arc.kind == "work":
        yield from _at_work(layout, name, span)
    elif arc.start == HOME:
        yield from _at_home(layout, account, name, span)
    else:
        yield from _out(account, name, AdultSpan(span, "care" if children else "free", arc.start))


def _out(account: _Account, name: str, stay: AdultSpan) -> Iterator[AdultSpan]:
    """A stay away from home, and the routines that are done in it."""
    doings = [own for own in account.doings.get(name, ()) if own.place == stay.place]
    parts = [(own, common) for own in doings if (common := own.span.common(stay.span)) is not None]
    yield from (replace(own, span=common) for own, common in parts)
    yield from (replace(stay, span=span) for span in minus([stay.span], [common for _, common in parts]))


def _at_work(layout: Layout, name: str, within: Span) -> Iterator[AdultSpan]:
    for block in layout.agendas[name].blocks:
        for part in block.parts:
            busy, common = part.told, part.span.common(within)
            common = common.common(layout.week.horizon) if common else None
            if common is not None:
                doing = "away" if busy.kind == "busy" else "work"
                yield AdultSpan(common, doing, block.place, event=busy.event, tentative=busy.kind == "hold")


def _at_home(layout: Layout, account: _Account, name: str, span: Span) -> Iterator[AdultSpan]:
    """At home an adult sleeps, cares for whom it answers, or is free."""
    blocks, doings = account.sleeps.get(name, []), account.doings.get(name, ())
    cuts = {span.start, span.end} | {edge for own in doings for edge in (own.span.start, own.span.end)}
    cuts |= {edge for block in blocks for edge in (block.start, block.end)} | {
        layout.segments[i].start for i in layout.between(span.start, span.end)
    }
    for start, end in itertools.pairwise(sorted(t for t in cuts if span.start <= t <= span.end)):
        i = layout.between(start, end)[0]
        if any(block.start <= start and end <= block.end for block in blocks):
            yield AdultSpan(Span(start, end), "sleep", HOME)
            continue
        other = next((own for own in doings if own.span.holds(start)), None)
        if other is not None:
            yield replace(other, span=Span(start, end))
            continue
        cares = any(account.cared.get((child.id, i)) == name for child in layout.children)
        yield AdultSpan(Span(start, end), "care" if cares else "free", HOME)


def _child(layout: Layout, found: Found, account: _Account, child: str, adults: Adults) -> Iterator[ChildSpan]:
    custody = inside(custody_of(layout.week, child), layout.week.horizon)
    spans = [ChildSpan(away, None, Need.NONE, "custody", CUSTODY) for away in custody]
    for visit, span in account.visited[child]:
        spans.append(ChildSpan(span, visit.place, Need.NONE, "attendance", visit.place))
    for (name, arc), children in account.along.items():
        if child in children:
            span = Span(arc.begins, arc.ends)
            for part, need in _by_need(layout, child, span):
                if arc.kind == "journey":
                    spans.append(ChildSpan(part, arc.start, need, "escort", name, None, arc.end, arc.mode))
                else:
                    spans.append(ChildSpan(part, arc.start, need, "care", name))
    for way in account.ways[child]:
        spans.extend(_on_way(layout, child, way, adults))
    spans.extend(_home(layout, found, account, child, adults))
    spans.sort(key=lambda span: span.span)
    yield from joined(spans, _stays_the_same)


def _by_need(layout: Layout, child: str, span: Span) -> Iterator[tuple[Span, Need]]:
    for need in layout.needs[child]:
        part = need.span.common(span)
        if part is not None:
            yield part, need.need


def _on_way(layout: Layout, child: str, way: Way, adults: Adults) -> Iterator[ChildSpan]:
    for part, need in _by_need(layout, child, Span(way.begins, way.ends)):
        if way.gap and need is not Need.NONE:
            yield ChildSpan(part, HOME, need, "gap", None)
        elif way.gap:
            yield ChildSpan(part, HOME, need, "alone", SELF)
        else:
            pieces = (
                list(reached(layout, child, (way.start, way.end), part, adults))
                if need is Need.REACH
                else [(part, None)]
            )
            for piece, who in pieces:
                yield ChildSpan(piece, way.start, need, "alone", SELF, who, way.end, way.mode)


def _home(layout: Layout, found: Found, account: _Account, child: str, adults: Adults) -> Iterator[ChildSpan]:
    program = found.program
    for i, segment in enumerate(layout.segments):
        need = layout.needed[child][i].need
        carer = account.cared.get((child, i))
        if carer is not None:
            yield ChildSpan(segment, HOME, need, "care", carer)
        elif (child, i) in program.gap and found.holds(program.gap[child, i]):
            yield ChildSpan(segment, HOME, need, "gap", None)
        elif (child, i) in program.idle and found.holds(program.idle[child, i]):
            yield ChildSpan(segment, HOME, need, "alone", SELF)
        elif (child, i) in program.alone and found.holds(program.alone[child, i]):
            short = sum(minutes * found.value(term) for minutes, term in program.short[child, i])
            for piece, who in _but_for(short, list(reached(layout, child, (HOME,), segment, adults))):
                yield ChildSpan(piece, HOME, need, "alone" if who else "gap", SELF if who else None, who)


def _but_for(short: int, pieces: list[tuple[Span, str | None]]) -> Iterator[tuple[Span, str | None]]:
    """Who is in reach, piece by piece, but for some minutes at the end, with those in which nobody is."""
    more = short - sum(piece.minutes for piece, who in pieces if who is None)
    left = sum(piece.minutes for piece, who in pieces if who) - more
    for piece, who in pieces:
        until = min(piece.end, piece.start + left) if who else piece.end
        left -= until - piece.start if who else 0
        yield from [(Span(piece.start, until), who)] if piece.start < until else []
        yield from [(Span(until, piece.end), None)] if until < piece.end else []


def _levels(found: Found) -> tuple[Level, ...]:
    proved = True
    levels = []
    for name in LEVELS:
        value, bound = found.levels.get(name, (Fraction(0), Fraction(0)))
        bound = bound if proved else None
        levels.append(Level(name, value, bound))
        proved = proved and bound == value
    return tuple(levels)


def _gaps(
    layout: Layout, children: dict[str, tuple[ChildSpan, ...]], adults: dict[str, tuple[AdultSpan, ...]]
) -> Iterator[Gap]:
    for child, spans in children.items():
        current: Gap | None = None
        for span in spans:
            if span.how != "gap":
                continue
            if current is not None and current.span.end == span.span.start and current.need == span.need:
                current = replace(current, span=Span(current.span.start, span.span.end))
                continue
            if current is not None:
                yield _told(layout, current, spans, adults)
            current = Gap(child, span.span, span.need, "")
        if current is not None:
            yield _told(layout, current, spans, adults)


def _told(layout: Layout, gap: Gap, spans: tuple[ChildSpan, ...], adults: dict[str, tuple[AdultSpan, ...]]) -> Gap:
    """A gap with its reason; what is attended just before or after it shows which way nobody makes."""
    attended = [span for span in spans if span.how == "attendance"]
    before = next((span.place for span in attended if span.span.end == gap.span.start), None)
    after = next((span.place for span in attended if span.span.start == gap.span.end), None)
    missing = (before or HOME, after or HOME)
    return replace(gap, because=reason(layout.week, gap.child, gap.span, adults, missing))


def _misses(layout: Layout, found: Found, accounts: Accounts, levels: tuple[Level, ...]) -> Iterator[Miss]:
    week, unsure = layout.week, frozenset(level.name for level in levels if level.bound != level.value)
    for visit, literal in found.program.visited.items():
        if not found.holds(literal):
            yield Miss(
                f"club:{visit.club}",
                week.clock.date(visit.sure.start).isoformat(),
                "strain",
                week.household.weights.club_missed,
                "nobody can bring and fetch",
            )
    yield from misses_of(found, accounts, unsure)


def _findings(layout: Layout) -> Iterator[Finding]:
    week = layout.week
    for note in week.notes:
        yield Finding(note.kind, note.sentence, note.who, note.event)
    for agenda in layout.agendas.values():
        if not agenda.adult.helper:
            yield from agenda.findings
    for rests in layout.rests.values():
        yield from rests.findings
    yield from limits.broken(week, layout.agendas)
    yield from absences.same_jobs(week, layout.agendas)
    yield from absences.in_protected(week)
    for busy in week.busy:
        if busy.kind == "hold" and busy.span.overlaps(week.horizon) and kept_out(week, busy) is None:
            who = week.household.adult(busy.adult).name
            start, end = week.clock.text(busy.span.start), week.clock.text(busy.span.end)
            when = f"{week.clock.long_day(busy.span.start)}, {start}-{end}"
            yield Finding(
                "hold",
                f"{who}'s {busy.title} on {when} may not happen; it is planned as if it does.",
                busy.adult,
                busy.event,
                busy.span,
            )


def _lifts(layout: Layout, account: _Account) -> Iterator[Finding]:
    """The ways in no time for want of a car."""
    clock = layout.week.clock
    for name, arcs in account.arcs.items():
        for arc in (arc for arc in arcs if arc.lift):
            when = f"{clock.long_day(arc.begins)} at {clock.text(arc.begins)}"
            sentence = (
                f"{layout.week.household.adult(name).name} has no car to go from {arc.start} to {arc.end} on {when}, "
                "and no other way is known that is in time: it is planned as if it took no time."
            )
            yield Finding("no-car", sentence, name, span=Span(arc.begins, arc.begins + 1))


def _asks(layout: Layout, adults: dict[str, tuple[AdultSpan, ...]]) -> Iterator[Ask]:
    for adult in layout.adults:
        if adult.helper:
            accepted = layout.week.history.answered(adult.id, yes=True)
            for stay in merged(span.span for span in adults[adult.id] if span.doing not in ("away", "unknown")):
                yield Ask(adult.id, stay, accepted=any(said.covers(stay) for said in accepted))


def _loads(
    layout: Layout, adults: dict[str, tuple[AdultSpan, ...]], children: dict[str, tuple[ChildSpan, ...]]
) -> dict[str, Load]:
    minutes = loads_of(layout, adults, children)
    total = sum(minutes.values())
    before, _ = ledger_of(layout.week)
    return {
        name: Load(own, Fraction(own, total) if total else Fraction(0), QUARTER * before[name])
        for name, own in minutes.items()
    }
