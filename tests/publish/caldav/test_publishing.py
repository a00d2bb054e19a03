"""A plan into a calendar, again and again, while people and servers do what they do meanwhile."""

from pathlib import Path

import pytest

from kinrota.errors import InputError
from kinrota.model.history import PinLine
from kinrota.publish.caldav.meaning import SENT
from tests.publish.caldav.desk import ANA, Desk, made_in, write
from tests.publish.caldav.made import at, hours, line, sheet

MORNING, BED = line(8, 12), line(19, 20, "Bedtime Leo", "routine")
PLAN = sheet(MORNING, BED)
BOTH = ["8-12 With Leo", "19-20 Bedtime Leo"]


def many(count: int) -> tuple[object, ...]:
    return tuple(line(n / 4, (n + 1) / 4, f"Event {n}", "routine", str(n)) for n in range(count))


def test_the_calendar_is_made_and_says_the_plan(desk: Desk) -> None:
    came = desk.publish(PLAN)
    assert came.done
    assert [one.summary for one in sorted(came.done.created)] == ["With Leo", "Bedtime Leo"]
    assert (desk.said, desk.memory.names) == (BOTH, {desk.path: "Plan"})
    assert all(path.startswith(f"{desk.path}") and path.endswith(".ics") for path in desk.there)


def test_the_same_plan_writes_nothing(desk: Desk) -> None:
    desk.publish(PLAN)
    before, files = dict(desk.there), desk.files()
    desk.memory.journal.clear()
    came = desk.publish(PLAN)
    assert (desk.memory.journal, desk.there, desk.files()) == ([], before, files)
    assert came.done
    assert [came.done.created, came.done.updated, came.done.deleted, came.done.kept, came.words] == [[], [], [], [], ()]


def test_a_version_that_is_not_told_is_asked_for(desk: Desk) -> None:
    desk.memory.tells_versions = False
    desk.publish(PLAN)
    desk.publish(PLAN)
    desk.memory.journal.clear()
    desk.publish(sheet(line(9, 12), BED))
    assert (desk.said[0], len(desk.memory.wrote)) == ("9-12 With Leo", 1)


def test_another_plan_moves_adds_and_takes_out(desk: Desk) -> None:
    desk.publish(PLAN)
    where = desk.address("With Leo")
    came = desk.publish(sheet(line(9, 12), line(14, 15, "Story", "routine", "2")))
    assert desk.said == ["9-12 With Leo", "14-15 Story"]
    assert desk.address("With Leo") == where
    assert came.done
    assert [len(x) for x in (came.done.created, came.done.updated, came.done.deleted)] == [1, 1, 1]
    assert b"SEQUENCE:1\r\n" in desk.there[where]


