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

    def is_beside(self, other: SaidIn | None) -> bool:
        """Whether something else was said in the same event."""
        return other is not None and (self.calendar, self.event) == (other.calendar, other.event)


class Answer(Struct, frozen=True):
    """A helper's yes or no to a stretch of time; None takes back what was said of it before."""

    line: int
    at: int
    helper: str
    span: Span
    yes: bool | None
    said_in: SaidIn | None = None

    @property
    def takes_back(self) -> bool:
        """Whether it says nothing itself."""
        return self.yes is None


class PinLine(Struct, frozen=True):
    """Who is to be with a child, settled by hand; None takes back what was settled or declined before."""

    line: int
    at: int
    child: str
    span: Span
    met_by: str | None
    said_in: SaidIn | None = None

    @property
    def takes_back(self) -> bool:
        """Whether it says nothing itself."""
        return self.met_by is None


class DeclineLine(Struct, frozen=True):
    """An adult's no to answering for a child, or only to taking it along on a way from `place` to `to_place`.

    `open` takes such a no of the same adult back.
    """

    line: int
    at: int
    adult: str
    child: str
    span: Span
    said_in: SaidIn | None = None
    place: str | None = None
    to_place: str | None = None
    open: bool = False

    @property
    def takes_back(self) -> bool:
        """Whether it says nothing itself."""
        return self.open

    @property
    def way(self) -> tuple[str, str] | None:
        """From where to where the way is that it is about; None where it is about all of the time."""
        return None if self.place is None or self.to_place is None else (self.place, self.to_place)


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
    """A stretch in which an adult does not answer for a child; `source` is the line that says so.

    With a `way`, from a place to another, it only does not take the child from the one, if that is not home, or to the
    other, if that is not home.
    """

    child: str
    adult: str
    span: Span
    source: str
    way: tuple[str, str] | None = None


class History(Struct, frozen=True):
    """Every line, in order: of the same minutes, or the same date, the last line is the one that counts.

    What is taken back is as if it had never been said: what it took the place of stands again.
    """

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
        return merged(span for span, answer in _last_word(_standing(said)) if answer.yes is yes)

    def pinned(self, frame: Span) -> tuple[Pin, ...]:
        """The pins that count inside a frame, in order."""
        found = [
            Pin(line.child, span, line.met_by, _source(line))
            for span, line in self._settled(frame)
            if isinstance(line, PinLine) and line.met_by is not None
        ]
        return tuple(sorted(found, key=lambda pin: (pin.span, pin.child)))

    def declined(self, frame: Span) -> tuple[Decline, ...]:
        """What adults said no to that counts inside a frame, in order; a way not where it is no to all of the time."""
        known = [(span, line) for span, line in self._settled(frame) if isinstance(line, DeclineLine)]
        whole: dict[tuple[str, str], list[Span]] = {}
        for span, line in known:
            if line.way is None:
                whole.setdefault((line.child, line.adult), []).append(span)
        found = [
            Decline(line.child, line.adult, part, _source(line), line.way)
            for span, line in known
            for part in minus([span], whole.get((line.child, line.adult), ()) if line.way else ())
        ]
        return tuple(sorted(found, key=lambda one: (one.span, one.child, one.adult, one.way or ())))

    def _settled(self, frame: Span) -> Iterator[tuple[Span, PinLine | DeclineLine]]:
        """What pins and declines leave of one another, inside a frame."""
        for said in self._of_children():
            near = ((span, line) for span, line in said if span.overlaps(frame))
            for span, line in _last_word(near, _unsays):
                yield from ((part, line) for part in inside([span], frame))

    def _of_children(self) -> Iterator[list[tuple[Span, PinLine | DeclineLine]]]:
        """For each child the pins and declines that are not taken back, in order."""
        known: list[PinLine | DeclineLine] = [*self.pins, *self.declines]
        lines: dict[str, list[PinLine | DeclineLine]] = {}
        for line in sorted(known, key=lambda one: one.line):
            lines.setdefault(line.child, []).append(line)
        return (_standing(said) for said in lines.values())

    def open_proposals(self, frame: Span) -> tuple[Proposal, ...]:
        """What is wished to be otherwise in a frame, in order; of wishes for the same thing the last."""
        last = {(one.person, one.what, one.span): one for one in self.proposals if one.span.overlaps(frame)}
        return tuple(sorted((one for one in last.values() if not one.withdrawn), key=lambda one: (one.span, one.line)))

    def standing(self) -> Iterator[tuple[Word, Span]]:
        """What people said, each with a stretch of its time in which it is not taken back."""
        for helper in dict.fromkeys(answer.helper for answer in self.answers):
            said = (answer for answer in self.answers if answer.helper == helper)
            yield from ((line, span) for span, line in _standing(said))
        for told in self._of_children():
            yield from ((line, span) for span, line in told)
        wishes = {(one.person, one.what, one.span): one for one in self.proposals}
        yield from ((one, one.span) for one in wishes.values() if not one.withdrawn)

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


def _standing(said: Iterable[L]) -> list[tuple[Span, L]]:
    """Each line that says something, in order, with the minutes of it that no later line takes back."""
    found: list[tuple[Span, L]] = []
    for line in said:
        found = _less(found, (line.span, line), _takes_back)
        found += [] if line.takes_back else [(line.span, line)]
    return found


def _last_word(
    said: Iterable[tuple[Span, L]], unsays: Callable[[L, L], bool] = lambda _new, _old: True
) -> list[tuple[Span, L]]:
    """Each stretch without the minutes that a later one takes from it: that of any, unless `unsays` says otherwise."""
    found: list[tuple[Span, L]] = []
    for one in said:
        found = _less(found, one, unsays)
        found.append(one)
    return found


def _less(said: list[tuple[Span, L]], new: tuple[Span, L], takes: Callable[[L, L], bool]) -> list[tuple[Span, L]]:
    """Stretches without the minutes of a new one, where that takes them."""
    taken, line = new
    return [(part, old) for span, old in said for part in (minus([span], [taken]) if takes(line, old) else [span])]


def _source(line: PinLine | DeclineLine) -> str:
    return f"{HISTORY}:{line.line}"


def _takes_back(new: L, old: L) -> bool:
    """Whether a line makes the minutes that an earlier one speaks of as if it had not spoken of them.

    In an event the last word counts, and what is taken back there is only what was said there. By hand everything that
    was settled is taken back, a helper's answer, or what an adult declined of all of the time, or of a way.
    """
    if new.said_in:
        again = new.takes_back or new.said_in != old.said_in
        return again and new.said_in.is_beside(old.said_in)
    if isinstance(new, DeclineLine):
        return new.open and isinstance(old, DeclineLine) and (new.adult, new.way) == (old.adult, old.way)
    return new.takes_back


def _unsays(new: PinLine | DeclineLine, old: PinLine | DeclineLine) -> bool:
    """Whether a line counts in place of an earlier one in the minutes that both speak of.

    A pin settles them anew. A decline counts in place of the same one before, and one of all of the time in place of a
    pin to the same adult.
    """
    if isinstance(new, PinLine):
        return True
    if isinstance(old, PinLine):
        return new.adult == old.met_by and new.way is None
    return (new.adult, new.way) == (old.adult, old.way)


def _but(lines: tuple[W, ...], left: set[int]) -> tuple[W, ...]:
    return tuple(line for line in lines if line.line not in left)
