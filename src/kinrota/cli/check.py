"""`kinrota check`: everything is read and nothing planned, to see what was understood."""

from __future__ import annotations

import argparse

from msgspec import to_builtins

from kinrota import pipeline
from kinrota.cli.answer import DONE, LOOK, UNUSABLE, Answer
from kinrota.cli.progress import Progress
from kinrota.cli.screen import as_json, lines, wrapped
from kinrota.intake.check import text


def run(args: argparse.Namespace, progress: Progress) -> Answer:
    """Say what was read of a folder, and what is unclear or wrong."""
    progress("reading the calendars")
    report = pipeline.check(
        args.folder, args.start, args.days, offline=args.offline, accept=args.accept, progress=progress
    )
    status = UNUSABLE if report.problems else DONE if report.clean else LOOK
    if args.json:
        return Answer(as_json({"kinrota_check": 1, **to_builtins(report)}), status, report.problems)
    if report.problems:
        return Answer("", status, report.problems)
    return Answer(lines(line for whole in text(report).splitlines() for line in _fitted(whole)), status)


def _fitted(line: str) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()))
    return wrapped([line.strip()], indent, f"{indent}  ") if line.strip() else [""]
