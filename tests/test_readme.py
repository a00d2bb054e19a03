"""What README and the tutorial show is what the program does."""

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kinrota.cli import main
from kinrota.cli.arguments import parser

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TUTORIAL = (ROOT / "docs/tutorial/first-week.md").read_text(encoding="utf-8")
HOUSEHOLD = (ROOT / "docs/tutorial/first-week/household.toml").read_text(encoding="utf-8")
WRITTEN = [
    ROOT / "README.md", ROOT / "docs/index.md", *sorted((ROOT / "examples").rglob("*.md")),
    *sorted((ROOT / "docs/tutorial").glob("*.md")), *sorted((ROOT / "docs/explanation").glob("*.md")),
]  # fmt: skip

Command = Callable[[str], str]


def consoles(text: str) -> list[tuple[str, str]]:
    """Each command that a page shows, with what it shows below it."""
    return re.findall(r"```console\n\$ kinrota ([^\n]+)\n(.*?)```", text, flags=re.DOTALL)


def settled(plan: str) -> list[str]:
    """The lines of a plan that no equally good plan has otherwise: its days, its gaps, what to ask, how good it is."""
    head, *parts = plan.split("\n\n")
    kept = [part for part in parts if part.startswith(("Uncovered", "To ask", "How good", "Written"))]
    return [*head.splitlines(), *(line for part in kept for line in part.splitlines())]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command as a page shows it, on a terminal of 80 columns without colour."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(line: str) -> str:
        assert main(shlex.split(line)) in {0, 1}
        return capsys.readouterr().out

    return run


def test_what_the_readme_shows_is_what_is_printed(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    shown = consoles(README)
    assert shown
    for line, output in shown:
        assert command(line) == output


def test_the_household_of_the_readme_is_the_tutorials_and_is_short() -> None:
    shown = re.findall(r"```toml\n(.*?)```", README, flags=re.DOTALL)
    assert [re.sub(r"^ {3}", "", text, flags=re.MULTILINE) for text in shown] == [HOUSEHOLD]
    assert f"```toml\n{HOUSEHOLD}```" in TUTORIAL
    assert len([line for line in HOUSEHOLD.splitlines() if line]) <= 25


def test_what_the_tutorial_shows_is_what_is_printed(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "docs/tutorial/first-week", tmp_path / "my-week")
    monkeypatch.chdir(tmp_path)
    (asked,) = re.findall(r"```toml\n(oma = .*?\n)```", TUTORIAL)
    shown_so_far: list[str] = []
    for line, shown in consoles(TUTORIAL):
        if line in shown_so_far:  # the same plan again, after Oma was added
            add_below_ben(tmp_path / "my-week/household.toml", asked)
        shown_so_far.append(line)
        if line.startswith("plan"):
            assert settled(command(line)) == settled(shown)
        elif line.startswith("check"):
            assert command(line).startswith(shown)
        else:
            assert command(line) == shown
    assert len(shown_so_far) > len(set(shown_so_far))


def add_below_ben(household: Path, added: str) -> None:
    text = household.read_text(encoding="utf-8")
    household.write_text(re.sub(r"(ben = \{ name.*\n)", rf"\1{added}", text), encoding="utf-8")


def test_a_mistake_is_named_as_the_tutorial_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "docs/tutorial/first-week", tmp_path / "my-week")
    (tmp_path / "my-week/household.toml").write_text(HOUSEHOLD.replace("pick =", "pikc ="), encoding="utf-8")
    assert main(["check", str(tmp_path / "my-week")]) == 2
    said = [line for line in capsys.readouterr().err.splitlines() if "pikc" in line]
    assert re.findall(r"```text\n(.*?)\n```", TUTORIAL) == said


def test_every_command_of_the_program_is_in_the_readme_and_no_other() -> None:
    listed = re.findall(r"^\| `kinrota (\w+)", README, flags=re.MULTILINE)
    assert sorted(listed) == sorted(commands())


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))
def test_only_commands_that_exist_are_named(page: Path) -> None:
    named = re.findall(r"(?:^\$ |^|`)kinrota ([a-z]+)\b", code(page.read_text(encoding="utf-8")), flags=re.MULTILINE)
    assert set(named) <= set(commands())


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_of_the_documentation_is_in_the_index() -> None:
    index = ROOT / "docs/index.md"
    linked = {
        (index.parent / link).resolve() for link in re.findall(r"\]\(([^)#]+)", index.read_text(encoding="utf-8"))
    }
    assert set((ROOT / "docs").rglob("*.md")) - {index} <= linked


def test_the_readme_names_no_solver_and_shows_a_small_picture() -> None:
    assert not re.search(r"ortools|or-tools|cp-sat|solver", README, flags=re.IGNORECASE)
    picture = ROOT / "docs/pictures/week.png"
    assert f"({picture.relative_to(ROOT)})" in README
    assert picture.stat().st_size < 300_000


def test_the_readme_names_everything_that_is_read_and_not_planned() -> None:
    said = README.split("## Not built yet")[1].split("\n## ")[0]
    assert "promised" in said


def code(text: str) -> str:
    """The parts of a page that are code, in a line or in a block."""
    blocks = re.findall(r"```\w*\n(.*?)```", text, flags=re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`[^`\n]+`", text)])


def commands() -> list[str]:
    """The program's own list."""
    found = re.search(r"^  COMMAND\n((?:    .*\n)+)", parser().format_help(), flags=re.MULTILINE)
    assert found
    return re.findall(r"^    (\w+)", found[1], flags=re.MULTILINE)
