"""How a state becomes another in one respect: names, places, titles, notes, gaps, everybody's days."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import cache, lru_cache
from operator import is_
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.duties import Illness, Window
from kinrota.model.feeds import Feed
from kinrota.model.household import Account, Hold, Household, Limits, Release, Slack
from kinrota.model.people import Need, Sleep, Stage
from kinrota.model.places import HOME
from kinrota.model.plan import AdultSpan, Plan, Verified
from kinrota.model.published import Published
from kinrota.model.time import Span, WallSpan
from kinrota.model.weights import Weights
from tests.publish.privacy import drawn
from tests.publish.privacy.drawn_household import BORN, FIRSTS, word
from tests.publish.privacy.drawn_plan import plan

Swap = dict[str, str]


PLAIN = frozenset(
    {int, bool, float, type(None), Fraction, dt.date, Span, WallSpan, Need, Stage, Sleep, Slack, Weights, Window, Hold}
)
"""Kinds in which no text stands."""


def mapped(value: Any, swap: Swap) -> Any:  # noqa: ANN401 -- whatever a state is made of
    """The same value with some texts for others, wherever they stand; what is as it was is the same object."""
    kind = type(value)
    if kind is tuple or kind is frozenset:
        return _all_mapped(value, swap) if kind is tuple else frozenset(_all_mapped(tuple(value), swap))
    if kind is dict:
        return dict(zip(value, _all_mapped(tuple(value.values()), swap), strict=True))
    if not (parts := _parts(kind)):  # type: ignore[arg-type]
        return value
    before = tuple([getattr(value, name) for name in parts])
    after = _all_mapped(before, swap)
    return value if after is before else kind(**dict(zip(parts, after, strict=True)))


def _all_mapped(values: tuple[Any, ...], swap: Swap) -> tuple[Any, ...]:
    found = [
        swap.get(one, one) if type(one) is str else one if type(one) in PLAIN else mapped(one, swap) for one in values
    ]
    return values if all(map(is_, found, values)) else tuple(found)


@cache
def _parts(kind: type) -> tuple[str, ...]:
    """What a value of a kind is made of."""
    return kind.__struct_fields__ if issubclass(kind, Struct) else ()


class Draw(random.Random):
    """What is drawn for the pair of a seed, and another plan of its week, the same for each audience."""

    def __init__(self, name: str) -> None:
        """Of an audience and a seed: work/12."""
        super().__init__(name)
        self._number = int(name.rpartition("/")[2])

    def other(self) -> Plan:
        """What is to be otherwise in a plan may be taken from there."""
        return _other(self._number)

    def likely(self, share: float) -> bool:
        return self.random() < share


@lru_cache(maxsize=drawn.KEPT)
def _other(number: int) -> Plan:
    return plan(random.Random(f"other/{number}"), drawn.state(number).week)  # noqa: S311 -- plans, not secrets


Change = Callable[[Draw, Verified], Verified]


def home_of(one: Verified, **changes: Any) -> Verified:  # noqa: ANN401 -- whatever a household is made of
    """The same with something of the household otherwise."""
    return replace(one, week=replace(one.week, household=replace(one.week.household, **changes)))


def plan_of(one: Verified, **changes: Any) -> Verified:  # noqa: ANN401
    """The same with something of the plan otherwise."""
    return replace(one, plan=replace(one.plan, **changes))


def names(draw: Draw, one: Verified, keep: tuple[str, ...] = (), *, initials: bool = False) -> Swap:
    """Everybody is called otherwise, but for some; or with the same initials, two letters where the first is shared."""
    home = one.week.household
    people = [(each.id, each.name) for each in home.adults] + [(each.id, each.name) for each in home.children]
    shared = Counter(name[0] for _, name in people)
    left = {name: min(shared[name[0]], 2) if initials else 0 for _, name in people}
    return {name: word(draw, name[: left[name]]) for who, name in people if who not in keep}


def places(draw: Draw, one: Verified) -> Swap:
    """Every place but home is another."""
    return {place.id: word(draw).lower() for place in one.week.household.places if place.id != HOME}


def event_names(draw: Draw, one: Verified) -> Swap:
    """Events have other names."""
    return {busy.event: f"rota#{word(draw)}" for busy in one.week.busy}


def events(draw: Draw, one: Verified) -> Verified:
    """Titles and kinds of events, codes of shifts, where the work's calendars are, how sure work is."""
    busy = tuple(
        replace(each, title=word(draw), kind=draw.choice(("work", "hold", "busy")), hold=Hold(Fraction(1, 9)))
        for each in one.week.busy
    )
    rotas = tuple(replace(each, pattern=(word(draw),)) for each in one.week.household.rotas)
    return home_of(replace(one, week=replace(one.week, busy=busy)), rotas=rotas)


def household(draw: Draw, one: Verified) -> Verified:
    """What the household is called, its own titles, its limits."""
    told = titled(draw, one, "routines", "chores", "protected", "occasions", "together", "pauses")
    limits = (Limits("r0", draw.randrange(600)),)
    releases = (Release("r0", "late start", draw.randrange(90)),) * draw.randrange(2)
    return home_of(told, name=word(draw), limits=limits, releases=releases, grid=draw.choice((5, 15)))


