"""A good plan that is wrong in one thing."""

from __future__ import annotations

from dataclasses import dataclass

from tests.verify.good_plans import Good


@dataclass(frozen=True)
class Mutant:
    """What is wrong, the rule that has to say so, and the good plan with lines written otherwise."""

    what: str
    rule: str
    good: Good
    edits: tuple[tuple[str, str], ...]


def mutant(what: str, rule: str, good: Good, *edits: tuple[str, str]) -> Mutant:
    return Mutant(what, rule, good, edits)
