"""What a pasted rota changes in a household: the days that are otherwise now, and the codes that this takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from kinrota.errors import InputError, Problem
from kinrota.intake.pasted.understood import Day, Shift, Understood
from kinrota.model.household import BOTH, OFF, UNKNOWN, Household, Rota, parts_of
from kinrota.model.time import WallSpan


class Change(Struct, frozen=True):
    """A date with its code before, None where the rota says nothing of it, and after."""

    date: dt.date
    before: str | None
    after: str


class Changes(Struct, frozen=True):
    """What has to be written so that a rota of the household says what the text says."""

    rota: str
    """Its id."""
    of: str
    place: str | None
    number: int | None
    """Which of the household's rotas it is, from 0; None for a new one."""
    starts: dt.date | None
    """Its first day, where that is new."""
    codes: tuple[tuple[str, WallSpan], ...]
    """The codes that it does not have yet."""
    days: tuple[Change, ...]

    @property
    def nothing(self) -> bool:
        """Whether the household says all of it already."""
        return not self.days and self.number is not None


class Wish(Struct, frozen=True):
    """Whose rota the text is, where its work is, and which rota of the household is meant."""

    of: str
    place: str | None = None
    rota: str | None = None


def known_codes(household: Household, wish: Wish) -> tuple[dict[str, WallSpan], dict[str, str]]:
    """What the codes of somebody's rotas mean, and of which that is not known, as two rotas differ: sentences.

    The rota that is meant leads.
    """
    own = [rota for rota in household.rotas if rota.of == wish.of]
    known = {code: wall for rota in own if rota.id == wish.rota for code, wall in rota.codes}
    others: dict[str, dict[WallSpan, str]] = {}
    for rota in own:
        for code, wall in rota.codes:
            if rota.id != wish.rota and code not in known:
                others.setdefault(code, {}).setdefault(wall, rota.id)
    known |= {code: next(iter(walls)) for code, walls in others.items() if len(walls) == 1}
    return known, {code: _two_things(code, walls) for code, walls in others.items() if len(walls) > 1}


def _two_things(code: str, walls: Mapping[WallSpan, str]) -> str:
    said = " and ".join(f"{wall} in {rota}" for wall, rota in walls.items())
    return f"{code} is {said} of household.toml, so it is not known which of them holds."


def target(household: Household, wish: Wish) -> tuple[int, Rota] | None:
    """The rota that the text belongs to; None for a new one. InputError where that is not clear."""
    own = [(number, rota) for number, rota in enumerate(household.rotas) if rota.of == wish.of]
    if wish.rota is not None:
        named = [(number, rota) for number, rota in enumerate(household.rotas) if rota.id == wish.rota]
        if named and named[0][1].of != wish.of:
            message = f"is a rota of {named[0][1].of}, and not of {wish.of}."
            raise InputError((Problem("command line", None, "--rota", wish.rota, message),))
        own = named
    if len(own) > 1:
        ids = [rota.id for _, rota in own]
        message = f"has {len(own)} rotas: {', '.join(ids)}."
        raise InputError((Problem("command line", None, "--of", wish.of, message, f"Maybe --rota {ids[0]}."),))
    if own and wish.place not in (None, own[0][1].terms.place):
        rota = own[0][1]
        message = f"is not where the rota {rota.id} is: {rota.terms.place or 'no place is said'}."
        remedy = f"Maybe leave it out, or --rota {rota.id}-{wish.place} for a rota of its own."
        raise InputError((Problem("command line", None, "--place", wish.place or "", message, remedy),))
    return own[0] if own else None


def changes(understood: Understood, household: Household, wish: Wish) -> Changes:
    """What is otherwise in the text than in the household; what the text does not say stays as it is."""
    found = target(household, wish)
    number, rota = found or (None, None)
    codes = dict(rota.codes) if rota else {}
    before = dict(codes)
    days = tuple(change for day in understood.days if (change := _change(day, rota, codes)))
    first = min([day.date for day in understood.days] + list(understood.missing))
    by_the_day = rota is not None and rota.pattern == (UNKNOWN,)
    starts = first if rota is None or (by_the_day and first < rota.starts) else None
    added = tuple((code, wall) for code, wall in codes.items() if code not in before)
    return Changes(
        rota=rota.id if rota else wish.rota or _free_id(household, wish.of),
        of=wish.of,
        place=wish.place,
        number=number,
        starts=starts,
        codes=added,
        days=days,
    )


def _free_id(household: Household, of: str) -> str:
    """What a rota without an id of its own is called."""
    taken = {rota.id for rota in household.rotas} | {calendar.id for calendar in household.calendars}
    number = 1
    while (name := f"rota-{of}" if number == 1 else f"rota-{of}-{number}") in taken:
        number += 1
    return name


def _change(day: Day, rota: Rota | None, codes: dict[str, WallSpan]) -> Change | None:
    before = rota.code_on(day.date) if rota else None
    after = written(day, codes)
    if after == (before if rota else UNKNOWN) or (before and _alike(before, after, codes)):
        return None
    return Change(day.date, before, after)


def _alike(one: str, other: str, codes: Mapping[str, WallSpan]) -> bool:
    """Whether two codes are the same shifts, in whatever order."""
    return sorted(parts_of(one, codes)) == sorted(parts_of(other, codes))


def written(day: Day, codes: dict[str, WallSpan]) -> str:
    """A day's code as a rota writes it; `codes` gets what it lacks."""
    if not day.known:
        return UNKNOWN
    return BOTH.join(_name(shift, codes) for shift in day.shifts) or OFF


def _name(shift: Shift, codes: dict[str, WallSpan]) -> str:
    """The code of a shift: the text's own, else one with the same hours, else its hours."""
    if shift.code and codes.get(shift.code, shift.wall) == shift.wall:
        alike = [code for code, wall in codes.items() if wall == shift.wall]
        name = shift.code if shift.code in codes or not alike else alike[0]
    else:
        name = next((code for code, wall in codes.items() if wall == shift.wall), str(shift.wall))
    codes.setdefault(name, shift.wall)
    return name
