"""What an invitation in a calendar takes of its owner's time, by what was answered."""

import datetime as dt
from pathlib import Path

import pytest
from msgspec import to_builtins

from kinrota.errors import InputError
from kinrota.intake.arrivals import Arrival
from kinrota.intake.check import report, text
from kinrota.intake.folder import read
from kinrota.intake.ics import CalendarReading, Limits, read_calendars
from kinrota.intake.ics_calendar import read_calendar
from kinrota.model.week import Week
from kinrota.pipeline import events

ANA = ("Ana@Example.org", "ana@example.com")
MARCH = (int(dt.datetime(2026, 3, 1, tzinfo=dt.UTC).timestamp()) // 60, 10**8)
MONDAY = dt.date(2026, 3, 2)
INVITED = "ATTENDEE;PARTSTAT={}:mailto:ana@example.org"
HOUSEHOLD = """
kinrota = 1
timezone = "Europe/Berlin"
places = { hospital = {} }
journeys = [{ between = ["home", "hospital"], walk = "9m" }]
adults.ana = { addresses = ["ana@example.org"] }
adults.ben = {}
adults.oma = { helper = true, addresses = ["oma@example.org"] }
children.mia = { born = 2018-09-14 }
"""
WORK = 'calendars.work = { source = "c.ics", of = "ana", means = "work", place = "hospital" }\n'


def event(*lines: str, uid: str = "1", day: int = 3) -> str:
    return "\r\n".join(
        ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:202603{day:02}T080000Z", "DURATION:PT1H", *lines, "END:VEVENT"]
    )


def calendar(*parts: str, method: str = "") -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", *([f"METHOD:{method}"] if method else []), *parts, "END:VCALENDAR", ""])


def reading(data: str, addresses: tuple[str, ...] = ANA) -> CalendarReading:
    return read_calendar(data.encode(), "", MARCH, "Europe/Berlin", Limits(), addresses)


def taken(*lines: str, addresses: tuple[str, ...] = ANA) -> str:
    """What one event with these lines takes of its owner's time, in a word."""
    (one,) = reading(calendar(event(*lines)), addresses).occurrences
    return "declined" if one.declined else one.status


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("ACCEPTED", "CONFIRMED"),
        ("accepted", "CONFIRMED"),
        ("TENTATIVE", "TENTATIVE"),
        ("NEEDS-ACTION", "TENTATIVE"),
        ("X-PERHAPS", "TENTATIVE"),
        ("DECLINED", "declined"),
        ("DELEGATED", "declined"),
    ],
)
def test_an_invitation_is_what_its_owner_answered(answer: str, status: str) -> None:
    assert taken(INVITED.format(answer)) == status
    assert taken(INVITED.format(answer), addresses=()) == "CONFIRMED"


def test_no_answer_is_none_yet() -> None:
    assert taken("ATTENDEE:mailto:ana@example.org") == "TENTATIVE"


@pytest.mark.parametrize(
    "line",
    [
        "ATTENDEE;PARTSTAT=DECLINED:MAILTO:ANA@EXAMPLE.ORG",
        "ATTENDEE;PARTSTAT=DECLINED:ana@example.com",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:ana%40example.org?subject=x",
        "ATTENDEE;PARTSTAT=DECLINED;EMAIL=Ana@example.org:urn:uuid:1",
        'ATTENDEE;CN="Ana: ward 4; nights";PARTSTAT=DECLINED;EMAIL="ana@example.org":/principals/1',
        'ATTENDEE;DELEGATED-TO="mailto:ben@example.org";PARTSTAT=DELEGATED:mailto:ana@example.org',
        "ATTENDEE;CN=Ana\r\n ;PARTSTAT=DECL\r\n INED:mailto:ana@exa\r\n mple.org",
    ],
)
def test_an_address_is_the_same_however_it_is_written(line: str) -> None:
    assert taken(line) == "declined"


@pytest.mark.parametrize(
    "line",
    [
        "ATTENDEE;PARTSTAT=DECLINED:mailto:joana@example.org",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:ana@example.org.example.net",
        'ATTENDEE;SENT-BY="mailto:ana@example.org";PARTSTAT=DECLINED:mailto:ben@example.org',
        "ATTENDEE;CN=ana@example.org;PARTSTAT=DECLINED:mailto:ben@example.org",
        "ATTENDEE;CUTYPE=ROOM;PARTSTAT=DECLINED:mailto:ana@example.org",
        "ATTENDEE;CUTYPE=resource;PARTSTAT=DECLINED:mailto:ana@example.org",
        "ORGANIZER;PARTSTAT=DECLINED:mailto:ana@example.org",
        "BEGIN:VALARM\r\nATTENDEE;PARTSTAT=DECLINED:mailto:ana@example.org\r\nEND:VALARM",
    ],
)
def test_what_others_answer_or_a_room_is_not_the_owners(line: str) -> None:
    assert taken(line) == "CONFIRMED"


