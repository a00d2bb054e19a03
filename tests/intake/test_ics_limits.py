"""What hostile calendars cost: never more than the limits, never another calendar, and it is said which it was."""

import datetime as dt
import gc
import hashlib
import io
import json
import shutil
import signal
import sys
from types import SimpleNamespace
from zoneinfo import ZoneInfoNotFoundError

import pytest

from kinrota.errors import InputError
from kinrota.intake import ics_process, ics_start
from kinrota.intake.ics import CalendarReading, Limits, Occurrence, Reader, ReaderNotStartedError, read_calendars
from kinrota.intake.ics_start import started

YEAR = tuple(int(dt.datetime(year, 1, 1, tzinfo=dt.UTC).timestamp()) // 60 for year in (2026, 2027))
WINDOW = (YEAR[0], YEAR[1])

GOOD = b"""BEGIN:VCALENDAR
BEGIN:VEVENT
UID:good
SUMMARY:Fr\xc3\xbch
DTSTART:20260310T090000Z
DTEND:20260310T100000Z
END:VEVENT
END:VCALENDAR
"""


def read(*calendars: bytes, limits: Limits | None = None) -> list[CalendarReading]:
    named = {str(number): data for number, data in enumerate(calendars)}
    return list(read_calendars(named, WINDOW, "Europe/Berlin", limits).values())


def uids(reading: CalendarReading) -> list[str]:
    return [one.uid for one in reading.occurrences]


def beside_a_good_event(lines: str) -> bytes:
    return GOOD.replace(b"END:VCALENDAR", f"BEGIN:VEVENT\nUID:bad\n{lines}\nEND:VEVENT\nEND:VCALENDAR".encode())


def test_the_reading_process_says_what_was_in_the_file() -> None:
    reading, empty = read(GOOD, b"BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    assert [(one.uid, one.summary, one.end - one.start) for one in reading.occurrences] == [("good", "Früh", 60)]
    assert reading.sha256 == hashlib.sha256(GOOD).hexdigest()
    assert (empty.occurrences, empty.set_aside, empty.unreadable) == ((), (), None)


def test_names_stay_with_their_calendars() -> None:
    readings = read_calendars({"ana": GOOD, "ben": b"", "oma": GOOD}, WINDOW, "Europe/Berlin")
    assert list(readings) == ["ana", "ben", "oma"]
    assert [uids(reading) for reading in readings.values()] == [["good"], [], ["good"]]
    assert readings["ben"].unreadable == "The file is empty. Maybe export or download the calendar again."


def test_nothing_to_read_starts_nothing() -> None:
    assert read() == []


def test_a_zone_that_does_not_exist_is_the_callers_mistake() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        read_calendars({"a": GOOD}, WINDOW, "Europe/Atlantis")


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("DTSTART:20260101T000000Z\nRRULE:FREQ=SECONDLY", "It repeats more than once a minute."),
        ("DTSTART:20260101T000000Z\nRRULE:FREQ=MINUTELY;BYSECOND=0,30", "It repeats more than once a minute."),
        ("DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY;INTERVAL=0", "“INTERVAL=0” does not count anything."),
        (
            "DTSTART:00010101T000000Z\nRRULE:FREQ=MINUTELY",
            "It takes place more than 10,000 times in this stretch.",
        ),
        (
            "DTSTART:00010101T000000Z\nRRULE:FREQ=MINUTELY;INTERVAL=7;BYHOUR=3;COUNT=100000000",
            "It is not followed: working out when it repeats takes more than 100,000 steps.",
        ),
        (
            "DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY;COUNT=3\nEXRULE:FREQ=MINUTELY",
            "It is not followed: working out when it repeats takes more than 100,000 steps.",
        ),
        (
            "DTSTART:20260101T000000Z\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-31;SKIP=BACKWARD;RSCALE=GREGORIAN",
            "It is not followed: what “SKIP=BACKWARD” does with these days is not laid down.",
        ),
        (
            "DTSTART:20260101T000000Z\nRRULE:FREQ=YEARLY;RSCALE=PERSIAN",
            "It counts in another calendar: “RSCALE=PERSIAN”.",
        ),
        ("DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY;BYHOUR=24", "“BYHOUR=24” is nothing that a rule can say."),
        ("DTSTART:20260101T000000Z\nDURATION:P999999999D", "It does not end before the year 10000."),
        ("DTSTART:20260101T000000Z\nDURATION:P1W999999999W", "DURATION “P1W999999999W” is not a duration."),
        *(
            (
                f"DTSTART:20260101T000000Z\n{name}:" + ",".join(["20260102"] * 200_000),
                f"Its {name} lists more than 10,000 dates.",
            )
            for name in ("RDATE", "EXDATE")
        ),
        (
            "DTSTART:20260101T000000Z\n" + "\n".join(["EXDATE:20260102"] * 10_001),
            "Its EXDATE lists more than 10,000 dates.",
        ),
    ],
    ids=lambda lines: lines[:60].replace("\n", " "),
)
def test_a_hostile_series_is_set_aside_and_the_rest_is_read(lines: str, reason: str) -> None:
    (reading,) = read(beside_a_good_event(lines), limits=Limits(series_steps=100_000))
    assert uids(reading) == ["good"]
    assert [(aside.uid, aside.reason) for aside in reading.set_aside] == [("bad", reason)]
    assert all(aside.start is not None for aside in reading.set_aside)


