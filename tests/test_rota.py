"""`kinrota rota` as a user types it: shown, written, pasted again, corrected."""

from __future__ import annotations

import difflib
import io
import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tomlkit.exceptions import TOMLKitError

from kinrota.cli import main
from kinrota.errors import InputError
from kinrota.intake.folder import read_text
from kinrota.intake.pasted import editing
from kinrota.intake.rotas import shifts
from kinrota.model.time import Clock, Span
from kinrota.store import household as store

HOUSEHOLD = """\
# our home
kinrota = 1
timezone = "Europe/Berlin"   # where we live
places = { hospital = {}, ward = {} }

[adults]
ana = { name = "Ana" }
ben = { name = "Ben" }

[children.mia]
born = 2018-09-14
# the end
"""
TEXT = """\
Hello Ana,
Rota for March 2026
E = 06:30-14:30
N = 21:00-07:00
Mon 2 E
Tue 3 06:30-14:30
Thu 5 off
Fri 6 N
Sat 7 Q
"""
SCHEMA = json.loads((files("kinrota") / "schemas/rota.json").read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "household.toml").write_text(HOUSEHOLD, encoding="utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")


class Stdin(io.TextIOWrapper):
    """Standard input with a text in it."""

    def __init__(self, text: str) -> None:
        super().__init__(io.BytesIO(text.encode()))


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path, text: str, *args: str
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.stdin", Stdin(text))
    file = [args[0]] if args and not args[0].startswith("--") else []
    status = main(["rota", str(folder), *file, "--of", "ana", *args[len(file) :]])
    told = capsys.readouterr()
    return status, told.out, told.err


def household(folder: Path) -> str:
    return (folder / "household.toml").read_bytes().decode()


