"""An example household whose week has one of everything that a page or a terminal has to show."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import pairwise

import pytest
from msgspec.structs import replace

from kinrota.model.duties import Chore, Occasion, Protected, Routine, Step, Together
from kinrota.model.household import CalendarSource, Household
from kinrota.model.people import Adult, Child, Need, OwnTime, WeeklyHours
from kinrota.model.places import Journeys, Mode, Place
from kinrota.model.plan import (
    LEVELS,
    AdultSpan,
    Ask,
    ChildSpan,
    Effort,
    Finding,
    Gap,
    How,
    Level,
    Load,
    Miss,
    Plan,
    PlanInput,
    Verified,
)
from kinrota.model.time import DAY, Clock, Span, WallSpan
from kinrota.model.week import Busy, CalendarInput, Week

MONDAY = dt.date(2026, 3, 2)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# A day is "HH:MM what" until the next; what is an adult, @place, ! (nobody), self, ~ (custody), with >place on a way.
MIA = """
mon 00:00 ben; 08:00 ben home>school; 08:15 @school; 15:00 ana school>home; 15:15 ana
tue 00:00 ana; 08:00 ana home>school; 08:15 @school; 15:00 !; 16:30 ben
wed 00:00 ben; 08:00 ben home>school; 08:15 @school; 15:00 oma school>home; 15:15 oma; 17:30 ana
thu 00:00 ana; 08:00 ana home>school; 08:15 @school; 15:00 ana school>home; 15:15 ana; 19:00 ben
fri 00:00 ben; 08:00 ben home>school; 08:15 @school; 15:00 ben school>home; 15:15 ben; 18:00 ana
sat 00:00 ana; 10:00 ~
sun 00:00 ~; 17:00 ana
"""
LEO = """
mon 00:00 ben; 08:00 ben home>school; 08:15 ben school>nursery; 08:25 @nursery; 14:40 ana nursery>school
    15:00 ana school>home; 15:15 ana
tue 00:00 ana; 08:00 ana home>school; 08:15 ana school>nursery; 08:25 @nursery; 15:30 !; 16:30 ben
wed 00:00 ben; 08:00 ben home>school; 08:15 ben school>nursery; 08:25 @nursery; 15:30 oma nursery>home; 15:40 oma
    17:30 ana
thu 00:00 ana; 12:30 !; 12:50 ana; 15:00 ana home>school; 15:00 ana; 19:00 ben
fri 00:00 ben; 08:00 ben home>school; 08:15 ben school>nursery; 08:25 @nursery; 15:00 ben nursery>home; 15:15 ben
    18:00 ana
sat 00:00 ana; 12:00 ben
sun 00:00 ben; 09:00 ana
"""
ANA = """
mon 00:00 sleep; 06:30 care; 07:00 travel home>hospital car; 07:20 work hospital #rota-1
    14:20 travel hospital>nursery car; 14:40 travel nursery>school car +leo; 15:00 travel school>home car +mia+leo
    15:15 care; 21:30 free; 23:00 sleep
tue 06:30 care; 08:00 travel home>school walk +mia+leo; 08:15 travel school>nursery walk +leo
    08:25 travel nursery>home walk; 08:35 free; 13:00 sleep; 14:30 travel home>hospital car
    15:00 work hospital #rota-2
wed 07:00 travel hospital>home car; 07:20 sleep; 13:20 free; 17:30 care; 22:00 sleep
thu 06:30 care; 08:00 travel home>school walk +mia+leo; 08:15 travel school>home walk +leo; 08:30 care
    14:30 travel home>school walk +leo; 15:00 travel school>home walk +mia+leo; 15:15 care; 19:00 free
    20:40 travel home>hospital car; 21:00 work hospital #rota-3
