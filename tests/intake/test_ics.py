"""What is read from one calendar file, each example with its text in sight."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinrota.intake.ics import CalendarReading, Limits, Occurrence, SetAside
from kinrota.intake.ics_calendar import read_calendar
from kinrota.intake.ics_remedies import ANOTHER_END, REPEATS_ANEW, TIMES_ANEW, WHOLE_AGAIN, WITH_EVENTS

UTC = dt.UTC
MARCH = ("2026-03-01", "2026-04-01")


def minute(text: str) -> int:
    """Of a time in UTC."""
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) // 60


def read(events: str | bytes, window: tuple[str, str] = MARCH, zone: str = "Europe/Berlin") -> CalendarReading:
    """Read a calendar with these lines in it."""
    lines = events if isinstance(events, bytes) else events.encode()
    data = b"BEGIN:VCALENDAR\nVERSION:2.0\n" + lines + b"END:VCALENDAR\n"
    return read_calendar(data, "", (minute(window[0]), minute(window[1])), zone, Limits())


def shown(reading: CalendarReading) -> list[str]:
    """Its occurrences in UTC: month-day, from, to."""
    return [
        f"{dt.datetime.fromtimestamp(one.start * 60, UTC):%m-%d %H:%M}"
        f" to {dt.datetime.fromtimestamp(one.end * 60, UTC):%m-%d %H:%M}"
        for one in reading.occurrences
    ]


def test_an_event_with_all_that_is_read_of_one() -> None:
    reading = read("""BEGIN:VEVENT
UID:shift-1
SUMMARY:Late shift\\, ward 4
LOCATION:Ward 4\\nKlinikum
STATUS:TENTATIVE
TRANSP:TRANSPARENT
DTSTART;TZID=Europe/Berlin:20260302T133000
DTEND;TZID=Europe/Berlin:20260302T213000
END:VEVENT
""")
    assert reading == CalendarReading(
        occurrences=(
            Occurrence(
                start=minute("2026-03-02 12:30"),
                end=minute("2026-03-02 20:30"),
                all_day=False,
                uid="shift-1",
                summary="Late shift, ward 4",
                location="Ward 4\nKlinikum",
                status="TENTATIVE",
                transparent=True,
            ),
        ),
        set_aside=(),
        unclear=(),
        unreadable=None,
        sha256="",
    )


def test_an_event_that_says_little_is_confirmed_and_takes_time() -> None:
    (one,) = read("""BEGIN:VEVENT
DTSTART:20260302T090000Z
DTEND:20260302T100000Z
END:VEVENT
""").occurrences
    assert (one.uid, one.summary, one.location, one.status, one.transparent) == ("", "", "", "CONFIRMED", False)


def test_a_cancelled_event_is_reported_as_such() -> None:
    (one,) = read("""BEGIN:VEVENT
UID:a
STATUS:cancelled
DTSTART:20260302T090000Z
DTEND:20260302T100000Z
END:VEVENT
""").occurrences
    assert one.status == "CANCELLED"


def test_one_occurrence_of_a_series_is_cancelled_and_another_moved() -> None:
    reading = read("""BEGIN:VEVENT
UID:a
DTSTART;TZID=Europe/Berlin:20260302T090000
DTEND;TZID=Europe/Berlin:20260302T100000
RRULE:FREQ=WEEKLY;COUNT=4
END:VEVENT
BEGIN:VEVENT
UID:a
RECURRENCE-ID;TZID=Europe/Berlin:20260309T090000
STATUS:CANCELLED
DTSTART;TZID=Europe/Berlin:20260309T090000
DTEND;TZID=Europe/Berlin:20260309T100000
END:VEVENT
BEGIN:VEVENT
UID:a
RECURRENCE-ID;TZID=Europe/Berlin:20260316T090000
SUMMARY:moved
DTSTART;TZID=Europe/Berlin:20260317T140000
DTEND;TZID=Europe/Berlin:20260317T170000
END:VEVENT
""")
    assert shown(reading) == [
        "03-02 08:00 to 03-02 09:00",
        "03-09 08:00 to 03-09 09:00",
        "03-17 13:00 to 03-17 16:00",
        "03-23 08:00 to 03-23 09:00",
    ]
    assert [one.status for one in reading.occurrences] == ["CONFIRMED", "CANCELLED", "CONFIRMED", "CONFIRMED"]
    assert [one.summary for one in reading.occurrences] == ["", "", "moved", ""]


def test_what_is_changed_from_one_occurrence_on() -> None:
    assert shown(
        read("""BEGIN:VEVENT
