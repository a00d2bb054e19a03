"""Random plans of a week, drawn without the solver: well formed, not always sensible."""

from __future__ import annotations

import random
from fractions import Fraction

from msgspec.structs import replace

from kinrota.model.history import Decline, Pin
from kinrota.model.people import Need
from kinrota.model.places import HOME
from kinrota.model.plan import (
    LEVELS,
    AdultSpan,
    Ask,
    ChildSpan,
    Effort,
    Finding,
    Gap,
    Level,
    Load,
    Miss,
    Plan,
    PlanInput,
)
from kinrota.model.time import Span
from kinrota.model.week import Week
from tests.publish.privacy.drawn_household import word

HOURS = (6, 13, 15, 18)
"""From when on a day's parts may begin: the morning, the afternoon, the time with a helper, the evening."""
DOING = (
    "sleep", "care", "care", "care", "free", "free", "work", "own", "away", "unknown", "travel", "routine:bed",
    "together", "chore:wash#1/load",
)  # fmt: skip


def plan(draw: random.Random, week: Week) -> Plan:
    """A plan of a week; of two draws only the custody is the same."""
    household, horizon = week.household, week.horizon
    shifts = {one.id: _shifts(draw, week) for one in household.helpers}
    children = {child.id: _apart(week, child.id, tuple(_child(draw, week, shifts))) for child in household.children}
    adults = {one.id: tuple(_adult(draw, week, one.id)) for one in household.residents}
    adults |= {name: tuple(_helper(draw, week, own)) for name, own in shifts.items()}
    gaps = [
        Gap(child, stay.span, stay.need, word(draw))
        for child, stays in children.items()
        for stay in stays
        if stay.how == "gap"
    ]
    asks = [Ask(name, span, accepted=draw.random() < 0.3) for name, own in shifts.items() for span in own]
    asks += [Ask("", Span(horizon.start + 500, horizon.start + 530), "r0", "late start", word(draw))]
    levels = ((name, Fraction(draw.randrange(99))) for name in LEVELS)
    return Plan(
        week.household_sha256,
        tuple(map(PlanInput.of, week.inputs)),
        household.zone,
        horizon,
        "optimal",
        tuple(Level(name, value, value) for name, value in levels),
        children,
        adults,
        gaps=tuple(gaps),
        misses=(Miss("routine:bed", "2026-03-02", "lost", Fraction(draw.randrange(9)), word(draw)),),
        findings=tuple(Finding("sleep-short", word(draw), "r0") for _ in range(draw.randrange(3))),
        to_ask=tuple(sorted(asks, key=lambda ask: ask.span)),
        pins=tuple(Pin(child, _stretch(draw, week), draw.choice(list(adults)), word(draw)) for child in children),
        declined=(Decline(draw.choice(list(children)), "r0", _stretch(draw, week), word(draw)),),
        loads={one.id: Load(draw.randrange(999), Fraction(1, 2)) for one in household.residents},
        effort=Effort(draw.random(), 1, 0),
    )


def _shifts(draw: random.Random, week: Week) -> tuple[Span, ...]:
    """When a helper is there: some of the afternoons."""
    found = []
    for day in week.clock.days(week.horizon):
        if draw.random() < 0.5:
            start = week.clock.at(day, HOURS[1] * 60 + 5 * draw.randrange(12))
            found.append(Span(start, start + 5 * draw.randrange(30, 50)))
    return tuple(found)


