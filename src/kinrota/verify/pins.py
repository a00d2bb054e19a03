"""The rules of what was settled by hand or declined: who is not with a child then, and that the plan says it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kinrota.model.history import Decline, Pin
from kinrota.model.people import Need
from kinrota.model.places import HOME
from kinrota.model.plan import AdultSpan, Gap
from kinrota.verify.case import Case
from kinrota.verify.minutes import stretches
from kinrota.verify.registry import Fault, rule


@rule("pin", "While a child is settled to be with an adult nobody else answers for it, and it is not alone.")
def pin(case: Case) -> Iterator[Fault]:
    for settled in case.week.pins:
        first = case.minute(settled.span.start)
        wrong = [_otherwise(case, settled, first + n) for n in range(settled.span.minutes)]
        for stretch, who in stretches(wrong, settled.span.start):
            if who:
                name, adult = case.name(settled.child), case.name(settled.met_by)
                text = f"{name} is settled to be with {adult}, but {case.when(stretch)} it is {who}."
                yield Fault(settled.child, text, stretch, settled.source)


def _otherwise(case: Case, settled: Pin, minute: int) -> str:
    """Who a child is with in a minute, where that breaks a pin; empty if it does not."""
    span = case.child_at[settled.child][minute]
    if span.how in ("care", "escort") and span.met_by != settled.met_by:
        return f"with {case.name(str(span.met_by))}"
    alone = span.how == "alone" and case.childhood[settled.child].need[minute] is not Need.NONE
    return "alone" if alone else ""


@rule("pins-listed", "What was settled by hand of who is with whom is listed, with the line that says so.")
def pins_listed(case: Case) -> Iterator[Fault]:
    said, listed = Counter(case.week.pins), Counter(case.plan.pins)
    for one in said - listed:
        yield Fault(one.child, f"The plan does not list what {one.source} settles.", one.span, one.source)
    for one in listed - said:
        yield Fault(one.child, f"The plan lists as settled what {one.source or 'nobody'} does not say.", one.span)


@rule("pin-gap", "A gap in what was settled by hand names the adult, and is among the findings.")
def pin_gap(case: Case) -> Iterator[Fault]:
    said = Counter((f.who, f.event) for f in case.plan.findings if f.kind == "pin-gap")
    for settled in case.week.pins:
        gaps = [gap for gap in case.plan.gaps if gap.child == settled.child and gap.span.overlaps(settled.span)]
        name, adult = case.name(settled.child), case.name(settled.met_by)
        for gap in gaps:
            if adult not in gap.because:
                text = f"The gap of {name} {case.when(gap.span)} does not say that it is settled to be with {adult}."
                yield Fault(settled.child, text, gap.span, settled.source)
        key = (settled.child, settled.source)
        if gaps and not said[key]:
            text = f"That {name} is not with {adult} as {settled.source} settles is not among the findings."
            yield Fault(settled.child, text, settled.span, settled.source)
        said[key] -= bool(gaps)
    for (child, source), count in said.items():
        if count > 0:
            yield Fault(child, f"The plan says that {source} makes a gap, which is not so.", event=source)


@rule("declined", "Who said no to being with a child is not with it then, nor in reach of it while it is alone.")
def declined(case: Case) -> Iterator[Fault]:
    for no in case.week.declined:
        if no.way:
            continue
        first = case.minute(no.span.start)
        wrong = [_in_spite(case, no, first + n) for n in range(no.span.minutes)]
        for stretch, what in stretches(wrong, no.span.start):
            if what:
                text = f"{case.name(no.adult)} said no, but {case.when(stretch)} {case.name(no.child)} is {what}."
                yield Fault(no.child, text, stretch, no.source)


def _in_spite(case: Case, no: Decline, minute: int) -> str:
    """What a plan gives somebody to do for a child in a minute in spite of its no; empty if nothing."""
    span = case.child_at[no.child][minute]
    if span.how in ("care", "escort") and span.met_by == no.adult:
        return f"with {case.name(no.adult)}"
    if span.how == "alone" and span.reached_by == no.adult:
        return f"alone, with {case.name(no.adult)} in reach"
    return ""


@rule("declined-way", "Who said no to taking a child along on a way does not take it from there, or to there, then.")
def declined_way(case: Case) -> Iterator[Fault]:
    for no in case.week.declined:
        for ride in case.plan.adults.get(no.adult, ()) if no.way else ():
            if no.child in ride.with_children and ride.span.overlaps(no.span) and _is_declined(no, ride):
                to_place = f"{case.name(no.child)} from {ride.place} to {ride.to_place} {case.when(ride.span)}"
                yield Fault(no.child, f"{case.name(no.adult)} said no, but takes {to_place}.", ride.span, no.source)


def _is_declined(no: Decline, ride: AdultSpan) -> bool:
    """Whether a journey begins or ends where a declined way does, away from home."""
    before, after = no.way or ("", "")
    return (before != HOME and ride.place == before) or (after != HOME and ride.to_place == after)


@rule("declined-listed", "What adults said no to is listed, with the line that says so.")
def declined_listed(case: Case) -> Iterator[Fault]:
    said, listed = Counter(case.week.declined), Counter(case.plan.declined)
    for one in said - listed:
        yield Fault(one.child, f"The plan does not list what {one.source} declines.", one.span, one.source)
    for one in listed - said:
        yield Fault(one.child, f"The plan lists as declined what {one.source or 'nobody'} does not say.", one.span)


@rule("declined-gap", "A gap names who said no to being with the child then, or to its way, and no other no.")
def declined_gap(case: Case) -> Iterator[Fault]:
    for gap in case.plan.gaps:
        name, about = case.name(gap.child), [no for no in case.week.declined if _concerns(case, no, gap)]
        for no in about:
            if case.name(no.adult) not in gap.because:
                text = f"The gap of {name} {case.when(gap.span)} does not say that {case.name(no.adult)} said no."
                yield Fault(gap.child, text, gap.span, no.source)
        for source in {no.source for no in case.week.declined} - {no.source for no in about}:
            if f"({source})" in gap.because:
                text = f"The gap of {name} {case.when(gap.span)} names {source}, which is about something else."
                yield Fault(gap.child, text, gap.span, source)


def _concerns(case: Case, no: Decline, gap: Gap) -> bool:
    """Whether a no is about a gap: its time, and of a way that the child should leave there, or come there."""
    if gap.child != no.child or not gap.span.overlaps(no.span):
        return False
    if no.way is None:
        return True
    stays = [stay for stay in case.plan.children.get(gap.child, ()) if stay.met_by != HOME]
    leaves = {stay.met_by for stay in stays if stay.span.end == gap.span.start}
    comes = {stay.met_by for stay in stays if stay.span.start == gap.span.end}
    return no.way[0] in leaves or no.way[1] in comes


def said_edges(case: Case) -> set[int]:
    """Where a pin or a decline begins or ends the carer may change."""
    spans = [pin.span for pin in case.week.pins] + [no.span for no in case.week.declined if not no.way]
    return {edge for span in spans for edge in (span.start, span.end)}