UID:a
DTSTART;TZID=Europe/Berlin:20260302T090000
DTEND;TZID=Europe/Berlin:20260302T100000
RRULE:FREQ=WEEKLY;COUNT=3
END:VEVENT
BEGIN:VEVENT
UID:a
RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260309T090000
DTSTART;TZID=Europe/Berlin:20260309T110000
DTEND;TZID=Europe/Berlin:20260309T140000
END:VEVENT
""")
    ) == ["03-02 08:00 to 03-02 09:00", "03-09 10:00 to 03-09 13:00", "03-16 10:00 to 03-16 13:00"]


def test_an_all_day_event_is_between_midnights_of_the_household() -> None:
    day_off = """BEGIN:VEVENT
UID:off
DTSTART;VALUE=DATE:20260329
END:VEVENT
"""
    assert shown(read(day_off)) == ["03-28 23:00 to 03-29 22:00"]  # the clocks change: 23 hours
    assert shown(read(day_off, zone="America/New_York")) == ["03-29 04:00 to 03-30 04:00"]
    assert read(day_off).occurrences[0].all_day


def test_an_all_day_event_stays_in_the_household_even_if_its_calendar_has_a_zone() -> None:
    reading = read("""X-WR-TIMEZONE:America/New_York
BEGIN:VEVENT
UID:off
DTSTART;VALUE=DATE:20260310
END:VEVENT
BEGIN:VEVENT
UID:floating
DTSTART:20260310T120000
DTEND:20260310T130000
END:VEVENT
""")
    assert shown(reading) == ["03-09 23:00 to 03-10 23:00", "03-10 16:00 to 03-10 17:00"]


def test_a_floating_time_is_in_the_households_zone() -> None:
    lunch = """BEGIN:VEVENT
UID:lunch
DTSTART:20260310T120000
DTEND:20260310T130000
END:VEVENT
"""
    assert shown(read(lunch)) == ["03-10 11:00 to 03-10 12:00"]
    assert shown(read(lunch, zone="Asia/Kolkata")) == ["03-10 06:30 to 03-10 07:30"]


def test_the_window_is_half_open_and_so_are_events() -> None:
    events = "".join(
        f"""BEGIN:VEVENT
UID:{uid}
DTSTART:20260310T{start}00Z
DTEND:20260310T{end}00Z
END:VEVENT
"""
        for uid, start, end in [
            ("before", "0800", "0900"),
            ("into", "0830", "0930"),
            ("inside", "0930", "0945"),
            ("out", "0945", "1100"),
            ("over", "0700", "1200"),
            ("after", "1000", "1100"),
        ]
    )
    reading = read(events, ("2026-03-10 09:00", "2026-03-10 10:00"))
    assert [one.uid for one in reading.occurrences] == ["over", "into", "inside", "out"]


def test_seconds_are_rounded_outwards() -> None:
    assert shown(
        read("""BEGIN:VEVENT
UID:a
DTSTART:20260310T090059Z
DTEND:20260310T093001Z
END:VEVENT
""")
    ) == ["03-10 09:00 to 03-10 09:31"]


def test_a_time_without_an_end_has_no_length_and_is_unclear() -> None:
    reading = read("""BEGIN:VEVENT
UID:bell
DTSTART:20260310T090030Z
END:VEVENT
""")
    assert shown(reading) == ["03-10 09:00 to 03-10 09:00"]
    assert reading.unclear == (
        SetAside(3, "bell", "It has no length: only its start is known.", minute("2026-03-10 09:00"), "", ANOTHER_END),
    )


def test_an_end_before_the_start_is_unclear() -> None:
    reading = read("""BEGIN:VEVENT
UID:a
DTSTART:20260310T090000Z
DTEND:20260310T080000Z
END:VEVENT
BEGIN:VEVENT
UID:b
DTSTART;VALUE=DATE:20260312
DTEND;VALUE=DATE:20260312
END:VEVENT
""")
    assert shown(reading) == ["03-10 09:00 to 03-10 09:00", "03-11 23:00 to 03-12 23:00"]
    assert [(one.uid, one.reason) for one in reading.unclear] == [
        ("a", "It ends before it starts: only its start is known."),
        ("b", "It has no length: it is read as one day."),
    ]


def test_a_zone_that_nobody_knows_is_unclear() -> None:
    reading = read("""BEGIN:VEVENT
