"""The rules of moving children: with whom, when, what for, and what has to be ready before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from kinrota.model.people import Stage
from kinrota.model.places import HOME, Mode
from kinrota.model.plan import AdultSpan, ChildSpan
from kinrota.model.time import Span
from kinrota.verify.case import Case, leaves_home
from kinrota.verify.kept import kept_away, places_kept, went_for
from kinrota.verify.minutes import stretches
from kinrota.verify.registry import Fault, rule
from kinrota.verify.sleepovers import exchanges, hosted, places_of_nights


@rule("escort", "A child on its way with an adult is on the same journey as that adult, who has it along.")
def escort(case: Case) -> Iterator[Fault]:
    for name, spans in case.plan.children.items():
        for span in spans:
            if span.how == "escort" and span.met_by is not None and not _shares(case, name, span):
                text = f"{case.name(span.met_by)} does not take {case.name(name)} along {case.when(span.span)}."
                yield Fault(name, text, span.span)
    for adult, adult_spans in case.plan.adults.items():
        for ride in adult_spans:
            for child in ride.with_children:
                other = case.child_at[child][case.minute(ride.span.start)]
                if other.how != "escort" or other.met_by != adult or ride.with_children.count(child) > 1:
                    text = f"{case.name(adult)} has {case.name(child)} along {case.when(ride.span)}, but it is not."
                    yield Fault(adult, text, ride.span)


def _shares(case: Case, child: str, span: ChildSpan) -> bool:
    """Whether the adult makes the same journey with this child, through all of the span (which a need may split)."""
    ride = case.adult_at[str(span.met_by)][case.minute(span.span.start)]
    same = (ride.place, ride.to_place, ride.mode) == (span.place, span.to_place, span.mode)
    return same and child in ride.with_children and ride.span.covers(span.span)


@rule("way-alone", "A child goes alone only as its stage lets it, to or from a place that has it.")
def way_alone(case: Case) -> Iterator[Fault]:
    for name, spans in case.child_moves.items():
        for index, span in enumerate(spans):
            if span.how != "alone":
                continue
            neighbours = [*spans[max(index - 1, 0) : index], *spans[index + 1 : index + 2]]
            stage = case.stage_at[name][case.minute(span.span.start)]
            if span.to_place is None and span.place != HOME:
                yield Fault(name, f"{case.name(name)} is left alone at {span.place} {case.when(span.span)}.", span.span)
            elif span.to_place is not None and span.mode != _own_mode(case, stage, span):
                text = f"{case.name(name)} does not go alone to {span.to_place} by {span.mode} {case.when(span.span)}."
                yield Fault(name, text, span.span)
            elif span.to_place is not None and not any(other.how == "attendance" for other in neighbours):
                text = f"{case.name(name)} goes to {span.to_place} {case.when(span.span)} for nothing."
                yield Fault(name, text, span.span)


def _own_mode(case: Case, stage: Stage, span: ChildSpan) -> Mode | None:
    able = []
    for mode in stage.moves_by:
        takes = case.household.journeys.minutes(str(span.place), str(span.to_place), mode)
        if takes is not None and (mode not in ("walk", "bike") or takes <= stage.moves_up_to):
            able.append(mode)
    quickest = case.household.journeys.quickest(str(span.place), str(span.to_place), able)
    return quickest[1] if quickest else None


@rule("sleeping-child", "A sleeping child is not moved, unless the household says that it may be carried.")
def sleeping_child(case: Case) -> Iterator[Fault]:
    for name, spans in case.child_at.items():
        sleep = case.childhood[name]
        if all(span.to_place is None for span in case.plan.children[name]):
            continue
        carried = case.children[name].may_be_carried
        moved = [
            span.to_place is not None and sleep.asleep(minute) and not (carried and span.how == "escort")
            for minute, span in enumerate(spans)
        ]
        for stretch, wrong in stretches(moved, case.start):
            if wrong:
                yield Fault(name, f"{case.name(name)} sleeps {case.when(stretch)}, but is moved.", stretch)


@rule("ready", "Before leaving home with children an adult has time to get them ready.")
def ready(case: Case) -> Iterator[Fault]:
    for name, spans in case.plan.adults.items():
        for span in spans:
            if not (leaves_home(span) and span.with_children):
                continue
            leaves = case.minute(span.span.start)
            before = case.adult_at[name][max(leaves - case.household.slack.ready, 0) : leaves]
            if any(other.place != HOME or other.doing not in ("care", "free") for other in before):
                text = f"{case.name(name)} leaves home with children {case.moment(span.span.start)}, "
                yield Fault(name, text + "but has no time to get them ready.", span.span)


@rule("outing", "A child is out only to be brought or fetched, or in tow, and with one adult all the way.")
def outing(case: Case) -> Iterator[Fault]:
    for name, spans in case.plan.children.items():
        handed = {one.instant for one in exchanges(case) if one.child == name}
        for is_out, group in groupby(spans, _is_out):
            for part in _parts(group, handed) if is_out else ():
                yield from _one_outing(case, name, part)
    for name, adult_spans in case.plan.adults.items():
        for at_home, trip_of in groupby(adult_spans, _is_at_home):
            trip = list(trip_of)
            legs = [span for span in trip if span.with_children]
            cut = trip[-1].span.end == case.horizon.end or trip[0].span.start == case.horizon.start
            if (
                not at_home
                and legs
                and not cut
                and not _serves(case, name, Span(trip[0].span.start, trip[-1].span.end))
            ):
                span = Span(legs[0].span.start, legs[-1].span.end)
                yield Fault(name, f"{case.name(name)}'s way with children {case.when(span)} brings nobody.", span)


def _parts(spans: Iterable[ChildSpan], cuts: set[int]) -> list[list[ChildSpan]]:
    """Spans in a row, divided where a child is handed over at a helper's home."""
    parts: list[list[ChildSpan]] = []
    for span in spans:
        if not parts or span.span.start in cuts:
            parts.append([])
        parts[-1].append(span)
    return parts


