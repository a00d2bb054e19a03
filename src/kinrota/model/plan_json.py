"""How a plan is written as plan.json and read back, whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Literal, TypeVar, get_args
from zoneinfo import ZoneInfo

from kinrota.errors import InputError, Problem
from kinrota.model.history import Decline, Pin
from kinrota.model.household import ReleaseKind
from kinrota.model.json_record import Record, flat, loads, no_json
from kinrota.model.people import Need
from kinrota.model.places import MODES, Mode
from kinrota.model.plan import (
    LEVELS,
    AdultSpan,
    Ask,
    ChildSpan,
    Effort,
    Finding,
    Gap,
    How,
    Level,
    Load,
    Miss,
    Plan,
    PlanInput,
)
from kinrota.model.time import Clock, Span

VERSION = 1
HOWS: tuple[How, ...] = get_args(How)
RELEASES: tuple[ReleaseKind, ...] = get_args(ReleaseKind)
NEEDS = tuple(need.value for need in Need)
STATUSES: tuple[Literal["optimal", "feasible"], ...] = ("optimal", "feasible")

T = TypeVar("T")


def to_json(plan: Plan, clock: Clock) -> str:
    """Write a plan: one span a line, the same bytes for the same plan. Fractions have at most four decimals."""
    record: dict[str, Any] = {
        "kinrota_plan": VERSION,
        "household": plan.household,
        "inputs": [_input(known) for known in plan.inputs],
        "timezone": plan.zone,
        **_span(plan.horizon, clock),
        "status": plan.status,
        "levels": [_level(level) for level in plan.levels],
        "children": {child: [_child_span(span, clock) for span in spans] for child, spans in plan.children.items()},
        "adults": {adult: [_adult_span(span, clock) for span in spans] for adult, spans in plan.adults.items()},
        "gaps": [
            {"child": gap.child, **_span(gap.span, clock), "need": gap.need.value, "because": gap.because}
            for gap in plan.gaps
        ],
        "misses": [
            {"what": miss.what, "on": miss.on, "level": miss.level, "cost": _number(miss.cost), "because": miss.because}
            for miss in plan.misses
        ],
        "outcomes": [],
        "pins": [
            {"child": pin.child, **_span(pin.span, clock), "met_by": pin.met_by, "source": pin.source}
            for pin in plan.pins
        ],
        "declined": [
            {"child": one.child, "adult": one.adult, **_span(one.span, clock), **_way(one), "source": one.source}
            for one in plan.declined
        ],
        "findings": [_finding(finding, clock) for finding in plan.findings],
        "to_ask": [_ask(ask, clock) for ask in plan.to_ask],
        "loads": {
            adult: {"minutes": load.minutes, "share": _number(load.share), "ledger": load.ledger}
            for adult, load in plan.loads.items()
        },
        "solver": {
            "seconds": round(plan.effort.seconds, 4),
            "workers": plan.effort.workers,
            "seed": plan.effort.seed,
        },
    }
    return _written(record) + "\n"


def _written(value: Any, depth: int = 0) -> str:  # noqa: ANN401 -- whatever JSON holds
    """JSON with tables of tables and lists of tables opened up, and everything smaller on one line."""
    inner, outer = " " * (depth + 1), " " * depth
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        lines = ",\n".join(inner + flat(item) for item in value)
        return f"[\n{lines}\n{outer}]"
    if isinstance(value, dict) and (depth == 0 or any(isinstance(item, list | dict) for item in value.values())):
        lines = ",\n".join(f"{inner}{flat(key)}: {_written(item, depth + 1)}" for key, item in value.items())
        return f"{{\n{lines}\n{outer}}}"
    return flat(value)


def _number(value: Fraction) -> int | float:
    rounded = round(value, 4)
    return rounded.numerator if rounded.denominator == 1 else float(rounded)


def _span(span: Span, clock: Clock) -> dict[str, str]:
    return {"from": clock.iso(span.start), "to": clock.iso(span.end)}


def _given(**optional: object) -> dict[str, object]:
    """The optional keys that have something to say."""
    return {key: value for key, value in optional.items() if value not in (None, "", (), False)}


def _input(known: PlanInput) -> dict[str, object]:
    """Why a calendar is stale, and that it is unknown, only where it is so."""
    more = {"because": known.because, "unknown": known.unknown}
    fields = {"calendar": known.calendar, "sha256": known.sha256, "read": known.read, "stale": known.stale}
    return fields | {key: value for key, value in more.items() if value}


def _level(level: Level) -> dict[str, object]:
    bound = None if level.bound is None else _number(level.bound)
    return {"name": level.name, "value": _number(level.value), "bound": bound}


def _child_span(span: ChildSpan, clock: Clock) -> dict[str, object]:
    return {
        **_span(span.span, clock),
        "place": span.place,
        "need": span.need.value,
        "met_by": span.met_by,
        "as": span.how,
        **_given(reached_by=span.reached_by, to_place=span.to_place, mode=span.mode),
    }


def _adult_span(span: AdultSpan, clock: Clock) -> dict[str, object]:
    record = {
        **_span(span.span, clock),
        "doing": span.doing,
        "place": span.place,
        **_given(to_place=span.to_place, mode=span.mode, vehicle=span.vehicle),
    }
    if span.doing == "travel" or span.with_children:
        record["with"] = list(span.with_children)
    return {**record, **_given(event=span.event, tentative=span.tentative)}


def _finding(finding: Finding, clock: Clock) -> dict[str, object]:
    return {
        "kind": finding.kind,
        **_given(who=finding.who, event=finding.event),
        "sentence": finding.sentence,
        **(_span(finding.span, clock) if finding.span else {}),
    }


def _ask(ask: Ask, clock: Clock) -> dict[str, object]:
    whom = {"adult": ask.adult} if ask.release else {"helper": ask.helper}
    return {
        **whom,
        **_span(ask.span, clock),
        **_given(accepted=ask.accepted),
        **_given(release=ask.release, event=ask.event),
    }


def from_json(text: str, file: str) -> Plan:
    """Read a plan that any program wrote; keys that are not known are left aside.

    Raises InputError with every mistake found. Whether the plan is right is the verifier's question, not asked here.
    """
    try:
        values = loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        remedy = "Maybe the file was cut off or edited by hand."
        raise InputError((Problem(file, line, "", "", no_json(error), remedy),)) from error
    if not isinstance(values, dict):
        raise InputError((Problem(file, None, "", "", "holds no JSON object.", "Maybe it is another file."),))
    record = Record(file, "", values)
    plan = _plan(record)
    if record.problems:
        raise InputError(tuple(record.problems))
    return plan


def _plan(record: Record) -> Plan:
    if record.whole("kinrota_plan") != VERSION and record.has("kinrota_plan"):
        record.refuse(
            "kinrota_plan", "is not a version of plan.json that is known here.", f"Maybe it should be {VERSION}."
        )
    return Plan(
        household=record.text("household"),
        inputs=tuple(
            PlanInput(
                item.text("calendar"),
                item.text("sha256"),
                item.text("read"),
                item.truth("stale"),
                item.text("because", otherwise=""),
                item.truth("unknown", otherwise=False),
            )
            for item in record.records("inputs", [])
        ),
        zone=_zone(record),
        horizon=record.span(),
        status=record.choice("status", STATUSES),
        levels=tuple(_read_level(item) for item in record.records("levels")),
        children=_people(record, "children", _read_child_span),
        adults=_people(record, "adults", _read_adult_span),
        gaps=tuple(_read_gap(item) for item in record.records("gaps")),
        misses=tuple(_read_miss(item) for item in record.records("misses", [])),
        findings=tuple(_read_finding(item) for item in record.records("findings", [])),
        to_ask=tuple(_read_ask(item) for item in record.records("to_ask", [])),
        pins=tuple(_read_pin(item) for item in record.records("pins", [])),
        declined=tuple(_read_decline(item) for item in record.records("declined", [])),
        loads=_read_loads(record),
        effort=_read_effort(record),
    )


def _zone(record: Record) -> str:
    zone = record.text("timezone")
    try:
        ZoneInfo(zone)
    except (KeyError, OSError, ValueError):
        record.refuse("timezone", "is not a time zone.", 'Maybe a name such as "Europe/Berlin".')
    return zone


def _people(record: Record, key: str, read: Callable[[Record], T]) -> Mapping[str, tuple[T, ...]]:
    people = record.record(key)
    return {name: tuple(read(item) for item in people.records(name)) for name in people.values}


def _need(record: Record) -> Need:
    return Need(record.choice("need", NEEDS))


def _mode(record: Record) -> Mode | None:
    return record.choice("mode", MODES) if record.has("mode") else None


def _read_child_span(record: Record) -> ChildSpan:
    return ChildSpan(
        span=record.span(),
        place=record.maybe_text("place"),
        need=_need(record),
        how=record.choice("as", HOWS),
        met_by=record.maybe_text("met_by"),
        reached_by=record.maybe_text("reached_by"),
        to_place=record.maybe_text("to_place"),
        mode=_mode(record),
    )


def _read_adult_span(record: Record) -> AdultSpan:
    return AdultSpan(
        span=record.span(),
        doing=record.text("doing"),
        place=record.maybe_text("place"),
        to_place=record.maybe_text("to_place"),
        mode=_mode(record),
        vehicle=record.maybe_text("vehicle"),
        with_children=record.texts("with"),
        event=record.maybe_text("event"),
        tentative=record.truth("tentative", otherwise=False),
    )


def _read_level(record: Record) -> Level:
    bound = record.number("bound") if record.has("bound") else None
    return Level(record.choice("name", LEVELS), record.number("value"), bound)


def _read_gap(record: Record) -> Gap:
    return Gap(record.text("child"), record.span(), _need(record), record.text("because", ""))


def _read_miss(record: Record) -> Miss:
    what, on, level = record.text("what"), record.text("on"), record.choice("level", LEVELS)
    return Miss(what, on, level, record.number("cost"), record.text("because", ""))


def _read_finding(record: Record) -> Finding:
    span = record.span() if record.has("from") or record.has("to") else None
    return Finding(record.text("kind"), record.text("sentence"), record.text("who", ""), record.text("event", ""), span)


def _read_ask(record: Record) -> Ask:
    accepted = record.truth("accepted", otherwise=False)
    if not record.has("release"):
        return Ask(record.text("helper"), record.span(), accepted=accepted)
    release, event = record.choice("release", RELEASES), record.text("event", "")
    return Ask("", record.span(), record.text("adult"), release, event, accepted)


def _read_pin(record: Record) -> Pin:
    return Pin(record.text("child"), record.span(), record.text("met_by"), record.text("source", ""))


def _read_decline(record: Record) -> Decline:
    place, to_place = record.maybe_text("place"), record.maybe_text("to_place")
    if (place is None) != (to_place is None):
        lacks = "place" if place is None else "to_place"
        record.refuse(lacks, "is missing.", "Maybe where the way begins and ends; or neither of the two.")
    way = None if place is None or to_place is None else (place, to_place)
    return Decline(record.text("child"), record.text("adult"), record.span(), record.text("source", ""), way)


def _way(decline: Decline) -> dict[str, str]:
    place, to_place = decline.way or ("", "")
    return {"place": place, "to_place": to_place} if decline.way else {}


def _read_loads(record: Record) -> dict[str, Load]:
    if not record.has("loads"):
        return {}
    loads = record.record("loads")
    return {name: _read_load(loads.record(name)) for name in loads.values}


def _read_load(record: Record) -> Load:
    return Load(record.whole("minutes"), record.number("share"), record.whole("ledger", 0))


def _read_effort(record: Record) -> Effort:
    if not record.has("solver"):
        return Effort(0.0, 1, 0)
    solver = record.record("solver")
    return Effort(float(solver.number("seconds")), solver.whole("workers", 1), solver.whole("seed", 0))
