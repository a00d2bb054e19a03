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
    with world(shelf("memory-409")) as one:
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
