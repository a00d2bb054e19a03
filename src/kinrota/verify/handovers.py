"""The rules of who answers: when the carer may change, how two adults hand over, and who is on call at night."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.plan import ROUTINE, AdultSpan, ChildSpan
from kinrota.model.time import Span
from kinrota.verify.case import SLEEP, TRAVEL, Case, carer_in, place_after
from kinrota.verify.doings import is_one
from kinrota.verify.minutes import runs
from kinrota.verify.needs import way
from kinrota.verify.pins import said_edges
from kinrota.verify.registry import Fault, rule
from kinrota.verify.sleepovers import host_at, places_of_nights

ONE_DAY = dt.timedelta(days=1)


class Change(Struct, frozen=True):
    """A child's carer changes at an instant, at a place; None where no adult answers before, or after."""

    child: str
    instant: int
    place: str | None
    before: str | None
    after: str | None


def changes(case: Case) -> Iterator[Change]:
    """Every instant at which a child's carer changes, nobody included."""
    for child, spans in case.plan.children.items():
        for before, after in pairwise(spans):
            if carer_in(before) != carer_in(after):
                yield Change(child, after.span.start, after.place, carer_in(before), carer_in(after))


def handed_over(case: Case) -> Iterator[Change]:
    """The changes from one adult straight to another."""
    for change in changes(case):
        if change.before is not None and change.after is not None:
            yield change


@rule("handover", "Two adults who hand over are both at home, or at a helper's, long enough, and not both asleep.")
def handover(case: Case) -> Iterator[Fault]:
    for change in handed_over(case):
        before, after = case.name(str(change.before)), case.name(str(change.after))
        text = f"{before} hands {case.name(change.child)} over to {after} {case.moment(change.instant)}"
        if change.place not in (HOME, host_at(case, str(change.before)), host_at(case, str(change.after))):
            yield Fault(change.child, f"{text}, at {change.place}: that is done at home.")
        elif not _meet(case, change):
            yield Fault(change.child, f"{text}, but they do not meet for {case.household.slack.meet} minutes.")
        elif _sleepers(case, change):
            yield Fault(change.child, f"{text}, but both sleep.")


def _meet(case: Case, change: Change) -> bool:
    """Whether the longest stretch around the instant in which both are there is long enough."""
    together = [
        case.adult_place(str(change.before), minute) == change.place == case.adult_place(str(change.after), minute)
        for minute in _around(case, change.instant)
    ]
    middle = case.minute(change.instant) - _around(case, change.instant).start
    first = last = middle
    while first > 0 and together[first - 1]:
        first -= 1
    while last < len(together) and together[last]:
        last += 1
    since = _around(case, change.instant).start + first
    until = _around(case, change.instant).start + last
    return last - first >= case.household.slack.meet or since == 0 < last or until == case.length


def _around(case: Case, instant: int) -> range:
    minute, meet = case.minute(instant), case.household.slack.meet
    return range(max(minute - meet, 0), min(minute + meet, case.length))


def _sleepers(case: Case, change: Change) -> bool:
    minute = case.minute(change.instant)
    before = case.adult_at[str(change.before)][minute - 1]
    after = case.adult_at[str(change.after)][minute]
    return before.doing == after.doing == SLEEP


@rule("carer-constant", "Between fixed instants, such as an arrival or a full hour, nobody takes over from anybody.")
def carer_constant(case: Case) -> Iterator[Fault]:
    fixed, helping = fixed_instants(case), _comings_and_goings(case)
    for change in changes(case):
        if change.place in places_of_nights(case):
            continue
        minute, account = case.minute(change.instant), case.child_at[change.child]
        if change.instant in fixed or _child_fact(account[minute - 1]) != _child_fact(account[minute]):
            continue
        if not any(change.instant in helping.get(str(who), ()) for who in (change.before, change.after)):
            who = " to ".join(case.name(name) if name else "nobody" for name in (change.before, change.after))
            yield Fault(
                change.child,
                f"{case.name(change.child)}'s care changes from {who} {case.moment(change.instant)}, "
                "when nobody comes or goes and nothing changes.",
            )


def fixed_instants(case: Case) -> set[int]:
    """Full hours, changes of need, edges of custody and routines, and what residents and children begin or end."""
    fixed = set(case.clock.whole_hours(case.horizon)) | comings_home(case) | set(_routine_edges(case))
    for childhood in case.childhood.values():
        facts = list(zip(childhood.need, childhood.custody, childhood.night, childhood.nap, strict=True))
        fixed |= {case.start + m for m in range(1, case.length) if facts[m] != facts[m - 1]}
    for resident in case.household.residents:
        for before, after in pairwise(case.plan.adults[resident.id]):
            if _adult_fact(before) != _adult_fact(after):
                fixed.add(after.span.start)
    return fixed | set(_ways_of_nobody(case)) | said_edges(case)


