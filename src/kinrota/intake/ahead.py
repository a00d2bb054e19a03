"""Calendars are asked for before the household is understood, which takes as long as reading them."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from kinrota.intake.files import TEXT, refusal
from kinrota.intake.ics import CalendarReading, Reader
from kinrota.intake.ics_start import Process
from kinrota.intake.stretch import wide
from kinrota.model.time import Clock


@contextlib.contextmanager
def asked_ahead(process: Process, folder: Path, start: dt.date | None, days: int) -> Iterator[Reader]:
    """A reader that is at work already on what a folder's text says at first sight.

    Whatever is wrong there, or guessed wrongly, costs only time: once the household is understood it is said, or asked
    again.
    """
    with EagerReader(process) as reader:
        over = threading.Event()
        thread = threading.Thread(target=_ask, args=(reader, over, folder, start, days))
        thread.start()
        try:
            yield reader
        finally:
            over.set()
            reader.close()
            thread.join()


class EagerReader(Reader):
    """Knows what it was asked before; several may ask, one after the other."""

    def __init__(self, process: Process) -> None:
        super().__init__(process=process)
        self._asking = threading.Lock()
        self._known: dict[tuple[bytes, tuple[int, int], str, tuple[str, ...]], CalendarReading] = {}

    def read(self, data: bytes, window: tuple[int, int], zone: str, addresses: Sequence[str] = ()) -> CalendarReading:
        """Have one calendar read, within the limits, unless it was."""
        asked = (data, window, zone, tuple(addresses))
        with self._asking:
            if asked not in self._known:
                self._known[asked] = super().read(data, window, zone, addresses)
            return self._known[asked]


def _ask(reader: Reader, over: threading.Event, folder: Path, start: dt.date | None, days: int) -> None:
    """Ask for the calendars whose owner has no mail address, in the order of the text."""
    with contextlib.suppress(Exception):
        values = tomllib.loads((folder / TEXT).read_text(encoding="utf-8"))
        clock = Clock(values["timezone"])
        window = wide(clock, start or clock.date(int(time.time()) // 60), days)
        for calendar in values["calendars"].values():
            path, owner = (folder / calendar["source"]).resolve(), values["adults"].get(calendar.get("of"), {})
            if not (over.is_set() or "addresses" in owner or refusal(path, folder.resolve())):
                reader.read(path.read_bytes(), (window.start, window.end), clock.zone)
