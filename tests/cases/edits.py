"""Plans that differ from a plan in one thing: a boundary, a word, a person, a line, a number.

Nothing is put in that the plan has nowhere: an edit of a plan without own time gives nobody any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, pairwise
from typing import TypeVar

from msgspec.structs import replace

from kinrota.model.people import Need
from kinrota.model.places import ELSEWHERE, HOME, MODES
from kinrota.model.plan import SELF, AdultSpan, ChildSpan, Plan
from kinrota.model.time import Span

SHIFTS = (-60, -20, -1, 1, 20, 60, 150)
"""By how many minutes boundaries are moved."""
ALWAYS = {("free", None), ("care", None), ("sleep", None)}
"""What an adult may be said to do in any plan, and of which event."""
SPLIT = 20
"""After how many minutes a span is divided."""
SpanT = TypeVar("SpanT", bound="AdultSpan | ChildSpan")
Accounts = Mapping[str, tuple[SpanT, ...]]


def _said(plan: Plan) -> Iterator[Plan]:
    """What a plan says beside the accounts, said otherwise."""
    yield replace(plan, household="another")
    yield replace(plan, status="feasible" if plan.status == "optimal" else "optimal")
    yield replace(plan, levels=tuple(replace(level, value=level.value + 1) for level in plan.levels))
    yield replace(plan, levels=tuple(replace(level, bound=level.value + 1) for level in plan.levels))
    yield replace(plan, loads={who: replace(load, minutes=load.minutes + 15) for who, load in plan.loads.items()})
    yield replace(plan, adults=dict(list(plan.adults.items())[1:]))
    yield replace(plan, gaps=tuple(replace(gap, because="nobody is there") for gap in plan.gaps))


def _left_out(plan: Plan) -> Iterator[Plan]:
    """Of each list all but one."""
    for n in range(len(plan.gaps)):
        yield replace(plan, gaps=plan.gaps[:n] + plan.gaps[n + 1 :])
    for n in range(len(plan.misses)):
        yield replace(plan, misses=plan.misses[:n] + plan.misses[n + 1 :])
    for n in range(len(plan.findings)):
        yield replace(plan, findings=plan.findings[:n] + plan.findings[n + 1 :])
    for n in range(len(plan.to_ask)):
        yield replace(plan, to_ask=plan.to_ask[:n] + plan.to_ask[n + 1 :])
    for n in range(len(plan.pins)):
        yield replace(plan, pins=plan.pins[:n] + plan.pins[n + 1 :])
    for n in range(len(plan.declined)):
        yield replace(plan, declined=plan.declined[:n] + plan.declined[n + 1 :])


def _each(accounts: Accounts[SpanT], change: Callable[[SpanT], Iterator[SpanT]]) -> Iterator[Accounts[SpanT]]:
    """The accounts with one span otherwise, or left out, the one before lasting until its end."""
    for who, spans in accounts.items():
        for n, span in enumerate(spans):
            for other in change(span):
                yield {**accounts, who: (*spans[:n], other, *spans[n + 1 :])}
            if n:
                before = replace(spans[n - 1], span=Span(spans[n - 1].span.start, span.span.end))
                yield {**accounts, who: (*spans[: n - 1], before, *spans[n + 1 :])}
        yield {**accounts, who: spans[:-1]}


def _of_adults(plan: Plan) -> Iterator[Plan]:
    places = sorted({span.place for spans in plan.adults.values() for span in spans if span.place} | {HOME})

    doings = {(span.doing, span.event) for spans in plan.adults.values() for span in spans if span.doing != "travel"}
    vehicles = sorted({span.vehicle for spans in plan.adults.values() for span in spans}, key=str)

    def otherwise(span: AdultSpan) -> Iterator[AdultSpan]:
        for doing, event in sorted(doings | ALWAYS, key=str):
            where = None if doing in ("unknown", "away") else span.place
            yield AdultSpan(span.span, doing, where, event=event)
        for place in places:
            yield replace(span, place=place)
        yield replace(span, doing="dance")
        if span.event:
            yield replace(span, event="other#1")
            yield replace(span, tentative=not span.tentative)
        if span.to_place:
            yield from (replace(span, mode=mode) for mode in MODES)
            yield from (replace(span, mode="car", vehicle=vehicle) for vehicle in vehicles)
            yield replace(span, with_children=())
            yield replace(span, with_children=tuple(plan.children))

    yield from (replace(plan, adults=accounts) for accounts in _each(plan.adults, otherwise))


def _of_children(plan: Plan) -> Iterator[Plan]:
    def otherwise(span: ChildSpan) -> Iterator[ChildSpan]:
        for who in plan.adults:
            yield replace(span, met_by=who, how="escort" if span.to_place else "care", reached_by=None)
            yield replace(span, met_by=SELF, how="alone", reached_by=who, need=Need.REACH)
        yield replace(span, met_by=SELF, how="alone", reached_by=None)
        yield replace(span, met_by=None, how="gap", reached_by=None)
        yield ChildSpan(span.span, HOME, span.need, "gap", None)
        yield from (replace(span, need=need) for need in Need)
        yield replace(span, place=ELSEWHERE)
        if span.to_place:
            yield from (replace(span, mode=mode) for mode in MODES)

    yield from (replace(plan, children=accounts) for accounts in _each(plan.children, otherwise))


def _kept_waiting(plan: Plan) -> Iterator[Plan]:
    """Whoever brings a child waits there with it."""
    for who, spans in plan.children.items():
        for n, (before, span) in enumerate(pairwise(spans), start=1):
            if span.how == "attendance" and before.how == "escort" and span.span.minutes > SPLIT:
                first, second = _cut((span,), Span(span.span.start, span.span.start + SPLIT))
                waits = replace(first, how="care", met_by=before.met_by)
                yield replace(plan, children={**plan.children, who: (*spans[:n], waits, second, *spans[n + 1 :])})


def _renumbered(plan: Plan) -> Iterator[Plan]:
    """The first time that a chore is done and the second change their numbers."""
    numbers = {"#1/": "#2/", "#2/": "#1/"}

    def other(doing: str) -> str:
        return next((doing.replace(old, new) for old, new in numbers.items() if old in doing), doing)

    renumbered = {
        who: tuple(replace(span, doing=other(span.doing)) for span in spans) for who, spans in plan.adults.items()
    }
    yield replace(plan, adults=renumbered)


def _swapped(plan: Plan) -> Iterator[Plan]:
    """Two adults change places for one of their spans, or from its beginning on."""
    for one, other in combinations(plan.adults, 2):
        spans = {span.span for name in (one, other) for span in plan.adults[name]}
        for span in spans | {Span(part.start, plan.horizon.end) for part in spans}:
            yield _swap(plan, one, other, span)


def _swap(plan: Plan, one: str, other: str, when: Span) -> Plan:
    names = {one: other, other: one}
    cut = {name: _cut(plan.adults[name], when) for name in names}
    swapped = {
        name: tuple(
            sorted(
                [part for part in cut[name] if not when.covers(part.span)]
                + [part for part in cut[names[name]] if when.covers(part.span)],
                key=lambda part: part.span,
            )
        )
        for name in names
    }
    children = {
        child: tuple(
            replace(part, met_by=names.get(part.met_by or "", part.met_by)) if when.covers(part.span) else part
            for part in _cut(spans, when)
        )
        for child, spans in plan.children.items()
    }
    return replace(plan, adults={**plan.adults, **swapped}, children=children)


def _cut(spans: tuple[SpanT, ...], when: Span) -> list[SpanT]:
    """The same spans, none over an end of a stretch."""
    parts = []
    for span in spans:
        edges = sorted({span.span.start, span.span.end, *(e for e in (when.start, when.end) if span.span.holds(e))})
        parts += [replace(span, span=Span(start, end)) for start, end in pairwise(edges)]
    return parts


def _moved(plan: Plan) -> Iterator[Plan]:
    """Everything that happens at one instant, or at one and the next, earlier or later."""
    accounts: list[tuple[AdultSpan | ChildSpan, ...]] = [*plan.adults.values(), *plan.children.values()]
    instants = sorted({span.span.start for spans in accounts for span in spans} - {plan.horizon.start})
    for n in range(len(instants)):
        for many in (1, 2):
            for by in SHIFTS:
                moved = {instant: instant + by for instant in instants[n : n + many]}
                if edited := _with_instants(plan, moved):
                    yield edited


def _with_instants(plan: Plan, moved: Mapping[int, int]) -> Plan | None:
    adults = {who: _shifted(spans, moved) for who, spans in plan.adults.items()}
    children = {who: _shifted(spans, moved) for who, spans in plan.children.items()}
    if not (all(adults.values()) and all(children.values())):
        return None
    return replace(plan, adults=adults, children=children)


def _shifted(spans: tuple[SpanT, ...], moved: Mapping[int, int]) -> tuple[SpanT, ...]:
    """The spans with boundaries moved; empty where one would end before it begins."""
    ends = [(moved.get(span.span.start, span.span.start), moved.get(span.span.end, span.span.end)) for span in spans]
    if any(start >= end for start, end in ends):
        return ()
    return tuple(replace(span, span=Span(start, end)) for span, (start, end) in zip(spans, ends, strict=True))


EDITS: tuple[Callable[[Plan], Iterator[Plan]], ...] = (
    _said, _left_out, _of_adults, _of_children, _kept_waiting, _renumbered, _swapped, _moved,
)  # fmt: skip
"""Every kind of edit; each gives plans with one thing changed."""
