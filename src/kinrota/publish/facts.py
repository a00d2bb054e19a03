"""What each audience may know, as plain values: all that the writer of its calendar has."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kinrota.model.time import Span

Kind = Literal[
    "care", "escort", "night", "gap", "asked", "attendance", "custody", "alone",
    "routine", "chore", "own", "together", "occasion",
]  # fmt: skip


class Entry(Struct, frozen=True):
    """An event of a person's calendar. `busy` blocks its time; not `settled` is what somebody has still to be asked.

    `same` tells which event of its kind it is, whatever its hours: a bedtime's routine and date, a chore's step, the
    date and the children of care. Those that have all of it in common are told apart by their order.
    """

    kind: Kind
    span: Span
    title: str
    text: str = ""
    place: str = ""
    busy: bool = False
    settled: bool = True
    same: tuple[str, ...] = ()


class AdultFacts(Struct, frozen=True):
    """Who lives here: all of the plan that concerns it, and the gaps."""

    name: str
    household: str
    zone: str
    frame: Span
    entries: tuple[Entry, ...]


class ChildFacts(Struct, frozen=True):
    """A child: its own days, who is there, when who is away comes back, and who sees what of it."""

    name: str
    household: str
    zone: str
    frame: Span
    entries: tuple[Entry, ...]
    seen_by: tuple[str, ...]


class Contact(Struct, frozen=True):
    """Whom a helper reaches, and where."""

    name: str
    phone: str


class HelperFacts(Struct, frozen=True):
    """A helper: the times for which it is asked, what is to be done in them, and whom it can reach."""

    name: str
    household: str
    zone: str
    frame: Span
    shifts: tuple[Entry, ...]
    contacts: tuple[Contact, ...]


class Exchange(Struct, frozen=True):
    """A child goes to the other household, or comes from it: when, and where."""

    at: int
    child: str
    goes: bool
    place: str


class CustodyFacts(Struct, frozen=True):
    """The other household: the exchanges, and what is agreed of what the children need."""

    tick: int
    exchanges: tuple[Exchange, ...]
    agreed: tuple[str, ...]


class WorkFacts(Struct, frozen=True):
    """An adult's work: when it is busy, in whole half hours."""

    tick: int
    busy: tuple[Span, ...]


class FamilyFacts(Struct, frozen=True):
    """Other families: the slots that are offered, in whole half hours."""

    tick: int
    slots: tuple[Span, ...]


class WallFacts(Struct, frozen=True):
    """A display on the wall: two days, in initials."""

    zone: str
    frame: Span
    entries: tuple[Entry, ...]


Facts = AdultFacts | ChildFacts | HelperFacts | CustodyFacts | WorkFacts | FamilyFacts | WallFacts
