"""The independent check of a plan: it shares nothing with what made the plan but the model of the household."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kinrota.errors import VerificationError
from kinrota.model.plan import Finding, Plan, Verified
from kinrota.model.week import Week

# Each family registers its rules when it is imported.
from kinrota.verify import (
    asking,
    attendance,
    chores,
    coverage,
    doings,
    escorts,
    findings,
    handovers,
    hosting,
    kept,
    limits,
    misses,
    movement,
    own_time,
    pins,
    releases,
    routines,
    score,
    sleep,
    vehicles,
    waiting,
    work,
)
from kinrota.verify.case import Case
from kinrota.verify.form import FORM
from kinrota.verify.loads import daily_minutes
from kinrota.verify.registry import CHECKS, RULES

FAMILIES = (
    coverage, movement, vehicles, waiting, kept, hosting, escorts, work, releases, sleep, handovers, attendance, asking,
    pins, doings, routines, chores, own_time, misses, findings, limits, score,
)  # fmt: skip

__all__ = ["RULES", "daily_loads", "verified", "verify"]


def verify(week: Week, plan: Plan) -> list[Finding]:
    """Check a plan against the week it claims to be made from; nothing is found in a right plan.

    A finding's kind is the name of the rule that is broken. Where the plan is of other people, or no whole account of
    everybody's time, only that is found.
    """
    case = Case(week, plan)
    steps = (("people",), FORM, tuple(name for name in CHECKS if name not in FORM))
    return next(filter(None, (list(_found(case, rules)) for rules in steps)), [])


def daily_loads(week: Week, plan: Plan) -> dict[dt.date, dict[str, int]]:
    """The minutes of load of each resident on each date, as the ledger keeps them."""
    case = Case(week, plan)
    own = {adult.id: daily_minutes(case, adult.id) for adult in week.household.residents}
    return {day: {name: minutes[day] for name, minutes in own.items()} for day in case.days}


def verified(week: Week, plan: Plan) -> Verified:
    """The plan as one that passed; VerificationError with a sentence for each finding if it does not."""
    found = verify(week, plan)
    if found:
        raise VerificationError(tuple(finding.sentence for finding in found))
    return Verified(week, plan)


def _found(case: Case, rules: tuple[str, ...]) -> Iterator[Finding]:
    for name in rules:
        for fault in CHECKS[name](case):
            yield Finding(name, fault.sentence, fault.who, fault.event, fault.span)
