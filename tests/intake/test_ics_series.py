"""What a series is made of: dates added and taken away, other versions of occurrences, zones that a file brings."""

import datetime as dt

import pytest

from kinrota.intake.ics import CalendarReading, Limits
from kinrota.intake.ics_calendar import read_calendar
from kinrota.intake.ics_text import cut
from kinrota.intake.ics_values import Duration, moment_of, offset_of
from kinrota.intake.ics_zones import OwnZones

WEEKLY = """BEGIN:VEVENT
UID:a
SUMMARY:plain
DTSTART;TZID=Europe/Berlin:20260302T090000
DTEND;TZID=Europe/Berlin:20260302T100000
RRULE:FREQ=WEEKLY;COUNT=4
END:VEVENT
"""


def minute(text: str) -> int:
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC).timestamp()) // 60


def read(events: str, first: str = "2026-01-01", last: str = "2027-01-01") -> CalendarReading:
    data = f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n".encode()
    return read_calendar(data, "", (minute(first), minute(last)), "Europe/Berlin", Limits())


def shown(events: str, first: str = "2026-01-01", last: str = "2027-01-01") -> list[str]:
    """Occurrences in UTC: month-day, from, to."""
    reading = read(events, first, last)
    assert reading.set_aside == ()
    return [
        f"{dt.datetime.fromtimestamp(one.start * 60, dt.UTC):%m-%d %H:%M}"
        f" to {dt.datetime.fromtimestamp(one.end * 60, dt.UTC):%m-%d %H:%M}"
        for one in reading.occurrences
    ]


def starts(events: str, first: str = "2026-01-01", last: str = "2027-01-01") -> list[str]:
    return [line[:11] for line in shown(events, first, last)]


def with_line(line: str) -> str:
    return WEEKLY.replace("RRULE", f"{line}\nRRULE")


def changed(which: str, lines: str) -> str:
    """Another version of one occurrence, or of all from one on."""
    return f"BEGIN:VEVENT\nUID:a\nRECURRENCE-ID{which}\n{lines}\nEND:VEVENT\n"


PLAIN = ["03-02 08:00", "03-09 08:00", "03-16 08:00", "03-23 08:00"]


@pytest.mark.parametrize(
    "line",
    [
        "EXDATE;TZID=Europe/Berlin:20260309T090000",
        "EXDATE:20260309T080000Z",
        "EXDATE;TZID=America/New_York:20260309T040000",
        "EXDATE:20260309T090000",
        "EXDATE;VALUE=DATE:20260309",
        "EXDATE:20260309",
        'EXDATE;TZID="Europe/Berlin";X-WHY="a:b":20260309T090000',
        "EXRULE:FREQ=MONTHLY;BYDAY=2MO",
        "EXRULE:FREQ=DAILY;UNTIL=20260309T080000Z\nRDATE:20260302T080000Z\nRRULE:FREQ=DAILY;COUNT=1",
    ],
)
def test_what_takes_the_second_of_four_away(line: str) -> None:
    expected = PLAIN[:1] * ("UNTIL" not in line) + PLAIN[2:]
    assert starts(with_line(line)) == expected


@pytest.mark.parametrize(
    "line", ["EXDATE;TZID=Europe/Berlin:20260309T093000", "EXDATE:20260309T090000Z", "EXDATE:20260310"]
)
def test_what_takes_nothing_away(line: str) -> None:
    assert starts(with_line(line)) == PLAIN


def test_a_day_that_is_taken_away_takes_all_of_its_occurrences_along() -> None:
    twice = """BEGIN:VEVENT
UID:a
DTSTART;TZID=Europe/Berlin:20260302T090000
RRULE:FREQ=DAILY;BYHOUR=9,17;COUNT=6
EXDATE;VALUE=DATE:20260303
END:VEVENT
"""
    assert starts(twice) == ["03-02 08:00", "03-02 16:00", "03-04 08:00", "03-04 16:00"]


