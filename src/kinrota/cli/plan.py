"""`kinrota plan`: plans, proves the plan, shows it, and writes it where it is told to."""

from __future__ import annotations

import argparse
import sys

from kinrota import pipeline
from kinrota.cli.answer import Answer, status_of
from kinrota.cli.progress import Progress
from kinrota.cli.screen import colour, columns, harmless, lines, wrapped
from kinrota.model.plan_json import to_json
from kinrota.publish.terminal import plan_text


def run(args: argparse.Namespace, progress: Progress) -> Answer:
    """Read a folder, plan it and show the plan; written is it only with --out."""
    progress("reading the calendars")
    week = pipeline.read(args.folder, args.start, args.days)
    if args.out:
        pipeline.keep_calendars(week, args.folder, args.out)
        pipeline.try_writing(args.out)
    verified = pipeline.plan(week, args.time, progress)
    plan = verified.plan
    progress("writing")
    files = pipeline.write(verified, args.out) if args.out else ()
    status = status_of(week, (finding.kind for finding in plan.findings), gap=bool(plan.gaps))
    names = ", ".join(path.name for path in files)
    written = lines(wrapped([f"Written to {args.out}: {names}"], "", "  ")) if files else ""
    if args.json:
        sys.stderr.write(written)
        return Answer(harmless(to_json(plan, week.clock)), status)
    text = plan_text(verified, columns(), colour=colour())
    return Answer(f"{text}\n{written}" if written else text, status)
