"""What an audience may not see, changed: for each audience, a state that is the same for it and no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from kinrota.model.feeds import Feed
from kinrota.model.people import Need
from kinrota.model.places import HOME
from kinrota.model.plan import AdultSpan, ChildSpan, Verified
from kinrota.model.time import Span, minus
from kinrota.publish.nights import nights_of
from tests.publish.privacy.changing import (
    Change,
    Draw,
    adults,
    births,
    children,
    cut,
    event_names,
    events,
    feeds,
    gaps,
    home_of,
    household,
    mapped,
    names,
    places,
    plan_of,
    records,
    titled,
)

AT_EASE = ("care", "free")
CHILDLESS = ("work", "away", "unknown", "travel", "sleep", "own", "chore:wash#2/load")
"""What keeps an adult from visitors, and is nothing that a child takes part in."""
AT_HOME = ("sleep", "free", "care", "own", "chore:wash#2/load")
"""What an adult may do at home without the children hearing of it."""


def is_own(name: str) -> Callable[[Feed], bool]:
    return lambda feed: feed.id == name


def work(draw: Draw, one: Verified) -> Verified:
    """For an adult's work: all is otherwise but when that adult is busy, to the half hour."""
    changed = _busy_otherwise(draw, cut(draw, births(draw, _all_but(draw, one, ("r0",), (), "work"))))
    custody = tuple((who, Span(away.start + 5, away.end + 60)) for who, away in one.week.custody if draw.likely(0.5))
    changed = replace(changed, week=replace(changed.week, custody=custody))
    return mapped(changed, names(draw, one) | places(draw, one) | event_names(draw, one))  # type: ignore[no-any-return]


def _all_but(draw: Draw, one: Verified, grown: tuple[str, ...], young: tuple[str, ...], feed: str) -> Verified:
    """All is otherwise but what some adults and some children do, and a feed; names and places are still the same."""
    one = children(draw, adults(draw, one, grown), young)
    for other in (gaps, records, household, events):
        one = other(draw, one)
    return feeds(draw, one, is_own(feed))


def _busy_otherwise(draw: Draw, one: Verified) -> Verified:
    """What keeps the adult busy is something else, and begins and ends otherwise inside its half hours."""
    kinds, edge = ("sleep", "care", "work", "own", "away", "unknown", "together"), -1
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
    return plan_of(one, adults={**one.plan.adults, "r0": tuple(spans)})


def helper(draw: Draw, one: Verified, *, initials: bool = False) -> Verified:
    """For a helper: other children and helpers, all that residents do, who else is with its children, and why not."""
    mine = tuple(
        who for who, stays in one.plan.children.items() if any("h0" in (stay.met_by, stay.reached_by) for stay in stays)
    )
    changed = births(draw, children(draw, adults(draw, one, ("h0",)), mine), mine)
    stays = {
        who: tuple(_with_others(draw, own) if who in mine else _with_another(own))
        for who, own in changed.plan.children.items()
    }
    changed = feeds(draw, gaps(draw, plan_of(changed, children=stays)), is_own("short"))
    phones = {each.id: each.phone for each in one.week.household.adults}
    changed = events(draw, records(draw, changed))
    home = changed.week.household
    changed = home_of(changed, adults=tuple(replace(each, phone=phones[each.id]) for each in home.adults))
    hidden = ("chores", "together", "protected", *(("routines", "occasions") if initials else ()))
    known = ("h0", "r0", "r1", *(() if initials else mine))
    swap = names(draw, one, ("h0", "r0", "r1"), initials=True) if initials else names(draw, one, known)
    return mapped(titled(draw, changed, *hidden), swap | event_names(draw, one))  # type: ignore[no-any-return]


def _with_another(stays: tuple[ChildSpan, ...]) -> Iterator[ChildSpan]:
    """With another helper where it was that one."""
    for stay in stays:
        met, reached = ("h1" if who == "h0" else who for who in (stay.met_by, stay.reached_by))
        yield replace(stay, met_by=met, reached_by=reached)


def _with_others(draw: Draw, stays: tuple[ChildSpan, ...]) -> Iterator[ChildSpan]:
    """Where a helper is not with its child, somebody else is, or nobody."""
    for stay in stays:
        theirs = "h0" in (stay.met_by, stay.reached_by)
        other = stay.how in ("care", "gap", "alone") and not theirs and stay.place == HOME
        yield _met_otherwise(draw, stay, "r0", "h1") if other else stay


