"""What of a plan stands in one person's calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.places import HOME
from kinrota.model.plan import CHORE, ChildSpan, Gap, Verified
from kinrota.model.time import Clock, Span, inside
from kinrota.publish.asking import comes_to, whereabouts
from kinrota.publish.dates import hours_text, listed
from kinrota.publish.deeds import Deed, chore_of, deeds_of, parts_of
from kinrota.publish.facts import Entry, Kind
from kinrota.publish.nights import nights_of
from kinrota.publish.returns import with_returns
from kinrota.publish.sleepovers import guest_stays, is_night_there
from kinrota.publish.ways import alone_at_home
from kinrota.publish.words import gap_words, names_of


class _Way(Struct, frozen=True):
    """Children on their way together."""

    place: str | None
    to_place: str | None
    mode: str | None
    vehicle: str | None


class _Turn(Struct, frozen=True):
    """A stretch in which one adult answers for the same children in the same manner."""

    span: Span
    children: tuple[str, ...]
    way: _Way | None
    place: str | None
    asleep: bool
    brought: tuple[str, ...] = ()
    fetched: tuple[str, ...] = ()
    hosts: bool = False
    """Whether the children sleep where the adult lives."""


class _Book(Struct, frozen=True, dict=True):
    """The plan with what each entry asks of it again and again."""

    verified: Verified

    @cached_property
    def names(self) -> Mapping[str, str]:
        return names_of(self.verified.week)

    @cached_property
    def nights(self) -> Mapping[str, Mapping[dt.date, Span]]:
        return nights_of(self.verified.week)

    @cached_property
    def deeds(self) -> tuple[Deed, ...]:
        return deeds_of(self.verified)

    @property
    def clock(self) -> Clock:
        return self.verified.week.clock

    def date(self, span: Span) -> str:
        return self.clock.date(span.start).isoformat()

    def called(self, children: Iterable[str]) -> str:
        return listed(self.names.get(child, child) for child in children)

    def vehicle(self, adult: str, instant: int) -> str | None:
        return next(
            (span.vehicle for span in self.verified.plan.adults.get(adult, ()) if span.span.holds(instant)), None
        )

    def asleep(self, child: str, instant: int) -> bool:
        return any(night.holds(instant) for night in self.nights.get(child, {}).values())

    def stays(self, child: str) -> tuple[ChildSpan, ...]:
        return guest_stays(self.verified, child, self.nights)


def entries_of(verified: Verified, person: str) -> tuple[Entry, ...]:
    """Everything in a person's calendar, in order; KeyError where nobody has that id."""
    return entries_of_each(verified, [person])[person]


def entries_of_each(verified: Verified, people: Iterable[str]) -> dict[str, tuple[Entry, ...]]:
    """Everything in the calendars of some people, by their ids."""
    book = _Book(verified)
    return {person: _entries(book, person) for person in people}


def _entries(book: _Book, person: str) -> tuple[Entry, ...]:
    verified, household = book.verified, book.verified.week.household
    if person in {child.id for child in household.children}:
        found = [*with_returns(verified, _child_entries(book, person)), *_deed_entries(book, person)]
        gaps = [replace(gap, because="") for gap in verified.plan.gaps if gap.child == person]
        found += _gap_entries(book, gaps)
    elif household.adult(person).helper:
        found = list(_asked(book, person))
    else:
        found = [*_adult_entries(book, _turns(book, person)), *_gap_entries(book, verified.plan.gaps)]
        found += _deed_entries(book, person)
    return tuple(sorted(found, key=lambda entry: (entry.span, entry.kind, entry.title)))


def _turns(book: _Book, adult: str) -> list[_Turn]:
    """What an adult does for the children, cut where anything about it changes and joined where nothing does."""
    mine = [
        (child, stay, before, after)
        for child in book.verified.plan.children
        for before, stay, after in _with_neighbours(book.stays(child))
        if stay.met_by == adult and (stay.how in ("care", "escort") or is_night_there(stay))
    ]
    edges = {edge for _, stay, *_ in mine for edge in (stay.span.start, stay.span.end)}
    edges |= {edge for nights in book.nights.values() for night in nights.values() for edge in (night.start, night.end)}
    turns: list[_Turn] = []
    for start, end in pairwise(sorted(edges)):
        now = [(child, stay, before, after) for child, stay, before, after in mine if stay.span.holds(start)]
        if now:
            _append(turns, _turn(book, adult, Span(start, end), now))
    return _waits_joined(turns)


