"""Places and the minutes between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

from msgspec import Struct

Mode = Literal["walk", "bike", "car", "transit"]
MODES: tuple[Mode, ...] = ("walk", "bike", "car", "transit")
HOME = "home"
ELSEWHERE = "elsewhere"
"""Where an adult is whose work has no known place: no journey to it is planned."""


class Place(Struct, frozen=True):
    """A place that the household names; `match` are LOCATION texts that mean it."""

    id: str
    match: tuple[str, ...] = ()


class Journey(Struct, frozen=True):
    """Minutes one way from `start` to `end` by one mode."""

    start: str
    end: str
    mode: Mode
    minutes: int


class Journeys(Struct, frozen=True, dict=True):
    """Minutes between places by mode; a pair that is not given takes the shortest way through those that are."""

    given: tuple[Journey, ...]

    @cached_property
    def _minutes(self) -> Mapping[tuple[str, str, Mode], int]:
        """The given journeys, closed under joining, one mode at a time."""
        return _closed(self.given)

    def minutes(self, start: str, end: str, mode: Mode) -> int | None:
        """The minutes by one mode, 0 at the same place, None where no way is known."""
        if start == end or ELSEWHERE in (start, end):
            return 0
        return self._minutes.get((start, end, mode))

    def quickest(self, start: str, end: str, modes: Iterable[Mode]) -> tuple[int, Mode] | None:
        """The fewest minutes by any of the modes and that mode (of equals, the first in `MODES`); None if none goes."""
        known = [
            (minutes, MODES.index(mode), mode)
            for mode in modes
            if (minutes := self.minutes(start, end, mode)) is not None
        ]
        return (min(known)[0], min(known)[2]) if known else None


def _closed(given: Iterable[Journey]) -> dict[tuple[str, str, Mode], int]:
    shortest: dict[tuple[str, str, Mode], int] = {}
    for journey in given:
        key = (journey.start, journey.end, journey.mode)
        shortest[key] = min(journey.minutes, shortest.get(key, journey.minutes))
    places = sorted({place for start, end, _ in shortest for place in (start, end)})
    for mode in MODES:
        for via in places:
            for start in places:
                first = shortest.get((start, via, mode))
                if first is None:
                    continue
                for end in places:
                    second = shortest.get((via, end, mode))
                    if second is None or start == end:
                        continue
                    key = (start, end, mode)
                    shortest[key] = min(first + second, shortest.get(key, first + second))
    return shortest
