"""`kinrota accept`: makes a plan the plan, and says what that promises to whom."""

from __future__ import annotations

import argparse

from kinrota import pipeline
from kinrota.cli.answer import DONE, LOOK, Answer
from kinrota.cli.progress import Progress
from kinrota.cli.screen import as_json, columns, lines, wrapped
from kinrota.cli.verify import finding_record
from kinrota.model.plan import Verified
from kinrota.model.promises import Acceptance, ends, record
from kinrota.model.week import Week
from kinrota.publish.asking import askings
from kinrota.publish.cells import flow, pad, width
from kinrota.publish.dates import long_day, range_text, span_text
from kinrota.publish.promises import DayTold, promises_text
from kinrota.publish.words import gap_words
from kinrota.verify import verified


def run(args: argparse.Namespace, progress: Progress) -> Answer:
    """Check a plan.json and add it to the folder's history."""
    progress("checking every minute")
    week, found = pipeline.accept_file(args.folder, args.plan)
    status = LOOK if found.findings else DONE
    if args.json:
        return Answer(as_json(_record(week, found)), status)
    if found.findings:
        refused = wrapped(f"{one.kind}: {one.sentence}" for one in found.findings)
        return Answer(lines(["This plan is not accepted:", *refused]), status)
    return Answer(_text(found, verified(week, pipeline.read_plan(args.plan))), status)


def _still_open(plan: Verified) -> tuple[str, ...]:
    """What is accepted with it: hours that nobody covers, and everything that has still to be asked."""
    gaps = gap_words(plan.plan.gaps, plan.week, plan.plan.children)
    uncovered = [f"{span_text(gap.span, plan.week.clock)}: {gap.sentence}." for gap in gaps]
    asked = [line for asking in askings(plan) for line in asking.lines]
    return (
        *(["", "Nobody covers", *wrapped(uncovered)] if uncovered else []),
        *(["", "Still to ask", *wrapped(asked)] if asked else []),
    )


def _text(found: Acceptance, plan: Verified) -> str:
    week = plan.week
    days = list(week.clock.days(week.horizon))
    said = f"Accepted: {week.household.title}, {range_text(days[0], days[-1])} ({found.source})."
    if not found.added:
        said = f"This is the plan already ({found.source}): nothing was added."
    told = promises_text(week, found.promises, plan.plan.adults)
    return lines([
        *wrapped([said], "", ""),
        *_still_open(plan),
        *(["", "Told to everybody, day by day"] if told else []),
        *(line for day, people in told.items() for line in ("", long_day(day), *_day(people))),
    ])  # fmt: skip


def _day(people: DayTold) -> list[str]:
    """A paragraph a person, with the name in front."""
    wide = max(width(name) for name in people) + 2
    return [
        line
        for name, words in people.items()
        for line in flow(words, columns(), f"  {pad(name, wide)}", " " * (wide + 2))
    ]


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
