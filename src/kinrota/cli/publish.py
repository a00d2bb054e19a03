"""`kinrota publish`: writes a plan into the calendars of accounts, and takes up what people changed there."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator

from kinrota import pipeline
from kinrota.cli.answer import DONE, LOOK, Answer
from kinrota.cli.progress import Progress
from kinrota.cli.screen import as_json, lines, wrapped
from kinrota.model.history import Proposal
from kinrota.model.history_lines import line_of
from kinrota.model.published import Meaning
from kinrota.model.time import Clock, Span
from kinrota.pipeline.publication import Asked, Outcome, Publication
from kinrota.pipeline.publishing import Publisher
from kinrota.publish.caldav.writing import Done
from kinrota.publish.dates import span_text
from kinrota.publish.heard import heard

NOTHING_PLANNED = "The plan has nothing for this calendar, so there is nothing to write."
MOST = 12
"""Events of a kind that are named; the others are counted."""


def run(args: argparse.Namespace, progress: Progress) -> Answer:
    """Take up what was changed, and write a plan if one is given."""
    plan = pipeline.read_plan(args.plan) if args.plan else None
    restore = tuple(args.restore)
    asked = Asked(trial=args.dry_run, gone=args.gone, delete=args.delete, anew=args.anew, restore=restore)
    came = Publisher(args.folder, progress=progress).publish(plan, asked)
    status = LOOK if came.findings or _found_nothing(came) or any(map(_is_open, came.calendars)) else DONE
    if args.json:
        return Answer(as_json(_record(came, trial=args.dry_run)), status)
    return Answer(lines(_text(came, trial=args.dry_run)), status)


def _is_open(one: Outcome) -> bool:
    """Whether there is something to look at."""
    return bool(one.refused or one.words or (one.done and (one.done.kept or one.done.untaken or one.done.again)))


def _text(came: Publication, *, trial: bool) -> Iterator[str]:
    clock = Clock(came.household.zone)
    for number, alike in enumerate(_alike(came.calendars)):
        if number:
            yield ""
        yield from wrapped([", ".join(f"{one.published.name} ({one.published.id})" for one in alike)], "", "  ")
        yield from _told(alike[0], came, clock, trial=trial)
    yield from _restored(came, trial=trial)
    if trial and came.findings and any(one.taken_back for one in came.calendars):
        yield ""
        yield from wrapped(["Whether the plan fits then is seen without --dry-run, when it is taken back."], "", "")
    elif came.findings:
        yield ""
        yield from _unfit(came)
    elif trial and _obeyed_words(came):
        yield ""
        yield from wrapped(["A plan from before that will not fit any more: plan again first."], "", "")


def _alike(calendars: Iterable[Outcome]) -> list[list[Outcome]]:
    """The calendars, those together of which only the same has to be said: why nothing could be done."""
    found: dict[object, list[Outcome]] = {}
    for one in calendars:
        only = one.refused and not (one.words or one.done or one.back or one.taken_back)
        found.setdefault(one.refused if only else id(one), []).append(one)
    return list(found.values())


def _found_nothing(came: Publication) -> bool:
    """Whether something was to be restored, and nothing of it was deleted."""
    return came.restoring and not any(one.back or one.taken_back for one in came.calendars)


def _restored(came: Publication, *, trial: bool) -> Iterator[str]:
    if not came.restoring or trial:
        return
    if _found_nothing(came):
        yield ""
        yield from wrapped(["Nothing of what was to be restored was deleted there, as far as is known."], "", "")
    elif not any(one.done for one in came.calendars) and not came.findings:
        yield ""
        again = (
            "Now publish the plan, which writes them again. If you planned after they were deleted, plan again first."
        )
        yield from wrapped([again], "", "")


def _unfit(came: Publication) -> Iterator[str]:
    """Why a plan was not written: because of what was taken up, or of what the check finds."""
    again = "Plan again, and publish that plan."
    if _obeyed_words(came):
        yield from wrapped([f"The plan is from before that, so nothing of it was written. {again}"], "", "")
        return
    yield from wrapped(["The plan does not fit the household as it is now, so nothing of it was written:"], "", "")
    yield from wrapped(came.findings[:MOST], "  ", "    ")
    yield from wrapped([again], "", "")


def _obeyed_words(came: Publication) -> bool:
    """Whether people said something that plans obey."""
    said = (word for one in came.calendars for word in (*one.words, *one.taken_back))
    return any(not isinstance(word, Proposal) for word in said)


def _told(one: Outcome, came: Publication, clock: Clock, *, trial: bool) -> Iterator[str]:
    if one.refused:
        yield from wrapped([one.refused, *_stopped(one.done)], "  ", "  ")
    if one.back or one.taken_back:
        would = "Would be restored" if trial else "Restored"
        yield f"  {would}, as if nobody had deleted it:"
        yield from _some(list(one.back), clock)
        yield from wrapped(heard(one.taken_back, came.household), "    ", "      ")
    if one.words:
        yield f"  {'Would be taken up' if trial else 'Taken up'} from there:"
        yield from wrapped(heard(one.words, came.household), "    ", "      ")
    if one.done:
        yield from _written(one.done, clock, trial=trial)
    elif not (one.refused or one.words or one.back or one.taken_back):
        yield from wrapped([_nothing_said(one)], "  ", "  ")


def _stopped(done: Done | None) -> list[str]:
    """How much was written before a server stopped, and what comes of the rest."""
    if done is None or not done.stopped:
        return []
    made = len(done.created) + len(done.updated) + len(done.deleted)
    what = f"Before that {made} of {made + done.left} changes were made there: they stay."
    return [f"{what} The next time that the plan is published the others follow, and nothing is written twice."]


def _nothing_said(one: Outcome) -> str:
    if one.is_new:
        return "There is no such calendar yet: the first plan that is published makes it."
    if one.edits:
        return f"What was changed there ({one.edits}) stays, and says nothing to a plan."
    return "Nobody changed anything there."


def _written(done: Done, clock: Clock, *, trial: bool) -> Iterator[str]:
    said = [("New", done.created), ("Changed", done.updated), ("Taken out", done.deleted)]
    for what, events in said:
        if events:
            yield f"  {f'{what}, if it were written' if trial else what}: {len(events)}"
            yield from _some(events, clock, most=len(events) if trial else MOST)
    if not any((*(events for _, events in said), done.kept, done.untaken, done.again, done.stopped)):
        yield "  Everything is there already." if done.wanted else f"  {NOTHING_PLANNED}"
    if done.kept:
        yield "  Left as somebody wrote it there, although the plan says something else:"
        yield from _some(done.kept, clock)
    if done.untaken:
        yield from wrapped(["Not taken by the server, maybe as it is in another calendar of the account:"], "  ", "  ")
        yield from _some(done.untaken, clock)
    if done.again:
        yield "  Somebody changed something there just now. Run it again."


def _some(events: list[Meaning], clock: Clock, most: int = MOST) -> Iterator[str]:
    ordered = sorted(events)
    yield from wrapped((_event(one, clock) for one in ordered[:most]), "    ", "      ")
    if len(events) > most:
        yield f"    and {len(events) - most} more"


def _event(one: Meaning, clock: Clock) -> str:
    when = f"{span_text(Span(one.start, one.end), clock)}: " if one.start < one.end else ""
    return f"{when}{one.summary}"


def _record(came: Publication, *, trial: bool) -> dict[str, object]:
    clock = Clock(came.household.zone)
    return {
        "kinrota_publish": 1,
        "dry_run": trial,
        "calendars": [
            {
                "published": one.published.id,
                "name": one.published.name,
                "taken_up": [json.loads(line_of(word, clock)) for word in one.words],
                "written": _counts(one.done, clock) if one.done else None,
                "restored": _records(one.back, clock),
                "taken_back": [json.loads(line_of(word, clock)) for word in one.taken_back],
                "refused": one.refused or None,
            }
            for one in came.calendars
        ],
        "findings": list(came.findings),
    }


def _counts(done: Done, clock: Clock) -> dict[str, object]:
    return {
        "new": _records(done.created, clock),
        "changed": _records(done.updated, clock),
        "taken_out": _records(done.deleted, clock),
        "left": _records(done.kept, clock),
        "not_taken": _records(done.untaken, clock),
        "again": done.again,
        "not_made": done.left,
    }


def _records(events: Iterable[Meaning], clock: Clock) -> list[dict[str, str]]:
    return [
        {"from": clock.iso(one.start), "to": clock.iso(one.end), "title": one.summary, "status": one.status}
        for one in sorted(events)
    ]
