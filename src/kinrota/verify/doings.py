"""What adults do beside care, work and sleep: routines, chores, time of one's own, time together."""

from __future__ import annotations

from collections.abc import Iterator

from kinrota.model.places import HOME
from kinrota.model.plan import CHORE, OWN, ROUTINE, TOGETHER, AdultSpan
from kinrota.model.time import Span
from kinrota.verify.case import Case
from kinrota.verify.minutes import runs
from kinrota.verify.registry import Fault, rule


def is_one(doing: str) -> bool:
    """Whether a word for what an adult does is a routine, a chore, own time or time together."""
    return doing.startswith((ROUTINE, CHORE)) or doing in (OWN, TOGETHER)


def stretches_of(case: Case, adult: str, doing: str, event: str | None = None) -> list[Span]:
    """The unbroken stretches in which an adult does something, or something of that event."""
    wanted = (doing, event)
    found = runs(case.plan.adults[adult], lambda span: (span.doing, span.event) == wanted)
    return [span for span, members in found if (members[0].doing, members[0].event) == wanted]


@rule("at-home", "Routines, chores, own time and time together are at home, but for a routine with a place of its own.")
def at_home(case: Case) -> Iterator[Fault]:
    for name, spans in case.plan.adults.items():
        for span in spans:
            if is_one(span.doing) and span.place != (place := _belongs_at(case, span)):
                text = f"{case.name(name)}'s {span.doing} {case.when(span.span)} is at {span.place}, not at {place}."
                yield Fault(name, text, span.span)


def _belongs_at(case: Case, span: AdultSpan) -> str:
    return next((r.place for r in case.household.routines if span.doing == f"{ROUTINE}{r.id}"), HOME)
