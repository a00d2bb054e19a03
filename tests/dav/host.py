"""What a server's own process does around it: a folder for its storage, its port told, and an end with the tests."""

import contextlib
import json
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

USER, PASSWORD = "ana", "canary"
"""The one user of each server."""


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """An empty folder, gone afterwards, also after a SIGTERM."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    made = Path(tempfile.mkdtemp(prefix="kinrota-dav-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def tell(version: str, port: int, start: str, home: str) -> None:
    """Say, as one line of JSON, that the server answers, and where."""
    print(json.dumps({"version": version, "port": port, "start": start, "home": home}), flush=True)  # noqa: T201


def wait() -> None:
    """Come back when who started this is done, or dead."""
    sys.stdin.buffer.read()
