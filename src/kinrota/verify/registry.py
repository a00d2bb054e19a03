"""The names of the rules, each with its household sentence and the one check that belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from kinrota.model.time import Span
from kinrota.verify.case import Case


class Fault(Struct, frozen=True):
    """One breach of a rule: whose, said to the household, and when."""

    who: str
    sentence: str
    span: Span | None = None
    event: str = ""


Check = Callable[[Case], Iterator[Fault]]

RULES: dict[str, str] = {}
"""Each rule's name and its sentence."""
CHECKS: dict[str, Check] = {}
"""Each rule's check, in the order in which they run."""


def rule(name: str, sentence: str) -> Callable[[Check], Check]:
    """Register a check under its rule's name; the rule's sentence says what always holds in a right plan."""

    def register(check: Check) -> Check:
        RULES[name] = sentence
        CHECKS[name] = check
        return check

    return register