def _waits_joined(turns: list[_Turn]) -> list[_Turn]:
    """Waiting at a place is part of the way there or, where it is not, of the way from there."""
    result: list[_Turn] = []
    for at, turn in enumerate(turns):
        last, after = (result[-1] if result else None), (turns[at + 1] if at + 1 < len(turns) else None)
        if turn.way or turn.place == HOME or turn.hosts:
            result.append(turn)
        elif last and last.way and last.way.to_place == turn.place and _follows(last, turn):
            result[-1] = replace(last, span=Span(last.span.start, turn.span.end))
        elif after and after.way and after.way.place == turn.place and _follows(turn, after):
            turns[at + 1] = replace(after, span=Span(turn.span.start, after.span.end))
        else:
            result.append(turn)
    return result


def _follows(first: _Turn, then: _Turn) -> bool:
    return first.span.end == then.span.start and first.children == then.children


def _append(turns: list[_Turn], turn: _Turn) -> None:
    last = turns[-1] if turns else None
    if last and last.span.end == turn.span.start and replace(last, span=turn.span) == turn:
        turns[-1] = replace(last, span=Span(last.span.start, turn.span.end))
    else:
        turns.append(turn)


_Now = tuple[str, ChildSpan, ChildSpan | None, ChildSpan | None]


def _turn(book: _Book, adult: str, span: Span, now: Sequence[_Now]) -> _Turn:
    moving = [one for one in now if one[1].to_place is not None]
    if moving:
        stay = moving[0][1]
        return _Turn(
            span,
            tuple(child for child, *_ in moving),
            _Way(stay.place, stay.to_place, stay.mode, book.vehicle(adult, span.start)),
            stay.place,
            asleep=False,
            brought=tuple(child for child, stay, _, after in moving if _attends(after, stay.to_place)),
            fetched=tuple(child for child, stay, before, _ in moving if _attends(before, stay.place)),
        )
    children = tuple(child for child, *_ in now)
    return _Turn(
        span,
        children,
        None,
        now[0][1].place,
        asleep=all(book.asleep(child, span.start) for child in children),
        hosts=any(is_night_there(stay) for _, stay, *_ in now),
    )


def _attends(stay: ChildSpan | None, place: str | None) -> bool:
    return stay is not None and stay.how == "attendance" and stay.place == place


def _with_neighbours(
    stays: Sequence[ChildSpan],
) -> Iterator[tuple[ChildSpan | None, ChildSpan, ChildSpan | None]]:
    """Each stay with what comes before and after it, waiting at a place of attendance looked through."""
    for at, stay in enumerate(stays):
        before = next((one for one in reversed(stays[:at]) if not _waits(one)), None)
        yield before, stay, next((one for one in stays[at + 1 :] if not _waits(one)), None)


def _waits(stay: ChildSpan) -> bool:
    return stay.how == "care" and stay.place != HOME


def _adult_entries(book: _Book, turns: Iterable[_Turn]) -> Iterator[Entry]:
    for turn in turns:
        if turn.way:
            same = (book.date(turn.span), turn.way.place or "", turn.way.to_place or "", *turn.children)
            yield Entry(
                "escort", turn.span, _way_title(book, turn), _along(book, turn), _where(turn), busy=True, same=same
            )
            continue
        where = turn.place or "" if turn.hosts else ""
        at = f" at {where}" if where else ""
        same = (book.date(turn.span), where, *turn.children)
        if turn.asleep:
            title = f"On call at night for {book.called(turn.children)}{at}"
            yield Entry("night", turn.span, title, place=where, same=same)
        else:
            yield Entry("care", turn.span, f"With {book.called(turn.children)}{at}", place=where, same=same)


