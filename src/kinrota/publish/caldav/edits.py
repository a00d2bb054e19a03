"""What people's changes of events in their calendars mean: pins, declines, answers, and proposals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kinrota.model.history import UNWRITTEN, Answer, DeclineLine, PinLine, Proposal, SaidIn, Wish, Word
from kinrota.model.published import Entry, Meaning
from kinrota.model.time import Span, minus
from kinrota.publish.caldav.changes import CANCELLED
from kinrota.publish.caldav.meaning import STRANGE

Role = Literal["adult", "helper", "child", "other"]
CHILDREN_FROM = {"care": 3, "night": 3, "escort": 4}
"""Where in what an event stands for its children begin, of the kinds that an adult has for children."""
SETTLING = ("care", "night")
"""Whose hours say who is with a child."""
NAMED = ("routine", "chore", "own", "together", "occasion")
"""What an event of these kinds stands for has a name in the plan."""
TOLD = ("attendance", "custody", "alone", "night", "care", "escort")
"""What a child's calendar only tells: who takes it out of there proposes nothing."""
GONE = "gone"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose calendar it is that people changed something in: its id in the household, and the person's."""

    calendar: str
    person: str
    role: Role


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person made of an event: as kinrota knew it, with what it says now; None where it is gone."""

    entry: Entry
    now: Meaning | None

    @property
    def version(self) -> str:
        """What tells this edit of the event from every other: the same until it is taken up, and never again."""
        return f"{self.entry.edits + 1}-{self.now.version if self.now else GONE}"


def obeyed(entry: Entry, whose: Whose) -> bool:
    """Whether a plan obeys what a person makes of an event's hours and status."""
    kind = entry.known_by[0] if entry.known_by else ""
    return (whose.role, kind) == ("helper", "asked") or (whose.role == "adult" and kind in SETTLING)


def words(edit: Edit, whose: Whose, at: int) -> tuple[Word, ...]:
    """What an edit says, at a moment; nothing where the event is over, or only its words are others.

    What was said of it in an edit before is said anew where it is other by now: the last word counts.
    """
    entry = edit.entry
    if entry.base.end <= at or not entry.known_by or whose.role == "other":
        return ()
    return tuple(_words(edit, whose, at, SaidIn(whose.calendar, entry.uid, edit.version)))


def _words(edit: Edit, whose: Whose, at: int, said_in: SaidIn) -> Iterator[Word]:
    kind = edit.entry.known_by[0]
    if edit.now is not None and (edit.now.status == STRANGE or edit.now.end <= edit.now.start):
        yield _proposal(edit, whose, at, said_in, "changed")
    elif (whose.role, kind) == ("helper", "asked"):
        yield from _answers(edit, whose, at, said_in)
    elif _hours(edit.entry.seen) != _hours(edit.now):
        if whose.role == "adult" and kind in SETTLING:
            yield from _settling(edit, whose, at, said_in)
        else:
            yield from _wishes(edit, whose, at, said_in)


def _settling(edit: Edit, whose: Whose, at: int, said_in: SaidIn) -> Iterator[Word]:
    """New hours are settled, hours of the plan that are left out are declined, and others are the plan's again."""
    base, before, now = _span(edit.entry.base), _hours(edit.entry.seen), _hours(edit.now)
    old = [span for span in (base, before) if span]
    kept = [now] if now else []
    undone = now == base
    for child in _children(edit.entry):
        for span in minus(old, [] if undone else [base, *kept]):
            yield PinLine(UNWRITTEN, at, child, span, None, said_in)
        if now and not undone:
            yield PinLine(UNWRITTEN, at, child, now, whose.person, said_in)
        for span in () if undone else minus([base], kept):
            yield DeclineLine(UNWRITTEN, at, whose.person, child, span, said_in)


def _wishes(edit: Edit, whose: Whose, at: int, said_in: SaidIn) -> Iterator[Word]:
    """A way that an adult takes out is declined; other hours of anything else are a proposal."""
    kind, now = edit.entry.known_by[0], _hours(edit.now)
    if now:
        yield _proposal(edit, whose, at, said_in, "moved")
    elif whose.role == "adult" and kind == "escort":
        for child in _children(edit.entry):
            yield DeclineLine(UNWRITTEN, at, whose.person, child, _span(edit.entry.base), said_in)
    elif kind != "gap" and not (whose.role == "child" and kind in TOLD):
        yield _proposal(edit, whose, at, said_in, "removed")


def _answers(edit: Edit, whose: Whose, at: int, said_in: SaidIn) -> Iterator[Word]:
    """A helper who takes the event out says no; who confirms it or moves it says yes to its hours, no to the others."""
    base, before, now = edit.entry.base, edit.entry.seen, edit.now
    hours, said = _hours(now), now.status if now else CANCELLED
    moved = hours is not None and hours != _hours(before) and before is not None and hours != _span(base)
    if hours and (moved or (said == "CONFIRMED" and (before is None or before.status != said))):
        yield Answer(UNWRITTEN, at, whose.person, hours, yes=True, said_in=said_in)
    if moved or (hours is None and _hours(before) is not None):
        for span in minus([_span(base)], [hours] if hours else []):
            yield Answer(UNWRITTEN, at, whose.person, span, yes=False, said_in=said_in)


def _proposal(edit: Edit, whose: Whose, at: int, said_in: SaidIn, wish: Wish) -> Proposal:
    known_by, base = edit.entry.known_by, edit.entry.base
    what = known_by[1] if known_by[0] in NAMED else known_by[0]
    wished = _hours(edit.now) if wish == "moved" else None
    return Proposal(UNWRITTEN, at, whose.person, what, base.summary, _span(base), wish, wished, said_in)


def _children(entry: Entry) -> tuple[str, ...]:
    return entry.known_by[CHILDREN_FROM[entry.known_by[0]] :]


def _hours(meaning: Meaning | None) -> Span | None:
    """The hours of an event; None where it is gone or called off, or where nobody can tell."""
    if meaning is None or meaning.status == CANCELLED or meaning.end <= meaning.start:
        return None
    return _span(meaning)


def _span(meaning: Meaning) -> Span:
    return Span(meaning.start, meaning.end)
