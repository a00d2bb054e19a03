"""How a household gets at what its calendar files say: by asking a process that may be killed, calendar by calendar."""

from __future__ import annotations

import contextlib
import hashlib
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast
from zoneinfo import ZoneInfo

__all__ = ["CalendarReading", "Limits", "Occurrence", "SetAside", "read_calendars"]

OUT_OF_MEMORY = 3
"""The exit status of a reading process that ran out of memory."""

READY = b"ready\n"
"""The first thing that a reading process says."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one calendar may cost, in one place."""

    seconds: float = 20
    """The time for a calendar, both on the clock and of the processor."""
    series_seconds: float = 3
    """The processor's time for the occurrences of one series."""
    memory: int = 512 * 2**20
    """The reading process's address space in bytes."""
    file_size: int = 32 * 2**20
    """Bytes of a calendar file."""
    answer_size: int = 64 * 2**20
    """Bytes of what the reading process says about a calendar."""
    series: int = 10_000
    """Occurrences of one series."""
    occurrences: int = 100_000
    """Occurrences of a calendar."""
    text: int = 1000
    """Characters kept of a summary, a location or a UID."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One occurrence of one event, in minutes since 1970-01-01T00:00Z.

    Seconds are rounded outwards, so that nothing busy is lost. `start == end` for an event that has no length.
    """

    start: int
    end: int
    all_day: bool
    """Whether it was given in dates: then it runs between midnights of the household's zone."""
    uid: str
    summary: str
    location: str
    status: str
    """CONFIRMED, TENTATIVE or CANCELLED as read; CONFIRMED where the event does not say."""
    transparent: bool
    """Whether it says that it takes none of its owner's time (TRANSP:TRANSPARENT)."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """An event, or a part of one, that could not be used."""

    line: int | None
    """Where it is in the file, counted from 1."""
    uid: str
    reason: str
    start: int | None
    """From when on it may have made its owner busy; None if that could not be read, so that it may be ever since."""


@dataclass(frozen=True, slots=True)
class CalendarReading:
    """What one calendar file says about a stretch of time."""

    occurrences: tuple[Occurrence, ...]
    """In order of start, end and UID."""
    set_aside: tuple[SetAside, ...]
    """What is missing from the occurrences."""
    unclear: tuple[SetAside, ...]
    """What is among the occurrences, but perhaps not as it was meant."""
    unreadable: str | None
    """A sentence why nothing could be read; then there are no occurrences, which is not the same as being free."""
    sha256: str
    """Of the file's bytes."""


def unreadable(data: bytes, reason: str) -> CalendarReading:
    """The reading of a file of which nothing could be read."""
    return CalendarReading((), (), (), reason, hashlib.sha256(data).hexdigest())


def read_calendars(
    sources: Mapping[str, bytes], window: tuple[int, int], zone: str, limits: Limits | None = None
) -> dict[str, CalendarReading]:
    """Read calendar files in a process of their own: every occurrence that touches the window `[from, to)`.

    Dates and floating times are in `zone`. A calendar that takes the process down with it is unreadable; the others
    are read all the same. Raises `ZoneInfoNotFoundError` for a zone that does not exist, ReaderNotStartedError when
    no process can be started.
    """
    ZoneInfo(zone)
    limits = limits or Limits()
    readings: dict[str, CalendarReading] = {}
    reader: Reader | None = None
    try:
        for name, data in sources.items():
            if refusal := _refusal(data, limits):
                readings[name] = unreadable(data, refusal)
                continue
            reader = reader if reader and reader.alive else Reader(window, zone, limits)
            readings[name] = reader.read(data)
    finally:
        if reader:
            reader.close()
    return readings


def _refusal(data: bytes, limits: Limits) -> str | None:
    """Why a file is not even worth a process, if so."""
    if not data.strip(b"\0\t\r\n "):
        return "The file is empty."
    if len(data) > limits.file_size:
        return f"The file is larger than {limits.file_size // 2**20} MB."
    return None


