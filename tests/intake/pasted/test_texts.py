"""Rotas as people paste them: what is understood of each text, and what is not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kinrota.errors import InputError
from kinrota.intake.pasted.text import COPY, decoded
from kinrota.intake.pasted.understood import LISTED

if TYPE_CHECKING:
    from tests.intake.pasted.conftest import Told

BLOCKS = Path(__file__).with_name("texts.txt").read_text(encoding="utf-8").split("=== ")[1:]
MARKS = ("= ", "! ", "!! ", "~ ")


def cases() -> dict[str, tuple[str, list[str]]]:
    """Each title with its text and what is told of it."""
    found = {}
    for block in BLOCKS:
        title, _, body = block.partition("\n")
        lines = body.removesuffix("\n").split("\n")
        answer = next(at for at, line in enumerate(lines) if line.startswith(("= ", "!! ")))
        found[title] = ("\n".join(lines[:answer]), [line for line in lines[answer:] if line])
    return found


CASES = cases()


@pytest.mark.parametrize("title", CASES)
def test_what_is_understood_of_a_text(told: Told, title: str) -> None:
    text, answer = CASES[title]
    assert told.of(text) == answer


@pytest.mark.parametrize("title", CASES)
def test_line_ends_and_spaces_at_the_end_make_no_difference(told: Told, title: str) -> None:
    text, answer = CASES[title]
    options = [line for line in text.split("\n") if line.startswith("--")]
    plain = [line for line in text.split("\n") if not line.startswith("--")]
    assert told.of("\n".join([*options, "\r\n".join(f"{line}  " for line in plain)])) == answer


def test_there_are_enough_texts() -> None:
    assert len(CASES) == len(BLOCKS) >= 60


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_the_encodings_that_spreadsheets_write(told: Told, encoding: str) -> None:
    data = "2. März 2026 Früh 06:30\N{EN DASH}14:30".encode(encoding)
    assert told.of(decoded(data))[0] == "= 2026-03-02 Früh(06:30-14:30)"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("x" * (2**20 + 1), "is larger than 1 MB"), ("2026-03-02 E\n" * 5001, "has more than 5000 lines")],
)
def test_a_text_that_is_no_rota_is_refused_at_once(told: Told, text: str, refusal: str) -> None:
    (line,) = told.of(text)
    assert refusal in line


def test_dates_far_apart_are_no_rota(told: Told) -> None:
    (line,) = told.of("2020-03-02 E\n2026-03-03 E")
    assert "has dates from 2020-03-02 to 2026-03-03; that is no rota." in line


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "a PDF"),
        (b"\n%PDF-1.4\n2026-03-02 E\n", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a picture"),
        (b"\xff\xd8\xff\xe0JFIF", "a picture"),
        (b"PK\x03\x04xl/workbook.xml", "a spreadsheet, a document or an archive"),
        (rb"{\rtf1 2026-03-02 E}", "a document of a word processor"),
        (b"2026-03-02 E\x00\n", "no text"),
        (bytes(range(128, 160)) * 9 + b"2026-03-02 E", "no text"),
        (b"\x01\x02\x03 2026", "no text"),
    ],
)
def test_a_file_that_is_no_text_gets_one_message_with_a_remedy(data: bytes, kind: str) -> None:
    with pytest.raises(InputError) as refused:
        decoded(data, "march.pdf")
    (problem,) = refused.value.problems
    assert str(problem) == f"march.pdf: is {kind}, and only text can be read. {COPY}"


def test_odd_signs_here_and_there_are_still_a_text(told: Told) -> None:
    assert told.of(decoded("\uf0b7 2026-03-02 E\n\uf0b7 2026-03-03 L".encode()))[0] == "= 2026-03-02 E L"


@pytest.mark.parametrize("lines", [LISTED, LISTED + 7])
def test_at_most_some_of_what_was_not_read_is_listed(told: Told, lines: int) -> None:
    first, *rest = told.of("Mo F\n" * lines)
    assert len(rest) == LISTED
    assert (f"The first {LISTED} of {lines} things" in first) == (lines > LISTED)


def test_at_most_some_odd_rows_are_listed(told: Told) -> None:
    rows = "Kim E E L L - N\n" * (LISTED + 5)
    first, *rest = told.of(f"--row Ana\nMarch 2026\nName 1 2 3 4 5 6 7\nBen E E L L - N N\n{rows}")
    assert len(rest) == LISTED
    assert first.endswith(
        f"the rows are: Ben. The first {LISTED} of {LISTED + 5} things that were not read are listed."
    )
