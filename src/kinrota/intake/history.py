"""From history.jsonl to a History: every line is understood, or nothing is taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar, get_args

from msgspec import Struct

from kinrota.errors import InputError, Problem
from kinrota.intake.words import maybe, nearest
from kinrota.model.history import (
    HISTORY,
    Accepted,
    Answer,
    DeclineLine,
    Done,
    History,
    PinLine,
    Promise,
    Proposal,
    Role,
    SaidIn,
    Wish,
    Word,
)
from kinrota.model.household import Household
from kinrota.model.json_record import Record, loads, no_json
from kinrota.model.time import Span
from kinrota.model.week import Note

LARGEST = 50 * 2**20
MOST_PROBLEMS = 100
MOST_MINUTES = 25 * 60
"""Of load on a date."""
ROLES: tuple[Role, ...] = get_args(Role)
ALWAYS = ("kind", "at")
KEYS = {
    "accepted": (*ALWAYS, "plan", "from", "to", "promises", "loads"),
    "answer": (*ALWAYS, "helper", "from", "to", "answer", "said_in"),
    "pin": (*ALWAYS, "child", "from", "to", "met_by", "said_in"),
    "declined": (*ALWAYS, "adult", "child", "from", "to", "place", "to_place", "open", "said_in"),
    "proposal": (*ALWAYS, "person", "what", "title", "from", "to", "wish", "wish_from", "wish_to", "said_in"),
    "done": (*ALWAYS, "on", "adult", "minutes"),
}
"""The kinds of lines, and the keys of each."""
WISHES: tuple[Wish, ...] = get_args(Wish)
MOVED: Wish = "moved"
WISHED = ("care", "escort", "night", "gap", "asked", "attendance", "custody", "alone", "own")
"""What a wish can be about, beside what the household names."""
SAID_IN_KEYS = ("calendar", "event", "version")
PROMISE_KEYS = ("person", "role", "from", "to", "what", "people", "place", "to_place")
ANSWERS = {"yes": True, "no": False, "open": None}
WRITE_A_DATE = 'Maybe write it as "2026-03-02".'

Line = Word | Accepted | Done
L = TypeVar("L", Accepted, Answer, PinLine, DeclineLine, Proposal, Done)


class _Strange(Struct, frozen=True):
    """A line about somebody who is not of the household."""

    line: int
    field: str
    value: str
    span: Span
    message: str
    remedy: str


def read_history(data: bytes, since: int = 0, week: tuple[Household, Span] | None = None) -> History:
    """Read the lines of a history; InputError with every mistake in them.

    The promises of plans that were over by `since` are left aside unread: there are many, and nobody asks for them.
    With a household and its days, the mistakes are told together with those of its people who are unknown.
    """
    problems: list[Problem] = []
    lines = [line for n, one in enumerate(data.split(b"\n"), start=1) if (line := _line(one, n, since, problems))]
    history = History(
        accepted=_of(lines, Accepted),
        answers=_of(lines, Answer),
        pins=_of(lines, PinLine),
        done=_of(lines, Done),
        declines=_of(lines, DeclineLine),
        proposals=_of(lines, Proposal),
        said=frozenset(line.said_in for line in lines if isinstance(line, Word) and line.said_in),
    )
    if problems:
        problems += [
            Problem(HISTORY, one.line, one.field, f'"{one.value}"', f"{one.message}.", one.remedy)
            for one in (_strange(history, week[0]) if week else ())
            if week and one.span.overlaps(week[1])
        ]
        raise InputError(tuple(sorted(problems, key=lambda problem: problem.line or 0)[:MOST_PROBLEMS]))
    return history


def of_household(history: History, household: Household, horizon: Span) -> tuple[History, tuple[Note, ...]]:
    """What of a history is about this household's people; those who are unknown and count in these days are noted."""
    strange = _strange(history, household)
    notes = [
        Note("history-unknown", f"{HISTORY}, line {one.line}: {one.value} {one.message}. {one.remedy}".rstrip())
        for one in strange
        if one.span.overlaps(horizon)
    ]
    known = history.without(one.line for one in strange)
    return known, (*notes, *_wished_for_nothing(known, household, horizon))


