"""Every folder in tests/bad-input has something wrong, and `expected.txt` is the whole message that one gets."""

import datetime as dt
from pathlib import Path

import pytest

from kinrota.intake.check import check, text

BAD = sorted(path for path in (Path(__file__).parents[1] / "bad-input").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.name)
def test_the_message_is_the_one_expected(folder: Path) -> None:
    message = text(check(folder, start=dt.date(2026, 3, 2)))
    assert message + "\n" == (folder / "expected.txt").read_text(encoding="utf-8")


def test_there_are_enough_of_them() -> None:
    assert len(BAD) >= 35
