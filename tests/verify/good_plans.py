"""Good plans, written by hand: the numbers beside them are counted on paper, not by the program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from kinrota.model.people import Need
from kinrota.model.plan import Ask, Finding, Gap, Miss, Plan
from kinrota.model.week import Week
from kinrota.testing import MONDAY, plan_of, span_of, week_of


class Good(Struct, frozen=True, dict=True):
    """A week and a right plan of it, as texts; `but` gives a variant with some of the lines written otherwise."""

    week_text: str
    plan_text: str
    levels: Mapping[str, str | int]
    loads: Mapping[str, int]
    gaps: tuple[tuple[str, str, Need], ...] = ()
    to_ask: tuple[tuple[str, str], ...] = ()
    misses: tuple[tuple[str, str, str, int], ...] = ()
    released: tuple[tuple[str, str, str, str], ...] = ()
    """Work that is given up: whose, how, when, which."""
    first: dt.date = field(default=MONDAY)
    days: int = 1

    @cached_property
    def week(self) -> Week:
        return week_of(self.week_text, self.first, self.days)

    @cached_property
    def plan(self) -> Plan:
        work = [Ask("", span_of(self.week, when), who, how, event) for who, how, when, event in self.released]
        plan = plan_of(
            self.week,
            self.plan_text,
            self.levels,
            self.loads,
            gaps=[Gap(who, span_of(self.week, when), need, "Nobody is there.") for who, when, need in self.gaps],
            to_ask=[*(Ask(who, span_of(self.week, when)) for who, when in self.to_ask), *work],
            misses=[Miss(what, on, level, Fraction(cost), "No time.") for what, on, level, cost in self.misses],
        )
        said = [Finding("release", "Ask for it.", ask.adult, ask.event, ask.span) for ask in work]
        return replace(plan, findings=tuple(said))

    def but(self, *edits: tuple[str, str]) -> Good:
        """The same with lines replaced, in the week or in the plan; an edit that changes nothing is a mistake."""
        week_text, plan_text = self.week_text, self.plan_text
        for old, new in edits:
            assert old in week_text or old in plan_text, old
            week_text, plan_text = week_text.replace(old, new), plan_text.replace(old, new)
        return replace(self, week_text=week_text, plan_text=plan_text)


# Ana brings Mia (7) to school before her late shift; Ben fetches her straight from the office, by bike.
# Ana: 00:00-06:30 on call is 97.5 min: 7 quarters of Sunday; awake 06:30-08:05 and the way 6 min: 7 quarters.
# Ben: the way 9 min, awake 13:40-21:00, on call 21:00-24:00 is 45: 494 min, 33 quarters.
# He is 33 - 47 / 2 - 4 / 7 = 8.9 quarters above his share: 3 started hours. Three journeys are no commute.
SCHOOL = Good(
    """
    adult ana car walk
    adult ben bike walk
    child mia 2018-09-14
    way home school walk 18 bike 9 car 6
    way home hospital car 25
    way home office bike 15
    way office school bike 10
    attends mia school 08:15 13:30
    work ana hospital mon 13:30 mon 21:30
    work ben office mon 07:00 mon 13:00
    """,
    """
    ana:
      00:00 sleep home
      05:30 care home
      08:09 travel home>school car +mia
      08:15 travel school>home car
      08:21 free home
      13:05 travel home>hospital car
      13:30 work hospital work#1
      21:30 travel hospital>home car
      21:55 free home
    ben:
      00:00 sleep home
      05:30 free home
      06:45 travel home>office bike
      07:00 work office work#2
      13:00 travel office>school bike
      13:10 free school
      13:30 travel school>home bike +mia
      13:39 care home
    mia:
      00:00 near home ana
      08:09 near home>school car ana
      08:15 none school
      13:30 near school>home bike ben
      13:39 near home ben
    """,
    levels={"unfair": 3, "strain": 3},
    loads={"ana": 210, "ben": 495},
)

# Eva works in the evening; Oma comes for it, and goes when Eva is home again.
# Oma cares 405 min at 2 points per 15 min: 54. Two handovers.
# Eva: 7 quarters of Sunday night; then 06:30-15:40 awake and 22:25-24:00 on call: 573.75 min, 38 quarters.
HELPER = Good(
    """
    adult eva walk
    helper oma walk
    child leo 2023-01-10
    way home bar walk 20
    work eva bar mon 16:00 mon 22:00
    available oma mon 15:00 mon 23:00
    """,
    """
    eva:
      00:00 sleep home
      05:30 care home
      15:40 travel home>bar walk
      16:00 work bar work#1
      22:00 travel bar>home walk
      22:20 free home
      22:25 care home
    oma:
      00:00 away
      15:35 free home
      15:40 care home
      22:25 away
    leo:
      00:00 near home eva
      06:30 watch home eva
      15:40 watch home oma
      20:30 near home oma
      22:25 near home eva
    """,
    levels={"lost": 54, "strain": 8},
    loads={"eva": 675},
    to_ask=(("oma", "mon 15:35 mon 22:25"),),
)

# Mia comes on Saturday at 10:00 and leaves on Sunday at 18:00; Ben takes over on Sunday at noon.
# Ana: Saturday 660 min awake, 45 and 97.5 on call: 54 quarters; Sunday 330 min: 22. Ben: 360 min: 24. Ana is
# 76 - 50 - 8 / 7 = 24.9 quarters above her share: 7 started hours. One handover.
CUSTODY = Good(
    """
    adult ana walk
    adult ben walk
    child mia 2018-09-14
    custody mia fri 15:00 sat 10:00
    custody mia sun 18:00 +mon 08:00
    """,
    """
    ana:
      sat 00:00 sleep home
      05:30 free home
      10:00 care home
      22:30 sleep home
      sun 05:30 care home
      12:00 free home
    ben:
      sat 00:00 sleep home
      05:30 free home
      22:30 sleep home
      sun 05:30 free home
      12:00 care home
      18:00 free home
    mia:
      sat 00:00 none away
      10:00 watch home ana
      10:05 near home ana
      sun 12:00 near home ben
      17:55 watch home ben
      18:00 none away
    """,
    levels={"unfair": 7, "strain": 4},
    loads={"ana": 1140, "ben": 360},
    first=dt.date(2026, 3, 7),
    days=2,
)

# Tom (10) goes to school and home by himself while Eva is in reach, and is alone while she is called to the office.
# Eva: 7 quarters of Sunday night; 78 + 38 + 348 min awake (not in 07:50-13:10, when Tom could be at school), and 45
# on call: 34 quarters.
ALONE = Good(
    """
    adult eva bike
    child tom 2015-05-01
    way home school walk 10 bike 4
    way home office bike 12
    attends tom school 08:00 13:00
    work eva office mon 08:00 mon 12:00
    work eva office mon 14:00 mon 15:00 reachable
    """,
    """
    eva:
      00:00 sleep home
      05:30 care home
      07:48 travel home>office bike
      08:00 work office work#1
      12:00 travel office>home bike
      12:12 free home
      13:04 care home
      13:48 travel home>office bike
      14:00 work office work#2
      15:00 travel office>home bike
      15:12 care home
    tom:
      00:00 near home eva
      07:00 reach home eva
      07:48 reach home self/eva
      07:56 reach home>school bike self/eva
      08:00 none school
      13:00 reach school>home bike self/eva
      13:04 reach home eva
      13:48 reach home self/eva
      15:12 reach home eva
      20:00 near home eva
    """,
    levels={},
    loads={"eva": 615},
)

# Eva's early shift leaves nobody to bring or fetch Leo (3): 95 and 50 minutes of `watch` unmet, three points each.
# Eva: 7 quarters of Sunday night; 10 + 370 min awake, 52.5 on call: 29.
UNESCORTED = Good(
    """
    adult eva walk
    child leo 2023-01-10
    way home nursery walk 10
    way home bakery walk 20
    attends leo nursery 08:15 13:30
    work eva bakery mon 07:00 mon 14:00
    """,
    """
    eva:
      00:00 sleep home
      05:30 care home
      06:40 travel home>bakery walk
      07:00 work bakery work#1
      14:00 travel bakery>home walk
      14:20 care home
    leo:
      00:00 near home eva
      06:30 watch home eva
      06:40 watch home gap
      08:15 none nursery
      13:30 watch home gap
      14:20 watch home eva
      20:30 near home eva
    """,
    levels={"gap": 435},
    loads={"eva": 540},
    gaps=(("leo", "mon 06:40 mon 08:15", Need.WATCH), ("leo", "mon 13:30 mon 14:20", Need.WATCH)),
)

# Ana brings Mia (7) to school and Leo (3) to nursery on one way, fetches Leo at noon, and Mia with Leo in tow.
# Seven journeys; Leo is brought 79 min, Mia 9 min before the usual time: 7 + 88 / 15 points.
# Ana: 7 quarters of Sunday night; 90 + 440 min awake, 11 + 4 + 12 on the way, 45 on call: 40. Not 12:04-13:40, when
# Leo, and then Mia, could be at nursery and school.
TWO_CHILDREN = Good(
    """
    adult ana car
    child mia 2018-09-14
    child leo 2023-01-10
    way home school car 6
    way home nursery car 4
    way nursery school car 5
    attends mia school 08:15 13:30
    attends leo nursery 07:30-09:30 12:00-16:30
    """,
    """
    ana:
      00:00 sleep home
      05:30 care home
      08:00 travel home>school car +mia +leo
      08:06 travel school>nursery car +leo
      08:11 travel nursery>home car
      08:15 free home
      11:56 travel home>nursery car
      12:00 travel nursery>home car +leo
      12:04 care home
      13:24 travel home>school car +leo
      13:30 travel school>home car +mia +leo
      13:36 care home
    mia:
      00:00 near home ana
      08:00 near home>school car ana
      08:06 none school
      13:30 near school>home car ana
      13:36 near home ana
    leo:
      00:00 near home ana
      06:30 watch home ana
      08:00 watch home>school car ana
      08:06 watch school>nursery car ana
      08:11 none nursery
      12:00 watch nursery>home car ana
      12:04 watch home ana
      13:24 watch home>school car ana
      13:30 watch school>home car ana
      13:36 watch home ana
      20:30 near home ana
    """,
    levels={"strain": "193/15"},
    loads={"ana": 705},
)

# One van: Ana takes it to nursery with Leo (3), and on to work; Ben goes by bike then, and drives in the afternoon.
# Two journeys are no commute. Ana: 7 quarters of Sunday night; 65 + 470 min awake (not in 07:35-12:40, when Leo could
# be at nursery), 10 on the way, 52.5 on call: 40. She is 47 - 47 / 2 - 4 / 7 = 22.9 quarters above: 6 started hours.
SHARED = Good(
    """
    adult ana car
    adult ben car bike
    child leo 2023-01-10
    vehicle van 2 ana ben
    way home nursery car 5
    way home ward car 10 bike 30
    attends leo nursery 07:45 12:30
    work ana ward mon 08:00 mon 12:15
    work ben ward mon 09:00 mon 13:00
    work ben ward mon 15:00 mon 17:00
    """,
    """
    ana:
      00:00 sleep home
      05:30 care home
      07:40 travel home>nursery car=van +leo
      07:45 travel nursery>ward car=van
      08:00 work ward work#1
      12:15 travel ward>nursery car=van
      12:30 travel nursery>home car=van +leo
      12:35 care home
    ben:
      00:00 sleep home
      05:30 free home
      08:30 travel home>ward bike
      09:00 work ward work#2
      13:00 travel ward>home bike
      13:30 free home
      14:50 travel home>ward car=van
      15:00 work ward work#3
      17:00 travel ward>home car=van
      17:10 free home
    leo:
      00:00 near home ana
      06:30 watch home ana
      07:40 watch home>nursery car ana
      07:45 none nursery
      12:30 watch nursery>home car ana
      12:35 watch home ana
      20:30 near home ana
    """,
    levels={"unfair": 6, "strain": 2},
    loads={"ana": 705, "ben": 0},
)

GOOD = {
    "shared": SHARED,
    "two children": TWO_CHILDREN,
    "school": SCHOOL,
    "helper": HELPER,
    "custody": CUSTODY,
    "alone": ALONE,
    "unescorted": UNESCORTED,
}
