"""The rules of what a plan has to say beside its account: what was unclear, and what work does to the plan."""

from __future__ import annotations

from collections.abc import Iterator

from kinrota.model.time import minus
from kinrota.verify.blocks import unwelcome
from kinrota.verify.case import Case
from kinrota.verify.registry import Fault, rule

OF_WORK = ("work-overlap", "journey-into-work", "sleep-broken-by-work")


@rule("notes", "What was unclear in the input is among the findings.")
def notes(case: Case) -> Iterator[Fault]:
    said = {(finding.kind, finding.sentence) for finding in case.plan.findings}
    for note in case.week.notes:
        if (note.kind, note.sentence) not in said:
            yield Fault(note.who, f"The plan keeps silent about: {note.sentence}", event=note.event)


@rule("hold", "Work that may not happen, but is planned as if it does, is among the findings.")
def hold(case: Case) -> Iterator[Fault]:
    said = {finding.event for finding in case.plan.findings if finding.kind == "hold"}
    for busy in case.week.busy:
        dark = case.agendas[busy.adult].unknown if busy.adult in case.agendas else ()
        if unwelcome(case.week, busy):
            if any((f.kind, f.event, f.span) == ("hold", busy.event, busy.span) for f in case.plan.findings):
                text = f"{case.name(busy.adult)}'s {busy.title} is not planned, but the plan says that it is."
                yield Fault(busy.adult, text, busy.span, busy.event)
            continue
        counts = busy.kind == "hold" and busy.span.overlaps(case.horizon) and minus([busy.span], dark)
        if counts and not case.adults[busy.adult].helper and busy.event not in said:
            text = f"{case.name(busy.adult)}'s {busy.title} may not happen, and the plan does not say so."
            yield Fault(busy.adult, text, busy.span, busy.event)


@rule("work-findings", "What work takes from journeys, other work and sleep is among the findings.")
def work_findings(case: Case) -> Iterator[Fault]:
    owed = list(_owed(case))
    said = [(f.kind, f.who, f.event) for f in case.plan.findings if f.kind in OF_WORK]
    for kind, who, events in owed:
        if not any((kind, who, event) in said for event in events):
            yield Fault(who, f"The plan does not say '{kind}' of {case.name(who)}'s work.", event=events[0])
    for kind, who, event in said:
        if not any((kind, who) == (k, w) and event in events for k, w, events in owed):
            yield Fault(who, f"The plan says '{kind}' of {case.name(who)}'s work, which is not so.", event=event)


def _owed(case: Case) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The findings that the input asks for: kind, whose, and the events of which one has to be named."""
    for adult in case.household.residents:
        agenda = case.agendas[adult.id]
        yield from (("work-overlap", adult.id, (event,)) for event in agenda.overlapping)
        yield from (("journey-into-work", adult.id, (event,)) for event in agenda.cut)
        for owed in case.owed[adult.id]:
            if owed.broken_by:
                yield "sleep-broken-by-work", adult.id, owed.broken_by
