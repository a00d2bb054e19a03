"""What codes mean, as somebody gives it on the command line: E=06:30-14:30 X=off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kinrota.errors import InputError, Problem
from kinrota.intake.pasted.hours import ranges
from kinrota.intake.pasted.vocabulary import is_off
from kinrota.model.household import OFF, UNKNOWN
from kinrota.model.time import WallSpan

_ITEM = re.compile(r"([^\s,;=]+)\s*=\s*(.*?)(?=[\s,;]+[^\s,;=]+\s*=|[\s,;]*$)")


def meanings(texts: Iterable[str]) -> dict[str, WallSpan | None]:
    """Each code's hours, None for a day off; InputError where a part is not understood, or a code means two things."""
    found: dict[str, WallSpan | None] = {}
    for text in texts:
        for code, wall in _items(text):
            if found.get(code, wall) != wall:
                said = f"{code}={_written(found[code])} {code}={_written(wall)}"
                raise _wrong(said, f"says two things of {code}.", "Maybe leave out one of them.")
            found[code] = wall
    return found


def _written(wall: WallSpan | None) -> str:
    return str(wall or "off")


def _items(text: str) -> Iterator[tuple[str, WallSpan | None]]:
    at = 0
    for item in _ITEM.finditer(text):
        if text[at : item.start()].strip(" ,;\t\n") or item[1] in (OFF, UNKNOWN):
            break
        yield item[1], _meaning(item[1], item[2])
        at = item.end()
    if not at or text[at:].strip(" ,;\t\n"):
        raise _wrong(text[at:].strip() or text, "does not say what codes mean.")


def _meaning(code: str, value: str) -> WallSpan | None:
    if is_off(value):
        return None
    hours = list(ranges(value))
    if len(hours) != 1 or hours[0].wall is None or value[: hours[0].start].strip() or value[hours[0].end :].strip():
        raise _wrong(f"{code}={value}", "does not say when a shift begins and ends.")
    return hours[0].wall


def _wrong(value: str, message: str, remedy: str = 'Maybe "E=06:30-14:30 X=off".') -> InputError:
    return InputError((Problem("command line", None, "--codes", value, message, remedy),))
