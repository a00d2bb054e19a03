"""A CalDAV server in memory, for many more runs than real ones have time for: what the three agree on, and no more.

`RULES` are the three ways in which they differ on a name that is known elsewhere in the calendar already.
"""

import hashlib
import re
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.sax.saxutils import escape

from tests.dav.edits import reorder
from tests.dav.phone import Phone, Told
from tests.net.servers import Asked, Reply

HOME, START = "/ana/", "/"
RULES = {"memory-409": 409, "memory-412": 412, "memory-201": 0}
"""What is answered to a name that another entry of the calendar has; 0: it is taken."""
SPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
CALENDAR = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"


@dataclass
class Shelf:
    """The calendars by their paths, and in each the entries by theirs."""

    name: str
    calendars: dict[str, dict[str, bytes]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def answer(self, asked: Asked) -> Reply:
        """What is answered to a request."""
        path = unquote(asked.path)
        calendar = path if path.endswith("/") else f"{path.rpartition('/')[0]}/"
        does = {"GET": self._get, "PUT": self._put, "DELETE": self._delete}.get(asked.method)
        if does and path != calendar:
            return does(asked, self.calendars.get(calendar, {}), path)
        if asked.method == "DELETE":
            return Reply(204 if self.calendars.pop(path, None) is not None else 404)
        if asked.method == "MKCALENDAR":
            return self._make(path, asked.body.decode())
        return self._report(asked, path) if asked.method == "REPORT" else self._find(asked, path)

    def _make(self, path: str, body: str) -> Reply:
        if path in self.calendars:
            return Reply(405)
        title = re.search(r"displayname>(.*?)<", body)
        self.calendars[path], self.titles[path] = {}, title[1] if title else ""
        return Reply(201)

    def _get(self, _: Asked, entries: dict[str, bytes], path: str) -> Reply:
        return Reply(200, entries[path], {"etag": etag(entries[path])}) if path in entries else Reply(404)

    def _put(self, asked: Asked, entries: dict[str, bytes], path: str) -> Reply:
        names = {_uid(body) for at, body in entries.items() if at != path}
        refused = RULES[self.name] if _uid(asked.body) in names else 0
        if _fails(asked, entries.get(path)) or refused:
            return Reply(refused or 412)
        there = path in entries
        entries[path] = asked.body if self.name == "memory-201" else reorder(asked.body)
        return Reply(204 if there else 201, b"", {"etag": etag(entries[path])})

    def _delete(self, asked: Asked, entries: dict[str, bytes], path: str) -> Reply:
        if path not in entries:
            return Reply(404)
        if _fails(asked, entries[path]):
            return Reply(412)
        del entries[path]
        return Reply(204)

    def _find(self, asked: Asked, path: str) -> Reply:
        if path in self.calendars:
            inside = self.calendars[path] if asked.headers.get("depth") == "1" else {}
            return _told([self._calendar(path), *(_entry(at, body) for at, body in inside.items())])
        home = f"<c:calendar-home-set><d:href>{HOME}</d:href></c:calendar-home-set><d:resourcetype/>"
        if path == START:
            return _told([_response(path, home)])
        return _told([_response(path, home), *map(self._calendar, self.calendars)]) if path == HOME else Reply(404)

    def _calendar(self, path: str) -> str:
        return _response(path, f"<d:displayname>{escape(self.titles[path])}</d:displayname>{CALENDAR}")

    def _report(self, asked: Asked, path: str) -> Reply:
        entries = self.calendars.get(path)
        if entries is None:
            return Reply(404)
        wanted = [unquote(one) for one in re.findall(r"<d:href>(.*?)</d:href>", asked.body.decode())]
        if b"calendar-multiget" not in asked.body:
            return _told([_entry(at, body) for at, body in entries.items()])
        return _told([_entry(at, entries[at], whole=True) if at in entries else _missing(at) for at in wanted])


@dataclass(frozen=True)
class ShelfPhone(Phone):
    """A person's app on a server in memory."""

    shelf: Shelf = field(default_factory=lambda: Shelf("memory-409"))

    def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Told:  # type: ignore[override]
        lower = {key.lower(): value for key, value in (headers or {}).items()}
        reply = self.shelf.answer(Asked(method, path, lower, body))
        return Told(reply.status, reply.headers, reply.body)


def etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'


def _uid(body: bytes) -> str:
    found = re.search(rb"(?m)^UID:(.*?)\r?$", re.sub(rb"\r?\n[ \t]", b"", body))
    return found[1].decode() if found else ""


def _fails(asked: Asked, there: bytes | None) -> bool:
    match = asked.headers.get("if-match")
    if asked.headers.get("if-none-match") == "*" and there is not None:
        return True
    return match is not None and (there is None or etag(there) != match)


def _told(responses: list[str]) -> Reply:
    return Reply(207, f"<d:multistatus {SPACES}>{''.join(responses)}</d:multistatus>".encode())


def _response(path: str, props: str) -> str:
    ok = "<d:status>HTTP/1.1 200 OK</d:status>"
    return f"<d:response><d:href>{path}</d:href><d:propstat><d:prop>{props}</d:prop>{ok}</d:propstat></d:response>"


def _entry(path: str, body: bytes, *, whole: bool = False) -> str:
    data = f"<c:calendar-data>{escape(body.decode())}</c:calendar-data>" if whole else ""
    return _response(path, f"<d:getetag>{escape(etag(body))}</d:getetag>{data}")


def _missing(path: str) -> str:
    return f"<d:response><d:href>{path}</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>"
