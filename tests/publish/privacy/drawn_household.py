"""A random household with everything in it that an audience may not see."""

from __future__ import annotations

import datetime as dt
import random
import string

from msgspec.structs import replace

from kinrota.model.duties import Attendance, Chore, Illness, Occasion, Pause, Protected, Routine, Step, Together, Window
from kinrota.model.feeds import Feed
from kinrota.model.household import Account, CalendarSource, Household, Limits, Release, Rota, Vehicle
from kinrota.model.people import Adult, Child, WeeklyHours
from kinrota.model.places import HOME, Journey, Journeys, Place
from kinrota.model.published import Published
from kinrota.model.time import WallSpan

ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
FIRSTS = (dt.date(2026, 3, 2), dt.date(2026, 3, 28), dt.date(2026, 10, 24), dt.date(2026, 6, 15))
BORN = (2015, 2019, 2022)
WEEKDAYS = frozenset(range(5))


def word(draw: random.Random, first: str = "") -> str:
    """A word that stands nowhere else."""
    return (first or draw.choice(string.ascii_uppercase)) + "".join(draw.choices(string.ascii_lowercase, k=9))


def chance(draw: random.Random, share: float) -> bool:
    return draw.random() < share


def household(draw: random.Random) -> Household:
    """Some have a letter in common, exchange a second child elsewhere, read calendars from the network and publish."""
    letters = draw.sample(string.ascii_uppercase, 12)
    if chance(draw, 0.3):
        letters[draw.randrange(8, 12)] = letters[draw.randrange(8)]
    places = (HOME, *(word(draw).lower() for _ in range(4)))
    adults = (*_residents(draw, letters), *_helpers(draw, letters, places))
    children = tuple(
        Child(f"c{n}", word(draw, letters.pop()), born=dt.date(draw.choice(BORN), 3, 4))
        for n in range(draw.choice((2, 2, 3)))
    )
    ids = tuple(child.id for child in children)
    home = Household(
        word(draw),
        draw.choice(ZONES),
        tuple(Place(place) for place in places),
        Journeys(tuple(Journey(HOME, place, "walk", draw.randrange(5, 30)) for place in places[1:])),
        adults,
        children,
        rotas=(Rota("rota", "r0", (("E", WallSpan(360, 720)),), dt.date(2026, 3, 2), ("E", "-")),),
        vehicles=(Vehicle("car", 5, ("r0",)),),
        attendance=tuple(
            Attendance(child, places[2], WEEKDAYS, Window(480, 480), Window(900, 900), 480, 900) for child in ids
        ),
        illness=(Illness(ids[-1], FIRSTS[0], FIRSTS[0]),) if chance(draw, 0.2) else (),
        pauses=(Pause(FIRSTS[3], FIRSTS[3], word(draw)),) if chance(draw, 0.2) else (),
        limits=(Limits("r0", draw.randrange(600)),),
        releases=(Release("r0", "late start", draw.randrange(90)),),
    )
    return replace(_owing(draw, home), **_outside(draw, ids, adults))


def _residents(draw: random.Random, letters: list[str]) -> list[Adult]:
    return [
        Adult(f"r{n}", word(draw, letters.pop()), modes=("walk",), phone=word(draw), addresses=(word(draw),))
        for n in range(draw.choice((1, 2, 2)))
    ]


def _helpers(draw: random.Random, letters: list[str], places: tuple[str, ...]) -> list[Adult]:
    found = []
    for n in range(2):
        lives = draw.choice((None, places[1]))
        hosts = chance(draw, 0.2) and lives is not None
        found.append(Adult(f"h{n}", word(draw, letters.pop()), helper=True, lives=lives, hosts=hosts))
    return found


def _owing(draw: random.Random, home: Household) -> Household:
    """With what it owes itself, each with a title."""
    ids, residents = [child.id for child in home.children], tuple(one.id for one in home.residents)
    guests = (residents[0], ids[0], *draw.choice(((), ("h0",), (ids[1],), ("h0", ids[1]))))
    bed = (tuple(ids[:1]), "any", ("r0", "h0", "h1"), frozenset(range(7)), WallSpan(1080, 1200), 30, "want", HOME)
    return replace(
        home,
        routines=(Routine("bed", *bed, title=word(draw)),),  # type: ignore[arg-type]
        chores=(Chore("wash", 1, "day", None, (Step("load", 10, 10),), ("r0",), title=word(draw)),),
        protected=(Protected("choir", WeeklyHours(frozenset({2}), WallSpan(600, 720)), ("r0",), title=word(draw)),),
        occasions=(Occasion("party", FIRSTS[0], WallSpan(960, 1080), guests, HOME, title=word(draw)),),
        together=(Together("us", (*residents, *draw.choice(((), (), (), ids[:1]))), 60, 60, title=word(draw)),),
    )


def _outside(draw: random.Random, ids: tuple[str, ...], adults: tuple[Adult, ...]) -> dict[str, object]:
    """What it reads from elsewhere, and what it hands out: one calendar for each audience, and some for others."""
    host = f"{word(draw).lower()}.example.org"
    other = CalendarSource("away2", f"https://{host}/{word(draw)}.ics", "custody", children=ids[1:2], good_for=60)
    return {
        "calendars": (
            CalendarSource("away", "away.ics", "custody", children=ids[:1]),
            *((other,) if chance(draw, 0.4) else ()),
            *(
                CalendarSource(f"{one.id}-work", f"caldav:cloud/{word(draw)}", "work", of=one.id, private=True)
                for one in adults
                if not one.helper
            ),
        ),
        "accounts": (Account("cloud", f"https://{host}/", word(draw)),),
        "allowed": (host,),
        "feeds": (
            Feed("work", "work", "r0"), Feed("help", "helper", "h0"), Feed("short", "helper", "h0", named="initial"),
            Feed("other", "custody", children=ids[:1], named=draw.choice(("name", "initial")), agreed=(word(draw),)),
            Feed("play", "family", children=ids[: draw.choice((1, 1, 1, 2))], most=draw.choice((1, 3, 5))),
            Feed("wall", "wall"), Feed(word(draw).lower(), "helper", "h1"),
            *((Feed(word(draw).lower(), "custody", children=ids[1:2]),) if chance(draw, 0.5) else ()),
            *((Feed(word(draw).lower(), "family", children=ids[1:]),) if chance(draw, 0.5) else ()),
        ),
        "published": (
            Published("plan", "cloud", word(draw), of="r0"),
            Published(word(draw).lower(), "cloud", word(draw), feed="work"),
        ),
    }  # fmt: skip
