"""How many columns a text takes on a terminal, and how to cut, centre and wrap it by them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def plain(text: str) -> str:
    """The text without anything that moves the cursor, changes colours or joins signs; line ends become spaces."""
    spaced = " ".join(text.split())
    if spaced.isascii() and spaced.isprintable():
        return spaced
    return "".join(sign for sign in spaced if unicodedata.category(sign)[0] != "C" and not _joins(sign))


def _joins(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f"


def width(text: str) -> int:
    """Columns of a plain text: wide signs take two, combining ones none."""
    return len(text) if text.isascii() and text.isprintable() else sum(_columns(sign) for sign in text)


def _columns(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def cut(text: str, columns: int) -> str:
    """The text, ended by a point where it does not fit."""
    if width(text) <= columns:
        return text
    kept, taken = "", 0
    for sign in text:
        if taken + _columns(sign) > columns - 1:
            break
        kept, taken = kept + sign, taken + _columns(sign)
    return f"{kept.rstrip()}." if columns else ""


def pad(text: str, columns: int) -> str:
    """The text cut or filled with spaces to exactly so many columns."""
    short = cut(text, columns)
    return short + " " * (columns - width(short))


def centre(text: str, columns: int, fill: str) -> str:
    """The text in the middle of a fill of exactly so many columns; the text fits."""
    spare = columns - width(text)
    return fill * (spare // 2) + text + fill * (spare - spare // 2)


def wrap(text: str, columns: int, first: str = "", then: str = "") -> list[str]:
    """The text in lines of at most so many columns, which begin with `first` and `then`."""
    lines: list[str] = []
    line, empty = first, True
    for word in plain(text).split(" "):
        if not empty and width(line) + 1 + width(word) > columns:
            lines.append(line)
            line, empty = then, True
        rest = word
        while empty and width(line) + width(rest) > columns:
            piece = _head(rest, columns - width(line))
            lines.append(line + piece)
            line, rest = then, rest[len(piece) :]
        line += rest if empty else f" {rest}"
        empty = False
    return [*lines, line]


def flow(parts: Iterable[str], columns: int, first: str, then: str) -> list[str]:
    """The parts with points between them, in lines that break between two parts where that is possible."""
    *most, last = [plain(part) for part in parts] or [""]
    lines, empty = [first], True
    for part in (*(f"{part} ·" for part in most), last):
        if not empty and width(lines[-1]) + 1 + width(part) > columns:
            lines, empty = [*lines, then], True
        *before, end = wrap(part, columns, lines[-1] if empty else f"{lines[-1]} ", then)
        lines[-1:], empty = [*before, end], False
    return lines


def _head(word: str, columns: int) -> str:
    """As much of the word as fits, one sign at the least."""
    end = 1
    while end < len(word) and width(word[: end + 1]) <= columns:
        end += 1
    return word[:end]
