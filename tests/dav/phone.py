"""A person's calendar app: it talks to a server by plain HTTP, past kinrota and past any proxy."""

import http.client
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree import ElementTree as ET

CALENDAR = "text/calendar; charset=utf-8"
XML = "application/xml; charset=utf-8"
SPACES = {"d": "DAV:", "c": "urn:ietf:params:xml:ns:caldav"}
MAKE = """<?xml version="1.0" encoding="utf-8"?><c:mkcalendar xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:">
<d:set><d:prop><d:displayname>{}</d:displayname></d:prop></d:set></c:mkcalendar>"""
LIST = """<?xml version="1.0" encoding="utf-8"?><d:propfind xmlns:d="DAV:">
<d:prop><d:getetag/><d:resourcetype/><d:displayname/></d:prop></d:propfind>"""


@dataclass(frozen=True)
class Told:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def etag(self) -> str:
        """The version of what was got or put; empty where the server does not tell it."""
        return self.headers.get("etag", "")

    def well(self) -> "Told":
        """Itself, where the server did it."""
        if not 200 <= self.status < 300:
            raise AssertionError(self)
        return self


@dataclass(frozen=True)
class Phone:
    """One person's app on one account. Paths are as the server writes them; what a server refuses is a `Told`."""

    port: int
    user: str
    password: str

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Told:
        """Any request."""
        secret = b64encode(f"{self.user}:{self.password}".encode()).decode()
        connection = http.client.HTTPConnection("localhost", self.port, timeout=300)
        try:
            connection.request(method, path, body, {"Authorization": f"Basic {secret}", **(headers or {})})
            answer = connection.getresponse()
            return Told(answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def make(self, path: str, title: str) -> None:
        """Make a calendar."""
        self.ask("MKCALENDAR", path, MAKE.format(title).encode(), {"Content-Type": XML}).well()

    def calendars(self, home: str) -> dict[str, str]:
        """The titles of a home's calendars, by their paths."""
        return {
            path: one.findtext(".//d:displayname", "", SPACES)
            for path, one in self._listed(home)
            if one.find(".//d:resourcetype/c:calendar", SPACES) is not None
        }

    def entries(self, collection: str) -> dict[str, str]:
        """The versions of a calendar's entries, by their paths."""
        return {
            path: one.findtext(".//d:getetag", "", SPACES)
            for path, one in self._listed(collection)
            if one.find(".//d:resourcetype/d:collection", SPACES) is None
        }

    def all(self, collection: str) -> dict[str, bytes]:
        """A calendar's entries as they are, by their paths."""
        return {path: self.get(path).well().body for path in sorted(self.entries(collection))}

    def get(self, path: str) -> Told:
        """An entry with its version."""
        return self.ask("GET", path)

    def put(self, path: str, body: bytes, etag: str = "", *, new: bool = False) -> Told:
        """Write an entry: over what is there, or only if it has this version, or only if there is none."""
        only = {"If-None-Match": "*"} if new else {"If-Match": etag} if etag else {}
        return self.ask("PUT", path, body, {"Content-Type": CALENDAR, **only})

    def delete(self, path: str, etag: str = "") -> Told:
        """Delete an entry, or a whole calendar; with a version only if it has that."""
        return self.ask("DELETE", path, headers={"If-Match": etag} if etag else {})

    def _listed(self, path: str) -> Iterable[tuple[str, ET.Element]]:
        told = self.ask("PROPFIND", path, LIST.encode(), {"Depth": "1", "Content-Type": XML}).well()
        for one in ET.fromstring(told.body).iterfind("d:response", SPACES):  # noqa: S314 -- a server of these tests
            yield unquote(one.findtext("d:href", "", SPACES)), one
