"""Dates, times and lengths in words, alike in the terminal, on the page and in calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from kinrota.model.time import Clock, Span

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_NAMED = 3
"""Days that are named; more are counted."""
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def length_text(minutes: int) -> str:
    """3 h 00, or 45 min below an hour."""
    return f"{minutes // 60} h {minutes % 60:02d}" if minutes >= 60 else f"{minutes} min"  # noqa: PLR2004 -- an hour


def short_day(day: dt.date) -> str:
    """Tue 3."""
    return f"{DAYS[day.weekday()][:3]} {day.day}"


def day_text(day: dt.date) -> str:
    """Tue 3 Mar."""
    return f"{short_day(day)} {MONTHS[day.month - 1][:3]}"


def long_day(day: dt.date) -> str:
    """Tuesday 3 March."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def range_text(first: dt.date, last: dt.date) -> str:
    """2 to 8 March 2026."""
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {end}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {MONTHS[first.month - 1]}{year} to {end}"


def days_text(days: Sequence[dt.date]) -> str:
    """On Tue 3 and Thu 5, without a capital; many days are counted."""
    return f"on {len(days)} days" if len(days) > MOST_NAMED else f"on {listed(short_day(day) for day in days)}"


def hours_text(span: Span, clock: Clock) -> str:
    """15:00-16:30, 22:00-Sat 06:00; midnight as an end is 24:00. An end a day or more later has its date, Sat 7."""
    end, last = clock.text(span.end), clock.date(span.end - 1)
    if end == "00:00":
        end = "24:00"
    started = clock.date(span.start)
    if last != started:
        near = last - started == dt.timedelta(days=1) and span.minutes < 24 * 60
        end = f"{short_day(last).split()[0] if near else short_day(last)} {end}"
    return f"{clock.text(span.start)}-{end}"


def span_text(span: Span, clock: Clock) -> str:
    """Tue 3 Mar 15:00-16:30."""
    return f"{day_text(clock.date(span.start))} {hours_text(span, clock)}"


def listed(names: Iterable[str]) -> str:
    """Mia, Leo and Kim."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last
