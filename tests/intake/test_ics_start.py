"""How the process that reads calendars is started and ended."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kinrota.intake.ics_start import OneReady, Process, started


@pytest.fixture
def unreaped() -> Iterator[None]:
    """Have the system clear away the processes that end, as some that start others do."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGCHLD, before)


def open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


def test_what_was_got_ready_is_used_first() -> None:
    with OneReady():
        with started() as first, started() as second:
            assert first is not second
            assert first.back.readline() == b"ready\n"
        with OneReady(), started() as third:
            assert third is not first


def test_what_nobody_used_is_ended() -> None:
    with OneReady() as nothing:
        before = open_files()
    assert nothing is None
    assert open_files() < before


def test_where_none_can_be_started_only_who_needs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    before = open_files()
    with OneReady(), pytest.raises(OSError, match="/no/such/python"):
        started()
    assert open_files() == before


def test_one_that_is_over_is_not_killed_again() -> None:
    with Process() as process:
        process.end()
        process.kill()
        process.end()
    assert process.status == -signal.SIGKILL


@pytest.mark.usefixtures("unreaped")
def test_one_that_the_system_has_cleared_away_is_over() -> None:
    with Process() as process:
        pass
    assert process.status == -signal.SIGKILL
