"""What `kinrota` runs. A process that will read calendars starts before all else: it takes as long as all else."""

from __future__ import annotations

import contextlib
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
    with contextlib.ExitStack() as stack:
        if READING.intersection(asked[:1]):
            from kinrota.intake.ics_start import one_ready  # noqa: PLC0415 -- the others do without

            stack.enter_context(one_ready())
        from kinrota.cli.running import run  # noqa: PLC0415 -- while the process starts

        return run(asked)
