"""How tests read a pasted rota, and how they write down what was understood of it."""

from __future__ import annotations

import datetime as dt

import pytest

from kinrota.errors import InputError
from kinrota.intake.pasted.dating import ONE
from kinrota.intake.pasted.meanings import meanings
from kinrota.intake.pasted.reading import understand
from kinrota.intake.pasted.understood import Day, Options, Understood
from kinrota.model.time import WallSpan

TODAY = dt.date(2026, 2, 20)
KNOWN = {
    "E": WallSpan(6 * 60 + 30, 14 * 60 + 30),
    "F": WallSpan(6 * 60 + 30, 14 * 60 + 30),
    "L": WallSpan(13 * 60 + 30, 21 * 60 + 30),
    "S": WallSpan(13 * 60 + 30, 21 * 60 + 30),
    "N": WallSpan(21 * 60, 7 * 60),
}


class Told:
    """What a text with option lines (`--from 2026-03-02`) on top is understood as, in a few lines."""

    def of(self, block: str) -> list[str]:
        given = {}
        text = block
        while text.startswith("--"):
            option, _, text = text.partition("\n")
            name, _, value = option.partition(" ")
            given[name] = value
        try:
            return list(self.lines(self.read(text, given)))
        except InputError as error:
            return [f"!! {problem}" for problem in error.problems]

    def read(self, text: str, given: dict[str, str]) -> Understood:
        options = Options(
            today=TODAY,
            start=dt.date.fromisoformat(given["--from"]) if "--from" in given else None,
            year=int(given["--year"]) if "--year" in given else None,
            order="month-first" if given.get("--dates") == "month-first" else None,
            row=given.get("--row", ""),
            name="Ana",
            codes=meanings([given["--codes"]] if "--codes" in given else []),
            known=KNOWN,
            empty_off=given.get("--empty") == "off",
        )
        return understand(text, options)

    def lines(self, found: Understood) -> list[str]:
        signs = {day.date: self.sign(day) for day in found.days} | dict.fromkeys(found.missing, ".")
        first, last = min(signs), max(signs)
        days = [signs[first + number * ONE] for number in range((last - first).days + 1)]
        return [
            f"= {first} {' '.join(days)}{'' if found.year_said else ' (which year?)'}",
            *(f"! {one.piece.line}:{one.piece.column} {one.reason} {one.remedy}".rstrip() for one in found.doubts),
            *(f"~ {one}" for one in found.told),
        ]

    @staticmethod
    def sign(day: Day) -> str:
        if not day.known:
            return "?"
        names = [
            shift.code if KNOWN.get(shift.code) == shift.wall else f"{shift.code}({shift.wall})" for shift in day.shifts
        ]
        return "+".join(names) or "-"


@pytest.fixture
def told() -> Told:
    return Told()
