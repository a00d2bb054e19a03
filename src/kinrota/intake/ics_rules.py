"""Which rules of repetition can be followed, and how each is put so that the recurrence library follows it rightly."""

from __future__ import annotations

import datetime as dt

from icalendar.prop import vDDDTypes

from kinrota.intake.ics_events import brief, refuse
from kinrota.intake.ics_text import Property
from kinrota.intake.ics_times import Moment, Zones

_FREQUENCIES = frozenset(("MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"))
_COUNTED = ("INTERVAL", "COUNT")
_BY = ("BYMINUTE", "BYHOUR", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS")
_KNOWN = frozenset((*_COUNTED, *_BY, "FREQ", "UNTIL", "WKST", "BYSECOND", "RSCALE", "SKIP"))
_DAYS_OF_SHORTEST_MONTH = 28


def rule_text(rule: Property, start: Moment, zones: Zones) -> str:
    """Put a rule for the recurrence library; refuses one that cannot be followed, or that repeats within a minute."""
    parts = _parts(rule)
    frequency = parts.get("FREQ", "")
    if frequency == "SECONDLY" or "," in parts.get("BYSECOND", ""):
        refuse("It repeats more than once a minute.", rule.number)
    if frequency not in _FREQUENCIES:
        refuse(f"{brief('FREQ=' + frequency)} is not a frequency.", rule.number)
    if parts.get("COUNT", "").startswith("-"):
        del parts["COUNT"]  # some programs write -1 for "without end"
    for name in _COUNTED:
        if name in parts and not (parts[name].isdecimal() and int(parts[name]) > 0):
            refuse(f"{brief(name + '=' + parts[name])} does not count anything.", rule.number)
    _place_in_months(rule, parts, start)
    if "UNTIL" in parts:
        parts["UNTIL"] = _until(rule, parts["UNTIL"], start, zones)
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _parts(rule: Property) -> dict[str, str]:
    """The rule's parts by name; stray semicolons are nothing."""
    pairs = (part.partition("=") for part in rule.value.upper().replace(" ", "").split(";") if part)
    parts = {name: value for name, _, value in pairs if not name.startswith("X-")}
    for name in parts.keys() - _KNOWN:
        refuse(f"{brief(name)} is not part of a rule.", rule.number)
    return parts


def _place_in_months(rule: Property, parts: dict[str, str], start: Moment) -> None:
    """RFC 7529: what becomes of the 31st in a shorter month, in the calendar that everybody here uses."""
    scale, skip = parts.pop("RSCALE", "GREGORIAN"), parts.pop("SKIP", "OMIT")
    if scale != "GREGORIAN":
        refuse(f"It counts in another calendar: {brief('RSCALE=' + scale)}.", rule.number)
    if skip == "OMIT" or (start.day <= _DAYS_OF_SHORTEST_MONTH and not parts.keys() & set(_BY)):
        return
    if skip != "BACKWARD" or parts["FREQ"] != "MONTHLY" or parts.keys() & set(_BY):
        refuse(f"{brief('SKIP=' + skip)} is not followed.", rule.number)
    days = range(_DAYS_OF_SHORTEST_MONTH, start.day + 1)
    parts.update(BYMONTHDAY=",".join(map(str, days)), BYSETPOS="-1")  # the last of these that the month has


def _until(rule: Property, text: str, start: Moment, zones: Zones) -> str:
    """UNTIL in the form that fits the start: a date, or UTC, or floating.

    De facto a date includes all of that day where the event takes place, and a time after a date that starts all-day
    events names the later of the two days that it can mean.
    """
    try:
        until: object = vDDDTypes.from_ical(text)  # type: ignore[no-untyped-call]
    except ValueError:
        until = None
    if not isinstance(until, dt.date):
        refuse(f"{brief('UNTIL=' + text)} is not a date or a time.", rule.number)
    if not isinstance(start, dt.datetime):
        local = until.astimezone(zones.household).date() if isinstance(until, dt.datetime) and until.tzinfo else until
        return max(f"{until:%Y%m%d}", f"{local:%Y%m%d}")
    if not isinstance(until, dt.datetime):
        until = dt.datetime.combine(until, dt.time(23, 59, 59))
    if start.tzinfo is None:
        return f"{zones.like(until, start):%Y%m%dT%H%M%S}"
    if until.tzinfo is None:
        until = until.replace(tzinfo=start.tzinfo)
    return f"{dt.datetime.fromtimestamp(zones.seconds(until), dt.UTC):%Y%m%dT%H%M%SZ}"
