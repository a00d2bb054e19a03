"""A good plan with a night at a helper's home, and what can be wrong with it; the numbers are counted on paper."""

from __future__ import annotations

from tests.verify.good_plans import Good
from tests.verify.mutant import mutant

# Ana takes Leo (3) to Oma's, who has him 18:00-08:25 and brings him home: 865 min at 2 per 15. Two handovers, two
# journeys of Ana's; 110 minutes of her sleep are outside the window.
# Ana: 7 quarters of Sunday night; Monday 690 min awake or under way, 46; Tuesday 725 and 52.5 on call, 52.
NIGHT = Good(
    """
    adult ana walk
    helper oma walk lives=grange there
    child leo 2023-01-10
    way home grange walk 15
    way home hospital walk 20
    work ana hospital mon 19:00 tue 01:00
    available oma mon 16:00 tue 12:00
    """,
    """
    ana:
      mon 00:00 sleep home
      05:30 care home
      17:40 travel home>grange walk +leo
      17:55 care grange
      18:00 travel grange>home walk
      18:15 free home
      18:40 travel home>hospital walk
      19:00 work hospital work#1
      01:00 travel hospital>home walk
      01:20 sleep home
      08:20 free home
      08:25 care home
    oma:
      mon 00:00 away
      17:55 free grange
      18:00 care grange
      08:10 travel grange>home walk +leo
      08:25 free home
      08:30 away
    leo:
      mon 00:00 near home ana
      06:30 watch home ana
      17:40 watch home>grange walk ana
      17:55 watch grange ana
      18:00 watch grange oma
      20:30 near grange oma
      06:30 watch grange oma
      08:10 watch grange>home walk oma
      08:25 watch home ana
      20:30 near home ana
    """,
    levels={"lost": "346/3", "strain": "41/3"},
    loads={"ana": 1575},
    to_ask=(("oma", "mon 17:55 tue 08:30"),),
    days=2,
)

GOOD_NIGHTS = {"night": NIGHT}

NIGHT_MUTANTS = [
    mutant("a helper who has no child sleep at its home", "help-overnight", NIGHT, (" there", "")),
    mutant("a child at a place of nobody", "child-out", NIGHT, (" lives=grange there", "")),
    mutant(
        "a helper at home at night who may have a child at its own only",
        "help-overnight",
        NIGHT,
        ("08:10 travel grange>home walk +leo\n      08:25", "04:30 travel grange>home walk +leo\n      04:45"),
    ),
    mutant(
        "at the helper's before noon",
        "night-there",
        NIGHT,
        ("17:40", "11:30"),
        ("17:55", "11:45"),
        ("18:00", "11:50"),
        ("18:15", "12:05"),
        ("mon 16:00", "mon 10:00"),
    ),
    mutant(
        "at the helper's after noon",
        "night-there",
        NIGHT,
        ("tue 12:00", "tue 14:00"),
        ("08:10", "12:10"),
        ("08:25", "12:25"),
        ("08:30", "12:30"),
    ),
    mutant("a host that is there before anybody comes", "host-there", NIGHT, ("17:55 free", "16:55 free")),
    mutant("a host that comes just as Ana leaves", "handover", NIGHT, ("17:55 free grange\n      18:00", "18:00")),
    mutant(
        "a mother who lingers",
        "leaving",
        NIGHT,
        ("18:00 travel", "18:00 free grange\n      18:05 travel"),
        ("18:15 free", "18:20 free"),
    ),
    mutant(
        "a mother who waits too long",
        "waiting",
        NIGHT,
        ("17:40", "17:05"),
        ("17:55 care", "17:20 care"),
        ("17:55 watch", "17:20 watch"),
    ),
    mutant("a child that sleeps nowhere in the night", "handed-there", NIGHT, ("2023-01-10", "2008-01-10")),
    mutant(
        "a night at a place that attends a child",
        "handover",
        NIGHT,
        ("work ana", "attends leo grange 08:30 09:30\n work ana"),
    ),
]
