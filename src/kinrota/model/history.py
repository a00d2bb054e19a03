"""What was promised, answered, settled by hand and really done: the lines of a household's history.jsonl."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.time import Span, inside, merged, minus

HISTORY = "history.jsonl"
UNWRITTEN = 0
"""The number of a line that is not yet one of a file."""
Role = Literal["child", "helper", "adult"]
Wish = Literal["moved", "removed", "changed"]
L = TypeVar("L", "Answer", "PinLine | DeclineLine")
W = TypeVar("W", "Answer", "PinLine", "DeclineLine", "Proposal")


class Promise(Struct, frozen=True):
    """What a plan told somebody of a stretch of time.

    `what` is `care`, `escort` or `alone` of a child, with whom in `people`; `help` of a helper; of another adult what
    it does, with which children. `place` is where, or where a journey begins that ends at `to_place`.
    """

    person: str
    role: Role
    span: Span
    what: str
    people: tuple[str, ...] = ()
    place: str | None = None
    to_place: str | None = None


class Accepted(Struct, frozen=True):
    """A plan that was made the plan: its hash, its days, its promises, and each resident's minutes of load by date."""

    line: int
    at: int
    plan: str
    span: Span
    promises: tuple[Promise, ...] = ()
    loads: Mapping[dt.date, Mapping[str, int]] | None = None

    def load(self, day: dt.date, adult: str) -> int | None:
        """An adult's minutes of load on a date; None where the plan does not have both."""
        return (self.loads or {}).get(day, {}).get(adult)


class SaidIn(Struct, frozen=True):
    """The calendar in which something was said: whose, the UID of its event, and the hash of how that stood then."""

    calendar: str
    event: str
    version: str


class Answer(Struct, frozen=True):
    """A helper's yes or no to a stretch of time; None takes back what was said of it before."""

    line: int
    at: int
    helper: str
    span: Span
    yes: bool | None
    said_in: SaidIn | None = None


class PinLine(Struct, frozen=True):
    """Who is to be with a child, settled by hand; None takes back what was settled or declined before."""

    line: int
    at: int
    child: str
    span: Span
    met_by: str | None
    said_in: SaidIn | None = None


class DeclineLine(Struct, frozen=True):
    """An adult's no to answering for a child."""

    line: int
    at: int
    adult: str
    child: str
    span: Span
    said_in: SaidIn | None = None


class Proposal(Struct, frozen=True):
    """What somebody wishes to be otherwise in a plan; nothing obeys it.

    `what` is what the plan calls it, such as `routine:bedtime-leo`, `span` when the plan had it, and `wish_span`, of
    what is to be moved, when it is wished.
    """

    line: int
    at: int
    person: str
    what: str
    title: str
    span: Span
    wish: Wish
    wish_span: Span | None = None
    said_in: SaidIn | None = None

    @property
    def withdrawn(self) -> bool:
        """Whether nothing is wished any more: it is to be when the plan has it."""
        return self.wish_span == self.span


Word = Answer | PinLine | DeclineLine | Proposal
"""A line that somebody says; plans and what was done are no such."""


class Done(Struct, frozen=True):
    """What an adult's load on a date really was, in minutes."""

    line: int
    at: int
    on: dt.date
    adult: str
    minutes: int


class Pin(Struct, frozen=True):
    """A stretch in which nobody but one adult may answer for a child; `source` is the line that says so."""

    child: str
    span: Span
    met_by: str
    source: str


class Decline(Struct, frozen=True):
    """A stretch in which an adult does not answer for a child; `source` is the line that says so."""

    child: str
    adult: str
    span: Span
    source: str


