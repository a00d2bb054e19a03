"""What calendars and rotas mean for a week: each test has its calendar in sight."""

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest

from kinrota.errors import InputError
from kinrota.intake.check import check, report, text
from kinrota.intake.events import marker
from kinrota.intake.folder import read
from kinrota.model.household import Hold
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.testing import week_of

MONDAY = dt.date(2026, 3, 2)
HEAD = """
kinrota = 1
timezone = "Europe/Berlin"

[places]
hospital = { match = ["Ward 4", "Klinikum"] }
studio = {}
school = {}

[[journeys]]
between = ["home", "hospital"]
car = "20m"
[[journeys]]
between = ["home", "studio"]
car = "9m"
[[journeys]]
between = ["home", "school"]
walk = "9m"

[adults.ana]
[adults.oma]
helper = true
available = ["tue 13:00-20:00", "sun 20:00-02:00"]

[children.mia]
born = 2018-09-14
"""
TERMS = (
    'means = "terms"\n[[attendance]]\nchild = "mia"\nplace = "school"\ndays = "mon-fri"\n'
    'drop = "08:15"\npick = "13:30"\nterms = "gone"'
)
WORK = '[calendars.rota]\nsource = "c.ics"\nof = "ana"\nmeans = "work"\nplace = "hospital"\n'


def event(*lines: str, start: str = "20260303T080000", end: str = "20260303T160000", uid: str = "1") -> str:
    zoned = [f"DTSTART;TZID=Europe/Berlin:{start}", f"DTEND;TZID=Europe/Berlin:{end}"] if start else []
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *zoned, *lines, "END:VEVENT"])


def all_day(*lines: str, first: str = "20260303", uid: str = "1") -> str:
    return event(f"DTSTART;VALUE=DATE:{first}", *lines, start="", uid=uid)


def week(
    folder: Path,
    household: str,
    *events: str,
    start: dt.date | None = MONDAY,
    days: int = 14,
    read_at: str | None = None,
    ends: str = "END:VCALENDAR",
) -> Week:
    (folder / "household.toml").write_text(HEAD + household, encoding="utf-8")
    calendar = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", *events, ends, ""]
    (folder / "c.ics").write_bytes("\r\n".join(calendar).encode())
    return read(folder, start=start, days=days, read_at=read_at)


def times(week: Week, span: Span) -> str:
    return " - ".join(f"{week.clock.local(instant):%d.%m. %H:%M}" for instant in (span.start, span.end))


def busy(week: Week) -> list[tuple[str, str, str | None]]:
    return [(times(week, one.span), one.kind, one.place) for one in week.busy]


def kinds(week: Week) -> list[str]:
    return [note.kind for note in week.notes]


def test_an_event_of_work_is_work_at_the_place_of_the_calendar(tmp_path: Path) -> None:
    found = week(tmp_path, WORK, event("SUMMARY:Early"))
    assert busy(found) == [("03.03. 08:00 - 03.03. 16:00", "work", "hospital")]
    assert (found.busy[0].adult, found.busy[0].event, found.busy[0].title) == ("ana", "rota#1", "Early")
    assert found.notes == ()
    assert times(found, found.horizon) == "02.03. 00:00 - 16.03. 00:00"


def test_one_occurrence_of_a_series_has_the_title_that_it_was_given(tmp_path: Path) -> None:
    series = event("SUMMARY:Early", "RRULE:FREQ=DAILY;COUNT=3")
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20260304T080000",
        "SUMMARY:pencil: course",
        start="20260304T100000",
        end="20260304T180000",
    )
    found = week(tmp_path, WORK, series, moved)
    assert [(one.event, found.title(one.event, one.span)) for one in found.busy] == [
        ("rota#1", "Early"), ("rota#1", "pencil: course"), ("rota#1", "Early"),
    ]  # fmt: skip
    assert [note.sentence[:52] for note in found.notes] == ['c.ics: "pencil: course" (Wednesday 4 March 2026 at 1']
    assert found.title("rota#1", found.horizon) == "Early"
    assert found.title("rota#2", found.horizon) == ""