def _is_out(span: ChildSpan) -> bool:
    return span.how not in ("attendance", "custody", "alone") and (span.place != HOME or span.to_place is not None)


def _is_at_home(span: AdultSpan) -> bool:
    return span.place == HOME and span.to_place is None


def _one_outing(case: Case, child: str, spans: list[ChildSpan]) -> Iterator[Fault]:
    span = Span(spans[0].span.start, spans[-1].span.end)
    if len({part.met_by for part in spans}) > 1 or any(part.how == "gap" for part in spans):
        yield Fault(child, f"{case.name(child)} is not with one adult all the way {case.when(span)}.", span)
    places = {place for part in spans for place in (part.place, part.to_place) if place is not None}
    if not places <= {HOME, *case.places, *places_kept(case), *places_of_nights(case)}:
        text = f"{case.name(child)} is taken to {', '.join(sorted(places - {HOME}))} {case.when(span)}."
        yield Fault(child, text, span)


def _serves(case: Case, adult: str, trip: Span) -> bool:
    """Whether an adult, while it is out, brings or fetches a child, has it sleep at its home, or keeps something."""
    if any(trip.covers(one.span) and went_for(case, adult, one) for one in kept_away(case)):
        return True
    if any(one.other == adult and trip.start <= one.instant <= trip.end for one in exchanges(case)):
        return True
    if any(host == adult and trip.covers(stay) for name in case.plan.children for host, stay in hosted(case, name)):
        return True
    for spans in case.plan.children.values():
        for before, after in pairwise(spans):
            if trip.start <= before.span.end <= trip.end:
                left = after.how == "attendance" and before.met_by == adult
                taken = before.how == "attendance" and after.met_by == adult
                if left or taken:
                    return True
    return False
