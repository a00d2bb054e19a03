"""A server lives as long as the tests that started it, however these end."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing

import pytest

from tests.dav import servers
from tests.dav.servers import ROOT, NotStartedError, running

STARTER = """
import sys, time
from tests.dav.servers import running
with running(sys.argv[1]) as dav:
    print(dav.port, flush=True)
    time.sleep(60)
"""


def answers(port: int) -> bool:
    with closing(socket.socket()) as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def test_it_ends_with_who_started_it() -> None:
    with running("radicale") as dav:
        assert answers(dav.port)
    assert not answers(dav.port)


@pytest.mark.parametrize("name", servers.NAMES)
def test_it_ends_when_who_started_it_is_killed(name: str) -> None:
    if lack := servers.lacking(name):
        pytest.skip(lack)
    path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, name], cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE
    ) as starter:
        assert starter.stdout
        port = int(starter.stdout.readline())
        assert answers(port)
        starter.send_signal(signal.SIGKILL)
    for _ in range(3000):
        if not answers(port):
            break
        time.sleep(0.02)
    assert not answers(port)


def test_what_is_not_installed_is_said() -> None:
    assert servers.lacking("nobody") == "nobody is not in this environment: requirements/dev.txt has it"


def test_one_that_does_not_start_says_why() -> None:
    with pytest.raises(NotStartedError, match=r"nobody does not start:\n.*No module named tests\.dav\.nobody_host"):  # noqa: SIM117
        with running("nobody"):
            raise AssertionError
