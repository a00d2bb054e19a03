"""By what an adult goes on from where it is, and what it then has at hand."""

from __future__ import annotations

from kinrota.model.people import Adult
from kinrota.model.places import ELSEWHERE, HOME, MODES, Mode
from kinrota.model.week import Week

Layer = str
"""What an adult has at hand: at home everything, ""; elsewhere the car it came by, "car", or all but a car, "foot".

For who drives shared vehicles the vehicle that it has taken from home follows, until home again: "car:ID", "foot:ID"
where it went on without it, "foot:" with none.
"""
WITHOUT: Layer = "foot:"

AT_HAND: dict[str, tuple[Mode, ...]] = {
    "": MODES,
    "car": ("car",),
    "foot": tuple(mode for mode in MODES if mode != "car"),
}


def vehicle_in(layer: Layer) -> str:
    """The shared vehicle that an adult has taken; empty if none."""
    return layer.partition(":")[2]


def layer_after(end: str, mode: Mode, taken: str | None = None) -> Layer:
    """What an adult has at hand where it came to by a mode; `taken` is the shared vehicle that it has, "" none."""
    kind = "car" if mode == "car" else "foot"
    return "" if end == HOME else kind if taken is None else f"{kind}:{taken}"


def layer_at(week: Week, adult: Adult, place: str) -> Layer:
    """What an adult with a car has at hand where it came to by its quickest way, or by a way that nobody knows."""
    quickest = week.household.journeys.quickest
    way = quickest(HOME, place, adult.modes) or quickest(place, HOME, adult.modes)
    return layer_after(place, way[1] if way else "walk")


def without_car(adult: Adult) -> tuple[Mode, ...]:
    """The modes of an adult that has no car."""
    return tuple(mode for mode in adult.modes if mode != "car")


def modes_on(week: Week, adult: Adult, start: str, layer: Layer, end: str) -> tuple[Mode, ...]:
    """The modes by which an adult may go straight from one place to another.

    Where nothing at hand goes there, there is none if it can go through home, and else any of its own.
    """
    at_hand = tuple(mode for mode in AT_HAND[layer.partition(":")[0]] if mode in adult.modes)
    if week.household.journeys.quickest(start, end, at_hand) is not None:
        return at_hand
    return () if joins_at_home(week, adult, start, layer, end) else _own(adult, layer)


def _own(adult: Adult, layer: Layer) -> tuple[Mode, ...]:
    """What an adult goes by at all: who has left every vehicle to others has no car."""
    return without_car(adult) if layer == WITHOUT else adult.modes


def joins_at_home(week: Week, adult: Adult, start: str, layer: Layer, end: str) -> bool:
    """Whether an adult knows a way home from one place, and one from home to another."""
    quickest, ends = week.household.journeys.quickest, (start, end)
    if HOME in ends or ELSEWHERE in ends:
        return False
    home = quickest(start, HOME, _own(adult, layer))
    return home is not None and quickest(HOME, end, adult.modes) is not None


def through_home(week: Week, adult: Adult, start: str, layer: Layer, end: str) -> int | None:
    """The minutes from one place home and at once on to another, each part by its quickest mode."""
    if not joins_at_home(week, adult, start, layer, end):
        return None
    quickest = week.household.journeys.quickest
    back = quickest(start, HOME, modes_on(week, adult, start, layer, HOME))
    out = quickest(HOME, end, adult.modes)
    return back[0] + out[0] if back and out else None


def to_next_work(week: Week, adult: Adult, start: str, layer: Layer, end: str, time: int) -> tuple[int, Layer]:
    """The least minutes from one work to the next, and what it has at hand there; 0 where no way is known.

    `time` is the time between the two: where it is enough to go through home, what the adult has comes from there.
    """
    way = week.household.journeys.quickest(start, end, modes_on(week, adult, start, layer, end))
    home = through_home(week, adult, start, layer, end)
    if ELSEWHERE in (start, end) or (way is None and home is None):
        return 0, layer_at(week, adult, end)
    if way is None or (home is not None and home < way[0]):
        return home or 0, layer_at(week, adult, end)
    straight = layer_after(end, way[1])
    return way[0], layer_at(week, adult, end) if home is not None and home <= time else straight
