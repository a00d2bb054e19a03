"""The events that a calendar on a server should have, from its sheet and its key, and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kinrota.model.published import Meaning
from kinrota.publish.caldav.meaning import plain
from kinrota.publish.caldav.resource import UTC, Manner
from kinrota.publish.ics import Line, Sheet, named


@dataclass(frozen=True, slots=True)
class Wanted:
    """An event that the plan has: what it stands for, what it says, and how it is written."""

    known_by: tuple[str, ...]
    meaning: Meaning
    manner: Manner


def wanted_of(sheet: Sheet, key: bytes) -> Mapping[str, Wanted]:
    """Each event by its name."""
    found = {}
    for line, name in named(sheet, key):
        uid = f"{name}@kinrota"
        manner = Manner(uid, sheet.zone or UTC, sheet.tick, line.category, line.colour)
        found[uid] = Wanted(line.known_by, _meaning(line), manner)
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
