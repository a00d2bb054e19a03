"""A line as the cells of a table, whatever stands between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kinrota.intake.pasted.text import Piece

MARKS = ("\t", ";", "|", ",")
_ONE = re.compile(r"\s+")
ENOUGH = 3
"""Cells that make a row of a table."""


def mark_of(line: Piece) -> str:
    """What stands between the cells of a line; empty where it is nothing but spaces."""
    return next((mark for mark in MARKS if line.text.count(mark) >= ENOUGH - 1), "")


def split(line: Piece, mark: str) -> list[Piece]:
    """The cells at a mark outside quotes; at spaces where there is none."""
    if not mark:
        return [line.part(start, end) for start, end in _between(line.text, _ONE)]
    text = line.text
    if mark == "|":
        text = text.strip().strip("|")
    shift = line.text.index(text) if text else 0
    return [_unquoted(Piece(line.line, line.column + shift + start, text[start:end])) for start, end in _at(text, mark)]


def _at(text: str, mark: str) -> list[tuple[int, int]]:
    ends: list[tuple[int, int]] = []
    start, quoted = 0, False
    for at, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        elif sign == mark and not quoted:
            ends.append((start, at))
            start = at + 1
    return [*ends, (start, len(text))]


def _between(text: str, space: re.Pattern[str]) -> list[tuple[int, int]]:
    start = len(text) - len(text.lstrip())
    ends = []
    for found in space.finditer(text, start):
        ends.append((start, found.start()))
        start = found.end()
    return [*ends, (start, len(text))] if start < len(text) else ends


def _unquoted(cell: Piece) -> Piece:
    bare = cell.part(0)
    if len(bare.text) > 1 and bare.text[0] == bare.text[-1] == '"':
        return bare.part(1, -1)
    return bare


def texts(cells: Sequence[Piece]) -> list[str]:
    """What stands in cells."""
    return [cell.text for cell in cells]
