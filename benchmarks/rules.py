"""Whether the recurrence engine names what its partners name: random rules, a million occurrences, no difference.

    python benchmarks/rules.py [--occurrences 1000000] [--seed 0] [--out FILE]

Every tenth rule is asked of a scan of every day and minute, the others of python-dateutil, but for those that it is
known to take otherwise; they are counted by the reason. Writes benchmarks/results/<date>-rules.json.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

from record import ROOT, file_of_today, write

sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.intake.rules_by_chance import by_chance, dateutils, known_difference, ours  # noqa: E402 -- found only now
from tests.intake.rules_by_scan import Scan  # noqa: E402 -- found only now

SCANNED = 10


def main() -> None:
    """Compare until so many occurrences were the same."""
    asked = _asked()
    dice = random.Random(asked.seed)  # noqa: S311 -- the same rules every time
    rules, same, apart = Counter[str](), Counter[str](), Counter[str]()
    differences: list[str] = []
    seconds = Counter[str]()
    number = 0
    while same.total() < asked.occurrences:
        number += 1
        chance = by_chance(dice, skip=number % (2 * SCANNED) == 0)
        partner = "scan" if number % SCANNED == 0 else "dateutil"
        reason = known_difference(chance) if partner == "dateutil" else None
        if reason:
            apart[reason] += 1
            continue
        begun = time.perf_counter()
        mine = ours(chance)
        between = time.perf_counter()
        if partner == "scan":
            every = Scan(chance.rule, chance.start).occurrences(chance.days)
            theirs = [one for one in every if chance.begin <= one < chance.end]
        else:
            theirs = dateutils(chance)
        seconds["ours"] += between - begun
        seconds[partner] += time.perf_counter() - between
        rules[partner] += 1
        same[partner] += len(theirs)
        if mine != theirs:
            differences.append(f"{chance.rule} from {chance.start}, asked from {chance.begin} to {chance.end}")
    told = {
        "seed": asked.seed,
        "rules": rules,
        "occurrences": same,
        "not asked of dateutil": apart,
        "differences": differences,
        "seconds": {name: round(spent, 1) for name, spent in seconds.items()},
    }
    print(*(f"{name}: {value}" for name, value in told.items()), sep="\n")
    write(asked.out, told)
    sys.exit(bool(differences))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--occurrences", type=int, default=1_000_000, help="how many to compare")
    parser.add_argument("--seed", type=int, default=0, help="of the rules")
    parser.add_argument("--out", type=Path, default=file_of_today("rules"), help="the file to write")
    return parser.parse_args()


if __name__ == "__main__":
    main()
