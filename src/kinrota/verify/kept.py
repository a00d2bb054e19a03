"""What is kept at a place other than home: an occasion there, or a routine; who may be there, and for how long."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from kinrota.model.places import HOME
from kinrota.model.plan import ROUTINE, AdultSpan
from kinrota.model.time import Span
from kinrota.verify.case import Case
from kinrota.verify.doings import stretches_of
from kinrota.verify.minutes import runs
from kinrota.verify.occasions import adult_there, owed, places
from kinrota.verify.registry import Fault, rule
from kinrota.verify.sleepovers import places_of_nights

AROUND = 10
"""Minutes before it that people may come, and after it that they leave at the latest."""


class Kept(Struct, frozen=True):
    """Something that is kept away from home: where, when, and for whom one goes there."""

    place: str
    span: Span
    who: frozenset[str]
    routine: bool = False
    """Whether it is a routine, of which nobody else is."""

    @property
    def around(self) -> Span:
        """From when people may be there, and until when."""
        return Span(self.span.start - AROUND, self.span.end + AROUND)


def kept_away(case: Case) -> list[Kept]:
    """Everything that is kept away from home: occasions wherever they may be, and routines as they are done."""
    return [*_occasions(case), *_routines(case)]


def _occasions(case: Case) -> Iterator[Kept]:
    for occasion in case.household.occasions:
        if found := owed(case, occasion):
            for place in places(case, occasion, *found):
                if place != HOME:
                    yield Kept(place, found[0], frozenset(found[1]))


def _routines(case: Case) -> Iterator[Kept]:
    for routine in case.household.routines:
        for name in case.adults if routine.place != HOME else ():
            for span in stretches_of(case, name, f"{ROUTINE}{routine.id}"):
                yield Kept(routine.place, span, frozenset((name,)), routine=True)


def places_kept(case: Case) -> set[str]:
    """The places other than home at which something is kept."""
    return {one.place for one in kept_away(case)}


def no_waiting(case: Case, adult: str, place: str) -> list[Span]:
    """The times around what is kept at a place, in which an adult does not wait there."""
    here = [one for one in kept_away(case) if one.place == place]
    return [one.around for one in here if not one.routine or adult in one.who]


def went_for(case: Case, adult: str, one: Kept) -> bool:
    """Whether an adult is there from its beginning to its end, and it is its own, or that of a child with it."""
    minutes = range(case.minute(one.span.start), case.minute(one.span.end))
    if not all(adult_there(case, one.place, adult, minute) for minute in minutes):
        return False
    beginning = ((name, account[minutes[0]]) for name, account in case.child_at.items())
    with_it = {name for name, span in beginning if (span.place, span.how, span.met_by) == (one.place, "care", adult)}
    return not one.who.isdisjoint({adult, *with_it})


@rule("kept-away", "Nobody is at a place that has no child, and is not its work, but for what is kept there.")
def kept_at_places(case: Case) -> Iterator[Fault]:
    kept = kept_away(case)
    for name, spans in case.plan.adults.items():
        works = {block.place for block in case.agendas[name].blocks}
        for run, members in runs(spans, _out_at):
            place = _out_at(members[0])
            if place is None or place in works | case.places | places_of_nights(case):
                continue
            around = [one.around for one in kept if one.place == place and went_for(case, name, one)]
            if not all(any(span.holds(instant) for span in around) for instant in range(run.start, run.end)):
                yield Fault(name, f"{case.name(name)} is at {place} {case.when(run)}, for nothing that is there.", run)


def _out_at(span: AdultSpan) -> str | None:
    """Where an adult is out and neither at work nor on a journey."""
    idle = span.doing in ("care", "free") or span.doing.startswith(ROUTINE)
    return span.place if idle and span.to_place is None and span.place != HOME else None


@rule("child-out", "A child is with an adult at a place that does not have it only for something that is kept there.")
def child_out(case: Case) -> Iterator[Fault]:
    kept = kept_away(case)
    for name, spans in case.plan.children.items():
        for run, members in runs(spans, lambda part: (part.how, part.place, part.met_by)):
            place, adult = members[0].place, str(members[0].met_by)
            if members[0].how != "care" or place in {HOME, *case.places, *places_of_nights(case)}:
                continue
            around = [
                one.around for one in kept if one.place == place and run.covers(one.span) and went_for(case, adult, one)
            ]
            if not all(any(span.holds(instant) for span in around) for instant in range(run.start, run.end)):
                text = f"{case.name(name)} is at {place} {case.when(run)}, for nothing that is there."
                yield Fault(name, text, run)
