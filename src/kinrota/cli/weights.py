"""`kinrota weights`: what each thing costs in a plan of this household, level by level."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from kinrota import pipeline
from kinrota.cli.answer import Answer
from kinrota.cli.progress import Progress
from kinrota.cli.screen import as_json, colour, lines, wrapped
from kinrota.model.household import Household
from kinrota.model.plan import LEVELS, UNITS
from kinrota.model.weights import FIXED, PRICES, Weights, number_of, number_text, points_text, sentence
from kinrota.publish.pen import Pen

HEAD = (
    "What things cost in a plan. The levels stand in their order: nothing gained at one pays for anything lost at one "
    "above it. Inside a level the numbers add up, and the lowest sum is the best plan. [weights] in household.toml "
    "changes them."
)
NOTHING = "Nothing counts here yet: no plan changes what another has promised."


def run(args: argparse.Namespace, progress: Progress) -> Answer:
    """Show what a household weighs."""
    progress("reading the household")
    household = pipeline.household(args.folder)
    return Answer(as_json(_record(household)) if args.json else lines(_text(household, Pen(colour()))))


def _text(household: Household, pen: Pen) -> Iterator[str]:
    yield from wrapped([household.title, HEAD], "", "")
    for number, level in enumerate(LEVELS, start=1):
        names = [name for name, price in PRICES.items() if price.level == level]
        yield ""
        yield pen.bold(f"{number} {level}, in {UNITS[level]}")
        if not names:
            yield from wrapped([FIXED.get(level, NOTHING)], "  ", "  ")
        for name in names:
            yield from wrapped([_line(name, household.weights)])
            yield from wrapped([sentence(name, household.weights)], "    ", "    ")


def _line(name: str, weights: Weights) -> str:
    value, usual = number_of(name, weights), number_of(name, Weights())
    yours = f" (changed from {number_text(usual)})" if value != usual else ""
    return f"{name} = {points_text(value)} {PRICES[name].unit.points}{yours}"


def _record(household: Household) -> dict[str, object]:
    """For programs; docs/reference/command-line.md has the fields."""
    return {
        "kinrota_weights": 1,
        "name": household.title,
        "levels": [_level(level, household.weights) for level in LEVELS],
    }


def _level(level: str, weights: Weights) -> dict[str, object]:
    names = [name for name, price in PRICES.items() if price.level == level]
    fixed = "" if names else FIXED.get(level, NOTHING)
    return {"name": level, "unit": UNITS[level], "sentence": fixed, "weights": [_weight(one, weights) for one in names]}


def _weight(name: str, weights: Weights) -> dict[str, object]:
    value, usual = number_of(name, weights), number_of(name, Weights())
    return {
        "name": name,
        "value": _number(number_text(value)),
        "usual": _number(number_text(usual)),
        "changed": value != usual,
        "unit": f"points {PRICES[name].unit.points}",
        "sentence": sentence(name, weights),
    }


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)
