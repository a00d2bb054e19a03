"""What a household owes itself: attendance, routines, chores, protected time, occasions, time together."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Literal

from msgspec import Struct

from kinrota.model.people import WeeklyHours
from kinrota.model.time import WallSpan


class Window(Struct, frozen=True):
    """From when to when something may begin or end, in minutes from midnight; a single time has both ends alike."""

    first: int
    last: int


class Attendance(Struct, frozen=True):
    """A child's days at a place: windows for drop-off and pick-up as they stand in the household's text.

    `single_drop` and `single_pick` tell that one time was given: then a child may come up to ten minutes before and
    be fetched up to ten minutes after. `usual` holds the usual drop-off and pick-up, by default the last drop and the
    first pick. `at_most`, `late` and `fetch_within` are minutes.
    """

    child: str
    place: str
    weekdays: frozenset[int]
    drop: Window
    pick: Window
    usual_drop: int
    usual_pick: int
    single_drop: bool = False
    single_pick: bool = False
    at_most: int | None = None
    late: int = 60
    fetch_within: int = 60
    closed: tuple[str, ...] = ()
    """Calendars of closures that this attendance names; calendars with `closes` name the place themselves."""
    escorts: tuple[str, ...] = ()
    """Adults who may bring and fetch; empty is everybody."""
    needs: tuple[str, ...] = ()
    """Capabilities that the escort has to have."""
    terms: tuple[str, ...] = ()
    """Calendars of terms: attendance is only on dates that one of their events touches; empty is always."""


class Illness(Struct, frozen=True):
    """Days on which a child is ill, both included, on the first from `start` minutes after midnight on."""

    child: str
    first: dt.date
    last: dt.date
    start: int = 0


Weight = Literal["must", "protect", "want"]


class Routine(Struct, frozen=True):
    """A ritual: children and adults, days, a window, minutes."""

    id: str
    children: tuple[str, ...]
    how: Literal["any", "all", "each"]
    by: tuple[str, ...]
    weekdays: frozenset[int]
    window: WallSpan
    takes: int
    weight: Weight
    place: str
    at_least: tuple[tuple[str, int], ...] = ()
    """How often a week each adult named does it at the least."""
    title: str = ""
    needs: tuple[str, ...] = ()
    """Capabilities that it asks for; `by` names only adults who have them."""


class Step(Struct, frozen=True):
    """A part of a chore: work of `least` minutes, or waiting of `least` to `most` minutes."""

    name: str
    least: int
    most: int

    @property
    def waits(self) -> bool:
        """Whether nobody is needed for it."""
        return self.name == "wait"


class Chore(Struct, frozen=True):
    """A task with a beginning and an end, in steps; `times` a `per` ("day" or "week")."""

    id: str
    times: int
    per: Literal["day", "week"]
    window: WallSpan | None
    steps: tuple[Step, ...]
    by: tuple[str, ...]
    while_caring: Literal["watch", "near", "nothing"] = "watch"
    title: str = ""

    @property
    def goes(self) -> tuple[tuple[Step, ...], ...]:
        """The steps that are done in one go: those with no waiting between them."""
        runs = (tuple(run) for waits, run in groupby(self.steps, lambda step: step.waits) if not waits)
        return tuple(runs)

    @property
    def waiting(self) -> tuple[tuple[int, int], ...]:
        """The least and the most minutes between each go and the next."""
        runs = (list(run) for waits, run in groupby(self.steps, lambda step: step.waits) if waits)
        return tuple((sum(step.least for step in run), sum(step.most for step in run)) for run in runs)

    def label(self, number: int, step: int) -> str:
        """What a plan calls one of its working steps (counted from 0 among them) the `number`th time it is done."""
        names = [step.name for step in self.steps if not step.waits]
        before = names[:step].count(names[step])
        return f"chore:{self.id}#{number}/{names[step]}{f'-{before + 1}' if before else ''}"


class Protected(Struct, frozen=True):
    """Time that is owned by the adults named; `holds` tells that it lets in work that may not happen."""

    id: str
    hours: WeeklyHours
    who: tuple[str, ...]
    holds: bool = False
    title: str = ""


class Pause(Struct, frozen=True):
    """Days in which nothing is owed but care, both included, such as holidays."""

    first: dt.date
    last: dt.date
    title: str = ""


class Occasion(Struct, frozen=True):
    """A date that must be kept."""

    id: str
    on: dt.date
    wall: WallSpan
    who: tuple[str, ...]
    place: str
    may_move: bool = False
    title: str = ""


class Together(Struct, frozen=True):
    """The couple's or the family's time: minutes a week in blocks of at least `block`."""

    id: str
    who: tuple[str, ...]
    per_week: int
    block: int
    title: str = ""


Duty = Routine | Chore | Protected | Occasion | Together
"""What has an id and perhaps a title of its own."""
