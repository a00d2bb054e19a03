"""The ways of a child without an adult: alone where its stage allows it, or because nobody brings or fetches."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.needs import NeedSpan, Visit, custody_of, way
from kinrota.model.people import Need, Stage
from kinrota.model.places import HOME, MODES, Mode
from kinrota.model.time import Span, inside, length, minus
from kinrota.model.week import Week
from kinrota.solve.instants import Stops

UNLIMITED: tuple[Mode, ...] = ("transit", "car")
"""The modes that the stage's minutes do not limit."""


class Way(Struct, frozen=True):
    """A child's way without an adult: `gap` where nobody brings or fetches, else alone by its stage.

    From home to `visit` (`comes`) or from `visit` home; `onward` is a visit at another place that it goes on to.
    """

    child: str
    begins: int
    ends: int
    start: str
    end: str
    gap: bool
    mode: Mode | None
    leaves: Visit | None
    comes: Visit | None


def ways_of(week: Week, child: str, stops: list[Stops], needs: tuple[NeedSpan, ...]) -> Iterator[Way]:
    """Every way that a child may make without an adult over the horizon."""
    for stop in stops:
        visit = stop.visit
        stage = week.household.stage_of(week.household.child(child), week.clock.date(visit.sure.start))
        if visit.club is None:
            frames = minus([week.horizon], custody_of(week, child))
            yield from _clipped(_nobody(stop, way(week, visit.place)), frames)
        yield from _alone(week, stage, stop, needs)
        for other in stops:
            if other.visit.place != visit.place and visit.fetched and other.visit.brought:
                yield from _onward(week, stage, stop, other, needs)


def _nobody(stop: Stops, minutes: int) -> Iterator[Way]:
    """The quickest journey that nobody makes: before the last drop-off, and after any pick-up."""
    visit = stop.visit
    if visit.brought:
        last = visit.drop[1]
        yield Way(visit.child, last - minutes, last, HOME, visit.place, gap=True, mode=None, leaves=None, comes=visit)
    for t in stop.picks if visit.fetched else ():
        yield Way(visit.child, t, t + minutes, visit.place, HOME, gap=True, mode=None, leaves=visit, comes=None)


def _clipped(ways: Iterator[Way], frames: tuple[Span, ...]) -> Iterator[Way]:
    """Ways that nobody makes, as far as the horizon shows them and custody leaves them."""
    for one in ways:
        kept = one.ends if one.comes is not None else one.begins
        for frame in frames:
            begins, ends = max(one.begins, frame.start), min(one.ends, frame.end)
            if begins < ends and kept in (begins, ends):
                yield replace(one, begins=begins, ends=ends)


def _own(week: Week, stage: Stage, start: str, end: str) -> tuple[int, Mode] | None:
    """The quickest minutes by a mode that a child may use alone, and the mode."""
    found = [
        (minutes, MODES.index(mode), mode)
        for mode in MODES
        if mode in stage.moves_by
        and (minutes := week.household.journeys.minutes(start, end, mode)) is not None
        and (mode in UNLIMITED or minutes <= stage.moves_up_to)
    ]
    return (min(found)[0], min(found)[2]) if found else None


def _alone(week: Week, stage: Stage, stop: Stops, needs: tuple[NeedSpan, ...]) -> Iterator[Way]:
    visit = stop.visit
    going, coming = _own(week, stage, HOME, visit.place), _own(week, stage, visit.place, HOME)
    for t in stop.drops if going and visit.brought else ():
        minutes, mode = going or (0, "walk")
        if _may_move(needs, t - minutes, t):
            yield Way(visit.child, t - minutes, t, HOME, visit.place, gap=False, mode=mode, leaves=None, comes=visit)
    for t in stop.picks if coming and visit.fetched else ():
        minutes, mode = coming or (0, "walk")
        if _may_move(needs, t, t + minutes):
            yield Way(visit.child, t, t + minutes, visit.place, HOME, gap=False, mode=mode, leaves=visit, comes=None)


def _onward(week: Week, stage: Stage, stop: Stops, other: Stops, needs: tuple[NeedSpan, ...]) -> Iterator[Way]:
    own = _own(week, stage, stop.visit.place, other.visit.place)
    for t in stop.picks if own else ():
        minutes, mode = own or (0, "walk")
        if t + minutes in other.drops and _may_move(needs, t, t + minutes):
            start, end = stop.visit.place, other.visit.place
            yield Way(
                stop.visit.child, t, t + minutes, start, end, gap=False, mode=mode, leaves=stop.visit, comes=other.visit
            )


def _may_move(needs: tuple[NeedSpan, ...], start: int, end: int) -> bool:
    """Whether a child may be alone and awake in all of the span."""
    fitting = [
        need.span
        for need in needs
        if not (need.custody or need.exchange or need.sleep) and need.need in (Need.REACH, Need.NONE)
    ]
    return start < end and length(inside(fitting, Span(start, end))) == end - start
