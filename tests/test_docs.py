"""The pages name every command with its arguments, and every public name; and nothing that is not there."""

import argparse
import inspect
import re
from pathlib import Path

import pytest

import kinrota
from kinrota.cli.arguments import parser

DOCS = Path(__file__).resolve().parents[1] / "docs"
COMMANDS = (DOCS / "reference/command-line.md").read_text(encoding="utf-8")
PYTHON = (DOCS / "reference/python.md").read_text(encoding="utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    (found,) = [action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001
    return dict(found.choices)


def documented() -> dict[str, str]:
    """Each `## kinrota NAME ...` heading's arguments and text."""
    parts = re.split(r"^## `kinrota (\w+)", COMMANDS, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def words(command: argparse.ArgumentParser) -> set[str]:
    """Options, and names of arguments as the help shows them."""
    found = set()
    for action in command._actions:  # noqa: SLF001 -- argparse tells its actions nowhere else
        if action.option_strings and action.dest != "help":
            found.add(action.option_strings[-1])
        elif not action.option_strings:
            found |= {str(action.metavar)} if action.metavar else set(action.choices or ())
    return found


def test_the_page_has_every_command_in_order_and_no_other() -> None:
    assert list(documented()) == list(commands())


@pytest.mark.parametrize("name", commands())
def test_the_page_has_every_argument_and_no_other(name: str) -> None:
    usage = documented()[name].splitlines()[0]
    assert set(
        re.findall(
            r"--[\w-]+|[A-Z]\w+\.(?:json|ics)"
            r"|\b(?:FOLDER|FILE(?!\.)|(?<!--row )NAME|household|plan|history|(?<=\|)rota)\b",
            usage,
        )
    ) == words(commands()[name])


@pytest.mark.parametrize("name", commands())
def test_every_argument_has_its_line(name: str) -> None:
    rows = set(re.findall(r"^\| `([^`]+)`", documented()[name], flags=re.MULTILINE))
    options = {word for word in words(commands()[name]) if word.startswith("--")}
    assert options <= {row.split()[0] for row in rows}


@pytest.mark.parametrize("name", commands())
def test_every_help_is_a_sentence_for_people(name: str) -> None:
    command = commands()[name]
    assert re.fullmatch(r"[A-Z].+\.", command.description or "")
    assert all(action.help for action in command._actions)  # noqa: SLF001 -- argparse tells its actions nowhere else


def test_the_page_has_every_public_name_and_no_other() -> None:
    functions = set(re.findall(r"^### `kinrota\.(\w+)\(", PYTHON, flags=re.MULTILINE))
    types = set(re.findall(r"^\| `(\w+)` \|", PYTHON, flags=re.MULTILINE))
    assert sorted(functions | types) == kinrota.__all__
    assert functions == {name for name in kinrota.__all__ if inspect.isfunction(getattr(kinrota, name))}


@pytest.mark.parametrize("name", [name for name in kinrota.__all__ if inspect.isfunction(getattr(kinrota, name))])
def test_the_page_has_every_parameter_in_order(name: str) -> None:
    heading = re.search(rf"^### `kinrota\.{name}\((.*)\)", PYTHON, flags=re.MULTILINE)
    assert heading
    signature = inspect.signature(getattr(kinrota, name))
    shown = [
        parameter.name if parameter.default is parameter.empty else f"{parameter.name}={parameter.default!r}"
        for parameter in signature.parameters.values()
    ]
    assert heading[1] == ", ".join(shown)


@pytest.mark.parametrize("page", sorted((DOCS / "how-to").glob("*.md")), ids=lambda path: path.stem)
def test_a_how_to_uses_only_commands_that_exist(page: Path) -> None:
    used = re.findall(r"^kinrota (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert used
    for line in used:
        assert parser().parse_args(line.split()).command in commands()
