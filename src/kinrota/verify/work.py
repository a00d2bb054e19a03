"""The rules of work: it is kept, told as it is, and time that nobody knows stays unknown."""

from __future__ import annotations

from collections.abc import Iterator

from kinrota.model.plan import TOGETHER, AdultSpan
from kinrota.model.time import Span
from kinrota.verify.blocks import Agenda, Block
from kinrota.verify.case import TRAVEL, Case
from kinrota.verify.minutes import painted, stretches
from kinrota.verify.registry import Fault, rule
from kinrota.verify.releases import given_up


def _kept(case: Case, adult: str) -> list[Block | None]:
    """The block that binds an adult in each minute; none where it has been given up."""
    kept: list[Block | None] = [None] * case.length
    for block in case.agendas[adult].blocks:
        if span := Span(block.start, block.until).common(case.horizon):
            kept[case.minute(span.start) : case.minute(span.end)] = [block] * span.minutes
    for given in given_up(case):
        if given.adult == adult and (free := given.free.common(case.horizon)):
            kept[case.minute(free.start) : case.minute(free.end)] = [None] * free.minutes
    return kept


@rule(
    "work-kept",
    "Work is kept from beginning to end, with its overrun, unless it is given up, and nobody is at work otherwise.",
)
def work_kept(case: Case) -> Iterator[Fault]:
    for adult in case.household.residents:
        minutes_of = zip(_kept(case, adult.id), case.adult_at[adult.id], strict=True)
        wrong = [_unkept(case, block, span, minute) for minute, (block, span) in enumerate(minutes_of)]
        for stretch, reason in stretches(wrong, case.start):
            if reason:
                yield Fault(adult.id, f"{adult.name} {reason} {case.when(stretch)}.", stretch)


def _unkept(case: Case, block: Block | None, span: AdultSpan, minute: int) -> str:
    if block is None:
        return f"is not at work ({span.doing})" if span.doing in ("work", "away") else ""
    right = block.doing(case.start + minute)
    if (span.doing, span.place) == (right, block.place):
        return ""
    there = f"on the way to {span.to_place}" if span.doing == TRAVEL else f"{span.doing} at {span.place or 'nowhere'}"
    return f"is at {block.place} ({block.events[0].title}), but the plan says {there},"


@rule("work-told", "Each span of work names an event that is going on, and says whether it may not happen.")
def work_told(case: Case) -> Iterator[Fault]:
    for adult in case.household.residents:
        for span in case.plan.adults[adult.id]:
            if span.doing in ("work", "away"):
                if wrong := _mistold(case.agendas[adult.id], span):
                    yield Fault(adult.id, f"{adult.name}'s work {case.when(span.span)} {wrong}.", span.span)
            elif (span.event is not None and span.doing != TOGETHER) or span.tentative:
                text = f"{adult.name} is not at work {case.when(span.span)}, but an event is named."
                yield Fault(adult.id, text, span.span)


def _mistold(agenda: Agenda, span: AdultSpan) -> str:
    for instant in range(span.span.start, span.span.end):
        block = agenda.block_at(instant)
        if block is None:
            continue
        named = [busy for busy in block.going_on(instant) if busy.event == span.event]
        if not any((busy.kind == "busy") == (span.doing == "away") for busy in named):
            return "names another event"
        if span.tentative != any(busy.kind == "hold" for busy in named):
            return "does not say rightly whether it may not happen"
    return ""


@rule("unknown", "Time that no calendar could tell is unknown, and no other.")
def unknown(case: Case) -> Iterator[Fault]:
    for adult in case.household.adults:
        dark = painted(case.horizon, case.agendas[adult.id].unknown)
        told = [span.doing == "unknown" for span in case.adult_at[adult.id]]
        both = [(bool(is_dark), is_told) for is_dark, is_told in zip(dark, told, strict=True)]
        for stretch, (is_dark, is_told) in stretches(both, case.start):
            if is_dark != is_told:
                text = f"{adult.name}'s time is {'unknown' if is_dark else 'known'} {case.when(stretch)}."
                yield Fault(adult.id, text, stretch)
        for span in case.plan.adults[adult.id]:
            if span.doing == "unknown" and span.place is not None:
                yield Fault(adult.id, f"Nobody knows where {adult.name} is {case.when(span.span)}.", span.span)
