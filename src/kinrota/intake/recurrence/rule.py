"""What a rule of repetition says: its text becomes numbers, or a sentence why nobody can follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

DAY_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY")
GREGORIAN, CHINESE, HEBREW, ETHIOPIC, COPTIC = "GREGORIAN", "CHINESE", "HEBREW", "ETHIOPIC", "COPTIC"
ISLAMIC_CIVIL, ISLAMIC_TABULAR = "ISLAMIC-CIVIL", "ISLAMIC-TBLA"
_SCALES = frozenset((GREGORIAN, CHINESE, HEBREW, ETHIOPIC, COPTIC, ISLAMIC_CIVIL, ISLAMIC_TABULAR))
_WITH_SECOND_MONTHS, _OF_THIRTEEN_MONTHS = frozenset((CHINESE, HEBREW)), frozenset((ETHIOPIC, COPTIC))
_THIRTEEN = 13
OMIT, BACKWARD, FORWARD = SKIPS = ("OMIT", "BACKWARD", "FORWARD")
SECONDS_OF_MINUTE = 60

_RANGES = {
    "BYMONTH": (1, 12),
    "BYWEEKNO": (-53, 53),
    "BYYEARDAY": (-366, 366),
    "BYMONTHDAY": (-31, 31),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
    "BYSECOND": (0, 60),
    "BYSETPOS": (-(10**9), 10**9),
}
"""The least and the greatest of each; where the least is negative, 0 means nothing."""
_OTHERS = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "RSCALE", "SKIP"))
_OF_OTHERS = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYMONTHDAY", "RSCALE", "SKIP"))
"""What is followed of rules in other calendars, by the year and by the month."""
_OF_TIMES = frozenset(("BYHOUR", "BYMINUTE", "BYSECOND"))
_NUMBER = r"[+-]?[0-9]{1,10}"
_WEEKDAY = r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)"
_MOST_WEEKS = 53
_BEYOND_ALL = 10**18
"""More minutes than there are in all the years that dates can have."""
_DIGITS = 18
_LEAP = "L"
_LONGEST = 20_000
"""Characters of a rule that can be meant: one with all that there is in each of its lists has half of them."""
_SHORTEST_MONTH, _SHORTEST_YEAR = 28, 365

TOO_LONG = "Its rule is longer than any rule has to be."
TOO_OFTEN = "It repeats more than once a minute."
NO_FREQUENCY = "{} is not a frequency."
NO_PART = "{} is not part of a rule."
TWO_WAYS = "It says {} in two ways."
NO_COUNT = "{} does not count anything."
NO_VALUE = "{} is nothing that a rule can say."
OTHER_CALENDAR = "It counts in another calendar: {}."
SKIP_LEFT_OPEN = "It is not followed: what {} does with these days is not laid down."


class RuleError(ValueError):
    """A rule that cannot be followed. `problem` is a sentence with a gap for `text`, the words at fault."""

    def __init__(self, problem: str, text: str = "") -> None:
        self.problem, self.text = problem, text
        super().__init__(problem.format(text))


class Rule(NamedTuple):
    """RFC 5545, 3.3.10, without SECONDLY. What the text does not say is empty or None."""

    frequency: str
    interval: int = 1
    times: int | None = None
    """How often it takes place (COUNT)."""
    until: str = ""
    """As written: which instant it is depends on zones."""
    week_start: int = 0
    """0 is Monday."""
    months: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    weekdays: frozenset[tuple[int, int]] = frozenset()
    """Which one in its month or year, and the weekday; 0 stands for each of them."""
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    second: int | None = None
    positions: frozenset[int] = frozenset()
    skip: str = OMIT
    """RFC 7529: what becomes of a day that its month or year does not have."""
    scale: str = GREGORIAN
    """RFC 7529: the calendar in which it counts."""
    leap_months: frozenset[int] = frozenset()
    """Of a calendar with such months: the second ones of these numbers."""

    @property
    def names_days(self) -> bool:
        """Whether it says by itself which days, months apart."""
        return bool(self.weeks or self.year_days or self.month_days or self.weekdays)


def read_rule(text: str, *, by_days: bool = False) -> Rule:
    """Read `FREQ=WEEKLY;BYDAY=MO` and the like; RuleError for what cannot be followed.

    A rule that begins on a date counts by days: what it says of times means nothing (RFC 5545, 3.3.10).
    """
    parts = _parts(text)
    if by_days:
        parts = {name: value for name, value in parts.items() if name not in _OF_TIMES}
    scale = _scale(parts)
    frequency = parts.get("FREQ", "")
    leap_months = _leap_months(parts) if scale in _WITH_SECOND_MONTHS else frozenset[int]()
    seconds = _numbers(parts, "BYSECOND")
    if frequency == "SECONDLY" or len(seconds) > 1:
        raise RuleError(TOO_OFTEN)
    if frequency not in FREQUENCIES:
        raise RuleError(NO_FREQUENCY, f"FREQ={frequency}")
    rule = Rule(
        frequency=frequency,
        interval=_counted(parts, "INTERVAL") or 1,
        times=_counted(parts, "COUNT"),
        until=parts.get("UNTIL", ""),
        week_start=_week_start(parts),
        months=_numbers(parts, "BYMONTH", _THIRTEEN if scale in _OF_THIRTEEN_MONTHS else None),
        leap_months=leap_months,
        weeks=_numbers(parts, "BYWEEKNO"),
        year_days=_numbers(parts, "BYYEARDAY"),
        month_days=_numbers(parts, "BYMONTHDAY"),
        weekdays=frozenset(_weekdays(parts)),
        hours=tuple(sorted(_numbers(parts, "BYHOUR"))),
        minutes=tuple(sorted(_numbers(parts, "BYMINUTE"))),
        second=next((min(number, SECONDS_OF_MINUTE - 1) for number in seconds), None),
        positions=_numbers(parts, "BYSETPOS"),
        skip=_skip(parts),
        scale=scale,
    )
    _refuse_what_skip_leaves_open(rule)
    return rule


def _parts(text: str) -> dict[str, str]:
    """The rule's parts by name; stray semicolons are nothing, nor is what some programs write around them."""
    if len(text) > _LONGEST:
        raise RuleError(TOO_LONG)
    plain = "".join(text.upper().replace("\\", "").split()).removeprefix("RRULE:")
    parts: dict[str, str] = {}
    for name, _, value in (part.partition("=") for part in plain.split(";") if part):
        if name.startswith("X-"):
            continue
        if name not in _OTHERS and name not in _RANGES:
            raise RuleError(NO_PART, name)
        if parts.setdefault(name, value) != value:
            raise RuleError(TWO_WAYS, name)
    return parts


