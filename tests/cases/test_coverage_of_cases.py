"""Every rule, every level and every weight is at work in some worked case.

A rule is at work where it refuses the case's plan with one thing changed; a weight, where the plan would cost something
else if the weight were another; a level, where the case's value at it is not 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest
from msgspec.structs import replace

from kinrota.model.plan import LEVELS, Plan
from kinrota.model.weights import WEIGHTS
from kinrota.verify import RULES
from kinrota.verify.case import Case as Account
from kinrota.verify.form import FORM
from kinrota.verify.registry import CHECKS
from kinrota.verify.score import UNUSED, values
from tests.cases.edits import EDITS
from tests.cases.worked import CASES, Planned

WITHOUT_A_CASE: frozenset[str] = frozenset()
"""The rules, levels and weights that no worked case is about yet: each goes from here as soon as one is."""
OF_THE_WEEK = ("days", "visits", "places", "childhood", "agendas", "owed", "stage_at")
"""What an account recomputes from the week alone."""


def _refusing(known: Account, plan: Plan, rules: set[str]) -> set[str]:
    """Those of some rules that refuse another plan of the same week."""
    account = Account(known.week, plan)
    account.__dict__.update({name: getattr(known, name) for name in OF_THE_WEEK})

    def refuse(name: str) -> bool:
        return next(CHECKS[name](account), None) is not None

    ill_formed = {name for name in FORM if refuse(name)}
    return ill_formed & rules or {name for name in rules - set(FORM) if not ill_formed and refuse(name)}


@pytest.mark.no_cover
def test_every_rule_is_at_work_in_some_case(planned: Planned) -> None:
    left = set(RULES)
    accounts = [Account(*planned(case.title)) for case in CASES]
    for kind, account in product(EDITS, accounts):
        for edited in kind(account.plan) if left else ():
            left -= _refusing(account, edited, left)
    assert left == WITHOUT_A_CASE & set(RULES)


@pytest.mark.no_cover
def test_every_weight_counts_in_some_case(planned: Planned) -> None:
    accounts = [Account(*planned(case.title)) for case in CASES if any(case.lines("value"))]
    valued = [(account, values(account)) for account in accounts]
    idle = {weight for weight in WEIGHTS if not any(_costs_otherwise(*known, weight) for known in valued)}
    assert idle == WITHOUT_A_CASE & set(WEIGHTS)


def _costs_otherwise(known: Account, costs: Mapping[str, Fraction], weight: str) -> bool:
    """Whether a plan would cost something else with another weight; whose minutes are whose, no weight has a say in."""
    weights = known.household.weights
    dearer = replace(known.household, weights=replace(weights, **{weight: getattr(weights, weight) + 1}))
    account = Account(replace(known.week, household=dearer), known.plan)
    account.__dict__.update({name: what for name, what in known.__dict__.items() if name not in account.__dict__})
    return values(account) != costs


def test_every_level_counts_in_some_case() -> None:
    named = {item.split()[0] for case in CASES for line in case.lines("value") for item in line.text.split(", ")}
    assert set(LEVELS) - named - set(UNUSED) == WITHOUT_A_CASE & set(LEVELS)


def test_what_is_without_a_case_is_known() -> None:
    assert set(RULES) | set(LEVELS) | set(WEIGHTS) >= WITHOUT_A_CASE
