"""What is kept in a household's folder: for its owner alone, whole or not at all, and secrets only encrypted."""

import base64
import os
import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from kinrota.errors import InputError
from kinrota.files import write_whole
from kinrota.model.kept import Item, Kept
from kinrota.store.kept import KeptCalendars
from kinrota.store.own import own_folder
from kinrota.store.secrets import KeptSecrets, key_path

KEPT = Kept(
    "source", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "2026-03-01T18:00:00+00:00", "address", '"7"', "Sun", "v1",
    (Item("/a.ics", '"1"', b"first\n"), Item("/b.ics", "", b"\n\n")),
)  # fmt: skip
CANARY = "canary-9f2e"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "linden-street"
    made.mkdir()
    return made


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def only_file(folder: Path) -> Path:
    (path,) = (folder / ".kinrota/calendars").iterdir()
    return path


def test_what_is_kept_comes_back_as_it_was(folder: Path) -> None:
    shelf = KeptCalendars(folder)
    assert shelf.load("ana-rota") is None
    shelf.save("ana-rota", KEPT)
    shelf.save("Ana-rota", replace(KEPT, data=b"other"))
    assert shelf.load("ana-rota") == KEPT


def test_readings_of_other_calendars_are_deleted(folder: Path) -> None:
    shelf = KeptCalendars(folder)
    shelf.keep_only(["ana-rota"])
    for name in ("ana-rota", "Ana-rota", "ben-rota"):
        shelf.save(name, KEPT)
    shelf.keep_only(["ana-rota", "school"])
    assert [shelf.load(name) for name in ("ana-rota", "Ana-rota", "ben-rota")] == [KEPT, None, None]
    assert len(list((folder / ".kinrota/calendars").iterdir())) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"mine",
        b"[]\n",
        b"{}\n",
        b'{"kinrota_kept": 1, "calendar": 5}\n',
        b'{"kinrota_kept": 1, "calendar": "ben-rota"}\n',
        b"[" * 10**5,
        b"\xff\n",
    ],
)
def test_what_was_not_written_here_is_not_deleted(folder: Path, data: bytes) -> None:
    calendars = own_folder(folder, "calendars")
    (calendars / "mine.kept").write_bytes(data)
    (calendars / "ana.ics").write_bytes(b"mine")
    (calendars / "folder.kept").mkdir()
    KeptCalendars(folder).keep_only([])
    assert {path.name for path in calendars.iterdir()} == {"mine.kept", "ana.ics", "folder.kept"}


def test_a_reading_of_a_later_kinrota_and_a_link_are_not_deleted(folder: Path, tmp_path: Path) -> None:
    shelf = KeptCalendars(folder)
    shelf.save("ana-rota", KEPT)
    path = only_file(folder)
    path.write_bytes(path.read_bytes().replace(b'"kinrota_kept": 1', b'"kinrota_kept": 2'))
    shelf.keep_only([])
    assert path.exists()
    path.unlink()
    shelf.save("ana-rota", KEPT)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    shelf.keep_only([])
    assert path.is_symlink()


def test_what_cannot_be_deleted_stops_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = KeptCalendars(folder)
    shelf.save("ana-rota", KEPT)

    def refused(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refused)
    shelf.keep_only([])
    assert shelf.load("ana-rota") == KEPT


def test_nobody_else_looks_into_it(folder: Path) -> None:
    old = os.umask(0)
    try:
        KeptCalendars(folder).save("ana-rota", KEPT)
        KeptSecrets(folder).put("ana-rota", CANARY)
    finally:
        os.umask(old)
    own = folder / ".kinrota"
    assert [mode(path) for path in (own, own / "calendars", key_path().parent)] == [0o700] * 3
    files = [only_file(folder), own / "secrets.json", own / ".gitignore", key_path()]
    assert [mode(path) for path in files] == [0o600] * 4
    assert (own / ".gitignore").read_text(encoding="utf-8").splitlines()[-1] == "*"


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: data[:-1],
        lambda _: b"",
        lambda _: b"[]\n",
        lambda data: data + b"x",
        lambda data: data.replace(b"2026-03-01T18:00:00+00:00", b"2026-03-01T18:00:00"),
    ],
)
def test_what_is_not_as_it_was_written_is_not_there(folder: Path, harm) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    shelf = KeptCalendars(folder)
    shelf.save("ana-rota", KEPT)
    only_file(folder).write_bytes(harm(only_file(folder).read_bytes()))
    assert shelf.load("ana-rota") is None


