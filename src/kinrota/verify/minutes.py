"""Minutes as lists: painting stretches into them and reading maximal stretches out of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Protocol, TypeVar

from kinrota.model.time import Span


class Spanned(Protocol):
    """Anything with a stretch of time."""

    @property
    def span(self) -> Span: ...


T = TypeVar("T")
SpannedT = TypeVar("SpannedT", bound=Spanned)


def paint(minutes: bytearray, horizon: Span, spans: Iterable[Span]) -> None:
    """Set the minutes of the spans that lie in the horizon."""
    for span in spans:
        if part := span.common(horizon):
            minutes[part.start - horizon.start : part.end - horizon.start] = b"\1" * part.minutes


def painted(horizon: Span, spans: Iterable[Span]) -> bytearray:
    """A byte a minute of the horizon: 1 where a span has it."""
    minutes = bytearray(horizon.minutes)
    paint(minutes, horizon, spans)
    return minutes


def by_minute(spans: Iterable[SpannedT]) -> list[SpannedT]:
    """The span of each minute, for spans that partition the horizon."""
    result: list[SpannedT] = []
    for span in spans:
        result += [span] * span.span.minutes
    return result


def stretches(values: Sequence[T], start: int) -> Iterator[tuple[Span, T]]:
    """The maximal stretches of equal values, of which the first begins at `start`."""
    for value, group in groupby(values):
        end = start + len(list(group))
        yield Span(start, end), value
        start = end


def runs(spans: Iterable[SpannedT], key: Callable[[SpannedT], Hashable]) -> Iterator[tuple[Span, tuple[SpannedT, ...]]]:
    """Neighbouring spans with the same key, as one stretch each."""
    for _, group in groupby(spans, key):
        members = tuple(group)
        yield Span(members[0].span.start, members[-1].span.end), members
