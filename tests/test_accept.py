"""Accepting a plan: what is added to history.jsonl, what is refused, and what the next plan makes of it."""

import datetime as dt
import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

import kinrota
from kinrota.cli import main
from kinrota.errors import InputError
from kinrota.intake.history import read_history
from kinrota.model.plan import Plan
from kinrota.model.plan_json import to_json
from kinrota.store.history import append, only_writer

TUESDAY = dt.date(2026, 3, 3)
AT = dt.datetime(2026, 3, 1, 19, 15, tzinfo=dt.UTC)
HOUSEHOLD = """
kinrota = 1
name = "Linden Street"
timezone = "Europe/Berlin"
places = { nursery = {} }
journeys = [{ between = ["home", "nursery"], walk = "8m" }]

[adults]
ana = { modes = ["walk"] }
ben = { modes = ["walk"] }
oma = { helper = true, help = "welcome", available = ["tue 11:00-14:00"] }

[children]
leo = { born = 2022-05-10 }

[[attendance]]
child = "leo"
place = "nursery"
days = "mon-fri"
drop = "08:30"
pick = "12:00"
"""
LINE = Draft202012Validator(
    json.loads((files("kinrota") / "schemas" / "history.json").read_text(encoding="utf-8")),
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)
PIN = {
    "kind": "pin",
    "at": "2026-03-01T20:00:00+01:00",
    "child": "leo",
    "from": "2026-03-03T12:00:00+01:00",
    "to": "2026-03-03T13:00:00+01:00",
    "met_by": "oma",
}
YES = {
    "kind": "answer",
    "at": "2026-03-01T20:00:00+01:00",
    "helper": "oma",
    "from": "2026-03-03T11:00:00+01:00",
    "to": "2026-03-03T14:00:00+01:00",
    "answer": "yes",
}
SAID_IN = {"calendar": "ana", "event": "3b0c@example.org", "version": "9f2e"}
DECLINED = {
    "kind": "declined",
    "at": "2026-03-01T20:00:00+01:00",
    "adult": "ana",
    "child": "leo",
    "from": "2026-03-03T15:00:00+01:00",
    "to": "2026-03-03T18:00:00+01:00",
}
REMOVED = {
    "kind": "proposal",
    "at": "2026-03-01T20:00:00+01:00",
    "person": "ana",
    "what": "routine:bedtime-leo",
    "title": "Bedtime Leo",
    "from": "2026-03-03T18:30:00+01:00",
    "to": "2026-03-03T19:10:00+01:00",
    "wish": "removed",
}
MOVED = {
    **REMOVED,
    "wish": "moved",
    "wish_from": "2026-03-03T19:00:00+01:00",
    "wish_to": "2026-03-03T19:40:00+01:00",
}


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Plan]:
    """A household whose grandmother is settled to be with Leo at noon, and the plan of its Tuesday."""
    folder = tmp_path_factory.mktemp("linden-street")
    (folder / "household.toml").write_text(HOUSEHOLD, encoding="utf-8")
    (folder / "history.jsonl").write_text(f"{json.dumps(PIN)}\n", encoding="utf-8")
    week = kinrota.read(folder, TUESDAY, 1)
    plan = kinrota.plan(week, seconds=20)
    (folder / "plan.json").write_text(to_json(plan, week.clock), encoding="utf-8")
    return folder, plan


@pytest.fixture
def folder(planned: tuple[Path, Plan], tmp_path: Path) -> Path:
    return shutil.copytree(planned[0], tmp_path / "linden-street")


@pytest.fixture
def plan(planned: tuple[Path, Plan]) -> Plan:
    return planned[1]


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "history.jsonl").read_text(encoding="utf-8").splitlines()]


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    status = main([str(word) for word in words])
    return status, capsys.readouterr().out


def test_a_plan_is_accepted_as_a_line_that_the_schema_and_the_reader_know(folder: Path, plan: Plan) -> None:
    found = kinrota.accept(folder, plan, AT)
    assert (found.added, found.source, found.findings) == (True, "history.jsonl:2", ())
    line = lines(folder)[1]
    LINE.validate(line)
    assert (line["at"], line["plan"]) == ("2026-03-01T20:15:00+01:00", found.plan)
    accepted = read_history((folder / "history.jsonl").read_bytes()).accepted[0]
    assert accepted.promises == found.promises
    assert accepted.span == plan.horizon


def test_the_line_has_everybody_s_minutes_of_each_date(folder: Path, plan: Plan) -> None:
    kinrota.accept(folder, plan, AT)
    loads = lines(folder)[1]["loads"]
    assert list(loads) == ["2026-03-03"]
    assert sorted(loads["2026-03-03"]) == ["ana", "ben"]
    assert {minutes % 15 for minutes in loads["2026-03-03"].values()} == {0}
    assert sum(loads["2026-03-03"].values()) > 0