def test_what_is_unclear_of_one_occurrence_is_said_by_its_own_title(tmp_path: Path) -> None:
    series = event("SUMMARY:Early?", "RRULE:FREQ=DAILY;COUNT=3")
    other = event("RECURRENCE-ID;TZID=Europe/Berlin:20260304T080000", "SUMMARY:Course?", start="20260304T080000")
    sentences = [note.sentence for note in week(tmp_path, WORK, series, other).notes]
    assert [sentence.split(" (")[0] for sentence in sentences] == ['c.ics: "Early?"', 'c.ics: "Course?"']


def test_cancelled_and_transparent_events_do_not_bind(tmp_path: Path) -> None:
    assert busy(week(tmp_path, WORK, event("STATUS:CANCELLED"), event("TRANSP:TRANSPARENT", uid="2"))) == []


def test_a_tentative_event_is_a_hold_with_what_is_known_of_it(tmp_path: Path) -> None:
    holds = WORK + 'holds = { chance = 0.2, decide_by = "1d before 16:00" }'
    found = week(tmp_path, holds, event("STATUS:TENTATIVE"))
    assert [one.kind for one in found.busy] == ["hold"]
    assert found.busy[0].hold == Hold(Fraction(1, 5), 1, 16 * 60)
    assert found.notes == ()


def test_all_events_of_a_calendar_of_holds_are_holds(tmp_path: Path) -> None:
    assert [one.kind for one in week(tmp_path, WORK.replace('"work"', '"hold"'), event()).busy] == ["hold"]


def test_a_hold_by_its_title_is_one_and_is_noted(tmp_path: Path) -> None:
    found = week(tmp_path, WORK, event("SUMMARY:1st option: Shoot", "STATUS:CONFIRMED"))
    assert [one.kind for one in found.busy] == ["hold"]
    assert kinds(found) == ["hold-by-title"]


@pytest.mark.parametrize(
    "title",
    ["HOLD Shoot", "Shoot (pencil)", "1st Option", "first option Berlin", "Shoot tbc", "Shoot ?", "Shoot?", "[hold]"],
)
def test_titles_that_mean_a_hold(title: str) -> None:
    assert marker(title)


@pytest.mark.parametrize(
    "title",
    ["Household meeting", "Holding company", "Stencil", "21st optional", "tbc2", "", "What? Why: talk", "Threshold"],
)
def test_titles_that_do_not(title: str) -> None:
    assert marker(title) is None


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("Ward 4", "hospital"),
        ("UKE, ward 4, 2nd floor", "hospital"),
        ("klinikum nord", "hospital"),
        ("Studio", "studio"),
        ("The studio in the yard", None),
        ("", None),
    ],
)
def test_a_location_means_a_place_by_its_id_or_by_a_text_in_it(
    tmp_path: Path, location: str, place: str | None
) -> None:
    found = week(
        tmp_path, WORK.replace('place = "hospital"\n', ""), event(f"LOCATION:{location.replace(',', chr(92) + ',')}")
    )
    assert [one.place for one in found.busy] == [place]
    assert kinds(found) == ([] if place else ["place-unknown"])


def test_a_location_leads_the_place_of_the_calendar(tmp_path: Path) -> None:
    assert [one.place for one in week(tmp_path, WORK, event("LOCATION:studio")).busy] == ["studio"]
    assert [one.place for one in week(tmp_path, WORK, event("LOCATION:Mars")).busy] == ["hospital"]


def test_the_check_says_who_is_ill_and_what_is_closed(tmp_path: Path) -> None:
    closed = '[calendars.holidays]\nsource = "c.ics"\nmeans = "closed"\ncloses = ["school"]\n'
    school = '[[attendance]]\nchild = "mia"\nplace = "school"\ndays = "mon-fri"\ndrop = "08:00"\npick = "13:00"\n'
    ill = '[[illness]]\nchild = "mia"\nfrom = 2026-03-10\n'
    holiday = event("DTSTART;VALUE=DATE:20260305", "DTEND;VALUE=DATE:20260310", start="")
    found = report(week(tmp_path, closed + school + ill, holiday))
    assert found.ill == ("Mia is ill: 10 Mar",)
    assert "\nMia is ill: 10 Mar\n" in text(found)