fri 07:00 travel hospital>home car; 07:20 sleep; 13:20 free; 18:00 care; 22:00 sleep
sat 06:30 care; 12:00 own; 15:00 free; 22:30 sleep
sun 06:30 free; 09:00 care; 22:30 sleep
"""
BEN = """
mon 00:00 sleep; 06:30 care; 08:00 travel home>school bike +mia+leo; 08:15 travel school>nursery bike +leo
    08:25 travel nursery>office bike; 09:00 work office #office-1; 17:00 travel office>home bike; 17:30 free
    22:30 sleep
tue 05:50 free; 07:00 travel home>office bike; 07:30 work office #office-2; 16:00 travel office>home bike
    16:30 care; 22:30 sleep
wed 06:30 care; 08:00 travel home>school bike +mia+leo; 08:15 travel school>nursery bike +leo
    08:25 travel nursery>office bike; 09:00 work office #office-3; 17:30 travel office>home bike; 18:00 free
    22:30 sleep
thu 06:30 free; 08:30 travel home>studio car; 09:00 work studio #shoot ?; 18:00 travel studio>home car; 18:30 free
    19:00 care; 22:30 sleep
fri 06:30 care; 08:00 travel home>school bike +mia+leo; 08:15 travel school>nursery bike +leo
    08:25 travel nursery>home bike; 08:35 work home #office-4; 14:30 travel home>nursery bike
    15:00 travel nursery>home bike +leo; 15:15 care; 18:00 away; 22:00 free; 23:00 sleep
