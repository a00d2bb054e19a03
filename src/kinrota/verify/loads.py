"""Each resident's load, recomputed minute by minute from who answers for whom and what each does."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from fractions import Fraction
from math import ceil

from kinrota.model.plan import CHORE, ROUTINE
from kinrota.model.time import Span
from kinrota.verify.case import TRAVEL, Case
from kinrota.verify.ledger import counted, ledger
from kinrota.verify.minutes import painted

AWAKE, ON_CALL = 4, 1
"""Quarter-minutes of load in a minute: an awake child, a way with children, a routine or chore; a child's night."""
QUARTER_HOUR = 60
"""Quarter-minutes in a quarter of an hour."""
TOLERANCE = 4
"""Quarter-hours a week by which a resident may be above its share."""
NOON = 12 * 60
ONE_DAY = dt.timedelta(days=1)


def quarters(case: Case) -> dict[str, int]:
    """Each resident's load in quarter-hours: every date's sum rounded, half up."""
    return {
        adult.id: sum(_rounded(total) for total in _by_date(case, adult.id).values())
        for adult in case.household.residents
    }


def _with_ledger(case: Case) -> tuple[dict[str, int], int]:
    """Quarter-hours of each resident, and of how many days: the dates that count, in the horizon and before it."""
    before, dates = ledger(case)
    days = counted(case)
    load = {
        adult.id: before[adult.id]
        + sum(_rounded(total) for day, total in _by_date(case, adult.id).items() if day in days)
        for adult in case.household.residents
    }
    return load, dates + len(days & set(case.days))


def daily_minutes(case: Case, adult: str) -> dict[dt.date, int]:
    """A resident's load on each date of the horizon from midnight to midnight, as the ledger has it: in minutes."""
    weights = minute_loads(case, adult)
    return {
        day: 15 * _rounded(sum(weights[case.minute(hours.start) : case.minute(hours.end)]))
        for day in case.days
        for hours in [case.clock.day(day)]
    }


def _rounded(quarter_minutes: int) -> int:
    return (2 * quarter_minutes + QUARTER_HOUR) // (2 * QUARTER_HOUR)


def _by_date(case: Case, adult: str) -> Counter[dt.date]:
    """Quarter-minutes by date; those on call before noon belong to the date before."""
    weights = minute_loads(case, adult)
    sums: Counter[dt.date] = Counter()
    for day in case.days:
        hours = case.clock.day(day)
        noon = case.clock.at(day, NOON)
        morning = weights[case.minute(hours.start) : case.minute(noon)]
        rest = weights[case.minute(noon) : case.minute(hours.end)]
        sums[day - ONE_DAY] += morning.count(ON_CALL) * ON_CALL
        sums[day] += morning.count(AWAKE) * AWAKE + sum(rest)
    return sums


def minute_loads(case: Case, adult: str) -> list[int]:
    """What each minute counts for an adult, at its heaviest kind."""
    weights = [0] * case.length
    for child, carers in case.carers.items():
        night, nap, open_hours = case.childhood[child].night, case.childhood[child].nap, _could_attend(case, child)
        for minute, carer in enumerate(carers):
            if carer != adult:
                continue
            if night[minute]:
                weights[minute] = max(weights[minute], ON_CALL)
            elif not nap[minute] and not open_hours[minute]:
                weights[minute] = AWAKE
    for span in case.plan.adults[adult]:
        if (span.doing == TRAVEL and span.with_children) or span.doing.startswith((ROUTINE, CHORE)):
            start, end = case.minute(span.span.start), case.minute(span.span.end)
            weights[start:end] = [AWAKE] * span.span.minutes
    return weights


def _could_attend(case: Case, child: str) -> bytearray:
    """The minutes in which a child could be at its attendance: on its days from the first drop to the last pick."""
    own = [visit for visit in case.visits if visit.child == child and not visit.club]
    return painted(case.horizon, [Span(visit.first_drop, visit.last_pick) for visit in own])


def unfair(case: Case) -> Fraction:
    """The started hours by which the most loaded resident is above its share, beyond the tolerance, ledger included."""
    load, days = _with_ledger(case)
    total, tolerance = sum(load.values()), Fraction(TOLERANCE * days, 7)
    shares = case.household.shares()
    over = [load[adult.id] - shares[adult.id] * total - tolerance for adult in case.household.residents]
    return Fraction(max(0, ceil(max(over, default=Fraction(0)) / 4)))
