"""What stands beside a date or in a cell: shifts, a day off, or something that is not understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kinrota.intake.pasted.hours import Hours, ranges, singles, wall_of, without_lengths
from kinrota.intake.pasted.text import Piece
from kinrota.intake.pasted.understood import Shift, overlap
from kinrota.intake.pasted.vocabulary import LONG_WORD, OFF_WORDS, OPEN, folded, is_off
from kinrota.model.household import BOTH
from kinrota.model.time import WallSpan

Codes = Mapping[str, WallSpan | None]
"""What codes mean; None is a day off."""
_TOKEN = re.compile(r"[^\s,;|()\"\[\]]+")
_NOTHING = frozenset({"+", "&", "and", "und", "plus", "uhr", "hrs", "h"})
"""Words between or behind shifts that say nothing."""
_LEAD = re.compile(r"[\s:;,|=*\"')\]]+")
_DASH = re.compile(r"-{1,2}\s+(?=\S)|-{1,2}(?=[^\W\d_])")
_LABEL = re.compile(r"[^\W_][\w/.&-]{0,19}")
CODE_EXAMPLE = "07:00-15:00"


class Token(NamedTuple):
    """A word with its column in the text, from 0."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a stretch of text says of a day. `reason` is why it is not understood, or not for sure."""

    shifts: tuple[Shift, ...] = ()
    off: bool = False
    empty: bool = False
    reason: str = ""
    remedy: str = ""
    at: Piece | None = None
    """Where the reason lies."""
    unread: Piece | None = None
    """Words beside a shift that were not read."""

    @property
    def known(self) -> bool:
        """Whether it is clear enough to be taken."""
        return self.off or bool(self.shifts)


def entry_of(piece: Piece, codes: Codes) -> Entry:
    """Read what stands beside a date or in a cell."""
    bare = _bare(piece)
    if not bare.text:
        return Entry(empty=True)
    if is_off(bare.text) and bare.text not in codes:
        return Entry(off=True)
    if (whole := _code(bare.text, codes)) is not None:
        return _of_codes([whole], codes)
    text = without_lengths(bare.text)
    hours = list(ranges(text)) or _pair(text)
    if wrong := next((one for one in hours if one.wall is None), None):
        written = bare.text[wrong.start : wrong.end].strip()
        return Entry(
            reason=f"“{written}” is no time with a beginning and an end.", at=bare.part(wrong.start, wrong.end)
        )
    tokens = _tokens(_blanked(text, hours))
    if any(folded(token.text) in OPEN for token in tokens):
        return Entry(reason=f"“{bare.text}” leaves open what it is.", at=bare)
    return _timed(bare, hours, tokens, codes) if hours else _coded(bare, tokens, codes)


def _bare(piece: Piece) -> Piece:
    """Without the colons, dashes and quotes between a date and what belongs to it."""
    text = piece.text.rstrip(" \t,;|\"'([:")
    start = 0
    while found := _LEAD.match(text, start) or (_DASH.match(text, start) if text[start:].strip("- ") else None):
        start = found.end()
    return piece.part(start, len(text))


def _pair(text: str) -> list[Hours]:
    """Two times without a dash between them, such as two columns."""
    found = singles(text)
    if len(found) != 2 or re.search(r"\w", text[found[0][1] : found[1][0]]):  # noqa: PLR2004 -- beginning and end
        return []
    return [Hours(found[0][0], found[1][1], wall_of(found[0][2], found[1][2]))]


def _blanked(text: str, hours: list[Hours]) -> str:
    for one in hours:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _tokens(text: str) -> list[Token]:
    found = []
    for match in _TOKEN.finditer(text):
        word = match[0].strip(".:'")
        if word.strip("-/*") and word.casefold() not in _NOTHING:
            found.append(Token(match.start(), word))
    return found


def _code(word: str, codes: Codes) -> str | None:
    """The code that a word is; long words may be written in capitals or not."""
    if word in codes:
        return word
    if len(word) >= LONG_WORD:
        alike = [code for code in codes if folded(code) == folded(word)]
        return alike[0] if len(alike) == 1 else None
    return None