def _wished_for_nothing(history: History, household: Household, horizon: Span) -> Iterator[Note]:
    """Wishes about what no plan of this household has: they are kept and told all the same."""
    known = [
        *WISHED,
        *(f"own:{adult.id}" for adult in household.adults),
        *(f"routine:{routine.id}" for routine in household.routines),
        *(f"chore:{chore.id}" for chore in household.chores),
        *(f"together:{together.id}" for together in household.together),
        *(f"occasion:{occasion.id}" for occasion in household.occasions),
    ]
    for wish in history.open_proposals(horizon):
        what = wish.what.partition("#")[0] if wish.what.startswith("chore:") else wish.what
        if what not in known:
            near = maybe(what, known) or "Maybe what it is about was taken out of the household since."
            sentence = (
                f"{HISTORY}, line {wish.line}: the wish is about {wish.what}, which no plan of this household has."
            )
            yield Note("history-unknown", f"{sentence} {near}", wish.person)


def _strange(history: History, household: Household) -> list[_Strange]:
    """Lines about somebody unknown, in the order of the lines."""
    adults = [adult.id for adult in household.adults]
    helpers = [adult.id for adult in household.helpers]
    children = [child.id for child in household.children]
    asked: list[tuple[Word, str, str | None, list[str]]] = [
        *((one, "helper", one.helper, helpers) for one in history.answers),
        *((one, "child", one.child, children) for one in history.pins),
        *((one, "met_by", one.met_by, adults) for one in history.pins),
        *((one, "child", one.child, children) for one in history.declines),
        *((one, "adult", one.adult, adults) for one in history.declines),
        *((one, "person", one.person, [*adults, *children]) for one in history.proposals),
    ]
    found = [_unknown(line, field, name, known) for line, field, name, known in asked if name not in (None, *known)]
    return sorted(found, key=lambda one: one.line)


def _unknown(line: Word, field: str, name: str | None, known: list[str]) -> _Strange:
    who = {"met_by": "adult", "person": "adult or child"}.get(field, field)
    message = f"is no {who} of this household, so it is left out"
    return _Strange(line.line, field, str(name), line.span, message, maybe(str(name), known))


def _of(lines: list[Line], kind: type[L]) -> tuple[L, ...]:
    return tuple(line for line in lines if isinstance(line, kind))


def _line(data: bytes, number: int, since: int, problems: list[Problem]) -> Line | None:
    """One line; None where there is nothing on it, or a mistake in it."""
    try:
        text = data.decode("utf-8").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").strip()
        values = loads(text) if text else None
    except UnicodeDecodeError:
        problems.append(_broken(number, "has a letter that is not written in UTF-8."))
        return None
    except (ValueError, RecursionError) as error:
        problems.append(_broken(number, no_json(error)))
        return None
    if not text:
        return None
    if not isinstance(values, dict):
        problems.append(_broken(number, "holds no JSON object."))
        return None
    record = Record(HISTORY, "", values, line=number)
    found = _read(record, number, since)
    problems += record.problems
    return None if record.problems else found


def _broken(number: int, message: str) -> Problem:
    remedy = "Maybe it was cut off or edited by hand; every other line stands as it is."
    return Problem(HISTORY, number, "", "", message, remedy)


def _read(record: Record, number: int, since: int) -> Line | None:
    kinds: dict[str, Callable[[Record, int, int], Line]] = {
        "accepted": partial(_accepted, since),
        "answer": _answer,
        "pin": _pin,
        "declined": _declined,
        "proposal": _proposal,
        "done": _done,
    }
    kind = record.values.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        record.choice("kind", tuple(kinds))
        return None
    _known(record, KEYS[kind])
    return kinds[kind](record, number, record.instant("at") or 0)


def _known(record: Record, keys: tuple[str, ...]) -> None:
    for key in record.values:
        if key not in keys:
            listed = "" if nearest(key, keys) else f" What can stand here: {', '.join(keys)}."
            record.refuse(key, f"is not a key that kinrota knows here.{listed}", maybe(key, keys))


