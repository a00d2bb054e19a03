"""Why a gap is a gap, in the household's words: what keeps each adult from the child, or that nothing known does."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kinrota.model.needs import needs_of, visits_of, way
from kinrota.model.people import Adult
from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.plan import AdultSpan
from kinrota.model.time import Span, inside, length, merged, minus
from kinrota.model.week import Week

Spans = tuple[AdultSpan, ...]
Refused = Mapping[str, tuple[Span, ...]]
"""When each adult said no to the child."""
NOTHING_REFUSED: Refused = MappingProxyType({})
IDLE = ("free", "care")
MORNING, EVENING = 3 * 60, 18 * 60
UNUSED = "but this plan does not count on that"
STOPPED = "the time for planning was over before a better plan was found"
"""Of what would have helped, where it is not known that no plan is better."""
NOT_ASKED = "is not asked for it"
ASKED_BUT = f"could be asked, but {STOPPED}"
"""The same of a helper who offers the time."""
FALLS_THROUGH = "could be there if the unsure work falls through"


def as_known(reason: str, *, sure: bool) -> str:
    """A reason that says no more than is known: without `sure` a better plan may exist."""
    if sure:
        return reason
    return reason.replace(UNUSED, f"but {STOPPED}").replace(NOT_ASKED, ASKED_BUT)


def because(
    week: Week, gap: Span, adults: dict[str, Spans], only: str | None = None, refused: Refused = NOTHING_REFUSED
) -> str:
    """One clause for each adult, or for one only: what it does when the gap begins, and whether it is at home then.

    What an adult `refused`, somebody else tells: it is not said to be of use then, and with nothing else to say of it
    there is no clause.
    """
    known = [adult for adult in week.household.adults if only in (None, adult.id)]
    clauses = [_clause(week, adult, gap, adults, refused.get(adult.id, ())) for adult in known]
    return "; ".join(clause for clause in clauses if clause) or ("" if refused else "nobody is there")


def _clause(week: Week, adult: Adult, gap: Span, adults: dict[str, Spans], no: tuple[Span, ...]) -> str:
    spans = adults[adult.id]
    during = [span for span in spans if span.span.overlaps(gap)]
    if not during:
        return ""
    if adult.helper:
        return _helper(week, adult, gap, during) if minus([gap], no) else ""
    if during[0].doing == "unknown":
        calendars = sorted({unknown.calendar for unknown in week.unknown if unknown.adult == adult.id})
        return f"nobody knows where {adult.name} is ({', '.join(calendars)} could not be read)"
    here = inside(_idle(week, spans, gap), gap)
    idle = minus(here, no)
    if idle:
        return _at_home(week, adult, gap, adults, idle)
    return "" if here and here[0].start == gap.start else _busy(week, adult, during, spans)


def _at_home(week: Week, adult: Adult, gap: Span, adults: dict[str, Spans], idle: tuple[Span, ...]) -> str:
    """What is to be said of an adult who is at home and not busy in a part of a gap."""
    name, spans = adult.name, adults[adult.id]
    why = _kept(week, adult, gap, adults) or UNUSED
    since = _since(spans, gap, idle[0].start)
    if since > gap.start:
        here = any(span.holds(gap.start) for span in _idle(week, spans, gap))
        busy = _busy(week, adult, [span for span in spans if span.span.overlaps(gap)], spans)
        return f"{f'{name} is at home' if here else f'{busy}, and is at home'} from {week.clock.text(since)} on, {why}"
    if why is UNUSED and not _reaches(week, adult, gap, spans):
        return f"{name} cannot be there in time"
    until = f" until {week.clock.text(idle[0].end)}" if len(idle) == 1 and idle[0].end < gap.end else ""
    return f"{name} is at home{until}, {why}"


def _since(spans: Spans, gap: Span, idle: int) -> int:
    """From when on an adult is said to be at home in a gap: with the night's sleep, in which it is of use later."""
    if any(span.doing == "sleep" and span.span.holds(idle) for span in spans):
        return next(max(stay.start, gap.start) for stay in _stays(spans) if stay.holds(idle))
    return idle


def _helper(week: Week, adult: Adult, gap: Span, during: list[AdultSpan]) -> str:
    first, until = during[0], week.clock.text(_until(during))
    if first.doing == "travel":
        return f"{adult.name} is on the way from {first.place} to {first.to_place} until {until}"
    if first.doing != "away":
        there = "is there" if first.place == HOME else f"is at {first.place}"
        return f"{adult.name} {there} until {until}{f', {UNUSED}' if first.place == HOME else ''}"
    offered = any(who == adult.id and span.overlaps(gap) for who, span in week.available)
    return f"{adult.name} {NOT_ASKED}" if offered else f"{adult.name} is not available"


