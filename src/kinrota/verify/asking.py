"""The rules of helpers: there only when asked, inside what they offer, up to their limit."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from kinrota.model.places import HOME
from kinrota.model.plan import AdultSpan
from kinrota.model.time import Span, WallSpan, inside, merged, minus, monday, month_day
from kinrota.verify.case import Case, place_after
from kinrota.verify.kept import places_kept
from kinrota.verify.minutes import runs
from kinrota.verify.registry import Fault, rule
from kinrota.verify.sleepovers import places_of_nights

LEAST = 30
"""Minutes that a helper is asked for."""
NIGHT = WallSpan(0, 5 * 60)
"""The hours in which a helper who does not stay overnight is not there."""


def help_stays(case: Case, helper: str) -> Iterator[tuple[Span, tuple[AdultSpan, ...]]]:
    """Each unbroken time in which a helper is there."""
    for span, members in runs(case.plan.adults[helper], lambda part: part.doing not in ("away", "unknown")):
        if members[0].doing not in ("away", "unknown"):
            yield span, members


@rule("help-available", "A helper is there only inside what it offers, and comes and goes where children are.")
def help_available(case: Case) -> Iterator[Fault]:
    for helper in case.household.helpers:
        blocks = case.agendas[helper.id].blocks
        offered = merged(span for name, span in case.week.available if name == helper.id)
        declined = case.week.history.answered(helper.id, yes=False)
        for span, members in help_stays(case, helper.id):
            if any(no.overlaps(span) for no in declined):
                yield Fault(helper.id, f"{helper.name} has said no to being there {case.when(span)}.", span)
            free = any(offer.covers(span) for offer in offered)
            if not free or any(b.start < span.end and span.start < b.until for b in blocks):
                yield Fault(helper.id, f"{helper.name} is not available {case.when(span)}.", span)
            for place in (members[0].place, place_after(members[-1])):
                if place not in (HOME, *case.places, *places_kept(case), *places_of_nights(case)):
                    yield Fault(helper.id, f"{helper.name} is not asked to {place} {case.when(span)}.", span)
            if any(member.doing in ("sleep", "work") for member in members):
                yield Fault(helper.id, f"{helper.name} is asked {case.when(span)} to care, nothing else.", span)
        for part in case.plan.adults[helper.id]:
            if part.doing == "away" and (part.place is not None or part.event or part.tentative):
                text = f"Where {helper.name} is {case.when(part.span)} is not the plan's."
                yield Fault(helper.id, text, part.span)


@rule("help-least", "A helper is asked for half an hour at least, or for all of a shorter time that it offers.")
def help_least(case: Case) -> Iterator[Fault]:
    for helper in case.household.helpers:
        for span, _ in help_stays(case, helper.id):
            if span.minutes < LEAST and span not in _offers(case, helper.id):
                text = f"{helper.name} is asked for {span.minutes} minutes only {case.when(span)}."
                yield Fault(helper.id, text, span)


def _offers(case: Case, helper: str) -> set[Span]:
    """The stretches in which a helper could be there: what it offers, without its work and the nights at home."""
    adult = case.adults[helper]
    offered = [span for name, span in case.week.available if name == helper]
    taken = [Span(block.start, block.until) for block in case.agendas[helper].blocks]
    taken += [unknown.span for unknown in case.week.unknown if unknown.adult == helper]
    taken += (
        [] if adult.overnight or adult.hosts else [span for day in case.days if (span := case.clock.span(day, NIGHT))]
    )
    return set(inside(minus(merged(offered), taken), case.horizon))


@rule("help-limit", "A helper is asked for no more in a week than it offers.")
def help_limit(case: Case) -> Iterator[Fault]:
    for helper in case.household.helpers:
        weeks: Counter[dt.date] = Counter()
        for span, _ in help_stays(case, helper.id):
            weeks[monday(case.clock.date(span.start))] += span.minutes
        for week, minutes in weeks.items():
            if helper.limit_per_week is not None and minutes > helper.limit_per_week:
                text = f"{helper.name} is asked for {minutes} minutes in the week of {month_day(week)}, "
                yield Fault(helper.id, text + f"but offers {helper.limit_per_week}.")


@rule("help-overnight", "A helper stays overnight only where the household says so.")
def help_overnight(case: Case) -> Iterator[Fault]:
    dark = [span for day in case.days if (span := case.clock.span(day, NIGHT))]
    for helper in case.household.helpers:
        for _, members in help_stays(case, helper.id):
            there = [part.span for part in members if not helper.hosts or HOME in (part.place, part.to_place)]
            for span in merged(there) if not helper.overnight else ():
                if any(night.overlaps(span) for night in dark):
                    yield Fault(helper.id, f"{helper.name} does not stay overnight {case.when(span)}.", span)


@rule(
    "to-ask", "Each stay of a helper is to be asked for, whole, and nothing else is; accepted is what it said yes to."
)
def to_ask(case: Case) -> Iterator[Fault]:
    there = Counter((helper.id, span) for helper in case.household.helpers for span, _ in help_stays(case, helper.id))
    asked = Counter((ask.helper, ask.span) for ask in case.plan.to_ask if not ask.release)
    for name, span in there - asked:
        yield Fault(name, f"{case.name(name)} is there {case.when(span)}, but is not asked.", span)
    for name, span in asked - there:
        yield Fault(name, f"{case.name(name)} is asked {case.when(span)}, but is not there so.", span)
    yield from _not_accepted(case)


def _not_accepted(case: Case) -> Iterator[Fault]:
    """Asks that are called accepted, but to which the helper has not said yes. One not called so may be older."""
    for ask in case.plan.to_ask:
        said = case.week.history.answered(ask.helper, yes=True)
        if ask.accepted and not any(span.covers(ask.span) for span in said):
            text = f"{case.name(ask.helper)} has not said yes to being there {case.when(ask.span)}."
            yield Fault(ask.helper, text, ask.span)
