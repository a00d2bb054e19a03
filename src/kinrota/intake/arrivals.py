"""What came of a calendar from the network, now or the last time; how old it is, and what of it counts."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from kinrota.intake.ics import Reader
from kinrota.model.household import CALDAV, CalendarSource, Household

if TYPE_CHECKING:  # most households have nothing on the network, and should not wait for it
    from kinrota.model.kept import Kept, Shelf
    from kinrota.model.plan import PlanInput

NEVER = "It has never been read. Maybe run kinrota check once, with the network: it keeps what it reads."
FIRST_YEAR, LAST_YEAR = 1971, 2198


class Arrival(Struct, frozen=True):
    """A calendar from the network. `data` is None if it was never had."""

    data: bytes | None
    read: str
    """When it was last known to be so, ISO 8601; empty if never."""
    because: str = ""
    """Why there is nothing newer; empty if this is what there is now, or nobody asked."""
    unknown: bool = False
    """Whether it is too old to count on."""

    @property
    def stale(self) -> bool:
        """Whether there is something to say about its age."""
        return bool(self.because) or self.unknown


Arrivals = Mapping[str, Arrival]
Remote = Callable[[Household, dt.datetime, Reader], Arrivals]
"""Brings the calendars that are on the network, at a moment; a reader tells whether one has shrunk."""


def source_hash(calendar: CalendarSource, household: Household) -> str:
    """What a reading is of, without telling an address."""
    account = calendar.source.removeprefix(CALDAV).partition("/")[0]
    ends = [f"{one.server} {one.user}" for one in household.accounts if one.id == account]
    return hashlib.sha256("\n".join([calendar.source, *ends]).encode()).hexdigest()


def last_good(shelf: Shelf, calendar: CalendarSource, household: Household) -> Kept | None:
    """What is kept of a calendar, if it is of the source that the household names now."""
    kept = shelf.load(calendar.id)
    return kept if kept and kept.source == source_hash(calendar, household) else None


def arrived(calendar: CalendarSource, kept: Kept | None, moment: dt.datetime, because: str = "") -> Arrival:
    """What counts of the last good reading at a moment, if there is no newer one because of something."""
    if kept is None:
        return Arrival(None, "", because or NEVER)
    age = moment - dt.datetime.fromisoformat(kept.read)
    return Arrival(kept.data, kept.read, because, age > dt.timedelta(minutes=calendar.good_for))


def from_shelf(shelf: Shelf) -> Remote:
    """Bring what is kept, and ask nobody."""

    def remote(household: Household, moment: dt.datetime, _: Reader) -> Arrivals:
        return {
            calendar.id: arrived(calendar, last_good(shelf, calendar, household), moment)
            for calendar in household.calendars
            if calendar.remote
        }

    return remote


def as_planned(shelf: Shelf, inputs: tuple[PlanInput, ...]) -> Remote:
    """Bring what is kept, judged as it was when a plan was made from it: whether it was stale, and since when."""
    told = {known.calendar: known for known in inputs if not known.read or _is_instant(known.read)}

    def remote(household: Household, moment: dt.datetime, reader: Reader) -> Arrivals:
        now = from_shelf(shelf)(household, moment, reader)
        return {name: _as_told(one, told[name]) if name in told else one for name, one in now.items()}

    return remote


def _as_told(now: Arrival, told: PlanInput) -> Arrival:
    """What was had for a plan; what came only after it is not what the plan was made from, and shows as that."""
    if bool(told.read) != (now.data is not None):
        return now
    return Arrival(now.data, told.read, told.because or now.because, told.unknown)


def _is_instant(text: str) -> bool:
    """Whether a text, which may be anybody's, is a moment of these times."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return moment.tzinfo is not None and FIRST_YEAR <= moment.year <= LAST_YEAR