def _met_otherwise(draw: Draw, stay: ChildSpan, *who: str) -> ChildSpan:
    """With somebody else, with nobody, or alone."""
    how, met = draw.choice((*(("care", one) for one in who), ("gap", None), ("alone", "self")))
    return replace(stay, how=how, met_by=met, reached_by=None, need=Need.NEAR)


def custody(draw: Draw, one: Verified) -> Verified:
    """For the other household: who does what, other children, names but the child's, where it is between exchanges."""
    feed = next(each for each in one.week.household.feeds if each.id == "other")
    changed = births(draw, _all_but(draw, one, (), ("c0",), "other"))
    kept = tuple((who, span) for who, span in one.week.custody if who == "c0" or draw.likely(0.5))
    exchanges = {edge for who, span in kept for edge in (span.start, span.end) if who == "c0"}
    stays = []
    for stay in changed.plan.children["c0"]:
        near = stay.how == "custody" or any(stay.span.start <= edge <= stay.span.end for edge in exchanges)
        new = replace(stay, how="gap", met_by=None, place=HOME, to_place=None, mode=None)
        stays.append(
            replace(stay, need=Need.REACH, met_by="h1" if stay.how == "care" else stay.met_by) if near else new
        )
    changed = plan_of(changed, children={**changed.plan.children, "c0": tuple(stays)})
    changed = replace(changed, week=replace(changed.week, custody=kept))
    own = next(name for name in (each.name for each in one.week.household.children[:1]))
    swap = names(draw, one, ("c0",)) | ({own: own[0] + names(draw, one)[own]} if feed.named == "initial" else {})
    return mapped(changed, swap | event_names(draw, one))  # type: ignore[no-any-return]


def family(draw: Draw, one: Verified) -> Verified:
    """For other families: who it is, where everybody else is, other children, helpers, what is not at home."""
    feed = next(each for each in one.week.household.feeds if each.id == "play")
    everybody = tuple(one.plan.adults)
    changed = cut(draw, births(draw, _all_but(draw, one, everybody, feed.children, "play"), feed.children))
    spans = {
        who: tuple(_not_at_ease(draw, span) if who.startswith("r") else _not_helping(span) for span in own)
        for who, own in changed.plan.adults.items()
    }
    stays = {
        who: tuple(_not_for_visitors(draw, stay) for stay in own) if who in feed.children else own
        for who, own in changed.plan.children.items()
    }
    changed = plan_of(changed, adults=spans, children=stays, to_ask=draw.other().to_ask)
    return mapped(changed, names(draw, one) | places(draw, one) | event_names(draw, one))  # type: ignore[no-any-return]


def _not_at_ease(draw: Draw, span: AdultSpan) -> AdultSpan:
    """What keeps an adult from being at ease at home is something else."""
    if span.doing in CHILDLESS or (span.doing in AT_EASE and (span.place != HOME or span.to_place)):
        return replace(span, doing=draw.choice(CHILDLESS), place=None, to_place=None, tentative=not span.tentative)
    return span


def _not_helping(span: AdultSpan) -> AdultSpan:
    """A helper is away, but for when it puts a child to bed."""
    return span if span.doing.startswith("routine") else replace(span, doing="away", place=None)


def _not_for_visitors(draw: Draw, stay: ChildSpan) -> ChildSpan:
    """Who is with a child at home is somebody else; if nobody is, or it is elsewhere, that is otherwise."""
    if stay.how == "care" and stay.place == HOME and not stay.to_place:
        return replace(stay, met_by=draw.choice(("r0", "h0", "h1")))
    how, place = draw.choice((("gap", HOME), ("alone", HOME), ("custody", None), ("attendance", "x"), ("care", "x")))
    return replace(stay, how=how, place=place, to_place=None, mode=None, met_by="h1", reached_by=None)


def wall(draw: Draw, one: Verified) -> Verified:
    """For a wall: what comes after two days, what adults do, where nobody is there, names but for their initials."""
    changed = feeds(draw, adults(draw, one), is_own("wall"))
    for other in (gaps, records, household, events):
        changed = other(draw, changed)
    clock, days = one.week.clock, list(one.week.clock.days(one.week.horizon))
    end, again, nights = clock.midnight(days[2]), draw.other(), nights_of(one.week)
    stays = {
        child: (
            *(
                part
                for stay in _part(own, Span(one.week.horizon.start, end))
                for part in _unseen(draw, stay, tuple(nights[child].values()))
            ),
            *_part(again.children[child], Span(end, one.week.horizon.end)),
        )
        for child, own in one.plan.children.items()
    }
    return mapped(plan_of(changed, children=stays), names(draw, one, initials=True) | event_names(draw, one))  # type: ignore[no-any-return]


