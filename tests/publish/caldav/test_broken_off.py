"""An event whose change, or whose end, broke off, and that somebody deleted before it was looked at again."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from kinrota.model.history import Answer, DeclineLine, Proposal, Word
from kinrota.model.published import Intent
from kinrota.model.time import merged, minus
from kinrota.publish.caldav.changes import maybe_not_moved
from kinrota.publish.caldav.edits import Edit
from kinrota.publish.caldav.looking import Look
from tests.dav.sync.people import Act
from tests.dav.sync.plans import STEP, Days, Draft, sheet_of
from tests.dav.sync.weather import Trouble, Weather
from tests.dav.sync.world import World, shelf, world
from tests.publish.caldav.made import entry, says

CARE = Draft(kind=0, day=0, slot=12, length=3, children=0, words=0)
ROUTINE = Draft(kind=3, day=1, slot=12, length=3, children=0, words=0)
NOT_DONE, DONE = "hung up, not done", "hung up, done"


@pytest.fixture
def calendar() -> Iterator[World]:
    with world(shelf("memory-409")) as one:
        yield one


def broke_off(calendar: World, first: tuple[Draft, ...], then: tuple[Draft, ...], fault: str) -> None:
    """A plan is written, and another until the connection breaks off."""
    calendar.plan(first, Days())
    assert calendar.run() == "done"
    calendar.plan(then, Days())
    assert calendar.run(Weather((Trouble(fault),))).startswith("refused: ")


def deleted_after(calendar: World, first: Draft, then: tuple[Draft, ...], fault: str) -> None:
    """The same, and then somebody deletes the event."""
    broke_off(calendar, (first,), then, fault)
    calendar.act(Act("delete", 0, 0))
    calendar.settle()


@pytest.mark.parametrize("fault", [NOT_DONE, DONE])
@pytest.mark.parametrize(("draft", "word"), [(CARE, DeclineLine), (ROUTINE, Proposal)])
def test_where_nobody_knows_at_which_hours_it_was_deleted_it_was_at_both(
    calendar: World, draft: Draft, word: type[Word], fault: str
) -> None:
    later = replace(draft, slot=draft.slot + 1)
    hours = [one.span for one in sheet_of([draft, later], Days(), calendar.whose, []).lines]
    deleted_after(calendar, draft, (later,), fault)
    said = [one.span for one in calendar.model.history if isinstance(one, word)]
    assert minus(hours, said) == ()
    assert calendar.model.paths == {}


@pytest.mark.parametrize("fault", [NOT_DONE, DONE])
def test_a_helper_says_no_to_both(fault: str) -> None:
    with world(shelf("memory-409"), "helper") as one:
        deleted_after(one, CARE, (replace(CARE, slot=CARE.slot + 1),), fault)
        (no,) = merged(word.span for word in one.model.history if isinstance(word, Answer) and word.yes is False)
        assert no.end - no.start == (CARE.length + 2) * STEP


def test_where_only_its_words_were_to_be_others_it_was_deleted_at_its_hours(calendar: World) -> None:
    deleted_after(calendar, CARE, (replace(CARE, words=1),), NOT_DONE)
    assert len(calendar.model.history) == 1


@pytest.mark.parametrize("killed_at", range(1, 9))
def test_killed_while_it_is_told_of_both(calendar: World, killed_at: int) -> None:
    broke_off(calendar, (ROUTINE,), (replace(ROUTINE, slot=13),), NOT_DONE)
    calendar.act(Act("delete", 0, 0))
    assert calendar.run(Weather(killed_at=killed_at, killed="after"), plan=False, approved=True) == "killed"
    calendar.settle()
    assert [type(word) for word in calendar.model.history] == [Proposal, Proposal]


def test_whose_deletion_it_was_nobody_can_tell_so_nothing_is_said(calendar: World) -> None:
    broke_off(calendar, (CARE, ROUTINE), (ROUTINE,), NOT_DONE)
    uids = [uid for _, uid in sorted(calendar.model.paths.items())]
    calendar.act(Act("delete", [calendar.model.events[uid].kind for uid in uids].index("care"), 0))
    calendar.settle()
    assert calendar.model.history == []


def test_told_of_both_it_is_one_that_is_gone() -> None:
    one = entry(says(8, 12), says(8, 12))
    assert Look({}, [Edit(one, None), Edit(replace(one, edits=1), None)]).gone == 1


def test_only_other_hours_of_what_was_there_leave_it_open() -> None:
    was, other, named = says(8, 12), says(9, 13), says(8, 12, "With Leo and Mia")
    assert maybe_not_moved(entry(was, was, intent=Intent(other, other, 2)))
    assert not maybe_not_moved(entry(was, was, intent=Intent(named, named, 2)))
    assert not maybe_not_moved(entry(was, None, intent=Intent(other, other, 2)))
    assert not maybe_not_moved(entry(was, was, intent=Intent(None, was, 2)))
    assert not maybe_not_moved(entry(was, was))
