"""The hard cases of tests/calendars/hard-cases.json; its SOURCES.md says where they come from."""

import datetime as dt
import json
from pathlib import Path
from typing import TypedDict
from zoneinfo import ZoneInfo

import pytest

from kinrota.intake.ics import Limits
from kinrota.intake.ics_calendar import read_calendar

HOUSEHOLD = "Europe/Berlin"

KNOWN_FAILURES = {
    "night_shift_dtend_rrule": "our policy: DTEND keeps the wall clock, so the shift over the change has 7 hours",
}


class Case(TypedDict):
    name: str
    ics: str
    window: tuple[str, str]
    expected_starts: list[str]
    expected_ends: list[str] | None


CASES: list[Case] = json.loads((Path(__file__).parents[1] / "calendars/hard-cases.json").read_text("utf-8"))["cases"]


def minute(text: str) -> int:
    """A date is its midnight in the household's zone; all else says UTC itself."""
    moment = dt.datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(HOUSEHOLD))).timestamp()) // 60


def marked(case: Case) -> object:
    failure = KNOWN_FAILURES.get(case["name"])
    marks = [pytest.mark.xfail(raises=AssertionError, reason=failure, strict=True)] if failure else []
    return pytest.param(case, id=case["name"], marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_hard_case(case: Case) -> None:
    window = (minute(case["window"][0]), minute(case["window"][1]))
    reading = read_calendar(case["ics"].encode("latin-1"), "", window, HOUSEHOLD, Limits())
    assert [one.start for one in reading.occurrences] == [minute(text) for text in case["expected_starts"]]
    if case["expected_ends"] is not None:
        assert [one.end for one in reading.occurrences] == [minute(text) for text in case["expected_ends"]]


def test_all_are_here_and_each_known_failure_is_one_of_them() -> None:
    assert len(CASES) == 56
    assert KNOWN_FAILURES.keys() <= {case["name"] for case in CASES}
