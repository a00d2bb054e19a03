"""How the household file writes lengths, times of day, days, shares and steps."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple, NoReturn

from kinrota.model.duties import Step, Window
from kinrota.model.people import WeeklyHours
from kinrota.model.time import DAY, WallSpan, wall_text

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST = 60 * DAY
"""No length in a household file is longer."""
LARGEST = 1_000_000
DIGITS = 9
"""Numbers are kept exactly, so they may not be endless."""
FIRST_DATE, LAST_DATE = dt.date(1900, 1, 1), dt.date(2199, 12, 31)

_LENGTH = re.compile(r"(?=\d)(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00", re.ASCII)
_LOOSE_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:uhr|h|o'clock)?", re.ASCII | re.IGNORECASE)
_LOOSE_LENGTH = re.compile(
    r"(?:(\d{1,4})\s*(?:h|hr|hrs|hour|hours|std)\b\.?)?\s*(?:(\d{1,4})\s*(?:m|min|mins|minute|minutes)?\b\.?)?",
    re.ASCII | re.IGNORECASE,
)


class NotUnderstoodError(ValueError):
    """A value that means nothing here: what is wrong with it, and a remedy that starts with "Maybe"."""

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message = message
        self.remedy = remedy
        super().__init__(f"{message} {remedy}".rstrip())


def refuse(message: str, remedy: str = "") -> NoReturn:
    """Refuse a value."""
    raise NotUnderstoodError(message, remedy)


class Often(NamedTuple):
    """How often: `times` a `per`."""

    times: int
    per: str


class Usual(NamedTuple):
    """The usual drop-off and pick-up, in minutes from midnight."""

    drop: int
    pick: int


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like a word, if any does."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only for a word that is wrong

    names = sorted(known)
    folded = {name.casefold(): name for name in reversed(names)}
    close = get_close_matches(word.casefold()[:200], folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def maybe(word: str, known: Iterable[str]) -> str:
    """The remedy that names the nearest known name; empty if none is near."""
    name = nearest(word, known)
    return f"Maybe '{name}'." if name else ""


def text(value: object) -> str:
    """A text with at least one visible character, on one line."""
    if not isinstance(value, str):
        refuse("is not a text.", _quoted(value))
    if not value.strip():
        refuse("is empty.")
    if any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in value):
        refuse("has a line break or another character that cannot be written.")
    return value


def address(value: object) -> str:
    """Where mail reaches somebody, such as "ana@example.org"."""
    whom = text(value)
    plain = whom.strip()
    plain = plain[len("mailto:") :] if plain.casefold().startswith("mailto:") else plain
    name, at, host = plain.rpartition("@")
    if not (name and at and host) or any(letter.isspace() or letter in '<>,;:"' for letter in plain):
        refuse("is not a mail address.", "Maybe 'ana@example.org', without a name beside it.")
    if whom != plain:
        refuse("has more around it than a mail address.", f"Maybe '{plain}'.")
    return whom


def _quoted(value: object) -> str:
    plain = isinstance(value, int | Decimal | dt.date | dt.time) and not isinstance(value, bool)
    return f"Maybe '{value}', with quotes." if plain else ""


def flag(value: object) -> bool:
    """Yes or no."""
    if isinstance(value, bool):
        return value
    word = str(value).casefold()
    guess = "true" if word in {"yes", "on", "1", "true"} else "false" if word in {"no", "off", "0", "false"} else ""
    refuse("is neither true nor false.", f"Maybe {guess}, without quotes." if guess else "")


def whole(value: object, least: int, most: int) -> int:
    """A whole number between two others, both included."""
    if isinstance(value, bool) or not isinstance(value, int):
        guess = f"Maybe {value}, without quotes." if isinstance(value, str) and value.strip().isdecimal() else ""
        refuse("is not a whole number.", guess)
    if not least <= value <= most:
        refuse(f"is not between {least} and {most}.")
    return value


def number(value: object) -> Fraction:
    """An exact number that is not negative."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        refuse("is not a number.")
    if isinstance(value, Decimal) and not value.is_finite():
        refuse("is not a number that can be counted with.")
    if value < 0:
        refuse("is less than zero.")
    if value > LARGEST:
        refuse(f"is more than {LARGEST}.")
    if isinstance(value, Decimal) and int(value.as_tuple().exponent) < -DIGITS:
        refuse(f"has more than {DIGITS} digits after the point.")
    return Fraction(value)


def part(value: object) -> Fraction:
    """A part of a whole: a number from 0 to 1, or a text such as "60%"."""
    if isinstance(value, str):
        percent = re.fullmatch(r"(\d{1,3}(?:\.\d{1,6})?)\s?%", value.strip(), re.ASCII)
        if not percent:
            refuse("is neither a number from 0 to 1 nor a percentage.", "Maybe '60%'.")
        result = Fraction(percent[1]) / 100
    else:
        result = number(value)
    if result > 1:
        guess = f"Maybe '{value}%'." if isinstance(value, int) and 1 < value <= 100 else ""  # noqa: PLR2004
        refuse("is more than the whole: a part lies between 0 and 1.", guess)
    return result


