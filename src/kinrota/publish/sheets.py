"""How each audience's facts read in a calendar: words, colours, and which event is which; nothing but the facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import singledispatch

from kinrota.model.time import EPOCH, Span
from kinrota.publish.facts import (
    AdultFacts,
    ChildFacts,
    CustodyFacts,
    Entry,
    Exchange,
    Facts,
    FamilyFacts,
    HelperFacts,
    Kind,
    WallFacts,
    WorkFacts,
)
from kinrota.publish.ics import Line, Sheet
from kinrota.publish.ticks import tick

EXCHANGE = 15
"""Minutes for which an exchange stands in a calendar, so that it can be seen."""
COLOURS: Mapping[Kind, str] = {
    "care": "mediumseagreen", "escort": "steelblue", "night": "slateblue", "gap": "crimson", "asked": "darkorange",
    "attendance": "goldenrod", "custody": "gray", "alone": "darkkhaki", "routine": "teal", "chore": "sienna",
    "own": "orchid", "together": "hotpink", "occasion": "gold",
}  # fmt: skip
"""Names of CSS colours, as RFC 7986 5.9 has them."""


@singledispatch
def sheet_of(facts: Facts) -> Sheet:
    """The calendar that an audience gets of its facts."""
    raise TypeError(type(facts).__name__)


@sheet_of.register
def _adult(facts: AdultFacts) -> Sheet:
    title = f"{facts.name}, {facts.household}"
    return Sheet(title, tick(facts.frame.start), "mediumseagreen", _lines(facts.entries), facts.zone, facts.frame)


@sheet_of.register
def _child(facts: ChildFacts) -> Sheet:
    title, lines, about = f"{facts.name}, {facts.household}", _lines(facts.entries), "\n".join(facts.seen_by)
    return Sheet(title, tick(facts.frame.start), "goldenrod", lines, facts.zone, facts.frame, about)


@sheet_of.register
def _helper(facts: HelperFacts) -> Sheet:
    """The contacts stand beside each time, and are nowhere else: they come and go with it."""
    title, reach = f"{facts.name}, {facts.household}", [f"{one.name}: {one.phone}" for one in facts.contacts]
    lines = _lines(facts.shifts, reach)
    return Sheet(title, tick(facts.frame.start), "darkorange", lines, facts.zone, facts.frame)


@sheet_of.register
def _wall(facts: WallFacts) -> Sheet:
    return Sheet("Today", tick(facts.frame.start), "goldenrod", _lines(facts.entries), facts.zone, facts.frame)


@sheet_of.register
def _custody(facts: CustodyFacts) -> Sheet:
    lines = tuple(_exchange(one, "\n".join(facts.agreed)) for one in facts.exchanges)
    return Sheet("Exchanges", facts.tick, "gray", lines)


def _exchange(one: Exchange, agreed: str) -> Line:
    """Who drives is for the two households to say; whose the child is then is said from the reader's side."""
    summary = f"{one.child} comes to you" if one.goes else f"{one.child} goes from you"
    known_by = ("exchange", _date(one.at), one.child, "goes" if one.goes else "comes")
    return Line(known_by, Span(one.at, one.at + EXCHANGE), summary, "exchange", "gray", agreed, one.place, busy=True)


@sheet_of.register
def _work(facts: WorkFacts) -> Sheet:
    lines = tuple(Line(("busy", _date(span.start)), span, "Busy", "busy", "gray", busy=True) for span in facts.busy)
    return Sheet("Busy", facts.tick, "gray", lines)


@sheet_of.register
def _family(facts: FamilyFacts) -> Sheet:
    lines = tuple(
        Line(("slot", _date(span.start)), span, "Free to play", "slot", "mediumseagreen", settled=False)
        for span in facts.slots
    )
    return Sheet("Free to play", facts.tick, "mediumseagreen", lines)


def _lines(entries: Iterable[Entry], more: Iterable[str] = ()) -> tuple[Line, ...]:
    added = tuple(more)
    return tuple(
        Line(
            (entry.kind, *entry.same),
            entry.span,
            entry.title,
            entry.kind,
            COLOURS[entry.kind],
            "\n".join(filter(None, [entry.text, *added])),
            entry.place,
            entry.busy,
            entry.settled,
        )
        for entry in entries
    )


def _date(instant: int) -> str:
    """The date in UTC: what is told in UTC is known by it."""
    return (EPOCH + dt.timedelta(minutes=instant)).date().isoformat()
