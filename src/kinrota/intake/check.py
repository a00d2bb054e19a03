"""What was read of a household, what is unclear and what is wrong: as facts, and as lines that a parent understands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kinrota.errors import InputError, Problem
from kinrota.intake.arrivals import Arrivals, Remote
from kinrota.intake.events import closed_by
from kinrota.intake.folder import LAST, MOST_DAYS, read
from kinrota.intake.ics import Reader
from kinrota.intake.ics_start import Process
from kinrota.intake.never import no_term, routines_never
from kinrota.intake.outstanding import declined, outstanding
from kinrota.intake.proposals import ProposalFacts, open_proposals
from kinrota.intake.stretch import DAYS
from kinrota.model.duties import Pause
from kinrota.model.household import HOLIDAYS, CalendarSource, Household, Rota
from kinrota.model.needs import ill_from
from kinrota.model.people import Adult, Child
from kinrota.model.places import HOME, MODES
from kinrota.model.time import Clock, Span, month_day, week_day
from kinrota.model.unsaid import NO_WORK, no_work_known
from kinrota.model.week import CalendarInput, LeftOut, Note, Week

ONE_DAY = dt.timedelta(days=1)
CALM = frozenset({"not-planned-yet", NO_WORK})
"""Kinds of notes that are worth knowing, and ask for nothing."""
SHOWN = 3
"""Events that do not count and are named, of each reason."""
BY = {"walk": "on foot", "bike": "by bike", "car": "by car", "transit": "by bus or train"}
WHOSE = {
    "work": "{who}'s work", "hold": "{who}'s work that may not happen", "busy": "when {who} is busy",
    "available": "when {who} can be asked", "closed": "when {closes} {close} closed", "terms": "the terms of {closes}",
    "custody": "when {children} {are} with the other household", "attendance": "where {children} {go}",
}  # fmt: skip


class CalendarFacts(Struct, frozen=True):
    """A calendar as it was read; `first` and `last` are the dates between which it has events near these days."""

    id: str
    source: str
    meaning: str
    events: int
    first: dt.date | None
    last: dt.date | None
    stale: bool
    read: str = ""
    """When one from the network was last known to be so, ISO 8601; empty for others, and if it never was."""
    age: str = ""
    """The same in words, by the clock of who checks."""
    left_out: tuple[LeftOutFacts, ...] = ()
    """What else it has in these days: `events` are those that count."""


class LeftOutFacts(Struct, frozen=True):
    """Events of these days that count for nothing: why, how many, and which as far as their titles may be told."""

    why: str
    events: int
    which: tuple[str, ...]


class RotaFacts(Struct, frozen=True):
    """A rota, and how many shifts it gives in these days."""

    id: str
    of: str
    pattern: str
    shifts: int


class ClosureFacts(Struct, frozen=True):
    """Dates of these days on which places are closed, `first` and `last` included; `title` is the calendar's."""

    places: tuple[str, ...]
    first: dt.date
    last: dt.date
    title: str
    calendar: str


