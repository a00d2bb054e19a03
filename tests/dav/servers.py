"""Real CalDAV servers on this machine: Radicale, Xandikos and DAViCal, each with one user and nothing in it.

Each runs in a process of its own that ends with these tests, however they end: it listens for the end of its standard
input. What they do differently, and which versions that was seen with, is told in `tests/dav/test_servers.py`.
"""

import contextlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from msgspec import Struct, field

from kinrota.net.address import parse
from kinrota.net.caldav import Account
from kinrota.net.client import Client, Credentials
from kinrota.net.wire import Wire
from tests.dav.host import PASSWORD, USER
from tests.dav.phone import Phone

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = ("radicale", "xandikos", "davical")
HOST = "localhost"
SECONDS = 60
"""That a server may take to end."""
_numbers = itertools.count(1)


class NotStartedError(RuntimeError):
    """A server did not start; with what it said."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(f"{name} does not start:\n{words}")


class Dav(Struct, frozen=True):
    """A server, or a proxy before one: `start` and `home` are paths that end with a slash."""

    name: str
    version: str
    port: int
    start: str
    home: str
    user: str = field(default=USER)
    password: str = field(default=PASSWORD)

    @property
    def url(self) -> str:
        """Its address as `server` of a household's `[accounts.ID]` has it."""
        return self.address(self.start)

    def address(self, path: str) -> str:
        """The address of something on it, such as its calendar home `home`."""
        return f"http://{HOST}:{self.port}{path}"

    def client(self) -> Client:
        """kinrota's way out, which may go here as a household would allow it."""
        return Client(Wire(resolve=lambda *_: ["127.0.0.1"]), frozenset({HOST}))

    def account(self, seconds: float = 300) -> Account:
        """The account as kinrota reads it."""
        client, address = self.client(), parse(self.url)
        credentials = Credentials(self.user, self.password, frozenset({address.end}))
        return Account(client, address, credentials, client.wire.deadline(seconds))

    def phone(self) -> Phone:
        """A person's calendar app on this account."""
        return Phone(self.port, self.user, self.password)

    def free(self) -> str:
        """The path of a collection that there never was."""
        return f"{self.home}c{next(_numbers)}/"

    @contextlib.contextmanager
    def collection(self, title: str = "Kinrota") -> Iterator[str]:
        """A new, empty calendar's path; it is gone afterwards, so that the home stays small."""
        path, phone = self.free(), self.phone()
        phone.make(path, title)
        try:
            yield path
        finally:
            phone.delete(path)

    def empty(self) -> None:
        """Delete every calendar of the home."""
        phone = self.phone()
        for path in phone.calendars(self.home):
            phone.delete(path)


def lacking(name: str) -> str:
    """What this machine has not that a server needs; empty where it can be started."""
    if name != "davical":
        return "" if find_spec(name) else f"{name} is not in this environment: requirements/dev.txt has it"
    asked = subprocess.run([ROOT / "tools/ensure-davical.sh", "--found"], check=False)
    return "DAViCal or what it runs on is not installed: tools/ensure-davical.sh" if asked.returncode else ""


@contextlib.contextmanager
def running(name: str) -> Iterator[Dav]:
    """One of `NAMES`, started now with empty storage."""
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(
            [sys.executable, "-m", f"tests.dav.{name}_host"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=words,
            start_new_session=True,  # Ctrl-C is for the tests, which then end this
        ) as process,
    ):
        assert process.stdin
        assert process.stdout
        try:
            said = process.stdout.readline()
            if not said:
                raise NotStartedError(name, _words(process, words))
            yield Dav(name, **json.loads(said))
        finally:
            process.stdin.close()
            _ended(process)


def _ended(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise


def _words(process: subprocess.Popen[bytes], words: IO[bytes]) -> str:
    _ended(process)
    words.seek(0)
    return words.read().decode("utf-8", "replace")