def test_a_location_that_is_no_place_is_said_once_with_the_place_that_it_is_taken_as(tmp_path: Path) -> None:
    dentist = event("SUMMARY:Dentist", "LOCATION:Dr. Weber\\, Markt 1", "RRULE:FREQ=DAILY;COUNT=3")
    (note,) = week(tmp_path, WORK, dentist).notes
    assert note.kind == "place-taken"
    assert note.sentence == (
        'c.ics: "Dentist" (Tuesday 3 March 2026 at 08:00, and 2 more) is at "Dr. Weber, Markt 1", which is no place '
        "here; it is taken as hospital. Maybe give a place this text in match."
    )
    club = '[calendars.club]\nsource = "c.ics"\nchild = "mia"\nmeans = "attendance"\nplace = "studio"\n'
    assert kinds(week(tmp_path, club, dentist)) == ["place-taken"]
    assert kinds(week(tmp_path, club, event("LOCATION:studio"))) == []


def test_places_that_nobody_knows_are_noted_once_for_each_text(tmp_path: Path) -> None:
    weekly = event("LOCATION:Harbour", "RRULE:FREQ=DAILY;COUNT=3")
    found = week(tmp_path, WORK.replace('place = "hospital"\n', ""), weekly, event("LOCATION:Mars", uid="2"))
    assert [("Harbour" in note.sentence, "and 2 more" in note.sentence) for note in found.notes] == [
        (True, True),
        (False, False),
    ]


def test_an_all_day_event_takes_the_whole_day_and_is_noted(tmp_path: Path) -> None:
    found = week(tmp_path, WORK, all_day("SUMMARY:Conference", first="20260329"), start=dt.date(2026, 3, 23))
    assert [one.span.minutes for one in found.busy] == [23 * 60]
    assert kinds(found) == ["event-all-day"]


def test_an_event_without_length_takes_no_time_and_is_noted(tmp_path: Path) -> None:
    found = week(tmp_path, WORK, event(end="20260303T080000"))
    assert (found.busy, kinds(found)) == ((), ["event-without-length"])


@pytest.mark.parametrize("private", [True, False])
def test_an_event_that_ends_before_it_starts_is_told_so(tmp_path: Path, *, private: bool) -> None:
    calendar = f"{WORK}private = true\n" if private else WORK
    back = event("SUMMARY:Shoot", start="20260303T160000", end="20260302T080000", uid="")
    point = event("SUMMARY:Call", start="20260304T080000", end="20260304T080000", uid="")
    found = week(tmp_path, calendar, back, point)
    assert (found.busy, kinds(found)) == ((), ["event-backwards", "event-without-length"])
    assert "ends before it starts, so it takes no time" in found.notes[0].sentence
    assert ("Shoot" in found.notes[0].sentence) != private


def test_what_does_not_count_is_told_with_the_reason(tmp_path: Path) -> None:
    household = WORK.replace('"ana"', '"kim"') + '[adults.kim]\naddresses = ["kim@example.org"]\n'
    events = [
        *(
            event("SUMMARY:Late  shift", "STATUS:CANCELLED", start=f"2026030{n}T140000", uid=f"off{n}")
            for n in range(3, 8)
        ),
        event("SUMMARY:Dinner", "ATTENDEE;PARTSTAT=DECLINED:mailto:kim@example.org", uid="no"),
        all_day("SUMMARY:Birthday", "TRANSP:TRANSPARENT", uid="day"),
        event("STATUS:CANCELLED", uid="nameless"),
        event(uid="counts"),
    ]
    found = week(tmp_path, household, *events)
    days = ("Tue 3 Mar", "Wed 4 Mar", "Thu 5 Mar")
    off = "; ".join(f"Late shift, {day} 14:00" for day in days)
    lines = text(report(found)).splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("Calendar c.ics"))
    assert "1 event counted in these days" in lines[at]
    assert lines[at + 1 : at + 4] == [
        f"  Not counted: 6 called off ({off}; and 3 more)",
        "  Not counted: 1 declined (Dinner, Tue 3 Mar 08:00)",
        "  Not counted: 1 marked as free (Birthday, Tue 3 Mar)",
    ]


