"""`kinrota accept`: makes a plan the plan, and says what that promises to whom."""

from __future__ import annotations

import argparse

from kinrota import pipeline
from kinrota.cli.answer import DONE, LOOK, Answer
from kinrota.cli.progress import Progress
from kinrota.cli.screen import as_json, lines, wrapped
from kinrota.cli.verify import finding_record
from kinrota.model.plan import Verified
from kinrota.model.promises import Acceptance, ends, record
from kinrota.model.week import Week
from kinrota.publish.asking import askings
from kinrota.publish.dates import day_text, hours_text, range_text
from kinrota.publish.promises import promises_text
from kinrota.publish.words import gap_words
from kinrota.verify import verified


def run(args: argparse.Namespace, progress: Progress) -> Answer:
    """Check a plan.json and add it to the folder's history."""
    progress("checking every minute")
    week, found = pipeline.accept_file(args.folder, args.plan)
    status = LOOK if found.findings else DONE
    if args.json:
        return Answer(as_json(_record(week, found)), status)
    still = () if found.findings else _still_open(verified(week, pipeline.read_plan(args.plan)))
    return Answer(_text(week, found, still), status)


def _still_open(plan: Verified) -> tuple[str, ...]:
    """What is accepted with it: hours that nobody covers, and everything that has still to be asked."""
    gaps = gap_words(plan.plan.gaps, plan.week, plan.plan.children)
    clock = plan.week.clock
    uncovered = [
        f"{day_text(clock.date(gap.span.start))} {hours_text(gap.span, clock)}: {gap.sentence}." for gap in gaps
    ]
    asked = [line for asking in askings(plan) for line in asking.lines]
    return (
        *(["", "Nobody covers", *wrapped(uncovered)] if uncovered else []),
        *(["", "Still to ask", *wrapped(asked)] if asked else []),
    )


def _text(week: Week, found: Acceptance, still: tuple[str, ...]) -> str:
    if found.findings:
        return lines(["This plan is not accepted:", *wrapped(f"{one.kind}: {one.sentence}" for one in found.findings)])
    days = list(week.clock.days(week.horizon))
    said = f"Accepted: {week.household.title}, {range_text(days[0], days[-1])} ({found.source})."
    if not found.added:
        said = f"This is the plan already ({found.source}): nothing was added."
    told = [
        line
        for person, dates in promises_text(week, found.promises).items()
        for line in ("", f"Told to {person}", *wrapped(dates))
    ]
    return lines([*wrapped([said], "", ""), *still, *told])


def _record(week: Week, found: Acceptance) -> dict[str, object]:
    clock = week.clock
    return {
        "kinrota_accept": 1,
        "added": found.added,
        "source": found.source,
        "plan": found.plan,
        **ends(week.horizon, clock),
        "promises": [record(promise, clock) for promise in found.promises],
        "findings": [finding_record(one, clock) for one in found.findings],
    }
