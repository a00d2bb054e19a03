"""What people said in their calendars, and what was written there, in words."""

import pytest
from msgspec.structs import replace

from kinrota.cli.publish import MOST, _text
from kinrota.model.history import UNWRITTEN, Answer, DeclineLine, PinLine, Proposal, Word
from kinrota.model.household import Household
from kinrota.model.people import Adult, Child
from kinrota.model.places import Journeys
from kinrota.model.published import Published
from kinrota.model.time import Span
from kinrota.pipeline.publication import Outcome, Publication
from kinrota.publish.caldav.writing import Done
from kinrota.publish.heard import heard
from tests.publish.caldav.made import SUNDAY, hours, says

HOUSEHOLD = Household(
    "Linden Street", "Europe/Berlin", (), Journeys(()),
    (Adult("ana", "Ana"), Adult("oma", "Oma", helper=True)), (Child("leo", "Leo"),),
)  # fmt: skip
MORNING = hours(8, 12)
TOLD = "Tue 3 Mar 08:00-12:00"
NO_WAY = DeclineLine(UNWRITTEN, SUNDAY, "ana", "leo", MORNING, None, "home", "school")


def wish(kind: str, to: Span | None = None, person: str = "ana") -> Proposal:
    return Proposal(UNWRITTEN, SUNDAY, person, "own:ana", "Own time", MORNING, kind, to)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (Answer(UNWRITTEN, SUNDAY, "oma", MORNING, yes=True), f"Oma says yes to {TOLD}."),
        (Answer(UNWRITTEN, SUNDAY, "oma", MORNING, yes=False), f"Oma says no to {TOLD}."),
        (Answer(UNWRITTEN, SUNDAY, "oma", MORNING, yes=None), f"What Oma said to {TOLD} is taken back."),
        (PinLine(UNWRITTEN, SUNDAY, "leo", MORNING, "ana"), f"Ana is with Leo {TOLD}."),
        (PinLine(UNWRITTEN, SUNDAY, "leo", MORNING, None), f"Who is with Leo {TOLD} is as it was before."),
        (DeclineLine(UNWRITTEN, SUNDAY, "ana", "leo", MORNING), f"Ana is not with Leo {TOLD}."),
        (DeclineLine(UNWRITTEN, SUNDAY, "bea", "kim", MORNING), f"bea is not with kim {TOLD}."),
        (DeclineLine(UNWRITTEN, SUNDAY, "ana", "leo", MORNING, open=True), f"Ana may be with Leo {TOLD} again."),
        (NO_WAY, f"Ana does not take Leo from home to school {TOLD}."),
        (replace(NO_WAY, open=True), f"Ana may take Leo from home to school {TOLD} again."),
        (
            wish("moved", hours(14, 15)),
            f"Ana: Own time, {TOLD}, is moved to Tue 3 Mar 14:00-15:00. That is a wish: no plan obeys it by itself.",
        ),
        (wish("removed"), f"Ana: Own time, {TOLD}, is taken out. That is a wish: no plan obeys it by itself."),
        (wish("moved", MORNING, "leo"), f"Leo: Own time, {TOLD}, is as the plan has it again."),
    ],
)
def test_a_word(word: Word, expected: str) -> None:
    assert heard([word], HOUSEHOLD) == [expected]


def test_the_same_of_several_children_is_said_once() -> None:
    later = hours(13, 14)
    words: list[Word] = [
        PinLine(UNWRITTEN, SUNDAY, "leo", MORNING, "ana"),
        DeclineLine(UNWRITTEN, SUNDAY, "ana", "leo", later),
        PinLine(UNWRITTEN, SUNDAY, "mia", MORNING, "ana"),
        DeclineLine(UNWRITTEN, SUNDAY, "ana", "mia", later),
    ]
    assert heard(words, HOUSEHOLD) == [
        f"Ana is with Leo and mia {TOLD}.",
        "Ana is not with Leo and mia Tue 3 Mar 13:00-14:00.",
    ]


def said(done: Done | None, refused: str = "", *, trial: bool = False) -> list[str]:
    came = Publication(HOUSEHOLD, (Outcome(Published("ana", "cloud", "Plan", "ana"), (), done, refused),))
    return list(_text(came, trial=trial))


def test_what_was_written() -> None:
    assert said(None) == ["Plan (ana)", "  Nobody changed anything there."]
    assert said(None, "The server sleeps.") == ["Plan (ana)", "  The server sleeps."]
    assert said(Done(wanted=2)) == ["Plan (ana)", "  Everything is there already."]
    event = says(8, 12)
    assert said(Done(created=[event], again=True)) == [
        "Plan (ana)", "  New: 1", f"    {TOLD}: With Leo",
        "  Somebody changed something there just now. Run it again.",
    ]  # fmt: skip
    assert said(Done(untaken=[event])) == [
        "Plan (ana)", "  Not taken by the server, maybe as it is in another calendar of the account:",
        f"    {TOLD}: With Leo",
    ]  # fmt: skip
    events = [event] * (MOST + 3)
    many = said(Done(deleted=events, kept=[says(0, 0, "")]))
    assert many[1] == f"  Taken out: {MOST + 3}"
    assert many[MOST + 2] == "    and 3 more"
    assert many[-2] == "  Left as somebody wrote it there, although the plan says something else:"
    tried = said(Done(deleted=events), trial=True)
    assert tried[1:] == [f"  Taken out, if it were written: {MOST + 3}", *[f"    {TOLD}: With Leo"] * (MOST + 3)]


