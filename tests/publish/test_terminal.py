"""The texts in golden/ are what a terminal shows; GOLDEN=new writes them anew, to be read before they are kept."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from kinrota.model.plan import AdultSpan, Verified
from kinrota.model.time import Span, minus
from kinrota.publish.cells import centre, cut, flow, pad, plain, width, wrap
from kinrota.publish.terminal import plan_text
from kinrota.testing import MONDAY

GOLDEN = Path(__file__).parent / "golden"
INK = re.compile(r"\x1b\[[0-9;]*m")
LONG = {"mia": "Maximiliane-Theodora", "leo": "李小龙🙂🙂🙂", "ana": "Ana María de las Mercedes", "ben": "👨‍👩‍👧 Papa"}


def check(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("GOLDEN") == "new":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("colour", [False, True])
def test_a_week(verified: Verified, colour: bool) -> None:  # noqa: FBT001 -- a case
    check("week-colour.txt" if colour else "week.txt", plan_text(verified, colour=colour))


def test_a_week_with_everything_that_a_household_owes_itself(full: Verified) -> None:
    check("full.txt", plan_text(full))


def test_without_a_name_the_title_is_those_who_live_there(verified: Verified) -> None:
    nameless = replace(verified.week, household=replace(verified.week.household, name=""))
    title = plan_text(replace(verified, week=nameless)).splitlines()[0]
    assert title == "Ana, Ben, Mia and Leo, 2 to 8 March 2026"


def test_two_weeks_one_after_the_other(fortnight: Verified) -> None:
    check("fortnight.txt", plan_text(fortnight))


def test_a_week_without_nights(quiet: Verified) -> None:
    check("quiet.txt", plan_text(quiet))


def with_own_time(quiet: Verified, *hours: tuple[int, int]) -> Verified:
    """Kim's own time on Tuesday between these hours."""
    clock, day = quiet.week.clock, MONDAY.replace(day=3)
    spans = list(quiet.plan.adults["kim"])
    for start, end in hours:
        when = Span(clock.at(day, start * 60), clock.at(day, end * 60))
        rest = [replace(one, span=part) for one in spans for part in minus([one.span], [when])]
        spans = sorted([*rest, AdultSpan(when, "own", "home")], key=lambda one: one.span)
    return replace(quiet, plan=replace(quiet.plan, adults={"kim": tuple(spans)}))


@pytest.mark.parametrize(
    ("own", "first", "last"),
    [([(5, 6), (22, 23)], "4", "22"), ([(22, 23)], "6", "22"), ([(5, 6)], "4", "20"), ([(20, 22)], "6", "20")],
)
def test_what_is_done_before_six_and_after_ten_is_drawn_too(
    quiet: Verified, own: list[tuple[int, int]], first: str, last: str
) -> None:
    text = plan_text(with_own_time(quiet, *own))
    lines = text.splitlines()
    hours, row = lines[4], next(line for line in lines[5:] if line.startswith("Kim ") and "o" in line)
    assert (hours.split()[0], hours.split()[-1]) == (first, last)
    an_hour = (hours.index("10") - hours.index("8 ")) // 2
    assert row.count("o") == an_hour * sum(end - start for start, end in own)
    assert "ooo own time" in text


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 132, 200])
@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("names", [{}, LONG], ids=["short", "long"])
def test_no_line_is_wider_than_the_terminal(
    named: Callable[..., Verified],
    named_full: Callable[..., Verified],
    columns: int,
    colour: bool,  # noqa: FBT001 -- a case
    names: dict[str, str],
) -> None:
    for plan in (named(**names), named_full(**names)):
        text = plan_text(plan, columns, colour=colour)
        assert max(width(INK.sub("", line)) for line in text.splitlines()) <= columns


def test_long_and_wide_names_are_cut_and_the_rows_still_line_up(named: Callable[..., Verified]) -> None:
    check("names.txt", plan_text(named(**LONG)))


def test_colour_adds_no_letter_and_every_colour_ends_on_its_line(verified: Verified) -> None:
    for line in plan_text(verified, colour=True).splitlines():
        codes = INK.findall(line)
        assert codes[1::2] == ["\x1b[0m"] * (len(codes) // 2)
        assert len(codes) % 2 == 0


def test_without_colour_there_is_no_escape(verified: Verified) -> None:
    assert "\x1b" not in plan_text(verified)


def test_what_comes_from_calendars_cannot_steer_the_terminal(named: Callable[..., Verified]) -> None:
    verified = named(mia="Mi\x1b[31ma\n", ana="\u202eAna")
    finding = replace(verified.plan.findings[0], sentence="one\r\x1b]0;two\x07")
    spoilt = replace(verified, plan=replace(verified.plan, findings=(finding,)))
    text = plan_text(spoilt)
    assert not set("\x1b\r\x07\u202e") & set(text)
    assert "Mi[31ma" in text


def test_a_short_gap_is_seen_even_where_a_column_is_longer(verified: Verified) -> None:
    # Twenty minutes at a column an hour.
    rows = [line for line in plan_text(verified, 40).splitlines() if line.startswith("Leo")]
    assert "!" in rows[3]


def test_a_plan_without_gaps_says_so_and_what_it_rests_on(verified: Verified) -> None:
    whole = replace(verified, plan=replace(verified.plan, gaps=()))
    assert plan_text(whole).splitlines()[2:4] == ["Nothing uncovered, if Oma can come", "Ask Oma: Wed 4"]
    sure = replace(whole, plan=replace(whole.plan, to_ask=()))
    assert plan_text(sure).splitlines()[2] == "Nothing uncovered"


def test_a_plan_made_in_haste_says_so_at_the_top(verified: Verified) -> None:
    open_ended = tuple(replace(level, bound=None) for level in verified.plan.levels)
    head = plan_text(replace(verified, plan=replace(verified.plan, levels=open_ended))).splitlines()[3:5]
    assert " ".join(head) == (
        "There may be a plan that leaves fewer hours uncovered: the time was too short to know. "
        "Maybe give it more with --time."
    )


def test_columns_of_wide_and_combining_signs() -> None:
    assert [width(text) for text in ("Ana", "李", "🙂", "e\u0301", "")] == [3, 2, 2, 1, 0]
    assert plain("a\u200db\ufe0f\x00\nc") == "ab c"


def test_cutting_padding_and_centring_count_columns() -> None:
    assert cut("李小龙", 4) == "李."
    assert cut("Ana", 3) == "Ana"
    assert pad("李小龙", 4) == "李. "
    assert centre("李", 5, "-") == "-李--"


def test_parts_flow_into_lines_that_break_between_them() -> None:
    assert flow(["ab cd", "ef", "gh ij"], 10, "- ", "  ") == ["- ab cd ·", "  ef ·", "  gh ij"]
    assert flow(["ab cd ef gh", "ij"], 9, "- ", "  ") == ["- ab cd", "  ef gh ·", "  ij"]
    assert flow([], 9, "- ", "  ") == ["- "]


def test_wrapping_breaks_what_is_longer_than_a_line() -> None:
    assert wrap("abcdefgh ij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("ab cd ef", 7, "- ", "  ") == ["- ab cd", "  ef"]
