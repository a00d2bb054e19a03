"""How household.toml gets a new text: whole or not at all, never over somebody else's change."""

from __future__ import annotations

from pathlib import Path

from kinrota.errors import InputError, Problem
from kinrota.files import rewrite_whole
from kinrota.store.history import only_writer

TEXT = "household.toml"


def replace_text(folder: Path, before: bytes, after: bytes) -> bool:
    """Write a household's new text in place of the one that it was made from; whether it is another.

    InputError where somebody changed the file since it was read; OSError where it cannot be written.
    """
    if before == after:
        return False
    path = (folder / TEXT).resolve()
    with only_writer(folder):
        if path.read_bytes() != before:
            message = "was changed by somebody else just now; nothing was written."
            raise InputError((Problem(TEXT, None, "", "", message, "Maybe do the same again."),))
        rewrite_whole(path, after)
    return True
