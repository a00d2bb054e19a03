"""Whoever looks, and on whatever screen, two carers and a gap must not be taken for one another."""

import itertools
import math

import pytest

from kinrota.model.people import Adult
from kinrota.publish.carers import GAP, GAP_ON_DARK, LOOKS, Look, carers

Colour = tuple[float, float, float]

# Machado, Oliveira & Fernandes, "A physiologically-based model for simulation of color vision deficiency", 2009.
SIGHT: dict[str, tuple[Colour, Colour, Colour]] = {
    "typical": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)


def linear(code: str) -> Colour:
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def through(matrix: tuple[Colour, Colour, Colour], colour: Colour) -> Colour:
    x, y, z = (sum(a * b for a, b in zip(row, colour, strict=True)) for row in matrix)
    return x, y, z


def lab(colour: Colour) -> Colour:
    def root(part: float) -> float:
        return part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116

    x, y, z = (root(part / white) for part, white in zip(through(TO_XYZ, colour), WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(code: str, sight: str) -> Colour:
    red, green, blue = (min(1.0, max(0.0, part)) for part in through(SIGHT[sight], linear(code)))
    return lab((red, green, blue))


def ciede2000(one: Colour, two: Colour) -> float:
    """Sharma, Wu & Dalal, "The CIEDE2000 color-difference formula", 2005."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 1.5 - 0.5 * math.sqrt(mean**7 / (mean**7 + 25**7))
    c1, c2 = math.hypot(a1 * g, b1), math.hypot(a2 * g, b2)
    h1, h2 = (math.degrees(math.atan2(b, a * g)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    dl, dc, dh = l2 - l1, c2 - c1, 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    t = (
        1
        - 0.17 * math.cos(math.radians(hue - 30))
        + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6))
        - 0.20 * math.cos(math.radians(4 * hue - 63))
    )
    sl = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    rc = 2 * math.sqrt(chroma**7 / (chroma**7 + 25**7))
    rt = -rc * math.sin(math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2))))
    return math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * dc / sc * dh / sh)


def contrast(one: str, two: str) -> float:
    """WCAG 2.2."""
    light, dark = sorted((through(TO_XYZ, linear(code))[1] for code in (one, two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("one", "two", "difference"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_is_that_of_the_published_pairs(one: Colour, two: Colour, difference: float) -> None:
    assert ciede2000(one, two) == pytest.approx(difference, abs=1e-4)


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("gap", [GAP, GAP_ON_DARK])
def test_six_carers_and_a_gap_differ_for_every_sight(sight: str, gap: str) -> None:
    colours = [look.colour for look in LOOKS] + [gap]
    assert len(LOOKS) == 6
    closest = min(ciede2000(seen(one, sight), seen(two, sight)) for one, two in itertools.combinations(colours, 2))
    assert closest >= 10


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.texture)
def test_names_read_on_their_colour(look: Look) -> None:
    assert contrast(look.colour, look.ink) >= 4.5


def test_textures_and_fills_are_all_different() -> None:
    assert len({look.texture for look in LOOKS}) == len({look.fill for look in LOOKS}) == 6
    assert not {look.fill for look in LOOKS} & set("!/, ")


@pytest.mark.parametrize(
    ("names", "letters"),
    [
        (["Ana", "Ben"], ["A", "B"]),
        (["Ana", "Anton", "Anna"], ["A", "An", "Aa"]),
        (["Ö", "ö"], ["Ö", "Ö2"]),
        (["🙂", "王芳"], ["1", "王"]),
    ],
)
def test_no_two_carers_have_one_letter(names: list[str], letters: list[str]) -> None:
    people = carers(tuple(Adult(f"a{at}", name) for at, name in enumerate(names)))
    assert [carer.letter for carer in people.values()] == letters
