"""Dates as rotas write them, found in a line: Mon 2 Mar, 2.3., 02/03/2026, 2026-03-02, 2.-6. März, Mo."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from kinrota.intake.pasted.vocabulary import month, weekday

_WORD = r"[^\W\d_]"
_YEAR = r"(?:20\d{2}|(?:19|21)\d{2})(?!\d)(?!\s?(?:-|to|bis)\s?\d{4}(?![\d:]|\s?-))"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(20\d{2})([01]\d)([0-3]\d)(?!\d)")
_DOTTED = re.compile(rf"(\d{{1,2}})\.\s?(\d{{1,2}})\.(?:\s?({_YEAR})|(\d{{2}})(?![\d:.h]|\s?-\s?\d))?(?!\d)")
_DOTTED_SHORT = re.compile(r"(\d{1,2})\.(\d{1,2})(?![\d.:h])(?!-\d)(?!\s?uhr)", re.IGNORECASE)
_PAIR = re.compile(rf"(\d{{1,2}})([/-])(\d{{1,2}})(?:\2({_YEAR}|\d{{2}}(?!\d)))?(?![\d/:])")
_DAY_MONTH = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|er)?\.?[\s-]?\s*(?:of\s+|de\s+)?({_WORD}{{3,10}})\b\.?(?:,?[\s-]?\s*({_YEAR})|\s?'(\d{{2}}))?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"({_WORD}{{3,10}})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.h])(?:,?\s*({_YEAR}))?", re.IGNORECASE
)
_DAY_ALONE = re.compile(r"(\d{1,2})(?:st\b|nd\b|rd\b|th\b|\.)?(?=$|[\s,;:|)])(?!\s?(?:-|to|bis)\s?\d)", re.IGNORECASE)
_OPEN_RANGE = re.compile(
    r"(\d{1,2})\.?(?:st|nd|rd|th)?\s?(?:-|bis|to|until)\s?(?=\d{1,2}(?:\.|\s|st|nd|rd|th))", re.IGNORECASE
)
_TWO_DAYS = re.compile(r"(\d{1,2})\.\s?(?:/|\+|&|und\b|and\b)\s?(?=\d{1,2}\.)", re.IGNORECASE)
_MORE_DAYS = re.compile(
    r"\s?(?:-|to|until)\s?(\d{1,2})(?:st|nd|rd|th)?(?![\d:.h/])(?:,?\s*(20\d{2})\b)?", re.IGNORECASE
)
_TO_DATE = re.compile(r"\s*(?:-{1,2}|\.\.|\b(?:bis|to|until|till|through|thru)\b)\s*", re.IGNORECASE)
_NAME = re.compile(rf"({_WORD}{{2,12}})\b\.?")
_GAP = re.compile(r"[\s,.(]*")
_START = re.compile(r"[\s*>\"'|,;#_-]*(?:\[[ xX]?\]\s*)?")
_BREAK = re.compile(r"[,;|\t/\"]\s*\"?$")


class Raw(Struct, frozen=True):
    """A date as a text gives it; what it does not say is None."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    pair: tuple[int, int] | None = None
    """Two numbers of which nobody knows yet which is the day."""
    last: Raw | None = None
    """The last date of several."""
    text: str = ""

    @property
    def level(self) -> int:
        """How surely it is a date: 3 with a month, 2 with a weekday and a day, 1 with a day, 0 with a weekday alone."""
        if not self.alone:
            return 3
        return 0 if self.day is None else 1 if self.weekday is None else 2

    @property
    def alone(self) -> bool:
        """Whether there is only a weekday, or only the number of a day."""
        return self.month is None and self.pair is None


class Anchor(Struct, frozen=True):
    """A date with its columns in a line, from 0."""

    start: int
    end: int
    raw: Raw


def beginning(line: str) -> int:
    """Where a line begins, bullets and ticks left out."""
    found = _START.match(line)
    return found.end() if found else 0


def anchors(line: str) -> list[Anchor]:
    """The dates of a line to which what follows may belong, in order."""
    found: list[Anchor] = []
    at = first = beginning(line)
    while at < len(line):
        if at > first and (line[at - 1].isalnum() or line[at - 1] in ".:/-"):
            at += 1
            continue
        strong = at == first or _BREAK.search(line[:at]) is not None
        anchor = _ranged(line, at, strong=strong, bare=at == first)
        if anchor:
            found.append(anchor)
        at = anchor.end if anchor else at + 1
    return found


def whole(cell: str) -> Raw | None:
    """The date that a cell is, and nothing else."""
    text = cell.strip(" \t\"'|*")
    anchor = _ranged(text, 0, strong=True, bare=True) if text else None
    return anchor.raw if anchor and not text[anchor.end :].strip(" .,:;)") else None


