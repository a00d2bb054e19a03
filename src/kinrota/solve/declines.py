"""What adults said no to: they do not answer for the child then, and are not in reach; or they do not take it along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kinrota.model.history import Decline
from kinrota.model.places import HOME
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.solve.arcs import Arc
from kinrota.solve.program import Program


def refused(week: Week) -> Mapping[tuple[str, str], tuple[Span, ...]]:
    """When each adult does not answer for each child: by child and adult, where there is such a time."""
    found: dict[tuple[str, str], tuple[Span, ...]] = defaultdict(tuple)
    for no in week.declined:
        if no.way is None:
            found[no.child, no.adult] += (no.span,)
    return found


def none_who_declined(program: Program) -> None:
    """Through a decline: the adult's care = 0, along with it = 0. Reach is bound where time alone is.

    Through the decline of a way: along on it = 0, and nothing else.
    """
    refusals = refused(program.layout.week)
    for (child, adult), spans in refusals.items():
        for i in {i for span in spans for i in program.layout.between(span.start, span.end)}:
            for literal in program.cared(child, adult, i):
                program.model.add(literal == 0)
    for (child, adult, arc), along in program.along.items():
        if any(arc.overlaps(span) for span in refusals.get((child, adult), ())):
            program.model.add(along == 0)
    for no in program.layout.week.declined:
        for (child, adult, arc), along in program.along.items() if no.way else ():
            if (child, adult) == (no.child, no.adult) and _declined_way(no, arc):
                program.model.add(along == 0)


def _declined_way(no: Decline, arc: Arc) -> bool:
    """Whether a journey leaves where a declined way begins, or comes to where it ends, home left aside."""
    place, to_place = no.way or (HOME, HOME)
    ends = (arc.start == place != HOME) or (arc.end == to_place != HOME)
    return arc.start != arc.end and ends and arc.overlaps(no.span)
