"""Which nights a child may sleep at a helper's home, and at which instants it may come there and leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.needs import Visit, custody_of, exchange_in, needs_of, nights_of
from kinrota.model.people import Adult
from kinrota.model.places import HOME
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.solve.drivers import minutes_either_way
from kinrota.solve.instants import joined_drops, joined_picks
from kinrota.solve.work import Agenda

NOON = 12 * 60
HOURS_AROUND = 180
"""Minutes before and after a night's sleep in which who brings and fetches may do so at any full hour."""


class Sleepover(Struct, frozen=True, order=True):
    """A night's sleep of a child that may be at a helper's home.

    `window` is from the noon before to the noon after, as far as the helper may be asked. Others leave the child with
    it at one of `comes`, and take it at one of `goes`; nobody does at the end of a horizon that cuts the night.
    The helper itself arrives with it at one of `arrives`, or straight from a place of attendance, and leaves at one of
    `leaves`.
    """

    child: str
    host: str
    place: str
    night: Span
    window: Span
    comes: tuple[int, ...] = ()
    goes: tuple[int, ...] = ()
    arrives: tuple[int, ...] = ()
    leaves: tuple[int, ...] = ()

    def begins_at(self, instant: int) -> bool:
        """Whether who comes at an instant is there before the night's sleep, and not before noon."""
        return self.window.start <= instant <= self.night.start

    def ends_at(self, instant: int) -> bool:
        """Whether who leaves at an instant has slept, and leaves by noon."""
        return self.night.end <= instant <= self.window.end


class Lodging(Struct, frozen=True):
    """A helper's home as an adult uses it: when it may arrive there by a journey, and when leave by one.

    Its host is there for the nights in `windows`, and may be asked to come there at `asked`, and leave alone at `over`.
    Others come `meet` before they leave.
    """

    place: str
    arrives: tuple[int, ...]
    leaves: tuple[int, ...]
    asked: tuple[int, ...]
    over: tuple[int, ...]
    taken: tuple[int, ...] = ()
    """When others may leave a child with the host."""
    windows: tuple[Span, ...] = ()


