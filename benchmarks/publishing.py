"""Publishing under fire: many runs of the state machine of tests/dav/sync, on real servers and on one in memory.

    python benchmarks/publishing.py [--seconds 900] [--seed 0] [--only radicale xandikos davical memory] [--out FILE]

People edit, plans change, servers fail and kinrota dies, in any order; what docs/how-to/publish-a-plan.md promises is
checked at each request, after each run and at the end. What happened how often is kept, and every promise that broke;
it ends with 1 where one did.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import hypothesis  # noqa: E402 -- the tests are found only now
from hypothesis import HealthCheck, Phase, settings  # noqa: E402
from hypothesis.stateful import run_state_machine_as_test  # noqa: E402
from record import file_of_today, write  # noqa: E402

from tests.dav.servers import NAMES, lacking, running  # noqa: E402
from tests.dav.sync.machine import machine  # noqa: E402
from tests.dav.sync.model import BrokenError  # noqa: E402
from tests.dav.sync.people import KINDS  # noqa: E402
from tests.dav.sync.shelf import RULES  # noqa: E402
from tests.dav.sync.weather import FAULTS  # noqa: E402
from tests.dav.sync.world import Site, shelf, site_of  # noqa: E402

AT_ONCE = 5
"""Examples of one seed: few, so that time is looked at often."""
STEPS = 8
KILLS = ("before", "after", "torn")
PARTS = (*NAMES, "memory")


def main() -> int:
    """Run, tell and keep it; 1 where a promise broke."""
    asked = _asked()
    rows, skipped = dict[str, Any](), dict[str, str]()
    for name in asked.only:
        if lack := lacking(name) if name in NAMES else "":
            skipped[name] = lack
            continue
        with _site(name) as make:
            rows[name] = _tried(make, asked.seconds / len(asked.only), asked.seed)
        row = rows[name]
        told = f"{row['examples']} examples, {row['runs']} runs, {sum(row['faults'].values())} faults"
        print(f"{name:9} {told}, {sum(row['killed'].values())} deaths, {len(row['violations'])} violations", flush=True)
    violations = sum(len(row["violations"]) for row in rows.values())
    keys = ("examples", "runs", "settled")
    record = {
        "seed": asked.seed,
        "steps_of_an_example_at_most": STEPS,
        "total": {key: sum(row[key] for row in rows.values()) for key in keys} | {"violations": violations},
        "servers": rows,
        "not_here": skipped,
    }
    write(asked.out, record)
    return 1 if violations else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=900.0, help="for all servers together")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--out", type=Path, default=file_of_today("publishing"), help="the file to write")
    return parser.parse_args()


@contextlib.contextmanager
def _site(name: str) -> Iterator[Callable[[int], Site]]:
    """What gives the server for a seed: in memory another each time."""
    if name != "memory":
        with running(name) as dav:
            site = site_of(dav)
            yield lambda _: site
        return
    yield lambda seed: shelf(list(RULES)[seed % len(RULES)])


def _tried(make: Callable[[int], Site], seconds: float, first: int) -> dict[str, Any]:
    counts, violations, seed, started = Counter[str](), list[dict[str, Any]](), first, time.monotonic()
    limits = settings(
        max_examples=AT_ONCE,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    while time.monotonic() - started < seconds:
        site = make(seed)
        found = _broken(site, seed, limits, counts)
        violations += [{"seed": seed, "server": site.name, "what": found}] if found else []
        seed += 1
    return {
        "version": make(first).version,
        "seconds": round(time.monotonic() - started),
        "seeds": [first, seed - 1],
        **{key: counts[key] for key in ("examples", "runs", "steps", "settled", "meanwhile", "unsure", "ledger lost")},
        "faults": {name: counts[f"fault: {name}"] for name in FAULTS},
        "killed": {name: counts[f"killed {name}"] for name in KILLS},
        "edits": {name: counts[name] for name in KINDS},
        "violations": violations,
    }


def _broken(site: Site, seed: int, limits: settings, counts: Counter[str]) -> str:
    """The promise that broke, empty if none did."""
    tried = hypothesis.seed(seed)(machine(lambda: site, counts))
    try:
        run_state_machine_as_test(tried, settings=limits)
    except (BrokenError, BaseExceptionGroup) as error:
        return _first(error)
    return ""


def _first(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if not isinstance(error, AssertionError):
        raise error
    return str(error)


if __name__ == "__main__":
    sys.exit(main())
