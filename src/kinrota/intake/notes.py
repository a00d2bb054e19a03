"""What is said about input that is unclear: one sentence for each thing, however often it comes."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct, field

from kinrota.intake.arrivals import Arrival
from kinrota.intake.ics import Occurrence, SetAside
from kinrota.model.household import CalendarSource, Household
from kinrota.model.places import HOME, MODES
from kinrota.model.time import Clock, Span
from kinrota.model.week import Note

FIRST = ("calendar-unreadable", "calendar-stale", "event-set-aside")
"""Kinds that stand before all others: what rests on these is not known."""

SENTENCES = {
    "event-without-length": "has no length, so it takes no time in the plan.",
    "event-backwards": "ends before it starts, so it takes no time in the plan.",
    "event-all-day": "has no time of day; {who} counts as away from midnight to midnight.",
    "event-tentative": "is marked as tentative. {tentative}",
    "club-all-day": "has no time of day, so nobody knows when to bring {who}; it is left out.",
    "place-unknown": "is at a place that the household does not name{where}; no journey to it is planned.",
    "place-taken": "is at{where}, which is no place here; it is taken as {place}.",
    "hold-by-title": "is planned as work that may not happen, because its title says so.",
}
REMEDIES = {
    "event-without-length": "Maybe give it an end.",
    "event-backwards": "Maybe give it an end after its beginning.",
    "event-all-day": "Maybe give it a beginning and an end.",
    "club-all-day": "Maybe give it a beginning and an end.",
    "place-unknown": "Maybe give the calendar a place, or a place this text in match.",
    "place-taken": "Maybe give a place this text in match.",
}
PRIVATE_REMEDIES = {"place-unknown": "Maybe give the calendar a place."}
"""Where a private calendar's event is, is not read: no place's match can help."""
PLACES = ("place-unknown", "place-taken")
"""Kinds that say the same of all events at one place."""
ASSUMED = {
    "closed": "The plan takes it that {closes} {close} usual days.",
    "terms": "The plan takes it that it is term all the time, and {closes} {close} usual days.",
    "custody": "The plan takes it that {who} {are} at home, not with the other household.",
    "attendance": "The plan takes it that {who} {have} nothing there.",
    "available": "The plan does not count on {who} beyond the weekly hours.",
}


TAKEN_OLD = ("closed", "custody", "attendance")
"""What a calendar can mean that is better known late than not at all: what it says stays likely."""


class _Seen(Struct):
    """Occurrences that one sentence speaks of."""

    calendar: CalendarSource
    first: Occurrence
    times: int = 1


class Notes(Struct):
    """Gathers what is unclear about calendars; events that do not touch the horizon are not worth a word."""

    household: Household
    clock: Clock
    horizon: Span
    _events: dict[tuple[str, str, str], _Seen] = field(default_factory=dict)
    _whole: list[Note] = field(default_factory=list)

    def event(self, kind: str, calendar: CalendarSource, event: Occurrence) -> None:
        """Note something about an event."""
        if event.start >= self.horizon.end or max(event.end, event.start + 1) <= self.horizon.start:
            return
        same = event.location.casefold() if kind in PLACES else f"{event.uid}\n{event.summary}"
        seen = self._events.get((kind, calendar.id, same))
        if seen:
            seen.times += 1
        else:
            self._events[kind, calendar.id, same] = _Seen(calendar, event)

    def unreadable(self, calendar: CalendarSource, why: str) -> None:
        """Note that a whole calendar cannot be read."""
        sentence = f"{calendar.shown} cannot be read: {_sentence(why)} {self._assumed(calendar, None)}"
        self._whole.append(Note("calendar-unreadable", sentence, _who(calendar), calendar.id))

    def stale(self, calendar: CalendarSource, arrival: Arrival, read: int) -> None:
        """Note that a calendar could not be read anew: what was read the last time counts, or is too old for that."""
        local = self.clock.local(read)
        counts = f"What was read on {local:%A} {local.day} {local:%B %Y} at {local:%H:%M}"
        why = (
            f"nothing newer could be had. {_sentence(arrival.because)}" if arrival.because else "it was not asked for."
        )
        if arrival.unknown and calendar.means in TAKEN_OLD:
            counts += " is old, and counts all the same."
        else:
            counts += f" is too old to count on. {self._assumed(calendar, read)}" if arrival.unknown else " counts."
        self._whole.append(Note("calendar-stale", f"{calendar.shown}: {why} {counts}", _who(calendar), calendar.id))

    def aside(self, kind: str, calendar: CalendarSource, aside: SetAside) -> None:
        """Note an event that could not be used, or perhaps was not meant as it was read."""
        if kind == "event-unclear" and (aside.start or 0) >= self.horizon.end:
            return
        result = self._assumed(calendar, aside.start) if kind == "event-set-aside" else "It is planned as it was read."
        told = f"{_sentence(aside.reason)} {result} {aside.remedy}".rstrip()
        sentence = f"{calendar.shown}{f', line {aside.line}' if aside.line else ''}: {_about(kind, aside)}{told}"
        self._whole.append(Note(kind, sentence, _who(calendar), f"{calendar.id}#{aside.uid}"))

    def written(self) -> tuple[Note, ...]:
        """The notes: first what could not be read, what closes and who has the children at the head of it."""
        events = [self._note(kind, seen) for (kind, _, _), seen in self._events.items()]
        means = {calendar.id: calendar.means for calendar in self.household.calendars}

        def order(note: Note) -> tuple[bool, bool]:
            return note.kind not in FIRST, means.get(note.event.split("#")[0]) not in ("closed", "terms", "custody")

        return (*sorted(self._whole, key=order), *events)

    def _note(self, kind: str, seen: _Seen) -> Note:
        event, calendar = seen.first, seen.calendar
        where = f" ({event.location})" if event.location.strip() else ""
        tentative = "Nobody is asked then." if calendar.means == "available" else "It is planned as if it happens."
        where = f' "{event.location.strip()}"' if kind == "place-taken" else where
        told = SENTENCES[kind].format(
            who=self._people(calendar), where=where, tentative=tentative, place=calendar.terms.place
        )
        more = f", and {seen.times - 1} more" if seen.times > 1 else ""
        title = f'"{event.summary}"' if event.summary.strip() else "an event without a title"
        local = self.clock.local(event.start)
        when = f"{local:%A} {local.day} {local:%B %Y}" + ("" if event.all_day else f" at {local:%H:%M}")
        remedy = PRIVATE_REMEDIES.get(kind, "") if calendar.private else ""
        remedy = remedy or REMEDIES.get(kind, "")
        sentence = f"{calendar.shown}: {title} ({when}{more}) {told} {remedy}".rstrip()
        return Note(kind, sentence, _who(calendar), f"{calendar.id}#{event.uid}")

    def _assumed(self, calendar: CalendarSource, since: int | None) -> str:
        if calendar.means in ASSUMED:
            closes = [
                *calendar.closes,
                *(duty.place for duty in self.household.attendance if calendar.id in (*duty.closed, *duty.terms)),
            ]
            several = len(calendar.children) > 1
            return ASSUMED[calendar.means].format(
                closes=" and ".join(dict.fromkeys(closes)),
                close="is open on its" if len(set(closes)) == 1 else "are open on their",
                who=self._people(calendar),
                are="are" if several else "is",
                have="have" if several else "has",
            )
        if since is not None and since >= self.horizon.end:
            return "It does not matter in these days."
        start = self.horizon.start if since is None else max(since, self.horizon.start)
        local = self.clock.local(start)
        day = f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"
        return f"Nobody knows when {self._people(calendar)} is busy from {day} on, so nothing rests on it."

    def _people(self, calendar: CalendarSource) -> str:
        if calendar.of:
            return self.household.adult(calendar.of).name
        return " and ".join(self.household.child(child).name for child in calendar.children)


def _about(kind: str, aside: SetAside) -> str:
    """Which event is spoken of; nothing where it is the file."""
    if aside.whole:
        return ""
    title = " ".join(aside.title.split())
    what = f'"{title}"' if title else f"an event{f' ({aside.uid})' if aside.uid else ''}"
    return f"{what} {'could not be used' if kind == 'event-set-aside' else 'is unclear'}: "


def _who(calendar: CalendarSource) -> str:
    return calendar.of or (calendar.children[0] if len(calendar.children) == 1 else "")


def _sentence(reason: str) -> str:
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."


def on_household(household: Household, last: dt.date) -> tuple[Note, ...]:
    """What is unclear about the household's own text, for days up to `last`."""
    return (*_far_places(household), *_attended(household), *_unborn(household, last), *_not_planned(household))