@pytest.mark.parametrize("line", ["EXDATE;VALUE=DATE:20260311", "EXDATE:20260310T230000Z", "EXDATE:20260311T150000"])
def test_a_day_off_is_taken_away_however_it_is_written(line: str) -> None:
    days = f"BEGIN:VEVENT\nUID:a\nDTSTART;VALUE=DATE:20260310\nRRULE:FREQ=DAILY;COUNT=3\n{line}\nEND:VEVENT\n"
    assert starts(days) == ["03-09 23:00", "03-11 23:00"]


def test_a_rule_of_exceptions_is_followed_and_told() -> None:
    reading = read(with_line("EXRULE:FREQ=WEEKLY"))
    assert (reading.occurrences, reading.set_aside) == ((), ())
    assert [(one.line, one.reason) for one in reading.unclear] == [
        (7, "It has a rule of exceptions, EXRULE, which few programs follow: what it takes away is not shown.")
    ]


def test_added_dates_have_their_own_ends_where_they_are_periods() -> None:
    more = (
        "RDATE;VALUE=PERIOD:20260401T060000Z/20260401T090000Z,20260402T060000Z/PT2H\n"
        "RDATE;TZID=Europe/Berlin:20260403T090000\nRDATE;VALUE=DATE:20260404\n"
        "RDATE;TZID=Europe/Berlin;VALUE=PERIOD:20260302T090000/PT4H,20260405T090000/P1DT1H"
    )
    assert shown(with_line(more), "2026-03-01", "2026-05-01") == [
        "03-02 08:00 to 03-02 12:00",
        "03-09 08:00 to 03-09 09:00",
        "03-16 08:00 to 03-16 09:00",
        "03-23 08:00 to 03-23 09:00",
        "04-01 06:00 to 04-01 09:00",
        "04-02 06:00 to 04-02 08:00",
        "04-03 07:00 to 04-03 08:00",
        "04-04 07:00 to 04-04 08:00",
        "04-05 07:00 to 04-06 08:00",
    ]


def test_a_long_period_that_began_before_the_window_is_in_it() -> None:
    long = with_line("RDATE;VALUE=PERIOD:20260401T060000Z/P60D")
    assert shown(long, "2026-05-01", "2026-05-02") == ["04-01 06:00 to 05-31 06:00"]


def test_a_period_that_ends_before_it_begins_has_no_length() -> None:
    odd = with_line("RDATE;VALUE=PERIOD:20260401T060000Z/20260401T050000Z")
    assert shown(odd, "2026-04-01", "2026-05-01") == ["04-01 06:00 to 04-01 06:00"]


def test_a_period_that_is_none_is_set_aside() -> None:
    reading = read(with_line("RDATE;VALUE=PERIOD:20260401T060000Z/soon"))
    assert [one.reason for one in reading.set_aside] == ["RDATE “soon” is not a date or a time."]


def test_an_occurrence_moves_out_of_the_window_and_another_into_it() -> None:
    events = (
        WEEKLY
        + changed(";TZID=Europe/Berlin:20260309T090000", "DTSTART:20260601T080000Z\nDURATION:PT1H")
        + changed(":20260323T080000Z", "DTSTART:20260310T120000Z\nDURATION:PT1H")
    )
    assert starts(events, "2026-03-08", "2026-03-15") == ["03-10 12:00"]
    assert starts(events, "2026-06-01", "2026-06-02") == ["06-01 08:00"]


def test_an_occurrence_that_another_version_names_by_its_date() -> None:
    events = WEEKLY + changed(";VALUE=DATE:20260309", "DTSTART:20260310T080000Z\nDURATION:PT1H")
    assert starts(events) == [PLAIN[0], "03-10 08:00", *PLAIN[2:]]


def test_a_version_of_an_occurrence_stands_whatever_takes_its_series_away() -> None:
    version = changed(":20260309T080000Z", "DTSTART:20260310T080000Z\nDURATION:PT1H")
    for line in ("EXDATE:20260309T080000Z", "EXDATE;VALUE=DATE:20260309", "EXRULE:FREQ=MONTHLY;BYDAY=2MO"):
        assert starts(with_line(line) + version) == [PLAIN[0], "03-10 08:00", *PLAIN[2:]]
    bad = WEEKLY.replace("WEEKLY", "NEVER")
    assert [one.start for one in read(bad + version).occurrences] == [minute("2026-03-10 08:00")]


