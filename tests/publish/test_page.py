import re
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest

from kinrota.model.plan import Verified
from kinrota.publish.carers import GAP, GAP_ON_DARK
from kinrota.publish.page import page, unbroken

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Outline(HTMLParser):
    """Every element with its attributes, the text of each heading, and whether all tags close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.broken: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.broken.append(tag)

    def handle_data(self, data: str) -> None:
        if any(re.fullmatch("h[1-6]", tag) for tag in self.open):
            tag, text = self.headings[-1]
            self.headings[-1] = (tag, text + data)

    def classed(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for _, attrs in self.elements if name in (attrs.get("class") or "").split()]

    def pictures(self) -> list[str]:
        return [attrs.get("aria-label") or "" for _, attrs in self.elements if attrs.get("role") == "img"]


def test_the_page_is_well_formed_and_speaks_its_language(verified: Verified) -> None:
    outline = Outline(page(verified))
    assert outline.broken == []
    assert outline.open == []
    assert ("html", {"lang": "en"}) in outline.elements


def test_headings_go_down_one_level_at_a_time(fortnight: Verified) -> None:
    levels = [int(tag[1]) for tag, _ in Outline(page(fortnight)).headings]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_id_is_there_once_and_every_reference_leads_to_one(fortnight: Verified) -> None:
    elements = Outline(page(fortnight)).elements
    ids = [attrs["id"] for _, attrs in elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {attrs["aria-labelledby"] for _, attrs in elements if "aria-labelledby" in attrs} <= set(ids)


def test_each_row_is_a_picture_with_words(verified: Verified) -> None:
    pictures = Outline(page(verified)).pictures()
    assert len(pictures) == 7 * 4
    assert pictures[0] == ("Mia, Monday 2 March: 04:00-08:15 Ben; 08:15-15:00 school; 15:00-Tue 04:00 Ana")
    assert (
        "Mia, Tuesday 3 March: 04:00-08:15 Ana; 08:15-15:00 school; 15:00-16:30 nobody; 16:30-Wed 04:00 Ben" in pictures
    )
    assert any("15:00-17:30 Oma, to ask" in text for text in pictures)
    assert any("may not happen, Shoot <1st option>" in text for text in pictures)


def test_gaps_asks_holds_and_what_is_unknown_have_looks_of_their_own(verified: Verified) -> None:
    outline = Outline(page(verified))
    rows = {name: len(outline.classed(name)) for name in ("band", "gap", "ask", "hold", "unknown", "custody")}
    # Each also has its place in the legend, and a gap and what is asked one in its day's list.
    assert rows == {"band": 46, "gap": 7, "ask": 4, "hold": 2, "unknown": 2, "custody": 3}


def test_whose_work_nobody_tells_of_is_worth_knowing(quiet: Verified) -> None:
    said = "No calendar and no rota says when Kim works: this counts on Kim being free."
    assert f"<section><h2>Worth knowing</h2>\n<p>{said}</p>" in page(quiet)


def test_what_is_below_the_weeks_says_everything_in_words(verified: Verified) -> None:
    text = page(verified)
    titles = [words.strip() for tag, words in Outline(text).headings if tag == "h2"][1:]
    assert titles == [
        "Uncovered", "To ask", "What the plan leaves out", "Day by day", "May not happen",
        "Who is there at night", "To look at", "Read, not planned yet", "How good it is",
    ]  # fmt: skip
    for words in (
        "Nobody fetches Mia from school",
        "1 h 50 uncovered",
        "at best 12",
        "no better plan exists",
        "promises</p>",
    ):
        assert words in text


def test_nothing_is_fetched_and_nothing_runs(verified: Verified) -> None:
    text = page(verified)
    outline = Outline(text)
    assert not {"script", "link", "img", "iframe", "object", "embed", "base"} & {tag for tag, _ in outline.elements}
    assert not re.search(r"url\(|@import|https?:|//[a-z]", text)
    assert not [name for _, attrs in outline.elements for name in attrs if name.startswith("on") or name == "src"]


def test_a_date_leads_to_its_list(full: Verified) -> None:
    elements = Outline(page(full)).elements
    links = {attrs["href"] or "" for _, attrs in elements if "href" in attrs}
    assert len(links) == 7
    assert links <= {f"#{attrs['id']}" for _, attrs in elements if "id" in attrs}


def test_what_a_household_owes_itself_has_looks_of_its_own(full: Verified) -> None:
    outline = Outline(page(full))
    looks = {kind: len(outline.classed(kind)) for kind in ("routine", "chore", "own", "together", "occasion")}
    # Each is in the picture (what is together twice), in its day's list, and in the legend once.
    assert looks == {"routine": 13, "chore": 9, "own": 7, "together": 4, "occasion": 3}
    lanes = [text for text in outline.pictures() if text.startswith("Ben:")]
    assert "19:15-19:55 Bedtime Leo" in lanes[1]
    assert "20:15-20:35 Laundry, hang" in lanes[1]


def test_the_ways_that_nobody_makes_are_said_first(full: Verified) -> None:
    text = page(full)
    assert text.index("▲ Nobody fetches Mia from school and Leo from nursery on Tue 3") < text.index("▲ 1 h 50")


def test_what_a_household_writes_cannot_become_part_of_the_page(named: Callable[..., Verified]) -> None:
    evil = "\"><script>alert(1)</script><b class='x'>{{ 7*7 }}"
    text = page(named(mia=evil, ana=evil))
    outline = Outline(text)
    assert outline.broken == []
    assert "script" not in {tag for tag, _ in outline.elements}
    assert not outline.classed("x")
    assert "49" not in re.sub(r"[\d.]+%|[\d.]+mm", "", text)


def test_the_same_plan_gives_the_same_page(verified: Verified) -> None:
    assert page(verified) == page(verified)


def test_a_single_clock_has_strips_for_the_night_and_the_round_clock_none(quiet: Verified, verified: Verified) -> None:
    assert Outline(page(quiet)).classed("strips")
    assert not Outline(page(verified)).classed("strips")


def test_every_band_lies_inside_its_row(fortnight: Verified, quiet: Verified) -> None:
    for verified in (fortnight, quiet):
        for attrs in Outline(page(verified)).classed("band"):
            left, width = map(float, re.findall(r"([\d.]+)%", attrs["style"] or ""))
            assert 0 <= left < left + width <= 100.01


def variables(dark: bool) -> dict[str, str]:  # noqa: FBT001 -- one of two schemes
    style = (files("kinrota.publish") / "templates" / "plan.css").read_text(encoding="utf-8")
    light, after = style.split("@media screen and (prefers-color-scheme: dark)", 1)
    scheme = {**found(light), **(found(after.split("* {", 1)[0]) if dark else {})}
    return {**scheme, "gap": GAP_ON_DARK if dark else GAP, "gap-ink": "#16171b" if dark else "#ffffff"}


def found(style: str) -> dict[str, str]:
    pairs = re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", style)
    return {name: code if len(code) == 7 else "#" + "".join(sign * 2 for sign in code[1:]) for name, code in pairs}


def luminance(code: str) -> float:
    parts = [int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "page"), ("soft", "page"), ("gap", "page"), ("gap-ink", "gap"), ("place-ink", "place"),
        ("ink", "custody"), ("alone-ink", "alone"),
    ],
)  # fmt: skip
def test_every_text_reads_in_both_schemes(dark: bool, ink: str, ground: str) -> None:  # noqa: FBT001 -- a case
    colours = variables(dark)
    light, deep = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
    assert (light + 0.05) / (deep + 0.05) >= 4.5


def test_a_length_is_never_broken_between_its_hours_and_minutes(full: Verified) -> None:
    assert (
        unbroken("Ana 4 h 30 of 3 h 00, 45 min; at 4 home") == "Ana 4\xa0h\xa030 of 3\xa0h\xa000, 45\xa0min; at 4 home"
    )
    assert "Ana 4\xa0h\xa030 (3\xa0h\xa000 owed)" in page(full)
