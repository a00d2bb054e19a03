"""Adults, children, and what a child of each age needs."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from kinrota.model.places import Mode
from kinrota.model.time import WallSpan


class Need(StrEnum):
    """What a child asks of the adults in a minute; `weight` is what a minute of it unmet counts in `gap`."""

    WATCH = "watch"
    NEAR = "near"
    REACH = "reach"
    NONE = "none"

    @property
    def weight(self) -> int:
        """Child-minutes of gap for a minute: watch 3, near 2, reach 1, none 0."""
        return {"watch": 3, "near": 2, "reach": 1, "none": 0}[self.value]


class Alone(Struct, frozen=True):
    """The hours in which a child may be alone, how far an adult may be, and for how long at a stretch (minutes)."""

    hours: WallSpan
    within: int
    stretch: int


class Stage(Struct, frozen=True):
    """A row of the stage table. `sleeps` holds (from which age in years, night) with the youngest age first."""

    name: str
    from_age: int
    awake: Need
    asleep: Need
    sleeps: tuple[tuple[int, WallSpan], ...]
    nap: WallSpan | None = None
    alone: Alone | None = None
    moves_by: tuple[Mode, ...] = ()
    moves_up_to: int = 0
    """Minutes of a walk or a bike ride that the child may make alone; transit has no limit."""

    def night(self, age: int) -> WallSpan | None:
        """The hours of sleep at an age in years; None where the stage has none."""
        fitting = [night for since, night in self.sleeps if since <= age]
        return fitting[-1] if fitting else (self.sleeps[0][1] if self.sleeps else None)


def _wall(text: str) -> WallSpan:
    start, end = (int(part[:2]) * 60 + int(part[3:]) for part in text.split("-"))
    return WallSpan(start, end)


# Sources. Who may be alone and how long: NSPCC guidance (never a baby, toddler or very young child; under 12 not for
# long; under 16 not overnight). Hours of sleep by age: AASM consensus 2016, endorsed by the AAP. Clock times, minutes
# and the travel limits are assumptions of kinrota's, for every household to change.
STAGES: tuple[Stage, ...] = (
    Stage("0-2", 0, Need.WATCH, Need.NEAR, ((0, _wall("20:00-06:30")),), nap=_wall("12:30-14:30")),
    Stage("3-5", 3, Need.WATCH, Need.NEAR, ((3, _wall("20:30-06:30")),)),
    Stage("6-7", 6, Need.NEAR, Need.NEAR, ((6, _wall("20:30-06:30")), (7, _wall("21:00-06:30")))),
    Stage(
        "8-11",
        8,
        Need.REACH,
        Need.NEAR,
        ((8, _wall("21:00-06:30")),),
        alone=Alone(_wall("07:00-20:00"), 30, 120),
        moves_by=("walk", "bike"),
        moves_up_to=20,
    ),
    Stage(
        "12-15",
        12,
        Need.REACH,
        Need.NEAR,
        ((12, _wall("22:00-06:30")),),
        alone=Alone(_wall("06:30-22:00"), 60, 300),
        moves_by=("walk", "bike", "transit"),
        moves_up_to=20,
    ),
    Stage("16+", 16, Need.NONE, Need.NONE, (), moves_by=("walk", "bike", "car", "transit"), moves_up_to=24 * 60),
)


NIGHT = _wall("22:30-06:30")
"""An adult's night window, where the household states none."""


class Sleep(Struct, frozen=True):
    """What an adult's body asks: minutes a night within the night window, and minutes after a night shift."""

    hours: int = 7 * 60
    night: WallSpan = NIGHT
    after_night_shift: int = 6 * 60
    by_day: Need = Need.REACH
    """What its sleep by day gives a child at home: `reach`, or `near` where the household says so."""


class OwnTime(Struct, frozen=True):
    """Minutes a week of one's own, in blocks of at least `block` minutes."""

    per_week: int
    block: int


class WeeklyHours(Struct, frozen=True):
    """Hours that come back every week: ISO weekdays (Monday is 0) and a stretch of the clock."""

    weekdays: frozenset[int]
    wall: WallSpan


Help = Literal["welcome", "when needed", "last resort"]


class Adult(Struct, frozen=True):
    """An adult: resident, or helper who gives care only inside stated availability."""

    id: str
    name: str
    modes: tuple[Mode, ...] = ()
    can: tuple[str, ...] = ()
    share: Fraction | None = None
    sleep: Sleep = Sleep()
    own_time: OwnTime | None = None
    helper: bool = False
    lives: str | None = None
    available: tuple[WeeklyHours, ...] = ()
    limit_per_week: int | None = None
    """Minutes that a helper may be asked for in a week; None is no limit."""
    help: Help = "when needed"
    cost_per_hour: Fraction = Fraction(0)
    overnight: bool = False
    """Whether a helper may stay at night in this home."""
    hosts: bool = False
    """Whether a child may sleep where a helper lives."""
    phone: str = ""
    """Where somebody who lives here is reached; only helpers are told."""
    addresses: tuple[str, ...] = ()
    """Where invitations reach this adult; nobody is told."""


class Child(Struct, frozen=True):
    """A child with a birth date, or only a stage."""

    id: str
    name: str
    born: dt.date | None = None
    stage: str | None = None
    sleep: WallSpan | None = None
    """Its own night instead of the stage's."""
    nap: WallSpan | Literal["none"] | None = None
    """Its own nap; "none" where it has given the nap up; None is the stage's."""
    may_be_carried: bool = False

    def age(self, day: dt.date) -> int | None:
        """Whole years on a date; None without a birth date. Born on 29 February: a year older on 1 March."""
        if self.born is None:
            return None
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))