def test_of_two_versions_of_an_occurrence_the_later_revision_counts() -> None:
    later, earlier = (
        changed(":20260309T080000Z", f"SEQUENCE:{number}\nDTSTART:20260310T{hour}0000Z\nDURATION:PT1H")
        for number, hour in ((2, "08"), (1, "12"))
    )
    assert starts(WEEKLY + later + earlier) == [PLAIN[0], "03-10 08:00", *PLAIN[2:]]


ON = ";RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260316T090000"


@pytest.mark.parametrize(
    ("lines", "later"),
    [
        (
            "DTSTART;TZID=Europe/Berlin:20260316T110000\nDURATION:PT2H",
            ["03-16 10:00 to 03-16 12:00", "03-23 10:00 to 03-23 12:00", "03-30 09:00 to 03-30 11:00"],
        ),
        (
            "DTSTART;TZID=Europe/Berlin:20260317T090000\nDTEND;TZID=Europe/Berlin:20260317T093000",
            ["03-17 08:00 to 03-17 08:30", "03-24 08:00 to 03-24 08:30", "03-31 07:00 to 03-31 07:30"],
        ),
        (
            "DTSTART;TZID=America/New_York:20260316T050000\nDURATION:PT1H",
            ["03-16 09:00 to 03-16 10:00", "03-23 09:00 to 03-23 10:00", "03-30 09:00 to 03-30 10:00"],
        ),
        (
            "DTSTART;VALUE=DATE:20260316",
            ["03-15 23:00 to 03-16 23:00", "03-22 23:00 to 03-23 23:00", "03-29 22:00 to 03-30 22:00"],
        ),
    ],
)
def test_what_is_changed_from_one_occurrence_on(lines: str, later: list[str]) -> None:
    series = WEEKLY.replace("COUNT=4", "COUNT=5")
    assert shown(series + changed(ON, lines)) == ["03-02 08:00 to 03-02 09:00", "03-09 08:00 to 03-09 09:00", *later]
    assert shown(series + changed(ON, lines), "2026-03-29 12:00") == later[2:]


def test_a_change_of_all_later_occurrences_moves_them_far() -> None:
    lines = "DTSTART;TZID=Europe/Berlin:20260516T110000\nDURATION:PT2H"
    assert starts(WEEKLY + changed(ON, lines), "2026-05-01", "2026-06-01") == ["05-16 09:00", "05-23 09:00"]
    back = "DTSTART;TZID=Europe/Berlin:20260116T110000\nDURATION:PT2H"
    assert starts(WEEKLY + changed(ON, back), "2026-01-01", "2026-02-01") == ["01-16 10:00", "01-23 10:00"]


def test_one_occurrence_is_changed_after_all_later_ones_were() -> None:
    series = WEEKLY.replace("COUNT=4", "COUNT=6")
    first = changed(ON, "SUMMARY:eleven\nDTSTART;TZID=Europe/Berlin:20260316T110000\nDURATION:PT1H")
    then = changed(":20260323T080000Z", "SUMMARY:once\nDTSTART:20260324T080000Z\nDURATION:PT1H")
    again = changed(
        ON.replace("0316", "0330"), "SUMMARY:seven\nDTSTART;TZID=Europe/Berlin:20260330T070000\nDURATION:PT1H"
    )
    reading = read(series + again + then + first)
    assert [one.summary for one in reading.occurrences] == ["plain", "plain", "eleven", "once", "seven", "seven"]


