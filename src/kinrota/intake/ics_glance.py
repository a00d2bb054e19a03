"""Events so plain that a glance at them is enough, as most are of a calendar.

Reading is the same without this, and takes longer.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

from kinrota.intake.ics_reading import Limits, Occurrence
from kinrota.intake.ics_text import Block, CalendarText, Line
from kinrota.intake.ics_times import Zones, instant
from kinrota.intake.ics_values import Moment, moment_of
from kinrota.intake.ics_words import is_cancelled, is_transparent, status_of, text_of, uid_of
from kinrota.intake.ics_zones import EPOCH_DAY

_PLAIN = frozenset(
    (
        *("UID", "SUMMARY", "LOCATION", "STATUS", "TRANSP", "SEQUENCE", "DTSTART", "DTEND"),
        "X-MICROSOFT-CDO-BUSYSTATUS",
    )
)
"""What an event may say that takes place once; of anything else it is read closely."""
_MARGIN = 2
"""Days further than clocks are apart, a date's midnight in another zone included."""
_MINUTES_OF_DAY = 24 * 60
_START, _END = len("DTSTART"), len("DTEND")


class Glance:
    """Reads events of which there is nothing to say but when they take place and what they are called.

    Such an event has one start and one end, written alike, in order and in a zone that is known; and no other event
    has its UID, so that nothing else depends on it. `zones` are those of the file's first calendar.
    """

    def __init__(self, calendar: CalendarText, zones: Zones, window: tuple[int, int], limits: Limits) -> None:
        self.events, self.zones, self.window, self.limits = calendar.events, zones, window, limits
        self.elsewhere = zones.apart
        first, last = (EPOCH_DAY + minute // _MINUTES_OF_DAY for minute in window)
        self.first_day, self.last_day = first - _MARGIN, last + _MARGIN
        self.clocks: dict[str, dt.tzinfo | None] = {}

    def sort(self) -> tuple[list[Occurrence], list[Block]]:
        """The occurrences of such events that touch the window; and all other events, which are to be read closely."""
        uids = [uid_of(block, self.limits) for block in self.events]
        named = Counter(uids)
        occurrences: list[Occurrence] = []
        others: list[Block] = []
        for block, uid in zip(self.events, uids, strict=True):
            found = self._read(block, uid) if named[uid] == 1 or not uid else None
            if found is None:
                others.append(block)
            else:
                occurrences += found
        return occurrences, others

    def _read(self, block: Block, uid: str) -> tuple[Occurrence, ...] | None:
        """Its occurrence, if it touches the window; None if it is no such event."""
        lines = block.lines
        if not (block.closed and lines.keys() <= _PLAIN and "DTSTART" in lines and "DTEND" in lines):
            return None
        starts, ends = lines["DTSTART"], lines["DTEND"]
        if block.broken or block.people or block.method or block.calendar in self.elsewhere:
            return None
        if len(starts) > 1 or len(ends) > 1:
            return None
        try:
            times = self._times(starts[0], ends[0])
        except (TypeError, ValueError):  # what is no time, or not of the kind of the other
            return None
        return times and self._occurrence(block, uid, times)

    def _times(self, start: Line, end: Line) -> tuple[int, int, bool] | tuple[()] | None:
        """From when to when, in seconds since the epoch, and whether in dates; nothing if far from the window."""
        if start.head[_START:] != end.head[_END:]:
            return None
        first, last = moment_of(start.value), moment_of(end.value)
        if last <= first or first.year == dt.MINYEAR or last.year == dt.MAXYEAR:
            return None
        zone = self._zone(start, first)
        if zone is None:
            return None
        if last.toordinal() < self.first_day or first.toordinal() > self.last_day:
            return ()
        begin, finish = instant(self.zones.wall(first), zone), instant(self.zones.wall(last), zone)
        return (begin, finish, not isinstance(first, dt.datetime)) if begin < finish else None

    def _zone(self, start: Line, first: Moment) -> dt.tzinfo | None:
        """On whose clock a start is; None where that is not known, or where there is something to say about it."""
        if not isinstance(first, dt.datetime):
            return self.zones.household
        if first.tzinfo:
            return None if start.params else first.tzinfo
        if start.head not in self.clocks:
            name = start.params.get("TZID")
            zone = self.zones.named(name) if name else None if self.zones.lost else self.zones.floating
            self.clocks[start.head] = None if "VALUE" in start.params else zone
        return self.clocks[start.head]

    def _occurrence(self, block: Block, uid: str, times: tuple[int, int, bool]) -> tuple[Occurrence, ...] | None:
        begin, finish, dated = times
        status = status_of(block, self.limits)
        if is_cancelled(status):
            return None
        one = Occurrence(
            start=begin // 60,
            end=-(-finish // 60),
            all_day=dated,
            uid=uid,
            summary=text_of(block, "SUMMARY", self.limits),
            location=text_of(block, "LOCATION", self.limits),
            status=status,
            transparent=is_transparent(block, self.limits),
        )
        return (one,) if one.touches(*self.window) else ()
