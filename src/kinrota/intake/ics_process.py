"""What the process does that may be killed: it limits itself, takes one calendar after the other and answers each."""

from __future__ import annotations

import contextlib
import gc
import json
import math
import os
import resource
import signal
import sys
from typing import BinaryIO

from kinrota.intake.ics_calendar import read_calendar
from kinrota.intake.ics_reading import OUT_OF_MEMORY, READY, CalendarReading, Limits


def serve() -> None:
    """Answer calendars on standard input until there are no more.

    In: for each calendar a line of JSON that says how it is to be read and how long it is, and its bytes.
    Out: "ready"; then a line of JSON for each calendar.
    """
    source, target = sys.stdin.buffer, sys.stdout.buffer
    target.write(READY)
    target.flush()
    _limit(resource.RLIMIT_CORE, 0)
    gc.disable()  # nothing here goes round in circles, and looking for it takes an eighth of the time
    try:
        while line := source.readline():
            asked = json.loads(line)
            limits = Limits(**asked["limits"])
            _limit(resource.RLIMIT_AS, limits.memory)
            _limit(resource.RLIMIT_CPU, math.ceil(_spent() + limits.seconds) + 1)
            signal.setitimer(signal.ITIMER_PROF, limits.seconds)  # to the point, and it ends this process
            data = source.read(asked["length"])
            window, addresses = tuple(asked["window"]), asked["addresses"]
            _say(target, read_calendar(data, asked["sha256"], window, asked["zone"], limits, addresses))
            del data
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # no memory to end in good order


def _limit(what: int, value: int) -> None:
    """Set a limit of this process; some systems refuse some, and the watching process is there all the same."""
    with contextlib.suppress(OSError, ValueError):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _spent() -> float:
    """The processor's seconds that this process has used."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _say(target: BinaryIO, reading: CalendarReading) -> None:
    """Answer; from the end of the line on no time runs, or the next calendar would get the blame for this one's."""
    target.write(json.dumps(reading, check_circular=False, separators=(",", ":")).encode())
    target.flush()
    signal.setitimer(signal.ITIMER_PROF, 0)
    target.write(b"\n")
    target.flush()
