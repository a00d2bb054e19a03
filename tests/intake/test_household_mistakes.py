"""Every folder in tests/bad-input has something wrong, and `expected.txt` is the whole message that one gets."""

import datetime as dt
from pathlib import Path

import pytest

from kinrota.intake.check import check, text
from kinrota.intake.files import PUT_IT_THERE

BAD = sorted(path for path in (Path(__file__).parents[1] / "bad-input").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.name)
def test_the_message_is_the_one_expected(folder: Path) -> None:
    message = text(check(folder, start=dt.date(2026, 3, 2)))
    assert message + "\n" == (folder / "expected.txt").read_text(encoding="utf-8")


def test_there_are_enough_of_them() -> None:
    assert len(BAD) >= 35


HOUSEHOLD = """
kinrota = 1
timezone = "Europe/Berlin"
adults = { ana = { name = "Ana" } }
children = { omar = { name = "Omar", born = 2020-01-02 }, sara = { name = "Sara", born = 2022-01-02 } }
"""


def told(folder: Path, more: str) -> str:
    (folder / "household.toml").write_text(HOUSEHOLD + more, encoding="utf-8")
    return text(check(folder, start=dt.date(2026, 3, 2)))


def test_a_month_that_does_not_exist_is_no_date(tmp_path: Path) -> None:
    assert told(tmp_path, '[[illness]]\nchild = "omar"\nfrom = 2026-13-08\n').endswith(
        "household.toml:8: 2026-13-08 is no date. A date is year-month-day, such as 2018-09-14."
    )


def test_something_after_a_real_date_is_not_taken_for_a_wrong_one(tmp_path: Path) -> None:
    assert "After the value there is something more." in told(
        tmp_path, '[[illness]]\nchild = "omar"\nfrom = 2026-12-08 ill\n'
    )


def test_a_missing_calendar_may_be_the_one_beside_it(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work/jonas.ics").write_text("", encoding="utf-8")
    calendar = '[calendars.work]\nof = "ana"\nmeans = "work"\nplace = "home"\n'
    assert "There is no such file. Maybe work/jonas.ics." in told(tmp_path, f'{calendar}source = "work/jonass.ics"')
    assert f"There is no such file. {PUT_IT_THERE} Nobody knows" in told(
        tmp_path, f'{calendar}source = "work/else.ics"'
    )
    assert f"There is no such file. {PUT_IT_THERE} Nobody knows" in told(
        tmp_path, f'{calendar}source = "gone/jonas.ics"'
    )


def test_two_children_are_with_the_other_household(tmp_path: Path) -> None:
    said = told(tmp_path, '[calendars.away]\nsource = "a.ics"\nmeans = "custody"\nchildren = ["omar", "sara"]\n')
    assert "when Omar and Sara are with the other household" in said
    assert "The plan takes it that Omar and Sara are at home" in said


def test_who_gives_the_file_is_asked_for_its_folder(tmp_path: Path) -> None:
    told(tmp_path, "")
    assert text(check(tmp_path / "household.toml")).endswith(
        f"is a file; what is asked for is the folder that holds household.toml. Give the folder: {tmp_path}"
    )
