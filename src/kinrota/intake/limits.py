"""What the household file says of working days, of lives' slack, and of weights."""

from __future__ import annotations

from kinrota.intake import words
from kinrota.intake.tables import Table, known
from kinrota.intake.words import NotUnderstoodError
from kinrota.model.household import Limits, Slack
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


def limits_of(root: Table) -> tuple[Limits, ...]:
    """The limits of working days of those who live here."""
    return tuple(_limits(name, table) for name, table in root.named("limits"))


def _limits(name: str, table: Table) -> Limits:
    _adult(table, name)
    return Limits(
        name,
        longest_day=table.may("longest_day", words.minutes, None),
        latest_return=table.may("latest_return", words.clock, None),
        rest=table.may("rest", words.minutes, None),
    )


def _adult(table: Table, name: str) -> None:
    try:
        known("adult", table.page.ids.adults)(name)
    except NotUnderstoodError as mistake:
        table.wrong("", mistake.message, mistake.remedy)


def limits_fit(root: Table, helpers: tuple[str, ...]) -> None:
    """Refuse limits and releases of helpers: nothing is known of their working days."""
    for key in ("limits", "releases"):
        for name in root.free(key):
            if name in helpers:
                root.page.wrong((key, name), "is a helper; this is for those who live in this home.")
