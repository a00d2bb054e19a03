"""How one calendar file becomes a reading: single events at once, series within their limits, nothing bad for long."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from operator import attrgetter

from kinrota.intake.ics_events import Event, Findings, UnusableError, read_event, refuse
from kinrota.intake.ics_glance import Glance
from kinrota.intake.ics_invitations import PEOPLE
from kinrota.intake.ics_reading import CalendarReading, Limits, Occurrence, SetAside
from kinrota.intake.ics_remedies import OWN_PLAN, REPEATS_ANEW, WHOLE_AGAIN, WITH_EVENTS, WITH_ITS_SERIES
from kinrota.intake.ics_series import Series
from kinrota.intake.ics_text import CalendarText, TooManyEventsError, cut
from kinrota.intake.ics_times import Zones
from kinrota.intake.ics_values import Moment
from kinrota.intake.ics_versions import newest_each, newest_series
from kinrota.intake.ics_words import brief
from kinrota.intake.recurrence.budget import Budget, TooMuchWorkError
from kinrota.intake.recurrence.rule import RuleError

_PACKED = "It is a packed file and not a calendar. Maybe unpack it first."
_NO_CALENDAR = "It is not a calendar: there is no BEGIN:VCALENDAR in it. Maybe export it as an iCalendar file (.ics)."
_SOMETHING_ELSE = (
    (b"<", "It is a web page and not a calendar. Maybe its address asks for a password first."),
    (b"\x1f\x8b", _PACKED),
    (b"PK\x03\x04", _PACKED),
)
"""What files begin with that are no calendars."""
_UNREAD = {
    "VFREEBUSY": "It lists busy times without events (VFREEBUSY).",
    "VAVAILABILITY": "It says when somebody is there for others at all (VAVAILABILITY), which is not read.",
}
_NOBODYS = "Maybe it is not a person's calendar."
KINROTAS = "@kinrota"
"""How the name of every event ends that kinrota writes, wherever it is copied to."""
_ORDER = attrgetter("start", "end", "uid", "summary", "location")
_FEW_STEPS = 1_000
"""What a series may take in any case, whatever those before it have used up."""


def read_calendar(
    data: bytes, digest: str, window: tuple[int, int], zone: str, limits: Limits, addresses: Collection[str] = ()
) -> CalendarReading:
    """Read one calendar file, here and now, and whatever it may cost: `read_calendars` sees to that."""
    findings = Findings()
    mine = frozenset(address.casefold() for address in addresses)
    try:
        calendar = cut(data, limits.events, PEOPLE if mine else ())
        _refuse_what_is_no_calendar(data, calendar)
        _tell_what_is_missing(calendar, findings)
        _tell_what_is_kinrotas(data, calendar, findings)
        zones = Zones(calendar, zone)
        plain, others = Glance(calendar, zones, window, limits).sort()
        events = [read_event(block, zones.of(block.calendar), limits, findings, mine) for block in others]
        expansion = Expansion(zones, window, limits, findings)
        occurrences = expansion.occurrences(filter(None, events), plain)
    except UnusableError as problem:
        return CalendarReading((), (), (), problem.reason, digest)
    except TooManyEventsError:
        return CalendarReading((), (), (), f"It has more than {limits.events:,} events. {_NOBODYS}", digest)
    return CalendarReading(occurrences, tuple(findings.set_aside), tuple(findings.unclear), None, digest)


def _refuse_what_is_no_calendar(data: bytes, calendar: CalendarText) -> None:
    if not calendar.begins:
        begin = data.lstrip(b"\xef\xbb\xbf \t\r\n")
        refuse(next((says for first, says in _SOMETHING_ELSE if begin.startswith(first)), _NO_CALENDAR))
    scale = calendar.properties.get("CALSCALE") or "GREGORIAN"
    if scale.upper() != "GREGORIAN":
        refuse(f"It counts its days in another calendar: {brief('CALSCALE:' + scale)}.")


def _tell_what_is_missing(calendar: CalendarText, findings: Findings) -> None:
    """What the file says about other times, or no longer says."""
    for line, kind in calendar.unread:
        findings.set_aside.append(SetAside(line, "", _UNREAD[kind], None, remedy=WITH_EVENTS, whole=True))
    if not calendar.ends:
        reason = "The file stops before its end (END:VCALENDAR)."
        findings.set_aside.append(SetAside(None, "", reason, None, remedy=WHOLE_AGAIN, whole=True))


def _tell_what_is_kinrotas(data: bytes, calendar: CalendarText, findings: Findings) -> None:
    """Events that kinrota published: of this household they are its plan, of another they take somebody's time."""
    if KINROTAS.encode() not in data:
        return
    uids = (block.lines.get("UID") for block in calendar.events)
    if count := sum(named is not None and named[0].value.strip().endswith(KINROTAS) for named in uids):
        one = "One of its events is" if count == 1 else f"{count:,} of its events are"
        reason = f"{one} out of a plan that kinrota published, this household's or another's."
        findings.unclear.append(SetAside(None, "", reason, None, remedy=OWN_PLAN, whole=True))