def test_a_change_of_all_later_occurrences_without_its_series_leaves_them_unknown() -> None:
    reading = read(changed(ON, "DTSTART;TZID=Europe/Berlin:20260316T110000\nDURATION:PT1H"))
    assert [one.start for one in reading.occurrences] == [minute("2026-03-16 10:00")]
    assert [(one.start, one.reason) for one in reading.set_aside] == [
        (
            minute("2026-03-16 10:00"),
            "It changes a series from here on that is not in the file: only this occurrence is known.",
        )
    ]


def test_a_version_of_one_occurrence_does_not_repeat() -> None:
    lines = "DTSTART:20260310T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"
    reading = read(WEEKLY + changed(":20260309T080000Z", lines))
    assert len(reading.occurrences) == 4
    assert [one.reason for one in reading.unclear] == [
        "It stands for a part of a series: what it says itself of repeating is not followed."
    ]


def test_a_series_whose_rule_ends_before_it_starts_is_gone() -> None:
    assert starts(WEEKLY.replace("COUNT=4", "UNTIL=20260301T000000Z")) == []
    assert starts(WEEKLY.replace("COUNT=4", "UNTIL=20260302T080000Z")) == PLAIN[:1]
    assert starts(WEEKLY.replace("COUNT=4", "COUNT=4;UNTIL=20260316T080000Z")) == PLAIN[:3]


def test_the_start_is_an_occurrence_even_if_its_rule_does_not_name_it() -> None:
    assert starts(WEEKLY.replace("COUNT=4", "COUNT=2;BYDAY=TU")) == ["03-02 08:00", "03-03 08:00", "03-10 08:00"]


def test_days_with_a_rule_of_hours_come_once_a_day() -> None:
    days = "BEGIN:VEVENT\nUID:a\nDTSTART;VALUE=DATE:20260310\nRRULE:FREQ=HOURLY;COUNT=30\nEND:VEVENT\n"
    assert starts(days) == ["03-09 23:00", "03-10 23:00"]


@pytest.mark.parametrize("until", ["soon", "20260231", "20260310T250000Z"])
def test_an_until_that_is_no_date_is_named(until: str) -> None:
    (aside,) = read(WEEKLY.replace("COUNT=4", f"UNTIL={until}")).set_aside
    assert aside.reason == f"“UNTIL={until.upper()}” is not a date or a time."


def test_two_times_that_the_clocks_make_one_happen_once() -> None:
    night = """BEGIN:VEVENT
UID:a
DTSTART;TZID=Europe/Berlin:20260329T013000
DURATION:PT10M
RRULE:FREQ=HOURLY;COUNT=3
END:VEVENT
"""
    assert starts(night) == ["03-29 00:30", "03-29 01:30"]  # 02:30 is skipped, and as an instant it is 03:30


def test_a_series_that_starts_when_an_hour_comes_again() -> None:
    events = """X-WR-TIMEZONE:Europe/Berlin
BEGIN:VEVENT
UID:a
DTSTART:20261025T013000Z
DURATION:PT10M
RRULE:FREQ=DAILY;COUNT=2
END:VEVENT
"""
    assert starts(events) == ["10-25 01:30", "10-26 01:30"]


def zone(standard: str, daylight: str = "") -> str:
    """A zone of the file's own, and a series of two nights over its change."""
    return f"""BEGIN:VTIMEZONE
TZID:The Office
X-NOTE:none
BEGIN:STANDARD
COMMENT
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
{standard}
END:STANDARD
{daylight}END:VTIMEZONE
BEGIN:VEVENT
UID:a
DTSTART;TZID=The Office:20261024T120000
DTEND;TZID=The Office:20261024T130000
RRULE:FREQ=DAILY;COUNT=2
END:VEVENT
"""


@pytest.mark.parametrize(
    "onset",
    [
        "DTSTART:20261025T030000",
        "DTSTART:16011028T030000\nRDATE:20261025T030000",
        "DTSTART:19961027T030000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "DTSTART:19961027T030000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10;UNTIL=20261025T010000Z",
        "DTSTART:20261025",
    ],
)
def test_a_zone_of_the_files_own(onset: str) -> None:
    summer = "BEGIN:DAYLIGHT\nDTSTART:20260329T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT\n"
    assert starts(zone(onset, summer)) == ["10-24 10:00", "10-25 11:00"]


