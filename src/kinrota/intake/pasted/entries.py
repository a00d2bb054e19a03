"""What stands beside a date or in a cell: shifts, a day off, or something that is not understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from kinrota.intake.pasted.hours import Hours, ranges, singles, wall_of
from kinrota.intake.pasted.lengths import Beside, without_breaks, without_lengths
from kinrota.intake.pasted.text import Piece
from kinrota.intake.pasted.understood import Shift, overlap
from kinrota.intake.pasted.vocabulary import OFF_WORDS, OPEN, folded, is_off
from kinrota.intake.pasted.words import Codes, Token, adding, changing, code_of, codes_in, words_of

_LEAD = re.compile(r"[\s:;,|=*\"')\]]+")
_DASH = re.compile(r"-{1,2}\s+(?=\S)|-{1,2}(?=[^\W\d_])")
_LABEL = re.compile(r"[^\W_][\w/.&-]{0,19}")
_HOURS = re.compile(r"\d{1,2}\s?h", re.IGNORECASE)
CELL = ";"
"""Between what stands in two cells."""
CODE_EXAMPLE = "07:00-15:00"
MORE = f"Maybe write only what holds, such as {CODE_EXAMPLE}."


class Entry(Struct, frozen=True):
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
    if (whole := code_of(bare.text, codes)) is not None:
        return _of_codes([whole], codes)
    text = without_breaks(bare.text)
    hours = list(ranges(text)) or _pair(text)
    if wrong := next((one for one in hours if one.wall is None), None):
        written = bare.text[wrong.start : wrong.end].strip()
        return Entry(
            reason=f"“{written}” is no time with a beginning and an end.", at=bare.part(wrong.start, wrong.end)
        )
    left = _blanked(text, hours)
    return _read(bare, hours, without_lengths(left, _beside(hours, left, codes)), codes)


def _beside(hours: Sequence[Hours], left: str, codes: Codes) -> Beside:
    """What lengths in a text would be the lengths of."""
    walls = [one.wall for one in hours]
    if not hours:
        walls = [codes[code] for word in words_of(left) for code in codes_in(word.text, codes)]
    shifts = [wall.minutes for wall in walls if wall]
    off = not shifts and (bool(walls) or any(folded(word.text) in OFF_WORDS for word in words_of(left)))
    return Beside(None if off else sum(shifts), bool(hours))


def _read(bare: Piece, hours: list[Hours], left: str, codes: Codes) -> Entry:
    """Hours and the words that are left beside them."""
    tokens = words_of(left)
    if any(folded(token.text) in OPEN for token in tokens):
        return Entry(reason=f"“{bare.text}” leaves open what it is.", at=bare)
    words = [one for one in tokens if not one.joins]
    entry = _timed(bare, hours, words, codes) if hours else _coded(bare, words, codes)
    if entry.shifts and (singles(left) or _more(hours, tokens, codes)):
        return Entry(reason=f"“{bare.text}” says more than a shift, or changes it.", remedy=MORE, at=bare)
    return entry


def _more(hours: Sequence[Hours], tokens: Sequence[Token], codes: Codes) -> bool:
    """Whether a code or a word that was not read as a shift may add to one, or change it."""
    joining = [one for one in tokens if one.joins]
    words = [one for one in tokens if not one.joins]
    if changing(words):
        return True
    if hours and _labelled(words, hours):
        return (len(hours) == 1 and bool(joining)) or not _in_turn(words, hours)
    walls = {one.wall for one in hours}
    coded = {one: found for one in words if (found := codes_in(one.text, codes))}
    read = [one for one, found in coded.items() if not hours or {codes[code] for code in found} <= walls]
    unread = [one for one in words if one not in read]
    several = len({code for one in read for code in coded[one]}) > 1
    if any(one in coded for one in unread) or (several and unread):
        return True
    return adding(joining, unread, [*(one.at for one in read), *(one.start for one in hours)])


def _labelled(words: Sequence[Token], hours: Sequence[Hours]) -> bool:
    """Whether there is a word for each stretch of hours, and nothing else."""
    return len(words) == len(hours) and all(_LABEL.fullmatch(one.text) and not one.text.isdigit() for one in words)


def _in_turn(words: Sequence[Token], hours: Sequence[Hours]) -> bool:
    """Whether words and hours follow each other one by one."""
    order = sorted([*((one.at, True) for one in words), *((one.start, False) for one in hours)])
    return all(one[1] != other[1] for one, other in pairwise(order))


def _bare(piece: Piece) -> Piece:
    """Without the colons, dashes and quotes between a date and what belongs to it."""
    text = piece.text.rstrip(" \t,;|\"'([:")
    start = 0
    while found := _LEAD.match(text, start) or (_DASH.match(text, start) if text[start:].strip("- ") else None):
        start = found.end()
    return piece.part(start, len(text))


def _pair(text: str) -> list[Hours]:
    """Two times without a dash between them, such as two columns; what stands behind them is no part of it."""
    found = singles(text)
    if len(found) < 2:  # noqa: PLR2004 -- beginning and end
        return []
    (start, until, first), (on, end, last) = found[:2]
    between = text[until:on]
    may_be_a_length = _HOURS.fullmatch(last) and (CELL not in between or not _HOURS.search(first))
    return [] if re.search(r"\w", between) or may_be_a_length else [Hours(start, end, wall_of(first, last))]


def _blanked(text: str, hours: list[Hours]) -> str:
    for one in hours:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


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
    labelled = _labelled(tokens, hours)
    labels = [token.text for token in tokens] if labelled else [""] * len(walls)
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
