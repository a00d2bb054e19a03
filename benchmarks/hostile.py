"""What each kind of hostile calendar file costs the process that reads it: seconds of the processor, and memory.

    python benchmarks/hostile.py [--kind NAME] [--out FILE]

Reads every kind of tests/intake/hostile_files.py, each by a process of its own, prints a line for each and writes
benchmarks/results/hostile.json. `--kind` reads one and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from record import RESULTS, ROOT, write

from kinrota.intake.ics import Limits, Reader
from kinrota.intake.ics_start import started

WINDOW = (29_453_760, 29_979_360)
"""The year 2026 in minutes since 1970."""
MEGABYTE = 2**20


def kinds() -> ModuleType:
    """The module of the tests that makes the files."""
    spec = spec_from_file_location("hostile_files", ROOT / "tests/intake/hostile_files.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("tests/intake/hostile_files.py")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def one(name: str) -> dict[str, Any]:
    """Have one kind read; what it cost, and what was said of it."""
    with started() as process, Reader(process=process) as reader:  # before the file, which would count as its memory
        known = kinds().KINDS
        if name not in known:
            sys.exit(f"There is no kind “{name}”; there are: {', '.join(known)}.")
        data = known[name].data()
        size = len(data)
        reading = reader.read(data, WINDOW, "Europe/Berlin")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = [aside.reason for aside in (*reading.set_aside, *reading.unclear)]
    return {
        "kind": name,
        "megabytes": round(size / MEGABYTE, 2),
        "processor_seconds": round(used.ru_utime + used.ru_stime, 2),
        "peak_megabytes": used.ru_maxrss // 1024,
        "good_event_read": any(event.uid == "good" for event in reading.occurrences),
        "said": reading.unreadable or (said[0] if said else ""),
        "events": len(reading.occurrences),
    }


def main() -> None:
    """Read one kind, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", metavar="NAME", help="the only one that is read")
    parser.add_argument("--out", type=Path, default=RESULTS / "hostile.json", help="the file to write")
    asked = parser.parse_args()
    if asked.kind:
        print(json.dumps(one(asked.kind)))
        return
    rows = []
    for name in kinds().KINDS:
        command = [sys.executable, __file__, "--kind", name]
        rows.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout))
        print(
            f"{rows[-1]['processor_seconds']:6.2f} s {rows[-1]['peak_megabytes']:4d} MB  {name}: {rows[-1]['said']}",
            flush=True,
        )
    limits = Limits()
    record = {
        "limits": {"seconds": limits.seconds, "memory": limits.memory},
        "most_processor_seconds": max(row["processor_seconds"] for row in rows),
        "most_peak_megabytes": max(row["peak_megabytes"] for row in rows),
        "kinds": rows,
    }
    write(asked.out, record)


if __name__ == "__main__":
    main()
