"""The house rules that no other tool keeps: what the files of the checkout may hold, and how they are named."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["run.txt", "dev.txt", "lock.txt"]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# Each is written so that it does not match its own line.
MACHINE = re.compile(
    r"""(?x)
      (?<![a-z.]) / (?: work | farm | root | tmp/bash_[j]obs ) /   # a folder of one machine
    | (?<![\w.]) / (?: home | Users ) / [\w.-]+ /                 # a person's folder
    | [A-Z]: \\+ Users \\                                         # the same, elsewhere
    | py[p]i\.org/simple | files\.py[t]honhosted | registry\.np[m]js | deb\.de[b]ian\.org   # a package registry
    """
)


def files() -> list[Path]:
    """Every file that is in the checkout or about to be, none that git ignores."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    if listing.returncode != 0:
        pytest.skip("not a git checkout, so nobody knows which files belong to it")
    return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def named(requirements: list[str]) -> set[str]:
    """The packages that requirement lines ask for."""
    return {re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in requirements}


@pytest.mark.parametrize(
    "leak",
    [
        "see /wo" + "rk/main/notes",
        "from '/ro" + "ot/.pyenv'",
        "in /ho" + "me/someone/kinrota",
        "https://py" + "pi.org/simple/x",
    ],
)
def test_a_machine_path_is_recognised(leak: str) -> None:
    assert MACHINE.search(leak)


@pytest.mark.parametrize("text", ["home/work/school", "https://example.org/work/rota.ics", "docs/home/week/"])
def test_a_place_of_the_household_is_no_machine_path(text: str) -> None:
    assert not MACHINE.search(text)


def test_no_file_names_a_machine_or_a_registry() -> None:
    leaks = []
    for path in files():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
            if match := MACHINE.search(line):
                leaks.append(f"{path.relative_to(ROOT)}:{number}: {match[0]}")
    assert leaks == []


def test_no_name_says_nothing() -> None:
    hollow = {"utils", "util", "helpers", "helper", "services", "manager", "managers", "misc", "common"}
    code = [path.relative_to(ROOT) for path in files() if path.suffix == ".py"]
    assert [str(path) for path in code if hollow & {*path.parts[:-1], path.stem}] == []


def test_every_file_of_the_source_says_what_it_alone_knows() -> None:
    source = sorted((ROOT / "src").rglob("*.py"))
    silent = [
        str(path.relative_to(ROOT))
        for path in source
        if not (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").strip()
    ]
    assert source
    assert silent == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_and_hashed(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    entries = [entry for entry in text.replace("\\\n", " ").splitlines() if entry.strip() and not entry.startswith("#")]
    hashed = re.compile(r"[\w.-]+==[\w.]+( ; [^\\]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert entries
    assert [entry[:60] for entry in entries if not hashed.fullmatch(entry)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_address(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    assert re.findall(r"\w+://|@ ?file|--(?:extra-)?index-url|--find-links|# +via", text) == []


def test_the_locks_cover_what_the_project_asks_for() -> None:
    def locked(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        return set(re.findall(r"^([\w.-]+)==", text, flags=re.MULTILINE))

    groups = PYPROJECT["dependency-groups"]
    run = named(PYPROJECT["project"]["dependencies"]) | named(groups["build"])
    assert run - locked("run.txt") == set()
    assert (run | named(groups["dev"])) - locked("dev.txt") == set()
    assert locked("run.txt") - locked("dev.txt") == set()


def test_every_dependency_has_its_reason() -> None:
    explained = re.findall(
        r"^\| ([\w.-]+) \| [^|]{10,}", (ROOT / "docs/dependencies.md").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    wanted = named(PYPROJECT["project"]["dependencies"])
    for group in PYPROJECT["dependency-groups"].values():
        wanted |= named(group)
    assert wanted - set(explained) == set()
    assert set(explained) - wanted - {"Package"} == set()


def test_every_ignored_lint_rule_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    rules = re.findall(r'^    "([A-Z]+[0-9]*)",(.*)$', text, flags=re.MULTILINE)
    assert rules
    assert [rule for rule, reason in rules if not re.match(r" +# \w.{9,}", reason)] == []


def test_every_exception_from_a_lint_rule_is_for_files_that_exist() -> None:
    known = {path.relative_to(ROOT) for path in files()}
    patterns = PYPROJECT["tool"]["ruff"]["lint"]["per-file-ignores"]
    assert [pattern for pattern in patterns if not any(matches(path, pattern) for path in known)] == []


def matches(path: Path, pattern: str) -> bool:
    """Whether a file lies where a pattern such as `{tools,tests}/**` says."""
    written = re.escape(pattern).replace(r"\*\*", ".*").replace(r"\{", "(").replace(r"\}", ")").replace(",", "|")
    return re.fullmatch(written, path.as_posix()) is not None


def test_every_changelog_fragment_is_well_named() -> None:
    fragments = [path for path in (ROOT / "changelog.d").iterdir() if path.name != "README.md"]
    good = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(added|changed|fixed)\.md")
    assert [path.name for path in fragments if not good.fullmatch(path.name)] == []
    assert [path.name for path in fragments if not path.read_text(encoding="utf-8").strip()] == []
