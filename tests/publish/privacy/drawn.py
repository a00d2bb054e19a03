"""Random states: a household, its week and a plan of it, drawn without the solver; well formed, not always sensible.

A seed gives one state. A plan may be drawn again for the same household: then only the household is the same.
"""

from __future__ import annotations

import datetime as dt
import random
import string
from fractions import Fraction

from msgspec.structs import replace

from kinrota.model.duties import Attendance, Chore, Illness, Occasion, Pause, Protected, Routine, Step, Together, Window
from kinrota.model.feeds import Feed
from kinrota.model.household import CalendarSource, Household, Rota
from kinrota.model.people import Adult, Child, Need, WeeklyHours
from kinrota.model.places import HOME, Journey, Journeys, Place
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
    Verified,
)
from kinrota.model.time import Clock, Span, WallSpan
from kinrota.model.week import Busy, CalendarInput, Note, Week

ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
FIRSTS = (dt.date(2026, 3, 2), dt.date(2026, 3, 28), dt.date(2026, 10, 24), dt.date(2026, 6, 15))
HOURS = (6, 13, 15, 18)
"""From when on a day's parts may begin: the morning, the afternoon, the time with a helper, the evening."""


def word(draw: random.Random, first: str = "") -> str:
    """A word that stands nowhere else."""
    return (first or draw.choice(string.ascii_uppercase)) + "".join(draw.choices(string.ascii_lowercase, k=9))


def state(seed: int) -> Verified:
    """A household with everything in it that an audience may not see, and a plan of it."""
    draw = random.Random(seed)  # noqa: S311 -- households, not secrets
    week = _week(draw, _household(draw))
    return Verified(week, plan(draw, week))


def _household(draw: random.Random) -> Household:
    letters = draw.sample(string.ascii_uppercase, 12)
    places = (HOME, *(word(draw).lower() for _ in range(4)))
    residents = tuple(
        Adult(f"r{n}", word(draw, letters.pop()), modes=("walk",), phone=word(draw))
        for n in range(draw.choice((1, 2, 2)))
    )
    helpers = tuple(
        Adult(
            f"h{n}",
            word(draw, letters.pop()),
            helper=True,
            lives=draw.choice((None, places[1])),
            hosts=draw.random() < 0.2,
        )
        for n in range(2)
    )
    helpers = tuple(replace(one, hosts=one.hosts and one.lives is not None) for one in helpers)
    children = tuple(
        Child(f"c{n}", word(draw, letters.pop()), born=dt.date(draw.choice((2015, 2019, 2022)), 3, 4))
        for n in range(draw.choice((2, 2, 3)))
    )
    adults, ids = (*residents, *helpers), tuple(child.id for child in children)
    return Household(
        word(draw),
        draw.choice(ZONES),
        tuple(Place(place) for place in places),
        Journeys(tuple(Journey(HOME, place, "walk", draw.randrange(5, 30)) for place in places[1:])),
        adults,
        children,
        calendars=(
            CalendarSource("away", "away.ics", "custody", children=ids[:1]),
            *(CalendarSource(f"{one.id}-work", word(draw), "work", of=one.id) for one in residents),
        ),
        rotas=(Rota("rota", "r0", (("E", WallSpan(360, 720)),), dt.date(2026, 3, 2), ("E", "-")),),
        attendance=tuple(
            Attendance(child, places[2], frozenset(range(5)), Window(480, 480), Window(900, 900), 480, 900)
            for child in ids
        ),
        illness=(Illness(ids[-1], FIRSTS[0], FIRSTS[0]),) if draw.random() < 0.2 else (),
        routines=(
            Routine(
                "bed", ids[:1], "any", ("r0",), frozenset(range(7)), WallSpan(1080, 1200), 30, "want", HOME,
                title=word(draw),
            ),
        ),
        chores=(Chore("wash", 1, "day", None, (Step("load", 10, 10),), ("r0",), title=word(draw)),),
        protected=(Protected("choir", WeeklyHours(frozenset({2}), WallSpan(600, 720)), ("r0",), title=word(draw)),),
        occasions=(
            Occasion("party", FIRSTS[0], WallSpan(960, 1080), (adults[0].id, ids[0]), HOME, title=word(draw)),
        ),
        together=(Together("us", tuple(one.id for one in residents), 60, 60, title=word(draw)),),
        pauses=(Pause(FIRSTS[3], FIRSTS[3], word(draw)),) if draw.random() < 0.2 else (),
        feeds=(
            Feed("work", "work", "r0"), Feed("help", "helper", "h0"), Feed("short", "helper", "h0", named="initial"),
            Feed("other", "custody", agreed=(word(draw),)),
            Feed("play", "family", children=ids[:1], most=draw.choice((1, 3, 5))),
            Feed("wall", "wall"),
        ),
    )  # fmt: skip


