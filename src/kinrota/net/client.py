"""One question to a host and its answer, over redirects: each hop is checked anew, and everything has its cap."""

from __future__ import annotations

import contextlib
import http.client
import ssl
import zlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from kinrota.net.address import Address
from kinrota.net.kept import Kept, Way
from kinrota.net.refused import RefusedError, refuse
from kinrota.net.wire import Deadline, Line, Permit, Wire, connected

MOST_BYTES = 20 * 2**20
"""Of an answer, packed and unpacked."""
MOST_REDIRECTS = 5
CHUNK = 2**16
REDIRECTS = frozenset({301, 302, 303, 307, 308})
BROKEN = (ConnectionError, http.client.IncompleteRead, ssl.SSLEOFError, ssl.SSLZeroReturnError)
BODILESS = frozenset({204, 304})
GZIP = 31
"""zlib's word for: a gzip stream, with its head and its checksum."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks. Sent to these hosts and ports only, encrypted or inside the home network."""

    user: str = field(repr=False)
    password: str = field(repr=False)
    ends: frozenset[tuple[str, int]]

    def fit(self, address: Address) -> bool:
        """Whether they may be sent there."""
        return address.end in self.ends or (address.port == http.client.HTTPS_PORT and _partition(self.ends, address))

    def line(self) -> str:
        """As HTTP sends them."""
        return "Basic " + b64encode(f"{self.user}:{self.password}".encode()).decode()


def _partition(ends: frozenset[tuple[str, int]], address: Address) -> bool:
    """Whether it is one of the hosts over which iCloud spreads its accounts."""
    number = address.host.removeprefix("p").removesuffix("-caldav.icloud.com")
    return ("caldav.icloud.com", http.client.HTTPS_PORT) in ends and number.isdecimal()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a method, an address, and what goes with it."""

    method: str
    address: Address
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `trusted` tells whether the last host got the credentials, if there were any."""

    status: int
    headers: http.client.HTTPMessage = field(repr=False)
    body: bytes = field(repr=False)
    address: Address
    trusted: bool

    def header(self, name: str) -> str:
        """A header's value; empty where there is none."""
        return str(self.headers.get(name, ""))


@dataclass(frozen=True, slots=True)
class Client:
    """Asks hosts, those in `allow` also without encryption and in the home network."""

    wire: Wire = field(default_factory=Wire)
    allow: frozenset[str] = frozenset()
    most_bytes: int = MOST_BYTES
    origin: str = ""
    """Who gave the addresses that are asked for; empty where the household did."""
    kept: Kept | None = field(default=None, repr=False, compare=False)
    """Connections that stay open from one question to the next; None: each question has its own."""

    @contextlib.contextmanager
    def keeping(self) -> Iterator[Client]:
        """The same, for many questions to one host: its connections stay open meanwhile."""
        kept = Kept(self.wire.clock)
        try:
            yield replace(self, kept=kept)
        finally:
            kept.end()

    def ask(self, question: Question, deadline: Deadline, credentials: Credentials | None = None) -> Answer:
        """Ask, and follow where it leads; `RefusedError` with the reason where no answer came, or none that is used."""
        origin = self.origin or question.address.host
        led, inside = "" if question.address.host == origin else origin, origin in self.allow
        for _ in range(MOST_REDIRECTS + 1):
            permit = Permit(inside and question.address.host in self.allow, led, inside)
            answer = self._told(question, deadline, credentials, permit)
            if answer.status not in REDIRECTS or not answer.header("Location"):
                return answer
            led, inside = question.address.host, permit.allowed  # nobody from outside leads into the home network
            question = replace(question, address=answer.address.join(answer.header("Location")))
        reason = f"{question.address.host} leads on and on, more than {MOST_REDIRECTS} times."
        raise RefusedError(reason)

    def within(self, host: str) -> Client:
        """The same for what a host says: from one outside the home network nothing leads into it."""
        return replace(self, origin=host)

    def _told(self, question: Question, deadline: Deadline, credentials: Credentials | None, permit: Permit) -> Answer:
        """One hop, with whatever goes wrong in words that hold no address."""
        host = question.address.host
        try:
            return self._hop(question, deadline, credentials, permit)
        except TimeoutError:
            refuse(f"{host} did not answer within {deadline.seconds:g} seconds.")
        except ssl.SSLCertVerificationError as error:
            refuse(f"{host} cannot prove that it is {host}: {error.verify_message}.")
        except BROKEN:
            refuse(f"The connection to {host} broke off.")
        except ssl.SSLError:
            refuse(f"{host} speaks no encryption that is safe.")
        except (http.client.HTTPException, OSError, ValueError):
            refuse(f"{host} gave no answer that can be understood.")

    def _hop(self, question: Question, deadline: Deadline, credentials: Credentials | None, permit: Permit) -> Answer:
        way = Way(question.address.scheme, question.address.end, permit)
        if self.kept and (line := self.kept.taken(way, deadline)):
            with contextlib.suppress(ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError):  # ended just before
                return self._on(line, way, question, deadline, credentials)
        return self._on(connected(self.wire, question.address, permit, deadline), way, question, deadline, credentials)

    def _on(
        self, line: Line, way: Way, question: Question, deadline: Deadline, credentials: Credentials | None
    ) -> Answer:
        """What is answered on a connection, which stays open only where all that was said is read."""
        stays = False
        try:
            answer, stays = self._answered(question, deadline, credentials, line)
        finally:
            if self.kept and stays:
                self.kept.give_back(way, line)
            else:
                line.end()
        return answer

    def _answered(
        self, question: Question, deadline: Deadline, credentials: Credentials | None, line: Line
    ) -> tuple[Answer, bool]:
        """The answer, and whether the other end waits for another question after it."""
        address, trusted = question.address, credentials is not None and credentials.fit(question.address)
        connection = http.client.HTTPConnection(address.host, address.port)
        connection.auto_open = 0
        connection.sock = line
        connection.putrequest(question.method, address.target, skip_host=True, skip_accept_encoding=True)
        for name, value in _headers(question, credentials if trusted else None, line, stays=self.kept is not None):
            connection.putheader(name, value)
        connection.endheaders(question.body or None)
        answer = connection.getresponse()
        with answer:
            body = b"" if answer.status in REDIRECTS else b"".join(self._body(answer, address.host, deadline))
            stays = answer.isclosed() and not answer.will_close
            return Answer(answer.status, answer.headers, body, address, trusted), stays

    def _body(self, answer: http.client.HTTPResponse, host: str, deadline: Deadline) -> Iterator[bytes]:
        """The answer's bytes, unpacked; not one more than the cap, whatever the answer says of its length."""
        unpack = _unpacking(answer.headers.get("Content-Encoding", "").strip().casefold(), host)
        came = gave = 0
        while chunk := answer.read(CHUNK):
            deadline.left()
            came += len(chunk)
            for piece in unpack.pieces(chunk):
                gave += len(piece)
                if max(came, gave) > self.most_bytes:
                    refuse(f"{host} sends more than {self.most_bytes // 2**20} MB.")
                yield piece
        promised = answer.headers.get("Content-Length", "")
        short = promised.isdecimal() and came < int(promised) and answer.status not in BODILESS
        if short or (came and not unpack.ends):
            refuse(f"The connection to {host} broke off in the middle.")


