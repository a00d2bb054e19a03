"""What one event says: its lines become values, or a sentence why it cannot be used."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from icalendar.prop import vDDDTypes

from kinrota.intake.ics_reading import Limits, SetAside
from kinrota.intake.ics_text import Block, Property, take_apart
from kinrota.intake.ics_times import Duration, Moment, Zones, wall_length

Extra = tuple[Moment, Moment | dt.timedelta | None]
"""A start that RDATE adds; with an end or a length of its own if it is a period."""

_ONCE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID")
_IN_TIME = frozenset((*_ONCE, "RRULE", "RDATE", "EXDATE", "EXRULE"))
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_DAY = dt.timedelta(days=1)
_NOTHING = dt.timedelta()
_SHOWN = 60  # characters of a file's text in a message
_DIGITS = 9  # of a revision's number


class UnusableError(Exception):
    """An event, or all of a calendar, cannot be used; the reading of that ends here. `line` is at fault, if any."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        self.reason, self.line = reason, line
        super().__init__(reason)


def refuse(reason: str, line: int | None = None) -> NoReturn:
    """Stop reading an event, or all of a calendar."""
    raise UnusableError(reason, line)


@dataclass(slots=True)
class Findings:
    """What there is to say about a calendar."""

    set_aside: list[SetAside] = field(default_factory=list)
    unclear: list[SetAside] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Event:
    """One VEVENT: an event, all of a series, or another version of one occurrence in a series."""

    line: int
    uid: str
    summary: str
    location: str
    status: str
    transparent: bool
    sequence: int
    start: Moment
    length: dt.timedelta
    """How far the clock on the wall runs from start to end; whole days if the start is a date. Never negative."""
    finish: int
    """The end of the first occurrence, in seconds since the epoch."""
    duration: Duration | None
    """Where given, the length is this, and not up to the clock on the wall."""
    recurrence_id: Moment | None
    and_future: bool
    rules: tuple[Property, ...]
    extras: tuple[Extra, ...]
    exceptions: tuple[Moment, ...]

    @property
    def alone(self) -> bool:
        """Whether nothing repeats it, and it stands for no occurrence of something else."""
        return self.recurrence_id is None and not (self.rules or self.extras or self.exceptions)


def brief(value: object) -> str:
    """A file's text for a message: on one line, quoted, and not too long."""
    text = " ".join(str(value).split())
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”"


def read_event(block: Block, zones: Zones, limits: Limits, findings: Findings) -> Event | None:
    """Read one event and tell the findings what is wrong with it; None if it cannot be used."""
    reader = _EventReader(block, zones, limits, findings)
    try:
        return reader.read()
    except UnusableError as problem:
        reason, line = problem.reason, problem.line
    except MemoryError:
        raise
    except Exception as problem:  # noqa: BLE001 - whatever a strange value does, it must not cost the other events
        reason, line = f"It cannot be understood: {brief(problem)}.", None
    findings.set_aside.append(SetAside(line or block.number, reader.uid, reason, reader.readable_start()))
    return None


def _read(text: str, zone: str | None) -> object:
    """One value, by the calendar library; a name that is no zone's is as good as none."""
    try:
        return vDDDTypes.from_ical(text, zone)  # type: ignore[no-untyped-call]
    except OSError:  # some names are folders of the zone database
        return vDDDTypes.from_ical(text)  # type: ignore[no-untyped-call]


