"""What was settled by hand of who is with whom: nobody else answers for the child then, whatever that costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kinrota.model.history import Decline, Pin
from kinrota.model.people import Need
from kinrota.model.places import HOME
from kinrota.model.plan import AdultSpan, Finding, Gap
from kinrota.model.time import Span, inside, merged
from kinrota.model.week import Week
from kinrota.solve.because import because
from kinrota.solve.program import Program


def only_the_pinned(program: Program) -> None:
    """Through a pin: carer other than the pinned = 0, alone = 0, along with another = 0, a way alone = 0."""
    for pin in program.layout.week.pins:
        for i in program.layout.between(pin.span.start, pin.span.end):
            others = [name for name in program.layout.networks if name != pin.met_by]
            literals = [term for name in others for term in program.cared(pin.child, name, i)]
            literals += [program.alone[pin.child, i]] if (pin.child, i) in program.alone else []
            for literal in literals:
                program.model.add(literal == 0)
        _no_ways(program, pin)


def _no_ways(program: Program, pin: Pin) -> None:
    for (child, name, arc), along in program.along.items():
        if child == pin.child and name != pin.met_by and arc.overlaps(pin.span):
            program.model.add(along == 0)
    for way, literal in program.way.items():
        if way.child == pin.child and not way.gap and _asks_somebody(program, pin, Span(way.begins, way.ends)):
            program.model.add(literal == 0)


def _asks_somebody(program: Program, pin: Pin, way: Span) -> bool:
    """Whether a child needs anybody in what a way and a pin share."""
    common = way.common(pin.span)
    needs = program.layout.needs[pin.child]
    return common is not None and any(need.need is not Need.NONE and need.span.overlaps(common) for need in needs)


def reason(
    week: Week,
    child: str,
    gap: Span,
    adults: dict[str, tuple[AdultSpan, ...]],
    missing: tuple[str, str] = (HOME, HOME),
) -> str:
    """Why a gap is a gap: a pin in it first, and who said no; to a way where that is `missing`.

    That is from where nobody fetches the child as the gap begins, and to where nobody brings it as it ends; home where
    neither is so. Of a gap that lies in a pin whole only what keeps the pinned adult.
    """
    pins = [pin for pin in week.pins if pin.child == child and pin.span.overlaps(gap)]
    clauses = [
        f"only {week.household.adult(pin.met_by).name} is to be there {_hours(week, pin.span)} ({pin.source})"
        for pin in pins
    ]
    refusals = [
        no
        for no in week.declined
        if no.child == child and no.span.overlaps(gap) and (no.way is None or _is_missing(no.way, missing))
    ]
    clauses += [
        f"{week.household.adult(no.adult).name} said no {_to_way(week, no)}{_hours(week, no.span)} ({no.source})"
        for no in refusals
    ]
    whole = next((pin.met_by for pin in pins if pin.span.covers(gap)), None)
    refused = {
        no.adult: tuple(gap if one.way else one.span for one in refusals if one.adult == no.adult) for no in refusals
    }
    return "; ".join(filter(None, [*clauses, because(week, gap, adults, whole, refused)]))


def _is_missing(way: tuple[str, str], missing: tuple[str, str]) -> bool:
    """Whether a way begins where nobody fetches a child, or ends where nobody brings it: either end, but home."""
    return any(end == lacks != HOME for end, lacks in zip(way, missing, strict=True))


def _to_way(week: Week, no: Decline) -> str:
    """To what somebody said no, where that is a way only."""
    return f"to taking {week.household.child(no.child).name} from {' to '.join(no.way)} " if no.way else ""


def findings(week: Week, gaps: Iterable[Gap]) -> Iterator[Finding]:
    """Each pin in which nobody is with the child."""
    known = list(gaps)
    for pin in week.pins:
        missing = inside([gap.span for gap in known if gap.child == pin.child], pin.span)
        if missing:
            child, adult = week.household.child(pin.child).name, week.household.adult(pin.met_by).name
            day = week.clock.long_day(pin.span.start)
            hours = ", ".join(_hours(week, span) for span in merged(missing))
            sentence = (
                f"{child} is settled to be with {adult} on {day}, {_hours(week, pin.span)} ({pin.source}), "
                f"but nobody is there {hours}."
            )
            yield Finding("pin-gap", sentence, pin.child, pin.source, pin.span)


def _hours(week: Week, span: Span) -> str:
    return f"{week.clock.text(span.start)}-{week.clock.text(span.end)}"
