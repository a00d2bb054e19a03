"""The rules of sleep: each block that a resident owes is in the plan, and no other."""

from __future__ import annotations

from collections.abc import Iterator

from kinrota.model.places import HOME
from kinrota.model.time import Span
from kinrota.verify.case import SLEEP, Case
from kinrota.verify.minutes import runs
from kinrota.verify.registry import Fault, rule
from kinrota.verify.rest import Owed


def sleeps(case: Case, adult: str) -> list[Span]:
    """An adult's unbroken stretches of sleep."""
    found = runs(case.plan.adults[adult], lambda span: span.doing == SLEEP)
    return [span for span, members in found if members[0].doing == SLEEP]


def assigned(case: Case, adult: str) -> tuple[list[tuple[Owed, Span]], list[Owed], list[Span]]:
    """Which stretch of sleep is which block owed; then the blocks that have none, and the stretches that are none.

    One stretch may serve a night and the day after a night shift, if it is as long as the longer asks, lies where that
    may, and begins when the other may.
    """
    free, missing, pairs = sleeps(case, adult), [], []
    for owed in case.owed[adult]:
        fitting = [run for run in free if owed.allows(run, case.horizon) and owed.fills(run, case.horizon)]
        if fitting:
            pairs.append((owed, fitting[0]))
            free.remove(fitting[0])
        else:
            missing.append(owed)
    still = []
    for owed in missing:
        both = [
            run
            for other, run in pairs
            if (owed.window is None) != (other.window is None)
            and owed.first <= run.start <= owed.last
            and (run.minutes >= owed.minutes or owed.fills(run, case.horizon))
        ]
        if both:
            pairs.append((owed, both[0]))
        elif owed.first < case.horizon.end and not _beyond(case, owed):
            still.append(owed)
    return pairs, still, free


def _beyond(case: Case, owed: Owed) -> bool:
    """Whether a block may be all behind the horizon's end."""
    latest = min(owed.last, max(span.end for span in owed.within) - owed.minutes)
    return latest >= case.horizon.end


@rule("sleep-owed", "Every resident sleeps as long as it has to, in one block at home, when it has to.")
def sleep_owed(case: Case) -> Iterator[Fault]:
    for adult in case.household.residents:
        for owed in assigned(case, adult.id)[1]:
            frame = Span(min(span.start for span in owed.within), max(span.end for span in owed.within))
            hours = f"{owed.minutes // 60} h {owed.minutes % 60:02d}"
            text = f"{adult.name} owes {hours} of sleep in one block {case.when(frame)}, which is not in the plan."
            yield Fault(adult.id, text, frame)


@rule("sleep-unowed", "What is not owed is no sleep, and sleep is at home.")
def sleep_unowed(case: Case) -> Iterator[Fault]:
    for adult in case.household.residents:
        for run in assigned(case, adult.id)[2]:
            yield Fault(adult.id, f"{adult.name} sleeps {case.when(run)}, which is not the sleep that is owed.", run)
        for span in case.plan.adults[adult.id]:
            if span.doing == SLEEP and span.place != HOME:
                text = f"{adult.name} sleeps {case.when(span.span)} at {span.place}, not at home."
                yield Fault(adult.id, text, span.span)
