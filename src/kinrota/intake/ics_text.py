"""What a calendar file is as text: bytes become numbered lines, and lines become the blocks that make one event."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

_UTF8_MARK = codecs.BOM_UTF8
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = r"""(?:"[^"]*"|[^":])*:"""
_PARAMETER = r""";([^=;"]*)=((?:"[^"]*"|[^;"])*)"""
_HEADS = 1024
"""Of so many names with parameters it is remembered what they say: a calendar has few, over and over."""
EVENT_PROPERTIES = frozenset(
    (
        *("UID", "SUMMARY", "LOCATION", "STATUS", "TRANSP", "SEQUENCE", "DTSTART", "DTEND", "DURATION"),
        *("RRULE", "RDATE", "EXRULE", "EXDATE", "RECURRENCE-ID", "X-MICROSOFT-CDO-BUSYSTATUS"),
    )
)
"""What is read of every event; everything else (descriptions, alarms) is never looked at."""

_MAY_BE_EMPTY = frozenset(("DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "EXRULE"))
"""Lines that mean nothing without a value: some programs write them all the same."""
_TIMES = frozenset(("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"))
"""Lines whose values begin with a digit and have no colon in them."""
_OF_ALARMS = frozenset(("UID", "SUMMARY", "DURATION"))
"""What alarms have, too: of one that is not closed nobody knows whose it is."""
_UNREAD = frozenset(("VFREEBUSY", "VAVAILABILITY"))
"""What says of other times than those of events whether somebody is free."""
_QUOTED_PRINTABLE = "QUOTED-PRINTABLE"
_SOFT_BREAK = "="
_DATE = len("20260302")
_BORDERS = frozenset(("BEGIN", "END"))
_STAMP = "DTSTAMP"
CALENDAR_PROPERTIES = frozenset(("CALSCALE", "X-WR-TIMEZONE"))
_METHOD = "METHOD"
_OUTSIDE = CALENDAR_PROPERTIES | {_METHOD, "TZID", "TZOFFSETFROM", "TZOFFSETTO", "X-LIC-LOCATION"}
"""What is read beside events: of the calendar, and of its zones."""
_FOLD = "\0"
"""What stands for a fold until it is undone: nothing else can, as a file's own zero bytes are nothing."""
_FOLDED = f" \t{_FOLD}"
_PIECE = 2**18
"""Characters, or somewhat more, of which lines are made at once."""


class Line(NamedTuple):
    """One content line, unfolded, and cut where its value begins."""

    number: int
    """Where it begins in the file, counted from 1."""
    name: str
    """The property's name in capitals."""
    head: str
    """The name and its parameters, as written; empty if the line cannot be cut, and then all of it is the value."""
    value: str
    """As written: backslashes not yet removed."""

    @property
    def params(self) -> Mapping[str, str]:
        """Parameters by their name in capitals, unquoted."""
        return _quoted(self.head) if '"' in self.head else _params(self.head)


class Block:
    """The lines of one event that matter, alarms left out."""

    __slots__ = ("broken", "calendar", "closed", "inside", "lines", "method", "number", "people", "stamp")

    def __init__(self, number: int, calendar: int, method: str) -> None:
        self.number = number
        """The line of its BEGIN:VEVENT."""
        self.calendar = calendar
        """Which calendar of the file it is in, as a file may hold several."""
        self.method = method
        """What the calendar around it does (RFC 5546), in capitals: REQUEST, CANCEL; nothing in most."""
        self.lines: dict[str, list[Line]] = {}
        """What is read of every event, by name."""
        self.broken: list[Line] = []
        """Of these, the lines that cannot be cut."""
        self.people: list[Line] = []
        """Its lines of those names that were asked for beside what is read of every event."""
        self.stamp = ""
        """When this was last said of it (DTSTAMP), as written."""
        self.inside: list[Line] = []
        """What no alarm has, and is in one nevertheless that was not closed yet."""
        self.closed = False
        """Whether its END:VEVENT was there."""

    def keep(self, line: Line) -> None:
        """Put a line where it belongs."""
        name = line.name
        if name not in EVENT_PROPERTIES:
            self.people.append(line)
        elif not line.head:
            self.broken.append(line)
        elif name in _MAY_BE_EMPTY and not line.value.strip():
            pass
        elif name in self.lines:
            self.lines[name].append(line)
        else:
            self.lines[name] = [line]


class CalendarText:
    """A calendar file, cut into pieces that can each be bad alone."""

    def __init__(self) -> None:
        self.properties: dict[str, str] = {}
        """The calendar's own properties that matter, first mention."""
        self.number = -1
        """Of the calendar that was begun last, counted from 0: a file may hold several."""
        self.method = ""
        """Its method."""
        self.zone_names: dict[int, str] = {}
        """X-WR-TIMEZONE of the calendars that have one."""
        self.zones: list[list[Line]] = []
        """The lines of each VTIMEZONE that matter."""
        self.zones_of: dict[int, list[list[Line]]] = {}
        """The same, by the calendar that they are in."""
        self.events: list[Block] = []
        self.unread: list[tuple[int, str]] = []
        """The line of each component that says of other times whether somebody is free, and what it is."""
        self.begins = False
        """Whether there is a BEGIN:VCALENDAR at all."""
        self.ends = False
        """Whether the last calendar in it is closed: a file cut short is not."""


class TooManyEventsError(Exception):
    """A file with more events than it may have."""


def cut(  # noqa: C901, PLR0912 -- every line of a calendar comes through here, and calls are what costs
    data: bytes, most: int, also: Collection[str] = frozenset()
) -> CalendarText:
    """Cut a calendar file into its pieces, whatever is wrong inside them; `also` names lines about people to keep.

    TooManyEventsError where it has more than `most` events.
    """
    calendar = CalendarText()
    block: Block | None = None
    zone: list[Line] | None = None
    depth = 0  # how deep inside an event's alarms
    of_event = EVENT_PROPERTIES.union(also)
    read = of_event | _OUTSIDE | _BORDERS | {_STAMP}
    lines = content_lines(data)
    if _QUOTED_PRINTABLE.encode() in data.upper():
        lines = _without_soft_breaks(lines, read)
    for number, text in lines:
        head, colon, value = text.partition(":")
        name = _name(head)
        if name not in read:
            continue
        if name == _STAMP:
            if block is not None and depth == 0:
                block.stamp = block.stamp or value.strip()
            continue
        if name not in _BORDERS:
            plain = colon and '"' not in head and (":" not in value or name not in _TIMES)
            line = Line(number, name, head, value) if plain else _line(number, name, text)
            if block is None:
                _keep_outside(calendar, zone, line)
            elif depth == 0 and name in of_event:
                block.keep(line)
            elif depth and name in EVENT_PROPERTIES and name not in _OF_ALARMS:
                block.inside.append(line)
            continue
        begins, kind = _border(text)
        if kind == "VEVENT":
            zone, depth = None, 0
            block = _begin_event(calendar, number, most) if begins else _end_event(block)
        elif kind == "VCALENDAR":
            calendar.begins, calendar.ends, block, zone = calendar.begins or begins, not begins, None, None
            calendar.method, calendar.number = "", calendar.number + begins
        elif block is not None:
            depth = _depth(block, depth, begins=begins) if kind else depth
        else:
            zone = _border_outside(calendar, zone, number, text)
    return calendar


def _without_soft_breaks(lines: Iterator[tuple[int, str]], read: Collection[str]) -> Iterator[tuple[int, str]]:
    """Lines in QUOTED-PRINTABLE, as vCalendar 1.0 has them, put together again: at an equals sign they go on."""
    begun, whole = 0, ""
    for number, text in lines:
        if whole and _name(text.partition(":")[0]) in read:
            yield begun, whole
            whole = ""
        if not whole:
            begun = number
        whole = whole.removesuffix(_SOFT_BREAK) + text
        if not (text.endswith(_SOFT_BREAK) and _QUOTED_PRINTABLE in whole.partition(":")[0].upper()):
            yield begun, whole
            whole = ""
    if whole:
        yield begun, whole


def _depth(block: Block, depth: int, *, begins: bool) -> int:
    """How deep inside an event's alarms after one has begun or ended."""
    depth = max(depth + (1 if begins else -1), 0)
    if depth == 0:
        block.inside.clear()
    return depth


def _keep_outside(calendar: CalendarText, zone: list[Line] | None, line: Line) -> None:
    """Keep a line that is in no event: a zone's, or the calendar's own."""
    value = line.value.strip() if line.head else ""
    if zone is not None:
        zone.append(line)
    elif line.name == _METHOD:
        calendar.method = value.upper()
    elif line.name in CALENDAR_PROPERTIES:
        calendar.properties.setdefault(line.name, value)
        if line.name == "X-WR-TIMEZONE":
            calendar.zone_names.setdefault(calendar.number, value)


@lru_cache(_HEADS)
def _border(text: str) -> tuple[bool, str]:
    """Whether something begins here or ends, and what, in capitals."""
    head, _, value = text.partition(":")
    return _name(head) == "BEGIN", value.strip().upper()


def _border_outside(calendar: CalendarText, zone: list[Line] | None, number: int, text: str) -> list[Line] | None:
    """What to add the following lines to after something outside events has begun or ended: a zone, if any."""
    begins, kind = _border(text)
    if kind == "VTIMEZONE":
        if zone is not None and not begins:
            calendar.zones.append(zone)
            calendar.zones_of.setdefault(calendar.number, []).append(zone)
        return [] if begins else None
    if zone is not None:
        zone.append(_line(number, "BEGIN" if begins else "END", text))
    elif begins and kind in _UNREAD:
        calendar.unread.append((number, kind))
    return zone


def _begin_event(calendar: CalendarText, number: int, most: int) -> Block:
    if len(calendar.events) == most:
        raise TooManyEventsError
    calendar.events.append(Block(number, calendar.number, calendar.method))
    return calendar.events[-1]


def _end_event(block: Block | None) -> Block | None:
    """Close an event; after it, there is none to add lines to. An alarm that was not closed ends before its lines."""
    if block is not None:
        block.closed = True
        for line in block.inside:
            block.keep(line)
    return None


def content_lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Unfold bytes into content lines, each with the number of the line in the file that it begins in.

    Folds are undone before the bytes become text, because a fold may split a character (RFC 5545, 3.1). Blank lines
    are nothing, zero bytes too, and byte order marks, which are in the middle where files were joined. A line that is
    not UTF-8 is read as Latin-1.
    """
    if data.startswith(_UTF16_MARKS):
        data = data.decode("utf-16", "replace").encode()
    data = data.replace(b"\0", b"").replace(_UTF8_MARK, b"").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        return _unfolded(data.decode())
    except UnicodeDecodeError:
        return _unfolded_bytes(data)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a file that is UTF-8 throughout, as most are."""
    number, begun, whole = 0, 0, ""
    parts: list[str] = []
    for piece in _pieces(text):
        for raw in piece.replace("\n ", _FOLD).replace("\n\t", _FOLD).split("\n"):
            number += 1
            if not raw:
                continue
            if raw[0] in _FOLDED:  # behind a blank line, or where a piece begins
                parts.append(raw[1:].replace(_FOLD, ""))
                number += raw.count(_FOLD)
                continue
            if parts:
                whole, parts = whole + "".join(parts), []
            if whole:
                yield begun, whole
            begun, whole = number, raw
            if _FOLD in raw:
                whole = raw.replace(_FOLD, "")
                number += raw.count(_FOLD)
    whole += "".join(parts)
    if whole:
        yield begun, whole


def _pieces(text: str) -> Iterator[str]:
    """A text in pieces of whole lines: a list of all lines of a large file would need many times its memory."""
    begin = 0
    while (end := text.find("\n", begin + _PIECE)) >= 0:
        yield text[begin:end]
        begin = end + 1
    yield text[begin:]


def _unfolded_bytes(data: bytes) -> Iterator[tuple[int, str]]:
    """The lines of a file in which a fold splits a character, or something is not UTF-8."""
    begun, parts = 0, [b""]
    for number, raw in enumerate([*data.split(b"\n"), b"\n"], start=1):
        if raw.startswith((b" ", b"\t")):
            parts.append(raw[1:])
        elif raw:
            if text := _decoded(b"".join(parts)):
                yield begun, text
            begun, parts = number, [raw]


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


@lru_cache(_HEADS)
def _name(head: str) -> str:
    """The name of a property in capitals, without its parameters."""
    return head.partition(";")[0].strip().upper()


@lru_cache(_HEADS)
def _params(head: str) -> Mapping[str, str]:
    """Parameters of which none is in quotes."""
    named = (part.partition("=") for part in head.split(";")[1:])
    return {key.strip().upper(): held.strip() for key, _, held in named}


def _quoted(head: str) -> Mapping[str, str]:
    """Parameters of which at least one is in quotes, which may hold a colon; the quotes are no part of it."""
    return {found[1].strip().upper(): found[2].replace('"', "").strip() for found in re.finditer(_PARAMETER, head)}


def _line(number: int, name: str, text: str) -> Line:
    """A line whose name has quotes behind it, or no value; or of which a time is the value, behind another colon."""
    head, colon, value = text.partition(":")
    if colon and '"' not in head:
        more, _, last = value.rpartition(":")
        if name in _TIMES and ";" in head and len(last) >= _DATE and last[:_DATE].isdecimal():
            head, value = f"{head}:{more}", last  # the name of a zone should be in quotes
        return Line(number, name, head, value)
    found = re.match(_HEAD, text)  # in which a colon in quotes is none
    return Line(number, name, found[0][:-1], text[found.end() :]) if found else Line(number, name, "", text)
