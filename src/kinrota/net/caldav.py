"""A CalDAV account: where its calendars are, and what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from itertools import count
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from kinrota.model.household import Account as Known
from kinrota.model.kept import Item
from kinrota.net.address import Address, parse
from kinrota.net.client import Answer, Client, Credentials, Question, good
from kinrota.net.dav_xml import CAL, CS, DAV, Node, Response, href, request, responses
from kinrota.net.refused import NotTakenError, RefusedError, refuse
from kinrota.net.wire import Deadline

WELL_KNOWN = "/.well-known/caldav"
AT_ONCE = 100
"""Entries that are asked for in one request."""
XML = ("Content-Type", "application/xml; charset=utf-8")
CALENDAR = ("Content-Type", "text/calendar; charset=utf-8")
WEAK = "W/"
"""How a version begins that does not stand for every byte."""
LATER = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
ONLY_EVENTS = '<c:supported-calendar-component-set><c:comp name="VEVENT"/></c:supported-calendar-component-set>'
PRINCIPAL = f"{DAV}}}current-user-principal"
HOMES = f"{CAL}}}calendar-home-set"
FIND = request(
    "d:propfind", "<d:prop><d:current-user-principal/><c:calendar-home-set/><d:resourcetype/><d:displayname/></d:prop>"
)
LIST = request(
    "d:propfind",
    "<d:prop><d:resourcetype/><d:displayname/><c:supported-calendar-component-set/><s:getctag/><d:sync-token/></d:prop>",
)
QUERY = request(
    "c:calendar-query",
    "<d:prop><d:getetag/></d:prop>"
    '<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"/></c:comp-filter></c:filter>',
)
EVERY = request(
    "c:calendar-query", '<d:prop><d:getetag/></d:prop><c:filter><c:comp-filter name="VCALENDAR"/></c:filter>'
)


@dataclass(frozen=True, slots=True)
class Collection:
    """A calendar of an account; `version` changes with each of its entries, and is empty where the server has none."""

    address: Address
    name: str
    version: str

    @property
    def last(self) -> str:
        """The last part of its address, which some people know better than its name."""
        return unquote(self.address.target.rstrip("/").rpartition("/")[2])

    def called(self, name: str) -> bool:
        """Whether a name means it, large and small letters alike."""
        return name.casefold() in (self.name.casefold(), self.last.casefold())


@dataclass(slots=True)
class Account:
    """An account as it is asked, once for all of its calendars that a household names.

    Without `each` the deadline is that of all that is asked; with it each question has so many seconds of its own.
    """

    client: Client
    server: Address
    credentials: Credentials
    deadline: Deadline
    each: float = 0.0
    _collections: list[Collection] = field(default_factory=list)

    def there(self, name: str, address: str) -> Collection | None:
        """A calendar where it was the last time, if it still is; so that nobody has to look for it."""
        try:
            found = self._multistatus("PROPFIND", self.server.join(address), "0", LIST)
        except RefusedError:
            return None
        return next((one for one in _calendars(*found) if one.called(name)), None) if found else None

    def named(self, name: str) -> Collection:
        """The calendar of a name; `RefusedError` where there is none, or several."""
        exact = [one for one in self._listed() if one.name == name]
        matching = exact or [one for one in self._listed() if one.called(name)]
        if len(matching) == 1:
            return matching[0]
        if matching:
            last = ", ".join(f'"{one.last}"' for one in matching)
            refuse(f'{self.server.host} has several calendars "{name}". Maybe by the ends of their addresses: {last}.')
        there = ", ".join(f'"{one.name or one.last}"' for one in self._collections) or "none"
        reason = f'{self.server.host} has no calendar "{name}" in this account. What there is: {there}.'
        raise RefusedError(reason)

    def _listed(self) -> list[Collection]:
        """All calendars of the account."""
        if not self._collections:
            listed = [self._multistatus("PROPFIND", home, "1", LIST) for home in self._home_addresses()]
            self._collections = [one for there in listed if there for one in _calendars(*there)]
        return self._collections

    def _home_addresses(self) -> list[Address]:
        """Where the account's calendars are, by RFC 6764: its principal, and what that says."""
        known = replace(self.server, target=WELL_KNOWN)
        for start in (known, self.server) if self.server.target == "/" else (self.server, known):
            found = self._multistatus("PROPFIND", start, "0", FIND)
            if found is None:
                continue
            homes = self._homes(*found)
            if homes:
                return homes
        reason = f"{self.server.host} has no calendars of this account at this address."
        raise RefusedError(reason)

    def _homes(self, at: Address, found: list[Response]) -> list[Address]:
        """Where the calendars are: said at once, or by the principal."""
        homes = _joined(at, found, HOMES)
        for principal in _joined(at, found, PRINCIPAL):
            there = None if homes else self._multistatus("PROPFIND", principal, "0", FIND)
            homes = _joined(*there, HOMES) if there else homes
        return homes

    def entries(self, collection: Address, *, every: bool = False) -> dict[str, str]:
        """Where each entry with an event, or every one, is, and its version; empty where the server does not say it."""
        listed = self._multistatus("REPORT", collection, "1", EVERY if every else QUERY)
        if listed is None:
            refuse(f"{collection.host} does not list what is in the calendar.")
        return dict(_entries(*listed))

    def items(self, collection: Address, targets: list[str]) -> list[Item]:
        """The entries at some of its addresses, `AT_ONCE` at most; those that are gone are left out."""
        body = "<d:prop><d:getetag/><c:calendar-data/></d:prop>" + "".join(href(target) for target in targets)
        answer = self._multistatus("REPORT", collection, "1", request("c:calendar-multiget", body))
        items, gone, wanted = [], 0, {unquote(target): target for target in targets}
        for one in answer[1] if answer else ():
            target = wanted.pop(unquote(collection.join(one.href).target), None)
            data = one.text(f"{CAL}}}calendar-data")
            gone += target is not None and one.status == HTTPStatus.NOT_FOUND
            if target is not None and data:
                items.append(Item(target, one.text(f"{DAV}}}getetag"), data.encode()))
        if len(items) + gone < len(targets):
            refuse(f"{collection.host} does not give all that is in the calendar.")
        return items

    def trusts(self, address: str) -> bool:
        """Whether an address is one that gets the password."""
        return self.credentials.fit(self.server.join(address))

    def at(self, address: str) -> Collection | None:
        """The calendar at an address, whatever it is called now; None where there is none any more."""
        found = self._multistatus("PROPFIND", self.server.join(address), "0", LIST)
        return next(iter(_calendars(*found)), None) if found else None

    def called(self, name: str) -> Collection | None:
        """The calendar of a name; None where there is none. `RefusedError` where there are several."""
        there = any(one.called(name) for one in self._listed())
        return self.named(name) if there else None

    def make(self, name: str, last: str) -> Collection:
        """Make a calendar of events; `last` is the last part of its address, with a number where that is taken.

        `RefusedError` where that cannot be.
        """
        home, taken = self._home_addresses()[0], {one.last for one in self._listed()}
        free = next(end for n in count(1) if (end := last if n == 1 else f"{last}-{n}") not in taken)
        address = home.join(f"{home.target.rstrip('/')}/{quote(free)}/")
        props = f"<d:displayname>{escape(name)}</d:displayname>{ONLY_EVENTS}"
        body = request("c:mkcalendar", f"<d:set><d:prop>{props}</d:prop></d:set>")
        answer = self._ask("MKCALENDAR", address, (XML,), body)
        if answer.status != HTTPStatus.CREATED:
            refuse(f'{address.host} makes no calendar "{name}" ({answer.status}). Maybe make it there, empty.')
        self._collections = []
        return Collection(address, name, "")

    def one(self, collection: Address, target: str) -> Item | None:
        """The entry at an address of a calendar; None where there is none."""
        answer = self._ask("GET", collection.join(target))
        if answer.status in GONE:
            return None
        good(answer)
        return Item(target, answer.header("ETag"), answer.body)

    def put(self, collection: Address, target: str, data: bytes, etag: str = "") -> str | None:
        """Write an entry: a new one, or in place of one of a version. Its version, empty if that is not said.

        None where something is there, or another version; `NotTakenError` where this one is not taken, `RefusedError`
        where nothing can be written.
        """
        condition = ("If-Match", etag) if etag else ("If-None-Match", "*")
        answer = self._ask("PUT", collection.join(target), (condition, CALENDAR), data)
        other = GONE if etag else (HTTPStatus.CONFLICT,)
        if answer.status in (HTTPStatus.PRECONDITION_FAILED, *other):
            return None
        _written(answer)
        tag = answer.header("ETag")
        return "" if tag.startswith(WEAK) else tag

    def delete(self, collection: Address, target: str, etag: str) -> bool:
        """Delete an entry of a version; False where it is another by now, or gone, maybe to another address."""
        answer = self._ask("DELETE", collection.join(target), (("If-Match", etag),))
        if answer.status == HTTPStatus.PRECONDITION_FAILED or answer.status in GONE:
            return False
        _written(answer)
        return True

    def _ask(
        self, method: str, address: Address, headers: tuple[tuple[str, str], ...] = (), body: bytes = b""
    ) -> Answer:
        deadline = self.client.wire.deadline(self.each) if self.each else self.deadline
        answer = self.client.ask(Question(method, address, headers, body), deadline, self.credentials)
        self._refuse_strangers(answer)
        return answer

    def _multistatus(
        self, method: str, address: Address, depth: str, body: bytes
    ) -> tuple[Address, list[Response]] | None:
        """What there is at an address; None where no CalDAV is spoken."""
        answer = self._ask(method, address, (("Depth", depth), XML), body)
        if answer.status == HTTPStatus.MULTI_STATUS:
            return answer.address, responses(answer.body, answer.address.host)
        if answer.status in (HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS) or _fault(answer.status):
            good(answer)
        return None

    def _refuse_strangers(self, answer: Answer) -> None:
        if answer.status != HTTPStatus.UNAUTHORIZED:
            return
        host = answer.address.host
        if not answer.trusted:
            refuse(f'{self.server.host} leads to {host}, which does not get the password. Maybe also = ["{host}"].')
        refuse(
            f"{host} refuses this user and password. Maybe it wants an app password here, "
            "made in the account's settings, and not the one of the account."
        )


