"""A calendar as iCalendar bytes: of what it is given, of its key, and of what it was before; of nothing else.

The same events after the same calendar give the same bytes: there is no clock in it, and no order but theirs.
"""

from __future__ import annotations

import datetime as dt
import hmac
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from kinrota.model.time import EPOCH, Clock, Span
from kinrota.publish.content import content, text, time
from kinrota.publish.vtimezone import vtimezone

PRODUCT = "-//kinrota//plan//EN"
REFRESH = "PT1H"
"""How often a subscriber is asked to look again (RFC 7986 5.7); X-PUBLISHED-TTL says the same to older programs."""
UID = 32
"""Letters of an event's name."""
LARGEST = 10**6
"""A sequence beyond this is none of ours."""
END = b"END:VCALENDAR\r\n"
_EVENT = re.compile(rb"(?<=\r\n)BEGIN:VEVENT\r\n.*?\r\nEND:VEVENT\r\n", re.DOTALL)
_STAMPS = re.compile(rb"\r\nUID:([0-9a-f]{32})@kinrota\r\nSEQUENCE:(\d{1,7})\r\nDTSTAMP:(\d{8}T\d{6}Z)\r\n")
_TIME = "%Y%m%dT%H%M%SZ"


class Line(Struct, frozen=True):
    """An event to write. `known_by` tells which one it is; of those that have it in common, the first is the first."""

    known_by: tuple[str, ...]
    span: Span
    summary: str
    category: str
    colour: str
    text: str = ""
    place: str = ""
    busy: bool = False
    settled: bool = True


class Sheet(Struct, frozen=True):
    """A calendar to write. Without a zone its times are in UTC; `tick` is when what changed is said to have changed."""

    title: str
    tick: int
    colour: str
    lines: tuple[Line, ...]
    zone: str = ""
    frame: Span | None = None
    about: str = ""


def ics(sheet: Sheet, key: bytes, before: bytes = b"") -> bytes:
    """The calendar; with what it was `before`, events that are as they were keep their stamps."""
    clock, known = Clock(sheet.zone or "UTC"), _published(before)
    events = (_event(line, uid, clock, sheet.tick, known.get(uid)) for line, uid in _with_uids(sheet, key))
    return b"".join([_head(sheet), *events, END])


def uid(key: bytes, parts: tuple[str, ...]) -> str:
    """An event's name, which tells nothing to who has not the calendar's key, and is no other calendar's."""
    return hmac.new(key, "\0".join(parts).encode(), "sha256").hexdigest()[:UID]


def _head(sheet: Sheet) -> bytes:
    about, zone = [], b""
    if sheet.about:
        about = [text("DESCRIPTION", sheet.about), text("X-WR-CALDESC", sheet.about)]
    lines = [
        "BEGIN:VCALENDAR",
        f"PRODID:{PRODUCT}",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        text("NAME", sheet.title),
        text("X-WR-CALNAME", sheet.title),
        *about,
        text("COLOR", sheet.colour),
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    if sheet.zone and sheet.frame:
        lines.append(text("X-WR-TIMEZONE", sheet.zone))
        zone = vtimezone(sheet.zone, sheet.frame)
    return content(lines) + zone


def _with_uids(sheet: Sheet, key: bytes) -> Iterator[tuple[Line, str]]:
    """Each event with its name: not of its hours, so that what begins later in the next plan is the same, moved."""
    seen = dict[tuple[str, ...], int]()
    for line in sheet.lines:
        seen[line.known_by] = seen.get(line.known_by, 0) + 1
        yield line, uid(key, (*line.known_by, str(seen[line.known_by])))


_Stamps = tuple[int, int, bytes]
"""The sequence of an event, the tick of its last change, and the event as it was written."""


def _published(before: bytes) -> Mapping[str, _Stamps]:
    """The events of a calendar that was written here; what is none of ours is not looked at."""
    found: dict[str, _Stamps] = {}
    for block in _EVENT.findall(before):
        if (stamps := _STAMPS.search(block)) and int(stamps[2]) <= LARGEST and (at := _instant(stamps[3])) is not None:
            found[stamps[1].decode()] = int(stamps[2]), at, block
    return found


def _instant(text: bytes) -> int | None:
    try:
        moment = dt.datetime.strptime(text.decode(), _TIME).replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    return int((moment - EPOCH).total_seconds()) // 60


def _event(line: Line, name: str, clock: Clock, tick: int, before: _Stamps | None) -> bytes:
    """As it was where it is as it was; else a higher sequence, and a stamp that never goes back (RFC 5545 3.8.7.4)."""
    if before is None:
        return _written(line, name, clock, 0, tick)
    sequence, at, block = before
    same = _written(line, name, clock, sequence, at)
    return same if same == block else _written(line, name, clock, sequence + 1, max(tick, at))


def _written(line: Line, name: str, clock: Clock, sequence: int, at: int) -> bytes:
    stamp = EPOCH + dt.timedelta(minutes=at)
    lines = (
        "BEGIN:VEVENT",
        f"UID:{name}@kinrota",
        f"SEQUENCE:{sequence}",
        time("DTSTAMP", stamp),
        time("LAST-MODIFIED", stamp),
        time("DTSTART", moment(clock, line.span.start)),
        time("DTEND", moment(clock, line.span.end)),
        text("SUMMARY", line.summary),
        text("DESCRIPTION", line.text) if line.text else "",
        text("LOCATION", line.place) if line.place else "",
        text("CATEGORIES", line.category),
        text("COLOR", line.colour),
        f"STATUS:{'CONFIRMED' if line.settled else 'TENTATIVE'}",
        f"TRANSP:{'OPAQUE' if line.busy else 'TRANSPARENT'}",
        "END:VEVENT",
    )
    return content(filter(None, lines))


def moment(clock: Clock, instant: int) -> dt.datetime:
    """The calendar's time; in UTC where the clock shows it for the second time, which a local time cannot say."""
    local = clock.local(instant)
    return local.astimezone(dt.UTC) if local.fold or clock.zone == "UTC" else local