@pytest.mark.parametrize(
    "onset",
    [
        "DTSTART:never",
        "X-DTSTART:20261025T030000",
        "DTSTART:20261025T030000\nRRULE:FREQ=SECONDLY",
        "DTSTART:20261025T030000\nRRULE:FREQ=MINUTELY",
        "DTSTART:19261025T030000\nRRULE:FREQ=WEEKLY",
        "DTSTART:16011028T030000\nRRULE:FREQ=HOURLY;INTERVAL=5;BYHOUR=3",
        "DTSTART:20261025T030000\nTZOFFSETTO:+2500",
    ],
)
def test_a_zone_that_cannot_be_worked_out_is_not_known(onset: str) -> None:
    reading = read(zone(onset).replace("TZOFFSETTO:+0100\n", "" if "TZOFFSETTO" in onset else "TZOFFSETTO:+0100\n"))
    assert [one.reason for one in reading.unclear] == [
        "Its time zone “The Office” is not known: its times are read in the household's."
    ]
    assert len(reading.occurrences) == 2


def test_an_hour_that_comes_again_in_a_zone_of_the_files_own() -> None:
    events = zone("DTSTART:20261025T030000").replace("20261024T130000", "20261024T120000")
    party = events.replace("DTSTART;TZID=The Office:20261024T120000", "DTSTART;TZID=The Office:20261025T010000")
    party = party.replace("DTEND;TZID=The Office:20261024T120000", "DTEND:20261025T013000Z").replace(
        "RRULE:FREQ=DAILY;COUNT=2\n", ""
    )
    assert shown(party) == ["10-24 23:00 to 10-25 01:30"]


def test_what_a_zone_of_the_files_own_says_of_itself() -> None:
    events = zone("DTSTART:20261025T030000")
    assert starts("X-WR-TIMEZONE:The Office\n" + events.replace(";TZID=The Office", "")) == [
        "10-24 10:00",
        "10-25 11:00",
    ]


@pytest.mark.parametrize(
    ("name", "hour"),
    [("W. Europe Standard Time", "08"), ("/example.org/tools/Europe/Berlin", "08"), ("/Asia/Tokyo/", "00")],
)
def test_what_a_zone_is_called_elsewhere(name: str, hour: str) -> None:
    event = f"BEGIN:VEVENT\nUID:a\nDTSTART;TZID={name}:20260302T090000\nDURATION:PT1H\nEND:VEVENT\n"
    assert starts(event) == [f"03-02 {hour}:00"]


def test_how_dates_times_durations_and_offsets_are_written() -> None:
    assert moment_of("20260302") == dt.date(2026, 3, 2)
    assert moment_of("20260302t235960z") == dt.datetime(2026, 3, 2, 23, 59, 59, tzinfo=dt.UTC)
    assert Duration.read("-P1W2DT3H") == Duration(-9, -10800)
    assert Duration.read("+PT1M1S") == Duration(0, 61)
    assert [Duration.read(text) for text in ("P", "PT", "1D", "P1Y")] == [None] * 4
    assert (offset_of("+0100"), offset_of("-003020")) == (3600, -1820)
    for text in ("2026-0302", "20260302T09", "20260302T090061", "20261302", "20260302+0100", "99991231T240000"):
        with pytest.raises(ValueError, match=r".+"):
            moment_of(text)
    assert offset_of("+01:00") == offset_of("+0100")
    for text in ("0100", "+1:00", "+2400"):
        with pytest.raises(ValueError, match=r".+"):
            offset_of(text)


@pytest.mark.parametrize("line", ['DTSTART;TZID="Europe/Berlin:20260302T090000', 'DTSTART;TZID="a"'])
def test_a_quote_that_does_not_end_is_named(line: str) -> None:
    (aside,) = read(f"BEGIN:VEVENT\nUID:a\n{line}\nEND:VEVENT\n").set_aside
    assert aside.reason.endswith("cannot be taken apart.")


