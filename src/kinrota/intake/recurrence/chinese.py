"""The Chinese calendar by a table.

The table follows the rules of GB/T 33661-2017: new moons and solar terms by the clock of China (UTC+8). It was computed
from the positions of sun and moon, and is what the packages borax and LunarCalendar have. It ends before the year 2057,
in which a new moon falls eleven seconds before midnight, so that sources differ.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from kinrota.intake.recurrence.month import Month

FIRST_YEAR = 1921
_FIRST = dt.date(1921, 2, 8).toordinal()
"""The first day of the first year."""
_SHORT, _MONTHS, _BITS = 29, 12, 4
_YEARS = """
    0d250 1a4d5 0a560 02b60 15b54 06d40 0ea90 1e922 0e920 0d266 052b0 0a570 12b65 0b5a0 06d40 0ec93 07490 16937 0a930
    052b0 0a5b6 0aad0 056a0 1b554 0ba40 0b490 1a932 0a950 152d7 05360 0aad0 15aa5 05b20 0da50 1d4a3 0d4a0 0a958 0a970
    05560 0ab56 0ad50 06d20 0ea54 0ea50 064a0 0c973 0a9b0 155a7 056a0 0b690 17525 0b520 0b250 164b4 0a4b0 14ab8 02ad0
    056d0 0b696 0da90 0d920 1d254 0d250 1a4da 0a560 02b60 05b56 06d50 0ea90 1e925 0e920 0d260 0a563 0a570 14d68 035a0
    06d50 16c95 07490 06930 152b4 052b0 0a5b0 155a2 056a0 1b557 0ba40 0b490 1a935 0a950 052d0 0aad4 0ab50 15aa9 05d20
    0da50 1d4a6 0d4a0 0c950 152e4 05560 0ab50 15b22 06d20 0ea56 07250 064b0 0c975 0cab0 055a0 0ad63 0b690 1752b 0b520
    0b250 1a4b6 0a4b0 04ab0 055b5 05ad0 0b6a0 1b522 0d920 1d257 0d250 0a550 14ad5 04b60 05b50 0daa3 0ec90 1e928 0e920
    0d260 0a566 0a570
"""
"""A year in hexadecimal: the last digit is the month that comes twice, 0 for none; before it a bit a month from the
first on, from the right: 1 for thirty days, 0 for twenty-nine."""


@cache
def months() -> tuple[Month, ...]:
    """All months that are known, in order."""
    found: list[Month] = []
    first = _FIRST
    for year, text in enumerate(_YEARS.split(), start=FIRST_YEAR):
        lengths, leap = divmod(int(text, 16), 1 << _BITS)
        numbers = [
            (number, second) for number in range(1, _MONTHS + 1) for second in ((0, 1) if number == leap else (0,))
        ]
        for at, (number, second) in enumerate(numbers):
            found.append(Month(year, number, bool(second), first, _SHORT + (lengths >> at & 1)))
            first += found[-1].length
    return tuple(found)
