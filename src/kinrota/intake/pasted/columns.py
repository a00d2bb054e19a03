"""A rota with a day a line under a line of headings: date, shift, from, to; or a column for each person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from kinrota.errors import InputError, Problem
from kinrota.intake.pasted.cells import MARKS, split, texts
from kinrota.intake.pasted.dates import Raw, whole
from kinrota.intake.pasted.dating import Mention
from kinrota.intake.pasted.lines import Found
from kinrota.intake.pasted.text import Piece
from kinrota.intake.pasted.understood import Doubt, Options
from kinrota.intake.pasted.vocabulary import folded

DATES = {"date", "datum", "day", "tag", "dienstdatum", "shift date", "fecha", "data", "start date", "startdatum"}
WEEKDAYS = {"weekday", "wochentag", "wt", "day of week", "dow"}
CODES = {"shift", "code", "dienst", "schicht", "duty", "kurzel", "dienstart", "schichtart", "kode", "turno", "type"}
BEGINS = {"from", "von", "start", "begin", "beginn", "start time", "begins", "anfang", "startzeit", "desde"}
ENDS = {"to", "bis", "end", "ende", "finish", "end time", "until", "ends", "endzeit", "hasta"}


class Columns(Struct, frozen=True):
    """Which cell holds what; the first line of the table, and what is not read."""

    mark: str
    date: int
    weekday: int | None
    told: tuple[int, ...]
    width: int
    line: int
    unread: tuple[str, ...]


def columns_of(lines: Sequence[Piece], options: Options, file: str) -> Columns | None:
    """The columns that a line of headings names; None where there is no such line."""
    for at, line in enumerate(lines[:-1]):
        for mark in MARKS:
            heads = [folded(cell) for cell in texts(split(line, mark))] if mark in line.text else []
            date = next((number for number, head in enumerate(heads) if head in DATES), None)
            if date is not None and _dates_below(lines[at + 1 :], mark, date):
                return _columns(line, mark, date, options, file)
    return None


def _dates_below(lines: Sequence[Piece], mark: str, date: int) -> bool:
    cells = [split(line, mark) for line in lines]
    return any(len(row) > date and whole(row[date].text) for row in cells)


def _columns(line: Piece, mark: str, date: int, options: Options, file: str) -> Columns:
    written = texts(split(line, mark))
    heads = [folded(cell) for cell in written]
    weekday = _first(heads, WEEKDAYS)
    told = _of_person(heads, options)
    if told is None:
        told = tuple(at for names in (CODES, BEGINS, ENDS) if (at := _first(heads, names)) is not None)
    others = [written[at] for at in range(len(heads)) if at not in (date, weekday, *told) and written[at]]
    if not told:
        message = f"does not say which of its columns is meant: {', '.join(others)}."
        raise InputError(
            (Problem(file, line.line, "", "", message, f'Maybe --row "{others[0] if others else "Ana"}".'),)
        )
    return Columns(mark, date, weekday, told, len(heads), line.line, tuple(others))


def _first(heads: Sequence[str], names: set[str]) -> int | None:
    return next((at for at, head in enumerate(heads) if head in names), None)


def _of_person(heads: Sequence[str], options: Options) -> tuple[int, ...] | None:
    """The column of the person whose rota it is."""
    for wish in (options.row, options.name):
        found = [at for at, head in enumerate(heads) if wish and head == folded(wish)]
        part = [at for at, head in enumerate(heads) if options.row and folded(options.row) in head]
        if len(found or part) == 1:
            return tuple(found or part)
    return None


def read_columns(lines: Sequence[Piece], columns: Columns, skipped: set[int]) -> Found:
    """Every line below the headings with its date and what is told of it."""
    found = Found()
    for line in lines:
        if line.line == columns.line or line.line in skipped:
            continue
        cells = split(line, columns.mark)
        raw = _raw(cells, columns) if line.line > columns.line else None
        if raw is None:
            if re.search(r"\w", line.text):
                found.doubts.append(Doubt(line.part(0), "This line was not read."))
            continue
        told = [cells[at] for at in columns.told if at < len(cells) and cells[at].text]
        first = told[0] if told else cells[min(columns.told[0], len(cells) - 1)]
        text = " ; ".join(cell.text for cell in told)
        date = cells[columns.date]
        found.mentions.append(Mention(raw, date))
        found.rests.append([Piece(first.line, first.column, text)])
    return found


def _raw(cells: Sequence[Piece], columns: Columns) -> Raw | None:
    if len(cells) <= columns.date:
        return None
    date = cells[columns.date].text
    day = cells[columns.weekday].text if columns.weekday is not None and columns.weekday < len(cells) else ""
    return (whole(f"{day} {date}") if day else None) or whole(date)
