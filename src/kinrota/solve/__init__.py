"""The only place that knows the solver: a week in, a plan out, not verified yet."""

from __future__ import annotations

from collections.abc import Callable

from kinrota.model.plan import Plan
from kinrota.model.week import Week
from kinrota.solve.account import plan_of
from kinrota.solve.layout import layout_of
from kinrota.solve.search import search

__all__ = ["plan_week"]


def plan_week(week: Week, *, seconds: float = 45.0, progress: Callable[[str], None] = lambda _: None) -> Plan:
    """Plan a week within about `seconds` of solving; `progress` is told what is being done.

    Where it takes long to begin it takes longer: ten of these seconds, or all of fewer, are for finding a better plan.
    The same week gives the same plan, if no level ran into the time limit.
    """
    layout = layout_of(week)
    return plan_of(layout, search(layout, seconds, progress))
