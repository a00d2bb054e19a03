"""Calendars as programs write them, of tests/calendars/of-programs.json; its SOURCES.md says where they come from."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TypedDict
from zoneinfo import ZoneInfo

import pytest

from kinrota.intake.ics import CalendarReading, Limits, Occurrence
from kinrota.intake.ics_calendar import read_calendar


class Case(TypedDict):
    name: str
    zone: str
    window: tuple[str, str]
    ics: str
    expected: list[str]
    says: str | None


CASES: list[Case] = json.loads((Path(__file__).parents[1] / "calendars/of-programs.json").read_text("utf-8"))["cases"]


def read(case: Case) -> CalendarReading:
    zone = ZoneInfo(case["zone"])
    first, last = (int(dt.datetime.fromisoformat(day).replace(tzinfo=zone).timestamp()) // 60 for day in case["window"])
    return read_calendar(case["ics"].encode("latin-1"), "", (first, last), case["zone"], Limits())


def shown(one: Occurrence, zone: ZoneInfo) -> str:
    return "".join(
        (
            f"{moment(one.start, one, zone)}/{moment(one.end, one, zone)}",
            "" if one.status == "CONFIRMED" else f" {one.status}",
            " free" if one.transparent else "",
        )
    )


def moment(minute: int, one: Occurrence, zone: ZoneInfo) -> str:
    """An instant; a date where that is all of the day, for which any other minute than its first is wrong."""
    there = dt.datetime.fromtimestamp(minute * 60, zone)
    if not one.all_day:
        return f"{there.astimezone(dt.UTC):%Y%m%dT%H%MZ}"
    before = dt.datetime.fromtimestamp(minute * 60 - 60, zone)
    return f"{there:%Y%m%d}" if before.date() < there.date() else f"{there:%Y%m%dT%H%M}"


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_as_programs_write_it(case: Case) -> None:
    reading = read(case)
    found = [shown(one, ZoneInfo(case["zone"])) for one in reading.occurrences]
    whole = all("/" in text for text in case["expected"])
    assert sorted(found if whole else [text.partition("/")[0] for text in found]) == sorted(case["expected"])
    said = [aside.reason for aside in (*reading.set_aside, *reading.unclear)] + [reading.unreadable or ""]
    if case["says"] is None:
        assert said == [""]
    else:
        assert any(case["says"] in sentence for sentence in said)


def test_each_has_a_name_of_its_own() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES) == 85
