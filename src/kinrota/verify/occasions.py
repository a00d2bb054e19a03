"""Occasions: to whom each is owed, and who is there from its beginning to its end."""

from __future__ import annotations

from kinrota.model.duties import Occasion
from kinrota.model.plan import CHORE, OWN
from kinrota.model.time import Span
from kinrota.verify.case import SLEEP, TRAVEL, Case
from kinrota.verify.visits import custody_of

ELSEWHERE_IN_MIND = (SLEEP, TRAVEL, "work", "away", OWN)
"""What an adult does at the place of an occasion without being there for it."""


def absent(case: Case, occasion: Occasion) -> list[str]:
    """Those to whom an occasion is owed and who are not there for all of it."""
    span = case.clock.span(occasion.on, occasion.wall)
    if span is None or not case.horizon.covers(span) or case.household.paused(occasion.on):
        return []
    return [who for who in occasion.who if _owed(case, who, span) and not _there(case, occasion.place, who, span)]


def _owed(case: Case, who: str, span: Span) -> bool:
    return not any(away.overlaps(span) for away in custody_of(case.week, who))


def _there(case: Case, place: str, who: str, span: Span) -> bool:
    minutes = range(case.minute(span.start), case.minute(span.end))
    if who in case.children:
        return all(_child_there(case, place, who, minute) for minute in minutes)
    return all(_adult_there(case, place, who, minute) for minute in minutes)


def _child_there(case: Case, place: str, child: str, minute: int) -> bool:
    span = case.child_at[child][minute]
    return span.place == place and span.to_place is None and not case.childhood[child].asleep(minute)


def _adult_there(case: Case, place: str, adult: str, minute: int) -> bool:
    span = case.adult_at[adult][minute]
    busy = span.doing in ELSEWHERE_IN_MIND or span.doing.startswith(CHORE)
    return span.place == place and not busy
