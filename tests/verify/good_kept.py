"""Good plans with occasions away from home; the numbers are counted on paper."""

from __future__ import annotations

from tests.verify.good_plans import Good

# Leo (3) and Ana walk to tea and back: two journeys.
# Ana: 7 quarters of Sunday night; 840 min awake or under way and 52.5 on call: 59.5, rounded up to 60.
TEA = Good(
    """
    adult ana walk
    child leo 2023-01-10
    way home grange walk 15
    occasion tea mon 15:00-16:30 ana,leo place=grange
    """,
    """
    ana:
      00:00 sleep home
      05:30 care home
      14:45 travel home>grange walk +leo
      15:00 care grange
      16:30 travel grange>home walk +leo
      16:45 care home
    leo:
      00:00 near home ana
      06:30 watch home ana
      14:45 watch home>grange walk ana
      15:00 watch grange ana
      16:30 watch grange>home walk ana
      16:45 watch home ana
      20:30 near home ana
    """,
    levels={"strain": 2},
    loads={"ana": 1005},
)

# Oma takes Leo (3) to the hospital, where Ana works through his birthday. Oma answers for him 12:40-19:20: 400 min at 2
# per 15. Two handovers.
# Ana: 7 quarters of Sunday night; 440 min awake and 52.5 on call: 32.8, rounded to 33.
CANTEEN = Good(
    """
    adult ana walk
    helper oma walk
    child leo 2023-01-10
    way home hospital walk 20
    work ana hospital mon 13:00 mon 19:00 visits
    available oma mon 12:00 mon 20:00
    occasion birthday mon 15:00-16:00 ana,leo moves
    """,
    """
    ana:
      00:00 sleep home
      05:30 care home
      12:40 travel home>hospital walk
      13:00 work hospital work#1
      19:00 travel hospital>home walk
      19:20 care home
    oma:
      00:00 away
      12:30 free home
      12:40 care home
      14:40 travel home>hospital walk +leo
      15:00 care hospital
      16:00 travel hospital>home walk +leo
      16:20 care home
      19:20 free home
      19:30 away
    leo:
      00:00 near home ana
      06:30 watch home ana
      12:40 watch home oma
      14:40 watch home>hospital walk oma
      15:00 watch hospital oma
      16:00 watch hospital>home walk oma
      16:20 watch home oma
      19:20 watch home ana
      20:30 near home ana
    """,
    levels={"lost": "160/3", "strain": 8},
    loads={"ana": 600},
    to_ask=(("oma", "mon 12:30 mon 19:30"),),
)

# Ana swims with Leo (3), and Ida (1) comes along: two journeys. The same load as for tea: 67 quarters.
SWIM = Good(
    """
    adult ana walk
    child leo 2023-01-10
    child ida 2024-10-01
    way home pool walk 15
    routine swim leo any=ana 09:00-12:00 60 protect place=pool
    """,
    """
    ana:
      00:00 sleep home
      05:30 care home
      09:35 travel home>pool walk +leo +ida
      09:50 care pool
      10:00 routine:swim pool
      11:00 care pool
      11:10 travel pool>home walk +leo +ida
      11:25 care home
    leo:
      00:00 near home ana
      06:30 watch home ana
      09:35 watch home>pool walk ana
      09:50 watch pool ana
      11:10 watch pool>home walk ana
      11:25 watch home ana
      20:30 near home ana
    ida:
      00:00 near home ana
      06:30 watch home ana
      09:35 watch home>pool walk ana
      09:50 watch pool ana
      11:10 watch pool>home walk ana
      11:25 watch home ana
      12:30 near home ana
      14:30 watch home ana
      20:00 near home ana
    """,
    levels={"strain": 2},
    loads={"ana": 1005},
)

GOOD_KEPT = {"tea": TEA, "canteen": CANTEEN, "swim": SWIM}
