"""The households of real patterns, and planning one of them in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.patience import ENOUGH

HOUSEHOLDS = Path(__file__).resolve().parent / "households"
FIRST_DAYS = {
    "p04": "2026-01-19",
    "p05": "2026-03-30",
    "p06": "2026-02-02",
    "p07": "2021-10-04",
    "p08": "2021-11-29",
    "p09": "2022-02-07",
    "p10": "2023-10-30",
    "p11": "2024-02-05",
    "p16": "2022-03-07",
    "p18": "2024-05-06",
    "p20": "2026-03-16",
    "p21": "2021-10-04",
    "p22": "2026-03-16",
    "p23": "2024-02-05",
    "p24": "2022-03-07",
}
"""The first day of each one's work, or the Monday of its week."""

PLANNED = """
import datetime, json, resource, sys, time
from pathlib import Path
from kinrota.intake.folder import read
from kinrota.solve import plan_week
from kinrota.solve.layout import layout_of
from kinrota.solve.program import Program
from kinrota.verify import verify

def variables(layout):
    "The Booleans that say who does what; those that only count it are not among them."
    return sum(1 for _ in Program(layout).decisions())

def peak():
    "The most memory of this process in kilobytes; what getrusage says is, under Linux, at least what its parent had."
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

folder, first, days, seconds = sys.argv[1:]
started = time.perf_counter()
week = read(Path(folder), start=datetime.date.fromisoformat(first), days=int(days))
was_read = time.perf_counter()
plan = plan_week(week, seconds=float(seconds))
was_planned = time.perf_counter()
found = [finding.sentence for finding in verify(week, plan)]
megabytes = peak() / 1024
print(json.dumps({
    "reading": was_read - started,
    "planning": was_planned - was_read,
    "verifying": time.perf_counter() - was_planned,
    "megabytes": megabytes,
    "status": plan.status,
    "workers": plan.effort.workers,
    "seed": plan.effort.seed,
    "variables": variables(layout_of(week)),
    "levels": {
        level.name: [str(level.value), None if level.bound is None else str(level.bound)] for level in plan.levels
    },
    "found": found,
}))
"""


def plan_in_a_child(name: str, days: int, seconds: float) -> dict[str, Any]:
    """Read, plan and verify a record in a process of its own: seconds, megabytes at the most, levels, findings."""
    asked = [str(HOUSEHOLDS / name), FIRST_DAYS[name], str(days), str(seconds)]
    done = subprocess.run(
        [sys.executable, "-c", PLANNED, *asked], check=False, capture_output=True, text=True, timeout=seconds + ENOUGH
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told
