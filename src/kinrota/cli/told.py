"""The uncovered hours as text for a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from kinrota.cli.answer import HARMLESS
from kinrota.cli.screen import colour, columns, lines, wrapped
from kinrota.gaps import Uncovered
from kinrota.model.plan import Finding
from kinrota.model.week import Note, Week
from kinrota.publish.account import finding_groups
from kinrota.publish.dates import range_text
from kinrota.publish.terminal import gaps_text
from kinrota.publish.words import names_of, uncovered


def text(week: Week, found: Sequence[Uncovered]) -> str:
    """Day by day, and below it what was unclear."""
    dates = range_text(week.clock.date(week.horizon.start), week.clock.date(week.horizon.end - 1))
    title = lines(wrapped([f"{week.household.title}, {dates}"], "", ""))
    told = gaps_text(week.clock, names_of(week), found, columns(), colour=colour())
    return title + told + _notes_text([note for note in week.notes if note.kind not in HARMLESS])


def _notes_text(notes: Sequence[Note]) -> str:
    groups = finding_groups(Finding(note.kind, note.sentence) for note in notes)
    told = [f"{' '.join(group.sentences)}{f' And {group.more} more.' if group.more else ''}" for group in groups]
    return lines(["", "To look at", *wrapped(told)]) if told else ""


def record(week: Week, found: Sequence[Uncovered]) -> dict[str, object]:
    """For programs; docs/reference/command-line.md has the fields."""
    clock = week.clock
    number = uncovered(gap.span for gap in found)
    return {
        "kinrota_gaps": 1,
        "timezone": clock.zone,
        "from": clock.iso(week.horizon.start),
        "to": clock.iso(week.horizon.end),
        "minutes": number.minutes,
        "places": number.places,
        "gaps": [
            {
                "child": gap.child,
                "from": clock.iso(gap.span.start),
                "to": clock.iso(gap.span.end),
                "need": gap.need.value,
                "because": gap.because,
                "could": list(gap.could),
            }
            for gap in found
        ],
        "unknown": [
            {
                "adult": unknown.adult,
                "from": clock.iso(unknown.span.start),
                "to": clock.iso(unknown.span.end),
                "calendar": unknown.calendar,
                "because": unknown.why,
            }
            for unknown in week.unknown
        ],
        "findings": [
            {"kind": note.kind, "sentence": note.sentence, "who": note.who, "event": note.event} for note in week.notes
        ],
    }
