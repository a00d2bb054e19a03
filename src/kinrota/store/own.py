"""Kinrota's own folder inside a household's: for its owner alone, out of version control, for one writer at a time."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from kinrota.files import PRIVATE, make_once, sweep

OWN = ".kinrota"
SHORT = 8
"""Characters of a hash that keep two ids apart where a file system takes Ana for ana."""
FOR_ME, EVERYBODY = 0o700, 0o777
IGNORE = b"# Readings of calendars, and secrets: not to be shared.\n*\n"


def own_folder(household: Path, *inside: str) -> Path:
    """Make kinrota's own folder, or one inside it, where it is missing; nobody else may look into it."""
    folder = _for_me(household / OWN)
    if not (folder / ".gitignore").exists():
        make_once(folder / ".gitignore", IGNORE)
    for name in inside:
        folder = _for_me(folder / name)
    sweep(folder)
    return folder


def file_name(name: str, ending: str) -> str:
    """What a file is called that belongs to an id."""
    return f"{name}-{hashlib.sha256(name.encode()).hexdigest()[:SHORT]}{ending}"


@contextlib.contextmanager
def only_one(household: Path, name: str) -> Iterator[None]:
    """Do something that one does at a time; the others wait. OSError where that cannot be."""
    import fcntl  # noqa: PLC0415 -- needed only where something is changed

    file = os.open(own_folder(household) / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)  # let go when the file is closed, even by a crash
        yield
    finally:
        os.close(file)


def _for_me(folder: Path) -> Path:
    """A folder, made where it is missing, into which nobody else may look."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=FOR_ME)
    if folder.stat().st_mode & ~FOR_ME & EVERYBODY:
        folder.chmod(FOR_ME)
    return folder
