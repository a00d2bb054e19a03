"""What the household file says of promises, and of how far back fairness looks."""

from __future__ import annotations

from kinrota.intake import words
from kinrota.intake.tables import Table

NOTICE = 10
WEEKS, MOST_WEEKS = 4, 52


def notice_of(root: Table) -> int:
    """Minutes below which a change breaks no promise: read, and of no use yet."""
    table = root.inner("promises")
    root.unplanned("promises")
    return table.may("notice", words.pause, NOTICE) if table else NOTICE


def ledger_of(root: Table) -> int:
    """Weeks of what was really done that fairness looks back on."""
    table = root.inner("ledger")
    return table.may("weeks", _weeks, WEEKS) if table else WEEKS


def _weeks(value: object) -> int:
    return words.whole(value, 1, MOST_WEEKS)
