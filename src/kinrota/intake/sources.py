"""What the household file says of calendars and rotas: where they are, whose, and how their events bind."""

from __future__ import annotations

import datetime as dt
from pathlib import PurePosixPath
from typing import cast

from kinrota.intake import words
from kinrota.intake.keys import TERMS
from kinrota.intake.network import is_remote, remote_source
from kinrota.intake.tables import Parse, Table, chosen, identifier, known, one_of
from kinrota.intake.words import NotUnderstoodError, refuse
from kinrota.model.household import (
    HOLIDAYS,
    OFF,
    UNKNOWN,
    CalendarSource,
    Hold,
    Means,
    Rota,
    WorkTerms,
    parts_of,
)
from kinrota.model.people import Adult
from kinrota.model.time import WallSpan

BUSY: tuple[Means, ...] = ("work", "hold", "busy")
MEANS: tuple[Means, ...] = (*BUSY, "available", "closed", "terms", "custody", "attendance")
LONGEST_PATTERN = 1000
OTHER_SCHEMES = ("caldavs:", "ftp:", "file:")


def calendars_of(root: Table, adults: tuple[Adult, ...], good_for: int) -> tuple[CalendarSource, ...]:
    """The calendars, in the order of the file; `good_for` is theirs that say nothing else."""
    helpers = {adult.id: adult.helper for adult in adults}
    return tuple(
        _calendar(name, table, helpers, good_for)
        for name, table in root.named("calendars")
        if chosen(root.page, table.path, name)
    )


def _calendar(name: str, table: Table, helpers: dict[str, bool], good_for: int) -> CalendarSource:
    remedy = f'Maybe source = "calendars/{name}.ics".'
    source = table.must("source", _source_in(table.page.ids.accounts), "", remedy)
    means = cast("Means", table.must("means", one_of(*MEANS), "", 'Maybe means = "work".'))
    calendar = CalendarSource(
        id=name,
        source=source,
        means=means,
        of=table.may("of", known("adult", table.page.ids.adults), None),
        children=_children(table),
        closes=table.each("closes", known("place", table.page.ids.places)),
        terms=_terms(table),
        holds=_hold(table.inner("holds")),
        private=table.may("private", words.flag, default=False),
        good_for=table.may("good_for", words.minutes, good_for),
    )
    if means:
        _belongs(table, calendar, helpers)
    if source and "good_for" in table and not calendar.remote:
        table.wrong("good_for", "has no meaning in a calendar that does not come from the network.")
    return calendar


def _source_in(accounts: tuple[str, ...]) -> Parse[str]:
    """Read where a calendar is: on the network, which may be in an account, or in the household's folder."""

    def parse(value: object) -> str:
        source = words.text(value)
        return remote_source(source, accounts) if is_remote(source) else _source(source)

    return parse


def _source(value: object) -> str:
    """A path inside the household's folder, or a list of public holidays."""
    path = words.text(value)
    if path.casefold().startswith(HOLIDAYS):
        from kinrota.intake.public_holidays import known_region  # noqa: PLC0415 -- slow, and few households need it

        return HOLIDAYS + known_region(path[len(HOLIDAYS) :])
    if "://" in path or path.casefold().startswith(OTHER_SCHEMES):
        refuse("is an address that is not read; those are that begin with https:// or webcal://.")
    if "\\" in path:
        forward = path.replace("\\", "/")
        refuse("has a backslash; paths are written with /.", f"Maybe '{forward}'.")
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or ":" in path or path.startswith("~"):
        message = "leaves the household's folder; calendars are read from inside it only."
        copied = f"Maybe copy that file into the folder, and write 'calendars/{parts.name}'."
        refuse(message, copied if parts.name.strip(".") else "")
    return path


def _children(table: Table) -> tuple[str, ...]:
    child = known("child", table.page.ids.children)
    if "child" in table and "children" in table:
        table.wrong("child", "stands beside children; one of the two is enough.")
    if "children" in table:
        return table.some("children", child)
    one = table.may("child", child, None)
    return (one,) if one else ()


def _terms(table: Table) -> WorkTerms:
    return WorkTerms(
        place=table.may("place", known("place", table.page.ids.places), None),
        reachable=table.may("reachable", words.flag, default=False),
        interruptible=table.may("interruptible", words.flag, default=False),
        overrun=table.may("overrun", words.pause, 0),
        movable=table.may("movable", words.flag, default=False),
        visits=table.may("visits", words.flag, default=False),
    )


def _hold(table: Table | None) -> Hold:
    if table is None:
        return Hold()
    decided = table.may("decide_by", words.decide_by, None)
    days, at = decided or (None, None)
    return Hold(table.may("chance", words.part, None), days, at)


