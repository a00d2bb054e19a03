"""From what was found to what adults do beside care, and to what is owed and missed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from msgspec.structs import replace

from kinrota.model.duties import Together
from kinrota.model.places import HOME
from kinrota.model.plan import OWN, ROUTINE, TOGETHER, AdultSpan, Miss
from kinrota.model.time import Span
from kinrota.solve.duties import Option, Turn
from kinrota.solve.hindrances import Accounts
from kinrota.solve.layout import Layout
from kinrota.solve.search import Found
from kinrota.solve.why_missed import why_missed


def doings_of(layout: Layout, found: Found) -> dict[str, tuple[AdultSpan, ...]]:
    """Each adult's routines, steps of chores, own time and time together, in order of time."""
    spans: dict[str, list[AdultSpan]] = defaultdict(list)
    for name, span in (*_tasks(found), *_leisure(layout, found)):
        spans[name].append(span)
    return {name: tuple(sorted(own, key=lambda span: span.span)) for name, own in spans.items()}


def _tasks(found: Found) -> Iterator[tuple[str, AdultSpan]]:
    doings = found.program.doings
    for ritual, dones in doings.rituals:
        for option in (option for option, literal in dones if found.holds(literal)):
            label = f"{ROUTINE}{ritual.routine.id}"
            yield from ((name, AdultSpan(option.span, label, ritual.routine.place)) for name in option.doers)
    for turn, goes in doings.turns:
        for go, dones in enumerate(goes):
            for option in (option for option, literal in dones if found.holds(literal)):
                yield from ((option.doers[0], step) for step in _steps(turn, go, option))


def _leisure(layout: Layout, found: Found) -> Iterator[tuple[str, AdultSpan]]:
    for leisure, own in found.program.doings.leisure:
        doing, event = (TOGETHER, leisure.what.id) if isinstance(leisure.what, Together) else (OWN, None)
        for i in (i for i, literal in own.items() if found.holds(literal)):
            yield from ((name, AdultSpan(layout.segments[i], doing, HOME, event=event)) for name in leisure.adults)


def _steps(turn: Turn, go: int, option: Option) -> Iterator[AdultSpan]:
    """The steps of a go, one after the other."""
    first = sum(len(steps) for steps in turn.chore.goes[:go])
    start = option.span.start
    for n, step in enumerate(turn.chore.goes[go]):
        span = Span(start, start + step.least)
        yield AdultSpan(span, turn.chore.label(turn.number, first + n), HOME)
        start = span.end


def misses_of(found: Found, accounts: Accounts, unsure: frozenset[str] = frozenset()) -> Iterator[Miss]:
    """What is missed beside clubs, and why; what one date lacks more than once is one line.

    At the levels `unsure` a better plan may exist.
    """
    listed: dict[tuple[str, str], Miss] = {}
    for owed in found.missed.owed:
        units = found.value(owed.missing)
        if not units:
            continue
        key = (owed.what, owed.day.isoformat())
        known = replace(accounts, sure=owed.level not in unsure)
        miss = listed.get(key) or Miss(*key, owed.level, Fraction(0), why_missed(known, owed.what, owed.day))
        listed[key] = replace(miss, cost=miss.cost + owed.price * units)
    yield from listed.values()
