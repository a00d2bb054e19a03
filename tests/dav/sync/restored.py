"""Deletions by mistake in the machine: which of them are meant, and what has to come of restoring these."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kinrota.intake.history import read_history
from kinrota.model.history import HISTORY, Answer, DeclineLine, History
from kinrota.model.published import Entry
from kinrota.model.time import Clock, Span
from kinrota.publish.caldav.edits import AROUND, GONE
from kinrota.publish.caldav.restoring import Pick
from tests.dav.sync.model import Event, broken
from tests.dav.sync.plans import DAYS, FIRST, ZONE

if TYPE_CHECKING:
    from tests.dav.sync.world import World


def history_of(folder: Path) -> History:
    """All that was said in a household's folder."""
    path = folder / HISTORY
    return read_history(path.read_bytes()) if path.exists() else History()


def picked(world: "World", what: str, number: int) -> str:
    """Some of the deletions, as somebody says which were mistakes."""
    day = (FIRST + dt.timedelta(days=number % DAYS)).isoformat()
    gone = sorted(uid for uid, one in world.model.events.items() if one.deleted and uid not in world.model.at)
    event = gone[number % len(gone)] if gone else "none@kinrota"
    of = {"calendar": world.published.id, "day": day, "event": event, "event and day": f"{event} {day}"}
    return of.get(what, what)


def restored(world: "World", entries: Mapping[str, Entry]) -> None:
    """What kinrota has as restored now was deleted, and is what was meant."""
    for uid, entry in entries.items():
        one = world.model.events.get(uid)
        known = one and one.heard and not one.restored and uid not in world.model.at
        if not (one and known and entry.restored) or entry.intent:
            continue
        gone = uid in world.model.removed | world.model.meanwhile
        if not (world.restoring and gone and _is_meant(world, world.restoring, uid, one)):
            broken("only what is meant is restored", uid, world.restoring, one)
        world.counts["events restored"] += 1
        world.model.restored(uid)


def _is_meant(world: "World", pick: Pick, uid: str, one: Event) -> bool:
    return _means(world, pick, uid, Span(*(one.deleted or one.hours)))


def _means(world: "World", pick: Pick, uid: str, span: Span) -> bool:
    dates = {Clock(ZONE).date(minute) for minute in range(span.start, span.end)}
    here = pick.calendar in ("", world.published.id) and pick.event in ("", uid)
    return here and (pick.day is None or pick.day in dates)


def check_restored(world: "World", pick: Pick) -> None:
    """What was deleted before this run is the plan's again, and says nothing any more."""
    for uid in world.model.events.keys() - world.model.meanwhile - world.model.at.keys():
        one = world.model.events[uid]
        if one.deleted and _is_meant(world, pick, uid, one):
            world.model.restored(uid)
    for line, span in history_of(world.folder).standing():
        no = (isinstance(line, DeclineLine) and not line.open) or (isinstance(line, Answer) and line.yes is False)
        where = line.said_in if no else None
        if where is None or not where.version.endswith(GONE):
            continue
        said = line.span
        if isinstance(line, DeclineLine) and line.way:
            said = Span(said.start + AROUND, said.end - AROUND)
        if _means(world, pick, where.event, said):
            broken("what is restored is taken back", line, span)
