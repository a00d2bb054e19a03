"""A proxy before a real server that loses, delays and falsifies as a test says, and a journal of all that passed.

A fault is a function of a request and of what passes it on: the next fault, or the server at last. It answers with a
`Reply`, or hangs up. `Proxy.inject` says for which requests, and how often.
"""

import contextlib
import gzip
import http.client
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from msgspec.structs import replace

from tests.dav.servers import Dav
from tests.net.servers import Asked, Reply, serving

Pass = Callable[[Asked], Reply]
Fault = Callable[[Asked, Pass], Reply]

WRITING = frozenset({"PUT", "DELETE", "MKCALENDAR", "MKCOL", "PROPPATCH", "POST", "MOVE", "COPY"})
DAV, CS = "{DAV:}", "{http://calendarserver.org/ns/}"
ET.register_namespace("d", "DAV:")
HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "server", "date"})
"""Headers of one hop, or that our own end sets."""


class HungUpError(OSError):
    """The end of a connection, without an answer."""


@dataclass
class Entry:
    """One request as the proxy saw it. `reached` is the server's status, None where it was not passed on; `told` is
    what the client got, None where that was no answer."""

    method: str
    path: str
    reached: int | None = None
    told: int | None = None


@dataclass
class Rule:
    """Where a fault strikes: `times` requests of a method, after the first `after` of them. None is every."""

    fault: Fault
    methods: frozenset[str] | None
    times: int | None
    after: int
    path: str

    def strikes(self, asked: Asked) -> bool:
        """Whether it does now; counted."""
        if self.times == 0 or (self.methods and asked.method not in self.methods) or self.path not in asked.path:
            return False
        if self.after:
            self.after -= 1
            return False
        self.times = None if self.times is None else self.times - 1
        return True


@dataclass
class Proxy:
    """Stands before a server. `dav` is the account as it is seen through it."""

    behind: Dav
    dav: Dav
    journal: list[Entry] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def inject(self, fault: Fault, *methods: str, times: int | None = 1, after: int = 0, path: str = "") -> Rule:
        """Have a fault strike the next requests of some methods (none named: of any), of paths that hold `path`.

        Of several that strike at once, the one injected last is nearest to the client.
        """
        rule = Rule(fault, frozenset(methods) or None, times, after, path)
        self.rules.append(rule)
        return rule

    def calm(self) -> None:
        """No more faults; the journal stays."""
        self.rules.clear()

    @property
    def writes(self) -> list[Entry]:
        """The requests that would have changed something, whether they reached the server or not."""
        return [entry for entry in self.journal if entry.method in WRITING]

    def say(self, asked: Asked) -> Reply:
        """What is answered."""
        entry = Entry(asked.method, asked.path)
        self.journal.append(entry)
        passing: Pass = partial(self._passed, entry)
        for rule in [rule for rule in self.rules if rule.strikes(asked)]:
            passing = partial(_within, rule.fault, passing)
        reply = passing(asked)
        entry.told = None if reply.raw else reply.status
        return reply

    def _passed(self, entry: Entry, asked: Asked) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.behind.port, timeout=300)
        with contextlib.closing(connection):
            connection.putrequest(asked.method, asked.path, skip_host=True, skip_accept_encoding=True)
            for name, value in asked.headers.items():
                if name != "connection":
                    connection.putheader(name, value)
            connection.endheaders(asked.body or None)
            answer = connection.getresponse()
            body = answer.read()
        entry.reached = answer.status
        headers = {name.lower(): value for name, value in answer.getheaders() if name.lower() not in HOP}
        return Reply(answer.status, body, headers)


def _within(fault: Fault, passing: Pass, asked: Asked) -> Reply:
    return fault(asked, passing)


@contextlib.contextmanager
def faulty(dav: Dav) -> Iterator[Proxy]:
    """A proxy before a server, without faults yet."""
    proxy = Proxy(dav, dav)
    with serving(proxy.say) as server:
        proxy.dav = replace(dav, port=server.port)
        yield proxy


def answer(status: int, headers: dict[str, str] | None = None) -> Fault:
    """The server is not asked: 412, 423, 429, 500, 502, 503, 507 or whatever."""
    return lambda _asked, _passing: Reply(status, b"", headers or {})


def done_but(status: int) -> Fault:
    """The server does it, and the client is told something else."""

    def fault(asked: Asked, passing: Pass) -> Reply:
        passing(asked)
        return Reply(status)

    return fault


def hang_up(_asked: Asked, _passing: Pass) -> Reply:
    """The connection ends before the server is asked."""
    raise HungUpError


