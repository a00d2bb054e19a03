import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from kinrota.model.people import Need
from kinrota.model.plan import AdultSpan, ChildSpan, Plan, Verified
from kinrota.model.time import DAY, Clock, Span
from kinrota.publish.entries import entries_of
from kinrota.publish.ics import person_calendar
from kinrota.publish.vtimezone import vtimezone
from kinrota.testing import MONDAY, week_of


def events(verified: Verified, person: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(person_calendar(verified, person)).walk("VEVENT"))


def said(verified: Verified, person: str, day: int) -> list[str]:
    clock = verified.week.clock
    return [
        f"{clock.text(entry.span.start)}-{clock.text(entry.span.end)} {entry.title}"
        for entry in entries_of(verified, person)
        if clock.date(entry.span.start).day == day
    ]


def test_an_adult_has_its_care_its_ways_and_its_nights_but_not_its_work(verified: Verified) -> None:
    assert said(verified, "ana", 2) == [
        "14:40-15:00 Fetch Leo from nursery",
        "15:00-15:15 Fetch Mia from school",
        "15:15-21:00 With Mia and Leo",
        "21:00-06:30 On call at night for Mia and Leo",
    ]
    assert not [title for day in range(2, 9) for title in said(verified, "ana", day) if "Ward" in title]


def waiting() -> Verified:
    """Ana brings Mia, who waits with her at the gate, and fetches her after a wait; Leo is in tow."""
    week = week_of("adult ana walk\nchild mia 2018-09-14\nchild leo 2024-01-20\nway home school walk 10")
    at = [week.clock.at(MONDAY, minutes) for minutes in (0, 480, 490, 495, 900, 903, 913, DAY)]
    spans = [Span(start, end) for start, end in pairwise(at)]
    night, there, gate, lessons, wait, back, evening = spans

    def stay(span: Span, place: str, to_place: str | None = None) -> ChildSpan:
        return ChildSpan(span, place, Need.NEAR, "escort" if to_place else "care", "ana", None, to_place)

    first, last = [stay(night, "home"), stay(there, "home", "school"), stay(gate, "school")], stay(evening, "home")
    way = [stay(wait, "school"), stay(back, "school", "home"), last]
    mia = (*first, ChildSpan(lessons, "school", Need.NONE, "attendance", "school"), *way)
    leo = (*first, stay(lessons, "home"), *way)
    plan = Plan("", (), "Europe/Berlin", week.horizon, "optimal", (), {"mia": mia, "leo": leo}, {})
    return Verified(week, plan)


def test_a_way_in_a_shared_vehicle_names_it() -> None:
    verified = waiting()
    adults = {
        "ana": tuple(
            AdultSpan(stay.span, "travel" if stay.to_place else "care", stay.place, stay.to_place, vehicle="van")
            for stay in verified.plan.children["leo"]
        )
    }
    children = {
        child: tuple(replace(stay, mode="car") if stay.to_place else stay for stay in stays)
        for child, stays in verified.plan.children.items()
    }
    driven = replace(verified, plan=replace(verified.plan, adults=adults, children=children))
    texts = [entry.text for entry in entries_of(driven, "ana") if entry.kind == "escort"]
    assert texts == [
        "From home to school, by car (van), with Mia and Leo",
        "From school to home, by car (van), with Mia and Leo",
    ]


def test_waiting_at_the_gate_is_part_of_the_way() -> None:
    assert [title for title in said(waiting(), "ana", 2) if "ring" in title or "etch" in title] == [
        "08:00-08:15 Bring Mia to school",
        "15:00-15:13 Fetch Mia from school",
    ]
    assert [title for title in said(waiting(), "mia", 2) if "school" in title] == [
        "08:00-08:15 Ana brings Mia to school",
        "08:15-15:00 Mia: school",
        "15:00-15:13 Ana fetches Mia from school",
    ]
    assert [title for title in said(waiting(), "leo", 2) if "goes" in title] == [
        "08:00-08:15 Ana goes to school with Leo",
        "15:00-15:03 Ana goes to school with Leo",
        "15:03-15:13 Ana goes home with Leo",
    ]


def test_residents_see_the_gaps(verified: Verified) -> None:
    for person in ("ana", "ben"):
        assert [title for title in said(verified, person, 3) if "Nobody" in title] == [
            "15:00-16:30 Nobody is with Mia",
            "15:30-16:30 Nobody is with Leo",
        ]


def test_a_helper_has_what_it_is_asked_for_and_nothing_else(verified: Verified) -> None:
    (event,) = events(verified, "oma")
    assert event["SUMMARY"] == "With Mia and Leo?"
    assert event["STATUS"] == "TENTATIVE"
    assert event["DESCRIPTION"].splitlines() == [
        "15:00-15:15 Fetch Mia from school",
        "15:15-15:30 With Mia",
        "15:30-15:40 Fetch Leo from nursery",
        "15:40-17:30 With Mia and Leo",
    ]


def test_a_child_has_who_brings_who_fetches_and_who_is_there(verified: Verified) -> None:
    assert said(verified, "mia", 4) == [
        "06:30-08:00 Ben is with Mia",
        "08:00-08:15 Ben brings Mia to school",
        "08:15-15:00 Mia: school",
        "15:00-15:15 Oma fetches Mia from school",
        "15:15-17:30 Oma is with Mia",
        "17:30-21:00 Ana is with Mia",
        "21:00-06:30 Ana is there at night",
    ]