def test_of_several_addresses_the_answer_counts_that_binds_most() -> None:
    other = "ATTENDEE;PARTSTAT={}:mailto:ana@example.com"
    assert taken(INVITED.format("DECLINED"), other.format("ACCEPTED")) == "CONFIRMED"
    assert taken(INVITED.format("DECLINED"), other.format("NEEDS-ACTION")) == "TENTATIVE"
    assert taken(INVITED.format("DECLINED"), other.format("DECLINED")) == "declined"


def test_who_calls_a_meeting_comes_unless_it_says_otherwise() -> None:
    calls = "ORGANIZER:mailto:ana@example.org"
    assert taken(calls, "ATTENDEE:mailto:ana@example.com") == "CONFIRMED"
    assert taken(calls, INVITED.format("NEEDS-ACTION")) == "CONFIRMED"
    assert taken(calls, INVITED.format("TENTATIVE")) == "TENTATIVE"
    assert taken(calls, INVITED.format("DECLINED")) == "declined"


def test_an_event_says_more_than_an_answer_can() -> None:
    assert taken("STATUS:TENTATIVE", INVITED.format("ACCEPTED")) == "TENTATIVE"
    assert taken("STATUS:CANCELLED", INVITED.format("NEEDS-ACTION")) == "CANCELLED"
    (free,) = reading(calendar(event("TRANSP:TRANSPARENT", INVITED.format("ACCEPTED")))).occurrences
    assert free.transparent


def test_each_version_of_an_occurrence_has_its_own_answer() -> None:
    series = event("RRULE:FREQ=DAILY;COUNT=4", INVITED.format("DECLINED"))
    once = event("RECURRENCE-ID:20260304T080000Z", INVITED.format("ACCEPTED"), day=4)
    later = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260305T080000Z", INVITED.format("TENTATIVE"), day=5)
    found = reading(calendar(series, once, later)).occurrences
    assert [(one.status, one.declined) for one in found] == [
        ("CONFIRMED", True),
        ("CONFIRMED", False),
        ("TENTATIVE", False),
        ("TENTATIVE", False),
    ]


def test_an_answer_that_cannot_be_taken_apart_is_told_and_the_event_stands() -> None:
    found = reading(calendar(event('ATTENDEE;CN="Ana;PARTSTAT=DECLINED:mailto:ana@example.org')))
    assert [(one.status, one.declined) for one in found.occurrences] == [("CONFIRMED", False)]
    assert [aside.reason for aside in found.unclear] == [
        "A line of it that has your address cannot be taken apart: your answer is not known."
    ]


def test_mail_that_calls_off() -> None:
    found = reading(calendar(event(INVITED.format("ACCEPTED")), method="cancel"), ())
    assert [one.status for one in found.occurrences] == ["CANCELLED"]
    asked = reading(calendar(event(INVITED.format("NEEDS-ACTION")), method="REQUEST"))
    assert [one.status for one in asked.occurrences] == ["TENTATIVE"]


@pytest.mark.parametrize("method", ["REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"])
def test_mail_about_an_invitation_is_no_event(method: str) -> None:
    found = reading(calendar(event(INVITED.format("DECLINED")), method=method))
    assert found.occurrences == ()
    (aside,) = found.set_aside
    assert (aside.uid, aside.start) == ("1", MARCH[0] + (2 * 24 + 8) * 60)
    assert f"(METHOD:{method})" in aside.reason


def test_each_calendar_of_a_file_is_mail_of_its_own() -> None:
    found = reading(
        calendar(event(), method="REPLY") + calendar(event(uid="2")) + calendar(event(uid="3"), method="CANCEL")
    )
    assert [(one.uid, one.status) for one in found.occurrences] == [("2", "CONFIRMED"), ("3", "CANCELLED")]
    assert [aside.uid for aside in found.set_aside] == ["1"]


