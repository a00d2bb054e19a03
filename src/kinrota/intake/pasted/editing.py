"""How the household's text gets a pasted rota, with every comment and every other line as it was."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections import Counter
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable, Table

from kinrota.errors import InputError, Problem
from kinrota.intake.pasted.changes import Changes
from kinrota.model.household import UNKNOWN

NEWLINE = "\n"
BARE = re.compile(r"[A-Za-z0-9_-]+")
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def edited(text: str, wanted: Changes, file: str) -> str:
    """The text of the household with the changes; InputError where they cannot be made without touching other lines."""
    mark = MARK if text.startswith(MARK) else ""
    crlf = "\r\n" in text
    plain = text.removeprefix(mark).replace("\r\n", "\n") if crlf else text.removeprefix(mark)
    if crlf and mark + plain.replace("\n", "\r\n") != text:
        raise _unsafe(file, "its lines end in two different ways")
    values = tomllib.loads(plain)
    if (
        wanted.number is None
        and isinstance(values.get("rotas", []), list)
        and not re.search(r"^\s*rotas\b", plain, re.MULTILINE)
    ):
        result = f"{plain}{'' if plain.endswith(NEWLINE) else NEWLINE}\n{_text(_new(wanted))}"
    else:
        result = _changed(plain, wanted, file)
    if tomllib.loads(result) != _applied(values, wanted) or not _kept(plain, result, wanted):
        raise _unsafe(file, "other lines of it would change")
    return mark + (result.replace("\n", "\r\n") if crlf else result)


def _changed(plain: str, wanted: Changes, file: str) -> str:
    try:
        document = tomlkit.parse(plain)
        _apply(document, wanted)
        return document.as_string()
    except (TOMLKitError, TypeError, KeyError, ValueError, AttributeError) as error:
        raise _unsafe(file, f"it is written in an unusual way ({type(error).__name__})") from error


def _unsafe(file: str, why: str) -> InputError:
    remedy = "Maybe write [[rotas]] by hand, in lines of its own."
    return InputError((Problem(file, None, "rotas", "", f"cannot be changed by a program: {why}.", remedy),))


def _apply(document: Any, wanted: Changes) -> None:  # noqa: ANN401 -- tomlkit's containers have no common type
    if wanted.number is None:
        document["rotas"].append(_inline(_new(wanted)))
        return
    rota = document["rotas"][wanted.number]
    if wanted.starts:
        rota["starts"] = wanted.starts
    if wanted.codes:
        _extend(rota, "codes", {code: str(wall) for code, wall in wanted.codes}, ordered=False)
    if wanted.days:
        _extend(rota, "except", {day.date.isoformat(): day.after for day in wanted.days}, ordered=True)


def _extend(rota: Any, key: str, more: dict[str, str], *, ordered: bool) -> None:  # noqa: ANN401 -- as above
    """Add to a table of a rota, in order where nothing but its lines is in it."""
    old = rota.get(key)
    values = {**({} if old is None else old.unwrap()), **more}
    values = dict(sorted(values.items())) if ordered else values
    if isinstance(old, InlineTable) or (old is None and isinstance(rota, InlineTable)):
        new = _inline(values)
        if old is not None:
            new.trivia.comment_ws, new.trivia.comment = old.trivia.comment_ws, old.trivia.comment
        rota[key] = new
    elif old is None:
        rota[key] = tomlkit.table()
        rota[key].update(values)
        rota[key].add(tomlkit.nl())
    elif isinstance(old, Table) and "#" not in old.as_string() and ordered:
        for name in list(old):
            del old[name]
        old.update(values)
    else:
        old.update(more)


def _inline(values: dict[str, object] | dict[str, str]) -> Any:  # noqa: ANN401 -- as above
    return tomlkit.parse(f"it = {_value(values)}")["it"]


def _value(value: object) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(key)} = {_value(inner)}' for key, inner in value.items())} }}" if value else "{}"
    return str(value) if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _text(rota: dict[str, object]) -> str:
    """A new rota as lines: its days one below the other."""
    lines = [f"{_key(key)} = {_value(value)}" for key, value in rota.items() if key != "except"]
    days = rota["except"]
    told = [f"{_key(day)} = {_value(code)}" for day, code in days.items()] if isinstance(days, dict) else []
    return "\n".join(["[[rotas]]", *lines, "", "[rotas.except]", *told, ""])


def _new(wanted: Changes) -> dict[str, object]:
    """A rota by the day: what `except` does not say is not known."""
    named = {} if wanted.rota == f"rota-{wanted.of}" else {"id": wanted.rota}
    return {
        **named,
        "of": wanted.of,
        **({"place": wanted.place} if wanted.place else {}),
        "codes": {code: str(wall) for code, wall in wanted.codes},
        "starts": wanted.starts,
        "pattern": UNKNOWN,
        "except": {change.date.isoformat(): change.after for change in wanted.days},
    }


def _applied(values: dict[str, Any], wanted: Changes) -> dict[str, Any]:
    """The same change on plain values, to compare with."""
    if wanted.number is None:
        return {**values, "rotas": [*values.get("rotas", []), _new(wanted)]}
    rotas = list(values["rotas"])
    rota = dict(rotas[wanted.number])
    rota["codes"] = {**rota["codes"], **{code: str(wall) for code, wall in wanted.codes}}
    if wanted.starts:
        rota["starts"] = wanted.starts
    if wanted.days:
        rota["except"] = {**rota.get("except", {}), **{day.date.isoformat(): day.after for day in wanted.days}}
    rotas[wanted.number] = rota
    return {**values, "rotas": rotas}


def _kept(before: str, after: str, wanted: Changes) -> bool:
    """Whether every line is still there but those that hold what changed, and every comment."""
    old, new = before.splitlines(), after.splitlines()
    gone = Counter(old) - Counter(new)
    touched = len(wanted.days) + 2 if wanted.number is not None else 1
    comments = [line[line.index("#") :] for line in old if "#" in line]
    return gone.total() <= touched and all(comment in after for comment in comments)
