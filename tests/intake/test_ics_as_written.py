"""What programs write that the standard does not allow, or that says a thing in an unusual way, and how it is read."""

import datetime as dt

import pytest

from kinrota.intake import ics_zones
from kinrota.intake.ics import CalendarReading, Limits
from kinrota.intake.ics_calendar import read_calendar
from kinrota.intake.ics_values import moment_of

HOUR = "DTSTART:20260701T090000Z\nDTEND:20260701T100000Z"
AT_NINE = "07-01 09:00 to 07-01 10:00"


def minute(text: str) -> int:
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC).timestamp()) // 60


def read(events: str, zone: str = "Europe/Berlin") -> CalendarReading:
    data = f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n".encode()
    return read_calendar(data, "", (minute("2026-01-01"), minute("2027-01-01")), zone, Limits())


def event(lines: str, uid: str = "a") -> str:
    return f"BEGIN:VEVENT\nUID:{uid}\n{lines}\nEND:VEVENT\n"


def shown(reading: CalendarReading) -> list[str]:
    """Occurrences in UTC: month-day, from, to."""
    return [
        f"{dt.datetime.fromtimestamp(one.start * 60, dt.UTC):%m-%d %H:%M}"
        f" to {dt.datetime.fromtimestamp(one.end * 60, dt.UTC):%m-%d %H:%M}"
        for one in reading.occurrences
    ]


def silently(events: str, zone: str = "Europe/Berlin") -> list[str]:
    """Occurrences of a calendar of which there is nothing to say."""
    reading = read(events, zone)
    assert (reading.set_aside, reading.unclear, reading.unreadable) == ((), (), None)
    return shown(reading)


def unclear(events: str) -> tuple[list[str], list[tuple[int | None, str]]]:
    """Occurrences, and the lines and sentences about what is unclear."""
    reading = read(events)
    assert reading.set_aside == ()
    return shown(reading), [(one.line, one.reason) for one in reading.unclear]


def test_what_kinrota_wrote_counts_and_is_said() -> None:
    at_nine = "DTSTART:20260701T090000Z\nDURATION:PT1H"
    mine = [event(at_nine, f"{n}@kinrota") for n in range(2)]
    assert silently(event(f"SUMMARY:x@kinrota\n{at_nine}", "kinrota") + event(at_nine, "")) == [AT_NINE] * 2
    assert unclear(mine[0] + event(at_nine)) == (
        [AT_NINE] * 2,
        [(None, "One of its events is out of a plan that kinrota published, this household's or another's.")],
    )
    (note,) = read("".join(mine)).unclear
    assert note.reason.startswith("2 of its events are out of a plan")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-07-01", "2026-07-01"),
        ("20260701Z", "2026-07-01"),
        ("20260701T0900", "2026-07-01T09:00:00"),
        ("2026-07-01T09:00:30.000Z", "2026-07-01T09:00:30+00:00"),
        ("20260701T090000+0200", "2026-07-01T07:00:00+00:00"),
        ("2026-07-01 09:00-05:30", "2026-07-01T14:30:00+00:00"),
        ("20260701T240000", "2026-07-02T00:00:00"),
    ],
)
def test_dates_and_times_as_other_programs_write_them(text: str, moment: str) -> None:
    assert moment_of(text).isoformat() == moment


@pytest.mark.parametrize(
    "name",
    [
        "europe/berlin",
        " Europe/Berlin ",
        "w. europe standard time",
        '"(UTC+01:00) Here, There"',
        "(UTC+01:00) Here\\, There",
        "GMT+0200",
        "UTC+2",
        '"UTC+02:00"',
        "Our house",
    ],
)
def test_a_zone_by_a_name_that_is_written_otherwise(name: str) -> None:
    zone = """BEGIN:VTIMEZONE
TZID:(UTC+01:00) Here\\, There
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+02:00
TZOFFSETTO:+01:00
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+01:00
TZOFFSETTO:+02:00
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VTIMEZONE
TZID:Our house
X-LIC-LOCATION:Europe/Berlin
END:VTIMEZONE
"""
    lines = f"DTSTART;TZID={name}:20260701T110000\nDTEND;TZID={name}:20260701T120000"
    assert silently(zone + event(lines), "Asia/Tokyo") == [AT_NINE]


def test_a_zone_that_is_utc_by_another_name() -> None:
    for name in ("tzone://Microsoft/Utc", "Z"):
        assert silently(event(f"DTSTART;TZID={name}:20260701T090000\nDURATION:PT1H")) == [AT_NINE]


