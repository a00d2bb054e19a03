"""Why something owed is missed, in the household's words: what those who could do it do at that time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from kinrota.model.duties import Chore, Occasion, Routine, Together
from kinrota.model.people import Need
from kinrota.model.places import HOME
from kinrota.model.plan import CHORE, OWN, ROUTINE, TOGETHER
from kinrota.model.time import Span, length, merged, minus
from kinrota.solve.because import STOPPED
from kinrota.solve.duties import CHORE_HOURS, protected_of, weeks_of
from kinrota.solve.hindrances import Accounts, Hindrance, clause, fits, known, listed, of_adult, of_child

HOUR = 60
UNTOLD = "it does not fit into this plan"
INSTEAD = "but then something else would be lost"
"""Of those who would have the time, where no plan misses less."""
AT_HAND = ("free", "care", OWN, TOGETHER)
TAKES = (
    ("of work and its ways", ("work", "travel", "away")), ("of sleep", ("sleep",)), ("with the children", ("care",)),
)  # fmt: skip
"""What the hours of a week go to that are not one's own."""


def why_missed(accounts: Accounts, what: str, day: dt.date) -> str:
    """The reason of a miss, by what a plan calls it: clauses with a semicolon between; in small letters half of one."""
    home, (kind, _, name) = accounts.week.household, what.partition(":")
    reasons: dict[str, Callable[[], str]] = {
        "routine": lambda: _routine(accounts, known(home.routines, name), day),
        "at-least": lambda: _at_least(accounts, name, day),
        "chore": lambda: _chore(accounts, known(home.chores, name.partition("#")[0]), day),
        "own": lambda: _own(accounts, name, day),
        "together": lambda: _together(accounts, known(home.together, name), day),
        "occasion": lambda: _occasion(accounts, known(home.occasions, name), day),
    }
    return reasons[kind]() or (UNTOLD if accounts.sure else STOPPED)


def _joined(clauses: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, clauses)))


def _routine(accounts: Accounts, routine: Routine, day: dt.date) -> str:
    window = accounts.week.clock.span(day, routine.window)
    if window is None:
        return ""
    young = {who: of_child(accounts, who, window) for who in routine.children if accounts.owed(who, window)}
    for child, hindered in young.items():
        if not fits(window, hindered, routine.takes):
            return clause(accounts, child, hindered, window)
    hindering = {who: _of_routine(accounts, who, window, routine) for who in routine.by}
    out = {who: one for who, one in hindering.items() if not fits(window, one, routine.takes)}
    if routine.how == "all" and out:
        return _joined(clause(accounts, who, one, window) for who, one in out.items())
    clauses, free = [], []
    for who, one in hindering.items():
        at_once = [*one, *(other for found in young.values() for other in found)]
        if who in out:
            clauses.append(clause(accounts, who, one, window))
        elif not fits(window, at_once, routine.takes):
            clauses += [clause(accounts, child, found, window) for child, found in young.items()]
            clauses.append(clause(accounts, who, one, window))
        elif turn := _turn_beside(accounts, routine, who, day):
            clauses.append(turn)
        else:
            free.append(accounts.name(who))
    return _joined([*clauses, _unused(accounts, free)])


def _of_routine(accounts: Accounts, adult: str, window: Span, routine: Routine) -> list[Hindrance]:
    """When in a window an adult is not at hand for a routine; of those that one adult does, what it said no to, too."""
    found = of_adult(accounts, adult, window, f"{ROUTINE}{routine.id}")
    if routine.how != "all":
        found += [
            Hindrance(no.span, f"said no to being with {accounts.name(no.child)}")
            for no in accounts.week.declined
            if no.adult == adult and no.way is None and no.child in routine.children and no.span.overlaps(window)
        ]
    return sorted(found, key=lambda one: one.span)


def _unused(accounts: Accounts, names: list[str]) -> str:
    """Those who would have the time, and whom the plan gives other things to do."""
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} there, {_why_not(accounts)}" if names else ""


def _why_not(accounts: Accounts) -> str:
    return INSTEAD if accounts.sure else f"but {STOPPED}"


