"""The rules of care: what each child needs is stated, and what meets it gives enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kinrota.model.people import Need
from kinrota.model.places import ELSEWHERE, HOME, Mode
from kinrota.model.plan import CHORE, OWN, ROUTINE, TOGETHER, AdultSpan, ChildSpan
from kinrota.model.time import Span
from kinrota.verify.case import SLEEP, TRAVEL, Case, way_ends
from kinrota.verify.minutes import stretches
from kinrota.verify.registry import Fault, rule

PLACE_HAS_IT = ("attendance", "custody")
WHILE_CARING = {"watch": Need.WATCH, "near": Need.NEAR, "nothing": Need.NONE}
GIVES_AS_MUCH = {need: {other for other in Need if other.weight >= need.weight} for need in Need}


@rule("need", "What each child needs follows from its age, its sleep and the clock, and nothing else.")
def need(case: Case) -> Iterator[Fault]:
    for name, spans in case.child_at.items():
        needs = case.childhood[name].need
        if all(_as_needed(case, needs, span) for span in case.plan.children[name]):
            continue
        wrong = [
            needs[minute] if span.how not in PLACE_HAS_IT and span.need is not needs[minute] else
            Need.NONE if span.how in PLACE_HAS_IT and span.need is not Need.NONE else None
            for minute, span in enumerate(spans)
        ]  # fmt: skip
        for stretch, right in stretches(wrong, case.start):
            if right is not None:
                text = f"{case.name(name)} needs '{right}' {case.when(stretch)}, but the plan says otherwise."
                yield Fault(name, text, stretch)


def _as_needed(case: Case, needs: Sequence[Need], span: ChildSpan) -> bool:
    """Whether a span's need is that of each of its minutes."""
    if span.how in PLACE_HAS_IT:
        return span.need is Need.NONE
    minutes = needs[case.minute(span.span.start) : case.minute(span.span.end)]
    return minutes.count(span.need) == len(minutes)


@rule("met", "Whoever answers for a child is where it is, and what it does gives what the child needs.")
def met(case: Case) -> Iterator[Fault]:
    for name, spans in case.child_at.items():
        wrong = [_unmet(case, name, minute, span) for minute, span in enumerate(spans)]
        for stretch, reason in stretches(wrong, case.start):
            if reason:
                yield Fault(name, f"{case.name(name)} {case.when(stretch)}: {reason}.", stretch)


def _unmet(case: Case, child: str, minute: int, span: ChildSpan) -> str:
    """Why a minute's need is not met as the plan says; empty if it is."""
    if span.how not in ("alone", "care"):
        return ""
    needed = case.childhood[child].need[minute]
    if span.how == "alone":
        return "" if needed in (Need.NONE, Need.REACH) else f"it is alone, but needs '{needed}'"
    carer = str(span.met_by)
    adult, who = case.adult_at[carer][minute], case.adults[carer].name
    if adult.doing == TRAVEL:
        return f"{who} is on the way to {adult.to_place}"
    if adult.place != span.place:
        return f"it is at {span.place}, but {who} is {'at ' + adult.place if adult.place else 'not there'}"
    given = gives(case, carer, minute, asleep=case.childhood[child].asleep(minute))
    return "" if given in GIVES_AS_MUCH[needed] else f"it needs '{needed}', which {who}'s {adult.doing} does not give"


def gives(case: Case, adult: str, minute: int, *, asleep: bool) -> Need:
    """What an adult's doing gives to a child at its place."""
    span = case.adult_at[adult][minute]
    if span.doing == "care" or span.doing.startswith(ROUTINE):
        return Need.WATCH
    if span.place != HOME:
        return Need.NONE
    if span.doing.startswith(CHORE) or span.doing in (OWN, TOGETHER):
        return _beside(case, span, asleep=asleep)
    if span.doing == SLEEP:
        by_day, by_night = case.adults[adult].sleep.by_day, Need.NEAR if asleep else Need.NONE
        return by_day if span.span.start in case.day_sleep[adult] else by_night
    if span.doing in ("work", "away"):
        block = case.agendas[adult].block_at(case.start + minute)
        events = block.going_on(case.start + minute) if block else ()
        return Need.NEAR if events and all(busy.terms.interruptible for busy in events) else Need.NONE
    return Need.NONE


def _beside(case: Case, span: AdultSpan, *, asleep: bool) -> Need:
    """What a chore gives, own time, or time together."""
    if span.doing.startswith(CHORE):
        of_kind = [chore for chore in case.household.chores if span.doing.startswith(f"{CHORE}{chore.id}#")]
        return WHILE_CARING[of_kind[0].while_caring]
    if span.doing == TOGETHER:
        of_event = [entry for entry in case.household.together if entry.id == span.event]
        return Need.WATCH if set(of_event[0].who) & set(case.children) else Need.NONE
    return Need.NEAR if asleep and len(case.household.residents) == 1 else Need.NONE


