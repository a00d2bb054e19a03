"""How long reading calendars takes: a year of 2,000 events, beside recurring-ical-events, and the uncovered hours.

    python benchmarks/reading.py [--rounds 7] [--out FILE]

Each reading is a process of its own, ours and theirs by turns, timed from before the first import of what reads; ours
includes the start of the process that reads. Both must find the same starts. Modules are compiled before, as they are
where they were installed: a first round does it, and is not counted. Writes
benchmarks/results/<date>-reading.json.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from record import file_of_today, write

EVENTS, FEW = 2000, 1000

OURS = """
import sys, time
begun = time.perf_counter()
from kinrota.intake.ics_start import started
with started() as process:
    from pathlib import Path
    from kinrota.intake.ics import Reader
    import datetime as dt, zoneinfo
    zone = zoneinfo.ZoneInfo("Europe/Berlin")
    begin, end = dt.datetime(2026, 1, 1, tzinfo=zone), dt.datetime(2027, 1, 1, tzinfo=zone)
    window = int(begin.timestamp()) // 60, int(end.timestamp()) // 60
    with Reader(process=process) as reader:
        reading = reader.read(Path(sys.argv[1]).read_bytes(), window, "Europe/Berlin")
seconds = time.perf_counter() - begun
assert not reading.set_aside and not reading.unclear
found = sorted({(one.uid, one.start * 60) for one in reading.occurrences})
"""

THEIRS = """
import sys, time
begun = time.perf_counter()
from pathlib import Path
import datetime as dt, zoneinfo
import icalendar, recurring_ical_events
zone = zoneinfo.ZoneInfo("Europe/Berlin")
begin, end = dt.datetime(2026, 1, 1, tzinfo=zone), dt.datetime(2027, 1, 1, tzinfo=zone)
calendar = icalendar.Calendar.from_ical(Path(sys.argv[1]).read_bytes())
occurrences = list(recurring_ical_events.of(calendar).between(begin, end))
seconds = time.perf_counter() - begun
found = sorted({(str(one["UID"]), int(one["DTSTART"].dt.timestamp())) for one in occurrences})
"""

TELL = (
    "import hashlib, json; print(json.dumps([seconds, len(found), hashlib.sha256(repr(found).encode()).hexdigest()]))"
)

ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE"""

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
    """Measure, tell and keep it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="how often each is measured")
    parser.add_argument("--out", type=Path, default=file_of_today("reading"), help="the file to write")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        told = {"reading": _reading(Path(folder), asked.rounds), "gaps": _gaps(Path(folder), asked.rounds)}
    reading, gaps = told["reading"], told["gaps"]
    print(f"A year of {EVENTS:,} events, {reading['occurrences']:,} occurrences, from the first import on:")
    for name in ("ours", "recurring-ical-events"):
        print(f"  {name:22} {_milliseconds(reading[name])}")
    print(f"kinrota gaps, two calendars of {FEW:,} events, the whole process: {_milliseconds(gaps)}")
    write(asked.out, told)


def _milliseconds(told: dict[str, Any]) -> str:
    return (
        f"{told['median'] * 1000:.0f} ms; of the processor, starting Python included, {told['processor'] * 1000:.0f} ms"
    )


def _calendar(path: Path, events: int, late: int) -> None:
    """A year of shifts, one in twenty of them weekly, with a day that falls out and one that is moved."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kinrota//benchmarks//EN", *ZONE.splitlines()]
    first = dt.datetime(2026, 1, 1, 6 + late)  # noqa: DTZ001 -- on the wall
    for number in range(events):
        start = first + dt.timedelta(hours=number * 365 * 24 // events)
        weekly = number % 20 == 0
        lines += _event(number, start, ["RRULE:FREQ=WEEKLY;COUNT=12", _line("EXDATE", start, 7)] if weekly else [])
        if number % 40 == 0:
            lines += _event(number, start + dt.timedelta(days=15), [_line("RECURRENCE-ID", start, 14)])
    path.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), encoding="utf-8", newline="")


def _event(number: int, start: dt.datetime, more: list[str]) -> list[str]:
    head = ["BEGIN:VEVENT", f"UID:{number}@benchmarks", "DTSTAMP:20260101T000000Z", f"SUMMARY:Shift {number}"]
    times = [_line("DTSTART", start, 0), _line("DTEND", start + dt.timedelta(hours=4), 0)]
    return [*head, "DESCRIPTION:Bring the badge\\, and the key", *times, *more, "END:VEVENT"]


def _line(name: str, start: dt.datetime, days: int) -> str:
    return f"{name};TZID=Europe/Berlin:{start + dt.timedelta(days=days):%Y%m%dT%H%M%S}"


def _reading(folder: Path, rounds: int) -> dict[str, Any]:
    """The seconds from the first import to the last occurrence."""
    path = folder / "work.ics"
    _calendar(path, EVENTS, 0)
    seconds: dict[str, list[float]] = {"ours": [], "recurring-ical-events": []}
    processor: dict[str, list[float]] = {name: [] for name in seconds}
    found = set()
    for counted in range(rounds + 1):
        for name, code in zip(seconds, (OURS, THEIRS), strict=True):
            command = [sys.executable, "-W", "ignore", "-c", code + TELL, str(path)]
            before = _processor()
            done = subprocess.run(command, check=True, capture_output=True, text=True, env=_compiled(folder))
            spent, *answer = json.loads(done.stdout)
            if counted:
                seconds[name].append(spent)
                processor[name].append(_processor() - before)
            found.add(tuple(answer))
    if len(found) != 1:
        print(f"They found different starts: {found}", file=sys.stderr)
        sys.exit(1)
    told = {name: _told(spent, processor[name]) for name, spent in seconds.items()}
    return {"events": EVENTS, "occurrences": found.pop()[0], **told}


def _gaps(folder: Path, rounds: int) -> dict[str, Any]:
    """The seconds of `kinrota gaps` from its start to its end."""
    (folder / "household.toml").write_text(HOUSEHOLD, encoding="utf-8")
    _calendar(folder / "ana.ics", FEW, 0)
    _calendar(folder / "ben.ics", FEW, 5)
    command = [sys.executable, "-m", "kinrota", "gaps", str(folder), "--from", "2026-03-02"]
    seconds, processor = [], []
    for counted in range(rounds + 1):
        started, before = time.perf_counter(), _processor()
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=_compiled(folder))
        if counted:
            seconds.append(time.perf_counter() - started)
            processor.append(_processor() - before)
        if done.returncode not in (0, 1) or not done.stdout:
            raise SystemExit(done.stderr)
    return {"events": FEW, **_told(seconds, processor)}


def _compiled(folder: Path) -> dict[str, str]:
    """The environment, with a place where compiled modules are kept."""
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**ours, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def _told(seconds: list[float], processor: list[float]) -> dict[str, Any]:
    return {
        "median": statistics.median(seconds),
        "rounds": seconds,
        "processor": statistics.median(processor),
    }


def _processor() -> float:
    """The processor's seconds of all processes that were waited for: what a busy machine changes least."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
