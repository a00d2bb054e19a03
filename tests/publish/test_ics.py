import datetime as dt
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from msgspec.structs import replace

from kinrota.model.people import Need
from kinrota.model.plan import AdultSpan, ChildSpan, Plan, Verified
from kinrota.model.time import DAY, Clock, Span
from kinrota.publish.calendars import person_calendar
from kinrota.publish.entries import entries_of
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
            "15:00-16:30 Nobody fetches Mia from school",
            "15:30-16:30 Nobody fetches Leo from nursery",
        ]


def test_a_helper_has_what_it_is_asked_for_and_nothing_else(verified: Verified) -> None:
    (event,) = events(verified, "oma")
    assert event["SUMMARY"] == "With Mia and Leo?"
    assert event["STATUS"] == "TENTATIVE"
    assert event["LOCATION"] == "school"
    assert event["DESCRIPTION"].splitlines() == [
        "Comes to school",
        "15:00-15:15 Fetch Mia from school",
        "15:15-15:30 With Mia",
        "15:30-15:40 Fetch Leo from nursery",
        "15:40-17:30 With Mia and Leo",
    ]


@pytest.mark.parametrize("accepted", [True, False])
def test_a_helper_who_is_asked_to_be_in_reach_reads_of_whom(verified: Verified, *, accepted: bool) -> None:
    plan = verified.plan
    (ask,) = plan.to_ask

    def alone(stay: ChildSpan) -> ChildSpan:
        return replace(stay, how="alone", met_by="self", reached_by="oma") if stay.met_by == "oma" else stay

    def children(name: str) -> tuple[ChildSpan, ...]:
        stays = (stay for stay in plan.children[name] if name == "mia" or stay.met_by != "oma")
        return tuple(alone(stay) for stay in stays)

    near = {name: children(name) for name in plan.children}
    waits = (AdultSpan(ask.span, "help", "home"),)
    changed = replace(
        plan,
        children=near,
        adults={**plan.adults, "oma": waits},
        to_ask=(replace(ask, accepted=accepted),),
    )
    (event,) = events(replace(verified, plan=changed), "oma")
    assert event["SUMMARY"] == ("To be in reach of Mia" if accepted else "To be in reach of Mia?")


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


def test_a_child_has_its_own_gaps_and_what_is_not_settled(verified: Verified) -> None:
    nobody = [title for day in range(2, 9) for title in said(verified, "mia", day) if "Nobody" in title]
    assert nobody == ["15:00-16:30 Nobody fetches Mia from school"]
    unsettled = {str(event["SUMMARY"]) for event in events(verified, "mia") if event["STATUS"] == "TENTATIVE"}
    assert unsettled == {"Oma fetches Mia from school", "Oma is with Mia"}


def test_a_child_has_its_ways_alone_and_its_time_alone(verified: Verified) -> None:
    stays = []
    for stay in verified.plan.children["mia"]:
        way = stay.to_place is not None or stay.span.start == verified.week.clock.at(MONDAY, 15 * 60 + 15)
        reached = None if stay.to_place else "ana"
        stays.append(replace(stay, how="alone", met_by="self", reached_by=reached) if way else stay)
    plan = replace(verified.plan, children={**verified.plan.children, "mia": tuple(stays)})
    titles = said(replace(verified, plan=plan), "mia", 2)
    assert [title for title in titles if "alone" in title or "itself" in title] == [
        "08:00-08:15 Mia goes to school alone",
        "15:00-15:15 Mia comes home from school alone",
        "15:15-21:00 Mia is by itself, Ana is at home",
    ]
    adults = tuple(replace(span, place="hospital") for span in plan.adults["ana"])
    away = replace(plan, adults={**plan.adults, "ana": adults})
    assert "15:15-21:00 Mia is alone, Ana can come" in said(replace(verified, plan=away), "mia", 2)


def deeds(verified: Verified, person: str, kind: str) -> list[Any]:
    return [event for event in events(verified, person) if event["CATEGORIES"].cats[0] == kind]


def told(event: Any) -> tuple[str, str, str]:  # noqa: ANN401 -- an event of the library, which has no types
    return str(event["SUMMARY"]), str(event.get("DESCRIPTION", "")), str(event["TRANSP"])


