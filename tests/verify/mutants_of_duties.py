"""What can be wrong with routines, chores, own time, time together and occasions in a plan."""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from kinrota.model.plan import Miss, Plan
from tests.verify.good_duties import CHORES, OWN, ROUTINES
from tests.verify.good_plans import HELPER, SCHOOL, Good
from tests.verify.mutant import mutant

DUTY_MUTANTS = [
    # Words and places
    mutant("a routine that nobody knows", "words", ROUTINES, ("10:20 routine:song", "10:20 routine:dance")),
    mutant("a step that nobody knows", "words", CHORES, ("10:30 chore:wash#1/hang", "10:30 chore:wash#1/spin")),
    mutant("a chore without a number", "words", CHORES, ("10:30 chore:wash#1/hang", "10:30 chore:wash/hang")),
    mutant("time together of nobody knows whom", "words", OWN, ("together home family", "together home picnic")),
    mutant("own time at school", "at-home", SCHOOL, ("13:10 free school", "13:10 own school")),
    mutant("a routine not at its place", "at-home", ROUTINES, ("must days=mon", "must days=mon place=school")),
    # What it gives
    mutant("own time while on duty", "met", OWN, ("16:00 care home", "16:00 own home")),
    mutant(
        "the couple's time while on duty", "met", OWN, ("custody leo mon 10:00 mon 14:00", ""), ("10:00 none away", "")
    ),
    mutant("a chore that gives nothing", "met", CHORES, ("caring=near", "caring=nothing")),
    mutant("a chore that gives less than is needed", "met", CHORES, ("2018-09-14", "2023-01-10")),
    # Routines
    mutant("a routine by the wrong adult", "routine", ROUTINES, ("each=ana,ben", "each=ana,eva")),
    mutant("a routine of both done by one", "routine", ROUTINES, ("      08:30 free home", "      08:05 free home")),
    mutant("a routine of one done by two", "routine", ROUTINES, ("all=ana,ben", "any=ana,ben")),
    mutant("a routine too short", "routine", ROUTINES, ("10:20 routine:song", "10:30 routine:song")),
    mutant(
        "a routine begun where it may not",
        "routine",
        ROUTINES,
        ("10:20 routine:song", "10:17 routine:song"),
        ("10:40 care", "10:37 care"),
    ),
    mutant("a routine outside its window", "routine", ROUTINES, ("10:00-10:40", "10:30-11:10")),
    mutant("a routine on a day that is not its own", "routine", ROUTINES, ("want days=tue", "want days=wed")),
    mutant("a routine in a pause", "routine", ROUTINES, ("occasion party", "pause mon mon\n occasion party")),
    mutant(
        "a routine in two halves",
        "routine",
        ROUTINES,
        ("10:20 routine:song home", "10:00 routine:song home\n      10:10 care home\n      10:30 routine:song home"),
    ),
    mutant(
        "a routine while the child sleeps",
        "routine-children",
        ROUTINES,
        ("2023-01-10", "2023-01-10 nap=10:30-12:00"),
    ),
    mutant("a routine without the child", "routine-children", ROUTINES, ("20:00 watch home ben", "20:00 none school")),
    mutant(
        "a routine of which another is the carer",
        "routine-carer",
        ROUTINES,
        ("all=ana,ben", "any=ben"),
        ("      08:00 routine:breakfast home\n      08:30 care home\n", ""),
    ),
    mutant(
        "a routine twice in a row by the same adult",
        "routine-each",
        ROUTINES,
        ("20:00 free home", "20:00 routine:bed home\n      20:30 free home"),
        ("20:00 routine:bed home\n      20:30 care home\n      21:30", "20:30 care home\n      21:30"),
        ("      20:00 watch home ben\n", ""),
    ),
    # Chores
    mutant("a wash never hung", "chore", CHORES, ("10:30 chore:wash#1/hang", "10:30 free")),
    mutant("a wash hung for too short a time", "chore", CHORES, ("10:50 free home", "10:45 free home")),
    mutant(
        "a wash hung twice",
        "chore",
        CHORES,
        ("05:30 free home", "05:30 free home\n 07:00 chore:wash#1/hang home\n 07:20 free home"),
    ),
    mutant("a wash more than is owed", "chore", CHORES, ("wash#1", "wash#2")),
    mutant(
        "the steps of one go with a break between them",
        "chore",
        CHORES,
        ("19:50 chore:dishes#2/store", "19:50 free home\n 20:00 chore:dishes#2/store"),
        ("20:00 free home", "20:10 free home"),
    ),
    mutant("a wash hung too early", "chore-waits", CHORES, ("wait=60-240", "wait=90-240")),
    mutant("a wash hung too late", "chore-waits", CHORES, ("wait=60-240", "wait=60-70")),
    mutant("a chore by somebody of whom nobody asks it", "chore-by", CHORES, ("7/week ana,ben", "7/week ana")),
    mutant(
        "a chore by a helper",
        "chore-by",
        HELPER,
        ("way home", "chore dishes 1/day eva,oma dry=5\n way home"),
        ("15:35 free home", "15:35 chore:dishes#1/dry home"),
    ),
    mutant("a daily chore outside its window", "chore-time", CHORES, ("13:00-20:00", "13:00-19:55")),
    mutant(
        "a daily chore off the grid",
        "chore-time",
        CHORES,
        ("13:00 chore", "13:05 chore"),
        ("13:05 chore:dishes#1/store", "13:10 chore:dishes#1/store"),
        ("13:15 care", "13:20 care"),
    ),
    mutant(
        "a weekly chore begun at a quarter past",
        "chore-time",
        CHORES,
        ("10:30 chore", "10:15 chore"),
        ("10:50 free", "10:35 free"),
    ),
    mutant("a weekly chore outside its window", "chore-time", CHORES, ("hang=20", "hang=20 window=09:00-10:40")),
    mutant(
        "a chore begun before the last is finished",
        "chore-order",
        CHORES,
        ("dishes#1", "dishes#3"),
        ("dishes#2", "dishes#1"),
        ("dishes#3", "dishes#2"),
    ),
    mutant("a weekly chore in protected time", "protected", CHORES, ("mon 15:00-20:00", "mon 10:00-20:00")),
    mutant(
        "a chore instead of getting ready",
        "ready",
        SCHOOL,
        ("work ben", "chore tidy 1/day ana tidy=9\n work ben"),
        ("05:30 care home\n", "05:30 care home\n      08:00 chore:tidy#1/tidy home\n"),
    ),
    # Own time and time together
    mutant("own time of a quarter of an hour", "own-time", OWN, ("      20:00 own", "      20:15 own")),
    mutant("own time begun at any minute", "own-time", OWN, ("      20:00 own", "      19:47 own")),
    mutant(
        "own time begun in the night, on waking",
        "own-time",
        OWN,
        ("05:30 free home", "05:30 own home\n 07:00 free home"),
    ),
    mutant(
        "own time in the small hours",
        "own-time",
        OWN,
        ("      05:30 free home", "      04:00 own home\n 06:30 free home"),
    ),
    mutant("own time of a helper", "own-time", HELPER, ("22:25 away", "22:25 own home\n 23:00 away")),
    mutant(
        "time together without one of them",
        "together",
        OWN,
        ("      15:00 together home family\n      16:00 free home\n", ""),
    ),
    mutant("time together too short", "together", OWN, ("840 60", "840 90")),
    mutant(
        "time together begun at any minute",
        "together",
        OWN,
        ("11:00 together", "10:47 together"),
        ("custody leo mon 10:00", "custody leo mon 10:00"),
    ),
    mutant(
        "time together in the small hours",
        "together",
        OWN,
        ("00:00 sleep home\n      05:30 care home", "00:00 together home couple\n 01:00 sleep home\n 06:30 care home"),
        ("00:00 sleep home\n      05:30 free home", "00:00 together home couple\n 01:00 sleep home\n 06:30 free home"),
    ),
    mutant(
        "the family's time without the child",
        "together-children",
        OWN,
        ("mon 14:00", "mon 15:30"),
        ("14:00 watch", "15:30 watch"),
    ),
    mutant(
        "the family's time while the child sleeps",
        "together-children",
        OWN,
        ("2023-01-10", "2023-01-10 nap=15:30-16:00"),
    ),
    mutant(
        "the family's time without anybody who answers",
        "together-children",
        OWN,
        ("14:00 watch home ana", "14:00 watch home ana\n 15:00 watch home gap\n 16:00 watch home ana"),
    ),
]


