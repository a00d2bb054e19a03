"""The week as a ribbon, before anybody draws it: rows on one clock, bands, lanes, handovers and gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.people import Need
from kinrota.model.plan import AdultSpan, ChildSpan, Plan, Verified
from kinrota.model.time import DAY, Clock, Span, merged, monday
from kinrota.publish.carers import Carer, carers
from kinrota.publish.deeds import Deed, DeedKind, deeds_of
from kinrota.publish.nights import Night, night_watch, nights_of
from kinrota.publish.sleepovers import at_own_home
from kinrota.publish.ways import ALONE, BY_ITSELF, alone_at_home
from kinrota.publish.words import DayWords, Uncovered, day_words, uncovered

BandKind = Literal["carer", "place", "custody", "alone", "gap"]
LaneKind = Literal[
    "work", "hold", "away", "unknown", "sleep", "travel", "occasion", "routine", "chore", "own", "together"
]
NAMELESS = {"hold": "work"}
DEEDS = frozenset(get_args(DeedKind))
"""The kinds of lanes that are deeds."""
NIGHT_WORK = 3 * 60
"""Minutes of work between 00:00 and 06:00 that make a household one that works nights."""


class Axis(Struct, frozen=True):
    """The clock that every row shares, in minutes from the row's midnight; `first` to `last` is the day's picture."""

    first: int
    last: int

    @property
    def whole(self) -> bool:
        """Whether it shows all 24 hours alike, so that no night is left to the strips."""
        return self.last - self.first == DAY

    @property
    def start(self) -> int:
        """Where a row begins: its midnight where strips show the night."""
        return self.first if self.whole else 0

    @property
    def end(self) -> int:
        """Where a row ends."""
        return self.last if self.whole else DAY

    def hours(self, step: int) -> range:
        """The full hours to be written above it."""
        return range(self.first, self.last + 1, step * 60)


DAYTIME = Axis(6 * 60, 22 * 60)
ROUND_THE_CLOCK = Axis(4 * 60, 28 * 60)
FROM_MIDNIGHT = Axis(0, DAY)


class Band(Struct, frozen=True):
    """A stretch of a child's row from `left` to `right`, in minutes of the row's clock.

    `label` is a name or a place. `ask` tells that the carer has still to be asked, `moves` where in it the child is
    on its way; `beside` is who is at home with a child that is by itself.
    """

    left: int
    right: int
    span: Span
    kind: BandKind
    label: str
    carer: Carer | None = None
    ask: bool = False
    need: Need = Need.NONE
    moves: tuple[tuple[int, int], ...] = ()
    beside: str = ""


class Lane(Struct, frozen=True):
    """A stretch of an adult's row in which it is not simply at hand."""

    left: int
    right: int
    span: Span
    kind: LaneKind
    label: str


class Handover(Struct, frozen=True):
    """Where on a child's row the carer changes from one adult to another."""

    at: int
    instant: int
    before: Carer
    after: Carer


class ChildRow(Struct, frozen=True):
    """A child's day."""

    id: str
    name: str
    bands: tuple[Band, ...]
    handovers: tuple[Handover, ...]


class AdultRow(Struct, frozen=True):
    """A resident's day."""

    id: str
    name: str
    lanes: tuple[Lane, ...]


class DayRow(Struct, frozen=True):
    """A day of the ribbon. `span` is what it shows; the horizon may begin after or end before it."""

    date: dt.date
    span: Span
    children: tuple[ChildRow, ...]
    adults: tuple[AdultRow, ...]
    words: DayWords
    deeds: tuple[Deed, ...] = ()
    """What begins on the date, occasions left out: `words` has them."""


class WeekRows(Struct, frozen=True):
    """The days of one week, Monday to Sunday."""

    monday: dt.date
    days: tuple[DayRow, ...]
    uncovered: Uncovered


class Ribbon(Struct, frozen=True):
    """All that a drawing needs."""

    axis: Axis
    carers: Mapping[str, Carer]
    weeks: tuple[WeekRows, ...]
    uncovered: Uncovered
    nights: tuple[Night, ...]


def ribbon(verified: Verified) -> Ribbon:
    """Lay a plan out as rows."""
    plan, clock = verified.plan, verified.week.clock
    people = carers(verified.week.household.adults)
    axis = axis_of(plan, clock)
    nights, deeds = nights_of(verified.week), deeds_of(verified)
    book = _Book(verified, axis, _all_bands(verified, people), nights, deeds)
    gaps = [gap.span for gap in plan.gaps]
    weeks: dict[dt.date, list[DayRow]] = {}
    for day in clock.days(plan.horizon):
        weeks.setdefault(monday(day), []).append(_day_row(book, day))
    shown = tuple(_week(day, tuple(days), gaps, clock) for day, days in weeks.items())
    return Ribbon(axis, people, shown, uncovered(gaps, clock), night_watch(verified, nights))