class Report(Struct, frozen=True):
    """All that `kinrota check` says. With problems nothing else was read."""

    problems: tuple[Problem, ...] = ()
    name: str = ""
    zone: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    residents: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    """Each with the quickest journey from home."""
    attendance: tuple[str, ...] = ()
    calendars: tuple[CalendarFacts, ...] = ()
    rotas: tuple[RotaFacts, ...] = ()
    closures: tuple[ClosureFacts, ...] = ()
    ill: tuple[str, ...] = ()
    """Who is ill on which of these days."""
    pauses: tuple[str, ...] = ()
    """The pauses that touch these days."""
    outstanding: tuple[str, ...] = ()
    """What the history leaves open: asks without an answer, own time owed, whose load was above its share."""
    proposals: tuple[ProposalFacts, ...] = ()
    """What people wished to be otherwise in the plan of these days."""
    notes: tuple[Note, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether there is nothing to look at."""
        return not self.problems and not any(note.kind not in CALM for note in self.notes)


def check(
    folder: Path,
    *,
    start: dt.date | None = None,
    days: int = DAYS,
    process: Process | None = None,
    remote: Remote | None = None,
) -> Report:
    """Read a folder, plan nothing; what is wrong with its text is part of the report."""
    try:
        once = _once(remote)
        week = read(folder, start=start, days=days, process=process, remote=once)
        return report(week, _later_terms(folder, week, once))
    except InputError as error:
        return Report(problems=error.problems)


def _once(remote: Remote | None) -> Remote | None:
    """The same calendars from the network however often they are wanted, asked for the first time only."""
    had: list[Arrivals] = []

    def again(household: Household, moment: dt.datetime, reader: Reader) -> Arrivals:
        if remote and not had:
            had.append(remote(household, moment, reader))
        return had[0]

    return again if remote else None


def _later_terms(folder: Path, week: Week, remote: Remote | None) -> tuple[tuple[str, Span], ...]:
    """The terms of the weeks after a week, if it has none itself: then it may be that these are holidays."""
    first = week.clock.date(week.horizon.end)
    if not no_term(week) or first > LAST:
        return ()
    return read(folder, start=first, days=MOST_DAYS, remote=remote).terms


def report(week: Week, later: tuple[tuple[str, Span], ...] = (), moment: dt.datetime | None = None) -> Report:
    """What was read; `later` is what is known of terms after these days, `moment` is now."""
    moment = moment or dt.datetime.now(dt.UTC)
    household, clock = week.household, week.clock
    first, last = clock.date(week.horizon.start), clock.date(week.horizon.end - 1)
    sources = {calendar.id: calendar for calendar in household.calendars}
    return Report(
        name=household.title,
        zone=household.zone,
        first=first,
        last=last,
        residents=tuple(_adult(adult) for adult in household.residents),
        helpers=tuple(_adult(adult) for adult in household.helpers),
        children=tuple(_child(week, child, first) for child in household.children),
        places=tuple(_place(week, place.id) for place in household.places if place.id != HOME),
        attendance=tuple(_attendance(week)),
        calendars=tuple(_calendar(week, read, sources[read.calendar], moment) for read in week.inputs),
        rotas=tuple(_rota(week, rota) for rota in household.rotas),
        closures=tuple(_closures(week)),
        ill=tuple(_ill(week)),
        pauses=tuple(_pauses(week)),
        outstanding=outstanding(week),
        proposals=open_proposals(week),
        notes=(
            *week.notes,
            *declined(week),
            *routines_never(week),
            *no_term(week, later),
            *no_work_known(week.household),
        ),
    )


def _adult(adult: Adult) -> str:
    modes = ", ".join(adult.modes) or "does not leave home"
    return f"{adult.name} ({modes})"


def _child(week: Week, child: Child, day: dt.date) -> str:
    stage = week.household.stage_of(child, day).name
    age = child.age(day)
    told = "" if age is None else "not born yet, " if age < 0 else f"{age} {'year' if age == 1 else 'years'}, "
    return f"{child.name} ({told}stage {stage})"


def _place(week: Week, place: str) -> str:
    quickest = week.household.journeys.quickest(HOME, place, MODES)
    return f"{place} ({quickest[0]} minutes {BY[quickest[1]]})" if quickest else f"{place} (no journey from home)"


def _attendance(week: Week) -> list[str]:
    children = {child.id: child.name for child in week.household.children}
    lines = [f"{children[duty.child]} at {duty.place}" for duty in week.household.attendance]
    return list(dict.fromkeys(lines))


def _calendar(week: Week, read: CalendarInput, source: CalendarSource, moment: dt.datetime) -> CalendarFacts:
    household, closes = week.household, closed_by(week.household, source)
    meaning = WHOSE[source.means].format(
        who=household.adult(source.of).name if source.of else "",
        children=" and ".join(household.child(child).name for child in source.children),
        closes=" and ".join(dict.fromkeys(closes)),
        are="is" if len(source.children) == 1 else "are",
        go="goes" if len(source.children) == 1 else "go",
        close="is" if len(set(closes)) == 1 else "are",
    )
    reach = [week.clock.date(read.reach[0]), week.clock.date(read.reach[1] - 1)] if read.reach else [None, None]
    when = read.read if source.remote else ""
    age = _age(week.clock, dt.datetime.fromisoformat(when), moment) if when else ""
    return CalendarFacts(
        source.id, source.shown, meaning, read.events, reach[0], reach[1], read.stale, when, age,
        tuple(_left_out(week, read)),
    )  # fmt: skip


def _left_out(week: Week, read: CalendarInput) -> Iterator[LeftOutFacts]:
    for why in sorted({one.why for one in read.left_out}):
        same = [one for one in read.left_out if one.why == why]
        yield LeftOutFacts(why, len(same), tuple(_left_out_event(week, one) for one in same if one.title.strip()))


def _left_out_event(week: Week, one: LeftOut) -> str:
    """Late shift, Tue 3 Mar 14:00."""
    time = "" if one.all_day else f" {week.clock.text(one.start)}"
    return f"{' '.join(one.title.split())}, {week_day(week.clock.date(one.start))}{time}"


def _age(clock: Clock, read: dt.datetime, moment: dt.datetime) -> str:
    """Sunday 1 March 2026 at 18:00 (3 hours ago)."""
    minutes = max(int((moment - read).total_seconds()) // 60, 0)
    units = (("day", minutes // (24 * 60)), ("hour", minutes // 60), ("minute", minutes))
    ago = next((f"{_count(number, unit)} ago" for unit, number in units if number), "just now")
    local = clock.local(int(read.timestamp()) // 60)
    return f"{local:%A} {local.day} {local:%B %Y} at {local:%H:%M} ({ago})"


def _rota(week: Week, rota: Rota) -> RotaFacts:
    mine = [busy for busy in week.busy if busy.event.startswith(f"{rota.id}#") and busy.span.overlaps(week.horizon)]
    return RotaFacts(rota.id, week.household.adult(rota.of).name, " ".join(rota.pattern), len(mine))


def _closures(week: Week) -> list[ClosureFacts]:
    """The closures that touch these days, in order; days of one name that follow one another are one."""
    sources = {calendar.id: calendar for calendar in week.household.calendars}
    found: list[ClosureFacts] = []
    for calendar, span, title in sorted(week.closure_titles, key=lambda one: (one[1], one[0])):
        inside = span.common(week.horizon)
        if inside is None:
            continue
        first, last = week.clock.date(inside.start), week.clock.date(inside.end - 1)
        new = ClosureFacts(closed_by(week.household, sources[calendar]), first, last, title, calendar)
        before = next((one for one in found if one == replace(new, first=one.first, last=one.last)), None)
        if before and first <= before.last + ONE_DAY:
            found[found.index(before)] = replace(before, last=max(last, before.last))
        else:
            found.append(new)
    return found


def _ill(week: Week) -> list[str]:
    """Lena is ill: 8 Dec, 9 Dec; a line for each child."""
    lines = []
    for child in week.household.children:
        days = [day for day in week.clock.days(week.horizon) if ill_from(week, child.id, day) is not None]
        lines += [f"{child.name} is ill: {', '.join(month_day(day) for day in days)}"] if days else []
    return lines


def _pauses(week: Week) -> list[str]:
    """Pause from Monday 27 July 2026 to Sunday 2 August 2026: by the sea. Work goes on: Ana."""
    first, last = week.clock.date(week.horizon.start), week.clock.date(week.horizon.end - 1)
    return [
        f"Pause {_dates(pause.first, pause.last)}{f': {pause.title}' if pause.title.strip() else ''}"
        f"{_works_in(week, pause)}"
        for pause in week.household.pauses
        if pause.first <= last and pause.last >= first
    ]


def _works_in(week: Week, pause: Pause) -> str:
    """Who works in a pause, as far as these days go."""
    days = [day for day in week.clock.days(week.horizon) if pause.first <= day <= pause.last]
    working = dict.fromkeys(
        week.household.adult(busy.adult).name
        for busy in week.busy
        if busy.kind == "work" and any(busy.span.overlaps(week.clock.day(day)) for day in days)
    )
    return f". Work goes on: {', '.join(working)}" if working else ""


def text(facts: Report) -> str:
    """The report as plain lines."""
    if facts.problems:
        count = len(facts.problems)
        head = (
            "This household cannot be read:" if count == 1 else f"This household cannot be read, for {count} reasons:"
        )
        return "\n".join([head, *(f"  {problem}" for problem in facts.problems)])
    lines = [facts.name, f"  {facts.first} to {facts.last}, times of {facts.zone}"]
    for title, names in (
        ("Live here", facts.residents), ("Help", facts.helpers), ("Children", facts.children),
        ("Places", facts.places), ("Go", facts.attendance),
    ):  # fmt: skip
        if names:
            lines.append(f"{title}: {'; '.join(names)}")
    for calendar in facts.calendars:
        lines += [_calendar_line(calendar), *_left_out_lines(calendar)]
    lines += [f"Rota {rota.id}: {rota.of}, {rota.pattern}: {_count(rota.shifts, 'shift')}" for rota in facts.rotas]
    lines += [_closure_line(closure) for closure in facts.closures]
    lines += [*facts.ill, *facts.pauses, *facts.outstanding, *(one.sentence for one in facts.proposals)]
    lines += ["", "To look at:" if not facts.clean else "Nothing is unclear."]
    lines += [f"  - {note.sentence}" for note in facts.notes if note.kind not in CALM]
    lines += [note.sentence for note in facts.notes if note.kind in CALM]
    return "\n".join(lines)


def _calendar_line(calendar: CalendarFacts) -> str:
    near = f", events from {calendar.first} to {calendar.last} seen" if calendar.first else ""
    stale = " It was not read, or not whole." if calendar.stale and not calendar.age else ""
    stale = f" Read on {calendar.age}." if calendar.age else stale
    if calendar.source.startswith(HOLIDAYS):
        region = calendar.source.removeprefix(HOLIDAYS)
        return f"Public holidays of {region}: {calendar.meaning}: {calendar.events or 'none'} of these days.{stale}"
    events = f"{_count(calendar.events, 'event')}{' counted' if calendar.left_out else ''}"
    return f"Calendar {calendar.source}: {calendar.meaning}: {events} in these days{near}.{stale}"


def _left_out_lines(calendar: CalendarFacts) -> list[str]:
    """Not counted: 2 called off (Late shift, Tue 3 Mar 14:00; Early, Wed 4 Mar 06:00)."""
    lines = []
    for left in calendar.left_out:
        more = [f"and {left.events - SHOWN} more"] if left.which and left.events > SHOWN else []
        which = "; ".join([*left.which[:SHOWN], *more])
        lines.append(f"  Not counted: {left.events} {left.why}{f' ({which})' if which else ''}")
    return lines


def _closure_line(closure: ClosureFacts) -> str:
    why = f": {closure.title}" if closure.title.strip() else ""
    return f"Closed: {' and '.join(closure.places)} {_dates(closure.first, closure.last)}{why}"


def _dates(start: dt.date, end: dt.date) -> str:
    first, last = (f"{day:%A} {day.day} {day:%B %Y}" for day in (start, end))
    return f"on {first}" if first == last else f"from {first} to {last}"


def _count(number: int, thing: str) -> str:
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"
