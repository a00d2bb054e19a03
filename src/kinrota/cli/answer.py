"""What a command gives back, and what the exit statuses mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from kinrota.errors import Problem

if TYPE_CHECKING:
    from kinrota.model.week import Week

DONE, LOOK, UNUSABLE, BUG, STOPPED = 0, 1, 2, 3, 130
HARMLESS = frozenset({"not-planned-yet", "hold"})
"""Kinds of findings that alone are nothing to look at."""


class Answer(NamedTuple):
    """What is printed on standard output, the exit status, and problems for standard error."""

    text: str
    status: int = DONE
    problems: tuple[Problem, ...] = ()


def status_of(week: Week, kinds: Iterable[str], *, gap: bool) -> int:
    """Whether there is something to look at: a gap, a finding that is not harmless, or a calendar that is stale."""
    stale = any(calendar.stale for calendar in week.inputs)
    return LOOK if gap or stale or not HARMLESS.issuperset(kinds) else DONE
