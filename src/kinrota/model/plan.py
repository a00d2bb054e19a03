"""A whole account of everybody's time, as plan.json writes it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from msgspec import Struct, field

from kinrota.model.history import Decline, Pin
from kinrota.model.people import Need
from kinrota.model.places import Mode
from kinrota.model.time import Span
from kinrota.model.week import CalendarInput, Week

LEVELS = ("gap", "broken", "work", "change", "lost", "unfair", "strain")
UNITS: Mapping[str, str] = {
    "gap": "child-minutes",
    "broken": "points",
    "work": "minutes",
    "change": "points",
    "lost": "points",
    "unfair": "hours",
    "strain": "points",
}
SELF = "self"
CUSTODY = "custody"
ROUTINE, CHORE = "routine:", "chore:"
OWN, TOGETHER = "own", "together"

How = Literal["care", "escort", "attendance", "custody", "alone", "gap"]


class ChildSpan(Struct, frozen=True):
    """A stretch of a child's day: where, what it needs, who meets it and how.

    `met_by` is an adult's id, a place's id (`attendance`), "custody", "self" (`alone`) or None (`gap`). `place` is
    where an escort or a way alone began, and None in custody. `to_place` is set while the child is on its way.
    """

    span: Span
    place: str | None
    need: Need
    how: How
    met_by: str | None
    reached_by: str | None = None
    to_place: str | None = None
    mode: Mode | None = None


class AdultSpan(Struct, frozen=True):
    """A stretch of an adult's day. On a journey `place` is where it began, and `with_children` are those along."""

    span: Span
    doing: str
    place: str | None
    to_place: str | None = None
    mode: Mode | None = None
    vehicle: str | None = None
    with_children: tuple[str, ...] = ()
    event: str | None = None
    """The work's `calendar#uid` or `rota#date`; the id of time together."""
    tentative: bool = False
    """Work that may not happen, planned as if it does."""


class Gap(Struct, frozen=True):
    """A maximal stretch in which a child's need is not met."""

    child: str
    span: Span
    need: Need
    because: str


class Miss(Struct, frozen=True):
    """Something owed that the plan does not do, at a level and a cost in points."""

    what: str
    on: str
    level: str
    cost: Fraction
    because: str


class Finding(Struct, frozen=True):
    """Something to look at: its kind is a rule's or a note's name; `sentence` says it to the household."""

    kind: str
    sentence: str
    who: str = ""
    event: str = ""
    span: Span | None = None


class Level(Struct, frozen=True):
    """The value of the plan at a level, and what no plan with the values above can go below (None: not proved)."""

    name: str
    value: Fraction
    bound: Fraction | None


class Ask(Struct, frozen=True):
    """A stretch for which a helper has to be asked; it is there in all of it, and has said yes to it if `accepted`.

    With a `release` it is work that an `adult` is asked to give up, and there is no helper.
    """

    helper: str
    span: Span
    adult: str = ""
    release: str = ""
    """A late start, an early leave or a care day."""
    event: str = ""
    """The work's `calendar#uid` or `rota#date`."""
    accepted: bool = False


class Load(Struct, frozen=True):
    """A resident's load in minutes, its share of the residents' total, and what the ledger carries over."""

    minutes: int
    share: Fraction
    ledger: int = 0


class Effort(Struct, frozen=True):
    """What the solver spent."""

    seconds: float
    workers: int
    seed: int


class PlanInput(NamedTuple):
    """A calendar as a plan was made from it. `because` and `unknown` are said of one from the network that is stale."""

    calendar: str
    sha256: str
    read: str
    """When it was read, ISO 8601; of one from the network, when it was last known to be so."""
    stale: bool
    because: str = ""
    """Why there was nothing newer."""
    unknown: bool = False
    """Whether it was too old to count on."""

    @staticmethod
    def of(read: CalendarInput) -> PlanInput:
        """A calendar as a week has it."""
        return PlanInput(read.calendar, read.sha256, read.read, read.stale, read.because, read.unknown)


class Plan(Struct, frozen=True):
    """The plan. `children` and `adults` give each person's spans, which partition the horizon in order."""

    household: str
    """sha256 of the household's text."""
    inputs: tuple[PlanInput, ...]
    zone: str
    horizon: Span
    status: Literal["optimal", "feasible"]
    levels: tuple[Level, ...]
    children: Mapping[str, tuple[ChildSpan, ...]]
    adults: Mapping[str, tuple[AdultSpan, ...]]
    gaps: tuple[Gap, ...] = ()
    misses: tuple[Miss, ...] = ()
    findings: tuple[Finding, ...] = ()
    to_ask: tuple[Ask, ...] = ()
    pins: tuple[Pin, ...] = ()
    declined: tuple[Decline, ...] = ()
    loads: Mapping[str, Load] = field(default_factory=dict)
    effort: Effort = Effort(0.0, 1, 0)

    @property
    def open_asks(self) -> tuple[Ask, ...]:
        """Those that are still to be asked."""
        return tuple(ask for ask in self.to_ask if not ask.accepted)

    def level(self, name: str) -> Level:
        """The level with a name; KeyError if there is none."""
        return {level.name: level for level in self.levels}[name]


class Verified(Struct, frozen=True):
    """A plan that the independent check has passed, with the week it was made from; only `kinrota.verify` makes one."""

    week: Week
    plan: Plan
