"""The secret of a household's folder, from which each calendar's key is made: there is one once it is needed."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

from kinrota.files import make_once
from kinrota.store.own import OWN, own_folder

FILE = "feeds.key"
LENGTH = 32


class NotASecretError(Exception):
    """What lies where the secret belongs is none, and is left as it is."""


def secret_of(folder: Path) -> bytes:
    """The folder's secret, made where there is none; readable for nobody else.

    OSError where that cannot be, NotASecretError where something else lies there.
    """
    path = folder / OWN / FILE
    with suppress(FileNotFoundError):
        return _read(path)
    make_once(own_folder(folder) / FILE, f"{secrets.token_hex(LENGTH)}\n".encode())
    return _read(path)


def has_secret(folder: Path) -> bool:
    """Whether there is one already, or something in its place."""
    return (folder / OWN / FILE).exists()


def _read(path: Path) -> bytes:
    text = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) != LENGTH:
        raise NotASecretError
    return found