def _turn_beside(accounts: Accounts, routine: Routine, adult: str, day: dt.date) -> str:
    """That an adult does a routine by turns the day before or after; empty if it does not."""
    clock = accounts.week.clock
    dates = [date for date in clock.days(accounts.week.horizon) if date.weekday() in routine.weekdays]
    near = [date for at, date in enumerate(dates) if abs(at - dates.index(day)) == 1]
    done = {clock.date(one.span.start) for one in accounts.adults[adult] if one.doing == f"{ROUTINE}{routine.id}"}
    turns = [accounts.day(date) for date in near if date in done and routine.how == "each"]
    return f"{accounts.name(adult)} does it on {listed(turns)}" if turns else ""


def _at_least(accounts: Accounts, name: str, day: dt.date) -> str:
    """What an adult does at the hours of a routine on the days on which it cannot do it."""
    identity, _, adult = name.rpartition("/")
    routine, clock = known(accounts.week.household.routines, identity), accounts.week.clock
    days: dict[str, list[str]] = {}
    for date in _dates(accounts, day):
        window = clock.span(date, routine.window) if date.weekday() in routine.weekdays else None
        hindered = _of_routine(accounts, adult, window, routine) if window else []
        if window and hindered and not fits(window, hindered, routine.takes):
            longest = max(hindered, key=lambda one: one.span.minutes)
            days.setdefault(longest.words, []).append(accounts.day(date))
    said = [f"{words} then on {listed(dates)}" for words, dates in days.items()]
    return f"{accounts.name(adult)} {', '.join(said) or f'could do it more often, {_why_not(accounts)}'}"


def _dates(accounts: Accounts, first: dt.date) -> tuple[dt.date, ...]:
    """The dates of a week, by the first of them that the horizon has."""
    return next((dates for day, dates in weeks_of(accounts.week) if day == first), ())


def _chore(accounts: Accounts, chore: Chore, day: dt.date) -> str:
    minutes = max(sum(step.least for step in go) for go in chore.goes)
    if chore.per == "week":
        return _weekly(accounts, chore, day, minutes)
    window = accounts.week.clock.span(day, chore.window or CHORE_HOURS)
    if window is None:
        return ""
    hindering = {who: list(_of_chore(accounts, who, window, chore)) for who in chore.by}
    free = [who for who, one in hindering.items() if fits(window, one, minutes)]
    clauses = [clause(accounts, who, one, window) for who, one in hindering.items() if who not in free]
    return _joined([*clauses, _unused(accounts, [accounts.name(who) for who in free])])


def _weekly(accounts: Accounts, chore: Chore, day: dt.date, minutes: int) -> str:
    """Whether those who do a chore have a while for it in any of its hours of the week."""
    windows = [accounts.week.clock.span(date, chore.window or CHORE_HOURS) for date in _dates(accounts, day)]
    owned = {who: [Hindrance(span, "") for span in protected_of(accounts.week, who)] for who in chore.by}
    never = [
        accounts.name(who)
        for who in chore.by
        if not any(fits(one, [*_of_chore(accounts, who, one, chore), *owned[who]], minutes) for one in windows if one)
    ]
    if len(never) < len(chore.by):
        return "there is a while for it, but in this plan something else is done in it"
    return f"{listed(never)} never {'has' if len(never) == 1 else 'have'} {minutes} minutes for it in its hours"


def _of_chore(accounts: Accounts, adult: str, window: Span, chore: Chore) -> Iterator[Hindrance]:
    """What keeps an adult from a chore: also children that need more than who does it gives."""
    yield from of_adult(accounts, adult, window)
    for child, spans in accounts.children.items() if chore.while_caring != "watch" else ():
        for one in spans:
            enough = one.need is Need.NONE or (chore.while_caring == "near" and one.need is not Need.WATCH)
            if not enough and adult in (one.met_by, one.reached_by) and one.span.overlaps(window):
                yield Hindrance(one.span, f"is with {accounts.name(child)}")


def _own(accounts: Accounts, adult: str, day: dt.date) -> str:
    """What the hours of an adult's week go to."""
    frame, spans = _frame(accounts, day), accounts.adults[adult]
    hours = [(words, _hours(frame, [one.span for one in spans if one.doing in doings])) for words, doings in TAKES]
    duties = [one.span for one in spans if one.doing.startswith((ROUTINE, CHORE))]
    told = [f"{count} {words}" for words, count in (*hours, ("of routines and chores", _hours(frame, duties))) if count]
    return f"of the hours of that week are {listed(told)}" if told else ""


