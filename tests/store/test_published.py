"""The ledger of a calendar: what is noted is there the next time, whatever happened in between."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinrota.errors import InputError
from kinrota.model.published import Entry, Intent, Meaning
from kinrota.model.time import Span
from kinrota.store.published import FEW, LOOSE, BusyError, ledger

A = Meaning(10, 20, "With Leo", "Boots\nand hat", "garden", "CONFIRMED", busy=True)
B = A._replace(start=12, busy=False)
FULL = Entry(
    "a@kinrota", "/ana/plan/a.ics", ("care", "2026-03-03", "", "leo"), A, B, '"7"', 3, 2, Intent(B, A, 4),
    (Span(1, 2), Span(5, 9)), (A, None), "life",
)  # fmt: skip
ENTRIES = (
    FULL,
    Entry("b@kinrota", "/ana/plan/b.ics", (), A, None),
    Entry("c@kinrota", "/ana/plan/c.ics", ("x",), A, B, intent=Intent(None, A, 1)),
    Entry("\ud800@kinrota", "/\N{SNOWMAN}.ics", ("x",), A._replace(summary="\udc80\x00"), B),
)
meanings = st.builds(Meaning, st.integers(), st.integers(), *[st.text()] * 4, busy=st.booleans())


def path_of(folder: Path) -> Path:
    (path,) = (folder / ".kinrota" / "published").glob("ana-*.jsonl")
    return path


def test_all_that_is_noted_is_known(tmp_path: Path) -> None:
    with ledger(tmp_path, "ana") as one:
        assert (one.address, one.purpose, one.entries, one.strangers) == ("", "", {}, {})
        one.settle("https://dav.example.org/plan/", "ana into cloud/Plan")
        for entry in ENTRIES:
            one.note(entry)
        one.forget("b@kinrota")
        one.forget("never@kinrota")
        one.pass_by({"/ana/plan/x.ics": '"1"'})
        known = (one.address, one.purpose, dict(one.entries), dict(one.strangers))
    for trial in (True, False):
        with ledger(tmp_path, "ana", trial=trial) as again:
            assert (again.address, again.purpose, dict(again.entries), dict(again.strangers)) == known
    assert known[2] == {entry.uid: entry for entry in ENTRIES if entry.uid != "b@kinrota"}
    with ledger(tmp_path, "ana") as one:
        one.clear()
        assert (one.address, one.purpose, one.entries, one.strangers) == ("", "", {}, {})
    with ledger(tmp_path, "ana") as one:
        assert (one.address, one.entries) == ("", {})


def test_it_is_its_owners_alone(tmp_path: Path) -> None:
    with ledger(tmp_path, "ana") as one:
        one.note(FULL)
    assert path_of(tmp_path).stat().st_mode & 0o777 == 0o600
    assert path_of(tmp_path).parent.stat().st_mode & 0o777 == 0o700
    assert (tmp_path / ".kinrota" / ".gitignore").exists()


def test_a_trial_writes_nothing(tmp_path: Path) -> None:
    with ledger(tmp_path, "ana", trial=True) as one:
        one.note(FULL)
        assert one.entries == {FULL.uid: FULL}
    assert list(tmp_path.iterdir()) == []


def test_one_at_a_time(tmp_path: Path) -> None:
    with ledger(tmp_path, "ana"):
        with pytest.raises(BusyError), ledger(tmp_path, "ana"):
            pass
        with ledger(tmp_path, "ben"), ledger(tmp_path, "ANA"), ledger(tmp_path, "ana", trial=True):
            pass
        code = (
            "import sys, pathlib\nfrom kinrota.store.published import BusyError, ledger\n"
            "try:\n    with ledger(pathlib.Path(sys.argv[1]), 'ana'): pass\nexcept BusyError: sys.exit(3)"
        )
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        assert subprocess.run([sys.executable, "-c", code, tmp_path], check=False, env=environment).returncode == 3
    with ledger(tmp_path, "ana"):
        pass


@pytest.mark.parametrize("torn", [b"", b'{"forget": "a@kin', b"\x00" * 20, b'{"forget": "a@kinrota"}', b"\xff"])
def test_a_line_that_was_cut_off_was_never_said(tmp_path: Path, torn: bytes) -> None:
    with ledger(tmp_path, "ana") as one:
        one.note(FULL)
    whole = path_of(tmp_path).read_bytes()
    path_of(tmp_path).write_bytes(whole + torn)
    with ledger(tmp_path, "ana", trial=True) as one:
        assert one.entries == {FULL.uid: FULL}
    assert path_of(tmp_path).read_bytes() == whole + torn
    with ledger(tmp_path, "ana") as one:
        assert path_of(tmp_path).read_bytes() == whole
        one.note(ENTRIES[1])
    with ledger(tmp_path, "ana") as one:
        assert len(one.entries) == 2


@pytest.mark.parametrize("first", [b"", b"{", b"\xff\xfe"])
def test_the_first_line_cut_off(tmp_path: Path, first: bytes) -> None:
    with ledger(tmp_path, "ana"):
        pass
    path_of(tmp_path).write_bytes(first)
    with ledger(tmp_path, "ana") as one:
        one.note(FULL)
    with ledger(tmp_path, "ana") as one:
        assert one.entries == {FULL.uid: FULL}


def broken(change: Callable[[dict[str, object]], object]) -> bytes:
    record = json.loads(json.dumps({"entry": {
        "uid": "a", "href": "/a", "known_by": [], "base": A, "seen": None, "etag": "", "writes": 0, "edits": 0,
        "intent": None, "spoken": [], "hearing": [], "life": "l",
    }}))  # fmt: skip
    change(record["entry"])
    return json.dumps(record).encode()


@pytest.mark.parametrize(
    "line",
    [
        b"", b"nonsense", b"[]", b"5", b"null", b'{"other": 1}', b'{"kinrota_published": 2, "address": ""}',
        b'{"kinrota_published": 1}', b'{"entry": {}}', b'{"entry": null}', b'{"strangers": []}', b"\xff", b"[" * 99999,
        broken(lambda entry: entry.update(base=[1, 2])), broken(lambda entry: entry.update(base=[*A, 1])),
        broken(lambda entry: entry.update(base=["x", *A[1:]])), broken(lambda entry: entry.update(base=[1e999, 2])),
        broken(lambda entry: entry.update(writes=1e999)),
        broken(lambda entry: entry.update(intent=[1])), broken(lambda entry: entry.update(spoken=[[2, 1]])),
        broken(lambda entry: entry.update(known_by=None)), broken(lambda entry: entry.pop("life")),
    ],
)  # fmt: skip
def test_what_is_no_ledger_is_not_touched(tmp_path: Path, line: bytes) -> None:
    with ledger(tmp_path, "ana") as one:
        one.note(FULL)
    data = line + b"\n" + path_of(tmp_path).read_bytes()
    path_of(tmp_path).write_bytes(data)
    for trial in (True, False):
        with pytest.raises(InputError, match="is not as kinrota wrote it"), ledger(tmp_path, "ana", trial=trial):
            pass
    assert path_of(tmp_path).read_bytes() == data
    path_of(tmp_path).unlink()
    with ledger(tmp_path, "ana") as one:
        assert one.entries == {}


def test_a_long_one_is_written_anew(tmp_path: Path) -> None:
    with ledger(tmp_path, "ana") as one:
        one.settle("https://dav.example.org/plan/", "ana into cloud/Plan")
        one.pass_by({"/x": "1"})
        for number in range(LOOSE * (FEW + 1) + 1):
            one.note(Entry(**{**_fields(FULL), "edits": number}))  # type: ignore[arg-type]
        known = (one.address, one.purpose, dict(one.entries), dict(one.strangers))
    long = path_of(tmp_path).read_bytes().count(b"\n")
    with ledger(tmp_path, "ana", trial=True) as one:
        assert path_of(tmp_path).read_bytes().count(b"\n") == long
    with ledger(tmp_path, "ana") as one:
        assert path_of(tmp_path).read_bytes().count(b"\n") == 3
        assert (one.address, one.purpose, dict(one.entries), dict(one.strangers)) == known
        with pytest.raises(BusyError), ledger(tmp_path, "ana"):
            pass
        one.note(ENTRIES[1])
    with ledger(tmp_path, "ana") as one:
        assert len(one.entries) == 2
    assert not list(path_of(tmp_path).parent.glob(".new-*"))


def _fields(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in Entry.__struct_fields__}


def test_what_cannot_be_written_is_not_half_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write

    def full(file: int, data: bytes) -> int:
        if len(data) < 100:
            raise OSError(errno.ENOSPC, "full")
        return write(file, data[:100])

    with ledger(tmp_path, "ana") as one:
        one.note(ENTRIES[1])
        before = path_of(tmp_path).read_bytes()
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(OSError, match="full"):
            one.note(FULL)
        assert path_of(tmp_path).read_bytes() == before
        assert FULL.uid not in one.entries
        monkeypatch.undo()
        one.note(FULL)
    with ledger(tmp_path, "ana") as one:
        assert set(one.entries) == {FULL.uid, ENTRIES[1].uid}


def test_where_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / ".kinrota").write_text("a file", encoding="utf-8")
    with pytest.raises(OSError, match=r"exists|directory"), ledger(tmp_path, "ana"):
        pass


@settings(max_examples=50, deadline=None)
@given(meanings, st.none() | meanings, st.lists(st.none() | meanings, max_size=2), st.text())
def test_any_entry(
    tmp_path_factory: pytest.TempPathFactory,
    base: Meaning,
    seen: Meaning | None,
    heard: list[Meaning | None],
    text: str,
) -> None:
    entry = Entry(text, text, (text,), base, seen, text, intent=Intent(seen, base, 1), hearing=tuple(heard))
    folder = tmp_path_factory.mktemp("any")
    with ledger(folder, "ana") as one:
        one.note(entry)
        one.pass_by({text: text})
    with ledger(folder, "ana") as one:
        assert (one.entries, one.strangers) == ({text: entry}, {text: text})
