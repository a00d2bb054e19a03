"""A pasted text as lines: one sign for each kind of dash and space, chat and mail marks taken off, columns kept."""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

from kinrota.errors import InputError, Problem

LARGEST = 2**20
MOST_LINES = 5000
LONGEST = 5000
"""Signs of a line."""
SAMPLE = 4096
"""Signs that tell whether it is a text."""
MOST_ODD = 10
"""One sign in so many may be unprintable."""
REPLACED = "\ufffd"
COPY = "Maybe open it, copy its text, and paste that."
_KINDS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"PK\x03\x04": "a spreadsheet, a document or an archive",
    b"\xd0\xcf\x11\xe0": "a spreadsheet or a document",
    b"{\\rtf": "a document of a word processor",
}
"""How files begin that hold a rota but are no text."""
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\uff0d\u2192\u279c", "-"),
        **dict.fromkeys("\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000", " "),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\xab\xbb", '"'),
        **dict.fromkeys("\u2018\u2019\u201a\u2032", "'"),
        **dict.fromkeys("\u2022\u25cf\u25aa\u25e6\xb7\u2043\u2023", "*"),
    }
)
_CHAT = re.compile(
    r"\s*\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?(?:\]|\s+-)\s*[^:\]]{1,60}:\s",
    re.IGNORECASE,
)
_DAY_AND_HOUR = re.compile(r"(?<=\d)T(?=\d{2}:?\d{2})")


class Piece(Struct, frozen=True):
    """A stretch of the text with the place where it begins; lines and columns count from 1."""

    line: int
    column: int
    text: str

    def part(self, start: int, end: int | None = None) -> Piece:
        """A stretch of it, without the spaces around it."""
        text = self.text[start:end]
        return Piece(self.line, self.column + start + len(text) - len(text.lstrip()), text.strip())


def lines_of(text: str, file: str) -> list[Piece]:
    """The lines that have anything on them; InputError where it is too much for a rota."""
    if len(text) > LARGEST:
        raise InputError((Problem(file, None, "", "", f"is larger than {LARGEST // 2**20} MB; that is no rota."),))
    whole = text.removeprefix("\ufeff").translate(_SIGNS).splitlines()
    if len(whole) > MOST_LINES:
        raise InputError((Problem(file, None, "", "", f"has more than {MOST_LINES} lines; that is no rota."),))
    return [_line(number, line) for number, line in enumerate(whole, start=1) if line.strip()]


def _line(number: int, line: str) -> Piece:
    kept = "".join(sign if sign.isprintable() or sign == "\t" else " " for sign in line[:LONGEST])
    kept = _DAY_AND_HOUR.sub(" ", kept)
    if mark := _CHAT.match(kept):
        kept = " " * mark.end() + kept[mark.end() :]
    return Piece(number, 1, kept.rstrip())


def decoded(data: bytes, file: str = "text") -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, or what Windows and old spreadsheets write.

    `InputError` where it is a PDF, a picture or something else that is no text.
    """
    text = _decoded(data)
    kind = next((kind for mark, kind in _KINDS.items() if data.lstrip().startswith(mark)), "")
    if kind or "\0" in text or _unprintable(text):
        raise InputError((Problem(file, None, "", "", f"is {kind or 'no text'}, and only text can be read.", COPY),))
    return text


def _unprintable(text: str) -> bool:
    """Whether too many of the first signs are none that anybody writes."""
    first = text[:SAMPLE]
    odd = sum(not sign.isspace() and (not sign.isprintable() or sign == REPLACED) for sign in first)
    return odd * MOST_ODD > len(first)


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
