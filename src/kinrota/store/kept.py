"""How the last good readings of calendars from the network are kept in a household's folder."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from msgspec import Struct

from kinrota.files import write_whole
from kinrota.model.kept import Item, Kept
from kinrota.store.own import OWN, file_name, own_folder

CALENDARS = "calendars"
FORMAT = 1
ENDING = ".kept"


class KeptCalendars(Struct, frozen=True):
    """A file for each calendar: a line of JSON about it, its text, and the entries of its collection."""

    household: Path

    def load(self, calendar: str) -> Kept | None:
        """The last good reading; None where there is none, or where its file is not as it was written."""
        try:
            head, _, rest = self._path(calendar).read_bytes().partition(b"\n")
            about = json.loads(head)
            whole = about["kinrota_kept"] == FORMAT and about["sha256"] == _hash(rest)
            whole = whole and dt.datetime.fromisoformat(about["read"]).tzinfo is not None
            return _kept(about, rest) if whole else None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def save(self, calendar: str, kept: Kept) -> None:
        """Keep a reading; `OSError` where the folder cannot be written to."""
        own_folder(self.household, CALENDARS)
        rest = b"".join([kept.data, *(item.data for item in kept.items)])
        about = {
            "kinrota_kept": FORMAT,
            "calendar": calendar,
            **{name: getattr(kept, name) for name in ("source", "read", "address", "etag", "modified", "version")},
            "length": len(kept.data),
            "items": [[item.href, item.etag, len(item.data)] for item in kept.items],
            "sha256": _hash(rest),
        }
        write_whole(self._path(calendar), json.dumps(about).encode() + b"\n" + rest)

    def keep_only(self, calendars: Collection[str]) -> None:
        """Delete the readings of all other calendars; what is there and was not written here stays."""
        for path in (self.household / OWN / CALENDARS).glob(f"*{ENDING}"):
            if self._calendar(path) not in (None, *calendars):
                with contextlib.suppress(OSError):  # what cannot be deleted is of no use, and does no harm
                    path.unlink()

    def _calendar(self, path: Path) -> str | None:
        """Whose reading a file is; None where it is none that was written here."""
        if path.is_symlink() or not path.is_file():
            return None
        try:
            with path.open("rb") as file:
                about = json.loads(file.readline())
            calendar = str(about["calendar"])
            return calendar if about["kinrota_kept"] == FORMAT and self._path(calendar) == path else None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def _path(self, calendar: str) -> Path:
        return self.household / OWN / CALENDARS / file_name(calendar, ENDING)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _kept(about: dict[str, Any], rest: bytes) -> Kept:
    at = about["length"]
    items = []
    for href, etag, length in about["items"]:
        items.append(Item(href, etag, rest[at : at + length]))
        at += length
    return Kept(
        source=about["source"],
        data=rest[: about["length"]],
        read=about["read"],
        address=about["address"],
        etag=about["etag"],
        modified=about["modified"],
        version=about["version"],
        items=tuple(items),
    )
