"""The constraints of a model, read once: what they speak of, and whether values keep them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from ortools.sat.python.cp_model_helper import ConstraintProto

ANYTHING = (cp_model.INT_MIN, cp_model.INT_MAX)
NOTHING = (1, 0)


@dataclass(frozen=True, slots=True)
class Law:
    """A constraint of a model: `names` are literals or variables, `when` the literals that put it in force."""

    kind: Literal["linear", "bool_or", "bool_and", "at_most_one", "exactly_one"]
    names: tuple[int, ...]
    when: tuple[int, ...]
    factors: tuple[int, ...] = ()
    domain: tuple[int, ...] = ()

    @property
    def variables(self) -> tuple[int, ...]:
        """Every variable that it speaks of."""
        return tuple(n if n >= 0 else -n - 1 for n in (*self.names, *self.when))

    def kept(self, values: Mapping[int, int]) -> bool:
        """Whether values keep it."""
        if not all(_true(n, values) for n in self.when):
            return True
        if self.kind == "linear":
            counted = sum(factor * values[n] for factor, n in zip(self.factors, self.names, strict=True))
            return any(
                least <= counted <= most for least, most in zip(self.domain[::2], self.domain[1::2], strict=True)
            )
        true = sum(_true(n, values) for n in self.names)
        return {
            "bool_or": true > 0,
            "bool_and": true == len(self.names),
            "at_most_one": true <= 1,
            "exactly_one": true == 1,
        }[self.kind]

    def leaves(self, n: int, values: dict[int, int]) -> tuple[int, int]:
        """The least and the greatest value that it leaves to one of its variables, all others being as they are.

        What `values` has for the variable itself is lost.
        """
        if self.kind == "linear" and n in self.names:
            return self._between(n, values) if all(_true(literal, values) for literal in self.when) else ANYTHING
        fits = []
        for values[n] in (0, 1):
            fits += [values[n]] if self.kept(values) else []
        return (fits[0], fits[-1]) if fits else NOTHING

    def _between(self, n: int, values: Mapping[int, int]) -> tuple[int, int]:
        factor = self.factors[self.names.index(n)]
        rest = sum(own * values[other] for own, other in zip(self.factors, self.names, strict=True) if other != n)
        least, most = self.domain[0] - rest, self.domain[-1] - rest
        if factor < 0:
            least, most, factor = -most, -least, -factor
        return -(-least // factor), most // factor

    def write(self, row: ConstraintProto, of: Mapping[int, int]) -> None:
        """Write it into a model in which the variables have other numbers."""
        names = [of[n] if n >= 0 else -of[-n - 1] - 1 for n in self.names]
        if self.when:
            row.enforcement_literal.extend([of[n] if n >= 0 else -of[-n - 1] - 1 for n in self.when])
        if self.kind == "linear":
            row.linear.vars.extend(names)
            row.linear.coeffs.extend(self.factors)
            row.linear.domain.extend(self.domain)
        else:
            getattr(row, self.kind).literals.extend(names)


def _true(literal: int, values: Mapping[int, int]) -> bool:
    return bool(values[literal]) if literal >= 0 else not values[-literal - 1]


def law_of(row: ConstraintProto) -> Law:
    """The law that a constraint of a model is; TypeError for a kind that no model here has."""
    when = _numbers(row.enforcement_literal)
    if row.has_linear():
        linear = row.linear
        return Law("linear", _numbers(linear.vars), when, _numbers(linear.coeffs), _numbers(linear.domain))
    if row.has_bool_or():
        return Law("bool_or", _numbers(row.bool_or.literals), when)
    if row.has_bool_and():
        return Law("bool_and", _numbers(row.bool_and.literals), when)
    if row.has_at_most_one():
        return Law("at_most_one", _numbers(row.at_most_one.literals), when)
    if row.has_exactly_one():
        return Law("exactly_one", _numbers(row.exactly_one.literals), when)
    message = f"a constraint of a kind that is not cut: {row}"
    raise TypeError(message)


def _numbers(items: Iterable[int]) -> tuple[int, ...]:
    """A list of the solver's as numbers; from its text, as one by one it takes five times as long."""
    text = str(items)[1:-1]
    return tuple(map(int, text.split(","))) if text else ()