_BOOT = """
import sys, types
for name, folder in zip(("kinrota", "kinrota.intake"), sys.argv[1:]):
    sys.modules[name] = package = types.ModuleType(name)
    package.__path__ = [folder]
from kinrota.intake.ics_process import serve
serve()
"""
# The packages are stand-ins with an address and nothing in them, so that starting does not wait for all of kinrota.


class Reader:
    """A process that reads calendars, until one of them stops it."""

    def __init__(self, window: tuple[int, int], zone: str, limits: Limits) -> None:
        self.limits = limits
        self.alive = True
        self._ready = self._late = False
        intake = Path(__file__).resolve().parent
        command = [sys.executable, "-I", "-W", "ignore", "-c", _BOOT, str(intake.parent), str(intake)]
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and nothing from outside in its arguments
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._settings = json.dumps({"window": window, "zone": zone, "limits": asdict(limits)}).encode() + b"\n"

    def read(self, data: bytes) -> CalendarReading:
        """Have one calendar read, within the limits; `alive` says afterwards whether another can be asked for."""
        digest = hashlib.sha256(data).hexdigest()
        timer = threading.Timer(self.limits.seconds, self._stop)
        timer.start()
        try:
            answer = self._ask(data, digest)
        finally:
            timer.cancel()
            timer.join()  # or it might yet stop the process at the next calendar, which would get the blame
        self.alive = answer.endswith(b"\n") and not self._late
        if answer.endswith(b"\n"):
            return _reading(json.loads(answer))
        self.close()
        return unreadable(data, self._why(answer))

    def close(self) -> None:
        """End the process."""
        self.alive = False
        self.process.kill()
        self.process.wait()
        for pipe in (self._to, self._from):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    def _ask(self, data: bytes, digest: str) -> bytes:
        """What the process says about a calendar: one line of JSON, or not a whole one."""
        with contextlib.suppress(BrokenPipeError):
            self._to.write(self._settings + f"{len(data)} {digest}\n".encode())
            self._to.write(data)
            self._to.flush()
            self._settings = b""
        if not self._ready and self._from.readline() != READY and not self._late:
            self.close()
            raise ReaderNotStartedError(self.process.returncode)
        self._ready = True
        return self._from.readline(self.limits.answer_size)

    def _stop(self) -> None:
        self._late = True
        self.process.kill()

    def _why(self, answer: bytes) -> str:
        """Why the process did not answer to the end, once it is closed."""
        if self._late or self.process.returncode == -signal.SIGXCPU:
            return (
                f"Reading it took longer than {self.limits.seconds:g} seconds and was stopped. "
                "Maybe one of its events repeats without end."
            )
        if self.process.returncode == OUT_OF_MEMORY:
            return f"Reading it needs more than {self.limits.memory // 2**20} MB of memory."
        if len(answer) >= self.limits.answer_size:
            return "There is more in it than a household can need. Maybe it is not a person's calendar."
        return f"The process that read it was stopped in the middle (status {self.process.returncode})."

    @property
    def _to(self) -> BinaryIO:
        return cast("BinaryIO", self.process.stdin)

    @property
    def _from(self) -> BinaryIO:
        return cast("BinaryIO", self.process.stdout)


class ReaderNotStartedError(RuntimeError):
    """The process ended with `status` before it looked at any calendar: an installation that is not whole."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(
            f"the process that reads calendars did not start (status {status}). "
            "Maybe icalendar or recurring-ical-events is not installed."
        )


def _reading(answer: dict[str, Any]) -> CalendarReading:
    """Build a reading from the process's answer."""
    return CalendarReading(
        occurrences=tuple(Occurrence(*values) for values in answer["occurrences"]),
        set_aside=tuple(SetAside(*values) for values in answer["set_aside"]),
        unclear=tuple(SetAside(*values) for values in answer["unclear"]),
        unreadable=answer["unreadable"],
        sha256=answer["sha256"],
    )
