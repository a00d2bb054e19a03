"""What reaches a server when an audience's calendar is published there: every request, as the program makes it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPMessage
from typing import Any, cast

from msgspec.structs import replace

from kinrota.model.kept import Item
from kinrota.model.plan import Verified
from kinrota.model.published import Entry, Ledger, Published
from kinrota.model.time import Span
from kinrota.net.address import parse
from kinrota.net.caldav import Account
from kinrota.net.client import Answer, Client, Credentials, Question
from kinrota.publish.caldav.looking import Look, OwnCalendar
from kinrota.publish.caldav.opening import Door, made
from kinrota.publish.caldav.resource import Manner, Stamp, edited
from kinrota.publish.caldav.wanted import Wanted, manner_of, mark_of, wanted_of
from kinrota.publish.caldav.writing import Step, steps, write
from kinrota.publish.calendars import key_of
from kinrota.publish.facts import Facts
from kinrota.publish.ics import Line, Sheet
from kinrota.publish.sheets import sheet_of

SECRET = b"s" * 32
SERVER = parse("https://dav.example.org/")
HOMES = (
    b'<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:href>/</d:href><d:propstat>'
    b"<d:prop><c:calendar-home-set><d:href>/u/</d:href></c:calendar-home-set></d:prop>"
    b"<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>"
)
PLAN = Published("plan", "cloud", "Plan", feed="other")
Requests = dict[str, bytes]


@dataclass
class Server:
    """Says yes to whatever is asked of it, and keeps it in order; `way` is how it is asked."""

    verified: Verified
    way: Callable[[Question, Verified], Question]
    asked: list[Question] = field(default_factory=list)
    texts: dict[str, Item] = field(default_factory=dict)

    def ask(self, question: Question, *_: object) -> Answer:
        question = self.way(question, self.verified)
        target, headers = question.address.target, HTTPMessage()
        if question.method == "PROPFIND":
            return Answer(207, headers, HOMES, question.address, trusted=True)
        self.asked.append(question)
        headers["ETag"] = f'"{hashlib.sha256(question.body).hexdigest()}"'
        if question.method == "PUT":
            self.texts[target] = Item(target, headers["ETag"], question.body)
        status = 204 if question.method == "DELETE" else 201
        return Answer(status, headers, b"", question.address, trusted=True)

    @property
    def requests(self) -> Requests:
        """Each by its number, its method and where it went, with its headers and what it brought."""
        return {
            f"{n} {one.method} {one.address.target}": repr(one.headers).encode() + b"\n" + one.body
            for n, one in enumerate(self.asked)
        }


@dataclass
class Remembered:
    """A ledger in memory."""

    address: str = ""
    purpose: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)
    strangers: Mapping[str, str] = field(default_factory=dict)

    def settle(self, address: str, purpose: str) -> None:
        self.address, self.purpose = address, purpose

    def clear(self) -> None:
        self.entries.clear()

    def note(self, entry: Entry) -> None:
        self.entries[entry.uid] = entry

    def forget(self, uid: str) -> None:
        self.entries.pop(uid, None)

    def pass_by(self, strangers: Mapping[str, str]) -> None:
        self.strangers = strangers


@dataclass(frozen=True, slots=True)
class Way:
    """How a calendar is published; each step may be changed, to try a mistake. `verified` is not what these may use."""

    key: Callable[[str], bytes] = lambda audience: key_of(SECRET, "feed", audience)
    calendar: Callable[[Published, Verified], Published] = lambda published, _: published
    wanted: Callable[[dict[str, Wanted], Verified], dict[str, Wanted]] = lambda wanted, _: wanted
    todo: Callable[[list[Step], Verified], list[Step]] = lambda todo, _: todo
    manner: Callable[[Manner, Verified], Manner] = lambda manner, _: manner
    asked: Callable[[Question, Verified], Question] = lambda question, _: question


def published(audience: str, facts: Facts, verified: Verified, way: Way | None = None) -> Requests:
    """All that is asked of a server for a calendar that is made anew, read and changed by somebody, and written again.

    What stood there first is other, earlier, later, or no longer there; one event that is gone had got other words from
    its reader, so that it is called off and not taken away.
    """
    way, sheet = way or Way(), sheet_of(facts)
    server, ledger = Server(verified, way.asked), Remembered()
    key, days = way.key(audience), verified.plan.horizon
    account = Account(cast("Client", server), SERVER, Credentials("ana", "", frozenset()), cast("Any", None))
    door = Door(account, way.calendar(PLAN, verified), cast("Ledger", ledger), sheet.zone or "UTC", mark_of(key))
    own = made(door)
    for once, seen in ((_earlier(sheet, days), Look({})), (sheet, None)):
        there = seen or _edited_by_its_reader(own, ledger, server)
        wanted = way.wanted(wanted_of(once, key, there.entries), verified)
        manner = way.manner(manner_of(once, key), verified)
        write(own, there, way.todo(steps(there, wanted, days, lambda _: False), verified), manner, lambda *_: None)
    return server.requests


def _earlier(sheet: Sheet, days: Span) -> Sheet:
    """A calendar of the same audience that stood there before: some of it was not there yet, and some said other."""
    lines = []
    for number, line in enumerate(sheet.lines):
        if number % 3 == 0:
            lines.append(line)
        elif number % 3 == 1:
            lines.append(replace(line, summary="Before", span=Span(line.span.start - 30, line.span.end)))
    at = days.start
    gone = [Line((f"gone{n}",), Span(at + 60 * n, at + 60 * n + 30), "Gone", "gone", "gray") for n in range(2)]
    return replace(sheet, lines=(*lines, *gone))


def _edited_by_its_reader(own: OwnCalendar, ledger: Remembered, server: Server) -> Look:
    """What is there then, the last event of it in other words."""
    entries, texts = dict[str, Entry](), dict[str, Item]()
    for uid, entry in ledger.entries.items():
        entries[uid], texts[uid] = entry, server.texts[entry.href]
        if entry.seen and entry.known_by == ("gone1",):
            seen, manner = entry.seen._replace(text="See you"), Manner(uid, own.zone, 0, "")
            data = edited(texts[uid].data, ["text"], seen, manner, Stamp(1, entry.base))
            entries[uid], texts[uid] = replace(entry, seen=seen), texts[uid]._replace(data=data)
    return Look(entries, texts=texts)
