"""Hostile calendar files of many kinds: each is named where it cannot be read, and the others are read."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from kinrota.cli import main
from kinrota.intake.ics import CalendarReading, Limits, read_calendars
from tests.intake.hostile_files import HEAVY, KINDS, TITLES, WORDS, calendar, event, minute, times

WINDOW = (29_453_760, 29_979_360)
"""The year 2026 in minutes since 1970."""
LIGHT = [name for name in KINDS if name not in HEAVY]


def read(*files: bytes) -> list[CalendarReading]:
    named = {str(number): data for number, data in enumerate(files)}
    return list(read_calendars(named, WINDOW, "Europe/Berlin").values())


def has_good(reading: CalendarReading) -> bool:
    return any(one.uid == "good" for one in reading.occurrences)


def told(reading: CalendarReading) -> list[str]:
    """Everything that is said of a calendar."""
    asides = [*reading.set_aside, *reading.unclear]
    return [aside.reason for aside in asides] + ([reading.unreadable] if reading.unreadable else [])


def test_the_limits_are_two_seconds_and_256_megabytes() -> None:
    assert (Limits().seconds, Limits().memory) == (2, 256 * 2**20)


def test_there_are_many_kinds() -> None:
    assert len(KINDS) >= 40
    assert set(HEAVY) <= set(KINDS)


def stands(name: str) -> None:
    kind = KINDS[name]
    hostile, after = read(kind.data(), calendar())
    assert hostile.unreadable or has_good(hostile)
    assert told(hostile) or not kind.named
    assert all(len(reason) < 300 for reason in told(hostile))
    assert has_good(after)
    assert told(after) == []


@pytest.mark.parametrize("name", LIGHT)
def test_a_hostile_file_is_named_and_the_others_are_read(name: str) -> None:
    stands(name)


@pytest.mark.soak
@pytest.mark.parametrize("name", HEAVY)
def test_a_hostile_file_that_is_heavy_is_named_and_the_others_are_read(name: str) -> None:
    stands(name)


def test_a_calendar_of_2000_events_is_read_whole() -> None:
    note = "\n".join([f"DESCRIPTION:{'Bring the keys. ' * 40}", "BEGIN:VALARM", "TRIGGER:-PT15M", "END:VALARM"])
    weekly = "RRULE:FREQ=WEEKLY;BYDAY=MO,WE"
    events = times(
        2000,
        lambda n: event(f"DTSTART:{minute(n)}", "DURATION:PT1H", note, *([weekly] if n % 20 == 0 else []), uid=f"{n}"),
    )
    (reading,) = read(calendar(*events))
    assert told(reading) == []
    assert {one.uid for one in reading.occurrences} == {"good", *map(str, range(2000))}


def no_sign_of_harm(text: str) -> bool:
    return not [letter for letter in text if unicodedata.category(letter)[0] == "C" and letter != "\n"]


@pytest.mark.parametrize("name", TITLES)
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_hostile_title_comes_to_the_terminal_as_text(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, more: list[str]
) -> None:
    file = tmp_path / "ana.ics"
    file.write_bytes(WORDS[f"a title of {name}"].data())
    main(["events", str(file), "--from", "2026-03-01", "--to", "2026-04-01", "--zone", "Europe/Berlin", *more])
    out, err = capsys.readouterr()
    assert "Early" in out
    assert no_sign_of_harm(out + err)


HOUSEHOLD = """
kinrota = 1
timezone = "Europe/Berlin"
places = { hospital = {} }
journeys = [{ between = ["home", "hospital"], walk = "20m" }]
adults = { ana = { modes = ["walk"] } }
children = { leo = { born = 2022-05-10 } }
calendars.ana = { source = "ana.ics", of = "ana", means = "work", place = "hospital" }
"""


@pytest.mark.parametrize("name", TITLES)
@pytest.mark.parametrize("command", ["gaps", "check"])
def test_no_command_repeats_a_hostile_title_as_anything_but_text(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, command: str
) -> None:
    (tmp_path / "household.toml").write_text(HOUSEHOLD, encoding="utf-8")
    (tmp_path / "ana.ics").write_bytes(WORDS[f"a title of {name}"].data())
    for more in ([], ["--json"]):
        main([command, str(tmp_path), "--from", "2026-03-09", "--days", "7", *more])
        out, err = capsys.readouterr()
        assert "hospital" in out
        assert no_sign_of_harm(out + err)


def test_a_plan_shows_hostile_titles_as_text(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "household.toml").write_text(HOUSEHOLD, encoding="utf-8")
    events = [
        event(f"DTSTART:20260310T{8 + n:02d}0000Z", "DURATION:PT30M", f"SUMMARY:{title}", uid=str(n))
        for n, title in enumerate(TITLES.values())
    ]
    (tmp_path / "ana.ics").write_bytes(calendar(*events))
    main(["plan", str(tmp_path), "--from", "2026-03-10", "--days", "1", "--out", str(tmp_path / "out")])
    out, err = capsys.readouterr()
    assert no_sign_of_harm(out + err)
    page = (tmp_path / "out/plan.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", page)
