"""What a plan has of routines, chores, own time, time together and occasions, each with its name, hours and people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.duties import Duty, Occasion, Protected
from kinrota.model.household import Household
from kinrota.model.places import HOME
from kinrota.model.plan import CHORE, OWN, ROUTINE, TOGETHER, AdultSpan, Verified
from kinrota.model.time import DAY, Clock, Span, joined, monday
from kinrota.model.week import Week
from kinrota.publish.dates import listed, short_day
from kinrota.publish.needed import needs_of

DeedKind = Literal["routine", "chore", "own", "together", "occasion"]
D = TypeVar("D", bound=Duty)
OCCASION = "occasion:"
OWN_TIME = "Own time"
ELSEWHERE = ("work", OWN, "sleep", "unknown", "away")
"""What an adult does who is not there for an occasion, wherever it is."""


class Deed(Struct, frozen=True):
    """One of them. `who` are the adults who do it, `children` those it is for.

    `key` is what a plan calls it: routine:bedtime-leo, chore:laundry#1/load, own, together:evening, occasion:birthday.
    `missing` are those whom an occasion is without; `waits` is when the next step of a chore begins, after a wait.
    """

    kind: DeedKind
    span: Span
    title: str
    key: str
    who: tuple[str, ...]
    children: tuple[str, ...] = ()
    place: str = HOME
    missing: tuple[str, ...] = ()
    waits: int | None = None

    def people(self, names: Mapping[str, str]) -> str:
        """Ana and Ben; with the children where it is theirs as much."""
        children = self.children if self.kind in ("together", "occasion") else ()
        return listed(names.get(who, who) for who in (*self.who, *children))

    def note(self, names: Mapping[str, str], clock: Clock) -> str:
        """What has to be said beside it: where it is, whom an occasion is without, how long a chore waits."""
        told = [] if self.place == HOME else [f"at {self.place}"]
        told += [f"without {listed(names.get(who, who) for who in self.missing)}"] if self.missing else []
        if self.waits is None:
            return ", ".join(told)
        day = clock.date(self.waits)
        other = f"{short_day(day)} " if day != clock.date(self.span.start) else ""
        return f"then waits until {other}{clock.text(self.waits)}"


def deeds_of(verified: Verified) -> tuple[Deed, ...]:
    """All of them, in order."""
    found: dict[tuple[str, Span], Deed] = {}
    for adult, spans in verified.plan.adults.items():
        for span in joined(filter(_is_deed, spans), _goes_on):
            deed = _deed(verified.week.household, adult, span)
            key = (deed.key if deed.kind != "own" else f"{deed.key}:{adult}", deed.span)
            same = found.get(key)
            found[key] = replace(same, who=(*same.who, adult)) if same else deed
    deeds = [*_waiting(verified.week, tuple(found.values())), *occasions_of(verified)]
    return tuple(sorted(deeds, key=lambda deed: (deed.span, deed.key, deed.who)))


def _is_deed(span: AdultSpan) -> bool:
    return span.doing in (OWN, TOGETHER) or span.doing.startswith((ROUTINE, CHORE))


def _goes_on(one: AdultSpan, other: AdultSpan) -> bool:
    return one.span.end == other.span.start and (one.doing, one.event) == (other.doing, other.event)


def _deed(home: Household, adult: str, span: AdultSpan) -> Deed:
    place = span.place or HOME
    if span.doing == OWN:
        return Deed("own", span.span, OWN_TIME, OWN, (adult,), place=place)
    if span.doing == TOGETHER:
        shared = _known(home.together, span.event or "")
        children = _children(home, shared.who) if shared else ()
        title = home.called(shared) if shared else "Together"
        return Deed("together", span.span, title, f"{TOGETHER}:{span.event or ''}", (adult,), children, place)
    if span.doing.startswith(ROUTINE):
        name = span.doing.removeprefix(ROUTINE)
        routine = _known(home.routines, name)
        title = home.called(routine) if routine else name
        return Deed("routine", span.span, title, span.doing, (adult,), routine.children if routine else (), place)
    return Deed("chore", span.span, _step(home, span.doing), span.doing, (adult,), place=place)


def _children(home: Household, who: Sequence[str]) -> tuple[str, ...]:
    return tuple(child.id for child in home.children if child.id in who)


def _known(duties: Sequence[D], name: str) -> D | None:
    return next((duty for duty in duties if duty.id == name), None)


def parts_of(key: str) -> tuple[str, str, str]:
    """A chore's id, number and step, of chore:laundry#1/load."""
    name, _, rest = key.removeprefix(CHORE).partition("#")
    number, _, step = rest.partition("/")
    return name, number, step


