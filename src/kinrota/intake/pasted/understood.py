"""What is understood of a pasted rota: shifts by the day, and everything that is not clear, with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from kinrota.errors import InputError, Problem
from kinrota.intake.pasted.text import Piece
from kinrota.model.time import DAY, WallSpan

Order = Literal["day-first", "month-first"]


class Shift(Struct, frozen=True):
    """A shift of a day; `code` is what the text calls it, empty where it gives only times."""

    code: str
    wall: WallSpan


class Day(Struct, frozen=True):
    """A date of the text. Not `known`: there is something in the text that is not understood, so it is not free."""

    date: dt.date
    shifts: tuple[Shift, ...]
    known: bool
    piece: Piece

    @property
    def off(self) -> bool:
        """Whether the text says that there is no shift."""
        return self.known and not self.shifts


class Doubt(Struct, frozen=True):
    """Something in the text that was not understood, or not for sure; a remedy starts with "Maybe"."""

    piece: Piece
    reason: str
    remedy: str = ""
    date: dt.date | None = None


LISTED = 20
"""Things that were not understood, as many as anybody reads."""


def refused(doubts: Sequence[Doubt], first: Problem) -> InputError:
    """A refusal, with the first of what was not understood, and how many more there are."""
    shown = sorted(doubts, key=lambda one: (one.piece.line, one.piece.column))[:LISTED]
    more = f" The first {LISTED} of {len(doubts)} things that were not read are listed." if len(doubts) > LISTED else ""
    why = [Problem(first.file, one.piece.line, "text", one.piece.text, one.reason, one.remedy) for one in shown]
    return InputError((replace(first, message=first.message + more), *why))


class Options(Struct, frozen=True):
    """What the text itself may not say."""

    today: dt.date
    start: dt.date | None = None
    """The date of the first day."""
    year: int | None = None
    order: Order | None = None
    row: str = ""
    """Whose row, as the text writes the name."""
    name: str = ""
    """The adult's own name: its row where no other is asked for."""
    codes: Mapping[str, WallSpan | None] = field(default_factory=dict)
    """What codes mean; None is a day off."""
    known: Mapping[str, WallSpan] = field(default_factory=dict)
    """What codes mean where neither `codes` nor the text says so."""
    unclear: Mapping[str, str] = field(default_factory=dict)
    """Why codes that the household has mean nothing: sentences, by the code."""
    empty_off: bool = False
    """Whether empty cells, and dates between others without a line, are days off."""


class Understood(Struct, frozen=True):
    """A text as it was understood."""

    form: str
    """A day a line, days across, weeks, or codes alone."""
    days: tuple[Day, ...]
    missing: tuple[dt.date, ...]
    """Dates of which the text says nothing: an empty cell, or no line between two others."""
    doubts: tuple[Doubt, ...]
    told: tuple[str, ...]
    """What was concluded and not read: sentences."""
    year_said: bool
    """Whether the text, its weekdays or an option say the year."""


def overlap(shifts: tuple[Shift, ...]) -> bool:
    """Whether two shifts of one day go on at once."""
    ends = sorted((shift.wall.start, shift.wall.start + shift.wall.minutes) for shift in shifts)
    return any(later[0] < earlier[1] for earlier, later in pairwise(ends))


def crosses(shift: Shift) -> bool:
    """Whether a shift runs past midnight."""
    return shift.wall.start + shift.wall.minutes > DAY
