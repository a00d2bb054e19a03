"""What the household file says of working days, and of work that may be given up."""

from __future__ import annotations

from kinrota.intake import words
from kinrota.intake.tables import Table, known
from kinrota.intake.words import NotUnderstoodError
from kinrota.model.household import Slack
from kinrota.model.weights import WEIGHTS, Weights


def slack_of(root: Table) -> Slack:
    """Minutes to get ready and to hand over."""
    table, usual = root.inner("slack"), Slack()
    if table is None:
        return usual
    return Slack(table.may("ready", words.pause, usual.ready), table.may("meet", words.pause, usual.meet))


def weights_of(root: Table) -> Weights:
    """What each thing costs inside its level."""
    table = root.inner("weights")
    if table is None:
        return Weights()
    usual = Weights()
    return Weights(**{name: table.may(name, words.number, getattr(usual, name)) for name in WEIGHTS})


def grid_of(root: Table) -> int:
    """Minutes of the grid on which movable things begin."""
    grid = root.may("grid", words.minutes, 15)
    if grid not in (5, 15):
        root.wrong("grid", "can be 5m or 15m.", "Maybe '15m'.")
    return grid


def check_limits(root: Table) -> None:
    """Check limits of working days and releases: all of them are read, none is planned yet."""
    for name, table in root.named("limits"):
        _adult(table, name)
        table.may("longest_day", words.minutes, 0)
        table.may("latest_return", words.clock, 0)
        table.may("rest", words.minutes, 0)
    for name, table in root.named("releases"):
        _adult(table, name)
        table.may("care_days", _sometimes, None)
        for key in ("late_start", "early_leave"):
            if inner := table.inner(key):
                inner.must("up_to", words.minutes, 0, 'Maybe up_to = "1h".')
                inner.may("at_most", _sometimes, None)
    root.unplanned("limits", "releases")


def _adult(table: Table, name: str) -> None:
    try:
        known("adult", table.page.ids.adults)(name)
    except NotUnderstoodError as mistake:
        table.wrong("", mistake.message, mistake.remedy)


def _sometimes(value: object) -> words.Often:
    return words.often(value, "year", "month", "week", "day")
