"""A JSON object as it is taken apart: each value read once, each mistake kept with its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from math import isfinite
from typing import Any, TypeVar

from msgspec import Struct, field

from kinrota.errors import Problem
from kinrota.model.time import DAY, Span, instant_of

LAST = 400 * 366 * DAY
"""Nothing reaches this far, in minutes since the epoch; calendars end not much later."""
SHOWN = 60
"""Characters of a wrong value that a message repeats."""

T = TypeVar("T")


def flat(value: Any) -> str:  # noqa: ANN401 -- whatever JSON holds
    """A value on one line."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def loads(text: str) -> Any:  # noqa: ANN401 -- whatever JSON holds
    """Read JSON; ValueError, or RecursionError, where it is none, has a number that is none, or a name twice."""
    return json.loads(text, parse_float=_finite, parse_constant=_refuse_constant, object_pairs_hook=_object)


def no_json(error: ValueError | RecursionError) -> str:
    """Why a text is no JSON, in a few words."""
    return f"is not JSON: {getattr(error, 'msg', '') or str(error).partition(chr(10))[0]}."


class Record(Struct):
    """A JSON object under its path; what is wrong in it becomes a problem, and a stand-in value lets reading go on.

    `line` is the file's line, where each line is an object of its own.
    """

    file: str
    path: str
    values: Mapping[str, Any]
    problems: list[Problem] = field(default_factory=list)
    line: int | None = None

    def refuse(self, key: str, message: str, remedy: str = "") -> None:
        """Note a mistake at a key."""
        value = flat(self.values[key]) if key in self.values else ""
        shown = value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"
        self.problems.append(Problem(self.file, self.line, self._at(key), shown, message, remedy))

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def has(self, key: str) -> bool:
        """Whether a key has a value that is not null."""
        return self.values.get(key) is not None

    def _typed(self, key: str, kind: type[T] | tuple[type[T], ...], wanted: str, stand_in: T, otherwise: T | None) -> T:
        value = self.values.get(key, otherwise)
        if isinstance(value, kind) and not (isinstance(value, bool) and kind is not bool):
            return value
        self.refuse(key, f"is not {wanted}." if key in self.values else "is missing.", f"Maybe it should be {wanted}.")
        return stand_in

    def text(self, key: str, otherwise: str | None = None) -> str:
        """A text."""
        return self._typed(key, str, "a text", "", otherwise)

    def maybe_text(self, key: str) -> str | None:
        """A text, or None."""
        return self.text(key) if self.has(key) else None

    def truth(self, key: str, *, otherwise: bool | None = None) -> bool:
        """True or false."""
        return self._typed(key, bool, "true or false", stand_in=False, otherwise=otherwise)

    def whole(self, key: str, otherwise: int | None = None) -> int:
        """A whole number."""
        return self._typed(key, int, "a whole number", 0, otherwise)

    def number(self, key: str) -> Fraction:
        """A number."""
        return Fraction(str(self._typed(key, (int, float), "a number", 0, None)))

    def choice(self, key: str, options: tuple[T, ...]) -> T:
        """One of a few words."""
        value = self.values.get(key)
        if isinstance(value, str) and value in options:
            return options[options.index(value)]
        known = ", ".join(f'"{option}"' for option in options)
        self.refuse(
            key, "is not one of the known words." if key in self.values else "is missing.", f"Maybe one of {known}."
        )
        return options[0]

    def instant(self, key: str) -> int | None:
        """An instant on a whole minute; None where it is none."""
        text = self.text(key)
        try:
            return _dated(instant_of(text))
        except (ValueError, OverflowError):
            if text:
                self.refuse(
                    key, "is not a whole minute with an offset.", 'Maybe write it as "2026-03-02T07:30:00+01:00".'
                )
        return None

    def span(self, first: str = "from", last: str = "to") -> Span:
        """From one key's instant to another's."""
        start, end = self.instant(first), self.instant(last)
        if start is not None and end is not None and start >= end:
            self.refuse(last, f"is not after `{first}`.", "Maybe the two are swapped; an empty span is left out.")
        return Span(start, end) if start is not None and end is not None and start < end else Span(0, 1)

    def record(self, key: str) -> Record:
        """The object under a key."""
        return self._under(self._at(key), self._typed(key, dict, "an object", {}, None))

    def _under(self, path: str, values: Mapping[str, Any]) -> Record:
        return Record(self.file, path, values, self.problems, self.line)

    def records(self, key: str, otherwise: list[Any] | None = None) -> list[Record]:
        """The objects of a list."""
        items = self._typed(key, list, "a list", [], otherwise)
        if any(not isinstance(item, dict) for item in items):
            self.refuse(key, "holds something that is not an object.", "Maybe a value lacks its braces and names.")
        return [self._under(f"{self._at(key)}[{n}]", item) for n, item in enumerate(items) if isinstance(item, dict)]

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        items = self._typed(key, list, "a list of texts", [], [])
        if any(not isinstance(item, str) for item in items):
            self.refuse(key, "holds something that is not a text.")
        return tuple(item for item in items if isinstance(item, str))


def _refuse_constant(name: str) -> float:
    message = f"{name} is no number in JSON"
    raise ValueError(message)


def _finite(text: str) -> float:
    return number if isfinite(number := float(text)) else _refuse_constant(text)


def _dated(instant: int) -> int:
    """The instant, where a calendar can name it in every zone."""
    if not 0 <= instant < LAST:
        message = f"out of reach: {instant}"
        raise ValueError(message)
    return instant


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        message = f'"{next(name for name in names if names.count(name) > 1)}" is given twice in one object'
        raise ValueError(message)
    return values
