"""`kinrota publish` against a real server: what it says, what it writes, and what it hears."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kinrota
from kinrota.cli import main, progress
from kinrota.model.plan_json import to_json
from kinrota.pipeline import secrets
from kinrota.store.published import ledger
from tests.dav import edits
from tests.dav.host import PASSWORD
from tests.dav.servers import Dav, running

TUESDAY = dt.date(2099, 3, 3)
HOUSEHOLD = """
kinrota = 1
name = "Linden Street"
timezone = "Europe/Berlin"
places = {{ nursery = {{}} }}
journeys = [{{ between = ["home", "nursery"], walk = "8m" }}]
network = {{ allow = ["localhost"] }}

[adults]
ana = {{ name = "Ana", modes = ["walk"] }}
oma = {{ name = "Oma", modes = ["walk"], helper = true, help = "welcome", available = ["tue 08:00-14:00"] }}

[children]
leo = {{ name = "Leo", born = 2095-05-10 }}

[calendars.ana-work]
source = "work.ics"
of = "ana"
means = "work"

[[attendance]]
child = "leo"
place = "nursery"
days = "mon-fri"
drop = "08:30"
pick = "12:00"

[accounts.cloud]
server = "{server}"
user = "{user}"

[feeds.busy]
for = "work"
of = "ana"

[published.ana]
of = "ana"
into = "caldav:cloud/Plan"

[published.oma]
of = "oma"
into = "caldav:cloud/Mia and Leo"

