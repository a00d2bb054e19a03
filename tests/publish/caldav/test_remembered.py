"""What is remembered of a calendar: enough for the next time, whatever happens in between, and no more."""

from collections.abc import Iterator

import pytest

from kinrota.model.published import Entry
from kinrota.model.time import Span
from kinrota.store.published import ledger
from tests.dav.edits import move
from tests.dav.sync.people import QUARTER, Act
from tests.dav.sync.plans import Days, Draft
from tests.dav.sync.restored import history_of
from tests.dav.sync.weather import Trouble, Weather
from tests.dav.sync.world import World, shelf, world
from tests.publish.caldav.desk import Desk
from tests.publish.caldav.made import line, sheet

CARE = Draft(kind=0, day=0, slot=12, length=3, children=0, words=0)
ROUTINE = Draft(kind=3, day=1, slot=12, length=3, children=0, words=0)
KILLS = range(4, 9)


@pytest.fixture
def calendar() -> Iterator[World]:
    with world(shelf("memory-201")) as one:  # what is written there is kept to the byte
        yield one


def published(calendar: World, *drafts: Draft) -> None:
    calendar.plan(drafts, Days())
    assert calendar.run() == "done"


def written(calendar: World, path: str, body: bytes) -> None:
    calendar.site.phone.put(path, body).well()
    got = calendar.site.phone.get(path)
    calendar.model.person_wrote(path, got.body, got.etag)


def remembered(calendar: World) -> dict[str, Entry]:
    with ledger(calendar.folder, calendar.published.id, trial=True) as kept:
        return dict(kept.entries)


@pytest.mark.parametrize("killed_at", KILLS)
def test_what_was_half_heard_and_then_undone_to_the_byte_is_taken_back(calendar: World, killed_at: int) -> None:
    published(calendar, CARE)
    (path,) = calendar.model.paths
    before = calendar.site.phone.get(path).body
    written(calendar, path, move(before, 2 * QUARTER))
    calendar.run(Weather(killed_at=killed_at, killed="after"), plan=False)
    written(calendar, path, before)
    assert calendar.run(plan=False) == "looked"
    said = history_of(calendar.folder)
    frame = Span(0, calendar.days.span.end)
    assert (said.pinned(frame), said.declined(frame)) == ((), ())


@pytest.mark.parametrize("how", ["before", "after", "torn"])
@pytest.mark.parametrize("killed_at", range(1, 9))
def test_a_restoring_that_breaks_off_has_come_to_all_or_to_none(calendar: World, killed_at: int, how: str) -> None:
    published(calendar, CARE, ROUTINE)
    for _ in range(2):
        calendar.act(Act("delete", 0, 0))
    calendar.run(plan=False, approved=True)
    calendar.run(Weather(killed_at=killed_at, killed=how), plan=False, restore="all")
    assert len({one.restored for one in remembered(calendar).values()}) == 1
    calendar.settle()


def test_what_was_deleted_while_the_answer_was_lost_is_remembered_no_more(calendar: World) -> None:
    published(calendar, CARE)
    calendar.plan((), Days())
    calendar.run(Weather((Trouble("hung up, done"),)))
    assert calendar.run() == "done"
    assert remembered(calendar) == {}


def test_what_others_put_there_is_read_once(desk: Desk) -> None:
    plan = sheet(line(8, 12), line(19, 20, "Bedtime Leo", "routine"))
    desk.publish(plan)
    desk.memory.write(f"{desk.path}own.ics", desk.there[desk.address("With Leo")].replace(b"UID:", b"UID:own-"))
    desk.memory.take(desk.address("Bedtime Leo"))
    desk.publish(plan)
    desk.memory.journal.clear()
    desk.publish(plan)
    assert desk.memory.journal == []


def test_an_event_at_another_address_is_nobody_elses(desk: Desk) -> None:
    plan = sheet(line(8, 12))
    desk.publish(plan)
    path = desk.address("With Leo")
    data = desk.there[path]
    desk.memory.take(path)
    desk.memory.write(f"{desk.path}elsewhere.ics", data)
    desk.publish(plan)
    before = desk.files()
    desk.publish(plan)
    assert desk.files() == before


@pytest.mark.parametrize("how", ["before", "after", "torn"])
@pytest.mark.parametrize("killed_at", range(3, 9))
def test_a_calendar_is_taken_up_again_whole_or_not_at_all(calendar: World, killed_at: int, how: str) -> None:
    published(calendar, CARE, ROUTINE)
    calendar.forget()
    assert calendar.run(Weather(killed_at=killed_at, killed=how), plan=False) == "killed"
    published(calendar)
    assert calendar.model.paths == {}


def test_of_a_calendar_that_is_begun_anew_nothing_is_remembered(desk: Desk) -> None:
    desk.publish(sheet(line(8, 12), line(19, 20, "Bedtime Leo", "routine")))
    del desk.memory.calendars[desk.path], desk.memory.names[desk.path]
    desk.publish(sheet(line(8, 12)), anew="ana")
    came = desk.publish()
    assert (came.edits, came.words, desk.history) == (0, (), [])


def test_a_stranger_at_an_events_address_is_nobodys_word(desk: Desk) -> None:
    one, two = line(8, 12), line(19, 20, "Bedtime Leo", "routine")
    desk.publish(sheet(one, two))
    path = desk.address("Bedtime Leo")
    theirs = desk.there[path].replace(b"UID:", b"UID:own-")
    desk.publish(sheet(one))
    desk.memory.write(path, theirs)
    came = desk.publish(sheet(one, two))
    assert came.done
    assert [meaning.summary for meaning in came.done.untaken] == ["Bedtime Leo"]
    again = desk.publish(sheet(one))
    assert (again.edits, again.words, desk.there[path]) == (0, (), theirs)


def test_an_older_copy_is_put_back_over_what_was_restored(desk: Desk) -> None:
    """How often an event was written is counted on, so that no copy seems newer than what is known."""
    for end in (10, 11, 12):
        desk.publish(sheet(line(8, end)))
    path = desk.address("With Leo")
    copy = desk.there[path]
    desk.memory.take(path)
    desk.publish(sheet(line(8, 12)), restore=("all",))
    desk.memory.write(path, copy)
    assert desk.publish(sheet(line(8, 12))).refused == ""