class History(Struct, frozen=True):
    """Every line, in order: of the same minutes, or the same date, the last line is the one that counts."""

    accepted: tuple[Accepted, ...] = ()
    answers: tuple[Answer, ...] = ()
    pins: tuple[PinLine, ...] = ()
    done: tuple[Done, ...] = ()
    declines: tuple[DeclineLine, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    said: frozenset[SaidIn] = frozenset()
    """All that was taken over from calendars, by every line of the file, those that are left out here included."""

    def answered(self, helper: str, *, yes: bool) -> tuple[Span, ...]:
        """The minutes that a helper accepted, or declined."""
        said = (answer for answer in self.answers if answer.helper == helper)
        return merged(span for span, answer in _last_word(said) if answer.yes is yes)

    def pinned(self, frame: Span) -> tuple[Pin, ...]:
        """The pins that count inside a frame, in order."""
        found = [
            Pin(line.child, span, line.met_by, _source(line))
            for span, line in self._settled(frame)
            if isinstance(line, PinLine) and line.met_by is not None
        ]
        return tuple(sorted(found, key=lambda pin: (pin.span, pin.child)))

    def declined(self, frame: Span) -> tuple[Decline, ...]:
        """What adults said no to that counts inside a frame, in order."""
        found = [
            Decline(line.child, line.adult, span, _source(line))
            for span, line in self._settled(frame)
            if isinstance(line, DeclineLine)
        ]
        return tuple(sorted(found, key=lambda decline: (decline.span, decline.child, decline.adult)))

    def _settled(self, frame: Span) -> Iterator[tuple[Span, PinLine | DeclineLine]]:
        """What pins and declines leave of one another, inside a frame."""
        known: list[PinLine | DeclineLine] = [*self.pins, *self.declines]
        lines = [line for line in known if line.span.overlaps(frame)]
        for child in dict.fromkeys(line.child for line in lines):
            said = sorted((line for line in lines if line.child == child), key=lambda line: line.line)
            for span, line in _last_word(said, _unsays):
                yield from ((part, line) for part in inside([span], frame))

    def open_proposals(self, frame: Span) -> tuple[Proposal, ...]:
        """What is wished to be otherwise in a frame, in order; of wishes for the same thing the last."""
        last = {(one.person, one.what, one.span): one for one in self.proposals if one.span.overlaps(frame)}
        return tuple(sorted((one for one in last.values() if not one.withdrawn), key=lambda one: (one.span, one.line)))

    def load(self, day: dt.date, adult: str) -> int | None:
        """An adult's minutes of load on a date: what was really done, else what the last plan for it gave to do."""
        done = [line.minutes for line in self.done if (line.on, line.adult) == (day, adult)]
        planned = [plan for plan in self.accepted if day in (plan.loads or {})]
        return done[-1] if done else planned[-1].load(day, adult) if planned else None

    def without(self, lines: Iterable[int]) -> History:
        """The same without some lines."""
        left = set(lines)
        return replace(
            self,
            answers=_but(self.answers, left),
            pins=_but(self.pins, left),
            declines=_but(self.declines, left),
            proposals=_but(self.proposals, left),
        )


def _last_word(said: Iterable[L], unsays: Callable[[L, L], bool] = lambda _new, _old: True) -> list[tuple[Span, L]]:
    """Each stretch without the minutes that a later line takes from it: that of any, unless `unsays` says otherwise."""
    found: list[tuple[Span, L]] = []
    for line in said:
        found = [
            (part, old) for span, old in found for part in (minus([span], [line.span]) if unsays(line, old) else [span])
        ]
        found.append((line.span, line))
    return found


def _source(line: PinLine | DeclineLine) -> str:
    return f"{HISTORY}:{line.line}"


def _unsays(new: PinLine | DeclineLine, old: PinLine | DeclineLine) -> bool:
    """Whether a line takes the minutes that an earlier one speaks of, too.

    A pin settles them anew. A decline takes what the same adult declined before, and what it was pinned to.
    """
    if isinstance(new, PinLine):
        return True
    return new.adult == (old.met_by if isinstance(old, PinLine) else old.adult)


def _but(lines: tuple[W, ...], left: set[int]) -> tuple[W, ...]:
    return tuple(line for line in lines if line.line not in left)