def comings_home(case: Case) -> set[int]:
    """When residents and children come home, leave home, or are exchanged there."""
    found = set()
    for resident in case.household.residents:
        for before, after in pairwise(case.plan.adults[resident.id]):
            at_the_door = place_after(before) == HOME and TRAVEL in (before.doing, after.doing)
            nowhere_known = (before.place == HOME) != (after.place == HOME) and ELSEWHERE in (before.place, after.place)
            if at_the_door or nowhere_known:
                found.add(after.span.start)
    for spans in case.plan.children.values():
        for one, other in pairwise(spans):
            if _child_fact(one) != _child_fact(other) and HOME in (place_after(one), other.place):
                found.add(other.span.start)
    return found


def _routine_edges(case: Case) -> Iterator[int]:
    for spans in case.plan.adults.values():
        for span, members in runs(spans, lambda part: part.doing):
            if members[0].doing.startswith(ROUTINE):
                yield from (span.start, span.end)


def _comings_and_goings(case: Case) -> dict[str, set[int]]:
    """When each helper comes or goes: only what is handed over to it or by it may change then."""
    return {
        helper.id: {
            after.span.start
            for before, after in pairwise(case.plan.adults[helper.id])
            if _adult_fact(before) != _adult_fact(after) or TRAVEL in (before.doing, after.doing)
        }
        for helper in case.household.helpers
    }


def _ways_of_nobody(case: Case) -> Iterator[int]:
    """Where a way that nobody makes begins before an attendance, and ends after it."""
    for stay in case.stays:
        minutes = way(case.week, stay.place)
        yield from (stay.span.start - minutes, stay.span.end + minutes)


def _adult_fact(span: AdultSpan) -> tuple[str | None, ...]:
    """What others can go by: at which work, asleep, at home, out, or nobody knows."""
    if span.doing in ("care", "free") or is_one(span.doing):
        return ("here",) if span.place == HOME else ("out",)
    return ("out",) if span.doing == TRAVEL else (span.doing, span.place, span.event)


def _child_fact(span: ChildSpan) -> tuple[object, ...]:
    how = span.how if span.how in ("attendance", "custody") else "way" if span.to_place else "here"
    return how, span.place, span.to_place


def nights(case: Case) -> Iterator[Span]:
    """The night of each date, of the children that are this household's in all of it."""
    for day in [case.days[0] - ONE_DAY, *case.days]:
        slept = []
        for childhood in case.childhood.values():
            night = childhood.nights.get(day)
            seen = night.common(case.horizon) if night else None
            if night and seen and not any(childhood.custody[case.minute(seen.start) : case.minute(seen.end)]):
                slept.append(night)
        start, end = max((n.start for n in slept), default=0), min((n.end for n in slept), default=0)
        if start < end and (span := Span(start, end).common(case.horizon)):
            yield span


@rule("night", "While the children sleep one adult is on call, unless work or sleep after work forces a change.")
def night(case: Case) -> Iterator[Fault]:
    spans = list(nights(case))
    for change in handed_over(case):
        inside = any(span.start < change.instant < span.end for span in spans)
        if inside and not _forced(case, change):
            who = f"from {case.name(str(change.before))} to {case.name(str(change.after))}"
            yield Fault(change.child, f"Who is on call changes {who} in the night {case.moment(change.instant)}.")
    for span in spans:
        for instant in _starts_in(case, span):
            minute = case.minute(instant)
            on_call = {
                case.carers[child][minute]
                for child, account in case.child_at.items()
                if account[minute].how == "care" and account[minute].place == HOME
            }
            if len(on_call) > 1:
                names = " and ".join(sorted(case.name(str(name)) for name in on_call))
                yield Fault("", f"In the night {names} are both on call {case.moment(instant)}.")
                break


def _starts_in(case: Case, span: Span) -> list[int]:
    """A stretch's own start, and those of the children's spans in it."""
    starts = {part.span.start for spans in case.plan.children.values() for part in spans}
    return sorted({span.start} | {start for start in starts if span.start < start < span.end})


def _forced(case: Case, change: Change) -> bool:
    """Whether the one before leaves home then, or begins the sleep after a night shift."""
    span = case.adult_at[str(change.before)][case.minute(change.instant)]
    begins_sleep = change.instant == span.span.start and change.instant in case.day_sleep[str(change.before)]
    return span.place != HOME or span.doing == TRAVEL or begins_sleep
