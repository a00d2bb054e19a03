"""The rules of nights at a helper's home: whole ones, with a host who is there for nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from kinrota.model.plan import ROUTINE
from kinrota.model.time import Span, minus
from kinrota.verify.case import Case
from kinrota.verify.kept import kept_away, went_for
from kinrota.verify.minutes import stretches
from kinrota.verify.registry import Fault, rule
from kinrota.verify.sleepovers import exchanges, host_at, hosted, nights_there


@rule("night-there", "A child is at a helper's home for whole nights, between the noon before and the noon after.")
def night_there(case: Case) -> Iterator[Fault]:
    for child in case.plan.children:
        for host, stay in hosted(case, child):
            kept = [
                one.around
                for one in kept_away(case)
                if one.place == host_at(case, host) and stay.covers(one.span) and went_for(case, host, one)
            ]
            for span in minus([stay], [*nights_there(case, child, stay), *kept]):
                text = (
                    f"{case.name(child)} is at {host_at(case, host)} {case.when(span)}, but sleeps there in no night."
                )
                yield Fault(child, text, span)


@rule("host-there", "A helper is at its own home only with a child that sleeps there, or when one is being brought.")
def host_there(case: Case) -> Iterator[Fault]:
    meet = case.household.slack.meet
    for helper in case.household.helpers:
        place = host_at(case, helper.id)
        if place is None:
            continue
        brought = [Span(e.instant - meet, e.instant) for e in exchanges(case) if e.host == helper.id and meet]
        brought += [one.around for one in kept_away(case) if one.place == place and went_for(case, helper.id, one)]
        idle = [
            span.place == place
            and span.to_place is None
            and (span.doing == "free" or span.doing.startswith(ROUTINE))
            and not any(near.holds(case.start + minute) for near in brought)
            for minute, span in enumerate(case.adult_at[helper.id])
        ]
        for stretch, wrong in stretches(idle, case.start):
            if wrong:
                yield Fault(helper.id, f"{helper.name} is at {place} {case.when(stretch)} with no child.", stretch)


@rule("handed-there", "A child is handed over at a helper's home only to that helper for a night, or by it after one.")
def handed_there(case: Case) -> Iterator[Fault]:
    for one in exchanges(case):
        stays = [stay for host, stay in hosted(case, one.child) if host == one.host]
        night = any(one.instant in (stay.start, stay.end) and nights_there(case, one.child, stay) for stay in stays)
        if not night or host_at(case, one.other) == one.place:
            text = f"{case.name(one.child)} changes between {case.name(one.other)} and {case.name(one.host)} "
            yield Fault(one.child, text + f"at {one.place} {case.moment(one.instant)}, for no night there.")
