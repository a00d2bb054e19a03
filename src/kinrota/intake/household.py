"""From the text of a household file to a Household: everything in it is understood, or nothing is taken."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from zoneinfo import ZoneInfo, available_timezones

from kinrota.errors import InputError, Problem
from kinrota.intake import words
from kinrota.intake.attendance import attendance_of, closes_something, illness_of, pauses_of, terms_are_terms
from kinrota.intake.duties import chores_of, occasions_of, protected_of, routines_of, together_of
from kinrota.intake.feeds import feeds_of
from kinrota.intake.homes import homes_of
from kinrota.intake.limits import (
    grid_of,
    limits_fit,
    limits_of,
    slack_of,
    weights_of,
)
from kinrota.intake.movement import drivers_can_drive, journeys_of, places_of, vehicles_of
from kinrota.intake.network import accounts_of, network_of
from kinrota.intake.promises import ledger_of, notice_of
from kinrota.intake.published import published_of
from kinrota.intake.releases import releases_of
from kinrota.intake.residents import adults_of, children_of, shares_fit
from kinrota.intake.sources import calendars_of, rotas_of
from kinrota.intake.stages import stages_of
from kinrota.intake.syntax import not_toml
from kinrota.intake.tables import Ids, Page, Table
from kinrota.intake.toml_lines import Lines
from kinrota.intake.words import refuse
from kinrota.model.household import Household
from kinrota.model.places import HOME

VERSION = 1
FALLBACK_ZONE = "UTC"
MOST_PEOPLE = 30


def read_household(text: str, file: str) -> Household:
    """Read the text of a household file; `file` names it in messages.

    Raises `InputError` with every mistake that the text has, in the order of its lines.
    """
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    values = _parsed(text, file)
    page = Page(file, Lines(text), _ids(values))
    household = _household(Table(page, (), "", values))
    if page.problems:
        raise InputError(page.sorted())
    return household


def _parsed(text: str, file: str) -> dict[str, object]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise InputError((not_toml(str(error), text, file),)) from error
    except (RecursionError, ValueError) as error:
        message = "is not a text that can be read: brackets without end, or a number without end."
        raise InputError((Problem(file, None, "", "", message),)) from error


def _ids(values: Mapping[str, object]) -> Ids:
    return Ids(
        places=tuple(dict.fromkeys((HOME, *_names(values, "places"), *homes_of(values)))),
        adults=_names(values, "adults"),
        children=_names(values, "children"),
        calendars=_names(values, "calendars"),
        accounts=_names(values, "accounts"),
    )


def _names(values: Mapping[str, object], key: str) -> tuple[str, ...]:
    table = values.get(key)
    return tuple(table) if isinstance(table, dict) else ()


def _household(root: Table) -> Household:
    _version(root)
    stages = stages_of(root)
    adults, children = adults_of(root), children_of(root, stages)
    vehicles = vehicles_of(root)
    drivers_can_drive(root.page, vehicles, {adult.id: adult.modes for adult in adults})
    shares_fit(root, adults)
    _somebody(root, residents=any(not adult.helper for adult in adults))
    allowed, good_for = network_of(root)
    calendars, attendance = calendars_of(root, adults, good_for), attendance_of(root, adults)
    means: dict[str, str] = {calendar.id: calendar.means for calendar in calendars}
    closes_something(root, attendance, means)
    terms_are_terms(root, attendance, means)
    limits_fit(root, tuple(adult.id for adult in adults if adult.helper))
    feeds, accounts = feeds_of(root, adults, calendars), accounts_of(root)
    return Household(
        name=root.may("name", words.text, ""),
        zone=root.must("timezone", _zone, FALLBACK_ZONE, 'Maybe timezone = "Europe/Berlin".'),
        places=places_of(root),
        journeys=journeys_of(root),
        adults=adults,
        children=children,
        calendars=calendars,
        accounts=accounts,
        allowed=allowed,
        rotas=rotas_of(root),
        vehicles=vehicles,
        attendance=attendance,
        illness=illness_of(root),
        routines=routines_of(root, adults),
        chores=chores_of(root),
        protected=protected_of(root),
        occasions=occasions_of(root),
        together=together_of(root),
        pauses=pauses_of(root),
        limits=limits_of(root),
        releases=releases_of(root),
        slack=slack_of(root),
        weights=weights_of(root),
        stages=stages,
        grid=grid_of(root),
        notice=notice_of(root),
        ledger=ledger_of(root),
        feeds=feeds,
        published=published_of(root, calendars, feeds, accounts),
        unplanned=tuple(sorted(root.page.unplanned)),
    )


def _version(root: Table) -> None:
    version = root.value("kinrota")
    if version is None:
        root.wrong("kinrota", "is missing.", "Maybe kinrota = 1 as the first line.")
    elif isinstance(version, bool) or version != VERSION:
        root.wrong("kinrota", f"is not a version that this program reads; it reads {VERSION}.", "Maybe kinrota = 1.")


def _zone(value: object) -> str:
    if not isinstance(value, str) or not _known(value):
        refuse("is no time zone.", words.maybe(str(value), available_timezones()))
    return value


def _known(zone: str) -> bool:
    """Whether it is a time zone; not by the list of all, which is looked for in hundreds of files."""
    try:
        ZoneInfo(zone)
    except (KeyError, OSError, ValueError):
        return False
    return zone.partition("/")[0] not in ("posix", "posixrules", "right")  # beside the zones, and none of them


def _somebody(root: Table, *, residents: bool) -> None:
    ids = root.page.ids
    if not residents:
        message = "names nobody who lives in this home: without a resident there is nothing to plan."
        helpers = "Maybe helper = true does not belong to one of them."
        root.wrong("adults", message, helpers if ids.adults else 'Maybe [adults.ana], with name = "Ana" below.')
    if not ids.children:
        message = "names no child: without children there is nothing to plan."
        root.wrong("children", message, "Maybe [children.mia], with born = 2018-09-14 below.")
    if len(ids.adults) + len(ids.children) > MOST_PEOPLE:
        root.wrong("adults", f"and children are more than {MOST_PEOPLE} people; that is no household.")
