"""Connections that stay open from one question to the next: to the address that was checked, and asked on in turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kinrota.net.wire import Deadline, Line, Permit

PATIENCE = 1.0
"""Seconds after which a connection is not asked on again: servers end one after two or more, and what is asked in that
very moment is lost."""


class Way(NamedTuple):
    """Whom a connection leads to, how, and by which permit: it is asked on for nothing else."""

    scheme: str
    end: tuple[str, int]
    permit: Permit


class Kept:
    """The open connections of somebody who asks one question after the other."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lines: dict[Way, tuple[Line, float]] = {}

    def taken(self, way: Way, deadline: Deadline) -> Line | None:
        """An open connection, for a question with a deadline; None where there is none that is sure to be one."""
        line, since = self._lines.pop(way, (None, 0.0))
        if line and self._clock() - since <= PATIENCE and line.quiet():
            line.renew(deadline)
            return line
        if line:
            line.end()
        return None

    def give_back(self, way: Way, line: Line) -> None:
        """A connection on which all was answered."""
        self._lines[way] = line, self._clock()

    def end(self) -> None:
        """End them all."""
        for line, _ in self._lines.values():
            line.end()
        self._lines.clear()
