"""Refuses a model that the solver is known to prove wrong, before it is solved."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from ortools.sat.python import cp_model

MOST = 2**31
"""What the terms of an enforced row add up to at the least when OR-Tools 9.15 may take it as always in force.

Its presolve counts them in 32 bits (google/or-tools#5293) and drops the literal, so that it proves a wrong optimum.
"""

_safe: WeakKeyDictionary[cp_model.CpModel, int] = WeakKeyDictionary()
"""How many rows of a model, from the first, were looked at. Rows are only ever added, and domains only made smaller."""


class UnsafeRowError(RuntimeError):
    """An enforced linear row with terms too large; a mistake of whoever built the model. `row` counts from 0."""

    def __init__(self, row: int, name: str, weight: int) -> None:
        self.row, self.name, self.weight = row, name, weight
        told = f"row {row} ({name})" if name else f"row {row}"
        super().__init__(
            f"{told} holds only under a condition, and its terms add up to {weight}: from {MOST} on the solver may "
            "forget the condition and prove a wrong optimum. Maybe divide its coefficients, or count in larger units."
        )


def refuse_unsafe_rows(model: cp_model.CpModel) -> None:
    """Raise UnsafeRowError unless every enforced row has sum of |coefficient| x max(1, |bounds|) < MOST.

    Only rows added since the last time are looked at, so that it may be asked before each solve.
    """
    proto = model.proto
    count = len(proto.constraints)
    for n in range(_safe.get(model, 0), count):
        row = proto.constraints[n]
        if row.enforcement_literal and row.has_linear():
            terms = zip(row.linear.vars, row.linear.coeffs, strict=True)
            weight = sum(abs(factor) * _largest(list(proto.variables[which].domain)) for which, factor in terms)
            if weight >= MOST:
                raise UnsafeRowError(n, row.name, weight)
    _safe[model] = count


def _largest(domain: list[int]) -> int:
    """The greatest magnitude in a domain; at least 1, as the coefficients alone count too."""
    return max(1, abs(domain[0]), abs(domain[-1]))
