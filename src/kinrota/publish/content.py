"""Content lines (RFC 5545 3.1): properties as text, each folded where it is long; what is hard of it the library does.

A component of the library is slow to fill and to write; of a calendar's events this writes the same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Event
from icalendar.parser import Contentline

FOLDED = 75
"""Octets from which on a line is folded."""
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": r"\n"})
"""RFC 5545 3.3.11; the library takes a backslash before an N for a line break that is there already."""


def content(lines: Iterable[str]) -> bytes:
    """The lines, folded, each with its end."""
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def text(name: str, value: str) -> str:
    """A property that is a text."""
    escaped = value.replace("\r\n", "\n").translate(_ESCAPED)
    return f"{name}:{escaped}"


def time(name: str, moment: dt.datetime) -> str:
    """A property that is a time: of a zone that is named, or in UTC."""
    zone = moment.tzinfo.key if isinstance(moment.tzinfo, ZoneInfo) else ""
    parameter, mark = _zoned(zone) if zone else ("", "Z")
    return f"{name}{parameter}:{moment:%Y%m%dT%H%M%S}{mark}"


def _folded(line: str) -> bytes:
    encoded = line.encode()
    if len(encoded) < FOLDED:
        return encoded
    folded: bytes = Contentline(line).to_ical()  # type: ignore[no-untyped-call]
    return folded


@lru_cache
def _zoned(zone: str) -> tuple[str, str]:
    """What the library writes before and behind a time of a zone: some zones are UTC by another name."""
    event = Event()
    event.add("dtstart", dt.datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)))
    name, _, value = event.content_line("DTSTART", event["DTSTART"]).partition(":")
    return name.removeprefix("DTSTART"), "Z" if value.endswith("Z") else ""
