"""The household's rules as one value: what `household.toml` says, read and checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from fractions import Fraction
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from kinrota.model.duties import (
    Attendance,
    Chore,
    Duty,
    Illness,
    Occasion,
    Pause,
    Protected,
    Routine,
    Together,
)
from kinrota.model.feeds import Feed
from kinrota.model.people import STAGES, Adult, Child, Stage
from kinrota.model.places import Journeys, Place
from kinrota.model.published import Published
from kinrota.model.time import WallSpan, monday
from kinrota.model.weights import Weights

OFF, UNKNOWN, BOTH = "-", "?", "+"
"""In a rota: a day without a shift, a day that nobody knows, and what joins two shifts of one day (E+N)."""
HOLIDAYS = "holidays:"
"""How a source begins that is no file but the list of a country's public holidays: holidays:DE-BE."""

SECRET, CALDAV = "secret:", "caldav:"
"""How a source begins whose address is a secret, and one that is a calendar of an account: caldav:ana-cloud/Work."""

Means = Literal["work", "hold", "busy", "available", "closed", "terms", "custody", "attendance"]


class Hold(Struct, frozen=True):
    """What is known of work that may not happen: its chance, and by when it is decided."""

    chance: Fraction | None = None
    days_before: int | None = None
    at: int | None = None
    """Decided `days_before` days before it begins, at this minute of the day."""


class WorkTerms(Struct, frozen=True):
    """How work of one calendar or rota binds its owner."""

    place: str | None = None
    reachable: bool = False
    interruptible: bool = False
    overrun: int = 0
    """Minutes after its end in which nobody counts on its owner."""
    movable: bool = False
    visits: bool = False


class CalendarSource(Struct, frozen=True):
    """A calendar that the household names: where it is, whose, and what its events mean."""

    id: str
    source: str
    means: Means
    of: str | None = None
    children: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    terms: WorkTerms = WorkTerms()
    holds: Hold = Hold()
    private: bool = False
    """Whether nothing but the times is read of its events."""
    good_for: int = 0
    """Minutes for which its last good reading counts, if it comes from the network."""

    @property
    def remote(self) -> bool:
        """Whether it comes from the network."""
        return ":" in self.source and self.region is None

    @property
    def shown(self) -> str:
        """What it is called where anybody may look: an address may be a secret, so of that only the host."""
        if self.source.startswith(CALDAV):
            return self.source.removeprefix(CALDAV)
        if self.source.startswith(SECRET):
            return self.id
        return f"{self.id} ({urlsplit(self.source).hostname})" if self.remote else self.source

    @property
    def region(self) -> str | None:
        """Whose public holidays these are, such as DE-BE; None for a file."""
        return self.source.removeprefix(HOLIDAYS) if self.source.startswith(HOLIDAYS) else None


def parts_of(code: str, known: Container[str]) -> tuple[str, ...]:
    """The codes that a code of a date joins; a known code with a plus in its name is one."""
    return (code,) if code in known else tuple(code.split(BOTH))


class Account(Struct, frozen=True):
    """A CalDAV account. Its password is the secret of its id; it goes to `server` and to the hosts and ports `also`."""

    id: str
    server: str
    user: str
    also: tuple[tuple[str, int], ...] = ()


class Rota(Struct, frozen=True):
    """Shifts without a calendar: a pattern of codes that comes round, changed by the day."""

    id: str
    of: str
    codes: tuple[tuple[str, WallSpan], ...]
    starts: dt.date
    pattern: tuple[str, ...]
    changes: tuple[tuple[dt.date, str], ...] = ()
    terms: WorkTerms = WorkTerms()

    def code_on(self, day: dt.date) -> str | None:
        """The code of a date; None before the rota starts."""
        for date, code in self.changes:
            if date == day:
                return code
        return self.pattern[(day - self.starts).days % len(self.pattern)] if day >= self.starts else None

    def codes_on(self, day: dt.date) -> tuple[str, ...]:
        """The codes of the shifts that begin on a date; none on a day off, and none on a day that nobody knows."""
        known = dict(self.codes)
        return tuple(code for code in parts_of(self.code_on(day) or "", known) if code in known)


class Vehicle(Struct, frozen=True):
    """A vehicle that several drivers share; `seats` includes the driver's."""

    id: str
    seats: int
    drivers: tuple[str, ...]


ReleaseKind = Literal["late start", "early leave", "care day"]


class Release(Struct, frozen=True):
    """Confirmed work that an adult may give up, if it is asked for: by how many minutes, and how often.

    `up_to` is 0 for a care day, which gives up all work of a date. Without `times` it is as often as need be.
    """

    adult: str
    kind: ReleaseKind
    up_to: int = 0
    times: int | None = None
    per: str = "year"

    def period(self, day: dt.date) -> dt.date:
        """The first date of the day, week, month or year that a date is counted in."""
        if self.per == "week":
            return monday(day)
        return {"month": day.replace(day=1), "year": day.replace(month=1, day=1)}.get(self.per, day)


class Slack(Struct, frozen=True):
    """Minutes that lives need: to get ready before leaving home with children, and to hand over."""

    ready: int = 10
    meet: int = 5