def _misses(good: Good, old: str, **said: object) -> dict[str, object]:
    """The misses of a good plan, one of them said otherwise."""
    return {"misses": tuple(replace(m, **said) if m.what == old else m for m in good.plan.misses)}


def _without(good: Good, old: str) -> dict[str, object]:
    return {"misses": tuple(miss for miss in good.plan.misses if miss.what != old)}


def _also(good: Good, what: str, level: str, cost: int) -> dict[str, object]:
    return {"misses": (*good.plan.misses, Miss(what, "2026-03-02", level, Fraction(cost), "No time."))}


def _level(plan: Plan, name: str, value: int) -> dict[str, object]:
    stated = Fraction(value)
    return {"levels": tuple(replace(v, value=stated, bound=stated) if v.name == name else v for v in plan.levels)}


def _load(plan: Plan, who: str, minutes: int) -> dict[str, object]:
    return {"loads": {**plan.loads, who: replace(plan.loads[who], minutes=minutes)}}


MISSED = [*((CHORES, miss.what) for miss in CHORES.plan.misses), *((OWN, miss.what) for miss in OWN.plan.misses)]
DUTIES_SAID_WRONGLY: list[tuple[str, Good, dict[str, object]]] = [
    *(("misses-listed", good, _without(good, what)) for good, what in MISSED),
    *(("misses-listed", good, _misses(good, what, cost=Fraction(1))) for good, what in MISSED),
    *(("misses-listed", good, _misses(good, what, level="change")) for good, what in MISSED),
    *(("misses-listed", good, _misses(good, what, on="2026-03-03")) for good, what in MISSED),
    *(("misses-listed", good, _misses(good, what, because=" ")) for good, what in MISSED),
    ("misses-listed", ROUTINES, _also(ROUTINES, "routine:song", "strain", 5)),
    ("misses-listed", ROUTINES, _also(ROUTINES, "at-least:bed/ana", "lost", 10)),
    ("misses-listed", ROUTINES, _also(ROUTINES, "occasion:party", "broken", 100)),
    ("misses-listed", CHORES, _also(CHORES, "chore:wash#1", "strain", 6)),
    ("misses-listed", OWN, _also(OWN, "own:ana", "lost", 4)),
    ("misses-listed", OWN, _also(OWN, "together:family", "lost", 4)),
    ("level-value", CHORES, _level(CHORES.plan, "broken", 50)),
    ("level-value", CHORES, _level(CHORES.plan, "broken", 100)),
    ("level-value", CHORES, _level(CHORES.plan, "lost", 10)),
    ("level-value", CHORES, _level(CHORES.plan, "strain", 5)),
    ("level-value", CHORES, _level(CHORES.plan, "strain", 6)),
    ("level-value", OWN, _level(OWN.plan, "lost", 4)),
    ("level-value", OWN, _level(OWN.plan, "strain", 0)),
    ("loads", ROUTINES, _load(ROUTINES.plan, "ben", 525)),
    ("loads", CHORES, _load(CHORES.plan, "ben", 0)),
]
