"""Plans who is with the children, minute by minute, from the calendars that a family already has.

    week = kinrota.read("linden-street")
    for gap in kinrota.gaps(week): ...
    plan = kinrota.plan(week)

What `__all__` names is public; nothing else is.
"""

from __future__ import annotations

import sys
from types import ModuleType

TYPE_CHECKING = False  # of typing, which takes as long to load as Python to start
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from kinrota.errors import InputError, KinrotaError, Problem, VerificationError
    from kinrota.gaps import Uncovered
    from kinrota.model.history import Decline, Pin, Promise
    from kinrota.model.household import Household
    from kinrota.model.people import Need
    from kinrota.model.plan import AdultSpan, Ask, ChildSpan, Effort, Finding, Gap, Level, Load, Miss, Plan
    from kinrota.model.promises import Acceptance
    from kinrota.model.time import Clock, Span
    from kinrota.model.week import Busy, CalendarInput, Club, Note, Unknown, Week

__all__ = [
    "Acceptance",
    "AdultSpan",
    "Ask",
    "Busy",
    "CalendarInput",
    "ChildSpan",
    "Clock",
    "Club",
    "Decline",
    "Effort",
    "Finding",
    "Gap",
    "Household",
    "InputError",
    "KinrotaError",
    "Level",
    "Load",
    "Miss",
    "Need",
    "Note",
    "Pin",
    "Plan",
    "Problem",
    "Promise",
    "Span",
    "Uncovered",
    "Unknown",
    "VerificationError",
    "Week",
    "accept",
    "gaps",
    "plan",
    "read",
    "verify",
]

_HOMES = {
    "kinrota.errors": ("InputError", "KinrotaError", "Problem", "VerificationError"),
    "kinrota.gaps": ("Uncovered",),
    "kinrota.model.history": ("Decline", "Pin", "Promise"),
    "kinrota.model.household": ("Household",),
    "kinrota.model.people": ("Need",),
    "kinrota.model.plan": (
        "AdultSpan", "Ask", "ChildSpan", "Effort", "Finding", "Gap", "Level", "Load", "Miss", "Plan",
    ),
    "kinrota.model.promises": ("Acceptance",),
    "kinrota.model.time": ("Clock", "Span"),
    "kinrota.model.week": ("Busy", "CalendarInput", "Club", "Note", "Unknown", "Week"),
}  # fmt: skip
"""Where the types live that are loaded when somebody asks for them."""


def read(folder: str | Path, start: dt.date | None = None, days: int = 14, *, offline: bool = False) -> Week:
    """Read a household's folder for `days` whole days, 1 to 56, from `start` on.

    Without `start` the days begin today, or where the calendars first have work if there is none in these days; a
    note of the week says so then. Calendars that the household names on the network are asked for; `offline` takes what
    is kept of them instead. Raises InputError with every mistake in the household's text. A calendar that cannot
    be read is no error: its owner's time is unknown, and a note says so.
    """
    import pathlib

    from kinrota import pipeline

    return pipeline.read(pathlib.Path(folder), start, days, offline=offline)


def gaps(week: Week) -> tuple[Uncovered, ...]:
    """The uncovered hours as things stand, in order: deciding nothing that a person would have to decide."""
    from kinrota import pipeline

    return pipeline.gaps(week)


def plan(week: Week, seconds: float = 45.0, progress: Callable[[str], None] | None = None) -> Plan:
    """Plan a week within about `seconds` of solving; the plan has passed the independent check.

    `progress` is told now and then, in a few words, what is being done. Raises VerificationError where the check found
    anything in the plan: a bug of ours.
    """
    from kinrota import pipeline

    return pipeline.plan(week, seconds, progress or pipeline.silent).plan


def verify(week: Week, plan: Plan) -> list[Finding]:
    """Check a plan, whoever made it, against the week it is for; nothing is found in a right plan."""
    from kinrota import pipeline

    return pipeline.verify(week, plan)


def accept(folder: str | Path, plan: Plan, at: dt.datetime | None = None) -> Acceptance:
    """Make a plan the plan of its folder: a line of its history.jsonl says what was promised to whom, when.

    A plan in which the independent check finds anything is refused, with the findings; one that is in force already
    adds nothing. `at` is when it was accepted: now. Raises InputError where the folder cannot be read or written to.
    """
    import pathlib

    from kinrota import pipeline

    return pipeline.accept(pathlib.Path(folder), plan, at)[1]


class _Front(ModuleType):
    """This package: `verify` and `gaps` stay the functions, though modules inside have the same names."""

    def __setattr__(self, name: str, value: object) -> None:
        """Set a name, unless it is a public one that the import of a module would take."""
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Front

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:  # noqa: ANN401 -- each of the types, and they have nothing in common
        """Load a type when it is asked for (PEP 562)."""
        from importlib import import_module

        for home, names in _HOMES.items():
            if name in names:
                return getattr(import_module(home), name)
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)

    def __dir__() -> list[str]:
        """Everything public, loaded or not."""
        return sorted({*globals(), *__all__})
