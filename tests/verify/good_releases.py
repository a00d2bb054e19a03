"""Good plans in which work is given up, and what can be wrong with them; the numbers are counted on paper."""

from __future__ import annotations

from msgspec.structs import replace

from kinrota.model.plan import Ask
from kinrota.testing import span_of
from tests.verify.good_plans import Good
from tests.verify.mutant import mutant

# On Monday Oma comes at 08:00 only, and Eva begins half an hour later; on Tuesday Oma goes at 11:45, and Eva leaves 45
# minutes sooner, so that there is no overrun. 75 minutes of work; Oma cares for 275 + 245 minutes, 2 per 15 minutes;
# four handovers.
# Eva: 7 quarters of Sunday night; Monday 565 min awake and 150 on call, 715: 48; Tuesday 595 + 52.5: 43.
RELEASED = Good(
    """
    adult eva walk
    helper oma walk
    child leo 2023-01-10
    way home bar walk 20
    work eva bar mon 08:00 mon 12:00 overrun=20
    work eva bar tue 08:00 tue 12:00 overrun=20
    available oma mon 08:00 mon 13:00
    available oma tue 07:00 tue 11:45
    release eva late_start 60 1/month
    release eva early_leave 60
    """,
    """
    eva:
      mon 00:00 sleep home
      05:30 care home
      08:10 travel home>bar walk
      08:30 work bar work#1
      12:20 travel bar>home walk
      12:40 free home
      12:45 care home
      22:30 sleep home
      tue 05:30 care home
      07:40 travel home>bar walk
      08:00 work bar work#2
      11:15 travel bar>home walk
      11:35 free home
      11:45 care home
    oma:
      mon 00:00 away
      08:00 free home
      08:10 care home
      12:45 away
      tue 07:00 free home
      07:40 care home
      11:45 away
    leo:
      mon 00:00 near home eva
      06:30 watch home eva
      08:10 watch home oma
      12:45 watch home eva
      20:30 near home eva
      tue 06:30 watch home eva
      07:40 watch home oma
      11:45 watch home eva
      20:30 near home eva
    """,
    levels={"work": 75, "lost": "208/3", "strain": 16},
    loads={"eva": 98 * 15},
    to_ask=(("oma", "mon 08:00 mon 12:45"), ("oma", "tue 07:00 tue 11:45")),
    released=(
        ("eva", "late start", "mon 08:00 mon 08:30", "work#1"),
        ("eva", "early leave", "tue 11:15 tue 12:00", "work#2"),
    ),
    days=2,
)

# Leo is ill on Monday, and on Tuesday from 11:20 on, when Eva leaves her work and fetches him. 180 + 120 + 220 minutes
# of work; two journeys with him, and 15 minutes from the usual time, which is that of the call.
# Eva: 7 quarters of Sunday night; Monday 840 + 150: 66; Tuesday until the first drop 60, two ways of 8, from the last
# pick on 490, and 52.5: 41.
CARE_DAYS = Good(
    """
    adult eva walk
    child leo 2023-01-10
    way home nursery walk 8
    way home bar walk 20
    way nursery bar walk 15
    attends leo nursery 07:30-08:30 14:00-16:00
    ill leo mon mon
    ill leo tue tue 11:20
    work eva bar mon 09:00 mon 12:00
    work eva bar mon 13:00 mon 15:00
    work eva bar tue 09:00 tue 15:00
    release eva care_day 0 10/year
    """,
    """
    eva:
      mon 00:00 sleep home
      05:30 care home
      22:30 sleep home
      tue 05:30 care home
      08:22 travel home>nursery walk +leo
      08:30 travel nursery>bar walk
      08:45 free bar
      09:00 work bar work#3
      11:20 travel bar>nursery walk
      11:35 travel nursery>home walk +leo
      11:43 care home
    leo:
      mon 00:00 near home eva
      06:30 watch home eva
      20:30 near home eva
      tue 06:30 watch home eva
      08:22 watch home>nursery walk eva
      08:30 none nursery
      11:35 watch nursery>home walk eva
      11:43 watch home eva
      20:30 near home eva
    """,
    levels={"work": 520, "strain": 3},
    loads={"eva": 114 * 15},
    released=(
        ("eva", "care day", "mon 09:00 mon 12:00", "work#1"),
        ("eva", "care day", "mon 13:00 mon 15:00", "work#2"),
        ("eva", "care day", "tue 11:20 tue 15:00", "work#3"),
    ),
    days=2,
)