@pytest.mark.parametrize("name", ["UTC+99", "Neverland", "CEST"])
def test_a_zone_that_nobody_knows(name: str) -> None:
    assert unclear(event(f"DTSTART;TZID={name}:20260701T110000\nDURATION:PT1H")) == (
        [AT_NINE],
        [(4, f"Its time zone “{name}” is not known: its times are read in the household's.")],
    )


def test_a_time_in_utc_that_has_a_zone_too() -> None:
    lines = "DTSTART;TZID=America/New_York:20260701T090000Z\nDTEND;TZID=America/New_York:20260701T100000Z"
    assert unclear(event(lines)) == ([AT_NINE], [(4, "It has a time in UTC and a time zone: it is read in UTC.")])
    assert silently(event(lines.replace("America/New_York", "Etc/UTC"))) == [AT_NINE]


def test_a_date_that_has_a_time() -> None:
    lines = "DTSTART;VALUE=DATE:20260701T120000\nDTEND;VALUE=DATE:20260702T120000"
    assert unclear(event(lines)) == (
        ["06-30 22:00 to 07-01 22:00"],
        [(4, "“20260701T120000” should be a date and has a time: it is all of that day.")],
    )


def test_lines_without_a_value_are_nothing() -> None:
    empty = "RRULE:\nEXRULE:\nRDATE:\nEXDATE:\nRECURRENCE-ID:\nDURATION: \nSEQUENCE:\nSTATUS:"
    assert silently(event(f"{HOUR}\n{empty}")) == [AT_NINE]
    assert unclear(event("DTSTART:20260701T090000Z\nDTEND:")) == (
        ["07-01 09:00 to 07-01 09:00"],
        [(2, "It has no length: only its start is known.")],
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("DTSTART;TZID=Europe/Berlin:20260701T220000\nDTEND;TZID=Europe/Berlin:20260701T060000", "07-02 04:00"),
        ("DTSTART;TZID=Europe/Berlin:20260701T080000\nDTEND;VALUE=DATE:20260701", "07-01 22:00"),
    ],
)
def test_a_shift_that_ends_on_the_date_that_it_begins_on(lines: str, expected: str) -> None:
    (found,), doubts = unclear(event(lines))
    assert found.endswith(f"to {expected}")
    assert doubts == [(2, "It ends before it starts: its end is read as that time of the next day.")]


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:20260701T090000Z\nDTEND:20260701T080000Z",
        "DTSTART:20260701T090000Z\nDTEND:20260630T230000Z",
        "DTSTART:20260701T090000Z\nDURATION:-PT1H",
    ],
)
def test_what_ends_long_before_it_starts_has_only_a_start(lines: str) -> None:
    assert unclear(event(lines)) == (
        ["07-01 09:00 to 07-01 09:00"],
        [(2, "It ends before it starts: only its start is known.")],
    )


@pytest.mark.parametrize("length", ["PT3H", "a while"])
def test_an_end_and_a_length_that_do_not_fit(length: str) -> None:
    assert unclear(event(f"{HOUR}\nDURATION:{length}")) == (
        [AT_NINE],
        [(6, "It has an end and a length that do not fit: its end is followed.")],
    )
    assert silently(event(f"{HOUR}\nDURATION:PT60M")) == [AT_NINE]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY\\;COUNT=3\\;BYDAY=WE\\,TH",
        "RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=WE,TH",
        " FREQ=WEEKLY; COUNT=3; COUNT=3; BYDAY=WE, TH;",
    ],
)
def test_a_rule_with_something_around_it(rule: str) -> None:
    assert [one[:5] for one in silently(event(f"{HOUR}\nRRULE:{rule}"))] == ["07-01", "07-02", "07-08"]


def test_a_rule_that_says_a_thing_in_two_ways() -> None:
    reading = read(event(f"{HOUR}\nRRULE:FREQ=DAILY;COUNT=3;COUNT=4"))
    assert (reading.occurrences, [one.reason for one in reading.set_aside]) == ((), ["It says “COUNT” in two ways."])


@pytest.mark.parametrize("times", ["BYHOUR=9,10;BYMINUTE=1,2", "BYSECOND=0,30", "BYHOUR=9"])
def test_times_mean_nothing_in_a_rule_that_begins_on_a_date(times: str) -> None:
    found = silently(event(f"DTSTART;VALUE=DATE:20260701\nRRULE:FREQ=DAILY;INTERVAL=2;COUNT=3;{times}"))
    assert [one[:5] for one in found] == ["06-30", "07-02", "07-04"]