def _way_title(book: _Book, turn: _Turn) -> str:
    way = turn.way
    if way is None:
        return ""
    parts = [f"fetch {book.called(turn.fetched)} from {way.place}"] if turn.fetched else []
    parts += [f"bring {book.called(turn.brought)} to {way.to_place}"] if turn.brought else []
    where = f"home from {way.place}" if way.to_place == HOME else f"{way.place} to {way.to_place}"
    text = ", ".join(parts) or f"{where} with {book.called(turn.children)}"
    return text[:1].upper() + text[1:]


def _along(book: _Book, turn: _Turn) -> str:
    way = turn.way
    if way is None:
        return ""
    by = {"walk": ", on foot", "bike": ", by bike", "car": ", by car", "transit": ", by public transport"}
    if way.vehicle:
        by["car"] = f", by car ({way.vehicle})"
    return f"From {way.place} to {way.to_place}{by.get(way.mode or '', '')}, with {book.called(turn.children)}"


def _where(turn: _Turn) -> str:
    way = turn.way
    if way is None:
        return ""
    return (way.place if turn.fetched and way.place != HOME else way.to_place) or ""


def _deed_entries(book: _Book, person: str) -> Iterator[Entry]:
    """The routines, chores, own time, time together and occasions of a person; a chore leaves the time free."""
    grown = person in book.verified.plan.adults
    for deed in book.deeds:
        if person not in (*deed.who, *deed.children, *deed.missing):
            continue
        others = [who for who in (*deed.who, *deed.children) if who != person]
        note = "" if person in deed.missing else deed.note(book.names, book.clock)
        text = ", ".join(filter(None, [f"With {book.called(others)}" if others else "", note]))
        yield Entry(
            deed.kind,
            deed.span,
            f"{deed.title}, without {book.names[person]}" if person in deed.missing else deed.title,
            text[:1].upper() + text[1:],
            "" if deed.place == HOME else deed.place,
            busy=grown and deed.kind != "chore" and person not in deed.missing,
            same=_same(book, deed),
        )


def _same(book: _Book, deed: Deed) -> tuple[str, ...]:
    """What stays of a deed when it moves; a chore's is told by which of its kind in its week or on its day it is."""
    if deed.kind == "occasion":
        return (deed.key,)
    if deed.kind != "chore":
        return deed.key, book.date(deed.span)
    name, number, period = chore_of(book.verified.week, deed)
    others = {chore_of(book.verified.week, other) for other in book.deeds if other.kind == "chore"}
    alike = sorted((int(n) if n.isdecimal() else 0, n) for chore, n, when in others if (chore, when) == (name, period))
    rank = [n for _, n in alike].index(number) + 1
    return f"{CHORE}{name}#{rank}/{parts_of(deed.key)[2]}", period.isoformat()


def _gap_entries(book: _Book, gaps: Iterable[Gap]) -> Iterator[Entry]:
    """The gaps, with what is needed and why nobody gives it."""
    for gap in gap_words(gaps, book.verified.week, book.verified.plan.children):
        text = " ".join([*(f"{need}." for need in gap.needs), gap.because]).strip()
        yield Entry("gap", gap.span, gap.sentence, text, same=(book.date(gap.span), gap.sentence))


def _asked(book: _Book, helper: str) -> Iterator[Entry]:
    """A helper's calendar holds what it is asked for and what it accepted, with what is to be done in it."""
    turns = _turns(book, helper)
    for ask in book.verified.plan.to_ask:
        if ask.helper == helper:
            mine = [turn for turn in turns if turn.span.overlaps(ask.span)]
            children = dict.fromkeys(child for turn in mine for child in turn.children)
            lines = [
                f"{hours_text(part, book.clock)} {entry.title}"
                for entry in (*_adult_entries(book, mine), *_deed_entries(book, helper))
                for part in inside([entry.span], ask.span)
            ]
            near = [
                child
                for child, stays in book.verified.plan.children.items()
                if any(stay.reached_by == helper and stay.span.overlaps(ask.span) for stay in stays)
            ]
            without = f"To be in reach of {book.called(near)}" if near else "To be there"
            title = f"With {book.called(children)}" if children else without
            title += "" if ask.accepted else "?"
            told = [words.capitalize() for words in whereabouts(book.verified, ask) if not words.startswith("at ")]
            place = "" if (first := comes_to(book.verified, ask)) == HOME else first
            text, same = "\n".join([*told, *lines]), (book.date(ask.span),)
            yield Entry("asked", ask.span, title, text, place, busy=True, settled=ask.accepted, same=same)


