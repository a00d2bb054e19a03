"""The fixed instants at which a calendar says that it changed, and the grid of what is told to the half hour."""

from __future__ import annotations

from collections.abc import Iterable

from kinrota.model.time import DAY, Span, merged

HALF_HOUR = 30
"""Minutes of the grid. It lies on the half hours of UTC, so that it tells of no zone."""


def tick(instant: int) -> int:
    """The midnight of UTC at or before an instant."""
    return instant // DAY * DAY


def outwards(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Every half hour of which any minute is in a span, merged."""
    return merged(Span(span.start // HALF_HOUR * HALF_HOUR, -(-span.end // HALF_HOUR) * HALF_HOUR) for span in spans)


def inwards(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The half hours that lie wholly in one of the spans, merged."""
    found = ((-(-span.start // HALF_HOUR) * HALF_HOUR, span.end // HALF_HOUR * HALF_HOUR) for span in merged(spans))
    return tuple(Span(start, end) for start, end in found if start < end)