class _EventReader:
    """The reading of one event: its lines by name, and what was learnt so far."""

    def __init__(self, block: Block, zones: Zones, limits: Limits, findings: Findings) -> None:
        self.block, self.zones, self.limits, self.findings = block, zones, limits, findings
        self.uid = ""
        self.found: dict[str, list[Property]] = {}

    def read(self) -> Event:
        self.sort_lines()
        self.refuse_what_nobody_can_use()
        start = self.moment("DTSTART")
        assert start is not None  # noqa: S101 - it was refused just now
        length, finish, duration = self.end(start)
        exceptions = tuple(self.exceptions(start))
        extras = tuple(self.extras(start))
        return Event(
            line=self.block.number,
            uid=self.uid,
            summary=self.text("SUMMARY")[: self.limits.text],
            location=self.text("LOCATION")[: self.limits.text],
            status=self.text("STATUS").strip().upper()[: self.limits.text] or "CONFIRMED",
            transparent=self.text("TRANSP").strip().upper() == "TRANSPARENT",
            sequence=self.sequence(),
            start=start,
            length=length,
            finish=finish,
            duration=duration,
            recurrence_id=self.moment("RECURRENCE-ID"),
            and_future=any(
                line.params.get("RANGE", "").upper() == "THISANDFUTURE" for line in self.lines("RECURRENCE-ID")
            ),
            rules=tuple(self.lines("RRULE")),
            extras=extras,
            exceptions=exceptions,
        )

    def lines(self, name: str) -> list[Property]:
        return self.found.get(name, [])

    def text(self, name: str) -> str:
        """The first value of that name, its backslashes resolved (RFC 5545, 3.3.11)."""
        lines = self.lines(name)
        return _ESCAPED.sub(lambda it: "\n" if it[1] in "nN" else it[1], lines[0].value) if lines else ""

    def sort_lines(self) -> None:
        for line in self.block.lines:
            try:
                self.found.setdefault(line.name, []).append(take_apart(line))
            except ValueError:
                if line.name in _IN_TIME:
                    refuse(f"{brief(line.text)} cannot be taken apart.", line.number)
        self.uid = self.text("UID").strip()[: self.limits.text]

    def refuse_what_nobody_can_use(self) -> None:
        if not self.block.closed:
            refuse("It is not closed: its END:VEVENT is missing.")
        if not self.lines("DTSTART"):
            refuse("It does not say when it starts: DTSTART is missing.")
        for name in _ONCE:
            if len({line.value for line in self.lines(name)}) > 1:
                refuse(f"It has more than one {name}.", self.lines(name)[1].number)
        for line in self.lines("EXRULE"):
            refuse("It has a rule of exceptions, EXRULE, which is not read.", line.number)
        for line in (*self.lines("RDATE"), *self.lines("EXDATE")):
            if line.value.count(",") >= self.limits.series:
                refuse(f"Its {line.name} lists more than {self.limits.series:,} dates.", line.number)

    def sequence(self) -> int:
        """The number of its revision."""
        text = self.text("SEQUENCE").strip()
        return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0

    def moment(self, name: str) -> Moment | None:
        for line in self.lines(name):
            value = self.value(line, line.value)
            if isinstance(value, dt.date):
                return value
            refuse(f"{name} {brief(line.value)} is not a date or a time.", line.number)
        return None

    def value(self, line: Property, text: str) -> object:
        """One date, time or period."""
        text = text.strip()
        zone = None if len(text) == len("YYYYMMDD") else line.params.get("TZID")
        try:
            value = _read(text, zone)
        except ValueError:
            refuse(f"{line.name} {brief(text)} is not a date or a time.", line.number)
        if not isinstance(value, dt.datetime):
            return value
        if line.params.get("VALUE", "").upper() == "DATE":
            return value.date()
        if zone and value.tzinfo is None and line.name == "DTSTART":
            reason = f"Its time zone {brief(zone)} is not known: its times are read in the household's."
            self.note(reason, value, line.number)
        in_utc = text.endswith(("Z", "z")) and not zone
        return value.astimezone(self.zones.calendar) if in_utc and self.zones.calendar else value

    def end(self, start: Moment) -> tuple[dt.timedelta, int, Duration | None]:
        """How long it is on the wall clock, when its first occurrence ends, and its exact length if it gives one."""
        duration: Duration | None = None
        begin = self.zones.seconds(start)
        if self.lines("DTEND"):
            end = self.aligned_end(start)
            length, finish = wall_length(start, end), self.zones.seconds(end)
        elif given := self.lines("DURATION"):
            duration = Duration.read(given[0].value)
            if duration is None:
                refuse(f"DURATION {brief(given[0].value)} is not a duration.", given[0].number)
            length, finish = duration.nominal, self.zones.after(start, duration)
        else:
            length = _NOTHING if isinstance(start, dt.datetime) else _DAY
            finish = self.zones.seconds(start + length)
        if finish > begin:
            return self.positive(start, length, finish - begin), finish, duration
        if length > _NOTHING:  # only a clock change puts its end before its start
            return length, begin + int(length.total_seconds()), duration
        return self.empty(start, finish < begin)

    def aligned_end(self, start: Moment) -> Moment:
        """DTEND as a value that DTSTART can be taken from."""
        end = self.moment("DTEND")
        assert end is not None  # noqa: S101 - asked for only if it is there
        if isinstance(start, dt.datetime) and not isinstance(end, dt.datetime):
            return dt.datetime.combine(end, dt.time(), start.tzinfo)
        if isinstance(end, dt.datetime) and not isinstance(start, dt.datetime):
            return end.date() if end.time() == dt.time() else end.date() + _DAY
        return self.zones.like(end, start)

    @staticmethod
    def positive(start: Moment, length: dt.timedelta, seconds: int) -> dt.timedelta:
        """The length of what does take time: whole days for a date, and never less than nothing on the wall."""
        if isinstance(start, dt.datetime):
            return length if length > _NOTHING else dt.timedelta(seconds=seconds)
        return dt.timedelta(days=length.days + bool(length.seconds))

    def empty(self, start: Moment, backwards: bool) -> tuple[dt.timedelta, int, None]:  # noqa: FBT001 - one caller
        """What takes no time or less: a day for a date, as calendar programs show it, else only its start."""
        how = "It ends before it starts" if backwards else "It has no length"
        if isinstance(start, dt.datetime):
            self.note(f"{how}: only its start is known.", start)
            return _NOTHING, self.zones.seconds(start), None
        self.note(f"{how}: it is read as one day.", start)
        return _DAY, self.zones.seconds(start + _DAY), None

    def exceptions(self, start: Moment) -> Iterator[Moment]:
        """What EXDATE takes away; a value that cannot be read takes nothing away."""
        for line, text in self.listed("EXDATE"):
            try:
                value = self.value(line, text)
            except UnusableError as problem:
                self.note(f"{problem.reason} What it should take away is shown.", start, line.number)
                continue
            if isinstance(value, dt.datetime):
                yield self.zones.like(value, start)
            elif isinstance(value, dt.date):
                yield value  # of all that day's occurrences

    def extras(self, start: Moment) -> Iterator[Extra]:
        """What RDATE adds; a value that cannot be read is a part that is set aside."""
        for line, text in self.listed("RDATE"):
            try:
                value = self.value(line, text)
            except UnusableError as problem:
                aside = SetAside(line.number, self.uid, problem.reason, self.minute(start))
                self.findings.set_aside.append(aside)
                continue
            if isinstance(value, tuple):
                begin, end = value
                yield (
                    self.zones.like(begin, start),
                    self.zones.like(end, start) if isinstance(end, dt.date) else end,
                )
            elif isinstance(value, dt.date):
                yield self.zones.like(value, start), None

    def listed(self, name: str) -> Iterator[tuple[Property, str]]:
        for line in self.lines(name):
            yield from ((line, text) for text in line.value.split(",") if text.strip())

    def note(self, reason: str, start: Moment, line: int | None = None) -> None:
        unclear = SetAside(line or self.block.number, self.uid, reason, self.minute(start))
        if unclear not in self.findings.unclear[-1:]:
            self.findings.unclear.append(unclear)

    def minute(self, moment: Moment) -> int:
        return self.zones.seconds(moment) // 60

    def readable_start(self) -> int | None:
        """From when on the event may have made somebody busy."""
        try:
            start = self.moment("DTSTART")
            return None if start is None else self.minute(start)
        except (UnusableError, ArithmeticError, ValueError):
            return None
