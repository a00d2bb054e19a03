"""Hours as rotas write them: 06:30-14:30, 6.30 bis 14.30 Uhr, 0630-1430, 22-6, 9pm-7am."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from kinrota.model.time import DAY, WallSpan

HOUR, NOON, MINUTES = 60, 12, 60
_HALF = r"(?:\s?[ap]\.?m\b\.?|[ap]\b)"
_UNIT = r"(?:\s?(?:uhr|hrs?|h|o'clock)\b\.?)"
_APART = r"\d{1,2}\s?h\s[0-5]\d(?![\dh]|\s?(?:h|min)\b|[.:,/]\d)"
"""17 h 30, as in French."""
_TIME = rf"(?:\d{{1,2}}[:.h]\d{{2}}(?::00)?|{_APART}|\d{{3,4}}|\d{{1,2}}){_HALF}?{_UNIT}?"
_LAST = rf"(?:\d{{1,2}}[:.h]\d{{2}}(?::00)?|{_APART}(?!\s?-\s?\d)|\d{{3,4}}|\d{{1,2}}){_HALF}?{_UNIT}?"
_TO = r"\s*(?:-{1,2}|~|\b(?:to|bis|until|till|til|a|à|tot)\b)\s*"
_RANGE = re.compile(
    rf"(?<![\w:.,])(?:(?:from|von|ab|de)\s+)?({_TIME}){_TO}({_LAST})(?:\s*\(?\+1\)?)?(?![\w:]|\.\d)", re.IGNORECASE
)
_WRITTEN = rf"\d{{1,2}}[:.h]\d{{2}}(?::00)?{_HALF}?{_UNIT}?"
_CLEAR = rf"(?:{_WRITTEN}|{_APART}|\d{{1,2}}{_HALF}{_UNIT}?|\d{{4}}{_UNIT}?|\d{{1,2}}{_UNIT})"
_SINGLE = re.compile(rf"(?<![\w:.,-])({_CLEAR})(?![\w:]|\.\d|\s?-\s?\d)", re.IGNORECASE)
_PARTS = re.compile(r"(\d{1,2})\s?[:.h]\s?(\d{2})|(\d{1,2})(\d{2})(?!\d)|(\d{1,2})", re.ASCII)


class Hours(Struct, frozen=True):
    """A stretch of the clock in a text; `wall` is None where it is none."""

    start: int
    """The column in the text, from 0."""
    end: int
    wall: WallSpan | None


def ranges(text: str) -> Iterator[Hours]:
    """Every stretch with a beginning and an end, in order."""
    for found in _RANGE.finditer(text):
        yield Hours(found.start(), found.end(), wall_of(found[1], found[2]))


def singles(text: str) -> list[tuple[int, int, str]]:
    """Times that stand alone and can be nothing else, each with its columns."""
    return [(found.start(1), found.end(1), found[1]) for found in _SINGLE.finditer(text)]


def wall_of(first: str, last: str) -> WallSpan | None:
    """The stretch between two times; None where one is no time, or where it has no length."""
    ends = _ends(first, last)
    if ends is None or ends[0] % DAY == ends[1] % DAY or ends[0] == DAY:
        return None
    return WallSpan(*ends)


def _ends(first: str, last: str) -> tuple[int, int] | None:
    start, end = _minutes(first), _minutes(last)
    if start is None or end is None:
        return None
    half, other = _half(first), _half(last)
    if half or other:
        begun = _twelve(start, half or other)
        ended = _twelve(end, other) if other else end
        if not half and begun is not None and ended is not None and begun >= ended:
            begun = _twelve(start, "a" if other == "p" else "p")  # 9-5pm: the half of the day before
        return None if begun is None or ended is None else (begun, ended)
    return start, end


def _half(time: str) -> str:
    found = re.search(r"[ap](?=\.?m|\b)", re.sub(r"uhr|hrs?|h|o'clock", "", time.casefold()))
    return found[0] if found else ""


def _minutes(time: str) -> int | None:
    found = _PARTS.match(time.strip().casefold())
    if not found:
        return None
    hours = int(found[1] or found[3] or found[5])
    minutes = int(found[2] or found[4] or 0)
    whole = hours * HOUR + minutes
    return whole if minutes < MINUTES and whole <= DAY else None


def _twelve(minutes: int, half: str) -> int | None:
    """Minutes from midnight of a time before or after noon."""
    hours = minutes // HOUR
    if hours > NOON:
        return minutes if half == "p" else None
    if hours == 0:
        return minutes if half == "a" else None
    return minutes % (NOON * HOUR) + (NOON * HOUR if half == "p" else 0)
