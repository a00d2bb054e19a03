"""Where adults live, as the file's places: named there, a place need not be listed; misspelt, it is the one meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from kinrota.intake.words import nearest
from kinrota.model.places import HOME

ENDS = ("between", "from", "to")
PLACED = ("attendance", "calendars", "rotas", "routines", "occasions")
"""Tables with a place of their own, in which no adult lives."""


def homes_of(values: Mapping[str, object]) -> tuple[str, ...]:
    """The places where adults live. One that nothing else names is a slip where a place like it is nobody's yet."""
    listed, on_the_way = set(_table(values, "places")), set(_ends(values))
    lives = [home for adult in _tables(values, "adults") if isinstance(home := adult.get("lives"), str)]
    placed = {str(table["place"]) for key in PLACED for table in _tables(values, key) if "place" in table}
    free = (listed | on_the_way) - set(lives) - placed - {HOME}
    return tuple(home if home in listed | on_the_way else nearest(home, free) or home for home in lives)


def _ends(values: Mapping[str, object]) -> Iterator[str]:
    for journey in _tables(values, "journeys"):
        for key in ENDS:
            value = journey.get(key)
            for end in value if isinstance(value, list) else [value]:
                if isinstance(end, str):
                    yield end


def _table(values: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = values.get(key)
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def _tables(values: Mapping[str, object], key: str) -> Iterator[Mapping[str, object]]:
    """The tables under a key, by ids or in a list."""
    value = values.get(key)
    for table in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(table, dict):
            yield table
