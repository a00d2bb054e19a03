"""The rules of work that is given up: only what the household allows, not too often, and told."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from kinrota.model.household import Release, ReleaseKind
from kinrota.model.plan import Ask
from kinrota.model.time import Span
from kinrota.verify.blocks import Block
from kinrota.verify.case import Case
from kinrota.verify.registry import Fault, rule
from kinrota.verify.visits import illness_of

KINDS: tuple[ReleaseKind, ...] = ("late start", "early leave", "care day")


class Given(Struct, frozen=True):
    """A piece of an adult's work that a plan gives up: how, of which block, and when nobody has to be there."""

    adult: str
    kind: ReleaseKind
    ask: Ask
    block: Block
    free: Span


def given_up(case: Case) -> Iterator[Given]:
    """What the plan asks for and gives up, of work that the household lets be given up so."""
    for ask in case.plan.to_ask:
        kind = next((kind for kind in KINDS if kind == ask.release), None)
        block = _block(case, ask)
        if kind is not None and block is not None and not _wrong(case, ask, kind, block):
            start = ask.span.start
            until = ask.span.end if kind == "late start" else block.until
            yield Given(ask.adult, kind, ask, block, Span(start, until))


def _block(case: Case, ask: Ask) -> Block | None:
    """The block of work that a release is a piece of."""
    residents = {adult.id for adult in case.household.residents}
    if ask.adult not in residents:
        return None
    agenda = case.agendas[ask.adult]
    return next((b for b in agenda.blocks if b.start <= ask.span.start and ask.span.end <= b.end), None)


def _ends(case: Case, block: Block) -> int:
    """When a block ends, or the horizon."""
    return min(block.end, case.horizon.end)


def _wrong(case: Case, ask: Ask, kind: ReleaseKind, block: Block) -> str:
    """Why work cannot be given up like this; empty if it can."""
    found = case.household.release(ask.adult, kind)
    if found is None:
        return f"has no {kind}"
    if any(busy.kind != "work" for busy in block.events):
        return "has more than confirmed work then"
    return _wrong_care(case, ask, block) if kind == "care day" else _wrong_minutes(case, ask, found, block)


def _wrong_minutes(case: Case, ask: Ask, found: Release, block: Block) -> str:
    """Why work cannot begin later, or end sooner, like this; empty if it can."""
    minutes, until = ask.span.minutes, _known_until(case, ask.adult)
    if minutes > found.up_to or minutes % case.household.grid:
        return f"may have a {found.kind} of {found.up_to} minutes at most, by steps of {case.household.grid}"
    if minutes >= block.end - block.start:
        return "has no work left then"
    if found.kind == "late start":
        begins = ask.span.start == block.start > case.start and ask.span.end < until
        return "" if begins else "does not begin work then"
    return "" if ask.span.end == block.end and block.until <= until else "does not end work then"


def _known_until(case: Case, adult: str) -> int:
    """Until when an adult's time is known in the horizon."""
    return min((dark.start for dark in case.agendas[adult].unknown), default=case.horizon.end)


def _wrong_care(case: Case, ask: Ask, block: Block) -> str:
    if block.start <= case.start:
        return "is at work when the plan begins"
    since = _ill_from(case, case.clock.date(block.start))
    if since is None or max(since, block.start) >= min(block.end, _known_until(case, ask.adult)):
        return "has no ill child then"
    if (ask.span.start, ask.span.end) != (max(since, block.start), _ends(case, block)):
        return "gives up other hours than those with an ill child"
    return ""


def _ill_from(case: Case, day: dt.date) -> int | None:
    """From when on a date a child of the household is ill."""
    hours = case.clock.day(day)
    spans = [span.common(hours) for child in case.children for span in illness_of(case.week, child)]
    return min((span.start for span in spans if span), default=None)


