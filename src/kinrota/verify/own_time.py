"""The rules of own time and time together: when they begin and end, how long they last, and who is there."""

from __future__ import annotations

from collections.abc import Iterator

from kinrota.model.duties import Together
from kinrota.model.people import Need
from kinrota.model.places import HOME
from kinrota.model.plan import OWN, TOGETHER
from kinrota.model.time import Span, WallSpan, inside
from kinrota.verify.case import Case
from kinrota.verify.doings import stretches_of
from kinrota.verify.handovers import comings_home, fixed_instants, nights
from kinrota.verify.minutes import stretches
from kinrota.verify.registry import Fault, rule

SMALL_HOURS = WallSpan(0, 5 * 60)
"""When nobody has time of its own, nor time together."""
LEAST = 30
"""Minutes that time of one's own lasts at least."""


def edges(case: Case) -> set[int]:
    """Where own time and time together may begin and end: at fixed instants.

    Inside a night only at full hours, and when somebody comes or goes.
    """
    at_night = comings_home(case) | set(case.clock.whole_hours(case.horizon))
    dark = list(nights(case))
    return {
        instant
        for instant in fixed_instants(case)
        if instant in at_night or not any(night.start < instant < night.end for night in dark)
    }


def _small_hours(case: Case) -> list[Span]:
    return [span for day in case.days if (span := case.clock.span(day, SMALL_HOURS))]


def own_blocks(case: Case, adult: str) -> list[Span]:
    """An adult's stretches of time of its own."""
    return stretches_of(case, adult, OWN)


@rule(
    "own-time",
    "Own time is a resident's, half an hour at least, not in the small hours, and begins and ends when something does.",
)
def own_time(case: Case) -> Iterator[Fault]:
    blocks = [(adult, span) for adult in case.household.adults for span in own_blocks(case, adult.id)]
    may = edges(case) if blocks else set()
    for adult, span in blocks:
        if adult.helper:
            yield Fault(adult.id, f"{adult.name} helps, and has no time of its own {case.when(span)}.", span)
        if span.minutes < LEAST:
            yield Fault(adult.id, f"{adult.name}'s own time {case.when(span)} is no half hour.", span)
        if not {span.start, span.end} <= may:
            text = f"{adult.name}'s own time {case.when(span)} begins or ends when nothing else does."
            yield Fault(adult.id, text, span)
        for part in inside(_small_hours(case), span):
            yield Fault(adult.id, f"{adult.name} has time of its own in the small hours {case.when(part)}.", part)


def adults_of(case: Case, entry: Together) -> list[str]:
    """The adults of a time together."""
    return [name for name in entry.who if name in case.adults]


def children_of(case: Case, entry: Together) -> list[str]:
    """The children of a time together; with none it is the couple's."""
    return [name for name in entry.who if name in case.children]


def shared(case: Case, entry: Together) -> list[Span]:
    """The stretches in which all adults of a time together have it."""
    adults = adults_of(case, entry)
    has = [_has(case, entry, minute) >= set(adults) for minute in range(case.length)]
    return [span for span, all_do in stretches(has, case.start) if all_do and adults]


def _has(case: Case, entry: Together, minute: int) -> set[str]:
    """The adults who have a time together in a minute."""
    now = ((name, spans[minute]) for name, spans in case.adult_at.items())
    return {name for name, span in now if (span.doing, span.event) == (TOGETHER, entry.id)}


@rule("together", "Time together is everybody's at once, for its block at least, and begins and ends as own time does.")
def together(case: Case) -> Iterator[Fault]:
    may = edges(case) if case.household.together else set()
    for entry in case.household.together:
        adults = set(adults_of(case, entry))
        alone = [_has(case, entry, minute) not in (set(), adults) for minute in range(case.length)]
        for span, is_alone in stretches(alone, case.start):
            if is_alone:
                yield Fault("", f"Not everybody of {entry.id} has it {case.when(span)}, or others do.", span)
        for span in shared(case, entry):
            if span.minutes < entry.block:
                yield Fault("", f"{entry.id} {case.when(span)} is shorter than {entry.block} minutes.", span)
            if not {span.start, span.end} <= may:
                yield Fault("", f"{entry.id} {case.when(span)} begins or ends when nothing else does.", span)
            for part in inside(_small_hours(case), span):
                yield Fault("", f"{entry.id} is in the small hours {case.when(part)}.", part)


@rule("together-children", "The family's time has its children at home, awake, and in the care of one of its adults.")
def together_children(case: Case) -> Iterator[Fault]:
    for entry in case.household.together:
        adults = set(adults_of(case, entry))
        for span in shared(case, entry):
            minutes = range(case.minute(span.start), case.minute(span.end))
            for child in children_of(case, entry):
                wrong = [_without(case, child, minute, adults) for minute in minutes]
                for stretch, reason in stretches(wrong, span.start):
                    if reason:
                        text = f"{case.name(child)} {reason} {case.when(stretch)}, during {entry.id}."
                        yield Fault(child, text, stretch)


def _without(case: Case, child: str, minute: int, adults: set[str]) -> str:
    """Why the family is together without a child, or without answering for it; empty if it is not."""
    span, childhood = case.child_at[child][minute], case.childhood[child]
    if span.place != HOME or span.to_place is not None:
        return "is not at home"
    if childhood.asleep(minute):
        return "sleeps"
    met = childhood.need[minute] is Need.NONE or case.carers[child][minute] in adults
    return "" if met else "is not in the care of one of them"
