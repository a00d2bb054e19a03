"""The rules of what was settled by hand: nobody else is with the child then, and the plan says what it was told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kinrota.model.history import Pin
from kinrota.model.people import Need
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


def pin_edges(case: Case) -> set[int]:
    """Where a pin begins or ends the carer may change."""
    return {edge for settled in case.week.pins for edge in (settled.span.start, settled.span.end)}
