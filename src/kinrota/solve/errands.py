"""When people come to a place away from home for something that is kept there, and when they leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from kinrota.model.needs import AROUND_A_SINGLE_TIME, NeedSpan, Visit
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.solve.drivers import minutes_either_way
from kinrota.solve.instants import Stops
from kinrota.solve.work import Agenda

NOON = 12 * 60


class Errand(Struct, frozen=True, order=True):
    """Something at a place away from home for which people are there from its beginning to its end.

    They come at one of `comes` and leave at one of `goes`; at `cuts` something changes in what their stay counts.
    """

    span: Span
    place: str
    comes: tuple[int, ...]
    goes: tuple[int, ...]
    cuts: tuple[int, ...]

    @property
    def around(self) -> Span:
        """From when they may be there, and until when."""
        return Span(self.span.start - AROUND_A_SINGLE_TIME, self.span.end + AROUND_A_SINGLE_TIME)

    def begins_at(self, instant: int) -> bool:
        """Whether who comes at an instant is in time, and not too early."""
        return self.around.start <= instant <= self.span.start

    def ends_at(self, instant: int) -> bool:
        """Whether who leaves at an instant was there to the end, and does not linger."""
        return self.span.end <= instant <= self.around.end


def visit_like(week: Week, span: Span, place: str) -> Visit:
    """An errand as a visit with single times, to find the instants that join it with others."""
    return Visit(
        sure=span,
        child=week.household.children[0].id,
        place=place,
        drop=(span.start - AROUND_A_SINGLE_TIME, span.start),
        pick=(span.end, span.end + AROUND_A_SINGLE_TIME),
        usual_drop=span.start,
        usual_pick=span.end,
        club=f"errand {span.start} {span.end}",
    )


def errand_of(
    week: Week,
    agendas: Iterable[Agenda],
    stops: Stops,
    needs: dict[str, tuple[NeedSpan, ...]],
    visits: Iterable[Visit],
) -> Errand:
    """The errand of such a visit: its ends, ten minutes before and after them, and what joins work or another place."""
    span, place = stops.visit.sure, stops.visit.place
    agendas = tuple(agendas)
    comes = {*stops.drops, *_joining(week, agendas, place, before=False)}
    goes = {*stops.picks, *_joining(week, agendas, place, before=True)}
    bare = Errand(span, place, (), (), ())
    return Errand(
        span,
        place,
        tuple(sorted(t for t in comes if bare.begins_at(t))),
        tuple(sorted(t for t in goes if bare.ends_at(t))),
        tuple(sorted(t for t in _changes(week, needs, visits, bare.around) if bare.around.start < t < bare.around.end)),
    )


def _joining(week: Week, agendas: tuple[Agenda, ...], place: str, *, before: bool) -> Iterator[int]:
    """When an adult leaves a place to be at work as it begins (`before`), or comes there straight from its end."""
    for agenda in agendas:
        for block in agenda.blocks:
            ends = (place, block.place) if before else (block.place, place)
            for way in minutes_either_way(week, agenda.adult, *ends) if block.place != place else (0,):
                yield from (start - way for start in block.starts) if before else (end + way for end in block.ends)


def _changes(
    week: Week, needs: dict[str, tuple[NeedSpan, ...]], visits: Iterable[Visit], around: Span
) -> Iterator[int]:
    """Where a child's need changes, or care could as well be at an attendance, or another date has the load."""
    yield from (need.span.start for spans in needs.values() for need in spans)
    yield from (edge for visit in visits if visit.club is None for edge in (visit.open.start, visit.open.end))
    for day in week.clock.days(around):
        yield from (week.clock.midnight(day), week.clock.at(day, NOON))