SERIES = event("DTSTART;VALUE=DATE:20260701\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20260702\nSEQUENCE:2")


def test_a_version_of_an_occurrence_that_a_later_revision_of_its_series_takes_away() -> None:
    version = event("RECURRENCE-ID;VALUE=DATE:20260702\nDTSTART;VALUE=DATE:20260710\nSEQUENCE:1")
    found, doubts = unclear(SERIES + version)
    assert [one[:5] for one in found] == ["06-30", "07-02"]
    assert doubts == [(9, "A later revision of its series takes this occurrence away: it is left out.")]
    assert len(silently(SERIES + version.replace("SEQUENCE:1", "SEQUENCE:2"))) == 3
    assert len(silently(SERIES + version.replace("RECURRENCE-ID;VALUE=DATE:20260702", "RECURRENCE-ID:20260703"))) == 2


@pytest.mark.parametrize("taken", ["20260702T070000Z", "20260702"])
@pytest.mark.parametrize("which", ["20260702T070000Z", "20260702", "20260702T090000"])
def test_the_same_of_an_occurrence_with_a_time(taken: str, which: str) -> None:
    series = "DTSTART;TZID=Europe/Berlin:20260701T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nSEQUENCE:1"
    version = event(f"RECURRENCE-ID:{which}\nDTSTART:20260710T070000Z\nDURATION:PT1H")
    found, doubts = unclear(event(f"{series}\nEXDATE:{taken}") + version)
    assert ([one[:5] for one in found], len(doubts)) == (["07-01", "07-03"], 1)


def test_a_cancelled_occurrence_need_not_say_when_it_starts() -> None:
    series = event(f"{HOUR}\nRRULE:FREQ=DAILY;COUNT=2")
    reading = read(series + event("RECURRENCE-ID:20260702T090000Z\nSTATUS:CANCELLED"))
    assert (reading.set_aside, reading.unclear) == ((), ())
    assert [one.status for one in reading.occurrences] == ["CONFIRMED", "CANCELLED"]
    reading = read(series + event("RECURRENCE-ID:20260702T090000Z\nSUMMARY:Other"))
    assert [one.status for one in reading.occurrences] == ["CONFIRMED", "CONFIRMED"]
    assert [(one.line, one.start) for one in reading.set_aside] == [(8, minute("2026-07-02T09:00"))]


def test_canceled_as_some_write_it_is_cancelled() -> None:
    assert [one.status for one in read(event(f"{HOUR}\nSTATUS:Canceled")).occurrences] == ["CANCELLED"]


def test_hundreds_of_names_that_no_zone_has_take_no_longer_than_one() -> None:
    looked = ics_zones._in_small_letters.cache_info().misses  # noqa: SLF001 -- what is slow, and is to be done once
    read("".join(event(f"DTSTART;TZID=Moon/Crater {n}:20260701T090000", uid=str(n)) for n in range(300)))
    assert ics_zones._in_small_letters.cache_info().misses <= max(looked, 1)  # noqa: SLF001


def test_a_period_that_ends_before_it_starts() -> None:
    for period in ("20260703T090000Z/20260703T080000Z", "20260703T090000Z/-PT1H"):
        assert unclear(event(f"{HOUR}\nRDATE;VALUE=PERIOD:20260702T090000Z/PT1H,{period}")) == (
            [AT_NINE, "07-02 09:00 to 07-02 10:00", "07-03 09:00 to 07-03 09:00"],
            [(6, "A period in its RDATE has no length: only its start is known.")],
        )


def test_a_range_that_is_no_more() -> None:
    series = event(f"{HOUR}\nRRULE:FREQ=DAILY;COUNT=3")
    version = event("RECURRENCE-ID;RANGE=THISANDPRIOR:20260702T090000Z\nDTSTART:20260702T120000Z\nDURATION:PT1H")
    assert unclear(series + version) == (
        [AT_NINE, "07-02 12:00 to 07-02 13:00", "07-03 09:00 to 07-03 10:00"],
        [(8, "“RANGE=THISANDPRIOR” is not followed: only this occurrence is changed.")],
    )


