"""What the events of a calendar mean: work, a hold, time with the other household, a closed school, a club."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from msgspec import Struct, field

from kinrota.intake.arrivals import Arrival, Arrivals
from kinrota.intake.ics import CalendarReading, Occurrence, SetAside
from kinrota.intake.ics_reading import BACKWARDS
from kinrota.intake.ics_remedies import OWNER_LOOKS
from kinrota.intake.notes import Notes
from kinrota.intake.sources import BUSY
from kinrota.model.household import CalendarSource, Household
from kinrota.model.places import HOME, Place
from kinrota.model.time import DAY, Clock, Span
from kinrota.model.week import Busy, Club, LeftOut, Note, Unknown

EMPTY: Sequence[Span] = ()
NONE: Arrivals = MappingProxyType({})
TERM_GOES_ON = 2 * DAY
"""Minutes behind the horizon in which it is still term, if a calendar of terms cannot be read."""
SAID_ANYWAY = ("tentative", "without a time of day")
"""Why events do not count that are worth a word of their own all the same."""
PRIVATE_UID = 16
"""Letters of the name that an event of a private calendar has here, instead of its own."""
MARKERS = (
    "hold",
    "pencil",
    "pencilled",
    "penciled",
    "1st option",
    "first option",
    "2nd option",
    "second option",
    "tbc",
)
_MARKED = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, MARKERS))})(?!\w)|(?<!\S)\?+(?!\S)|\?+\s*$", re.IGNORECASE)


class Sorted(Struct):
    """The events of all calendars by what they mean."""

    busy: list[Busy] = field(default_factory=list)
    custody: dict[str, list[Span]] = field(default_factory=dict)
    closures: list[tuple[str, str, Span]] = field(default_factory=list)
    closure_titles: list[tuple[str, Span, str]] = field(default_factory=list)
    terms: list[tuple[str, Span]] = field(default_factory=list)
    clubs: list[Club] = field(default_factory=list)
    available: dict[str, list[Span]] = field(default_factory=dict)
    unknown: list[Unknown] = field(default_factory=list)
    notes: tuple[Note, ...] = ()


def called_off(event: Occurrence) -> bool:
    """Whether an event does not take place, or not with its owner."""
    return event.status == "CANCELLED" or event.declined


def binds(event: Occurrence) -> bool:
    """Whether an event takes its owner's time at all."""
    return not (called_off(event) or event.transparent)


def left_out_of(calendar: CalendarSource, event: Occurrence) -> LeftOut | None:
    """Why an event of a calendar counts for nothing; None where it counts. A private one's title is not told."""
    title, busy = "" if calendar.private else event.summary, calendar.means in BUSY
    if event.status == "CANCELLED":
        return LeftOut("called off", title, event.start, event.all_day)
    if event.declined:
        return LeftOut("declined", title, event.start, event.all_day)
    if busy and event.transparent:
        return LeftOut("marked as free", title, event.start, event.all_day)
    if event.start == event.end:
        return LeftOut("without a usable end", title, event.start, event.all_day)
    if calendar.means == "attendance" and event.all_day:
        return LeftOut("without a time of day", title, event.start, event.all_day)
    asked = calendar.means == "available" and event.status == "TENTATIVE"
    return LeftOut("tentative", title, event.start, event.all_day) if asked else None


def marker(title: str) -> str | None:
    """The words in a title that tell that it may not happen; None if there are none."""
    found = _MARKED.search(title)
    return found[0].strip() if found else None


def place_of(location: str, places: Sequence[Place]) -> str | None:
    """The place that a LOCATION means: by its id, else by the longest of the texts that it contains."""
    text = " ".join(location.casefold().split())
    for place in places:
        if text == place.id.casefold():
            return place.id
    found = [(len(match), place.id) for place in places for match in place.match if _plain(match) in text]
    return max(found, key=lambda item: item[0])[1] if found else None


def _plain(match: str) -> str:
    return " ".join(match.casefold().split())


def sort_events(
    household: Household,
    readings: Mapping[str, CalendarReading],
    clock: Clock,
    horizon: Span,
    arrivals: Arrivals = NONE,
) -> Sorted:
    """Sort the events of all calendars, with a note for each that is unclear."""
    found, notes = Sorted(), Notes(household, clock, horizon)
    for calendar in household.calendars:
        reading, arrival = readings[calendar.id], arrivals.get(calendar.id)
        backwards = _backwards(reading)
        if calendar.private:
            reading = only_times(calendar, reading)
        _doubts(found, notes, calendar, reading, horizon)
        if arrival and arrival.data is not None and arrival.stale:
            _age(found, notes, calendar, arrival, horizon)
            if arrival.unknown and calendar.means == "available":
                continue
        for number, event in enumerate(reading.occurrences):
            left = left_out_of(calendar, event)
            if left is None or left.why in SAID_ANYWAY:
                _sort(found, notes, household, calendar, event)
            elif left.why == "without a usable end":
                notes.event("event-backwards" if number in backwards else "event-without-length", calendar, event)
    found.notes = notes.written()
    return found


def _backwards(reading: CalendarReading) -> frozenset[int]:
    """Which of the occurrences end before they start, by number."""
    said = {one.uid or one.start for one in reading.unclear if one.reason.startswith(BACKWARDS)}
    events = enumerate(reading.occurrences)
    return frozenset(n for n, event in events if event.start == event.end and (event.uid or event.start) in said)


