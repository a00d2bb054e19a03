"""What a TOML parser's complaint means to somebody who has never heard of TOML."""

from __future__ import annotations

import datetime as dt
import re

from kinrota.errors import Problem

_PLACE = re.compile(r"\s*\((?:at line (\d+), column \d+|at end of document)\)$")
_MEANINGS = (
    ("Cannot overwrite a value", "This key stands here for the second time.", ""),
    ("Cannot declare", "This table stands here for the second time.", "Maybe its lines belong under the first one."),
    ("Expected '=' after a key", "After the first word of a line there has to be an = sign.", ""),
    ("Unterminated string", "A text has no closing quotation mark.", ""),
    ("Illegal character '\\n'", "A text has no closing quotation mark on its line.", ""),
    ("Invalid value", "After the = sign stands something that is no value.", 'Maybe it needs quotes: "...".'),
    (
        "Expected newline or end of document",
        "After the value there is something more.",
        "Maybe it needs a # before it.",
    ),
    ("Unclosed array", "A list has no closing ], or a comma is missing in it.", ""),
    ("Unclosed inline table", "A table has no closing }, or a comma is missing in it.", ""),
    ("Expected ']'", "A heading or a list has no closing ].", ""),
    ("Invalid date or datetime", "There is no such date.", ""),
    ("Invalid initial character for a key part", "The line does not begin with a key.", ""),
    ("Invalid statement", "The line does not begin with a key.", ""),
    ("Duplicate inline table key", "A key stands twice between the same braces.", ""),
)


def not_toml(complaint: str, text: str, file: str) -> Problem:
    """The one problem of a text that is not TOML, with the line on which it shows."""
    found = _PLACE.search(complaint)
    plain = _PLACE.sub("", complaint)
    last = text.rstrip().count("\n") + 1
    line = int(found[1]) if found and found[1] else last
    line = _line_of_break(plain, line, text)
    if no_date := _no_date(text.splitlines()[line - 1 : line]):
        return Problem(file, line, "", "", f"{no_date} is no date.", "A date is year-month-day, such as 2018-09-14.")
    for beginning, meaning, remedy in _MEANINGS:
        if plain.startswith(beginning):
            return Problem(file, line, "", "", meaning, remedy)
    return Problem(file, line, "", "", f"This line cannot be read: {plain}.")


def _no_date(lines: list[str]) -> str:
    """A value on a line that looks like a date and is none, such as 2026-13-08."""
    for found in re.finditer(r"[=,\[]\s*(\d{4}-\d{1,2}-\d{1,2})(?![\d-])", " ".join(lines)):
        try:
            dt.date.fromisoformat(found[1])
        except ValueError:
            return found[1]
    return ""


def _line_of_break(complaint: str, line: int, text: str) -> int:
    """The line to look at: a list that is not closed shows only on the next line that has something on it."""
    lines = text.splitlines()
    if complaint.startswith("Unclosed array"):
        begun = [number for number, content in enumerate(lines[:line], start=1) if re.search(r"=\s*\[", content)]
        return begun[-1] if begun else line
    if not complaint.startswith(("Unclosed", "Expected")):
        return line
    while line > 1 and line <= len(lines) and not lines[line - 1].strip():
        line -= 1
    return min(line, len(lines)) or 1