def _week(start: dt.date, days: tuple[DayRow, ...], gaps: Iterable[Span], clock: Clock) -> WeekRows:
    frame = Span(clock.midnight(start), clock.at(start, 7 * DAY))
    return WeekRows(start, days, uncovered([part for gap in gaps if (part := gap.common(frame))], clock))


def axis_of(plan: Plan, clock: Clock) -> Axis:
    """06-22, or 24 hours from 04 on where somebody works nights or a gap, a journey or an exchange lies outside it.

    From 00 on where one of those lies in the first hours of all, which would be outside every row otherwise.
    """
    if not any(_outside(span, clock) for span in _relevant(plan)) and not _works_nights(plan, clock):
        return DAYTIME
    first = clock.at(clock.date(plan.horizon.start), ROUND_THE_CLOCK.first)
    return FROM_MIDNIGHT if any(span.start < first for span in _relevant(plan)) else ROUND_THE_CLOCK


def _relevant(plan: Plan) -> Iterator[Span]:
    yield from (gap.span for gap in plan.gaps)
    for spans in plan.adults.values():
        yield from (span.span for span in spans if span.doing == "travel")
    for stays in plan.children.values():
        yield from (stay.span for stay in stays if stay.to_place is not None)
        for before, after in pairwise(stays):
            if (before.how == "custody") != (after.how == "custody"):
                yield Span(after.span.start, after.span.start + 1)


def _outside(span: Span, clock: Clock) -> bool:
    day = Span(clock.at(clock.date(span.start), DAYTIME.first), clock.at(clock.date(span.start), DAYTIME.last))
    return not day.covers(span)


def _works_nights(plan: Plan, clock: Clock) -> bool:
    for spans in plan.adults.values():
        work = merged(span.span for span in spans if span.doing == "work")
        for stretch in work:
            for day in clock.days(stretch):
                night = stretch.common(Span(clock.midnight(day), clock.at(day, 6 * 60)))
                if night and night.minutes >= NIGHT_WORK:
                    return True
    return False


def _all_bands(verified: Verified, people: Mapping[str, Carer]) -> dict[str, list[Band]]:
    plan = verified.plan
    asks = {name: [ask.span for ask in plan.open_asks if ask.helper == name] for name in people}
    return {child: _bands(stays, people, asks, verified) for child, stays in plan.children.items()}


class _Book(Struct, frozen=True):
    """The plan with what each row asks of it."""

    verified: Verified
    axis: Axis
    bands: Mapping[str, list[Band]]
    nights: Mapping[str, Mapping[dt.date, Span]]
    deeds: tuple[Deed, ...]


def _day_row(book: _Book, day: dt.date) -> DayRow:
    plan, clock, household = book.verified.plan, book.verified.week.clock, book.verified.week.household
    span = Span(clock.at(day, book.axis.start), clock.at(day, book.axis.end))
    place = _Place(clock, book.axis, day, span)
    return DayRow(
        date=day,
        span=span,
        children=tuple(
            _child_row(child.id, child.name, place, book.bands[child.id])
            for child in household.children
            if child.id in book.bands
        ),
        adults=tuple(
            AdultRow(adult.id, adult.name, tuple(_lanes(book, adult.id, place)))
            for adult in household.residents
            if adult.id in plan.adults
        ),
        words=day_words(book.verified, day, book.nights, book.deeds),
        deeds=tuple(deed for deed in book.deeds if clock.date(deed.span.start) == day and deed.kind != "occasion"),
    )


class _Place(Struct, frozen=True):
    """Puts instants on one row's clock, so that the hours line up on the day of a clock change too."""

    clock: Clock
    axis: Axis
    day: dt.date
    span: Span

    def of(self, instant: int) -> int:
        if instant <= self.span.start:
            return self.axis.start
        if instant >= self.span.end:
            return self.axis.end
        return (self.clock.date(instant) - self.day).days * DAY + self.clock.wall(instant)

    def stretch(self, span: Span) -> tuple[int, int] | None:
        """Where a span lies on the row; an hour that the clock repeats has no room of its own, but nothing is lost."""
        part = span.common(self.span)
        if part is None:
            return None
        left, right = self.of(part.start), self.of(part.end)
        if right > left:
            return left, right
        return left, min(left + part.minutes, self.axis.end)