def codes_in(word: str, codes: Codes) -> list[str]:
    """The codes that a word is, or joins with a plus; empty if one of them means nothing."""
    if (one := _code(word, codes)) is not None:
        return [one]
    parts = [_code(part, codes) for part in word.split(BOTH)] if BOTH in word.strip(BOTH) else [None]
    known = [part for part in parts if part is not None]
    return known if len(known) == len(parts) else []


def _of_codes(found: list[str], codes: Codes) -> Entry:
    shifts = tuple(Shift(code, wall) for code in dict.fromkeys(found) if (wall := codes[code]) is not None)
    if len(shifts) < len(dict.fromkeys(found)) and shifts:
        return Entry(reason="It says that there is a shift, and that there is none.")
    if overlap(shifts):
        return Entry(reason=f"{' and '.join(shift.code for shift in shifts)} would go on at once.")
    return Entry(shifts, off=not shifts)


def _coded(bare: Piece, tokens: list[Token], codes: Codes) -> Entry:
    """Codes without times; words beside a code are told, and words beside a day off leave it unknown."""
    found: list[str] = []
    strange: list[Token] = []
    off = False
    for token in tokens:
        if inner := codes_in(token.text, codes):
            found += inner
        elif folded(token.text) in OFF_WORDS:
            off = True
        else:
            strange.append(token)
    if off and (found or strange) and not (found and all(codes[code] is None for code in found) and not strange):
        return Entry(reason=f"“{bare.text}” is not only a day off.", at=bare)
    entry = _of_codes(found, codes) if found else Entry(off=off)
    if not strange or entry.reason:
        return entry
    if entry.off:
        return Entry(reason=f"“{bare.text}” is not only a day off.", at=bare)
    return _with_strange(bare, entry, strange)


def _with_strange(bare: Piece, entry: Entry, strange: list[Token]) -> Entry:
    first, last = strange[0], strange[-1]
    at = bare.part(first.at, last.at + len(last.text))
    if entry.shifts:
        return Entry(entry.shifts, unread=at)
    if not bare.text.strip("? "):
        return Entry(reason="The text itself leaves it open.", at=bare)
    if singles(bare.text):
        return Entry(reason=f"“{bare.text}” does not say when it begins and when it ends.", at=bare)
    if len(strange) == 1 and _LABEL.fullmatch(first.text):
        code = first.text
        remedy = f'Maybe --codes "{code}={CODE_EXAMPLE}", or --codes "{code}=off".'
        return Entry(reason=f"Nothing says what {code} means.", remedy=remedy, at=at)
    return Entry(reason=f"“{bare.text}” is not understood.", at=bare)


def _timed(bare: Piece, hours: list[Hours], tokens: list[Token], codes: Codes) -> Entry:
    """Times, whatever is written beside them; a word alone, or a code before each, is what they are called."""
    walls = [one.wall for one in hours if one.wall]
    if any(folded(token.text) in OFF_WORDS for token in tokens) or any(
        codes.get(one.text, walls[0]) is None for one in tokens
    ):
        return Entry(reason="It says that there is a shift, and that there is none.", at=bare)
    names = [token.text for token in tokens if _LABEL.fullmatch(token.text) and not token.text.isdigit()]
    labelled = len(names) == len(tokens) == len(walls)
    labels = names if labelled else [""] * len(walls)
    shifts = tuple(Shift(label, wall) for label, wall in zip(labels, walls, strict=True))
    if overlap(shifts):
        return Entry(reason=f"{' and '.join(str(wall) for wall in walls)} would go on at once.", at=bare)
    clash = [s for s in shifts if (known := codes.get(s.code)) is not None and known != s.wall]
    if clash:
        one = clash[0]
        reason = f"{one.code} is {codes[one.code]} elsewhere, and {one.wall} here: the times count."
        return Entry(shifts, reason=reason, at=bare)
    if not tokens or labelled:
        return Entry(shifts)
    return Entry(shifts, unread=bare.part(tokens[0].at, tokens[-1].at + len(tokens[-1].text)))
