"""The search: what leads to few gaps, and which days are bounded together."""

from __future__ import annotations

import pytest

from kinrota.model.time import DAY, Span
from kinrota.solve import levels
from kinrota.solve.layout import layout_of
from kinrota.solve.levels import DEARER, Level
from kinrota.solve.physics import physics
from kinrota.solve.program import Program
from kinrota.solve.search import LONGEST_RUN, LOOKING, runs, time_for
from kinrota.testing import MONDAY, week_of

DAYS = [Span(n * DAY, (n + 1) * DAY) for n in range(10)]


def gap_of(limit: str) -> tuple[Program, Level]:
    program, _ = physics(
        layout_of(
            week_of(
                f"""
    adult ana car
    helper oma walk {limit}
    child leo 2023-01-10
    way home ward car 20
    available oma mon 06:00 mon 12:00
    available oma tue 06:00 tue 12:00
    work ana ward mon 08:00 mon 10:00
    work ana ward tue 08:00 tue 12:00
    """,
                MONDAY,
                2,
            )
        )
    )
    return program, levels.gap(program)


def test_scarce_help_leads_away_from_where_it_can_be_done_without() -> None:
    program, level = gap_of("limit=480")
    asked = {program.arc["oma", arc].index: arc.minutes for arc in program.layout.networks["oma"].arcs}
    counted = {n: DEARER * factor for n, factor in level.wanted.factors.items()}
    assert dict(level.guide.factors) == counted | {n: minutes for n, minutes in asked.items() if minutes}


@pytest.mark.parametrize("limit", ["", "limit=720", "limit=900"])
def test_help_that_is_not_scarce_is_not_weighed(limit: str) -> None:
    _, level = gap_of(limit)
    assert level.guide == level.wanted


@pytest.mark.parametrize(
    ("short", "joined"),
    [
        ([], []),
        ([0], [[0, 1]]),
        ([9], [[8, 9]]),
        ([4], [[3, 4, 5]]),
        ([4, 5], [[3, 4, 5, 6]]),
        ([1, 8], [[0, 1, 2], [7, 8, 9]]),
        ([3, 5], []),
        ([0, 4, 5, 6], [[0, 1]]),
    ],
)
def test_days_that_fall_short_are_bounded_with_those_beside_them(short: list[int], joined: list[list[int]]) -> None:
    found = runs([DAYS[n] for n in short], DAYS)
    assert [[DAYS.index(day) for day in run] for run in found] == joined
    assert all(len(run) <= LONGEST_RUN for run in found)


def test_all_days_together_are_no_run() -> None:
    assert runs([DAYS[1]], DAYS[:3]) == []
    assert runs([DAYS[1]], DAYS[:4]) == [DAYS[:3]]


@pytest.mark.parametrize(
    ("seconds", "beginning", "whole"),
    [(45, 3, 45), (45, 45 - LOOKING, 45), (45, 60, 60 + LOOKING), (5, 0, 5), (5, 3, 8), (5, 60, 65)],
)
def test_however_long_it_takes_to_begin_some_time_is_left(seconds: float, beginning: float, whole: float) -> None:
    assert time_for(seconds, beginning) == whole
