"""Instants, spans and the one place that maps wall clock to instants.

An instant is a whole number of minutes since 1970-01-01T00:00Z: absolute, minute-exact, the same in every zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Protocol, TypeVar, cast
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

DAY = 24 * 60
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Span(Struct, frozen=True, order=True):
    """A half-open stretch of time `[start, end)` in minutes since the epoch; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse what is not a stretch of time."""
        if self.end <= self.start:
            message = f"a span ends after it starts: [{self.start}, {self.end})"
            raise ValueError(message)

    @property
    def minutes(self) -> int:
        """Its length."""
        return self.end - self.start

    def holds(self, instant: int) -> bool:
        """Whether the instant lies inside."""
        return self.start <= instant < self.end

    def covers(self, other: Span) -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether they share a minute."""
        return self.start < other.end and other.start < self.end

    def common(self, other: Span) -> Span | None:
        """The minutes that both have."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


class WallSpan(Struct, frozen=True, order=True):
    """A stretch of the clock such as 20:30-06:30, in minutes from midnight; crosses midnight when `end <= start`."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        """Its length on a day without a clock change."""
        return self.end - self.start if self.end > self.start else self.end - self.start + DAY

    def __str__(self) -> str:
        """Write it as a household file does."""
        return f"{wall_text(self.start)}-{wall_text(self.end)}"


def wall_text(minutes: int) -> str:
    """Write minutes from midnight as HH:MM."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


class Clock(Struct, frozen=True, dict=True):
    """A household's zone: the only translation between wall clock and instants."""

    zone: str

    def __post_init__(self) -> None:
        """ZoneInfoNotFoundError where there is no such zone."""
        ZoneInfo(self.zone)

    @cached_property
    def _info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def _known(self) -> dict[tuple[dt.date, int], int]:
        return {}

    def at(self, day: dt.date, wall: int) -> int:
        """The instant of `wall` minutes after midnight on `day`; 24:00 and more run into the days after.

        A wall time that a clock change repeats is its first occurrence; one that is skipped is the first instant
        after it, that of the change itself.
        """
        key = (day, wall)
        if key not in self._known:
            self._known[key] = self._find(day, wall)
        return self._known[key]

    def _find(self, day: dt.date, wall: int) -> int:
        naive = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=wall)
        early = _minutes(naive.replace(tzinfo=self._info, fold=0).astimezone(dt.UTC))
        if self.local(early).replace(tzinfo=None) == naive:
            return early
        before, after = _minutes(naive.replace(tzinfo=self._info, fold=1).astimezone(dt.UTC)), early
        changed = self.local(after).utcoffset()
        while after - before > 1:
            middle = (before + after) // 2
            before, after = (before, middle) if self.local(middle).utcoffset() == changed else (middle, after)
        return after

    def midnight(self, day: dt.date) -> int:
        """The first instant of a date."""
        return self.at(day, 0)

    def span(self, day: dt.date, wall: WallSpan) -> Span | None:
        """The stretch that a wall-clock rule means on the date where it begins; None if a clock change eats it."""
        start, end = self.at(day, wall.start), self.at(day, wall.start + wall.minutes)
        return Span(start, end) if start < end else None

    def local(self, instant: int) -> dt.datetime:
        """The zone-aware date and time of an instant."""
        return (EPOCH + dt.timedelta(minutes=instant)).astimezone(self._info)

    def date(self, instant: int) -> dt.date:
        """The date on which an instant falls."""
        return self.local(instant).date()

    def wall(self, instant: int) -> int:
        """The minutes of the clock since midnight at an instant."""
        local = self.local(instant)
        return local.hour * 60 + local.minute

    def text(self, instant: int) -> str:
        """The clock time of an instant as HH:MM."""
        return wall_text(self.wall(instant))

    def long_day(self, instant: int) -> str:
        """Its date on the household's clock, such as Tuesday 3 March."""
        date = self.date(instant)
        return f"{date:%A} {date.day} {date:%B}"

    def iso(self, instant: int) -> str:
        """The instant as ISO 8601 with the zone's offset."""
        return self.local(instant).isoformat()

    def days(self, span: Span) -> Iterator[dt.date]:
        """The dates that a span touches, in order."""
        day = self.date(span.start)
        while self.midnight(day) < span.end:
            yield day
            day += dt.timedelta(days=1)

    def day(self, date: dt.date) -> Span:
        """The 23, 24 or 25 hours of a date."""
        return Span(self.midnight(date), self.midnight(date + dt.timedelta(days=1)))

    def whole_days(self, start: dt.date, days: int) -> Span:
        """So many whole days from a date on."""
        return Span(self.midnight(start), self.midnight(start + dt.timedelta(days=days)))

    def whole_hours(self, span: Span) -> Iterator[int]:
        """The instants inside `[start, end]` at which the clock shows a full hour."""
        yield from self.ticks(span, 60)

    def ticks(self, span: Span, step: int) -> Iterator[int]:
        """The instants of the grid inside `[start, end]`: the clock's minutes are a multiple of `step`."""
        instant = span.start
        while instant <= span.end:
            rest = self.wall(instant) % step
            if rest == 0:
                yield instant
            instant += step - rest


def instant_of(text: str) -> int:
    """Read an ISO 8601 instant with offset; ValueError where there is none or it is not a whole minute."""
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None or moment.second or moment.microsecond:
        message = f"not a whole minute with an offset: {text}"
        raise ValueError(message)
    return _minutes(moment)


def _minutes(moment: dt.datetime) -> int:
    return int((moment - EPOCH).total_seconds()) // 60


def monday(day: dt.date) -> dt.date:
    """The first day of a date's ISO week."""
    return day - dt.timedelta(days=day.weekday())


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same minutes as maximal spans, in order; touching spans become one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def minus(spans: Iterable[Span], cuts: Iterable[Span]) -> tuple[Span, ...]:
    """The minutes of `spans` that no cut has."""
    holes = merged(cuts)
    result = []
    for span in merged(spans):
        start = span.start
        for hole in holes:
            if hole.end <= start or hole.start >= span.end:
                continue
            if start < hole.start:
                result.append(Span(start, hole.start))
            start = hole.end
        if start < span.end:
            result.append(Span(start, span.end))
    return tuple(result)


def inside(spans: Iterable[Span], frame: Span) -> tuple[Span, ...]:
    """The parts of the spans that lie in the frame, in order."""
    return tuple(sorted(part for span in spans if (part := span.common(frame))))


class Spanned(Protocol):
    """A Struct of something that takes time."""

    @property
    def span(self) -> Span: ...


S = TypeVar("S", bound=Spanned)


def _at(thing: S, span: Span) -> S:
    return cast("S", replace(cast("Struct", thing), span=span))


def same_again(one: Spanned, other: Spanned) -> bool:
    """Whether something follows at once that is the same but for its time."""
    return one.span.end == other.span.start and _at(other, one.span) == one


def joined(things: Iterable[S], goes_on: Callable[[S, S], bool] = same_again) -> Iterator[S]:
    """Things in order; of those that go on what was before only the first, until the last of them ends."""
    current: S | None = None
    for thing in things:
        if current is not None and goes_on(current, thing):
            current = _at(current, Span(current.span.start, thing.span.end))
            continue
        if current is not None:
            yield current
        current = thing
    if current is not None:
        yield current


def length(spans: Iterable[Span]) -> int:
    """The minutes that at least one of the spans has."""
    return sum(span.minutes for span in merged(spans))
