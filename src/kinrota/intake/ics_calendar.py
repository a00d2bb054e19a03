"""How one calendar file becomes a reading: single events at once, series within their limits, nothing bad for long."""

from __future__ import annotations

import datetime as dt
import signal
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from kinrota.intake.ics_events import Event, Findings, UnusableError, brief, read_event, refuse
from kinrota.intake.ics_reading import CalendarReading, Limits, Occurrence, SetAside
from kinrota.intake.ics_text import CalendarText, cut
from kinrota.intake.ics_times import Moment, Zones, wall_length

_MARGIN = dt.timedelta(days=2)
"""How much wider the library is asked than needed: it takes floating times and dates for UTC."""


class _TooLongError(BaseException):
    """The time for a series is up; not an Exception, so that no library takes it for one of its own."""


def read_calendar(data: bytes, digest: str, window: tuple[int, int], zone: str, limits: Limits) -> CalendarReading:
    """Read one calendar file, here and now, and whatever it may cost: `read_calendars` sees to that."""
    findings = Findings()
    try:
        calendar = cut(data)
        _refuse_what_is_no_calendar(data, calendar)
        _tell_what_is_missing(calendar, findings)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the libraries find odd, they still read
            zones = Zones.of(calendar, zone)
            events = (read_event(block, zones, limits, findings) for block in calendar.events)
            expansion = Expansion(zones, window, limits, findings)
            occurrences = expansion.occurrences([event for event in events if event])
    except UnusableError as problem:
        return CalendarReading((), (), (), problem.reason, digest)
    return CalendarReading(occurrences, tuple(findings.set_aside), tuple(findings.unclear), None, digest)


def _refuse_what_is_no_calendar(data: bytes, calendar: CalendarText) -> None:
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        refuse("It is a web page and not a calendar. Maybe its address asks for a password first.")
    if not calendar.begins:
        refuse("It is not a calendar: there is no BEGIN:VCALENDAR in it.")
    scale = calendar.properties.get("CALSCALE", "GREGORIAN")
    if scale.upper() != "GREGORIAN":
        refuse(f"It counts its days in another calendar: {brief('CALSCALE:' + scale)}.")


def _tell_what_is_missing(calendar: CalendarText, findings: Findings) -> None:
    """What the file says about other times, or no longer says."""
    for line in calendar.free_busy:
        findings.set_aside.append(SetAside(line, "", "It lists busy times without events (VFREEBUSY).", None))
    if not calendar.ends:
        reason = "The file stops before END:VCALENDAR. Maybe the rest of it was lost on the way."
        findings.set_aside.append(SetAside(None, "", reason, None))


@dataclass(frozen=True, slots=True)
class Expansion:
    """What is the same for all events of a calendar."""

    zones: Zones
    window: tuple[int, int]
    limits: Limits
    findings: Findings

    def occurrences(self, events: Iterable[Event]) -> tuple[Occurrence, ...]:
        """Every occurrence that touches the window, each once, in order."""
        found: set[Occurrence] = set()
        for group in _same_uid(events):
            found.update(self._of_group(group))
            if len(found) > self.limits.occurrences:
                refuse(
                    f"It has more than {self.limits.occurrences:,} occurrences. Maybe it is not a person's calendar."
                )
        return tuple(sorted(found, key=lambda one: (one.start, one.end, one.uid, one.summary, one.location)))

    def _of_group(self, group: list[Event]) -> list[Occurrence]:
        """The occurrences of all events with one UID."""
        if len(group) == 1 and group[0].alone:
            return self._within(self._first(group[0]))
        instead = [event for event in group if event.recurrence_id is not None]
        found: list[Occurrence] = []
        for main in self._newest([event for event in group if event.recurrence_id is None]):
            try:
                with _at_most(self.limits.series_seconds):
                    found += self._of_series(main, instead)
            except _TooLongError:
                self._set_aside(main, "It takes too long to work out when it repeats.")
            except UnusableError as problem:
                self._set_aside(main, problem.reason, problem.line)
            except MemoryError:
                raise
            except Exception as problem:  # noqa: BLE001 - the libraries raise many kinds for a strange series
                self._set_aside(main, f"When it repeats cannot be worked out: {brief(problem)}.")
            else:
                instead = []
        return found + [one for event in _newest_each(instead, self.zones) for one in self._within(self._first(event))]

    def _newest(self, mains: list[Event]) -> list[Event]:
        """Without those that the file itself holds a later revision of."""
        newest = max((event.sequence for event in mains), default=0)
        for event in mains:
            if event.sequence < newest:
                reason = "There is a later revision of it in the file: this one is left out."
                self.findings.unclear.append(SetAside(event.line, event.uid, reason, self._minute(event.start)))
        return [event for event in mains if event.sequence == newest]

    def _set_aside(self, event: Event, reason: str, line: int | None = None) -> None:
        aside = SetAside(line or event.line, event.uid, reason, self._minute(event.start))
        self.findings.set_aside.append(aside)

    def _minute(self, moment: Moment) -> int:
        return self.zones.seconds(moment) // 60

    def _first(self, event: Event) -> Occurrence:
        return self._occurrence(event, self.zones.seconds(event.start), event.finish)

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
        )

    def _within(self, one: Occurrence) -> list[Occurrence]:
        """It, if it touches the window."""
        first, last = self.window
        touches = one.start < last and (one.end > first or one.start == one.end >= first)
        return [one] if touches else []

    def _of_series(self, main: Event, instead: list[Event]) -> list[Occurrence]:
        """The occurrences of a series, with those that another version stands for."""
        from kinrota.intake.ics_series import placed  # noqa: PLC0415 - loaded once this process is ready

        found = []
        begin, end = (dt.datetime.fromtimestamp(minute * 60, dt.UTC) for minute in self.window)
        series = placed(main, instead, self.zones, begin - _MARGIN, end + _MARGIN)
        for number, (event, start, stop) in enumerate(series, start=1):
            if number > self.limits.series:
                refuse(f"It takes place more than {self.limits.series:,} times in this stretch.")
            found += self._within(self._occurrence(event, *self._instants(event, start, stop)))
        return found

    def _instants(self, event: Event, start: Moment, stop: Moment) -> tuple[int, int]:
        """From when to when an occurrence is, given its two ends on the wall clock."""
        begin, length = self.zones.seconds(start), wall_length(start, stop)
        if length == event.length:  # else it is that of a period
            if start == event.start:
                return begin, event.finish
            if event.duration is not None:
                return begin, self.zones.after(start, event.duration)
        end = self.zones.seconds(stop)
        if end <= begin:  # a clock change leaves less than nothing of it
            end = begin + int(length.total_seconds())
        return begin, end


def _same_uid(events: Iterable[Event]) -> list[list[Event]]:
    """Events by UID, in the file's order; those without any are each their own."""
    groups: dict[object, list[Event]] = defaultdict(list)
    for event in events:
        groups[event.uid or event.line].append(event)
    return list(groups.values())


def _newest_each(instead: list[Event], zones: Zones) -> list[Event]:
    """Of all versions of the same occurrence, the latest revision."""
    newest: dict[int, Event] = {}
    for event in instead:
        which = zones.seconds(event.recurrence_id or event.start)
        if which not in newest or newest[which].sequence <= event.sequence:
            newest[which] = event
    return list(newest.values())


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Stop what is done inside when it has used that much of the processor's time."""
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _TooLongError
