"""What the household file says of school, nursery and clubs, and of days on which a child is ill."""

from __future__ import annotations

from kinrota.intake import words
from kinrota.intake.tables import Parse, Table, known, shown_as
from kinrota.intake.words import refuse
from kinrota.model.duties import Attendance, Illness, Pause, Window
from kinrota.model.people import Adult
from kinrota.model.places import HOME
from kinrota.model.time import wall_text

EARLY = 10
"""Minutes before a single drop-off time, and after a single pick-up time, that count as on time."""


def attendance_of(root: Table, adults: tuple[Adult, ...]) -> tuple[Attendance, ...]:
    """The attendances, in the order of the file; no child is asked to be at two places."""
    can = {label for adult in adults for label in adult.can}
    result: list[Attendance] = []
    for table in root.listed("attendance"):
        new = _attendance(table, tuple(sorted(can)))
        _somebody_brings(table, new, adults)
        _no_two_places(table, new, result)
        result.append(new)
    return tuple(result)


def _attendance(table: Table, can: tuple[str, ...]) -> Attendance:
    ids = table.page.ids
    drop = table.must("drop", words.window, Window(0, 0), 'Maybe drop = "08:15".')
    pick = table.must("pick", words.window, Window(1440, 1440), 'Maybe pick = "13:30-16:00".')
    if drop.last >= pick.first:
        table.wrong("pick", f"begins before the last drop-off, {wall_text(drop.last)}, is over.")
    usual = table.may("usual", words.usual, words.Usual(drop.last, pick.first))
    _usual_fits(table, usual, drop, pick)
    return Attendance(
        child=table.must("child", known("child", ids.children), ""),
        place=table.must("place", _away(known("place", ids.places)), ""),
        weekdays=table.must("days", words.weekdays, frozenset(), 'Maybe days = "mon-fri".'),
        drop=drop,
        pick=pick,
        usual_drop=usual.drop,
        usual_pick=usual.pick,
        single_drop=drop.first == drop.last,
        single_pick=pick.first == pick.last,
        at_most=table.may("at_most", words.minutes, None),
        late=table.may("late", words.pause, 60),
        fetch_within=table.may("fetch_within", words.minutes, 60),
        closed=_calendars(table, "closed"),
        terms=_calendars(table, "terms"),
        escorts=table.each("escorts", known("adult", ids.adults)),
        needs=table.each("needs", ability(can)),
    )


def _somebody_brings(table: Table, duty: Attendance, adults: tuple[Adult, ...]) -> None:
    """Refuse what an escort has to be able to do, if none of those who may escort can all of it."""
    able = [adult.id for adult in adults if set(duty.needs) <= set(adult.can)]
    if duty.needs and not any(name in able for name in duty.escorts or able):
        allowed = " and ".join(duty.escorts)
        message = (
            f"is nothing that {allowed} can, and nobody else may bring." if allowed else "is more than anybody can."
        )
        table.wrong("needs", message, f"Maybe escorts = [{', '.join(map(shown_as, able))}]." if able else "")


def ability(can: tuple[str, ...]) -> Parse[str]:
    """Read something that at least one adult can."""

    def parse(value: object) -> str:
        word = words.text(value)
        if word not in can:
            refuse("is nothing that any adult of this file can.", words.maybe(word, can))
        return word

    return parse


def _away(parse: Parse[str]) -> Parse[str]:
    def away(value: object) -> str:
        if value == HOME:
            refuse("is home: nobody is brought there and fetched.")
        return parse(value)

    return away


def _calendars(table: Table, key: str) -> tuple[str, ...]:
    """The calendars that an attendance names under a key: one, or a list."""
    calendar = known("calendar", table.page.ids.calendars)
    if isinstance(table.value(key), list):
        return table.each(key, calendar)
    one = table.may(key, calendar, None)
    return (one,) if one else ()


def _usual_fits(table: Table, usual: words.Usual, drop: Window, pick: Window) -> None:
    early = EARLY if drop.first == drop.last else 0
    late = EARLY if pick.first == pick.last else 0
    if not drop.first - early <= usual.drop <= drop.last:
        table.wrong("usual", f"has a drop-off at {wall_text(usual.drop)}, which drop does not allow.")
    if not pick.first <= usual.pick <= pick.last + late:
        table.wrong("usual", f"has a pick-up at {wall_text(usual.pick)}, which pick does not allow.")


def _no_two_places(table: Table, new: Attendance, before: list[Attendance]) -> None:
    for at, old in enumerate(before, start=1):
        days = new.weekdays & old.weekdays
        if new.child == old.child and days and new.drop.last < old.pick.first and old.drop.last < new.pick.first:
            day = words.DAYS[min(days)]
            table.wrong("days", f"has {new.child} at {new.place} while attendance {at} has it at {old.place} ({day}).")


def closes_something(root: Table, attendance: tuple[Attendance, ...], means: dict[str, str]) -> None:
    """Refuse a calendar of closures that closes nothing, and closures from a calendar that means something else."""
    named = {calendar for duty in attendance for calendar in duty.closed}
    for name, table in _tables(root):
        if means.get(name) == "closed" and not table.get("closes") and name not in named:
            message = "closes nothing: neither does it say what it closes, nor does an attendance name it."
            root.page.wrong(("calendars", name), message, 'Maybe closes = ["school"].')
    for at, duty in enumerate(attendance):
        for calendar in duty.closed:
            if means.get(calendar, "closed") not in ("closed", ""):
                message = f"is a calendar that means {means[calendar]}, not closed."
                root.page.wrong(("attendance", at, "closed"), message, value=calendar)


def terms_are_terms(root: Table, attendance: tuple[Attendance, ...], means: dict[str, str]) -> None:
    """Refuse a calendar of terms that no attendance names, and terms from a calendar that means something else."""
    named = {calendar for duty in attendance for calendar in duty.terms}
    for name, meaning in means.items():
        if meaning == "terms" and name not in named:
            message = "has the terms of nothing: no attendance names it."
            root.page.wrong(("calendars", name), message, f'Maybe terms = "{name}" in an attendance.')
    for at, duty in enumerate(attendance):
        for calendar in duty.terms:
            if means.get(calendar, "terms") not in ("terms", ""):
                message = f"is a calendar that means {means[calendar]}, not terms."
                root.page.wrong(("attendance", at, "terms"), message, value=calendar)


def _tables(root: Table) -> list[tuple[str, dict[str, object]]]:
    return [(name, table) for name, table in root.free("calendars").items() if isinstance(table, dict)]


def illness_of(root: Table) -> tuple[Illness, ...]:
    """The days on which children are ill."""
    return tuple(_illness(table) for table in root.listed("illness"))


def _illness(table: Table) -> Illness:
    first = table.must("from", words.date, words.FIRST_DATE, "Maybe from = 2026-03-04.")
    last = table.may("to", words.date, first)
    if last < first:
        table.wrong("to", f"is before from, {first}.")
    child = table.must("child", known("child", table.page.ids.children), "")
    return Illness(child, first, last, table.may("at", words.clock, 0))


def pauses_of(root: Table) -> tuple[Pause, ...]:
    """The days in which nothing is owed but care."""
    return tuple(_pause(table) for table in root.listed("pauses"))


def _pause(table: Table) -> Pause:
    first = table.must("from", words.date, words.FIRST_DATE, "Maybe from = 2026-07-27.")
    last = table.must("to", words.date, first, "Maybe the same date as from.")
    if last < first:
        table.wrong("to", f"is before from, {first}.")
    return Pause(first, last, table.may("title", words.text, ""))