def test_the_next_plan_s_ledger_is_the_plan_that_was_accepted(folder: Path, plan: Plan) -> None:
    kinrota.accept(folder, plan, AT)
    wednesday = kinrota.plan(kinrota.read(folder, TUESDAY + dt.timedelta(days=1), 1), seconds=20)
    loads = lines(folder)[1]["loads"]["2026-03-03"]
    assert {name: load.ledger for name, load in wednesday.loads.items()} == loads


def test_accepting_the_same_plan_again_adds_nothing(folder: Path, plan: Plan) -> None:
    first = kinrota.accept(folder, plan, AT)
    again = kinrota.accept(folder, replace(plan, effort=replace(plan.effort, seconds=99.0)))
    assert (again.added, again.source, again.promises) == (False, first.source, first.promises)
    assert len(lines(folder)) == 2


def test_a_plan_that_does_not_fit_is_refused_and_nothing_is_added(folder: Path, plan: Plan) -> None:
    wrong = replace(plan, to_ask=())
    found = kinrota.accept(folder, wrong, AT)
    assert {finding.kind for finding in found.findings} == {"to-ask"}
    assert (found.added, found.source, found.promises) == (False, "", ())
    assert len(lines(folder)) == 1


def test_the_command_says_what_was_promised_to_whom(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = run(capsys, "accept", folder, folder / "plan.json")
    assert status == 0
    assert said.startswith(
        "Accepted: Linden Street, 3 March 2026 (history.jsonl:2).\n\nStill to ask\n  Oma: Tue 3 Mar "
    )
    assert "\n\nTold to everybody, day by day\n\nTuesday 3 March\n  Leo  00:00-" in said
    assert " home with Oma" in said
    assert "there for Leo" in next(line for line in said.splitlines() if line.startswith("  Oma  1"))
    status, said = run(capsys, "accept", folder, folder / "plan.json")
    assert status == 0
    assert said.startswith("This is the plan already (history.jsonl:2): nothing was added.\n")


def test_the_command_says_what_nobody_covers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (folder / "household.toml").read_text(encoding="utf-8")
    shift = 'starts = 2026-03-03\npattern = "W"\ncodes = { W = "17:00-19:00" }\nplace = "home"\n'
    rota = "".join(f'[[rotas]]\nof = "{who}"\n{shift}' for who in ("ana", "ben"))
    (folder / "household.toml").write_text(f"{text}\n{rota}", encoding="utf-8")
    run(capsys, "plan", folder, "--from", TUESDAY, "--days", 1, "--out", folder / "out")
    status, said = run(capsys, "accept", folder, folder / "out/plan.json")
    assert status == 0
    assert "\n\nNobody covers\n  Tue 3 Mar 17:00-19:00: Nobody is with Leo.\n" in said


def test_the_command_gives_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = run(capsys, "accept", folder, folder / "plan.json", "--json")
    record = json.loads(said)
    assert (status, record["kinrota_accept"], record["added"], record["findings"]) == (0, 1, True, [])
    assert record["promises"] == lines(folder)[1]["promises"]


def test_the_command_says_why_a_plan_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (folder / "history.jsonl").open("a", encoding="utf-8") as history:
        history.write(json.dumps({**YES, "answer": "no"}) + "\n")
    status, said = run(capsys, "accept", folder, folder / "plan.json")
    assert status == 1
    assert said.startswith("This plan is not accepted:\n  help-available: Oma has said no to being there")
    assert run(capsys, "accept", folder, folder / "plan.json", "--json")[0] == 1
    assert len(lines(folder)) == 2


def test_a_broken_history_is_named_and_left_as_it_is(
    folder: Path, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "history.jsonl").open("a", encoding="utf-8") as history:
        history.write('{"kind": "answer", "at"')
    before = (folder / "history.jsonl").read_bytes()
    with pytest.raises(InputError, match=r"history\.jsonl:2: is not JSON"):
        kinrota.accept(folder, plan)
    assert main(["accept", str(folder), str(folder / "plan.json")]) == 2
    assert capsys.readouterr().err.startswith("history.jsonl:2: is not JSON")
    assert (folder / "history.jsonl").read_bytes() == before


def test_a_folder_without_a_household_gets_no_history(tmp_path: Path, plan: Plan) -> None:
    with pytest.raises(InputError):
        kinrota.accept(tmp_path, plan)
    with pytest.raises(InputError):
        kinrota.accept(tmp_path / "nowhere", plan)
    assert list(tmp_path.iterdir()) == []


def test_an_ask_that_was_accepted_is_no_longer_to_be_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("plan", folder, "--from", TUESDAY, "--days", 1, "--time", 20, "--out", folder / "out")
    assert "To ask\n  Oma: Tue 3 Mar" in run(capsys, *words)[1]
    with (folder / "history.jsonl").open("a", encoding="utf-8") as history:
        history.write(json.dumps(YES) + "\n")
    said = run(capsys, *words)[1]
    assert "To ask" not in said
    assert "to ask" not in said
    assert json.loads((folder / "out/plan.json").read_text(encoding="utf-8"))["to_ask"][0]["accepted"] is True
    assert "SUMMARY:With Leo\n" in (folder / "out/oma.ics").read_text(encoding="utf-8")


def test_many_who_add_at_once_do_not_mix_their_lines(tmp_path: Path) -> None:
    def add(number: int) -> int:
        with only_writer(tmp_path):
            return append(tmp_path, json.dumps({"number": number, "text": "x" * 20_000}))

    with ThreadPoolExecutor(8) as pool:
        numbered = list(pool.map(add, range(40)))
    found = lines(tmp_path)
    assert sorted(numbered) == list(range(1, 41))
    assert [found[line - 1]["number"] for line in numbered] == list(range(40))


def test_a_last_line_without_an_end_is_ended_first(tmp_path: Path) -> None:
    (tmp_path / "history.jsonl").write_text('{"a": 1}\n{"b": 2}', encoding="utf-8")
    with only_writer(tmp_path):
        assert append(tmp_path, '{"c": 3}') == 3
    assert (tmp_path / "history.jsonl").read_text(encoding="utf-8") == '{"a": 1}\n{"b": 2}\n{"c": 3}\n'


FULL = """
import resource, sys
from pathlib import Path
from kinrota.store.history import append, only_writer
folder = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
with only_writer(folder):
    append(folder, "x" * 500)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="nothing here limits the size of files")
def test_a_line_that_does_not_fit_on_the_disk_leaves_no_half(tmp_path: Path) -> None:
    (tmp_path / "history.jsonl").write_text('{"a": 1}\n', encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], check=False, capture_output=True, text=True)
    assert "File too large" in done.stderr
    assert (tmp_path / "history.jsonl").read_text(encoding="utf-8") == '{"a": 1}\n'


def wrong_lines() -> Iterator[tuple[str, dict[str, Any]]]:
    done = {"kind": "done", "at": PIN["at"], "on": "2026-03-02", "adult": "ana", "minutes": 60}
    yield "a kind that is none", {**PIN, "kind": "pins"}
    yield "a key that is none", {**PIN, "by": "oma"}
    yield "no adult", {key: value for key, value in PIN.items() if key != "met_by"}
    yield "no offset", {**PIN, "from": "2026-03-03T12:00:00"}
    yield "perhaps", {**YES, "answer": "perhaps"}
    yield "no child", {key: value for key, value in DECLINED.items() if key != "child"}
    yield "a decline by two", {**DECLINED, "adult": ["ana", "ben"]}
    yield "another wish", {**REMOVED, "wish": "kept"}
    yield "moved to nowhere", {**REMOVED, "wish": "moved"}
    yield "moved to no end", {key: value for key, value in MOVED.items() if key != "wish_to"}
    yield "removed to another time", {**MOVED, "wish": "removed"}
    yield "said nowhere", {**PIN, "said_in": None}
    yield "said without a version", {**YES, "said_in": {"calendar": "ana", "event": "1"}}
    yield "said in more", {**DECLINED, "said_in": {**SAID_IN, "by": "ana"}}
    yield "done, said in a calendar", {**done, "said_in": SAID_IN}
    yield "too many minutes", {**done, "minutes": 1501}
    yield "half a minute", {**done, "minutes": 0.5}
    yield "no date", {**done, "on": "Tuesday"}
    accepted = {"kind": "accepted", "at": PIN["at"], "plan": "62ba", "from": PIN["from"], "to": PIN["to"]}
    yield "no promises", {**accepted, "loads": {}}
    promise = {"person": "leo", "role": "dog", "from": PIN["from"], "to": PIN["to"], "what": "care"}
    yield "a promise to a dog", {**accepted, "promises": [promise], "loads": {}}
    yield "loads of no date", {**accepted, "promises": [], "loads": {"Tuesday": {"ana": 60}}}


@pytest.mark.parametrize(("what", "line"), list(wrong_lines()), ids=lambda one: one if isinstance(one, str) else "")
def test_the_schema_and_the_reader_refuse_alike(what: str, line: dict[str, Any]) -> None:
    assert not LINE.is_valid(line), what
    with pytest.raises(InputError):
        read_history(json.dumps(line).encode())


@pytest.mark.parametrize(
    "line",
    [
        *(PIN, {**PIN, "met_by": None}, YES, DECLINED, MOVED, REMOVED, {**REMOVED, "wish": "changed"}),
        *({**one, "said_in": SAID_IN} for one in (PIN, YES, DECLINED, MOVED)),
    ],
)
def test_the_schema_and_the_reader_take_alike(line: dict[str, Any]) -> None:
    LINE.validate(line)
    history = read_history(json.dumps(line).encode())
    assert len([*history.pins, *history.answers, *history.declines, *history.proposals]) == 1
    assert len(history.said) == ("said_in" in line)
