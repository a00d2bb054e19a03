"""The secret of a household's folder, from which each calendar's key is made: there is one once it is needed."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

FOLDER, FILE = ".kinrota", "feeds.key"
LENGTH = 32


class NotASecretError(Exception):
    """What lies where the secret belongs is none, and is left as it is."""


def secret_of(folder: Path) -> bytes:
    """The folder's secret, made where there is none; readable for nobody else.

    OSError where that cannot be, NotASecretError where something else lies there.
    """
    path = folder / FOLDER / FILE
    with suppress(FileNotFoundError):
        return _read(path)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    _make(path)
    return _read(path)


def _read(path: Path) -> bytes:
    text = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) != LENGTH:
        raise NotASecretError
    return found


def _make(path: Path) -> None:
    """Write it beside and rename it, whole; what lies in this folder belongs into no repository."""
    (path.parent / ".gitignore").write_text("*\n", encoding="ascii")
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(f"{secrets.token_hex(LENGTH)}\n".encode())
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
