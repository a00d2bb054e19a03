"""On which line of a TOML text each key and each item of a list stands."""

from __future__ import annotations

import re

Path = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SCALAR = re.compile(r"[^,\]}#\n]*")
_STRINGS = (
    re.compile(r'"""(?:\\.|[^\\])*?"""(?:"{1,2}(?!"))?', re.DOTALL),
    re.compile(r"'''.*?'''(?:'{1,2}(?!'))?", re.DOTALL),
    re.compile(r'"(?:\\.|[^"\\\n])*"'),
    re.compile(r"'[^'\n]*'"),
)


class Lines:
    """Where things stand in a text that a TOML parser has accepted; items of lists are counted from 0."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._counted = 0
        self._found: dict[Path, int] = {}
        self._items: dict[Path, int] = {}
        self._last = ""
        self._walk()

    def of(self, path: Path) -> int | None:
        """The line of a key or an item; of the nearest thing around it where it has none of its own."""
        for length in range(len(path), 0, -1):
            if line := self._found.get(path[:length]):
                return line
        return None

    def _walk(self) -> None:
        table: Path = ()
        self._space()
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._space()

    def _space(self) -> None:
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _line_here(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _note(self, path: Path) -> None:
        self._found.setdefault(path, self._line_here())

    def _header(self) -> Path:
        many = self._text.startswith("[[", self._at)
        self._at += 2 if many else 1
        line = self._line_here()
        path = self._inside(self._dotted(())) if not many else self._inside(self._dotted(())[:-1], self._last)
        if many:
            number = self._items.get(path, 0)
            self._items[path] = number + 1
            self._found.setdefault(path, line)
            path = (*path, number)
        for length in range(1, len(path) + 1):
            self._found.setdefault(path[:length], line)
        self._at = self._text.index("]", self._at) + (2 if many else 1)
        return path

    def _inside(self, path: Path, *more: str) -> Path:
        """The path with the number of the current item after each list of tables on the way."""
        result: Path = ()
        for key in path:
            result = (*result, key)
            if result in self._items:
                result = (*result, self._items[result] - 1)
        return (*result, *more)

    def _dotted(self, prefix: Path) -> Path:
        path = prefix
        while True:
            self._blank()
            self._last = self._key()
            path = (*path, self._last)
            self._blank()
            if not self._text.startswith(".", self._at):
                return path
            self._at += 1

    def _blank(self) -> None:
        while self._text.startswith((" ", "\t"), self._at):
            self._at += 1

    def _key(self) -> str:
        found = _BARE.match(self._text, self._at)
        if found:
            self._at = found.end()
            return found[0]
        return self._unquoted(self._string())

    @staticmethod
    def _unquoted(string: str) -> str:
        if string.startswith("'") or "\\" not in string:
            return string[1:-1]
        return string[1:-1].encode("latin-1", "backslashreplace").decode("unicode-escape")

    def _string(self) -> str:
        for pattern in _STRINGS:
            if found := pattern.match(self._text, self._at):
                self._at = found.end()
                return found[0]
        self._at += 1
        return "??"

    def _pair(self, table: Path) -> None:
        path = table
        line = self._line_here()
        for key in self._dotted(()):
            path = (*path, key)
            self._found.setdefault(path, line)
        self._space()
        self._at += 1
        self._value(path)

    def _value(self, path: Path) -> None:
        self._space()
        self._note(path)
        mark = self._text[self._at : self._at + 1]
        if mark == "[":
            self._list(path)
        elif mark == "{":
            self._inline(path)
        elif mark in {'"', "'"}:
            self._string()
        else:
            found = _SCALAR.match(self._text, self._at)
            self._at = max(self._at + 1, found.end()) if found else self._at + 1

    def _list(self, path: Path) -> None:
        number = 0
        self._at += 1
        while self._more("]"):
            self._value((*path, number))
            number += 1

    def _inline(self, path: Path) -> None:
        self._at += 1
        while self._more("}"):
            self._pair(path)

    def _more(self, end: str) -> bool:
        """Step over a comma; whether another item comes before the end."""
        self._space()
        if self._text.startswith(",", self._at):
            self._at += 1
            self._space()
        if self._at >= len(self._text) or self._text.startswith(end, self._at):
            self._at += 1
            return False
        return True
