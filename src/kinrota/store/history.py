"""How lines are added to a household's history.jsonl: whole, one writer at a time, and safe when this returns."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from pathlib import Path

from kinrota.files import USUAL, add, keep_name
from kinrota.model.history import HISTORY
from kinrota.store.own import only_one


def only_writer(folder: Path) -> AbstractContextManager[None]:
    """Nobody else writes into a folder's history meanwhile; waits until nobody does. OSError where that cannot be."""
    return only_one(folder, HISTORY.partition(".")[0])


def append(folder: Path, line: str) -> int:
    """Add a line and give its number; all of it or, with an OSError, nothing. Only for who is `only_writer`."""
    file = os.open(folder / HISTORY, os.O_RDWR | os.O_CREAT | os.O_APPEND, USUAL)
    try:
        size = os.fstat(file).st_size
        before = os.pread(file, size, 0)
        lead = "" if before.endswith(b"\n") or not before else "\n"
        add(file, f"{lead}{line}\n".encode())
        if not size:
            keep_name(folder / HISTORY)
    finally:
        os.close(file)
    return before.count(b"\n") + len(lead) + 1