def test_routines_chores_own_time_and_time_together_are_events(full: Verified) -> None:
    assert told(deeds(full, "ana", "routine")[0]) == ("Bedtime Leo", "With Leo", "OPAQUE")
    assert told(deeds(full, "leo", "routine")[0]) == ("Bedtime Leo", "With Ana", "TRANSPARENT")
    assert told(deeds(full, "ana", "chore")[1]) == ("Laundry, load", "Then waits until Tue 3 20:15", "TRANSPARENT")
    assert told(deeds(full, "ben", "own")[0]) == ("Own time", "", "OPAQUE")
    assert told(deeds(full, "ben", "together")[0]) == ("Evening for two", "With Ana", "OPAQUE")
    assert not deeds(full, "mia", "routine")


def test_an_occasion_is_in_the_calendar_of_those_who_are_there_and_of_those_who_miss_it(full: Verified) -> None:
    (there,), (child,), (missing,) = (deeds(full, person, "occasion") for person in ("ana", "leo", "ben"))
    assert told(there) == ("Leo birthday", "With Leo, without Ben", "OPAQUE")
    assert told(child) == ("Leo birthday", "With Ana, without Ben", "TRANSPARENT")
    assert told(missing) == ("Leo birthday, without Ben", "With Ana and Leo", "TRANSPARENT")


def moved(verified: Verified, adult: str, doing: str, minutes: int) -> Verified:
    """The plan with what an adult does at some time done otherwise: later by some minutes."""
    spans = tuple(
        replace(span, span=Span(span.span.start + minutes, span.span.end + minutes)) if span.doing == doing else span
        for span in verified.plan.adults[adult]
    )
    return replace(verified, plan=replace(verified.plan, adults={**verified.plan.adults, adult: spans}))


@pytest.mark.parametrize(
    ("adult", "kind", "doing", "minutes"),
    [("ana", "routine", "routine:bedtime-leo", 5), ("ben", "chore", "chore:laundry#1/hang", DAY)],
)
def test_a_routine_that_is_later_and_a_chore_on_another_day_are_the_same_events(
    full: Verified, adult: str, kind: str, doing: str, minutes: int
) -> None:
    later = moved(full, adult, doing, minutes)
    before, after = (
        {str(event["UID"]): event["DTSTART"].dt for event in deeds(plan, adult, kind)} for plan in (full, later)
    )
    assert set(before) == set(after)
    assert before != after


def test_a_chore_keeps_its_events_when_the_days_before_are_no_longer_planned(full: Verified) -> None:
    adults = {
        name: tuple(replace(span, doing=span.doing.replace("#1", "#4")) for span in spans)
        for name, spans in full.plan.adults.items()
    }
    renumbered = replace(full, plan=replace(full.plan, adults=adults))
    before, after = ([str(event["UID"]) for event in deeds(plan, "ana", "chore")] for plan in (full, renumbered))
    assert before == after


def test_a_helper_reads_what_it_is_asked_to_do(full: Verified) -> None:
    start = full.plan.to_ask[0].span.start
    spans = tuple(
        replace(span, doing="routine:bedtime-leo") if span.span.holds(start + 60) else span
        for span in full.plan.adults["oma"]
    )
    asked = replace(full, plan=replace(full.plan, adults={**full.plan.adults, "oma": spans}))
    (event,) = events(asked, "oma")
    assert "15:15-17:30 Bedtime Leo" in event["DESCRIPTION"].splitlines()


def test_care_at_home_leaves_the_time_free_and_ways_do_not(verified: Verified) -> None:
    kinds = {(str(event["CATEGORIES"].cats[0]), str(event["TRANSP"])) for event in events(verified, "ana")}
    assert kinds == {
        ("care", "TRANSPARENT"), ("night", "TRANSPARENT"), ("gap", "TRANSPARENT"), ("escort", "OPAQUE"),
        ("own", "OPAQUE"),
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
def test_the_same_plan_gives_the_same_bytes_and_every_uid_is_there_once(
    fortnight: Verified, full: Verified, person: str
) -> None:
    for plan in (fortnight, full):
        assert person_calendar(plan, person) == person_calendar(plan, person)
        uids = [str(event["UID"]) for event in events(plan, person)]
        assert len(uids) == len(set(uids))
    assert all(event["DTSTAMP"].dt == dt.datetime(2026, 3, 1, tzinfo=dt.UTC) for event in events(fortnight, person))


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
    found: Any = icalendar.Timezone.from_ical(vtimezone(clock.zone, Span(clock.midnight(first), clock.midnight(last))))
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
