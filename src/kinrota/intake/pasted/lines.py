"""A rota with its days in lines: a date and what belongs to it, several on a line, or a date above its shifts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from kinrota.intake.pasted.dates import Anchor, Raw, anchors, beginning
from kinrota.intake.pasted.dating import Mention
from kinrota.intake.pasted.entries import entry_of
from kinrota.intake.pasted.hours import ranges
from kinrota.intake.pasted.text import Piece
from kinrota.intake.pasted.understood import Doubt, Options
from kinrota.intake.pasted.vocabulary import is_off, month
from kinrota.intake.pasted.words import Codes, says_more
from kinrota.model.time import WallSpan

_LEGEND = re.compile(r"[\s*>|\"',;(-]*([^\W_][\w+/.&-]{0,15}?)\s*(?:[=:]|\s-\s|\s)\s*(?=\S)")
_EQUALS = re.compile(r"[\s*>|\"',;(-]*[^\W_][\w+/.&-]{0,15}\s*[=:]")
_CODE = r"[^\W_][\w+/.&-]{0,15}?\s?(?:=|:(?!\d))"
_TITLE = re.compile(rf"[\s*>|\"',;(-]*(?:[^\W\d_]{{2,20}}\s?){{1,3}}:\s+(?={_CODE})")
_ITEM = re.compile(rf"(?:^|(?<=[\s,;|(]))({_CODE})\s*(.*?)(?=[\s,;|]{{1,40}}{_CODE}|$)")
"""F = 06:15-14:30 in a row of such."""
_BETWEEN = " *>|\"',;(-\t"
_MONTH_YEAR = re.compile(r"([^\W\d_]{3,10})\.?\s*,?\s*(20\d{2})\b")
_NUMBERS = re.compile(r"(?<![\d./-])(0?[1-9]|1[0-2])[/.](20\d{2})(?!\d)")
_WEEK = re.compile(
    r"\b(?:kw|cw|wk|week|woche|kalenderwoche)\s*\.?:?\s*(\d{1,2})\b(?:\s*[/,]?\s*(20\d{2}))?", re.IGNORECASE
)
_WEEK_OF = re.compile(
    r"\b(?:w/c|wc|week\s+(?:commencing|beginning|starting|of|from)|woche\s+(?:ab|vom))\b", re.IGNORECASE
)
_MARKS = re.compile(r"[\W_]*")
_END_OF = re.compile(r"\s*[,;|]?\"?\s*\d{1,2}[:.]?\d{2}(?::00)?\"?\s*(?:-|to|bis|[,;|])?\s*\"?")


class Heading(Struct):
    """What the headings so far say."""

    year: int | None = None
    month: int | None = None
    after: dt.date | None = None
    """The date from which on weekdays count."""
    sure: bool = True
    """Whether the year of that date is written."""


class Found(Struct):
    """Dates with what belongs to each, in the order of the text."""

    mentions: list[Mention] = field(default_factory=list)
    rests: list[list[Piece]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def dates_in(lines: Sequence[Piece]) -> list[list[Anchor]]:
    """The dates of each line, without what only looks like one in a text that has better ones."""
    found = [anchors(line.text) for line in lines]
    heads = [bool(days) and _is_heading(line, days) for line, days in zip(lines, found, strict=True)]
    levels = {day.raw.level for days, head in zip(found, heads, strict=True) if not head for day in days}
    least = 2 if 3 in levels else 1 if levels & {1, 2} else 0  # noqa: PLR2004 -- levels of Raw
    return [[day for day in days if day.raw.level >= least] for days in found]


Explained = tuple[str, WallSpan | None]
"""A code with what it means; None is a day off."""


class Legend(Struct):
    """What a text says of its codes."""

    codes: dict[str, WallSpan | None] = field(default_factory=dict)
    lines: set[int] = field(default_factory=set)
    """The lines that say so."""
    twice: dict[str, Doubt] = field(default_factory=dict)
    """The codes of which it says two things, so that they mean nothing."""

    def say(self, line: Piece, said: Iterable[Explained]) -> None:
        """Take what a line says."""
        self.lines.add(line.line)
        for code, wall in said:
            if self.codes.setdefault(code, wall) == wall or code in self.twice:
                continue
            reason = f"{code} is {wall or 'off'} here, and {self.codes[code] or 'off'} before: neither is taken."
            remedy = f'Maybe --codes "{code}={wall or self.codes[code]}".'
            self.twice[code] = Doubt(line.part(0), reason, remedy)

    @property
    def clear(self) -> dict[str, WallSpan | None]:
        """The codes of which it says one thing."""
        return {code: wall for code, wall in self.codes.items() if code not in self.twice}


def legend_of(lines: Iterable[Piece], dated: Iterable[Sequence[Anchor]]) -> Legend:
    """What the text itself says of its codes, such as E = 06:30-14:30, and on which lines."""
    legend = Legend()
    open_day = False
    for line, days in zip(lines, dated, strict=True):
        if days:
            open_day = not line.text[days[-1].end :].strip(" .:,;-")
        elif said := _several(line.text, open_day=open_day) or _one(line.text, open_day=open_day):
            legend.say(line, said)
    return legend


def _one(text: str, *, open_day: bool) -> list[Explained]:
    """The code that a line explains; nothing where it may be the shift of the date above."""
    named = _LEGEND.match(text)
    hours = list(ranges(text[named.end() :])) if named else []
    if not named or len(hours) != 1 or not hours[0].wall or (open_day and not _EQUALS.match(text)):
        return []
    return [] if month(named[1]) is not None or named[1].isdigit() else [(named[1], hours[0].wall)]


def _several(text: str, *, open_day: bool) -> list[Explained]:
    """The codes that a line explains one behind another; nothing where it may be the shift of the date above."""
    title = _TITLE.match(text)
    if open_day and not title and "=" not in text:
        return []
    start = title.end() if title else 0
    items = list(_ITEM.finditer(text.rstrip(_BETWEEN + ")"), start))
    if len(items) < (1 if title else 2) or text[start : items[0].start()].strip(_BETWEEN):
        return []
    found = [(item[1].rstrip("=: "), _meaning(item[2])) for item in items]
    if any(month(code) is not None or code.isdigit() for code, _ in found):
        return []
    clear = [(code, wall) for code, wall in found if wall is not False]
    return clear if any(wall for _, wall in clear) else []


def _meaning(value: str) -> WallSpan | Literal[False] | None:
    """The hours that a code stands for, None for a day off; False where it is neither, or more."""
    if is_off(value):
        return None
    hours = list(ranges(value))
    return hours[0].wall or False if len(hours) == 1 else False


def read_lines(lines: Sequence[Piece], dated: Sequence[Sequence[Anchor]], skipped: set[int], options: Options) -> Found:
    """Every date with the text that belongs to it."""
    found, heading = Found(), Heading()
    open_day = False
    for line, days in zip(lines, dated, strict=True):
        if line.line in skipped:
            continue
        if not days:
            open_day = _without_date(line, found, heading, open_day=open_day, options=options)
        elif _is_heading(line, days):
            _head(line, days, heading, options)
            open_day = False
        else:
            open_day = _dated(line, days, found, heading)
    return found


def _is_heading(line: Piece, days: Sequence[Anchor]) -> bool:
    """Whether words stand before the dates and nothing behind: Rota 2 March - 29 March."""
    before = line.text[beginning(line.text) : days[0].start]
    behind = [line.text[day.end : after] for day, after in _with_next(days)]
    return bool(re.search(r"\w", before)) and not any(re.search(r"\w", rest) for rest in behind)


def _head(line: Piece, days: Sequence[Anchor], heading: Heading, options: Options) -> None:
    raw = days[0].raw
    heading.year = raw.year or (raw.last.year if raw.last else None) or heading.year
    if _WEEK_OF.search(line.text) and raw.day and raw.month:
        year = heading.year or options.year
        heading.after, heading.sure = _safe(year or options.today.year, raw), year is not None


def _safe(year: int, raw: Raw) -> dt.date | None:
    try:
        return dt.date(year, raw.month or 1, raw.day or 1)
    except ValueError:
        return None


def _with_next(days: Sequence[Anchor]) -> list[tuple[Anchor, int | None]]:
    """Each date with the column where the next begins."""
    return [(day, days[at + 1].start if at + 1 < len(days) else None) for at, day in enumerate(days)]


def _dated(line: Piece, days: Sequence[Anchor], found: Found, heading: Heading) -> bool:
    """Take the dates of a line; whether nothing stands behind the last, so that it may stand below."""
    if re.search(r"\w", line.text[beginning(line.text) : days[0].start]):
        found.doubts.append(Doubt(line.part(0), "There are words before the date, so it was not read as a day."))
        return False
    line, days = _joined(line, days)
    for day, after in _with_next(days):
        piece = line.part(day.start, day.end)
        found.mentions.append(Mention(day.raw, piece, heading.year, heading.month, heading.after, heading.sure))
        found.rests.append([line.part(day.end, after)])
    return not found.rests[-1][0].text


def _joined(line: Piece, days: Sequence[Anchor]) -> tuple[Piece, list[Anchor]]:
    """Without the date of a shift's end, as in 2026-03-02 21:00 - 2026-03-03 07:00."""
    kept: list[Anchor] = []
    text = line.text
    for day in days:
        if kept and _END_OF.fullmatch(text[kept[-1].end : day.start]) and _next_or_same(kept[-1].raw, day.raw):
            text = text[: day.start] + " " * (day.end - day.start) + text[day.end :]
        else:
            kept.append(day)
    return replace(line, text=text), kept


