"""In which order a calendar becomes what the plan says, and which of its events are the plan's to tell."""

import datetime as dt
from collections.abc import Iterator

import pytest

from kinrota.publish.caldav.meaning import found
from tests.dav.edits import move, set_text
from tests.dav.sync.plans import ZONE, Days, Draft
from tests.dav.sync.world import World, shelf, world
from tests.publish.caldav.desk import Desk
from tests.publish.caldav.made import line, sheet

OPEN_NIGHT = Draft(kind=2, day=0, slot=29, length=9, children=0, words=3)
ROUTINE = Draft(kind=3, day=0, slot=12, length=3, children=0, words=0)


@pytest.fixture
def calendar() -> Iterator[World]:
    with world(shelf("memory-409")) as one:
        yield one


def published(calendar: World, days: Days, *drafts: Draft) -> None:
    calendar.plan(drafts, days)
    assert calendar.run() == "done"


def edited(calendar: World, change: object, *more: object) -> None:
    (path,) = calendar.model.paths
    calendar.site.phone.put(path, change(calendar.site.phone.get(path).body, *more)).well()  # type: ignore[operator]
    got = calendar.site.phone.get(path)
    calendar.model.person_wrote(path, got.body, got.etag)


def test_somebody_new_comes_before_who_was_there_goes(desk: Desk) -> None:
    desk.publish(sheet(line(8, 12)))
    desk.memory.journal.clear()
    desk.publish(sheet(line(13, 14, "Mia")))
    desk.publish(sheet(line(19, 20, "Bedtime Leo", "routine")))
    assert [method for method, _ in desk.memory.wrote] == ["put", "put", "delete"]


def test_what_a_person_moves_into_the_plans_days_is_not_the_plans(calendar: World) -> None:
    """Only where the plan obeys the move it knows of it."""
    published(calendar, Days(), ROUTINE)
    edited(calendar, move, dt.timedelta(days=2))
    published(calendar, Days(1, 3))
    (path,) = calendar.model.paths
    assert found(calendar.site.phone.get(path).body, ZONE).meaning.status == "CONFIRMED"


def test_what_a_person_confirmed_stays_so_where_it_is_cut(calendar: World) -> None:
    published(calendar, Days(0, 1), OPEN_NIGHT)
    edited(calendar, set_text, "STATUS", "CONFIRMED")
    published(calendar, Days(1, 1))
    (path,) = calendar.model.paths
    said = found(calendar.site.phone.get(path).body, ZONE).meaning
    assert (said.status, said.end) == ("CONFIRMED", calendar.days.span.start)


def test_a_new_event_stands_for_one_old_one(desk: Desk) -> None:
    desk.publish(sheet(*(line(8 + number, 8.5 + number, number=str(number)) for number in range(7))))
    came = desk.publish(sheet(line(20, 21, number="another")))
    assert came.refused.startswith("The plan takes 6 of 7 events out")
    assert len(desk.there) == 7


def test_what_is_called_off_counts_as_taken_out(desk: Desk) -> None:
    desk.publish(sheet(*(line(8 + number, 8.5 + number, number=str(number)) for number in range(7))))
    for path, data in list(desk.there.items()):
        desk.memory.write(path, data.replace(b"SUMMARY:With Leo", b"SUMMARY:Swimming"))
    assert desk.publish(sheet()).refused.startswith("The plan takes 7 of 7 events out")
    assert not any(b"CANCELLED" in data for data in desk.there.values())
