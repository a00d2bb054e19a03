"""A table of the household file as it is taken apart: each value read once, each mistake kept with its line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TypeVar

from msgspec import Struct, field

from kinrota.errors import InputError, Problem
from kinrota.intake.keys import KEYS
from kinrota.intake.toml_lines import Lines, Path
from kinrota.intake.words import NotUnderstoodError, maybe, nearest, refuse, text

T = TypeVar("T")
D = TypeVar("D")
Parse = Callable[[object], T]

RESERVED = frozenset({"self", "custody", "home", "elsewhere", "gap", "kinrota", "none"})
"""Words that a plan uses itself; nobody can be called so."""
BARE = re.compile(r"[A-Za-z0-9_-]+")
ADDRESS = re.compile(r"\s*(\w+://)([^/?#@]*)")
MOST_PROBLEMS = 100
MOST_ITEMS = 1000
LONGEST_ID = 60
"""Letters; files are called by it."""
"""Of one list."""
LONG = 60
"""Characters of a value that a message shows."""


class Ids(Struct, frozen=True):
    """The names that the household declares; what refers to something refers to one of them."""

    places: tuple[str, ...] = ()
    adults: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    calendars: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


class Page(Struct):
    """The file that is being read: its lines, its names, the mistakes found so far, and what no plan uses yet."""

    file: str
    lines: Lines
    ids: Ids
    problems: list[Problem] = field(default_factory=list)
    unplanned: set[str] = field(default_factory=set)

    def wrong(self, path: Path, message: str, remedy: str = "", value: object = None) -> None:
        """Keep a mistake; give up where there are more than anybody reads."""
        if len(self.problems) >= MOST_PROBLEMS:
            raise InputError(self.sorted())
        shown = "" if value is None else shown_as(value)
        self.problems.append(Problem(self.file, self.lines.of(path), dotted(path), shown, message, remedy))

    def sorted(self) -> tuple[Problem, ...]:
        """The mistakes in the order of their lines."""
        return tuple(sorted(self.problems, key=lambda problem: problem.line or 0))


def dotted(path: Path) -> str:
    """The path of a key as people read it: `adults.ana.sleep`, `attendance[2].drop`, counted from 1."""
    result = ""
    for key in path:
        word = key if isinstance(key, int) or BARE.fullmatch(key) else shown_as(key)
        result += f"[{word + 1}]" if isinstance(word, int) else f".{word}" if result else word
    return result


def shown_as(value: object) -> str:
    """A value as the file writes it, cut short."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Decimal | dt.date | dt.time):
        return str(value)[:LONG]
    if isinstance(value, list):
        return "[...]" if value else "[]"
    if isinstance(value, dict):
        return ""
    plain = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(value))
    plain = _host_alone(plain)
    return f'"{plain}"' if len(plain) <= LONG else f'"{plain[: LONG - 3]}..."'


def _host_alone(text: str) -> str:
    """A text; of an address only the host, since the rest of it may be a secret, and nothing of who asks there."""
    found = ADDRESS.match(text)
    if found is None or found[0] == text.rstrip("/"):
        return text
    return f"{found[1]}..." if "@" in text else f"{found[1]}{found[2]}/..."


