"""Which nights children sleep at a helper's home, and a child's account with these nights as visits there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import groupby

from msgspec.structs import replace

from kinrota.model.household import Household
from kinrota.model.people import Need
from kinrota.model.plan import ChildSpan, Verified
from kinrota.model.time import Span
from kinrota.publish.dates import listed

Nights = Mapping[str, Mapping[dt.date, Span]]


def at_own_home(household: Household, stay: ChildSpan) -> bool:
    """Whether a child is with a helper where that helper lives, and may have a child sleep."""
    hosts = {helper.id: helper.lives for helper in household.helpers if helper.hosts}
    return stay.how == "care" and stay.met_by in hosts and stay.place == hosts[stay.met_by]


def guest_stays(verified: Verified, child: str, nights: Nights) -> tuple[ChildSpan, ...]:
    """A child's account in which a time with a night at a helper's home is a visit there, met by the helper."""
    household, found = verified.week.household, list[ChildSpan]()
    if not any(helper.hosts for helper in household.helpers):
        return tuple(verified.plan.children.get(child, ()))
    stays = verified.plan.children.get(child, ())
    for (_, _, guest), group in groupby(stays, lambda one: (one.met_by, one.place, at_own_home(household, one))):
        members = list(group)
        span = Span(members[0].span.start, members[-1].span.end)
        if guest and any(span.holds(night.start) for night in nights.get(child, {}).values()):
            found.append(replace(members[0], span=span, need=Need.NONE, how="attendance"))
        else:
            found += members
    return tuple(found)


def is_night_there(stay: ChildSpan) -> bool:
    """Whether a stay of such an account is a time with a night at a helper's home."""
    return stay.how == "attendance" and stay.met_by != stay.place


def sleeps_there(verified: Verified, day: dt.date, nights: Nights) -> dict[str, tuple[str, ...]]:
    """The helpers at whose homes children sleep in the night that begins on a date, and which children."""
    found: dict[str, tuple[str, ...]] = {}
    for child in verified.week.household.children:
        night = nights.get(child.id, {}).get(day)
        for stay in guest_stays(verified, child.id, nights) if night else ():
            if night and stay.met_by and is_night_there(stay) and stay.span.holds(night.start):
                found[stay.met_by] = (*found.get(stay.met_by, ()), child.id)
    return found


def sleeps_text(children: tuple[str, ...], host: str) -> str:
    """Leo and Tom sleep at Oma's."""
    return f"{listed(children)} {'sleeps' if len(children) == 1 else 'sleep'} at {host}'s"