class Expansion:
    """What is the same for all events of a calendar."""

    def __init__(self, zones: Zones, window: tuple[int, int], limits: Limits, findings: Findings) -> None:
        self.zones, self.window, self.limits, self.findings = zones, window, limits, findings
        self.budget = Budget(limits.steps)

    def occurrences(self, events: Iterable[Event], plain: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
        """Every occurrence that touches the window, each once, in order; `plain` are those that are known."""
        found = set(plain)
        for group in _same_uid(events):
            if len(group) == 1 and group[0].alone:
                found.update(self._within(self._first(group[0])))
            else:
                found.update(self._of_group(group))
            self._refuse_too_many(found)
        self._refuse_too_many(found)
        return tuple(sorted(found, key=_ORDER))

    def _refuse_too_many(self, found: set[Occurrence]) -> None:
        if len(found) > self.limits.occurrences:
            refuse(f"It has more than {self.limits.occurrences:,} occurrences. {_NOBODYS}")

    def _of_group(self, group: list[Event]) -> list[Occurrence]:
        """The occurrences of all events with one UID, of which one repeats, or stands for a part of another."""
        mains, older = newest_series([event for event in group if event.recurrence_id is None])
        versions = [event for event in group if event.recurrence_id is not None]
        versions = [event for event in versions if not self._taken_back(event, mains)]
        shown, later, left = newest_each(versions, self.zones)
        for event, reason in older + left:
            self._unclear(event, reason)
        found = [one for event in shown for one in self._within(self._first(event))]
        instead = shown + later
        for event in instead:
            self._tell_what_it_leaves_open(event, alone=not mains)
        for main in mains:
            found += self._of_series(main, instead)
        return found

    def _tell_what_it_leaves_open(self, event: Event, *, alone: bool) -> None:
        if event.and_future and alone:
            reason = "It changes a series from here on that is not in the file: only this occurrence is known."
            self._set_aside(event, reason, remedy=WITH_ITS_SERIES)
        if event.rules or event.extras:
            reason = "It stands for a part of a series: what it says itself of repeating is not followed."
            self._unclear(event, reason)

    def _taken_back(self, event: Event, mains: list[Event]) -> bool:
        """Whether a later revision of its series takes away the occurrence that it is another version of."""
        which = event.recurrence_id or event.start
        for main in mains:
            if event.sequence < main.sequence and any(self._is_one(which, day, main) for day in main.exceptions):
                reason = "A later revision of its series takes this occurrence away: it is left out."
                self._unclear(event, reason)
                return True
        return False

    def _is_one(self, which: Moment, taken: Moment, main: Event) -> bool:
        if isinstance(taken, dt.datetime):
            return self.zones.seconds(self.zones.like(which, main.start)) == self.zones.seconds(taken)
        return which.toordinal() == taken.toordinal()

    def _set_aside(self, event: Event, reason: str, line: int | None = None, remedy: str = REPEATS_ANEW) -> None:
        start = self._minute(event.start)
        aside = SetAside(line or event.line, event.uid, reason, start, event.summary, remedy)
        self.findings.set_aside.append(aside)

    def _unclear(self, event: Event, reason: str, line: int | None = None) -> None:
        note = SetAside(line or event.line, event.uid, reason, self._minute(event.start), event.summary)
        self.findings.unclear.append(note)

    def _minute(self, moment: Moment) -> int:
        return self.zones.seconds(moment) // 60

    def _first(self, event: Event) -> Occurrence:
        return self._occurrence(event, event.begin, event.finish)

    def _occurrence(self, event: Event, begin: int, end: int) -> Occurrence:
        """Seconds rounded outwards to minutes."""
        return Occurrence(
            start=begin // 60,
            end=-(-end // 60) if end > begin else begin // 60,
            all_day=not isinstance(event.start, dt.datetime),
            uid=event.uid,
            summary=event.summary,
            location=event.location,
            status=event.status,
            transparent=event.transparent,
            declined=event.declined,
        )

    def _within(self, one: Occurrence) -> list[Occurrence]:
        """It, if it touches the window."""
        return [one] if one.touches(*self.window) else []

    def _of_series(self, main: Event, instead: list[Event]) -> list[Occurrence]:
        """The occurrences of a series but for those that another version stands for; none if it cannot be followed."""
        budget = Budget(min(self.limits.series_steps, max(self.budget.left, _FEW_STEPS)))
        found: list[Occurrence] = []
        try:
            for event, start, end in Series(main, instead, self.zones, self.limits, budget).between(*self.window):
                found += self._within(self._occurrence(event, start, end))
        except TooMuchWorkError as problem:
            return self._without(main, str(problem))
        except UnusableError as problem:
            return self._without(main, problem.reason, problem.line)
        except RuleError as problem:
            return self._without(main, problem.problem.format(brief(problem.text)))
        except (ArithmeticError, ValueError) as problem:
            return self._without(main, f"When it repeats cannot be worked out: {brief(problem)}.")
        finally:
            self.budget.spend(min(budget.spent, self.budget.left))
        for line in main.counter_rules:
            reason = "It has a rule of exceptions, EXRULE, which few programs follow: what it takes away is not shown."
            self._unclear(main, reason, line.number)
        return found

    def _without(self, main: Event, reason: str, line: int | None = None) -> list[Occurrence]:
        self._set_aside(main, reason, line)
        return []


def _same_uid(events: Iterable[Event]) -> list[list[Event]]:
    """Events by UID, in the file's order; those without any are each their own."""
    groups: dict[object, list[Event]] = defaultdict(list)
    for event in events:
        groups[event.uid or event.line].append(event)
    return list(groups.values())
