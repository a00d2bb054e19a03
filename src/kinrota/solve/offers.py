"""What of its confirmed work each adult may give up: which blocks may begin later, end sooner, or fall out."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.household import ReleaseKind
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.solve.work import Agenda, Block, Offer


class Variant(Struct, frozen=True):
    """What is worked of a block: all of it from one of its beginnings on, or to one of its ends, or both."""

    span: Span
    begins: bool
    """Whether its beginning is one of the block's."""
    ends: bool
    """Whether its end is one of the block's."""


def with_offers(week: Week, agenda: Agenda) -> Agenda:
    """An agenda that knows what of its work may be given up."""
    if agenda.adult.helper or not any(one.adult == agenda.adult.id for one in week.household.releases):
        return agenda
    return replace(agenda, blocks=tuple(replace(b, offer=_offer(week, agenda, b)) for b in agenda.blocks))


def variants(block: Block, known: Span) -> Iterator[Variant]:
    """The stretches of work that a block is made of, as far as time is known.

    Those of a long block meet in its middle, which is always worked.
    """
    starts, ends = block.starts, block.ends
    middle = (starts[-1] + ends[0]) // 2
    if len(starts) > 1 < len(ends) and starts[-1] < middle < ends[0]:
        yield from (Variant(Span(start, middle), begins=True, ends=False) for start in starts)
        yield from (Variant(Span(middle, end), begins=False, ends=True) for end in ends)
        return
    for start, end in itertools.product(starts, ends):
        span = Span(start, end).common(known) if start < end else None
        if span is not None:
            yield Variant(span, begins=True, ends=True)


def _offer(week: Week, agenda: Agenda, block: Block) -> Offer | None:
    """What may be given up of a block; None if nothing, or if there is more in it than confirmed work."""
    if any(busy.kind != "work" for part in block.parts for busy in part.events):
        return None
    end = min(block.span.end, max(busy.span.end for part in block.parts for busy in part.events))
    until = min(agenda.known.end, week.horizon.end)
    seen, inside = block.span.start > week.horizon.start, block.span.end <= until
    ill = _ill_from(week, agenda, block, min(end, until)) if seen else None
    steps = list(_steps(week, agenda, "late start")) if seen else []
    starts = tuple(t for k in steps if (t := block.span.start + k) < min(end, until))
    back = list(_steps(week, agenda, "early leave")) if inside else []
    sooner = {t for k in back if (t := end - k) > block.span.start}
    cut = {ill} if ill is not None and ill > block.span.start else set()
    if not starts and not sooner and ill is None:
        return None
    return Offer(end, starts, tuple(sorted(sooner - cut)), ill, week.clock.date(block.span.start))


def _steps(week: Week, agenda: Agenda, kind: ReleaseKind) -> Iterator[int]:
    """The minutes by which work may begin later, or end sooner."""
    release, grid = week.household.release(agenda.adult.id, kind), week.household.grid
    yield from range(grid, release.up_to + 1, grid) if release else ()


def _ill_from(week: Week, agenda: Agenda, block: Block, end: int) -> int | None:
    """From when before its end a care day gives up a block: a child is ill on the date on which it begins."""
    if week.household.release(agenda.adult.id, "care day") is None:
        return None
    day = week.clock.day(week.clock.date(block.span.start))
    ill = [Span(week.clock.at(ill.first, ill.start), week.clock.day(ill.last).end) for ill in week.household.illness]
    since = min((span.start for span in ill if span.overlaps(day)), default=end)
    since = max(since, block.span.start)
    return since if since < end else None


def period_of(week: Week, adult: str, kind: ReleaseKind, day: dt.date) -> dt.date | None:
    """The first date of the period in which a release is counted; None if it is not limited."""
    release = week.household.release(adult, kind)
    return release.period(day) if release and release.times is not None else None
