"""What an adult could do between two instants, a stay, a journey or work, and by which ways it gets to a place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.people import Adult
from kinrota.model.places import HOME, MODES, Mode
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.solve.drivers import own_alone
from kinrota.solve.onward import Layer, layer_after, modes_on, vehicle_in

OWN_CAR_SEATS = 5
MANY = 99

Node = tuple[str, Layer, int]


class Arc(Struct, frozen=True):
    """A stay (one place) or a journey (two places) of an adult. `commute`: to or from its own work.

    `most_*` is the load a mode takes, `least_*` what a load must have for this slower mode to be the quickest that
    takes it (children under six, all children). A jump has no length: to or from a place that nobody knows a way to.
    `instead`: from home, in place of a shared vehicle that is quicker. `lift`: a jump for want of a car.
    """

    begins: int
    ends: int
    start: str
    end: str
    layer_before: Layer
    layer_after: Layer
    kind: Literal["stay", "journey", "work", "jump"]
    mode: Mode | None = None
    commute: bool = False
    most_small: int = MANY
    most_all: int = MANY
    least_small: int = 0
    least_all: int = 0
    instead: bool = False
    lift: bool = False

    @property
    def tail(self) -> Node:
        """The node it leaves."""
        return (self.start, self.layer_before, self.begins)

    @property
    def head(self) -> Node:
        """The node it comes to."""
        return (self.end, self.layer_after, self.ends)

    @property
    def span(self) -> Span:
        """The stretch of time that it takes."""
        return Span(self.begins, self.ends)

    @property
    def minutes(self) -> int:
        """Its length."""
        return self.ends - self.begins

    @property
    def vehicle(self) -> str:
        """The shared vehicle that its adult has taken from home; empty if none."""
        return vehicle_in(self.layer_after) or vehicle_in(self.layer_before)

    @property
    def leaves_home(self) -> bool:
        """Whether it begins at home and ends elsewhere."""
        return self.start == HOME != self.end

    @property
    def comes_home(self) -> bool:
        """Whether it begins elsewhere and ends at home."""
        return self.end == HOME != self.start

    def overlaps(self, span: Span) -> bool:
        """Whether it takes a minute of the span."""
        return self.begins < span.end and span.start < self.ends


def ways(week: Week, adult: Adult, start: str, layer: Layer, end: str) -> Iterator[Arc]:
    """The journeys between two places as arcs from minute 0 on, the quickest first.

    There are more only for greater loads, and for who may find no shared vehicle at home.
    """
    known = sorted(
        (minutes, MODES.index(mode), mode)
        for mode in modes_on(week, adult, start, layer, end)
        if (minutes := week.household.journeys.minutes(start, end, mode)) is not None
    )
    children = len(week.household.children)
    small = everybody = 0
    instead = False
    for minutes, _, mode in known:
        options = list(_options(week, adult, layer, end, mode))
        for after, takes in options if minutes else ():
            way = Arc(0, minutes, start, end, layer, after, "journey", mode, instead=instead)
            yield replace(way, most_small=takes[0], most_all=takes[1], least_small=small, least_all=everybody)
        if mode == "car" and _at_choice(week, adult, start):
            instead = True
            if any(own_alone(vehicle) and vehicle.seats > children for vehicle in week.household.driven_by(adult.id)):
                return
            continue
        takes = options[0][1]
        small = max(small, takes[0] + 1) if takes[0] < MANY else small
        everybody = max(everybody, takes[1] + 1) if takes[1] < MANY else everybody
        if takes[0] >= children and takes[1] >= children:
            return


def _at_choice(week: Week, adult: Adult, start: str) -> bool:
    """Whether an adult chooses among shared vehicles, or goes without where they are gone."""
    return start == HOME and bool(week.household.driven_by(adult.id))


def _options(week: Week, adult: Adult, layer: Layer, end: str, mode: Mode) -> Iterator[tuple[Layer, tuple[int, int]]]:
    """What it has at hand after going by a mode, and how many children under six, and in all, go along."""
    takes = (1 if mode == "bike" else MANY), MANY
    driven = {vehicle.id: vehicle for vehicle in week.household.driven_by(adult.id)}
    taken = vehicle_in(layer)
    if not driven:
        yield layer_after(end, mode), (MANY, OWN_CAR_SEATS - 1) if mode == "car" else takes
    elif mode != "car":
        yield layer_after(end, mode, taken), takes
    else:
        for vehicle in driven.values():
            if taken in ("", vehicle.id):
                yield layer_after(end, mode, vehicle.id), (MANY, vehicle.seats - 1)
