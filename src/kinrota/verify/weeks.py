"""The horizon's weeks, from Monday on, and how much of what is asked for a week they owe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from kinrota.model.time import Span, monday
from kinrota.verify.case import Case

DATES = 7


class PartWeek(Struct, frozen=True):
    """A week as far as the horizon has it: its dates, its stretch, and how many dates are in no pause."""

    dates: tuple[dt.date, ...]
    span: Span
    counting: int

    @property
    def first(self) -> dt.date:
        """The first date that the horizon has; what is missed in the week is listed on it."""
        return self.dates[0]

    def owes(self, asked: int) -> int:
        """How much of what is asked for a whole week is owed in this one."""
        return asked * self.counting // DATES


def weeks(case: Case) -> Iterator[PartWeek]:
    """The weeks of the horizon, in order."""
    for _, group in groupby(case.days, monday):
        dates = tuple(group)
        span = Span(case.clock.midnight(dates[0]), case.clock.day(dates[-1]).end)
        yield PartWeek(dates, span, sum(not case.household.paused(date) for date in dates))