GOOD_RELEASES = {"late and early": RELEASED, "care days": CARE_DAYS}

RELEASE_MUTANTS = [
    mutant("a late start where there is none", "release", RELEASED, ("release eva late_start 60 1/month", "")),
    mutant("a start later than allowed", "release", RELEASED, ("late_start 60", "late_start 15")),
    mutant("a late start in the middle of work", "release", RELEASED, ("bar mon 08:00", "bar mon 07:45")),
    mutant("an early leave before the end", "release", RELEASED, ("tue 12:00 overrun", "tue 12:15 overrun")),
    mutant("a late start of a hold", "release", RELEASED, ("work eva bar mon", "hold eva bar mon")),
    mutant("a late start by no step of the grid", "release", RELEASED, ("bar mon 08:00", "bar mon 08:05")),
    mutant("a care day without an ill child", "release", CARE_DAYS, ("ill leo mon mon", "")),
    mutant("a care day from another hour on", "release", CARE_DAYS, ("tue tue 11:20", "tue tue 11:00")),
    mutant("care days too often", "release", CARE_DAYS, ("10/year", "1/year")),
    mutant(
        "a care day with work that is kept",
        "release",
        CARE_DAYS,
        ("mon 15:00", "mon 15:00\n work eva bar mon 17:00 mon 18:00"),
    ),
    mutant(
        "at work where it is given up",
        "work-kept",
        RELEASED,
        ("11:15 travel", "11:30 travel"),
        ("11:35 free", "11:50 free"),
        ("      11:45 care home\n    oma", "      11:55 care home\n    oma"),
    ),
    mutant(
        "late without a release", "work-kept", RELEASED, ("08:10 travel", "08:25 travel"), ("08:30 work", "08:45 work")
    ),
]

TWICE = replace(RELEASED, released=(*RELEASED.released, ("eva", "late start", "tue 08:00 tue 08:30", "work#2")))
ALL_OF_IT = RELEASED.but(("tue 12:00", "tue 09:00"), ("11:15 travel", "08:30 travel"), ("11:35 free", "08:50 free"))
IN_PIECES = replace(
    ALL_OF_IT,
    released=(
        ("eva", "late start", "tue 08:00 tue 08:30", "work#2"),
        ("eva", "early leave", "tue 08:30 tue 09:00", "work#2"),
    ),
)
WORK_ASKS = RELEASED.plan.to_ask[2:]
MONDAY_ONLY = tuple(ask for ask in CARE_DAYS.plan.to_ask if ask.event != "work#2")
OTHER = Ask("", span_of(RELEASED.week, "mon 08:00 mon 08:30"), "eva", "late start", "work#2")
OF_OMA = Ask("", span_of(RELEASED.week, "mon 08:00 mon 08:30"), "oma", "late start", "work#1")

RELEASES_SAID_WRONGLY: list[tuple[str, Good, dict[str, object]]] = [
    ("release", TWICE, {}),
    ("release", CARE_DAYS, {"to_ask": MONDAY_ONLY}),
    ("release", RELEASED, {"to_ask": (*RELEASED.plan.to_ask, OF_OMA)}),
    ("release-listed", IN_PIECES, {}),
    ("release-listed", RELEASED, {"findings": ()}),
    ("release-listed", RELEASED, {"findings": RELEASED.plan.findings * 2}),
    ("release-listed", RELEASED, {"findings": tuple(replace(one, sentence="") for one in RELEASED.plan.findings)}),
    ("release-listed", RELEASED, {"to_ask": RELEASED.plan.to_ask[:2]}),
    ("release-listed", RELEASED, {"to_ask": (*RELEASED.plan.to_ask[:2], OTHER, WORK_ASKS[1])}),
    ("work-kept", RELEASED, {"to_ask": RELEASED.plan.to_ask[:2]}),
    ("to-ask", RELEASED, {"to_ask": WORK_ASKS}),
]
