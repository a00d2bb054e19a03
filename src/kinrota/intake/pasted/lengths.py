"""Lengths beside a shift, such as 8 h or break 0:30; what fits no shift there is none: 17h is a time of day, too."""

from __future__ import annotations

import re

from msgspec import Struct

HOUR, MINUTES = 60, 60
LONGEST_BREAKS = 90
"""Minutes by which the hours that are paid may be fewer than those from beginning to end."""
_MINUTES = r"(?:\d{1,2}\s?min\b\.?|0?0[:.]\d{2}(?!\d|\s?-\s?\d))"
_BREAKS = re.compile(
    rf"\(?\b(?:pause|break)\b[\s:]{{0,3}}{_MINUTES}\)?|\(?(?<![\w:.,-])\d{{1,2}}\s?min\b\.?(?:\s?(?:pause|break)\b)?\)?",
    re.IGNORECASE,
)
_LENGTHS = re.compile(
    r"(?<![\w:.,-])(?P<open>\(\s?)?(?P<hours>\d{1,2})"
    r"(?:(?P<mark>[.,:])(?P<part>\d{1,2})\s?(?:(?:h|hrs?)\b|(?P<long>hours?|std|stunden)\b)"
    r"|\s?h\s?(?P<minutes>[0-5]\d)\b"
    r"|\s?(?:(?:h|hrs?)\b|(?P<word>hours?|std|stunden)\b))\.?(?P<close>\s?\))?",
    re.IGNORECASE,
)


class Beside(Struct, frozen=True):
    """What lengths may stand beside."""

    minutes: int | None
    """The minutes of the shift; None for a day off."""
    written: bool
    """Whether its hours are written there, so that another time beside them would be odd."""


def without_breaks(text: str) -> str:
    """The text with the lengths of breaks blanked out."""
    return _BREAKS.sub(lambda found: " " * len(found[0]), text)


def without_lengths(text: str, beside: Beside) -> str:
    """The text without the lengths that fit what they stand beside: they say nothing that it does not."""
    return _LENGTHS.sub(lambda found: " " * len(found[0]) if _fits(found, beside) else found[0], text)


def _fits(found: re.Match[str], beside: Beside) -> bool:
    certain = bool((found["open"] and found["close"]) or found["long"] or found["word"]) or _is_decimal(found)
    if beside.minutes is None:
        return certain
    breaks = LONGEST_BREAKS if certain or beside.written else 0
    return any(beside.minutes - breaks <= length <= beside.minutes for length in _lengths(found))


def _is_decimal(found: re.Match[str]) -> bool:
    """Whether it is 7,5 or 7.5, and no time of day."""
    part = found["part"] or ""
    return found["mark"] == "," or (found["mark"] == "." and (len(part) == 1 or int(part) >= MINUTES))


def _lengths(found: re.Match[str]) -> tuple[float, ...]:
    """The minutes that it may mean: 7.30 h is seven and a half hours, or 7.3."""
    hours, part = int(found["hours"]) * HOUR, found["part"]
    if not part:
        return (hours + int(found["minutes"] or 0),)
    clock, decimal = hours + int(part), hours + HOUR * int(part) / 10 ** len(part)
    return {":": (clock,), ",": (decimal,), ".": (clock, decimal)}[found["mark"]]
