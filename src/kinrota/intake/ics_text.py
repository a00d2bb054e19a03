"""What a calendar file is as text: bytes become numbered lines, and lines become the blocks that make one event."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

_UTF8_MARK = codecs.BOM_UTF8
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = re.compile(r"""(?:"[^"]*"|[^":])*:""")
_PARAMETER = re.compile(r""";([^=;"]*)=((?:"[^"]*"|[^;"])*)""")
_HEADS = 1024
"""Of so many names with parameters it is remembered what they say: a calendar has few, over and over."""
EVENT_PROPERTIES = frozenset(
    (
        *("UID", "SUMMARY", "LOCATION", "STATUS", "TRANSP", "SEQUENCE", "DTSTART", "DTEND", "DURATION"),
        *("RRULE", "RDATE", "EXRULE", "EXDATE", "RECURRENCE-ID"),
    )
)
"""What is read of every event; everything else (descriptions, alarms) is never looked at."""

_BORDERS = frozenset(("BEGIN", "END"))
CALENDAR_PROPERTIES = frozenset(("CALSCALE", "X-WR-TIMEZONE"))
_METHOD = "METHOD"


class Line(NamedTuple):
    """One content line, unfolded."""

    number: int
    """Where it begins in the file, counted from 1."""
    name: str
    """The property's name in capitals."""
    text: str
    """The whole line, name and parameters included."""


class Property(NamedTuple):
    """One content line, taken apart."""

    number: int
    name: str
    params: Mapping[str, str]
    """Parameters by their name in capitals, unquoted."""
    value: str
    """As written: backslashes not yet removed."""


@dataclass(slots=True)
class Block:
    """The lines of one event that matter, alarms left out."""

    number: int
    """The line of its BEGIN:VEVENT."""
    method: str = ""
    """What the calendar around it does (RFC 5546), in capitals: REQUEST, CANCEL; nothing in most."""
    lines: list[Line] = field(default_factory=list)
    people: list[Line] = field(default_factory=list)
    """Its lines of those names that were asked for beside what is read of every event."""
    closed: bool = False
    """Whether its END:VEVENT was there."""


@dataclass(slots=True)
class CalendarText:
    """A calendar file, cut into pieces that can each be bad alone."""

    properties: dict[str, str] = field(default_factory=dict)
    """The calendar's own properties that matter, first mention."""
    method: str = ""
    """That of the calendar that was begun last: a file may hold several."""
    zones: list[str] = field(default_factory=list)
    """The text of each VTIMEZONE."""
    events: list[Block] = field(default_factory=list)
    free_busy: list[int] = field(default_factory=list)
    """The line of each VFREEBUSY."""
    begins: bool = False
    """Whether there is a BEGIN:VCALENDAR at all."""
    ends: bool = False
    """Whether the last calendar in it is closed: a file cut short is not."""


def cut(data: bytes, also: Collection[str] = frozenset()) -> CalendarText:
    """Cut a calendar file into its pieces, whatever is wrong inside them; `also` names lines about people to keep."""
    calendar = CalendarText()
    block: Block | None = None
    zone: list[str] | None = None
    depth = 0  # how deep inside an event's alarms
    wanted = EVENT_PROPERTIES.union(also)
    for line in content_lines(data):
        name = line.name
        if name not in _BORDERS:
            if block is None:
                _keep_outside(calendar, zone, line)
            elif depth == 0 and name in wanted:
                (block.people if name in also else block.lines).append(line)
            continue
        begins, kind = name == "BEGIN", line.text.partition(":")[2].strip().upper()
        if kind == "VEVENT":
            zone, depth = None, 0
            block = _begin_event(calendar, line) if begins else _end_event(block)
        elif kind == "VCALENDAR":
            calendar.begins, calendar.ends, block, zone = calendar.begins or begins, not begins, None, None
            calendar.method = ""
        elif block is not None:
            depth = max(depth + (1 if begins else -1), 0) if kind else depth
        elif kind == "VTIMEZONE":
            zone = [line.text] if begins else _end_zone(calendar, zone, line)
        else:
            _keep_outside(calendar, zone, line)
    return calendar


def _keep_outside(calendar: CalendarText, zone: list[str] | None, line: Line) -> None:
    """Keep a line that is in no event: a zone's, the calendar's own, or the beginning of busy times."""
    if zone is not None:
        zone.append(line.text)
    elif line.name == "BEGIN":
        if line.text.partition(":")[2].strip().upper() == "VFREEBUSY":
            calendar.free_busy.append(line.number)
    elif line.name == _METHOD:
        calendar.method = line.text.partition(":")[2].strip().upper()
    elif line.name in CALENDAR_PROPERTIES:
        calendar.properties.setdefault(line.name, line.text.partition(":")[2].strip())


def _begin_event(calendar: CalendarText, line: Line) -> Block:
    calendar.events.append(Block(line.number, calendar.method))
    return calendar.events[-1]


def _end_event(block: Block | None) -> Block | None:
    """Close an event; after it, there is none to add lines to."""
    if block is not None:
        block.closed = True
    return None


def _end_zone(calendar: CalendarText, zone: list[str] | None, line: Line) -> list[str] | None:
    """Keep a zone's text; after it, there is none to add lines to."""
    if zone is not None:
        calendar.zones.append("\r\n".join([*zone, line.text, ""]))
    return None


def content_lines(data: bytes) -> Iterator[Line]:
    """Unfold bytes into content lines.

    Folds are undone before the bytes become text, because a fold may split a character (RFC 5545, 3.1). Blank lines
    are nothing, zero bytes too. A line that is not UTF-8 is read as Latin-1.
    """
    if data.startswith(_UTF16_MARKS):
        data = data.decode("utf-16", "replace").encode()
    data = data.replace(b"\0", b"").removeprefix(_UTF8_MARK).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        return _unfolded(data.decode())
    except UnicodeDecodeError:
        return _unfolded_bytes(data)


def _unfolded(text: str) -> Iterator[Line]:
    """The lines of a file that is UTF-8 throughout, as most are."""
    begun, whole = 0, ""
    parts: list[str] = []
    for number, raw in enumerate(text.split("\n"), start=1):
        if raw.startswith((" ", "\t")):
            parts.append(raw[1:])
        elif raw:
            if parts:
                whole, parts = whole + "".join(parts), []
            if whole and not whole.isspace():
                yield Line(begun, _name(whole), whole)
            begun, whole = number, raw
    whole += "".join(parts)
    if whole.strip():
        yield Line(begun, _name(whole), whole)


def _unfolded_bytes(data: bytes) -> Iterator[Line]:
    """The lines of a file in which a fold splits a character, or something is not UTF-8."""
    begun, parts = 0, [b""]
    for number, raw in enumerate([*data.split(b"\n"), b"\n"], start=1):
        if raw.startswith((b" ", b"\t")):
            parts.append(raw[1:])
        elif raw:
            text = _decoded(b"".join(parts))
            if text.strip():
                yield Line(begun, _name(text), text)
            begun, parts = number, [raw]


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _name(text: str) -> str:
    return _name_of_head(text.partition(":")[0])


@lru_cache(_HEADS)
def _name_of_head(head: str) -> str:
    return head.partition(";")[0].strip().upper()


def take_apart(line: Line) -> Property:
    """Split a line into name, parameters and value; ValueError if it has no value."""
    head, colon, value = line.text.partition(":")
    if not colon:
        raise ValueError(line.text)
    if '"' in head:  # a quoted parameter may hold the colon
        found = _HEAD.match(line.text)
        if found is None:
            raise ValueError(line.text)
        head, value = found[0][:-1], line.text[found.end() :]
        return Property(line.number, line.name, dict(_quoted(head)), value)
    return Property(line.number, line.name, _params(head), value)


@lru_cache(_HEADS)
def _params(head: str) -> Mapping[str, str]:
    """Parameters of which none is in quotes."""
    named = (part.partition("=") for part in head.split(";")[1:])
    return {key.strip().upper(): held for key, _, held in named}


def _quoted(head: str) -> Iterator[tuple[str, str]]:
    """Parameters of which at least one is in quotes; the quotes are no part of it."""
    for found in _PARAMETER.finditer(head):
        yield found[1].strip().upper(), found[2].replace('"', "")
