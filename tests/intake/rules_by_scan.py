"""Which minutes a rule names, read off RFC 5545 day by day and minute by minute: slow, with nothing of kinrota's."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

DAY = dt.timedelta(days=1)
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
PADDING = {"YEARLY": 380, "MONTHLY": 31, "WEEKLY": 7}
"""How far a period may go on, all of which has to be in sight for BYSETPOS."""
Key = tuple[int, ...]


class Scan:
    """A rule, its start, and the question whether a day or a minute is in it."""

    def __init__(self, text: str, start: dt.datetime) -> None:
        self.parts = dict(part.split("=") for part in text.split(";"))
        self.start = start
        self.frequency = self.parts["FREQ"]
        self.interval = int(self.parts.get("INTERVAL", "1"))
        self.week_start = WEEKDAYS.index(self.parts.get("WKST", "MO"))
        self.skip = self.parts.get("SKIP", "OMIT")
        self.derive_from_start()

    def derive_from_start(self) -> None:
        """What the rule leaves open is what the start is."""
        days = {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"} & self.parts.keys()
        weekday = WEEKDAYS[self.start.weekday()]
        if self.frequency == "YEARLY" and not days:
            self.parts.setdefault("BYMONTH", str(self.start.month))
        if self.frequency in ("YEARLY", "MONTHLY") and not days:
            self.parts["BYMONTHDAY"] = str(self.start.day)
        if (self.frequency == "WEEKLY" and not days) or (self.frequency == "YEARLY" and days == {"BYWEEKNO"}):
            self.parts["BYDAY"] = weekday
        if self.frequency not in ("HOURLY", "MINUTELY"):
            self.parts.setdefault("BYHOUR", str(self.start.hour))
        if self.frequency != "MINUTELY":
            self.parts.setdefault("BYMINUTE", str(self.start.minute))

    def numbers(self, name: str) -> list[int]:
        return [int(text) for text in self.parts[name].split(",")] if name in self.parts else []

    def occurrences(self, days: int) -> list[dt.datetime]:
        """All in so many days from the start on."""
        found = sorted({one for group in self.groups(days) for one in group if one >= self.start})
        return found[: int(self.parts["COUNT"])] if "COUNT" in self.parts else found

    def groups(self, days: int) -> Iterator[list[dt.datetime]]:
        """The members of each period, those that BYSETPOS picks."""
        named = sorted(self.members(days))
        for _, members in groupby(named, key=lambda pair: pair[0]):
            group = sorted({moment for _, moment in members})
            if "BYSETPOS" not in self.parts:
                yield group
                continue
            places = [place - 1 if place > 0 else place for place in self.numbers("BYSETPOS")]
            yield sorted({group[place] for place in places if -len(group) <= place < len(group)})

    def members(self, days: int) -> Iterator[tuple[Key, dt.datetime]]:
        day = max(dt.date(self.start.year, 1, 1) - 7 * DAY, dt.date.min)
        last = self.start.date() + (days + PADDING.get(self.frequency, 0)) * DAY
        if self.frequency in ("HOURLY", "MINUTELY", "DAILY"):
            day = self.start.date()
        while day <= last:
            for key in self.keys(day):
                yield from ((key + more, moment) for more, moment in self.minutes(day))
            day += DAY

    def keys(self, day: dt.date) -> Iterator[Key]:
        """The periods that name a day: its own, or the one from whose end SKIP moved something there."""
        own = self.period(day)
        fits = self.month_fits(day) and self.year_day_fits(day) and self.week_fits(day) and self.weekday_fits(day)
        if fits and self.month_day_fits(day) and self.due(own):
            yield own
        if self.frequency not in ("YEARLY", "MONTHLY") or not self.weekday_fits(day):
            return
        beyond = max(self.numbers("BYMONTHDAY"), default=0)
        before, following = day - DAY, day + DAY
        if self.skip == "BACKWARD" and following.day == 1 and beyond > day.day:
            yield from [own] if self.month_fits(day) and self.due(own) else []
        elif self.skip == "FORWARD" and day.day == 1 and beyond > before.day:
            theirs = self.period(before)
            yield from [theirs] if self.month_fits(before) and self.due(theirs) else []

    def period(self, day: dt.date) -> Key:
        if self.frequency == "YEARLY":
            return (self.week(day)[0] if "BYWEEKNO" in self.parts else day.year,)
        if self.frequency == "MONTHLY":
            return (day.year * 12 + day.month,)
        if self.frequency == "WEEKLY":
            return (self.first_of_week(day).toordinal() // 7,)
        return (day.toordinal(),)

    def due(self, period: Key) -> bool:
        """Whether INTERVAL counts this year, month, week or day."""
        if self.frequency in ("HOURLY", "MINUTELY"):
            return True
        return (period[0] - self.period(self.start.date())[0]) % self.interval == 0

    def minutes(self, day: dt.date) -> Iterator[tuple[Key, dt.datetime]]:
        hours, minutes = self.numbers("BYHOUR") or range(24), self.numbers("BYMINUTE") or range(60)
        for hour in hours:
            for minute in minutes:
                moment = dt.datetime.combine(day, dt.time(hour, minute))
                apart = moment - self.start.replace(minute=0 if self.frequency == "HOURLY" else self.start.minute)
                if self.frequency == "HOURLY":
                    if apart // dt.timedelta(hours=1) % self.interval == 0:
                        yield (hour,), moment
                elif self.frequency == "MINUTELY":
                    if apart // dt.timedelta(minutes=1) % self.interval == 0:
                        yield (hour, minute), moment
                else:
                    yield (), moment

    def month_fits(self, day: dt.date) -> bool:
        return "BYMONTH" not in self.parts or day.month in self.numbers("BYMONTH")

    def month_day_fits(self, day: dt.date) -> bool:
        first = day.replace(day=1)
        following = (first + 31 * DAY).replace(day=1)
        from_the_end = (day - following).days
        return "BYMONTHDAY" not in self.parts or bool({day.day, from_the_end} & set(self.numbers("BYMONTHDAY")))

    def year_day_fits(self, day: dt.date) -> bool:
        from_the_end = (day - dt.date(day.year + 1, 1, 1)).days
        number = day.timetuple().tm_yday
        return "BYYEARDAY" not in self.parts or bool({number, from_the_end} & set(self.numbers("BYYEARDAY")))

    def weekday_fits(self, day: dt.date) -> bool:
        """`2TU` and `-1FR` are looked for by walking through the month or the year."""
        if "BYDAY" not in self.parts:
            return True
        texts = [text for text in self.parts["BYDAY"].split(",") if text[-2:] == WEEKDAYS[day.weekday()]]
        numbers = [int(text[:-2] or "0") for text in texts]
        if self.frequency not in ("YEARLY", "MONTHLY"):
            return bool(numbers)
        monthly = self.frequency == "MONTHLY" or "BYMONTH" in self.parts
        same = (lambda other: (other.year, other.month)) if monthly else (lambda other: (other.year,))
        ahead = behind = 0
        while same(day - 7 * ahead * DAY) == same(day):
            ahead += 1
        while same(day + 7 * behind * DAY) == same(day):
            behind += 1
        return bool({0, ahead, -behind} & set(numbers))

    def first_of_week(self, day: dt.date) -> dt.date:
        while day.weekday() != self.week_start:
            day -= DAY
        return day

    def week(self, day: dt.date) -> tuple[int, int]:
        """A week is one of the year that its fourth day is in."""
        fourth = self.first_of_week(day) + 3 * DAY
        return fourth.year, (fourth.timetuple().tm_yday - 1) // 7 + 1

    def week_fits(self, day: dt.date) -> bool:
        if "BYWEEKNO" not in self.parts:
            return True
        year, number = self.week(day)
        many = max(
            self.week(dt.date(year, 12, last))[1]
            for last in (28, 29, 30, 31)
            if self.week(dt.date(year, 12, last))[0] == year
        )
        return bool({number, number - many - 1} & set(self.numbers("BYWEEKNO")))
