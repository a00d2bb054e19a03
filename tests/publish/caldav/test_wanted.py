"""The events that a calendar should have, and their names."""

import pytest

from kinrota.publish.caldav.resource import new
from kinrota.publish.caldav.wanted import manner_of, mark_of, wanted_of
from tests.publish.caldav.made import KEY, KNOWN_BY, MIDNIGHT, entry, line, says, sheet


def test_what_an_event_says() -> None:
    ((uid, one),) = wanted_of(sheet(line(8, 12, text="a \nb\n", place=" garden", busy=True)), KEY, {}).items()
    assert one.meaning == says(8, 12, text="a\nb", place="garden", busy=True)
    assert one.known_by == KNOWN_BY["care"]
    assert (one.manner.uid, one.manner.category, one.manner.colour) == (uid, "care", "teal")
    assert (one.manner.zone, one.manner.tick, one.manner.mark) == ("Europe/Berlin", MIDNIGHT - 60, mark_of(KEY))
    assert uid.endswith("@kinrota")
    asked = wanted_of(sheet(line(8, 12, settled=False), zone=""), KEY, {})
    assert asked[uid].meaning.status == "TENTATIVE"
    assert asked[uid].manner.zone == "UTC"


def test_names_and_marks_tell_nothing_without_the_key() -> None:
    other = b"o" * 32
    assert mark_of(KEY) != mark_of(other)
    assert manner_of(sheet(), KEY).mark == mark_of(KEY)
    assert not wanted_of(sheet(line(8, 12)), KEY, {}).keys() & wanted_of(sheet(line(8, 12)), other, {}).keys()


def test_each_keeps_the_name_of_what_was_there_in_most_of_its_hours() -> None:
    first = wanted_of(sheet(line(8, 10), line(14, 18)), KEY, {})
    morning, afternoon = first
    known = {uid: entry(one.meaning, one.meaning, uid=uid, known_by=one.known_by) for uid, one in first.items()}
    then = wanted_of(sheet(line(6, 7), line(9, 11), line(15, 19)), KEY, known)
    starts = {uid: (one.meaning.start - MIDNIGHT) // 60 for uid, one in then.items()}
    assert (starts[morning], starts[afternoon]) == (9, 15)
    assert len(starts) == 3
    only = wanted_of(sheet(line(15, 19)), KEY, known)
    assert list(only) == [afternoon]


def test_what_somebody_deleted_keeps_its_name_in_its_hours_only() -> None:
    ((uid, one),) = wanted_of(sheet(line(8, 12)), KEY, {}).items()
    gone = {uid: entry(one.meaning, None, uid=uid, known_by=one.known_by)}
    assert list(wanted_of(sheet(line(8, 12)), KEY, gone)) == [uid]
    assert uid not in wanted_of(sheet(line(9, 12)), KEY, gone)


@pytest.mark.parametrize("zone", ["Europe/Berlin", ""])
def test_the_same_sheet_gives_the_same_bytes(zone: str) -> None:
    lines = (line(8, 12), line(13, 14, "Bedtime Leo", "routine"))
    one, other = (wanted_of(sheet(*lines, zone=zone), KEY, {}) for _ in range(2))
    assert [new(each.meaning, each.manner, 1) for each in one.values()] == [
        new(each.meaning, each.manner, 1) for each in other.values()
    ]