def _busy(week: Week, adult: Adult, during: list[AdultSpan], spans: Spans) -> str:
    """What an adult who is not at home and awake does when a gap begins."""
    first, until = during[0], week.clock.text(_until(during))
    where = "" if first.place in (None, ELSEWHERE, HOME) else f" ({first.place})"
    unsure = _unsure(first, spans)
    perhaps, freed = ("perhaps ", f" ({FALLS_THROUGH})") if unsure else ("", "")
    clauses = {
        "work": f"{adult.name} is {perhaps}at work{where} until {until}{freed}",
        "away": f"{adult.name} is {perhaps}busy{where} until {until}{freed}",
        "travel": f"{adult.name} is {perhaps}on the way from {first.place} to {first.to_place} until {until}{freed}",
        "sleep": f"{adult.name} sleeps until {until}",
        "free": f"{adult.name} cannot be there in time",
    }
    return clauses.get(first.doing, f"{adult.name} is out with another child until {until}")


def _unsure(span: AdultSpan, spans: Spans) -> bool:
    """Whether somebody is at work that may not happen, or on the way to or from nothing but such work."""
    if span.doing != "travel":
        return span.tentative
    return not span.with_children and any(
        other.tentative and span.span.start <= other.span.end and other.span.start <= span.span.end for other in spans
    )


def _until(spans: list[AdultSpan]) -> int:
    """The end of the first thing that an adult does, its touching parts together."""
    end = spans[0].span.end
    for span in spans[1:]:
        if span.doing != spans[0].doing or span.span.start != end:
            break
        end = span.span.end
    return end


def _idle(week: Week, spans: Spans, gap: Span) -> tuple[Span, ...]:
    """When an adult is at home and could answer: awake and not at work, or asleep at night while all children are."""
    home = [span for span in spans if span.place == HOME and span.to_place is None]
    nights = [span.span for span in home if span.doing == "sleep" and not _by_day(week, span.span)]
    asleep = [night for night in nights if night.overlaps(gap)]
    near = minus(asleep, _waking(week)) if asleep else ()
    return merged([*(span.span for span in home if span.doing in IDLE), *near])


def _by_day(week: Week, sleep: Span) -> bool:
    """Whether a sleep begins between 03:00 and 18:00, as it does after a night shift."""
    return MORNING <= week.clock.wall(sleep.start) < EVENING


def _waking(week: Week) -> tuple[Span, ...]:
    """When at least one child is not in its night's sleep."""
    needs = [need for child in week.household.children for need in needs_of(week, child.id)]
    return merged(need.span for need in needs if need.sleep != "night")


def _kept(week: Week, adult: Adult, gap: Span, adults: dict[str, Spans]) -> str:
    """The handover that cannot happen, because two are not at home together for long enough; empty if there is none."""
    meet, text = week.household.slack.meet, week.clock.text
    own = next((stay for stay in _stays(adults[adult.id]) if stay.overlaps(gap)), gap)
    others = [other for other in week.household.residents if other.id != adult.id]
    for name, stay in ((other.name, stay) for other in others for stay in _stays(adults[other.id])):
        came = max(week.horizon.start, stay.end - meet) < own.start <= gap.start
        goes = gap.end <= own.end < min(week.horizon.end, stay.start + meet)
        if gap.start <= stay.end <= gap.end and stay.start < own.start and came:
            return f"but {name} leaves at {text(stay.end)}, and handing over takes {meet} minutes"
        if gap.start <= stay.start <= gap.end and own.end < stay.end and goes:
            return f"but {name} comes only at {text(stay.start)}, and handing over takes {meet} minutes"
    return ""


def _stays(spans: Spans) -> tuple[Span, ...]:
    """An adult's stays at home."""
    return merged(span.span for span in spans if span.place == HOME and span.to_place is None)


def _reaches(week: Week, adult: Adult, gap: Span, spans: Spans) -> bool:
    """Whether who is at home could help: with a gap that is a child's way, by going to the place and back."""
    if gap.minutes > max(way(week, place.id) for place in week.household.places):
        return True
    idle = _idle(week, spans, gap)
    for place, at, part in _ways(week, gap):
        if length(minus(inside(idle, gap), [part])):
            continue  # there is more to the gap than the way
        found = week.household.journeys.quickest(HOME, place, adult.modes)
        if found is None or not any(span.covers(Span(at - found[0], at + found[0])) for span in idle):
            return False
    return True


def _ways(week: Week, gap: Span) -> list[tuple[str, int, Span]]:
    """The ways that a gap may be: the place, the instant there, and what of the gap the way takes."""
    found = []
    for child in week.household.children:
        for visit in visits_of(week, child.id):
            minutes = way(week, visit.place)
            if visit.brought and visit.drop[1] == gap.end:
                found.append((visit.place, gap.end, Span(gap.end - minutes, gap.end)))
            if visit.fetched and visit.pick[0] <= gap.start <= visit.pick[1]:
                found.append((visit.place, gap.start, Span(gap.start, gap.start + minutes)))
    return found
