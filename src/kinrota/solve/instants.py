"""At which instants a child may be brought or fetched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kinrota.model.needs import AROUND_A_SINGLE_TIME, NeedSpan, Visit, custody_of
from kinrota.model.people import Adult
from kinrota.model.places import HOME
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.solve.work import Agenda, minutes_between

BEGIN_SLEEP_WITHIN = 180


@dataclass(frozen=True, slots=True)
class Stops:
    """The instants at which a visit may begin and end."""

    visit: Visit
    drops: tuple[int, ...]
    picks: tuple[int, ...]


def stops_of(
    week: Week, agendas: tuple[Agenda, ...], visits: Iterable[Visit], needs: dict[str, tuple[NeedSpan, ...]]
) -> dict[Visit, Stops]:
    """The instants of every visit: window ends, usual times, what joins work or another visit, and the grid.

    Of the grid only the instants just before and just after a reason are taken: between two reasons every cost is
    linear in the instant, so that an end is at least as good as what lies between.
    """
    visits = tuple(visits)
    same_date: dict[object, list[Visit]] = defaultdict(list)
    for visit in visits:
        same_date[week.clock.date(visit.sure.start)].append(visit)
    drops, picks = {}, {}
    for visit in visits:
        others = [other for other in same_date[week.clock.date(visit.sure.start)] if other != visit]
        reasons = set(_reasons(week, agendas, visit, others, needs))
        drops[visit] = _drops(week, agendas, visit, reasons)
        picks[visit] = _picks(week, agendas, visit, reasons, drops[visit])
    joined_drops = {visit: set(instants) for visit, instants in drops.items()}
    joined_picks = {visit: set(instants) for visit, instants in picks.items()}
    for same in same_date.values():
        for one in same:
            for other in same:
                if one.place != other.place:
                    for way in _between(week, one, other):
                        _forward(other, way, drops[one] | picks[one], joined_drops, joined_picks)
                        _backward(one, other, way, joined_drops, joined_picks)
    return {
        visit: Stops(visit, tuple(sorted(joined_drops[visit])), tuple(sorted(joined_picks[visit]))) for visit in visits
    }


def _drops(week: Week, agendas: tuple[Agenda, ...], visit: Visit, reasons: set[int]) -> set[int]:
    if not visit.brought:
        return {visit.drop[0]}
    window = Span(visit.drop[0], visit.drop[1] + visit.late + 1)
    found = {*visit.drop, visit.usual_drop}
    single = visit.drop == (visit.usual_drop - AROUND_A_SINGLE_TIME, visit.usual_drop)
    if visit.at_most is not None:
        reasons = reasons | {t - visit.at_most for t in (visit.usual_pick, *visit.pick)}
    found |= {t for t in _near(week, window, reasons) if t > visit.drop[1] or not single}
    for agenda in agendas:
        for block in agenda.blocks:
            found |= {block.span.start - way for way in _minutes(week, agenda.adult, visit.place, block.place)}
    return {t for t in found if window.holds(t) and t < visit.pick[1]}


def _picks(week: Week, agendas: tuple[Agenda, ...], visit: Visit, reasons: set[int], drops: set[int]) -> set[int]:
    if not visit.fetched:
        return {visit.pick[0]}
    window = Span(visit.pick[0], visit.pick[1] + 1)
    found = {*visit.pick, visit.usual_pick}
    if visit.at_most is not None:
        found |= {t + visit.at_most for t in drops}
    if visit.pick != (visit.usual_pick, visit.usual_pick + AROUND_A_SINGLE_TIME):
        found |= _near(week, window, reasons)
    for agenda in agendas:
        for block in agenda.blocks:
            found |= {block.span.end + way for way in _minutes(week, agenda.adult, block.place, visit.place)}
    return {t for t in found if window.holds(t) and t > visit.drop[0]}


def _near(week: Week, window: Span, reasons: set[int]) -> set[int]:
    """The instants of the grid inside a window just before and just after a reason."""
    grid = list(week.clock.ticks(window, week.household.grid))
    found = set()
    for reason in reasons:
        before = [t for t in grid if t <= reason]
        after = [t for t in grid if t >= reason]
        if window.start <= reason < window.end:
            found |= set(before[-1:]) | set(after[:1])
    return found


def _reasons(
    week: Week,
    agendas: tuple[Agenda, ...],
    visit: Visit,
    others: list[Visit],
    needs: dict[str, tuple[NeedSpan, ...]],
) -> Iterator[int]:
    """Instants at which an escort becomes possible or impossible, dearer or cheaper."""
    slack = week.household.slack
    for agenda in agendas:
        adult = agenda.adult
        for way in _minutes(week, adult, HOME, visit.place):
            for edge in _homecomings(week, agenda):
                yield from (edge + way, edge + way + slack.ready, edge + way + slack.meet)
            for edge in _departures(week, agenda):
                yield from (edge - way, edge - way - slack.meet)
            for edge in _edges(week, needs):
                yield from (edge + way, edge + way + slack.ready, edge - way, edge - way - slack.meet)
            for other in others:
                for back in _minutes(week, adult, other.place, HOME):
                    for edge in (*other.drop, other.usual_drop, *other.pick, other.usual_pick):
                        yield from (
                            edge + back + way,
                            edge + back + way + slack.ready,
                            edge - back - way,
                            edge - back - way - slack.ready,
                        )
    for other in others:
        yield from (*other.drop, other.usual_drop, *other.pick, other.usual_pick)


def _homecomings(week: Week, agenda: Agenda) -> Iterator[int]:
    """When an adult comes to be at home, or could get up."""
    sleep = agenda.adult.sleep
    for block in agenda.blocks:
        home = block.span.end + minutes_between(week, agenda.adult, block.place, HOME)
        yield home
        if not agenda.adult.helper:
            yield from (home + sleep.after_night_shift, home + sleep.after_night_shift + BEGIN_SLEEP_WITHIN)
    yield from (span.start for who, span in week.available if who == agenda.adult.id)


def _departures(week: Week, agenda: Agenda) -> Iterator[int]:
    """When an adult has to leave home, or to be in bed."""
    for block in agenda.blocks:
        yield block.span.start - minutes_between(week, agenda.adult, HOME, block.place)
        yield block.span.end + minutes_between(week, agenda.adult, block.place, HOME) + BEGIN_SLEEP_WITHIN
    yield from (span.end for who, span in week.available if who == agenda.adult.id)


def _edges(week: Week, needs: dict[str, tuple[NeedSpan, ...]]) -> Iterator[int]:
    """When a child falls asleep or wakes, comes or goes."""
    for child, spans in needs.items():
        yield from (edge for need in spans if need.sleep for edge in (need.span.start, need.span.end))
        yield from (edge for span in custody_of(week, child) for edge in (span.start, span.end))


def _minutes(week: Week, adult: Adult, start: str, end: str) -> set[int]:
    """The quickest minutes of an adult between two places; none where it knows no way."""
    if start == end:
        return {0}
    found = week.household.journeys.quickest(start, end, adult.modes)
    return {found[0]} if found else set()


def _between(week: Week, one: Visit, other: Visit) -> set[int]:
    """The quickest minutes of the adults, and of a child that goes on alone, between two places."""
    journeys = week.household.journeys
    found = {
        way[0] for adult in week.household.adults if (way := journeys.quickest(one.place, other.place, adult.modes))
    }
    if one.child == other.child:
        stage = week.household.stage_of(week.household.child(other.child), week.clock.date(other.sure.start))
        own = journeys.quickest(one.place, other.place, stage.moves_by)
        found |= {own[0]} if own else set()
    return found


def _forward(
    other: Visit, way: int, instants: set[int], drops: dict[Visit, set[int]], picks: dict[Visit, set[int]]
) -> None:
    """A journey that leaves one place at one of its instants arrives at the other."""
    for t in instants:
        if other.brought and other.drop[0] <= t + way <= other.drop[1] + other.late and t + way < other.pick[1]:
            drops[other].add(t + way)
        if other.fetched and other.pick[0] <= t + way <= other.pick[1]:
            picks[other].add(t + way)


def _backward(one: Visit, other: Visit, way: int, drops: dict[Visit, set[int]], picks: dict[Visit, set[int]]) -> None:
    """A journey that arrives at a given time of the other place leaves the first."""
    for t in {*other.drop, other.usual_drop, *other.pick, other.usual_pick}:
        if one.brought and one.drop[0] <= t - way <= one.drop[1]:
            drops[one].add(t - way)
        if one.fetched and one.pick[0] <= t - way <= one.pick[1]:
            picks[one].add(t - way)
