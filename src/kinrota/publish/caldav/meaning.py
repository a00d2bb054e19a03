"""What an event in a calendar on a server says, whoever wrote it there and however."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import NamedTuple

from icalendar import Calendar, Event

from kinrota.model.published import VERSION, Meaning
from kinrota.model.time import DAY, EPOCH, Clock

LARGEST = 2**18
"""Bytes of an event that is read."""
LINES = 5000
"""Lines of an event that is read; what continues a line is no other."""
STRANGE = "STRANGE"
"""The status of what cannot be read as one event: a repeating one, several, or none."""
REPEATS = ("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
USUAL = frozenset(
    {
        "UID", "SEQUENCE", "DTSTAMP", "CREATED", "LAST-MODIFIED", "DTSTART", "DTEND", "DURATION", "SUMMARY",
        "DESCRIPTION", "LOCATION", "CATEGORIES", "COLOR", "STATUS", "TRANSP", "CLASS", "PRIORITY",
    }
)  # fmt: skip
"""What kinrota writes, and what calendar programs add by themselves."""
SENT = "X-KINROTA-SENT"
"""The property of which of kinrota's writes an event is, and of what it said then."""
LONGEST = 31 * DAY
"""Minutes of an event that is understood."""
LAST = 2**27
"""The last instant that is understood, in the year 2225; the first is in 1970."""
_SENT = re.compile(r"([0-9]{1,9})-([0-9a-f]{16})-([0-9a-f]{16})", re.ASCII)


class Sent(NamedTuple):
    """Which of kinrota's writes it is, counted from 1, the version of what was written, and the calendar's mark.

    `writes` is 0 where it is unknown.
    """

    writes: int = 0
    version: str = ""
    mark: str = ""


class Found(NamedTuple):
    """An event as it was found: its name, what it says, and what of it kinrota wrote."""

    uid: str
    meaning: Meaning
    sent: Sent


def found(data: bytes, zone: str) -> Found:
    """Read what is at an address; times without a zone are the household's. Whatever is there, this gives an answer."""
    events = _events(data)
    if len(events) != 1:
        return Found(_uid(events), strange(data), Sent())
    event = events[0]
    try:
        meaning = _meaning(event, zone)
    except Exception:  # noqa: BLE001 -- whatever somebody put there costs its own event only
        return Found(_uid(events), strange(data), Sent())
    return Found(_uid(events), meaning, _sent(event))


def strange(data: bytes) -> Meaning:
    """What cannot be understood; another for other bytes."""
    return Meaning(0, 0, "", hashlib.sha256(data).hexdigest(), "", STRANGE, busy=False)


def sent_text(writes: int, meaning: Meaning, mark: str) -> str:
    """What kinrota notes in an event that it writes."""
    return f"{writes}-{meaning.version}-{mark}"


def plain(text: str) -> str:
    """A text without what calendar programs change in passing: line ends, and space at the end of lines."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


def _events(data: bytes) -> list[Event]:
    if len(data) > LARGEST or data.count(b"\n") - data.count(b"\n ") - data.count(b"\n\t") > LINES:
        return []
    try:
        return [one for one in Calendar.from_ical(data).walk("VEVENT") if isinstance(one, Event)]
    except Exception:  # noqa: BLE001 -- the library raises what it likes on what it cannot read
        return []


def _uid(events: list[Event]) -> str:
    uid = events[0].get("UID", "") if events else ""
    return "" if isinstance(uid, list) else str(uid)


def _sent(event: Event) -> Sent:
    note = _SENT.fullmatch(str(event.get(SENT, "")).strip())
    return Sent(int(note[1]), note[2], note[3]) if note else Sent()


def _meaning(event: Event, zone: str) -> Meaning:
    if any(name in event for name in REPEATS):
        raise ValueError
    clock = Clock(zone)
    status = str(event.get("STATUS", "CONFIRMED")).strip().upper()
    start, end = _instant(event.start, clock), _instant(event.end, clock)
    if not 0 <= start <= LAST or abs(end - start) > LONGEST:
        raise ValueError
    return Meaning(
        start,
        end,
        plain(str(event.get("SUMMARY", ""))),
        plain(str(event.get("DESCRIPTION", ""))),
        plain(str(event.get("LOCATION", ""))),
        status,
        busy=str(event.get("TRANSP", "OPAQUE")).strip().upper() != "TRANSPARENT",
        more=_more(event),
    )


def _more(event: Event) -> str:
    """A mark of everything in an event that neither kinrota writes nor calendar programs by themselves."""
    lines = [f"{name}:{event[name]}" for name in event if name not in USUAL and not name.startswith("X-")]
    lines += [str(part.to_ical(sorted=False)) for part in event.subcomponents]
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8", "replace")).hexdigest()[:VERSION] if lines else ""


def _instant(moment: dt.date | dt.datetime, clock: Clock) -> int:
    """Minutes since the epoch; of a date its first one."""
    if not isinstance(moment, dt.datetime):
        return clock.midnight(moment)
    if moment.tzinfo is None:
        return clock.at(moment.date(), moment.hour * 60 + moment.minute)
    return int((moment - EPOCH).total_seconds()) // 60
