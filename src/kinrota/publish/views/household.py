"""What those who live here may know: an adult all but another's private rows, a child its own days, a wall two days.

Another adult's private rows are not in the state at all: of a private calendar only the times are read.
"""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from kinrota.model.plan import Verified
from kinrota.model.time import Span
from kinrota.publish.entries import entries_of, entries_of_each
from kinrota.publish.facts import AdultFacts, ChildFacts, Entry, Kind, WallFacts
from kinrota.publish.views.naming import Initials
from kinrota.publish.views.seeing import seen_by

WALL_DAYS = 2
ON_THE_WALL: tuple[Kind, ...] = ("care", "escort", "attendance")
"""Nothing of who is alone, uncovered or away, nor of the night: who comes in reads the wall, too."""


def adult_facts(verified: Verified, adult: str) -> AdultFacts:
    """What concerns an adult who lives here; KeyError if there is none."""
    week = verified.week
    return AdultFacts(
        week.household.adult(adult).name,
        week.household.name or "kinrota",
        week.clock.zone,
        verified.plan.horizon,
        entries_of(verified, adult),
    )


def child_facts(verified: Verified, child: str) -> ChildFacts:
    """What concerns a child; KeyError if there is none."""
    week = verified.week
    return ChildFacts(
        week.household.child(child).name,
        week.household.name or "kinrota",
        week.clock.zone,
        verified.plan.horizon,
        entries_of(verified, child),
        seen_by(week.household, child),
    )


def wall_facts(verified: Verified) -> WallFacts:
    """The first two days of a plan, which are today and tomorrow where it is made anew each day.

    Without when who comes back, and whether somebody is still to be asked.
    """
    clock, start = verified.week.clock, verified.plan.horizon.start
    end = min(clock.midnight(clock.date(start) + dt.timedelta(days=WALL_DAYS)), verified.plan.horizon.end)
    frame, initials = Span(start, end), Initials.of_all(verified.week.household)
    children, shown = [child.id for child in verified.week.household.children], list[Entry]()
    for child, entries in entries_of_each(initials.of(verified), children).items():
        for entry in entries:
            part = entry.span.common(frame)
            if part and entry.kind in ON_THE_WALL:
                same = tuple(initials.names.get(word, word) for word in (child, *entry.same))
                shown.append(replace(entry, span=part, text="", settled=True, same=same))
    return WallFacts(clock.zone, frame, tuple(sorted(shown, key=lambda entry: (entry.span, entry.title, entry.same))))
