"""What people said in their calendars, and what was written there, in words."""

import pytest

from kinrota.cli.publish import MOST, _text
from kinrota.model.history import UNWRITTEN, Answer, DeclineLine, PinLine, Proposal, Word
from kinrota.model.household import Household
from kinrota.model.people import Adult, Child
from kinrota.model.places import Journeys
from kinrota.model.published import Published
from kinrota.model.time import Span
from kinrota.pipeline.publishing import Outcome, Publication
from kinrota.publish.caldav.writing import Done
from kinrota.publish.heard import heard
from tests.publish.caldav.made import SUNDAY, hours, says

HOUSEHOLD = Household(
    "Linden Street", "Europe/Berlin", (), Journeys(()),
    (Adult("ana", "Ana"), Adult("oma", "Oma", helper=True)), (Child("leo", "Leo"),),
)  # fmt: skip
MORNING = hours(8, 12)
TOLD = "Tue 3 Mar 08:00-12:00"


def wish(kind: str, to: Span | None = None, person: str = "ana") -> Proposal:
    return Proposal(UNWRITTEN, SUNDAY, person, "own:ana", "Own time", MORNING, kind, to)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (Answer(UNWRITTEN, SUNDAY, "oma", MORNING, yes=True), f"Oma says yes to {TOLD}."),
        (Answer(UNWRITTEN, SUNDAY, "oma", MORNING, yes=False), f"Oma says no to {TOLD}."),
        (Answer(UNWRITTEN, SUNDAY, "oma", MORNING, yes=None), f"Oma takes back what was said to {TOLD}."),
        (PinLine(UNWRITTEN, SUNDAY, "leo", MORNING, "ana"), f"Ana is with Leo {TOLD}."),
        (PinLine(UNWRITTEN, SUNDAY, "leo", MORNING, None), f"Who is with Leo {TOLD} is open again."),
        (DeclineLine(UNWRITTEN, SUNDAY, "ana", "leo", MORNING), f"Ana is not with Leo {TOLD}."),
        (DeclineLine(UNWRITTEN, SUNDAY, "bea", "kim", MORNING), f"bea is not with kim {TOLD}."),
        (
            wish("moved", hours(14, 15)),
            f"Ana: Own time, {TOLD}, is moved to Tue 3 Mar 14:00-15:00. That is a wish: no plan obeys it by itself.",
        ),
        (wish("removed"), f"Ana: Own time, {TOLD}, is taken out. That is a wish: no plan obeys it by itself."),
        (wish("moved", MORNING, "leo"), f"Leo: Own time, {TOLD}, is as the plan has it again."),
    ],
)
def test_a_word(word: Word, expected: str) -> None:
    assert heard(word, HOUSEHOLD) == expected


def said(done: Done | None, refused: str = "", *, trial: bool = False) -> list[str]:
    came = Publication(HOUSEHOLD, (Outcome(Published("ana", "cloud", "Plan", "ana"), (), done, refused),))
    return list(_text(came, trial=trial))


def test_what_was_written() -> None:
    assert said(None) == ["Plan (ana)", "  Nobody changed anything there."]
    assert said(None, "The server sleeps.") == ["Plan (ana)", "  The server sleeps."]
    assert said(Done()) == ["Plan (ana)", "  Everything is there already."]
    event = says(8, 12)
    assert said(Done(created=[event], again=True)) == [
        "Plan (ana)", "  New: 1", f"    {TOLD}: With Leo",
        "  Somebody changed something there just now. Run it again.",
    ]  # fmt: skip
    assert said(Done(untaken=[event])) == [
        "Plan (ana)", "  Not taken by the server, maybe as it is in another calendar of the account:",
        f"    {TOLD}: With Leo",
    ]  # fmt: skip
    many = said(Done(deleted=[event] * (MOST + 3), kept=[says(0, 0, "")]), trial=True)
    assert many[1] == f"  Taken out, if it were written: {MOST + 3}"
    assert many[MOST + 2] == "    and 3 more"
    assert many[-2] == "  Left as somebody wrote it there, although the plan says something else:"
