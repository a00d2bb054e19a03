"""The events that a calendar on a server should have, from its sheet and its key, and from nothing else."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kinrota.model.published import VERSION, Meaning
from kinrota.publish.caldav.meaning import plain
from kinrota.publish.caldav.resource import UTC, Manner
from kinrota.publish.ics import Line, Sheet, named


@dataclass(frozen=True, slots=True)
class Wanted:
    """An event that the plan has: what it stands for, what it says, and how it is written."""

    known_by: tuple[str, ...]
    meaning: Meaning
    manner: Manner


def mark_of(key: bytes) -> str:
    """What tells a calendar's events from those of all other calendars, another household's included."""
    return hmac.new(key, b"calendar", "sha256").hexdigest()[:VERSION]


def manner_of(sheet: Sheet, key: bytes) -> Manner:
    """How an event is changed that the sheet does not have."""
    return Manner("", sheet.zone or UTC, sheet.tick, mark_of(key))


def wanted_of(sheet: Sheet, key: bytes) -> Mapping[str, Wanted]:
    """Each event by its name."""
    found, manner = {}, manner_of(sheet, key)
    for line, name in named(sheet, key):
        uid = f"{name}@kinrota"
        how = replace(manner, uid=uid, category=line.category, colour=line.colour)
        found[uid] = Wanted(line.known_by, _meaning(line), how)
    return found


def _meaning(line: Line) -> Meaning:
    return Meaning(
        line.span.start,
        line.span.end,
        plain(line.summary),
        plain(line.text),
        plain(line.place),
        "CONFIRMED" if line.settled else "TENTATIVE",
        line.busy,
    )
