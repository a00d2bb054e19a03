"""A rota that was written in any of the forms is read back as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinrota.errors import InputError
from kinrota.intake.pasted.reading import understand
from kinrota.intake.pasted.understood import Options, Order
from kinrota.intake.pasted.vocabulary import MONTH_NAMES
from kinrota.model.time import WallSpan, wall_text

HOURS = {"E": WallSpan(390, 870), "L": WallSpan(810, 1290), "N": WallSpan(1260, 420), "K": WallSpan(485, 1025)}
GERMAN = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
GERMAN_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
EXAMPLES = 20
Rota = Sequence[tuple[dt.date, str]]
"""A code, or - for a day off, for each date of several in a row; one at least is a shift: dashes alone are a line."""


@st.composite
def rotas(draw: st.DrawFn) -> Rota:
    first = draw(st.dates(dt.date(2024, 1, 1), dt.date(2031, 12, 31)))
    codes = draw(
        st.lists(st.sampled_from([*HOURS, "-"]), min_size=5, max_size=40).filter(lambda codes: {*codes} != {"-"})
    )
    return [(first + dt.timedelta(days=number), code) for number, code in enumerate(codes)]


def english(rota: Rota) -> str:
    return "\n".join(f"{day:%a} {day.day} {day:%b} {day.year} {code}" for day, code in rota)


def german(rota: Rota) -> str:
    return "\n".join(f"{GERMAN[day.weekday()]}, {day:%d.%m.%Y}: {code}" for day, code in rota)


def german_words(rota: Rota) -> str:
    return "\n".join(f"{day.day}. {GERMAN_MONTHS[day.month - 1]} {day.year} {code}" for day, code in rota)


def american(rota: Rota) -> str:
    return "\n".join(f"{MONTH_NAMES[day.month - 1]} {day.day}, {day.year} - {code}" for day, code in rota)


def iso_csv(rota: Rota) -> str:
    return "\n".join(["date;code", *(f'"{day}";"{code}"' for day, code in rota)])


def slashes(rota: Rota) -> str:
    return "\n".join(f"{day:%d/%m/%Y}\t{code}" for day, code in rota)


def american_slashes(rota: Rota) -> str:
    return "\n".join(f"{day:%m/%d/%y},{code}" for day, code in rota)


def hours(rota: Rota) -> str:
    return "\n".join(f"{day} {HOURS.get(code, 'off')}" for day, code in rota)


def short_hours(rota: Rota) -> str:
    told = {code: f"{wall_text(wall.start)}-{wall_text(wall.end)}".replace(":", "") for code, wall in HOURS.items()}
    return "\n".join(f"{day:%d.%m.%Y} {told.get(code, 'frei')}" for day, code in rota)


def twelve_hours(rota: Rota) -> str:
    def half(minutes: int) -> str:
        return f"{(minutes // 60 - 1) % 12 + 1}:{minutes % 60:02d}{'am' if minutes < 720 else 'pm'}"

    told = {code: f"{half(wall.start)} - {half(wall.end)}" for code, wall in HOURS.items()}
    return "\n".join(f"{day} {told.get(code, 'OFF')}" for day, code in rota)


def heads(rota: Rota) -> str:
    return "\n".join(f"{day:%A} {day.day} {day:%B} {day.year}\n{HOURS.get(code, 'day off')}\n" for day, code in rota)


def across(rota: Rota) -> str:
    days = "\t".join(f"{day:%d.%m.%Y}" for day, _ in rota)
    codes = "\t".join(code for _, code in rota)
    return f"Name\t{days}\nBen\t{'X' + chr(9)}{codes}\nAna\t{codes}"


def numbers_across(rota: Rota) -> str:
    days = "  ".join(f"{day.day:2}" for day, _ in rota)
    names = "  ".join(GERMAN[day.weekday()] for day, _ in rota)
    codes = "  ".join(f"{code:2}" for _, code in rota)
    return f"{rota[0][0]:%m/%Y}\n          {names}\n          {days}\nAna       {codes}"


def weeks(rota: Rota) -> str:
    lead = rota[0][0].weekday()
    cells = [""] * lead + [code for _, code in rota]
    rows = [cells[at : at + 7] for at in range(0, len(cells), 7)]
    monday = rota[0][0] - dt.timedelta(days=lead)
    lines = [f"{monday + dt.timedelta(days=7 * at)};{';'.join(row)}" for at, row in enumerate(rows)]
    return "\n".join(["Week;Mon;Tue;Wed;Thu;Fri;Sat;Sun", *lines])


def alone(rota: Rota) -> str:
    return " ".join(code for _, code in rota)


def together(rota: Rota) -> str:
    return "".join(code for _, code in rota)


def with_weekdays(rota: Rota) -> str:
    return "\n".join(f"{day:%A}: {code}" for day, code in rota)


FORMS: list[Callable[[Rota], str]] = [
    english, german, german_words, american, iso_csv, slashes, american_slashes, hours, short_hours, twelve_hours,
    heads, across, weeks, alone, together, with_weekdays,
]  # fmt: skip


def read(text: str, rota: Rota) -> dict[dt.date, tuple[WallSpan, ...] | None]:
    """Each date's hours as they are understood; None where it is not."""
    order: Order = "month-first" if text == american_slashes(rota) else "day-first"
    options = Options(dt.date(2026, 1, 1), start=rota[0][0], name="Ana", known=HOURS, order=order)
    found = understand(text, options)
    return {day.date: tuple(shift.wall for shift in day.shifts) if day.known else None for day in found.days}


def meant(rota: Rota) -> dict[dt.date, tuple[WallSpan, ...] | None]:
    return {day: (HOURS[code],) if code in HOURS else () for day, code in rota}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@settings(max_examples=EXAMPLES, deadline=None)
@given(rota=rotas())
def test_what_is_written_is_read(form: Callable[[Rota], str], rota: Rota) -> None:
    assert read(form(rota), rota) == meant(rota)


@settings(max_examples=EXAMPLES, deadline=None)
@given(rota=rotas())
def test_numbers_across_go_on_into_the_next_month(rota: Rota) -> None:
    assert read(numbers_across(rota), rota) == meant(rota)


@settings(max_examples=EXAMPLES, deadline=None)
@given(text=st.text(max_size=200))
def test_no_text_takes_the_program_down(text: str) -> None:
    options = Options(dt.date(2026, 1, 1), start=dt.date(2026, 3, 2), known=HOURS)
    refused_or_understood(text, options)


PIECES = [
    "2.3.", "Mon", "02/03", "E", "-", "2026-03-02", "\n", "\t", ";", " ", "06:30", "-", "14:30", "März", "1", "31",
    "KW 10", "|", "x", "=", "9pm", "29.2.", "bis", '"', "?", "12", "2026", ",", "/",
]  # fmt: skip


@settings(max_examples=EXAMPLES, deadline=None)
@given(parts=st.lists(st.sampled_from(PIECES), max_size=30))
def test_no_heap_of_dates_and_codes_takes_the_program_down(parts: list[str]) -> None:
    options = Options(dt.date(2026, 1, 1), start=dt.date(2026, 3, 2), known=HOURS)
    refused_or_understood("".join(parts), options)


def refused_or_understood(text: str, options: Options) -> None:
    try:
        found = understand(text, options)
    except InputError:
        return
    assert found.days
    assert not any(day.shifts for day in found.days if not day.known)
