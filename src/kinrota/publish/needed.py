"""What each child needs in a week, worked out once: every calendar of a plan asks for it again."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from kinrota.model import needs
from kinrota.model.needs import NeedSpan
from kinrota.model.week import Week

REMEMBERED = 16
"""Children of a week or two; a week that is remembered is kept."""


class _Same(Struct, frozen=True, eq=False):
    """A week that is the same only as itself: to compare two of them takes longer than to work one out."""

    week: Week

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.week is other.week

    def __hash__(self) -> int:
        return id(self.week)


def needs_of(week: Week, child: str) -> tuple[NeedSpan, ...]:
    """A child's needs; the spans partition the horizon, in order, and neighbours differ."""
    return _needs(_Same(week), child)


@lru_cache(maxsize=REMEMBERED)
def _needs(same: _Same, child: str) -> tuple[NeedSpan, ...]:
    return needs.needs_of(same.week, child)
