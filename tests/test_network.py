"""The commands with calendars from the network: a server on this machine, allowed by name, and what is kept of it."""

import datetime as dt
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kinrota
from kinrota.cli import main, progress
from kinrota.store.secrets import key_path
from tests.net.servers import Asked, Reply, Server, calendar, event, serving

CANARY = "canary-9f2e"
HOUSEHOLD = """
kinrota = 1
name = "Linden Street"
timezone = "Europe/Berlin"
places = {{ hospital = {{}} }}
journeys = [{{ between = ["home", "hospital"], walk = "20m" }}]
network = {{ allow = ["localhost"] }}
{more}
[adults]
ana = {{ name = "Ana", modes = ["walk"] }}
[children]
leo = {{ name = "Leo", born = 2022-05-10 }}
[calendars]
ana-rota = {{ source = "{source}", of = "ana", means = "work", place = "hospital" }}
"""
DAYS = ["--from", "2026-03-02", "--days", "1"]


class Feed:
    """A calendar that is whatever was put there."""

    def __init__(self) -> None:
        self.reply = Reply(
            200, calendar(event("1", "20260302"), *(event(f"x{n}", f"209903{n:02}") for n in range(10, 20)))
        )
        self.wants = ""

    def __call__(self, asked: Asked) -> Reply:
        return self.reply if asked.headers.get("authorization", "") == self.wants else Reply(401)


@pytest.fixture
def feed() -> Feed:
    return Feed()


@pytest.fixture
def server(feed: Feed) -> Iterator[Server]:
    with serving(feed) as made:
        yield made


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(progress, "WAIT", 600.0)


def written(tmp_path: Path, source: str, more: str = "") -> Path:
    folder = tmp_path / "linden-street"
    folder.mkdir(exist_ok=True)
    (folder / "household.toml").write_text(HOUSEHOLD.format(source=source, more=more), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path, server: Server) -> Path:
    return written(tmp_path, f"http://localhost:{server.port}/{CANARY}.ics?key={CANARY}")


def run(capsys: pytest.CaptureFixture[str], *args: object) -> tuple[int, str, str]:
    status = main([str(arg) for arg in args])
    out, err = capsys.readouterr()
    assert CANARY not in out + err
    return status, out, err


def test_check_says_when_a_calendar_was_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "check", folder, *DAYS)
    assert status == 0
    assert "Calendar ana-rota (localhost): Ana's work: 1 event in these days" in out
    assert "(just now)." in out


def test_check_says_it_to_programs_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "check", folder, *DAYS, "--json")
    (told,) = json.loads(out)["calendars"]
    assert (told["source"], told["stale"]) == ("ana-rota (localhost)", False)
    assert told["age"].endswith("(just now)")
    assert told["read"]


def test_what_could_not_be_read_anew_counts_and_is_said(
    folder: Path, feed: Feed, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "gaps", folder, *DAYS)
    feed.reply = Reply(200, b"<html>")
    status, out, _ = run(capsys, "check", folder, *DAYS)
    assert status == 1
    assert "1 event in these days" in out
    assert "ana-rota (localhost): nothing newer could be had. localhost gives a web page and no calendar." in out
    assert out.strip().endswith("counts.")


def test_a_plan_is_checked_and_accepted_with_what_it_was_made_from(
    folder: Path, feed: Feed, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "gaps", folder, *DAYS)
    feed.reply = Reply(503)
    run(capsys, "plan", folder, *DAYS, "--out", tmp_path / "out")
    plan = tmp_path / "out/plan.json"
    (told,) = json.loads(plan.read_text(encoding="utf-8"))["inputs"]
    assert (told["stale"], told["because"]) == (True, "localhost cannot give it just now (503).")
    assert "nothing newer could be had" in (tmp_path / "out/plan.html").read_text(encoding="utf-8")
    feed.reply = Reply(200, calendar(event("other", "20260302")))
    asked = len(server.asked)
    assert run(capsys, "verify", folder, plan)[0] == 0
    assert run(capsys, "accept", folder, plan)[0] == 0
    assert len(server.asked) == asked
    for path in tmp_path.rglob("*"):
        assert path.name == "household.toml" or not path.is_file() or CANARY.encode() not in path.read_bytes()


def test_offline_nobody_is_asked(folder: Path, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "gaps", folder, *DAYS, "--offline")
    assert status == 1
    assert "ana-rota (localhost) cannot be read: It has never been read." in out
    assert server.asked == []
    run(capsys, "gaps", folder, *DAYS)
    before = len(server.asked)
    assert "never been read" not in run(capsys, "gaps", folder, *DAYS, "--offline")[1]
    week = kinrota.read(folder, dt.date(2026, 3, 2), 1, offline=True)
    assert [known.events for known in week.inputs] == [1]
    assert len(server.asked) == before


