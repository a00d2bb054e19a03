"""The ledger, recomputed from the history, and the dates that leave no debt."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from kinrota.verify.case import Case

ONE_DAY = dt.timedelta(days=1)
HALF_A_QUARTER = 7.5


def leaves_debt(case: Case, day: dt.date) -> bool:
    """Whether a date counts: no illness, no pause."""
    well = not any(illness.first <= day <= illness.last for illness in case.household.illness)
    return well and not any(pause.first <= day <= pause.last for pause in case.household.pauses)


def counted(case: Case) -> set[dt.date]:
    """The dates whose sums count; the night before the first date goes with that date."""
    found = {day for day in case.days if leaves_debt(case, day)}
    return found | ({case.days[0] - ONE_DAY} if case.days[0] in found else set())


def ledger(case: Case) -> tuple[Counter[str], int]:
    """Each resident's quarter-hours of the dates before the horizon, and how many dates these are."""
    residents = {adult.id for adult in case.household.residents}
    since = case.days[0] - case.household.ledger * 7 * ONE_DAY
    quarters: Counter[str] = Counter()
    dates = 0
    for day, minutes in _known(case).items():
        if since <= day < case.days[0] and residents <= set(minutes) and leaves_debt(case, day):
            dates += 1
            for name in residents:
                quarters[name] += int((minutes[name] + HALF_A_QUARTER) // 15)
    return quarters, dates


def _known(case: Case) -> dict[dt.date, dict[str, int]]:
    """Everybody's minutes by date, line after line: plans first, then what was really done."""
    known: dict[dt.date, dict[str, int]] = {}
    for plan in case.week.history.accepted:
        known |= {day: dict(loads) for day, loads in (plan.loads or {}).items()}
    for done in case.week.history.done:
        known.setdefault(done.on, {})[done.adult] = done.minutes
    return known
