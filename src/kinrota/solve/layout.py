"""Everything that is decided before solving: who could be where, and at which instants anything may change."""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from kinrota.model.needs import NeedSpan, Visit, needs_of, nights_of, visits_of
from kinrota.model.people import Adult, Child
from kinrota.model.places import HOME
from kinrota.model.time import Span, WallSpan, inside
from kinrota.model.week import Week
from kinrota.solve.arcs import Arc
from kinrota.solve.drivers import minutes_either_way, taken_at_start
from kinrota.solve.duties import SMALL_HOURS, Duties, duties_of
from kinrota.solve.errands import Errand, errand_of, visit_like
from kinrota.solve.helping import helper_hours, is_scarce
from kinrota.solve.instants import Stops, stops_of
from kinrota.solve.journeys import network_of
from kinrota.solve.networks import Network
from kinrota.solve.offers import with_offers
from kinrota.solve.rest import Rests, rests_of
from kinrota.solve.said_edges import said_edges
from kinrota.solve.sleepovers import Sleepover, lodgings_of, sleepovers_of
from kinrota.solve.ways import Way, ways_of
from kinrota.solve.work import Agenda, Block, agenda_of


class Layout(Struct, frozen=True, dict=True):
    """The week cut into what a solver can choose from. `segments` are the stretches at home, in order."""

    week: Week
    agendas: dict[str, Agenda]
    visits: dict[str, tuple[Visit, ...]]
    needs: dict[str, tuple[NeedSpan, ...]]
    stops: dict[Visit, Stops]
    networks: dict[str, Network]
    rests: dict[str, Rests]
    ways: dict[str, tuple[Way, ...]]
    duties: Duties
    errands: tuple[Errand, ...]
    sleepovers: tuple[Sleepover, ...]
    segments: tuple[Span, ...]
    taken: dict[str, str]
    """The adults who have a shared vehicle with them when the horizon begins, each with it."""

    @property
    def adults(self) -> tuple[Adult, ...]:
        """Every adult, as the household lists them."""
        return self.week.household.adults

    @property
    def children(self) -> tuple[Child, ...]:
        """Every child, as the household lists them."""
        return self.week.household.children

    @cached_property
    def instants(self) -> tuple[int, ...]:
        """The instants between segments, the horizon's ends included."""
        return (*(segment.start for segment in self.segments), self.week.horizon.end)

    def index(self, instant: int) -> int:
        """The segment that begins at an instant."""
        return bisect.bisect_left(self.instants, instant)

    def between(self, start: int, end: int) -> range:
        """The segments that overlap `[start, end)`."""
        first = bisect.bisect_right(self.instants, start) - 1
        last = bisect.bisect_left(self.instants, end)
        return range(max(first, 0), min(last, len(self.segments)))

    @cached_property
    def needed(self) -> dict[str, tuple[NeedSpan, ...]]:
        """For each child, what it needs in each segment."""
        return {child: tuple(_lookup(needs, self.segments)) for child, needs in self.needs.items()}

    @cached_property
    def fixed(self) -> frozenset[int]:
        """The instants at which a carer may change whatever the plan is."""
        agendas = [agenda for agenda in self.agendas.values() if not agenda.adult.helper]
        blocks = [block for agenda in agendas for block in agenda.blocks]
        works = (edge for block in blocks for edge in block.told_from if block.offer is None or block.surely(edge))
        changed = (
            after.span.start
            for spans in self.needs.values()
            for before, after in itertools.pairwise(spans)
            if (before.need, before.sleep, before.custody) != (after.need, after.sleep, after.custody)
        )
        hours = self.week.clock.whole_hours(self.week.horizon)
        ceases = (agenda.known.end for agenda in agendas)
        return frozenset((*hours, *changed, *works, *ceases, *said_edges(self.week)))

    @cached_property
    def nights(self) -> tuple[Span, ...]:
        """From the last child's falling asleep to the first one's waking, for each date."""
        return tuple(_nights(self.week, self.needs))

    def block_at(self, adult: str, span: Span) -> Block | None:
        """The work of an adult that overlaps a span."""
        return next((block for block in self.agendas[adult].blocks if block.span.overlaps(span)), None)

    def sure_at(self, adult: str, span: Span) -> Block | None:
        """The work of an adult that overlaps a span whatever is given up."""
        return next((block for block in self.agendas[adult].blocks if block.sure and block.sure.overlaps(span)), None)


