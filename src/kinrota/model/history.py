"""What was promised, answered, settled by hand and really done: the lines of a household's history.jsonl."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from kinrota.model.time import Span, inside, merged, minus

HISTORY = "history.jsonl"
Role = Literal["child", "helper", "adult"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Promise:
    """What a plan told somebody of a stretch of time.

    `what` is `care`, `escort` or `alone` of a child, with whom in `people`; `help` of a helper; of another adult what
    it does, with which children. `place` is where, or where a journey begins that ends at `to_place`.
    """

    person: str
    role: Role
    span: Span
    what: str
    people: tuple[str, ...] = ()
    place: str | None = None
    to_place: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A plan that was made the plan: its hash, its days, its promises, and each resident's minutes of load by date."""

    line: int
    at: int
    plan: str
    span: Span
    promises: tuple[Promise, ...] = ()
    loads: Mapping[dt.date, Mapping[str, int]] | None = None

    def load(self, day: dt.date, adult: str) -> int | None:
        """An adult's minutes of load on a date; None where the plan does not have both."""
        return (self.loads or {}).get(day, {}).get(adult)


@dataclass(frozen=True, slots=True)
class Answer:
    """A helper's yes or no to a stretch of time."""

    line: int
    at: int
    helper: str
    span: Span
    yes: bool


@dataclass(frozen=True, slots=True)
class PinLine:
    """Who is to be with a child, settled by hand; None takes back what was settled before."""

    line: int
    at: int
    child: str
    span: Span
    met_by: str | None


@dataclass(frozen=True, slots=True)
class Done:
    """What an adult's load on a date really was, in minutes."""

    line: int
    at: int
    on: dt.date
    adult: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Pin:
    """A stretch in which nobody but one adult may answer for a child; `source` is the line that says so."""

    child: str
    span: Span
    met_by: str
    source: str


@dataclass(frozen=True, slots=True)
class History:
    """Every line, in order: of the same minutes, or the same date, the last line is the one that counts."""

    accepted: tuple[Accepted, ...] = ()
    answers: tuple[Answer, ...] = ()
    pins: tuple[PinLine, ...] = ()
    done: tuple[Done, ...] = ()

    def answered(self, helper: str, *, yes: bool) -> tuple[Span, ...]:
        """The minutes that a helper accepted, or declined."""
        said = [(answer.span, answer.yes) for answer in self.answers if answer.helper == helper]
        return merged(span for span, own in _last_word(said) if own is yes)

    def pinned(self, frame: Span) -> tuple[Pin, ...]:
        """The pins that count inside a frame, in order."""
        found = []
        for child in dict.fromkeys(line.child for line in self.pins):
            said = [(line.span, line) for line in self.pins if line.child == child]
            found += [
                Pin(child, part, line.met_by, f"{HISTORY}:{line.line}")
                for span, line in _last_word(said)
                for part in inside([span], frame)
                if line.met_by is not None
            ]
        return tuple(sorted(found, key=lambda pin: (pin.span, pin.child)))

    def load(self, day: dt.date, adult: str) -> int | None:
        """An adult's minutes of load on a date: what was really done, else what the last plan for it gave to do."""
        done = [line.minutes for line in self.done if (line.on, line.adult) == (day, adult)]
        planned = [plan for plan in self.accepted if day in (plan.loads or {})]
        return done[-1] if done else planned[-1].load(day, adult) if planned else None

    def without(self, lines: Iterable[int]) -> History:
        """The same without some lines."""
        left = set(lines)
        return replace(
            self,
            answers=tuple(answer for answer in self.answers if answer.line not in left),
            pins=tuple(pin for pin in self.pins if pin.line not in left),
        )


def _last_word(said: Iterable[tuple[Span, T]]) -> list[tuple[Span, T]]:
    """Each stretch without the minutes that a later one speaks of."""
    found: list[tuple[Span, T]] = []
    for span, word in said:
        found = [(part, old) for before, old in found for part in minus([before], [span])]
        found.append((span, word))
    return found