UID:a
DTSTART;TZID=Customized Time Zone:20260310T090000
DURATION:PT1H
END:VEVENT
""")
    assert shown(reading) == ["03-10 08:00 to 03-10 09:00"]
    assert [(one.line, one.reason) for one in reading.unclear] == [
        (5, "Its time zone “Customized Time Zone” is not known: its times are read in the household's.")
    ]


@pytest.mark.parametrize("zone", ["Europe", "../../etc/passwd", "/etc/passwd", "Europe/Berlin\x01"])
def test_a_path_is_no_zone(zone: str) -> None:
    reading = read(f"""BEGIN:VEVENT
UID:a
DTSTART;TZID={zone}:20260310T090000
DURATION:PT1H
END:VEVENT
""")
    assert shown(reading) == ["03-10 08:00 to 03-10 09:00"]
    assert len(reading.unclear) == 1


def test_two_events_with_one_uid_both_live() -> None:
    assert shown(
        read("""BEGIN:VEVENT
UID:same
DTSTART:20260310T090000Z
DTEND:20260310T100000Z
RRULE:FREQ=DAILY;COUNT=2
END:VEVENT
BEGIN:VEVENT
UID:same
DTSTART:20260320T090000Z
DTEND:20260320T100000Z
END:VEVENT
""")
    ) == ["03-10 09:00 to 03-10 10:00", "03-11 09:00 to 03-11 10:00", "03-20 09:00 to 03-20 10:00"]


def test_an_event_in_a_file_twice_happens_once() -> None:
    event = """BEGIN:VEVENT
UID:same
DTSTART:20260310T090000Z
DTEND:20260310T100000Z
END:VEVENT
"""
    assert shown(read(event + event)) == ["03-10 09:00 to 03-10 10:00"]


def test_a_later_revision_takes_the_place_of_an_earlier_one() -> None:
    reading = read("""BEGIN:VEVENT
UID:a
SEQUENCE:1
DTSTART:20260310T090000Z
DTEND:20260310T100000Z
END:VEVENT
BEGIN:VEVENT
UID:a
SEQUENCE:2
DTSTART:20260311T090000Z
DTEND:20260311T100000Z
END:VEVENT
""")
    assert shown(reading) == ["03-11 09:00 to 03-11 10:00"]
    assert [one.reason for one in reading.unclear] == [
        "There is a later revision of it in the file: this one is left out."
    ]


def test_a_series_that_is_given_in_utc_keeps_its_hour_in_the_calendars_zone() -> None:
    assert shown(
        read("""X-WR-TIMEZONE:Europe/Berlin
BEGIN:VEVENT
UID:a
DTSTART:20260322T080000Z
DTEND:20260322T090000Z
RRULE:FREQ=WEEKLY;COUNT=2
END:VEVENT
""")
    ) == ["03-22 08:00 to 03-22 09:00", "03-29 07:00 to 03-29 08:00"]


@pytest.mark.parametrize(
    ("until", "last"),
    [("20260312", 12), ("20260311T230000Z", 12), ("20260312T225959Z", 12), ("20260312T000000Z", 12)],
)
def test_the_last_of_several_days_off_is_one_however_it_is_written(until: str, last: int) -> None:
    reading = read(f"""BEGIN:VEVENT
UID:off
DTSTART;VALUE=DATE:20260310
RRULE:FREQ=DAILY;UNTIL={until}
END:VEVENT
""")
    assert [one.start for one in reading.occurrences] == [
        minute(f"2026-03-{day:02d}") - 60 for day in range(10, last + 1)
    ]


def test_an_exception_by_date_takes_the_day_away() -> None:
    assert shown(
        read("""BEGIN:VEVENT
