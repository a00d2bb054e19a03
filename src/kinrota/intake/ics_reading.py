"""What is said between a household and the process that reads its calendars: limits, and what a calendar says."""

from __future__ import annotations

from typing import NamedTuple

OUT_OF_MEMORY = 3
"""The exit status of a reading process that ran out of memory."""

BACKWARDS = "It ends before it starts"
"""How what is said of an event begins that does so."""

READY = b"ready\n"
"""The first thing that a reading process says."""


class Limits(NamedTuple):
    """How much one calendar may cost, in one place."""

    seconds: float = 2
    """The processor's time for a calendar."""
    patience: float = 30
    """The time for a calendar on the clock, however little of the processor it gets."""
    series_steps: int = 500_000
    """Steps of work for the occurrences of one series."""
    steps: int = 3_000_000
    """Steps of work for all series of a calendar; one that takes few is followed all the same."""
    memory: int = 256 * 2**20
    """The reading process's address space in bytes."""
    file_size: int = 32 * 2**20
    """Bytes of a calendar file."""
    answer_size: int = 64 * 2**20
    """Bytes of what the reading process says about a calendar."""
    series: int = 10_000
    """Occurrences of one series."""
    occurrences: int = 100_000
    """Occurrences of a calendar."""
    events: int = 50_000
    """Events of a calendar file, at all times."""
    text: int = 1000
    """Characters kept of a summary, a location or a UID."""


class Occurrence(NamedTuple):
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
    """CONFIRMED, TENTATIVE or CANCELLED as read; CONFIRMED where the event does not say.

    TENTATIVE, too, is an invitation that its owner did not answer yet, and CANCELLED what mail called off.
    """
    transparent: bool
    """Whether it says that it takes none of its owner's time (TRANSP:TRANSPARENT)."""
    declined: bool = False
    """Whether it is an invitation that its owner declined, or sent somebody else to; only if an address is known."""

    def touches(self, first: int, last: int) -> bool:
        """Whether it takes place in a window `[first, last)`, were it only for an instant."""
        return self.start < last and (self.end > first or self.start == self.end >= first)


class SetAside(NamedTuple):
    """An event, or a part of one, that could not be used."""

    line: int | None
    """Where it is in the file, counted from 1."""
    uid: str
    reason: str
    start: int | None
    """From when on it may have made its owner busy; None if that could not be read, so that it may be ever since."""
    title: str = ""
    """What the event is called, where that can be read."""
    remedy: str = ""
    """What a person can do about it, where that is known."""
    whole: bool = False
    """Whether it is about the file, and not about an event."""


class CalendarReading(NamedTuple):
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
