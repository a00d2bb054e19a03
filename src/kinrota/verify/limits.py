"""The rules of what a plan says of work that breaks limits, takes protected time, or takes two away at once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.people import Adult
from kinrota.model.places import HOME
from kinrota.model.time import Span, minus
from kinrota.model.week import Busy
from kinrota.verify.blocks import Block, minutes, owned, unwelcome
from kinrota.verify.case import Case
from kinrota.verify.minutes import painted, stretches
from kinrota.verify.registry import Fault, rule
from kinrota.verify.rest import is_night_shift
from kinrota.verify.visits import visits

_Key = tuple[str, str, str, Span | None]
MIDDAY = 12
LIMITS = ("long-day", "late-return", "short-rest")
ABSENCES = ("same-job", "hold-in-protected", "work-in-protected")


class _Due(Struct, frozen=True):
    """A finding that the input asks for, and the work that it is about."""

    kind: str
    who: str
    event: str
    span: Span
    about: tuple[Busy, ...]


@rule("limits", "Work that breaks a limit of its owner's working day is among the findings, and nothing else is.")
def limits(case: Case) -> Iterator[Fault]:
    due = [one for adult in case.household.residents for one in _of_days(case, adult)]
    yield from _compared(case, LIMITS, due)


@rule("absences", "Two at the same job, and work in protected time, are among the findings, and nothing else is.")
def absences(case: Case) -> Iterator[Fault]:
    yield from _compared(case, ABSENCES, [*_at_one_job(case), *_in_owned_time(case)])


def _compared(case: Case, kinds: tuple[str, ...], due: list[_Due]) -> Iterator[Fault]:
    """What is due and not said, said and not due, or silent about work that may be moved or may not happen."""
    said = [finding for finding in case.plan.findings if finding.kind in kinds]
    wanted: Counter[_Key] = Counter((one.kind, one.who, one.event, one.span) for one in due)
    told = Counter((finding.kind, finding.who, finding.event, finding.span) for finding in said)
    for kind, who, event, span in (wanted - told).elements():
        text = f"The plan does not say '{kind}' of {case.name(who)}'s work{f' {case.when(span)}' if span else ''}."
        yield Fault(who, text, span, event)
    for kind, who, event, stretch in (told - wanted).elements():
        yield Fault(who, f"The plan says '{kind}' of {case.name(who)}'s work, which is not so.", stretch, event)
    for finding in said:
        key = (finding.kind, finding.who, finding.event, finding.span)
        about = next((one.about for one in due if (one.kind, one.who, one.event, one.span) == key), None)
        if about is not None and ("may be moved" in finding.sentence) != any(busy.terms.movable for busy in about):
            yield Fault(finding.who, f"It is not said rightly whether work may be moved: {finding.sentence}")
        if about is not None and ("may not happen" in finding.sentence) != any(busy.kind == "hold" for busy in about):
            yield Fault(finding.who, f"It is not said rightly whether work may not happen: {finding.sentence}")


def _worked(block: Block) -> tuple[Busy, ...]:
    """The events of a block that are work, and that it still has when it begins."""
    return tuple(busy for busy in block.events if busy.kind != "busy" and busy.span.end > block.start)


def _of_days(case: Case, adult: Adult) -> Iterator[_Due]:
    limit = case.household.limits_of(adult.id)
    for away, blocks in _times_away(case, adult):
        about = tuple(busy for block in blocks for busy in _worked(block))
        if not about:
            continue
        if limit.longest_day is not None and away.minutes > limit.longest_day and away.overlaps(case.horizon):
            yield _Due("long-day", adult.id, about[0].event, away, about)
        if limit.latest_return is not None:
            last = max(about, key=lambda busy: (busy.span.end, busy.span, busy.event))
            for instant in _latest(case, limit.latest_return):
                if away.start < instant < away.end:
                    yield _Due("late-return", adult.id, last.event, Span(instant, away.end), about)
    if limit.rest is not None:
        yield from _rests(case, adult, limit.rest)


def _times_away(case: Case, adult: Adult) -> list[tuple[Span, list[Block]]]:
    """Each time away for what an agenda has, until there is a minute at home again."""
    found: list[tuple[Span, list[Block]]] = []
    for block in case.agendas[adult.id].every:
        if block.place != HOME:
            leaves = block.start - (minutes(case.week, adult, HOME, block.place) or 0)
            back = block.until + (minutes(case.week, adult, block.place, HOME) or 0)
            if found and leaves <= found[-1][0].end:
                away, blocks = found.pop()
                found.append((Span(away.start, max(away.end, back)), [*blocks, block]))
            else:
                found.append((Span(leaves, back), [block]))
    return found


def _latest(case: Case, wall: int) -> Iterator[int]:
    """The instants of the horizon's dates at which to be back, as there is attendance on the date after."""
    one_day = dt.timedelta(days=1)
    beyond = case.clock.midnight(case.days[-1] + 2 * one_day)
    known = visits(replace(case.week, horizon=Span(case.start, beyond)))
    schooldays = {case.clock.date(visit.sure.start) for visit in known if not visit.club}
    for day in case.days:
        if day + one_day in schooldays:
            small_hours = wall < MIDDAY * 60
            yield case.clock.at(day + one_day, wall) if small_hours else case.clock.at(day, wall)


