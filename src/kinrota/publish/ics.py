"""A person's calendar as iCalendar bytes: the same plan gives the same bytes, and a new plan moves the same events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from hashlib import sha256

from icalendar import Calendar, Event, vText

from kinrota.model.plan import Verified
from kinrota.model.time import EPOCH, Clock
from kinrota.publish.entries import Entry, entries_of
from kinrota.publish.vtimezone import vtimezone
from kinrota.publish.words import names_of

REFRESH = "PT1H"
"""How often a subscriber is asked to look again (RFC 7986 5.7); X-PUBLISHED-TTL says the same to older programs."""


def person_calendar(verified: Verified, person: str) -> bytes:
    """One adult's or child's calendar; KeyError where nobody has that id."""
    week = verified.week
    name = names_of(week)[person]
    calendar = Calendar()
    calendar.add("prodid", "-//kinrota//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    title = vText(f"{name}, {week.household.name or 'kinrota'}")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", week.clock.zone)
    calendar.add("refresh-interval", dt.timedelta(hours=1), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    calendar.add_component(vtimezone(week.clock, verified.plan.horizon))
    stamp = EPOCH + dt.timedelta(minutes=verified.plan.horizon.start)
    for entry, uid in _with_uids(verified, person):
        calendar.add_component(_event(verified, entry, uid, stamp))
    written: bytes = calendar.to_ical(sorted=False)
    return written


def _with_uids(verified: Verified, person: str) -> Iterator[tuple[Entry, str]]:
    """Each entry's UID: of the person, the kind, the date and which of that kind on that date it is.

    Not of its hours, so that care that begins later in the next plan is the same event, moved; a chore's step may move
    to another day.
    """
    household, seen = verified.week.household, dict[tuple[str, ...], int]()
    for entry in entries_of(verified, person):
        key = entry.same or (entry.kind, verified.week.clock.date(entry.span.start).isoformat())
        seen[key] = seen.get(key, 0) + 1
        told = "\0".join([household.name, household.zone, person, *key, str(seen[key])])
        yield entry, f"{sha256(told.encode()).hexdigest()[:32]}@kinrota"


def _event(verified: Verified, entry: Entry, uid: str, stamp: dt.datetime) -> Event:
    clock, event = verified.week.clock, Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", _moment(clock, entry.span.start))
    event.add("dtend", _moment(clock, entry.span.end))
    event.add("summary", entry.title)
    if entry.text:
        event.add("description", entry.text)
    if entry.place:
        event.add("location", entry.place)
    event.add("categories", [entry.kind])
    event.add("status", "CONFIRMED" if entry.settled else "TENTATIVE")
    event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    return event


def _moment(clock: Clock, instant: int) -> dt.datetime:
    """The household's time; in UTC where the clock shows it for the second time, which a local time cannot say."""
    local = clock.local(instant)
    return local.astimezone(dt.UTC) if local.fold else local