def _child(draw: random.Random, week: Week, shifts: dict[str, tuple[Span, ...]]) -> list[ChildSpan]:
    """Days of a child: the night, the way to a place, the place, the way home, the afternoon, the evening."""
    residents, places = [one.id for one in week.household.residents], [one.id for one in week.household.places]
    found: list[tuple[int, str, str | None, str | None, str | None]] = []
    for day in week.clock.days(week.horizon):
        at = [week.clock.at(day, hour * 60 + 5 * draw.randrange(10)) for hour in HOURS]
        evening, who = draw.choice(residents), draw.choice(residents)
        found.append((week.clock.midnight(day), "care", HOME, who, None))
        helped = [(name, span) for name, own in shifts.items() for span in own if week.clock.date(span.start) == day]
        if draw.random() < 0.7:
            place = draw.choice(places[1:])
            found += [(at[0] + 60, "escort", HOME, who, place), (at[0] + 80, "attendance", place, place, None)]
            start = helped[0][1].start if helped and draw.random() < 0.8 else at[1]
            fetches = helped[0][0] if helped and start == helped[0][1].start else draw.choice(residents)
            found += [(start, "escort", place, fetches, HOME), (start + 20, "care", HOME, fetches, None)]
            end = helped[0][1].end if fetches.startswith("h") else at[2]
        else:
            end = at[2]
        kind = draw.choice(("care", "care", "gap", "alone"))
        met = {"care": evening, "gap": None, "alone": "self"}[kind]
        found += [(end, kind, HOME, met, None), (max(end + 30, at[3]), "care", HOME, evening, None)]
    ends = [one[0] for one in found[1:]] + [week.horizon.end]
    stays = [_stay(Span(one[0], end), *one[1:]) for one, end in zip(found, ends, strict=True)]
    near = draw.choice(("r0", "r0", *shifts))
    return [replace(stay, reached_by=near) if stay.how == "alone" else stay for stay in stays]


def _stay(span: Span, how: str, place: str | None, met_by: str | None, to_place: str | None) -> ChildSpan:
    need = Need.NONE if how == "attendance" else Need.REACH if how == "alone" else Need.WATCH
    return ChildSpan(span, place, need, how, met_by, None, to_place, "walk" if to_place else None)  # type: ignore[arg-type]


def _apart(week: Week, child: str, stays: tuple[ChildSpan, ...]) -> tuple[ChildSpan, ...]:
    """The days of a child with its time in the other household laid over them."""
    found = list(stays)
    for who, away in week.custody:
        inside = away.common(week.horizon) if who == child else None
        if inside:
            left = [
                replace(one, span=Span(one.span.start, min(one.span.end, inside.start)))
                for one in found
                if one.span.start < inside.start
            ]
            right = [
                replace(one, span=Span(max(one.span.start, inside.end), one.span.end))
                for one in found
                if one.span.end > inside.end
            ]
            found = [*left, ChildSpan(inside, None, Need.NONE, "custody", "custody"), *right]
    return tuple(found)


def _adult(draw: random.Random, week: Week, adult: str) -> list[AdultSpan]:
    """Days of a resident: one thing after the other."""
    found, at = list[AdultSpan](), week.horizon.start
    work = [busy.event for busy in week.busy if busy.adult == adult]
    while at < week.horizon.end:
        end = min(at + 5 * draw.choice((3, 7, 12, 24, 36, 60)), week.horizon.end)
        doing = draw.choice(DOING)
        elsewhere = week.household.places[draw.randrange(1, 5)].id
        place = {"work": elsewhere, "away": None, "unknown": None}.get(doing, HOME)
        found.append(
            AdultSpan(
                Span(at, end),
                doing,
                place,
                elsewhere if doing == "travel" else None,
                vehicle=draw.choice((None, "car")) if doing == "travel" else None,
                event={"work": draw.choice(work), "together": "us"}.get(doing),
                tentative=draw.random() < 0.1,
            )
        )
        at = end
    return found


def _helper(draw: random.Random, week: Week, shifts: tuple[Span, ...]) -> list[AdultSpan]:
    """Away, and in its times at home with the children, whom it may put to bed."""
    found, at = list[AdultSpan](), week.horizon.start
    for span in shifts:
        found.append(AdultSpan(Span(at, span.start), "away", None))
        bed = span.end - draw.choice((0, 0, 30))
        found.append(AdultSpan(Span(span.start, bed), "care", HOME))
        if bed < span.end:
            found.append(AdultSpan(Span(bed, span.end), "routine:bed", HOME))
        at = span.end
    return [*found, AdultSpan(Span(at, week.horizon.end), "away", None)]


def _stretch(draw: random.Random, week: Week) -> Span:
    start = draw.randrange(week.horizon.start, week.horizon.end - 120)
    return Span(start, start + draw.randrange(5, 120))
