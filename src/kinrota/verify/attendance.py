"""The rules of places that attend a child: when it is at school, nursery or a club, and who brings and fetches it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kinrota.model.people import Need
from kinrota.model.places import HOME
from kinrota.model.plan import ChildSpan
from kinrota.model.time import Span, inside, minus
from kinrota.verify.case import Case, way_ends
from kinrota.verify.needs import way
from kinrota.verify.registry import Fault, rule
from kinrota.verify.visits import Stay, Visit, custody_of


@rule("attendance", "Attendance is kept: the child is at the place from the last drop-off to the first pick-up.")
def attendance(case: Case) -> Iterator[Fault]:
    for visit in case.visits:
        if visit.club:
            continue
        made = [stay for stay in case.stays if visit in stay.visits]
        latest = visit.sure.start + visit.late
        if len(made) == 1 and made[0].span.start <= latest and made[0].span.end >= visit.sure.end:
            continue
        text = f"{case.name(visit.child)} belongs at {visit.place} {case.when(visit.sure)}, but is not."
        yield Fault(visit.child, text, visit.sure)


@rule("at-place", "A child is at a place that attends it only when that place has it: open, the child well and here.")
def at_place(case: Case) -> Iterator[Fault]:
    for stay in case.stays:
        if not stay.visits:
            text = f"{case.name(stay.child)} is at {stay.place} {case.when(stay.span)}, which does not have it then."
            yield Fault(stay.child, text, stay.span)


@rule("windows", "A child comes and goes in the windows of its place, and stays no longer than agreed.")
def windows(case: Case) -> Iterator[Fault]:
    for stay in case.stays:
        if not stay.visits:
            continue
        name, first, last = case.name(stay.child), stay.visits[0], stay.visits[-1]
        if not first.first_drop <= stay.span.start <= first.sure.start + first.late:
            text = f"{name} comes to {stay.place} {case.moment(stay.span.start)}, which is outside its window."
            yield Fault(stay.child, text, stay.span)
        if not last.sure.end <= stay.span.end <= last.last_pick:
            text = f"{name} leaves {stay.place} {case.moment(stay.span.end)}, which is outside its window."
            yield Fault(stay.child, text, stay.span)
        for before, after in pairwise(stay.visits):
            if after.first_drop > before.last_pick:
                text = f"{name} cannot wait at {stay.place} {case.when(Span(before.last_pick, after.first_drop))}."
                yield Fault(stay.child, text, stay.span)
        for visit in stay.visits:
            part = visit_part(stay, visit)
            if visit.at_most is not None and part.minutes > max(visit.at_most, visit.sure.minutes):
                text = f"{name} is at {stay.place} {case.when(part)}, which is more than {visit.at_most} minutes."
                yield Fault(stay.child, text, part)


def visit_part(stay: Stay, visit: Visit) -> Span:
    """The part of a stay that belongs to one of its visits: from the end of the one before to the start of the next."""
    index = stay.visits.index(visit)
    start = stay.visits[index - 1].sure.end if index else stay.span.start
    end = stay.visits[index + 1].sure.start if index + 1 < len(stay.visits) else stay.span.end
    return Span(start, max(end, start + 1))


@rule("brought-and-fetched", "Somebody allowed brings and fetches each child, or its way is a gap.")
def brought_and_fetched(case: Case) -> Iterator[Fault]:
    for stay in case.stays:
        if not stay.visits:
            continue
        spans, first, last = case.child_at[stay.child], stay.visits[0], stay.visits[-1]
        start, end = case.minute(stay.span.start), case.minute(stay.span.end)
        before = spans[start - 1] if start else None
        after = spans[end] if end < case.length else None
        if wrong := _wrong_end(case, first, before, ours=first.brought):
            text = f"{case.name(stay.child)} comes to {stay.place} {case.moment(stay.span.start)}, but {wrong}."
            yield Fault(stay.child, text, stay.span)
        elif before is not None and before.how == "gap":
            yield from _nobody(case, stay, first, Span(stay.span.start - way(case.week, stay.place), stay.span.start))
            if stay.span.start != first.sure.start:
                text = f"Nobody brings {case.name(stay.child)} to {stay.place}, which counts to the last drop-off."
                yield Fault(stay.child, text, stay.span)
        if after is None:
            continue
        if wrong := _wrong_end(case, last, after, ours=last.fetched):
            text = f"{case.name(stay.child)} leaves {stay.place} {case.moment(stay.span.end)}, but {wrong}."
            yield Fault(stay.child, text, stay.span)
        elif after.how == "gap":
            yield from _nobody(case, stay, last, Span(stay.span.end, stay.span.end + way(case.week, stay.place)))


def _wrong_end(case: Case, visit: Visit, beside: ChildSpan | None, *, ours: bool) -> str:
    """Why an end of a stay is not as it has to be, by the child's span beside it; empty if it is."""
    if beside is None:
        return "the plan begins only then"
    if not ours:
        return "" if beside.how == "custody" else "the other household brings or fetches it there"
    if beside.place == HOME and beside.to_place is None and (beside.how == "gap" or _needs_nobody(beside)):
        return "a club without escorts both ways is missed" if visit.club else ""
    if visit.place not in way_ends(beside) or beside.how not in ("escort", "care", "alone"):
        return "nobody of this household brings or fetches it"
    return "" if beside.met_by is None or beside.how == "alone" else _wrong_escort(case, visit, beside.met_by)


