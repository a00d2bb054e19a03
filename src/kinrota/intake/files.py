"""Which files of a household's folder are opened."""

from __future__ import annotations

from pathlib import Path

TEXT = "household.toml"
PUT_IT_THERE = "Maybe export it there, or name in source where it is."
LARGEST_CALENDAR = 20 * 2**20


def refusal(path: Path, folder: Path) -> str | None:
    """Why a file is not even opened, if so."""
    if not path.is_relative_to(folder):
        return "It leads out of the household's folder."
    if not path.exists():
        return f"There is no such file.{_meant(path, folder)}"
    if not path.is_file():
        return "It is not a file."
    if path.stat().st_size > LARGEST_CALENDAR:
        return f"It is larger than {LARGEST_CALENDAR // 2**20} MB."
    return None


def _meant(path: Path, folder: Path) -> str:
    """What may be meant by a calendar that is missing: one beside it whose name is nearly the same."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only for a calendar that is missing

    names = sorted(other.name for other in path.parent.glob("*.ics")) if path.parent.is_dir() else []
    near = get_close_matches(path.name, names, n=1, cutoff=0.75)
    return f" Maybe {(path.parent / near[0]).relative_to(folder).as_posix()}." if near else f" {PUT_IT_THERE}"