sat 06:30 free; 12:00 care; 22:30 sleep
sun 06:30 care; 09:00 unknown
"""
OMA = "mon 00:00 away; wed 15:00 travel school>home walk +mia; 15:15 care; 17:30 away"


def minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def programme(text: str, clock: Clock, weeks: int, start: dt.date = MONDAY) -> list[tuple[Span, list[str]]]:
    """What a programme says, a span each; the day named holds until the next day named, and weeks repeat."""
    points: list[tuple[int, list[str]]] = []
    for week in range(weeks):
        day = start
        for piece in text.replace("\n", ";").split(";"):
            words = piece.split()
            if not words:
                continue
            if words[0] in DAYS:
                day = start + dt.timedelta(days=7 * week + DAYS.index(words.pop(0)))
            points.append((clock.at(day, minutes(words[0])), words[1:]))
    ends = [at for at, _ in points[1:]] + [clock.at(start, weeks * 7 * DAY)]
    return [(Span(at, end), words) for (at, words), end in zip(points, ends, strict=True) if at < end]


def split(span: Span, clock: Clock, walls: Iterable[int]) -> list[Span]:
    cuts = sorted(
        {span.start, span.end}
        | {cut for day in clock.days(span) for wall in walls if span.holds(cut := clock.at(day, wall))}
    )
    return [Span(start, end) for start, end in pairwise(cuts)]


def way(words: list[str]) -> tuple[str, str | None]:
    for word in words:
        if word[0] not in "+#?" and word not in ("walk", "bike", "car"):
            start, _, end = word.partition(">")
            return start, end or None
    return "home", None


def child_spans(text: str, clock: Clock, weeks: int, night: tuple[int, int], awake: Need) -> tuple[ChildSpan, ...]:
    result = []
    for whole, (who, *rest) in programme(text, clock, weeks):
        place, to_place = way(rest)
        for span in split(whole, clock, night):
            asleep = not night[1] <= clock.wall(span.start) < night[0]
            need = Need.NEAR if asleep else awake
            how: How = "escort" if to_place else "care"
            if who.startswith("@"):
                result.append(ChildSpan(span, who[1:], Need.NONE, "attendance", who[1:]))
            elif who == "~":
                result.append(ChildSpan(span, None, Need.NONE, "custody", "custody"))
            elif who == "!":
                result.append(ChildSpan(span, place, need, "gap", None))
            else:
                result.append(ChildSpan(span, place, need, how, who, None, to_place, "walk" if to_place else None))
    return tuple(result)


def adult_spans(text: str, clock: Clock, weeks: int) -> tuple[AdultSpan, ...]:
    result = []
    for span, (doing, *rest) in programme(text, clock, weeks):
        place, to_place = way(rest)
        mode: Mode | None = next((word for word in ("walk", "bike", "car") if word in rest), None)
        along = tuple(child for word in rest if word[0] == "+" for child in word[1:].split("+"))
        event = next((word[1:] for word in rest if word[0] == "#"), None)
        somewhere = None if doing in ("away", "unknown") else place
        calendar = f"{'ana-rota' if event.startswith('rota') else 'ben-office'}#{event}" if event else None
        calendar = event if doing == "together" else calendar
        result.append(AdultSpan(span, doing, somewhere, to_place, mode, None, along, calendar, "?" in rest))
    return tuple(result)


def gaps(children: Mapping[str, tuple[ChildSpan, ...]]) -> tuple[Gap, ...]:
    because = "Ana is at work until 07:00 and Ben is on his way home."
    return tuple(
        Gap(child, span.span, span.need, because)
        for child, spans in children.items()
        for span in spans
        if span.how == "gap"
    )


TITLES = {
    "rota-1": "Early, Ward 4",
    "rota-2": "Night, Ward 4",
    "rota-3": "Night, Ward 4",
    "shoot": "Shoot <1st option>",
}


def household(*, mia: str = "Mia", leo: str = "Leo", ana: str = "Ana", ben: str = "Ben") -> Household:
    return Household(
        name="Linden Street & more",
        zone="Europe/Berlin",
        places=tuple(Place(place) for place in ("home", "hospital", "school", "nursery", "office", "studio")),
        journeys=Journeys(()),
        adults=(Adult("ana", ana), Adult("ben", ben), Adult("oma", "Oma", helper=True)),
        children=(Child("mia", mia, born=dt.date(2018, 9, 14)), Child("leo", leo, born=dt.date(2025, 1, 20))),
        calendars=tuple(
            CalendarSource(f"{who}-{what}", f"{who}-{what}.ics", "work", who)
            for who, what in (("ana", "rota"), ("ben", "office"))
        ),
        unplanned=("promises",),
    )


# The same week with everything that a household owes itself: what somebody does instead, a change a line.
DUE = {
    "ana": """
    15:15 care; 21:30 free => 15:15 care; 16:00 chore:cooking#1/cook; 16:40 care; 19:15 routine:bedtime-leo; \
        19:55 care; 20:00 chore:laundry#1/load; 20:10 care; 21:30 own
    17:30 care; 22:00 sleep => 17:30 care; 19:15 routine:bedtime-leo; 19:55 care; 22:00 sleep
    18:00 care; 22:00 sleep => 18:00 care; 19:15 routine:bedtime-leo; 19:55 care; 22:00 sleep
    15:00 free; 22:30 sleep => 15:00 free; 20:30 together #evening-for-two; 22:00 free; 22:30 sleep
    06:30 free; 09:00 care => 06:30 free; 09:00 routine:sunday-breakfast; 09:45 care
    """,
    "ben": """
    16:30 care; 22:30 sleep => 16:30 care; 17:00 chore:cooking#1/cook; 17:40 care; 19:15 routine:bedtime-leo; \
        19:55 care; 20:15 chore:laundry#1/hang; 20:35 care; 22:30 sleep
    17:30 travel office>home bike; 18:00 free => 17:30 travel office>home bike; 18:00 own; 20:00 free
    12:00 care; 22:30 sleep => 12:00 care; 19:15 routine:bedtime-leo; 19:55 care; 20:30 together #evening-for-two; \
        22:00 care; 22:30 sleep
    """,
}
DUE_MISSES = (
    ("routine:bedtime-leo", "2026-03-05", "lost", 10), ("routine:bedtime-leo", "2026-03-08", "lost", 10),
    ("at-least:bedtime-leo/ben", "2026-03-02", "lost", 10), ("own:ben", "2026-03-02", "lost", 4),
    ("together:evening-for-two", "2026-03-02", "lost", 2), ("chore:cooking#1", "2026-03-04", "strain", 6),
    ("chore:cooking#1", "2026-03-05", "strain", 6), ("chore:vacuum#1", "2026-03-02", "strain", 6),
    ("occasion:leo-birthday", "2026-03-08", "broken", 100),
)  # fmt: skip


def due(home: Household) -> Household:
    """The household with routines, chores, own time, time together, protected time and an occasion."""
    everybody, weekend = ("ana", "ben"), frozenset({5, 6})
    own = OwnTime(3 * 60, 60)
    return replace(
        home,
        adults=tuple(adult if adult.helper else replace(adult, own_time=own) for adult in home.adults),
        routines=(
            Routine(
                "bedtime-leo", ("leo",), "any", everybody, frozenset(range(7)), WallSpan(18 * 60 + 30, 20 * 60), 40,
                "protect", "home", (("ana", 3), ("ben", 3)),
            ),
            Routine(
                "sunday-breakfast", ("leo",), "all", everybody, frozenset({6}), WallSpan(8 * 60, 11 * 60), 45, "want",
                "home", title="Breakfast for all",
            ),
        ),
        chores=(
            Chore("cooking", 1, "day", None, (Step("cook", 40, 40),), everybody, "near"),
            Chore(
                "laundry", 1, "week", None, (Step("load", 10, 10), Step("wait", 70, 1500), Step("hang", 20, 20)),
                everybody,
            ),
            Chore("vacuum", 1, "week", None, (Step("vacuum", 30, 30),), everybody),
        ),
        protected=(
            Protected("weekend", WeeklyHours(weekend, WallSpan(0, DAY)), everybody),
            Protected("choir", WeeklyHours(frozenset({2}), WallSpan(18 * 60, 20 * 60)), ("ben",)),
        ),
        occasions=(
            Occasion("leo-birthday", dt.date(2026, 3, 8), WallSpan(15 * 60, 18 * 60), ("ana", "ben", "leo"), "home"),
        ),
        together=(Together("evening-for-two", everybody, 120, 60),),
    )  # fmt: skip


def lived(verified: Verified) -> Verified:
    """The example week in which they do it, as far as it goes."""
    clock = verified.week.clock
    texts = {"ana": ANA, "ben": BEN}
    for name, changes in DUE.items():
        for line in filter(str.strip, changes.splitlines()):
            before, after = (part.strip() for part in line.split("=>"))
            assert texts[name].count(before) == 1
            texts[name] = texts[name].replace(before, after)
    adults = {name: adult_spans(text, clock, 1) for name, text in texts.items()}
    misses = tuple(Miss(what, on, level, Fraction(cost), "") for what, on, level, cost in DUE_MISSES)
    plan = replace(verified.plan, adults={**verified.plan.adults, **adults}, misses=(*verified.plan.misses, *misses))
    return Verified(replace(verified.week, household=due(verified.week.household)), plan)


def build(home: Household, weeks: int = 1) -> Verified:
    """The example week, as often as asked for."""
    clock = Clock(home.zone)
    horizon = Span(clock.midnight(MONDAY), clock.at(MONDAY, weeks * 7 * DAY))
    children = {
        "mia": child_spans(MIA, clock, weeks, (minutes("21:00"), minutes("06:30")), Need.NEAR),
        "leo": child_spans(LEO, clock, weeks, (minutes("20:00"), minutes("06:30")), Need.WATCH),
    }
    adults = {name: adult_spans(text, clock, weeks) for name, text in (("ana", ANA), ("ben", BEN), ("oma", OMA))}
    busy = [
        Busy(
            span.span,
            name,
            "hold" if span.tentative else "work",
            span.place,
            span.event,
            TITLES.get(span.event.partition("#")[2], "Office"),
        )
        for name, spans in adults.items()
        for span in spans
        if span.event
    ]
    asks = tuple(
        Ask("oma", Span(clock.at(day, minutes("15:00")), clock.at(day, minutes("17:30")))) for day in wednesdays(weeks)
    )
    week = Week(
        home,
        "a" * 64,
        clock,
        horizon,
        busy=tuple(busy),
        inputs=(CalendarInput("ana-rota", "b" * 64, "2026-03-01T18:00:00+01:00", stale=False, events=3),),
    )
    values = {"gap": Fraction(420), "lost": Fraction(20), "strain": Fraction(233, 3)}
    plan = Plan(
        household="a" * 64,
        inputs=(PlanInput("ana-rota", "b" * 64, "2026-03-01T18:00:00+01:00", stale=False),),
        zone=home.zone,
        horizon=horizon,
        status="feasible",
        levels=tuple(
            Level(name, value := values.get(name, Fraction(0)), Fraction(12) if name == "strain" else value)
            for name in LEVELS
        ),
        children=children,
        adults=adults,
        gaps=gaps(children),
        misses=(
            Miss("club:leo-swim", "2026-03-06", "strain", Fraction(5), "Nobody is free to bring Leo to swimming."),
        ),
        findings=(
            Finding(
                "sleep-broken-by-work",
                "Ana sleeps 5 h 20 after the night shift of Tue 3 March instead of 6 h.",
                "ana",
                "ana-rota#rota-2",
            ),
            Finding(
                "stale-calendar",
                "Ben's calendar could not be read since Sun 8 March 09:00; his time is unknown from then on.",
                "ben",
            ),
        ),
        to_ask=asks,
        loads={"ana": Load(2410, Fraction(1, 2), 120), "ben": Load(2400, Fraction(1, 2))},
        effort=Effort(0.84, 2, 0),
    )
    return Verified(week, plan)


def build_quiet() -> Verified:
    """A lone parent and a child of five, who see no night; one gap, in the afternoon."""
    home = Household(
        name="Kim and Tom",
        zone="Europe/Berlin",
        places=(Place("home"), Place("nursery"), Place("shop")),
        journeys=Journeys(()),
        adults=(Adult("kim", "Kim"),),
        children=(Child("tom", "Tom", born=dt.date(2020, 11, 3)),),
    )
    clock = Clock(home.zone)
    horizon = Span(clock.midnight(MONDAY), clock.at(MONDAY, 7 * DAY))
    tom = "; ".join(
        f"{day} 00:00 kim; 08:00 kim home>nursery; 08:10 @nursery; {QUIET.get(day, '15:30 kim')}" for day in DAYS
    )
    kim = "; ".join(
        f"{day} 00:00 sleep; 06:30 care; 08:00 travel home>nursery walk +tom; 08:30 work shop #shop-{day}; "
        "15:30 care; 22:30 sleep"
        for day in DAYS
    )
    children = {"tom": child_spans(tom, clock, 1, (minutes("20:30"), minutes("06:30")), Need.WATCH)}
    plan = Plan(
        household="c" * 64,
        inputs=(),
        zone=home.zone,
        horizon=horizon,
        status="optimal",
        levels=tuple(Level(name, Fraction(0), Fraction(0)) for name in LEVELS),
        children=children,
        adults={"kim": adult_spans(kim, clock, 1)},
        gaps=gaps(children),
    )
    return Verified(Week(home, "c" * 64, clock, horizon), plan)


QUIET = {"tue": "14:50 !; 15:30 kim"}


def wednesdays(weeks: int) -> list[dt.date]:
    return [MONDAY + dt.timedelta(days=7 * week + 2) for week in range(weeks)]


@pytest.fixture
def verified() -> Verified:
    return build(household())


@pytest.fixture
def full() -> Verified:
    return lived(build(household()))


@pytest.fixture
def fortnight() -> Verified:
    return build(household(), weeks=2)


@pytest.fixture
def quiet() -> Verified:
    return build_quiet()


@pytest.fixture
def named() -> Callable[..., Verified]:
    """The example week of people who are called otherwise."""
    return lambda **names: build(household(**names))


@pytest.fixture
def named_full() -> Callable[..., Verified]:
    """The same, with everything that a household owes itself."""
    return lambda **names: lived(build(household(**names)))
