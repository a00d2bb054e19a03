"""The rules of waiting: at places of attendance to bring or fetch and not for long, at work or a club a while."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.plan import ROUTINE, AdultSpan
from kinrota.model.time import Span, length, minus
from kinrota.verify.blocks import counted_on
from kinrota.verify.case import TRAVEL, Case, place_after
from kinrota.verify.kept import kept_away, no_waiting, went_for
from kinrota.verify.minutes import runs
from kinrota.verify.registry import Fault, rule
from kinrota.verify.sleepovers import exchanges, host_at

LONGEST = 30
"""Minutes that an adult waits at a place of attendance."""
LONGEST_WITH_REASON = 120
"""Minutes that an adult is at its place of work before or after its work, or at a club while it lasts."""


@rule(
    "waiting", "An adult waits half an hour at most to bring or fetch a child, at its work or through a club two hours."
)
def waiting(case: Case) -> Iterator[Fault]:
    for name, spans in case.plan.adults.items():
        for run, members in runs(spans, _idle_at):
            place = _idle_at(members[0])
            if place is None or place == host_at(case, name):
                continue
            outside = minus([run], no_waiting(case, name, place))
            if length(outside) > _longest(case, name, place, run):
                yield Fault(name, f"{case.name(name)} waits at {place} {case.when(run)}, which is too long.", run)


def _idle_at(span: AdultSpan) -> str | None:
    """Where an adult is out and neither at work nor on a journey."""
    idle = span.doing in ("care", "free") or span.doing.startswith(ROUTINE)
    return span.place if idle and span.to_place is None and span.place != HOME else None


def _longest(case: Case, adult: str, place: str, run: Span) -> int:
    blocks = case.agendas[adult].blocks
    if not any(block.place == place for block in blocks):
        clubs = [Span(v.first_drop, v.last_pick) for v in case.visits if v.club and v.place == place]
        return LONGEST_WITH_REASON if any(club.covers(run) for club in clubs) else LONGEST
    before = [block for block in blocks if block.until <= run.start][-1:]
    after = [block for block in blocks if block.start >= run.end][:1]
    if [block.place for block in before + after] != [place, place]:
        return LONGEST_WITH_REASON
    return LONGEST_WITH_REASON + 2 * counted_on(case.week, case.adults[adult], HOME, place)


@rule(
    "leaving",
    "An adult leaves a place of attendance when it has brought or fetched a child there, or something is over.",
)
def leaving(case: Case) -> Iterator[Fault]:
    served = {
        (adult, place, instant)
        for spans in case.plan.children.values()
        for before, after in pairwise(spans)
        for adult, place, instant in (
            (before.met_by, after.place, after.span.start) if after.how == "attendance" else (None, None, 0),
            (after.met_by, before.place, after.span.start) if before.how == "attendance" else (None, None, 0),
        )
    }
    served |= {(who, one.place, one.instant) for one in exchanges(case) for who in (one.host, one.other)}
    kept = kept_away(case)
    for name, spans in case.plan.adults.items():
        works = {block.place for block in case.agendas[name].blocks}
        for before, after in pairwise(spans):
            place = place_after(before) if before.place is not None else after.place
            leaves = after.doing == TRAVEL or after.place != place
            free = place in (HOME, ELSEWHERE, None) or (place in works and not after.with_children)
            if after.with_children and place == host_at(case, name):
                continue
            over = (
                one.place == place and one.span.end <= after.span.start <= one.around.end and went_for(case, name, one)
                for one in kept
            )
            if not free and leaves and (name, place, after.span.start) not in served and not any(over):
                text = f"{case.name(name)} leaves {place} {case.moment(after.span.start)} without bringing or fetching."
                yield Fault(name, text, after.span)


@rule("at-once", "A child that is brought does not wait where its place is open to it.")
def at_once(case: Case) -> Iterator[Fault]:
    for stay in case.stays:
        start = case.minute(stay.span.start)
        before = case.child_at[stay.child][start - 1] if start else None
        if not stay.visits or before is None or stay.span.start <= stay.visits[0].first_drop:
            continue
        if (before.place, before.to_place) == (stay.place, None) and before.how in ("care", "escort"):
            text = f"{case.name(stay.child)} waits at {stay.place} until {case.clock.text(stay.span.start)}, "
            yield Fault(stay.child, text + "though it is open.", stay.span)
