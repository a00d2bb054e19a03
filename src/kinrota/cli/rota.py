"""`kinrota rota`: shows how a pasted rota is understood, and writes it into the household where that is asked for."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from kinrota import pipeline
from kinrota.cli.answer import DONE, LOOK, UNUSABLE, Answer
from kinrota.cli.progress import Progress
from kinrota.cli.rota_picture import picture
from kinrota.cli.screen import as_json, colour, columns, lines, wrapped
from kinrota.errors import InputError, Problem, reason
from kinrota.intake.pasted.changes import Wish
from kinrota.intake.pasted.household import Asked, Pasted
from kinrota.intake.pasted.text import COPY, LARGEST
from kinrota.intake.pasted.understood import LISTED, Doubt, Order
from kinrota.model.time import WallSpan
from kinrota.publish.dates import day_text, range_text
from kinrota.publish.pen import Pen

Done = Literal["shown", "written"]
STDIN = "-"
SHOWN = LISTED
"""Things that were not understood; --json has all."""
BEGINNING = 40
"""Signs of a piece of the text that is shown."""


def run(args: argparse.Namespace, progress: Progress) -> Answer:
    """Show how a rota is understood, and write it with --write."""
    progress("reading the rota")
    order: Order | None = args.dates
    asked = Asked(
        data=_data(args.file),
        file="standard input" if args.file == STDIN else Path(args.file).name,
        wish=Wish(args.of, args.place, args.rota),
        today=dt.datetime.now(dt.UTC).date(),
        start=args.start,
        year=args.year,
        order=order,
        row=args.row,
        codes=tuple(args.codes),
        empty_off=args.empty == "off",
    )
    found = pipeline.pasted_rota(args.folder, asked)
    if args.write and found.unsure:
        return Answer(_shown(args, found, "shown"), UNUSABLE, found.unsure.problems)
    done: Done = "written" if args.write and pipeline.write_rota(args.folder, found) else "shown"
    understood = found.understood
    look = bool(understood.doubts or understood.missing or not all(day.known for day in understood.days))
    return Answer(_shown(args, found, done), LOOK if look else DONE)


def _data(file: str) -> bytes:
    if file == STDIN:
        return sys.stdin.buffer.read(LARGEST * 4)
    try:
        path = Path(file)
        if path.is_file() and path.stat().st_size > LARGEST * 4:
            raise InputError((Problem(file, None, "", "", "is too large for a rota.", COPY),))
        return path.read_bytes()
    except (OSError, ValueError) as error:
        message = f"cannot be opened: {reason(error)}."
        raise InputError((Problem(file, None, "", "", message),)) from error


def _shown(args: argparse.Namespace, found: Pasted, done: Done) -> str:
    return as_json(_record(found, done)) if args.json else lines(_text(found, done))


def _text(found: Pasted, done: Done) -> Iterator[str]:
    understood, adult = found.understood, found.household.adult(found.asked.wish.of)
    dates = sorted([*(day.date for day in understood.days), *understood.missing])
    head = f"{adult.name}, {range_text(dates[0], dates[-1])}, read as {understood.form}"
    yield from wrapped([head], "", "")
    yield ""
    yield from picture(understood, _codes(found), columns(), Pen(colour()))
    if understood.told:
        yield from ("", *wrapped(understood.told, "", ""))
    yield from _doubts(found)
    yield from ("", *_changes(found, done))


def _codes(found: Pasted) -> dict[str, WallSpan]:
    number = found.changes.number
    return dict(found.household.rotas[number].codes) if number is not None else {}


def _doubts(found: Pasted) -> Iterator[str]:
    understood = found.understood
    told = [_doubt(one) for one in understood.doubts[:SHOWN]]
    if len(understood.doubts) > SHOWN:
        told.append(f"And {len(understood.doubts) - SHOWN} more.")
    if understood.missing:
        dates = ", ".join(day_text(day) for day in understood.missing[:SHOWN])
        remedy = "Maybe --empty off, if nothing means a day off."
        told.append(f"Nothing is said of {dates}{' and more' if len(understood.missing) > SHOWN else ''}. {remedy}")
    if told:
        yield from ("", "Not understood", *wrapped(told))


def _doubt(one: Doubt) -> str:
    text = one.piece.text if len(one.piece.text) <= BEGINNING else f"{one.piece.text[:BEGINNING]}..."
    day = f" ({day_text(one.date)})" if one.date else ""
    return f"line {one.piece.line}, column {one.piece.column}{day}: “{text}”: {one.reason} {one.remedy}".rstrip()


def _changes(found: Pasted, done: Done) -> Iterator[str]:
    wanted = found.changes
    if wanted.nothing:
        yield "household.toml says all of this already."
        return
    new = wanted.number is None
    if not new:
        told = [f"{day_text(one.date)}: {one.before or 'nothing'} becomes {one.after}" for one in wanted.days]
        yield f"Different from {wanted.rota} in household.toml"
        yield from wrapped(told)
    count = f"{len(wanted.days)} day{'' if len(wanted.days) == 1 else 's'}"
    what = f"a new rota, {wanted.rota}, with {count}" if new else f"{count} of {wanted.rota}"
    if done == "written":
        yield f"Written to household.toml: {what}."
    else:
        yield from wrapped([f"Nothing is written. --write rota writes {what} into household.toml."], "", "")


def _record(found: Pasted, done: Done) -> dict[str, object]:
    """For programs; the schema `rota` has the fields."""
    understood, wanted = found.understood, found.changes
    return {
        "kinrota_rota": 1,
        "of": found.asked.wish.of,
        "form": understood.form,
        "year_said": understood.year_said,
        "days": [
            {
                "date": day.date,
                "known": day.known,
                "shifts": [{"code": shift.code, "hours": str(shift.wall)} for shift in day.shifts],
                "line": day.piece.line or None,
                "column": day.piece.column or None,
            }
            for day in understood.days
        ],
        "missing": list(understood.missing),
        "doubts": [
            {
                "line": one.piece.line,
                "column": one.piece.column,
                "text": one.piece.text,
                "date": one.date,
                "reason": one.reason,
                "remedy": one.remedy,
            }
            for one in understood.doubts
        ],
        "told": list(understood.told),
        "rota": wanted.rota,
        "new": wanted.number is None,
        "codes": {code: str(wall) for code, wall in wanted.codes},
        "changes": [{"date": one.date, "before": one.before, "after": one.after} for one in wanted.days],
        "written": done == "written",
    }
