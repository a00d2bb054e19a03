"""Where each adult could be and go: a network of stays and journeys between the instants that a plan may use."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec.structs import replace

from kinrota.model.needs import AROUND_A_SINGLE_TIME
from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.time import Span, minus
from kinrota.model.week import Week
from kinrota.solve.arcs import Arc, Node, ways
from kinrota.solve.drivers import minutes_at_most, minutes_without, own_alone
from kinrota.solve.errands import Errand
from kinrota.solve.helping import helper_hours, nights_not_here
from kinrota.solve.instants import Stops
from kinrota.solve.networks import Instants, Move, Network, pruned
from kinrota.solve.offers import variants
from kinrota.solve.onward import WITHOUT, Layer, joins_at_home, layer_at
from kinrota.solve.sleepovers import Lodging
from kinrota.solve.work import Agenda, Block, stretches

WAITS = 30
"""Minutes that an adult waits at a place of attendance at the most."""
WAITS_LONG = 120
"""Minutes that an adult is at its place of work before or after work, or at a club while it lasts, at the most."""


def network_of(
    week: Week,
    agenda: Agenda,
    stops: Iterable[Stops],
    errands: tuple[Errand, ...] = (),
    lodgings: tuple[Lodging, ...] = (),
    *,
    come_and_go: Iterable[int] = (),
    taken: str = "",
) -> Network:
    """All that an adult could do, cut down to what can be reached from where it starts and ends somewhere.

    `taken` is the shared vehicle that it has with it at work when the horizon begins.
    """
    drops: dict[str, set[int]] = defaultdict(set)
    picks: dict[str, set[int]] = defaultdict(set)
    for stop in stops:
        drops[stop.visit.place] |= set(stop.drops) if stop.visit.brought else set()
        picks[stop.visit.place] |= set(stop.picks) if stop.visit.fetched else set()
    at_places = {
        place: Instants(frozenset(drops[place]), frozenset(picks[place]), tuple(sorted(drops[place] | picks[place])))
        for place in sorted(drops)
    }
    maker = _Maker(week, agenda, at_places, errands, lodgings, tuple(come_and_go))
    return maker.helper() if agenda.adult.helper else maker.resident(taken)


class _Maker:
    """Collects one adult's arcs, stretch by stretch of its own time."""

    def __init__(
        self,
        week: Week,
        agenda: Agenda,
        at_places: dict[str, Instants],
        errands: tuple[Errand, ...],
        lodgings: tuple[Lodging, ...],
        come_and_go: tuple[int, ...],
    ) -> None:
        self.week, self.agenda, self.adult = week, agenda, agenda.adult
        self.at_places, self.errands, self.lodgings, self.come_and_go = at_places, errands, lodgings, come_and_go
        self.driven = week.household.driven_by(agenda.adult.id)
        self.hours = helper_hours(week, agenda) if agenda.adult.helper else ()
        self.dark = nights_not_here(week, agenda.adult)
        self.arcs: set[Arc] = set()
        self.moments: dict[tuple[str, Layer], set[int]] = defaultdict(set)

    def resident(self, taken: str) -> Network:
        """The network of an adult who is at home, at work or on its way between."""
        known = self.agenda.known
        for one, span, other in stretches(self.agenda):
            self._stretch(one, span, other)
        for before, after in itertools.pairwise(self.agenda.blocks):
            if before.span.end == after.span.start and before.place != after.place:
                for layer in self._layers(before.place):
                    self._jump(before.place, layer, after.place, after.span.start)
        source = self._source(taken)
        self._work()
        self.moments[HOME, ""] |= {known.start, known.end}
        ends: set[Node] = {(HOME, "", known.end)}
        for block in self.agenda.blocks:
            if block.span.end >= known.end:
                ends |= {(block.place, layer, known.end) for layer in self._layers(block.place)}
        arcs, reached = self._linked({source}, ends)
        return Network(self.adult, arcs, source, reached)

    def _linked(self, sources: Iterable[Node], ends: Iterable[Node]) -> tuple[tuple[Arc, ...], frozenset[Node]]:
        """Prune the journeys, then link what is left with stays between the instants that are left."""
        arcs, _ = pruned(sources, ends, self.arcs | self._stays())
        self.arcs = {arc for arc in arcs if arc.kind != "stay"}
        self.moments = defaultdict(set)
        for place, layer, t in (*sources, *ends, *(node for arc in self.arcs for node in (arc.tail, arc.head))):
            self.moments[place, layer].add(t)
        return pruned(sources, ends, self.arcs | self._stays())

    def helper(self) -> Network:
        """The network of a helper, who comes and goes inside its availability."""
        moves: set[Move] = set()
        for span in self.hours:
            for place, instants in self.at_places.items():
                for t in instants.within(span):
                    self._around(place, t, span, None, None)
                    moves |= set(self._moves(place, t, instants))
            for errand in self.errands:
                self._keeping(errand, span, None, None)
                moves |= set(self._asked_to(errand, span))
            for lodging in self.lodgings:
                self._lodging(lodging, span, None, None)
                moves |= set(self._asked_there(lodging, span))
            for here in minus([span], self.dark):
                for t in sorted({here.start, here.end, *(t for t in self.come_and_go if here.start <= t <= here.end)}):
                    moves |= {("come", HOME, "", t), ("go", HOME, "", t)}
                    self.moments[HOME, ""].add(t)
        sources = {(place, layer, t) for which, place, layer, t in moves if which == "come"}
        ends = {(place, layer, t) for which, place, layer, t in moves if which == "go"}
        arcs, _ = self._linked(sources, ends)
        tails, heads = {arc.tail for arc in arcs}, {arc.head for arc in arcs}
        kept = (move for move in moves if move[1:] in (tails if move[0] == "come" else heads))
        return Network(self.adult, arcs, None, frozenset(), tuple(sorted(kept)))

    def _moves(self, place: str, t: int, instants: Instants) -> Iterator[Move]:
        """It comes straight to a place to fetch, and goes from there after bringing, by its quickest way from home.

        It does not do so with a vehicle of the household.
        """
        own = (way for way in ways(self.week, self.adult, HOME, "", place) if not way.vehicle)
        way = next(own, None)
        if way is None:
            return
        self.moments[place, way.layer_after].add(t)
        if t in instants.picks:
            yield ("come", place, way.layer_after, t)
        if t in instants.drops:
            yield ("go", place, way.layer_after, t)
            if any(lodging.windows for lodging in self.lodgings) and not self.driven:
                yield from (("go", place, layer, t) for layer in ("car", "foot"))

    def _asked_to(self, errand: Errand, span: Span) -> Iterator[Move]:
        """It comes straight to what is kept away from home, and goes from there; perhaps it lives there."""
        own = (way for way in ways(self.week, self.adult, HOME, "", errand.place) if not way.vehicle)
        way = next(own, None)
        layer = way.layer_after if way else WITHOUT if self.driven else "foot"
        for which, instants in (("come", errand.comes), ("go", errand.goes)):
            for t in (t for t in instants if span.start <= t <= span.end):
                self.moments[errand.place, layer].add(t)
                yield ("come" if which == "come" else "go", errand.place, layer, t)

    def _asked_there(self, lodging: Lodging, span: Span) -> Iterator[Move]:
        """It comes to a helper's home and goes from there: its own for a night, another's to fetch and after bringing.

        With a vehicle of the household it does neither.
        """
        way = next((way for way in ways(self.week, self.adult, HOME, "", lodging.place) if not way.vehicle), None)
        layer = way.layer_after if way else WITHOUT if self.driven else "foot"
        for t in (t for t in lodging.asked if span.start <= t <= span.end):
            self.moments[lodging.place, layer].add(t)
            yield ("come", lodging.place, layer, t)
        for one in (WITHOUT,) if self.driven else ("car", "foot"):
            for t in (t for t in lodging.over if span.start <= t <= span.end):
                self.moments[lodging.place, one].add(t)
                yield ("go", lodging.place, one, t)

    def _source(self, taken: str) -> Node:
        """Where the adult is when its time begins: at home, at work, or under way to work."""
        start = self.agenda.known.start
        first = next(iter(self.agenda.blocks), None)
        node: Node = (HOME, "", start)
        if first is not None and not first.at_home:
            if first.span.start <= start:
                here = f"car:{taken}" if taken else WITHOUT
                node = (first.place, here if self.driven else layer_at(self.week, self.adult, first.place), start)
            for way in self._commutes(HOME, "", first.place) if first.span.start > start else ():
                if first.span.start - way.minutes < start:
                    self._keep(replace(way, begins=start, ends=first.span.start, commute=True))
        self.moments[node[0], node[1]].add(start)
        return node

    def _work(self) -> None:
        """At its work an adult is there for the whole block, or what it does not give up, however it came."""
        for block in self.agenda.blocks:
            for variant in variants(block, self.agenda.known):
                for layer in self._layers(block.place):
                    begins, ends = variant.span.start, variant.span.end
                    self._keep(Arc(begins, ends, block.place, block.place, layer, layer, "work"))

    def _stays(self) -> set[Arc]:
        """Stays between neighbouring instants of a place: at home any, elsewhere short ones."""
        worked = [block.sure for block in self.agenda.blocks if block.sure]
        stays = set()
        for (place, layer), moments in self.moments.items():
            cuts = {t for errand in self.errands if errand.place == place for t in errand.cuts}
            nights = self._nights_at(place)
            cuts |= {t for span in nights for t in (span.start, span.end)}
            cuts |= {t for lodging in self.lodgings if lodging.place == place for t in lodging.taken}
            for start, end in itertools.pairwise(sorted(moments | cuts)):
                longest = waits_at_most(self.week, self.agenda, place, Span(start, end))
                kept = end - start <= longest or self._keeps(place, start, end)
                kept = kept or any(span.covers(Span(start, end)) for span in nights)
                dark = place == HOME and _meets(self.dark, start, end)
                if kept and not dark and self._offered(start, end) and not _meets(worked, start, end):
                    stays.add(Arc(start, end, place, place, layer, layer, "stay"))
        return stays

    def _keeps(self, place: str, start: int, end: int) -> bool:
        """Whether a stay lies around something that is kept at a place."""
        return any(errand.place == place and errand.around.covers(Span(start, end)) for errand in self.errands)

    def _nights_at(self, place: str) -> tuple[Span, ...]:
        """When children may sleep at a place that is its own home."""
        return next((lodging.windows for lodging in self.lodgings if lodging.place == place), ())

    def _offered(self, start: int, end: int) -> bool:
        """Whether a stay lies in one stretch of a helper's hours; a resident's always does."""
        return not self.adult.helper or any(span.covers(Span(start, end)) for span in self.hours)

    def _stretch(self, before: Block | None, span: Span, after: Block | None) -> None:
        here, there = before.place if before else HOME, after.place if after else None
        for instant in before.ends if before and here != HOME else ():
            self._straight(here, HOME, span, instant, leaves=True)
        for instant in after.starts if after else ():
            for start in dict.fromkeys((HOME, here)):
                if there is not None and there not in (HOME, start):
                    self._straight(start, there, span, instant, leaves=False)
        if before is not None and (there is not None or span.end < self.week.horizon.end):
            self._pressed(before, span.end, after)
        for place, instants in self.at_places.items():
            for t in instants.within(span):
                self._around(place, t, span, before, after)
        for errand in self.errands:
            self._keeping(errand, span, before, after)
        for lodging in self.lodgings:
            self._lodging(lodging, span, before, after)

    def _straight(self, start: str, end: str, span: Span, instant: int, *, leaves: bool) -> None:
        """The commute that leaves when work ends, or arrives when it begins; a jump where no way is known."""
        for layer in self._layers(start):
            commutes = list(self._commutes(start, layer, end))
            for way in commutes:
                self._add(way, instant if leaves else instant - way.minutes, span, commute=True)
            if not commutes and not joins_at_home(self.week, self.adult, start, layer, end):
                self._jump(start, layer, end, instant)
            elif all(way.vehicle and not self._has_its_own for way in commutes) and start == HOME:
                self._jump(start, layer, end, instant, instead=True)

    def _commutes(self, start: str, layer: Layer, end: str) -> Iterator[Arc]:
        """The quickest way; from home by each shared vehicle where that is quickest, and then without one."""
        for way in ways(self.week, self.adult, start, layer, end):
            yield way
            if not way.vehicle or start != HOME:
                return

    @property
    def _has_its_own(self) -> bool:
        """Whether one of its vehicles is nobody else's."""
        return any(own_alone(vehicle) for vehicle in self.driven)

    def _jump(self, start: str, layer: Layer, end: str, instant: int, *, instead: bool = False) -> None:
        """A change of place in no time, as nobody knows a way; a shared vehicle goes along, but none from home."""
        after = layer_at(self.week, self.adult, end)
        if self.driven and end != HOME:
            after = WITHOUT if start == HOME else layer
        lift = instead or (layer == WITHOUT and self._by_car(start, end))
        self._keep(Arc(instant, instant, start, end, layer, after, "jump", instead=instead, lift=lift))

    def _by_car(self, start: str, end: str) -> bool:
        """Whether an adult would know a way if it had a car."""
        known = self.week.household.journeys.quickest(start, end, self.adult.modes) is not None
        return ELSEWHERE not in (start, end) and (known or joins_at_home(self.week, self.adult, start, "", end))

    def _pressed(self, before: Block, until: int, after: Block | None) -> None:
        """Jumps for who has no car, where its way to the next work, or home before unknown time, is too long for that.

        The times of work are those of who goes by car.
        """
        here, there = before.place, after.place if after else HOME
        start, end = max(before.span.end, self.agenda.known.start), after.span.start if after else until
        if start >= end or any(block.span.overlaps(Span(start, end)) for block in self.agenda.blocks):
            return
        span = Span(start, end)
        if not self.driven or here == there or ELSEWHERE in (here, there) or self._without(here, there) <= span.minutes:
            return
        if here != HOME and (there == HOME or span.minutes > WAITS_LONG):
            self._lift(here, HOME, span.start)
        if there != HOME:
            self._lift(here if span.minutes <= WAITS_LONG else HOME, there, span.end)

    def _lift(self, start: str, end: str, instant: int) -> None:
        layers = ("" if start == HOME else WITHOUT, "" if end == HOME else WITHOUT)
        self._keep(Arc(instant, instant, start, end, *layers, "jump", lift=True))

    def _without(self, here: str, there: str) -> int:
        """The minutes of an adult without a car, straight or through home; 0 where it knows no way."""
        legs = (minutes_without(self.week, self.adult, *ends) or 0 for ends in ((here, HOME), (HOME, there)))
        straight = minutes_without(self.week, self.adult, here, there)
        through = sum(leg for leg in legs)
        return through if straight is None or HOME in (here, there) else min(straight, through)

    def _around(self, place: str, t: int, span: Span, before: Block | None, after: Block | None) -> None:
        """Journeys that arrive at a place of attendance, or leave it, at one of its instants, or straight from work."""
        self._to(place, t, span, before)
        self._sooner(place, t, span, before)
        self._from(place, t, span, after)

    def _keeping(self, errand: Errand, span: Span, before: Block | None, after: Block | None) -> None:
        """Journeys that arrive for something that is kept away from home, or leave after it."""
        for t in (t for t in errand.comes if span.start <= t <= span.end):
            self._to(errand.place, t, span, before)
        for t in (t for t in errand.goes if span.start <= t <= span.end):
            self._from(errand.place, t, span, after)

    def _lodging(self, lodging: Lodging, span: Span, before: Block | None, after: Block | None) -> None:
        """Journeys to a helper's home, and from there."""
        for t in (t for t in lodging.arrives if span.start <= t <= span.end):
            self._to(lodging.place, t, span, before)
        for t in (t for t in lodging.leaves if span.start <= t <= span.end):
            self._from(lodging.place, t, span, after)

    def _from(self, place: str, t: int, span: Span, after: Block | None) -> None:
        there, begins = (after.place, after.starts) if after else (None, ())
        for layer in self._layers(place):
            for way in ways(self.week, self.adult, place, layer, HOME):
                self._add(way, t, span)
            self._onward(place, layer, t, span)
            if there is not None and there not in (HOME, place):
                for way in _first(ways(self.week, self.adult, place, layer, there)):
                    if any(0 <= start - t - way.minutes <= WAITS_LONG for start in begins):
                        self._add(way, t, span, commute=True)

    def _to(self, place: str, t: int, span: Span, before: Block | None) -> None:
        here, ends = (before.place, before.ends) if before else (HOME, ())
        for way in ways(self.week, self.adult, HOME, "", place):
            self._add(way, t - way.minutes, span)
        for layer in self._layers(here) if here not in (HOME, place) else ():
            for way in _first(ways(self.week, self.adult, here, layer, place)):
                if any(0 <= t - way.minutes - end <= WAITS_LONG for end in ends):
                    self._add(way, t - way.minutes, span, commute=True)

    def _sooner(self, place: str, t: int, span: Span, before: Block | None) -> None:
        """Who leaves when its work ends may wait at the place, where it may be in reach of a child that is alone."""
        here, ends = (before.place, before.ends) if before and self._somebody_alone else (HOME, ())
        for layer in self._layers(here) if here not in (HOME, place) else ():
            for way in _first(ways(self.week, self.adult, here, layer, place)):
                for end in ends:
                    if 0 < t - way.minutes - end <= WAITS:
                        self._add(way, end, span, commute=True)

    @cached_property
    def _somebody_alone(self) -> bool:
        """Whether a child of the household is of an age to be alone within reach at some time of the horizon."""
        household = self.week.household
        days = [self.week.clock.date(t) for t in (self.week.horizon.start, self.week.horizon.end)]
        return any(household.stage_of(child, day).alone for child in household.children for day in days)

    def _onward(self, place: str, layer: Layer, t: int, span: Span) -> None:
        """Journeys from one place of attendance to another, to wait there for one of its instants if need be."""
        for other, instants in self.at_places.items():
            for way in ways(self.week, self.adult, place, layer, other) if other != place else ():
                arrives = t + way.minutes
                if instants.within(Span(arrives, arrives + WAITS)):
                    self._add(way, t, span)
        for errand in self.errands:
            for way in ways(self.week, self.adult, place, layer, errand.place) if errand.place != place else ():
                if errand.begins_at(t + way.minutes):
                    self._add(way, t, span)
        for lodging in self.lodgings:
            for way in ways(self.week, self.adult, place, layer, lodging.place) if lodging.place != place else ():
                if self._joins(lodging, t + way.minutes):
                    self._add(way, t, span)

    @staticmethod
    def _joins(lodging: Lodging, arrives: int) -> bool:
        """Whether who comes to a helper's home waits no longer than it may for one of its instants; a host any time."""
        soon = any(arrives <= t <= arrives + WAITS for t in lodging.arrives)
        return any(window.holds(arrives) for window in lodging.windows) if lodging.windows else soon

    def _add(self, way: Arc, start: int, span: Span, *, commute: bool = False) -> None:
        end = start + way.minutes
        if commute and start < self.week.horizon.end < end:
            end = self.week.horizon.end
        dark = HOME in (way.start, way.end) and _meets(self.dark, start, end)
        if span.start <= start and end <= span.end and not dark:
            self._keep(replace(way, begins=start, ends=end, commute=commute))

    def _layers(self, place: str) -> tuple[Layer, ...]:
        """What it may have at hand at a place."""
        if place == HOME:
            return ("",)
        if not self.driven:
            return ("car", "foot")
        return (WITHOUT, *(f"{kind}:{vehicle.id}" for vehicle in self.driven for kind in ("car", "foot")))

    def _keep(self, arc: Arc) -> None:
        self.arcs.add(arc)
        self.moments[arc.start, arc.layer_before].add(arc.begins)
        self.moments[arc.end, arc.layer_after].add(arc.ends)


def waits_at_most(week: Week, agenda: Agenda, place: str, span: Span) -> int:
    """The minutes that an adult may be at a place through a span at the most; between two blocks of work, a while."""
    if place == HOME:
        return week.horizon.minutes
    if place not in agenda.places:
        return (
            WAITS_LONG if any(place == club.place and _around(club.span).covers(span) for club in week.clubs) else WAITS
        )
    before = next((block.place for block in reversed(agenda.blocks) if block.span.end <= span.start), None)
    after = next((block.place for block in agenda.blocks if block.span.start >= span.end), None)
    way = minutes_at_most(week, agenda.adult, HOME, place) if before == after == place else 0
    return WAITS_LONG + 2 * way


def _around(club: Span) -> Span:
    return Span(club.start - AROUND_A_SINGLE_TIME, club.end + AROUND_A_SINGLE_TIME)


def _meets(spans: list[Span], start: int, end: int) -> bool:
    return any(span.start < end and start < span.end for span in spans)


def _first(found: Iterator[Arc]) -> Iterator[Arc]:
    yield from itertools.islice(found, 1)