[published.busy]
feed = "busy"
into = "caldav:cloud/Busy"
"""
WORK = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
BEGIN:VEVENT
UID:work-1
DTSTAMP:20260101T000000Z
SUMMARY:Early
DTSTART;TZID=Europe/Berlin:20990303T100000
DTEND;TZID=Europe/Berlin:20990303T130000
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Dav]:
    with running("radicale") as dav:
        yield dav


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(progress, "WAIT", 600.0)


@pytest.fixture(scope="module")
def plan_text(server: Dav, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = written(tmp_path_factory.mktemp("planned"), server)
    week = kinrota.read(folder, TUESDAY, 2)
    return to_json(kinrota.plan(week, seconds=20), week.clock)


def written(folder: Path, server: Dav) -> Path:
    text = HOUSEHOLD.format(server=server.url, user=server.user)
    (folder / "household.toml").write_text(text, encoding="utf-8")
    (folder / "work.ics").write_text(WORK, encoding="utf-8")
    return folder


@pytest.fixture
def folder(server: Dav, plan_text: str, tmp_path: Path) -> Path:
    server.empty()
    made = tmp_path / "linden-street"
    made.mkdir()
    written(made, server)
    secrets.keep_secret(made, "cloud", PASSWORD)
    (tmp_path / "plan.json").write_text(plan_text, encoding="utf-8")
    return made


Run = tuple[int, str]


def run(capsys: pytest.CaptureFixture[str], folder: Path, *more: str, plan: bool = True) -> Run:
    status = main(["publish", str(folder), *([str(folder.parent / "plan.json")] if plan else []), *more])
    said = capsys.readouterr()
    assert PASSWORD not in said.out + said.err
    return status, said.out + said.err


def record(capsys: pytest.CaptureFixture[str], folder: Path, *more: str, plan: bool = True) -> dict[str, Any]:
    return dict(json.loads(run(capsys, folder, "--json", *more, plan=plan)[1]))


def events(server: Dav, name: str) -> dict[str, bytes]:
    phone = server.phone()
    (path,) = [path for path, title in phone.calendars(server.home).items() if title == name]
    return phone.all(path)


def one_with(server: Dav, name: str, summary: str) -> tuple[str, bytes]:
    (found,) = [(path, data) for path, data in events(server, name).items() if summary.encode() in data]
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def history(folder: Path) -> list[Any]:
    path = folder / "history.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_it_is_tried_and_written(server: Dav, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(folder)
    status, said = run(capsys, folder, "--dry-run")
    assert status == 0
    assert said.startswith("Plan (ana)\n  New, if it were written: ")
    assert (files(folder), server.phone().calendars(server.home)) == (before, {})
    status, said = run(capsys, folder)
    assert (status, "  New: " in said, "With Leo" in said) == (0, True, True)
    assert sorted(server.phone().calendars(server.home).values()) == ["Busy", "Mia and Leo", "Plan"]
    assert any(b"SUMMARY:With Leo?" in data for data in events(server, "Mia and Leo").values())
    assert not any(b"Leo" in data or b"Berlin" in data for data in events(server, "Busy").values())
    before, there = files(folder), [events(server, name) for name in ("Plan", "Mia and Leo", "Busy")]
    status, said = run(capsys, folder)
    assert (status, said.count("Everything is there already.")) == (0, 3)
    assert (files(folder), [events(server, name) for name in ("Plan", "Mia and Leo", "Busy")]) == (before, there)
    assert run(capsys, folder, plan=False)[1].count("Nobody changed anything there.") == 3


def test_what_people_change_comes_back(server: Dav, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, folder)
    phone = server.phone()
    where, text = one_with(server, "Mia and Leo", "SUMMARY:With Leo?")
    phone.put(where, edits.refold(edits.add_alarm(edits.set_text(text, "STATUS", "CONFIRMED"))))
    own = next(path for path, data in events(server, "Plan").items() if b"CATEGORIES:care" in data)
    phone.delete(own)
    busy = next(iter(events(server, "Busy")))
    phone.delete(busy)
    status, said = run(capsys, folder, "--dry-run", plan=False)
    assert (status, said.count("Would be taken up from there:"), history(folder)) == (1, 2, [])
    came = record(capsys, folder, plan=False)
    assert [len(one["taken_up"]) for one in came["calendars"]] == [1, 1, 0]
    answer = next(line for line in history(folder) if line["kind"] == "answer")
    assert (answer["helper"], answer["answer"], answer["said_in"]["calendar"]) == ("oma", "yes", "oma")
    (no,) = [line for line in history(folder) if line["kind"] == "declined"]
    assert (no["adult"], no["child"]) == ("ana", "leo")
    assert run(capsys, folder, plan=False)[0] == 0
    status, said = run(capsys, folder)
    assert status == 1
    assert "The plan does not fit the household as it is now, so nothing of it was written:" in said
    assert record(capsys, folder)["findings"]
    phone.put(where, edits.set_text(phone.get(where).body, "STATUS", "TENTATIVE"))
    assert "What Oma said to" in run(capsys, folder, plan=False)[1]


def test_what_is_left_and_why(server: Dav, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, folder)
    where, text = one_with(server, "Mia and Leo", "SUMMARY:With Leo?")
    server.phone().put(where, edits.set_text(text, "SUMMARY", "I come"))
    (folder / "household.toml").write_text(
        (folder / "household.toml").read_text().replace('name = "Leo"', 'name = "Leon"'), encoding="utf-8"
    )
    week = kinrota.read(folder, TUESDAY, 2)
    (folder.parent / "plan.json").write_text(to_json(kinrota.plan(week, seconds=20), week.clock), encoding="utf-8")
    status, said = run(capsys, folder)
    assert status == 1
    assert "  Left as somebody wrote it there, although the plan says something else:\n" in said
    assert ": I come" in said
    came = record(capsys, folder)
    assert [len(one["written"]["left"]) for one in came["calendars"]] == [0, 1, 0]
    assert came["calendars"][1]["written"]["left"][0]["title"] == "I come"


def test_questions(server: Dav, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, folder)
    phone = server.phone()
    there = events(server, "Plan")
    assert len(there) > 5
    for path in list(there)[:6]:
        phone.delete(path)
    status, said = run(capsys, folder)
    assert (status, "--gone 6" in said, history(folder)) == (1, True, [])
    assert run(capsys, folder, "--gone", "6", plan=False)[0] == 1
    assert history(folder)
    path = next(path for path, name in phone.calendars(server.home).items() if name == "Busy")
    phone.delete(path)
    assert "Maybe, if it was deleted on purpose and is to be made again: --anew busy" in " ".join(
        run(capsys, folder, plan=False)[1].split()
    )


def test_one_at_a_time_and_only_with_the_password(
    server: Dav, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ledger(folder, "ana"):
        status, said = run(capsys, folder)
    assert (status, "Another kinrota is just publishing it." in said, said.count("  New: ")) == (1, True, 2)
    secrets.keep_secret(folder, "cloud", "canary-wrong")
    status, said = run(capsys, folder)
    assert (status, said.count("refuses this user and password"), "canary" in said) == (1, 1, False)
    secrets.forget_secret(folder, "cloud")
    said = run(capsys, folder)[1]
    assert said.startswith("Plan (ana), Mia and Leo (oma), Busy (busy)\n  There is no secret cloud here")
    assert said.count("There is no secret cloud here") == 1


def test_what_was_deleted_by_mistake_is_restored(server: Dav, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, folder)
    ways = [path for path, data in events(server, "Plan").items() if b"CATEGORIES:escort" in data]
    server.phone().delete(ways[0])
    run(capsys, folder, plan=False)
    (no,) = history(folder)
    assert (no["kind"], "nursery" in (no["place"], no["to_place"])) == ("declined", True)
    assert "Ana said no, but takes Leo" in " ".join(run(capsys, folder)[1].split())
    assert run(capsys, folder, "--restore", "anna")[0] == 2
    came = record(capsys, folder, "--restore", f"ana {no['from'][:10]}", plan=False)
    assert [len(one["restored"]) for one in came["calendars"]] == [1, 0, 0]
    assert came["calendars"][0]["taken_back"][0]["open"] is True
    status, said = run(capsys, folder)
    assert (status, "  New: 1" in said, len(history(folder))) == (0, True, 2)
    assert ways[0] in events(server, "Plan")
    assert run(capsys, folder, "--restore", "all")[0] == 1


def test_where_nothing_can_be_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ".kinrota" / "published").write_text("a file", encoding="utf-8")
    status, said = run(capsys, folder)
    assert status == 2
    assert "cannot be written to" in said


def test_where_nothing_can_be_said(
    server: Dav, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from kinrota.pipeline import publishing  # noqa: PLC0415

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    run(capsys, folder)
    server.phone().delete(next(iter(events(server, "Mia and Leo"))))
    with monkeypatch.context() as then:
        then.setattr(publishing, "append", full)
        status, said = run(capsys, folder)
    assert (status, "cannot be written to: no space left on device" in said) == (2, True)
    assert run(capsys, folder, plan=False)[0] == 1
    assert [line["answer"] for line in history(folder)] == ["no"]
