"""What the household file says of working days, of promises and of the ledger."""

from __future__ import annotations

from kinrota.intake import words
from kinrota.intake.tables import Table, known
from kinrota.intake.words import NotUnderstoodError
from kinrota.model.household import Slack
from kinrota.model.weights import WEIGHTS, Weights

MOST_WEEKS = 52


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
    """Check limits of working days, promises and the ledger: all of them are read, none is planned yet."""
    for name, table in root.named("limits"):
        _adult(table, name)
        table.may("longest_day", words.minutes, 0)
        table.may("latest_return", words.clock, 0)
        table.may("rest", words.minutes, 0)
    if promises := root.inner("promises"):
        promises.may("notice", words.pause, 10)
    if ledger := root.inner("ledger"):
        ledger.may("weeks", _weeks, 4)
    root.unplanned("limits", "promises", "ledger")


def _adult(table: Table, name: str) -> None:
    try:
        known("adult", table.page.ids.adults)(name)
    except NotUnderstoodError as mistake:
        table.wrong("", mistake.message, mistake.remedy)


def _weeks(value: object) -> int:
    return words.whole(value, 1, MOST_WEEKS)