def _part(stays: tuple[ChildSpan, ...], frame: Span) -> list[ChildSpan]:
    return [replace(stay, span=part) for stay in stays if (part := stay.span.common(frame))]


def _unseen(draw: Draw, stay: ChildSpan, nights: tuple[Span, ...]) -> list[ChildSpan]:
    """Who is there at night is somebody else, and where nobody is there the child is alone, or away."""
    if stay.how in ("gap", "alone", "custody") and not stay.to_place:
        how, place = draw.choice((("gap", HOME), ("alone", HOME), ("custody", None)))
        return [replace(stay, how=how, place=place, met_by=None if how == "gap" else "self", reached_by=None)]
    if stay.how != "care" or stay.place != HOME:
        return [stay]
    asleep = [part for night in nights if (part := stay.span.common(night))]
    parts = [(part, draw.choice(("r0", "h1"))) for part in asleep]
    parts += [(part, stay.met_by or "") for part in minus([stay.span], asleep)]
    return [replace(stay, span=part, met_by=who) for part, who in sorted(parts)]


def adult(draw: Draw, one: Verified) -> Verified:
    """For an adult's calendar: what stands in no line of it, another adult's events and their titles first of all."""
    changed = feeds(draw, records(draw, events(draw, one)), lambda _: False)
    other = {who: tuple(_busy_away(draw, span) for span in own) for who, own in one.plan.adults.items() if who == "r1"}
    changed = plan_of(changed, gaps=one.plan.gaps, adults={**one.plan.adults, **other})
    return mapped(changed, event_names(draw, one))  # type: ignore[no-any-return]


def child(draw: Draw, one: Verified) -> Verified:
    """For a child: why nobody is there, what adults do, and ask at work, other children, what others see of them."""
    party = one.week.household.occasions[0]
    keep = ("c0", *party.who)
    changed = births(draw, children(draw, records(draw, events(draw, one)), keep), keep)
    changed = titled(draw, changed, "chores", "protected")
    changed = feeds(draw, changed, _tells_of_the_child)
    during = one.week.clock.span(party.on, party.wall)
    spans = {
        who: tuple(_busy_at_home(draw, _busy_away(draw, span), during) for span in own)
        for who, own in changed.plan.adults.items()
    }
    hours = [(stay.met_by, stay.span) for stay in one.plan.children["c0"]]
    asks = tuple(
        ask
        for ask in changed.plan.to_ask
        if any(ask.helper == who and ask.span.overlaps(span) for who, span in hours)
        or (ask.helper and draw.likely(0.5))
    )
    changed = plan_of(changed, adults=spans, to_ask=asks, gaps=tuple(_of_others(draw, changed)))
    others = [each.id for each in one.week.household.children if each.id not in keep]
    mine = (*(each.id for each in one.week.household.adults), *(who for who in keep if who not in others), "c1")
    return mapped(changed, names(draw, one, mine) | event_names(draw, one))  # type: ignore[no-any-return]


def _tells_of_the_child(feed: Feed) -> bool:
    return feed.audience in ("custody", "family", "wall") and "c0" in (feed.children or ("c0",))


def _of_others(draw: Draw, one: Verified) -> Iterator[object]:
    """The child's gaps, and some of the others'."""
    return (gap for gap in one.plan.gaps if gap.child == "c0" or draw.likely(0.5))


def _busy_away(draw: Draw, span: AdultSpan) -> AdultSpan:
    if span.doing not in ("work", "away", "unknown"):
        return span
    return replace(
        span, doing=draw.choice(("work", "away", "unknown")), place=None, event=None, tentative=not span.tentative
    )


def _busy_at_home(draw: Draw, span: AdultSpan, party: Span | None) -> AdultSpan:
    if span.doing not in AT_HOME or span.place != HOME or span.to_place or (party and party.overlaps(span.span)):
        return span
    return replace(span, doing=draw.choice(AT_HOME))


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
