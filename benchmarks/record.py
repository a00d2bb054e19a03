"""What every benchmark keeps beside its numbers, and where."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import os
import platform
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks/results"
PACKAGES = ("kinrota", "ortools", "icalendar", "python-dateutil", "recurring-ical-events")


def file_of_today(name: str) -> Path:
    """The file that a benchmark writes if it is told no other."""
    return RESULTS / f"{dt.datetime.now(dt.UTC).date()}-{name}.json"


def machine() -> dict[str, Any]:
    """Where it was measured, and with which versions."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "versions": {name: importlib.metadata.version(name) for name in PACKAGES},
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }


def write(path: Path, record: dict[str, Any]) -> None:
    """Keep a run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"machine": machine(), **record}, indent=1) + "\n", encoding="utf-8")
    print(f"Written to {os.path.relpath(path)}.")