def _hours(frame: tuple[Span, ...], spans: Iterable[Span]) -> int:
    return length(_common(frame, spans)) // HOUR


def _frame(accounts: Accounts, day: dt.date) -> tuple[Span, ...]:
    return merged(accounts.week.clock.day(date) for date in _dates(accounts, day))


def _common(spans: Iterable[Span], others: Iterable[Span]) -> tuple[Span, ...]:
    both = merged(spans)
    return minus(both, minus(both, others))


def _together(accounts: Accounts, together: Together, day: dt.date) -> str:
    """How long all are at home and awake in a week, and how long of it no child needs one of a couple."""
    frame = _frame(accounts, day)
    grown = [who for who in together.who if who in accounts.adults]
    young = [who for who in together.who if who not in accounts.adults]
    awake = frame
    for who in grown:
        awake = _common(awake, [one.span for one in accounts.adults[who] if one.place == HOME and _at_hand(one.doing)])
    for who in young:
        awake = minus(awake, [one.span for span in frame for one in of_child(accounts, who, span)])
    if young:
        return f"all of them are at home and awake for {_plain(length(awake))} of that week"
    cared = [one.span for spans in accounts.children.values() for one in spans if one.met_by in grown]
    free = length(minus(awake, cared))
    needed = (
        f"for {_plain(free)} of it no child needs one of them" if free else "some child needs one of them all the while"
    )
    return f"all of them are at home and awake for {_plain(length(awake))} of that week, and {needed}"


def _at_hand(doing: str) -> bool:
    return doing in AT_HAND or doing.startswith((ROUTINE, CHORE))


def _plain(minutes: int) -> str:
    """3 hours 30 minutes."""
    hours, rest = divmod(minutes, HOUR)
    parts = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    return " ".join([*parts, f"{rest} minutes"] if rest or not hours else parts)


def _occasion(accounts: Accounts, occasion: Occasion, day: dt.date) -> str:
    """What those who are not there do, where the fewest are missing."""
    span = accounts.week.clock.span(day, occasion.wall)
    if span is None:
        return ""
    working = [one for who in occasion.who for one in accounts.adults.get(who, ()) if one.doing == "work"]
    visited = [one.place for one in working if occasion.may_move and one.place and one.span.overlaps(span)]
    invited = [who for who in occasion.who if who in accounts.adults or accounts.owed(who, span)]
    places = dict.fromkeys([occasion.place, *visited])
    absent = min(([who for who in invited if not _there(accounts, who, span, place)] for place in places), key=len)
    return _joined(_absence(accounts, who, span) for who in absent)


def _there(accounts: Accounts, who: str, span: Span, place: str) -> bool:
    """Whether somebody is at a place for an occasion all the while."""
    if who in accounts.adults:
        mine = [one for one in accounts.adults[who] if one.span.overlaps(span)]
        doings = ("free", "care", TOGETHER, *(["work"] if place != HOME else []))
        kept = all(one.doing in doings or one.doing.startswith(ROUTINE) for one in mine)
        return kept and all(one.place == place and one.to_place is None for one in mine)
    asleep = any(one.words == "sleeps" for one in of_child(accounts, who, span))
    stays = [one for one in accounts.children[who] if one.span.overlaps(span)]
    return not asleep and all(one.place == place and one.to_place is None for one in stays)


def _absence(accounts: Accounts, who: str, span: Span) -> str:
    hindered = of_adult(accounts, who, span) if who in accounts.adults else of_child(accounts, who, span)
    if hindered:
        return clause(accounts, who, hindered, span)
    if who not in accounts.adults:
        return f"nobody takes {accounts.name(who)} there"
    mine = [
        accounts.name(child)
        for child, spans in accounts.children.items()
        if any(one.met_by == who and one.span.overlaps(span) for one in spans)
    ]
    return f"{accounts.name(who)} is at home{f' with {listed(mine)}' if mine else ''}"
