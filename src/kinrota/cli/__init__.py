"""What `kinrota` runs. A process that will read calendars starts before all else: it takes as long as all else."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

READING = frozenset(("gaps", "plan", "accept", "publish", "verify", "check", "events"))
"""The commands that read calendars."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; gives the exit status."""
    asked = sys.argv[1:] if argv is None else argv
    if READING.isdisjoint(asked[:1]):
        return _run(asked)
    from kinrota.intake.ics_start import OneReady  # noqa: PLC0415 -- the others do without

    with OneReady():
        return _run(asked)


def _run(asked: Sequence[str]) -> int:
    from kinrota.cli.running import run  # noqa: PLC0415 -- while the process starts

    return run(asked)
