"""Why a gap is a gap, in the household's words: what keeps each adult from the child."""

from __future__ import annotations

from kinrota.model.people import Adult
from kinrota.model.places import ELSEWHERE
from kinrota.model.plan import AdultSpan
from kinrota.model.time import Span
from kinrota.model.week import Week


def because(week: Week, gap: Span, adults: dict[str, tuple[AdultSpan, ...]]) -> str:
    """One clause for each adult: what it does when the gap begins, or that it is not available."""
    clauses = [_clause(week, adult, gap, adults[adult.id]) for adult in week.household.adults]
    return "; ".join(clause for clause in clauses if clause) or "nobody is there"


def _clause(week: Week, adult: Adult, gap: Span, spans: tuple[AdultSpan, ...]) -> str:
    during = [span for span in spans if span.span.overlaps(gap)]
    first = next(iter(during), None)
    if first is None:
        return ""
    until = week.clock.text(_until(during))
    if adult.helper:
        return f"{adult.name} is not available" if first.doing == "away" else f"{adult.name} is there until {until}"
    if first.doing == "unknown":
        calendars = sorted({u.calendar for u in week.unknown if u.adult == adult.id})
        return f"nobody knows where {adult.name} is ({', '.join(calendars)} could not be read)"
    if first.doing in ("work", "away"):
        where = "" if first.place in (None, ELSEWHERE, "home") else f" ({first.place})"
        return f"{adult.name} is at work{where} until {until}"
    if first.doing == "travel":
        return f"{adult.name} is on the way from {first.place} to {first.to_place} until {until}"
    if first.doing == "sleep":
        return f"{adult.name} sleeps until {until}"
    return (
        f"{adult.name} cannot be there in time" if first.doing == "free" else f"{adult.name} is busy with another child"
    )


def _until(spans: list[AdultSpan]) -> int:
    """The end of the first thing that an adult does, its touching parts together."""
    end = spans[0].span.end
    for span in spans[1:]:
        if span.doing != spans[0].doing or span.span.start != end:
            break
        end = span.span.end
    return end
