"""What an audience may not see, changed: for each audience, a state that is the same for it and no other."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.people import Need
from kinrota.model.places import HOME
from kinrota.model.plan import AdultSpan, ChildSpan, Verified
from kinrota.model.time import Span, WallSpan
from kinrota.model.week import Note
from tests.publish.privacy.drawn import plan, word

Change = Callable[[random.Random, Verified], Verified]


def mapped(value: Any, swap: Mapping[str, str]) -> Any:  # noqa: ANN401 -- whatever a state is made of
    """The same value with some texts for others, wherever they stand."""
    kind = type(value)
    if kind is str:
        return swap.get(value, value)
    if kind is tuple or kind is frozenset:
        return kind(mapped(one, swap) for one in value)
    if kind is dict:
        return {mapped(key, swap): mapped(one, swap) for key, one in value.items()}
    parts = _parts(kind)
    return kind(**{name: mapped(getattr(value, name), swap) for name in parts}) if parts else value


def _parts(kind: type) -> tuple[str, ...]:
    """What a value of a kind is made of; nothing for numbers, dates, and spans, in which no text stands."""
    if kind not in PARTS:
        plain = not issubclass(kind, Struct) or kind in (Span, WallSpan)
        PARTS[kind] = () if plain else cast("type[Struct]", kind).__struct_fields__
    return PARTS[kind]


PARTS: dict[type, tuple[str, ...]] = {}


def names(draw: random.Random, one: Verified, keep: tuple[str, ...] = (), *, initials: bool = False) -> Verified:
    """Everybody is called otherwise, but for some."""
    home = one.week.household
    people = [(each.id, each.name) for each in home.adults] + [(each.id, each.name) for each in home.children]
    return mapped(one, {name: word(draw, name[0] if initials else "") for who, name in people if who not in keep})  # type: ignore[no-any-return]


def places(draw: random.Random, one: Verified) -> Verified:
    """Every place but home is another."""
    return mapped(one, {place.id: word(draw).lower() for place in one.week.household.places if place.id != HOME})  # type: ignore[no-any-return]


def events(draw: random.Random, one: Verified) -> Verified:
    """Titles and names of events, codes of shifts, what the work's calendars are called."""
    changed: Verified = mapped(one, {busy.event: f"rota#{word(draw)}" for busy in one.week.busy})
    busy = tuple(replace(each, title=word(draw)) for each in changed.week.busy)
    home = replace(
        changed.week.household,
        rotas=tuple(replace(each, pattern=(word(draw),)) for each in changed.week.household.rotas),
    )
    return replace(changed, week=replace(changed.week, busy=busy, household=home))


def household(draw: random.Random, one: Verified) -> Verified:
    """What the household is called, and its own titles."""
    changed = titled(draw, one, "routines", "chores", "protected", "occasions", "together", "pauses")
    return replace(changed, week=replace(changed.week, household=replace(changed.week.household, name=word(draw))))


def titled(draw: random.Random, one: Verified, *duties: str) -> Verified:
    """Some duties have other titles."""
    home: Any = one.week.household
    told = {what: tuple(replace(each, title=word(draw)) for each in getattr(home, what)) for what in duties}
    return replace(one, week=replace(one.week, household=replace(home, **told)))


def records(draw: random.Random, one: Verified) -> Verified:
    """What is said, counted, noted and hashed: findings, misses, levels, loads, notes, how long it took, phones."""
    again, home = plan(draw, one.week), one.week.household
    adults = tuple(replace(each, phone=word(draw) if each.phone else "") for each in home.adults)
    gaps = tuple(replace(gap, because=word(draw)) for gap in one.plan.gaps)
    kept = replace(
        one.plan, household=word(draw), misses=again.misses, findings=again.findings, levels=again.levels,
        loads=again.loads, effort=again.effort, gaps=gaps, status=draw.choice(("optimal", "feasible")),
        inputs=tuple(each._replace(sha256=word(draw), because=word(draw)) for each in one.plan.inputs),
    )  # fmt: skip
    week = replace(
        one.week, household=replace(home, adults=adults), household_sha256=word(draw),
        notes=tuple(Note("x", word(draw)) for _ in range(draw.randrange(4))),
        closure_titles=tuple((name, span, word(draw)) for name, span, _ in one.week.closure_titles),
        inputs=tuple(replace(each, sha256=word(draw), events=draw.randrange(9)) for each in one.week.inputs),
    )  # fmt: skip
    return replace(
        one,
        week=week,
        plan=replace(kept, loads={who: replace(load, share=Fraction(1, 3)) for who, load in kept.loads.items()}),
    )


def gaps(draw: random.Random, one: Verified) -> Verified:
    """Other gaps, and other misses: as many as come."""
    again = plan(draw, one.week)
    return replace(
        one, plan=replace(one.plan, gaps=again.gaps[: draw.randrange(5)], misses=again.misses * draw.randrange(3))
    )


