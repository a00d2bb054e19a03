"""HiGHS proves the same optimum at each level as CP-SAT, on tiny households and on a few whole days."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from operator import mul
from pathlib import Path

import pytest
from ortools.sat.python import cp_model

from kinrota.errors import InputError
from kinrota.model.week import Week
from kinrota.solve import plan_week
from kinrota.testing import week_of
from tests.brute_force.households import sample
from tests.brute_force.households import week_of as tiny_week
from tests.cases.worked import CASES, Case, week_of_case
from tests.patience import ENOUGH
from tests.soak import more
from tests.solve.second_opinion import NotKnownError, levels_of, optimum
from tests.solve.test_guard import with_a_dropped_condition
from tests.solve.test_odd_households import FAMILY, ODD, PAIR

DAYS = {
    "a lone parent at work": FAMILY + "work ana hospital mon 07:00 mon 15:00",
    "a late shift": FAMILY + "work ana office mon 13:00 mon 21:00",
    "a pair at work": PAIR + "work ana hospital mon 06:30 mon 14:30\nwork ben office mon 09:00 mon 17:00",
    "a night shift": PAIR + "work ana hospital mon 21:00 tue 06:00\nwork ben office mon 09:00 mon 17:00",
    "a helper": FAMILY
    + "helper oma walk limit=240\navailable oma mon 12:00 mon 20:00\nwork ana hospital mon 07:00 mon 18:00",
    "work given up": FAMILY
    + "work ana hospital mon 07:00 mon 15:00\nwork ana home mon 18:00 mon 19:00\n"
    + "release ana late_start 60 1/week\nrelease ana early_leave 30",
}


def tiny(seed: int, folder: Path) -> Week:
    """The first household of a seed that is one."""
    for attempt in itertools.count():
        try:
            return tiny_week(sample(seed, attempt), folder)
        except InputError:
            continue
    raise AssertionError


def compare(week: Week) -> None:
    """Every planned level is proved by both, and with the same value."""
    plan = plan_week(week, seconds=ENOUGH)
    found = {name: plan.level(name) for name in ("gap", "broken", "work", "lost", "unfair", "strain")}
    assert [name for name, level in found.items() if level.bound != level.value] == []
    assert levels_of(week) == {name: level.value for name, level in found.items()}


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(16))
def test_tiny_households(seed: int, tmp_path: Path) -> None:
    compare(tiny(seed, tmp_path))


@pytest.mark.no_cover
@pytest.mark.parametrize("day", DAYS)
def test_whole_days(day: str) -> None:
    compare(week_of(DAYS[day]))


@pytest.mark.soak
@pytest.mark.parametrize("seed", more(16, 384))
def test_hundreds_of_tiny_households(seed: int, tmp_path: Path) -> None:
    compare(tiny(seed, tmp_path))


@pytest.mark.soak
@pytest.mark.parametrize("name", [name for name, odd in ODD.items() if odd.days == 1])
def test_odd_days(name: str) -> None:
    compare(ODD[name].week)


@pytest.mark.soak
@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_worked_cases(case: Case, tmp_path: Path) -> None:
    compare(week_of_case(case, tmp_path))


def test_it_would_tell() -> None:
    """CP-SAT proves -14 for this model; see the test of the guard."""
    model, _ = with_a_dropped_condition()
    assert optimum(model) == -15


BOOLEANS = 4
WEIGHTS = (3, -2, 1, -4, 2)
"""What the Booleans and, last, the integer of a random model cost."""
INTEGERS = range(-1, 3)


@dataclass(frozen=True)
class Rule:
    """A rule of a random model, in force if every condition holds. A literal is a Boolean's number and its sign."""

    kind: str
    literals: tuple[tuple[int, bool], ...]
    factors: tuple[int, ...]
    least: int
    conditions: tuple[tuple[int, bool], ...]

    def holds(self, values: tuple[int, ...]) -> bool:
        if not all(values[n] == sign for n, sign in self.conditions):
            return True
        true = [values[n] == sign for n, sign in self.literals]
        fits: dict[str, bool] = {
            "sum": self.least <= sum(map(mul, self.factors, values)) <= self.least + 3,
            "any": any(true),
            "all": all(true),
            "at most one": sum(true) <= 1,
            "exactly one": sum(true) == 1,
        }
        return fits[self.kind]

    def add(self, model: cp_model.CpModel, x: list[cp_model.IntVar]) -> None:
        literals, conditions = (
            [x[n] if sign else ~x[n] for n, sign in some] for some in (self.literals, self.conditions)
        )
        if self.kind == "sum":
            terms = cp_model.LinearExpr.weighted_sum(x, self.factors)
            model.add_linear_constraint(terms, self.least, self.least + 3).only_enforce_if(conditions)
        elif self.kind == "any":
            model.add_bool_or(literals).only_enforce_if(conditions)
        elif self.kind == "all":
            model.add_bool_and(literals).only_enforce_if(conditions)
        elif self.kind == "at most one":
            model.add_at_most_one(literals)
        else:
            model.add_exactly_one(literals)


def rules(draw: random.Random) -> Iterator[Rule]:
    """Three to six rules."""
    for _ in range(draw.randrange(3, 7)):
        kind = draw.choice(("sum", "sum", "any", "all", "at most one", "exactly one"))
        which = draw.sample(range(BOOLEANS), 4)
        signed = tuple((n, draw.random() < 0.5) for n in which)
        count, conditions = draw.randrange(1, 4), draw.randrange(3) if kind in ("sum", "any", "all") else 0
        factors = tuple(draw.randrange(-4, 5) for _ in WEIGHTS)
        yield Rule(kind, signed[:count], factors, draw.randrange(-6, 4), signed[4 - conditions :])


@pytest.mark.parametrize("seed", range(60))
def test_every_kind_of_row_means_what_trying_everything_says(seed: int) -> None:
    drawn = list(rules(random.Random(seed)))  # noqa: S311 -- cases, not secrets
    model = cp_model.CpModel()
    x = [*(model.new_bool_var("") for _ in range(BOOLEANS)), model.new_int_var(INTEGERS[0], INTEGERS[-1], "")]
    for rule in drawn:
        rule.add(model, x)
    model.minimize(cp_model.LinearExpr.weighted_sum(x, WEIGHTS))
    every = itertools.product(*[(0, 1)] * BOOLEANS, INTEGERS)
    fit = [sum(map(mul, WEIGHTS, values)) for values in every if all(rule.holds(values) for rule in drawn)]
    assert optimum(model) == min(fit, default=None)


def test_what_is_not_translated_is_refused() -> None:
    model = cp_model.CpModel()
    x = [model.new_int_var(0, 3, "") for _ in range(2)]
    model.add_all_different(x)
    with pytest.raises(NotKnownError):
        optimum(model)
    model = cp_model.CpModel()
    model.new_int_var_from_domain(cp_model.Domain.from_values([1, 3]), "")
    with pytest.raises(NotKnownError):
        optimum(model)
