"""Kinrota's own folder inside a household's: for its owner alone, out of version control, each file whole."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

OWN = ".kinrota"
IGNORE = b"# Readings of calendars, and secrets: not to be shared.\n*\n"


def own_folder(household: Path, *inside: str) -> Path:
    """Make kinrota's own folder, or one inside it, where it is missing; nobody else may look into it."""
    folder = household / OWN
    if not folder.is_dir():
        folder.mkdir(mode=0o700, exist_ok=True)
        write_whole(folder / ".gitignore", IGNORE)
    for name in inside:
        folder = folder / name
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
    return folder


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that only its owner reads: when this returns it is safe, and before that the old one is."""
    import tempfile  # noqa: PLC0415 -- only who writes waits for it

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # made with mode 0600
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 -- a descriptor has no path
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
