"""At which instants a child may be brought or fetched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from kinrota.model.needs import AROUND_A_SINGLE_TIME, NeedSpan, Visit, custody_of
from kinrota.model.people import Adult
from kinrota.model.places import HOME
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.solve.drivers import minutes_either_way
from kinrota.solve.said_edges import said_edges
from kinrota.solve.work import Agenda

BEGIN_SLEEP_WITHIN = 180
NARROW = 30
"""Minutes; a window up to this gives every instant of the grid."""


class Stops(Struct, frozen=True):
    """The instants at which a visit may begin and end."""

    visit: Visit
    drops: tuple[int, ...]
    picks: tuple[int, ...]


def stops_of(
    week: Week, agendas: tuple[Agenda, ...], visits: Iterable[Visit], needs: dict[str, tuple[NeedSpan, ...]]
) -> dict[Visit, Stops]:
    """The instants of every visit: window ends, usual times, what joins work or another visit, and the grid.

    Of the grid of a wide window only the first instant after and the last before a reason are taken: between two
    reasons every cost is linear in the instant but for the rounding of loads.
    """
    visits = tuple(visits)
    same_date: dict[object, list[Visit]] = defaultdict(list)
    for visit in visits:
        same_date[week.clock.date(visit.sure.start)].append(visit)
    found = {visit: (_drops(week, agendas, visit), _picks(week, agendas, visit)) for visit in visits}
    for visit in visits:
        others = [other for other in same_date[week.clock.date(visit.sure.start)] if other.place != visit.place]
        _grid(week, visit, set(_from_when(week, agendas, visit, others, needs)), found[visit], latest=False)
        _grid(week, visit, set(_until_when(week, agendas, visit, others, needs)), found[visit], latest=True)
        for other in others:
            for way in _between(week, other, visit):
                _forward(visit, way, joined(other), found[visit])
            for way in _between(week, visit, other):
                _backward(visit, other, way, found[visit])
    return {visit: Stops(visit, tuple(sorted(drops)), tuple(sorted(picks))) for visit, (drops, picks) in found.items()}


def _drop_window(visit: Visit) -> Span:
    return Span(visit.drop[0], visit.drop[1] + visit.late + 1)


def _drops(week: Week, agendas: tuple[Agenda, ...], visit: Visit) -> set[int]:
    """The window's ends, the usual time, what joins work, and what reaches `at_most` at a given pick-up."""
    if not visit.brought:
        return {visit.drop[0]}
    found = {*visit.drop, visit.usual_drop} | _joining_work(week, agendas, visit.place, before=True)
    if visit.at_most is not None and visit.fetched:
        found |= {t - visit.at_most for t in (*visit.pick, visit.usual_pick)}
    return {t for t in found if _drop_window(visit).holds(t) and t < visit.pick[1]}


def _picks(week: Week, agendas: tuple[Agenda, ...], visit: Visit) -> set[int]:
    """The window's ends, the usual time, what joins work, and what reaches `at_most` after a drop-off."""
    if not visit.fetched:
        return {visit.pick[0]}
    found = {*visit.pick, visit.usual_pick} | _joining_work(week, agendas, visit.place, before=False)
    if visit.at_most is not None:
        found |= {t + visit.at_most for t in _drops(week, agendas, visit)}
    return {t for t in found if visit.pick[0] <= t <= visit.pick[1] and t > visit.drop[0]}


def _joining_work(week: Week, agendas: tuple[Agenda, ...], place: str, *, before: bool) -> set[int]:
    """When an adult leaves a place to be at work exactly when it begins, or comes there straight from its end.

    To work away one goes after bringing (`before`), from there one comes to fetch; around work at home both are done.
    """
    found = set()
    for agenda in agendas:
        for block in agenda.blocks:
            if before or block.at_home:
                ways = _minutes(week, agenda.adult, place, block.place)
                found |= {start - way for way in ways for start in block.starts}
            if not before or block.at_home:
                ways = _minutes(week, agenda.adult, block.place, place)
                found |= {end + way for way in ways for end in block.ends}
    return found


