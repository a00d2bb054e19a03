"""What people's changes of events in their calendars mean: pins, declines, answers, and proposals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.history import UNWRITTEN, Answer, DeclineLine, PinLine, Proposal, SaidIn, Wish, Word
from kinrota.model.published import Entry, Meaning
from kinrota.model.time import Span, merged, minus
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
AROUND = 2 * 60
"""Minutes before and after a way in which who takes it out does not make it either."""
GONE = "gone"
CONFIRMED = "CONFIRMED"


class Whose(Struct, frozen=True):
    """Whose calendar it is that people changed something in: its id in the household, and the person's."""

    calendar: str
    person: str
    role: Role


class Edit(Struct, frozen=True):
    """What a person made of an event: as kinrota knew it, with what it says now; None where it is gone."""

    entry: Entry
    now: Meaning | None

    @property
    def version(self) -> str:
        """What tells this edit of the event from every other: the same until it is taken up, and never again."""
        return f"{self.entry.life}-{self.entry.edits + 1}-{self.now.version if self.now else GONE}"

    @property
    def taken_up(self) -> Entry:
        """The event with this edit heard."""
        entry, now = self.entry, _hours(self.now)
        spoken = () if now and now == _hours(entry.base) else merged([*entry.spoken, *([now] if now else [])])
        return replace(entry, seen=self.now, edits=entry.edits + 1, spoken=spoken, restored=False)


def obeyed(entry: Entry, whose: Whose) -> bool:
    """Whether a plan obeys what a person makes of an event's hours and status."""
    kind = entry.known_by[0] if entry.known_by else ""
    return (whose.role, kind) == ("helper", "asked") or (whose.role == "adult" and kind in SETTLING)


def in_place_of(new: tuple[str, ...], old: tuple[str, ...]) -> bool:
    """Whether an event takes another's place by what the two stand for: the same, that day, with one child at least."""
    if not new or not old or new[0] != old[0]:
        return False
    first = CHILDREN_FROM.get(new[0])
    if first is None:
        return new == old
    return new[1] == old[1] and bool(set(new[first:]) & set(old[first:]))


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
    if _is_unclear(edit.now):
        yield _proposal(edit, whose, at, said_in, "changed")
        return
    clear = not _is_unclear(edit.entry.seen)
    if not clear:
        yield _withdrawn(edit, whose, at, said_in)
    if (whose.role, kind) == ("helper", "asked"):
        yield from _answers(edit, whose, at, said_in)
    elif not clear or _hours(edit.entry.seen) != _hours(edit.now):
        if whose.role == "adult" and kind in SETTLING:
            yield from _settling(edit, whose, at, said_in)
        else:
            yield from _wishes(edit, whose, at, said_in)


def _settling(edit: Edit, whose: Whose, at: int, said_in: SaidIn) -> Iterator[Word]:
    """New hours are settled, hours of the plan that are left out are declined, and others are the plan's again.

    What was restored and then is put back where it was says nothing: all that it said is taken back already.
    """
    base, now = _span(edit.entry.base), _hours(edit.now)
    old, kept = _old(edit), [now] if now else []
    undone = now == base
    if undone and edit.entry.restored:
        return
    for child in _children(edit.entry):
        for span in minus(old, [] if undone else [base, *kept]):
            yield PinLine(UNWRITTEN, at, child, span, None, said_in)
        if now and not undone:
            yield PinLine(UNWRITTEN, at, child, now, whose.person, said_in)
        for span in () if undone else minus([base], kept):
            yield DeclineLine(UNWRITTEN, at, whose.person, child, span, said_in)


def _wishes(edit: Edit, whose: Whose, at: int, said_in: SaidIn) -> Iterator[Word]:
    """A way that an adult takes out is declined, and any such way around it; other hours of anything are a proposal.

    What is back where the plan has it is wished no more.
    """
    kind, base, before, now = edit.entry.known_by[0], _span(edit.entry.base), _hours(edit.entry.seen), _hours(edit.now)
    way = whose.role == "adult" and kind == "escort"
    if way and not (before and now):
        span, (place, to_place) = Span(base.start - AROUND, base.end + AROUND), edit.entry.known_by[2:4]
        for child in _children(edit.entry):
            yield DeclineLine(UNWRITTEN, at, whose.person, child, span, said_in, place, to_place, open=now is not None)
    silent = way or kind == "gap" or (whose.role == "child" and kind in TOLD)
    if now and now != base:
        yield _proposal(edit, whose, at, said_in, "moved")
    elif not now and not silent:
        yield _proposal(edit, whose, at, said_in, "removed")
    elif before != base and (before or not silent) and not _is_unclear(edit.entry.seen):
        yield _withdrawn(edit, whose, at, said_in)


def _answers(edit: Edit, whose: Whose, at: int, said_in: SaidIn) -> Iterator[Word]:
    """A helper who takes the event out says no; who confirms it or moves it says yes to its hours, no to the others.

    Who moves it back, or confirms it no more, has said nothing any more.
    """
    base, before, now = _span(edit.entry.base), _hours(edit.entry.seen), _hours(edit.now)
    says = now is not None and edit.now is not None and edit.now.status == CONFIRMED
    said = before is not None and edit.entry.seen is not None and edit.entry.seen.status == CONFIRMED
    if (before, said) == (now, says) and not _is_unclear(edit.entry.seen):
        return
    yes = [now] if now and (says or now != base) else []
    left = minus([base] if now else _old(edit), yes) if yes or not now else ()
    for span in minus(_old(edit), [*yes, *left]):
        yield Answer(UNWRITTEN, at, whose.person, span, yes=None, said_in=said_in)
    for span in yes:
        yield Answer(UNWRITTEN, at, whose.person, span, yes=True, said_in=said_in)
    for span in left:
        yield Answer(UNWRITTEN, at, whose.person, span, yes=False, said_in=said_in)


def _withdrawn(edit: Edit, whose: Whose, at: int, said_in: SaidIn) -> Proposal:
    """Nothing is wished of it any more."""
    return replace(_proposal(edit, whose, at, said_in, "moved"), wish_span=_span(edit.entry.base))


def _proposal(edit: Edit, whose: Whose, at: int, said_in: SaidIn, wish: Wish) -> Proposal:
    known_by, base = edit.entry.known_by, edit.entry.base
    what = known_by[1] if known_by[0] in NAMED else known_by[0]
    wished = _hours(edit.now) if wish == "moved" else None
    title = base.summary or what
    return Proposal(UNWRITTEN, at, whose.person, what, title, _span(base), wish, wished, said_in)


def _children(entry: Entry) -> tuple[str, ...]:
    return entry.known_by[CHILDREN_FROM[entry.known_by[0]] :]


def _is_unclear(meaning: Meaning | None) -> bool:
    return meaning is not None and (meaning.status == STRANGE or meaning.end <= meaning.start)


def _old(edit: Edit) -> list[Span]:
    """The hours of the plan, and all that people made of them."""
    return [span for span in (_span(edit.entry.base), *edit.entry.spoken, _hours(edit.entry.seen)) if span]


def _hours(meaning: Meaning | None) -> Span | None:
    """The hours of an event; None where it is gone or called off, or where nobody can tell."""
    if meaning is None or meaning.status == CANCELLED or meaning.end <= meaning.start:
        return None
    return _span(meaning)


def _span(meaning: Meaning) -> Span:
    return Span(meaning.start, meaning.end)
