"""When a pin begins and ends: instants at which carers may change, helpers come or go, and children are brought."""

from __future__ import annotations

from kinrota.model.week import Week


def pin_edges(week: Week, child: str = "") -> set[int]:
    """The edges of the pins inside the horizon, of one child or of all."""
    return {edge for pin in week.pins if child in ("", pin.child) for edge in (pin.span.start, pin.span.end)}