def _grid(week: Week, visit: Visit, reasons: set[int], found: tuple[set[int], set[int]], *, latest: bool) -> None:
    """Add the grid of narrow windows, else what is next to a reason: the last instant before it or the first after."""
    drops, picks = Span(visit.drop[0], visit.drop[1] + 1), Span(visit.pick[0], visit.pick[1] + 1)
    if visit.brought:
        near = _narrow(week, drops) | _near(week, _drop_window(visit), reasons, latest=latest)
        found[0].update(t for t in near if t < visit.pick[1] and (t > visit.drop[1] or not _single_drop(visit)))
    if visit.fetched and not _single_pick(visit):
        near = _narrow(week, picks) | _near(week, picks, reasons, latest=latest)
        found[1].update(t for t in near if t > visit.drop[0])


def _narrow(week: Week, window: Span) -> set[int]:
    return set(_ticks(week, window)) if window.minutes <= NARROW + 1 else set()


def _near(week: Week, window: Span, reasons: set[int], *, latest: bool) -> set[int]:
    grid = _ticks(week, window)
    found = set()
    for reason in reasons:
        if window.holds(reason):
            found |= set([t for t in grid if t <= reason][-1:] if latest else [t for t in grid if t >= reason][:1])
    return found


def _ticks(week: Week, window: Span) -> list[int]:
    return [t for t in week.clock.ticks(window, week.household.grid) if window.holds(t)]


def _from_when(
    week: Week,
    agendas: tuple[Agenda, ...],
    visit: Visit,
    others: list[Visit],
    needs: dict[str, tuple[NeedSpan, ...]],
) -> Iterator[int]:
    """Instants from which on somebody could bring or fetch."""
    slack = week.household.slack
    said = said_edges(week, visit.child)
    yield from said
    wakings = [need.span.end for spans in needs.values() for need in spans if need.sleep]
    for need in needs[visit.child]:
        yield from (need.span.start, *(need.span.start + way for way in _own_ways(week, visit)))
    returns = [span.end for child in needs for span in custody_of(week, child)]
    for agenda in agendas:
        for way in _minutes(week, agenda.adult, HOME, visit.place):
            homecomings = (home for other in _sharing(week, agendas, agenda) for home in _homecomings(week, other))
            for edge in (*homecomings, *wakings, *returns, *said):
                yield from (edge + way, edge + way + slack.ready)
            for other in others:
                for back in _minutes(week, agenda.adult, other.place, HOME):
                    for edge in (other.usual_drop, other.usual_pick):
                        yield from (edge + back + way, edge + back + way + slack.ready)
    yield from (edge for other in others for edge in (other.usual_drop, other.usual_pick))
    if visit.at_most is not None:
        yield from (t - visit.at_most for t in (visit.usual_pick, *visit.pick))


def _until_when(
    week: Week,
    agendas: tuple[Agenda, ...],
    visit: Visit,
    others: list[Visit],
    needs: dict[str, tuple[NeedSpan, ...]],
) -> Iterator[int]:
    """Instants until which somebody could bring or fetch and be back."""
    slack = week.household.slack
    said = said_edges(week, visit.child)
    yield from said
    bedtimes = [need.span.start for spans in needs.values() for need in spans if need.sleep]
    leavings = [span.start - slack.meet for child in needs for span in custody_of(week, child)]
    for agenda in agendas:
        for way in _minutes(week, agenda.adult, HOME, visit.place):
            departures = (leaves for other in _sharing(week, agendas, agenda) for leaves in _departures(week, other))
            for edge in (*departures, *bedtimes, *leavings, *said):
                yield from (edge - way, edge - way - slack.meet)
            for other in others:
                for out in _minutes(week, agenda.adult, HOME, other.place):
                    for edge in (other.usual_drop, other.usual_pick):
                        yield from (edge - out - way, edge - out - way - slack.ready)
    yield from (edge for other in others for edge in (other.usual_drop, other.usual_pick))


def _sharing(week: Week, agendas: tuple[Agenda, ...], own: Agenda) -> list[Agenda]:
    """An adult's agenda, and those of the adults who drive what it drives."""
    drivers = {name for vehicle in week.household.driven_by(own.adult.id) for name in vehicle.drivers}
    return [agenda for agenda in agendas if agenda is own or agenda.adult.id in drivers]


