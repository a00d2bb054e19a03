"""How lines are added to a household's history.jsonl: whole, one writer at a time, and safe when this returns."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kinrota.model.history import HISTORY


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Nobody else writes into a folder's history meanwhile; waits until nobody does. OSError where that cannot be."""
    directory = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        yield
    finally:
        os.close(directory)


def append(folder: Path, line: str) -> int:
    """Add a line and give its number; all of it or, with an OSError, nothing. Only for who is `only_writer`."""
    file = os.open(folder / HISTORY, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
    try:
        size = os.fstat(file).st_size
        before = os.pread(file, size, 0)
        lead = "" if before.endswith(b"\n") or not before else "\n"
        try:
            _write(file, f"{lead}{line}\n".encode())
        except OSError:
            os.ftruncate(file, size)
            raise
        if not size:
            _keep_name(folder)
    finally:
        os.close(file)
    return before.count(b"\n") + len(lead) + 1


def _write(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]
    os.fsync(file)


def _keep_name(folder: Path) -> None:
    """A new file is safe when its folder is, too."""
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