def _accepted(since: int, record: Record, number: int, at: int) -> Accepted:
    span, promises = record.span(), record.records("promises")
    told = tuple(_promise(item) for item in promises if span.end > since)
    return Accepted(number, at, record.text("plan"), span, told, _loads(record.record("loads")))


def _promise(record: Record) -> Promise:
    _known(record, PROMISE_KEYS)
    return Promise(
        person=record.text("person"),
        role=record.choice("role", ROLES),
        span=record.span(),
        what=record.text("what"),
        people=record.texts("people"),
        place=record.maybe_text("place"),
        to_place=record.maybe_text("to_place"),
    )


def _loads(record: Record) -> dict[dt.date, dict[str, int]]:
    found = {}
    for key in record.values:
        day, own = _date(key), record.record(key)
        if day is None:
            record.refuse(key, "is no date.", WRITE_A_DATE)
        else:
            found[day] = {adult: _minutes(own, adult) for adult in own.values}
    return found


def _minutes(record: Record, key: str) -> int:
    minutes = record.whole(key)
    if not 0 <= minutes <= MOST_MINUTES:
        record.refuse(key, f"is not between 0 and {MOST_MINUTES}, the minutes of a date.")
    return minutes


def _answer(record: Record, number: int, at: int) -> Answer:
    yes = ANSWERS[record.choice("answer", tuple(ANSWERS))]
    return Answer(number, at, record.text("helper"), record.span(), yes, _said_in(record))


def _pin(record: Record, number: int, at: int) -> PinLine:
    if "met_by" not in record.values:
        record.refuse("met_by", "is missing.", "Maybe the id of an adult; null takes a pin back.")
    return PinLine(number, at, record.text("child"), record.span(), record.maybe_text("met_by"), _said_in(record))


def _declined(record: Record, number: int, at: int) -> DeclineLine:
    place, to_place = record.maybe_text("place"), record.maybe_text("to_place")
    if (place is None) != (to_place is None):
        lacks = "place" if place is None else "to_place"
        record.refuse(
            lacks, "is missing.", "Maybe where the way begins and ends that is declined; or neither of the two."
        )
    taken_back = record.truth("open", otherwise=False)
    return DeclineLine(
        number, at, record.text("adult"), record.text("child"), record.span(), _said_in(record), place, to_place,
        taken_back,
    )  # fmt: skip


def _proposal(record: Record, number: int, at: int) -> Proposal:
    wish = _wish(record)
    for key in ("wish_from", "wish_to"):
        if wish not in (MOVED, None) and key in record.values:
            record.refuse(key, f'stands only beside "wish": "{MOVED}".', "Maybe leave it out.")
    return Proposal(
        number, at, record.text("person"), record.text("what"), record.text("title"), record.span(), wish or MOVED,
        record.span("wish_from", "wish_to") if wish == MOVED else None, _said_in(record),
    )  # fmt: skip


def _wish(record: Record) -> Wish | None:
    """What is wished; None where that is no wish, which is the one thing to be said of it then."""
    value = record.values.get("wish")
    if isinstance(value, str) and value in WISHES:
        return WISHES[WISHES.index(value)]
    missing = "is missing." if "wish" not in record.values else "is no wish that kinrota knows."
    near = maybe(value, WISHES) if isinstance(value, str) else ""
    known = 'Maybe "removed", "changed", or "moved", with wish_from and wish_to beside it.'
    record.refuse("wish", missing, near or known)
    return None


def _said_in(record: Record) -> SaidIn | None:
    if "said_in" not in record.values:
        return None
    where = record.record("said_in")
    _known(where, SAID_IN_KEYS)
    return SaidIn(where.text("calendar"), where.text("event"), where.text("version"))


def _done(record: Record, number: int, at: int) -> Done:
    text = record.text("on")
    day = _date(text)
    if text and day is None:
        record.refuse("on", "is no date.", WRITE_A_DATE)
    return Done(number, at, day or dt.date.min, record.text("adult"), _minutes(record, "minutes"))


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if len(text) == len("2026-03-02") else None
    except ValueError:
        return None
