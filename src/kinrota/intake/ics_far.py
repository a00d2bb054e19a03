"""Which events are so plainly far from the days asked for that nothing else in them matters.

Reading is the same without this, and takes longer.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

from kinrota.intake.ics_events import uid_of
from kinrota.intake.ics_reading import Limits
from kinrota.intake.ics_text import Block, CalendarText, Line
from kinrota.intake.ics_times import Zones
from kinrota.intake.ics_values import moment_of
from kinrota.intake.ics_zones import EPOCH_DAY

_PLAIN = frozenset(("UID", "SUMMARY", "LOCATION", "STATUS", "TRANSP", "SEQUENCE", "DTSTART", "DTEND"))
"""What an event may say that takes place once; of anything else it is read."""
_MARGIN = 2
"""Days further than clocks are apart, a date's midnight in another zone included."""
_MINUTES_OF_DAY = 24 * 60
_DATE = len("20260302")
_START, _END = len("DTSTART"), len("DTEND")


class Far:
    """Tells events that certainly do not touch a window, and of which there is nothing to say.

    Such an event has one start and one end, written alike, in order, in a zone that is known, both on days before the
    window or both on days after it; and no other event has its UID, so that nothing else depends on it.
    """

    def __init__(self, calendar: CalendarText, zones: Zones, window: tuple[int, int], limits: Limits) -> None:
        first, last = (EPOCH_DAY + minute // _MINUTES_OF_DAY for minute in window)
        self.before = _text(first - _MARGIN)
        self.after = _text(last + _MARGIN)
        self.zones = zones
        self.clear: dict[str, bool] = {}
        self.limits = limits
        self.named = Counter(uid_of(block, limits) for block in calendar.events)

    def __call__(self, block: Block) -> bool:
        """Whether an event is one."""
        lines = block.lines
        if not (block.closed and lines.keys() <= _PLAIN and "DTSTART" in lines and "DTEND" in lines):
            return False
        if block.broken or block.people or block.method:
            return False
        (start, *more), (end, *others) = lines["DTSTART"], lines["DTEND"]
        if more or others or len(start.value) != len(end.value):
            return False
        beyond = self.after < start.value[:_DATE] or end.value[:_DATE] < self.before
        return beyond and self._sure(block, start, end)

    def _sure(self, block: Block, start: Line, end: Line) -> bool:
        """Whether what it says are two moments on one clock, and it alone says it."""
        if start.head[_START:] != end.head[_END:] or not self._clear(start):
            return False
        if not (start.value[:_DATE].isdecimal() and end.value[:_DATE].isdecimal()):
            return False
        try:
            first, last = moment_of(start.value), moment_of(end.value)
        except ValueError:
            return False
        if isinstance(first, dt.datetime) and first.tzinfo and "TZID" in start.params:
            return False
        return first.year > dt.MINYEAR and last.year < dt.MAXYEAR and first < last and self._alone(block)

    def _clear(self, start: Line) -> bool:
        """Whether there is no doubt about its zone, nor whether it is a date."""
        if start.head not in self.clear:
            name, dated = start.params.get("TZID"), "VALUE" in start.params
            self.clear[start.head] = not dated and (not name or self.zones.named(name) is not None)
        return self.clear[start.head] or len(start.value) == _DATE

    def _alone(self, block: Block) -> bool:
        uid = uid_of(block, self.limits)
        return not uid or self.named[uid] == 1


def _text(day: int) -> str:
    return dt.date.fromordinal(min(max(day, 1), dt.date.max.toordinal())).isoformat().replace("-", "")