@pytest.mark.parametrize(
    ("lines", "times"),
    [
        ("DTSTART:20260101T000000Z\nRRULE:FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30", 1),
        ("DTSTART:20260101T000000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", 1),
        ("DTSTART:20260101T000000Z\nRRULE:FREQ=HOURLY;INTERVAL=" + "9" * 5000, 1),
        ("DTSTART:19700101T000000Z\nRRULE:FREQ=DAILY;COUNT=" + "9" * 5000, 365),
        ("DTSTART:00010101T000000Z\nRRULE:FREQ=DAILY;UNTIL=99991231T235959Z", 365),
        ("DTSTART;VALUE=DATE:00010101\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=999999999", 52),
        ("DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY\nEXRULE:FREQ=DAILY", 0),
        ("DTSTART:99991231T235959Z\nRRULE:FREQ=DAILY", 0),
        ("DTSTART:20260101T000000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;INTERVAL=999999999;BYWEEKNO=1", 1),
        ("DTSTART:20250101T000000Z\nRRULE:FREQ=DAILY;UNTIL=20241231", 0),
    ],
    ids=lambda lines: lines[:60].replace("\n", " ") if isinstance(lines, str) else None,
)
def test_a_hostile_rule_that_can_be_worked_out_is(lines: str, times: int) -> None:
    (reading,) = read(beside_a_good_event(lines), limits=Limits(series_steps=20_000))
    assert uids(reading).count("bad") == times
    assert (reading.set_aside, reading.unreadable) == ((), None)


def test_many_hostile_series_use_up_the_steps_of_their_calendar_and_a_good_one_is_followed() -> None:
    hostile = "DTSTART:00010101T000000Z\nRRULE:FREQ=MINUTELY;INTERVAL=7;BYHOUR=3;COUNT=100000000"
    events = "".join(f"BEGIN:VEVENT\nUID:{n}\n{hostile}\nEND:VEVENT\n" for n in range(9))
    weekly = GOOD.replace(b"END:VEVENT", b"RRULE:FREQ=WEEKLY;COUNT=3\nEND:VEVENT")
    data = weekly.replace(b"BEGIN:VCALENDAR\n", b"BEGIN:VCALENDAR\n" + events.encode())
    (reading,) = read(data, limits=Limits(series_steps=30_000, steps=100_000))
    assert uids(reading) == ["good"] * 3
    steps = ["30,000 steps."] * 3 + ["10,000 steps."] + ["1,000 steps."] * 5
    assert [aside.reason.split("more than ")[1] for aside in reading.set_aside] == steps


def test_a_series_that_takes_place_too_often_is_set_aside() -> None:
    hourly = beside_a_good_event("DTSTART:20260101T000000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY")
    (all_of_them,) = read(hourly)
    assert len(all_of_them.occurrences) == 365 * 24 + 1
    (reading,) = read(hourly, limits=Limits(series=1000))
    assert uids(reading) == ["good"]
    assert [aside.reason for aside in reading.set_aside] == ["It takes place more than 1,000 times in this stretch."]


def test_a_zone_whose_clocks_change_every_second_is_not_learnt() -> None:
    data = beside_a_good_event("DTSTART;TZID=Mad:20260311T090000\nDURATION:PT1H").replace(
        b"BEGIN:VEVENT",
        b"""BEGIN:VTIMEZONE
TZID:Mad
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=SECONDLY
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT""",
        1,
    )
    (reading,) = read(data)
    assert uids(reading) == ["good", "bad"]
    assert [note.reason for note in reading.unclear] == [
        "Its time zone “Mad” is not known: its times are read in the household's."
    ]


LONG = b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 2_000_000
"""Takes many times as long as the limit that it is read with."""


def test_a_calendar_that_takes_too_long_is_stopped_and_the_others_are_read() -> None:
    before, long, after = read(GOOD, LONG, GOOD, limits=Limits(seconds=0.5, memory=1024 * 2**20, events=10_000_000))
    assert (uids(before), uids(after)) == (["good"], ["good"])
    assert (
        long.unreadable
        == "Reading it took longer than 0.5 seconds and was stopped. Maybe one of its events repeats without end."
    )
    assert long.occurrences == ()
    assert long.sha256 == hashlib.sha256(LONG).hexdigest()


def test_a_calendar_that_takes_too_much_memory_is_stopped_and_the_others_are_read() -> None:
    folded = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:" + b"\n xy" * 4_000_000
    before, large, after = read(GOOD, folded, GOOD, limits=Limits(memory=64 * 2**20))
    assert (uids(before), uids(after)) == (["good"], ["good"])
    assert large.unreadable == "Reading it needs more than 64 MB of memory."


