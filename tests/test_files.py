"""Files are whole or not there, and nothing is left behind."""

import os
import stat
import threading
from pathlib import Path

import pytest

from kinrota.files import make_once, rewrite_whole, sweep, write_whole
from kinrota.store.feeds_key import secret_of
from kinrota.store.own import own_folder

DAY = 24 * 3600


def stopped(*_: object) -> None:
    raise KeyboardInterrupt


def refused(*_: object) -> None:
    raise OSError(1, "Operation not permitted")


@pytest.mark.parametrize("write", [write_whole, rewrite_whole, make_once])
def test_an_interruption_leaves_what_was_there(write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    path = tmp_path / "kept"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        write(path, b"SUMMARY:private")
    assert {one: one.read_bytes() for one in tmp_path.iterdir()} == {path: b"old"}


def test_who_might_read_a_file_still_may(tmp_path: Path) -> None:
    path = tmp_path / "household.toml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    rewrite_whole(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o640)


@pytest.mark.parametrize("links", [True, False])
def test_of_two_who_make_it_at_once_one_is_first(
    links: bool,  # noqa: FBT001 -- a case of two
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", refused)
    path = tmp_path / "key"
    make_once(path, b"first")
    make_once(path, b"second")
    assert {one: one.read_bytes() for one in tmp_path.iterdir()} == {path: b"first"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_household_has_one_secret_whoever_asks_first(tmp_path: Path) -> None:
    own_folder(tmp_path)
    gate, found = threading.Barrier(8), list[bytes]()

    def ask() -> None:
        gate.wait()
        found.append(secret_of(tmp_path))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [secret_of(tmp_path)] * 8


def test_what_nobody_will_finish_is_swept(tmp_path: Path) -> None:
    old, new, other = (tmp_path / name for name in (".new-aa", ".new-bb", "kept"))
    for path in (old, new, other):
        path.write_bytes(b"")
    for path in (old, other):
        before = path.stat().st_mtime - 2 * DAY
        os.utime(path, (before, before))
    sweep(tmp_path)
    assert sorted(tmp_path.iterdir()) == [new, other]


def test_a_folder_that_was_put_back_by_hand_is_private_again(tmp_path: Path) -> None:
    folder = tmp_path / ".kinrota"
    folder.mkdir()
    folder.chmod(0o755)
    assert own_folder(tmp_path) == folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / ".gitignore").read_text(encoding="utf-8").endswith("*\n")
