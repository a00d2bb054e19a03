"""When those who live with a child come home, told to the child while they are away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from kinrota.model.places import HOME
from kinrota.model.plan import AdultSpan, Verified
from kinrota.model.time import DAY
from kinrota.publish.dates import short_day
from kinrota.publish.facts import Entry, Kind

TOLD: tuple[Kind, ...] = ("care", "night", "alone")
"""Where a child may ask when somebody comes back."""
ABSENT = ("away", "unknown")


def with_returns(verified: Verified, entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries of a child, each with the residents who are away as it begins and are back within a day."""
    clock = verified.week.clock
    for entry in entries:
        start, told = entry.span.start, list[tuple[int, str]]()
        for adult in verified.week.household.residents if entry.kind in TOLD else ():
            at = _back(verified.plan.adults.get(adult.id, ()), start)
            if at is not None and start < at <= start + DAY:
                told.append((at, adult.name))
        lines = []
        for at, name in sorted(told):
            day = "" if clock.date(at) == clock.date(start) else f"{short_day(clock.date(at))} "
            lines.append(f"{name} is back {day}{clock.text(at)}")
        yield replace(entry, text="\n".join(filter(None, [entry.text, *lines]))) if lines else entry


def _back(spans: Sequence[AdultSpan], instant: int) -> int | None:
    """When an adult is next at home, `instant` itself included; None if that is not known."""
    home = (max(span.span.start, instant) for span in spans if span.span.end > instant and _at_home(span))
    return next(home, None)


def _at_home(span: AdultSpan) -> bool:
    return span.place == HOME and span.to_place is None and span.doing not in ABSENT
