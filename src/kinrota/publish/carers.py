"""How adults are told apart in a picture: by a letter, a colour and a texture, of which one always reads."""

from __future__ import annotations

import unicodedata

from msgspec import Struct

from kinrota.model.people import Adult

GAP = "#B00020"
GAP_ON_DARK = "#FF5C6C"


class Look(Struct, frozen=True):
    """A colour, the ink that reads on it, the name of its texture, and the character that fills it without colour."""

    colour: str
    ink: str
    texture: str
    fill: str


# The smallest difference (CIEDE2000) between two of these or one and a gap's red is at least 10, for all eyes and with
# protan, deutan and tritan sight simulated (Machado, Oliveira & Fernandes 2009); a test computes it.
LOOKS: tuple[Look, ...] = (
    Look("#0072B2", "#FFFFFF", "plain", "-"),
    Look("#F0B429", "#1A1300", "lines", "="),
    Look("#00664A", "#FFFFFF", "dots", ":"),
    Look("#C29FC6", "#220A26", "bars", "+"),
    Look("#4F136C", "#FFFFFF", "grid", "#"),
    Look("#9EDBFA", "#06212E", "rings", "~"),
)


class Carer(Struct, frozen=True):
    """An adult as it is drawn. `letter` is one or two characters that no other adult of the household has."""

    id: str
    name: str
    letter: str
    look: Look
    slot: int
    helper: bool


def carers(adults: tuple[Adult, ...]) -> dict[str, Carer]:
    """Each adult's letter, colour and texture, in the household's order; the looks come round after six."""
    letters = _letters(tuple(adult.name for adult in adults))
    return {
        adult.id: Carer(adult.id, adult.name, letters[at], LOOKS[at % len(LOOKS)], at % len(LOOKS), adult.helper)
        for at, adult in enumerate(adults)
    }


def _letters(names: tuple[str, ...]) -> list[str]:
    taken: list[str] = []
    for number, name in enumerate(names, start=1):
        plain = [sign for sign in name if unicodedata.category(sign)[0] in "LN"] or [str(number % 10)]
        first = plain[0].upper()
        pairs = [first + sign.lower() for sign in plain[1:]]
        free = [text for text in (first, *pairs, f"{first}{number % 10}") if text not in taken]
        taken.append(free[0] if free else str(number))
    return taken