def account_of(client: Client, known: Known, password: str, seconds: float, *, each: bool = False) -> Account:
    """An account to ask for so many seconds, or for as many `each` time; `RefusedError` where its address is none."""
    server = parse(known.server)
    credentials = Credentials(known.user, password, frozenset({server.end, *known.also}))
    deadline = client.wire.deadline(seconds)
    return Account(client.within(server.host), server, credentials, deadline, seconds if each else 0.0)


def no_secret(name: str) -> str:
    """What is said where there is no password or address of a name."""
    return f"There is no secret {name} here, or none that can be opened. Maybe: kinrota secret FOLDER {name}"


def _written(answer: Answer) -> None:
    """Refuse every answer that does not say that it is done; `NotTakenError` where that is about this one only."""
    host, status = answer.address.host, answer.status
    if status in (HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT):
        return
    if status == HTTPStatus.INSUFFICIENT_STORAGE:
        refuse(f"{host} has no room left ({status}).")
    if status in LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        refuse(f"{host} cannot take it just now ({status}).")
    if status < HTTPStatus.BAD_REQUEST:
        refuse(f"{host} does not take it ({status}).")
    forbidden = status in (HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.LOCKED)
    what = "does not let kinrota write there" if forbidden else "does not take it"
    reason = f"{host} {what} ({status})."
    raise NotTakenError(reason)


