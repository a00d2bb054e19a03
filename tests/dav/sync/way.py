"""The way to a server inside one process: kinrota's own client on it, the proxy's faults, and the death of kinrota."""

import http.client
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import TypeVar

from kinrota.model.published import Entry
from kinrota.net.client import Answer, Client, Credentials, Question
from kinrota.net.wire import Deadline, Permit
from kinrota.store.published import KeptLedger
from tests.dav.faults import Entry as Passed
from tests.dav.faults import HungUpError, Proxy
from tests.net.servers import Asked, Reply

T = TypeVar("T")
Server = Callable[[Asked], Reply]


class KilledError(BaseException):
    """kinrota's process is no more."""


@dataclass
class Fuse:
    """Kills kinrota at one of its calls, counted from 1: before it, after it, or in the middle where it has one."""

    at: int = 0
    how: str = "before"
    calls: int = 0

    def around(self, do: Callable[[], T], torn: Callable[[], None] = lambda: None) -> T:
        self.calls += 1
        if self.calls != self.at:
            return do()
        if self.how == "before":
            raise KilledError
        do()
        if self.how == "torn":
            torn()
        raise KilledError


@dataclass
class Crossing(Proxy):
    """The proxy, with who sees each writing request when it is carried out, and a server that may be in memory."""

    server: Server | None = None
    before: Callable[[Asked], object] = lambda _: None
    after: Callable[[Asked, object, Reply], None] = lambda *_: None

    def _passed(self, entry: Passed, asked: Asked) -> Reply:
        seen = self.before(asked)
        if self.server:
            reply = self.server(asked)
            entry.reached = reply.status
        else:
            reply = super()._passed(entry, asked)
        self.after(asked, seen, reply)
        return reply


@dataclass(frozen=True)
class Direct(Client):
    """kinrota's client without the network: each hop is a call."""

    say: Callable[[Asked], Reply] = lambda _: Reply(500)
    fuse: Fuse = field(default_factory=Fuse)

    def _hop(self, question: Question, deadline: Deadline, credentials: Credentials | None, permit: Permit) -> Answer:
        assert isinstance(permit, Permit)
        deadline.left()
        trusted = credentials is not None and credentials.fit(question.address)
        headers = {name.lower(): value for name, value in question.headers} | {"host": question.address.netloc}
        if question.body:
            headers["content-length"] = str(len(question.body))
        if credentials and trusted:
            headers["authorization"] = credentials.line()
        asked = Asked(question.method, question.address.target, headers, question.body)
        reply = self.fuse.around(lambda: self._reply(asked))
        told = http.client.HTTPMessage()
        for name, value in reply.headers.items():
            Message.add_header(told, name, value)
        return Answer(reply.status, told, reply.body, question.address, trusted)

    def _reply(self, asked: Asked) -> Reply:
        try:
            reply = self.say(asked)
        except HungUpError:
            raise ConnectionResetError from None
        if reply.raw:
            raise http.client.IncompleteRead(b"")
        return reply


@dataclass
class Mortal:
    """A ledger of a kinrota that may die at each thing that it remembers."""

    kept: KeptLedger
    fuse: Fuse
    tear: Callable[[], None]
    noted: Callable[[Entry], None]

    @property
    def address(self) -> str:
        return self.kept.address

    @property
    def entries(self) -> Mapping[str, Entry]:
        return self.kept.entries

    @property
    def strangers(self) -> Mapping[str, str]:
        return self.kept.strangers

    def settle(self, *what: str) -> None:
        self._does(lambda: self.kept.settle(*what))

    def note(self, entry: Entry) -> None:
        self._does(lambda: self.kept.note(entry))
        self.noted(entry)

    def restore(self, entries: Iterable[Entry]) -> None:
        self._does(lambda: self.kept.restore(entries))

    def forget(self, uid: str) -> None:
        self._does(lambda: self.kept.forget(uid))

    def pass_by(self, strangers: Mapping[str, str]) -> None:
        self._does(lambda: self.kept.pass_by(strangers))

    def __getattr__(self, name: str) -> object:
        return getattr(self.kept, name)

    def _does(self, do: Callable[[], object]) -> None:
        self.fuse.around(do, self.tear)
