"""What has to be said before anything is written, and what must not be taken for a person's word."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from kinrota.net.refused import refuse
from tests.publish.caldav.desk import ANA, Desk, made_in
from tests.publish.caldav.made import hours, line, sheet
from tests.publish.caldav.test_publishing import BED, MORNING, PLAN, many

OMA = '[published.oma]\nof = "oma"\ninto = "caldav:cloud/Oma"\n'


def ledgers(desk: Desk) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (desk.folder / ".kinrota" / "published").iterdir()}


def test_what_another_copy_of_the_folder_wrote_is_no_persons_word(desk: Desk) -> None:
    desk.publish(PLAN)
    old = ledgers(desk)
    desk.publish(sheet(line(9, 13), BED))
    there = dict(desk.there)
    for path, data in old.items():
        path.write_bytes(data)
    came = desk.publish(PLAN)
    assert came.refused.startswith("Another copy of this household's folder has written into the calendar since")
    assert (came.words, desk.history, desk.there) == ((), [], there)
    for path in old:
        path.unlink()
    assert not desk.publish(PLAN).refused
    assert (desk.said, desk.history) == (["8-12 With Leo", "19-20 Bedtime Leo"], [])


@pytest.mark.parametrize("more", ["URL:https://example.org/", "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM"])
def test_what_a_person_put_beside_it_is_not_deleted_with_it(desk: Desk, more: str) -> None:
    desk.publish(PLAN)
    desk.change("Bedtime Leo", "END:VEVENT", f"{more}\r\nEND:VEVENT")
    assert (desk.publish().words, desk.history) == ((), [])
    desk.publish(sheet(MORNING))
    assert more.encode() in desk.there[desk.address("Bedtime Leo")]
    assert b"STATUS:CANCELLED" in desk.there[desk.address("Bedtime Leo")]


def test_what_programs_add_by_themselves_keeps_nothing(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.change("Bedtime Leo", "END:VEVENT", "CREATED:20260301T120000Z\r\nX-MOZ-GENERATION:1\r\nEND:VEVENT")
    desk.publish(sheet(MORNING))
    assert desk.said == ["8-12 With Leo"]


def test_a_wish_that_no_plan_has_is_told_each_time(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.change("Bedtime Leo", "T190000", "T183000")
    for _ in range(2):
        came = desk.publish(PLAN)
        assert came.done
        assert [(one.summary, one.start) for one in came.done.kept] == [("Bedtime Leo", hours(18.5, 20).start)]


def test_what_cannot_be_understood_is_told_by_what_it_was(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.change("Bedtime Leo", "END:VEVENT", "RRULE:FREQ=DAILY\r\nEND:VEVENT")
    came = desk.publish(sheet(MORNING, line(18, 19, "Bedtime Leo", "routine")))
    assert came.done
    assert [one.summary for one in came.done.kept] == ["Bedtime Leo"]


def test_the_plans_hours_count_where_a_persons_were_taken_back(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.change("With Leo", "T120000", "T130000")
    desk.publish()
    desk.publish(PLAN)
    assert desk.said[0] == "8-12 With Leo"


def test_what_is_over_stays_as_somebody_wrote_it(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.change("With Leo", "T120000", "T130000")
    desk.now = hours(0, 24).end
    assert desk.publish(PLAN).words == ()
    assert desk.said[0] == "8-13 With Leo"


def test_what_was_moved_into_the_plans_days_is_there_once(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.change("With Leo", "DTSTART;TZID=Europe/Berlin:20260303T", "DTSTART;TZID=Europe/Berlin:20260304T")
    desk.change("With Leo", "DTEND;TZID=Europe/Berlin:20260303T", "DTEND;TZID=Europe/Berlin:20260304T")
    desk.publish()
    other = line(32, 36, number="of the day after")
    desk.publish(sheet(other), days=hours(24, 48))
    assert [data.count(b"STATUS:CANCELLED") for data in desk.there.values() if b"With Leo" in data].count(0) == 1


def test_nothing_is_written_anywhere_while_there_is_a_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = made_in(tmp_path, monkeypatch, ANA + OMA)
    desk.all(sheet(*many(7)))  # type: ignore[arg-type]
    before = {path: dict(entries) for path, entries in desk.memory.calendars.items()}
    less = sheet(*many(1))  # type: ignore[arg-type]
    came = desk.all(less)
    assert [one.done for one in came.calendars] == [None, None]
    assert [one.refused.rpartition("--")[2] for one in came.calendars] == ["delete 6", "delete 6"]
    assert desk.memory.calendars == before
    tried = desk.all(less, trial=True)
    assert ["--dry-run" in one.refused for one in tried.calendars] == [False, False]
    desk.all(less, delete=8)
    assert [len(entries) for entries in desk.memory.calendars.values()] == [1, 1]


def test_a_calendar_waits_for_anothers_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = made_in(tmp_path, monkeypatch, ANA)
    desk.publish(sheet(*many(7)))  # type: ignore[arg-type]
    (desk.folder / "household.toml").write_text(
        (desk.folder / "household.toml").read_text(encoding="utf-8") + OMA, encoding="utf-8"
    )
    came = desk.all(sheet(*many(1)))  # type: ignore[arg-type]
    assert came.calendars[1].refused.startswith("Not written yet: first the question about another calendar")
    assert list(desk.memory.calendars) == [desk.path]


@pytest.mark.parametrize("count", [2, 5])
def test_a_small_calendar_in_which_all_is_gone_is_a_question(desk: Desk, count: int) -> None:
    plan = sheet(*many(count))  # type: ignore[arg-type]
    desk.publish(plan)
    for path in list(desk.there):
        desk.memory.take(path)
    assert desk.publish(plan).refused.startswith(f"All {count} events in the calendar are gone")
    assert (desk.history, len(desk.publish(gone=count).words)) == ([], count)


def test_the_only_event_may_be_deleted(desk: Desk) -> None:
    desk.publish(sheet(MORNING))
    desk.memory.take(desk.address("With Leo"))
    assert len(desk.publish().words) == 1


def test_what_has_another_in_its_place_is_no_question(desk: Desk) -> None:
    """With Mia too, at other hours: nine events of nine are others, and only one of them has none in its place."""
    old = [replace(line(n, n + 1), known_by=("care", f"2026-03-{n + 3:02d}", "", "leo")) for n in range(9)]
    new = [replace(one, known_by=(*one.known_by[:3], "mia", "leo")) for one in old[1:]]
    desk.publish(sheet(*old))
    came = desk.publish(sheet(*new))
    assert came.done
    assert (came.refused, len(came.done.created), len(came.done.deleted)) == ("", 8, 9)
    other = [replace(one, known_by=(*one.known_by[:3], "mia")) for one in new]
    assert not desk.publish(sheet(*other)).refused
    others = [replace(one, known_by=(*one.known_by[:3], "leo")) for one in new]
    assert "takes 8 of 8 events out of the calendar and has none in their place" in desk.publish(sheet(*others)).refused


def test_two_names_of_one_calendar_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = made_in(tmp_path, monkeypatch, ANA + OMA)
    desk.memory.calendar()
    there = desk.memory.called("Plan")
    desk.memory.called = lambda _: there  # type: ignore[method-assign,assignment]
    for _ in range(2):
        came = desk.all(PLAN)
        assert [one.done is not None for one in came.calendars] == [True, False]
        assert came.calendars[1].refused.startswith(
            'The calendar "Oma" is the one that [published.ana] is written into'
        )


def test_a_server_that_stops_half_way(desk: Desk) -> None:
    def full(method: str, _: str) -> None:
        if method == "PUT" and desk.memory.writes == 3:
            refuse("The server sleeps.")

    desk.memory.before = full
    came = desk.publish(sheet(*many(7)))  # type: ignore[arg-type]
    assert came.done
    assert (came.refused, len(came.done.created), came.done.left) == ("The server sleeps.", 3, 4)
    desk.memory.before = lambda *_: None
    came = desk.publish(sheet(*many(7)))  # type: ignore[arg-type]
    assert came.done
    assert (came.refused, len(came.done.created), len(desk.there)) == ("", 4, 7)
