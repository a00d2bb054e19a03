"""What keeps somebody from doing a thing at home in a window, and how that is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from kinrota.model.duties import Duty
from kinrota.model.needs import custody_of, needs_of
from kinrota.model.places import ELSEWHERE, HOME
from kinrota.model.plan import CHORE, ROUTINE, AdultSpan, ChildSpan
from kinrota.model.time import Span, minus
from kinrota.model.week import Week
from kinrota.solve.because import ASKED_BUT, NOT_ASKED

D = TypeVar("D", bound=Duty)
NOT_OFFERED = "is not available"
"""What is said of a helper who could not be asked in a whole window."""
TOLD = 3
"""Hindrances of one person that are told: the longest."""


class Hindrance(Struct, frozen=True):
    """When somebody cannot, and what it does then: is at work (studio)."""

    span: Span
    words: str


class Accounts(Struct, frozen=True):
    """What everybody does in a plan."""

    week: Week
    adults: Mapping[str, tuple[AdultSpan, ...]]
    children: Mapping[str, tuple[ChildSpan, ...]]
    sure: bool = True
    """Whether it is known that no plan misses less."""

    def name(self, who: str) -> str:
        """What somebody is called."""
        home = self.week.household
        return home.adult(who).name if who in self.adults else home.child(who).name

    def day(self, date: dt.date) -> str:
        """Tue 3."""
        return f"{date:%a} {date.day}"

    def owed(self, child: str, window: Span) -> bool:
        """Whether a child is this household's all the while."""
        return not any(away.overlaps(window) for away in custody_of(self.week, child))


def known(duties: Iterable[D], name: str) -> D:
    """The one with an id."""
    return next(duty for duty in duties if duty.id == name)


def of_adult(accounts: Accounts, adult: str, window: Span, this: str = "") -> list[Hindrance]:
    """When in a window an adult is not at home and at hand; what it does of `this` is no hindrance."""
    found: list[Hindrance] = []
    for one in accounts.adults[adult]:
        words = _does(accounts, adult, one, window) if one.doing != this and one.span.overlaps(window) else ""
        if words and found and found[-1].words == words and found[-1].span.end == one.span.start:
            found[-1] = Hindrance(Span(found[-1].span.start, one.span.end), words)
        elif words:
            found.append(Hindrance(one.span, words))
    return found


def _does(accounts: Accounts, adult: str, one: AdultSpan, window: Span) -> str:
    """What is said of somebody who is not at hand; empty where it is."""
    home = accounts.week.household
    if one.doing in ("free", "care"):
        return "" if one.place == HOME else f"is at {one.place}"
    if one.doing.startswith((ROUTINE, CHORE)):
        kind, _, name = one.doing.partition(":")
        duties: Sequence[Duty] = home.routines if f"{kind}:" == ROUTINE else home.chores
        return f"is busy with “{home.called(known(duties, name.partition('#')[0]))}”"
    if one.doing == "travel" and one.with_children:
        return f"is out with {listed(accounts.name(child) for child in one.with_children)}"
    where = "" if one.place in (None, ELSEWHERE, HOME) else f" ({one.place})"
    helper = home.adult(adult).helper
    return {
        "work": f"is at work{where}",
        "travel": "is on the way",
        "sleep": "sleeps",
        "own": "has own time",
        "together": "has time together",
        "unknown": "may not be there",
        "away": _not_there(accounts, adult, one, window) if helper else "is busy",
    }[one.doing]


def _not_there(accounts: Accounts, helper: str, one: AdultSpan, window: Span) -> str:
    """Of a helper that could be asked in a window, and is not; or that could not be; or that is there in a part."""
    if not one.span.covers(window):
        return "is not there"
    offered = any(who == helper and span.overlaps(window) for who, span in accounts.week.available)
    if not offered:
        return NOT_OFFERED
    return NOT_ASKED if accounts.sure else ASKED_BUT


def of_child(accounts: Accounts, child: str, window: Span) -> list[Hindrance]:
    """When in a window a child is not at home and awake."""
    asleep = [need.span for need in needs_of(accounts.week, child) if need.sleep]
    found = [Hindrance(span, "sleeps") for span in asleep if span.overlaps(window)]
    here = [one for one in accounts.children[child] if one.span.overlaps(window)]
    found += [Hindrance(one.span, words) for one in here if (words := _is_at(one))]
    return sorted(found, key=lambda one: one.span)


def _is_at(one: ChildSpan) -> str:
    if one.place is None:
        return "is with the other household"
    if one.to_place is not None:
        return "is on the way"
    return "" if one.place == HOME else f"is at {one.place}"


def fits(window: Span, hindered: Iterable[Hindrance], minutes: int) -> bool:
    """Whether so many minutes at a stretch are left."""
    return any(left.minutes >= minutes for left in minus([window], [one.span for one in hindered]))


def clause(accounts: Accounts, who: str, hindered: Iterable[Hindrance], window: Span) -> str:
    """Ben is at work (studio) until 19:30 and is on the way until 19:48; empty where nothing hinders."""
    longest = sorted(hindered, key=lambda one: -one.span.minutes)[:TOLD]
    told = [_clause(accounts, one, window) for one in sorted(longest, key=lambda one: one.span)]
    return f"{accounts.name(who)} {listed(told)}" if told else ""


def _clause(accounts: Accounts, one: Hindrance, window: Span) -> str:
    return (
        one.words
        if one.words in (NOT_ASKED, ASKED_BUT, NOT_OFFERED)
        else f"{one.words} {_when(accounts, one.span, window)}"
    )


def _when(accounts: Accounts, span: Span, window: Span) -> str:
    def text(instant: int) -> str:
        return accounts.week.clock.text(instant).replace("00:00", "midnight")

    if span.start <= window.start:
        return f"until {text(span.end)}"
    return f"from {text(span.start)} on" if span.end >= window.end else f"{text(span.start)}-{text(span.end)}"


def listed(names: Iterable[str]) -> str:
    """Ana, Ben and Oma."""
    *most, last = [*names] or [""]
    return f"{', '.join(most)} and {last}" if most else last
