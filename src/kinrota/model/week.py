"""Everything a plan is made from: the household's rules and what its calendars say, over a horizon of whole days."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kinrota.model.history import Decline, History, Pin
from kinrota.model.household import Hold, Household, WorkTerms
from kinrota.model.time import Clock, Span


class Busy(Struct, frozen=True):
    """An adult's event: work, a hold (work that may not happen), or being busy with something else.

    `event` is `calendar#uid` or `rota#date`; two events that touch or overlap stay two. Reaches beyond the horizon
    where the event does. `place` is None where nobody knows where it is: then its owner is `elsewhere`.
    """

    span: Span
    adult: str
    kind: Literal["work", "hold", "busy"]
    place: str | None
    event: str
    title: str
    terms: WorkTerms = WorkTerms()
    hold: Hold = Hold()


class Club(Struct, frozen=True, order=True):
    """An event of an attendance calendar: single times, and missed without escorts."""

    span: Span
    child: str
    place: str
    event: str
    title: str


class Unknown(Struct, frozen=True, order=True):
    """A stretch in which an adult's time is not known, because a calendar could not be read."""

    span: Span
    adult: str
    calendar: str
    why: str


class LeftOut(Struct, frozen=True):
    """An occurrence that a calendar has in the horizon and that counts for nothing, and why; `title` may be empty."""

    why: Literal[
        "called off", "declined", "marked as free", "tentative", "without a time of day", "without a usable end"
    ]
    title: str
    start: int
    all_day: bool


class CalendarInput(Struct, frozen=True):
    """A calendar as it was read. `stale` tells that it could not be, or not whole."""

    calendar: str
    sha256: str
    read: str
    """When it was read, ISO 8601; of one from the network, when it was last known to be so."""
    stale: bool
    events: int
    """How many occurrences it gave inside the horizon that count."""
    reach: tuple[int, int] | None = None
    """From when to when it has events at all, in minutes since the epoch, as far as was looked."""
    because: str = ""
    """Why there is nothing newer of one from the network."""
    unknown: bool = False
    """Whether it is too old to count on."""
    left_out: tuple[LeftOut, ...] = ()
    """Those inside the horizon that do not count."""


class Note(Struct, frozen=True):
    """Something unclear or worth saying about the input; `kind` is a finding's kind."""

    kind: str
    sentence: str
    who: str = ""
    event: str = ""


class Week(Struct, frozen=True):
    """All that planning, proof and explanation know. Immutable, complete; nothing reads a file after this."""

    household: Household
    household_sha256: str
    clock: Clock
    horizon: Span
    busy: tuple[Busy, ...] = ()
    custody: tuple[tuple[str, Span], ...] = ()
    """(child, span) with the other household; touching events of a child are one. Reaches beyond the horizon."""
    closures: tuple[tuple[str, str, Span], ...] = ()
    """(calendar, place, span): the place is closed on each date that the span touches."""
    closure_titles: tuple[tuple[str, Span, str], ...] = ()
    """(calendar, span, title): what each closure is called, such as Easter Monday."""
    terms: tuple[tuple[str, Span], ...] = ()
    """(calendar, span): it is term on each date that the span touches. A calendar that could not be read has one
    span, from the horizon's beginning to beyond its end."""
    clubs: tuple[Club, ...] = ()
    available: tuple[tuple[str, Span], ...] = ()
    """(helper, span) in which a helper may be asked: its weekly hours and its calendars, merged, in the horizon."""
    unknown: tuple[Unknown, ...] = ()
    inputs: tuple[CalendarInput, ...] = ()
    notes: tuple[Note, ...] = ()
    history: History = History()

    @property
    def pins(self) -> tuple[Pin, ...]:
        """What was settled by hand of who is with whom, inside the horizon."""
        return self.history.pinned(self.horizon)

    @property
    def declined(self) -> tuple[Decline, ...]:
        """Which adult does not answer for which child, as it said, inside the horizon."""
        return self.history.declined(self.horizon)

    def title(self, event: str | None, span: Span) -> str:
        """What an event is called in a stretch of time; one occurrence of a series may have a title of its own."""
        shared = [
            (part.minutes, busy.title)
            for busy in self.busy
            if busy.event == event and (part := busy.span.common(span)) is not None
        ]
        return max(shared, default=(0, ""), key=lambda one: one[0])[1]
