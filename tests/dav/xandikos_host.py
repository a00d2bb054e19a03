"""Xandikos, as `python -m tests.dav.xandikos_host`; as it asks for, who stands before it checks the password."""

import binascii
from base64 import b64decode
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from xandikos.web import SingleUserFilesystemBackend, XandikosApp
from xandikos.wsgi_helpers import WellknownRedirector

from tests.dav.host import PASSWORD, USER, folder
from tests.dav.wsgi_host import App, serve

PRINCIPAL = f"/{USER}/"


def application(storage: Path) -> App:
    """As its own `xandikos.wsgi` makes it."""
    (storage / "storage").mkdir()
    backend = SingleUserFilesystemBackend(str(storage / "storage"))
    backend.create_principal(PRINCIPAL)  # type: ignore[no-untyped-call]
    backend._mark_as_principal(PRINCIPAL)  # type: ignore[no-untyped-call]  # noqa: SLF001 -- as xandikos.wsgi does
    return guarded(WellknownRedirector(XandikosApp(backend, PRINCIPAL).handle_wsgi_request, "/"))


def guarded(inside: App) -> App:
    """The application for who has the password; it reads a body to its end, so it gets one that has one."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if _secret(environ.get("HTTP_AUTHORIZATION", "")) == f"{USER}:{PASSWORD}".encode():
            sent = BytesIO(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0)))
            return inside({**environ, "REMOTE_USER": USER, "wsgi.input": sent}, start)
        start("401 Unauthorized", [("WWW-Authenticate", 'Basic realm="calendars"'), ("Content-Length", "0")])
        return [b""]

    return answer


def _secret(line: str) -> bytes:
    try:
        return b64decode(line.removeprefix("Basic "), validate=True)
    except binascii.Error:
        return b""


if __name__ == "__main__":
    with folder() as at:
        serve(application(at), "xandikos", "/", f"{PRINCIPAL}calendars/")