class Table:
    """A table with its place in the file; `kind` names its keys in KEYS. Keys that nobody knows are mistakes."""

    def __init__(self, page: Page, path: Path, kind: str, values: Mapping[str, object]) -> None:
        self.page = page
        self.path = path
        self.kind = kind
        self._values = values
        for key in values:
            if key not in KEYS[kind]:
                self._unknown(key)

    def _unknown(self, key: str) -> None:
        known = KEYS[self.kind]
        near = nearest(key, known)
        listed = "" if near else f" What can stand here: {', '.join(known)}."
        self.page.wrong((*self.path, key), f"is not a key that kinrota knows here.{listed}", maybe(key, known))

    def __contains__(self, key: str) -> bool:
        """Whether the household says anything about it."""
        return self._known(key) in self._values

    def _known(self, key: str) -> str:
        if key not in KEYS[self.kind]:
            raise KeyError(self.kind, key)
        return key

    def value(self, key: str) -> object:
        """The value as TOML gives it; None where there is none."""
        return self._values.get(self._known(key))

    def wrong(self, key: str, message: str, remedy: str = "") -> None:
        """Keep a mistake about a key, or about the whole table where the key is empty."""
        if key:
            self.page.wrong((*self.path, key), message, remedy, self.value(key))
        else:
            self.page.wrong(self.path, message, remedy)

    def may(self, key: str, parse: Parse[T], default: D) -> T | D:
        """Read a key that need not be there."""
        return self._parsed((*self.path, key), self.value(key), parse, default) if key in self else default

    def must(self, key: str, parse: Parse[T], stand_in: D, remedy: str = "") -> T | D:
        """Read a key that has to be there. The stand-in never leaves: the file is refused then."""
        if key not in self:
            self.page.wrong((*self.path, key), "is missing.", remedy)
            return stand_in
        return self.may(key, parse, stand_in)

    def each(self, key: str, parse: Parse[T]) -> tuple[T, ...]:
        """Read a list, item by item; empty where there is none."""
        if key not in self:
            return ()
        path, value = (*self.path, key), self.value(key)
        if not isinstance(value, list):
            one = f"Maybe [{shown_as(value)}]." if isinstance(value, str) else ""
            self.page.wrong(path, "is not a list.", one, value)
            return ()
        if len(value) > MOST_ITEMS:
            self.page.wrong(path, f"has more than {MOST_ITEMS} items.")
            return ()
        marks: list[T | None] = [self._parsed((*path, at), item, parse, None) for at, item in enumerate(value)]
        found = tuple(item for item in marks if item is not None)
        for at, item in enumerate(marks):
            if item is not None and item in marks[:at]:
                self.page.wrong((*path, at), "stands in this list twice.", value=value[at])
        return found

    def some(self, key: str, parse: Parse[T]) -> tuple[T, ...]:
        """Read a list that has to be there and to hold something."""
        if key not in self:
            self.page.wrong((*self.path, key), "is missing.")
        elif self.value(key) == []:
            self.wrong(key, "names nobody and nothing.")
        return self.each(key, parse)

    def _parsed(self, path: Path, value: object, parse: Parse[T], default: D) -> T | D:
        try:
            return parse(value)
        except NotUnderstoodError as mistake:
            self.page.wrong(path, mistake.message, mistake.remedy, value)
            return default

    def inner(self, key: str) -> Table | None:
        """The table under a key; None where there is none."""
        if key not in self:
            return None
        value, kind = self.value(key), f"{self.kind}.{key}" if self.kind else key
        if not isinstance(value, dict):
            self.wrong(key, "is not a table.", f"Maybe {key} = {{ {' = ..., '.join(KEYS[kind])} = ... }}.")
            return None
        return Table(self.page, (*self.path, key), kind, value)

    def named(self, key: str) -> Iterator[tuple[str, Table]]:
        """The tables under a key by the ids that the household chose."""
        for name, value in self.free(key).items():
            path = (*self.path, key, name)
            if isinstance(value, dict):
                yield name, Table(self.page, path, f"{key}.*", value)
            else:
                inside = "" if key == "places" else f" {KEYS[f'{key}.*'][0]} = ... "
                self.page.wrong(path, "is not a table.", f"Maybe {name} = {{{inside}}}.", value)

    def free(self, key: str) -> Mapping[str, object]:
        """A table whose keys the household chose."""
        value = self.value(key)
        if value is None or isinstance(value, dict):
            return value or {}
        self.wrong(key, "is not a table.")
        return {}

    def listed(self, key: str) -> Iterator[Table]:
        """The tables of a list of tables, in order."""
        value = self.value(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.wrong(key, "is not a list of tables.", f"Maybe [[{key}]], with two brackets on each side.")
            return
        if len(value) > MOST_ITEMS:
            self.wrong(key, f"has more than {MOST_ITEMS} items.")
            return
        for at, item in enumerate(value):
            path = (*self.path, key, at)
            if isinstance(item, dict):
                yield Table(self.page, path, key, item)
            else:
                self.page.wrong(path, "is not a table.", value=item)

    def unplanned(self, *keys: str) -> None:
        """Tell that what stands under these keys is read but not planned yet."""
        where = self.kind.replace(".*", "")
        self.page.unplanned.update(f"{where}.{key}" if where else key for key in keys if self.value(key))


def one_of(*words: str) -> Parse[str]:
    """Read one of a few words."""

    def parse(value: object) -> str:
        if not isinstance(value, str) or value not in words:
            refuse(f"is none of {', '.join(repr(word) for word in words)}.", maybe(str(value), words))
        return value

    return parse


def known(what: str, names: tuple[str, ...]) -> Parse[str]:
    """Read the id of something that the household declares."""

    def parse(value: object) -> str:
        if not isinstance(value, str) or value not in names:
            refuse(f"there is no {what} of that name in this file.", maybe(str(value), names))
        return value

    return parse


def chosen(page: Page, path: Path, name: str) -> bool:
    """Whether an id can be one; keeps a mistake otherwise."""
    try:
        identifier(name)
    except NotUnderstoodError as mistake:
        page.wrong(path, mistake.message, mistake.remedy)
        return False
    return True


def identifier(value: object) -> str:
    """An id: letters, digits, `-` and `_`, so that it can stand in a change, a file name and an address."""
    name = text(value)
    if not all(letter.isalnum() or letter in "-_" for letter in name):
        plain = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name).strip("-")
        refuse("cannot be an id: an id has letters, digits, - and _ only.", f"Maybe '{plain}'." if plain else "")
    if len(name) > LONGEST_ID:
        refuse(f"is too long for an id: it has {len(name)} letters, and {LONGEST_ID} are the most.")
    return name
