"""Which nights a child may sleep at a helper's home, and at which instants it may come there and leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kinrota.model.needs import Visit, custody_of, exchange_in, needs_of, nights_of
from kinrota.model.people import Adult
from kinrota.model.places import HOME
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.solve.drivers import minutes_either_way
from kinrota.solve.instants import Stops
from kinrota.solve.work import Agenda

NOON = 12 * 60


@dataclass(frozen=True, slots=True, order=True)
class Sleepover:
    """A night's sleep of a child that may be at a helper's home.

    `window` is from the noon before to the noon after, as far as the helper may be asked. The helper has the child from
    one of `comes` on to one of `goes`; from the last of a night that the horizon cuts nobody fetches it.
    """

    child: str
    host: str
    place: str
    night: Span
    window: Span
    comes: tuple[int, ...]
    goes: tuple[int, ...]

    def begins_at(self, instant: int) -> bool:
        """Whether who comes at an instant is there before the night's sleep, and not before noon."""
        return self.window.start <= instant <= self.night.start

    def ends_at(self, instant: int) -> bool:
        """Whether who leaves at an instant has slept, and leaves by noon."""
        return self.night.end <= instant <= self.window.end


@dataclass(frozen=True, slots=True)
class Lodging:
    """A helper's home as an adult uses it: when it may arrive there, and when leave.

    Its host is there for the nights in `windows`; who brings or fetches comes `meet` before it leaves.
    """

    place: str
    arrives: tuple[int, ...]
    leaves: tuple[int, ...]
    windows: tuple[Span, ...] = ()
    comes: tuple[int, ...] = ()
    """When the host may be asked to come, `meet` before a child is brought."""
    goes: tuple[int, ...] = ()
    """When the host may leave alone, as all children are fetched."""


def sleepovers_of(
    week: Week, agendas: Mapping[str, Agenda], stops: Mapping[Visit, Stops], hours: Mapping[str, tuple[Span, ...]]
) -> tuple[Sleepover, ...]:
    """Every night that a child may sleep at a helper's home; `hours` tells when helpers may be asked."""
    attended = {visit.place for visit in stops} | {duty.place for duty in week.household.attendance}
    hosts = [adult for adult in week.household.helpers if adult.hosts and adult.lives not in (None, HOME, *attended)]
    found = []
    for host in hosts:
        instants = _Instants(week, agendas, stops, host)
        for child in week.household.children:
            for night, around in _nights(week, child.id):
                offer = next((offer.common(around) for offer in hours[host.id] if offer.covers(night)), None)
                if offer is not None:
                    found.append(instants.sleepover(child.id, night, offer))
    return tuple(sorted(one for one in found if one.comes and one.goes))


def _nights(week: Week, child: str) -> Iterator[tuple[Span, Span]]:
    """A child's nights of sleep on the horizon's dates, without an exchange, each with the noons around it."""
    clock, needs, away = week.clock, needs_of(week, child), custody_of(week, child)
    for night in nights_of(week, child):
        day = clock.date(night.start)
        if clock.wall(night.start) < NOON:
            day -= dt.timedelta(days=1)
        around = Span(clock.at(day, NOON), clock.at(day + dt.timedelta(days=1), NOON)).common(week.horizon)
        ours = not any(span.overlaps(night) for span in away) and exchange_in(needs, night) is None
        if ours and day >= clock.date(week.horizon.start) and around is not None and around.covers(night):
            yield night, around


class _Instants:
    """When a child may come to a helper's home, and leave: what is the same for all nights there."""

    def __init__(
        self, week: Week, agendas: Mapping[str, Agenda], stops: Mapping[Visit, Stops], host: Adult
    ) -> None:
        self.week, self.host, self.place = week, host.id, str(host.lives)
        every = [night for child in week.household.children for night in nights_of(week, child.id)]
        shared = set(week.clock.whole_hours(week.horizon))
        self.comes = shared | {night.start for night in every}
        self.goes = shared | {night.end for night in every}
        for agenda in agendas.values():
            self._joining_work(agenda)
        for adult in week.household.adults:
            self._joining_visits(adult, stops.values())

    def sleepover(self, child: str, night: Span, window: Span) -> Sleepover:
        """A night there; its instants lie in the window."""
        meet = self.week.household.slack.meet
        comes = self.comes | {window.start, window.start + meet}
        goes = {window.end} if night.end == self.week.horizon.end else self.goes | {window.end}
        bare = Sleepover(child, self.host, self.place, night, window, (), ())
        return Sleepover(
            child,
            self.host,
            self.place,
            night,
            window,
            tuple(sorted(t for t in comes if bare.begins_at(t))),
            tuple(sorted(t for t in goes if bare.ends_at(t))),
        )

    def _ways(self, adult: Adult, start: str, end: str) -> set[int]:
        return minutes_either_way(self.week, adult, start, end) if start != end else {0}

    def _joining_work(self, agenda: Agenda) -> None:
        """Bringing, to be at work as it begins; fetching straight from work; before it and after it by way of home."""
        slack, adult = self.week.household.slack, agenda.adult
        ways = self._ways(adult, HOME, self.place) | self._ways(adult, self.place, HOME)
        for block in agenda.blocks:
            self.comes |= {t - way for t in block.starts for way in self._ways(adult, self.place, block.place)}
            self.goes |= {t + way + slack.meet for t in block.ends for way in self._ways(adult, block.place, self.place)}
            leaves = {t - way for t in block.starts for way in self._ways(adult, HOME, block.place)}
            returns = {t + way for t in block.ends for way in self._ways(adult, block.place, HOME)}
            before = {t - way - sooner for t in leaves for way in ways for sooner in (0, slack.meet)}
            self.comes |= before | {t + slack.ready + way + slack.meet for t in returns for way in ways}
            self.goes |= before

    def _joining_visits(self, adult: Adult, stops: Iterable[Stops]) -> None:
        """Straight from a place of attendance, and straight to one."""
        later = 0 if adult.id == self.host else self.week.household.slack.meet
        for stop in stops:
            visit = stop.visit
            for way in self._ways(adult, visit.place, self.place):
                self.comes |= {t + way + later for t in (visit.usual_pick, *visit.pick)}
            for way in self._ways(adult, self.place, visit.place):
                self.goes |= {t - way for t in stop.drops}


def lodgings_of(week: Week, adult: str, sleepovers: Iterable[Sleepover]) -> tuple[Lodging, ...]:
    """The homes of helpers as an adult uses them: its own as host, others to bring and fetch."""
    sleepovers, meet = tuple(sleepovers), week.household.slack.meet
    own = {one.place for one in sleepovers if one.host == adult}
    found = []
    for place in sorted({one.place for one in sleepovers}):
        here = [one for one in sleepovers if one.place == place and (one.host == adult or place not in own)]
        comes = sorted({t for one in here for t in one.comes})
        goes = sorted({t for one in here for t in one.goes})
        leaves = [t for t in goes if t < week.horizon.end]
        if place in own:
            asked, windows = tuple(t - meet for t in comes), tuple(dict.fromkeys(one.window for one in here))
            found.append(Lodging(place, tuple(comes), tuple(leaves), windows, asked, tuple(goes)))
        else:
            met = tuple(t - meet for t in sorted({*comes, *leaves}))
            found.append(Lodging(place, met, tuple(sorted({*comes, *leaves}))))
    return tuple(found)