def layout_of(week: Week) -> Layout:
    """Lay the week out."""
    agendas = {adult.id: with_offers(week, agenda_of(week, adult)) for adult in week.household.adults}
    visits = {child.id: visits_of(week, child.id) for child in week.household.children}
    needs = {child.id: needs_of(week, child.id) for child in week.household.children}
    duties = duties_of(week, agendas, needs)
    stops, errands = _stops(week, agendas, visits, needs, duties)
    hours = {name: helper_hours(week, agenda) for name, agenda in agendas.items() if agenda.adult.hosts}
    sleepovers = sleepovers_of(week, agendas, stops, hours)
    lodgings = {name: lodgings_of(week, name, sleepovers) for name in agendas}
    rests = {name: rests_of(week, agenda) for name, agenda in agendas.items()}
    ways = {
        child: tuple(ways_of(week, child, [stops[visit] for visit in found], needs[child]))
        for child, found in visits.items()
    }
    taken = taken_at_start(week, agendas)
    networks = {
        name: network_of(week, agenda, stops.values(), errands, lodgings[name], taken=taken.get(name, ""))
        for name, agenda in agendas.items()
        if not agenda.adult.helper
    }
    for name, agenda in agendas.items():
        if agenda.adult.helper:
            come_and_go = (
                *_come_and_go(week, agenda, agendas, needs, networks),
                *_with_a_child(week, name, sleepovers),
            )
            there = lodgings[name]
            networks[name] = network_of(week, agenda, stops.values(), errands, there, come_and_go=come_and_go)
    networks = {name: networks[name] for name in agendas}
    instants = _instants(week, agendas, needs, networks, rests, ways) | _open_edges(week, visits)
    instants |= {*said_edges(week), *duties.edges, *(_evening_hours(week) if duties.leisure else ())}
    ordered = sorted(instants)
    segments = tuple(Span(start, end) for start, end in itertools.pairwise(ordered))
    return Layout(
        week, agendas, visits, needs, stops, networks, rests, ways, duties, errands, sleepovers, segments, taken
    )


def _stops(
    week: Week,
    agendas: dict[str, Agenda],
    visits: dict[str, tuple[Visit, ...]],
    needs: dict[str, tuple[NeedSpan, ...]],
    duties: Duties,
) -> tuple[dict[Visit, Stops], tuple[Errand, ...]]:
    """The instants of visits, and of what is kept away from home, found together as each may join the other."""
    every = [visit for found in visits.values() for visit in found]
    called = [visit_like(week, span, place) for span, place in duties.away]
    found = stops_of(week, tuple(agendas.values()), [*every, *called], needs)
    errands = tuple(errand_of(week, agendas.values(), found[visit], needs, every) for visit in called)
    return {visit: found[visit] for visit in every}, errands


def _lookup(needs: tuple[NeedSpan, ...], segments: tuple[Span, ...]) -> Iterator[NeedSpan]:
    position = 0
    for segment in segments:
        while needs[position].span.end <= segment.start:
            position += 1
        yield needs[position]


def _instants(
    week: Week,
    agendas: dict[str, Agenda],
    needs: dict[str, tuple[NeedSpan, ...]],
    networks: dict[str, Network],
    rests: dict[str, Rests],
    ways: dict[str, tuple[Way, ...]],
) -> set[int]:
    """Where a stretch at home may begin or end; a night's full hours and sleep only if something is settled in it."""
    calm = [night for night in _nights(week, needs) if not any(night.holds(edge) for edge in said_edges(week))]
    hours = [t for t in week.clock.whole_hours(week.horizon) if not any(night.start < t < night.end for night in calm)]
    found = {week.horizon.start, week.horizon.end, *hours}
    found |= {need.span.start for spans in needs.values() for need in spans}
    blocks = [block for agenda in agendas.values() for block in agenda.blocks]
    found |= {edge for block in blocks for part in block.parts for edge in (part.span.start, part.span.end)}
    found |= {edge for block in blocks if block.offer for edge in (*block.starts, *block.ends)}
    for network in networks.values():
        found |= {arc.begins for arc in network.arcs if arc.start == HOME} | {
            arc.ends for arc in network.arcs if arc.end == HOME
        }
        found |= {instant for _, place, _, instant in network.moves if place == HOME}
    found |= {
        edge
        for own in ways.values()
        for one in own
        for edge, place in ((one.begins, one.start), (one.ends, one.end))
        if place == HOME
    }
    for rest in rests.values():
        for owed in rest.owed:
            for block in owed.candidates:
                found |= {edge for edge in (block.start, block.end) if not any(night.holds(edge) for night in calm)}
    return {t for t in found if week.horizon.start <= t <= week.horizon.end}


