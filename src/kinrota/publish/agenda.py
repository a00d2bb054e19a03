"""A day as a list: what happens when, and who does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.plan import Verified
from kinrota.model.time import Clock, Span
from kinrota.publish.asking import invited, whereabouts
from kinrota.publish.dates import hours_text, listed
from kinrota.publish.deeds import Deed, deeds_of
from kinrota.publish.nights import nights_of
from kinrota.publish.sleepovers import guest_stays
from kinrota.publish.ways import ALONE, NOBODY, Way, way_text, ways_of
from kinrota.publish.words import gap_words, names_of

TO_ASK, TO_INVITE = "to ask", "to invite"


class Item(Struct, frozen=True):
    """A line of a day: when, what, who, and a note; `kind` is a deed's, `way`, `ask`, or `gap`."""

    at: int
    time: str
    kind: str
    what: str
    who: str = ""
    note: str = ""


def agenda(verified: Verified) -> dict[dt.date, tuple[Item, ...]]:
    """Each date of the plan with its lines, in order."""
    clock, plan = verified.week.clock, verified.plan
    days: dict[dt.date, list[Item]] = {day: [] for day in clock.days(plan.horizon)}
    for item in (*_ways(verified), *_deeds(verified), *_asks(verified), *_gaps(verified)):
        days.setdefault(clock.date(item.at), []).append(item)
    return {day: tuple(sorted(items, key=lambda item: (item.at, item.time, item.what))) for day, items in days.items()}


def _ways(verified: Verified) -> Iterator[Item]:
    """Who brings and fetches whom, those who go at the same time on one line; what nobody does is a gap's to say."""
    clock, names = verified.week.clock, names_of(verified.week)
    groups: dict[tuple[int, str, str], list[Way]] = {}
    nights = nights_of(verified.week)
    for child in verified.week.household.children:
        for way in ways_of(child.name, guest_stays(verified, child.id, nights)):
            if way.who != NOBODY and (way.who != ALONE or way.told):
                groups.setdefault((way.at, way.verb, way.who), []).append(way)
    for (at, verb, who), ways in groups.items():
        note = _asked(verified, (who,), Span(at, at + 1))
        yield Item(at, clock.text(at), "way", _way(names.get(who, who), verb, ways), note=note)


def _asked(verified: Verified, who: Sequence[str], span: Span) -> str:
    """Said of what a helper has still to be asked for."""
    return TO_ASK if any(ask.helper in who and ask.span.overlaps(span) for ask in verified.plan.open_asks) else ""


def _way(who: str, verb: str, ways: Sequence[Way]) -> str:
    places: dict[str, list[str]] = {}
    for way in ways:
        places.setdefault(way.place, []).append(way.child)
    if who == ALONE:
        return listed(_alone(verb, children, place) for place, children in places.items())
    first, *rest = [way_text(who, verb, children, place) for place, children in places.items()]
    return listed([first, *(text.removeprefix(f"{who} {verb} ") for text in rest)])


def _alone(verb: str, children: Sequence[str], place: str) -> str:
    """Mia goes to school alone, or: Mia and Leo come home from school alone."""
    one = len(children) == 1
    if verb == "brings":
        return f"{listed(children)} {'goes' if one else 'go'} to {place} alone"
    return f"{listed(children)} {'comes' if one else 'come'} home from {place} alone"


def _deeds(verified: Verified) -> Iterator[Item]:
    clock, names = verified.week.clock, names_of(verified.week)
    for deed in deeds_of(verified):
        item = _deed(deed, names, clock)
        ask = _asked(verified, deed.who, deed.span)
        yield replace(item, note=", ".join(filter(None, [item.note, ask])))


def _deed(deed: Deed, names: Mapping[str, str], clock: Clock) -> Item:
    return Item(
        deed.span.start,
        hours_text(deed.span, clock),
        deed.kind,
        deed.title,
        deed.people(names),
        deed.note(names, clock),
    )


def _asks(verified: Verified) -> Iterator[Item]:
    """When helpers are there, and what work starts later or ends earlier."""
    clock, names = verified.week.clock, names_of(verified.week)
    for ask in verified.plan.to_ask:
        hours = hours_text(ask.span, clock)
        open_ = "" if ask.accepted else TO_INVITE if not ask.release and invited(verified, ask) else TO_ASK
        start, end = clock.text(ask.span.start), clock.text(ask.span.end)
        who = names.get(ask.adult or ask.helper, ask.adult or ask.helper)
        what = {
            "": f"{who} is there",
            "late start": f"{who} starts work at {end} instead of {start}",
            "early leave": f"{who} ends work at {start} instead of {end}",
        }.get(ask.release, f"{who} has a care day")
        places = () if ask.release else whereabouts(verified, ask)
        yield Item(ask.span.start, hours, "ask", what, note=", ".join(filter(None, [*places, open_])))


def _gaps(verified: Verified) -> Iterator[Item]:
    clock, plan = verified.week.clock, verified.plan
    for gap in gap_words(plan.gaps, verified.week, plan.children):
        yield Item(gap.span.start, hours_text(gap.span, clock), "gap", gap.sentence)


def deed_words(deeds: Iterable[Deed], names: Mapping[str, str], clock: Clock) -> tuple[str, ...]:
    """The deeds of a day, each with who and when: Bedtime Leo: Ben 19:15-19:55. The same by the same is said once."""
    times: dict[str, list[str]] = {}
    for item in (_deed(deed, names, clock) for deed in deeds):
        note = f" ({item.note})" if item.note else ""
        times.setdefault(f"{item.what}: {item.who}", []).append(f"{item.time}{note}")
    return tuple(f"{what} {', '.join(when)}" for what, when in times.items())