def event(lines: str) -> bytes:
    return f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n".encode()


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (
            "DTSTART:20260301T000000Z\nRRULE:FREQ=HOURLY;INTERVAL=5;BYHOUR=3",
            "It is not followed: working out when it repeats takes more than 20 steps.",
        ),
        ("DTSTART:20260301T000000Z\nRRULE:FREQ=HOURLY", "It takes place more than 10 times in this stretch."),
        ("DTSTART:20260301T000000Z\nRDATE:" + ",".join(["20260302"] * 11), "Its RDATE lists more than 10 dates."),
        (
            "DTSTART:20260301T000000Z\nRRULE:FREQ=DAILY;BYMONTHDAY=" + "1," * 10_000,
            "Its rule is longer than any rule has to be.",
        ),
        ("DTSTART:20260301T000000Z\nDURATION:P9999999D", "It does not end before the year 10000."),
    ],
)
def test_what_goes_beyond_a_limit_is_named(lines: str, reason: str) -> None:
    window = minute("2026-03-01"), minute("2026-05-01")
    reading = read_calendar(event(lines), "", window, "Europe/Berlin", Limits(series=10, series_steps=20))
    assert [aside.reason for aside in reading.set_aside] == [reason]


def test_a_calendar_with_too_many_occurrences_is_none_of_a_persons() -> None:
    window = minute("2026-03-01"), minute("2026-05-01")
    daily = event("DTSTART:20260301T000000Z\nRRULE:FREQ=DAILY")
    reading = read_calendar(daily, "", window, "Europe/Berlin", Limits(occurrences=2))
    assert reading.unreadable == "It has more than 2 occurrences. Maybe it is not a person's calendar."


def test_what_goes_on_beyond_the_last_year_is_named() -> None:
    window = minute("9999-12-01"), minute("9999-12-31")
    ends = event("DTSTART:99991230T120000Z\nDURATION:P1D\nRRULE:FREQ=DAILY")
    (aside,) = read_calendar(ends, "", window, "Europe/Berlin", Limits()).set_aside
    assert aside.reason == "When it repeats cannot be worked out: “date value out of range”."
    first = event("DTSTART:00010101T000000Z").replace(b"BEGIN:VEVENT", b"X-WR-TIMEZONE:America/New_York\nBEGIN:VEVENT")
    (aside,) = read_calendar(first, "", window, "Europe/Berlin", Limits()).set_aside
    assert aside.reason == "It cannot be understood: “date value out of range”."
    assert aside.start is None


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("DTSTART;VALUE=DATE:20260310T120000", "03-09 23:00 to 03-10 23:00"),
        ("DTSTART:20260310T120000\nDTEND;VALUE=DATE:20260311", "03-10 11:00 to 03-10 23:00"),
        ("DTSTART;VALUE=DATE:20260310\nDTEND:20260312T000000", "03-09 23:00 to 03-11 23:00"),
        ("DTSTART;VALUE=DATE:20260310\nDTEND:20260311T180000", "03-09 23:00 to 03-11 23:00"),
        ("DTSTART;TZID=Nowhere:20260310T120000Z\nDURATION:PT1H", "03-10 12:00 to 03-10 13:00"),
    ],
)
def test_dates_and_times_that_do_not_go_together(lines: str, expected: str) -> None:
    assert shown(f"BEGIN:VEVENT\nUID:a\n{lines}\nEND:VEVENT\n") == [expected]


def test_a_zone_of_the_files_own_is_a_zone_for_python_too() -> None:
    office = OwnZones(cut(zone("DTSTART:20261025T030000").encode(), 10).zones).named("The Office")
    assert office
    assert office.tzname(None) == "The Office"
    assert (office.utcoffset(None), office.dst(None)) == (None, dt.timedelta())
    times = [dt.datetime(2026, 10, 25, hour, 30, tzinfo=dt.UTC).astimezone(office) for hour in (0, 1)]
    assert [(time.hour, time.fold) for time in times] == [(2, 0), (2, 1)]