def adults(draw: random.Random, one: Verified, keep: tuple[str, ...] = ()) -> Verified:
    """Everybody but some does something else, and helpers are asked for other times."""
    again = plan(draw, one.week)
    asks = tuple(ask for ask in one.plan.to_ask if ask.helper in keep and ask.helper)
    asks += tuple(ask for ask in again.to_ask if ask.helper not in keep or not ask.helper)
    spans = {who: one.plan.adults[who] if who in keep else again.adults[who] for who in one.plan.adults}
    return replace(
        one, plan=replace(one.plan, adults=spans, to_ask=tuple(sorted(asks, key=lambda ask: (ask.span, ask.helper))))
    )


def children(draw: random.Random, one: Verified, keep: tuple[str, ...] = ()) -> Verified:
    """Every child but some has other days."""
    again = plan(draw, one.week)
    stays = {who: one.plan.children[who] if who in keep else again.children[who] for who in one.plan.children}
    return replace(one, plan=replace(one.plan, children=stays))


def cut(draw: random.Random, one: Verified) -> Verified:
    """The same, told in more pieces."""
    spans = {who: tuple(part for span in own for part in _cut(draw, span)) for who, own in one.plan.adults.items()}
    return replace(one, plan=replace(one.plan, adults=spans))


def _cut(draw: random.Random, span: AdultSpan) -> tuple[AdultSpan, ...]:
    if span.span.minutes < 10 or draw.random() < 0.7 or span.doing.startswith(("routine", "chore", "own")):
        return (span,)
    middle = draw.randrange(span.span.start + 1, span.span.end)
    return (replace(span, span=Span(span.span.start, middle)), replace(span, span=Span(middle, span.span.end)))


def work(draw: random.Random, one: Verified) -> Verified:
    """For an adult's work: all is otherwise but when that adult is busy, to the half hour."""
    return _busy_otherwise(draw, cut(draw, _everything(draw, one, ("r0",))))


def _everything(draw: random.Random, one: Verified, keep: tuple[str, ...]) -> Verified:
    for change in (adults, children):
        one = change(draw, one, keep)
    for other in (gaps, records, household, events, places, names):
        one = other(draw, one)
    return one


def _busy_otherwise(draw: random.Random, one: Verified) -> Verified:
    """What keeps the adult busy is something else, and begins and ends otherwise inside its half hours."""
    kinds, edge = ("sleep", "care", "work", "own", "away", "unknown"), -1
    spans = list[AdultSpan]()
    for span in one.plan.adults["r0"]:
        free = span.doing == "free" or span.doing.startswith("chore")
        doing = draw.choice(("free", "chore:wash#2/load")) if free else draw.choice(kinds)
        spans.append(replace(span, doing=doing, tentative=draw.random() < 0.5, place=draw.choice((HOME, None))))
        last, this = spans[-2:] if len(spans) > 1 else (spans[-1], spans[-1])
        was_free = last.doing == "free" or last.doing.startswith("chore")
        start = this.span.start
        if (
            last is not this
            and free != was_free
            and start % 30 not in (0, 29)
            and last.span.minutes > 30
            and this.span.minutes > 30
            and edge != start // 30
        ):
            moved = start // 30 * 30 + draw.randrange(1, 30)
            spans[-2:] = [
                replace(last, span=Span(last.span.start, moved)),
                replace(this, span=Span(moved, this.span.end)),
            ]
            edge = start // 30
    return replace(one, plan=replace(one.plan, adults={**one.plan.adults, "r0": tuple(spans)}))


def helper(draw: random.Random, one: Verified, *, initials: bool = False) -> Verified:
    """For a helper: other children and helpers, all that residents do, who else is with its children, and why not."""
    mine = tuple(child for child, stays in one.plan.children.items() if any(stay.met_by == "h0" for stay in stays))
    changed = children(draw, adults(draw, one, ("h0",)), mine)
    others = {
        who: own if who in mine else tuple(replace(stay, met_by="h1") if stay.met_by == "h0" else stay for stay in own)
        for who, own in changed.plan.children.items()
    }
    changed = replace(changed, plan=replace(changed.plan, children=others))
    phones = {each.id: each.phone for each in one.week.household.adults}
    changed = gaps(draw, events(draw, records(draw, changed)))
    home = changed.week.household
    known = ("h0", "r0", "r1", *(() if initials else mine))
    home = replace(home, adults=tuple(replace(each, phone=phones[each.id]) for each in home.adults))
    changed = replace(changed, week=replace(changed.week, household=home))
    changed = titled(
        draw, names(draw, changed, known, initials=initials), "chores", "together", "protected", "routines", "occasions"
    )
    stays = {
        child: tuple(_with_others(draw, own)) if child in mine else own for child, own in changed.plan.children.items()
    }
    return replace(changed, plan=replace(changed.plan, children=stays))


