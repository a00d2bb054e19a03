"""`kinrota verify`: the independent check of a plan, whoever made it."""

from __future__ import annotations

import argparse

from kinrota import pipeline
from kinrota.cli.answer import DONE, LOOK, Answer
from kinrota.cli.progress import Progress
from kinrota.cli.screen import as_json, lines, wrapped
from kinrota.model.plan import Finding
from kinrota.model.time import Clock


def run(args: argparse.Namespace, progress: Progress) -> Answer:
    """Check a plan.json against its folder."""
    progress("checking every minute")
    plan, found = pipeline.verify_files(args.folder, args.plan)
    status = LOOK if found else DONE
    if args.json:
        clock = Clock(plan.zone)
        return Answer(as_json({"kinrota_verify": 1, "findings": [finding_record(one, clock) for one in found]}), status)
    if not found:
        return Answer("Nothing found: every minute checked.\n", status)
    head = "The plan has something to look at:" if len(found) == 1 else f"The plan has {len(found)} things to look at:"
    return Answer(lines([head, *wrapped(f"{one.kind}: {one.sentence}" for one in found)]), status)


def finding_record(finding: Finding, clock: Clock) -> dict[str, str]:
    """A finding as JSON."""
    said = {"kind": finding.kind, "sentence": finding.sentence, "who": finding.who, "event": finding.event}
    if finding.span is None:
        return said
    return {**said, "from": clock.iso(finding.span.start), "to": clock.iso(finding.span.end)}
