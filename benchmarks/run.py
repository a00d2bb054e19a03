"""How long planning takes: the records of `tests/records`.

    python benchmarks/run.py [--days 14 28] [--seconds 45] [--only p05 p10] [--out FILE]

Prints a table and writes benchmarks/results/<date>-records.json. A result counts only when the check finds nothing.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from record import ROOT, file_of_today, write

sys.path.insert(0, str(ROOT))

from tests.records.records import FIRST_DAYS, plan_in_a_child


def main() -> None:
    """Measure what is asked for, tell it and keep it."""
    asked = _asked()
    rows = [row for days in asked.days for name in asked.only for row in [_plan(name, days, asked.seconds)]]
    for days in asked.days:
        _tell(days, [row for row in rows if row["days"] == days])
    write(asked.out, {"seconds": asked.seconds, "records": rows})


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, nargs="+", default=[14, 28], help="lengths of the horizon")
    parser.add_argument("--seconds", type=float, default=45.0, help="the limit of each plan")
    parser.add_argument("--only", nargs="+", default=list(FIRST_DAYS), choices=list(FIRST_DAYS), help="some records")
    parser.add_argument("--out", type=Path, default=file_of_today("records"), help="the file to write")
    return parser.parse_args()


def _plan(name: str, days: int, seconds: float) -> dict[str, Any]:
    print(f"\r{name}, {days} days ...", end="", file=sys.stderr, flush=True)
    try:
        told = plan_in_a_child(name, days, seconds)
    except (AssertionError, subprocess.TimeoutExpired) as error:
        return {"record": name, "days": days, "failed": str(error)[-300:]}
    return {"record": name, "days": days, **told}


def _tell(days: int, rows: list[dict[str, Any]]) -> None:
    print(f"\r\n{days} days\n")
    print(f"{'':4} {'seconds':>8} {'MB':>5} {'Booleans':>9} {'proved':>7}  value [bound] of each level that is not 0")
    for row in rows:
        if "failed" in row or row["found"]:
            print(f"{row['record']:4} {row.get('failed') or row['found'][0]}")
            continue
        levels = [
            f"{name} {_number(v)}{'' if v == b else f' [{_number(b)}]'}"
            for name, (v, b) in row["levels"].items()
            if v != "0"
        ]
        proved = sum(value == bound for value, bound in row["levels"].values())
        print(
            f"{row['record']:4} {row['planning']:8.1f} {row['megabytes']:5.0f} {row['variables']:9}"
            f" {proved:>3} of {len(row['levels'])}  {', '.join(levels)}"
        )
    times = sorted(row["planning"] for row in rows if not row.get("failed"))
    whole = sum(row.get("status") == "optimal" for row in rows)
    if times:
        print(
            f"median {statistics.median(times):.1f} s, longest {times[-1]:.1f} s, {whole} of {len(rows)} proved whole"
        )


def _number(text: str | None) -> str:
    """A fraction as a person reads it; a bound that is not known is `?`."""
    if text is None:
        return "?"
    above, _, below = text.partition("/")
    return f"{int(above) / int(below or 1):g}"


if __name__ == "__main__":
    main()