def _week(draw: random.Random, household: Household) -> Week:
    clock, first = Clock(household.zone), draw.choice(FIRSTS)
    days = draw.choice((3, 3, 4))
    horizon = Span(clock.midnight(first), clock.midnight(first + dt.timedelta(days=days)))
    away = clock.at(first + dt.timedelta(days=draw.randrange(days)), draw.randrange(15 * 60, 20 * 60, 5))
    busy = [
        Busy(
            Span(start := clock.at(day, draw.randrange(360, 1200, 5)), start + 120),
            adult.id, "work", household.places[3].id, f"{adult.id}-work#{word(draw)}", word(draw),
        )
        for adult in household.residents
        for day in clock.days(horizon)
    ]  # fmt: skip
    return Week(
        household,
        word(draw),
        clock,
        horizon,
        busy=tuple(sorted(busy, key=lambda one: (one.span, one.adult))),
        custody=((household.children[0].id, Span(away, away + draw.randrange(300, 2000, 5))),),
        closure_titles=(("closed", horizon, word(draw)),),
        inputs=(CalendarInput("away", word(draw), "2026-03-01T18:00:00+01:00", stale=False, events=draw.randrange(9)),),
        notes=(Note("event-unclear", word(draw)),),
    )


def plan(draw: random.Random, week: Week) -> Plan:
    """A plan of a week; of two draws only the custody is the same."""
    household, horizon = week.household, week.horizon
    shifts = {one.id: _shifts(draw, week) for one in household.helpers}
    children = {child.id: _apart(week, child.id, tuple(_child(draw, week, shifts))) for child in household.children}
    adults = {one.id: tuple(_adult(draw, week, one.id)) for one in household.residents}
    adults |= {name: tuple(_helper(week, own)) for name, own in shifts.items()}
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
    return [_stay(Span(one[0], end), *one[1:]) for one, end in zip(found, ends, strict=True)]


def _stay(span: Span, how: str, place: str | None, met_by: str | None, to_place: str | None) -> ChildSpan:
    need = Need.NONE if how == "attendance" else Need.REACH if how == "alone" else Need.WATCH
    reached = "r0" if how == "alone" else None
    return ChildSpan(span, place, need, how, met_by, reached, to_place, "walk" if to_place else None)  # type: ignore[arg-type]


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
        doing = draw.choice(
            (
                "sleep",
                "care",
                "care",
                "free",
                "work",
                "own",
                "away",
                "unknown",
                "travel",
                "routine:bed",
                "chore:wash#1/load",
            )
        )
        elsewhere = week.household.places[draw.randrange(1, 5)].id
        place = {"work": elsewhere, "away": None, "unknown": None}.get(doing, HOME)
        found.append(
            AdultSpan(
                Span(at, end),
                doing,
                place,
                elsewhere if doing == "travel" else None,
                event=draw.choice(work) if doing == "work" else None,
                tentative=draw.random() < 0.1,
            )
        )
        at = end
    return found


def _helper(week: Week, shifts: tuple[Span, ...]) -> list[AdultSpan]:
    found, at = list[AdultSpan](), week.horizon.start
    for span in shifts:
        found += [AdultSpan(Span(at, span.start), "away", None), AdultSpan(span, "care", HOME)]
        at = span.end
    return [*found, AdultSpan(Span(at, week.horizon.end), "away", None)]