UID:a
DTSTART;TZID=Europe/Berlin:20260310T090000
DTEND;TZID=Europe/Berlin:20260310T100000
RRULE:FREQ=DAILY;COUNT=3
EXDATE;VALUE=DATE:20260311
END:VEVENT
""")
    ) == ["03-10 08:00 to 03-10 09:00", "03-12 08:00 to 03-12 09:00"]


GOOD = """BEGIN:VEVENT
UID:good
DTSTART:20260310T090000Z
DTEND:20260310T100000Z
END:VEVENT
"""


@pytest.mark.parametrize(
    ("lines", "line", "reason", "start"),
    [
        ("SUMMARY:no start", 8, "It does not say when it starts: DTSTART is missing.", None),
        ("DTSTART:yesterday", 10, "DTSTART “yesterday” is not a date or a time.", None),
        ("DTSTART:20260231", 10, "DTSTART “20260231” is not a date or a time.", None),
        ("DTSTART:20260305T090000Z\nDTEND:later", 11, "DTEND “later” is not a date or a time.", "2026-03-05 09:00"),
        ("DTSTART:20260305T090000Z\nDURATION:8 hours", 11, "DURATION “8 hours” is not a duration.", "2026-03-05 09:00"),
        ("DTSTART:20260305T090000Z\nDTSTART:20260306T090000Z", 11, "It has more than one DTSTART.", "2026-03-05 09:00"),
        (
            "DTSTART:20260305T090000Z\nRRULE:FREQ=SOMETIMES",
            11,
            "“FREQ=SOMETIMES” is not a frequency.",
            "2026-03-05 09:00",
        ),
        (
            "DTSTART:20260305T090000Z\nRRULE:FREQ=DAILY;COUNT=0",
            11,
            "“COUNT=0” does not count anything.",
            "2026-03-05 09:00",
        ),
        (
            "DTSTART:20260305T090000Z\nRRULE:FREQ=DAILY;BYMOON=FULL",
            11,
            "“BYMOON” is not part of a rule.",
            "2026-03-05 09:00",
        ),
        (
            "DTSTART:20260305T090000Z\nRDATE:20260306T090000Z,soon",
            11,
            "RDATE “soon” is not a date or a time.",
            "2026-03-05 09:00",
        ),
    ],
)
def test_a_bad_event_is_named_and_costs_no_other(lines: str, line: int, reason: str, start: str | None) -> None:
    reading = read(f"{GOOD}BEGIN:VEVENT\nUID:bad\n{lines}\nEND:VEVENT\n")
    assert "good" in {one.uid for one in reading.occurrences}
    (aside,) = reading.set_aside
    title = "no start" if "SUMMARY" in lines else ""
    repeats = any(name in lines for name in ("RRULE", "RDATE"))
    remedy = REPEATS_ANEW if repeats else TIMES_ANEW
    assert aside == SetAside(line, "bad", reason, minute(start) if start else None, title, remedy)


def test_a_bad_series_does_not_take_its_changed_occurrences_along() -> None:
    reading = read("""BEGIN:VEVENT
UID:a
DTSTART:20260310T090000Z
RRULE:FREQ=NEVER
END:VEVENT
BEGIN:VEVENT
UID:a
RECURRENCE-ID:20260311T090000Z
DTSTART:20260311T120000Z
DTEND:20260311T130000Z
END:VEVENT
""")
    assert shown(reading) == ["03-11 12:00 to 03-11 13:00"]
    assert len(reading.set_aside) == 1


def test_a_bad_exception_takes_nothing_away_and_is_unclear() -> None:
    reading = read("""BEGIN:VEVENT
UID:a
DTSTART:20260310T090000Z
DTEND:20260310T100000Z
RRULE:FREQ=DAILY;COUNT=2
EXDATE:the eleventh
END:VEVENT
""")
    assert shown(reading) == ["03-10 09:00 to 03-10 10:00", "03-11 09:00 to 03-11 10:00"]
    assert [(one.line, one.reason) for one in reading.unclear] == [
        (8, "EXDATE “the eleventh” is not a date or a time. What it should take away is shown.")
    ]


def test_a_file_cut_short_says_so() -> None:
    data = f"BEGIN:VCALENDAR\n{GOOD}BEGIN:VEVENT\nUID:cut\nDTSTART:20260312T09".encode()
    reading = read_calendar(data, "", (minute("2026-03-01"), minute("2026-04-01")), "Europe/Berlin", Limits())
    assert [one.uid for one in reading.occurrences] == ["good"]
    assert reading.set_aside == (
        SetAside(None, "", "The file stops before its end (END:VCALENDAR).", None, "", WHOLE_AGAIN, whole=True),
        SetAside(7, "cut", "It is not closed: its END:VEVENT is missing.", None, "", WHOLE_AGAIN),
    )


def test_busy_times_without_events_are_set_aside() -> None:
    reading = read("""BEGIN:VFREEBUSY
FREEBUSY:20260310T090000Z/PT1H
END:VFREEBUSY
""")
    busy = "It lists busy times without events (VFREEBUSY)."
    assert reading.set_aside == (SetAside(3, "", busy, None, "", WITH_EVENTS, whole=True),)


def test_an_alarm_is_none_of_the_events_business() -> None:
    assert shown(
        read("""BEGIN:VEVENT