def _belongs(table: Table, calendar: CalendarSource, helpers: dict[str, bool]) -> None:
    """Refuse what a calendar of this meaning cannot have, and what it lacks."""
    if calendar.region is not None and calendar.means != "closed":
        table.wrong("means", "is nothing that public holidays can mean: they close places.", 'Maybe means = "closed".')
        return
    allowed = {
        "available": ("of",),
        "closed": ("closes",),
        "terms": (),
        "custody": ("child", "children"),
        "attendance": ("child", "children", "place"),
    }.get(calendar.means, ("of", "holds", "private", *TERMS))
    for key in ("of", "child", "children", "closes", "holds", "private", *TERMS):
        if key in table and key not in allowed:
            table.wrong(key, f"has no meaning in a calendar that means {calendar.means}.")
    if "of" in allowed and "of" not in table:
        table.wrong("", "does not say whose calendar it is: of is missing.")
    if "children" in allowed and "child" not in table and "children" not in table:
        table.wrong("", "does not say for which child: child or children is missing.")
    if calendar.means == "attendance" and "place" not in table:
        table.wrong("", "does not say where the child goes: place is missing.")
    if calendar.means == "available" and helpers.get(calendar.of or "") is False:
        table.wrong("of", "is no helper; only helpers are asked when they have time.", 'Maybe means = "work".')


def rotas_of(root: Table) -> tuple[Rota, ...]:
    """The rotas, in the order of the file, each with an id of its own."""
    taken = set(root.page.ids.calendars)
    result = []
    for table in root.listed("rotas"):
        rota = _rota(table, taken)
        if rota.id in taken:
            table.wrong("id", "is the id of another calendar or rota, too.")
        taken.add(rota.id)
        result.append(rota)
    return tuple(result)


def _rota(table: Table, taken: set[str]) -> Rota:
    of = table.must("of", known("adult", table.page.ids.adults), "")
    rota = Rota(
        id=table.may("id", identifier, _free_id(f"rota-{of}", taken)),
        of=of,
        codes=tuple(_codes(table).items()),
        starts=table.must("starts", words.date, words.FIRST_DATE, "Maybe starts = 2026-03-02."),
        pattern=table.must("pattern", _pattern, (OFF,), 'Maybe pattern = "E E L L N N - - - -".'),
        changes=tuple((day, code) for day, code in _changes(table)),
        terms=_terms(table),
    )
    listed = tuple(str(code) for code in table.free("codes"))
    for code in dict.fromkeys(rota.pattern):
        if not _explained(code, listed) and "codes" in table:
            table.wrong("pattern", f"has {code}, which codes does not explain.", words.maybe(code, listed))
    for day, code in rota.changes:
        if not _explained(code, listed):
            path = (*table.path, "except", day.isoformat())
            table.page.wrong(path, "is not explained by codes.", words.maybe(code, listed), code)
    return rota


def _explained(code: str, listed: tuple[str, ...]) -> bool:
    return code in (OFF, UNKNOWN) or all(part in listed for part in parts_of(code, listed))


def _free_id(wish: str, taken: set[str]) -> str:
    number = 1
    while (name := wish if number == 1 else f"{wish}-{number}") in taken:
        number += 1
    return name


def _codes(table: Table) -> dict[str, WallSpan]:
    if "codes" not in table:
        table.wrong("", "does not say what its codes mean: codes is missing.", 'Maybe codes = { E = "06:30-14:30" }.')
    found = {}
    for code, value in table.free("codes").items():
        path = (*table.path, "codes", code)
        if code in (OFF, UNKNOWN) or not code or code.split() != [code]:
            message = "cannot be a code: - means a day off, ? one that nobody knows, and a code has no spaces."
            table.page.wrong(path, message)
        try:
            found[code] = words.wall(value)
        except NotUnderstoodError as mistake:
            table.page.wrong(path, mistake.message, mistake.remedy, value)
    return found


def _pattern(value: object) -> tuple[str, ...]:
    codes = tuple(words.text(value).split())
    if len(codes) > LONGEST_PATTERN:
        refuse(f"has more than {LONGEST_PATTERN} days.")
    return codes


def _changes(table: Table) -> list[tuple[dt.date, str]]:
    found = []
    for day, value in table.free("except").items():
        path = (*table.path, "except", day)
        try:
            found.append((words.date(_as_date(day)), words.text(value)))
        except NotUnderstoodError as mistake:
            table.page.wrong(path, mistake.message, mistake.remedy, value)
    return found


def _as_date(key: str) -> object:
    try:
        return dt.date.fromisoformat(key)
    except ValueError:
        refuse("does not begin with a date.", 'Maybe { 2026-03-09 = "-" }.')