def test_the_process_that_reads_is_told_the_addresses_of_each_calendar() -> None:
    data = calendar(event(INVITED.format("DECLINED"))).encode()
    found = read_calendars({"a": data, "b": data}, MARCH, "Europe/Berlin", addresses={"a": ANA})
    assert [one.declined for name in "ab" for one in found[name].occurrences] == [True, False]


def week(folder: Path, *parts: str, more: str = WORK, days: int = 7) -> Week:
    (folder / "household.toml").write_text(HOUSEHOLD + more, encoding="utf-8")
    (folder / "c.ics").write_bytes(calendar(*parts).encode())
    return read(folder, start=MONDAY, days=days, read_at="2026-03-01T18:00:00+01:00")


ALL = (
    event(INVITED.format("ACCEPTED"), uid="yes", day=3),
    event(INVITED.format("NEEDS-ACTION"), uid="open", day=4),
    event(INVITED.format("DECLINED"), uid="no", day=5),
)


def test_a_week_has_what_was_not_declined(tmp_path: Path) -> None:
    found = week(tmp_path, *ALL)
    assert [(one.event, one.kind) for one in found.busy] == [("work#yes", "work"), ("work#open", "hold")]
    assert (found.unknown, found.notes) == ((), ())


def test_a_calendar_whose_owner_has_no_address_is_read_as_ever(tmp_path: Path) -> None:
    found = week(tmp_path, *ALL, more=WORK.replace("ana", "ben"))
    assert [one.kind for one in found.busy] == ["work", "work", "work"]


def test_a_private_calendar_too(tmp_path: Path) -> None:
    found = week(tmp_path, *ALL, more=WORK.replace('"work",', '"work", private = true,'))
    assert [(one.title, one.kind) for one in found.busy] == [("busy (work)", "work"), ("busy (work)", "hold")]


def test_a_calendar_from_the_network_too(tmp_path: Path) -> None:
    more = WORK.replace("c.ics", "https://calendar.example.org/hidden.ics")
    (tmp_path / "household.toml").write_text(HOUSEHOLD + more, encoding="utf-8")
    came = Arrival(calendar(*ALL).encode(), "2026-03-01T18:00:00+01:00", "", unknown=False)
    found = read(tmp_path, start=MONDAY, days=7, remote=lambda *_: {"work": came})
    assert [one.kind for one in found.busy] == ["work", "hold"]


def test_a_helper_can_be_asked_only_for_what_was_accepted(tmp_path: Path) -> None:
    more = 'calendars.free = { source = "c.ics", of = "oma", means = "available" }\n'
    found = week(tmp_path, *(one.replace("ana@", "oma@") for one in ALL), more=more)
    assert [(who, found.clock.local(span.start).day) for who, span in found.available] == [("oma", 3)]


def test_days_with_nothing_but_what_was_declined_are_days_without_work(tmp_path: Path) -> None:
    (tmp_path / "household.toml").write_text(HOUSEHOLD + WORK, encoding="utf-8")
    far = event(uid="far", day=30).replace("202603", "202604")
    (tmp_path / "c.ics").write_bytes(calendar(ALL[2], far).encode())
    found = read(tmp_path, days=7, read_at="2026-03-01T18:00:00+01:00")
    assert found.clock.date(found.horizon.start) == dt.date(2026, 4, 30)


def test_nobody_is_told_an_address(tmp_path: Path) -> None:
    told = report(week(tmp_path, *ALL, event('ATTENDEE;CN="x:mailto:ana@example.org', uid="odd", day=6)))
    assert "cannot be taken apart" in text(told)
    assert "example.org" not in text(told) + str(to_builtins(told))


def test_events_of_a_file_with_an_address(tmp_path: Path) -> None:
    file = tmp_path / "c.ics"
    file.write_bytes(calendar(*ALL).encode())
    first, last = MONDAY, dt.date(2026, 3, 9)
    found = events(file, first, last, "Europe/Berlin", ["ana@example.org"])
    assert [one.declined for one in found.occurrences] == [False, False, True]
    assert [one.declined for one in events(file, first, last, "Europe/Berlin").occurrences] == [False, False, False]


@pytest.mark.parametrize("wrong", ["ana", "ana@", "@example.org", "a b@example.org", "mailto:ana@example.org"])
def test_what_is_no_address_is_refused(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "household.toml").write_text(HOUSEHOLD.replace("ana@example.org", wrong), encoding="utf-8")
    with pytest.raises(InputError, match=r"adults\.ana\.addresses\[1\]"):
        read(tmp_path, start=MONDAY)