UID:a
BEGIN:VALARM
TRIGGER:-PT15M
DURATION:PT5M
SUMMARY:Beep
END:VALARM
DTSTART:20260310T090000Z
DURATION:PT1H
END:VEVENT
""")
    ) == ["03-10 09:00 to 03-10 10:00"]


NO_CALENDAR = "It is not a calendar: there is no BEGIN:VCALENDAR in it. Maybe export it as an iCalendar file (.ics)."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            b"<html><body>Log in</body></html>",
            "It is a web page and not a calendar. Maybe its address asks for a password first.",
        ),
        (
            b"\xef\xbb\xbf\n <!DOCTYPE html>",
            "It is a web page and not a calendar. Maybe its address asks for a password first.",
        ),
        (b"Date,Shift\n2026-03-02,L\n", NO_CALENDAR),
        (b"PK\x03\x04\xff\xfe", "It is a packed file and not a calendar. Maybe unpack it first."),
        (b"\x1f\x8b\x08\x00\xff", "It is a packed file and not a calendar. Maybe unpack it first."),
        (b"\xff\xd8\xff\xe0", NO_CALENDAR),
        (
            b"BEGIN:VCALENDAR\nCALSCALE:HEBREW\nEND:VCALENDAR\n",
            "It counts its days in another calendar: “CALSCALE:HEBREW”.",
        ),
    ],
)
def test_what_is_no_calendar_is_unreadable_and_not_empty(data: bytes, reason: str) -> None:
    reading = read_calendar(data, "", (0, 1), "Europe/Berlin", Limits())
    assert reading == CalendarReading((), (), (), reason, "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\r\r\n", "\n\n"])
def test_however_the_file_was_saved(encoding: str, line_end: str) -> None:
    text = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:a
SUMMARY:Früh
  und spät
DTSTART:20260310T090000Z
DURATION:PT1H
END:VEVENT
END:VCALENDAR
"""
    data = text.replace("\n", line_end).encode(encoding)
    reading = read_calendar(data, "", (minute("2026-03-01"), minute("2026-04-01")), "Europe/Berlin", Limits())
    assert [one.summary for one in reading.occurrences] == ["Früh und spät"]
    assert reading.set_aside == ()


def test_zero_bytes_are_dropped() -> None:
    assert shown(read(GOOD.encode().replace(b"2026", b"20\x0026"))) == ["03-10 09:00 to 03-10 10:00"]


WHOLE = """BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
UID:früh-1\r
SUMMARY:Frühdienst · Station 4 ☀\r
LOCATION:Käthe-Kollwitz-Straße\r
DTSTART;TZID="Europe/Berlin":20260310T060000\r
DTEND;TZID=Europe/Berlin:20260310T143000\r
RRULE:FREQ=WEEKLY;BYDAY=TU,WE;UNTIL=20260401\r
EXDATE;TZID=Europe/Berlin:20260311T060000,20260318T060000\r
END:VEVENT\r
END:VCALENDAR\r
""".encode()


@settings(deadline=None)
@given(st.lists(st.integers(1, len(WHOLE) - 3), max_size=20))
def test_where_the_lines_are_folded_makes_no_difference(places: list[int]) -> None:
    window = (minute("2026-03-01"), minute("2026-05-01"))
    folded = WHOLE
    for place in sorted(set(places), reverse=True):
        if not {WHOLE[place - 1], WHOLE[place]} & set(b"\r\n"):
            folded = folded[:place] + b"\r\n " + folded[place:]
    plain = read_calendar(WHOLE, "", window, "Europe/Berlin", Limits())
    assert len(plain.occurrences) == 6
    assert read_calendar(folded, "", window, "Europe/Berlin", Limits()) == plain


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_an_answer(noise: bytes) -> None:
    assert read_calendar(noise, "", (0, 1), "Europe/Berlin", Limits()).unreadable or b"VCALENDAR" in noise.upper()


PIECES = st.sampled_from(
    [
        *(
            "DTSTART",
            "DTEND",
            "DURATION",
            "RRULE",
            "RDATE",
            "EXDATE",
            "RECURRENCE-ID",
            "UID",
            "BEGIN",
            "END",
            "SEQUENCE",
        ),
        *(":", ";", "=", ",", "/", "\n", "\n ", '"', "TZID", "VALUE", "DATE", "PERIOD", "RANGE", "THISANDFUTURE"),
        *(
            "VEVENT",
            "VALARM",
            "VTIMEZONE",
            "VCALENDAR",
            "Europe/Berlin",
            "20260310",
            "20260310T090000",
            "Z",
            "PT1H",
            "P1D",
        ),
        *("FREQ", "DAILY", "WEEKLY", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "MO", "-1", "0", "3", "a", "é", "\\"),
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, max_size=40))
def test_whatever_is_wrong_with_its_neighbour_a_good_event_is_read(pieces: list[str]) -> None:
    reading = read(f"{GOOD}BEGIN:VEVENT\nUID:bad\n{''.join(pieces)}\nEND:VEVENT\n")
    assert minute("2026-03-10 09:00") in {one.start for one in reading.occurrences if one.uid == "good"}