def _bands(
    stays: Iterable[ChildSpan], people: Mapping[str, Carer], asks: Mapping[str, list[Span]], verified: Verified
) -> list[Band]:
    """A child's spans as bands on no row yet: neighbours that look alike are one. `moves` holds instants."""
    result: list[Band] = []
    for stay in stays:
        where = f" at {stay.place}" if at_own_home(verified.week.household, stay) else ""
        alone = stay.how == "alone"
        for band in _alone(stay, people, verified.plan.adults) if alone else _band(stay, people, asks, where):
            last = result[-1] if result else None
            if last and last.span.end == band.span.start and _alike(last, band):
                moves = _joined(last.moves, band.moves)
                result[-1] = replace(last, span=Span(last.span.start, band.span.end), moves=moves)
            else:
                result.append(band)
    return result


def _alike(one: Band, two: Band) -> bool:
    same_need = one.kind != "gap" or one.need == two.need
    looks = [(band.kind, band.label, band.carer, band.ask, band.beside) for band in (one, two)]
    return same_need and looks[0] == looks[1]


def _joined(first: tuple[tuple[int, int], ...], then: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    if first and then and first[-1][1] == then[0][0]:
        return (*first[:-1], (first[-1][0], then[0][1]), *then[1:])
    return first + then


def _band(stay: ChildSpan, people: Mapping[str, Carer], asks: Mapping[str, list[Span]], where: str) -> Iterator[Band]:
    moves = ((stay.span.start, stay.span.end),) if stay.to_place is not None else ()
    if stay.how in ("care", "escort") and stay.met_by is not None and stay.met_by in people:
        carer = people[stay.met_by]
        asked = [part for ask in asks[stay.met_by] if (part := ask.common(stay.span))]
        for part, ask in _parts(stay.span, asked):
            inside = tuple((max(a, part.start), min(b, part.end)) for a, b in moves)
            yield Band(0, 0, part, "carer", f"{carer.name}{where}", carer, ask, stay.need, inside)
        return
    kinds: dict[str, tuple[BandKind, str]] = {
        "attendance": ("place", stay.met_by or ""),
        "custody": ("custody", "other home"),
    }
    kind, label = kinds.get(stay.how, ("gap", "nobody"))
    yield Band(0, 0, stay.span, kind, label, need=stay.need, moves=moves)


def _alone(stay: ChildSpan, people: Mapping[str, Carer], adults: Mapping[str, Sequence[AdultSpan]]) -> Iterator[Band]:
    """A child alone, or by itself while somebody is at home who does something else."""
    for part, who in alone_at_home(stay, adults):
        moves = ((part.start, part.end),) if stay.to_place is not None else ()
        beside = people[who].name if who in people else ""
        label = BY_ITSELF if beside else ALONE
        yield Band(0, 0, part, "alone", label, need=stay.need, moves=moves, beside=beside)


def _parts(span: Span, asked: Iterable[Span]) -> Iterator[tuple[Span, bool]]:
    cuts = sorted({span.start, span.end} | {edge for part in asked for edge in (part.start, part.end)})
    for start, end in pairwise(cuts):
        yield Span(start, end), any(part.holds(start) for part in asked)


def _child_row(child: str, name: str, place: _Place, bands: list[Band]) -> ChildRow:
    shown = []
    for band in bands:
        if where := place.stretch(band.span):
            moves = tuple(at for start, end in band.moves if (at := place.stretch(Span(start, end))))
            shown.append(replace(band, left=where[0], right=where[1], moves=moves))
    handovers = tuple(
        Handover(place.of(at), at, before, after) for at, before, after in handovers_of(bands) if place.span.holds(at)
    )
    return ChildRow(child, name, tuple(shown), handovers)


def handovers_of(bands: Iterable[Band]) -> Iterator[tuple[int, Carer, Carer]]:
    """When a child's carer changes from an adult to another, directly or with a place of attendance between them."""
    before: Carer | None = None
    for band in bands:
        if band.kind == "carer" and band.carer is not None:
            if before is not None and before.id != band.carer.id:
                yield band.span.start, before, band.carer
            before = band.carer
        elif band.kind != "place":
            before = None


def _lanes(book: _Book, adult: str, place: _Place) -> Iterator[Lane]:
    """What an adult does, deeds last: an occasion lies around what is done in it."""
    week = book.verified.week
    for span in book.verified.plan.adults[adult]:
        kind = _lane_kind(span)
        where = place.stretch(span.span)
        if kind and where:
            label = week.title(span.event, span.span) if kind in ("work", "hold", "away") else ""
            yield Lane(*where, span.span, kind, label or NAMELESS.get(kind, kind))
    for deed in sorted(book.deeds, key=lambda deed: deed.kind != "occasion"):
        if adult in deed.who and (where := place.stretch(deed.span)):
            yield Lane(*where, deed.span, deed.kind, deed.title)


def _lane_kind(span: AdultSpan) -> LaneKind | None:
    if span.doing == "work":
        return "hold" if span.tentative else "work"
    kinds: dict[str, LaneKind] = {"away": "away", "unknown": "unknown", "sleep": "sleep", "travel": "travel"}
    return kinds.get(span.doing)
