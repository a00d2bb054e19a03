"""Small plans of one person's calendar, drawn at will, and the words of people that a plan has to keep to."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.history import Answer, DeclineLine, History, PinLine, Word
from kinrota.model.time import DAY, EPOCH, Clock, Span, inside, merged, minus
from kinrota.publish.caldav.edits import Whose
from kinrota.publish.ics import Line, Sheet

ZONE = "Europe/Berlin"
FIRST = dt.date(2026, 3, 27)
"""Two days before the clocks change."""
NOW = int((dt.datetime(2026, 3, 20, tzinfo=dt.UTC) - EPOCH).total_seconds()) // 60
"""Before all plans: what is over is another matter."""
TICK = NOW // DAY * DAY
STEP = 45
"""Minutes from one possible beginning to the next."""
SLOTS = DAY // STEP
DAYS = 4
CHILDREN = (("leo",), ("mia",), ("leo", "mia"))
KINDS = {"adult": ("care", "escort", "night", "routine", "gap"), "helper": ("asked",)}
SETTLING = ("care", "night", "escort")
OBEYED = ("care", "night", "asked")
"""Whose hours are settled when their person moves them."""


class Draft(Struct, frozen=True):
    """One line of a plan in numbers: its kind, day, beginning, length, children, words."""

    kind: int
    day: int
    slot: int
    length: int
    children: int
    words: int


@dataclass(frozen=True)
class Days:
    """The days of a plan."""

    first: int = 0
    count: int = DAYS

    @property
    def span(self) -> Span:
        return Span(_midnight(self.first), _midnight(self.first + self.count))


def sheet_of(drafts: Iterable[Draft], days: Days, whose: Whose, history: Sequence[Word]) -> Sheet:
    """The calendar of a plan that keeps to all that was said."""
    lines = [_line(draft, days, whose) for draft in drafts]
    return Sheet("Plan", TICK, "teal", tuple(_keeping(lines, days.span, whose, history)), ZONE, days.span)


def fits(sheet: Sheet, days: Span, whose: Whose, history: Sequence[Word]) -> bool:
    """Whether a plan keeps to what was said."""
    said = _history(history)
    if any(_overlaps(line, span) for line in sheet.lines if line.category == "asked" for span in _no(said, whose)):
        return False
    for no in said.declined(days):
        if any(_overlaps(line, no.span) for line in sheet.lines if no.child in _children(line)):
            return False
    return not any(minus([pin.span], _with(sheet.lines, pin.child)) for pin in said.pinned(days))


def _line(draft: Draft, days: Days, whose: Whose) -> Line:
    kinds = KINDS[whose.role]
    kind, date = kinds[draft.kind % len(kinds)], FIRST + dt.timedelta(days=days.first + draft.day % days.count)
    start = _midnight(days.first + draft.day % days.count) + draft.slot % SLOTS * STEP
    end = start + (1 + draft.length) * STEP
    children = CHILDREN[draft.children % len(CHILDREN)]
    same = {
        "care": (date.isoformat(), whose.person, *children),
        "night": (date.isoformat(), whose.person, *children),
        "escort": (date.isoformat(), whose.person, "school", *children),
        "routine": ("routine:bedtime-leo", date.isoformat()),
        "gap": (date.isoformat(), *children),
        "asked": (date.isoformat(),),
    }[kind]
    title = f"{kind.title()} of {' and '.join(children)}" + (", changed" if draft.words % 2 else "")
    text = ("", "Bring the boots;\nand, if it rains, the coat", "Grüße")[draft.words % 3]
    return Line(
        (kind, *same),
        Span(start, end),
        title,
        kind,
        "teal",
        text,
        ("", "School")[draft.words // 2 % 2],
        busy=kind != "gap",
        settled=draft.words // 3 % 3 != 1,
    )


def _keeping(lines: list[Line], days: Span, whose: Whose, history: Sequence[Word]) -> list[Line]:
    """The lines without what was declined, with what was settled, and those of one kind that meet as one."""
    said = _history(history)
    kept = [part for line in lines for part in _parts(line, days, whose, said)]
    for pin in said.pinned(days):
        date = Clock(ZONE).date(pin.span.start).isoformat()
        for span in minus([pin.span], _with(kept, pin.child)):
            same = ("care", date, whose.person, pin.child)
            kept.append(Line(same, span, f"Care of {pin.child}", "care", "teal", busy=True))
    groups: dict[tuple[str, ...], list[Line]] = {}
    for line in kept:
        groups.setdefault(line.known_by, []).append(line)
    return [replace(group[0], span=span) for group in groups.values() for span in merged(line.span for line in group)]


def _parts(line: Line, days: Span, whose: Whose, said: History) -> list[Line]:
    without: list[Span] = []
    if line.category == "asked":
        without = list(_no(said, whose))
    elif line.category in SETTLING:
        without = [one.span for one in said.declined(days) if one.child in _children(line)]
    return [replace(line, span=span) for span in minus([line.span], without) if days.holds(span.start)]


def _history(history: Sequence[Word]) -> History:
    numbered = [replace(word, line=number) for number, word in enumerate(history, start=1)]
    return History(
        answers=tuple(word for word in numbered if isinstance(word, Answer)),
        pins=tuple(word for word in numbered if isinstance(word, PinLine)),
        declines=tuple(word for word in numbered if isinstance(word, DeclineLine)),
    )


def _no(said: History, whose: Whose) -> tuple[Span, ...]:
    return said.answered(whose.person, yes=False)


def _children(line: Line) -> tuple[str, ...]:
    return {"care": line.known_by[3:], "night": line.known_by[3:], "escort": line.known_by[4:]}.get(line.category, ())


def _with(lines: Iterable[Line], child: str) -> tuple[Span, ...]:
    return merged(line.span for line in lines if child in _children(line))


def _overlaps(line: Line, span: Span) -> bool:
    return bool(list(inside([line.span], span)))


def _midnight(day: int) -> int:
    return Clock(ZONE).midnight(FIRST + dt.timedelta(days=day))