def only_times(calendar: CalendarSource, reading: CalendarReading) -> CalendarReading:
    """A private calendar's reading without title, place and identity of its events; nothing after this has them.

    What a title says of whether an event happens at all is kept as its status.
    """
    title, known = f"busy ({calendar.id})", dict[str, str]()

    def told(event: Occurrence) -> Occurrence:
        status = "TENTATIVE" if event.status == "CONFIRMED" and marker(event.summary) else event.status
        uid = known.setdefault(event.uid, hashlib.sha256(event.uid.encode()).hexdigest()[:PRIVATE_UID])
        return event._replace(uid=uid, summary=title, location="", status=status)

    def hidden(aside: SetAside) -> SetAside:
        reason = "This calendar is private, so it is not told what is wrong with it"
        return aside._replace(uid="", title="", reason=reason, remedy=OWNER_LOOKS)

    return reading._replace(
        occurrences=tuple(told(event) for event in reading.occurrences),
        set_aside=tuple(hidden(aside) for aside in reading.set_aside),
        unclear=tuple(hidden(aside) for aside in reading.unclear),
    )


def _doubts(found: Sorted, notes: Notes, calendar: CalendarSource, reading: CalendarReading, horizon: Span) -> None:
    """What could not be read: its owner's time is unknown from there on."""
    if reading.unreadable:
        notes.unreadable(calendar, reading.unreadable)
        _unknown(found, calendar, horizon, None, reading.unreadable)
    for aside in reading.set_aside:
        notes.aside("event-set-aside", calendar, aside)
        _unknown(found, calendar, horizon, aside.start, aside.reason)
    endless = {mark for event in reading.occurrences if event.start == event.end for mark in (event.uid, event.start)}
    for aside in reading.unclear:
        if (aside.uid or aside.start) not in endless:  # that has a sentence of its own
            notes.aside("event-unclear", calendar, aside)


def _age(found: Sorted, notes: Notes, calendar: CalendarSource, arrival: Arrival, horizon: Span) -> None:
    """What is said of a calendar that was not read anew; since one that is too old, its owner is unknown."""
    read = int(dt.datetime.fromisoformat(arrival.read).timestamp()) // 60
    notes.stale(calendar, arrival, read)
    if arrival.unknown:
        _unknown(found, calendar, horizon, read, arrival.because or "It was read too long ago.")


def _unknown(found: Sorted, calendar: CalendarSource, horizon: Span, since: int | None, why: str) -> None:
    start = horizon.start if since is None else max(since, horizon.start)
    if calendar.means == "terms":
        found.terms.append((calendar.id, Span(horizon.start, horizon.end + TERM_GOES_ON)))
    if calendar.of and calendar.means in BUSY and start < horizon.end:
        found.unknown.append(Unknown(Span(start, horizon.end), calendar.of, calendar.id, why))


def _sort(found: Sorted, notes: Notes, household: Household, calendar: CalendarSource, event: Occurrence) -> None:
    span = Span(event.start, event.end)
    if calendar.means in BUSY:
        found.busy.append(_busy(notes, household, calendar, event))
        return
    if event.status == "TENTATIVE":
        notes.event("event-tentative", calendar, event)
    if calendar.means == "closed":
        found.closures += [(calendar.id, place, span) for place in closed_by(household, calendar)]
        found.closure_titles.append((calendar.id, span, event.summary))
    elif calendar.means == "terms":
        found.terms.append((calendar.id, span))
    elif calendar.means == "custody":
        for child in calendar.children:
            found.custody.setdefault(child, []).append(span)
    elif calendar.means == "available":
        if calendar.of and event.status != "TENTATIVE":
            found.available.setdefault(calendar.of, []).append(span)
    elif event.all_day:
        notes.event("club-all-day", calendar, event)
    else:
        _taken(notes, household, calendar, event)
        found.clubs += [_club(household, calendar, child, event) for child in calendar.children]


def closed_by(household: Household, calendar: CalendarSource) -> tuple[str, ...]:
    """The places that closures or terms are of: those that the calendar names, and those whose attendance names it."""
    naming = (duty.place for duty in household.attendance if calendar.id in (*duty.closed, *duty.terms))
    return tuple(dict.fromkeys((*calendar.closes, *naming)))


def _club(household: Household, calendar: CalendarSource, child: str, event: Occurrence) -> Club:
    place = place_of(event.location, household.places)
    if place in (None, HOME):  # "home game" is no club at home
        place = calendar.terms.place or ""
    return Club(Span(event.start, event.end), child, place, f"{calendar.id}#{event.uid}", event.summary)


def _taken(notes: Notes, household: Household, calendar: CalendarSource, event: Occurrence) -> None:
    """Note an event that is somewhere else than at any place of the household, but taken as its calendar's place."""
    if event.location.strip() and place_of(event.location, household.places) is None:
        notes.event("place-taken", calendar, event)


def _busy(notes: Notes, household: Household, calendar: CalendarSource, event: Occurrence) -> Busy:
    place = place_of(event.location, household.places) or calendar.terms.place
    if event.all_day:
        notes.event("event-all-day", calendar, event)
    if place is None:
        notes.event("place-unknown", calendar, event)
    else:
        _taken(notes, household, calendar, event)
    return Busy(
        span=Span(event.start, event.end),
        adult=calendar.of or "",
        kind=_kind(notes, calendar, event),
        place=place,
        event=f"{calendar.id}#{event.uid}",
        title=event.summary,
        terms=calendar.terms,
        hold=calendar.holds,
    )


def _kind(notes: Notes, calendar: CalendarSource, event: Occurrence) -> Literal["work", "hold", "busy"]:
    if calendar.means == "hold" or event.status == "TENTATIVE":
        return "hold"
    if marker(event.summary):
        notes.event("hold-by-title", calendar, event)
        return "hold"
    return "busy" if calendar.means == "busy" else "work"
