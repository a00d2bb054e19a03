"""Which days are public holidays where: the list that the package `holidays` keeps, read as a calendar of closures."""

from __future__ import annotations

import datetime as dt
import hashlib
import re

from holidays import HolidayBase, country_holidays
from holidays.registry import COUNTRIES

from kinrota.intake.ics_reading import CalendarReading, Occurrence
from kinrota.intake.words import nearest, refuse
from kinrota.model.household import HOLIDAYS
from kinrota.model.time import Clock, Span

LANGUAGE = "en_US"
"""Of the days' names; where the list has none in it, they are in a language of the country."""
BETWEEN = re.compile(r"[-_/:\s]+")


def known_region(code: str) -> str:
    """A country by its ISO 3166 code, or a region of it: DE, DE-BE. Refused where there is no list for it."""
    country, dash, region = code.partition("-")
    if country not in _countries().values():
        remedy = _remedy(code) or f"Maybe its code by ISO 3166, as in '{HOLIDAYS}DE' or '{HOLIDAYS}GB-SCT'."
        refuse(f"there is no list of public holidays for the country '{country}'.", remedy)
    regions = _regions(country)
    if dash and region not in regions.values():
        listed = ", ".join(sorted(set(regions.values()))) or "none"
        remedy = _remedy(code)
        what = "" if remedy else f" What there is: {listed}."
        refuse(f"there is no list of public holidays for the region '{region}' of {country}.{what}", remedy)
    return code


def _countries() -> dict[str, str]:
    """The codes of all countries, by these codes and by what else the countries are called."""
    return {name: names[1] for names in COUNTRIES.values() for name in names}


def _regions(country: str) -> dict[str, str]:
    """The codes of a country's regions, by these codes and by the regions' names."""
    aliases = country_holidays(country).get_subdivision_aliases()
    return {name: code for code, names in aliases.items() for name in (code, *names)}


def _remedy(code: str) -> str:
    """The nearest country and region that there are; empty where none is near."""
    country, *rest = BETWEEN.split(code.strip(), maxsplit=1)
    countries = _countries()
    near = countries.get(nearest(country, countries) or "")
    if near is None:
        return ""
    regions = _regions(near)
    region = regions.get(nearest(rest[0], regions) or "") if rest else None
    if rest and regions and not region:
        return "" if near == country else f"Maybe '{HOLIDAYS}{near}'."
    return f"Maybe '{HOLIDAYS}{near}{f'-{region}' if region else ''}'."


def reading(code: str, clock: Clock, window: Span) -> CalendarReading:
    """The public holidays of a country or region that touch the window, each a day long.

    What is hashed are their dates, so that a plan stays the one for them while the list says the same. Years that the
    list does not have make it unreadable.
    """
    first, last = clock.date(window.start), clock.date(window.end - 1)
    country, _, region = code.partition("-")
    days = country_holidays(country, region or None, range(first.year, last.year + 1), language=LANGUAGE)
    if not days.start_year <= first.year <= last.year <= days.end_year:
        reason = f"The list of public holidays of {country} has the years {days.start_year} to {days.end_year} only."
        return CalendarReading((), (), (), reason, _hash(code, []))
    dates = sorted(day for day in days if first <= day <= last)
    return CalendarReading(tuple(_day(days, day, clock) for day in dates), (), (), None, _hash(code, dates))


def _day(days: HolidayBase, day: dt.date, clock: Clock) -> Occurrence:
    span = clock.day(day)
    return Occurrence(
        start=span.start,
        end=span.end,
        all_day=True,
        uid=day.isoformat(),
        summary=days.get(day) or "",
        location="",
        status="CONFIRMED",
        transparent=False,
    )


def _hash(code: str, dates: list[dt.date]) -> str:
    return hashlib.sha256("\n".join([code, *map(str, dates)]).encode()).hexdigest()
