"""What those who do not live here may know: a helper, the other household, work, other families."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from kinrota.model.feeds import Feed
from kinrota.model.household import Household
from kinrota.model.needs import ill_from
from kinrota.model.places import HOME
from kinrota.model.plan import CHORE, AdultSpan, ChildSpan, Verified
from kinrota.model.time import Span, WallSpan, inside, merged, minus
from kinrota.publish.deeds import deeds_of
from kinrota.publish.entries import entries_of
from kinrota.publish.facts import Contact, CustodyFacts, Exchange, FamilyFacts, HelperFacts, WorkFacts
from kinrota.publish.needed import needs_of
from kinrota.publish.ticks import inwards, outwards, tick
from kinrota.publish.views.naming import Initials

VISITS = WallSpan(9 * 60, 19 * 60)
"""When visitors may be expected, by the household's clock."""
SHORTEST, LONGEST = 60, 180
"""Minutes of a slot that is offered."""
AT_EASE = ("care", "free")
"""What an adult does who could have another child around."""


def helper_facts(verified: Verified, helper: str, *, named: str = "name") -> HelperFacts:
    """The times for which a helper is asked; phones only where there is such a time. KeyError if there is no such."""
    household, shown = verified.week.household, verified
    if named == "initial":
        shown = Initials.of_children(household, _children_of(verified, helper)).of(verified)
    shifts = entries_of(shown, helper)
    return HelperFacts(
        household.adult(helper).name,
        household.name or "kinrota",
        verified.week.clock.zone,
        verified.plan.horizon,
        shifts,
        tuple(Contact(one.name, one.phone) for one in household.residents if one.phone and shifts),
    )


def _children_of(verified: Verified, helper: str) -> Iterator[str]:
    """The children that a helper answers for."""
    for child, stays in verified.plan.children.items():
        if any(stay.met_by == helper for stay in stays):
            yield child


def custody_facts(verified: Verified, feed: Feed) -> CustodyFacts:
    """Each exchange of these days: where the child is just before it goes, or just after it comes."""
    household, horizon = verified.week.household, verified.plan.horizon
    concerned = feed.children or _with_two_homes(household)
    if feed.named == "initial":
        names = Initials.of_children(household, concerned).names
    else:
        names = {child.id: child.name for child in household.children}
    found = []
    for child, away in verified.week.custody:
        stays = verified.plan.children.get(child, ())
        for at, goes in ((away.start, True), (away.end, False)):
            if child in concerned and horizon.start < at < horizon.end:
                found.append(Exchange(at, names[child], goes, _place(stays, at - 1 if goes else at, goes=goes)))
    ordered = sorted(found, key=lambda one: (one.at, one.child, one.goes))
    return CustodyFacts(tick(horizon.start), tuple(ordered), feed.agreed)


def _with_two_homes(household: Household) -> tuple[str, ...]:
    return tuple(child for one in household.calendars if one.means == "custody" for child in one.children)


def _place(stays: Sequence[ChildSpan], instant: int, *, goes: bool) -> str:
    """Where a child is at an instant, or where it is on its way to or from; home if nobody says."""
    stay = next((stay for stay in stays if stay.span.holds(instant)), None)
    return ((stay.to_place if goes else None) or stay.place if stay else None) or HOME


def work_facts(verified: Verified, adult: str) -> WorkFacts:
    """Whatever an adult's plan holds but free time and chores, which can wait: what is unknown is busy, too."""
    busy = (one.span for one in verified.plan.adults[adult] if not _is_free(one))
    return WorkFacts(tick(verified.plan.horizon.start), outwards(busy))


def _is_free(one: AdultSpan) -> bool:
    return one.doing == "free" or one.doing.startswith(CHORE)


def family_facts(verified: Verified, feed: Feed) -> FamilyFacts:
    """When the children are at home and awake with a resident who has nothing else to do; the longest slot of a day."""
    clock, horizon = verified.week.clock, verified.plan.horizon
    children = feed.children or tuple(child.id for child in verified.week.household.children)
    offered, at_ease = list[Span](), _at_ease(verified, children)
    for day in clock.days(horizon):
        hours = clock.span(day, VISITS)
        if hours and not _taken(verified, children, day):
            slots = [_cut(slot) for slot in inwards(inside(at_ease, hours))]
            good = [slot for slot in slots if slot.minutes >= SHORTEST]
            offered += [max(good, key=lambda slot: (slot.minutes, -slot.start))] if good else []
    return FamilyFacts(tick(horizon.start), tuple(offered[: feed.most]))


def _cut(slot: Span) -> Span:
    return Span(slot.start, min(slot.end, slot.start + LONGEST))


def _taken(verified: Verified, children: Iterable[str], day: dt.date) -> bool:
    """Whether a day is no day for visitors: a pause, or a child of these is ill."""
    week = verified.week
    return week.household.paused(day) or any(ill_from(week, child, day) is not None for child in children)


def _at_ease(verified: Verified, children: Sequence[str]) -> tuple[Span, ...]:
    """When all of the children are at home and awake without plans, and a resident without plans is there, too."""
    plan, week = verified.plan, verified.week
    free = merged(span for adult in week.household.residents for span in _free_at_home(verified, adult.id))
    deeds = [deed.span for deed in deeds_of(verified) if set(children) & {*deed.children, *deed.missing}]
    for child in children:
        home = merged(stay.span for stay in plan.children.get(child, ()) if _is_at_home(stay))
        asleep = [need.span for need in needs_of(week, child) if need.sleep]
        free = tuple(part for span in free for part in inside(minus(home, [*asleep, *deeds]), span))
    return free


def _is_at_home(stay: ChildSpan) -> bool:
    return stay.how == "care" and stay.place == HOME and stay.to_place is None


def _free_at_home(verified: Verified, adult: str) -> tuple[Span, ...]:
    """When a resident is at home with nothing to do but care; not in time that is its own, nor during an occasion."""
    week, days = verified.week, tuple(verified.week.clock.days(verified.plan.horizon))
    home = [
        one.span
        for one in verified.plan.adults.get(adult, ())
        if one.doing in AT_EASE and one.place == HOME and one.to_place is None
    ]
    owned = [
        (day, one.hours.wall)
        for one in week.household.protected
        if adult in one.who
        for day in days
        if day.weekday() in one.hours.weekdays
    ]
    kept = [(one.on, one.wall) for one in week.household.occasions if adult in one.who]
    return minus(home, [span for day, wall in (*owned, *kept) if (span := week.clock.span(day, wall))])
