"""A whole account of everybody's time from the best way of moving and its carers, as any plan has it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from msgspec.structs import replace

from kinrota.model.people import Need
from kinrota.model.plan import (
    CUSTODY,
    SELF,
    AdultSpan,
    Ask,
    ChildSpan,
    Finding,
    Gap,
    Level,
    Load,
    Miss,
    Plan,
    PlanInput,
)
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.verify.case import Case
from kinrota.verify.ledger import ledger
from kinrota.verify.loads import quarters
from kinrota.verify.score import values
from tests.brute_force.carers import ALONE, GAP, Answer, Search
from tests.brute_force.cars import lifts
from tests.brute_force.movements import Piece
from tests.brute_force.moves import Moves
from tests.brute_force.parts import Part

WHENEVER = Span(0, 1)


def plan_of(moves: Moves, answer: Answer) -> Plan:
    """The plan, with the levels that the independent check counts."""
    week, search = moves.facts.week, Search(moves)
    children = {child.id: tuple(_child(search, child.id, answer)) for child in week.household.children}
    adults = {name: tuple(_adult(search, name, pieces, answer)) for name, pieces in moves.adults.items()}
    gaps = tuple(_gaps(week, children))
    plan = Plan(
        household=week.household_sha256,
        inputs=tuple(PlanInput.of(read) for read in week.inputs),
        zone=week.clock.zone,
        horizon=week.horizon,
        status="optimal",
        levels=(),
        children=children,
        adults=adults,
        gaps=gaps,
        misses=(*_misses(moves), *moves.misses),
        findings=(*_findings(moves), *_pin_gaps(week, gaps)),
        pins=week.pins,
        declined=week.declined,
        to_ask=tuple(_asks(moves)),
    )
    return _counted(moves, plan)


def _counted(moves: Moves, plan: Plan) -> Plan:
    case = Case(moves.facts.week, plan)
    load = quarters(case)
    total = sum(load.values())
    levels = tuple(Level(name, value, value) for name, value in values(case).items())
    before, _ = ledger(case)
    loads = {
        name: Load(15 * own, Fraction(own, total) if total else Fraction(0), 15 * before[name])
        for name, own in load.items()
    }
    return replace(plan, levels=levels, loads=loads)


def _child(search: Search, child: str, answer: Answer) -> Iterator[ChildSpan]:
    n = search.names.index(child)
    pieces = [
        piece for span, labels, lone in answer.stretches for piece in _stretch(search, child, span, labels[n], lone[n])
    ]
    for _, same in groupby(pieces, lambda piece: piece[1]):
        members = list(same)
        span = Span(members[0][0].start, members[-1][0].end)
        how, place, need, met_by, reached_by, to_place, mode, _ = members[0][1]
        yield ChildSpan(span, place, need, how, met_by, reached_by, to_place, mode)  # type: ignore[arg-type]


def _stretch(
    search: Search, child: str, span: Span, label: str, lone: int
) -> Iterator[tuple[Span, tuple[object, ...]]]:
    part = next(part for part in search.moves.children[child] if part.start <= span.start < part.end)
    need = search.case.childhood[child].need[span.start - search.start]
    way = part.start if part.to_place else 0
    if part.kind == "place":
        yield span, ("attendance", part.place, Need.NONE, part.place, None, None, None, 0)
    elif part.kind == "away":
        yield span, ("custody", None, Need.NONE, CUSTODY, None, None, None, 0)
    elif part.kind == "ride":
        yield span, ("escort", part.place, need, part.adult, None, part.to_place, part.mode, way)
    elif part.kind == "wait":
        yield span, ("care", part.place, need, part.adult, None, None, None, 0)
    elif label == GAP:
        yield span, _gap(part, need)
    elif label == ALONE:
        until = span.start + lone
        reacher = search.reacher(child, part, span.start) if need is Need.REACH else None
        if lone:
            yield Span(span.start, until), ("alone", part.place, need, SELF, reacher, part.to_place, part.mode, way)
        if until < span.end:
            yield Span(until, span.end), _gap(part, need)
    else:
        yield span, ("care", part.place, need, label, None, None, None, 0)


def _gap(part: Part, need: Need) -> tuple[object, ...]:
    return ("gap", part.place, need, None, None, None, None, 0)


def _adult(search: Search, name: str, pieces: tuple[Piece, ...], answer: Answer) -> Iterator[AdultSpan]:
    """An adult's spans: what it does, cut where it begins or ceases to answer for somebody."""
    found = [span for piece in pieces for span in _done(search, name, piece, answer)]
    for _, same in groupby(found, lambda span: replace(span, span=span.span if span.doing == "travel" else WHENEVER)):
        members = list(same)
        yield replace(members[0], span=Span(members[0].span.start, members[-1].span.end))


def _done(search: Search, name: str, piece: Piece, answer: Answer) -> Iterator[AdultSpan]:
    span = Span(piece.start, piece.end)
    if piece.doing in ("home", "wait"):
        for stretch, labels, _ in answer.stretches:
            if common := stretch.common(span):
                yield AdultSpan(common, "care" if name in labels else "free", piece.place)
        return
    if piece.duty:
        yield AdultSpan(span, piece.duty.label, piece.place, event=piece.duty.event)
        return
    block = search.case.agendas[name].block_at(piece.start) if piece.doing == "work" else None
    yield AdultSpan(
        span,
        "away" if piece.doing == "gone" else piece.doing,
        piece.place,
        piece.to_place,
        piece.mode,
        piece.vehicle if piece.mode == "car" and piece.vehicle else None,
        with_children=tuple(sorted(piece.aboard)),
        event=block.going_on(piece.start)[0].event if block else None,
    )


def _gaps(week: Week, children: dict[str, tuple[ChildSpan, ...]]) -> Iterator[Gap]:
    names = ", ".join(adult.name for adult in week.household.adults)
    for child, spans in children.items():
        for (how, need), same in groupby(spans, lambda span: (span.how, span.need)):
            members = list(same)
            if how == "gap":
                yield Gap(child, Span(members[0].span.start, members[-1].span.end), need, f"None of {names}.")


def _pin_gaps(week: Week, gaps: tuple[Gap, ...]) -> Iterator[Finding]:
    for pin in week.pins:
        if any(gap.child == pin.child and gap.span.overlaps(pin.span) for gap in gaps):
            yield Finding("pin-gap", "Nobody is there.", pin.child, pin.source)


def _misses(moves: Moves) -> Iterator[Miss]:
    weight = moves.facts.week.household.weights.club_missed
    for choice in moves.choices:
        if choice.missed:
            day = moves.facts.week.clock.date(choice.visit.sure.start).isoformat()
            yield Miss(f"club:{choice.visit.club}", day, "strain", weight, "Nobody could bring and fetch.")


def _findings(moves: Moves) -> Iterator[Finding]:
    for note in moves.facts.week.notes:
        yield Finding(note.kind, note.sentence, note.who, note.event)
    for name, day in moves.adults.items():
        for instant in lifts(day):
            yield Finding("no-car", "Somebody else has the car.", name, span=Span(instant, instant + 1))
    for name, owed in moves.facts.case.owed.items():
        for block in owed:
            if block.broken_by:
                yield Finding("sleep-broken-by-work", "Work leaves too little sleep.", name, block.broken_by[0])


def _asks(moves: Moves) -> Iterator[Ask]:
    for helper in moves.facts.week.household.helpers:
        together = groupby(moves.adults[helper.id], lambda piece: piece.doing == "gone")
        for gone, same in together:
            members = list(same)
            if not gone:
                yield Ask(helper.id, Span(members[0].start, members[-1].end))
