"""Servers for the tests: on this machine's own address, known by any name, speaking as each test says."""

import contextlib
import http.server
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import trustme
from msgspec import Struct

from kinrota.net.client import MOST_BYTES, Client
from kinrota.net.wire import Wire

PUBLIC = "93.184.216.34"
"""An address that counts as public; nothing is ever sent there."""
HOST = "calendar.example.org"


class Asked(Struct, frozen=True):
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Reply(Struct, frozen=True):
    """What is answered; `raw` are the bytes as they are, in place of all else."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = {}
    length: bool = True
    raw: bytes = b""


Say = Callable[[Asked], Reply]


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Server"

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        asked = Asked(self.command, self.path, {key.lower(): value for key, value in self.headers.items()}, body)
        self.server.asked.append(asked)
        stays, self.close_connection = self.server.stays and not self.close_connection, True
        with contextlib.suppress(OSError):
            self._answer(self.server.say(asked))
            self.close_connection = not stays

    def _answer(self, reply: Reply) -> None:
        if reply.raw:
            self.wfile.write(reply.raw)
            return
        self.send_response(reply.status)
        for key, value in reply.headers.items():
            self.send_header(key, value)
        if reply.length and "Content-Length" not in reply.headers and reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, *_: object) -> None:
        """Tell nobody."""


class Server(http.server.ThreadingHTTPServer):
    """Answers what `say` says, and remembers what it was asked."""

    daemon_threads = True
    stays = False
    """Whether it waits for another question on the same connection."""

    def __init__(self, say: Say, context: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.say = say
        self.asked: list[Asked] = []
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no news."""


@contextlib.contextmanager
def serving(say: Say, context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server, as long as it is needed."""
    with Server(say, context) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Net:
    """A small internet: names and where they lead, one server behind each, all of them on this machine."""

    authority: trustme.CA
    servers: dict[str, Server] = field(default_factory=dict)
    addresses: dict[str, list[str]] = field(default_factory=dict)
    dialled: list[tuple[str, int]] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    clock: Callable[[], float] = lambda: 0.0
    hosts: dict[str, str] = field(default_factory=dict)

    def resolve(self, host: str, _: int) -> list[str]:
        self.resolved.append(host)
        if host not in self.addresses:
            raise socket.gaierror(-2, "not known")
        return self.addresses[host]

    def dial(self, address: str, port: int, seconds: float) -> socket.socket:
        assert seconds > 0
        self.dialled.append((address, port))
        if address not in self.hosts:
            raise ConnectionRefusedError
        return socket.create_connection(("127.0.0.1", self.servers[self.hosts[address]].port), timeout=10)

    def trusting(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks names, and knows no authority yet
        self.authority.configure_trust(context)
        return context

    def wire(self) -> Wire:
        return Wire(self.resolve, self.dial, self.clock, self.trusting)

    def client(self, *allow: str, most_bytes: int = MOST_BYTES) -> Client:
        return Client(self.wire(), frozenset(allow), most_bytes)


def calendar(*events: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", *events, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def event(uid: str, day: str, title: str = "Early") -> str:
    return "\r\n".join([
        "BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", f"SUMMARY:{title}",
        f"DTSTART;TZID=Europe/Berlin:{day}T080000", f"DTEND;TZID=Europe/Berlin:{day}T160000", "END:VEVENT",
    ])  # fmt: skip
