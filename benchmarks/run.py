"""How long planning takes: the records of `tests/records`, a calendar of a thousand events, and the uncovered hours.

    python benchmarks/run.py [--days 14 28] [--seconds 45] [--only p05 p10] [--out FILE]

Prints a table and writes benchmarks/results/<date>-records.json. A result counts only when the check finds nothing.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.records.records import FIRST_DAYS, plan_in_a_child  # noqa: E402 -- it is found only now

RESULTS = ROOT / "benchmarks/results"
EVENTS = 1000
ROUNDS = 5
PACKAGES = ("kinrota", "ortools", "icalendar", "recurring-ical-events")

READING = """
import sys, time
from pathlib import Path
from kinrota.intake.ics import read_calendars
from kinrota.model.time import Clock
import datetime as dt
clock = Clock("Europe/Berlin")
window = clock.midnight(dt.date(2026, 1, 1)), clock.midnight(dt.date(2027, 1, 1))
data = Path(sys.argv[1]).read_bytes()
started = time.perf_counter()
reading = read_calendars({"work": data}, window, "Europe/Berlin")["work"]
print(time.perf_counter() - started, len(reading.occurrences))
"""

HOUSEHOLD = """kinrota = 1
name = "Two calendars"
timezone = "Europe/Berlin"
places = { ward = {}, nursery = {} }
journeys = [{ between = ["home", "ward"], walk = "20m" }, { between = ["home", "nursery"], walk = "8m" }]
adults = { ana = { modes = ["walk"] }, ben = { modes = ["walk"] } }
children = { leo = { born = 2023-01-10 } }
attendance = [{ child = "leo", place = "nursery", days = "mon-fri", drop = "07:30-09:30", pick = "12:00-16:30" }]

[calendars]
ana = { source = "ana.ics", of = "ana", means = "work", place = "ward" }
ben = { source = "ben.ics", of = "ben", means = "work", place = "ward" }
"""


def main() -> None:
    """Measure what is asked for, tell it and keep it."""
    asked = _asked()
    rows = [row for days in asked.days for name in asked.only for row in [_plan(name, days, asked.seconds)]]
    with tempfile.TemporaryDirectory() as folder:
        reading, gaps = _reading(Path(folder)), _gaps(Path(folder))
    for days in asked.days:
        _tell(days, [row for row in rows if row["days"] == days])
    print(f"\nReading {EVENTS} events: {reading['median'] * 1000:.0f} ms, of {reading['occurrences']} occurrences.")
    print(f"kinrota gaps, two calendars of {EVENTS} events, the whole process: {gaps['median'] * 1000:.0f} ms.")
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    record = {"machine": _machine(), "seconds": asked.seconds, "records": rows, "reading": reading, "gaps": gaps}
    asked.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"Written to {os.path.relpath(asked.out)}.")


def _asked() -> argparse.Namespace:
    today = dt.datetime.now(dt.UTC).date()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, nargs="+", default=[14, 28], help="lengths of the horizon")
    parser.add_argument("--seconds", type=float, default=45.0, help="the limit of each plan")
    parser.add_argument("--only", nargs="+", default=list(FIRST_DAYS), choices=list(FIRST_DAYS), help="some records")
    parser.add_argument("--out", type=Path, default=RESULTS / f"{today}-records.json", help="the file to write")
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


def _calendar(path: Path, late: int) -> None:
    """A year of shifts, each an event of its own, now and then one that comes round."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kinrota//benchmarks//EN"]
    first = dt.datetime(2026, 1, 1, 6 + late, tzinfo=dt.UTC)
    for n in range(EVENTS):
        start = first + dt.timedelta(hours=n * 365 * 24 // EVENTS)
        lines += ["BEGIN:VEVENT", f"UID:{n}@benchmarks", "DTSTAMP:20260101T000000Z", f"SUMMARY:Shift {n}"]
        lines += [f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{start + dt.timedelta(hours=4):%Y%m%dT%H%M%SZ}"]
        lines += ["RRULE:FREQ=WEEKLY;COUNT=4"] if n % 100 == 0 else []
        lines += ["END:VEVENT"]
    path.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), encoding="utf-8", newline="")


def _reading(folder: Path) -> dict[str, Any]:
    """The seconds that reading a year of one calendar takes, in a process that has loaded everything."""
    _calendar(folder / "work.ics", 0)
    told = []
    for _ in range(ROUNDS):
        done = subprocess.run(
            [sys.executable, "-c", READING, str(folder / "work.ics")], check=True, capture_output=True, text=True
        )
        told.append(done.stdout.split())
    seconds = [float(line[0]) for line in told]
    return {"median": statistics.median(seconds), "rounds": seconds, "occurrences": int(told[0][1])}


def _gaps(folder: Path) -> dict[str, Any]:
    """The seconds of `kinrota gaps` from its start to its end."""
    (folder / "household.toml").write_text(HOUSEHOLD, encoding="utf-8")
    _calendar(folder / "ana.ics", 0)
    _calendar(folder / "ben.ics", 5)
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "kinrota", "gaps", str(folder), "--from", "2026-03-02"],
            check=False,
            capture_output=True,
            text=True,
        )
        seconds.append(time.perf_counter() - started)
        if done.returncode not in (0, 1) or not done.stdout:
            raise SystemExit(done.stderr)
    return {"median": statistics.median(seconds), "rounds": seconds}


def _machine() -> dict[str, Any]:
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "versions": {name: importlib.metadata.version(name) for name in PACKAGES},
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }


if __name__ == "__main__":
    main()
