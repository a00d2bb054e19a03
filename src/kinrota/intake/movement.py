"""What the household file says of places, journeys and vehicles."""

from __future__ import annotations

from kinrota.intake import words
from kinrota.intake.tables import Page, Table, chosen, dotted, known
from kinrota.model.household import Vehicle
from kinrota.model.places import ELSEWHERE, HOME, MODES, Journey, Journeys, Mode, Place
from kinrota.model.time import DAY

TAKEN = frozenset({ELSEWHERE, "self", "custody", "gap"})
"""Words that a plan uses itself for where somebody is or who has a child."""
SEATS = 60
MOST_PLACES = 100


def places_of(root: Table) -> tuple[Place, ...]:
    """The places, home first where the file does not list it."""
    result = []
    for name, table in root.named("places"):
        if name in TAKEN:
            table.wrong("", "is a word that plans use themselves; no place can have it as id.", f"Maybe '{name}-1'.")
        if chosen(root.page, table.path, name):
            result.append(Place(name, table.each("match", words.text)))
    _one_place_each(root, result)
    if len(result) > MOST_PLACES:
        root.wrong("places", f"are more than {MOST_PLACES}; that is no household.")
    listed = {place.id for place in result}
    homes = [Place(name) for name in root.page.ids.places if name not in listed and name not in root.free("places")]
    return (*homes, *result) if HOME not in listed else (*result, *homes)


def _one_place_each(root: Table, places: list[Place]) -> None:
    """Refuse a LOCATION text that means two places."""
    seen: dict[str, str] = {}
    for place in places:
        for text in place.match:
            other = seen.setdefault(text.casefold(), place.id)
            if other != place.id:
                path = ("places", place.id, "match")
                root.page.wrong(path, f"means {other}, too. Each text stands for one place.", value=text)


def journeys_of(root: Table) -> Journeys:
    """The minutes between places; what is given one way only leads what is given for both."""
    if len(root.page.ids.places) > MOST_PLACES:
        return Journeys(())  # refused already, and too many to join
    both: dict[tuple[str, str, Mode], Journey] = {}
    single: dict[tuple[str, str, Mode], Journey] = {}
    for table in root.listed("journeys"):
        ends = _ends(table)
        if not any(mode in table for mode in MODES):
            table.wrong("", "has no mode and minutes.", 'Maybe walk = "18m".')
        one_way = "between" not in table
        for mode in MODES:
            minutes = table.may(mode, words.minutes, None)
            if minutes is None or ends is None:
                continue
            if minutes > DAY:
                table.wrong(mode, "is longer than a day.")
            ways = [ends] if one_way else [ends, ends[::-1]]
            if any((*way, mode) in (single if one_way else both) for way in ways):
                table.wrong(mode, f"is given twice for {ends[0]} and {ends[1]}; only one can hold.")
            (single if one_way else both).update({(*way, mode): Journey(*way, mode, minutes) for way in ways})
    return Journeys(tuple({**both, **single}.values()))


def _ends(table: Table) -> tuple[str, str] | None:
    place = known("place", table.page.ids.places)
    if "between" in table:
        for key in ("from", "to"):
            if key in table:
                table.wrong(key, "cannot stand beside between, which means both ways.")
        value = table.value("between")
        if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004
            table.wrong("between", "does not name two places.", 'Maybe ["home", "school"].')
            return None
        if value[0] == value[1]:
            table.wrong("between", "leads to where it begins.")
            return None
        ends = table.each("between", place)
        return (ends[0], ends[1]) if len(ends) == 2 else None  # noqa: PLR2004
    if "from" not in table and "to" not in table:
        table.wrong("", "does not say between which places.", 'Maybe between = ["home", "school"].')
        return None
    start, end = table.must("from", place, ""), table.must("to", place, "")
    if start and start == end:
        table.wrong("to", "leads to where it begins.")
    return (start, end) if start and end and start != end else None


def vehicles_of(root: Table) -> tuple[Vehicle, ...]:
    """The vehicles, and whether their drivers can drive."""
    result = []
    for name, table in root.named("vehicles"):
        chosen(root.page, table.path, name)
        seats = table.may("seats", _seats, 5)
        drivers = table.some("drivers", known("adult", root.page.ids.adults))
        result.append(Vehicle(name, seats, drivers))
    return tuple(result)


def _seats(value: object) -> int:
    return words.whole(value, 2, SEATS)


def drivers_can_drive(page: Page, vehicles: tuple[Vehicle, ...], modes: dict[str, tuple[Mode, ...]]) -> None:
    """Refuse a driver who does not go by car."""
    for vehicle in vehicles:
        for at, driver in enumerate(vehicle.drivers):
            if driver in modes and "car" not in modes[driver]:
                path = ("vehicles", vehicle.id, "drivers", at)
                where = dotted(("adults", driver, "modes"))
                page.wrong(path, f"does not go by car: {where} does not have it.", 'Maybe add "car" there.', driver)
