"""On which clock the days of a rule are meant, if its event is written in UTC and its calendar has a zone."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable

from kinrota.intake.ics_text import Line
from kinrota.intake.recurrence.rule import Rule, RuleError, read_rule


def counts_in_utc(rules: Iterable[Line], start: dt.datetime) -> bool:
    """Whether the rules name the day of the start as it is in UTC, and not as it is on the clock there."""
    there, in_utc = start.date(), start.astimezone(dt.UTC).date()
    if there == in_utc:
        return False
    for line in rules:
        with contextlib.suppress(RuleError):  # which is said where it is followed
            rule = read_rule(line.value)
            return _names(rule, in_utc) and not _names(rule, there)
    return False


def _names(rule: Rule, day: dt.date) -> bool:
    """Whether a day is one of those that a rule says that it takes place on."""
    weekdays = {weekday for _, weekday in rule.weekdays}
    return (not weekdays or day.weekday() in weekdays) and (not rule.month_days or day.day in rule.month_days)
