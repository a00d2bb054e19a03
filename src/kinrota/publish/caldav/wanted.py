"""The events that a calendar on a server should have: of its sheet, its key and what it had, and of nothing else."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.published import VERSION, Entry, Meaning
from kinrota.publish.caldav.meaning import plain
from kinrota.publish.caldav.resource import UTC, Manner
from kinrota.publish.ics import Line, Sheet, uid


class Wanted(Struct, frozen=True):
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


def wanted_of(sheet: Sheet, key: bytes, entries: Mapping[str, Entry]) -> dict[str, Wanted]:
    """Each event by its name.

    Of several that stand for the same, such as Ana's hours with Leo on a date, each keeps the name of the one that was
    there in most of its hours: what a person wrote there moves along.
    """
    manner = manner_of(sheet, key)
    lines, known = dict[tuple[str, ...], list[Line]](), dict[tuple[str, ...], list[Entry]]()
    for line in sheet.lines:
        lines.setdefault(line.known_by, []).append(line)
    for entry in entries.values():
        known.setdefault(entry.known_by, []).append(entry)
    return {
        name: Wanted(same, _meaning(line), replace(manner, uid=name, category=line.category, colour=line.colour))
        for same, alike in lines.items()
        for name, line in _named(alike, known.get(same, []), key)
    }


def _named(lines: Sequence[Line], entries: Sequence[Entry], key: bytes) -> Iterator[tuple[str, Line]]:
    """The lines of one kind with their names: of what was there before, and new ones for those that are more."""
    left, names = dict(enumerate(lines)), {entry.uid: entry for entry in entries}
    for _, number, name in sorted((-_common(line, one), n, one.uid) for n, line in left.items() for one in entries):
        if number in left and name in names and _fits(left[number], names[name]):
            yield name, left.pop(number)
            del names[name]
    taken, fresh = {entry.uid for entry in entries}, count(1)
    for line in left.values():
        yield next(name for n in fresh if (name := _name(key, line, n)) not in taken), line


def _name(key: bytes, line: Line, number: int) -> str:
    return f"{uid(key, (*line.known_by, str(number)))}@kinrota"


def _common(line: Line, entry: Entry) -> int:
    """The minutes that a line and an event share; less than none where they are apart."""
    return min(line.span.end, entry.base.end) - max(line.span.start, entry.base.start)


def _fits(line: Line, entry: Entry) -> bool:
    """Whether a line may be what an event is: what somebody deleted is that in the same hours only."""
    return (
        entry.seen is not None
        or entry.restored
        or (line.span.start, line.span.end) == (entry.base.start, entry.base.end)
    )


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
