"""The worked cases of the care model, as the page has them: each a household, its week, and what has to come out."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from kinrota.intake.folder import read
from kinrota.model.plan import Plan
from kinrota.model.time import Clock
from kinrota.model.week import Week

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/care-model.md"
FIRST_DAY = dt.date(2026, 3, 3)
LINE = re.compile(
    r"(needs|gap|because|value|who|doing|finding)(?: ([\w-]+))?(?: (\d{4}-\d\d-\d\d))?(?: (\d\d:\d\d))?: (.+)"
)
EVENT = re.compile(
    r"(?P<calendar>[\w-]+) (?:(?P<unreadable>unreadable)|(?:(?P<day>\d{4}-\d\d-\d\d) )?"
    r"(?:(?P<all_day>all day)|(?P<start>\d\d:\d\d)"
    r"(?:-(?P<end>\d\d:\d\d)|\.\.(?P<last>\d{4}-\d\d-\d\d) (?P<late>\d\d:\d\d)))"
    r"(?: at (?P<place>\w+))?(?: called (?P<title>\w+))?)"
)
HISTORY = re.compile(
    r"(?P<kind>pin|declined|open|yes|no) (?P<who>\w+)(?: (?P<other>\w+))?(?: (?P<place>\w+) (?P<to>\w+))? "
    r"(?P<start>\d\d:\d\d)-(?P<end>\d\d:\d\d)"
)
BESIDES = ("from", "days", "people", "events", "history")
"""Keys of a case that are none of the household's."""


Planned = Callable[[str], tuple[Week, Plan]]


@dataclass(frozen=True, slots=True)
class Expected:
    """A line of an `expect` block: what is expected, of whom, on which date, at which time."""

    what: str
    who: str
    day: dt.date | None
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case as the page has it."""

    title: str
    asked: Mapping[str, Any]
    expected: tuple[Expected, ...]

    @property
    def start(self) -> dt.date:
        day = self.asked.get("from", FIRST_DAY)
        assert isinstance(day, dt.date)
        return day

    @property
    def days(self) -> int:
        return int(self.asked.get("days", 1))

    def lines(self, what: str) -> Iterator[Expected]:
        return (line for line in self.expected if line.what == what)


def _toml(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)


def _part() -> str:
    return PAGE.read_text(encoding="utf-8").partition("\n# Worked cases\n")[2]


def _blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def _prelude() -> dict[str, Any]:
    return _toml(_blocks(_part().partition("\n### ")[0], "toml")[0])


def _cases() -> list[Case]:
    found = []
    for chapter in _part().split("\n### ")[1:]:
        title, _, body = chapter.partition("\n")
        (asked,), (expected,) = _blocks(body, "toml"), _blocks(body, "expect")
        found.append(Case(title, _toml(asked), tuple(_line(line) for line in expected.splitlines())))
    return found


def _line(text: str) -> Expected:
    found = LINE.fullmatch(text)
    assert found, f"no expectation: {text}"
    what, who, day, at, rest = found.groups()
    return Expected(what, who or "", dt.date.fromisoformat(day) if day else None, at or "", rest)


CASES = _cases()


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        known = merged.get(key)
        merged[key] = _laid_over(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return merged


def _household(case: Case) -> dict[str, Any]:
    """The case over the page's household, with the people and calendars that the case names."""
    asked = {key: value for key, value in case.asked.items() if key not in BESIDES}
    whole = _laid_over(_prelude(), asked)
    used = {_event(event)["calendar"] for event in case.asked.get("events", ())}
    for key, kept in (("adults", case.asked["people"]), ("children", case.asked["people"]), ("calendars", used)):
        whole[key] = {name: table for name, table in whole[key].items() if name in kept}
    return whole


def _written(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_written(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_written(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _event(text: str) -> dict[str, str]:
    found = EVENT.fullmatch(text)
    assert found, f"no event: {text}"
    return found.groupdict()


def _calendar(case: Case, clock: Clock, events: list[dict[str, str]]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kinrota//cases//EN"]
    for number, event in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}", "DTSTAMP:20260101T000000Z"]
        lines += [f"SUMMARY:{event['title'] or event['calendar']}"]
        lines += [*_times(clock, event, dt.date.fromisoformat(event["day"]) if event["day"] else case.start)]
        lines += [f"LOCATION:{event['place']}"] if event["place"] else []
        lines += ["END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _times(clock: Clock, event: Mapping[str, str], day: dt.date) -> Iterator[str]:
    if event["all_day"]:
        yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}"
        return
    start, end = minutes_of(event["start"]), minutes_of(event["end"] or event["late"])
    last = dt.date.fromisoformat(event["last"]) if event["last"] else day + dt.timedelta(days=end <= start)
    for name, date, wall in (("DTSTART", day, start), ("DTEND", last, end)):
        yield f"{name}:{dt.datetime.fromtimestamp(clock.at(date, wall) * 60, dt.UTC):%Y%m%dT%H%M%SZ}"


def minutes_of(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def _said(case: Case, clock: Clock, text: str) -> dict[str, object]:
    """A line of the history.

    Such as `pin leo ben 12:00-14:00`, `declined ana leo 12:00-14:00` or `declined ana leo nursery home
    11:30-12:30`, `no oma 10:00-12:00`, `done ana 2026-03-02 240`.
    """
    at = {"at": clock.iso(clock.midnight(case.start))}
    if text.startswith("done "):
        _, adult, day, minutes = text.split()
        return {"kind": "done", **at, "on": day, "adult": adult, "minutes": int(minutes)}
    found = HISTORY.fullmatch(text)
    assert found, f"no line of a history: {text}"
    start, end = (clock.iso(clock.at(case.start, minutes_of(found[name]))) for name in ("start", "end"))
    if found["kind"] == "pin":
        return {"kind": "pin", **at, "child": found["who"], "from": start, "to": end, "met_by": found["other"]}
    if found["kind"] in ("declined", "open"):
        way = {"place": found["place"], "to_place": found["to"]} if found["to"] else {}
        return {
            "kind": "declined",
            **at,
            "adult": found["who"],
            "child": found["other"],
            "from": start,
            "to": end,
            **way,
            "open": found["kind"] == "open",
        }
    return {"kind": "answer", **at, "helper": found["who"], "from": start, "to": end, "answer": found["kind"]}


def week_of_case(case: Case, folder: Path) -> Week:
    household = _household(case)
    text = "".join(f"{key} = {_written(value)}\n" for key, value in household.items())
    (folder / "household.toml").write_text(text, encoding="utf-8")
    (folder / "calendars").mkdir()
    clock = Clock(household["timezone"])
    events = [_event(event) for event in case.asked.get("events", ())]
    for calendar in household["calendars"]:
        own = [event for event in events if event["calendar"] == calendar]
        content = "not a calendar" if any(event["unreadable"] for event in own) else _calendar(case, clock, own)
        (folder / "calendars" / f"{calendar}.ics").write_text(content, encoding="utf-8", newline="")
    history = "".join(f"{json.dumps(_said(case, clock, line))}\n" for line in case.asked.get("history", ()))
    (folder / "history.jsonl").write_text(history, encoding="utf-8")
    return read(folder, start=case.start, days=case.days, read_at="2026-03-01T12:00:00+00:00")
