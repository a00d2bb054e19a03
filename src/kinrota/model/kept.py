"""What is kept of a calendar from the network: the last good reading, and what makes the next one cheap."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple, Protocol

from msgspec import Struct


class Item(NamedTuple):
    """One entry of a CalDAV collection: where it is, its version, and its text."""

    href: str
    etag: str
    data: bytes


class Kept(Struct, frozen=True):
    """A calendar as it was read last."""

    source: str
    """Of which source: a hash, since the source may be a secret."""
    data: bytes
    """The calendar's text."""
    read: str
    """When it was last known to be so, ISO 8601."""
    address: str = ""
    """Of what the versions below are: the hash of a feed's address, or a collection's address."""
    etag: str = ""
    modified: str = ""
    version: str = ""
    """A collection's ctag or sync-token."""
    items: tuple[Item, ...] = ()


class Shelf(Protocol):
    """Where readings are kept; `OSError` where nothing can be kept."""

    def load(self, calendar: str) -> Kept | None:
        """The last good reading of a calendar; None where there is none, or none that is whole."""

    def save(self, calendar: str, kept: Kept) -> None:
        """Keep a reading in place of the one before: all of it, or nothing."""

    def keep_only(self, calendars: Collection[str]) -> None:
        """Delete the readings of all other calendars."""


class Secrets(Protocol):
    """Passwords and addresses that are kept encrypted."""

    def get(self, name: str) -> str | None:
        """A secret; None where there is none, or none that can be read here."""
