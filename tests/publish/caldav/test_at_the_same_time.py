"""What a state machine of people, plans and faults found: an example of each."""

import re
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from kinrota.model.history import Answer
from kinrota.publish.caldav.edits import Whose
from tests.dav.edits import cancel, move, set_text
from tests.dav.sync.people import QUARTER, Act
from tests.dav.sync.plans import Days, Draft, sheet_of
from tests.dav.sync.restored import history_of
from tests.dav.sync.weather import Meanwhile, Weather
from tests.dav.sync.world import World, shelf, world

NIGHT = Draft(kind=2, day=0, slot=29, length=9, children=0, words=0)
CARE = Draft(kind=0, day=0, slot=12, length=3, children=0, words=0)
ROUTINE = Draft(kind=3, day=1, slot=12, length=3, children=0, words=0)
HALF_AN_HOUR = 30


@pytest.fixture(params=["memory-409", "memory-201"])
def calendar(request: pytest.FixtureRequest) -> Iterator[World]:
    with world(shelf(request.param)) as one:
        yield one


def the_event(calendar: World) -> str:
    (path,) = calendar.model.paths
    return path


def published(calendar: World, *drafts: Draft) -> None:
    calendar.plan(drafts, Days())
    assert calendar.run() == "done"


def edited(calendar: World, body: bytes) -> None:
    path = the_event(calendar)
    calendar.site.phone.put(path, body).well()
    got = calendar.site.phone.get(path)
    calendar.model.person_wrote(path, got.body, got.etag)


def body_of(calendar: World) -> bytes:
    return calendar.site.phone.get(the_event(calendar)).well().body


def test_a_night_that_somebody_moved_ends_where_the_next_plan_begins(calendar: World) -> None:
    published(calendar, NIGHT)
    edited(calendar, move(body_of(calendar), -2 * QUARTER))
    assert calendar.run(plan=False) == "looked"
    path = the_event(calendar)
    calendar.plan((), Days(1, 2))
    assert calendar.run() == "done"
    text = calendar.site.phone.get(path).body
    assert re.search(rb"DTSTART[^:]*:20260327T211500", text)
    assert re.search(rb"DTEND[^:]*:20260328T000000", text)


def test_a_night_that_somebody_moved_out_of_the_plans_days_is_left(calendar: World) -> None:
    published(calendar, NIGHT)
    edited(calendar, move(body_of(calendar), -40 * QUARTER))
    assert calendar.run(plan=False) == "looked"
    before = body_of(calendar)
    calendar.plan((), Days(1, 2))
    assert calendar.run() == "done"
    assert body_of(calendar) == before


def test_what_was_called_off_stays_called_off(calendar: World) -> None:
    published(calendar, ROUTINE)
    edited(calendar, set_text(body_of(calendar), "STATUS", "TENTATIVE"))
    calendar.plan((), Days())
    assert [calendar.run(), calendar.run()] == ["done", "done"]
    assert b"STATUS:CANCELLED" in body_of(calendar)


def test_what_a_person_called_off_and_the_plan_has_no_more_stays_as_it_is(calendar: World) -> None:
    published(calendar, ROUTINE)
    edited(calendar, cancel(body_of(calendar)))
    before = body_of(calendar)
    calendar.plan((), Days())
    assert calendar.run() == "done"
    assert body_of(calendar) == before


def test_what_is_renamed_just_before_it_is_deleted_is_found_again(calendar: World) -> None:
    published(calendar, CARE)
    calendar.plan((), Days())
    rename = Meanwhile(Act("rename", 0, 0), ("DELETE",))
    assert calendar.run(Weather(meanwhile=(rename,))) == "again"
    assert calendar.model.paths
    assert calendar.run() == "done"
    assert not calendar.model.paths


def test_a_copy_is_not_taken_for_kinrotas_when_the_ledger_is_lost(calendar: World) -> None:
    published(calendar, CARE)
    assert calendar.lose_ledger()
    calendar.act(Act("copy", 0, 0))
    calendar.forget()
    assert calendar.run().startswith("refused: The calendar")


def test_a_helper_says_no_by_deleting(calendar: World) -> None:
    calendar.whose = Whose("c", "oma", "helper")
    published(calendar, CARE)
    calendar.act(Act("delete", 0, 0))
    assert calendar.run(plan=False) == "looked"
    assert [type(word).__name__ for word in calendar.model.history] == ["Answer"]
    calendar.settle()


def test_what_is_moved_while_nobody_knows_what_it_stands_for_stays(calendar: World) -> None:
    published(calendar, CARE)
    assert calendar.lose_ledger()
    edited(calendar, cancel(move(body_of(calendar), 2 * QUARTER)))
    assert calendar.run(plan=False) == "looked"
    before = body_of(calendar)
    for draft in (CARE, replace(CARE, slot=14, words=3)):
        published(calendar, draft)
    assert {line for line in before.splitlines() if line.startswith((b"DTSTART;", b"DTEND;", b"STATUS"))} < {
        *body_of(calendar).splitlines()
    }
    assert calendar.model.history == []


def test_what_is_put_back_just_before_it_is_written_again_is_heard(calendar: World) -> None:
    calendar.whose = replace(calendar.whose, person="oma", role="helper")
    published(calendar, CARE)
    edited(calendar, move(body_of(calendar), 2 * QUARTER))
    calendar.act(Act("delete", 0, 0))
    for restore in ("", "all"):
        assert calendar.run(plan=False, restore=restore) == "looked"
    back = Weather(meanwhile=(Meanwhile(Act("restore", 0, 0), ("PUT",)),))
    assert calendar.run(back) == "again"
    assert calendar.run(plan=False) == "looked"
    (yes,) = [word for word in calendar.model.history if isinstance(word, Answer) and word.yes]
    assert yes.span.start == sheet_of([CARE], Days(), calendar.whose, []).lines[0].span.start + HALF_AN_HOUR
    calendar.act(Act("delete", 0, 0))
    calendar.settle()
    assert calendar.model.history[-1].said_in
    assert history_of(calendar.folder).answered("oma", yes=True) == ()
