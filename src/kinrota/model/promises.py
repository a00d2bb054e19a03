"""What a plan promises to whom, and the line of the history that says so."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.history import Accepted, History, Promise
from kinrota.model.household import Household
from kinrota.model.json_record import flat
from kinrota.model.people import Need
from kinrota.model.plan import CHORE, OWN, ROUTINE, TOGETHER, ChildSpan, Effort, Finding, Plan
from kinrota.model.plan_json import to_json
from kinrota.model.time import Clock, Span, joined

WITH = ("care", "escort")


class Acceptance(Struct, frozen=True):
    """What came of accepting a plan: with findings it was refused, and it is not `added` where it was in force already.

    `source` is the line of the history that makes it the plan; empty where it is refused. `plan` is its hash.
    """

    plan: str
    promises: tuple[Promise, ...]
    findings: tuple[Finding, ...] = ()
    added: bool = False
    source: str = ""


def promises_of(household: Household, plan: Plan) -> tuple[Promise, ...]:
    """All that a plan tells: first the children, then the helpers, then those who live there."""
    found = [promise for child in household.children for promise in _to_child(child.id, plan.children[child.id])]
    for helper in household.helpers:
        found += _to_helper(helper.id, plan)
    for resident in household.residents:
        found += _to_resident(resident.id, plan)
    return tuple(found)


def _to_child(child: str, spans: Sequence[ChildSpan]) -> Iterator[Promise]:
    """With whom it is, who takes it where, and when it is alone; a need that changes in between changes nothing."""
    told = [
        Promise(child, "child", span.span, span.how, people, span.place, span.to_place)
        for span in spans
        if span.how in WITH or (span.how == "alone" and span.need is not Need.NONE)
        for people in [tuple(filter(None, [span.reached_by if span.how == "alone" else span.met_by]))]
    ]
    yield from joined(told)


def _to_helper(helper: str, plan: Plan) -> Iterator[Promise]:
    for ask in sorted(plan.to_ask, key=lambda ask: ask.span):
        if ask.helper == helper:
            children = [child for child, spans in plan.children.items() if _answered(helper, ask.span, spans)]
            place = next((span.place for span in plan.adults[helper] if span.span.holds(ask.span.start)), None)
            yield Promise(helper, "helper", ask.span, "help", tuple(children), place)


def _answered(adult: str, time: Span, spans: Sequence[ChildSpan]) -> bool:
    return any(span.met_by == adult and span.how in WITH and span.span.overlaps(time) for span in spans)


def _to_resident(adult: str, plan: Plan) -> Iterator[Promise]:
    """For which children it answers, where it takes them, and what else it was told to do."""
    own = [
        (child, span) for child, spans in plan.children.items() for span in spans
        if span.met_by == adult and span.how in WITH
    ]  # fmt: skip
    edges = sorted({edge for _, span in own for edge in (span.span.start, span.span.end)})
    told = []
    for start, end in itertools.pairwise(edges):
        now = [(child, span) for child, span in own if span.span.holds(start)]
        for how, place, to_place in dict.fromkeys((span.how, span.place, span.to_place) for _, span in now):
            children = tuple(c for c, span in now if (span.how, span.place, span.to_place) == (how, place, to_place))
            told.append(Promise(adult, "adult", Span(start, end), how, children, place, to_place))
    told += [
        Promise(adult, "adult", span.span, span.doing, (), span.place)
        for span in plan.adults[adult]
        if span.doing.startswith((ROUTINE, CHORE)) or span.doing in (OWN, TOGETHER)
    ]
    yield from sorted(joined(told), key=lambda promise: promise.span)


def hash_of(plan: Plan, clock: Clock) -> str:
    """The sha256 of a plan as it is written, but for when the calendars were read and what the solver spent."""
    inputs = tuple(known._replace(read="") for known in plan.inputs)
    text = to_json(replace(plan, inputs=inputs, effort=Effort(0.0, 1, 0)), clock)
    return hashlib.sha256(text.encode()).hexdigest()


def in_force(history: History, days: Sequence[Span]) -> Accepted | None:
    """The plan that was accepted last for each of these dates, if it is one for all of them."""
    last = [next((one for one in reversed(history.accepted) if one.span.covers(day)), None) for day in days]
    return last[0] if last and all(one is not None and one == last[0] for one in last) else None


def accepted_line(
    plan: Plan, clock: Clock, at: int, promises: Sequence[Promise], loads: Mapping[dt.date, Mapping[str, int]]
) -> str:
    """The line of the history that makes a plan the plan."""
    return flat({
        "kind": "accepted",
        "at": clock.iso(at),
        "plan": hash_of(plan, clock),
        **ends(plan.horizon, clock),
        "promises": [record(promise, clock) for promise in promises],
        "loads": {day.isoformat(): dict(own) for day, own in loads.items()},
    })  # fmt: skip


def record(promise: Promise, clock: Clock) -> dict[str, object]:
    """A promise as JSON."""
    where = {"place": promise.place, "to_place": promise.to_place}
    return {
        "person": promise.person,
        "role": promise.role,
        **ends(promise.span, clock),
        "what": promise.what,
        "people": list(promise.people),
        **{key: place for key, place in where.items() if place is not None},
    }


def ends(span: Span, clock: Clock) -> dict[str, str]:
    """From when to when, as JSON."""
    return {"from": clock.iso(span.start), "to": clock.iso(span.end)}
