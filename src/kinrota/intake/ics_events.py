"""What one event says: its lines become values, or a sentence why it cannot be used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple, NoReturn

from kinrota.intake.ics_days import counts_in_utc
from kinrota.intake.ics_invitations import ANSWERS_ONLY, CALLED_OFF, answer_of
from kinrota.intake.ics_reading import BACKWARDS, Limits, SetAside
from kinrota.intake.ics_remedies import ANOTHER_END, NO_EVENT, REPEATS_ANEW, TIMES_ANEW, WHOLE_AGAIN
from kinrota.intake.ics_text import Block, Line
from kinrota.intake.ics_times import Zones, wall_length
from kinrota.intake.ics_values import Duration, Moment, moment_of
from kinrota.intake.ics_words import brief, is_cancelled, is_transparent, status_of, text_of, uid_of

Extra = tuple[Moment, Moment | Duration | None]
"""A start that RDATE adds; with an end or a length of its own if it is a period."""

_ONCE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID")
_IN_TIME = frozenset((*_ONCE, "RRULE", "RDATE", "EXDATE", "EXRULE"))
_LISTS = frozenset(("RDATE", "EXDATE"))
_DAY = dt.timedelta(days=1)
_NOTHING = dt.timedelta()
_LONGEST_SHIFT = dt.timedelta(hours=16)
_AND_FUTURE = "THISANDFUTURE"
_NOT_KNOWN = "is not known: its times are read in the household's."
_DIGITS = 9  # of a revision's number


class UnusableError(Exception):
    """An event, or all of a calendar, cannot be used; the reading of that ends here. `line` is at fault, if any."""

    def __init__(self, reason: str, line: int | None = None, remedy: str = TIMES_ANEW) -> None:
        self.reason, self.line, self.remedy = reason, line, remedy
        super().__init__(reason)


def refuse(reason: str, line: int | None = None, remedy: str = TIMES_ANEW) -> NoReturn:
    """Stop reading an event, or all of a calendar."""
    raise UnusableError(reason, line, remedy)


class Findings:
    """What there is to say about a calendar."""

    def __init__(self) -> None:
        self.set_aside: list[SetAside] = []
        self.unclear: list[SetAside] = []


class Event(NamedTuple):
    """One VEVENT: an event, all of a series, or another version of one occurrence in a series."""

    line: int
    uid: str
    summary: str
    location: str
    status: str
    transparent: bool
    declined: bool
    sequence: int
    stamp: str
    """When this was last said of it (DTSTAMP), as written."""
    start: Moment
    begin: int
    """The start in seconds since the epoch."""
    length: dt.timedelta
    """How far the clock on the wall runs from start to end; whole days if the start is a date. Never negative."""
    finish: int
    """The end of the first occurrence, in seconds since the epoch."""
    duration: Duration | None
    """Where given, the length is this, and not up to the clock on the wall."""
    recurrence_id: Moment | None
    and_future: bool
    rules: tuple[Line, ...]
    counter_rules: tuple[Line, ...]
    """EXRULE: what it names is taken away."""
    extras: tuple[Extra, ...]
    exceptions: tuple[Moment, ...]

    @property
    def alone(self) -> bool:
        """Whether nothing repeats it, and it stands for no occurrence of something else."""
        return self.recurrence_id is None and not (self.rules or self.counter_rules or self.extras or self.exceptions)


def read_event(
    block: Block, zones: Zones, limits: Limits, findings: Findings, addresses: Collection[str] = ()
) -> Event | None:
    """Read one event and tell the findings what is wrong with it; None if it cannot be used.

    `addresses` are those of the calendar's owner, in small letters.
    """
    reader = _EventReader(block, zones, limits, findings)
    try:
        return reader.read(addresses)
    except UnusableError as problem:
        wrong = problem
    except MemoryError:
        raise
    except Exception as problem:  # noqa: BLE001 - whatever a strange value does, it must not cost the other events
        wrong = UnusableError(f"It cannot be understood: {brief(problem)}.")
    start, title, line = reader.readable_start(), reader.text("SUMMARY"), wrong.line or block.number
    aside = SetAside(line, reader.uid, wrong.reason, start, title, wrong.remedy)
    (findings.unclear if reader.called_off else findings.set_aside).append(aside)  # which takes nobody's time
    return None


class _EventReader:
    """The reading of one event: its lines by name, and what was learnt so far."""

    def __init__(self, block: Block, zones: Zones, limits: Limits, findings: Findings) -> None:
        self.block, self.zones, self.limits, self.findings = block, zones, limits, findings
        self.uid = ""
        self.found = block.lines
        self.called_off = False

    def read(self, addresses: Collection[str]) -> Event:
        self.refuse_what_cannot_be_cut()
        self.uid = uid_of(self.block, self.limits)
        self.refuse_what_nobody_can_use()
        start = self.start()
        try:
            begin = self.zones.seconds(start)
            length, finish, duration = self.end(start, begin)
        except OverflowError:
            refuse("It does not end before the year 10000.")
        exceptions = tuple(self.exceptions(start)) if "EXDATE" in self.found else ()
        extras = tuple(self.extras(start)) if "RDATE" in self.found else ()
        status, declined = self.part(start, addresses)
        return Event(
            line=self.block.number,
            uid=self.uid,
            summary=self.text("SUMMARY"),
            location=self.text("LOCATION"),
            status=status,
            transparent=is_transparent(self.block, self.limits),
            declined=declined,
            sequence=self.sequence(),
            stamp=self.block.stamp,
            start=start,
            begin=begin,
            length=length,
            finish=finish,
            duration=duration,
            recurrence_id=self.moment("RECURRENCE-ID"),
            and_future=self.and_future(start),
            rules=tuple(self.lines("RRULE")),
            counter_rules=tuple(self.lines("EXRULE")),
            extras=extras,
            exceptions=exceptions,
        )

    def start(self) -> Moment:
        """Its start, on the clock that its rules are followed on."""
        start, line = self.moment("DTSTART"), self.lines("DTSTART")[0]
        assert start is not None  # noqa: S101 - it was refused just now
        if not isinstance(start, dt.datetime) or line.params.get("TZID"):
            return start
        if start.tzinfo is None:
            return start if self.zones.is_first else start.replace(tzinfo=self.zones.floating)
        return start.astimezone(dt.UTC) if counts_in_utc(self.lines("RRULE"), start) else start

    def lines(self, name: str) -> Sequence[Line]:
        return self.found.get(name, ())

    def and_future(self, start: Moment) -> bool:
        """Whether it stands for all later occurrences of its series, too."""
        ranges = {line.params.get("RANGE", "").upper() for line in self.lines("RECURRENCE-ID")}
        for other in sorted(ranges - {"", _AND_FUTURE}):
            self.note(f"{brief('RANGE=' + other)} is not followed: only this occurrence is changed.", start)
        return _AND_FUTURE in ranges

    def text(self, name: str) -> str:
        """The first value of that name, its backslashes resolved (RFC 5545, 3.3.11)."""
        return text_of(self.block, name, self.limits)

    def part(self, start: Moment, addresses: Collection[str]) -> tuple[str, bool]:
        """Its status, with what its owner has answered, and whether that was no."""
        if self.called_off:
            return "CANCELLED", False
        status = status_of(self.block, self.limits)
        try:
            answer = answer_of(self.block.people, addresses) if addresses else None
        except ValueError:
            self.note("A line of it that has your address cannot be taken apart: your answer is not known.", start)
            answer = None
        return "TENTATIVE" if answer == "open" else status, answer == "no"

    def refuse_what_cannot_be_cut(self) -> None:
        for line in self.block.broken:
            if line.name in _IN_TIME:
                refuse(f"{brief(line.value)} cannot be taken apart.", line.number)

    def refuse_what_nobody_can_use(self) -> None:
        if self.block.method in ANSWERS_ONLY:
            what = f"mail about an invitation (METHOD:{self.block.method})"
            refuse(f"It is no event of a calendar, but {what}.", remedy=NO_EVENT)
        if not self.block.closed:
            refuse("It is not closed: its END:VEVENT is missing.", remedy=WHOLE_AGAIN)
        self.called_off = self.block.method == CALLED_OFF or is_cancelled(status_of(self.block, self.limits))
        if self.called_off and "DTSTART" not in self.found and "RECURRENCE-ID" in self.found:
            self.found["DTSTART"] = self.found["RECURRENCE-ID"]  # which is all that a cancellation need say
        if not self.lines("DTSTART"):
            if self.called_off:
                refuse("It calls off the event of its UID without a start: that is shown all the same.")
            refuse("It does not say when it starts: DTSTART is missing.")
        for name, lines in self.found.items():
            if len(lines) > 1 and name in _ONCE and len({line.value for line in lines}) > 1:
                refuse(f"It has more than one {name}.", lines[1].number)
            if name in _LISTS and sum(line.value.count(",") + 1 for line in lines) > self.limits.series:
                refuse(f"Its {name} lists more than {self.limits.series:,} dates.", lines[0].number, REPEATS_ANEW)

    def sequence(self) -> int:
        """The number of its revision."""
        text = self.text("SEQUENCE").strip()
        return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0

    def moment(self, name: str) -> Moment | None:
        for line in self.lines(name):
            return self.value(line, line.value)
        return None

    def value(self, line: Line, text: str) -> Moment:
        """One date or time."""
        text = text.strip()
        try:
            value = moment_of(text)
        except ValueError:
            refuse(f"{line.name} {brief(text)} is not a date or a time.", line.number)
        if not isinstance(value, dt.datetime):
            return value
        params = line.params
        if params.get("VALUE", "").upper() == "DATE":
            self.note_start(
                line, value.date(), f"{brief(text)} should be a date and has a time: it is all of that day."
            )
            return value.date()
        name = params.get("TZID")
        if not name:
            if value.tzinfo is None and self.zones.lost:
                self.note_start(line, value, f"Its calendar's time zone {brief(self.zones.name)} {_NOT_KNOWN}")
            return value.astimezone(self.zones.calendar) if value.tzinfo and self.zones.calendar else value
        if zone := self.zones.named(name):
            return self.in_zone(line, value, zone)
        if value.tzinfo is None:
            self.note_start(line, value, f"Its time zone {brief(name)} {_NOT_KNOWN}")
        return value

    def in_zone(self, line: Line, value: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
        """A time in a zone; one in UTC is that instant, whatever the zone (RFC 5545, 3.2.19)."""
        if value.tzinfo is None:
            return value.replace(tzinfo=zone)
        there = value.astimezone(zone)
        if there.utcoffset():
            self.note_start(line, value, "It has a time in UTC and a time zone: it is read in UTC.")
        return there

    def note_start(self, line: Line, value: Moment, reason: str) -> None:
        """Say something of how its start is written: once, not of its end too."""
        if line.name == "DTSTART":
            self.note(reason, value, line.number)

    def period(self, line: Line, text: str) -> tuple[Moment, Moment | Duration | None]:
        """One value of RDATE: a start, with its own end or duration if it is a period."""
        begin, slash, rest = text.partition("/")
        start = self.value(line, begin)
        if not slash:
            return start, None
        end = Duration.read(rest) or self.value(line, rest)
        return start, end

    def end(self, start: Moment, begin: int) -> tuple[dt.timedelta, int, Duration | None]:
        """How long it is on the wall clock, when its first occurrence ends, and its exact length if it gives one."""
        duration: Duration | None = None
        if self.lines("DTEND"):
            end = self.aligned_end(start)
            length, finish = wall_length(start, end), self.zones.seconds(end)
            if finish < begin and (later := self.next_day(start, end)):
                self.note(f"{BACKWARDS}: its end is read as that time of the next day.", start)
                length, finish = wall_length(start, later), self.zones.seconds(later)
            self.compare_with_duration(start, finish)
        elif given := self.lines("DURATION"):
            duration = self.duration(given[0], start)
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

    @staticmethod
    def next_day(start: Moment, end: Moment) -> Moment | None:
        """An end that a rota names with the date that its night shift begins on; None if that cannot be meant."""
        if not isinstance(start, dt.datetime) or end.toordinal() != start.toordinal():
            return None
        return end + _DAY if end + _DAY - start <= _LONGEST_SHIFT else None

    @staticmethod
    def duration(line: Line, start: Moment) -> Duration | None:
        """A length; of what begins on a date, in whole days."""
        duration = Duration.read(line.value)
        return duration if duration is None or isinstance(start, dt.datetime) else duration.in_days

    def compare_with_duration(self, start: Moment, finish: int) -> None:
        """RFC 5545, 3.6.1, does not allow an end and a length in one event."""
        for line in self.lines("DURATION"):
            duration = self.duration(line, start)
            if duration is None or self.zones.after(start, duration) != finish:
                self.note("It has an end and a length that do not fit: its end is followed.", start, line.number)

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
        how = BACKWARDS if backwards else "It has no length"
        if isinstance(start, dt.datetime):
            if not self.called_off:
                self.note(f"{how}: only its start is known.", start, remedy=ANOTHER_END)
            return _NOTHING, self.zones.seconds(start), None
        self.note(f"{how}: it is read as one day.", start, remedy=ANOTHER_END)
        return _DAY, self.zones.seconds(start + _DAY), None

    def exceptions(self, start: Moment) -> Iterator[Moment]:
        """What EXDATE takes away; a value that cannot be read takes nothing away."""
        for line, text in self.listed("EXDATE"):
            try:
                value = self.value(line, text)
            except UnusableError as problem:
                self.note(f"{problem.reason} What it should take away is shown.", start, line.number)
                continue
            # A date is all of that day's occurrences.
            yield self.zones.like(value, start) if isinstance(value, dt.datetime) else value

    def extras(self, start: Moment) -> Iterator[Extra]:
        """What RDATE adds; a value that cannot be read is a part that is set aside."""
        for line, text in self.listed("RDATE"):
            try:
                begin, end = self.period(line, text)
            except UnusableError as problem:
                first, title = self.minute(start), self.text("SUMMARY")
                aside = SetAside(line.number, self.uid, problem.reason, first, title, REPEATS_ANEW)
                self.findings.set_aside.append(aside)
            else:
                if end is not None and self.ends(begin, end) <= self.zones.seconds(begin):
                    self.note("A period in its RDATE has no length: only its start is known.", start, line.number)
                yield self.zones.like(begin, start), end if isinstance(start, dt.datetime) else self.days(begin, end)

    def days(self, begin: Moment, end: Moment | Duration | None) -> Duration | None:
        """The length of a period of a series that begins on a date."""
        return None if end is None else Duration(0, self.ends(begin, end) - self.zones.seconds(begin)).in_days

    def ends(self, begin: Moment, end: Moment | Duration) -> int:
        return self.zones.after(begin, end) if isinstance(end, Duration) else self.zones.seconds(end)

    def listed(self, name: str) -> Iterator[tuple[Line, str]]:
        for line in self.lines(name):
            yield from ((line, text) for text in line.value.split(",") if text.strip())

    def note(self, reason: str, start: Moment, line: int | None = None, remedy: str = "") -> None:
        number, title = line or self.block.number, self.text("SUMMARY")
        unclear = SetAside(number, self.uid, reason, self.minute(start), title, remedy)
        if unclear not in self.findings.unclear[-1:]:
            self.findings.unclear.append(unclear)

    def minute(self, moment: Moment) -> int:
        return self.zones.seconds(moment) // 60

    def readable_start(self) -> int | None:
        """From when on the event may have made somebody busy."""
        if any(line.name == "DTSTART" for line in self.block.broken):
            return None
        try:
            start = self.moment("DTSTART") or self.moment("RECURRENCE-ID")
            return None if start is None else self.minute(start)
        except (UnusableError, ArithmeticError, ValueError):
            return None