def _rests(case: Case, adult: Adult, least: int) -> Iterator[_Due]:
    agenda = case.agendas[adult.id]
    before: Block | None = None
    for block in agenda.every:
        if not _worked(block):
            continue
        if before is not None and before.until < block.start < before.until + least:
            pause = Span(before.until, block.start)
            touching = any(shift.start <= pause.start and pause.end <= shift.end for shift in agenda.shifts)
            other_date = case.clock.date(before.start) != case.clock.date(block.start)
            if not touching and (other_date or _by_night(case, adult, block)) and pause.overlaps(case.horizon):
                about = (*_worked(before), *_worked(block))
                yield _Due("short-rest", adult.id, _worked(block)[0].event, pause, about)
        before = block


def _by_night(case: Case, adult: Adult, block: Block) -> bool:
    shifts = [s for s in case.agendas[adult.id].shifts if s.start < block.until and block.start < s.end]
    return any(is_night_shift(case.week, shift, day) for shift in shifts for day in case.clock.days(shift))


def _at_one_job(case: Case) -> Iterator[_Due]:
    people = [(adult.id, _jobs(case, adult.id)) for adult in case.household.residents]
    for index, (one, first) in enumerate(people):
        for _, second in people[index + 1 :]:
            for job in first.keys() & second.keys():
                for span in _at_once(first[job], second[job]):
                    if span.overlaps(case.horizon):
                        about = [b for b in (*first[job], *second[job]) if b.span.overlaps(span)]
                        yield _Due("same-job", one, about[0].event, span, tuple(about))


def _jobs(case: Case, adult: str) -> dict[tuple[str, str], list[Busy]]:
    rotas = [f"{rota.id}#" for rota in case.household.rotas]
    jobs: dict[tuple[str, str], list[Busy]] = {}
    for busy in case.agendas[adult].events:
        if any(busy.event.startswith(rota) for rota in rotas):
            continue
        name = "".join(letter for letter in busy.title.casefold() if not letter.isspace())
        if name and busy.place and busy.place != HOME and busy.kind in ("work", "hold"):
            jobs.setdefault((name, busy.place), []).append(busy)
    return jobs


def _at_once(first: list[Busy], second: list[Busy]) -> Iterator[Span]:
    """The stretches in which one of the first and one of the second go on."""
    every = [busy.span for busy in (*first, *second)]
    frame = Span(min(span.start for span in every), max(span.end for span in every))
    both = zip(
        painted(frame, [busy.span for busy in first]), painted(frame, [busy.span for busy in second]), strict=True
    )
    for span, (one, other) in stretches([tuple(minute) for minute in both], frame.start):
        if one and other:
            yield span


def _in_owned_time(case: Case) -> Iterator[_Due]:
    for busy in case.week.busy:
        if unwelcome(case.week, busy):
            dark = [unknown.span for unknown in case.week.unknown if unknown.adult == busy.adult]
            if busy.span.overlaps(case.horizon) and minus([busy.span], dark):
                yield _Due("hold-in-protected", busy.adult, busy.event, busy.span, (busy,))
        elif busy.kind == "work" and any(case.horizon.holds(minute) for _, minute in owned(case.week, busy)):
            yield _Due("work-in-protected", busy.adult, busy.event, busy.span, (busy,))
