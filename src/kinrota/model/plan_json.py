"""How a plan is written as plan.json and read back, whoever wrote it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import isfinite
from typing import Any, Literal, TypeVar, get_args
from zoneinfo import ZoneInfo

from kinrota.errors import InputError, Problem
from kinrota.model.household import ReleaseKind
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
)
from kinrota.model.time import DAY, Clock, Span, instant_of

VERSION = 1
HOWS: tuple[How, ...] = get_args(How)
RELEASES: tuple[ReleaseKind, ...] = get_args(ReleaseKind)
NEEDS = tuple(need.value for need in Need)
STATUSES: tuple[Literal["optimal", "feasible"], ...] = ("optimal", "feasible")

LAST = 400 * 366 * DAY
"""No plan reaches this far, in minutes since the epoch; calendars end not much later."""
SHOWN = 60
"""Characters of a wrong value that a message repeats."""

T = TypeVar("T")


def to_json(plan: Plan, clock: Clock) -> str:
    """Write a plan: one span a line, the same bytes for the same plan. Fractions have at most four decimals."""
    record: dict[str, Any] = {
        "kinrota_plan": VERSION,
        "household": plan.household,
        "inputs": [
            {"calendar": calendar, "sha256": sha256, "read": read, "stale": stale}
            for calendar, sha256, read, stale in plan.inputs
        ],
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
        "pins": [],
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
        lines = ",\n".join(inner + _flat(item) for item in value)
        return f"[\n{lines}\n{outer}]"
    if isinstance(value, dict) and (depth == 0 or any(isinstance(item, list | dict) for item in value.values())):
        lines = ",\n".join(f"{inner}{_flat(key)}: {_written(item, depth + 1)}" for key, item in value.items())
        return f"{{\n{lines}\n{outer}}}"
    return _flat(value)


def _flat(value: Any) -> str:  # noqa: ANN401 -- whatever JSON holds
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _number(value: Fraction) -> int | float:
    rounded = round(value, 4)
    return rounded.numerator if rounded.denominator == 1 else float(rounded)


def _span(span: Span, clock: Clock) -> dict[str, str]:
    return {"from": clock.iso(span.start), "to": clock.iso(span.end)}


def _given(**optional: object) -> dict[str, object]:
    """The optional keys that have something to say."""
    return {key: value for key, value in optional.items() if value not in (None, "", (), False)}


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
    return {**whom, **_span(ask.span, clock), **_given(release=ask.release, event=ask.event)}


@dataclass(slots=True)
class _Record:
    """A JSON object under its path; what is wrong in it becomes a problem, and a stand-in value lets reading go on."""

    file: str
    path: str
    values: Mapping[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, key: str, message: str, remedy: str = "") -> None:
        """Note a mistake at a key."""
        value = _flat(self.values[key]) if key in self.values else ""
        shown = value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"
        self.problems.append(Problem(self.file, None, self._at(key), shown, message, remedy))

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def has(self, key: str) -> bool:
        return self.values.get(key) is not None

    def _typed(self, key: str, kind: type[T] | tuple[type[T], ...], wanted: str, stand_in: T, otherwise: T | None) -> T:
        value = self.values.get(key, otherwise)
        if isinstance(value, kind) and not (isinstance(value, bool) and kind is not bool):
            return value
        self.refuse(key, f"is not {wanted}." if key in self.values else "is missing.", f"Maybe it should be {wanted}.")
        return stand_in

    def text(self, key: str, otherwise: str | None = None) -> str:
        return self._typed(key, str, "a text", "", otherwise)

    def maybe_text(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def truth(self, key: str, *, otherwise: bool | None = None) -> bool:
        return self._typed(key, bool, "true or false", stand_in=False, otherwise=otherwise)

    def whole(self, key: str, otherwise: int | None = None) -> int:
        return self._typed(key, int, "a whole number", 0, otherwise)

    def number(self, key: str) -> Fraction:
        return Fraction(str(self._typed(key, (int, float), "a number", 0, None)))

    def choice(self, key: str, options: tuple[T, ...]) -> T:
        value = self.values.get(key)
        if isinstance(value, str) and value in options:
            return options[options.index(value)]
        known = ", ".join(f'"{option}"' for option in options)
        self.refuse(
            key, "is not one of the known words." if key in self.values else "is missing.", f"Maybe one of {known}."
        )
        return options[0]

    def instant(self, key: str) -> int | None:
        text = self.text(key)
        try:
            return _dated(instant_of(text))
        except (ValueError, OverflowError):
            if text:
                self.refuse(
                    key, "is not a whole minute with an offset.", 'Maybe write it as "2026-03-02T07:30:00+01:00".'
                )
        return None

    def span(self) -> Span:
        start, end = self.instant("from"), self.instant("to")
        if start is not None and end is not None and start >= end:
            self.refuse("to", "is not after `from`.", "Maybe the two are swapped; an empty span is left out.")
        return Span(start, end) if start is not None and end is not None and start < end else Span(0, 1)

    def record(self, key: str) -> _Record:
        return self._under(self._at(key), self._typed(key, dict, "an object", {}, None))

    def _under(self, path: str, values: Mapping[str, Any]) -> _Record:
        return _Record(self.file, path, values, self.problems)

    def records(self, key: str, otherwise: list[Any] | None = None) -> list[_Record]:
        items = self._typed(key, list, "a list", [], otherwise)
        if any(not isinstance(item, dict) for item in items):
            self.refuse(key, "holds something that is not an object.", "Maybe a value lacks its braces and names.")
        return [self._under(f"{self._at(key)}[{n}]", item) for n, item in enumerate(items) if isinstance(item, dict)]

    def texts(self, key: str) -> tuple[str, ...]:
        items = self._typed(key, list, "a list of texts", [], [])
        if any(not isinstance(item, str) for item in items):
            self.refuse(key, "holds something that is not a text.")
        return tuple(item for item in items if isinstance(item, str))


def from_json(text: str, file: str) -> Plan:
    """Read a plan that any program wrote; keys that are not known are left aside.

    Raises InputError with every mistake found. Whether the plan is right is the verifier's question, not asked here.
    """
    try:
        values = json.loads(
            text.removeprefix("\ufeff"), parse_float=_finite, parse_constant=_refuse_constant, object_pairs_hook=_object
        )
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        reason = getattr(error, "msg", "") or str(error).partition("\n")[0]
        remedy = "Maybe the file was cut off or edited by hand."
        raise InputError((Problem(file, line, "", "", f"is not JSON: {reason}.", remedy),)) from error
    if not isinstance(values, dict):
        raise InputError((Problem(file, None, "", "", "holds no JSON object.", "Maybe it is another file."),))
    record = _Record(file, "", values)
    plan = _plan(record)
    if record.problems:
        raise InputError(tuple(record.problems))
    return plan


def _refuse_constant(name: str) -> float:
    message = f"{name} is no number in JSON"
    raise ValueError(message)


def _finite(text: str) -> float:
    return number if isfinite(number := float(text)) else _refuse_constant(text)


def _dated(instant: int) -> int:
    """The instant, where a calendar can name it in every zone."""
    if not 0 <= instant < LAST:
        message = f"out of reach: {instant}"
        raise ValueError(message)
    return instant


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        message = f'"{next(name for name in names if names.count(name) > 1)}" is given twice in one object'
        raise ValueError(message)
    return values


def _plan(record: _Record) -> Plan:
    if record.whole("kinrota_plan") != VERSION and record.has("kinrota_plan"):
        record.refuse(
            "kinrota_plan", "is not a version of plan.json that is known here.", f"Maybe it should be {VERSION}."
        )
    return Plan(
        household=record.text("household"),
        inputs=tuple(
            (item.text("calendar"), item.text("sha256"), item.text("read"), item.truth("stale"))
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
        loads=_read_loads(record),
        effort=_read_effort(record),
    )


def _zone(record: _Record) -> str:
    zone = record.text("timezone")
    try:
        ZoneInfo(zone)
    except (KeyError, OSError, ValueError):
        record.refuse("timezone", "is not a time zone.", 'Maybe a name such as "Europe/Berlin".')
    return zone


def _people(record: _Record, key: str, read: Callable[[_Record], T]) -> Mapping[str, tuple[T, ...]]:
    people = record.record(key)
    return {name: tuple(read(item) for item in people.records(name)) for name in people.values}


def _need(record: _Record) -> Need:
    return Need(record.choice("need", NEEDS))


def _mode(record: _Record) -> Mode | None:
    return record.choice("mode", MODES) if record.has("mode") else None


def _read_child_span(record: _Record) -> ChildSpan:
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


def _read_adult_span(record: _Record) -> AdultSpan:
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


def _read_level(record: _Record) -> Level:
    bound = record.number("bound") if record.has("bound") else None
    return Level(record.choice("name", LEVELS), record.number("value"), bound)


def _read_gap(record: _Record) -> Gap:
    return Gap(record.text("child"), record.span(), _need(record), record.text("because", ""))


def _read_miss(record: _Record) -> Miss:
    what, on, level = record.text("what"), record.text("on"), record.choice("level", LEVELS)
    return Miss(what, on, level, record.number("cost"), record.text("because", ""))


def _read_finding(record: _Record) -> Finding:
    span = record.span() if record.has("from") or record.has("to") else None
    return Finding(record.text("kind"), record.text("sentence"), record.text("who", ""), record.text("event", ""), span)


def _read_ask(record: _Record) -> Ask:
    if not record.has("release"):
        return Ask(record.text("helper"), record.span())
    release, event = record.choice("release", RELEASES), record.text("event", "")
    return Ask("", record.span(), record.text("adult"), release, event)


def _read_loads(record: _Record) -> dict[str, Load]:
    if not record.has("loads"):
        return {}
    loads = record.record("loads")
    return {name: _read_load(loads.record(name)) for name in loads.values}


def _read_load(record: _Record) -> Load:
    return Load(record.whole("minutes"), record.number("share"), record.whole("ledger", 0))


def _read_effort(record: _Record) -> Effort:
    if not record.has("solver"):
        return Effort(0.0, 1, 0)
    solver = record.record("solver")
    return Effort(float(solver.number("seconds")), solver.whole("workers", 1), solver.whole("seed", 0))