def test_what_does_not_count_of_a_private_calendar_is_only_counted(tmp_path: Path) -> None:
    found = week(tmp_path, f"{WORK}private = true\n", event("SUMMARY:Lawyer", "STATUS:CANCELLED"))
    told = text(report(found))
    assert "  Not counted: 1 called off\n" in told
    assert "Lawyer" not in told


def test_what_a_helper_or_a_child_cannot_go_by_does_not_count(tmp_path: Path) -> None:
    calendars = (
        '[calendars.asked]\nsource = "c.ics"\nof = "oma"\nmeans = "available"\n'
        '[calendars.club]\nsource = "c.ics"\nchild = "mia"\nmeans = "attendance"\nplace = "school"\n'
    )
    found = week(tmp_path, calendars, event("STATUS:TENTATIVE", uid="maybe"), all_day(uid="day"))
    assert [[one.why for one in read.left_out] for read in found.inputs] == [["tentative"], ["without a time of day"]]
    assert [read.events for read in found.inputs] == [1, 1]
    assert sorted(kinds(found)) == ["club-all-day", "event-tentative", "event-tentative"]


def test_what_takes_no_time_counts_where_nobody_is_busy(tmp_path: Path) -> None:
    terms = f'[calendars.gone]\nsource = "c.ics"\n{TERMS}'
    found = week(tmp_path, terms, all_day("TRANSP:TRANSPARENT"))
    assert (found.inputs[0].events, found.inputs[0].left_out) == (1, ())


def test_a_file_that_stops_is_told_as_the_file(tmp_path: Path) -> None:
    found = week(tmp_path, WORK, event(), ends="")
    (note,) = found.notes
    assert note.sentence == (
        "c.ics: The file stops before its end (END:VCALENDAR). Nobody knows when Ana is busy from Monday 2 March 2026, "
        "00:00 on, so nothing rests on it. Maybe the rest was lost on the way: export or download the calendar again."
    )


def test_what_runs_into_the_horizon_counts_whole(tmp_path: Path) -> None:
    found = week(tmp_path, WORK, event(start="20260301T210000", end="20260302T070000"))
    assert busy(found) == [("01.03. 21:00 - 02.03. 07:00", "work", "hospital")]


def test_events_outside_the_days_are_not_noted(tmp_path: Path) -> None:
    found = week(tmp_path, WORK, all_day(first="20260228"), all_day(first="20260317", uid="2"))
    assert found.notes == ()


def test_a_calendar_that_is_not_there_makes_its_owner_unknown(tmp_path: Path) -> None:
    found = week(tmp_path, WORK.replace("c.ics", "missing.ics"))
    assert [(one.adult, one.calendar, one.span) for one in found.unknown] == [("ana", "rota", found.horizon)]
    assert kinds(found) == ["calendar-unreadable"]
    assert found.inputs[0].stale
    assert found.inputs[0].sha256 == ""


def test_from_an_event_that_cannot_be_read_on_its_owner_is_unknown(tmp_path: Path) -> None:
    broken = event("RRULE:FREQ=SOMETIMES", start="20260310T080000", end="20260310T160000", uid="broken")
    found = week(tmp_path, WORK, event(), broken)
    assert [times(found, one.span) for one in found.unknown] == ["10.03. 08:00 - 16.03. 00:00"]
    assert [note.event for note in found.notes if note.kind == "event-set-aside"] == ["rota#broken"]
    assert found.inputs[0].stale


def test_an_event_whose_start_cannot_be_read_makes_all_of_it_unknown(tmp_path: Path) -> None:
    found = week(tmp_path, WORK, event(start="nonsense"))
    assert [one.span for one in found.unknown] == [found.horizon]


