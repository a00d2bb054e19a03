"""Killed before or after any step, it goes on the next time: no event, no line of the history twice, and none lost."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kinrota import files
from kinrota.pipeline import publishing
from kinrota.store import history, published
from tests.publish.caldav.desk import Desk, made_in
from tests.publish.caldav.made import line, sheet

BED = line(19, 20, "Bedtime Leo", "routine")
FIRST = sheet(line(8, 12), line(14, 16, "Story", "routine", "2"), BED)
THEN = sheet(line(8, 13), line(17, 18, "Song", "routine", "3"), BED)
MOST = 200


class KilledError(BaseException):
    """As if the machine had gone dark."""


class Reaper:
    """Counts steps, and kills at one of them."""

    def __init__(self, at: int | None) -> None:
        self.at = at
        self.steps = 0

    def step(self, *_: object) -> None:
        self.steps += 1
        if self.steps - 1 == self.at:
            raise KilledError

    def around(self, do: Callable[[Path, str], int]) -> Callable[[Path, str], int]:
        def done(folder: Path, lines: str) -> int:
            self.step()
            came = do(folder, lines)
            self.step()
            return came

        return done


def half(reaper: Reaper, do: Callable[[int, bytes], None]) -> Callable[[int, bytes], None]:
    """The same, and killed in the middle of the line as well."""

    def done(file: int, data: bytes) -> None:
        reaper.step()
        try:
            reaper.step()
        except KilledError:
            os.write(file, data[: len(data) // 2])
            raise
        do(file, data)
        reaper.step()

    return done


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Callable[[], tuple[Desk, pytest.MonkeyPatch]]]:
    """As many fresh ones as are asked for."""
    patches: list[pytest.MonkeyPatch] = []

    def fresh() -> tuple[Desk, pytest.MonkeyPatch]:
        for one in patches:
            one.undo()
        patch = pytest.MonkeyPatch()
        patch.setattr(os, "fsync", lambda _: None)  # what a process that is killed has written is there
        patches.append(patch)
        folder = tmp_path / str(len(patches))
        folder.mkdir()
        return made_in(folder, patch), patch

    yield fresh
    for one in patches:
        one.undo()


def killed_at(desk: Desk, patch: pytest.MonkeyPatch, step: int | None, do: Callable[[], object]) -> bool:
    """Do something, and be killed at a step; whether there was such a step."""
    reaper = Reaper(step)
    desk.memory.before = desk.memory.after = reaper.step
    with patch.context() as then:
        then.setattr(published, "add", half(reaper, files.add))  # where each step is written
        then.setattr(publishing, "append", reaper.around(history.append))
        try:
            do()
        except KilledError:
            return True
        finally:
            desk.memory.before = desk.memory.after = lambda *_: None
    return False


def told(desk: Desk) -> list[tuple[object, ...]]:
    """The history without what is another each time."""
    names = ("kind", "from", "to", "met_by", "wish", "answer")
    return sorted(tuple(str(one.get(name)) for name in names) for one in desk.history)


def settle(desk: Desk) -> None:
    """Publish until there is nothing to do."""
    for _ in range(3):
        came = desk.publish(THEN)
        assert not came.refused
    desk.memory.journal.clear()
    before = desk.files()
    desk.publish(THEN)
    assert desk.memory.wrote == []
    assert desk.files() == before


def uids(desk: Desk) -> list[str]:
    return [line for data in desk.there.values() for line in data.decode().split("\r\n") if line.startswith("UID")]


def people(desk: Desk) -> None:
    """What people change before the second plan."""
    desk.publish(FIRST)
    desk.change("With Leo", "T120000", "T130000")
    desk.change("Story", "T160000", "T163000")
    desk.memory.take(desk.address("Bedtime Leo"))


def test_at_every_step(desks: Callable[[], tuple[Desk, pytest.MonkeyPatch]]) -> None:
    desk, patch = desks()
    people(desk)
    assert not killed_at(desk, patch, None, lambda: desk.publish(THEN))
    settle(desk)
    said, lines = desk.said, told(desk)
    assert len(lines) == 3
    for step in range(MOST):
        desk, patch = desks()
        people(desk)
        was_killed = killed_at(desk, patch, step, lambda: desk.publish(THEN))  # noqa: B023 -- called at once
        settle(desk)
        assert (desk.said, told(desk)) == (said, lines), step
        assert len(set(uids(desk))) == len(uids(desk)), step
        if not was_killed:
            assert step > 30
            return
    pytest.fail("it never ends")


def test_at_every_step_of_the_first_time(desks: Callable[[], tuple[Desk, pytest.MonkeyPatch]]) -> None:
    for step in range(MOST):
        desk, patch = desks()
        was_killed = killed_at(desk, patch, step, lambda: desk.publish(FIRST))  # noqa: B023 -- called at once
        desk.publish(FIRST)
        assert desk.said == ["8-12 With Leo", "14-16 Story", "19-20 Bedtime Leo"], step
        assert (desk.history, len(desk.memory.calendars)) == ([], 1)
        desk.memory.journal.clear()
        desk.publish(FIRST)
        assert desk.memory.wrote == []
        if not was_killed:
            assert step > 10
            return
    pytest.fail("it never ends")


def test_changed_again_after_it_was_killed(desks: Callable[[], tuple[Desk, pytest.MonkeyPatch]]) -> None:
    """What was said in the history before the crash is taken back by what a person does after it."""
    for step in range(MOST):
        desk, patch = desks()
        desk.publish(FIRST)
        text = desk.there[where := desk.address("With Leo")]
        desk.change("With Leo", "T120000", "T130000")
        was_killed = killed_at(desk, patch, step, desk.publish)
        heard = len(desk.history)
        desk.memory.write(where, text)
        desk.publish()
        desk.publish()
        assert [one["met_by"] for one in desk.history] in ([], ["ana", None]), step
        assert len(desk.history) >= heard
        if not was_killed:
            assert step > 4
            return
    pytest.fail("it never ends")
