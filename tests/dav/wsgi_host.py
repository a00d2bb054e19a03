"""A WSGI application as a server in a process of its own."""

import threading
from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from tests.dav.host import tell, wait

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class _Handler(WSGIRequestHandler):
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        """Tell nobody."""


class _Server(WSGIServer):
    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no news."""


def serve(app: App, name: str, start: str, home: str) -> None:
    """Answer as this package, until who started this is done."""
    with make_server("127.0.0.1", 0, app, server_class=_Server, handler_class=_Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        tell(version(name), server.server_port, start, home)
        wait()
        server.shutdown()
