"""The words of a stretch of text: codes, what joins them, and what may change a shift that stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kinrota.intake.pasted.hours import ranges, singles
from kinrota.intake.pasted.vocabulary import CHANGED, LIMITED, LONG_WORD, folded
from kinrota.model.household import BOTH
from kinrota.model.time import WallSpan

Codes = Mapping[str, WallSpan | None]
"""What codes mean; None is a day off."""
_TOKEN = re.compile(r"[^\s,;|()\"\[\]]+")
_JOINING = frozenset({BOTH, "&", "and", "und", "plus"})
_ADDING = frozenset({BOTH, "plus"})
_NOTHING = frozenset({"uhr", "hrs", "h"})
"""Words behind times that say nothing."""
_TO_A_NUMBER = re.compile(r"\d+$")


class Token(NamedTuple):
    """A word with its column in the text, from 0."""

    at: int
    text: str

    @property
    def joins(self) -> bool:
        """Whether it stands between things that both hold."""
        return self.text.casefold() in _JOINING


def words_of(text: str) -> list[Token]:
    """The words of a text, without those that say nothing."""
    found = []
    for match in _TOKEN.finditer(text):
        word = match[0].strip(".:'")
        if word.strip("-/*") and word.casefold() not in _NOTHING:
            found.append(Token(match.start(), word))
    return found


def code_of(word: str, codes: Codes) -> str | None:
    """The code that a word is; long words may be written in capitals or not."""
    if word in codes:
        return word
    if len(word) >= LONG_WORD:
        alike = [code for code in codes if folded(code) == folded(word)]
        return alike[0] if len(alike) == 1 else None
    return None


def codes_in(word: str, codes: Codes) -> list[str]:
    """The codes that a word is, or joins with a plus; empty if one of them means nothing."""
    if (one := code_of(word, codes)) is not None:
        return [one]
    parts = [code_of(part, codes) for part in word.split(BOTH)] if BOTH in word.strip(BOTH) else [None]
    known = [part for part in parts if part is not None]
    return known if len(known) == len(parts) else []


def changing(words: Iterable[Token]) -> bool:
    """Whether one of the words limits, moves or takes back what stands beside it."""
    return any(_changes(word.text, CHANGED | LIMITED) for word in words)


def _changes(word: str, words: frozenset[str]) -> bool:
    return _TO_A_NUMBER.sub("", folded(word)) in words


def adding(joining: Sequence[Token], unread: Sequence[Token], read: Sequence[int]) -> bool:
    """Whether something unread is added to a shift: F + meeting; `read` are the columns of what was read."""
    if any(BOTH in word.text for word in unread):
        return True
    if any(word.text.casefold() in _ADDING for word in joining):
        return bool(unread)
    others = [word.at for word in unread]
    for word in joining:
        left = max((at for at in (*others, *read) if at < word.at), default=None)
        right = min((at for at in (*others, *read) if at > word.at), default=None)
        if (left in read and right in others) or (left in others and right in read):
            return True
    return False


def says_more(text: str, codes: Codes) -> bool:
    """Whether a line below a shift may add to it or change it, so that it is not only a name or a greeting."""
    words = words_of(text)
    return bool(
        list(ranges(text))
        or singles(text)
        or any(codes_in(word.text, codes) or _changes(word.text, CHANGED) for word in words)
        or (words and (words[0].joins or BOTH in words[0].text or _changes(words[0].text, LIMITED)))
    )