class Limits(Struct, frozen=True):
    """What an adult's working days should keep to; None where nothing is said.

    `longest_day` and `rest` are minutes: away from home for work, and between two shifts. `latest_return` is the time
    of day, in minutes from midnight, at which it should be back before a day of school.
    """

    adult: str
    longest_day: int | None = None
    latest_return: int | None = None
    rest: int | None = None


class Household(Struct, frozen=True):
    """Everything that the household's text says. Ids are unique; each id used is declared."""

    name: str
    zone: str
    places: tuple[Place, ...]
    journeys: Journeys
    adults: tuple[Adult, ...]
    children: tuple[Child, ...]
    calendars: tuple[CalendarSource, ...] = ()
    accounts: tuple[Account, ...] = ()
    allowed: tuple[str, ...] = ()
    """Hosts that may be asked in the home network, and without encryption."""
    rotas: tuple[Rota, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    illness: tuple[Illness, ...] = ()
    routines: tuple[Routine, ...] = ()
    chores: tuple[Chore, ...] = ()
    protected: tuple[Protected, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    together: tuple[Together, ...] = ()
    pauses: tuple[Pause, ...] = ()
    limits: tuple[Limits, ...] = ()
    releases: tuple[Release, ...] = ()
    slack: Slack = Slack()
    weights: Weights = Weights()
    stages: tuple[Stage, ...] = STAGES
    grid: int = 15
    """Minutes of the grid on which movable things begin: 15, or 5 on request."""
    notice: int = 10
    """Minutes: a change of fewer breaks no promise."""
    ledger: int = 4
    """Weeks before a plan of which the ledger counts."""
    feeds: tuple[Feed, ...] = ()
    """The calendars that it hands out: none, unless it says so."""
    published: tuple[Published, ...] = ()
    """The calendars that kinrota writes on servers: none, unless it says so."""
    unplanned: tuple[str, ...] = ()
    """Dotted keys that were read and checked but that no plan uses yet."""

    @property
    def title(self) -> str:
        """What it is called: its name; without one those who live there, such as Ana, Ben and Mia."""
        *most, last = [adult.name for adult in self.residents] + [child.name for child in self.children] or [""]
        return self.name or (f"{', '.join(most)} and {last}" if most else last)

    @property
    def residents(self) -> tuple[Adult, ...]:
        """The adults who sleep at home, as the text lists them."""
        return tuple(adult for adult in self.adults if not adult.helper)

    @property
    def helpers(self) -> tuple[Adult, ...]:
        """The adults who give care only when asked."""
        return tuple(adult for adult in self.adults if adult.helper)

    def release(self, adult: str, kind: ReleaseKind) -> Release | None:
        """What an adult may give up of its work in one way; None if nothing."""
        return next((one for one in self.releases if (one.adult, one.kind) == (adult, kind)), None)

    def paused(self, day: dt.date) -> bool:
        """Whether a date is in a pause: nothing is owed on it but care."""
        return any(pause.first <= day <= pause.last for pause in self.pauses)

    def limits_of(self, adult: str) -> Limits:
        """What an adult's working days should keep to."""
        return next((limits for limits in self.limits if limits.adult == adult), Limits(adult))

    def called(self, duty: Duty) -> str:
        """What a duty is called: its title, or the words of its id, such as Bedtime Leo."""
        names = {adult.id: adult.name for adult in self.adults} | {child.id: child.name for child in self.children}
        words = [names.get(word, word) for word in duty.id.replace("_", "-").split("-") if word]
        return duty.title or " ".join([words[0][:1].upper() + words[0][1:], *words[1:]] if words else [duty.id])

    def adult(self, name: str) -> Adult:
        """The adult with an id; KeyError if there is none."""
        return {adult.id: adult for adult in self.adults}[name]

    def driven_by(self, adult: str) -> tuple[Vehicle, ...]:
        """The vehicles that an adult drives; one who drives none goes by a car of its own, if it goes by car."""
        return tuple(vehicle for vehicle in self.vehicles if adult in vehicle.drivers)

    def child(self, name: str) -> Child:
        """The child with an id; KeyError if there is none."""
        return {child.id: child for child in self.children}[name]

    def stage_of(self, child: Child, day: dt.date) -> Stage:
        """The row of the stage table that holds for a child on a date; its birthday changes it."""
        if child.stage is not None:
            return next(stage for stage in self.stages if stage.name == child.stage)
        age = child.age(day) or 0
        return [stage for stage in self.stages if stage.from_age <= max(age, 0)][-1]

    def shares(self) -> dict[str, Fraction]:
        """Each resident's part of the load; adds up to 1. Those who state none share what is left equally."""
        stated = {adult.id: adult.share for adult in self.residents if adult.share is not None}
        silent = [adult.id for adult in self.residents if adult.share is None]
        left = max(Fraction(1) - sum(stated.values(), Fraction(0)), Fraction(0))
        shares = {**stated, **{name: left / len(silent) for name in silent}}
        total = sum(shares.values(), Fraction(0))
        return {adult.id: shares[adult.id] / total for adult in self.residents} if total else {}
