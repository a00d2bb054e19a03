"""Calendars that are asked for before the household is understood: the same is read, and nothing is read twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from kinrota import pipeline
from kinrota.errors import InputError
from kinrota.intake.folder import read
from kinrota.intake.ics import CalendarReading, Reader

MONDAY = dt.date(2026, 3, 2)
HOUSEHOLD = """
kinrota = 1
timezone = "Europe/Berlin"
places = { ward = {} }
journeys = [{ between = ["home", "ward"], walk = "20m" }]
children = { leo = { born = 2022-05-10 } }
calendars.ana = { source = "ana.ics", of = "ana", means = "work", place = "ward" }
calendars.ben = { source = "ben.ics", of = "ben", means = "work", place = "ward" }
"""
ADULTS = 'adults = { ana = { modes = ["walk"] }, ben = { modes = ["walk"] } }\n'
EVENT = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:{0}
DTSTART:20260303T070000Z
DTEND:20260303T150000Z
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The calendars that the process is asked for."""
    kept: list[bytes] = []
    of_reader = Reader.read

    def told(
        self: Reader, data: bytes, window: tuple[int, int], zone: str, addresses: Sequence[str] = ()
    ) -> CalendarReading:
        kept.append(data)
        return of_reader(self, data, window, zone, addresses)

    monkeypatch.setattr(Reader, "read", told)
    return kept


def folder_of(path: Path, text: str) -> Path:
    (path / "household.toml").write_text(text, encoding="utf-8")
    for name in ("ana", "ben"):
        (path / f"{name}.ics").write_text(EVENT.format(name), encoding="utf-8")
    return path


@pytest.mark.parametrize("start", [MONDAY, None])
def test_each_calendar_is_asked_for_once_and_read_as_ever(
    tmp_path: Path, asked: list[bytes], start: dt.date | None
) -> None:
    folder = folder_of(tmp_path, ADULTS + HOUSEHOLD)
    week = pipeline.read(folder, start)
    if start:
        assert len(asked) == 2
    plain = read(folder, start=start, read_at=week.inputs[0].read)
    assert week == plain
    assert [busy.event for busy in week.busy] == ["ana#ana", "ben#ben"]


def test_a_calendar_whose_owner_has_an_address_waits_until_it_is_known(tmp_path: Path, asked: list[bytes]) -> None:
    adults = 'adults.ana = { modes = ["walk"], addresses = ["ana@example.org"] }\nadults.ben = { modes = ["walk"] }\n'
    week = pipeline.read(folder_of(tmp_path, adults + HOUSEHOLD), MONDAY)
    assert len(asked) == 2
    assert [busy.event for busy in week.busy] == ["ana#ana", "ben#ben"]


@pytest.mark.parametrize("text", ["", "calendars = 1", HOUSEHOLD, 'timezone = "Nowhere"', "=", "\udc80"])
def test_a_household_that_cannot_be_understood_is_said_as_ever(tmp_path: Path, text: str) -> None:
    folder = folder_of(tmp_path, "")
    (folder / "household.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError) as ahead:
        pipeline.read(folder, MONDAY)
    with pytest.raises(InputError) as plain:
        read(folder, start=MONDAY)
    assert ahead.value.problems == plain.value.problems


def test_a_file_outside_the_folder_is_not_opened_ahead_either(tmp_path: Path, asked: list[bytes]) -> None:
    inside = tmp_path / "household"
    inside.mkdir()
    (tmp_path / "other.ics").write_text(EVENT.format("other"), encoding="utf-8")
    folder_of(inside, ADULTS + HOUSEHOLD.replace('"ana.ics"', '"../other.ics"'))
    with pytest.raises(InputError):
        pipeline.read(inside, MONDAY)
    assert not [data for data in asked if b"UID:other" in data]
