"""What the household file says of confirmed work that may be given up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kinrota.intake import words
from kinrota.intake.tables import Table, known
from kinrota.intake.words import NotUnderstoodError
from kinrota.model.household import Release, ReleaseKind

SHIFTED: Mapping[str, ReleaseKind] = {"late_start": "late start", "early_leave": "early leave"}


def releases_of(root: Table) -> tuple[Release, ...]:
    """What adults may give up of their work."""
    return tuple(release for name, table in root.named("releases") for release in _releases(table, name))


def _releases(table: Table, name: str) -> Iterator[Release]:
    try:
        known("adult", table.page.ids.adults)(name)
    except NotUnderstoodError as mistake:
        table.wrong("", mistake.message, mistake.remedy)
    often = table.may("care_days", _sometimes, None)
    if often is not None:
        yield Release(name, "care day", 0, *often)
    for key, kind in SHIFTED.items():
        if inner := table.inner(key):
            up_to = inner.must("up_to", words.minutes, 0, 'Maybe up_to = "1h".')
            yield Release(name, kind, up_to, *(inner.may("at_most", _sometimes, None) or ()))


def _sometimes(value: object) -> words.Often:
    return words.often(value, "year", "month", "week", "day")
