"""A CalDAV account: where its calendars are, and what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from urllib.parse import unquote

from kinrota.model.kept import Item
from kinrota.net.address import Address
from kinrota.net.client import Answer, Client, Credentials, Question, good
from kinrota.net.dav_xml import CAL, CS, DAV, Node, Response, href, request, responses
from kinrota.net.refused import RefusedError, refuse
from kinrota.net.wire import Deadline

WELL_KNOWN = "/.well-known/caldav"
AT_ONCE = 100
"""Entries that are asked for in one request."""
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
    """An account as it is asked, once for all of its calendars that a household names."""

    client: Client
    server: Address
    credentials: Credentials
    deadline: Deadline
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
        self._collections = self._collections or self._discovered()
        exact = [one for one in self._collections if one.name == name]
        matching = exact or [one for one in self._collections if one.called(name)]
        if len(matching) == 1:
            return matching[0]
        if matching:
            last = ", ".join(f'"{one.last}"' for one in matching)
            refuse(f'{self.server.host} has several calendars "{name}". Maybe by the ends of their addresses: {last}.')
        there = ", ".join(f'"{one.name or one.last}"' for one in self._collections) or "none"
        reason = f'{self.server.host} has no calendar "{name}" in this account. What there is: {there}.'
        raise RefusedError(reason)

    def _discovered(self) -> list[Collection]:
        """All calendars of the account, by RFC 6764: its principal, where that has its calendars, and what is there."""
        known = replace(self.server, target=WELL_KNOWN)
        for start in (known, self.server) if self.server.target == "/" else (self.server, known):
            found = self._multistatus("PROPFIND", start, "0", FIND)
            if found is None:
                continue
            homes = self._homes(*found)
            if homes:
                listed = [self._multistatus("PROPFIND", home, "1", LIST) for home in homes]
                return [one for there in listed if there for one in _calendars(*there)]
        reason = f"{self.server.host} has no calendars of this account at this address."
        raise RefusedError(reason)

    def _homes(self, at: Address, found: list[Response]) -> list[Address]:
        """Where the calendars are: said at once, or by the principal."""
        homes = _joined(at, found, HOMES)
        for principal in _joined(at, found, PRINCIPAL):
            there = None if homes else self._multistatus("PROPFIND", principal, "0", FIND)
            homes = _joined(*there, HOMES) if there else homes
        return homes

    def entries(self, collection: Address) -> dict[str, str]:
        """Where each entry with an event is, and its version; empty where the server does not say it."""
        listed = self._multistatus("REPORT", collection, "1", QUERY)
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

    def _multistatus(
        self, method: str, address: Address, depth: str, body: bytes
    ) -> tuple[Address, list[Response]] | None:
        """What there is at an address; None where no CalDAV is spoken."""
        headers = (("Depth", depth), ("Content-Type", "application/xml; charset=utf-8"))
        answer = self.client.ask(Question(method, address, headers, body), self.deadline, self.credentials)
        self._refuse_strangers(answer)
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