def test_what_cannot_be_written_leaves_what_was_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = own_folder(folder) / "file"
    write_whole(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kinrota.store.own.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert {one.name for one in path.parent.iterdir()} == {"file", ".gitignore"}


def test_a_secret_comes_back_and_stands_nowhere(folder: Path, tmp_path: Path) -> None:
    secrets = KeptSecrets(folder)
    secrets.put("ana-cloud", CANARY)
    secrets.put("ana-cloud", CANARY)
    secrets.put("ana-rota", f"https://example.org/{CANARY}")
    assert secrets.get("ana-cloud") == CANARY
    for name in ("ana-cloud", "ana-rota"):
        assert CANARY in str(secrets.get(name))
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) >= 3
    for data in written:
        assert CANARY.encode() not in data
        assert base64.b64encode(CANARY.encode())[:12] not in data


def test_a_secret_is_forgotten(folder: Path) -> None:
    secrets = KeptSecrets(folder)
    assert not secrets.forget("ana-cloud")
    secrets.put("ana-cloud", CANARY)
    assert secrets.forget("ana-cloud")
    assert secrets.get("ana-cloud") is None


def kept_as(folder: Path, data: bytes) -> Path:
    path = own_folder(folder) / "secrets.json"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data", [b"garbage", b"", b"\xff", b"[]", b"{}", b"5", b'{"secrets":{"tom":5}}', b'{"secrets":[]}', b"[" * 10**5]
)
def test_what_is_there_and_cannot_be_read_is_said_and_left(folder: Path, data: bytes) -> None:
    path, secrets = kept_as(folder, data), KeptSecrets(folder)
    for tried in (lambda: secrets.get("tom"), lambda: secrets.put("ana", CANARY), lambda: secrets.forget("tom")):
        with pytest.raises(InputError, match=r"it is not as it was written\. .*Maybe put back") as caught:
            tried()
        assert caught.value.problems[0].file == str(path)
        assert path.read_bytes() == data


def test_secrets_that_may_not_be_read_are_said(folder: Path) -> None:
    (own_folder(folder) / "secrets.json").mkdir()
    with pytest.raises(InputError, match="cannot be read: is a directory"):
        KeptSecrets(folder).get("tom")


def test_secrets_that_are_given_at_once_are_all_kept(folder: Path) -> None:
    names = [f"name-{number}" for number in range(12)]
    KeptSecrets(folder).put("first", CANARY)
    threads = [threading.Thread(target=KeptSecrets(folder).put, args=(name, CANARY)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [KeptSecrets(folder).get(name) for name in ("first", *names)] == [CANARY] * 13


def test_who_changes_secrets_waits_for_who_does(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets, real = KeptSecrets(folder), write_whole
    secrets.put("ana", CANARY)
    later = threading.Thread(target=secrets.put, args=("ben", CANARY))

    def meanwhile(path: Path, data: bytes) -> None:
        if later.ident is None:
            later.start()
            later.join(0.2)
            assert later.is_alive()
        real(path, data)

    monkeypatch.setattr("kinrota.store.secrets.write_whole", meanwhile)
    assert secrets.forget("ana")
    later.join()
    assert (secrets.get("ana"), secrets.get("ben")) == (None, CANARY)


def test_a_secret_cannot_be_put_in_the_place_of_another(folder: Path) -> None:
    secrets = KeptSecrets(folder)
    secrets.put("ana-cloud", CANARY)
    path = folder / ".kinrota/secrets.json"
    path.write_text(path.read_text(encoding="utf-8").replace("ana-cloud", "ben-cloud"), encoding="utf-8")
    assert secrets.get("ben-cloud") is None


def test_without_its_key_a_secret_is_of_no_use(folder: Path) -> None:
    secrets = KeptSecrets(folder)
    secrets.put("ana-cloud", CANARY)
    key_path().unlink()
    assert secrets.get("ana-cloud") is None
    secrets.put("ben-cloud", CANARY)
    assert secrets.get("ana-cloud") is None
    assert secrets.get("ben-cloud") == CANARY


def test_the_key_is_in_the_users_own_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert key_path() == tmp_path / ".config/kinrota/key"
