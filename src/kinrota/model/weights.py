"""What each thing costs inside its level of the goals: the default, the unit, and a sentence for the household."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import cast

from kinrota.model.people import Need

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
CLOSE = (Fraction(1, 20), Fraction(1000))
"""Between these two a comparison says something; beyond them the points say more."""


@dataclass(frozen=True, slots=True)
class Unit:
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


@dataclass(frozen=True, slots=True)
class Price:
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


def _priced(level: str, unit: Unit, what: str = "", more: str = "") -> dict[str, Price]:
    return {"price": Price(level, unit, what, more)}


@dataclass(frozen=True, slots=True)
class Weights:
    """What each thing costs inside its level, in points; a household may change each.

    Rates are points for the stretch of time that their unit says, and count minute by minute. The first weight of a
    level that is above 0 is the one that sentences compare the others of that level with.
    """

    occasion_missed: Fraction = field(
        default=Fraction(100), metadata=_priced("broken", _each("person", "people"), "that an occasion is without")
    )
    must_missed: Fraction = field(
        default=Fraction(50), metadata=_priced("broken", _each("routine"), "missed that must be done")
    )
    help_when_needed: Fraction = field(
        default=Fraction(2), metadata=_priced("lost", QUARTER, "with a helper who comes when needed")
    )
    help_welcome: Fraction = field(default=Fraction(0), metadata=_priced("lost", QUARTER, "with a welcome helper"))
    help_last_resort: Fraction = field(
        default=Fraction(4), metadata=_priced("lost", QUARTER, "with a helper who is a last resort")
    )
    protect_missed: Fraction = field(
        default=Fraction(10), metadata=_priced("lost", _each("routine"), "missed that is to be protected")
    )
    at_least_missed: Fraction = field(
        default=Fraction(10),
        metadata=_priced("lost", _each("time"), "that somebody does a routine less than agreed"),
    )
    own_time_short: Fraction = field(
        default=Fraction(1), metadata=_priced("lost", QUARTER, "of one's own time that is missing")
    )
    together_short: Fraction = field(
        default=Fraction(1), metadata=_priced("lost", QUARTER, "of time together that is missing")
    )
    journey: Fraction = field(
        default=Fraction(1),
        metadata=_priced(
            "strain",
            _each("journey"),
            "",
            "It counts for those who live here, but for their own way to work without children.",
        ),
    )
    handover: Fraction = field(
        default=Fraction(4),
        metadata=_priced("strain", _each("handover"), "between two adults", "Children who change together count once."),
    )
    help_cost: Fraction = field(default=Fraction(1), metadata=_priced("strain", MONEY, "paid to a helper"))
    split: Fraction = field(
        default=Fraction(1), metadata=_priced("strain", QUARTER, "with the children under different adults")
    )
    club_missed: Fraction = field(default=Fraction(5), metadata=_priced("strain", _each("club"), "missed"))
    want_missed: Fraction = field(
        default=Fraction(5), metadata=_priced("strain", _each("routine"), "missed that is only wanted")
    )
    chore_undone: Fraction = field(default=Fraction(6), metadata=_priced("strain", _each("chore"), "undone"))
    own_block_short: Fraction = field(
        default=Fraction(2),
        metadata=_priced("strain", _each("stretch", "stretches"), "of one's own time that is shorter than its block"),
    )
    late: Fraction = field(
        default=Fraction(1), metadata=_priced("strain", MINUTE, "that a child comes too late to school or nursery")
    )
    unusual: Fraction = field(
        default=Fraction(1),
        metadata=_priced("strain", QUARTER, "between the usual time and that at which a child is brought or fetched"),
    )
    sleep_moved: Fraction = field(
        default=Fraction(1),
        metadata=_priced(
            "strain", HALF, "of an adult's sleep outside its night", "Sleep by day after a night shift costs nothing."
        ),
    )


PRICES = {weight.name: cast("Price", weight.metadata["price"]) for weight in fields(Weights)}
"""Each weight's price by its name, in the order of the dataclass."""
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
