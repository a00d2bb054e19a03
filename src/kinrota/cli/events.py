"""`kinrota events`: how one calendar is read, event by event."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterable, Iterator

from kinrota import pipeline
from kinrota.cli.answer import DONE, LOOK, UNUSABLE, Answer
from kinrota.cli.progress import Progress
from kinrota.cli.screen import as_json, lines, wrapped
from kinrota.errors import Problem
from kinrota.intake.ics import CalendarReading, Occurrence, SetAside
from kinrota.model.time import EPOCH, Clock, Span
from kinrota.publish.dates import day_text, hours_text

SAID = {"CANCELLED": "called off", "TENTATIVE": "tentative"}
"""A status in a parent's words."""
_NAMED = 5
"""Lines of a file of which the same is said; of more, their number."""


def run(args: argparse.Namespace, progress: Progress) -> Answer:
    """Read one calendar file and list its events."""
    progress("reading the calendar")
    reading = pipeline.events(args.file, args.start, args.end, args.zone, args.addresses)
    clock = Clock(args.zone)
    problems = (Problem(args.file.name, None, "", "", reading.unreadable),) if reading.unreadable else ()
    status = UNUSABLE if problems else LOOK if reading.set_aside or reading.unclear else DONE
    if args.json:
        return Answer(as_json(_record(reading, clock)), status, problems)
    return Answer("" if problems else _text(reading, clock), status, problems)


def _text(reading: CalendarReading, clock: Clock) -> str:
    told = wrapped((_line(event, clock) for event in reading.occurrences), "", "  ") or ["No event in these days."]
    for title, asides in (
        ("Could not be used, and set aside:", reading.set_aside),
        ("Read, but unclear:", reading.unclear),
    ):
        if asides:
            told += ["", title, *wrapped(_aside_lines(asides))]
    return lines(told)


def _line(event: Occurrence, clock: Clock) -> str:
    status = "" if event.status == "CONFIRMED" else f" ({SAID.get(event.status, event.status.lower())})"
    free = " (declined)" if event.declined else " (marked as free)" if event.transparent else ""
    where = f", {event.location}" if event.location.strip() else ""
    return f"{_when(event, clock)}: {event.summary or 'without a title'}{where}{status}{free}"


def _when(event: Occurrence, clock: Clock) -> str:
    first = clock.date(event.start)
    day = f"{day_text(first)} {first.year}"
    if event.all_day:
        last = clock.date(max(event.end, event.start + 1) - 1)
        return f"{day}{'' if last == first else f' to {day_text(last)}'}, all day"
    if event.start == event.end:
        return f"{day} {clock.text(event.start)}"
    return f"{day} {hours_text(Span(event.start, event.end), clock)}"


def _aside_lines(asides: Iterable[SetAside]) -> Iterator[str]:
    """What there is to say, once for all of which it is the same."""
    alike: dict[tuple[str, str], list[SetAside]] = {}
    for aside in asides:
        alike.setdefault((aside.reason, aside.remedy), []).append(aside)
    for said, those in alike.items():
        about = f"lines {_some([str(aside.line) for aside in those])}: " if len(those) > 1 else _about(those[0])
        yield about + " ".join(said).rstrip()


def _about(aside: SetAside) -> str:
    where = f"line {aside.line}: " if aside.line else ""
    what = f'"{" ".join(aside.title.split())}"' if aside.title.strip() else aside.uid
    return f"{where}{f'{what}: ' if what else ''}"


def _some(numbers: list[str]) -> str:
    if len(numbers) <= _NAMED:
        return f"{', '.join(numbers[:-1])} and {numbers[-1]}"
    return f"{', '.join(numbers[:_NAMED])} and {len(numbers) - _NAMED} more"


def _record(reading: CalendarReading, clock: Clock) -> dict[str, object]:
    return {
        "kinrota_events": 1,
        "sha256": reading.sha256,
        "unreadable": reading.unreadable,
        "occurrences": [
            {
                "start": _instant(event.start, event, clock),
                "end": _instant(event.end, event, clock),
                "uid": event.uid,
                "summary": event.summary,
                "status": event.status,
                "location": event.location,
                "transparent": event.transparent,
                "declined": event.declined,
            }
            for event in reading.occurrences
        ],
        "set_aside": _asides(reading.set_aside),
        "unclear": _asides(reading.unclear),
    }


def _instant(minutes: int, event: Occurrence, clock: Clock) -> str:
    """A date where the event was given in dates, else the instant in UTC."""
    if event.all_day:
        return clock.date(minutes).isoformat()
    return f"{EPOCH + dt.timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"


def _asides(asides: Iterable[SetAside]) -> list[dict[str, object]]:
    return [
        {"line": one.line, "uid": one.uid, "summary": one.title, "reason": one.reason, "remedy": one.remedy}
        for one in asides
    ]
