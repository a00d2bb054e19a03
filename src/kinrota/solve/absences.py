"""What work means for those at home: two away at the same job, and work in time that its owner protects."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from kinrota.model.places import HOME
from kinrota.model.plan import Finding
from kinrota.model.protection import kept_out, protected_in
from kinrota.model.time import Span, merged, minus
from kinrota.model.week import Busy, Week
from kinrota.solve.limits import when
from kinrota.solve.work import Agenda, aside

Job = tuple[str, str]
"""The title of work, case and spaces aside, and its place."""


def same_jobs(week: Week, agendas: Mapping[str, Agenda]) -> Iterator[Finding]:
    """Each stretch in which two residents are away at the same job: these are two absences."""
    for one, other in itertools.combinations(week.household.residents, 2):
        first, second = _jobs(week, agendas[one.id]), _jobs(week, agendas[other.id])
        for job in sorted(set(first) & set(second)):
            both = (a.span.common(b.span) for a in first[job] for b in second[job])
            for span in merged(common for common in both if common):
                if span.overlaps(week.horizon):
                    there = [busy for busy in (*first[job], *second[job]) if busy.span.overlaps(span)]
                    sentence = (
                        f"{one.name} and {other.name} are both away at {there[0].title} ({there[0].place}) "
                        f"{when(week, span)}: two absences at once.{aside(there)}"
                    )
                    yield Finding("same-job", sentence, one.id, there[0].event, span)


def _jobs(week: Week, agenda: Agenda) -> dict[Job, list[Busy]]:
    """An adult's work away from home at a known place, by job; the codes of a rota name shifts and no jobs."""
    shifts = {rota.id for rota in week.household.rotas}
    found: dict[Job, list[Busy]] = {}
    for busy in agenda.events:
        title = "".join(busy.title.casefold().split())
        known = title and busy.event.split("#")[0] not in shifts
        if busy.kind != "busy" and known and busy.place not in (None, HOME):
            found.setdefault((title, busy.place or ""), []).append(busy)
    return found


def in_protected(week: Week) -> Iterator[Finding]:
    """Work in protected time: confirmed work that takes it, and work that may not happen and is not planned in it."""
    for busy in week.busy:
        who, what = week.household.adult(busy.adult).name, f"{busy.title or 'work'} {when(week, busy.span)}"
        rule = kept_out(week, busy)
        if rule is not None and _known(week, busy):
            owned = week.household.called(rule)
            sentence = (
                f"{who}'s {what} may not happen, and lies in protected time ({owned}), which lets it not in; "
                f"it is not planned. Maybe decline it.{aside([busy]).replace(' It may not happen.', '')}"
            )
            yield Finding("hold-in-protected", sentence, busy.adult, busy.event, busy.span)
        taken = [week.household.called(rule) for rule, part in protected_in(week, busy) if part.overlaps(week.horizon)]
        if busy.kind == "work" and taken:
            rules = " and ".join(dict.fromkeys(taken))
            ask = "" if busy.terms.movable else " Maybe ask to be released from it."
            sentence = f"{who}'s {what} takes protected time ({rules}).{ask}{aside([busy])}"
            yield Finding("work-in-protected", sentence, busy.adult, busy.event, busy.span)


def _known(week: Week, busy: Busy) -> bool:
    """Whether a hold is in the horizon, and not all in time that nobody knows."""
    dark: list[Span] = [unknown.span for unknown in week.unknown if unknown.adult == busy.adult]
    return busy.span.overlaps(week.horizon) and bool(minus([busy.span], dark))