def test_a_calendar_that_shrinks_waits_for_an_adult(
    folder: Path, feed: Feed, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kinrota.intake.fetch.shrinkage.AHEAD", dt.timedelta(days=100_000))
    run(capsys, "check", folder, *DAYS)
    feed.reply = Reply(200, calendar())
    status, out, _ = run(capsys, "check", folder, *DAYS)
    assert status == 1
    assert "none is left" in out
    assert "kinrota check FOLDER --accept-smaller ana-rota" in " ".join(out.split())
    status, out, _ = run(capsys, "check", folder, *DAYS, "--accept-smaller", "ana-rota")
    assert status == 0
    assert "no events in these days" in out


def test_only_a_calendar_from_the_network_can_be_confirmed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "check", folder, "--accept-smaller", "ana-rotas")
    assert status == 2
    assert "ana-rotas: is no calendar of this household that comes from the network. Maybe 'ana-rota'." in err
    assert run(capsys, "check", folder, "--offline", "--accept-smaller", "ana-rota")[0] == 2


def test_a_mistake_in_the_file_shows_no_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path, f"https://ana:{CANARY}@example.org/{CANARY}")
    status, _, err = run(capsys, "check", folder)
    assert status == 2
    assert 'source = "https://..."' in err


def test_a_bug_shows_no_address(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError(CANARY)

    monkeypatch.setattr("kinrota.intake.fetch.gather.read_feed", broken)
    status, out, err = run(capsys, "check", folder, *DAYS)
    assert (status, err) == (1, "")
    assert "a mistake of kinrota's (ZeroDivisionError)" in out
    assert CANARY not in out


def test_who_asks_for_it_is_shown_where_a_bug_is(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError(CANARY)

    monkeypatch.setattr("kinrota.intake.fetch.gather.read_feed", broken)
    monkeypatch.setenv("KINROTA_DEBUG", "1")
    assert main(["check", str(folder), *DAYS]) == 1
    out, err = capsys.readouterr()
    assert CANARY not in out
    assert err.startswith("\nWhere it happened, which may hold names and addresses: read it before you send it.\n")
    assert "in broken\n" in err
    assert err.endswith(f"ZeroDivisionError: {CANARY}\n")


def kept_in(folder: Path) -> list[str]:
    return sorted(path.name.partition("-")[0] for path in (folder / ".kinrota/calendars").iterdir())


def test_what_is_kept_goes_with_its_calendar(
    folder: Path, tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    address, text = f"http://localhost:{server.port}/{CANARY}.ics", folder / "household.toml"
    school = f'school = {{ source = "{address}", means = "closed", closes = ["hospital"] }}\n'
    text.write_text(written(tmp_path, address).joinpath(text.name).read_text("utf-8") + school, encoding="utf-8")
    run(capsys, "gaps", folder, *DAYS)
    assert kept_in(folder) == ["ana", "school"]
    text.write_text("[[", encoding="utf-8")
    assert run(capsys, "gaps", folder, *DAYS)[0] == 2
    written(tmp_path, address)
    run(capsys, "gaps", folder, *DAYS, "--offline")
    assert kept_in(folder) == ["ana", "school"]
    run(capsys, "check", folder, *DAYS)
    assert kept_in(folder) == ["ana"]
    written(tmp_path, "a.ics")
    run(capsys, "gaps", folder, *DAYS)
    assert kept_in(folder) == []


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_a_secret_address_is_read_and_never_shown(
    tmp_path: Path, server: Server, feed: Feed, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path, "secret:ana-link")
    assert "kinrota secret FOLDER ana-link" in run(capsys, "check", folder, *DAYS)[1]
    typed(monkeypatch, f"http://ana:{CANARY}@localhost:{server.port}/{CANARY}.ics\n")
    assert run(capsys, "secret", folder, "ana-link") == (0, "The secret ana-link is kept, encrypted.\n", "")
    feed.wants = "Basic YW5hOmNhbmFyeS05ZjJl"
    assert "Calendar ana-rota: Ana's work: 1 event" in run(capsys, "check", folder, *DAYS)[1]
    feed.reply = Reply(404)
    assert "has nothing at this address" in run(capsys, "check", folder, *DAYS)[1]
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or CANARY.encode() not in path.read_bytes()
    assert run(capsys, "secret", folder, "ana-link", "--forget")[1] == "The secret ana-link is deleted.\n"
    assert json.loads(run(capsys, "secret", folder, "ana-link", "--forget", "--json")[1]) == {
        "kinrota_secret": 1, "name": "ana-link", "kept": False, "changed": False,
    }  # fmt: skip
    assert "There was no secret" in run(capsys, "secret", folder, "ana-link", "--forget")[1]


@pytest.mark.parametrize("locale", ["C.UTF-8", "POSIX"])
def test_a_secret_in_other_letters_is_told_as_that(tmp_path: Path, locale: str) -> None:
    folder = written(tmp_path, "secret:ana-link")
    command = [sys.executable, "-m", "kinrota", "secret", str(folder), "ana-link"]
    done = subprocess.run(
        command, input=b"p\xe4ss", capture_output=True, check=False, env={**os.environ, "LC_ALL": locale}
    )
    assert (done.returncode, b"was given letters that are not UTF-8" in done.stderr) == (2, True)
    assert b"p\xe4ss" not in done.stdout + done.stderr


def test_a_key_that_is_none_is_told_with_a_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path, "secret:ana-link")
    key_path().parent.mkdir(parents=True, exist_ok=True)
    key_path().write_bytes(b"")
    typed(monkeypatch, "https://example.org/a.ics")
    status, _, err = run(capsys, "secret", folder, "ana-link")
    assert status == 2
    assert "is none. Maybe put a copy of it back; or move it away" in err


def test_a_password_is_typed_unseen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path, "caldav:cloud/Work", 'accounts.cloud = { server = "http://localhost:1/", user = "ana" }')
    ours, theirs = pty.openpty()
    with open(theirs, encoding="utf-8") as terminal:  # noqa: PTH123 -- a descriptor has no path
        monkeypatch.setattr(sys, "stdin", terminal)
        monkeypatch.setattr("getpass.getpass", lambda prompt, _: CANARY if prompt == "cloud (not shown): " else "")
        assert run(capsys, "secret", folder, "cloud")[0] == 0
    os.close(ours)
    status, out, _ = run(capsys, "check", folder, *DAYS)
    assert status == 1
    assert "cloud/Work cannot be read: localhost cannot be reached." in out


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("ana-lnik", "x", "NAME = ana-lnik: is neither an account of this household nor"),
        ("ana-link", "", "the secret ana-link was given nothing."),
        ("ana-link", "https://example.org/\nhttps://example.org/", "was given more than one line."),
        ("ana-link", CANARY, "was given something else than a calendar's address. The address begins neither"),
    ],
)
def test_what_cannot_be_a_secret(
    tmp_path: Path,
    name: str,
    text: str,
    reason: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = written(tmp_path, "secret:ana-link")
    typed(monkeypatch, text)
    status, _, err = run(capsys, "secret", folder, name)
    assert status == 2
    assert reason in err
    assert not (folder / ".kinrota").exists()


def test_a_household_without_secrets_names_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path, "a.ics")
    status, _, err = run(capsys, "secret", folder, "ana")
    assert (status, "Maybe" in err) == (2, False)