def good(answer: Answer) -> None:
    """Refuse every answer that is not one."""
    host, status = answer.address.host, answer.status
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        refuse(
            f"{host} gives it to nobody without the right password or link ({status}). "
            "Maybe the password was changed, or the link was renewed."
        )
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        refuse(f"{host} has nothing at this address ({status}). Maybe the link was renewed.")
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        refuse(f"{host} cannot give it just now ({status}).")
    if status not in (HTTPStatus.OK, HTTPStatus.MULTI_STATUS):
        refuse(f"{host} gives no calendar ({status}).")


def _headers(
    question: Question, credentials: Credentials | None, line: Line, *, stays: bool
) -> Iterator[tuple[str, str]]:
    """What is said with the question; nothing in it tells who asks but the credentials."""
    address = question.address
    yield "Host", address.netloc
    yield "User-Agent", "kinrota"
    yield "Accept-Encoding", "gzip"
    yield "Connection", "keep-alive" if stays else "close"
    if question.body:
        yield "Content-Length", str(len(question.body))
    yield from question.headers
    if credentials:
        if address.scheme != "https" and line.at != "home":
            refuse(f"{address.host} would get the password without encryption. Maybe https instead.")
        yield "Authorization", credentials.line()


class _Plain:
    """Bytes that come as they are."""

    ends = True

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk


class _Gzip:
    """Bytes that come packed: unpacked piece by piece, never more at once than a chunk."""

    def __init__(self, host: str) -> None:
        self._packed = zlib.decompressobj(GZIP)
        self._host = host

    @property
    def ends(self) -> bool:
        """Whether it came to its end."""
        return self._packed.eof

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        rest = chunk
        while rest and not self._packed.eof:
            try:
                yield self._packed.decompress(rest, CHUNK)
            except zlib.error:
                refuse(f"{self._host} packs its answer in a way that cannot be unpacked.")
            rest = self._packed.unconsumed_tail


def _unpacking(encoding: str, host: str) -> _Plain | _Gzip:
    if encoding in ("gzip", "x-gzip"):
        return _Gzip(host)
    if encoding not in ("", "identity"):
        refuse(f"{host} packs its answer in a way that was not asked for.")
    return _Plain()