def test_what_cannot_be_read_after_the_days_makes_nothing_unknown(tmp_path: Path) -> None:
    found = week(tmp_path, WORK, event("RRULE:FREQ=SOMETIMES", start="20260710T080000", end="20260710T160000"))
    assert found.unknown == ()


@pytest.mark.parametrize(
    ("calendar", "assumed"),
    [
        ('means = "closed"\ncloses = ["school"]', "school is open on its usual days"),
        (TERMS, "it is term all the time, and school is open on its usual days"),
        ('means = "custody"\nchild = "mia"', "Mia is at home, not with the other household"),
        ('means = "attendance"\nchild = "mia"\nplace = "studio"', "Mia has nothing there"),
        ('means = "available"\nof = "oma"', "does not count on Oma beyond the weekly hours"),
    ],
)
def test_what_is_assumed_without_a_calendar_is_said(tmp_path: Path, calendar: str, assumed: str) -> None:
    found = week(tmp_path, f'[calendars.gone]\nsource = "gone.ics"\n{calendar}')
    assert found.unknown == ()
    assert [(note.kind, assumed in note.sentence) for note in found.notes] == [("calendar-unreadable", True)]


def test_what_closures_and_custody_could_not_say_comes_first(tmp_path: Path) -> None:
    gone = WORK.replace("c.ics", "gone.ics") + '[calendars.z]\nsource = "no.ics"\nmeans = "custody"\nchild = "mia"'
    assert [note.event for note in week(tmp_path, gone).notes] == ["z", "rota"]


def test_a_file_that_is_too_large_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "big.ics").write_bytes(b" " * (20 * 2**20 + 1))
    found = week(tmp_path, WORK.replace("c.ics", "big.ics"))
    assert "larger than 20 MB" in found.notes[0].sentence


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.ics"
    outside.write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.ics").symlink_to(outside)
    found = week(folder, WORK.replace("c.ics", "link.ics"))
    assert "leads out of the household's folder" in found.notes[0].sentence


def test_terms_are_what_their_events_say(tmp_path: Path) -> None:
    terms = f'[calendars.gone]\nsource = "c.ics"\n{TERMS}'
    found = week(tmp_path, terms, all_day(), event("STATUS:CANCELLED", uid="2"))
    assert [(name, times(found, span)) for name, span in found.terms] == [("gone", "03.03. 00:00 - 04.03. 00:00")]
    assert found.notes == ()
    assert "Calendar c.ics: the terms of school: " in text(report(found))


def test_terms_that_are_not_read_whole_are_all_the_time(tmp_path: Path) -> None:
    terms = f'[calendars.gone]\nsource = "c.ics"\n{TERMS}'
    found = week(tmp_path, terms, all_day(), event("DTSTART:nonsense", start="", uid="2"), days=1)
    assert kinds(found) == ["event-set-aside"]
    assert "02.03. 00:00 - 05.03. 00:00" in [times(found, span) for _, span in found.terms]


def test_pauses_of_these_days_are_told(tmp_path: Path) -> None:
    pauses = '[[pauses]]\nfrom = 2026-03-14\nto = 2026-03-20\ntitle = "By the sea"\n'
    told = text(report(week(tmp_path, f"{pauses}[[pauses]]\nfrom = 2026-05-01\nto = 2026-05-01")))
    assert "\nPause from Saturday 14 March 2026 to Friday 20 March 2026: By the sea\n" in told
    assert "May" not in told


def test_a_pause_says_who_works_in_it() -> None:
    text = "adult ana\nadult ben\nchild leo 2022-05-10\nwork ben {place} tue 08:00 tue 12:00\npause {first} tue"
    here = week_of(text.format(place="home", first="mon"), days=1)
    assert report(here).pauses == ("Pause from Monday 2 March 2026 to Tuesday 3 March 2026",)
    longer = week_of(text.format(place="home", first="tue"), days=2)
    assert report(longer).pauses == ("Pause on Tuesday 3 March 2026. Work goes on: Ben",)


