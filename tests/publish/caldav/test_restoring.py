"""What somebody deleted by mistake is written again, and what that said is taken back."""

import datetime as dt
import json
from pathlib import Path

import pytest

from kinrota.errors import InputError
from kinrota.intake.history import read_history
from kinrota.model.history import History
from kinrota.pipeline import publishing
from kinrota.publish.caldav.restoring import Pick, TwoOfAKindError, pick_of
from tests.publish.caldav.desk import ANA, Desk, made_in
from tests.publish.caldav.made import hours, line, sheet
from tests.publish.caldav.test_publishing import BED, BOTH, MORNING, PLAN, lost, many
from tests.publish.caldav.test_said_first import OMA

TUESDAY = dt.date(2026, 3, 3)
WAY = line(12, 12.25, "Fetch Leo", "escort")
BY_HAND = {"calendar": "elsewhere", "event": "x", "version": "1"}
WHOLE_DAY = hours(0, 24)


def history(desk: Desk) -> History:
    return read_history((desk.folder / "history.jsonl").read_bytes())


def delete(desk: Desk, *titles: str) -> None:
    for title in titles:
        desk.memory.take(desk.address(title))


def test_a_deletion_that_was_taken_up_is_taken_back_and_the_event_is_written_again(desk: Desk) -> None:
    plan = sheet(MORNING, BED, WAY)
    desk.publish(plan)
    delete(desk, "With Leo", "Bedtime Leo", "Fetch Leo")
    assert len(desk.publish(gone=3).words) == 3
    desk.publish(plan)
    assert desk.said == []
    assert len(history(desk).declined(WHOLE_DAY)) == 2
    before = (desk.folder / "history.jsonl").read_bytes()
    came = desk.publish(restore=("all",))
    assert [one.summary for one in came.back] == ["With Leo", "Fetch Leo", "Bedtime Leo"]
    assert (len(came.taken_back), came.words, came.refused) == (3, (), "")
    assert (desk.folder / "history.jsonl").read_bytes().startswith(before)
    assert (history(desk).declined(WHOLE_DAY), history(desk).open_proposals(WHOLE_DAY)) == ((), ())
    desk.publish(plan)
    assert desk.said == ["8-12 With Leo", "12-12.25 Fetch Leo", "19-20 Bedtime Leo"]
    lines = len(desk.history)
    again = desk.publish(plan, restore=("all",))
    assert (again.back, again.taken_back, len(desk.history)) == ((), (), lines)


def test_what_is_restored_at_once_was_never_said(desk: Desk) -> None:
    desk.publish(sheet(*many(7)))  # type: ignore[arg-type]
    for path in list(desk.there):
        desk.memory.take(path)
    assert desk.publish().refused.endswith("--gone 7; or, to have them written again: --restore ana")
    came = desk.publish(sheet(*many(7)), restore=("ana",))  # type: ignore[arg-type]
    assert (len(came.back), came.words, desk.history, len(desk.there)) == (7, (), [], 7)
    assert came.done
    assert len(came.done.created) == 7


def test_what_is_deleted_again_after_that_is_heard_again(desk: Desk) -> None:
    desk.publish(PLAN)
    for _ in range(2):
        delete(desk, "With Leo")
        assert len(desk.publish().words) == 1
        assert len(history(desk).declined(WHOLE_DAY)) == 1
        desk.publish(PLAN, restore=("all",))
        assert (desk.said, history(desk).declined(WHOLE_DAY)) == (BOTH, ())


@pytest.mark.parametrize(
    ("what", "back"),
    [
        ("all", ["With Leo", "Bedtime Leo"]),
        ("ana", ["With Leo", "Bedtime Leo"]),
        ("2026-03-03", ["With Leo", "Bedtime Leo"]),
        ("ana 2026-03-03", ["With Leo", "Bedtime Leo"]),
        ("2026-03-02", []),
        ("ana 2026-03-04", []),
    ],
)
@pytest.mark.parametrize("taken_up", [True, False])
def test_which_are_meant(desk: Desk, what: str, back: list[str], *, taken_up: bool) -> None:
    desk.publish(PLAN)
    delete(desk, "With Leo", "Bedtime Leo")
    if taken_up:
        desk.publish(gone=2)
    came = desk.publish(restore=(what,), gone=2)
    assert [one.summary for one in came.back] == back
    assert len(came.taken_back) == len(back) * taken_up
    assert len(came.words) == (2 - len(back)) * (not taken_up)


def test_an_event_by_its_name(desk: Desk) -> None:
    desk.publish(PLAN)
    delete(desk, "With Leo", "Bedtime Leo")
    desk.publish(gone=2)
    uid = next(one["said_in"]["event"] for one in desk.history if one["kind"] == "declined")
    assert [one.summary for one in desk.publish(restore=(uid,)).back] == ["With Leo"]


def test_what_others_said_of_the_same_hours_stays(desk: Desk) -> None:
    desk.publish(PLAN)
    delete(desk, "With Leo")
    desk.publish()
    path = desk.folder / "history.jsonl"
    path.write_text(path.read_text() + json.dumps({**desk.history[0], "adult": "oma", "said_in": BY_HAND}) + "\n")
    desk.publish(restore=("all",))
    assert [(one.adult, one.child) for one in history(desk).declined(WHOLE_DAY)] == [("oma", "leo")]