def _homecomings(week: Week, agenda: Agenda) -> Iterator[int]:
    """When an adult comes to be at home, or could get up."""
    sleep = agenda.adult.sleep
    for block in agenda.blocks:
        for way in minutes_either_way(week, agenda.adult, block.place, HOME) or {0}:
            home = block.span.end + way
            yield from (end + way for end in block.ends)
            if not agenda.adult.helper:
                yield from (home + sleep.after_night_shift, home + sleep.after_night_shift + BEGIN_SLEEP_WITHIN)
    yield from (span.start for who, span in week.available if who == agenda.adult.id)


def _departures(week: Week, agenda: Agenda) -> Iterator[int]:
    """When an adult has to leave home, or to be in bed."""
    for block in agenda.blocks:
        ways = minutes_either_way(week, agenda.adult, HOME, block.place) or {0}
        yield from (start - way for way in ways for start in block.starts)
        for way in minutes_either_way(week, agenda.adult, block.place, HOME) or {0}:
            yield block.span.end + way + BEGIN_SLEEP_WITHIN
    yield from (span.end for who, span in week.available if who == agenda.adult.id)


def _minutes(week: Week, adult: Adult, start: str, end: str) -> set[int]:
    """The quickest minutes of an adult between two places, with a car and without; none where it knows no way."""
    return {0} if start == end else minutes_either_way(week, adult, start, end)


def _own_ways(week: Week, visit: Visit) -> tuple[int, ...]:
    """The quickest minutes in which a child goes from home to a place by itself."""
    stage = week.household.stage_of(week.household.child(visit.child), week.clock.date(visit.sure.start))
    own = week.household.journeys.quickest(HOME, visit.place, stage.moves_by)
    return own[:1] if own else ()


def _between(week: Week, one: Visit, other: Visit) -> set[int]:
    """The quickest minutes of the adults, and of a child that goes on alone, between two places."""
    journeys = week.household.journeys
    found = {way for adult in week.household.adults for way in minutes_either_way(week, adult, one.place, other.place)}
    if one.child == other.child:
        stage = week.household.stage_of(week.household.child(other.child), week.clock.date(other.sure.start))
        own = journeys.quickest(one.place, other.place, stage.moves_by)
        found |= {own[0]} if own else set()
    return found


def joined(visit: Visit) -> set[int]:
    """The instants of a visit that a journey to or from another place joins: of the minutes around a time only that."""
    return joined_drops(visit) | joined_picks(visit)


def joined_drops(visit: Visit) -> set[int]:
    """Those at which it begins."""
    return {visit.usual_drop} if _single_drop(visit) else {*visit.drop, visit.usual_drop}


def joined_picks(visit: Visit) -> set[int]:
    """Those at which it ends."""
    return {visit.usual_pick} if _single_pick(visit) else {*visit.pick, visit.usual_pick}


def _single_drop(visit: Visit) -> bool:
    return visit.drop == (visit.usual_drop - AROUND_A_SINGLE_TIME, visit.usual_drop)


def _single_pick(visit: Visit) -> bool:
    return visit.pick == (visit.usual_pick, visit.usual_pick + AROUND_A_SINGLE_TIME)


def _forward(visit: Visit, way: int, instants: set[int], found: tuple[set[int], set[int]]) -> None:
    """A journey that leaves the other place at one of its instants arrives here."""
    for t in (instant + way for instant in instants):
        if visit.brought and _drop_window(visit).holds(t) and t < visit.pick[1]:
            found[0].add(t)
        if visit.fetched and visit.pick[0] <= t <= visit.pick[1]:
            found[1].add(t)


def _backward(visit: Visit, other: Visit, way: int, found: tuple[set[int], set[int]]) -> None:
    """A journey that arrives at an instant of the other place leaves here."""
    for edge in joined(other):
        if visit.brought and visit.drop[0] <= edge - way <= visit.drop[1]:
            found[0].add(edge - way)
        if visit.fetched and visit.pick[0] <= edge - way <= visit.pick[1]:
            found[1].add(edge - way)