def _step(home: Household, doing: str) -> str:
    """Laundry, hang; the step is left out where there is but one."""
    name, _, step = parts_of(doing)
    chore = _known(home.chores, name)
    title = home.called(chore) if chore else name
    names = [one.name for one in chore.steps if not one.waits] if chore else [step]
    plain = step if step in names else step.rpartition("-")[0]
    return f"{title}, {plain}" if len(names) > 1 and plain else title


def chore_of(week: Week, deed: Deed) -> tuple[str, str, dt.date]:
    """What the steps of one chore share: its id, its number, and its date or the Monday of its week."""
    name, number, _ = parts_of(deed.key)
    chore, day = _known(week.household.chores, name), week.clock.date(deed.span.start)
    return name, number, day if chore is not None and chore.per == "day" else monday(day)


def _waiting(week: Week, deeds: Sequence[Deed]) -> Iterator[Deed]:
    """The deeds, each step of a chore with when the next begins, if that has to wait."""
    starts: dict[tuple[str, str, dt.date], list[int]] = {}
    for deed in deeds:
        if deed.kind == "chore":
            starts.setdefault(chore_of(week, deed), []).append(deed.span.start)
    for deed in deeds:
        later = starts[chore_of(week, deed)] if deed.kind == "chore" else []
        after = min((start for start in later if start > deed.span.start), default=None)
        yield replace(deed, waits=after) if after is not None and after > deed.span.end else deed


def occasions_of(verified: Verified) -> Iterator[Deed]:
    """The occasions of these days: who is there, and who of those who should be is not."""
    week, plan = verified.week, verified.plan
    for occasion in week.household.occasions:
        span = week.clock.span(occasion.on, occasion.wall)
        if span is None or not plan.horizon.covers(span) or week.household.paused(occasion.on):
            continue
        owed = [who for who in occasion.who if not _in_custody(week, who, span)]
        place, there = _kept_at(verified, occasion, span, owed)
        children = {child.id for child in week.household.children}
        yield Deed(
            "occasion",
            span,
            week.household.called(occasion),
            f"{OCCASION}{occasion.id}",
            tuple(who for who in there if who not in children),
            tuple(who for who in there if who in children),
            place,
            tuple(who for who in owed if who not in there),
        )


def _in_custody(week: Week, who: str, span: Span) -> bool:
    return any(child == who and away.overlaps(span) for child, away in week.custody)


def _kept_at(verified: Verified, occasion: Occasion, span: Span, owed: Sequence[str]) -> tuple[str, list[str]]:
    """Where an occasion is and who is there: at its place, or where it may move to and fewer are missing."""
    found = [
        (place, [who for who in owed if _is_there(verified, who, place, span)])
        for place in dict.fromkeys([occasion.place, *_workplaces(verified, occasion, span)])
    ]
    return max(found, key=lambda one: len(one[1]))


def _workplaces(verified: Verified, occasion: Occasion, span: Span) -> Iterator[str]:
    """Where one of those invited may be visited at its work."""
    for who in occasion.who if occasion.may_move else ():
        for one in verified.plan.adults.get(who, ()):
            if one.span.overlaps(span) and one.place and one.place != HOME and _visited(verified.week, one):
                yield one.place


def _visited(week: Week, one: AdultSpan) -> bool:
    """Whether an adult is at work where children may come."""
    return one.doing == "work" and any(busy.event == one.event and busy.terms.visits for busy in week.busy)


def _is_there(verified: Verified, who: str, place: str, span: Span) -> bool:
    plan = verified.plan
    if who in plan.adults:
        mine = [one for one in plan.adults[who] if one.span.overlaps(span)]
        return all(one.place == place and one.to_place is None and _has_time(verified.week, one) for one in mine)
    stays = [stay for stay in plan.children.get(who, ()) if stay.span.overlaps(span)]
    if not stays or any(stay.place != place or stay.to_place is not None for stay in stays):
        return False
    return not any(need.sleep and need.span.overlaps(span) for need in needs_of(verified.week, who))


def _has_time(week: Week, one: AdultSpan) -> bool:
    """Whether an adult is there for others, at its work only where it may be visited."""
    busy = one.doing in ELSEWHERE or one.doing.startswith(CHORE)
    return not busy or (one.place != HOME and _visited(week, one))


def protected_on(week: Week, day: dt.date) -> tuple[str, ...]:
    """The protected time of a date: Weekend protected, Evening 19:00-21:00 protected (Ana)."""
    home = week.household
    return tuple(_protected(home, one) for one in home.protected if day.weekday() in one.hours.weekdays)


def _protected(home: Household, one: Protected) -> str:
    wall, residents = one.hours.wall, [adult.id for adult in home.residents]
    whole = wall.start == 0 and wall.end >= DAY
    names = {adult.id: adult.name for adult in home.adults}
    whose = "" if set(one.who) >= set(residents) else f" ({listed(names.get(who, who) for who in one.who)})"
    return f"{home.called(one)}{'' if whole else f' {wall}'} protected{whose}"