def titled(draw: Draw, one: Verified, *duties: str) -> Verified:
    """Some duties have other titles."""
    home: Any = one.week.household
    return home_of(
        one, **{what: tuple(replace(each, title=word(draw)) for each in getattr(home, what)) for what in duties}
    )


def feeds(draw: Draw, one: Verified, keep: Callable[[Feed], bool]) -> Verified:
    """Other calendars are handed out, but for some."""
    children = tuple(child.id for child in one.week.household.children)
    more = [
        Feed("a" + word(draw), "helper", "h1", named="initial"),
        Feed("b" + word(draw), "family", children=children[1:], most=draw.randrange(1, 9)),
        Feed("c" + word(draw), "custody", children=children[1:], agreed=(word(draw),)),
    ]
    kept = [feed for feed in one.week.household.feeds if keep(feed)]
    return home_of(one, feeds=(*draw.sample([feed for feed in more if not keep(feed)], k=draw.randrange(2)), *kept))


def births(draw: Draw, one: Verified, keep: tuple[str, ...] = ()) -> Verified:
    """Children are older or younger, ill or not, but for some."""
    home = one.week.household
    others = tuple(each.id for each in home.children if each.id not in keep)
    kept = tuple(each for each in home.illness if each.child in keep)
    ill = tuple(Illness(who, day, day) for who in others for day in FIRSTS if draw.likely(0.3))
    grown = tuple(
        replace(each, born=each.born.replace(year=draw.choice(BORN), day=draw.randrange(1, 28)))
        if each.born and each.id in others
        else each
        for each in home.children
    )
    return home_of(one, illness=(*kept, *ill), children=grown)


def records(draw: Draw, one: Verified) -> Verified:
    """What is said, counted, noted, hashed and read: findings, history, pins, loads, inputs, accounts, phones."""
    again, home = draw.other(), one.week.household
    gaps = tuple(replace(gap, because=word(draw)) for gap in one.plan.gaps)
    changed = plan_of(
        one, household=word(draw), misses=again.misses, findings=again.findings, levels=again.levels, gaps=gaps,
        loads={who: replace(load, share=Fraction(1, 3)) for who, load in again.loads.items()}, effort=again.effort,
        status=draw.choice(("optimal", "feasible")), pins=again.pins, declined=again.declined[: draw.randrange(2)],
        inputs=tuple(each._replace(sha256=word(draw), because=word(draw)) for each in one.plan.inputs),
    )  # fmt: skip
    more: Any = drawn.records(draw, home, one.week.horizon)
    week = replace(one.week, household_sha256=word(draw), **more)
    return home_of(replace(changed, week=week), **_elsewhere(draw, home))


def _elsewhere(draw: Draw, home: Household) -> dict[str, Any]:
    """What is read from the network and written there, and how adults are reached."""
    host = f"{word(draw).lower()}.example.net"
    published = (
        Published(word(draw).lower(), "cloud", word(draw), of="c0"),
        Published("plan", "cloud", word(draw), feed="work"),
    )
    return {
        "adults": tuple(
            replace(
                each,
                phone=word(draw) if each.phone else "",
                addresses=(word(draw),),
                cost_per_hour=Fraction(draw.randrange(9)),
            )
            for each in home.adults
        ),
        "accounts": (Account("cloud", f"https://{host}/", word(draw)),) * draw.randrange(2),
        "allowed": (host,) * draw.randrange(3),
        "published": published[: draw.randrange(3)],
        "calendars": tuple(
            replace(each, id=word(draw), source=f"https://{host}/{word(draw)}.ics", private=draw.likely(0.5))
            for each in home.calendars
        ),
    }


def gaps(draw: Draw, one: Verified) -> Verified:
    """Other gaps, and other misses: as many as come."""
    again = draw.other()
    return plan_of(one, gaps=again.gaps[: draw.randrange(5)], misses=again.misses * draw.randrange(3))


def adults(draw: Draw, one: Verified, keep: tuple[str, ...] = ()) -> Verified:
    """Everybody but some does something else, and helpers are asked for other times."""
    again = draw.other()
    asks = tuple(ask for ask in one.plan.to_ask if ask.helper in keep and ask.helper)
    asks += tuple(ask for ask in again.to_ask if ask.helper not in keep or not ask.helper)
    spans = {who: one.plan.adults[who] if who in keep else again.adults[who] for who in one.plan.adults}
    return plan_of(one, adults=spans, to_ask=tuple(sorted(asks, key=lambda ask: (ask.span, ask.helper))))


def children(draw: Draw, one: Verified, keep: tuple[str, ...] = ()) -> Verified:
    """Every child but some has other days."""
    again = draw.other()
    return plan_of(
        one,
        children={
            who: (one if who in keep else Verified(one.week, again)).plan.children[who] for who in one.plan.children
        },
    )


def cut(draw: Draw, one: Verified) -> Verified:
    """The same, told in more pieces."""
    return plan_of(
        one,
        adults={who: tuple(part for span in own for part in _cut(draw, span)) for who, own in one.plan.adults.items()},
    )


def _cut(draw: Draw, span: AdultSpan) -> tuple[AdultSpan, ...]:
    if span.span.minutes < 10 or draw.likely(0.7) or span.doing.startswith(("routine", "chore", "own", "together")):
        return (span,)
    middle = draw.randrange(span.span.start + 1, span.span.end)
    return (replace(span, span=Span(span.span.start, middle)), replace(span, span=Span(middle, span.span.end)))
