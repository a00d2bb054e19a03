"""The entries of a collection as one calendar text: each entry is a calendar of its own, with the zones it uses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kinrota.model.kept import Item
from kinrota.net.refused import refuse

TAKEN = frozenset({"VEVENT", "VTIMEZONE"})
HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kinrota//collection//EN\r\n"
_LINE = re.compile(rb"\r\n|\n|\r")
_ZONE = re.compile(rb"^TZID(?:;[^:]*)?:(.*)$", re.IGNORECASE)


def one_calendar(items: Iterable[Item]) -> bytes:
    """All events, in the order of where they are; of each zone one definition, the first."""
    parts, zones = [HEAD], set()
    for item in sorted(items):
        for kind, lines in _components(item.data):
            if kind == "VTIMEZONE":
                zone = next((found[1] for line in lines if (found := _ZONE.match(line))), b"")
                if zone in zones:
                    continue
                zones.add(zone)
            parts += [line + b"\r\n" for line in lines]
    return b"".join([*parts, b"END:VCALENDAR\r\n"])


def _components(data: bytes) -> Iterable[tuple[str, list[bytes]]]:
    """The components directly inside an entry's calendar that are taken, line by line as they are."""
    path: list[str] = []
    lines: list[bytes] = []
    for line in _LINE.split(data):
        word, _, kind = line.decode("utf-8", "replace").strip().upper().partition(":")
        if word == "BEGIN":
            path.append(kind)
        if len(path) > 1 and line:
            lines.append(line)
        if word == "END" and path:
            path.pop()
            if len(path) == 1:
                name = lines[0].decode("utf-8", "replace").strip().upper().partition(":")[2]
                if name in TAKEN:
                    yield name, lines
                lines = []
    if path:
        refuse("One of its entries breaks off before its end.")
