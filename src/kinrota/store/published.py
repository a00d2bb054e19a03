"""The ledger of a calendar that kinrota writes on a server: a file to which each step is added before the next."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kinrota.errors import InputError, Problem
from kinrota.files import add, write_whole
from kinrota.model.published import Entry, Intent, Meaning
from kinrota.model.time import Span
from kinrota.store.own import OWN, file_name, own_folder

FOLDER = "published"
FORMAT = 1
FEW = 8
"""Events of which it does not matter how long a file about them is."""
LOOSE = 4
"""As many lines for each event as these are too many: then the file is written anew."""


class BusyError(Exception):
    """Another kinrota is publishing the same calendar."""


class KeptLedger:
    """What is remembered of a calendar, each step safe when its call returns.

    With `trial` nothing is written: what is noted is known to this object alone.
    """

    def __init__(self, path: Path, file: int | None) -> None:
        self._path = path
        self._file = file
        self._address = self._purpose = ""
        self._entries: dict[str, Entry] = {}
        self._strangers: dict[str, str] = {}

    @property
    def address(self) -> str:
        """Where the calendar is; empty before it was ever written into."""
        return self._address

    @property
    def purpose(self) -> str:
        """What was written there, and where."""
        return self._purpose

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The events by their names."""
        return MappingProxyType(self._entries)

    @property
    def strangers(self) -> Mapping[str, str]:
        """What others put into the calendar, where it is and its version."""
        return MappingProxyType(self._strangers)

    def settle(self, address: str, purpose: str) -> None:
        """The calendar at an address is kinrota's own, for a purpose."""
        self._add(_settled(address, purpose))

    def clear(self) -> None:
        """Remember nothing any more, as if nothing had ever been written."""
        self._add({"clear": True})

    def note(self, entry: Entry) -> None:
        """Remember an event as it is now."""
        self._add({"entry": _record(entry)})

    def restore(self, entries: Iterable[Entry]) -> None:
        """Remember events that are gone by mistake, all of them or, after a crash, none."""
        self._add({"restored": [_record(entry) for entry in entries]})

    def forget(self, uid: str) -> None:
        """Remember an event no more."""
        self._add({"forget": uid})

    def pass_by(self, strangers: Mapping[str, str]) -> None:
        """Remember what others put there, in place of what was known of it."""
        self._add({"strangers": dict(strangers)})

    def load(self) -> None:
        """Read what was remembered; a line that a crash cut off was never said. InputError where it is no ledger."""
        try:
            whole, _, rest = self._path.read_bytes().rpartition(b"\n")
        except FileNotFoundError:
            return
        lines = whole.split(b"\n") if whole else []
        try:
            for line in lines:
                self._take(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            raise _unread(self._path) from None
        if self._file is not None:
            if rest:
                os.ftruncate(self._file, len(whole) + bool(whole))
            if len(lines) > LOOSE * (len(self._entries) + FEW):
                self._write_anew(self._file)

    def _add(self, record: dict[str, Any]) -> None:
        if self._file is not None:
            add(self._file, json.dumps(record).encode() + b"\n")
        self._take(record)

    def _take(self, record: dict[str, Any]) -> None:
        if "entry" in record:
            entry = _entry(record["entry"])
            self._entries[entry.uid] = entry
        elif "restored" in record:
            self._entries |= {entry.uid: entry for entry in map(_entry, record["restored"])}
        elif "forget" in record:
            self._entries.pop(record["forget"], None)
        elif "strangers" in record:
            self._strangers = {str(href): str(etag) for href, etag in record["strangers"].items()}
        elif "clear" in record:
            self._address, self._purpose, self._entries, self._strangers = "", "", {}, {}
        elif record["kinrota_published"] == FORMAT:
            self._address, self._purpose = str(record["address"]), str(record["purpose"])
        else:
            raise ValueError

    def _write_anew(self, file: int) -> None:
        records = [
            _settled(self._address, self._purpose),
            {"strangers": self._strangers},
            *({"entry": _record(entry)} for entry in self._entries.values()),
        ]
        data = b"".join(json.dumps(record).encode() + b"\n" for record in records)
        write_whole(self._path, data)
        anew = os.open(self._path, os.O_RDWR | os.O_APPEND)
        os.dup2(anew, file, inheritable=False)
        os.close(anew)


@contextlib.contextmanager
def ledger(folder: Path, published: str, *, trial: bool = False) -> Iterator[KeptLedger]:
    """A calendar's ledger, for one at a time; BusyError where another has it, OSError where none can be kept."""
    path = folder / OWN / FOLDER / file_name(published, ".jsonl")
    if trial:
        kept = KeptLedger(path, None)
        kept.load()
        yield kept
        return
    own_folder(folder, FOLDER)
    lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _locked(lock)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            kept = KeptLedger(path, file)
            kept.load()
            yield kept
        finally:
            os.close(file)
    finally:
        os.close(lock)


def _locked(lock: int) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BusyError from None


def _settled(address: str, purpose: str) -> dict[str, Any]:
    return {"kinrota_published": FORMAT, "address": address, "purpose": purpose}


def _record(entry: Entry) -> dict[str, Any]:
    return {
        "uid": entry.uid,
        "href": entry.href,
        "known_by": entry.known_by,
        "base": entry.base,
        "seen": entry.seen,
        "etag": entry.etag,
        "writes": entry.writes,
        "edits": entry.edits,
        "intent": entry.intent,
        "spoken": [(span.start, span.end) for span in entry.spoken],
        "hearing": entry.hearing,
        "restored": entry.restored,
        "life": entry.life,
    }


def _entry(record: dict[str, Any]) -> Entry:
    intent = record["intent"]
    return Entry(
        uid=str(record["uid"]),
        href=str(record["href"]),
        known_by=tuple(map(str, record["known_by"])),
        base=_meaning(*record["base"]),
        seen=_maybe(record["seen"]),
        etag=str(record["etag"]),
        writes=int(record["writes"]),
        edits=int(record["edits"]),
        intent=None if intent is None else _intent(*intent),
        spoken=tuple(Span(int(start), int(end)) for start, end in record["spoken"]),
        hearing=tuple(_maybe(one) for one in record["hearing"]),
        restored=bool(record.get("restored", False)),
        life=str(record["life"]),
    )


def _intent(result: list[Any] | None, base: list[Any], writes: int) -> Intent:
    return Intent(_maybe(result), _meaning(*base), int(writes))


def _maybe(record: list[Any] | None) -> Meaning | None:
    return None if record is None else _meaning(*record)


def _meaning(start: int, end: int, *words: str | bool) -> Meaning:
    summary, text, place, status, busy, more = words
    return Meaning(int(start), int(end), str(summary), str(text), str(place), str(status), bool(busy), str(more))


def _unread(path: Path) -> InputError:
    message = "is not as kinrota wrote it; nothing of it is changed."
    remedy = (
        "Maybe put back an older copy of this file; or move it away: what is in the calendar is looked at anew then."
    )
    return InputError((Problem(str(path), None, "", "", message, remedy),))
