"""How a household gets at what its calendar files say: by asking a process that may be killed, calendar by calendar."""

from __future__ import annotations

import contextlib
import hashlib
import json
import signal
import threading
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Self
from zoneinfo import ZoneInfo

from kinrota.intake.ics_reading import OUT_OF_MEMORY, READY, CalendarReading, Limits, Occurrence, SetAside
from kinrota.intake.ics_start import Process, started

__all__ = ["CalendarReading", "Limits", "Occurrence", "Reader", "SetAside", "read_calendars"]

Addresses = Mapping[str, Sequence[str]]
"""The mail addresses of the owner of each calendar that has one who has any, by the calendar's name."""
NOBODYS: Addresses = MappingProxyType({})


def unreadable(data: bytes, reason: str) -> CalendarReading:
    """The reading of a file of which nothing could be read."""
    return CalendarReading((), (), (), reason, hashlib.sha256(data).hexdigest())


def read_calendars(
    sources: Mapping[str, bytes],
    window: tuple[int, int],
    zone: str,
    limits: Limits | None = None,
    addresses: Addresses = NOBODYS,
) -> dict[str, CalendarReading]:
    """Read calendar files in a process of their own, as `Reader` does; each under its name."""
    with Reader(limits) as reader:
        return reader.all(sources, window, zone, addresses)


class Reader:
    """Has calendars read by a process, and by another one when a calendar has taken that down with it.

    `process` is one that was started before. `ReaderNotStartedError` where no process can be started.
    """

    def __init__(self, limits: Limits | None = None, process: Process | None = None) -> None:
        self.limits = limits or Limits()
        self.process = process
        self._ready = self._late = False

    def __enter__(self) -> Self:
        """Read as long as it is needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self.close()

    def all(
        self, sources: Mapping[str, bytes], window: tuple[int, int], zone: str, addresses: Addresses = NOBODYS
    ) -> dict[str, CalendarReading]:
        """Every occurrence of each calendar that touches the window `[from, to)`.

        Dates and floating times are in `zone`. What a calendar's owner has answered to invitations is read where
        `addresses` has any of its owner's. A calendar that takes the process down with it is unreadable; the
        others are read all the same. Raises `ZoneInfoNotFoundError` for a zone that does not exist.
        """
        ZoneInfo(zone)
        return {name: self.read(data, window, zone, addresses.get(name, ())) for name, data in sources.items()}

    def read(self, data: bytes, window: tuple[int, int], zone: str, addresses: Sequence[str] = ()) -> CalendarReading:
        """Have one calendar read, within the limits."""
        if refusal := _refusal(data, self.limits):
            return unreadable(data, refusal)
        process = self.process = self.process or started()
        asked: dict[str, object] = {
            "window": window,
            "zone": zone,
            "limits": self.limits._asdict(),
            "addresses": addresses,
        }
        answer = self._answer(process, data, asked)
        whole = answer.endswith(b"\n")
        if self._late or not whole:
            self.close()
        return _reading(json.loads(answer)) if whole else unreadable(data, self._why(answer, process.status))

    def close(self) -> None:
        """End the process, if there is one."""
        if self.process:
            self.process.end()
        self.process, self._ready = None, False

    def _answer(self, process: Process, data: bytes, asked: dict[str, object]) -> bytes:
        """What the process says about a calendar, or has said when its time was up."""
        digest = hashlib.sha256(data).hexdigest()
        asked |= {"length": len(data), "sha256": digest}
        self._late = False
        timer = threading.Timer(self.limits.patience, self._stop, (process,))
        timer.start()
        try:
            return self._ask(process, json.dumps(asked).encode() + b"\n" + data)
        finally:
            timer.cancel()
            timer.join()  # or it might yet stop the process at the next calendar, which would get the blame

    def _ask(self, process: Process, message: bytes) -> bytes:
        """What the process says about a calendar: one line of JSON, or not a whole one."""
        to, back = process.to, process.back
        with contextlib.suppress(BrokenPipeError):
            to.write(message)
            to.flush()
        if not self._ready and back.readline() != READY and not self._late:
            self.close()
            raise ReaderNotStartedError(process.status)
        self._ready = True
        return back.readline(self.limits.answer_size)

    def _stop(self, process: Process) -> None:
        self._late = True
        process.kill()

    def _why(self, answer: bytes, status: int | None) -> str:
        """Why the process did not answer to the end, once it is closed."""
        if self._late or status in (-signal.SIGXCPU, -signal.SIGPROF):
            seconds = self.limits.patience if self._late else self.limits.seconds
            return (
                f"Reading it took longer than {seconds:g} seconds and was stopped. "
                "Maybe one of its events repeats without end."
            )
        if status == OUT_OF_MEMORY:
            return f"Reading it needs more than {self.limits.memory // 2**20} MB of memory."
        if len(answer) >= self.limits.answer_size:
            return "There is more in it than a household can need. Maybe it is not a person's calendar."
        return f"The process that read it was stopped in the middle (status {status})."


def _refusal(data: bytes, limits: Limits) -> str | None:
    """Why a file is not even worth a process, if so."""
    if not data.strip(b"\0\t\r\n "):
        return "The file is empty. Maybe export or download the calendar again."
    if len(data) > limits.file_size:
        return f"The file is larger than {limits.file_size // 2**20} MB. Maybe export only this year of it."
    return None


class ReaderNotStartedError(RuntimeError):
    """The process ended with `status` before it looked at any calendar: an installation that is not whole."""

    def __init__(self, status: int | None) -> None:
        self.status = status
        super().__init__(
            f"the process that reads calendars did not start (status {status}). Maybe kinrota is not installed whole."
        )


def _reading(answer: list[Any]) -> CalendarReading:
    """Build a reading from the process's answer."""
    occurrences, set_aside, unclear, unreadable, sha256 = answer
    return CalendarReading(
        tuple(map(Occurrence._make, occurrences)),
        tuple(map(SetAside._make, set_aside)),
        tuple(map(SetAside._make, unclear)),
        unreadable,
        sha256,
    )
