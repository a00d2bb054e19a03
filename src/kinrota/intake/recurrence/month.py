"""A month of a calendar other than the one that everybody here uses."""

from __future__ import annotations

from typing import NamedTuple


class Month(NamedTuple):
    """Its year, number, whether it is the second of that number, its first day, and how many days it has."""

    year: int
    """As the calendar counts; of the Chinese one, the Gregorian year in which it begins."""
    number: int
    leap: bool
    first: int
    """As `datetime.date.toordinal` counts."""
    length: int
