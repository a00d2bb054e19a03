"""Which files a verified plan becomes, and how they are written so that nobody ever reads half of one."""

from __future__ import annotations

import os
import re
from collections.abc import Container
from pathlib import Path

from kinrota.model.plan import Verified
from kinrota.model.plan_json import to_json
from kinrota.publish.ics import person_calendar
from kinrota.publish.page import page


def files_of(verified: Verified) -> dict[str, bytes]:
    """Each file's name and content: plan.json, plan.html, and a calendar a person."""
    household = verified.week.household
    people = [*(adult.id for adult in household.adults), *(child.id for child in household.children)]
    files = {
        "plan.json": to_json(verified.plan, verified.week.clock).encode(),
        "plan.html": page(verified).encode(),
    }
    for person in people:
        files[_calendar_name(person, files)] = person_calendar(verified, person)
    return files


def _calendar_name(person: str, taken: Container[str]) -> str:
    """The person's id, as far as it makes a file's name on every system."""
    stem = re.sub(r"[^\w-]", "_", person) or "_"
    number = 1
    while (name := f"{stem}{f'-{number}' if number > 1 else ''}.ics") in taken:
        number += 1
    return name


def write(verified: Verified, folder: Path) -> tuple[Path, ...]:
    """Write the plan's files into a folder, which is made where it is missing; gives their paths, plan.json first."""
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_replace(folder / name, content) for name, content in files_of(verified).items())


def _replace(path: Path, content: bytes) -> Path:
    """Write beside the file and rename: a reader sees the old content or the new, whole."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path