def _fault(status: int) -> bool:
    return status >= HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.NOT_IMPLEMENTED


def _joined(at: Address, found: list[Response], name: str) -> list[Address]:
    return [at.join(text) for one in found for text in one.hrefs(name) if text]


def _calendars(at: Address, found: list[Response]) -> list[Collection]:
    """The collections that are calendars of events."""
    return [
        Collection(
            at.join(one.href),
            one.text(f"{DAV}}}displayname"),
            one.text(f"{CS}}}getctag") or one.text(f"{DAV}}}sync-token"),
        )
        for one in found
        if _is_calendar(one.found)
    ]


def _is_calendar(found: Mapping[str, Node]) -> bool:
    kind, parts = found.get(f"{DAV}}}resourcetype"), found.get(f"{CAL}}}supported-calendar-component-set")
    events = parts is None or any(part.title.upper() == "VEVENT" for part in parts.all(f"{CAL}}}comp"))
    return kind is not None and kind.first(f"{CAL}}}calendar") is not None and events


def _entries(at: Address, found: list[Response]) -> Iterable[tuple[str, str]]:
    """(where it is, its version) of each entry."""
    for one in found:
        if one.status == HTTPStatus.INSUFFICIENT_STORAGE:
            refuse(f"{at.host} lists only a part of what is in the calendar.")
        address = at.join(one.href)
        if address.end != at.end:
            refuse(f"{at.host} lists entries that are somewhere else.")
        if one.status in (None, HTTPStatus.OK) and address.target.rstrip("/") != at.target.rstrip("/"):
            yield address.target, one.text(f"{DAV}}}getetag")
