"""Non-interference on many more pairs of states than the tests try, and how soon each leak shows.

    python benchmarks/privacy.py [--pairs 1500] [--out FILE]

For each audience so many pairs that differ in what it may not see: the facts have to be the same, and the bytes. Then
each leak of tests/publish/privacy/leaks.py is tried on the first pairs, and the pair is told on which it shows.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.publish.privacy.audiences import Pair, pairs, written  # noqa: E402 -- it is found only now
from tests.publish.privacy.leaks import LEAKS, Leak  # noqa: E402
from tests.publish.privacy.secrets_of import CHANGES  # noqa: E402

RESULTS = ROOT / "benchmarks/results"
LEAKED = 25
"""The pairs on which a leak is tried."""


def main() -> int:
    """Try what is asked for, tell it and keep it; 1 where an audience sees what it may not, or a leak is not seen."""
    asked = _asked()
    started = time.perf_counter()
    audiences = {name: _tried(name, asked.pairs) for name in CHANGES}
    leaks = {f"{leak.name}, for {audience}": _seen(leak, audience) for leak in LEAKS for audience in leak.audiences}
    unseen = [name for name, at in leaks.items() if at is None]
    differing = sum(len(row["differing"]) for row in audiences.values())
    record = {
        "machine": {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()},
        "seconds": round(time.perf_counter() - started),
        "generator": "tests/publish/privacy/drawn.py, secrets_of.py",
        "seeds": [0, asked.pairs - 1],
        "pairs": asked.pairs * len(audiences),
        "audiences": audiences,
        "leaks": {"tried": len(leaks), "kinds": len(LEAKS), "unseen": unseen, "first_pair": leaks},
    }
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"{record['pairs']} pairs, {differing} differ. {len(leaks)} leaks, {len(unseen)} not seen.")
    print(f"Written to {os.path.relpath(asked.out)}.")
    return 1 if differing or unseen else 0


def _asked() -> argparse.Namespace:
    today = dt.datetime.now(dt.UTC).date()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=1500, help="of each audience")
    parser.add_argument("--out", type=Path, default=RESULTS / f"{today}-privacy.json", help="the file to write")
    return parser.parse_args()


def _tried(audience: str, count: int) -> dict[str, Any]:
    differing, found = list[int](), set[int]()
    for pair in pairs(audience, range(count)):
        one, other = (written(audience, facts) for facts in pair.facts)
        found.add(hash(tuple(one.items())))
        if pair.facts[0] != pair.facts[1] or one != other:
            differing.append(pair.seed)
    print(f"{audience:10} {count} pairs, {len(found)} contents, {len(differing)} differ", flush=True)
    return {"pairs": count, "contents": len(found), "differing": differing}


def _seen(leak: Leak, audience: str) -> int | None:
    return next((pair.seed for pair in _first(audience) if _differs(leak, audience, pair)), None)


def _differs(leak: Leak, audience: str, pair: Pair) -> bool:
    return leak.of(audience, pair.facts[0], pair.one) != leak.of(audience, pair.facts[1], pair.other)


KEPT: dict[str, list[Pair]] = {}


def _first(audience: str) -> list[Pair]:
    if audience not in KEPT:
        KEPT[audience] = list(pairs(audience, range(LEAKED)))
    return KEPT[audience]


if __name__ == "__main__":
    sys.exit(main())
