"""The reader, the schema and the reference know the same keys, and each of them is really checked."""

import copy
import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kinrota.errors import InputError
from kinrota.intake.household import read_household
from kinrota.intake.keys import KEYS

HERE = Path(__file__).parent
EVERY_KEY = (HERE / "household-with-every-key.toml").read_text(encoding="utf-8")
REFERENCE = HERE.parents[1] / "docs/reference/household-file.md"
SCHEMA: dict[str, Any] = json.loads(files("kinrota.schemas").joinpath("household.json").read_text(encoding="utf-8"))
Place = tuple[str | int, ...]


def tables(values: dict[str, Any], kind: str = "", place: Place = ()) -> Iterator[tuple[str, Place, dict[str, Any]]]:
    """Every table of a household with the name that KEYS gives it."""
    yield kind, place, values
    for key, value in values.items():
        inner = f"{kind}.{key}" if kind else key
        if inner in KEYS and isinstance(value, dict):
            yield from tables(value, inner, (*place, key))
        elif inner in KEYS:
            for at, item in enumerate(value):
                yield from tables(item, inner, (*place, key, at))
        elif f"{inner}.*" in KEYS:
            for name, item in value.items():
                yield from tables(item, f"{inner}.*", (*place, key, name))


def every_key() -> list[tuple[str, str, Place]]:
    """(kind, key, where it stands first) of all that the household with every key says."""
    found: dict[tuple[str, str], Place] = {}
    for kind, place, values in tables(tomllib.loads(EVERY_KEY)):
        for key in values:
            found.setdefault((kind, key), (*place, key))
    return [(kind, key, place) for (kind, key), place in found.items()]


def written(value: Any) -> str:  # noqa: ANN401 - whatever TOML has
    """A value as TOML, on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {written(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(written(item) for item in value) + "]"
    return str(value) if isinstance(value, dt.date | dt.time) else json.dumps(value)


def as_json(value: Any) -> Any:  # noqa: ANN401
    """A household as JSON: dates are strings."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def test_the_household_with_every_key_has_every_key() -> None:
    assert {(kind, key) for kind, key, _ in every_key()} == {(kind, key) for kind, keys in KEYS.items() for key in keys}


def test_the_household_with_every_key_is_read() -> None:
    household = read_household(EVERY_KEY, "household.toml")
    assert household.name == "Linden Street"
    assert [adult.id for adult in household.residents] == ["ana", "ben"]
    assert household.unplanned == ("promises",)


@pytest.mark.parametrize(("kind", "key", "place"), every_key(), ids=lambda value: ".".join(map(str, value)))
def test_nonsense_under_any_key_is_refused_there(kind: str, key: str, place: Place) -> None:
    values = copy.deepcopy(tomllib.loads(EVERY_KEY))
    table = values
    for step in place[:-1]:
        table = table[step]  # type: ignore[index]
    table[key] = dt.time(1, 2, 3)
    text = "\n".join(f"{name} = {written(value)}" for name, value in values.items())
    with pytest.raises(InputError) as refused:
        read_household(text, "household.toml")
    fields = [problem.field for problem in refused.value.problems]
    wanted = re.sub(r"\[\d+\]", "", str(fields))
    assert ".".join(step for step in place if isinstance(step, str)) in wanted.replace('"', "")


@pytest.mark.parametrize("kind", KEYS)
def test_an_unknown_key_is_refused_in_any_table(kind: str) -> None:
    values = tomllib.loads(EVERY_KEY)
    next(table for found, _, table in tables(values) if found == kind)["zzzzzzzz"] = 1
    text = "\n".join(f"{name} = {written(value)}" for name, value in values.items())
    with pytest.raises(InputError, match="zzzzzzzz: is not a key that kinrota knows here"):
        read_household(text, "household.toml")


def schema_keys(schema: dict[str, Any], kind: str = "") -> Iterator[tuple[str, str]]:
    """(kind, key) of all that the schema knows."""
    if "$ref" in schema:
        schema = {**schema, **SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]}
    rows = kind == "stages"  # its rows have names, which the schema lists
    for key, inner in schema.get("properties", {}).items():
        below = f"{kind}.*" if rows else f"{kind}.{key}" if kind else key
        if not rows:
            yield kind, key
        yield from schema_keys(inner, below)
    if isinstance(schema.get("additionalProperties"), dict):
        yield from schema_keys(schema["additionalProperties"], f"{kind}.*")
    if isinstance(schema.get("items"), dict):
        yield from schema_keys(schema["items"], kind)


def test_the_schema_knows_the_keys_that_the_reader_knows() -> None:
    assert set(schema_keys(SCHEMA)) == {(kind, key) for kind, keys in KEYS.items() for key in keys}


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_accepts_the_household_with_every_key() -> None:
    checker = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in checker.iter_errors(as_json(tomllib.loads(EVERY_KEY)))] == []


@pytest.mark.parametrize(
    ("kind", "key", "place"),
    [item for item in every_key() if item[0] or item[1] in {"kinrota", "timezone", "name", "grid"}],
    ids=lambda value: ".".join(map(str, value)),
)
def test_the_schema_refuses_nonsense_too(kind: str, key: str, place: Place) -> None:
    values = as_json(tomllib.loads(EVERY_KEY))
    table = values
    for step in place[:-1]:
        table = table[step]
    table[key] = -7
    assert not Draft202012Validator(SCHEMA).is_valid(values)


def documented() -> set[tuple[str, str]]:
    """(kind, key) of all that the reference has a line for."""
    found, kind = set(), None
    for line in REFERENCE.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"##+ (?:(The first lines)|`\[+([^\]]+)\]+`|.*)", line):
            kind = "" if heading[1] else (heading[2] or "?").replace("ID", "*")
        elif row := re.match(r"\| `(\w+)` \| .", line):
            found.add((str(kind), row[1]))
    return found


def test_the_reference_has_a_line_for_each_key() -> None:
    assert documented() == {(kind, key) for kind, keys in KEYS.items() for key in keys}


def test_what_the_reference_shows_in_a_line_can_be_written_so() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    examples = re.findall(r"`(\w+ = [^`]+)`", text)
    assert len(examples) > 80
    for example in examples:
        tomllib.loads(example)
