"""What can be wrong with what is kept away from home."""

from __future__ import annotations

from tests.verify.good_kept import CANTEEN, SWIM, TEA
from tests.verify.mutant import mutant

EARLY = (("14:45 travel", "14:30 travel"), ("15:00 care grange", "14:45 care grange"))
EARLY_CHILD = (("14:45 watch home>", "14:30 watch home>"), ("15:00 watch grange", "14:45 watch grange"))
LATE = (("16:45 care", "17:00 care"), ("16:30 travel", "16:45 travel"))
LATE_CHILD = (("16:45 watch home ana", "17:00 watch home ana"), ("16:30 watch", "16:45 watch"))
SOONER = (("16:30 travel", "16:15 travel"), ("16:45 care", "16:30 care"))
SOONER_CHILD = (("16:30 watch", "16:15 watch"), ("16:45 watch home", "16:30 watch home"))

KEPT_MUTANTS = [
    mutant("at the pool for a routine that is not done", "kept-away", SWIM, ("10:00 routine:swim", "10:00 care")),
    mutant("children at the pool for a routine not done", "child-out", SWIM, ("10:00 routine:swim", "10:00 care")),
    mutant(
        "at the pool too early",
        "kept-away",
        SWIM,
        ("10:00 routine:swim", "10:05 routine:swim"),
        ("11:00 care", "11:05 care"),
    ),
    mutant("swimming at another place", "at-home", SWIM, ("place=pool", "place=home")),
    mutant("swimming without the child", "routine-children", SWIM, ("protect place=pool", "protect place=lake")),
    mutant("at tea a quarter of an hour too early", "kept-away", TEA, *EARLY, *EARLY_CHILD),
    mutant("a child at tea a quarter of an hour too early", "child-out", TEA, *EARLY, *EARLY_CHILD),
    mutant("at tea a quarter of an hour too long", "kept-away", TEA, *LATE_CHILD, *LATE),
    mutant("away from tea before it is over", "kept-away", TEA, *SOONER_CHILD, *SOONER),
    mutant("away from tea before it is over, and who missed it", "misses-listed", TEA, *SOONER_CHILD, *SOONER),
    mutant(
        "at a tea to which only Ben is invited",
        "kept-away",
        TEA,
        ("ana,leo place", "ben place"),
        ("child leo", "adult ben\n child leo"),
        ("    leo:", "    ben:\n      00:00 free home\n    leo:"),
    ),
    mutant("nothing at Grandmother's", "outing", TEA, ("place=grange", "place=home")),
    mutant("tea in custody", "leaving", TEA, ("occasion", "pause mon mon\n occasion")),
    mutant("no visits at work", "misses-listed", CANTEEN, (" visits", "")),
    mutant("no visits at work, but a child there", "child-out", CANTEEN, (" visits", "")),
    mutant("a birthday that stays at home", "misses-listed", CANTEEN, (" moves", "")),
    mutant("a birthday that begins before work", "misses-listed", CANTEEN, ("mon 13:00", "mon 15:10")),
    mutant("a helper away for a birthday that stays at home", "waiting", CANTEEN, (" moves", "")),
]