def told(*words: Word, trial: bool = False, findings: tuple[str, ...] = (), **more: int) -> list[str]:
    outcome = Outcome(Published("ana", "cloud", "Plan", "ana"), words, None, "", **more)  # type: ignore[arg-type]
    return list(_text(Publication(HOUSEHOLD, (outcome,), findings), trial=trial))


def test_why_a_plan_was_not_written() -> None:
    pin = PinLine(UNWRITTEN, SUNDAY, "leo", MORNING, "ana")
    assert told(pin, findings=("A line is missing.",))[-2:] == [
        "The plan is from before that, so nothing of it was written. Plan again, and",
        "publish that plan.",
    ]
    assert "  A line is missing." in told(wish("removed"), findings=("A line is missing.",))
    assert told(pin, trial=True)[-1] == "A plan from before that will not fit any more: plan again first."
    assert told(wish("removed"), trial=True)[-1].endswith("obeys it by itself.")


def outcome(**more: object) -> Outcome:
    return Outcome(Published("ana", "cloud", "Plan", "ana"), **more)  # type: ignore[arg-type]


def test_why_several_could_not_be_written_is_said_once() -> None:
    asleep = "The server sleeps."
    oma = Outcome(Published("oma", "cloud", "For Oma", "oma"), refused=asleep)
    busy = Outcome(Published("busy", "cloud", "Busy", feed="busy"), done=Done(wanted=3), refused=asleep)
    assert list(_text(Publication(HOUSEHOLD, (outcome(refused=asleep), busy, oma)), trial=False)) == [
        "Plan (ana), For Oma (oma)", "  The server sleeps.", "", "Busy (busy)", "  The server sleeps.",
        "  Everything is there already.",
    ]  # fmt: skip


def test_what_was_written_before_a_server_stopped() -> None:
    stopped = Done(created=[says(8, 12)], updated=[says(13, 14)], stopped="The server sleeps.", left=5)
    assert said(stopped, "The server sleeps.")[:4] == [
        "Plan (ana)", "  The server sleeps.",
        "  Before that 2 of 7 changes were made there: they stay. The next time that the",
        "  plan is published the others follow, and nothing is written twice.",
    ]  # fmt: skip
    assert said(Done(stopped="The server sleeps.", left=5), "The server sleeps.")[-1].endswith("written twice.")


def test_what_was_restored() -> None:
    again = DeclineLine(UNWRITTEN, SUNDAY, "ana", "leo", MORNING, open=True)
    back = outcome(back=(says(8, 12),), taken_back=(again,))
    lines = ["Plan (ana)", "  Restored, as if nobody had deleted it:", f"    {TOLD}: With Leo"]
    lines += [f"    Ana may be with Leo {TOLD} again."]

    def told_of(*calendars: Outcome, trial: bool = False, findings: tuple[str, ...] = ()) -> list[str]:
        return list(_text(Publication(HOUSEHOLD, calendars, findings, restoring=True), trial=trial))

    assert told_of(back)[:4] == lines
    assert told_of(back)[-2].startswith("Now publish the plan, which writes them again.")
    assert told_of(replace(back, done=Done(wanted=3)))[4:] == ["  Everything is there already."]
    assert told_of(outcome())[-1] == "Nothing of what was to be restored was deleted there, as far as is known."
    tried = told_of(back, trial=True, findings=("A line is missing.",))
    assert tried[1] == "  Would be restored, as if nobody had deleted it:"
    assert tried[-1] == "Whether the plan fits then is seen without --dry-run, when it is taken back."
    assert "so nothing of it was written" in " ".join(told_of(back, findings=("A line is missing.",)))


@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize("trial", [True, False])
def test_a_calendar_for_which_the_plan_has_nothing(*, is_new: bool, trial: bool) -> None:
    found = Publication(HOUSEHOLD, (outcome(done=Done(), is_new=is_new),))
    told_of = list(_text(found, trial=trial))
    assert told_of == ["Plan (ana)", "  The plan has nothing for this calendar, so there is nothing to write."]


def test_what_says_nothing() -> None:
    assert told(edits=2)[1] == "  What was changed there (2) stays, and says nothing to a plan."
    assert told(is_new=True)[1] == "  There is no such calendar yet: the first plan that is published makes it."
