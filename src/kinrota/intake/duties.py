"""What the household file says of routines, chores, protected time, occasions and time together."""

from __future__ import annotations

from typing import Literal, cast

from kinrota.intake import words
from kinrota.intake.tables import Parse, Table, dotted, identifier, known, one_of, shown_as
from kinrota.intake.words import NotUnderstoodError, Often
from kinrota.model.duties import Chore, Occasion, Protected, Routine, Step, Together, Weight
from kinrota.model.people import WeeklyHours
from kinrota.model.places import HOME
from kinrota.model.time import DAY, WallSpan, wall_text

WHOLE_DAY = WallSpan(0, DAY)
How = Literal["any", "all", "each"]


def _ids(root: Table, key: str) -> list[Table]:
    """The tables of a list, none with the id of another."""
    tables = list(root.listed(key))
    seen: dict[object, Table] = {}
    for table in tables:
        name = table.value("id")
        if isinstance(name, str) and name in seen:
            table.wrong("id", f"is the id of {dotted(seen[name].path)}, too.", f"Maybe '{name}-2'.")
        seen.setdefault(str(name), table)
    return tables


def _id(table: Table) -> str:
    return table.must("id", identifier, "")


def _title(table: Table) -> str:
    return table.may("title", words.text, "")


def _adults(table: Table, key: str) -> tuple[str, ...]:
    return table.some(key, known("adult", table.page.ids.adults))


def _everybody(table: Table) -> Parse[str]:
    return known("adult or child", (*table.page.ids.adults, *table.page.ids.children))


def _place(table: Table) -> str:
    return table.may("place", known("place", table.page.ids.places), HOME)


def routines_of(root: Table) -> tuple[Routine, ...]:
    return tuple(_routine(table) for table in _ids(root, "routines"))


def _routine(table: Table) -> Routine:
    how, by = _by(table)
    window = table.must("window", words.wall, WHOLE_DAY, 'Maybe window = "18:30-20:00".')
    takes = table.must("takes", words.minutes, 1, 'Maybe takes = "40m".')
    if takes > window.minutes:
        table.wrong("takes", f"is longer than the window {window}, which has {words.length_text(window.minutes)}.")
    return Routine(
        id=_id(table),
        children=table.each("children", known("child", table.page.ids.children)),
        how=how,
        by=by,
        weekdays=table.may("days", words.weekdays, frozenset(range(7))),
        window=window,
        takes=takes,
        weight=cast("Weight", table.may("weight", one_of("must", "protect", "want"), "want")),
        place=_place(table),
        at_least=_at_least(table, by),
        title=_title(table),
    )


def _by(table: Table) -> tuple[How, tuple[str, ...]]:
    value = table.value("by")
    if isinstance(value, list):
        names = ", ".join(shown_as(name) for name in value)
        table.wrong("by", "does not say whether any, all or each of them.", f"Maybe by = {{ any = [{names}] }}.")
        return "any", ()
    if value is None:
        table.wrong("", "does not say who does it: by is missing.", 'Maybe by = { any = ["ana", "ben"] }.')
    inner = table.inner("by")
    if inner is None:
        return "any", ()
    given = [how for how in ("any", "all", "each") if how in inner]
    if len(given) != 1:
        table.wrong("by", "has to have one of any, all and each, and only one.")
        return "any", ()
    return cast("How", given[0]), _adults(inner, given[0])


def _at_least(table: Table, by: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    found = []
    for name, value in table.free("at_least").items():
        path = (*table.path, "at_least", name)
        try:
            known("adult", table.page.ids.adults)(name)
            times = words.weekly(value)
        except NotUnderstoodError as mistake:
            table.page.wrong(path, mistake.message, mistake.remedy, value)
            continue
        if by and name not in by:
            table.page.wrong(path, f"asks {name}, who is not in by.", words.maybe(name, by), value)
        found.append((name, times))
    return tuple(found)


def chores_of(root: Table) -> tuple[Chore, ...]:
    return tuple(_chore(table) for table in _ids(root, "chores"))


def _chore(table: Table) -> Chore:
    every = table.must("every", _every, Often(1, "week"), 'Maybe every = "1 per week".')
    steps = table.some("steps", _Repeatable())
    for at in (0, len(steps) - 1):
        if steps and steps[at].waits:
            table.wrong("steps", "has waiting at an end; waiting stands between two steps.")
            break
    window = table.may("window", words.wall, None)
    longest = max((step.least for step in steps if not step.waits), default=0)
    if window and longest > window.minutes:
        table.wrong("window", f"is shorter than a step, which takes {words.length_text(longest)}.")
    return Chore(
        id=_id(table),
        times=every.times,
        per=cast("Literal['day', 'week']", every.per),
        window=window,
        steps=steps,
        by=_adults(table, "by"),
        while_caring=cast(
            "Literal['watch', 'near', 'nothing']",
            table.may("while_caring", one_of("watch", "near", "nothing"), "watch"),
        ),
        title=_title(table),
    )


class _Repeatable:
    """Reads steps: the same one may come again."""

    def __call__(self, value: object) -> Step:
        return words.step(value)


def _every(value: object) -> Often:
    return words.often(value, "week", "day")


def protected_of(root: Table) -> tuple[Protected, ...]:
    return tuple(_protected(table) for table in _ids(root, "protected"))


def _protected(table: Table) -> Protected:
    never: frozenset[int] = frozenset()
    days = table.must("days", words.weekdays, never, 'Maybe days = "sat-sun".')
    hours = WeeklyHours(days, table.may("window", words.wall, WHOLE_DAY))
    return Protected(_id(table), hours, _adults(table, "who"), title=_title(table))


def occasions_of(root: Table) -> tuple[Occasion, ...]:
    return tuple(_occasion(table) for table in _ids(root, "occasions"))


def _occasion(table: Table) -> Occasion:
    start = table.must("from", words.clock, 0, 'Maybe from = "15:00".')
    end = table.must("to", words.clock, 1, 'Maybe to = "18:00".')
    if start >= end:
        table.wrong("to", f"is not after from, {wall_text(start)}.")
    return Occasion(
        id=_id(table),
        on=table.must("on", words.date, words.FIRST_DATE, "Maybe on = 2026-04-02."),
        wall=WallSpan(start, end),
        who=table.some("who", _everybody(table)),
        place=_place(table),
        may_move=table.may("may_move", words.flag, default=False),
        title=_title(table),
    )


def together_of(root: Table) -> tuple[Together, ...]:
    return tuple(_together(table) for table in _ids(root, "together"))


def _together(table: Table) -> Together:
    who = table.some("who", _everybody(table))
    if len(who) == 1:
        table.wrong("who", "is one person; together takes two.")
    per_week = table.must("per_week", words.minutes, 1, 'Maybe per_week = "2h".')
    block = table.may("block", words.minutes, min(60, per_week))
    if block > per_week:
        table.wrong("block", f"is longer than the time per week, {words.length_text(per_week)}.")
    return Together(_id(table), who, per_week, block, _title(table))
