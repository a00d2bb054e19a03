"""What somebody says, written as a line of the history and read again."""

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from kinrota.intake.history import read_history
from kinrota.model.history import UNWRITTEN, Answer, DeclineLine, PinLine, Proposal, SaidIn, Word
from kinrota.model.history_lines import line_of
from kinrota.model.time import Clock, Span, instant_of

BERLIN = Clock("Europe/Berlin")
AT = instant_of("2026-03-01T20:00:00+01:00")
TIME = Span(instant_of("2026-03-03T15:00:00+01:00"), instant_of("2026-03-03T18:00:00+01:00"))
LATER = Span(TIME.start + 60, TIME.end + 60)
SAID = SaidIn("ana", "3b0c@example.org", "9f2e")
WORDS: tuple[Word, ...] = (
    Answer(UNWRITTEN, AT, "oma", TIME, yes=True),
    Answer(UNWRITTEN, AT, "oma", TIME, yes=False, said_in=SAID),
    PinLine(UNWRITTEN, AT, "leo", TIME, "ben"),
    PinLine(UNWRITTEN, AT, "leo", TIME, None, SAID),
    DeclineLine(UNWRITTEN, AT, "ana", "leo", TIME),
    DeclineLine(UNWRITTEN, AT, "ana", "leo", TIME, SAID),
    Proposal(UNWRITTEN, AT, "ana", "routine:bedtime-leo", "Bedtime Leo", TIME, "removed"),
    Proposal(UNWRITTEN, AT, "ana", "routine:bedtime-leo", "Bedtime Leo", TIME, "moved", LATER, SAID),
    Answer(UNWRITTEN, AT, "oma", TIME, yes=None, said_in=SAID),
)
SCHEMA = Draft202012Validator(
    json.loads((files("kinrota") / "schemas" / "history.json").read_text(encoding="utf-8")),
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)


def back(line: str) -> list[Word]:
    history = read_history(f"{line}\n".encode())
    return [*history.answers, *history.pins, *history.declines, *history.proposals]


@pytest.mark.parametrize("word", WORDS, ids=lambda word: type(word).__name__)
def test_what_is_written_is_read_as_the_same(word: Word) -> None:
    line = line_of(word, BERLIN)
    SCHEMA.validate(json.loads(line))
    assert back(line) == [replace(word, line=1)]


def test_a_line_is_written_as_the_reference_has_it() -> None:
    assert line_of(WORDS[5], BERLIN) == (
        '{"kind": "declined", "at": "2026-03-01T20:00:00+01:00", "adult": "ana", "child": "leo", '
        '"from": "2026-03-03T15:00:00+01:00", "to": "2026-03-03T18:00:00+01:00", '
        '"said_in": {"calendar": "ana", "event": "3b0c@example.org", "version": "9f2e"}}'
    )


@given(title=st.text(st.characters(codec="utf-8")), event=st.text(st.characters(codec="utf-8")))
def test_whatever_an_event_is_called_stays_on_its_line(title: str, event: str) -> None:
    word = Proposal(1, AT, "ana", "own:ana", title, TIME, "changed", None, SaidIn("ana", event, ""))
    line = line_of(word, BERLIN)
    assert "\n" not in line
    assert back(line) == [word]