def test_what_was_declined_or_settled_before_is_as_it_was(desk: Desk) -> None:
    desk.publish(PLAN)
    delete(desk, "With Leo")
    desk.publish()
    (no,) = desk.history
    hand = {key: value for key, value in no.items() if key != "said_in"}
    way = {**hand, "place": "home", "to_place": "school"}
    pin = {**{key: value for key, value in hand.items() if key != "adult"}, "kind": "pin", "met_by": "ana"}
    (desk.folder / "history.jsonl").write_text("".join(json.dumps(one) + "\n" for one in (hand, way, pin, no)))
    desk.publish(restore=("all",))
    assert [one.way for one in history(desk).declined(WHOLE_DAY)] == []
    assert [one.met_by for one in history(desk).pinned(WHOLE_DAY)] == ["ana"]


def test_a_helpers_no(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = made_in(tmp_path, monkeypatch, ANA + OMA)
    desk.path = "/ana/kinrota-oma/"
    plan = sheet(line(8, 12, "With Leo?", "asked"))
    desk.all(plan)
    delete(desk, "With Leo?")
    assert [one["answer"] for one in _answers(desk)] == ["no"]
    came = desk.all(plan, restore=("oma",))
    assert [len(one.back) for one in came.calendars] == [0, 1]
    assert [one["answer"] for one in _answers(desk)] == ["no", "open"]
    assert (history(desk).answered("oma", yes=False), desk.said) == ((), ["8-12 With Leo?"])


def _answers(desk: Desk) -> list[dict[str, str]]:
    desk.all()
    return [one for one in desk.history if one["kind"] == "answer"]


def test_it_is_tried_without_a_word(desk: Desk) -> None:
    desk.publish(PLAN)
    delete(desk, "With Leo")
    desk.publish()
    before = desk.files()
    came = desk.publish(PLAN, trial=True, restore=("all",))
    assert (len(came.back), len(came.taken_back), desk.files()) == (1, 1, before)
    assert came.done
    assert [one.summary for one in came.done.created] == ["With Leo"]


def test_what_is_over_or_of_a_lost_ledger(desk: Desk) -> None:
    desk.publish(PLAN)
    delete(desk, "With Leo")
    desk.publish()
    lost(desk)
    came = desk.publish(restore=("all",))
    assert (came.back, len(came.taken_back)) == ((), 1)
    delete(desk, "Bedtime Leo")
    desk.now = hours(0, 24).end
    came = desk.publish(restore=("all",))
    assert (came.back, came.taken_back) == ((), ())


def test_what_is_named_must_be_there(desk: Desk) -> None:
    with pytest.raises(
        InputError, match=r"--restore = anna: is neither a calendar under .published. nor a date. Maybe"
    ):
        desk.publish(restore=("anna",))
    with pytest.raises(InputError, match="Maybe one of all, ana; a date such as 2026-03-02"):
        desk.publish(restore=("2026-3-2",))
    with pytest.raises(InputError, match="--restore"):
        desk.publish(restore=(" ",))


def test_a_pick() -> None:
    assert pick_of("ana 2026-03-03 x@kinrota", ["ana"]) == Pick("ana", TUESDAY, "x@kinrota")
    assert pick_of("all", ["ana"]) == Pick()
    assert pick_of("ana ana all", ["ana"]) == Pick("ana")


@pytest.mark.parametrize("text", ["ana ben", "2026-03-03 2026-03-04", "x@kinrota y@kinrota"])
def test_of_two_of_a_kind_none_is_left_out_in_silence(text: str) -> None:
    with pytest.raises(TwoOfAKindError, match=text.split()[1]):
        pick_of(text, ["ana", "ben"])


@pytest.mark.parametrize("elsewhere", [True, False])
def test_somebody_puts_it_back_before_it_is_written(desk: Desk, *, elsewhere: bool) -> None:
    desk.publish(PLAN)
    path = desk.address("With Leo")
    data = desk.there[path]
    delete(desk, "With Leo")
    desk.publish()
    desk.publish(restore=("all",))
    lines = len(desk.history)
    desk.memory.write(f"{desk.path}back.ics" if elsewhere else path, data)
    came = desk.publish(PLAN)
    assert (came.words, came.refused, desk.said, len(desk.history)) == ((), "", BOTH, lines)
    desk.memory.journal.clear()
    desk.publish(PLAN)
    assert desk.memory.wrote == []


def test_a_restoring_that_breaks_off_is_finished_by_the_next_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.publish(PLAN)
    delete(desk, "With Leo")
    desk.publish()
    with monkeypatch.context() as patch:

        def full(*_: object) -> int:
            raise OSError(28, "No space left on device")

        patch.setattr(publishing, "append", full)
        with pytest.raises(InputError):
            desk.publish(restore=("all",))
    assert len(history(desk).declined(WHOLE_DAY)) == 1
    assert len(desk.publish().taken_back) == 1
    assert history(desk).declined(WHOLE_DAY) == ()
    desk.publish(PLAN)
    assert desk.said == BOTH


def test_restoring_twice_says_it_twice_and_writes_no_more(desk: Desk) -> None:
    desk.publish(PLAN)
    delete(desk, "With Leo")
    desk.publish()
    first = desk.publish(restore=("all",))
    files = desk.files()
    again = desk.publish(restore=("all",))
    assert (again.back, again.taken_back, desk.files()) == (first.back, (), files)


def test_what_is_restored_may_be_at_other_hours_by_then(desk: Desk) -> None:
    desk.publish(PLAN)
    delete(desk, "With Leo")
    desk.publish()
    desk.publish(restore=("all",))
    desk.publish(sheet(line(14, 16), BED))
    assert desk.said == ["14-16 With Leo", "19-20 Bedtime Leo"]
