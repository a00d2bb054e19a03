"""From what was found to the work that is given up: what is to ask, and how a plan says it."""

from __future__ import annotations

from collections.abc import Iterator

from kinrota.model.plan import Ask, Finding
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.solve.layout import Layout
from kinrota.solve.search import Found
from kinrota.solve.work import Block, Offer


def releases_of(layout: Layout, found: Found) -> tuple[Ask, ...]:
    """All the work that is given up, in order of time."""
    asks = [
        ask
        for name in layout.networks
        for block in layout.agendas[name].blocks
        if block.offer is not None
        for ask in _of_block(layout, found, block, block.offer)
    ]
    return tuple(sorted(asks, key=lambda ask: (ask.span, ask.adult)))


def _of_block(layout: Layout, found: Found, block: Block, offer: Offer) -> Iterator[Ask]:
    program, name = found.program, block.adult
    worked = [arc for own, arc in program.optional[name] if own is block and found.holds(program.arc[name, arc])]
    care = offer.ill is not None and found.holds(program.care_day[name, offer.day])
    end = min(offer.end, layout.week.horizon.end)
    first, last = block.parts[0].told.event, block.parts[-1].told.event
    begins = min((arc.begins for arc in worked), default=block.span.start)
    if begins in offer.starts:
        yield Ask("", Span(block.span.start, begins), name, "late start", first)
    if care and offer.ill is not None:
        yield Ask("", Span(offer.ill, end), name, "care day", first if block.optional else last)
    elif (ends := max(arc.ends for arc in worked)) in offer.ends:
        yield Ask("", Span(ends, end), name, "early leave", last)


def findings_of(week: Week, asks: tuple[Ask, ...]) -> Iterator[Finding]:
    """Each piece of work that is given up as a finding."""
    for ask in asks:
        yield Finding("release", _sentence(week, ask), ask.adult, ask.event, ask.span)


def _sentence(week: Week, ask: Ask) -> str:
    clock, who = week.clock, week.household.adult(ask.adult).name
    day = clock.long_day(ask.span.start)
    start, end = clock.text(ask.span.start), clock.text(ask.span.end)
    return {
        "late start": f"Ask that {who} begins on {day} at {end} instead of {start}.",
        "early leave": f"Ask that {who} leaves on {day} at {start} instead of {end}.",
    }.get(ask.release, f"Ask for a care day on {day}: {who} does not work from {start} to {end}.")
