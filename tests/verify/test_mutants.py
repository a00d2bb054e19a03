"""Each rule rejects a plan that is right but for one thing; the good plans are those that each rule accepts."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from msgspec.structs import replace

from kinrota.model.household import Limits
from kinrota.model.plan import Finding, Level, Miss, Plan, PlanInput
from kinrota.model.time import Span
from kinrota.model.week import CalendarInput, Note, Week
from kinrota.verify import RULES, verify
from tests.verify.good_duties import GOOD_DUTIES
from tests.verify.good_kept import GOOD_KEPT
from tests.verify.good_nights import GOOD_NIGHTS, NIGHT_MUTANTS
from tests.verify.good_plans import ALONE, CUSTODY, GOOD, HELPER, SCHOOL, SHARED, TWO_CHILDREN, UNESCORTED, Good
from tests.verify.good_releases import GOOD_RELEASES, RELEASE_MUTANTS, RELEASED, RELEASES_SAID_WRONGLY
from tests.verify.mutant import Mutant, mutant
from tests.verify.mutants_of_duties import DUTIES_SAID_WRONGLY, DUTY_MUTANTS
from tests.verify.mutants_of_kept import KEPT_MUTANTS

ALL_GOOD = {**GOOD, **GOOD_DUTIES, **GOOD_KEPT, **GOOD_NIGHTS, **GOOD_RELEASES}


MUTANTS = [
    *DUTY_MUTANTS,
    *KEPT_MUTANTS,
    *NIGHT_MUTANTS,
    *RELEASE_MUTANTS,
    # Words and places
    mutant("a word that nobody knows", "words", SCHOOL, ("08:21 free", "08:21 dance")),
    mutant("a place that nobody knows", "words", SCHOOL, ("08:21 free home", "08:21 free moon")),
    mutant(
        "somebody in reach of a child in care", "words", ALONE, ("13:04 reach home eva", "13:04 reach home eva/eva")
    ),
    # Care
    mutant("a need misstated", "need", HELPER, ("06:30 watch home eva", "06:30 near home eva")),
    mutant("a need until the wrong minute", "need", HELPER, ("20:30 near", "20:29 near")),
    mutant("a need at school", "need", SCHOOL, ("08:15 none school", "08:15 near school")),
    mutant("the carer at work", "met", HELPER, ("15:40 watch home oma", "16:30 watch home oma")),
    mutant("the carer at another place", "met", SCHOOL, ("13:30 near school>home bike ben", "13:30 near school ben")),
    mutant("the carer on the way", "met", HELPER, ("22:25 near home eva", "22:10 near home eva")),
    mutant("an adult asleep with a child awake", "met", HELPER, ("05:30 care home", "07:00 care home")),
    mutant("care on unknown time", "met", HELPER, ("05:30 care home", "05:30 care home\n 07:00 unknown")),
    mutant("a child alone that needs somebody near", "met", SCHOOL, ("13:39 near home ben", "13:39 near home self")),
    mutant("nobody in reach", "reach", ALONE, ("13:48 reach home self/eva", "13:48 reach home self")),
    mutant("work that does not let her come", "reach", ALONE, (" reachable", "")),
    mutant("too far away to come", "reach", ALONE, ("way home office bike 12", "way home office bike 31")),
    mutant(
        "alone for too long",
        "alone-stretch",
        ALONE,
        ("mon 15:00 reachable", "mon 16:00 reachable"),
        ("15:00 travel", "16:00 travel"),
        ("15:12", "16:12"),
    ),
    mutant("free, but answering for a child", "answers", SCHOOL, ("13:39 care home", "13:39 free home")),
    mutant("care for nobody", "answers", SCHOOL, ("21:55 free home", "21:55 care home")),
    mutant(
        "a helper asked for 20 minutes",
        "help-least",
        HELPER,
        ("available oma mon 15:00", "available oma mon 12:00"),
        ("00:00 away", "00:00 away\n      12:10 free home\n      12:30 away"),
    ),
    # Waiting
    mutant(
        "a wait of 40 minutes before school is out",
        "waiting",
        SCHOOL,
        ("mon 13:00", "mon 12:40"),
        ("13:00 travel office>school", "12:40 travel office>school"),
        ("13:10 free school", "12:50 free school"),
    ),
    mutant(
        "an hour too much at work",
        "waiting",
        SCHOOL,
        ("work ben office mon 07:00", "work ben office mon 09:05"),
        ("07:00 work office work#2", "07:00 free office\n      09:05 work office work#2"),
    ),
    mutant(
        "a look at the school for nothing",
        "leaving",
        SCHOOL,
        (
            "08:21 free home",
            "08:21 free home\n 10:00 travel home>school car\n 10:06 travel school>home car\n 10:12 free home",
        ),
    ),
    mutant(
        "a look at one's place of work for nothing",
        "leaving",
        SCHOOL,
        (
            "08:21 free home",
            "08:21 free home\n 09:00 travel home>hospital car\n 09:25 travel hospital>home car\n 09:50 free home",
        ),
    ),
    mutant(
        "staying at school when the child is there",
        "leaving",
        SCHOOL,
        ("08:15 travel school>home car", "08:15 free school\n      08:25 travel school>home car"),
        ("08:21 free home", "08:31 free home"),
    ),
    mutant(
        "a child that waits before an open school",
        "at-once",
        SCHOOL,
        ("08:15 13:30", "08:00-08:15 13:30"),
        ("08:09 travel home>school car +mia", "08:02 travel home>school car +mia\n      08:08 care school"),
        ("08:09 near home>school car ana", "08:02 near home>school car ana\n      08:08 near school ana"),
    ),
    # Places and journeys
    mutant("an adult in two places", "one-place", SCHOOL, ("08:21 free home", "08:21 free school")),
    mutant(
        "an adult who does not start at home",
        "one-place",
        SCHOOL,
        ("00:00 sleep home\n      05:30 free", "00:00 free school\n      05:30 free"),
    ),
    mutant("a child that changes place without a way", "one-place", SCHOOL, ("13:30 near school>home bike ben\n", "")),
    mutant(
        "a journey too short",
        "journey",
        SCHOOL,
        ("08:15 travel school>home car\n      08:21", "08:15 travel school>home car\n      08:20"),
    ),
    mutant("a journey too long", "journey", SCHOOL, ("13:05 travel", "13:00 travel")),
    mutant(
        "a way that nobody knows",
        "journey",
        SCHOOL,
        ("13:00 travel office>school bike", "13:00 travel office>hospital bike"),
    ),
    mutant(
        "a slower mode",
        "mode",
        SCHOOL,
        ("08:15 travel school>home car\n      08:21", "08:15 travel school>home walk\n      08:33"),
    ),
    mutant("a mode that the adult does not have", "mode", SCHOOL, ("adult ana car walk", "adult ana walk")),
    mutant(
        "a car that stands at home",
        "mode",
        SCHOOL,
        ("adult ben bike walk", "adult ben bike car walk"),
        ("13:30 travel school>home bike", "13:30 travel school>home car"),
    ),
    # Shared vehicles
    mutant(
        "a journey by car in nobody says which",
        "vehicle",
        SHARED,
        ("14:50 travel home>ward car=van", "14:50 travel home>ward car"),
    ),
    mutant(
        "a bike that is called a van",
        "vehicle",
        SHARED,
        ("08:30 travel home>ward bike", "08:30 travel home>ward bike=van"),
    ),
    mutant(
        "a driver of another car", "vehicle", SHARED, ("vehicle van 2 ana ben", "vehicle van 2 ana\n vehicle bus 5 ben")
    ),
    mutant(
        "home in a car that stands there already",
        "vehicle",
        SHARED,
        ("vehicle van 2 ana ben", "vehicle van 2 ana ben\n vehicle bus 5 ben"),
        ("17:00 travel ward>home car=van", "17:00 travel ward>home car=bus"),
    ),
    mutant("no seat for the child", "vehicle", SHARED, ("vehicle van 2", "vehicle van 1")),
    mutant(
        "another takes the car that stands elsewhere",
        "vehicle-one-place",
        SHARED,
        ("08:30 travel home>ward bike", "08:50 travel home>ward car=van"),
        ("13:00 travel ward>home bike\n      13:30", "13:00 travel ward>home car=van\n      13:10"),
    ),
    mutant(
        "by bike, while the car stands at home",
        "mode",
        SHARED,
        ("14:50 travel home>ward car=van", "14:30 travel home>ward bike"),
        ("17:00 travel ward>home car=van\n      17:10", "17:00 travel ward>home bike\n      17:30"),
    ),
    mutant(
        "at work in no time for want of a car, and nobody says so",
        "no-car",
        SHARED,
        ("adult ben car bike", "adult ben car"),
        ("08:30 travel home>ward bike\n", ""),
        ("13:00 travel ward>home bike\n", ""),
    ),
    # Moving children
    mutant("a child taken by nobody", "escort", SCHOOL, (" +mia\n      08:15", "\n      08:15")),
    mutant(
        "a child along that is not",
        "escort",
        SCHOOL,
        ("08:15 travel school>home car", "08:15 travel school>home car +mia"),
    ),
    mutant(
        "a way alone by a mode that is not its quickest",
        "way-alone",
        ALONE,
        ("07:56 reach home>school bike", "07:50 reach home>school walk"),
    ),
    mutant(
        "a child alone at the school gate",
        "way-alone",
        ALONE,
        (
            "07:56 reach home>school bike self/eva",
            "07:50 reach home>school bike self/eva\n      07:54 reach school self/eva",
        ),
    ),
    mutant(
        "a way alone for nothing",
        "way-alone",
        ALONE,
        (
            "13:48 reach home self/eva",
            "13:48 reach home>school bike self/eva\n 13:52 reach school>home bike self/eva\n 13:56 reach home self/eva",
        ),
    ),
    mutant(
        "a sleeping child moved",
        "sleeping-child",
        SCHOOL,
        ("child mia 2018-09-14", "child mia 2018-09-14 nap=13:30-14:00"),
    ),
    mutant("no time to get ready", "ready", SCHOOL, ("05:30 care home", "08:00 care home")),
    mutant(
        "an outing that brings nobody",
        "outing",
        SCHOOL,
        (
            "13:39 near home ben",
            """13:39 near home ben
            15:00 near home>school bike ben
            15:09 near school>home bike ben
            15:18 near home ben""",
        ),
        (
            "13:39 care home",
            """13:39 care home
            15:00 travel home>school bike +mia
            15:09 travel school>home bike +mia
            15:18 care home""",
        ),
    ),
    mutant(
        "a child in tow left behind", "outing", TWO_CHILDREN, ("08:06 watch school>nursery", "08:06 watch school gap")
    ),
    # Work
    mutant(
        "work shortened",
        "work-kept",
        SCHOOL,
        ("21:30 travel hospital>home car\n      21:55", "21:00 travel hospital>home car\n      21:25"),
    ),
    mutant("work without an event", "work-kept", SCHOOL, ("work ben office mon 07:00 mon 13:00\n", "")),
    mutant("an overrun not kept", "work-kept", SCHOOL, ("mon 21:30\n", "mon 21:30 overrun=20\n")),
    mutant("another event named", "work-told", SCHOOL, ("13:30 work hospital work#1", "13:30 work hospital work#2")),
    mutant("a hold planned as if it were sure", "work-told", SCHOOL, ("work ana", "hold ana")),
    mutant("time that is unknown", "unknown", SCHOOL, ("work ben", "unknown ana mon 22:00 tue 00:00\n work ben")),
    mutant("time called unknown", "unknown", SCHOOL, ("21:55 free home", "21:55 free home\n 22:00 unknown")),
    # Who answers
    mutant(
        "a handover without meeting",
        "handover",
        HELPER,
        ("15:35 free home\n      15:40", "15:38 free home\n      15:40"),
    ),
    mutant(
        "a handover at the school gate",
        "handover",
        SCHOOL,
        ("08:09 near home>school car ana", "08:05 near home>school car ana\n 08:11 near school ben"),
    ),
    mutant(
        "a handover between two sleepers", "handover", CUSTODY, ("sun 12:00 near home ben", "sun 02:00 near home ben")
    ),
    mutant(
        "the carer changes for nothing",
        "carer-constant",
        CUSTODY,
        ("sun 12:00 near home ben", "sun 12:17 near home ben"),
        ("12:00 free home", "12:17 free home"),
        ("12:00 care home", "12:17 care home"),
    ),
    mutant(
        "who is on call changes in the night", "night", CUSTODY, ("sun 12:00 near home ben", "sun 02:00 near home ben")
    ),
    # Attendance
    mutant("attendance missing", "attendance", SCHOOL, ("08:15 none school", "08:15 near home gap")),
    mutant(
        "school on a day that it is closed",
        "at-place",
        SCHOOL,
        ("work ben", "closed school mon 00:00 tue 00:00\n work ben"),
    ),
    mutant(
        "at the club when no calendar says so",
        "at-place",
        SCHOOL,
        ("13:39 near home ben", "13:39 near home ben\n 16:00 none school\n 17:00 near home ben"),
    ),
    mutant(
        "fetched long after the window",
        "windows",
        SCHOOL,
        ("attends mia school 08:15 13:30", "attends mia school 08:15 13:00"),
    ),
    mutant(
        "brought before the window",
        "windows",
        SCHOOL,
        ("attends mia school 08:15 13:30", "attends mia school 08:30 13:30"),
    ),
    mutant(
        "longer than agreed",
        "windows",
        SCHOOL,
        ("attends mia school 08:15 13:30", "attends mia school 08:00-09:00 12:00-13:30 at_most=300"),
    ),
    mutant(
        "brought by somebody who may not",
        "brought-and-fetched",
        SCHOOL,
        ("school 08:15 13:30", "school 08:15 13:30 escorts=ben"),
    ),
    mutant(
        "nobody brings, and no gap",
        "brought-and-fetched",
        UNESCORTED,
        ("06:40 watch home gap", "06:40 watch home gap\n 08:10 watch home eva"),
    ),
    mutant(
        "a club missed but not listed",
        "misses-listed",
        SCHOOL,
        ("work ben", "club mia school mon 16:00 mon 17:00\n work ben"),
    ),
    # Custody
    mutant("in custody when no calendar says so", "custody", CUSTODY, ("17:55 watch home ben", "17:00 none away")),
    mutant(
        "here when the calendar says custody", "custody", CUSTODY, ("custody mia sun 18:00", "custody mia sun 17:00")
    ),
    mutant(
        "exchanged on the way",
        "exchange",
        CUSTODY,
        ("child mia 2018-09-14", "child mia 2018-09-14\n way home park walk 5"),
        ("10:00 watch home ana", "10:00 watch home>park walk ana"),
    ),
    # Helpers
    mutant(
        "a helper outside its availability", "help-available", HELPER, ("mon 15:00 mon 23:00", "mon 16:00 mon 23:00")
    ),
    mutant(
        "a helper over the edge of two stretches",
        "help-available",
        HELPER,
        ("mon 15:00 mon 23:00", "mon 15:00 mon 22:20"),
    ),
    mutant(
        "a helper at a place of work",
        "help-available",
        HELPER,
        ("15:35 free home", "15:15 free bar\n 15:20 travel bar>home walk"),
    ),
    mutant("a helper beyond its limit", "help-limit", HELPER, ("helper oma walk", "helper oma walk limit=400")),
    mutant("a helper in the night", "help-overnight", HELPER, ("00:00 away", "00:00 free home\n 01:00 away")),
    mutant("a helper asleep", "help-available", HELPER, ("15:35 free home", "15:35 sleep home")),
    mutant(
        "a helper in time that it declined",
        "help-available",
        HELPER,
        ("work eva", "answer oma no mon 17:00 mon 18:00\n work eva"),
    ),
    # What was settled by hand
    mutant("a pin broken by care", "pin", SCHOOL, ("work ben", "pin mia ana mon 15:00 mon 16:00\n work ben")),
    mutant("a pin broken on the way", "pin", SCHOOL, ("work ben", "pin mia ana mon 13:30 mon 13:35\n work ben")),
    mutant(
        "a pin broken by time alone",
        "pin",
        ALONE,
        ("work eva office mon 08", "pin tom eva mon 14:00 mon 14:30\n work eva office mon 08"),
    ),
    mutant(
        "care in spite of a no", "declined", SCHOOL, ("work ben", "declined ben mia mon 15:00 mon 16:00\n work ben")
    ),
    mutant(
        "fetched in spite of a no", "declined", SCHOOL, ("work ben", "declined ben mia mon 13:30 mon 13:35\n work ben")
    ),
    mutant(
        "a way in spite of a no",
        "declined-way",
        SCHOOL,
        ("work ben", "declined ben mia school home mon 12:00 mon 15:00\n work ben"),
    ),
    mutant(
        "brought in spite of a no",
        "declined-way",
        SCHOOL,
        ("work ben", "declined ana mia home school mon 07:00 mon 08:10\n work ben"),
    ),
    mutant(
        "in reach in spite of a no",
        "declined",
        ALONE,
        ("work eva office mon 08", "declined eva tom mon 14:00 mon 14:30\n work eva office mon 08"),
    ),
    # Sleep
    mutant("sleep cut", "sleep-owed", CUSTODY, ("sun 05:30 free", "sun 05:00 free")),
    mutant(
        "sleep in two blocks",
        "sleep-owed",
        CUSTODY,
        ("05:30 free home\n      22:30", "03:00 free home\n 03:30 sleep home\n 06:00 free home\n      22:30"),
    ),
    mutant(
        "more sleep than is owed", "sleep-unowed", CUSTODY, ("18:00 free home", "18:00 free home\n 22:00 sleep home")
    ),
]


@pytest.mark.parametrize("case", MUTANTS, ids=lambda case: case.what)
def test_a_plan_wrong_in_one_thing_breaks_its_rule(case: Mutant) -> None:
    wrong = case.good.but(*case.edits)
    assert case.rule in {finding.kind for finding in verify(wrong.week, wrong.plan)}


def broken_by(week: Week, plan: Plan) -> Callable[[], set[str]]:
    """Asks for the rules that a plan breaks."""
    return lambda: {finding.kind for finding in verify(week, plan)}


def find(good: Good, **said: object) -> Callable[[], set[str]]:
    """Asks for the rules that a good plan breaks if it says something else."""
    return broken_by(good.week, replace(good.plan, **said))


def levels(plan: Plan, **said: tuple[int, int | None]) -> tuple[Level, ...]:
    """The levels of a plan, with other values and bounds."""
    exact = {name: Level(name, Fraction(v), None if b is None else Fraction(b)) for name, (v, b) in said.items()}
    return tuple(exact.get(level.name, level) for level in plan.levels)


PLAN = SCHOOL.plan
UNCLEAR = replace(SCHOOL.week, notes=(Note("unclear", "An event has no place."),))
LONG = replace(SCHOOL.week, household=replace(SCHOOL.week.household, limits=(Limits("ana", longest_day=500),)))
OWNED = SCHOOL.but(("work ben", "protected noon ben mon 12:00-13:00\n work ben")).week
LATE_HOLD = "hold ana hospital mon 22:30 mon 23:00\n protected late ana mon 22:00-23:00"
BEN = "work ben office mon 07:00 mon 13:00"
UNWELCOME = SCHOOL.but((BEN, f"{BEN}\n {LATE_HOLD}"))
HELD = SCHOOL.but(("work ana", "hold ana"), ("work hospital work#1", "hold hospital work#1"))
WITHOUT_A_SPAN = {**PLAN.adults, "ana": PLAN.adults["ana"][:3] + PLAN.adults["ana"][4:]}
SWAPPED = {**PLAN.adults, "ana": (PLAN.adults["ana"][1], PLAN.adults["ana"][0], *PLAN.adults["ana"][2:])}
TOO_SHORT = {**PLAN.children, "mia": PLAN.children["mia"][:-1]}
HOLE = replace(PLAN.adults["ben"][-1], span=Span(PLAN.adults["ben"][-1].span.start + 1, PLAN.horizon.end))
WITH_A_HOLE = {**PLAN.adults, "ben": (*PLAN.adults["ben"][:-1], HOLE)}
FIRST_GAP, SECOND_GAP = UNESCORTED.plan.gaps
PINNED = SCHOOL.but(("work ben", "pin mia ben mon 08:00 mon 09:00\n pin mia ben mon 13:30 mon 16:00\n work ben"))
PINNED = replace(SCHOOL, week_text=PINNED.week_text.replace("pin mia ben mon 08:00", "pin mia ana mon 08:00"))
ACCEPTED_IN_PART = HELPER.but(("work eva", "answer oma yes mon 15:35 mon 22:00\n work eva"))
DECLINED = SCHOOL.but(("work ben", "declined ana mia mon 14:00 mon 16:00\n work ben"))
DECLINED_WITH_A_GAP = UNESCORTED.but(("work eva", "declined eva leo mon 13:40 mon 14:10\n work eva"))
PIN_WITH_A_GAP = UNESCORTED.but(("work eva", "pin leo eva mon 14:00 mon 15:00\n work eva"))

SAID_WRONGLY = [
    ("partition", find(SCHOOL, adults=WITHOUT_A_SPAN)),
    ("partition", find(SCHOOL, adults=SWAPPED)),
    ("partition", find(SCHOOL, adults=WITH_A_HOLE)),
    ("partition", find(SCHOOL, children=TOO_SHORT)),
    ("people", find(SCHOOL, adults={"ana": PLAN.adults["ana"]})),
    ("people", find(SCHOOL, children={**PLAN.children, "leo": PLAN.children["mia"]})),
    ("household", find(SCHOOL, household="another")),
    ("household", find(SCHOOL, zone="Europe/London")),
    ("household", find(SCHOOL, inputs=(PlanInput("rota", "sha", "2026-03-01T00:00:00+01:00", stale=False),))),
    ("gaps-listed", find(UNESCORTED, gaps=(FIRST_GAP,))),
    ("gaps-listed", find(UNESCORTED, gaps=(FIRST_GAP, SECOND_GAP, SECOND_GAP))),
    ("gaps-listed", find(UNESCORTED, gaps=(FIRST_GAP, replace(SECOND_GAP, because=" ")))),
    ("gaps-listed", find(SCHOOL, gaps=(FIRST_GAP,))),
    ("to-ask", find(HELPER, to_ask=())),
    ("to-ask", find(HELPER, to_ask=HELPER.plan.to_ask * 2)),
    ("to-ask", find(HELPER, to_ask=(replace(HELPER.plan.to_ask[0], accepted=True),))),
    ("to-ask", find(ACCEPTED_IN_PART, to_ask=(replace(HELPER.plan.to_ask[0], accepted=True),))),
    ("pins-listed", find(PINNED, pins=())),
    ("pins-listed", find(PINNED, pins=PINNED.plan.pins * 2)),
    ("pins-listed", find(PINNED, pins=(replace(PINNED.plan.pins[0], source="history.jsonl:1"),))),
    ("pin-gap", find(PIN_WITH_A_GAP, findings=())),
    ("pin-gap", find(PIN_WITH_A_GAP, gaps=UNESCORTED.plan.gaps)),
    ("pin-gap", find(PINNED, findings=(Finding("pin-gap", "Nobody is there.", "mia", "history.jsonl:9"),))),
    ("declined-listed", find(DECLINED, declined=())),
    ("declined-listed", find(DECLINED, declined=DECLINED.plan.declined * 2)),
    ("declined-listed", find(DECLINED, declined=(replace(DECLINED.plan.declined[0], adult="ben"),))),
    ("declined-gap", find(DECLINED_WITH_A_GAP)),
    ("misses-listed", find(SCHOOL, misses=(Miss("club:1", "2026-03-02", "strain", Fraction(5), "Nobody."),))),
    ("level-value", find(SCHOOL, levels=levels(PLAN, strain=(2, 2)))),
    ("level-value", find(UNESCORTED, levels=levels(UNESCORTED.plan, gap=(145, 145)))),
    ("level-value", find(HELPER, levels=levels(HELPER.plan, lost=(0, 0)))),
    ("level-value", find(SCHOOL, levels=levels(PLAN, unfair=(0, 0)))),
    ("level-value", find(SCHOOL, levels=PLAN.levels[::-1])),
    ("level-bound", find(SCHOOL, levels=levels(PLAN, strain=(3, 4)))),
    ("level-bound", find(SCHOOL, levels=levels(PLAN, unfair=(3, 2)))),
    ("level-bound", find(SCHOOL, levels=levels(PLAN, work=(0, -1)))),
    ("status", find(SCHOOL, status="feasible")),
    ("status", find(SCHOOL, levels=levels(PLAN, strain=(3, None)))),
    ("loads", find(SCHOOL, loads={})),
    ("loads", find(SCHOOL, loads={**PLAN.loads, "ben": replace(PLAN.loads["ben"], minutes=494)})),
    ("loads", find(SCHOOL, loads={**PLAN.loads, "ben": replace(PLAN.loads["ben"], share=Fraction(1, 2))})),
    ("loads", find(SCHOOL, loads={**PLAN.loads, "ben": replace(PLAN.loads["ben"], ledger=15)})),
    ("work-findings", find(SCHOOL, findings=(Finding("journey-into-work", "Late.", "ana", "work#1"),))),
    ("no-car", find(SHARED, findings=(Finding("no-car", "He has none.", "ben", span=Span(0, 1)),))),
    ("notes", broken_by(UNCLEAR, PLAN)),
    ("hold", broken_by(HELD.week, HELD.plan)),
    ("limits", find(SCHOOL, findings=(Finding("long-day", "Long.", "ana", "work#1", PLAN.horizon),))),
    ("limits", broken_by(LONG, PLAN)),
    ("absences", find(SCHOOL, findings=(Finding("same-job", "Both.", "ana", "work#1", PLAN.horizon),))),
    ("absences", broken_by(OWNED, PLAN)),
    (
        "hold",
        find(UNWELCOME, findings=(Finding("hold", "May not happen.", "ana", "work#3", UNWELCOME.week.busy[2].span),)),
    ),
    *((rule, find(good, **said)) for rule, good, said in (*DUTIES_SAID_WRONGLY, *RELEASES_SAID_WRONGLY)),
    ("level-value", find(RELEASED, levels=levels(RELEASED.plan, work=(30, 30)))),
]


@pytest.mark.parametrize(("rule", "broken"), SAID_WRONGLY)
def test_a_plan_that_says_one_thing_wrongly_breaks_its_rule(rule: str, broken: Callable[[], set[str]]) -> None:
    assert rule in broken()


def test_what_was_unclear_in_the_input_is_repeated() -> None:
    said = (Finding("unclear", "An event has no place."),)
    assert verify(UNCLEAR, replace(PLAN, findings=said)) == []


def test_a_hold_is_told_in_the_account_and_among_the_findings() -> None:
    said = (Finding("hold", "Ana's shift may not happen.", "ana", "work#1"),)
    assert verify(HELD.week, replace(HELD.plan, findings=said)) == []


def test_a_hold_in_protected_time_is_not_planned_and_said_to_be_left_out() -> None:
    left_out = Finding("hold-in-protected", "It may not happen.", "ana", "work#3", UNWELCOME.week.busy[2].span)
    assert verify(UNWELCOME.week, replace(PLAN, findings=(left_out,))) == []


def test_a_pause_is_planned_as_one() -> None:
    paused = SCHOOL.but(("work ben", "pause mon mon\n work ben"))
    assert "at-place" in {finding.kind for finding in verify(paused.week, PLAN)}


def test_a_plan_is_made_from_the_calendars_as_they_were_read() -> None:
    read = CalendarInput("rota", "sha", "2026-03-01T08:00:00+01:00", stale=False, events=3)
    week: Week = replace(SCHOOL.week, inputs=(read,))
    assert {finding.kind for finding in verify(week, PLAN)} == {"household"}
    assert (
        verify(week, replace(PLAN, inputs=(PlanInput("rota", "sha", "2026-03-02T08:00:00+01:00", stale=False),))) == []
    )


@pytest.mark.parametrize("good", ALL_GOOD.values(), ids=ALL_GOOD)
def test_every_rule_accepts_the_good_plans(good: Good) -> None:
    assert verify(good.week, good.plan) == []


def test_every_rule_rejects_a_plan_here() -> None:
    rejecting = {case.rule for case in MUTANTS} | {rule for rule, _ in SAID_WRONGLY}
    assert rejecting == set(RULES)


def test_every_rule_rejects_what_is_wrong_with_a_plan_that_it_accepts() -> None:
    assert [case.what for case in MUTANTS if case.good not in ALL_GOOD.values()] == []


def test_every_rule_has_a_sentence_for_the_household() -> None:
    assert [name for name, sentence in RULES.items() if not (sentence[0].isupper() and sentence.endswith("."))] == []