@rule("reach", "A child that is alone within reach has an adult who can be there in time.")
def reach(case: Case) -> Iterator[Fault]:
    for name, spans in case.child_at.items():
        alone = [
            span if span.how == "alone" and case.childhood[name].need[minute] is Need.REACH else None
            for minute, span in enumerate(spans)
        ]
        for stretch, span in stretches(alone, case.start):
            if span is None:
                continue
            who = span.reached_by
            if who is None:
                yield Fault(name, f"{case.name(name)} is alone {case.when(stretch)}, and nobody is in reach.", stretch)
                continue
            far = [not _in_reach(case, name, span, who, minute) for minute in _minutes(case, stretch)]
            for part, too_far in stretches(far, stretch.start):
                if too_far:
                    text = f"{case.name(who)} is not in reach of {case.name(name)} {case.when(part)}."
                    yield Fault(name, text, part)


def _minutes(case: Case, span: Span) -> range:
    return range(case.minute(span.start), case.minute(span.end))


def _in_reach(case: Case, child: str, span: ChildSpan, adult: str, minute: int) -> bool:
    alone = case.stage_at[child][minute].alone
    doing = case.adult_at[adult][minute]
    if alone is None or not _can_come(case, adult, doing, minute):
        return False
    if doing.doing == SLEEP and way_ends(span) != (HOME,):
        return False
    modes = case.driving.modes(case.adults[adult], case.span_at[adult][minute])
    ways = [_minutes_to(case, modes, here, there) for here in way_ends(doing) for there in way_ends(span)]
    return max(ways) <= alone.within


def _minutes_to(case: Case, modes: tuple[Mode, ...], here: str | None, there: str | None) -> float:
    if here is None or there is None or ELSEWHERE in (here, there):
        return float("inf")
    if here == there:
        return 0
    quickest = case.household.journeys.quickest(here, there, modes)
    return quickest[0] if quickest else float("inf")


def _can_come(case: Case, adult: str, span: AdultSpan, minute: int) -> bool:
    """Whether an adult could come if called: not from work, nor from its night's sleep, nor from what gives nothing."""
    if span.place is None or span.doing == "unknown":
        return False
    if span.doing in ("work", "away"):
        block = case.agendas[adult].block_at(case.start + minute)
        return block is not None and all(busy.terms.reachable for busy in block.going_on(case.start + minute))
    if span.doing == OWN:
        return False
    if span.doing.startswith(CHORE) or span.doing == TOGETHER:
        return _beside(case, span, asleep=False) is not Need.NONE
    return span.doing != SLEEP or span.span.start in case.day_sleep[adult]


@rule("alone-stretch", "A child is alone for no longer at a stretch than its stage allows.")
def alone_stretch(case: Case) -> Iterator[Fault]:
    for name, spans in case.child_at.items():
        alone = 0
        over = []
        for minute, span in enumerate(spans):
            if span.how not in ("alone", "gap") or _somebody_there(case, span, minute):
                alone = 0
            elif span.how == "alone" and case.childhood[name].need[minute] is Need.REACH:
                alone += 1
            limit = case.stage_at[name][minute].alone if alone else None
            over.append(limit is not None and alone > limit.stretch and span.how == "alone")
        for stretch, too_long in stretches(over, case.start):
            if too_long:
                text = f"{case.name(name)} is alone for too long at a stretch {case.when(stretch)}."
                yield Fault(name, text, stretch)


def _somebody_there(case: Case, span: ChildSpan, minute: int) -> bool:
    return span.to_place is None and any(case.adult_place(adult, minute) == span.place for adult in case.adults)


@rule("answers", "Care answers for a child, and whoever is free answers for nobody.")
def answers(case: Case) -> Iterator[Fault]:
    for name, spans in case.adult_at.items():
        wrong = [
            span.doing if span.doing in ("care", "free") and (name in now) != (span.doing == "care") else ""
            for span, now in zip(spans, case.carers_now, strict=True)
        ]
        for stretch, doing in stretches(wrong, case.start):
            if doing:
                what = "cares for nobody" if doing == "care" else "is called free, but answers for a child"
                yield Fault(name, f"{case.name(name)} {what} {case.when(stretch)}.", stretch)


@rule("gaps-listed", "Every gap is listed, whole, with the child, the need and the reason.")
def gaps_listed(case: Case) -> Iterator[Fault]:
    there = [
        (name, stretch, needed)
        for name, spans in case.child_at.items()
        for stretch, needed in stretches([span.need if span.how == "gap" else None for span in spans], case.start)
        if needed is not None
    ]
    listed = [(gap.child, gap.span, gap.need) for gap in case.plan.gaps]
    for name, span, needed in there:
        if (name, span, needed) not in listed:
            text = f"Nobody meets {case.name(name)}'s need '{needed}' {case.when(span)}, which the plan does not list."
            yield Fault(name, text, span)
    for gap in case.plan.gaps:
        if (gap.child, gap.span, gap.need) not in there or listed.count((gap.child, gap.span, gap.need)) > 1:
            text = f"The gap listed for {case.name(gap.child)} {case.when(gap.span)} is none."
            yield Fault(gap.child, text, gap.span)
        if not gap.because.strip():
            yield Fault(gap.child, f"The gap of {case.name(gap.child)} {case.when(gap.span)} has no reason.", gap.span)
