"""A pasted rota in its household: what is known there already, what would change, and the household's new text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec import Struct

from kinrota.errors import InputError, Problem
from kinrota.intake.files import TEXT
from kinrota.intake.folder import decoded, text_of
from kinrota.intake.household import read_household
from kinrota.intake.pasted.changes import Changes, Wish, changes, known_codes
from kinrota.intake.pasted.meanings import meanings
from kinrota.intake.pasted.reading import understand
from kinrota.intake.pasted.text import decoded as decoded_text
from kinrota.intake.pasted.understood import Options, Order, Understood
from kinrota.intake.tables import identifier
from kinrota.intake.words import NotUnderstoodError, maybe
from kinrota.model.household import Household


class Asked(Struct, frozen=True):
    """A text, and what is said about it."""

    data: bytes
    file: str
    """What messages call it."""
    wish: Wish
    today: dt.date
    start: dt.date | None = None
    year: int | None = None
    order: Order | None = None
    row: str = ""
    codes: tuple[str, ...] = ()
    """What codes mean, as often as it was said."""
    empty_off: bool = False


class Pasted(Struct, frozen=True):
    """A text as it was understood for a household."""

    household: Household
    before: bytes
    """The bytes of household.toml."""
    asked: Asked
    understood: Understood
    changes: Changes

    @property
    def unsure(self) -> InputError | None:
        """Why it must not be written yet."""
        if self.understood.year_said:
            return None
        year = self.understood.days[0].date.year
        message = f"does not say of which year it is; it was read as {year}, and nothing was written."
        return InputError((Problem(self.asked.file, None, "", "", message, f"Maybe --year {year}."),))

    def texts(self) -> tuple[bytes, bytes]:
        """The household's text as it is, and with the rota; InputError where that cannot be."""
        from kinrota.intake.pasted.editing import edited  # noqa: PLC0415 -- its library is slow, and only to write

        if self.unsure:
            raise self.unsure
        if self.changes.nothing:
            return self.before, self.before
        after = edited(self.before.decode(), self.changes, TEXT)
        read_household(after.replace("\r\n", "\n"), TEXT)
        return self.before, after.encode()


def pasted(folder: Path, asked: Asked) -> Pasted:
    """Understand a text for a household; InputError where either cannot be read, or is not clear enough."""
    before = text_of(folder)
    household = read_household(decoded(before), TEXT)
    _known(household, asked.wish)
    known, unclear = known_codes(household, asked.wish)
    options = Options(
        today=asked.today,
        start=asked.start,
        year=asked.year,
        order=asked.order,
        row=asked.row,
        name=household.adult(asked.wish.of).name,
        codes=meanings(asked.codes),
        known=known,
        unclear=unclear,
        empty_off=asked.empty_off,
    )
    understood = understand(decoded_text(asked.data, asked.file), options, asked.file)
    return Pasted(household, before, asked, understood, changes(understood, household, asked.wish))


def _known(household: Household, wish: Wish) -> None:
    """Refuse an adult, a place or a rota's id that cannot be."""
    adults = [adult.id for adult in household.adults]
    places = [place.id for place in household.places]
    if wish.of not in adults:
        raise _wrong("--of", wish.of, f"is no adult of this household: {', '.join(adults)}.", maybe(wish.of, adults))
    if wish.place is not None and wish.place not in places:
        message = f"is no place of this household: {', '.join(places)}."
        raise _wrong("--place", wish.place, message, maybe(wish.place, places))
    if wish.rota is not None:
        try:
            identifier(wish.rota)
        except NotUnderstoodError as mistake:
            raise _wrong("--rota", wish.rota, mistake.message, mistake.remedy) from mistake


def _wrong(option: str, value: str, message: str, remedy: str) -> InputError:
    return InputError((Problem("command line", None, option, value, message, remedy),))
