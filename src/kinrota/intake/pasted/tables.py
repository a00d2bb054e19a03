"""A rota as a table: days across and people down, weeks down and weekdays across, or a column for each thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from kinrota.errors import InputError, Problem
from kinrota.intake.pasted.cells import mark_of, split, texts
from kinrota.intake.pasted.dates import Raw, anchors, whole
from kinrota.intake.pasted.dating import Mention
from kinrota.intake.pasted.lines import Found, Heading, heading_of
from kinrota.intake.pasted.text import Piece
from kinrota.intake.pasted.understood import Doubt, Options, refused
from kinrota.intake.pasted.vocabulary import folded, week_of_letters

FEWEST = 5
"""Days across that make a table; fewer may be anything."""
WEEK = 7
SHOWN = 12
"""Names that a message lists."""


class Header(Struct, frozen=True):
    """The days of a row of days: the number of cells before the first, and the dates."""

    before: int
    raws: tuple[Raw, ...]
    mark: str
    weekdays: bool
    """Whether it has weekdays alone, so that each row below is another week."""


class Row(Struct, frozen=True):
    """A row below a header: whose it is, and its cells."""

    name: str
    cells: tuple[Piece, ...]
    header: Header
    line: Piece
    heading: Heading


class Table(Struct):
    """What a text holds as a table."""

    rows: list[Row] = field(default_factory=list)
    odd: list[Doubt] = field(default_factory=list)


def table_of(lines: Sequence[Piece], skipped: set[int], options: Options) -> Table | None:
    """The rows of a table of days; None where the text is none."""
    table, heading, header = Table(), Heading(), None
    for line in lines:
        if line.line in skipped or not re.search(r"\w|-\s", f"{line.text} ") or not set(line.text) - set("-|+=: "):
            continue
        if found := header_of(line):
            header = _headed(table, header, found)
        elif header and _wide_enough(line, header):
            _row(table, header, line, heading, options)
        elif not heading_of(line.text, heading, options):
            table.odd.append(Doubt(line.part(0), "This line was not read."))
    return table if header else None


def _headed(table: Table, before: Header | None, found: Header) -> Header:
    """The row of days that holds from here on; numbers and weekdays in two rows are one."""
    if before is None or any(row.header is before for row in table.rows) or before.weekdays == found.weekdays:
        return found
    numbers, names = (before, found) if found.weekdays else (found, before)
    if len(numbers.raws) != len(names.raws):
        return numbers
    pairs = zip(numbers.raws, names.raws, strict=True)
    raws = tuple(replace(one, weekday=other.weekday) for one, other in pairs)
    return replace(numbers, raws=raws)


def _wide_enough(line: Piece, header: Header) -> bool:
    """Whether a line can be a row below a header."""
    return header.mark in line.text if header.mark else len(split(line, "")) * 2 > len(header.raws)


def header_of(line: Piece) -> Header | None:
    """The days that a line names across; None where it is no such line."""
    for mark in dict.fromkeys((mark_of(line), "")):
        cells = split(line, mark)
        found = _days_in(cells)
        if found:
            before, raws = found
            return Header(before, raws, mark, weekdays=all(raw.level == 0 for raw in raws))
    days = anchors(line.text)
    between = [line.text[one.end : other.start] for one, other in pairwise(days)]
    if len(days) < FEWEST or re.search(r"\w", "".join(between) + line.text[days[-1].end :]):
        return None
    return Header(0, tuple(day.raw for day in days), "", weekdays=False)


def _days_in(cells: Sequence[Piece]) -> tuple[int, tuple[Raw, ...]] | None:
    """Where the longest run of days begins, and the days."""
    joined = [raw if raw and not raw.last else None for raw in (whole(cell.text) for cell in cells)]
    best: tuple[int, tuple[Raw, ...]] = (0, ())
    start = 0
    for at in range(len(joined) + 1):
        here = joined[at] if at < len(joined) else None
        last = joined[at - 1] if at > start else None
        if here is None or (last is not None and not _follows(last, here)):
            run = tuple(raw for raw in joined[start:at] if raw)
            best = (start, run) if len(run) > len(best[1]) else best
            start = at if here is not None else at + 1
    if len(best[1]) < FEWEST:
        return _letters(texts(cells))
    return best


def _letters(cells: Sequence[str]) -> tuple[int, tuple[Raw, ...]] | None:
    """Weeks of first letters, M T W T F S S, as often as they come."""
    for before in (0, 1):
        row = [cell for cell in cells[before:] if cell]
        weeks = [row[at : at + WEEK] for at in range(0, len(row), WEEK)]
        if weeks and all(week_of_letters(week) for week in weeks):
            return before, tuple(Raw(weekday=at % WEEK, text=cell) for at, cell in enumerate(row))
    return None


def _follows(one: Raw, other: Raw) -> bool:
    """Whether a day may be the one after another."""
    if one.day is not None and other.day is not None:
        return other.day == one.day + 1 or (other.day == 1 and one.day >= 28)  # noqa: PLR2004 -- the shortest month
    if one.pair is not None and other.pair is not None:
        return one.pair != other.pair
    if one.level == other.level == 0 and one.weekday is not None and other.weekday is not None:
        return other.weekday == (one.weekday + 1) % WEEK
    return False


def _row(table: Table, header: Header, line: Piece, heading: Heading, options: Options) -> None:
    cells = split(line, header.mark)
    count = len(header.raws)
    if not header.mark:
        if len(cells) < count + min(header.before, 1) or (
            len(cells) > count and not header.weekdays and _ends_in_totals(cells, count)
        ):
            table.odd.append(Doubt(line.part(0), f"It has {len(cells)} words below {count} days."))
            return
        named, days = cells[:-count], cells[-count:]
    else:
        named, days = cells[: header.before], cells[header.before : header.before + count]
        days += [Piece(line.line, line.column + len(line.text), "")] * (count - len(days))
    name = " ".join(cell.text for cell in named if cell.text)
    here = replace(heading)
    if header.weekdays:
        heading_of(name, here, options)
    table.rows.append(Row(name, tuple(days), header, line, here))


def _ends_in_totals(cells: Sequence[Piece], count: int) -> bool:
    """Whether the last of too many words looks like a sum, so that nobody knows which word is which day."""
    return len(cells) > count + 1 and bool(re.fullmatch(r"\d+[.,:]\d+|\d{3,}", cells[-1].text))


def rows_of(table: Table, options: Options, file: str) -> list[Row]:
    """The rows of the one whose rota it is; InputError where it is not clear whose row that is."""
    rows = _named(table)
    if all(row.header.weekdays for row in rows) and not options.row:
        return rows
    names = list(dict.fromkeys(row.name for row in rows if row.name))
    if options.row:
        return _chosen(rows, table, options.row, file)
    own = [name for name in names if folded(name) == folded(options.name)]
    if len(names) <= 1 or len(own) == 1:
        return _once([row for row in rows if len(names) <= 1 or row.name in own], file)
    listed = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
    message = f"has rows of {len(names)} names: {listed}."
    raise InputError((Problem(file, rows[0].line.line, "", "", message, f'Maybe --row "{names[0]}".'),))


def _named(table: Table) -> list[Row]:
    """The rows with anything in them; where some have a name, one without may have lost a cell, and is not taken."""
    rows = [row for row in table.rows if any(cell.text for cell in row.cells)]
    if not any(row.name for row in rows) or all(row.header.weekdays for row in rows):
        return rows
    table.odd += [Doubt(row.line.part(0), "It has no name, or a cell less than days.") for row in rows if not row.name]
    return [row for row in rows if row.name]


def _chosen(rows: list[Row], table: Table, wish: str, file: str) -> list[Row]:
    names = list(dict.fromkeys(row.name for row in rows if row.name))
    asked = folded(wish)
    exact = [name for name in names if folded(name) == asked]
    part = [name for name in names if asked in folded(name)]
    found = exact or part
    if len(found) != 1:
        listed = ", ".join((found or names)[:SHOWN]) or "none"
        message = f"is the name of {'more than one row' if found else 'no row'}; the rows are: {listed}"
        raise refused(table.odd, Problem(file, None, "--row", wish, f"{message}."))
    return _once([row for row in rows if row.name == found[0]], file)


def _once(rows: list[Row], file: str) -> list[Row]:
    """A person has one row below each row of days; InputError where it has two."""
    for one, other in pairwise(rows):
        if one.header is other.header and not one.header.weekdays:
            name = other.name or "these days"
            message = f"is a second row of {name}, after line {one.line.line}: which one holds is not clear."
            remedy = "Maybe paste only one of them, with the row of days."
            raise InputError((Problem(file, other.line.line, "", "", message, remedy),))
    return rows


def mentions_of(rows: Sequence[Row], odd: Sequence[Doubt]) -> Found:
    """Each cell of the rows with its date."""
    found = Found(doubts=list(odd))
    for row in rows:
        for raw, cell in _dated_cells(row):
            above = row.heading
            piece = Piece(cell.line, cell.column, raw.text)
            found.mentions.append(Mention(raw, piece, above.year, above.month, above.after, above.sure))
            found.rests.append([cell])
    return found


def _dated_cells(row: Row) -> Iterator[tuple[Raw, Piece]]:
    if not row.header.weekdays:
        yield from zip(row.header.raws, row.cells, strict=True)
        return
    label = whole(row.name) if row.name else None
    for number, (raw, cell) in enumerate(zip(row.header.raws, row.cells, strict=True)):
        if number == 0 and label and label.day is not None and (label.weekday in (None, raw.weekday)):
            yield Raw(label.day, label.month, label.year, raw.weekday, None, None, row.name), cell
        elif number == 0 and label and label.pair is not None:
            yield Raw(pair=label.pair, year=label.year, weekday=raw.weekday, text=row.name), cell
        else:
            yield raw, cell