def sleepovers_of(
    week: Week, agendas: Mapping[str, Agenda], visits: Iterable[Visit], hours: Mapping[str, tuple[Span, ...]]
) -> tuple[Sleepover, ...]:
    """Every night that a child may sleep at a helper's home; `hours` tells when helpers may be asked."""
    visits = tuple(visits)
    attended = {club.place for club in week.clubs} | {duty.place for duty in week.household.attendance}
    hosts = [adult for adult in week.household.helpers if adult.hosts and adult.lives not in (None, HOME, *attended)]
    found = []
    for host in hosts:
        instants = _Instants(week, agendas, visits, host)
        for child in week.household.children:
            for night, around in _nights(week, child.id):
                offer = next((offer.common(around) for offer in hours[host.id] if offer.covers(night)), None)
                if offer is not None:
                    found.append(instants.sleepover(child.id, night, offer))
    return tuple(sorted(found))


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

    def __init__(self, week: Week, agendas: Mapping[str, Agenda], visits: tuple[Visit, ...], host: Adult) -> None:
        self.week, self.host, self.place = week, host, str(host.lives)
        every = [night for child in week.household.children for night in nights_of(week, child.id)]
        self.asleep, self.awake = {night.start for night in every}, {night.end for night in every}
        self.before: set[int] = set()
        """When others leave the child there so as to join something."""
        self.after: set[int] = set()
        for adult in week.household.adults:
            if adult.id != host.id:
                self._joining_work(agendas[adult.id])
                self._joining_visits(adult, visits)
        ways = [(visit, self._ways(host, self.place, visit.place)) for visit in visits]
        self.onward = {t - way for visit, own in ways for t in joined_drops(visit) for way in own}
        """When the helper leaves with the child, straight to a place of attendance."""

    def sleepover(self, child: str, night: Span, window: Span) -> Sleepover:
        """A night there; its instants lie in the window."""
        bare = Sleepover(child, self.host.id, self.place, night, window)
        meet, cut = self.week.household.slack.meet, night.end == self.week.horizon.end
        near = Span(night.start - HOURS_AROUND, night.end + HOURS_AROUND)
        opens = {t for t in (window.start, window.start + meet) if near.holds(t)}
        hours = {t for t in self.week.clock.whole_hours(self.week.horizon) if near.start <= t <= near.end}
        comes = {*hours, *self.asleep, *self.before, *opens}
        goes = {window.end} if cut else {*hours, *self.awake, *self.after, window.end}
        leaves = set() if cut else {*self.awake, *self.onward, window.end}
        return replace(
            bare,
            comes=tuple(sorted(t for t in comes if bare.begins_at(t))),
            goes=tuple(sorted(t for t in goes if bare.ends_at(t))),
            arrives=tuple(sorted(t for t in {*self.asleep, *opens} if bare.begins_at(t))),
            leaves=tuple(sorted(t for t in leaves if bare.ends_at(t))),
        )

    def _ways(self, adult: Adult, start: str, end: str) -> set[int]:
        return minutes_either_way(self.week, adult, start, end) if start != end else {0}

    def _joining_work(self, agenda: Agenda) -> None:
        """Bringing, to be at work as it begins; fetching straight from work; before it and after it by way of home."""
        slack, adult = self.week.household.slack, agenda.adult
        ways = self._ways(adult, HOME, self.place) | self._ways(adult, self.place, HOME)
        for block in agenda.blocks:
            self.before |= {t - way for t in block.starts for way in self._ways(adult, self.place, block.place)}
            self.after |= {
                t + way + slack.meet for t in block.ends for way in self._ways(adult, block.place, self.place)
            }
            leaves = {t - way for t in block.starts for way in self._ways(adult, HOME, block.place)}
            returns = {t + way for t in block.ends for way in self._ways(adult, block.place, HOME)}
            in_time = {t - way - slack.meet for t in leaves for way in ways}
            self.before |= in_time | {t + slack.ready + way + slack.meet for t in returns for way in ways}
            self.after |= in_time

    def _joining_visits(self, adult: Adult, visits: tuple[Visit, ...]) -> None:
        """Straight from a place of attendance, and straight to one."""
        meet = self.week.household.slack.meet
        for visit in visits:
            for way in self._ways(adult, visit.place, self.place):
                self.before |= {t + way + meet for t in joined_picks(visit)}
            for way in self._ways(adult, self.place, visit.place):
                self.after |= {t - way for t in joined_drops(visit)}


def lodgings_of(week: Week, adult: str, sleepovers: Iterable[Sleepover]) -> tuple[Lodging, ...]:
    """The homes of helpers as an adult uses them: its own as host, others to bring and fetch."""
    sleepovers, meet = tuple(sleepovers), week.household.slack.meet
    own = {one.place for one in sleepovers if one.host == adult}
    found = []
    for place in sorted({one.place for one in sleepovers}):
        here = [one for one in sleepovers if one.place == place and (one.host == adult or place not in own)]
        comes, goes = _all(one.comes for one in here), _all(one.goes for one in here)
        fetched = tuple(t for t in goes if t < week.horizon.end)
        if place in own:
            arrives, leaves = _all(one.arrives for one in here), _all(one.leaves for one in here)
            windows = tuple(dict.fromkeys(one.window for one in here))
            found.append(Lodging(place, arrives, leaves, tuple(t - meet for t in comes), goes, comes, windows))
        else:
            instants = _all([comes, fetched])
            asked = tuple(t - meet for t in fetched)
            found.append(Lodging(place, tuple(t - meet for t in instants), instants, asked, comes))
    return tuple(found)


def _all(instants: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sorted({t for own in instants for t in own}))
