"""What those who live here may know: an adult all but another's private rows, a child its own days, a wall two days.

Another adult's private rows are not in the state at all: of a private calendar only the times are read.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kinrota.model.plan import Verified
from kinrota.model.time import Span
from kinrota.publish.entries import entries_of
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
    """The first two days of a plan, which are today and tomorrow where it is made anew each day."""
    clock, start = verified.week.clock, verified.plan.horizon.start
    end = min(clock.midnight(clock.date(start) + dt.timedelta(days=WALL_DAYS)), verified.plan.horizon.end)
    frame, initials = Span(start, end), Initials.of_all(verified.week.household)
    entries = (
        entry for child in verified.week.household.children for entry in entries_of(initials.of(verified), child.id)
    )
    shown = [one for entry in entries if entry.kind in ON_THE_WALL for one in _on_the_wall(entry, frame, initials)]
    return WallFacts(clock.zone, frame, tuple(sorted(shown, key=lambda entry: (entry.span, entry.title, entry.same))))


def _on_the_wall(entry: Entry, frame: Span, initials: Initials) -> list[Entry]:
    """The part of these days; without when who comes back, nor whether somebody is still to be asked."""
    part = entry.span.common(frame)
    same = tuple(initials.names.get(word, word) for word in entry.same)
    return [replace(entry, span=part, text="", settled=True, same=same)] if part else []
