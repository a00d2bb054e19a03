"""Which files a verified plan becomes, and how they are written so that nobody ever reads half of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from kinrota.files import USUAL, write_whole
from kinrota.model.plan import Verified
from kinrota.model.plan_json import to_json
from kinrota.publish.calendars import FEEDS, calendars_of
from kinrota.publish.ics import PRODUCT
from kinrota.publish.page import page

OURS = f"BEGIN:VCALENDAR\r\nPRODID:{PRODUCT}\r\n".encode()
"""How a calendar begins that was written here."""


class Written(Struct, frozen=True):
    """The plan's files, plan.json first, and those of calendars that are no longer handed out, which are gone."""

    files: tuple[Path, ...]
    removed: tuple[Path, ...] = ()


def files_of(verified: Verified, secret: bytes = b"", before: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Each file's name and content: plan.json, plan.html, a calendar a person, and those that are handed out."""
    return {
        "plan.json": to_json(verified.plan, verified.week.clock).encode(),
        "plan.html": page(verified).encode(),
        **calendars_of(verified, secret, before or {}),
    }


def write(verified: Verified, folder: Path, secret: bytes = b"") -> Written:
    """Write the plan's files into a folder, which is made where it is missing; what is as it was is not touched."""
    folder.mkdir(parents=True, exist_ok=True)
    before = dict(_calendars(folder))
    files = files_of(verified, secret, before)
    gone = [folder / name for name in before if name.startswith(f"{FEEDS}/") and name not in files]
    for path in gone:
        path.unlink(missing_ok=True)
    if any(name.startswith(f"{FEEDS}/") for name in files):
        (folder / FEEDS).mkdir(exist_ok=True)
    return Written(tuple(_kept(folder / name, content) for name, content in files.items()), tuple(gone))


def _calendars(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The calendars in a folder that were written here before."""
    for path in sorted((*folder.glob("*.ics"), *(folder / FEEDS).glob("*.ics"))):
        if path.is_file() and not path.is_symlink() and (content := path.read_bytes()).startswith(OURS):
            yield path.relative_to(folder).as_posix(), content


def _kept(path: Path, content: bytes) -> Path:
    """Write a file, unless it says the same already."""
    if not path.is_file() or path.is_symlink() or path.read_bytes() != content:
        write_whole(path, content, USUAL)
    return path
