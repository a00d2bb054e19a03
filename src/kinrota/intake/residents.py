"""What the household file says of adults and children."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from kinrota.intake import words
from kinrota.intake.keys import HELPER_KEYS, RESIDENT_KEYS
from kinrota.intake.tables import RESERVED, Parse, Table, chosen, identifier, known, one_of
from kinrota.model.people import Adult, Child, Help, Need, OwnTime, Sleep, Stage
from kinrota.model.places import HOME, MODES, Mode

WIDER = 4 * 60
"""Minutes by which the frame of a night is longer than its window."""
WITHOUT_WHEELS: tuple[Mode, ...] = ("walk", "transit")
"""How somebody gets about of whom the file says nothing."""


def adults_of(root: Table) -> tuple[Adult, ...]:
    """The adults, in the order of the file."""
    return tuple(_adult(name, table) for name, table in root.named("adults") if _person(name, table))


def children_of(root: Table, stages: tuple[Stage, ...]) -> tuple[Child, ...]:
    """The children, in the order of the file."""
    return tuple(_child(name, table, stages) for name, table in root.named("children") if _person(name, table))


def shares_fit(root: Table, adults: tuple[Adult, ...]) -> None:
    """Refuse parts of the load that are more than the whole, or that leave it to nobody."""
    stated = [adult.share for adult in adults if adult.share is not None]
    everybody = len(stated) == sum(not adult.helper for adult in adults)
    if sum(stated) > 1:
        root.page.wrong(("adults",), f"have shares of {float(sum(stated)):.0%} together, more than all there is.")
    elif stated and everybody and not sum(stated):
        root.page.wrong(("adults",), "have shares of nothing at all, so nobody would do anything.")


def _person(name: str, table: Table) -> bool:
    ids = table.page.ids
    if name in RESERVED:
        table.wrong("", "is a word that plans use themselves; nobody can have it as id.", f"Maybe '{name}-1'.")
    elif name in ids.places:
        table.wrong("", "is the id of a place, too. Each id stands for one thing.", f"Maybe '{name}-1'.")
    elif table.path[0] == "children" and name in ids.adults:
        table.wrong("", "is the id of an adult, too. Each id stands for one person.", f"Maybe '{name}-1'.")
    elif twin := _like(name, (*ids.adults, *ids.children)):
        message = f"has the same files as {twin}: not every system tells large letters from small."
        table.wrong("", message, f"Maybe '{name}-1'.")
    return chosen(table.page, table.path, name)


def _like(name: str, ids: Sequence[str]) -> str | None:
    """An id before this one that is the same but for large and small letters."""
    before = ids[: ids.index(name)]
    return next((one for one in before if one.casefold() == name.casefold()), None)


def _adult(name: str, table: Table) -> Adult:
    helper = table.may("helper", words.flag, default=False)
    lives = table.may("lives", _home(table), None)
    overnight = _overnight(table, lives)
    _belongs(table, helper=helper)
    return Adult(
        id=name,
        name=table.may("name", words.text, name.capitalize()),
        modes=cast("tuple[Mode, ...]", table.each("modes", one_of(*MODES))) if "modes" in table else WITHOUT_WHEELS,
        can=table.each("can", words.text),
        share=table.may("share", words.part, None),
        sleep=_sleep(table.inner("sleep")),
        own_time=_own_time(table.inner("own_time")),
        helper=helper,
        lives=lives,
        available=table.each("available", words.weekly_hours),
        limit_per_week=_limit(table.inner("limit")),
        help=cast("Help", table.may("help", one_of("welcome", "when needed", "last resort"), "when needed")),
        cost_per_hour=table.may("cost_per_hour", words.number, Fraction(0)),
        overnight=overnight in ("here", "both"),
        hosts=overnight in ("there", "both"),
        phone=table.may("phone", words.text, ""),
        addresses=table.each("addresses", words.address),
    )


def _home(table: Table) -> Parse[str]:
    """Read where an adult lives."""

    def parse(value: object) -> str:
        return known("place", table.page.ids.places)(identifier(value))

    return parse


def _belongs(table: Table, *, helper: bool) -> None:
    """Refuse what only the other kind of adult has."""
    for key in RESIDENT_KEYS if helper else HELPER_KEYS:
        if key in table and helper:
            table.wrong(key, "is for adults who live in this home; this one is a helper.")
        elif key in table:
            table.wrong(key, "is for helpers; this adult lives in this home.", "Maybe helper = true is missing.")


def _sleep(table: Table | None) -> Sleep:
    if table is None:
        return Sleep()
    usual = Sleep()
    sleep = Sleep(
        hours=table.may("hours", words.minutes, usual.hours),
        night=table.may("night", words.wall, usual.night),
        after_night_shift=table.may("after_night_shift", words.minutes, usual.after_night_shift),
        by_day=Need(table.may("by_day", one_of("reach", "near"), usual.by_day.value)),
    )
    if sleep.hours > sleep.night.minutes + WIDER:
        room = words.length_text(sleep.night.minutes + WIDER)
        table.wrong("hours", f"does not fit into the night {sleep.night}, with two hours more on each side: {room}.")
    return sleep


def _own_time(table: Table | None) -> OwnTime | None:
    if table is None:
        return None
    own = OwnTime(table.must("per_week", words.minutes, 1), table.may("block", words.minutes, 0))
    if own.block > own.per_week:
        table.wrong("block", f"is longer than the time per week, {words.length_text(own.per_week)}.")
    return OwnTime(own.per_week, own.block or min(60, own.per_week))


def _limit(table: Table | None) -> int | None:
    return table.must("per_week", words.minutes, 1) if table else None


def _overnight(table: Table, lives: str | None) -> str:
    """Whether a helper may stay at night in this home, or have a child sleep at its own; empty if neither."""
    value = table.value("overnight")
    if value is None or isinstance(value, bool):
        return "here" if value else ""
    where = table.may("overnight", one_of("here", "there", "both"), "here")
    if where != "here" and "lives" not in table:
        table.wrong("overnight", "says that a child may sleep there, but not where: lives is missing.")
    elif where != "here" and lives == HOME:
        table.wrong("overnight", "says that a child may sleep where this helper lives, but that is this home.")
    return where


def _child(name: str, table: Table, stages: tuple[Stage, ...]) -> Child:
    if "born" not in table and "stage" not in table:
        table.wrong("", "has neither born nor stage, so nobody knows what it needs.", "Maybe born = 2018-09-14.")
    return Child(
        id=name,
        name=table.may("name", words.text, name.capitalize()),
        born=table.may("born", words.date, None),
        stage=table.may("stage", one_of(*(stage.name for stage in stages)), None),
        sleep=table.may("sleep", words.wall, None),
        nap=table.may("nap", words.nap, None),
        may_be_carried=table.may("may_be_carried", words.flag, default=False),
    )
