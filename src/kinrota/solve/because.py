"""Why a gap is a gap, in the household's words: what keeps each adult from the child."""

from __future__ import annotations

from kinrota.model.people import Adult
from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.plan import AdultSpan
from kinrota.model.time import Span
from kinrota.model.week import Week


def because(week: Week, gap: Span, adults: dict[str, tuple[AdultSpan, ...]]) -> str:
    """One clause for each adult: what it does when the gap begins, or that it is not available."""
    clauses = [_clause(week, adult, gap, adults[adult.id]) for adult in week.household.adults]
    return "; ".join(clause for clause in clauses if clause) or "nobody is there"


def _clause(week: Week, adult: Adult, gap: Span, spans: tuple[AdultSpan, ...]) -> str:
    during = [span for span in spans if span.span.overlaps(gap)]
    if not during:
        return ""
    first, until = during[0], week.clock.text(_until(during))
    if adult.helper:
        offered = any(who == adult.id and span.overlaps(gap) for who, span in week.available)
        away = f"{adult.name} cannot be asked for it" if offered else f"{adult.name} is not available"
        return away if first.doing == "away" else f"{adult.name} is there until {until}"
    calendars = sorted({unknown.calendar for unknown in week.unknown if unknown.adult == adult.id})
    where = "" if first.place in (None, ELSEWHERE, HOME) else f" ({first.place})"
    clauses = {
        "unknown": f"nobody knows where {adult.name} is ({', '.join(calendars)} could not be read)",
        "work": f"{adult.name} is at work{where} until {until}",
        "away": f"{adult.name} is busy{where} until {until}",
        "travel": f"{adult.name} is on the way from {first.place} to {first.to_place} until {until}",
        "sleep": f"{adult.name} sleeps until {until}",
        "free": f"{adult.name} cannot be there in time",
    }
    return clauses.get(first.doing, f"{adult.name} is busy with another child")


def _until(spans: list[AdultSpan]) -> int:
    """The end of the first thing that an adult does, its touching parts together."""
    end = spans[0].span.end
    for span in spans[1:]:
        if span.doing != spans[0].doing or span.span.start != end:
            break
        end = span.span.end
    return end
