"""Non-interference on many more pairs of states than the tests try, and how soon each leak shows.

    python benchmarks/privacy.py [--pairs 1500] [--cores 1] [--out FILE]

For each audience so many pairs that differ in what it may not see: the facts have to be the same, and the bytes; of
each tenth pair also all that a server is asked when the calendar is published. Then each leak of
tests/publish/privacy/leaks.py and leaks_published.py is tried on the first pairs, and the pair is told on which it
shows.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from record import ROOT, file_of_today, write

sys.path.insert(0, str(ROOT))

from tests.publish.privacy.audiences import Pair, pair, written
from tests.publish.privacy.leaks import LEAKS, Leak
from tests.publish.privacy.leaks_published import PUBLISHED_LEAKS
from tests.publish.privacy.leaks_published import Leak as PublishedLeak
from tests.publish.privacy.remote import published
from tests.publish.privacy.secrets_of import CHANGES

LEAKED = 25
"""The pairs on which a leak is tried."""
PUBLISHED = 10
"""One pair in so many is published."""
AT_ONCE = 20
"""Seeds that a process is given."""


@dataclass(slots=True)
class Tried:
    """What came of an audience's pairs: the seeds of those that differ, and marks of all contents."""

    pairs: int = 0
    published: int = 0
    differing: list[int] = field(default_factory=list)
    contents: set[bytes] = field(default_factory=set)

    def add(self, other: Tried) -> None:
        self.pairs += other.pairs
        self.published += other.published
        self.differing += other.differing
        self.contents |= other.contents

    @property
    def record(self) -> dict[str, Any]:
        return {
            "pairs": self.pairs,
            "published": self.published,
            "contents": len(self.contents),
            "differing": self.differing,
        }


def main() -> int:
    """Try what is asked for, tell it and keep it; 1 where an audience sees what it may not, or a leak is not seen."""
    asked = _asked()
    started = time.perf_counter()
    audiences = _all_tried(asked.pairs, asked.cores)
    trying = time.perf_counter() - started
    leaks = {f"{leak.name}, for {audience}": _seen(leak, audience) for leak, audience in _leaks()}
    unseen = [name for name, at in leaks.items() if at is None]
    differing = sum(len(tried.differing) for tried in audiences.values())
    pairs = asked.pairs * len(audiences)
    record = {
        "cores": asked.cores,
        "seconds": round(time.perf_counter() - started),
        "milliseconds_a_pair": round(1000 * trying / pairs, 1),
        "generator": "tests/publish/privacy/drawn.py, secrets_of.py",
        "seeds": [0, asked.pairs - 1],
        "pairs": pairs,
        "published": sum(tried.published for tried in audiences.values()),
        "audiences": {name: tried.record for name, tried in audiences.items()},
        "leaks": {
            "tried": len(leaks),
            "kinds": len(LEAKS) + len(PUBLISHED_LEAKS),
            "unseen": unseen,
            "first_pair": leaks,
        },
    }
    print(f"{record['pairs']} pairs, {differing} differ. {len(leaks)} leaks, {len(unseen)} not seen.")
    write(asked.out, record)
    return 1 if differing or unseen else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=1500, help="of each audience")
    parser.add_argument("--cores", type=int, default=1, help="how many are used")
    parser.add_argument("--out", type=Path, default=file_of_today("privacy"), help="the file to write")
    return parser.parse_args()


def _all_tried(count: int, cores: int) -> dict[str, Tried]:
    found = {name: Tried() for name in CHANGES}
    blocks = [range(at, min(at + AT_ONCE, count)) for at in range(0, count, AT_ONCE)]
    with Pool(cores) as pool:
        for block in pool.imap(_tried, blocks):
            for name, tried in block.items():
                found[name].add(tried)
            print(f"\r{found['wall'].pairs} of {count} pairs of each audience", end="", flush=True)
    print()
    for name, tried in found.items():
        print(f"{name:10} {tried.pairs} pairs, {len(tried.contents)} contents, {len(tried.differing)} differ")
    return found


def _tried(seeds: range) -> dict[str, Tried]:
    """All audiences on the same states, so that each is drawn once."""
    found = {name: Tried() for name in CHANGES}
    for seed in seeds:
        for name, tried in found.items():
            one = pair(name, seed)
            tried.pairs += 1
            if not _same(one, tried):
                tried.differing.append(seed)
    return found


def _same(pair: Pair, tried: Tried) -> bool:
    one, other = (written(pair.audience, facts) for facts in pair.facts)
    tried.contents.add(hashlib.sha256(repr(one).encode()).digest())
    same = pair.facts[0] == pair.facts[1] and one == other
    if pair.seed % PUBLISHED:
        return same
    tried.published += 1
    asked = [
        list(published(pair.audience, facts, state).items())
        for facts, state in zip(pair.facts, (pair.one, pair.other), strict=True)
    ]
    return same and asked[0] == asked[1]


def _leaks() -> Iterator[tuple[Leak | PublishedLeak, str]]:
    for leak in (*LEAKS, *PUBLISHED_LEAKS):
        for audience in leak.audiences:
            yield leak, audience


def _seen(leak: Leak | PublishedLeak, audience: str) -> int | None:
    return next((pair.seed for pair in _first(audience) if _differs(leak, audience, pair)), None)


def _differs(leak: Leak | PublishedLeak, audience: str, pair: Pair) -> bool:
    one, other = leak.of(audience, pair.facts[0], pair.one), leak.of(audience, pair.facts[1], pair.other)
    return list(one.items()) != list(other.items())


@cache
def _first(audience: str) -> list[Pair]:
    return [pair(audience, seed) for seed in range(LEAKED)]


if __name__ == "__main__":
    sys.exit(main())
