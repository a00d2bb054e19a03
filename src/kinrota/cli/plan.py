"""`kinrota plan`: plans, proves the plan, shows it, and writes it where it is told to."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kinrota import pipeline
from kinrota.cli.answer import Answer, status_of
from kinrota.cli.progress import Progress
from kinrota.cli.screen import colour, columns, harmless, lines, wrapped
from kinrota.model.plan_json import to_json
from kinrota.publish.terminal import plan_text
from kinrota.publish.write import Written


def run(args: argparse.Namespace, progress: Progress) -> Answer:
    """Read a folder, plan it and show the plan; written is it only with --out."""
    progress("reading the calendars")
    week = pipeline.read(args.folder, args.start, args.days, offline=args.offline, progress=progress)
    if args.out:
        pipeline.keep_calendars(week, args.folder, args.out)
        pipeline.try_writing(args.folder, args.out)
    verified = pipeline.plan(week, args.time, progress)
    plan = verified.plan
    progress("writing")
    files = pipeline.write(verified, args.folder, args.out) if args.out else None
    status = status_of(week, (finding.kind for finding in plan.findings), gap=bool(plan.gaps))
    written = _told(files, args.out) if files else ""
    if args.json:
        sys.stderr.write(written)
        return Answer(harmless(to_json(plan, week.clock)), status)
    text = plan_text(verified, columns(), colour=colour())
    return Answer(f"{text}\n{written}" if written else text, status)


def _told(files: Written, out: Path) -> str:
    """Which files there are now, and which are no longer."""
    said = [("Written to", files.files), ("No longer handed out, and gone from", files.removed)]
    names = [
        f"{what} {out}: {', '.join(path.relative_to(out).as_posix() for path in paths)}"
        for what, paths in said
        if paths
    ]
    return lines(wrapped(names, "", "  "))