def _open_edges(week: Week, visits: dict[str, tuple[Visit, ...]]) -> set[int]:
    """Where care begins or ceases to be care of a child that could be at its attendance; only fairness asks."""
    if not week.household.residents[1:]:
        return set()
    opens = [visit.open for own in visits.values() for visit in own if visit.club is None]
    return {edge for span in opens for edge in (span.start, span.end) if week.horizon.holds(edge)}


def _evening_hours(week: Week) -> Iterator[int]:
    """The full hours of nights, too, but for the small ones: own time may begin and end at them."""
    small = WallSpan(0, SMALL_HOURS[1])
    dark = [span for day in week.clock.days(week.horizon) if (span := week.clock.span(day, small))]
    for t in week.clock.whole_hours(week.horizon):
        if not any(span.start < t < span.end for span in dark):
            yield t


def _come_and_go(
    week: Week,
    helper: Agenda,
    agendas: dict[str, Agenda],
    needs: dict[str, tuple[NeedSpan, ...]],
    residents: dict[str, Network],
) -> tuple[int, ...]:
    """When a helper may come or go at home: full hours, changes of need, and what residents do, with time to meet.

    Where minutes of a helper are scarce or paid, also when residents may leave or come with children; where they are
    paid with time to meet: then each of them counts.
    """
    meet = week.household.slack.meet
    found = set(week.clock.whole_hours(week.horizon)) | {need.span.start for spans in needs.values() for need in spans}
    found |= {edge + sooner for edge in said_edges(week) for sooner in (-meet, 0, meet)}
    for agenda in agendas.values():
        for block in () if agenda.adult.helper else agenda.blocks:
            for minutes in minutes_either_way(week, agenda.adult, HOME, block.place) or {0}:
                worked = [t - way for t in block.starts for way in (minutes, 0)]
                worked += [t + way for t in block.ends for way in (0, minutes)]
                found |= {t + sooner for t in worked for sooner in (-meet, 0, meet)}
    if helper.adult.cost_per_hour or is_scarce(week, helper):
        journeys = [arc for network in residents.values() for arc in network.arcs if arc.kind == "journey"]
        edges = {arc.begins for arc in journeys if arc.start == HOME}
        edges |= {arc.ends for arc in journeys if arc.end == HOME}
        around = (-meet, 0, meet) if helper.adult.cost_per_hour else (0,)
        found |= {t + sooner for t in edges for sooner in around}
    return tuple(sorted(found))


def _with_a_child(week: Week, helper: str, sleepovers: tuple[Sleepover, ...]) -> Iterator[int]:
    """When a helper may come to take a child to its own home, just in time, and go when it has brought it back."""
    slack, adult = week.household.slack, week.household.adult(helper)
    for one in sleepovers:
        if one.host == helper:
            for way in minutes_either_way(week, adult, HOME, one.place):
                yield from (t - way - sooner for t in one.arrives for sooner in {slack.ready, slack.meet})
            for way in minutes_either_way(week, adult, one.place, HOME):
                yield from (t + way + slack.meet for t in one.leaves)


def _nights(week: Week, needs: dict[str, tuple[NeedSpan, ...]]) -> Iterator[Span]:
    slept = {child: nights_of(week, child) for child in needs}
    for day in (week.clock.date(week.horizon.start) + dt.timedelta(days=n - 1) for n in range(58)):
        noon, next_noon = week.clock.at(day, 12 * 60), week.clock.at(day + dt.timedelta(days=1), 12 * 60)
        if noon >= week.horizon.end:
            return
        asleep = []
        for child, spans in needs.items():
            night = inside(slept[child], Span(noon, next_noon))
            away = tuple(need.span for need in spans if need.custody)
            if night and not _touches(night, away):
                asleep.append(Span(night[0].start, night[-1].end))
        if asleep:
            start, end = max(span.start for span in asleep), min(span.end for span in asleep)
            if start < end:
                yield Span(start, end)


def _touches(night: tuple[Span, ...], away: tuple[Span, ...]) -> bool:
    whole = Span(night[0].start, night[-1].end)
    return any(span.overlaps(whole) for span in away)


def away_at(layout: Layout, child: str, arc: Arc) -> bool:
    """Whether a child is in custody, or being exchanged, in some of an arc."""
    return any((need.custody or need.exchange) and arc.overlaps(need.span) for need in layout.needs[child])


def asleep_or_away(layout: Layout, child: str, arc: Arc) -> bool:
    """Whether a child cannot go along on an arc: asleep and not to be carried, in custody, or being exchanged."""
    carried = layout.week.household.child(child).may_be_carried
    return any(
        (need.custody or need.exchange or (need.sleep and not carried)) and arc.overlaps(need.span)
        for need in layout.needs[child]
    )