def _far_places(household: Household) -> list[Note]:
    visited = dict.fromkeys(
        [duty.place for duty in household.attendance]
        + [calendar.terms.place for calendar in household.calendars if calendar.terms.place]
        + [rota.terms.place for rota in household.rotas if rota.terms.place]
        + [occasion.place for occasion in household.occasions]
        + [routine.place for routine in household.routines]
        + [helper.lives for helper in household.helpers if helper.hosts and helper.lives]
    )
    notes = []
    for place in visited:
        if place != HOME and not household.journeys.quickest(HOME, place, MODES):
            sentence = (
                f"There is no journey between home and {place}, so nobody can get there. "
                f'Maybe add [[journeys]] with between = ["home", "{place}"] and walk = "10m".'
            )
            notes.append(Note("place-without-journey", sentence, event=place))
    return notes


def _attended(household: Household) -> list[Note]:
    """Helpers with whom no child sleeps, as their home is a place of attendance."""
    attended = {duty.place for duty in household.attendance}
    clubs = (calendar.terms.place for calendar in household.calendars if calendar.means == "attendance")
    attended |= {place for place in clubs if place}
    return [
        Note(
            "no-night-there",
            f"A child attends {helper.lives}, where {helper.name} lives, so no plan has a child sleep there.",
            helper.id,
        )
        for helper in household.helpers
        if helper.hosts and helper.lives in attended
    ]


def _unborn(household: Household, last: dt.date) -> list[Note]:
    return [
        Note(
            "child-not-born",
            f"{child.name} is born on {child.born}, after these days, and is planned all the same.",
            child.id,
        )
        for child in household.children
        if child.born and child.born > last and not child.stage
    ]


def _not_planned(household: Household) -> list[Note]:
    if not household.unplanned:
        return []
    names = ", ".join(household.unplanned)
    return [Note("not-planned-yet", f"These are read and checked, but no plan uses them yet: {names}.")]
