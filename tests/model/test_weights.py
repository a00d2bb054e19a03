"""What a weight is said to mean is true of its number, whatever a household makes of it."""

from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import fields, replace

from kinrota.model.plan import LEVELS
from kinrota.model.weights import FIXED, PRICES, WEIGHTS, Weights, number_of, number_text, points_text, sentence

REFERENCE = Path(__file__).resolve().parents[2] / "docs/reference/household-file.md"


def said(name: str, **changed: str) -> str:
    """The first sentence about a weight, where a household has changed some."""
    weights = replace(Weights(), **{key: Fraction(value) for key, value in changed.items()})
    return sentence(name, weights).split(". ")[0].removesuffix(".")


def test_every_weight_has_a_price_at_a_level() -> None:
    assert tuple(weight.name for weight in fields(Weights)) == WEIGHTS
    assert {price.level for price in PRICES.values()} <= set(LEVELS)
    assert set(FIXED) <= set(LEVELS) - {price.level for price in PRICES.values()}


@pytest.mark.parametrize(
    ("name", "changed", "sentence_"),
    [
        ("journey", {}, "A journey costs 1 point"),
        ("handover", {}, "A handover between two adults costs as much as four journeys"),
        ("club_missed", {"club_missed": "1"}, "A club missed costs as much as a journey"),
        ("handover", {"handover": "13"}, "A handover between two adults costs as much as 13 journeys"),
        ("handover", {"journey": "8"}, "Two handovers between two adults cost as much as a journey"),
        ("handover", {"handover": "2.5"}, "A handover between two adults costs 2.5 times as much as a journey"),
        ("handover", {"journey": "3"}, "A handover between two adults costs about 1.33 times as much as a journey"),
        ("handover", {"handover": "0"}, "A handover between two adults costs nothing"),
        ("handover", {"handover": "0.001"}, "A handover between two adults costs 0.001 points"),
        ("handover", {"handover": "5000"}, "A handover between two adults costs 5000 points"),
        ("handover", {"journey": "0"}, "A handover between two adults costs 4 points"),
        ("club_missed", {"journey": "0"}, "A club missed costs 1.25 times as much as a handover between two adults"),
        ("sleep_moved", {"sleep_moved": "0.5"}, "Two half hours of an adult's sleep outside its night cost as much as"),
        (
            "help_last_resort",
            {},
            "A quarter of an hour with a helper who is a last resort costs as much as two quarters of an hour with a",
        ),
        ("help_last_resort", {"help_when_needed": "0", "help_welcome": "4"}, "A quarter of an hour with a helper who"),
    ],
)
def test_what_is_said(name: str, changed: dict[str, str], sentence_: str) -> None:
    assert said(name, **changed).startswith(sentence_)


@pytest.mark.parametrize("name", WEIGHTS)
@pytest.mark.parametrize("value", ["0", "0.04", "0.3", "1", "7"])
def test_every_weight_can_be_said(name: str, value: str) -> None:
    assert said(name, **{name: value})[0].isupper()
    assert said(name, **dict.fromkeys(WEIGHTS, "0")).endswith("costs nothing")


def test_numbers_are_written_as_people_write_them() -> None:
    numbers = ("0", "10", "0.5", "0.000000001", "1000000")
    assert tuple(number_text(Fraction(text)) for text in numbers) == numbers
    assert (points_text(Fraction(1)), points_text(Fraction(0))) == ("1 point", "0 points")


def test_the_reference_has_every_weight_as_it_is() -> None:
    section = REFERENCE.read_text(encoding="utf-8").partition("## `[weights]`")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    assert rows == [
        f"| `{name}` | {price.one}: `{name} = {number_text(number_of(name, Weights()))}` "
        f"| {price.unit.points} | `{price.level}` |"
        for name, price in PRICES.items()
    ]
