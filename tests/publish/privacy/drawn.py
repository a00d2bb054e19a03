"""Random states: a household, its week and a plan of it, drawn without the solver; well formed, not always sensible.

A seed gives one state. A plan may be drawn again for the same household: then only the household is the same.
"""

from __future__ import annotations

import datetime as dt
import random
from fractions import Fraction
from functools import lru_cache

from kinrota.model.history import Accepted, Answer, DeclineLine, Done, History, PinLine, Promise, Proposal, SaidIn
from kinrota.model.household import Hold, Household
from kinrota.model.plan import Verified
from kinrota.model.time import Clock, Span
from kinrota.model.week import Busy, CalendarInput, Club, Note, Unknown, Week
from tests.publish.privacy.drawn_household import FIRSTS, chance, household, word
from tests.publish.privacy.drawn_plan import plan

KEPT = 64
"""States that are not drawn a second time."""


@lru_cache(maxsize=KEPT)
def state(seed: int) -> Verified:
    """A household with everything in it that an audience may not see, and a plan of it."""
    draw = random.Random(seed)  # noqa: S311 -- households, not secrets
    week = _week(draw, household(draw))
    return Verified(week, plan(draw, week))


def _week(draw: random.Random, home: Household) -> Week:
    clock, first = Clock(home.zone), draw.choice(FIRSTS)
    days = draw.choice((3, 3, 4))
    horizon = Span(clock.midnight(first), clock.midnight(first + dt.timedelta(days=days)))
    exchanged = home.children[: 2 if len([one for one in home.calendars if one.means == "custody"]) > 1 else 1]
    custody = tuple((child.id, _away(draw, clock, first, days)) for child in exchanged)
    busy = [
        Busy(
            Span(start := clock.at(day, draw.randrange(360, 1200, 5)), start + 120),
            adult.id, draw.choice(("work", "work", "hold", "busy")), home.places[3].id,
            f"{adult.id}-work#{word(draw)}", word(draw), hold=Hold(Fraction(1, draw.randrange(2, 9))),
        )
        for adult in home.residents
        for day in clock.days(horizon)
    ]  # fmt: skip
    return Week(
        home,
        word(draw),
        clock,
        horizon,
        busy=tuple(sorted(busy, key=lambda one: (one.span, one.adult))),
        custody=custody,
        **records(draw, home, horizon),  # type: ignore[arg-type]
    )


def _away(draw: random.Random, clock: Clock, first: dt.date, days: int) -> Span:
    """When a child is with the other household."""
    start = clock.at(first + dt.timedelta(days=draw.randrange(days)), draw.randrange(15 * 60, 20 * 60, 5))
    return Span(start, start + draw.randrange(300, 2000, 5))


def records(draw: random.Random, home: Household, horizon: Span) -> dict[str, object]:
    """What a week has beside that, and no calendar tells: titles, inputs, notes, what was said and done before."""
    one, other = horizon, Span(horizon.start + 5 * draw.randrange(100), horizon.end)
    read = "2026-03-01T18:00:00+01:00"
    failed = chance(draw, 0.5)
    return {
        "closure_titles": (("closed", one, word(draw)),),
        "clubs": (Club(Span(one.start + 960, one.start + 1020), "c1", home.places[4].id, word(draw), word(draw)),),
        "available": (("h0", other), ("h1", one)),
        "unknown": (Unknown(other, "r0", "r0-work", word(draw)),) if failed else (),
        "inputs": (
            CalendarInput("away", word(draw), read, stale=False, events=draw.randrange(9)),
            CalendarInput("r0-work", word(draw), read, failed, 3, (one.start, other.start), word(draw), failed),
        ),
        "notes": tuple(Note("event-unclear", word(draw), "r0") for _ in range(draw.randrange(4))),
        "history": _history(draw, horizon),
    }


def _history(draw: random.Random, horizon: Span) -> History:
    """A plan that was accepted, an answer, a pin, a no, a wish, and what was really done."""
    start = horizon.start + 5 * draw.randrange(200)
    span, said, at = Span(start, start + 60), SaidIn("plan", word(draw), word(draw)), horizon.start
    on = FIRSTS[0]
    told = (Promise("r1", "adult", span, word(draw), (word(draw),)),)
    return History(
        (Accepted(1, at, word(draw), horizon, told, {on: {"r0": draw.randrange(999)}}),),
        (Answer(2, at, draw.choice(("h0", "h1")), span, draw.choice((True, False)), said),),
        (PinLine(3, at, "c1", span, draw.choice(("r0", "h1")), said),),
        (Done(4, at, on, "r0", draw.randrange(999)),),
        (DeclineLine(5, at, "r0", "c1", span, said),),
        (Proposal(6, at, "r0", word(draw), word(draw), span, draw.choice(("moved", "removed")), None, said),),
        frozenset({said}),
    )
