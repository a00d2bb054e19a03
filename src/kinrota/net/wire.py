"""A connection to a host whose address was resolved once and checked, with one deadline for each question."""

from __future__ import annotations

import functools
import io
import select
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinrota.net.address import Address
from kinrota.net.networks import Reach, reach
from kinrota.net.refused import RefusedError, refuse

if TYPE_CHECKING:
    from typing_extensions import Buffer

CONNECT = 6.0
"""Seconds for one address of a host, if it has several."""
MOST_ADDRESSES = 4


class Deadline:
    """A moment by which all has to be done, however many steps it takes."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self._clock = clock
        self.seconds = seconds
        self._end = clock() + seconds

    def left(self) -> float:
        """The seconds that are left; `TimeoutError` when there are none."""
        left = self._end - self._clock()
        if left <= 0:
            raise TimeoutError
        return left


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver knows of a host, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(known[4][0]) for known in found))


def dial(address: str, port: int, seconds: float) -> socket.socket:
    """Connect to an address, not to a name; what is sent is not held back until the other end has confirmed more."""
    sock = socket.create_connection((address, port), timeout=seconds)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


@functools.cache
def usual_context() -> ssl.SSLContext:
    """TLS as this system trusts it: names are checked, and old versions refused."""
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Wire:
    """What a connection stands on; tests bring their own names, cables, clocks and certificates."""

    resolve: Callable[[str, int], list[str]] = addresses_of
    dial: Callable[[str, int, float], socket.socket] = dial
    clock: Callable[[], float] = time.monotonic
    context: Callable[[], ssl.SSLContext] = usual_context

    def deadline(self, seconds: float) -> Deadline:
        """So many seconds from now."""
        return Deadline(self.clock, seconds)


@dataclass(frozen=True, slots=True)
class Permit:
    """Whether a host may be asked without encryption and in the home network.

    `led` is who led there, empty where the household's own file did; `inside` tells whether that is a host of the
    home network, or the household itself. Only what the household's file names is ever advised to be allowed.
    """

    allowed: bool = False
    led: str = ""
    inside: bool = True


class Line:
    """What `http.client` needs of a socket, kept to a deadline. `at` is what kind of address is at the other end."""

    def __init__(self, sock: socket.socket, at: Reach, deadline: Deadline) -> None:
        self.at = at
        self._sock = sock
        self._deadline = deadline
        self._incoming = _Incoming(sock, deadline)
        self._reader = _Reader(self._incoming)

    def renew(self, deadline: Deadline) -> None:
        """Another question, with a deadline of its own."""
        self._deadline = self._incoming.deadline = deadline

    def quiet(self) -> bool:
        """Whether the other end is still there, and nothing came from it that nobody asked for."""
        self._incoming.deadline = None
        if self._reader.peek() or (isinstance(self._sock, ssl.SSLSocket) and self._sock.pending()):
            return False
        known = select.poll()
        known.register(self._sock, select.POLLIN)
        return not known.poll(0)

    def makefile(self, _mode: str = "rb") -> io.BufferedReader:
        """What comes back: always the same reader, so that nothing is lost between two answers."""
        return self._reader

    def sendall(self, data: bytes) -> None:
        """Send all of it in time."""
        left = memoryview(data)
        while left:
            self._sock.settimeout(self._deadline.left())
            left = left[self._sock.send(left) :]

    def close(self) -> None:
        """Leave it open: who connected it ends it."""

    def end(self) -> None:
        """End the connection."""
        self._sock.close()


class _Incoming(io.RawIOBase):
    """A socket's bytes: each read gets only what is left of the time for all; without a deadline nothing is read."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self.deadline: Deadline | None = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int | None:
        if self.deadline is None:
            return None
        self._sock.settimeout(self.deadline.left())
        return self._sock.recv_into(buffer)


class _Reader(io.BufferedReader):
    """What came and was not read yet."""

    def close(self) -> None:
        """Leave it open: the next answer comes the same way."""


def connected(wire: Wire, address: Address, permit: Permit, deadline: Deadline) -> Line:
    """A connection to a host: its name is resolved here, once, and what was checked is what is connected to.

    Without a permit it is encrypted, and goes to public addresses only. `RefusedError` where that cannot be. Who asks
    for it ends it.
    """
    sock, pinned = _dialled(wire, address, _permitted(wire, address, permit), deadline)
    try:
        if address.scheme == "https":
            sock.settimeout(deadline.left())
            sock = wire.context().wrap_socket(sock, server_hostname=address.host)
    except BaseException:
        sock.close()
        raise
    return Line(sock, reach(pinned), deadline)


def _permitted(wire: Wire, address: Address, permit: Permit) -> list[str]:
    """The addresses of a host that may be spoken to."""
    try:
        found = wire.resolve(address.host, address.port)
    except (OSError, UnicodeError):
        refuse(f"Nobody knows a host {address.host}. Maybe there is no network just now.")
    kinds = {reach(known) for known in found}
    if not kinds & {"public", "home"}:
        refuse(f"{address.host} is at no address where a calendar can be.")
    if address.scheme != "https" and not permit.allowed:
        refuse(_unencrypted(address.host, permit))
    if "public" not in kinds and not permit.allowed:
        refuse(_at_home(address.host, permit))
    good: tuple[Reach, ...] = ("public", "home") if permit.allowed else ("public",)
    return [known for known in found if reach(known) in good][:MOST_ADDRESSES]


def _unencrypted(host: str, permit: Permit) -> str:
    said = f"{host} is asked without encryption (http)"
    if permit.led:
        return f"{said}: {permit.led} leads there, and is not followed."
    return f'{said}. Maybe https instead; for a device at home [network] with allow = ["{host}"].'


def _at_home(host: str, permit: Permit) -> str:
    said = f"{host} is in a home network"
    if permit.led and not permit.inside:
        return f"{said}, and {permit.led} leads there: nobody from outside leads into a home network."
    if permit.led:
        return f"{said}, and {permit.led} leads there: it is followed only to where the household allows it."
    return f'{said}, which is asked only by permission. Maybe [network] with allow = ["{host}"].'


def _dialled(wire: Wire, address: Address, permitted: list[str], deadline: Deadline) -> tuple[socket.socket, str]:
    """A connection to the first address that takes one."""
    for at, known in enumerate(permitted, start=1):
        left = deadline.left()
        try:
            return wire.dial(known, address.port, left if at == len(permitted) else min(left, CONNECT)), known
        except OSError:
            continue
    reason = f"{address.host} cannot be reached."
    raise RefusedError(reason)
