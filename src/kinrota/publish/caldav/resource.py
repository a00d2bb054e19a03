"""An event as it is written on a server: new, or what somebody made of it with only that changed which is to change."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from kinrota.model.published import Meaning
from kinrota.model.time import DAY, EPOCH, Clock, Span
from kinrota.publish.caldav.meaning import SENT, sent_text
from kinrota.publish.content import content, text, time
from kinrota.publish.ics import PRODUCT, moment
from kinrota.publish.vtimezone import vtimezone

FIELDS = {
    "when": ("DTSTART", "DTEND", "DURATION"),
    "summary": ("SUMMARY",),
    "text": ("DESCRIPTION",),
    "place": ("LOCATION",),
    "status": ("STATUS",),
    "busy": ("TRANSP",),
}
"""What an event says, and the properties that say it."""
UTC = "UTC"
STAMPS = ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED", SENT)
_NAME = re.compile(r"[A-Za-z0-9-]+")
FOLDS = (" ", "\t")
BLANK = ("\n", "\r\n")
_FOLD = re.compile(r"\r?\n(?:\r?\n)*[ \t]")
_NUMBER = re.compile(r"[0-9]{1,9}")


class Manner(Struct, frozen=True):
    """What is written beside what the event says: its name, zone, kind and colour, the tick of the change, the mark."""

    uid: str
    zone: str
    tick: int
    mark: str
    category: str = ""
    colour: str = ""


class Stamp(Struct, frozen=True):
    """Which of kinrota's writes it is, and what the plan says of the event then."""

    writes: int
    base: Meaning


def value_of(meaning: Meaning, field: str) -> object:
    """What an event says in one of `FIELDS`."""
    return (meaning.start, meaning.end) if field == "when" else getattr(meaning, field)


def new(meaning: Meaning, manner: Manner, writes: int) -> bytes:
    """The text of an event that is not there yet."""
    at = EPOCH + dt.timedelta(minutes=manner.tick)
    event = [
        "BEGIN:VEVENT",
        *_said(meaning, manner, Stamp(writes, meaning), writes - 1, at),
        f"UID:{manner.uid}",
        text("CATEGORIES", manner.category) if manner.category else "",
        text("COLOR", manner.colour) if manner.colour else "",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    head = content(("BEGIN:VCALENDAR", f"PRODID:{PRODUCT}", "VERSION:2.0", "CALSCALE:GREGORIAN"))
    zone = b"" if manner.zone == UTC else vtimezone(manner.zone, _around(meaning))
    return head + zone + content(filter(None, event))


def edited(data: bytes, fields: Iterable[str], meaning: Meaning, manner: Manner, stamp: Stamp) -> bytes:
    """Somebody's text of an event: some fields as the meaning has them, and not a byte else but kinrota's stamps.

    ValueError where there is no event in it.
    """
    lines = _lines(data.decode("utf-8", "surrogateescape"))
    first, last = _event_lines(lines)
    event, changed = lines[first + 1 : last], set(fields)
    names = {name for field in changed for name in FIELDS[field]} | set(STAMPS)
    own = [_name(line) if depth == 0 else "" for line, depth in _with_depths(event)]
    stamps = {name: [_value(line) for line, of in zip(event, own, strict=True) if of == name] for name in STAMPS}
    at = _later(stamps["LAST-MODIFIED"], manner)
    written = _said(meaning, manner, stamp, _sequence(stamps["SEQUENCE"]) + 1, at)
    fresh = [content([line]).decode() for line in written if _name(line) in names]
    kept = [line for line, of in zip(event, own, strict=True) if of not in names]
    head, tail = lines[:first], lines[last + 1 :]
    if "when" in changed:
        head, tail = [*_without_zone(head, manner.zone)], [*_without_zone(tail, manner.zone)]
        head += [] if manner.zone == UTC else [vtimezone(manner.zone, _around(meaning)).decode()]
    return "".join([*head, lines[first], *fresh, *kept, lines[last], *tail]).encode("utf-8", "surrogateescape")


def _said(meaning: Meaning, manner: Manner, stamp: Stamp, sequence: int, at: dt.datetime) -> Iterator[str]:
    clock = Clock(manner.zone)
    yield f"SEQUENCE:{sequence}"
    yield time("DTSTAMP", at)
    yield time("LAST-MODIFIED", at)
    yield f"{SENT}:{sent_text(stamp.writes, stamp.base, manner.mark)}"
    yield time("DTSTART", moment(clock, meaning.start))
    yield time("DTEND", moment(clock, meaning.end))
    yield text("SUMMARY", meaning.summary)
    if meaning.text:
        yield text("DESCRIPTION", meaning.text)
    if meaning.place:
        yield text("LOCATION", meaning.place)
    yield text("STATUS", meaning.status)
    yield f"TRANSP:{'OPAQUE' if meaning.busy else 'TRANSPARENT'}"


def _lines(text: str) -> list[str]:
    """The lines as they are meant, each with its folds and its end.

    Blank ones between a line and what continues it do no harm, as programs read it.
    """
    lines, blank = list[list[str]](), list[str]()
    for raw in io.StringIO(text, newline="\n"):
        if raw[0] in FOLDS and lines:
            lines[-1] += [*blank, raw]
        elif raw in BLANK and lines:
            blank.append(raw)
            continue
        else:
            lines += [*([one] for one in blank), [raw]]
        blank = []
    return ["".join(parts) for parts in lines] + blank


def _around(meaning: Meaning) -> Span:
    """The days of an event, so that its zone is the same text whatever else is in the calendar."""
    return Span(meaning.start // DAY * DAY, (meaning.end // DAY + 1) * DAY)


def _name(line: str) -> str:
    found = _NAME.match(_FOLD.sub("", line))
    return found[0].upper() if found else ""


def _value(line: str) -> str:
    return _FOLD.sub("", line).partition(":")[2].strip().upper()


def _event_lines(lines: list[str]) -> tuple[int, int]:
    """Where the event begins and ends; ValueError where there is none that does both."""
    marks = [(at, _name(line)) for at, line in enumerate(lines) if _value(line) == "VEVENT"]
    first = next((at for at, name in marks if name == "BEGIN"), None)
    last = next((at for at, name in marks if name == "END"), None)
    if first is None or last is None or last < first:
        raise ValueError
    return first, last


def _with_depths(lines: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each line, and in how many components inside these lines it is."""
    depth = 0
    for line in lines:
        depth += _name(line) == "BEGIN"
        yield line, depth
        depth -= _name(line) == "END"


def _without_zone(lines: Iterable[str], zone: str) -> Iterator[str]:
    """The lines without the definition of a zone."""
    block: list[str] = []
    for line in lines:
        mark = (_name(line), _value(line))
        if block or mark == ("BEGIN", "VTIMEZONE"):
            block.append(line)
        else:
            yield line
        if mark == ("END", "VTIMEZONE"):
            if not any(_name(one) == "TZID" and _value(one) == zone.upper() for one in block):
                yield from block
            block = []
    yield from block


def _sequence(values: Iterable[str]) -> int:
    return max((int(value) for value in values if _NUMBER.fullmatch(value)), default=0)


def _later(stamps: Iterable[str], manner: Manner) -> dt.datetime:
    """The tick, or what the event says of its last change where that is later: a stamp never goes back."""
    tick = EPOCH + dt.timedelta(minutes=manner.tick)
    return max([tick, *(moment for stamp in stamps if (moment := _moment_of(stamp)))])


def _moment_of(stamp: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(f"{stamp}+0000", "%Y%m%dT%H%M%SZ%z")
    except ValueError:
        return None