def _next_or_same(first: Raw, last: Raw) -> bool:
    """Whether a date is the same as another, or can be the one after it."""
    one, other = first.day or (first.pair or (0,))[0], last.day or (last.pair or (0,))[0]
    return first.pair != last.pair or other - one in (0, 1) or other == 1


def _without_date(line: Piece, found: Found, heading: Heading, *, open_day: bool, options: Options) -> bool:
    """A line without a date: a heading, something that belongs to the date above, or nothing that is understood."""
    if _MARKS.fullmatch(line.text) and line.text.strip(" -") and not (open_day and set(line.text.strip()) <= {"-"}):
        return open_day
    if heading_of(line.text, heading, options):
        return False
    if open_day and found.rests:
        found.rests[-1].append(line.part(0))
        return True
    found.doubts.append(Doubt(line.part(0), "This line was not read."))
    return False


def heading_of(text: str, heading: Heading, options: Options) -> bool:
    """Take note of a month, a year or a week; whether the line says one."""
    if list(ranges(text)):
        return False
    if (named := _MONTH_YEAR.search(text)) and month(named[1]):
        heading.month, heading.year = month(named[1]), int(named[2])
        return True
    if numbers := _NUMBERS.search(text):
        heading.month, heading.year = int(numbers[1]), int(numbers[2])
        return True
    if alone := month(text.strip(' *:-#|;,"')):
        heading.month = alone
        return True
    if week := _WEEK.search(text):
        year = int(week[2]) if week[2] else heading.year or options.year
        heading.after, heading.sure = _monday(year or options.today.year, int(week[1])), year is not None
        return heading.after is not None
    return False


def _monday(year: int, week: int) -> dt.date | None:
    try:
        return dt.date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def joined(pieces: Sequence[Piece], codes: Codes) -> tuple[Piece, tuple[Piece, ...]]:
    """What belongs to a date: what stands behind it, or below it as far as it says anything of shifts; and the rest."""
    texts = [piece for piece in pieces if piece.text]
    told = [piece for piece in texts if entry_of(piece, codes).known]
    chosen = [piece for piece in texts if piece in told or says_more(piece.text, codes)] if told else texts
    if not chosen:
        return pieces[0], ()
    whole = replace(chosen[0], text=" ; ".join(piece.text for piece in chosen))
    return whole, tuple(piece for piece in texts if piece not in chosen)
