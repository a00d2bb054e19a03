"""Whether a plan is an account at all: everybody's whole time, of this household, in words that have a meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kinrota.model.people import Need
from kinrota.model.places import ELSEWHERE, HOME, MODES
from kinrota.model.plan import CHORE, CUSTODY, OWN, ROUTINE, SELF, TOGETHER, AdultSpan, ChildSpan
from kinrota.verify.case import Case
from kinrota.verify.registry import Fault, rule

DOINGS = ("work", "travel", "care", "sleep", "free", "unknown", "away", OWN, TOGETHER)
FORM = ("household", "people", "partition", "words")
"""The rules without which the others have nothing to read."""


@rule("household", "A plan is made from the household's text and calendars as they were read.")
def household(case: Case) -> Iterator[Fault]:
    week, plan = case.week, case.plan
    if plan.household != week.household_sha256:
        yield Fault("", "The plan was made from another text of the household.")
    if plan.zone != week.clock.zone or plan.horizon != week.horizon:
        yield Fault("", "The plan is for other days or another time zone.")
    read = sorted((known.calendar, known.sha256) for known in week.inputs)
    if read != sorted((known.calendar, known.sha256) for known in plan.inputs):
        yield Fault("", "The plan was made from other calendars.")


@rule("people", "A plan accounts for everybody in the household and nobody else.")
def people(case: Case) -> Iterator[Fault]:
    for known, planned in ((case.children, case.plan.children), (case.adults, case.plan.adults)):
        for name in sorted(set(known) ^ set(planned)):
            missing = name in known
            yield Fault(name, f"{case.name(name)} is {'missing from the plan' if missing else 'not in the household'}.")


@rule("partition", "Everybody's spans follow one another without a hole or an overlap, over all the days of the plan.")
def partition(case: Case) -> Iterator[Fault]:
    for accounts in (case.plan.children, case.plan.adults):
        yield from _partitioned(case, accounts)


def _partitioned(
    case: Case, accounts: Mapping[str, tuple[ChildSpan, ...]] | Mapping[str, tuple[AdultSpan, ...]]
) -> Iterator[Fault]:
    for name, spans in accounts.items():
        instant = case.horizon.start
        for span in spans:
            if span.span.start != instant:
                wrong = "nothing is said of" if span.span.start > instant else "two things are said of"
                yield Fault(name, f"{case.moment(min(instant, span.span.start))} {wrong} {case.name(name)}.")
            instant = span.span.end
        if instant != case.horizon.end:
            yield Fault(name, f"What is said of {case.name(name)} does not end with the plan.")


@rule("words", "Each span says who, where and how in words that the household knows.")
def words(case: Case) -> Iterator[Fault]:
    for name, spans in case.plan.children.items():
        for span in spans:
            if wrong := _wrong_with_child(case, span):
                yield Fault(name, f"{case.name(name)} {case.when(span.span)}: {wrong}.", span.span)
    for name, adult_spans in case.plan.adults.items():
        for adult_span in adult_spans:
            if wrong := _wrong_with_adult(case, adult_span):
                yield Fault(name, f"{case.name(name)} {case.when(adult_span.span)}: {wrong}.", adult_span.span)


def _known(case: Case) -> set[str]:
    return {HOME, ELSEWHERE, *(place.id for place in case.household.places), *case.places}


def _wrong_with_child(case: Case, span: ChildSpan) -> str:
    """The first thing that is wrong with a child's span; empty if nothing is."""
    adults, moves, away = case.adults, span.to_place is not None, span.how == "custody"
    meets = {
        "care": span.met_by in adults,
        "escort": span.met_by in adults,
        "attendance": span.met_by == span.place,
        "custody": span.met_by == CUSTODY and span.place is None,
        "alone": span.met_by == SELF,
        "gap": span.met_by is None,
    }
    reached = span.reached_by in adults and span.need is Need.REACH and span.how == "alone"
    return _first(
        (not meets.get(span.how, False), f"'{span.how}' does not go with being met by {span.met_by or 'nobody'}"),
        (moves and span.how not in ("escort", "alone"), "only an escort or a way alone has a place to go to"),
        (not moves and span.how == "escort", "an escort needs a place to go to"),
        (moves and span.mode not in MODES, "a way needs a mode"),
        (not moves and span.mode is not None, "a stay has no mode"),
        (not away and span.place is None, "it is nowhere"),
        (not {span.place, span.to_place} - {None} <= _known(case), f"nobody knows {span.to_place or span.place}"),
        (span.reached_by is not None and not reached, "only time alone within reach has somebody in reach"),
    )


def _wrong_with_adult(case: Case, span: AdultSpan) -> str:
    """The first thing that is wrong with an adult's span; empty if nothing is."""
    travels = span.doing == "travel"
    strangers = sorted(set(span.with_children) - set(case.children))
    somewhere = span.doing not in ("unknown", "away")
    return _first(
        (span.doing not in DOINGS and not _is_named(case, span), f"'{span.doing}' is no word"),
        (span.doing == TOGETHER and not _is_of(case, span), "nobody knows which time together"),
        (travels != (span.to_place is not None), "a journey, and nothing else, has a place to go to"),
        (travels != (span.mode in MODES), "a journey, and nothing else, has a mode"),
        (not travels and bool(span.with_children or span.vehicle), "only a journey takes somebody along"),
        (not {span.place, span.to_place} - {None} <= _known(case), f"nobody knows {span.to_place or span.place}"),
        (bool(strangers), f"nobody knows {', '.join(strangers)}"),
        (somewhere and span.place is None, "it is nowhere"),
    )


def _is_named(case: Case, span: AdultSpan) -> bool:
    """Whether a word for what an adult does names a routine, or a step of a chore, of the household."""
    if span.doing.startswith(CHORE):
        number = span.doing.partition("#")[2].partition("/")[0]
        labels = (
            chore.label(int(number), step)
            for chore in case.household.chores if number.isdecimal()
            for step in range(sum(not step.waits for step in chore.steps))
        )  # fmt: skip
        return span.doing in labels
    return span.doing in {f"{ROUTINE}{routine.id}" for routine in case.household.routines}


def _is_of(case: Case, span: AdultSpan) -> bool:
    return any(entry.id == span.event for entry in case.household.together)


def _first(*complaints: tuple[bool, str]) -> str:
    return next((text for wrong, text in complaints if wrong), "")
