"""How the process that reads calendars is started: before all else, as it takes as long as all that asks it.

So this loads nothing: `subprocess` alone would take longer than all of it.
"""

from __future__ import annotations

import os
import sys
from _thread import allocate_lock

from kinrota import intake

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self

POSIX = os.name == "posix"
"""Whether a process can be told here how much it may use."""
KILL = 9
"""The signal that cannot be refused."""
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


class Process:
    """A process that reads calendars as soon as it is sent one; OSError where none can be started.

    It is ended where the block ends that uses it.
    """

    def __init__(self) -> None:
        folder = os.path.abspath(intake.__path__[0])  # noqa: PTH100 -- pathlib takes longer than all the rest of this
        elsewhere = [path for path in sys.path if os.path.basename(path) in PACKAGES]  # noqa: PTH119
        packages = [os.path.dirname(folder), folder]  # noqa: PTH120
        command = [sys.executable, "-I", "-S", "-W", "ignore", "-c", BOOT, *packages, *elsewhere]
        heard, to = os.pipe()
        back, said = os.pipe()
        try:
            self._number = os.posix_spawn(
                sys.executable,
                command,
                os.environ,
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, heard, 0),
                    (os.POSIX_SPAWN_DUP2, said, 1),
                    (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
                ],
            )
        except OSError:
            os.close(to)
            os.close(back)
            raise
        finally:
            os.close(heard)
            os.close(said)
        self.to = os.fdopen(to, "wb")
        """Where it is sent what it is to read."""
        self.back = os.fdopen(back, "rb")
        """What it says."""
        self.status: int | None = None
        """How it ended: its exit status, or the number of the signal that ended it, negative; None while it runs."""
        self._ending = allocate_lock()  # nobody else's process may get its number before it is known to be over

    def __enter__(self) -> Self:
        """Use it while other things are done."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.end()

    def kill(self) -> None:
        """Stop it, whatever it is doing."""
        with self._ending:
            if self.status is None:
                os.kill(self._number, KILL)

    def end(self) -> None:
        """Stop it, and wait until it is gone."""
        self.kill()
        with self._ending:
            if self.status is None:
                self.status = self._waited()
        import contextlib  # noqa: PLC0415 -- others have loaded it by now

        for pipe in (self.to, self.back):
            with contextlib.suppress(BrokenPipeError):  # what it was not sent any more
                pipe.close()

    def _waited(self) -> int:
        try:
            _, status = os.waitpid(self._number, 0)
        except ChildProcessError:  # whoever started kinrota has the system clear away what ended
            return -KILL
        return os.waitstatus_to_exitcode(status)


_ready: list[Process] = []
"""What was started before anybody asked for it."""


class OneReady:
    """Has a process ready for whoever starts one first; where nobody does, it is ended."""

    def __enter__(self) -> None:
        """Start it; who needs it will say so where that is not possible."""
        try:
            _ready.extend([Process()] if POSIX else [])
        except OSError:
            return

    def __exit__(self, *_: object) -> None:
        """End what nobody used."""
        while _ready:
            _ready.pop().end()


def started() -> Process:
    """A process that reads calendars; InputError where none could be stopped."""
    if _ready:
        return _ready.pop()
    if not POSIX:
        from kinrota.errors import InputError, Problem  # noqa: PLC0415 -- every start would wait for it

        message = "has no way to limit what reading a calendar costs."
        remedy = "Maybe run kinrota on Linux or macOS; on Windows it runs in WSL."
        raise InputError((Problem("this system", None, "", "", message, remedy),))
    return Process()
