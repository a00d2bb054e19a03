"""What people deleted by mistake: its events become the plan's again, and what the deletions said is taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.history import UNWRITTEN, Answer, DeclineLine, History, Proposal, Word
from kinrota.model.published import Meaning
from kinrota.model.time import Clock, Span
from kinrota.publish.caldav.edits import AROUND, GONE
from kinrota.publish.caldav.looking import Look

ALL = "all"
NAMED_AT = "@"
"""What every event's name has in it, and no calendar's id."""


class Pick(Struct, frozen=True):
    """Which deletions are meant: those of a calendar, on a date, of an event; of any where nothing is said."""

    calendar: str = ""
    day: dt.date | None = None
    event: str = ""

    def means(self, calendar: str, event: str, span: Span, clock: Clock) -> bool:
        """Whether it means the deletion of an event with these hours."""
        here = self.calendar in ("", calendar) and self.event in ("", event)
        return here and (self.day is None or clock.day(self.day).overlaps(span))


class TwoOfAKindError(ValueError):
    """A word that names a second calendar, date or event: no deletion is of both."""


def pick_of(text: str, calendars: Collection[str]) -> Pick:
    """`all`, or a calendar's id, a date, an event's UID, or several of these; ValueError with the word that is none."""
    said: dict[str, str | dt.date] = {}
    for word in text.split():
        kind = "calendar" if word in calendars else "event" if NAMED_AT in word else "all" if word == ALL else "day"
        value = _date(word) if kind == "day" else word
        if said.setdefault(kind, value) != value:
            raise TwoOfAKindError(word)
    if not said:
        raise ValueError(text)
    said.pop("all", None)
    return Pick(**said)  # type: ignore[arg-type]


def _date(word: str) -> dt.date:
    try:
        return dt.date.fromisoformat(word)
    except ValueError:
        raise ValueError(word) from None


class Restoring(Struct, frozen=True):
    """The deletions out of a calendar that are taken for mistakes, of events that are not over at a moment."""

    picks: tuple[Pick, ...]
    calendar: str
    clock: Clock
    at: int

    def put_back(self, seen: Look) -> list[Meaning]:
        """What of a calendar is to be written again where a plan has it, marked as restored.

        It stays known, so that it is not written beside one that somebody puts back, and a restoring that breaks off
        is finished the next time.
        """
        back = [
            entry
            for entry in seen.entries.values()
            if entry.seen is None and entry.base.end > self.at and self._means(entry.uid, _span(entry.base))
        ]
        names = {entry.uid for entry in back}
        seen.edits = [edit for edit in seen.edits if edit.now is not None or edit.entry.uid not in names]
        seen.entries |= {entry.uid: replace(entry, spoken=(), restored=True) for entry in back}
        return sorted(entry.base for entry in back)

    def take_back(self, history: History, restored: Collection[str]) -> tuple[Word, ...]:
        """What these deletions said and still holds, taken back, and what those of events `restored` before said.

        What else was said of the same time stays.
        """
        return tuple(
            word
            for line, span in history.standing()
            if span.end > self.at and self._is_meant(line, restored)
            for word in _taken_back(line, span, self.at)
        )

    def _is_meant(self, line: Word, restored: Collection[str]) -> bool:
        where = line.said_in
        if where is None or where.calendar != self.calendar or not where.version.endswith(f"-{GONE}"):
            return False
        way = isinstance(line, DeclineLine) and line.way
        span = Span(line.span.start + AROUND, line.span.end - AROUND) if way else line.span
        return where.event in restored or self._means(where.event, span)

    def _means(self, event: str, span: Span) -> bool:
        return any(pick.means(self.calendar, event, span, self.clock) for pick in self.picks)


def _taken_back(line: Word, span: Span, at: int) -> Iterator[Word]:
    if isinstance(line, Answer) and line.yes is False:
        yield replace(line, line=UNWRITTEN, at=at, span=span, yes=None)
    elif isinstance(line, DeclineLine) and not line.open:
        yield replace(line, line=UNWRITTEN, at=at, span=span, open=True)
    elif isinstance(line, Proposal):
        yield replace(line, line=UNWRITTEN, at=at, wish="moved", wish_span=line.span, said_in=None)


def _span(meaning: Meaning) -> Span:
    return Span(meaning.start, meaning.end)