def test_a_secret_that_cannot_be_kept_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path, "secret:ana-link")
    typed(monkeypatch, "https://example.org/")
    (folder / ".kinrota").write_text("a file", encoding="utf-8")
    status, _, err = run(capsys, "secret", folder, "ana-link")
    assert (status, "the secret ana-link cannot be kept: " in err) == (2, True)
    (folder / ".kinrota").unlink()
    typed(monkeypatch, "https://example.org/")
    key = tmp_path / "config/kinrota/key"
    key.parent.mkdir(parents=True, exist_ok=True)
    key.write_text("no key", encoding="utf-8")
    status, _, err = run(capsys, "secret", folder, "ana-link")
    assert (status, f"the key in {key} is none" in err) == (2, True)


def test_a_secret_that_cannot_be_deleted_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path, "secret:ana-link")
    typed(monkeypatch, "https://example.org/")
    run(capsys, "secret", folder, "ana-link")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kinrota.store.secrets.write_whole", full)
    status, _, err = run(capsys, "secret", folder, "ana-link", "--forget")
    assert (status, "no space left" in err) == (2, True)


def test_where_no_address_is_named_nothing_of_the_network_is_loaded(tmp_path: Path) -> None:
    folder = written(tmp_path, "a.ics")
    (folder / "a.ics").write_bytes(calendar(event("1", "20260302")))
    code = (
        "import sys; from kinrota.cli import main; main(sys.argv[1:]); "
        "sys.exit(9 if {'ssl', 'http.client', 'cryptography', 'kinrota.net.client'} & set(sys.modules) else 0)"
    )
    done = status_of(code, "gaps", folder, *DAYS)
    assert done == 0
    assert not (folder / ".kinrota").exists()


def status_of(code: str, *args: object) -> int:
    return subprocess.run([sys.executable, "-c", code, *map(str, args)], capture_output=True, check=False).returncode