def date(value: object) -> dt.date:
    """A date, written without quotes."""
    if isinstance(value, dt.datetime):
        refuse("has a time of day; a date is meant.", f"Maybe {value.date()}.")
    if isinstance(value, dt.date):
        if not FIRST_DATE <= value <= LAST_DATE:
            refuse(f"is not between {FIRST_DATE} and {LAST_DATE}.")
        return value
    refuse("is not a date.", _guess_date(value))


def _guess_date(value: object) -> str:
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[./](\d{1,2})[./](\d{4})", str(value).strip(), re.ASCII)
    if not found:
        return "A date is written as year-month-day and without quotes, such as 2018-09-14."
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return f"Maybe {dt.date(int(year), int(month), int(day))}, without quotes."
    except ValueError:
        return ""


def minutes(value: object) -> int:
    """A length such as "40m", "3h", "1h30m" or "2d", in minutes; at least one."""
    length = _length(value)
    if length == 0:
        refuse("is no time at all.")
    return length


def pause(value: object) -> int:
    """A length that may be "0m"."""
    return _length(value)


def _length(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        refuse("is a number without a unit.", f"Maybe '{value}m', or '{value}h'." if value > 0 else "")
    if not isinstance(value, str):
        refuse("is not a length.", "Maybe '40m'.")
    if value.strip().startswith("-"):
        refuse("is negative.")
    found = _LENGTH.fullmatch(value)
    if not found:
        refuse("is not a length in whole minutes.", _guess_length(value))
    days, hours, rest = (int(digits or 0) for digits in found.groups())
    result = (days * 24 + hours) * 60 + rest
    if result > LONGEST:
        refuse(f"is longer than {LONGEST // DAY} days.")
    return result


def length_text(length: int) -> str:
    """Write minutes as a household file does."""
    hours, rest = divmod(length, 60)
    return (f"{hours}h" if hours else "") + (f"{rest}m" if rest or not hours else "")


def _guess_length(value: str) -> str:
    spoken = re.fullmatch(r"(\d{1,3})[.,](\d)\s*h\w*", value.strip(), re.ASCII)
    if spoken:
        return f"Maybe '{length_text((int(spoken[1]) * 10 + int(spoken[2])) * 6)}'."
    clock_like = re.fullmatch(r"(\d{1,2}):(\d{2})", value.strip(), re.ASCII)
    if clock_like:
        return f"Maybe '{length_text(int(clock_like[1]) * 60 + int(clock_like[2]))}'."
    found = _LOOSE_LENGTH.fullmatch(value.strip())
    if not found or not any(found.groups()):
        return "Maybe '40m' or '1h30m'."
    return f"Maybe '{length_text(int(found[1] or 0) * 60 + int(found[2] or 0))}'."


def clock(value: object) -> int:
    """A time of day such as "08:15", in minutes from midnight."""
    if isinstance(value, dt.time):
        refuse("is a time of day without quotes.", f"Maybe '{value:%H:%M}'.")
    if not isinstance(value, str):
        refuse("is not a time of day.", "Maybe '08:15'.")
    found = _CLOCK.fullmatch(value)
    if not found:
        refuse("is not a time of day.", _guess_clock(value))
    if not found[1]:
        refuse("is the next day's midnight.", "Maybe '00:00'.")
    return int(found[1]) * 60 + int(found[2])


def _guess_clock(value: str) -> str:
    found = _LOOSE_CLOCK.fullmatch(value.strip())
    if not found or int(found[1]) >= 24 or int(found[2] or 0) >= 60:  # noqa: PLR2004
        return ""
    return f"Maybe '{int(found[1]):02d}:{found[2] or '00'}'."


def wall(value: object) -> WallSpan:
    """A stretch of the clock such as "20:30-06:30"; it may run past midnight."""
    start, end = _ends(value)
    if start == end:
        refuse("has no length: it ends when it begins.")
    return WallSpan(start, end)


def nap(value: object) -> WallSpan | Literal["none"]:
    """A stretch of the clock, or "none"."""
    return "none" if value == "none" else wall(value)


def forward(value: object) -> WallSpan:
    """A stretch of the clock inside one day."""
    span = wall(value)
    if span.end < span.start:
        remedy = f"Maybe '{wall_text(span.end)}-{wall_text(span.start)}'."
        refuse("ends before it begins.", remedy)
    return span


def window(value: object) -> Window:
    """A time of day, or a window of it, inside one day."""
    if isinstance(value, str) and "-" in value:
        span = forward(value)
        return Window(span.start, span.end)
    time = clock(value)
    return Window(time, time)


def usual(value: object) -> Usual:
    """The usual drop-off and pick-up, such as "08:30-15:00"."""
    span = forward(value)
    return Usual(span.start, span.end)


def _ends(value: object) -> tuple[int, int]:
    if not isinstance(value, str):
        refuse("is not a stretch of the day.", "Maybe '18:30-20:00'.")
    parts = value.split("-")
    if len(parts) != 2:  # noqa: PLR2004
        refuse("is not a stretch of the day with a beginning and an end.", "Maybe '18:30-20:00'.")
    try:
        return clock(parts[0]), DAY if parts[1] == "24:00" else clock(parts[1])
    except NotUnderstoodError:
        guesses = [_guess_clock(half) for half in parts]
        remedy = f"Maybe '{_inner(guesses[0])}-{_inner(guesses[1])}'." if all(guesses) else "Maybe '18:30-20:00'."
        refuse("is not a stretch of the day.", remedy)


def _inner(guess: str) -> str:
    return guess.split("'")[1]


def weekdays(value: object) -> frozenset[int]:
    """Days such as "daily", "mon-fri", "tue,thu"; Monday is 0."""
    if not isinstance(value, str):
        refuse("names no days.", "Maybe 'mon-fri'.")
    if value == "daily":
        return frozenset(range(7))
    return frozenset(day for item in value.split(",") for day in _range_of_days(item.strip()))


def _range_of_days(item: str) -> list[int]:
    ends = [_weekday(word.strip()) for word in item.split("-")]
    if len(ends) > 2:  # noqa: PLR2004
        refuse("names no days.", "Maybe 'mon-fri'.")
    return [(ends[0] + step) % 7 for step in range((ends[-1] - ends[0]) % 7 + 1)]


def _weekday(word: str) -> int:
    if word in DAYS:
        return DAYS.index(word)
    guess = next((day for day in DAYS if word.casefold().startswith(day)), None) or nearest(word, (*DAYS, "daily"))
    days = "mon, tue, wed, thu, fri, sat, sun, or daily"
    refuse(f"has '{word}', which is no day: days are {days}.", f"Maybe '{guess}'." if guess else "")


def weekly_hours(value: object) -> WeeklyHours:
    """Days and a stretch of the clock, such as "tue 13:00-20:00"."""
    words = value.split() if isinstance(value, str) else []
    if len(words) < 2:  # noqa: PLR2004
        refuse("is not a day with its hours.", "Maybe 'tue 13:00-20:00'.")
    return WeeklyHours(weekdays("".join(words[:-1])), wall(words[-1]))


def often(value: object, *units: str) -> Often:
    """How often, such as "2 per week"."""
    found = re.fullmatch(r"(\d{1,3}) per ([a-z]+)", value, re.ASCII) if isinstance(value, str) else None
    if not found or found[2] not in units:
        negative = isinstance(value, str) and value.strip().startswith("-")
        message = "is less than never" if negative else f"does not say how often a {' or a '.join(units)}"
        refuse(f"{message}.", _guess_often(value, units))
    if int(found[1]) == 0:
        refuse("is never.", f"Maybe '1 per {found[2]}'.")
    return Often(int(found[1]), found[2])


def _guess_often(value: object, units: tuple[str, ...]) -> str:
    """The number and the unit that a value has, as it would be written."""
    spoken = re.search(r"\d{1,3}", str(value), re.ASCII)
    unit = next((unit for unit in units if unit in str(value).casefold()), units[0])
    return f"Maybe '{int(spoken[0]) if spoken and int(spoken[0]) else 1} per {unit}'."


def weekly(value: object) -> int:
    """How often a week, such as "3 per week"."""
    return often(value, "week").times


def decide_by(value: object) -> tuple[int, int]:
    """By when a hold is decided, such as "1d before 16:00": days before it begins, and the minute of that day."""
    found = re.fullmatch(r"(\d{1,2})d before (\S+)", value, re.ASCII) if isinstance(value, str) else None
    if not found:
        refuse("does not say how many days before, and at what time.", "Maybe '1d before 16:00'.")
    return int(found[1]), clock(found[2])


def step(value: object) -> Step:
    """A step of a chore: "load 10m", or waiting as in "wait 70m..4h"."""
    words = value.rsplit(maxsplit=1) if isinstance(value, str) else []
    if len(words) != 2:  # noqa: PLR2004
        refuse("is not a step with its length.", "Maybe 'load 10m'.")
    name, length = words
    least, dots, most = length.partition("..")
    if dots and name != "wait":
        refuse("has a range, but only waiting has one.", f"Maybe '{name} {least}'.")
    result = Step(name, minutes(least), minutes(most) if dots else minutes(least))
    if result.most < result.least:
        refuse("waits at most less than at least.", f"Maybe 'wait {most}..{least}'.")
    return result