def _with_others(draw: random.Random, stays: tuple[ChildSpan, ...]) -> list[ChildSpan]:
    """Where a helper is not with its child, somebody else is, or nobody."""
    found = []
    for stay in stays:
        other = stay.how in ("care", "gap", "alone") and stay.met_by != "h0" and stay.place == HOME
        how, met = draw.choice((("care", "r0"), ("care", "h1"), ("gap", None), ("alone", "self")))
        found.append(replace(stay, how=how, met_by=met, reached_by=None, need=Need.NEAR) if other else stay)
    return found


def custody(draw: random.Random, one: Verified) -> Verified:
    """For the other household: who does what, other children, names but the child's, where it is between exchanges."""
    changed = one
    for other in (gaps, records, household, events):
        changed = other(draw, changed)
    changed = children(draw, adults(draw, changed), ("c0",))
    changed = names(draw, changed, ("c0",))
    exchanges = {edge for _, span in one.week.custody for edge in (span.start, span.end)}
    stays = []
    for stay in changed.plan.children["c0"]:
        near = stay.how == "custody" or any(stay.span.start <= edge <= stay.span.end for edge in exchanges)
        new = replace(stay, how="gap", met_by=None, place=HOME, to_place=None, mode=None)
        stays.append(
            replace(stay, need=Need.REACH, met_by="h1" if stay.how == "care" else stay.met_by) if near else new
        )
    return replace(changed, plan=replace(changed.plan, children={**changed.plan.children, "c0": tuple(stays)}))


def family(draw: random.Random, one: Verified) -> Verified:
    """For other families: who it is, where everybody else is, other children, helpers, what is not at home."""
    keep = tuple(each.id for each in one.week.household.residents)
    changed = children(draw, adults(draw, one, keep), ("c0",))
    for other in (gaps, records, household, events, places, cut, names):
        changed = other(draw, changed)
    spans = {who: tuple(_elsewhere(draw, span) for span in own) for who, own in changed.plan.adults.items()}
    return replace(changed, plan=replace(changed.plan, adults=spans))


def _elsewhere(draw: random.Random, span: AdultSpan) -> AdultSpan:
    """What keeps an adult from being at ease at home is something else."""
    if span.doing not in ("work", "away", "unknown", "travel"):
        return span
    return replace(
        span, doing=draw.choice(("work", "away", "unknown")), place=None, to_place=None, tentative=not span.tentative
    )


def wall(draw: random.Random, one: Verified) -> Verified:
    """For a wall: what comes after two days, what adults do, where nobody is there, names but for their initials."""
    changed = one
    for other in (gaps, records, household, events):
        changed = other(draw, changed)
    changed = adults(draw, changed)
    clock, days = one.week.clock, list(one.week.clock.days(one.week.horizon))
    end, again = clock.midnight(days[2]), plan(draw, one.week)
    stays = {
        child: (
            *_part(own, Span(one.week.horizon.start, end)),
            *_part(again.children[child], Span(end, one.week.horizon.end)),
        )
        for child, own in one.plan.children.items()
    }
    changed = replace(changed, plan=replace(changed.plan, children=stays))
    return names(draw, changed, initials=True)


def _part(stays: tuple[ChildSpan, ...], frame: Span) -> list[ChildSpan]:
    return [replace(stay, span=part) for stay in stays if (part := stay.span.common(frame))]


def adult(draw: random.Random, one: Verified) -> Verified:
    """For an adult's calendar: what stands in no line of it, another adult's events and their titles first of all."""
    changed = records(draw, events(draw, one))
    return replace(changed, plan=replace(changed.plan, gaps=one.plan.gaps))


def child(draw: random.Random, one: Verified) -> Verified:
    """For a child: why nobody is there, what adults do away from home, what is noted of them, what they ask at work."""
    changed = records(draw, events(draw, one))
    changed = titled(draw, changed, "chores", "together", "protected")
    spans = {who: tuple(_busy_away(draw, span) for span in own) for who, own in changed.plan.adults.items()}
    asks = tuple(ask for ask in changed.plan.to_ask if ask.helper)
    return replace(changed, plan=replace(changed.plan, adults=spans, to_ask=asks))


def _busy_away(draw: random.Random, span: AdultSpan) -> AdultSpan:
    if span.doing not in ("work", "away", "unknown"):
        return span
    return replace(
        span, doing=draw.choice(("work", "away", "unknown")), place=None, event=word(draw), tentative=not span.tentative
    )


CHANGES: Mapping[str, Change] = {
    "adult": adult,
    "child": child,
    "helper": helper,
    "initials": lambda draw, one: helper(draw, one, initials=True),
    "custody": custody,
    "work": work,
    "family": family,
    "wall": wall,
}
