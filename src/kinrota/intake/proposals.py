"""What people wished to be otherwise in the plan of these days: nothing obeys it, so that somebody has to read it."""

from __future__ import annotations

from msgspec import Struct

from kinrota.intake.outstanding import when
from kinrota.model.history import HISTORY, Proposal, Wish
from kinrota.model.week import Week


class ProposalFacts(Struct, frozen=True):
    """A wish: `start` and `end` are as the plan had it, ISO 8601; `sentence` says it to the household."""

    person: str
    what: str
    title: str
    start: str
    end: str
    wish: Wish
    wish_start: str | None
    wish_end: str | None
    source: str
    sentence: str


def open_proposals(week: Week) -> tuple[ProposalFacts, ...]:
    """The wishes about these days; of those for the same thing the last."""
    return tuple(_facts(week, one) for one in week.history.open_proposals(week.horizon))


def _facts(week: Week, one: Proposal) -> ProposalFacts:
    iso, wished = week.clock.iso, one.wish_span
    return ProposalFacts(
        person=one.person,
        what=one.what,
        title=one.title,
        start=iso(one.span.start),
        end=iso(one.span.end),
        wish=one.wish,
        wish_start=iso(wished.start) if wished else None,
        wish_end=iso(wished.end) if wished else None,
        source=f"{HISTORY}:{one.line}",
        sentence=_sentence(week, one),
    )


def _sentence(week: Week, one: Proposal) -> str:
    """Proposed by Ana: Bedtime Leo, Tue 3 Mar 18:30-19:10, moved to Wed 4 Mar 19:00-19:40."""
    names = {adult.id: adult.name for adult in week.household.adults}
    names |= {child.id: child.name for child in week.household.children}
    title = " ".join(one.title.split()) or one.what
    wishes = {"removed": "left out", "changed": "changed in the calendar"}
    wish = f"moved to {when(week, one.wish_span)}" if one.wish_span else wishes[one.wish]
    return f"Proposed by {names[one.person]}: {title}, {when(week, one.span)}, {wish}"
