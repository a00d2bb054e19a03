"""When a pin or a decline begins and ends: then carers may change, helpers come or go, and children are brought."""

from __future__ import annotations

from kinrota.model.history import Decline, Pin
from kinrota.model.week import Week


def said_edges(week: Week, child: str = "") -> set[int]:
    """The edges of pins and declines, but of those of ways, inside the horizon, of one child or of all."""
    said: list[Pin | Decline] = [*week.pins, *(no for no in week.declined if no.way is None)]
    return {edge for one in said if child in ("", one.child) for edge in (one.span.start, one.span.end)}
