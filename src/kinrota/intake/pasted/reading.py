"""From a pasted text to days: which form it has, what its codes mean, and what is left open."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from kinrota.errors import InputError, Problem
from kinrota.intake.pasted.columns import columns_of, read_columns
from kinrota.intake.pasted.dates import Anchor, Raw
from kinrota.intake.pasted.dating import ONE, Dated, Mention, dated
from kinrota.intake.pasted.entries import Entry, entry_of
from kinrota.intake.pasted.lines import Found, dates_in, joined, legend_of, read_lines
from kinrota.intake.pasted.tables import mentions_of, rows_of, table_of
from kinrota.intake.pasted.text import Piece, lines_of
from kinrota.intake.pasted.understood import Day, Doubt, Options, Understood, crosses, overlap, refused
from kinrota.intake.pasted.vocabulary import is_off
from kinrota.intake.pasted.words import Codes, codes_in, words_of
from kinrota.model.time import WallSpan

MOST_DAYS = 750
NAMED = 6
"""Unread words that are listed."""
_WORD = re.compile(r"[^\s,;|]+")
LEAST_LETTERS = 5
"""Letters in a row that may be codes without spaces."""
_CODE_LIKE = re.compile(r"[\w+/.&?*-]{1,4}")


class _Days(Struct):
    """The days so far, by their dates."""

    days: dict[dt.date, Day] = field(default_factory=dict)
    empty: set[dt.date] = field(default_factory=set)
    doubts: list[Doubt] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)


def understand(text: str, options: Options, file: str = "text") -> Understood:
    """Understand a pasted rota.

    Raises `InputError` where nothing can be understood before something is said: whose row it is, from which date on,
    which number is the day and which the month.
    """
    lines = lines_of(text, file)
    if not lines:
        raise InputError((Problem(file, None, "", "", "is empty: there is no rota in it."),))
    dates = dates_in(lines)
    legend = legend_of(lines, dates)
    known = {code: wall for code, wall in options.known.items() if code not in legend.twice}
    codes: Codes = {**known, **legend.clear, **options.codes}
    form, found, told = _found(lines, dates, legend.lines, codes, options, file)
    said = {**_named(found, codes), **legend.clear}
    codes = {**said, **codes}
    given = dated(found.mentions, options, file)
    twice = [doubt for code, doubt in legend.twice.items() if code not in options.codes]
    days = _Days(doubts=[*twice, *found.doubts, *given.doubts])
    _take(days, found, given, codes, options)
    told = (*_explained(said, options), *_unclear_codes(found, codes, options), *told, *given.told)
    return _understood(form, days, given, told, options, file)


def _unclear_codes(found: Found, codes: Codes, options: Options) -> Iterator[str]:
    """Why codes of the text mean nothing, although the household has them."""
    words = {word.text for pieces in found.rests for piece in pieces for word in words_of(piece.text)}
    yield from (reason for code, reason in options.unclear.items() if code in words and code not in codes)


def _named(found: Found, codes: Codes) -> dict[str, WallSpan]:
    """Names that stand beside hours on some days, always the same, so that they say enough alone on others."""
    names: dict[str, set[WallSpan]] = {}
    for pieces in found.rests:
        for shift in entry_of(joined(pieces, codes)[0], codes).shifts:
            if shift.code and shift.code not in codes:
                names.setdefault(shift.code, set()).add(shift.wall)
    return {name: walls.pop() for name, walls in names.items() if len(walls) == 1}


def _found(
    lines: Sequence[Piece],
    dates: Sequence[Sequence[Anchor]],
    skipped: set[int],
    codes: Codes,
    options: Options,
    file: str,
) -> tuple[str, Found, tuple[str, ...]]:
    if columns := columns_of(lines, options, file):
        unread = f"Columns that were not read: {', '.join(columns.unread)}."
        return "a day a line", read_columns(lines, columns, skipped), (unread,) if columns.unread else ()
    table = table_of(lines, skipped, options)
    if table and table.rows:
        rows = rows_of(table, options, file)
        weeks = all(row.header.weekdays for row in rows)
        names = dict.fromkeys(row.name for row in rows if row.name)
        told = () if weeks or not names else (f"The row is that of {', '.join(names).rstrip('.')}.",)
        return "weeks" if weeks else "days across", mentions_of(rows, table.odd), told
    if any(dates):
        return "a day a line", read_lines(lines, dates, skipped, options), ()
    return "codes alone", _codes_alone([line for line in lines if line.line not in skipped], codes, options, file), ()


def _codes_alone(lines: Sequence[Piece], codes: Codes, options: Options, file: str) -> Found:
    """A code a day from a given date on."""
    found, pieces = Found(), list[Piece]()
    for line in lines:
        words = _words(line, codes)
        if words:
            pieces += words
        elif re.search(r"\w", line.text):
            found.doubts.append(Doubt(line.part(0), "This line was not read."))
    if not pieces:
        message = "has no date in it, and no codes in a row."
        raise InputError((Problem(file, lines[0].line if lines else None, "", "", message),))
    if options.start is None:
        message = "has codes and no date: nothing says which day the first one is."
        raise InputError((Problem(file, pieces[0].line, "", "", message, f"Maybe --from {options.today}."),))
    for number, piece in enumerate(pieces[:MOST_DAYS]):
        date = options.start + number * ONE
        found.mentions.append(Mention(Raw(date.day, date.month, date.year, text=piece.text), piece))
        found.rests.append([piece])
    return found


def _words(line: Piece, codes: Codes) -> list[Piece]:
    """The codes of a line; none where it is a text."""
    named = re.match(r"\s*[^\W\d_][\w .]*:\s", line.text)
    start = named.end() if named and len(named[0].strip(" :")) > 1 else 0
    words = [line.part(start + one.start(), start + one.end()) for one in _WORD.finditer(line.text[start:])]
    words = [part for word in words for part in _letters(word, codes)]
    if all(codes_in(word.text, codes) or is_off(word.text) or _CODE_LIKE.fullmatch(word.text) for word in words):
        return words
    return []


def _letters(word: Piece, codes: Codes) -> list[Piece]:
    """EELLNN--- as its letters, if each of them means something and the whole does not."""
    letters = set(word.text)
    if len(word.text) < LEAST_LETTERS or codes_in(word.text, codes) or not letters <= {*codes, "-"} or letters == {"-"}:
        return [word]
    return [word.part(at, at + 1) for at in range(len(word.text))]


def _take(days: _Days, found: Found, given: Dated, codes: Codes, options: Options) -> None:
    for pieces, ends in zip(found.rests, given.dates, strict=True):
        piece, beside = joined(pieces, codes)
        entry = entry_of(piece, codes)
        if ends is None:
            continue
        days.unread.update(one.text for one in (*beside, *([entry.unread] if entry.unread else [])))
        first, last = ends
        for number in range((last - first).days + 1):
            _add(days, first + number * ONE, entry, piece, options)
        if last - first == ONE and any(crosses(shift) for shift in entry.shifts):
            _unclear(days, first, last, piece)


def _unclear(days: _Days, first: dt.date, last: dt.date, piece: Piece) -> None:
    """Two dates of one night: one shift over midnight, or two."""
    reason = "It is one shift from the first date into the second, or one on each: it does not say which."
    for date in (first, last):
        days.days[date] = Day(date, (), known=False, piece=piece)
    days.doubts.append(Doubt(piece, reason, "", first))


def _add(days: _Days, date: dt.date, entry: Entry, piece: Piece, options: Options) -> None:
    if entry.empty and not options.empty_off:
        days.empty.add(date)
        return
    entry = replace(entry, off=entry.off or entry.empty)
    if entry.reason:
        known = date if not entry.known else None
        days.doubts.append(Doubt(entry.at or piece, entry.reason, entry.remedy, known))
    new = Day(date, entry.shifts, entry.known, piece)
    old = days.days.get(date)
    days.days[date] = _both(days, old, new) if old else new


def _both(days: _Days, old: Day, new: Day) -> Day:
    """What holds of a date that the text has twice: the same, or a second shift on the next line."""
    if (old.known, old.shifts) == (new.known, new.shifts):
        return old
    shifts = (*old.shifts, *new.shifts)
    near = new.piece.line - old.piece.line <= 1
    if old.shifts and new.shifts and near and not overlap(shifts):
        return replace(old, shifts=shifts)
    reason = f"This date was on line {old.piece.line} already, and is not the same here."
    days.doubts.append(Doubt(new.piece, reason, "", new.date))
    return Day(new.date, (), known=False, piece=new.piece)


def _explained(said: Codes, options: Options) -> Iterator[str]:
    own = [f"{code} is {wall or 'off'}" for code, wall in said.items() if code not in options.codes]
    if own:
        yield f"From the text itself: {', '.join(own)}."
    led = {code: wall for code, wall in said.items() if options.codes.get(code, wall) != wall}
    for code, wall in led.items():
        yield f"{code} is {wall or 'off'} in the text itself, and {options.codes[code] or 'off'} as --codes says."


def _understood(form: str, days: _Days, given: Dated, told: tuple[str, ...], options: Options, file: str) -> Understood:
    if not days.days:
        first = min(days.doubts, key=lambda one: (one.piece.line, one.piece.column), default=None)
        problem = Problem(file, first.piece.line if first else None, "", "", "Nothing in it was understood as a day.")
        raise refused(days.doubts, problem)
    dates = sorted(days.days)
    between = [dates[0] + number * ONE for number in range((dates[-1] - dates[0]).days)]
    missing = tuple(sorted({*between, *days.empty} - days.days.keys()))
    if len(between) > MOST_DAYS:
        message = f"has dates from {dates[0]} to {dates[-1]}; that is no rota."
        raise InputError((Problem(file, None, "", "", message, "Maybe --year, or --dates."),))
    if options.empty_off:
        filled = [Day(date, (), known=True, piece=Piece(0, 0, "")) for date in missing]
        days.days.update({day.date: day for day in filled})
        missing = ()  # said to be days off
    unread = [f"“{text}”{f' ({count} times)' if count > 1 else ''}" for text, count in days.unread.items()]
    more = f" and {len(unread) - NAMED} more" if len(unread) > NAMED else ""
    beside = (f"Not read beside a shift: {', '.join(unread[:NAMED])}{more}.",) if unread else ()
    return Understood(
        form=form,
        days=tuple(days.days[date] for date in sorted(days.days)),
        missing=missing,
        doubts=tuple(sorted(days.doubts, key=lambda one: (one.piece.line, one.piece.column))),
        told=(*told, *beside),
        year_said=given.year_said,
    )
