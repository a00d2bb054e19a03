"""What the household file says of working days, and of work that may be given up."""

from __future__ import annotations

from typing import Literal, cast

from kinrota.intake import words
from kinrota.intake.tables import Table, known
from kinrota.intake.words import NotUnderstoodError
from kinrota.model.household import Limits, Release, Shortening, Slack, Times
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


def releases_of(root: Table) -> tuple[Release, ...]:
    """The work that may be given up: it is read, and not planned yet."""
    root.unplanned("releases")
    return tuple(_release(name, table) for name, table in root.named("releases"))


def _release(name: str, table: Table) -> Release:
    _adult(table, name)
    return Release(
        name,
        care_days=table.may("care_days", _sometimes, None),
        late_start=_shortening(table.inner("late_start")),
        early_leave=_shortening(table.inner("early_leave")),
    )


def _shortening(table: Table | None) -> Shortening | None:
    if table is None:
        return None
    up_to = table.must("up_to", words.minutes, 0, 'Maybe up_to = "1h".')
    return Shortening(up_to, table.may("at_most", _sometimes, None))


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


def _sometimes(value: object) -> Times:
    often = words.often(value, "year", "month", "week", "day")
    return Times(often.times, cast("Literal['day', 'week', 'month', 'year']", often.per))