def lines_changed(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


class Rota:
    """The command in a folder of its own."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.capsys, self.monkeypatch, self.folder = capsys, monkeypatch, folder

    def __call__(self, text: str, *args: str) -> tuple[int, str, str]:
        return run(self.capsys, self.monkeypatch, self.folder, text, *args)

    def record(self, text: str, *args: str) -> dict[str, Any]:
        _, out, _ = self(text, *args, "--json")
        record: dict[str, Any] = json.loads(out)
        Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(record)
        return record

    @property
    def household(self) -> str:
        return household(self.folder)


@pytest.fixture
def rota(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path) -> Rota:
    return Rota(capsys, monkeypatch, folder)


def test_it_is_shown_week_by_week_and_nothing_is_written(rota: Rota) -> None:
    status, out, err = rota(TEXT, "--place", "hospital")
    assert (status, err) == (1, "")
    assert out == (
        """\
Ana, 2 to 7 March 2026, read as a day a line

       Mon  Tue  Wed  Thu  Fri  Sat  Sun
2 Mar  E    E    .    -    N    ?

E 06:30-14:30 · N 21:00-07:00 · - off · ? not understood · . not in the text
3 shifts of 26 h 00, 1 day off, 1 not understood, 1 not in the text.

From the text itself: E is 06:30-14:30, N is 21:00-07:00.

Not understood
  line 1, column 1: “Hello Ana,”: This line was not read.
  line 9, column 7 (Sat 7 Mar): “Q”: Nothing says what Q means. Maybe --codes
    "Q=07:00-15:00", or --codes "Q=off".
  Nothing is said of Wed 4 Mar. Maybe --empty off, if nothing means a day off.

Nothing is written. --write rota writes a new rota, rota-ana, with 4 days into
household.toml.
"""
    )
    assert rota.household == HOUSEHOLD


def test_it_is_written_as_a_rota_by_the_day(rota: Rota, folder: Path) -> None:
    status, out, _ = rota(TEXT, "--place", "hospital", "--write", "rota")
    assert status == 1
    assert out.endswith("Written to household.toml: a new rota, rota-ana, with 4 days.\n")
    assert rota.household == (
        HOUSEHOLD
        + """
[[rotas]]
of = "ana"
place = "hospital"
codes = { E = "06:30-14:30", N = "21:00-07:00" }
starts = 2026-03-02
pattern = "?"

[rotas.except]
2026-03-02 = "E"
2026-03-03 = "E"
2026-03-05 = "-"
2026-03-06 = "N"
"""
    )
    clock = Clock("Europe/Berlin")
    (one,) = read_text(folder).rotas
    march = Span(clock.midnight(one.starts), clock.midnight(one.starts.replace(day=31)))
    assert [busy.event for busy in shifts(one, clock, march)] == [
        "rota-ana#2026-03-02", "rota-ana#2026-03-03", "rota-ana#2026-03-06",
    ]  # fmt: skip


def test_the_same_again_changes_nothing(rota: Rota) -> None:
    rota(TEXT, "--write", "rota")
    before = rota.household
    status, out, _ = rota(TEXT, "--write", "rota")
    assert (status, rota.household) == (1, before)
    assert out.endswith("household.toml says all of this already.\n")


def test_a_corrected_rota_changes_what_is_different_and_shows_it(rota: Rota) -> None:
    rota(TEXT, "--write", "rota")
    before = rota.household
    corrected = TEXT.replace("Tue 3 06:30-14:30", "Tue 3 07:00-11:00, 15:00-19:00").replace("Thu 5 off", "Wed 4 N")
    _, out, _ = rota(corrected, "--write", "rota")
    assert "Different from rota-ana in household.toml\n  Tue 3 Mar: E becomes 07:00-11:00+15:00-19:00\n" in out
    assert out.endswith("  Wed 4 Mar: ? becomes N\nWritten to household.toml: 2 days of rota-ana.\n")
    assert lines_changed(before, rota.household) == [
        '- codes = { E = "06:30-14:30", N = "21:00-07:00" }',
        (
            '+ codes = { E = "06:30-14:30", N = "21:00-07:00", "07:00-11:00" = "07:00-11:00",'
            ' "15:00-19:00" = "15:00-19:00" }'
        ),
        '+ 2026-03-03 = "07:00-11:00+15:00-19:00"',
        '- 2026-03-03 = "E"',
        '+ 2026-03-04 = "N"',
    ]
    assert rota(corrected, "--write", "rota")[1].endswith("says all of this already.\n")


def test_a_shift_that_became_unknown_is_no_longer_a_shift(rota: Rota) -> None:
    rota(TEXT, "--write", "rota")
    rota(TEXT.replace("Fri 6 N", "Fri 6 N or E"), "--write", "rota")
    assert '\n2026-03-06 = "?"\n' in rota.household


def test_days_before_the_first_are_added_at_their_place(rota: Rota) -> None:
    rota(TEXT, "--write", "rota")
    rota("28 Feb 2026 E", "--write", "rota")
    assert "starts = 2026-02-28\n" in rota.household
    assert '[rotas.except]\n2026-02-28 = "E"\n2026-03-02 = "E"\n' in rota.household


def test_a_rota_with_a_pattern_gets_the_days_that_differ(rota: Rota, folder: Path) -> None:
    given = HOUSEHOLD + (
        '[[rotas]]  # as on the ward\nof = "ana"\ncodes = { E = "06:30-14:30" } # early\nstarts = 2026-03-02\n'
        'pattern = "E E - -"\nexcept = { 2026-03-20 = "-" } # swapped\n\n[slack]\nready = "10m"\n'
    )
    (folder / "household.toml").write_text(given, encoding="utf-8")
    rota("2026-03-02 E\n2026-03-03 off\n2026-03-04 N", "--codes", "N=21:00-07:00", "--write", "rota")
    assert lines_changed(given, rota.household) == [
        '- codes = { E = "06:30-14:30" } # early',
        '+ codes = { E = "06:30-14:30", N = "21:00-07:00" } # early',
        '- except = { 2026-03-20 = "-" } # swapped',
        '+ except = { 2026-03-03 = "-", 2026-03-04 = "N", 2026-03-20 = "-" } # swapped',
    ]


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ('\n[rotas.except]\n2026-03-20 = "-"  # swapped\n', ['+ 2026-03-03 = "-"']),
        ('\n[rotas.except]\n2026-03-20 = "-"\n', ['+ 2026-03-03 = "-"']),
        ("", ["+ [rotas.except]", '+ 2026-03-03 = "-"', "+ "]),
        ('except.2026-03-20 = "-"\n', ['+ except.2026-03-03 = "-"']),
    ],
)
def test_every_way_of_writing_changes_is_kept(rota: Rota, folder: Path, changes: str, more: list[str]) -> None:
    given = HOUSEHOLD + (
        '\n[[rotas]]\nof = "ana"\ncodes.E = "06:30-14:30"\nstarts = 2026-03-02\npattern = "E E - -"\n'
        f'{changes}\n[slack]\nready = "10m"  # for shoes\n'
    )
    (folder / "household.toml").write_text(given, encoding="utf-8")
    _, out, err = rota("2026-03-03 off", "--write", "rota")
    assert "Written" in out, err
    assert lines_changed(given, rota.household) == more
    assert tomllib.loads(rota.household)["rotas"][0]["except"].pop("2026-03-03") == "-"


def test_rotas_in_a_list_are_changed_in_it(rota: Rota, folder: Path) -> None:
    given = HOUSEHOLD.replace(
        "# our home\n",
        'rotas = [\n  { of = "ana", codes = { E = "06:30-14:30" }, starts = 2026-03-02, pattern = "E" }, # hers\n]\n',
    )
    (folder / "household.toml").write_text(given, encoding="utf-8")
    rota("2026-03-03 off", "--write", "rota")
    assert lines_changed(given, rota.household)[1:] == [
        (
            '+   { of = "ana", codes = { E = "06:30-14:30" }, starts = 2026-03-02, pattern = "E", except = '
            '{ 2026-03-03 = "-" }}, # hers'
        )
    ]
    rota("2026-03-03 06:30-14:30", "--rota", "another", "--write", "rota")
    first, second = tomllib.loads(rota.household)["rotas"]
    assert (first["except"]["2026-03-03"], second["except"]["2026-03-03"]) == ("-", "06:30-14:30")
    assert "# hers" in rota.household


def test_windows_line_ends_and_a_mark_stay(rota: Rota, folder: Path) -> None:
    given = ("\ufeff" + HOUSEHOLD).replace("\n", "\r\n")
    (folder / "household.toml").write_bytes(given.encode())
    rota("2026-03-03 06:30-14:30", "--write", "rota")
    assert rota.household.startswith(given)
    assert "\n" not in rota.household.replace("\r\n", "")


def test_line_ends_of_two_kinds_are_not_touched(rota: Rota, folder: Path) -> None:
    given = HOUSEHOLD.replace("\n", "\r\n", 3)
    (folder / "household.toml").write_bytes(given.encode())
    status, _, err = rota("2026-03-03 06:30-14:30", "--write", "rota")
    assert (status, rota.household) == (2, given)
    assert "its lines end in two different ways" in err


def test_an_old_meaning_of_a_code_stays_where_it_was(rota: Rota) -> None:
    rota("E = 06:30-14:30\n2026-03-02 E", "--write", "rota")
    rota("E = 07:00-15:00\n2026-03-03 E", "--write", "rota")
    assert 'codes = { E = "06:30-14:30", "07:00-15:00" = "07:00-15:00" }' in rota.household
    assert '2026-03-02 = "E"\n2026-03-03 = "07:00-15:00"\n' in rota.household


def test_codes_of_the_household_need_no_explaining(rota: Rota) -> None:
    rota("E = 06:30-14:30\n2026-03-02 E", "--write", "rota")
    status, out, _ = rota("2026-03-03 E")
    assert status == 0
    assert "Tue 3 Mar: ? becomes E" in out


def test_weeks_that_do_not_fit_are_a_day_a_line(rota: Rota) -> None:
    _, out, _ = rota("2026-03-02 06:30-14:30\n2026-03-03 off")
    assert "\n\n Mon 2 Mar  06:30-14:30\n Tue 3 Mar  -\n\n- off\n1 shift of 8 h 00, 1 day off.\n" in out


def test_for_programs(rota: Rota) -> None:
    record = rota.record(TEXT, "--place", "hospital")
    assert record["days"][0] == {
        "date": "2026-03-02",
        "known": True,
        "shifts": [{"code": "E", "hours": "06:30-14:30"}],
        "line": 5,
        "column": 7,
    }
    assert record["missing"] == ["2026-03-04"]
    assert [doubt["date"] for doubt in record["doubts"]] == [None, "2026-03-07"]
    assert record["changes"][0] == {"date": "2026-03-02", "before": None, "after": "E"}
    assert (record["new"], record["written"]) == (True, False)
    assert rota.record(TEXT, "--write", "rota")["written"] is True


def test_without_a_year_nothing_is_written(rota: Rota) -> None:
    status, out, err = rota("2.3. 06:30-14:30", "--write", "rota")
    assert (status, rota.household) == (2, HOUSEHOLD)
    assert "06:30-14:30" in out
    assert "does not say of which year it is" in err
    assert rota("2.3. 06:30-14:30", "--year", "2026", "--write", "rota")[0] == 0
    assert "2026-03-02" in rota.household


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--of", "ane"], "--of = ane: is no adult of this household: ana, ben. Maybe 'ana'."),
        (["--place", "wart"], "--place = wart: is no place of this household: home, hospital, ward. Maybe 'ward'."),
        (["--rota", "a b"], "--rota = a b: cannot be an id"),
        (["--codes", "E"], "--codes = E: does not say what codes mean."),
        (["--codes", "E=six"], "--codes = E=six: does not say when a shift begins and ends."),
        (["--codes", "?=06:30-14:30"], "does not say what codes mean."),
        (["--codes", "E=06:30-14:30 and so on"], "does not say when a shift begins and ends."),
    ],
)
def test_what_cannot_be_is_said(rota: Rota, args: list[str], told: str) -> None:
    status, out, err = rota("2026-03-02 E", *args)
    assert (status, out) == (2, "")
    assert told in err


def test_which_rota_is_meant_has_to_be_clear(rota: Rota) -> None:
    rota("2026-03-02 06:30-14:30", "--place", "hospital", "--write", "rota")
    status, _, err = rota("2026-03-03 06:30-14:30", "--place", "ward")
    assert status == 2
    assert "--place = ward: is not where the rota rota-ana is: hospital. Maybe leave it out" in err
    rota("2026-03-03 06:30-14:30", "--place", "ward", "--rota", "second", "--write", "rota")
    assert 'id = "second"\nof = "ana"\nplace = "ward"\n' in rota.household
    status, _, err = rota("2026-03-03 06:30-14:30")
    assert "--of = ana: has 2 rotas: rota-ana, second. Maybe --rota rota-ana." in err
    status, _, err = rota("2026-03-03 06:30-14:30", "--of", "ben", "--rota", "second")
    assert "--rota = second: is a rota of ana, and not of ben." in err


def test_a_file_instead_of_standard_input(rota: Rota, tmp_path: Path) -> None:
    (tmp_path / "march.txt").write_bytes("2. März 2026: 06:30\N{EN DASH}14:30".encode("cp1252"))
    assert rota("", str(tmp_path / "march.txt"))[0] == 0
    status, _, err = rota("", str(tmp_path / "april.txt"))
    assert status == 2
    assert "april.txt: cannot be opened" in err
    (tmp_path / "film.bin").write_bytes(b"x" * (2**22 + 1))
    assert "is too large for a rota" in rota("", str(tmp_path / "film.bin"))[2]


def test_many_doubts_are_counted(rota: Rota) -> None:
    words = "\n".join(f"Some words of line {number}." for number in range(30))
    _, out, _ = rota(f"{words}\n2026-03-02 06:30-14:30\n2026-04-09 06:30-14:30")
    assert "And 10 more." in out
    assert "Sun 22 Mar and more. Maybe --empty off" in out


def test_nobody_writes_over_somebody_elses_change(folder: Path) -> None:
    with pytest.raises(InputError, match="was changed by somebody else just now"):
        store.replace_text(folder, b"another", b"new")
    assert household(folder) == HOUSEHOLD


def test_a_folder_that_cannot_be_written_to(rota: Rota, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    status, _, err = rota("2026-03-02 06:30-14:30", "--write", "rota")
    assert status == 2
    assert "cannot be written to: no space left on device." in err
    assert {path.name for path in folder.iterdir()} == {"household.toml", ".kinrota"}
    assert not any(path.read_bytes() for path in (folder / ".kinrota").iterdir())
    assert rota.household == HOUSEHOLD


def test_what_nobody_pasted_is_never_free(rota: Rota, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "household.toml").write_text(HOUSEHOLD.replace('ben = { name = "Ben" }\n', ""), encoding="utf-8")
    rota(TEXT, "--place", "hospital", "--write", "rota")
    assert main(["gaps", str(folder), "--from", "2026-03-04", "--days", "1"]) == 1
    out, _ = capsys.readouterr()
    assert "Nobody knows where Ana is (rota-ana does not say)" in " ".join(out.split())
    assert "rota-ana: the rota does not say when Ana works from Wednesday 4 March 2026, 00:00" in " ".join(out.split())


def test_a_new_rota_takes_no_id_of_a_calendar(rota: Rota, folder: Path) -> None:
    calendars = 'calendars.rota-ana = { source = "a.ics", of = "ana", means = "work" }\n'
    (folder / "household.toml").write_text(HOUSEHOLD.replace("[adults]", f"{calendars}\n[adults]"), encoding="utf-8")
    assert rota("2026-03-02 06:30-14:30", "--write", "rota")[0] == 0
    assert [one.id for one in read_text(folder).rotas] == ["rota-ana-2"]


def with_a_rota(folder: Path) -> None:
    given = f'{HOUSEHOLD}\n[[rotas]]\nof = "ana"\ncodes = {{ E = "06:30-14:30" }}\nstarts = 2026-03-02\npattern = "E"\n'
    (folder / "household.toml").write_text(given, encoding="utf-8")


def test_a_household_that_no_program_can_change_stays(
    rota: Rota, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(_: str) -> None:
        raise TOMLKitError

    with_a_rota(folder)
    before = rota.household
    monkeypatch.setattr("kinrota.intake.pasted.editing.tomlkit.parse", give_up)
    status, _, err = rota("2026-03-02 off", "--write", "rota")
    assert (status, rota.household) == (2, before)
    assert "cannot be changed by a program: it is written in an unusual way (TOMLKitError)." in err


@pytest.mark.parametrize("lost", ["# our home\n", "[children.mia]\nborn = 2018-09-14\n# the end\n"])
def test_nothing_is_written_if_anything_would_be_lost(
    rota: Rota, folder: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    with_a_rota(folder)
    before = rota.household
    changed = editing._changed  # noqa: SLF001 -- what stands between it and the file is shown
    monkeypatch.setattr(editing, "_changed", lambda *args: changed(*args).replace(lost, ""))
    status, _, err = rota("2026-03-02 off", "--write", "rota")
    assert (status, rota.household) == (2, before)
    assert "other lines of it would change" in err


def test_codes_given_more_than_once_all_count(rota: Rota) -> None:
    record = rota.record(
        "2026-03-02 F\n2026-03-03 S\n2026-03-04 X\n", "--codes", "F=06:15-14:30", "--codes", "S=13:30-22:00 X=off"
    )
    assert [[shift["hours"] for shift in day["shifts"]] for day in record["days"]] == [
        ["06:15-14:30"],
        ["13:30-22:00"],
        [],
    ]
    assert all(day["known"] for day in record["days"])


@pytest.mark.parametrize("more", [["--codes", "F=06:15-14:30", "--codes", "F=off"], ["--codes", "F=06:15-14:30 F=off"]])
def test_two_things_said_of_one_code_are_refused(rota: Rota, more: list[str]) -> None:
    status, out, err = rota("2026-03-02 F\n", *more)
    assert (status, out) == (2, "")
    assert "--codes = F=06:15-14:30 F=off: says two things of F. Maybe leave out one of them." in err


def test_one_thing_said_twice_of_a_code_is_one(rota: Rota) -> None:
    status, _, err = rota("2026-03-02 F\n", "--year", "2026", "--codes", "F=06:15-14:30", "--codes", "F=6.15-14.30")
    assert (status, err) == (0, "")


TWO_ROTAS = """
[[rotas]]
id = "ward"
of = "ana"
codes = { E = "06:30-14:30", L = "13:30-21:30" }
starts = 2026-03-02
pattern = "?"

[[rotas]]
id = "clinic"
of = "ana"
codes = { E = "08:00-12:00", L = "13:30-21:30" }
starts = 2026-03-02
pattern = "?"
"""


def test_a_code_of_which_two_rotas_of_the_household_say_two_things_is_unknown(rota: Rota, folder: Path) -> None:
    (folder / "household.toml").write_text(HOUSEHOLD + TWO_ROTAS, encoding="utf-8")
    record = rota.record("2026-03-02 E\n2026-03-03 L", "--rota", "third")
    assert [day["known"] for day in record["days"]] == [False, True]
    assert record["told"] == [
        "E is 06:30-14:30 in ward and 08:00-12:00 in clinic of household.toml, so it is not known which of them holds."
    ]
    assert rota.record("2026-03-03 L", "--rota", "third")["told"] == []
    assert rota.record("2026-03-02 E", "--rota", "third", "--codes", "E=off")["told"] == []


@pytest.mark.parametrize(("named", "hours"), [("ward", "06:30-14:30"), ("clinic", "08:00-12:00")])
def test_the_rota_that_is_meant_says_what_its_codes_mean(rota: Rota, folder: Path, named: str, hours: str) -> None:
    (folder / "household.toml").write_text(HOUSEHOLD + TWO_ROTAS, encoding="utf-8")
    (day,) = rota.record("2026-03-02 E", "--rota", named)["days"]
    assert day["shifts"] == [{"code": "E", "hours": hours}]


def test_wrong_codes_are_refused_beside_right_ones(rota: Rota) -> None:
    status, out, err = rota("2026-03-02 F\n", "--codes", "F=06:15-14:30", "--codes", "S")
    assert (status, out) == (2, "")
    assert "does not say what codes mean" in err


def test_a_pdf_gets_one_message(rota: Rota) -> None:
    status, out, err = rota("%PDF-1.7\n" + "obj\n" * 90)
    assert (status, out) == (2, "")
    assert "is a PDF, and only text can be read. Maybe open it, copy its text" in " ".join(err.split())
    assert len(err.splitlines()) <= 2