def _ranged(line: str, at: int, *, strong: bool, bare: bool) -> Anchor | None:
    """A date, or several from one to another."""
    opened = _OPEN_RANGE.match(line, at)
    if opened and (last := _dated(line, opened.end())) and last.raw.month is not None:
        first = replace(last.raw, day=int(opened[1]), weekday=None)
        return Anchor(at, last.end, replace(first, last=last.raw, text=line[at : last.end]))
    if two := _two_days(line, at):
        return two
    anchor = _dated(line, at, strong=strong, bare=bare)
    if anchor is None or (anchor.raw.alone and anchor.raw.day is None):
        return anchor
    if (more := _MORE_DAYS.match(line, anchor.end)) and _ends_with_day(line[at : anchor.end]):
        first = replace(anchor.raw, year=_year(more[2]) or anchor.raw.year)
        last_raw = replace(first, day=int(more[1]), weekday=None)
        return Anchor(at, more.end(), replace(first, last=last_raw, text=line[at : more.end()]))
    to = _TO_DATE.match(line, anchor.end)
    if to and (last := _dated(line, to.end(), strong=anchor.raw.pair is not None)) and not last.raw.alone:
        return Anchor(at, last.end, replace(anchor.raw, last=last.raw, text=line[at : last.end]))
    return anchor


def _two_days(line: str, at: int) -> Anchor | None:
    """Two days that follow each other, as in 19./20.12.; others are no range."""
    opened = _TWO_DAYS.match(line, at)
    last = _dated(line, opened.end()) if opened else None
    if opened is None or last is None or last.raw.month is None or last.raw.day != int(opened[1]) + 1:
        return None
    first = replace(last.raw, day=int(opened[1]), weekday=None)
    return Anchor(at, last.end, replace(first, last=last.raw, text=line[at : last.end]))


def _ends_with_day(text: str) -> bool:
    """Whether a date is of the kind Mar 2, after which a number may go on."""
    return bool(re.search(rf"{_WORD}{{3,}}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?$", text))


def _dated(line: str, at: int, *, strong: bool = False, bare: bool = False) -> Anchor | None:
    """One date with the weekday before or after it; a weekday alone only where something new begins.

    `strong`: something new begins here, so that 02/03 is a date. `bare`: a line begins here, so that 2 may be one.
    """
    name = _NAME.match(line, at)
    day = weekday(name[1]) if name else None
    if name and day is not None:
        gap = _GAP.match(line, name.end())
        inner = gap.end() if gap else name.end()
        dated = _plain(line, inner, weak=True, bare=True)
        if dated:
            return Anchor(at, dated.end, replace(dated.raw, weekday=day, text=line[at : dated.end]))
        return Anchor(at, name.end(), Raw(weekday=day, text=name[0])) if strong and _stands(line, name.end()) else None
    dated = _plain(line, at, weak=strong, bare=bare)
    return _with_weekday_after(line, dated) if dated else None


def _stands(line: str, end: int) -> bool:
    return end >= len(line) or line[end] in ' \t:;,|/)-"='


def _with_weekday_after(line: str, dated: Anchor) -> Anchor:
    gap = _GAP.match(line, dated.end)
    name = _NAME.match(line, gap.end() if gap else dated.end)
    day = weekday(name[1]) if name else None
    if name is None or day is None or dated.raw.weekday is not None:
        return dated
    end = name.end() + (1 if line[name.end() : name.end() + 1] == ")" else 0)
    return Anchor(dated.start, end, replace(dated.raw, weekday=day, text=line[dated.start : end]))


def _plain(line: str, at: int, *, weak: bool, bare: bool) -> Anchor | None:
    """One date without its weekday; the weak kinds may be hours or numbers of something else."""
    for end, raw in _kinds(line, at, weak=weak, bare=bare):
        if raw.day is None or 1 <= raw.day <= 31:  # noqa: PLR2004 -- days of a month
            return Anchor(at, end, replace(raw, text=line[at:end]))
    return None


def _kinds(line: str, at: int, *, weak: bool, bare: bool) -> Iterator[tuple[int, Raw]]:
    if found := _ISO.match(line, at) or _COMPACT.match(line, at):
        yield found.end(), Raw(int(found[3]), int(found[2]), int(found[1]))
    if found := _DOTTED.match(line, at):
        yield found.end(), Raw(int(found[1]), int(found[2]), _year(found[3] or found[4]))
    if (found := _DAY_MONTH.match(line, at)) and (named := month(found[2])):
        yield found.end(), Raw(int(found[1]), named, _year(found[3] or found[4]))
    if (found := _MONTH_DAY.match(line, at)) and (named := month(found[1])):
        yield found.end(), Raw(int(found[2]), named, _year(found[3]))
    if (found := _PAIR.match(line, at)) and (found[4] or (weak and found[2] == "/")):
        yield found.end(), Raw(pair=(int(found[1]), int(found[3])), year=_year(found[4]))
    if weak and (found := _DOTTED_SHORT.match(line, at)) and 1 <= int(found[2]) <= 12:  # noqa: PLR2004 -- months
        yield found.end(), Raw(int(found[1]), int(found[2]))
    if bare and (found := _DAY_ALONE.match(line, at)):
        yield found.end(), Raw(int(found[1]))


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    return int(digits) + (2000 if len(digits) == 2 else 0)  # noqa: PLR2004 -- 26 is 2026