def test_a_file_that_is_too_large_is_not_even_tried() -> None:
    (reading,) = read(GOOD + b" " * 2**20, limits=Limits(file_size=2**20))
    assert reading.unreadable == "The file is larger than 1 MB. Maybe export only this year of it."


def test_a_calendar_with_too_much_in_it_is_unreadable() -> None:
    daily = beside_a_good_event("SUMMARY:" + "x" * 900 + "\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY")
    crowded, after = read(daily, GOOD, limits=Limits(occurrences=100))
    assert crowded.unreadable == "It has more than 100 occurrences. Maybe it is not a person's calendar."
    assert uids(after) == ["good"]
    wordy, after = read(daily, GOOD, limits=Limits(answer_size=100_000))
    assert wordy.unreadable == "There is more in it than a household can need. Maybe it is not a person's calendar."
    assert uids(after) == ["good"]


def test_a_calendar_with_too_many_events_is_unreadable_whenever_they_are() -> None:
    long_ago = b"BEGIN:VEVENT\nUID:old\nDTSTART:20010101T000000Z\nDURATION:PT1H\nEND:VEVENT\n"
    data = GOOD.replace(b"END:VCALENDAR", long_ago * 99 + b"END:VCALENDAR")
    enough, crowded = read(data, limits=Limits(events=100)) + read(data, limits=Limits(events=99))
    assert uids(enough) == ["good"]
    assert crowded.unreadable == "It has more than 99 events. Maybe it is not a person's calendar."


def test_a_text_is_cut_where_it_gets_too_long() -> None:
    (reading,) = read(GOOD.replace(b"Fr\xc3\xbch", b"x" * 1_000_000))
    assert reading.occurrences[0].summary == "x" * 1000
    (reading,) = read(GOOD.replace(b"Fr\xc3\xbch", b"\\," * 1_000_000))
    assert reading.occurrences[0].summary == "," * 1000


def test_a_file_brings_more_zones_than_anybody_works_out() -> None:
    zone = """BEGIN:VTIMEZONE
TZID:Own{}
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=HOURLY
END:STANDARD
END:VTIMEZONE"""
    event = "BEGIN:VEVENT\nUID:{0}\nDTSTART;TZID=Own{0}:20260311T090000\nDURATION:PT1H\nEND:VEVENT"
    parts = [text.format(number) for text in (zone, event) for number in range(20)]
    (reading,) = read("\n".join(["BEGIN:VCALENDAR", *parts, "END:VCALENDAR", ""]).encode())
    assert len(reading.occurrences) == len(reading.unclear) == 20
    assert {note.reason[:15] for note in reading.unclear} == {"Its time zone “"}


def test_a_process_that_is_killed_says_nothing_more_and_another_takes_its_place() -> None:
    with Reader() as reader:
        assert uids(reader.read(GOOD, WINDOW, "Europe/Berlin")) == ["good"]
        first = reader.process
        assert first
        first.kill()
        killed = reader.read(GOOD, WINDOW, "Europe/Berlin")
        assert uids(reader.read(GOOD, WINDOW, "Europe/Berlin")) == ["good"]
        assert reader.process is not first
    assert killed.unreadable == "The process that read it was stopped in the middle (status -9)."


def test_one_process_reads_all_calendars_whatever_the_days() -> None:
    with started() as process, Reader(process=process) as reader:
        assert uids(reader.read(GOOD, WINDOW, "Europe/Berlin")) == ["good"]
        assert reader.read(GOOD, (0, 1), "Asia/Tokyo").occurrences == ()
        assert reader.process is process
    assert process.status is not None


def test_a_process_that_was_started_for_nothing_is_ended() -> None:
    with started() as process:
        pass
    assert process.status is not None


def test_a_system_that_cannot_limit_a_process_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ics_start, "POSIX", False)
    with pytest.raises(InputError, match="no way to limit what reading a calendar costs"):
        read(GOOD)


def test_an_installation_that_is_not_whole_is_no_calendars_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(ReaderNotStartedError, match="did not start"):
        read(GOOD)


class Answers(io.BytesIO):
    """Notes at the end of each line the processor's seconds after which the process would be stopped; 0 for never."""

    def __init__(self) -> None:
        super().__init__()
        self.left: list[float] = []

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if data.endswith(b"\n"):
            self.left.append(signal.getitimer(signal.ITIMER_PROF)[0])
        return super().write(data)


def test_no_time_runs_any_more_when_a_calendar_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"window": WINDOW, "zone": "Europe/Berlin", "limits": Limits()._asdict(), "addresses": ()}
    head = json.dumps(asked | {"length": len(GOOD), "sha256": ""}).encode()
    answers = Answers()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO((head + b"\n" + GOOD) * 2)))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=answers))
    monkeypatch.setattr(ics_process, "_limit", lambda *_: None)  # this process is that of the tests
    try:
        ics_process.serve()
    finally:
        gc.enable()
    ready, *told = answers.getvalue().splitlines()
    assert ready == b"ready"
    assert [Occurrence._make(json.loads(line)[0][0]).uid for line in told] == ["good", "good"]
    assert answers.left == [0, 0, 0]