def test_a_child_never_sees_a_gap_and_sees_what_is_not_settled(verified: Verified) -> None:
    assert not [title for day in range(2, 9) for title in said(verified, "mia", day) if "obody" in title]
    unsettled = {str(event["SUMMARY"]) for event in events(verified, "mia") if event["STATUS"] == "TENTATIVE"}
    assert unsettled == {"Oma fetches Mia from school", "Oma is with Mia"}


def test_care_at_home_leaves_the_time_free_and_ways_do_not(verified: Verified) -> None:
    kinds = {(str(event["CATEGORIES"].cats[0]), str(event["TRANSP"])) for event in events(verified, "ana")}
    assert kinds == {
        ("care", "TRANSPARENT"), ("night", "TRANSPARENT"), ("gap", "TRANSPARENT"), ("escort", "OPAQUE"),
    }  # fmt: skip


@pytest.mark.parametrize("person", ["ana", "ben", "oma", "mia", "leo"])
def test_a_calendar_is_what_subscribers_need(verified: Verified, person: str) -> None:
    text = person_calendar(verified, person).decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert "X-PUBLISHED-TTL:PT1H\r\n" in text
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n" in text
    assert "RRULE" not in text
    assert "RDATE" not in text
    assert max(len(line) for line in text.encode().split(b"\r\n")) <= 75


@pytest.mark.parametrize("person", ["ana", "ben", "oma", "mia", "leo"])
def test_the_same_plan_gives_the_same_bytes_and_every_uid_is_there_once(fortnight: Verified, person: str) -> None:
    assert person_calendar(fortnight, person) == person_calendar(fortnight, person)
    uids = [str(event["UID"]) for event in events(fortnight, person)]
    assert len(uids) == len(set(uids))
    assert all(event["DTSTAMP"].dt == dt.datetime(2026, 3, 1, 23, tzinfo=dt.UTC) for event in events(fortnight, person))


def test_two_people_have_no_uid_in_common(verified: Verified) -> None:
    one, two = ({str(event["UID"]) for event in events(verified, person)} for person in ("ana", "ben"))
    assert not one & two


def test_care_that_moves_is_the_same_event(verified: Verified) -> None:
    asks = tuple(replace(ask, span=Span(ask.span.start + 15, ask.span.end)) for ask in verified.plan.to_ask)
    later = replace(verified, plan=replace(verified.plan, to_ask=asks))
    (before,), (after,) = events(verified, "oma"), events(later, "oma")
    assert before["UID"] == after["UID"]
    assert before["DTSTART"].dt != after["DTSTART"].dt


def test_nobody_of_that_name_has_no_calendar(verified: Verified) -> None:
    with pytest.raises(KeyError):
        person_calendar(verified, "nobody")


def test_titles_and_places_are_escaped(verified: Verified) -> None:
    household = replace(verified.week.household, name="A; B, C\nEND:VCALENDAR")
    spoilt = replace(verified, week=replace(verified.week, household=household))
    text = person_calendar(spoilt, "oma").decode()
    assert "NAME:Oma\\, A\\; B\\, C\\nEND:VCALENDAR\r\n" in text
    assert text.count("\r\nEND:VCALENDAR") == 1


def parts(zone: str, first: dt.date, last: dt.date) -> list[tuple[str, str, dt.timedelta, dt.timedelta]]:
    clock = Clock(zone)
    found: Any = vtimezone(clock, Span(clock.midnight(first), clock.midnight(last)))
    return [
        (part.name or "", part["DTSTART"].dt.isoformat(), part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td)
        for part in found.subcomponents
    ]


def test_a_change_of_the_clock_is_told_by_the_time_before_it() -> None:
    hour = dt.timedelta(hours=1)
    assert parts("Europe/Berlin", dt.date(2026, 3, 23), dt.date(2026, 4, 6)) == [
        ("STANDARD", "2026-03-20T00:00:00", hour, hour),
        ("DAYLIGHT", "2026-03-29T02:00:00", hour, 2 * hour),
    ]
    assert parts("Europe/Berlin", dt.date(2026, 10, 19), dt.date(2026, 11, 2))[1:] == [
        ("STANDARD", "2026-10-25T03:00:00", 2 * hour, hour)
    ]


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_every_zone_can_be_told(zone: str) -> None:
    first = dt.date(2026, 1, 1)
    found = parts(zone, first, first + dt.timedelta(days=365))
    offset = dt.datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)).utcoffset()
    assert found[0][3] == offset
    assert all(before[3] == after[2] for before, after in pairwise(found))


def test_the_hour_that_comes_twice_is_told_in_utc(verified: Verified) -> None:
    clock = verified.week.clock
    start = clock.midnight(dt.date(2026, 10, 25))
    # 02:30 for the second time, to 04:00.
    asks = tuple(replace(ask, span=Span(start + 210, start + 300)) for ask in verified.plan.to_ask)
    plan = replace(verified.plan, to_ask=asks, horizon=Span(start, start + DAY))
    (event,) = events(replace(verified, plan=plan), "oma")
    assert event["DTSTART"].to_ical() == b"20261025T013000Z"
    assert event["DTEND"].to_ical() == b"20261025T040000"