def done_and_hung_up(asked: Asked, passing: Pass) -> Reply:
    """The server does it, and the connection ends before that is told."""
    passing(asked)
    raise HungUpError


def broken_off(asked: Asked, passing: Pass) -> Reply:
    """The server does it, and the connection ends in the middle of its answer."""
    reply = passing(asked)
    lines = [f"HTTP/1.1 {reply.status} -", *(f"{name}: {value}" for name, value in reply.headers.items())]
    head = "\r\n".join([*lines, f"Content-Length: {max(1, len(reply.body))}", "", ""])
    return replace(reply, raw=head.encode() + reply.body[: len(reply.body) // 2])


def meanwhile(does: Callable[[], object]) -> Fault:
    """Somebody does something just before the server is asked."""

    def fault(asked: Asked, passing: Pass) -> Reply:
        does()
        return passing(asked)

    return fault


def afterwards(does: Callable[[], object]) -> Fault:
    """Somebody does something just after the server did what was asked, and before that is told."""

    def fault(asked: Asked, passing: Pass) -> Reply:
        reply = passing(asked)
        does()
        return reply

    return fault


def without_etag(asked: Asked, passing: Pass) -> Reply:
    """The answer tells no version in its headers."""
    reply = passing(asked)
    return replace(reply, headers={name: value for name, value in reply.headers.items() if name != "etag"})


def weak_etags(asked: Asked, passing: Pass) -> Reply:
    """All versions are weak: W/ before them, in headers and in what is listed. If-Match gets them back as they are."""
    asked = replace(asked, headers={**asked.headers, **_strong(asked.headers)})
    reply = passing(asked)
    etag = reply.headers.get("etag", "")
    headers = {**reply.headers, "etag": f"W/{etag}"} if etag else reply.headers

    def weaken(root: ET.Element) -> None:
        for node in root.iter(f"{DAV}getetag"):
            node.text = f"W/{node.text}" if node.text else node.text

    return _rewritten(replace(reply, headers=headers), weaken)


def _strong(headers: dict[str, str]) -> dict[str, str]:
    return {name: headers[name].replace('W/"', '"') for name in ("if-match", "if-none-match") if name in headers}


def left_out(*, said: bool = False, keep: int = 1) -> Fault:
    """A list without its end: of the entries that are no collections only the first `keep` are there.

    `said`: with a response of 507 for the collection itself, as RFC 6578 has it; else nobody tells.
    """

    def fault(asked: Asked, passing: Pass) -> Reply:
        def cut(root: ET.Element) -> None:
            entries = [one for one in root.iter(f"{DAV}response") if _is_entry(one, asked.path)]
            for one in entries[keep:]:
                root.remove(one)
            if said:
                more = ET.SubElement(root, f"{DAV}response")
                ET.SubElement(more, f"{DAV}href").text = asked.path
                ET.SubElement(more, f"{DAV}status").text = "HTTP/1.1 507 Insufficient Storage"
                ET.SubElement(ET.SubElement(more, f"{DAV}error"), f"{DAV}number-of-matches-within-limits")

        return _rewritten(passing(asked), cut)

    return fault


def bogus_tokens(texts: Sequence[str] = ("bogus",)) -> Fault:
    """Every sync-token and ctag is the next of these texts, over and over, whatever changed or did not."""
    said = 0

    def fault(asked: Asked, passing: Pass) -> Reply:
        nonlocal said
        text = texts[said % len(texts)]
        said += 1

        def falsify(root: ET.Element) -> None:
            for name in (f"{DAV}sync-token", f"{CS}getctag"):
                for node in root.iter(name):
                    node.text = text if node.text else node.text

        return _rewritten(passing(asked), falsify)

    return fault


def _is_entry(response: ET.Element, path: str) -> bool:
    return unquote(response.findtext(f"{DAV}href", "")).rstrip("/") != unquote(path).rstrip("/") and (
        response.find(f".//{DAV}resourcetype/{DAV}collection") is None
    )


def _rewritten(reply: Reply, change: Callable[[ET.Element], None]) -> Reply:
    """A multistatus, changed; anything else as it is."""
    if reply.status != http.client.MULTI_STATUS:
        return reply
    packed = reply.headers.get("content-encoding") == "gzip"
    root = ET.fromstring(gzip.decompress(reply.body) if packed else reply.body)  # noqa: S314 -- a server of these tests
    change(root)
    headers = {name: value for name, value in reply.headers.items() if name != "content-encoding"}
    return replace(reply, body=ET.tostring(root, encoding="utf-8", xml_declaration=True), headers=headers)