@rule("release", "Work is given up only as the household allows: how, by how much, when a child is ill, and how often.")
def release(case: Case) -> Iterator[Fault]:
    for ask in case.plan.to_ask:
        kind = next((kind for kind in KINDS if kind == ask.release), None)
        if kind is None:
            continue
        block = _block(case, ask)
        wrong = _wrong(case, ask, kind, block) if block else "has no work then"
        if wrong:
            text = f"{case.name(ask.adult)} gives up work {case.when(ask.span)}, but {wrong}."
            yield Fault(ask.adult, text, ask.span, ask.event)
    yield from _too_often(case)
    yield from _half_care_days(case)


def _too_often(case: Case) -> Iterator[Fault]:
    used: Counter[tuple[str, ReleaseKind, dt.date]] = Counter()
    for name, kind, day in _uses(case):
        found = case.household.release(name, kind)
        if found is not None and found.times is not None:
            used[name, kind, found.period(day)] += 1
    for (name, kind, day), times in used.items():
        found = case.household.release(name, kind)
        if found is not None and found.times is not None and times > found.times:
            text = f"{case.name(name)} has {times} times a {kind} in the {found.per} of {day:%d %b}"
            yield Fault(name, f"{text}, where {found.times} is the most.")


def _uses(case: Case) -> Iterator[tuple[str, ReleaseKind, dt.date]]:
    """Each late start and each early leave, and each date that is a care day."""
    dates = [(given.adult, given.kind, case.clock.date(given.block.start)) for given in given_up(case)]
    yield from (use for use in dates if use[1] != "care day")
    yield from sorted({use for use in dates if use[1] == "care day"})


def _half_care_days(case: Case) -> Iterator[Fault]:
    """A care day gives up all the work of its date that it may."""
    taken = {(given.adult, given.block.start) for given in given_up(case) if given.kind == "care day"}
    for name, day in {(name, case.clock.date(start)) for name, start in taken}:
        since = _ill_from(case, day)
        for block in case.agendas[name].blocks:
            confirmed = all(busy.kind == "work" for busy in block.events)
            ill = since is not None and max(since, block.start) < min(block.end, _known_until(case, name))
            ours = case.clock.date(block.start) == day and block.start > case.start
            if ours and ill and confirmed and (name, block.start) not in taken:
                yield Fault(name, f"{case.name(name)} has a care day on {day:%a %d %b}, but works all the same.")


@rule("release-listed", "Work that is given up is to be asked for, once, and said among the findings.")
def release_listed(case: Case) -> Iterator[Fault]:
    asks: Counter[tuple[str, Span | None, str]] = Counter(
        (ask.adult, ask.span, ask.event) for ask in case.plan.to_ask if ask.release
    )
    said = Counter((f.who, f.span, f.event) for f in case.plan.findings if f.kind == "release" and f.sentence.strip())
    for who, span, event in (asks - said) + (said - asks):
        text = f"What {case.name(who)} gives up of its work is not both asked for and said."
        yield Fault(who, text, span, event)
    for given in given_up(case):
        named = [busy for busy in given.block.events if busy.event == given.ask.event]
        if not any(busy.span.overlaps(given.ask.span) for busy in named):
            text = (
                f"What {case.name(given.adult)} gives up {case.when(given.ask.span)} is other work than the plan says."
            )
            yield Fault(given.adult, text, given.ask.span, given.ask.event)
    yield from _overlapping(case)


def _overlapping(case: Case) -> Iterator[Fault]:
    """Two releases of one stretch, or that leave nothing of the work between them."""
    given = list(given_up(case))
    for n, one in enumerate(given):
        for other in given[n + 1 :]:
            same = (one.adult, one.block.start) == (other.adult, other.block.start)
            if same and one.ask.span.start <= other.ask.span.end and other.ask.span.start <= one.ask.span.end:
                text = f"{case.name(one.adult)} gives up all of its work {case.when(one.ask.span)}, in pieces."
                yield Fault(one.adult, text, one.ask.span, one.ask.event)