def test_touching_custody_is_one(tmp_path: Path) -> None:
    custody = '[calendars.c]\nsource = "c.ics"\nmeans = "custody"\nchildren = ["mia"]'
    first = event(start="20260306T180000", end="20260308T180000")
    found = week(tmp_path, custody, first, event(start="20260308T180000", end="20260309T080000", uid="2"))
    assert [(child, times(found, span)) for child, span in found.custody] == [("mia", "06.03. 18:00 - 09.03. 08:00")]


def test_closures_count_although_they_are_marked_as_free(tmp_path: Path) -> None:
    closed = '[calendars.c]\nsource = "c.ics"\nmeans = "closed"\ncloses = ["school"]'
    found = week(
        tmp_path, closed, all_day("TRANSP:TRANSPARENT"), all_day("STATUS:CANCELLED", first="20260304", uid="2")
    )
    assert [(name, place, times(found, span)) for name, place, span in found.closures] == [
        ("c", "school", "03.03. 00:00 - 04.03. 00:00")
    ]


def test_closures_may_be_named_by_the_attendance(tmp_path: Path) -> None:
    closed = """
        [calendars.c]
        source = "c.ics"
        means = "closed"
        [[attendance]]
        child = "mia"
        place = "school"
        days = "mon-fri"
        drop = "08:15"
        pick = "15:00"
        closed = "c"
        """
    assert [place for _, place, _ in week(tmp_path, closed, all_day()).closures] == ["school"]


CLUB = '[calendars.c]\nsource = "c.ics"\nmeans = "attendance"\nchild = "mia"\nplace = "studio"'


def test_events_of_an_attendance_calendar_are_clubs(tmp_path: Path) -> None:
    found = week(tmp_path, CLUB, event("SUMMARY:Ballet"))
    assert [(one.child, one.place, one.title, one.event) for one in found.clubs] == [("mia", "studio", "Ballet", "c#1")]


def test_a_club_all_day_is_left_out_and_noted(tmp_path: Path) -> None:
    found = week(tmp_path, CLUB, all_day())
    assert (found.clubs, kinds(found)) == ((), ["club-all-day"])


def test_a_helper_can_be_asked_in_its_weekly_hours_and_by_its_calendar(tmp_path: Path) -> None:
    free = '[calendars.c]\nsource = "c.ics"\nmeans = "available"\nof = "oma"'
    found = week(tmp_path, free, event(start="20260303T190000", end="20260303T220000"), days=7)
    assert [(helper, times(found, span)) for helper, span in found.available] == [
        ("oma", "02.03. 00:00 - 02.03. 02:00"),
        ("oma", "03.03. 13:00 - 03.03. 22:00"),
        ("oma", "08.03. 20:00 - 09.03. 00:00"),
    ]


def test_a_tentative_offer_of_help_is_none(tmp_path: Path) -> None:
    free = '[calendars.c]\nsource = "c.ics"\nmeans = "available"\nof = "oma"'
    found = week(tmp_path, free, event("STATUS:TENTATIVE", start="20260304T080000", end="20260304T220000"), days=3)
    assert [times(found, span) for _, span in found.available] == [
        "02.03. 00:00 - 02.03. 02:00",
        "03.03. 13:00 - 03.03. 20:00",
    ]
    assert kinds(found) == ["event-tentative"]


def test_what_was_read_is_told(tmp_path: Path) -> None:
    found = week(tmp_path, WORK, event("RRULE:FREQ=DAILY;COUNT=20"), read_at="2026-03-01T18:00:00+00:00")
    (told,) = found.inputs
    assert (told.calendar, told.read, told.stale, told.events) == ("rota", "2026-03-01T18:00:00+00:00", False, 13)
    assert len(told.sha256) == 64
    assert told.reach
    assert times(found, Span(*told.reach)) == "03.03. 08:00 - 18.03. 16:00"