def _needs_nobody(beside: ChildSpan) -> bool:
    return beside.how == "alone" and beside.need is Need.NONE


def _wrong_escort(case: Case, visit: Visit, escort: str) -> str:
    adult = case.adults[escort]
    if visit.escorts and adult.id not in visit.escorts:
        return f"{adult.name} does not bring or fetch it there"
    return "" if set(visit.needs) <= set(adult.can) else f"{adult.name} cannot do what bringing and fetching asks"


def _nobody(case: Case, stay: Stay, visit: Visit, unescorted: Span) -> Iterator[Fault]:
    """A way that nobody makes is a gap at home over its minutes, as far as custody and other places leave them."""
    others = [other.span for other in case.stays if other.child == stay.child]
    owed = inside(minus([unescorted], [*custody_of(case.week, stay.child), *others]), case.horizon)
    for span in owed:
        minutes = case.child_at[stay.child][case.minute(span.start) : case.minute(span.end)]
        if any(minute.how != "gap" or minute.place != HOME for minute in minutes):
            name = case.name(stay.child)
            text = f"Nobody brings or fetches {name} at {visit.place}: that is a gap {case.when(span)}."
            yield Fault(stay.child, text, span)


def missed_clubs(case: Case) -> list[Visit]:
    """The clubs that no stay makes; one that an exchange divides counts once."""
    made = {visit for stay in case.stays for visit in stay.visits}
    missed: dict[tuple[str, str, str], Visit] = {}
    for visit in case.visits:
        if visit.club and visit not in made:
            missed.setdefault((visit.child, visit.club, _date(case, visit)), visit)
    return list(missed.values())


def _date(case: Case, visit: Visit) -> str:
    return case.clock.date(visit.sure.start).isoformat()


@rule("custody", "A child is with the other household exactly when the custody calendar says so.")
def custody(case: Case) -> Iterator[Fault]:
    for name, spans in case.plan.children.items():
        away = inside(custody_of(case.week, name), case.horizon)
        planned = inside([span.span for span in spans if span.how == "custody"], case.horizon)
        for span in [*minus(away, planned), *minus(planned, away)]:
            where = "with the other household" if any(a.covers(span) for a in away) else "here"
            yield Fault(name, f"{case.name(name)} is {where} {case.when(span)}, but the plan says otherwise.", span)
        for before, after in pairwise(spans):
            if (before.how == "custody") == (after.how == "custody"):
                continue
            beside = after if before.how == "custody" else before
            place = beside.place if before.how == "custody" else beside.to_place or beside.place
            if beside.how != "attendance" and place != HOME:
                text = f"{case.name(name)} is exchanged {case.moment(after.span.start)} at {place}, not at home."
                yield Fault(name, text, after.span)


@rule("exchange", "At an exchange at home the child is there, and somebody with it.")
def exchange(case: Case) -> Iterator[Fault]:
    for name, childhood in case.childhood.items():
        for span in inside(childhood.exchanges, case.horizon):
            minutes = case.child_at[name][case.minute(span.start) : case.minute(span.end)]
            if any(m.how not in ("custody", "attendance") and (m.place != HOME or m.to_place) for m in minutes):
                text = f"{case.name(name)} is exchanged at home {case.when(span)}, but is not there."
                yield Fault(name, text, span)
