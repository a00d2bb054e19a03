"""At which times of a day a rule takes place: the same on each, or by how far the day is from the start."""

from __future__ import annotations

from collections.abc import Iterable

from kinrota.intake.recurrence.rule import SECONDS_OF_MINUTE, Rule

SECONDS_OF_DAY = 86400
_MINUTES_OF_HOUR, _HOURS_OF_DAY, _MINUTES_OF_DAY = 60, 24, 1440


def pick(values: list[int], positions: frozenset[int]) -> list[int]:
    """BYSETPOS: of sorted values, those at these places from the start or the end."""
    if not positions:
        return values
    many = len(values)
    places = {place - 1 if place > 0 else many + place for place in positions if abs(place) <= many}
    return [values[place] for place in sorted(places)]


class Times:
    """The times of day of a rule, in seconds from midnight on the wall clock."""

    def __init__(self, rule: Rule, start_day: int, start_time: int) -> None:
        minute, self.second = divmod(start_time, SECONDS_OF_MINUTE)
        self.rule = rule
        self.hour, self.minute = divmod(minute, _MINUTES_OF_HOUR)
        self.start_day = start_day
        if rule.second is not None:
            self.second = rule.second
        self.within_a_day = rule.frequency in ("HOURLY", "MINUTELY")
        step = rule.interval * (_MINUTES_OF_HOUR if rule.frequency == "HOURLY" else 1)
        self.same_each_day = not self.within_a_day or _MINUTES_OF_DAY % step == 0
        self._each_day = self._of(start_day) if self.same_each_day else []

    def of(self, day: int) -> list[int]:
        """The times on a day, in order."""
        return self._each_day if self.same_each_day else self._of(day)

    def _of(self, day: int) -> list[int]:
        if self.rule.frequency == "MINUTELY":
            return self._by_the_minute(day)
        if self.rule.frequency == "HOURLY":
            return self._by_the_hour(day)
        return self._at(self.rule.hours or (self.hour,), self.rule.minutes or (self.minute,))

    def _at(self, hours: Iterable[int], minutes: Iterable[int]) -> list[int]:
        minutes = list(minutes)
        return [
            (hour * _MINUTES_OF_HOUR + minute) * SECONDS_OF_MINUTE + self.second for hour in hours for minute in minutes
        ]

    def _by_the_hour(self, day: int) -> list[int]:
        first = (self.hour - (day - self.start_day) * _HOURS_OF_DAY) % self.rule.interval
        hours = range(first, _HOURS_OF_DAY, self.rule.interval)
        kept = [hour for hour in hours if hour in self.rule.hours] if self.rule.hours else hours
        return self._at(kept, pick(list(self.rule.minutes or (self.minute,)), self.rule.positions))

    def _by_the_minute(self, day: int) -> list[int]:
        start = self.hour * _MINUTES_OF_HOUR + self.minute
        first = (start - (day - self.start_day) * _MINUTES_OF_DAY) % self.rule.interval
        if not pick([0], self.rule.positions):
            return []
        hours, minutes = self.rule.hours, self.rule.minutes
        return [
            minute * SECONDS_OF_MINUTE + self.second
            for minute in range(first, _MINUTES_OF_DAY, self.rule.interval)
            if (not hours or minute // _MINUTES_OF_HOUR in hours)
            and (not minutes or minute % _MINUTES_OF_HOUR in minutes)
        ]