def test_without_a_day_today_is_the_first(tmp_path: Path) -> None:
    found = week(tmp_path, WORK, event(), start=None, read_at="2026-02-24T23:30:00+00:00")
    assert found.clock.date(found.horizon.start) == dt.date(2026, 2, 25)
    assert kinds(found) == []


@pytest.mark.parametrize(
    ("today", "first"), [("2026-01-01", "2026-03-03"), ("2026-04-15", "2026-03-03"), ("2027-01-01", "2026-03-03")]
)
def test_where_nobody_works_in_the_days_to_come_others_are_planned(tmp_path: Path, today: str, first: str) -> None:
    found = week(tmp_path, WORK, event(), start=None, read_at=f"{today}T12:00:00+00:00")
    assert str(found.clock.date(found.horizon.start)) == first
    assert kinds(found) == ["horizon-moved"]
    assert f"--from {today}" in found.notes[0].sentence
    assert len(found.busy) == 1


def test_without_any_work_today_is_the_first(tmp_path: Path) -> None:
    found = week(tmp_path, WORK, start=None, read_at="2026-03-01T12:00:00+00:00")
    assert str(found.clock.date(found.horizon.start)) == "2026-03-01"
    assert kinds(found) == []


@pytest.mark.parametrize(
    ("start", "days"), [(MONDAY, 0), (MONDAY, 57), (dt.date(9999, 12, 31), 14), (dt.date(1, 1, 1), 1)]
)
def test_days_that_cannot_be_planned_are_refused(tmp_path: Path, start: dt.date, days: int) -> None:
    with pytest.raises(InputError):
        week(tmp_path, "", start=start, days=days)


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no such folder"):
        read(tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"There is no household\.toml in this folder"):
        read(tmp_path)


def test_a_household_text_of_a_terminal_and_of_windows_are_alike(tmp_path: Path) -> None:
    (tmp_path / "household.toml").write_bytes(HEAD.replace("\n", "\r\n").encode())
    assert read(tmp_path, start=MONDAY).household.zone == "Europe/Berlin"


def test_the_report_says_what_was_read(tmp_path: Path) -> None:
    lines = text(report(week(tmp_path, WORK, event("SUMMARY:Early")))).splitlines()
    assert "Calendar c.ics: Ana's work: 1 event in these days, events from 2026-03-03 to 2026-03-03 seen." in lines
    assert "Live here: Ana (walk, transit)" in lines
    assert "Nothing is unclear." in lines
    assert check(tmp_path, start=MONDAY).clean


def test_a_folder_in_the_place_of_a_calendar_is_none(tmp_path: Path) -> None:
    (tmp_path / "folder.ics").mkdir()
    found = week(tmp_path, WORK.replace("c.ics", "folder.ics"))
    assert "It is not a file." in found.notes[0].sentence


def test_a_household_text_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "household.toml").write_bytes(b"#" * (2 * 2**20 + 1))
    with pytest.raises(InputError, match="larger than 2 MB"):
        read(tmp_path, start=MONDAY)


def test_a_household_text_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "household.toml").mkdir()
    with pytest.raises(InputError, match="cannot be opened: is a directory"):
        read(tmp_path, start=MONDAY)


def test_a_rota_is_work_and_part_of_the_report(tmp_path: Path) -> None:
    rota = (
        '[[rotas]]\nof = "ana"\nplace = "studio"\ncodes = { N = "21:00-07:00" }\nstarts = 2026-03-01\npattern = "N - -"'
    )
    found = week(tmp_path, rota, days=7)
    assert busy(found)[:2] == [
        ("01.03. 21:00 - 02.03. 07:00", "work", "studio"),
        ("04.03. 21:00 - 05.03. 07:00", "work", "studio"),
    ]
    assert "Rota rota-ana: Ana, N - -: 3 shifts" in text(report(found)).splitlines()


def test_a_home_game_is_at_the_club(tmp_path: Path) -> None:
    assert [one.place for one in week(tmp_path, CLUB, event("LOCATION:Home")).clubs] == ["studio"]
    assert [one.place for one in week(tmp_path, CLUB, event("LOCATION:school")).clubs] == ["school"]
