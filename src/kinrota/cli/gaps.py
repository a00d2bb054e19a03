"""`kinrota gaps`: when nobody is known to be with a child, as things stand."""

from __future__ import annotations

import argparse
import contextlib
import gc
import sys
import threading
from collections.abc import Iterator
from importlib import import_module

from kinrota import pipeline
from kinrota.cli.answer import Answer, status_of
from kinrota.cli.progress import Progress
from kinrota.cli.screen import as_json

WORDS = ("kinrota.intake.folder", "kinrota.intake.weeks", "kinrota.cli.told")
"""Modules in the order in which they are needed: all but the first load while another process reads the calendars."""


TURN = 0.0005
"""Seconds after which a thread that has nothing to wait for lets another one go on."""


def run(args: argparse.Namespace, progress: Progress) -> Answer:
    """Read a folder and show its uncovered hours."""
    with _in_a_hurry():
        return _run(args, progress)


@contextlib.contextmanager
def _in_a_hurry() -> Iterator[None]:
    """No looking for what goes round in circles, as all is over soon, and nobody waits long for who only loads."""
    usual = sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
        gc.enable()


def _run(args: argparse.Namespace, progress: Progress) -> Answer:
    progress("reading the calendars")
    loading = threading.Thread(target=lambda: [import_module(name) for name in WORDS])
    loading.start()
    try:
        week = pipeline.read(args.folder, args.start, args.days, offline=args.offline, progress=progress)
    finally:
        loading.join()
    told, kinds = import_module(WORDS[-1]), [note.kind for note in week.notes]
    if args.json:
        found = pipeline.gaps(week)
        return Answer(as_json(told.record(week, found)), status_of(week, kinds, gap=bool(found)))
    days = pipeline.gap_days(week)
    return Answer(told.text(week, days), status_of(week, kinds, gap=bool(days)))