def _child_entries(book: _Book, child: str) -> Iterator[Entry]:
    """Who brings, who fetches, who is there, and when the child is alone."""
    last: Entry | None = None
    for before, stay, after in _with_neighbours(book.stays(child)):
        for entry in _child_entry(book, child, (before, stay, after)):
            if last and last.span.end == entry.span.start and replace(last, span=entry.span, same=entry.same) == entry:
                last = replace(last, span=Span(last.span.start, entry.span.end))
            else:
                if last:
                    yield last
                last = entry
    if last:
        yield last


_Stays = tuple[ChildSpan | None, ChildSpan, ChildSpan | None]
"""A stay with what comes before and after it."""


def _child_entry(book: _Book, child: str, stays: _Stays) -> Iterator[Entry]:
    _, stay, _ = stays
    name, who = book.names[child], book.names.get(stay.met_by or "", "")
    settled = not any(
        ask.helper == stay.met_by and ask.span.overlaps(stay.span) for ask in book.verified.plan.open_asks
    )

    def entry(kind: Kind, title: str, *where: str, settled: bool = True, span: Span = stay.span) -> Entry:
        same = (book.date(span), *where, stay.met_by or "")
        return Entry(kind, span, title, place=where[-1] if where else "", settled=settled, same=same)

    if is_night_there(stay):
        yield entry("night", f"{name} sleeps at {who}'s", stay.place or "", settled=settled)
    elif stay.how == "attendance":
        yield entry("attendance", f"{name}: {stay.place}", stay.place or "")
    elif stay.how == "custody":
        yield entry("custody", f"{name}: other home")
    elif stay.how == "alone":
        for part, beside in alone_at_home(stay, book.verified.plan.adults):
            yield entry("alone", _alone_title(book, name, stay, beside), stay.to_place or "", span=part)
    elif stay.how == "escort" or _waits(stay):
        title, *where = _child_way(name, who, stays)
        yield entry("escort", title, *where, settled=settled)
    elif stay.how == "care":
        for part in _awake_and_asleep(book, child, stay.span):
            asleep = book.asleep(child, part.start)
            title = f"{who} is there at night" if asleep else f"{who} is with {name}"
            yield entry("night" if asleep else "care", title, settled=settled, span=part)


def _child_way(name: str, who: str, stays: _Stays) -> tuple[str, str, str]:
    """What a way is called, which kind of way it is, and the place that it is about."""
    before, stay, after = stays
    there = stay.to_place or stay.place or ""
    if _attends(after, there):
        return f"{who} brings {name} to {there}", "to", there
    if _attends(before, stay.place):
        return f"{who} fetches {name} from {stay.place}", "from", stay.place or ""
    return f"{who} goes home with {name}" if there == HOME else f"{who} goes to {there} with {name}", "way", there


def _alone_title(book: _Book, name: str, stay: ChildSpan, beside: str) -> str:
    """Mia goes to school alone; comes home from school alone; is by itself, Ana is at home; is alone, Ana can come."""
    if stay.to_place == HOME:
        return f"{name} comes home from {stay.place} alone"
    if stay.to_place:
        return f"{name} goes to {stay.to_place} alone"
    if beside:
        return f"{name} is by itself, {book.names[beside]} is at home"
    reached = book.names.get(stay.reached_by or "")
    return f"{name} is alone{f', {reached} can come' if reached else ''}"


def _awake_and_asleep(book: _Book, child: str, span: Span) -> list[Span]:
    edges = {edge for night in book.nights[child].values() for edge in (night.start, night.end) if span.holds(edge)}
    return [Span(start, end) for start, end in pairwise(sorted({span.start, span.end} | edges))]
