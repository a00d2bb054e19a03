"""The uncovered hours as `kinrota gaps` says them: to people, and to programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kinrota.cli.answer import HARMLESS
from kinrota.cli.screen import colour, columns, lines, wrapped
from kinrota.gaps import Day, Uncovered
from kinrota.model.time import Span, merged
from kinrota.model.unsaid import no_work_known
from kinrota.model.week import Note, Week
from kinrota.publish.dates import range_text
from kinrota.publish.terminal_gaps import gaps_text

SHOWN = 3
"""Notes of a kind that are told in full."""


def text(week: Week, days: Sequence[Day]) -> str:
    """Day by day, and below it what was unclear."""
    dates = range_text(week.clock.date(week.horizon.start), week.clock.date(week.horizon.end - 1))
    title = lines(wrapped([f"{week.household.title}, {dates}"], "", ""))
    names = {child.id: child.name for child in week.household.children}
    told = gaps_text(week.clock, names, days, columns(), colour=colour())
    counted_on = [note.sentence for note in no_work_known(week.household)]
    calm = lines(["", *wrapped(counted_on, "", "")]) if counted_on else ""
    return title + told + calm + _notes_text([note for note in week.notes if note.kind not in HARMLESS])


def _notes_text(notes: Sequence[Note]) -> str:
    return lines(["", "To look at", *wrapped(_by_kind(notes))]) if notes else ""


def _by_kind(notes: Sequence[Note]) -> Iterator[str]:
    """The first sentences of each kind, and how many more there are."""
    kinds: dict[str, dict[str, None]] = {}
    for note in notes:
        kinds.setdefault(note.kind, {})[note.sentence] = None
    for sentences in kinds.values():
        more = len(sentences) - SHOWN
        yield f"{' '.join(list(sentences)[:SHOWN])}{f' And {more} more.' if more > 0 else ''}"


def record(week: Week, found: Sequence[Uncovered]) -> dict[str, object]:
    """For programs; docs/reference/command-line.md has the fields."""
    clock, stretches = week.clock, merged(gap.span for gap in found)
    return {
        "kinrota_gaps": 1,
        "timezone": clock.zone,
        "from": clock.iso(week.horizon.start),
        "to": clock.iso(week.horizon.end),
        "minutes": sum(stretch.minutes for stretch in stretches),
        "places": len(stretches),
        "gaps": [
            {
                "child": gap.child,
                **_ends(week, gap.span),
                "need": gap.need.value,
                "because": gap.because,
                "could": list(gap.could),
                "left": [_ends(week, span) for span in gap.left],
            }
            for gap in found
        ],
        "unknown": [
            {
                "adult": unknown.adult,
                **_ends(week, unknown.span),
                "calendar": unknown.calendar,
                "because": unknown.why,
            }
            for unknown in week.unknown
        ],
        "findings": [
            {"kind": note.kind, "sentence": note.sentence, "who": note.who, "event": note.event}
            for note in (*week.notes, *no_work_known(week.household))
        ],
    }


def _ends(week: Week, span: Span) -> dict[str, str]:
    return {"from": week.clock.iso(span.start), "to": week.clock.iso(span.end)}
