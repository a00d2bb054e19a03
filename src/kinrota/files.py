"""How files are written: whole or not at all, safe when the call returns, and nothing left behind."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from pathlib import Path

PRIVATE, USUAL = 0o600, 0o666
"""Who may read a new file: its owner alone; or whoever may read what this user usually makes."""
BESIDE = ".new-"
"""How the name of a file begins that is not whole yet."""
FORGOTTEN = 24 * 3600
"""Seconds after which nobody will finish it."""


def write_whole(path: Path, data: bytes, mode: int = PRIVATE) -> None:
    """Write a file in place of what is there: a reader sees the old one or the new. OSError where that cannot be."""
    beside = _written_beside(path, data, mode)
    try:
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    keep_name(path)


def rewrite_whole(path: Path, data: bytes) -> None:
    """The same with a file that is there; whoever might read it or write it still may."""
    beside = _written_beside(path, data, PRIVATE)
    try:
        beside.chmod(stat.S_IMODE(path.stat().st_mode))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    keep_name(path)


def make_once(path: Path, data: bytes) -> None:
    """Make a file that only its owner reads; where somebody was faster, theirs stays. OSError where that cannot be."""
    beside = _written_beside(path, data, PRIVATE)
    try:
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)
    except OSError:  # a file system that gives a file one name only: what a crash cuts off is seen when it is read
        with contextlib.suppress(FileExistsError):
            _written(path, data, PRIVATE)
    finally:
        beside.unlink(missing_ok=True)
    keep_name(path)


def add(file: int, data: bytes) -> None:
    """Write to the end of an open file: all of it or, with an OSError, nothing."""
    size = os.fstat(file).st_size
    try:
        _write(file, data)
    except OSError:
        os.ftruncate(file, size)
        raise


def keep_name(path: Path) -> None:
    """Make the name of a new file as safe as what is in it."""
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def sweep(folder: Path) -> None:
    """Delete what was begun in a folder and never finished, as where the power went off."""
    for path in folder.glob(f"{BESIDE}*"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < time.time() - FORGOTTEN:
                path.unlink()


def _written_beside(path: Path, data: bytes, mode: int) -> Path:
    beside = path.with_name(f"{BESIDE}{os.urandom(8).hex()}")
    try:
        _written(beside, data, mode)
    except BaseException:  # an interruption, too
        beside.unlink(missing_ok=True)
        raise
    return beside


def _written(path: Path, data: bytes, mode: int) -> None:
    """Write a file that is not there yet; FileExistsError where it is."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        _write(file, data)
    finally:
        os.close(file)


def _write(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]
    os.fsync(file)
