"""A real CalDAV server: what is put into it is read from it, and only what changed the next time."""

import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from radicale import config
from radicale.app import Application

from kinrota.intake.fetch.collection import read_collection
from kinrota.model.kept import Kept
from kinrota.net.address import parse
from kinrota.net.caldav import Account
from kinrota.net.client import Client, Credentials
from kinrota.net.wire import Wire
from tests.net.servers import calendar, event

AUTHORIZATION = {"Authorization": "Basic YW5hOmNhbmFyeQ=="}
MAKE = """<?xml version="1.0"?><mkcalendar xmlns="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:"><d:set><d:prop>
<d:displayname>Work</d:displayname></d:prop></d:set></mkcalendar>"""


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Tell nobody."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WSGIServer]:
    settings = config.load()
    settings.update(
        {"auth": {"type": "none"}, "storage": {"filesystem_folder": str(tmp_path), "_filesystem_fsync": "False"},
         "logging": {"level": "critical"}}, "test", privileged=True,
    )  # fmt: skip
    with make_server("127.0.0.1", 0, Application(settings), handler_class=_Silent) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def put(server: WSGIServer, path: str, body: bytes, method: str = "PUT") -> None:
    connection = HTTPConnection("127.0.0.1", server.server_port)
    connection.request(method, path, body, AUTHORIZATION)
    assert connection.getresponse().status in (200, 201, 204)
    connection.close()


def read(server: WSGIServer, kept: Kept | None = None) -> Kept:
    address, wire = parse(f"http://localhost:{server.server_port}/"), Wire(resolve=lambda *_: ["127.0.0.1"])
    client = Client(wire, frozenset({"localhost"}))
    account = Account(client, address, Credentials("ana", "canary", frozenset({address.end})), wire.deadline(40))
    return read_collection(account, "Work", kept, Kept("source", b"", ""))


def test_a_real_server(server: WSGIServer) -> None:
    put(server, "/ana/work/", MAKE.encode(), "MKCALENDAR")
    put(server, "/ana/work/a.ics", calendar(event("a", "20260302")))
    put(server, "/ana/work/b.ics", calendar(event("b", "20260303", "Late & long")))
    first = read(server)
    assert [item.href for item in first.items] == ["/ana/work/a.ics", "/ana/work/b.ics"]
    assert first.data.count(b"BEGIN:VEVENT") == 2
    assert b"SUMMARY:Late & long" in first.data
    assert read(server, first) == first
    put(server, "/ana/work/b.ics", b"", "DELETE")
    put(server, "/ana/work/c.ics", calendar(event("c", "20260304")))
    second = read(server, first)
    assert second.version != first.version
    assert second.items[0] == first.items[0]
    assert [b"UID:c" in second.data, b"UID:b" in second.data] == [True, False]
