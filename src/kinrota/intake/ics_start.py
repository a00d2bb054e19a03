"""How the process that reads calendars is started, which takes as long as all that has to be known to ask it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

from kinrota import intake

POSIX = os.name == "posix"
"""Whether a process can be told here how much it may use."""
PACKAGES = ("site-packages", "dist-packages")
"""Folders of what was installed; the second is what Debian calls its own."""
BOOT = """
import sys, types
sys.path += sys.argv[3:]
for name, folder in zip(("kinrota", "kinrota.intake"), sys.argv[1:3]):
    sys.modules[name] = package = types.ModuleType(name)
    package.__path__ = [folder]
from kinrota.intake.ics_process import serve
serve()
"""
# The packages are stand-ins with an address and nothing in them, so that starting does not wait for all of kinrota.
# The other arguments are where else modules are: the time zones of a system without any come from the package tzdata.


_ready: list[subprocess.Popen[bytes]] = []
"""What was started before anybody asked for it."""


@contextlib.contextmanager
def one_ready() -> Iterator[None]:
    """Have a process ready for whoever starts one first; where nobody does, it is ended."""
    with contextlib.suppress(OSError):  # who needs it will say so
        if POSIX:
            _ready.append(start())
    try:
        yield
    finally:
        while _ready:
            end(_ready.pop())


def start() -> subprocess.Popen[bytes]:
    """Start a process that reads calendars as soon as it is sent one; InputError where none could be stopped."""
    if _ready:
        return _ready.pop()
    if not POSIX:
        from kinrota.errors import InputError, Problem  # noqa: PLC0415 -- every start would wait for it

        message = "has no way to limit what reading a calendar costs."
        remedy = "Maybe run kinrota on Linux or macOS; on Windows it runs in WSL."
        raise InputError((Problem("this system", None, "", "", message, remedy),))
    folder = os.path.abspath(intake.__path__[0])  # noqa: PTH100 -- pathlib takes longer than all the rest of this
    elsewhere = [path for path in sys.path if os.path.basename(path) in PACKAGES]  # noqa: PTH119
    packages = [os.path.dirname(folder), folder]  # noqa: PTH120
    command = [sys.executable, "-I", "-S", "-W", "ignore", "-c", BOOT, *packages, *elsewhere]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and nothing from outside in its arguments
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process, whatever it is doing."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(BrokenPipeError):
            if pipe:
                pipe.close()


@contextlib.contextmanager
def started() -> Iterator[subprocess.Popen[bytes]]:
    """A process that gets ready to read while other things are done, and is ended after them."""
    process = start()
    try:
        yield process
    finally:
        end(process)