def test_what_was_moved_is_taken_up_once(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.change("With Leo", "T120000", "T130000")
    came = desk.publish()
    (pin,) = came.words
    assert isinstance(pin, PinLine)
    assert (pin.child, pin.span, pin.met_by) == ("leo", hours(8, 13), "ana")
    assert [one["kind"] for one in desk.history] == ["pin"]
    assert desk.publish().words == ()
    came = desk.publish(sheet(line(8, 13), BED))
    assert came.done
    assert (desk.said[0], came.done.updated, came.words) == ("8-13 With Leo", [], ())
    assert len(desk.history) == 1


def test_what_was_deleted_stays_so(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.memory.take(desk.address("With Leo"))
    came = desk.publish(PLAN)
    assert [type(word).__name__ for word in came.words] == ["DeclineLine"]
    assert desk.said == ["19-20 Bedtime Leo"]
    desk.publish(sheet(line(14, 15), BED))
    assert desk.said == ["14-15 With Leo", "19-20 Bedtime Leo"]
    assert len(desk.history) == 1


def test_each_deletion_is_heard_though_the_event_lived_before(desk: Desk) -> None:
    """The same event, deleted, put back, dropped by the plan, planned again, and deleted again."""
    desk.publish(PLAN)
    path = desk.address("With Leo")
    text = desk.there[path]
    desk.memory.take(path)
    assert len(desk.publish().words) == 1
    desk.memory.write(path, text)
    assert len(desk.publish().words) == 1
    desk.publish(sheet(BED))
    desk.publish(PLAN)
    desk.memory.take(desk.address("With Leo"))
    assert len(desk.publish().words) == 1
    assert [one["kind"] for one in desk.history] == ["declined", "pin", "declined"]


def test_what_a_person_wrote_stays(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.change("With Leo", "SUMMARY:With Leo", "SUMMARY:Leo and me\r\nX-NOTE:mine")
    desk.publish(sheet(line(9, 12), BED))
    assert desk.said[0] == "9-12 Leo and me"
    assert b"X-NOTE:mine\r\n" in desk.there[desk.address("Leo and me")]
    came = desk.publish(sheet(line(9, 12, "With Leo and Mia"), BED))
    assert came.done
    assert [one.summary for one in came.done.kept] == ["Leo and me"]
    came = desk.publish(sheet(BED))
    assert desk.said[0] == "9-12 Leo and me"
    assert b"STATUS:CANCELLED" in desk.there[desk.address("Leo and me")]
    desk.memory.journal.clear()
    desk.publish(sheet(BED))
    assert desk.memory.wrote == []


def test_what_is_not_understood_is_left_alone(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.change("Bedtime Leo", "STATUS:CONFIRMED", "STATUS:CONFIRMED\r\nRRULE:FREQ=DAILY")
    came = desk.publish(sheet(MORNING, line(18, 19, "Bedtime Leo", "routine")))
    assert [getattr(word, "wish", "") for word in came.words] == ["changed"]
    assert came.done
    assert len(came.done.kept) == 1
    assert b"RRULE:FREQ=DAILY" in desk.there[desk.address("Bedtime Leo")]


def test_what_cannot_be_changed_safely_is_left_alone(desk: Desk) -> None:
    """It is understood, but its end is not where it should be."""
    desk.publish(PLAN)
    desk.change("With Leo", "END:VEVENT", "END:VEVENT;")
    before = desk.there[desk.address("With Leo")]
    desk.memory.journal.clear()
    came = desk.publish(sheet(line(9, 12), BED))
    assert came.done
    assert ([one.summary for one in came.done.kept], came.done.again) == (["With Leo"], False)
    assert (desk.memory.wrote, desk.there[desk.address("With Leo")]) == ([], before)


def test_what_others_put_there_is_theirs(desk: Desk) -> None:
    desk.publish(PLAN)
    theirs = desk.there[desk.address("Bedtime Leo")].replace(b"UID:", b"UID:other-")
    desk.memory.write(f"{desk.path}other.ics", theirs)
    desk.memory.write(f"{desk.path}noise.ics", b"BEGIN:VEVENT noise")
    desk.publish(sheet(line(9, 12), BED))
    desk.memory.journal.clear()
    desk.publish(sheet(line(9, 12), BED))
    assert desk.memory.journal == []
    assert desk.there[f"{desk.path}other.ics"] == theirs
    desk.memory.take(f"{desk.path}noise.ics")
    assert desk.publish().words == ()


def test_an_event_at_another_address_is_the_same(desk: Desk) -> None:
    desk.publish(PLAN)
    path, there = desk.address("With Leo"), f"{desk.path}elsewhere.ics"
    text = desk.there[path]
    desk.memory.take(path)
    desk.memory.write(there, text)
    assert desk.publish().words == ()
    desk.publish(sheet(line(9, 12), BED))
    assert desk.address("With Leo") == there
    desk.memory.take(there)
    assert len(desk.publish().words) == 1
    desk.memory.write(path, desk.there[desk.address("Bedtime Leo")].replace(b"UID:", b"UID:other-"))
    assert desk.publish().words == ()
    desk.memory.write(f"{desk.path}third.ics", text)
    came = desk.publish()
    assert [type(word).__name__ for word in came.words][:1] == ["PinLine"]
    assert desk.publish().words == ()


def test_a_copy_that_was_there_before_the_event_went(desk: Desk) -> None:
    desk.publish(PLAN)
    path = desk.address("With Leo")
    desk.memory.write(f"{desk.path}copy.ics", desk.there[path])
    desk.publish()
    desk.memory.take(path)
    assert desk.publish().words == ()
    assert desk.publish(PLAN).words == ()
    assert desk.said == BOTH


def test_another_event_at_its_address_is_a_stranger(desk: Desk) -> None:
    desk.publish(PLAN)
    path = desk.address("With Leo")
    theirs = desk.there[path].replace(b"UID:", b"UID:other-")
    desk.memory.write(path, theirs)
    assert len(desk.publish().words) == 1
    desk.publish(sheet(line(14, 15), BED))
    assert desk.there[path] == theirs


def test_a_list_that_is_cut_short_takes_nothing_away(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.memory.hidden = {"s"}
    came = desk.publish(PLAN)
    assert (came.words, came.refused, desk.said) == ((), "", BOTH)


def test_many_that_are_gone_are_a_question(desk: Desk) -> None:
    desk.publish(sheet(*many(7)))  # type: ignore[arg-type]
    for path in list(desk.there)[:6]:
        desk.memory.take(path)
    for _ in range(2):
        came = desk.publish(sheet(*many(7)))  # type: ignore[arg-type]
        assert came.refused.startswith("Of 7 events there 6 are gone")
        assert "--gone 6; or, to have them written again: --restore ana" in came.refused
        assert (came.words, desk.history, came.done) == ((), [], None)
    assert desk.publish(gone=5).refused
    assert len(desk.publish(gone=6).words) == len(desk.history) == 6
    desk.publish(sheet(*many(7)))  # type: ignore[arg-type]
    assert len(desk.there) == 1


def test_many_that_the_plan_takes_out_are_a_question(desk: Desk) -> None:
    desk.publish(sheet(*many(7)))  # type: ignore[arg-type]
    came = desk.publish(sheet(*many(1)))  # type: ignore[arg-type]
    assert "takes 6 of 7 events out" in came.refused
    assert (came.done, len(desk.there)) == (None, 7)
    tried = desk.publish(sheet(*many(1)), trial=True)  # type: ignore[arg-type]
    assert tried.done
    assert len(tried.done.deleted) == 6
    assert desk.publish(sheet(*many(1)), delete=5).refused  # type: ignore[arg-type]
    assert not desk.publish(sheet(*many(1)), delete=6).refused  # type: ignore[arg-type]
    assert len(desk.there) == 1


def test_a_few_of_many_are_no_question(desk: Desk) -> None:
    desk.publish(sheet(*many(70)))  # type: ignore[arg-type]
    for path in sorted(desk.there)[:7]:
        desk.memory.take(path)
    assert not desk.publish().refused
    left = desk.publish(sheet(*many(64)))  # type: ignore[arg-type]
    assert not left.refused


def test_a_trial_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    before = desk.files()
    came = desk.publish(PLAN, trial=True)
    assert came.done
    assert (len(came.done.created), desk.memory.calendars, desk.files()) == (2, {}, before)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["household.toml"]
    desk.publish(PLAN)
    desk.change("With Leo", "T120000", "T130000")
    before, there = desk.files(), dict(desk.there)
    desk.memory.journal.clear()
    came = desk.publish(sheet(line(9, 12), BED), trial=True)
    assert (len(came.words), desk.files(), desk.there, desk.memory.wrote) == (1, before, there, [])
    (desk.folder / ".kinrota" / "feeds.key").unlink()
    before = desk.files()
    desk.publish(PLAN, trial=True)
    assert desk.files() == before


def test_an_event_outside_the_days_is_left_alone(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.publish(sheet(), days=hours(24, 48))
    assert desk.said == BOTH
    desk.publish(sheet(), days=hours(10, 48))
    assert desk.said == ["8-10 With Leo"]
    desk.memory.journal.clear()
    desk.publish(sheet(), days=hours(10, 48))
    assert desk.memory.wrote == []


def test_what_was_deleted_is_not_cut_back_into_being(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.memory.take(desk.address("With Leo"))
    desk.publish()
    came = desk.publish(sheet(BED), days=hours(10, 48))
    assert came.done
    assert (came.done.created, desk.said) == ([], ["19-20 Bedtime Leo"])


def test_what_was_called_off_is_not_cut_back_into_being(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.change("With Leo", "STATUS:CONFIRMED", "STATUS:CANCELLED")
    desk.publish()
    desk.memory.journal.clear()
    desk.publish(sheet(BED), days=hours(10, 48))
    assert (desk.memory.wrote, desk.said) == ([], BOTH)


def test_what_is_long_over_is_remembered_no_more(desk: Desk) -> None:
    desk.publish(PLAN)
    later = hours(24 * 90, 24 * 91)
    desk.publish(sheet(), days=later)
    assert b'"forget"' in desk.files()[next(name for name in desk.files() if name.endswith(".jsonl"))]
    assert desk.said == BOTH
    desk.memory.take(desk.address("With Leo"))
    assert desk.publish().words == ()


@pytest.fixture
def oma(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A helper's calendar: once phones stood beside her hours, once she wrote something else there."""
    desk = made_in(tmp_path, monkeypatch, '[published.oma]\nof = "oma"\ninto = "caldav:cloud/Plan"\n')
    desk.path = "/ana/kinrota-oma/"
    reach = "Bring the blue bag.\nAna: 030 555 0101"
    asked = [line(hour, hour + 1, name, "asked", name, text=reach) for hour, name in ((8, "Leo"), (14, "Mia"))]
    desk.publish(sheet(*asked))
    desk.change("Mia", "blue bag", "red bag")
    return desk


def test_a_while_after_a_helper_is_told_no_phones_any_more(oma: Desk) -> None:
    leo, mia = oma.address("Leo"), oma.address("Mia")
    oma.publish(sheet(), days=hours(24 * 14 + 8, 24 * 16))
    assert b"030 555 0101" in oma.there[leo]
    came = oma.publish(sheet(), days=hours(24 * 14 + 9, 24 * 16))
    assert came.done
    assert ([one.summary for one in came.done.updated], came.done.kept, came.words) == (["Leo"], [], ())
    assert b"DESCRIPTION" not in oma.there[leo]
    assert b"red bag" in oma.there[mia]
    assert oma.said == ["8-9 Leo", "14-15 Mia"]


def test_that_is_written_once_and_never_of_what_is_gone(oma: Desk) -> None:
    oma.memory.take(oma.address("Mia"))
    oma.publish(sheet(), days=hours(24 * 90, 24 * 91))
    oma.memory.journal.clear()
    came = oma.publish(sheet(), days=hours(24 * 90, 24 * 91))
    assert came.done
    assert (oma.memory.wrote, oma.said, came.done.kept) == ([], ["8-9 Leo"], [])


def test_an_adults_calendar_keeps_what_stands_beside_the_hours(desk: Desk) -> None:
    desk.publish(sheet(line(8, 12, text="The school is closed.")))
    desk.publish(sheet(), days=hours(24 * 20, 24 * 21))
    assert b"The school is closed." in desk.there[desk.address("With Leo")]


@pytest.mark.parametrize("zone", ["Europe/Berlin", ""])
def test_an_event_that_is_cut_tells_no_zone_that_the_calendar_has_not(desk: Desk, zone: str) -> None:
    desk.publish(sheet(line(8, 12), zone=zone))
    desk.publish(sheet(zone=zone), days=hours(10, 48))
    assert desk.said == ["8-10 With Leo"]
    assert (b"Europe/Berlin" in desk.there[desk.address("With Leo")]) == bool(zone)


def test_what_somebody_changes_meanwhile_stays(desk: Desk) -> None:
    desk.publish(PLAN)
    path = desk.address("With Leo")
    text = desk.there[path]

    def meanwhile(method: str, target: str) -> None:
        if target == path:
            desk.memory.before = lambda *_: None
            desk.memory.write(path, text.replace(b"With Leo", b"Leo and me"))

    for then in (sheet(line(9, 12), BED), sheet(BED)):
        desk.memory.before = meanwhile
        came = desk.publish(then)
        assert came.done
        assert (came.done.again, came.done.updated, came.done.deleted) == (True, [], [])
        assert "8-12 Leo and me" in desk.said
        desk.memory.write(path, text)
        desk.publish()
    desk.memory.before = meanwhile
    desk.publish(sheet(line(9, 12), BED))
    came = desk.publish(sheet(line(9, 12), BED))
    assert came.done
    assert (came.done.again, desk.said[0]) == (False, "9-12 Leo and me")


def test_what_was_read_is_what_is_written_over(desk: Desk) -> None:
    """Somebody changes it after it was looked at and before it is read for writing."""
    desk.publish(PLAN)
    path = desk.address("With Leo")
    items = desk.memory.items

    def late(collection: object, targets: list[str]) -> object:
        desk.memory.write(path, desk.there[path].replace(b"With Leo", b"Leo and me"))
        return items(collection, targets)  # type: ignore[arg-type]

    desk.memory.items = late  # type: ignore[method-assign,assignment]
    came = desk.publish(sheet(line(9, 12), BED))
    assert came.done
    assert came.done.again
    assert desk.said[0] == "8-12 Leo and me"


def test_what_the_server_does_not_take_stops_nothing_else(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.memory.take(desk.address("With Leo"))
    desk.publish()
    desk.memory.taken = {"s"}
    came = desk.publish(sheet(line(14, 15), BED))
    assert came.done
    assert [one.summary for one in came.done.untaken] == ["With Leo"]
    assert not came.refused
    desk.memory.taken = set()
    desk.publish(sheet(line(14, 15), BED))
    assert desk.said == ["14-15 With Leo", "19-20 Bedtime Leo"]


@pytest.mark.parametrize("version", ["", 'W/"1"'])
def test_nothing_is_written_over_without_a_version(desk: Desk, version: str) -> None:
    desk.publish(PLAN)
    for path, text in desk.there.items():
        desk.memory.calendars[desk.path][path] = (version, text)
    assert desk.publish(sheet(line(9, 12), BED)).refused == (
        "dav.example.org gives no versions of events, so none can be changed safely."
    )
    assert "so none can be changed" in desk.publish(sheet(BED)).refused
    assert desk.said == BOTH


def test_a_calendar_of_others_is_left_alone(desk: Desk) -> None:
    desk.publish(PLAN)
    texts = list(desk.there.values())
    for text, taken in (
        (texts[0].replace(SENT.encode(), b"X-OTHER"), False),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTODO\r\nUID:t\r\nEND:VTODO\r\nEND:VCALENDAR\r\n", False),
        (texts[1], True),
    ):
        desk.memory.calendars.clear()
        desk.memory.names.clear()
        desk.memory.calendar()["/ana/plan/x.ics"] = ('"x"', text)
        came = desk.publish(PLAN, anew="ana")
        assert (came.done is not None, "did not write for it" in came.refused) == (taken, not taken)
        assert desk.memory.calendars["/ana/plan/"]["/ana/plan/x.ics"] == ('"x"', text)


@pytest.mark.parametrize("titled", [True, False])
def test_own_events_among_kinrotas_when_it_knows_nothing_any_more(desk: Desk, *, titled: bool) -> None:
    desk.publish(PLAN)
    lost(desk)
    title = b"SUMMARY:Dentist\r\n" if titled else b""
    own = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:own\r\nDTSTAMP:20260101T000000Z\r\n"
    own += b"DTSTART:20260303T100000Z\r\n" + title + b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    path = f"{desk.path}own.ics"
    desk.memory.write(path, own)
    before = dict(desk.there)
    refused = desk.publish(PLAN).refused
    such = ', such as "Dentist"' if titled else ""
    assert refused.startswith(f"The calendar \"Plan\" holds kinrota's events and 1 of somebody's own{such}. ")
    assert "Maybe move those events into another calendar and run this again; or bring the folder" in refused
    assert desk.there == before
    desk.memory.take(path)
    assert (desk.publish(PLAN).refused, desk.said) == ("", BOTH)


def test_an_empty_calendar_of_the_name_is_taken(desk: Desk) -> None:
    desk.path = "/ana/plan/"
    desk.memory.calendar()
    desk.publish(PLAN)
    assert desk.said == BOTH
    desk.memory.names[desk.path] = "What we do"
    desk.publish(sheet(line(9, 12), BED))
    assert desk.said[0] == "9-12 With Leo"


def lost(desk: Desk) -> None:
    for path in (desk.folder / ".kinrota" / "published").iterdir():
        path.unlink()


def test_a_lost_ledger(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.change("With Leo", "T120000", "T130000")
    before = dict(desk.there)
    lost(desk)
    came = desk.publish(PLAN)
    assert came.done
    assert (came.words, desk.there) == ((), before)
    assert [(one.summary, one.end) for one in came.done.kept] == [("With Leo", at(13))]
    desk.change("Bedtime Leo", "T190000", "T183000")
    assert len(desk.publish().words) == 1
    came = desk.publish(sheet(line(9, 13), BED))
    assert desk.said[0] == "8-13 With Leo"
    came = desk.publish(sheet(line(8, 13), BED))
    assert came.done
    assert [one.summary for one in came.done.kept] == ["Bedtime Leo"]
    desk.publish(sheet(line(9, 13), BED))
    assert desk.said[0] == "9-13 With Leo"


def test_a_lost_ledger_and_what_is_planned_no_more(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.change("With Leo", "T120000", "T130000")
    lost(desk)
    desk.publish(sheet(BED), days=hours(10, 48))
    assert desk.said[0] == "8-13 With Leo"
    desk.publish(sheet())
    assert desk.said == ["8-13 With Leo"]
    assert b"STATUS:CANCELLED" in desk.there[desk.address("With Leo")]


def test_an_event_that_the_ledger_lost(desk: Desk) -> None:
    """Somebody put back an older copy of the ledger, which knows less than what is there."""
    desk.publish(sheet(BED))
    name = next(name for name in desk.files() if name.endswith(".jsonl"))
    old = desk.files()[name]
    desk.publish(PLAN)
    desk.change("With Leo", "T120000", "T130000")
    (desk.folder / name).write_bytes(old)
    came = desk.publish(PLAN)
    assert came.done
    assert came.done.again
    came = desk.publish(PLAN)
    assert came.done
    assert (came.done.again, came.words, desk.said[0]) == (False, (), "8-13 With Leo")
    assert len(came.done.kept) == 1


def test_a_calendar_that_is_gone(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.memory.calendars.clear()
    desk.memory.names.clear()
    came = desk.publish(PLAN)
    assert came.refused.endswith("--anew ana")
    assert desk.memory.calendars == {}
    desk.publish(PLAN, anew="ana", trial=True)
    assert desk.publish(PLAN).refused
    desk.publish(PLAN, anew="ana")
    assert (desk.said, desk.history) == (BOTH, [])


def test_anew_forgets_nothing_of_a_calendar_that_is_there(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.memory.take(desk.address("With Leo"))
    assert len(desk.publish(PLAN, anew="ana").words) == 1
    assert desk.said == ["19-20 Bedtime Leo"]


@pytest.mark.parametrize("other", [ANA.replace("Plan", "Other"), ANA.replace('of = "ana"', 'of = "oma"')])
def test_another_calendar_or_person_is_a_question(desk: Desk, other: str) -> None:
    desk.publish(PLAN)
    before = dict(desk.there)
    write(desk.folder, other)
    came = desk.publish(sheet())
    assert came.refused.startswith("[published.ana] was another calendar")
    assert desk.there == before
    came = desk.publish(PLAN, anew="ana")
    assert desk.there == before
    assert ("did not write for it" in came.refused) == ("oma" in other)


def test_several_calendars_in_one_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    oma = '[published.oma]\nof = "oma"\ninto = "caldav:cloud/Oma"\n'
    desk = made_in(tmp_path, monkeypatch, ANA + oma)
    came = desk.all(PLAN)
    assert [one.done is not None for one in came.calendars] == [True, True]
    assert sorted(desk.memory.names.values()) == ["Oma", "Plan"]
    first, second = (set(entries) for entries in desk.memory.calendars.values())
    assert not {path.rpartition("/")[2] for path in first} & {path.rpartition("/")[2] for path in second}
    del desk.memory.calendars["/ana/kinrota-oma/"]
    came = desk.all(sheet(line(9, 12), BED))
    assert [bool(one.refused) for one in came.calendars] == [False, True]
    assert desk.said[0] == "9-12 With Leo"


def test_a_plan_that_does_not_fit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from kinrota.errors import VerificationError  # noqa: PLC0415
    from kinrota.pipeline import publishing  # noqa: PLC0415

    desk.publish(PLAN)
    desk.change("With Leo", "T120000", "T130000")

    def verified(*_: object) -> None:
        raise VerificationError(("Leo is alone.",))

    monkeypatch.setattr(publishing, "verified_in", verified)
    came = desk.all(sheet(BED))
    assert came.findings == ("Leo is alone.",)
    assert (len(came.calendars[0].words), came.calendars[0].done, len(desk.there)) == (1, None, 2)


def test_what_cannot_be_asked_for(desk: Desk) -> None:
    with pytest.raises(InputError, match="--anew = bea: is none of the calendars"):
        desk.publish(anew="bea")
    write(desk.folder, "")
    with pytest.raises(InputError, match="names no calendar of an account"):
        desk.publish()


def test_what_is_gone_when_it_is_read_for_writing(desk: Desk) -> None:
    desk.publish(PLAN)
    path = desk.address("With Leo")

    def gone(*_: object) -> list[object]:
        desk.memory.take(path)
        return []

    desk.memory.items = gone  # type: ignore[method-assign,assignment]
    came = desk.publish(sheet(line(9, 12), BED))
    assert came.done
    assert (came.done.again, desk.said) == (True, ["19-20 Bedtime Leo"])


def test_a_deleted_event_of_a_lost_ledger_that_is_not_taken(desk: Desk) -> None:
    desk.publish(PLAN)
    lost(desk)
    desk.publish()
    desk.memory.take(desk.address("With Leo"))
    desk.publish()
    desk.memory.taken = {"s"}
    came = desk.publish(sheet(line(14, 15), BED))
    assert came.done
    assert [one.summary for one in came.done.untaken] == ["With Leo"]
    assert desk.publish().words == ()
