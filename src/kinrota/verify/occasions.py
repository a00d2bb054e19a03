"""Occasions: to whom each is owed, where it may be, and who is there from its beginning to its end."""

from __future__ import annotations

from kinrota.model.duties import Occasion
from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.plan import CHORE, OWN
from kinrota.model.time import Span
from kinrota.verify.case import SLEEP, TRAVEL, Case
from kinrota.verify.visits import custody_of

ELSEWHERE_IN_MIND = (SLEEP, TRAVEL, OWN)
"""What an adult does at the place of an occasion without being there for it."""
AT_WORK = ("work", "away")


def owed(case: Case, occasion: Occasion) -> tuple[Span, list[str]] | None:
    """When an occasion is, and to whom it is owed; None where it is owed to nobody."""
    span = case.clock.span(occasion.on, occasion.wall)
    if span is None or not case.horizon.covers(span) or case.household.paused(occasion.on):
        return None
    who = [name for name in occasion.who if not any(away.overlaps(span) for away in custody_of(case.week, name))]
    return (span, who) if who else None


def places(case: Case, occasion: Occasion, span: Span, who: list[str]) -> list[str]:
    """Where an occasion may be: at its place, or where a resident of it works all the while and may be visited."""
    found = [occasion.place]
    for name in who if occasion.may_move else ():
        if name in case.adults and not case.adults[name].helper:
            found += [
                block.place
                for block in case.agendas[name].blocks
                if block.start <= span.start and span.end <= block.until and block.place not in (HOME, ELSEWHERE)
                if all(_visited(case, name, case.minute(instant)) for instant in range(span.start, span.end))
            ]
    return found


def absent(case: Case, occasion: Occasion) -> list[str]:
    """Those to whom an occasion is owed and who are not there for all of it, where the fewest are missing."""
    found = owed(case, occasion)
    if found is None:
        return []
    span, who = found
    allowed = places(case, occasion, span, who)
    return min(([name for name in who if not _there(case, place, name, span)] for place in allowed), key=len)


def _there(case: Case, place: str, who: str, span: Span) -> bool:
    minutes = range(case.minute(span.start), case.minute(span.end))
    if who in case.children:
        return all(_child_there(case, place, who, minute) for minute in minutes)
    return all(adult_there(case, place, who, minute) for minute in minutes)


def _child_there(case: Case, place: str, child: str, minute: int) -> bool:
    span = case.child_at[child][minute]
    return span.place == place and span.to_place is None and not case.childhood[child].asleep(minute)


def adult_there(case: Case, place: str, adult: str, minute: int) -> bool:
    """Whether an adult is at a place for others: at its work only away from home, where it may be visited."""
    span = case.adult_at[adult][minute]
    busy = span.doing in ELSEWHERE_IN_MIND or span.doing.startswith(CHORE)
    if span.doing in AT_WORK:
        busy = place == HOME or not _visited(case, adult, minute)
    return span.place == place and not busy


def _visited(case: Case, adult: str, minute: int) -> bool:
    """Whether an adult's work of a minute may be visited."""
    instant = case.start + minute
    block = case.agendas[adult].block_at(instant)
    return block is not None and all(busy.terms.visits for busy in block.going_on(instant))
