"""Calendars that kinrota writes on a server: which, and the ledger of what was written there and what was seen."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from msgspec import Struct, field

from kinrota.model.time import Span

VERSION = 16
"""Letters of a meaning's version, and of an account's mark."""
INTO = " into "
LIFE = 4
"""Random bytes that tell two lives of an event apart."""


def login_of(server: str, user: str) -> str:
    """A mark of a server and a user, which tells neither."""
    return hashlib.sha256(f"{user}\0{server}".encode()).hexdigest()[:VERSION]


class Published(Struct, frozen=True):
    """A calendar of an account that is kinrota's own: the plan `of` a person, or what a calendar of `feed` tells."""

    id: str
    account: str
    name: str
    """What the calendar is called there; it is made where there is none."""
    of: str = ""
    feed: str = ""
    login: str = ""
    """A mark of the account's server and user, which tells another account of this id from it."""

    @property
    def last(self) -> str:
        """The last part of its address where kinrota makes it."""
        return f"kinrota-{self.id}"

    @property
    def tells(self) -> str:
        """Whose plan it is, or what feed's."""
        return f"feed {self.feed}" if self.feed else self.of

    @property
    def purpose(self) -> str:
        """What is written, and where: where it is another, nothing of what was known before holds."""
        return f"{self.tells}{INTO}{self.account}/{self.name}{self._login}"

    @property
    def _login(self) -> str:
        return f" #{self.login}" if self.login else ""

    def meant(self, purpose: str) -> bool:
        """Whether a purpose is this one's; earlier versions wrote none of the account's server and user into it."""
        return purpose in (self.purpose, self.purpose.removesuffix(self._login))

    def told(self, purpose: str) -> bool:
        """Whether a purpose is that of the same plan, wherever it was written."""
        return purpose.partition(INTO)[0] == self.tells


class Meaning(NamedTuple):
    """What an event says, however it is written: instants in minutes, words, and whether it blocks its time."""

    start: int
    end: int
    summary: str
    text: str
    place: str
    status: str
    busy: bool
    more: str = ""
    """A mark of what a person put there beside that: alarms, links, comments. Empty where there is nothing."""

    @property
    def version(self) -> str:
        """The same for the same meaning, and for no other."""
        return hashlib.sha256(json.dumps(self).encode()).hexdigest()[:VERSION]


class Intent(NamedTuple):
    """A request under way: what the event says after it (None: it is deleted), and what the plan says of it then."""

    result: Meaning | None
    base: Meaning
    writes: int


class Entry(Struct, frozen=True):
    """An event that kinrota wrote."""

    uid: str
    href: str
    """The path of its address."""
    known_by: tuple[str, ...]
    """What it stands for."""
    base: Meaning
    """What the plan said of it when it was written last."""
    seen: Meaning | None
    """What it said when it was looked at last; None where somebody deleted it there."""
    etag: str = ""
    """The server's version of what was seen; empty where that is not known."""
    writes: int = 0
    """How often it was written."""
    edits: int = 0
    """How often somebody changed it there."""
    intent: Intent | None = None
    spoken: tuple[Span, ...] = ()
    """The hours at which people had it since it was last as the plan has it."""
    hearing: tuple[Meaning | None, ...] = ()
    """What somebody made of it, while that becomes lines of the history; empty when that is done."""
    life: str = field(default_factory=lambda: os.urandom(LIFE).hex())
    """Tells it from every other event of this name, before and after it."""
    restored: bool = False
    """Whether it is gone by a mistake that was taken back: it is the plan's again, and says nothing."""


class Ledger(Protocol):
    """What is remembered of a calendar; `OSError` where nothing can be remembered."""

    @property
    def address(self) -> str:
        """Where the calendar is; empty before it was ever written into."""

    @property
    def purpose(self) -> str:
        """What was written there, and where."""

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The events by their names."""

    @property
    def strangers(self) -> Mapping[str, str]:
        """What others put into the calendar, where it is and its version."""

    def settle(self, address: str, purpose: str) -> None:
        """The calendar at an address is kinrota's own, for a purpose."""

    def clear(self) -> None:
        """Remember nothing any more, as if nothing had ever been written."""

    def note(self, entry: Entry) -> None:
        """Remember an event as it is now: when this returns it is safe."""

    def restore(self, entries: Iterable[Entry]) -> None:
        """Remember events that are gone by mistake, all of them or, after a crash, none."""

    def forget(self, uid: str) -> None:
        """Remember an event no more."""

    def pass_by(self, strangers: Mapping[str, str]) -> None:
        """Remember what others put there, in place of what was known of it."""