@pytest.mark.parametrize(
    ("lines", "summary"),
    [
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Fr=C3=BChdienst =\nStation=\n4", "Frühdienst Station4"),
        ("SUMMARY;ENCODING=quoted-printable;CHARSET=ISO-8859-1:Fr=FChdienst", "Frühdienst"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=NONE:Fr=FChdienst", "Frühdienst"),
        ("SUMMARY;ENCODING=Quoted-Printable:Dienst viel=\nleicht?", "Dienst vielleicht?"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Fr=FChdienst=", "Frühdienst"),
        ("SUMMARY:1+1=2\nX-NOTE;ENCODING=QUOTED-PRINTABLE:a=\nb=\nc", "1+1=2"),
    ],
)
def test_a_title_in_quoted_printable(lines: str, summary: str) -> None:
    reading = read(event(f"{lines}\n{HOUR}"))
    assert [one.summary for one in reading.occurrences] == [summary]
    assert shown(reading) == [AT_NINE]


def test_the_last_line_of_a_file_goes_on_nowhere() -> None:
    data = b"BEGIN:VCALENDAR\nX-A;ENCODING=QUOTED-PRINTABLE:a="
    assert read_calendar(data, "", (0, 1), "Europe/Berlin", Limits()).unreadable is None


def in_berlin(lines: str) -> CalendarReading:
    return read(f"X-WR-TIMEZONE:Europe/Berlin\n{event(lines)}", zone="Europe/London")


@pytest.mark.parametrize(
    ("rule", "second"),
    [
        ("FREQ=WEEKLY;BYDAY=SU;COUNT=2", "07-12 22:30"),  # the day in UTC
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=2", "07-12 22:30"),  # the day in Berlin
        ("FREQ=WEEKLY;BYDAY=SU,MO;COUNT=2", "07-11 22:30"),  # both, so that it is the one in Berlin
        ("FREQ=MONTHLY;BYMONTHDAY=5;COUNT=2", "08-05 22:30"),
        ("FREQ=MONTHLY;BYMONTHDAY=6;COUNT=2", "08-05 22:30"),
        ("FREQ=MONTHLY;COUNT=2", "08-05 22:30"),
    ],
)
def test_the_day_of_a_rule_tells_on_which_clock_it_is_followed(rule: str, second: str) -> None:
    reading = in_berlin(f"DTSTART:20260705T223000Z\nDTEND:20260705T230000Z\nRRULE:{rule}")
    assert [text.partition(" to ")[0] for text in shown(reading)] == ["07-05 22:30", second]


def test_a_rule_that_cannot_be_followed_tells_no_clock() -> None:
    reading = in_berlin("DTSTART:20260705T223000Z\nDTEND:20260705T230000Z\nRRULE:FREQ=NEVER")
    assert [aside.reason for aside in reading.set_aside] == ["“FREQ=NEVER” is not a frequency."]


def test_no_time_is_lost_where_a_called_off_event_cannot_be_read() -> None:
    reading = read(event("STATUS:CANCELLED\nDTSTART:soon") + event(HOUR, uid="b"))
    assert (shown(reading), reading.set_aside) == ([AT_NINE], ())
    assert [aside.reason for aside in reading.unclear] == ["DTSTART “soon” is not a date or a time."]


def test_calendars_of_one_zone_after_the_first_are_read_alike() -> None:
    files = "".join(
        f"END:VCALENDAR\nBEGIN:VCALENDAR\nX-WR-TIMEZONE:Asia/Tokyo\n{event('DTSTART:20260701T180000', uid)}"
        for uid in ("a", "b")
    )
    assert shown(read(files)) == ["07-01 09:00 to 07-01 09:00"] * 2


@pytest.mark.parametrize(
    ("said", "status", "free"),
    [
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", "TENTATIVE", False),
        ("STATUS:CONFIRMED\nX-MICROSOFT-CDO-BUSYSTATUS:tentative", "TENTATIVE", False),
        ("STATUS:CANCELLED\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", "CANCELLED", False),
        ("STATUS:TENTATIVE\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY", "TENTATIVE", False),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", "CONFIRMED", True),
        ("TRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", "CONFIRMED", False),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", "CONFIRMED", False),
    ],
)
def test_how_busy_outlook_says_somebody_is(said: str, status: str, free: bool) -> None:  # noqa: FBT001 -- a value
    (one,) = read(event(f"{HOUR}\n{said}")).occurrences
    assert (one.status, one.transparent) == (status, free)


@pytest.mark.parametrize(
    "name", ["(UTC+01:00) Amsterdam" + " Time (" * 20_000, "(UTC+01:00) " + "," * 300, "(UTC-99:00) Oslo"]
)
def test_no_zone_is_looked_for_in_what_is_no_name(name: str) -> None:
    _, told = unclear(event(f'DTSTART;TZID="{name}":20260701T110000\nDTEND;TZID="{name}":20260701T120000'))
    assert [reason.endswith("is not known: its times are read in the household's.") for _, reason in told] == [True]
