"""What a household's history leaves open in these days: asks without an answer, own time, and who did more before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from kinrota.model.history import Decline, Promise
from kinrota.model.needs import ill_from
from kinrota.model.places import HOME
from kinrota.model.plan import OWN
from kinrota.model.time import Span, inside, length, merged, minus, monday, week_day
from kinrota.model.week import Note, Week

DECLINED = "declined-but-planned"
DAYS_A_WEEK = 7
HOUR, HALF = 60, 30
ONE_DAY = dt.timedelta(days=1)


def outstanding(week: Week) -> tuple[str, ...]:
    """What is still to be answered, what own time is owed, and whose load was above its share."""
    told = _in_force(week)
    return (*_not_answered(week, told), *_own_time(week, told), *_load(week))


def declined(week: Week) -> tuple[Note, ...]:
    """What the plan in force counts on though somebody said no."""
    told = _in_force(week)
    return (*_asks_declined(week, told), *_care_declined(week, told))


def _asks_declined(week: Week, told: list[Promise]) -> Iterator[Note]:
    for promise in _helps(week, told):
        for no in week.history.answered(promise.person, yes=False):
            if part := no.common(promise.span):
                yield _counted_on(week, promise.person, when(week, part))


def _care_declined(week: Week, told: list[Promise]) -> Iterator[Note]:
    """Of being with a child, on the way with it, or in reach of it."""
    for no in week.declined:
        if no.way:
            yield from _way_declined(week, no, told)
            continue
        own = [one.span for one in told if one.role == "child" and one.person == no.child and no.adult in one.people]
        child = week.household.child(no.child).name
        for part in merged(inside(own, no.span)):
            yield _counted_on(week, no.adult, f"being with {child} {when(week, part)}")


def _way_declined(week: Week, no: Decline, told: list[Promise]) -> Iterator[Note]:
    """Of taking a child along on a way."""
    child, ends = week.household.child(no.child).name, {end for end in no.way or () if end != HOME}
    for one in told:
        mine = (one.role, one.person, one.what) == ("child", no.child, "escort") and no.adult in one.people
        if mine and one.span.overlaps(no.span) and ends & {one.place, one.to_place}:
            yield _counted_on(
                week, no.adult, f"taking {child} from {one.place} to {one.to_place} {when(week, one.span)}"
            )


def _counted_on(week: Week, adult: str, what: str) -> Note:
    name = week.household.adult(adult).name
    sentence = (
        f"{name} said no to {what}, and the plan that was accepted counts on {name} then. Maybe plan these days again."
    )
    return Note(DECLINED, sentence, adult)


def _in_force(week: Week) -> list[Promise]:
    """What was promised inside the horizon by the plan that was accepted last for each of its minutes."""
    found: list[Promise] = []
    later: list[Span] = []
    for plan in reversed(week.history.accepted):
        stands = minus([part] if (part := plan.span.common(week.horizon)) else [], later)
        found += [one for one in plan.promises if any(span.overlaps(one.span) for span in stands)]
        later.append(plan.span)
    return sorted(found, key=lambda one: one.span)


def _helps(week: Week, told: list[Promise]) -> Iterator[Promise]:
    helpers = {helper.id for helper in week.household.helpers}
    return (one for one in told if one.what == "help" and one.person in helpers)


def _not_answered(week: Week, told: list[Promise]) -> list[str]:
    """Still to be answered by Oma: Tue 3 Mar 13:00-18:00, Thu 5 Mar 13:00-20:00; a line for each helper."""
    waits: dict[str, list[str]] = {}
    for one in _helps(week, told):
        yes, no = (week.history.answered(one.person, yes=said) for said in (True, False))
        if not any(span.covers(one.span) for span in yes) and not any(span.overlaps(one.span) for span in no):
            waits.setdefault(one.person, []).append(when(week, one.span))
    return [
        f"Still to be answered by {week.household.adult(who).name}: {', '.join(times)}" for who, times in waits.items()
    ]


def _own_time(week: Week, told: list[Promise]) -> list[str]:
    """Own time owed to Ana: 1 h 00 in the week from Mon 2 Mar (2 h 00 of 3 h 00 are promised).

    Of the weeks that lie in these days whole and for each date of which a plan was accepted.
    """
    lines = []
    for first in week.clock.days(week.horizon):
        days = [first + step * ONE_DAY for step in range(DAYS_A_WEEK)]
        frame = Span(week.clock.midnight(first), week.clock.midnight(first + DAYS_A_WEEK * ONE_DAY))
        planned = not minus([frame], [plan.span for plan in week.history.accepted])
        if first != monday(first) or not planned or not week.horizon.covers(frame):
            continue
        due = sum(not week.household.paused(day) for day in days)
        for adult in week.household.residents:
            owed = adult.own_time.per_week * due // DAYS_A_WEEK if adult.own_time else 0
            had = length(one.span for one in told if (one.person, one.what) == (adult.id, OWN) and _in(frame, one))
            if had < owed:
                missing, promised, all_ = (_hours(minutes) for minutes in (owed - had, had, owed))
                lines.append(
                    f"Own time owed to {adult.name}: {missing} in the week from {week_day(first)} "
                    f"({promised} of {all_} promised)"
                )
    return lines


def _in(frame: Span, promise: Promise) -> bool:
    return frame.holds(promise.span.start)


def _load(week: Week) -> list[str]:
    """Done in the weeks before, as far as known (14 days): Ana 42 h 00, Ben 30 h 00; Ana's share would be 6 h less."""
    residents = {adult.id: adult.name for adult in week.household.residents}
    known = list(_known(week))
    if not known or len(residents) == 1:
        return []
    sums = {who: sum(loads[who] for loads in known) for who in residents}
    shares, whole = week.household.shares(), sum(sums.values())
    above = {who: _whole_hours(sums[who] - shares.get(who, Fraction(0)) * whole) for who in residents}
    most = max(above, key=lambda who: above[who])
    more = f"; {residents[most]}'s share would be {above[most]} h less" if above[most] > 0 else ", as the shares are"
    told = ", ".join(f"{name} {_hours(sums[who])}" for who, name in residents.items())
    days = f"{len(known)} day{'' if len(known) == 1 else 's'}"
    return [f"Done for the children and the home in the weeks before, as far as known ({days}): {told}{more}"]


def _known(week: Week) -> Iterator[dict[str, int]]:
    """Each date of the ledger on which every resident's minutes are known."""
    first = week.clock.date(week.horizon.start)
    children = week.household.children
    for back in range(1, DAYS_A_WEEK * week.household.ledger + 1):
        day = first - back * ONE_DAY
        free = week.household.paused(day) or any(ill_from(week, child.id, day) is not None for child in children)
        loads = {adult.id: week.history.load(day, adult.id) for adult in week.household.residents}
        minutes = {who: load for who, load in loads.items() if load is not None}
        if not free and len(minutes) == len(loads):
            yield minutes


def _whole_hours(minutes: Fraction) -> int:
    return int((minutes + HALF) // HOUR)


def _hours(minutes: int) -> str:
    return f"{minutes // HOUR} h {minutes % HOUR:02d}"


def when(week: Week, span: Span) -> str:
    """Tue 3 Mar 13:00-18:00; Tue 3 Mar 21:00-Wed 06:00."""
    clock = week.clock
    start, last = clock.date(span.start), clock.date(span.end - 1)
    until = "" if last == start else f"{last:%a} "
    return f"{week_day(start)} {clock.text(span.start)}-{until}{clock.text(span.end)}"