def _counted(parts: dict[str, str], name: str) -> int | None:
    """A number of times; None where there is none, or a negative count: some programs write -1 for "without end"."""
    text = parts.get(name)
    if text is None or (name == "COUNT" and text.startswith("-")):
        return None
    digits = text.lstrip("0")
    if not digits or not (text.isascii() and text.isdecimal()):
        raise RuleError(NO_COUNT, f"{name}={text}")
    return int(digits) if len(digits) <= _DIGITS else _BEYOND_ALL


def _numbers(parts: dict[str, str], name: str, most: int | None = None) -> frozenset[int]:
    return frozenset(_each_number(parts, name, most)) if name in parts else frozenset()


def _each_number(parts: dict[str, str], name: str, greatest: int | None) -> Iterator[int]:
    least, most = _RANGES[name]
    most = greatest or most
    for text in _listed(parts, name):
        number = int(text) if re.fullmatch(_NUMBER, text) else most + 1
        if not least <= number <= most or (least < 0 and number == 0):
            raise RuleError(NO_VALUE, f"{name}={text}")
        yield number


def _listed(parts: dict[str, str], name: str) -> list[str]:
    """The values of a part; a stray comma is nothing, but an empty part is."""
    texts = [text for text in parts[name].split(",") if text]
    if not texts:
        raise RuleError(NO_VALUE, f"{name}=")
    return texts


def _weekdays(parts: dict[str, str]) -> Iterator[tuple[int, int]]:
    for text in _listed(parts, "BYDAY") if "BYDAY" in parts else ():
        found = re.fullmatch(_WEEKDAY, text)
        which = int(found[1] or 0) if found else 0
        if not found or abs(which) > _MOST_WEEKS or (found[1] and which == 0):
            raise RuleError(NO_VALUE, f"BYDAY={text}")
        yield which, DAY_NAMES.index(found[2])


def _week_start(parts: dict[str, str]) -> int:
    name = parts.get("WKST", DAY_NAMES[0])
    if name not in DAY_NAMES:
        raise RuleError(NO_VALUE, f"WKST={name}")
    return DAY_NAMES.index(name)


def _scale(parts: dict[str, str]) -> str:
    """The calendar that a rule counts in (RFC 7529), if it is followed in that."""
    scale = parts.get("RSCALE", GREGORIAN)
    if scale not in _SCALES:
        raise RuleError(OTHER_CALENDAR, f"RSCALE={scale}")
    if scale == GREGORIAN:
        return scale
    beyond = [name for name in parts if name not in _OF_OTHERS]
    if parts.get("FREQ") not in ("YEARLY", "MONTHLY"):
        beyond.append(f"FREQ={parts.get('FREQ', '')}")
    if beyond:
        raise RuleError(OTHER_CALENDAR, f"RSCALE={scale};{beyond[0]}")
    return scale


def _leap_months(parts: dict[str, str]) -> frozenset[int]:
    """The months such as 5L of BYMONTH, which are taken out of it."""
    listed = _listed(parts, "BYMONTH") if "BYMONTH" in parts else []
    leap = [text.removesuffix(_LEAP) for text in listed if text.endswith(_LEAP)]
    if leap:
        parts["BYMONTH"] = ",".join(text for text in listed if not text.endswith(_LEAP))
        found = _numbers({"BYMONTH": ",".join(leap)}, "BYMONTH")
        if not parts["BYMONTH"]:
            del parts["BYMONTH"]
        return found
    return frozenset()


def _skip(parts: dict[str, str]) -> str:
    skip = parts.get("SKIP", OMIT)
    if skip not in SKIPS:
        raise RuleError(NO_VALUE, f"SKIP={skip}")
    return skip


def _refuse_what_skip_leaves_open(rule: Rule) -> None:
    """RFC 7529 does not say where a day goes that is missing at the front, or that two parts name in two ways."""
    if rule.skip == OMIT or rule.frequency not in ("YEARLY", "MONTHLY"):
        return
    from_the_end = {*(day for day in rule.month_days if day < -_SHORTEST_MONTH)}
    from_the_end.update(day for day in rule.year_days if day < -_SHORTEST_YEAR)
    mixed = rule.weeks or (rule.year_days and (rule.month_days or rule.months))
    lacking = rule.leap_months and rule.frequency == "MONTHLY"
    if from_the_end or lacking or mixed or (rule.year_days and rule.frequency == "MONTHLY"):
        raise RuleError(SKIP_LEFT_OPEN, f"SKIP={rule.skip}")
