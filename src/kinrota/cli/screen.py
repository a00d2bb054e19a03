"""How a command's text comes to a terminal or to another program: width, colour, lines, JSON."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping

from kinrota.publish.cells import wrap

_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Control characters, and marks without a sign of their own."""


def columns() -> int:
    """The terminal's width; COLUMNS says otherwise, and without a terminal it is 80."""
    try:
        return int(os.environ.get("COLUMNS", "")) or _of_terminal()
    except ValueError:
        return _of_terminal()


def _of_terminal() -> int:
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80 if sys.__stdout__ else 80
    except (OSError, ValueError):
        return 80


def colour() -> bool:
    """Whether to write in colour: on a terminal, unless NO_COLOR or FORCE_COLOR says otherwise."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def wrapped(items: Iterable[str], first: str = "  ", then: str = "    ") -> list[str]:
    """Items in lines that fit."""
    return [line for item in items for line in wrap(item, columns(), first, then)]


def lines(given: Iterable[str]) -> str:
    """Each with its end."""
    return "".join(f"{line}\n" for line in given)


def as_json(record: Mapping[str, object]) -> str:
    """A record for programs; dates become texts."""
    return harmless(json.dumps(record, ensure_ascii=False, indent=1, default=str)) + "\n"


def harmless(text: str) -> str:
    """JSON that a terminal can show: what would move the cursor or turn letters round is written as its number."""
    return _UNSEEN.sub(lambda found: _numbered(found[0]), text)


def _numbered(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
