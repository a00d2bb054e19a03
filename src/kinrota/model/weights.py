"""What each thing costs inside its level of the goals: the default, the unit, and a sentence for the household."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from msgspec import Struct

from kinrota.model.people import Need

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
CLOSE = (Fraction(1, 20), Fraction(1000))
"""Between these two a comparison says something; beyond them the points say more."""


class Unit(Struct, frozen=True):
    """What a weight is paid for: how the file's reader is told, one of it, and many."""

    points: str
    one: str
    many: str


QUARTER = Unit("for 15 minutes", "a quarter of an hour", "quarters of an hour")
HALF = Unit("for 30 minutes", "half an hour", "half hours")
MINUTE = Unit("for a minute", "a minute", "minutes")
MONEY = Unit("for one unit of money", "one unit of money", "units of money")


def _each(thing: str, things: str = "") -> Unit:
    return Unit("each", f"a {thing}", things or f"{thing}s")


class Price(Struct, frozen=True):
    """What a weight is the price of: the level that it counts at, its unit, of what, and how that is counted."""

    level: str
    unit: Unit
    what: str = ""
    more: str = ""
    """A sentence."""

    @property
    def one(self) -> str:
        return f"{self.unit.one} {self.what}".rstrip()

    @property
    def many(self) -> str:
        return f"{self.unit.many} {self.what}".rstrip()


class Weights(Struct, frozen=True):
    """What each thing costs inside its level, in points; a household may change each.

    Rates are points for the stretch of time that their unit says, and count minute by minute. The first weight of a
    level that is above 0 is the one that sentences compare the others of that level with.
    """

    occasion_missed: Fraction = Fraction(100)
    must_missed: Fraction = Fraction(50)
    help_when_needed: Fraction = Fraction(2)
    help_welcome: Fraction = Fraction(0)
    help_last_resort: Fraction = Fraction(4)
    protect_missed: Fraction = Fraction(10)
    at_least_missed: Fraction = Fraction(10)
    own_time_short: Fraction = Fraction(1)
    together_short: Fraction = Fraction(1)
    journey: Fraction = Fraction(1)
    handover: Fraction = Fraction(4)
    help_cost: Fraction = Fraction(1)
    split: Fraction = Fraction(1)
    club_missed: Fraction = Fraction(5)
    want_missed: Fraction = Fraction(5)
    chore_undone: Fraction = Fraction(6)
    own_block_short: Fraction = Fraction(2)
    late: Fraction = Fraction(1)
    unusual: Fraction = Fraction(1)
    sleep_moved: Fraction = Fraction(1)


PRICES = {
    "occasion_missed": Price("broken", _each("person", "people"), "that an occasion is without"),
    "must_missed": Price("broken", _each("routine"), "missed that must be done"),
    "help_when_needed": Price("lost", QUARTER, "with a helper who comes when needed"),
    "help_welcome": Price("lost", QUARTER, "with a welcome helper"),
    "help_last_resort": Price("lost", QUARTER, "with a helper who is a last resort"),
    "protect_missed": Price("lost", _each("routine"), "missed that is to be protected"),
    "at_least_missed": Price("lost", _each("time"), "that somebody does a routine less than agreed"),
    "own_time_short": Price("lost", QUARTER, "of one's own time that is missing"),
    "together_short": Price("lost", QUARTER, "of time together that is missing"),
    "journey": Price(
        "strain",
        _each("journey"),
        "",
        "It counts for those who live here, but for their own way to work without children.",
    ),
    "handover": Price("strain", _each("handover"), "between two adults", "Children who change together count once."),
    "help_cost": Price("strain", MONEY, "paid to a helper"),
    "split": Price("strain", QUARTER, "with the children under different adults"),
    "club_missed": Price("strain", _each("club"), "missed"),
    "want_missed": Price("strain", _each("routine"), "missed that is only wanted"),
    "chore_undone": Price("strain", _each("chore"), "undone"),
    "own_block_short": Price(
        "strain", _each("stretch", "stretches"), "of one's own time that is shorter than its block"
    ),
    "late": Price("strain", MINUTE, "that a child comes too late to school or nursery"),
    "unusual": Price("strain", QUARTER, "between the usual time and that at which a child is brought or fetched"),
    "sleep_moved": Price(
        "strain", HALF, "of an adult's sleep outside its night", "Sleep by day after a night shift costs nothing."
    ),
}
"""What each weight is the price of, in the order of `Weights`."""
WEIGHTS = tuple(PRICES)
FIXED = {
    "gap": (
        f"A minute in which a child's need is not met counts {Need.WATCH.weight} where it has to be watched, "
        f"{Need.NEAR.weight} where somebody has to be near, {Need.REACH.weight} where somebody has to be in reach. "
        "This is the same for every household."
    ),
    "work": (
        "A minute of confirmed work that is given up counts 1. What may be given up is yours to say, in [releases]: "
        "nothing, where you say nothing."
    ),
    "unfair": (
        "Each started hour by which the most loaded resident is above its share, beyond one hour a week, counts 1. "
        "The shares are yours to set, under each adult."
    ),
}
"""What counts at the levels whose numbers no household changes."""


def sentence(name: str, weights: Weights) -> str:
    """What a weight means beside the others of its level, for people."""
    price, value = PRICES[name], number_of(name, weights)
    if not value:
        return _sentence(f"{price.one} costs nothing")
    measure = _measure(price.level, weights)
    said = _beside(price, value, PRICES[measure], number_of(measure, weights)) if measure != name else ""
    return _sentence(said or f"{price.one} costs {points_text(value)}", price.more)


def number_text(number: Fraction) -> str:
    """A number as people write it, with at most nine digits after the point."""
    return f"{number.numerator}" if number.denominator == 1 else f"{float(number):.9f}".rstrip("0")


def points_text(points: Fraction) -> str:
    """Such as 1 point, 0.5 points."""
    return f"{number_text(points)} {'point' if points == 1 else 'points'}"


def number_of(name: str, weights: Weights) -> Fraction:
    """The points of a weight."""
    return cast("Fraction", getattr(weights, name))


def _measure(level: str, weights: Weights) -> str:
    """The weight of a level that the others are compared with."""
    return next(name for name, price in PRICES.items() if price.level == level and number_of(name, weights))


def _beside(price: Price, value: Fraction, other: Price, worth: Fraction) -> str:
    """Something compared with something else in small whole numbers, else in decimals; empty where neither helps."""
    ratio = value / worth
    if not CLOSE[0] <= ratio <= CLOSE[1]:
        return ""
    if ratio < 1 and ratio.numerator == 1:
        return f"{_many(ratio.denominator)} {price.many} cost as much as {other.one}"
    if ratio.denominator == 1:
        what = other.one if ratio == 1 else f"{_many(ratio.numerator)} {other.many}"
        return f"{price.one} costs as much as {what}"
    times = round(ratio, 2)
    return f"{price.one} costs {'' if times == ratio else 'about '}{number_text(times)} times as much as {other.one}"


def _many(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def _sentence(said: str, more: str = "") -> str:
    return f"{said[0].upper()}{said[1:]}. {more}".rstrip()
