"""The text of an event: new, and with what is to change changed in what somebody made of it, and not a byte else."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from kinrota.model.published import Meaning
from kinrota.model.time import Clock
from kinrota.publish.caldav.meaning import STRANGE, Sent, found, plain
from kinrota.publish.caldav.resource import FIELDS, Manner, Stamp, edited, new, value_of
from tests.publish.caldav.made import BERLIN, MIDNIGHT, ZONE, hours, says

MARK = "f" * 16
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca")
UID = "3b0c@kinrota"


def manner(zone: str = ZONE, tick: int = MIDNIGHT) -> Manner:
    return Manner(UID, zone, tick, MARK, "care", "teal")


def stamp(writes: int = 2, base: Meaning | None = None) -> Stamp:
    return Stamp(writes, base or says(8, 12))


FEW = settings(max_examples=60, deadline=None)
words = st.text(st.characters(codec="utf-8"), max_size=90).map(plain)
meanings = st.builds(
    lambda start, length, summary, text, place, status, busy: Meaning(
        start, start + length, summary, text, place, status, busy
    ),
    st.integers(MIDNIGHT - 400 * 1440, MIDNIGHT + 400 * 1440),
    st.integers(1, 3000),
    words, words, words,
    st.sampled_from(["CONFIRMED", "TENTATIVE", "CANCELLED"]),
    st.booleans(),
)  # fmt: skip


@FEW
@given(meanings, st.sampled_from(ZONES), st.integers(1, 99))
def test_what_is_written_is_read(meaning: Meaning, zone: str, writes: int) -> None:
    one = found(new(meaning, manner(zone), writes), "Europe/Berlin")
    assert one == (UID, meaning, Sent(writes, meaning.version, MARK))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe"])
def test_every_quarter_of_an_hour_around_a_change_of_the_clock(zone: str) -> None:
    clock = Clock(zone)
    for day in ("2026-03-29", "2026-10-25", "2026-04-05", "2026-10-04"):
        midnight = clock.midnight(clock.local(0).date().fromisoformat(day))
        for start in range(midnight, midnight + 300, 15):
            meaning = says(0, 1)._replace(start=start, end=start + 30)
            assert found(new(meaning, manner(zone), 1), "UTC").meaning == meaning


def test_a_new_event_has_what_programs_need() -> None:
    data = new(says(8, 12, text="Boots", place="garden"), manner(), 1)
    calendar = Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE", "VEVENT"]
    assert (event["UID"], event["SEQUENCE"], str(event["COLOR"])) == (UID, 0, "teal")
    assert b"CATEGORIES:care" in data
    assert new(says(8, 12), manner(), 3).count(b"SEQUENCE:2\r\n") == 1
    plainly = new(says(8, 12), Manner(UID, "UTC", MIDNIGHT, MARK), 1)
    assert [name in plainly for name in (b"VTIMEZONE", b"TZID", b"COLOR", b"CATEGORIES", b"DESCRIPTION")] == [False] * 5


def lines_of(data: bytes) -> list[bytes]:
    return data.split(b"\n")


THEIRS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Phone//EN\r\nX-WR-CALNAME:Plan\r\nBEGIN:VEVENT\r\nUID:3b0c@kinrota\r\n"
    b"DTSTAMP:20260101T000000Z\r\nLAST-MODIFIED:20260901T000000Z\r\nSEQUENCE:7\r\n"
    b'DTSTART;TZID=Europe/Berlin:20260303T080000\r\nDURATION:PT4H\r\nSUMMARY;LANGUAGE=de;X-A="b:c":Wi\r\n th Leo\r\n'
    b"DESCRIPTION:Boots\\n\r\n\t and hat\r\nLOCATION:garden\r\nSTATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\n"
    b"X-KINROTA-SENT:1-0123456789abcdef-ffffffffffffffff\r\nX-APPLE:1\r\n"
    b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Go\r\nSUMMARY:Go\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n"
    b"ATTENDEE:mailto:ana@example.org\r\nEND:VEVENT\r\n"
    b"BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:20251026T030000\r\nTZOFFSETFROM:+0200\r\n"
    b"TZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    b"BEGIN:VTIMEZONE\r\nTZID:Asia/Kolkata\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0530\r\n"
    b"TZOFFSETTO:+0530\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n"
)


def test_only_what_is_meant_changes() -> None:
    then = edited(THEIRS, ["summary"], says(8, 12, "With Mia"), manner(), stamp())
    gone = [line for line in lines_of(THEIRS) if line not in lines_of(then)]
    came = [line for line in lines_of(then) if line not in lines_of(THEIRS)]
    assert gone == [
        b"DTSTAMP:20260101T000000Z\r", b"SEQUENCE:7\r", b'SUMMARY;LANGUAGE=de;X-A="b:c":Wi\r', b" th Leo\r",
        b"X-KINROTA-SENT:1-0123456789abcdef-ffffffffffffffff\r",
    ]  # fmt: skip
    assert came == [
        b"SEQUENCE:8\r", b"DTSTAMP:20260901T000000Z\r",
        f"X-KINROTA-SENT:2-{says(8, 12).version}-{MARK}\r".encode(), b"SUMMARY:With Mia\r",
    ]  # fmt: skip
    assert then.count(b"LAST-MODIFIED:20260901T000000Z\r\n") == 1
    assert re.search(rb"BEGIN:VALARM\r\n.*SUMMARY:Go\r\n.*END:VALARM\r\n", then, re.DOTALL)


def test_other_hours_bring_their_zone() -> None:
    then = edited(THEIRS, ["when"], says(9, 13), manner(), stamp())
    assert found(then, "UTC").meaning == found(THEIRS, "UTC").meaning._replace(
        start=hours(9, 13).start, end=hours(9, 13).end
    )
    zones = [str(part["TZID"]) for part in Calendar.from_ical(then).walk("VTIMEZONE")]
    assert sorted(zones) == ["Asia/Kolkata", "Europe/Berlin"]
    assert b"DURATION" not in then
    in_utc = edited(THEIRS, ["when"], says(9, 13), manner("UTC"), stamp())
    assert b"DTSTART:20260303T080000Z" in in_utc
    assert in_utc.count(b"BEGIN:VTIMEZONE") == 2
    unclosed = THEIRS.replace(b"END:VTIMEZONE\r\nEND:VCALENDAR\r\n", b"")
    assert edited(unclosed, ["when"], says(9, 13), manner(), stamp()).endswith(b"TZOFFSETTO:+0530\r\nEND:STANDARD\r\n")


def test_a_whole_day_gets_hours_again() -> None:
    whole = THEIRS.replace(b"DTSTART;TZID=Europe/Berlin:20260303T080000", b"DTSTART;VALUE=DATE:20260303")
    whole = whole.replace(b"DURATION:PT4H", b"DTEND;VALUE=DATE:20260304")
    assert found(whole, ZONE).meaning.end == MIDNIGHT + 1440
    meaning = found(edited(whole, ["when"], says(9, 13), manner(), stamp()), ZONE).meaning
    assert (meaning.start, meaning.end) == (hours(9, 13).start, hours(9, 13).end)


def test_words_that_are_no_more_are_gone() -> None:
    then = edited(THEIRS, ["text", "place"], says(8, 12), manner(), stamp())
    assert found(then, ZONE).meaning.text == found(then, ZONE).meaning.place == ""
    assert then.count(b"DESCRIPTION:Go") == 1


@pytest.mark.parametrize(
    ("before", "sequence"),
    [("41", 42), ("9" * 5000, 1), ("-3", 1), ("x", 1), ("\N{ARABIC-INDIC DIGIT THREE}", 1), ("", 1)],
)
def test_a_sequence_goes_on(before: str, sequence: int) -> None:
    data = THEIRS.replace(b"SEQUENCE:7", f"SEQUENCE:{before}".encode())
    assert f"\r\nSEQUENCE:{sequence}\r\n".encode() in edited(data, [], says(8, 12), manner(), stamp())
    without = THEIRS.replace(b"SEQUENCE:7\r\n", b"")
    assert b"SEQUENCE:1\r\n" in edited(without, [], says(8, 12), manner(), stamp())


@pytest.mark.parametrize("changed", ["20250101T000000Z", "nonsense", "99999999T999999Z", "20260101T000000"])
def test_the_tick_where_nothing_is_later(changed: str) -> None:
    data = THEIRS.replace(b"LAST-MODIFIED:20260901T000000Z", f"LAST-MODIFIED:{changed}".encode())
    then = edited(data, [], says(8, 12), manner(), stamp())
    assert then.count(b"20260302T230000Z") == 2  # DTSTAMP and LAST-MODIFIED


@pytest.mark.parametrize(
    "data", [b"", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\nBEGIN:VEVENT\r\n"]
)
def test_where_there_is_no_event(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- it has no more to say
        edited(data, [], says(8, 12), manner(), stamp())


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\r\n", b"\n"),
        lambda data: data.replace(b"BEGIN:VEVENT", b"begin:vevent").replace(b"SUMMARY;", b"summary;"),
        lambda data: data.replace(b"BEGIN:VEVENT", b"BEGIN:VE\r\n VENT"),
        lambda data: data.replace(b"SUMMARY;LANG", b"SUM\r\n MARY;LANG"),
        lambda data: data.replace(b"Wi\r\n th Leo", b"Wi\r\n\r\n th Leo"),
        lambda data: data.replace(b"X-APPLE:1", b"X-APPLE:\xff\xfe\x80"),
        lambda data: data.replace(b"X-APPLE:1", b"X-APPLE:a\rSUMMARY:b"),
        lambda data: data.replace(b"TZID:Europe/Berlin", b"TZID:Europe/\r\n Berlin"),
        lambda data: b"\xef\xbb\xbf" + data,
    ],
)
def test_however_it_is_written(change: object) -> None:
    data = change(THEIRS)  # type: ignore[operator]
    before = found(data, ZONE).meaning
    assert (before.start, before.summary) == (hours(8, 12).start, "With Leo")
    then = edited(data, ["summary", "when"], says(9, 13, "With Mia"), manner(), stamp())
    after = found(then, ZONE).meaning
    assert after == before._replace(start=hours(9, 13).start, end=hours(9, 13).end, summary="With Mia")
    kept = [
        line for line in lines_of(data) if line.startswith((b"X-", b"DESC", b"ATT", b"TRIG")) and b"SENT" not in line
    ]
    assert [line for line in lines_of(then) if line in kept] == kept


values = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=30)
names = st.sampled_from(["X-APPLE", "COMMENT", "ATTENDEE", "GEO", "URL", "COLOR", "X-SUMMARY", "SUMMARYX"])
others = st.lists(st.tuples(names, values), max_size=6)
ends = st.sampled_from(["\r\n", "\n"])


@st.composite
def texts(draw: st.DrawFn) -> tuple[bytes, list[str]]:
    """Somebody's text of an event, and its lines that are none of kinrota's."""
    end, theirs = draw(ends), [f"{name}:{value}" for name, value in draw(others)]
    own = ["UID:3b0c@kinrota", "DTSTART:20260303T070000Z", "DTEND:20260303T110000Z", "SUMMARY:With Leo", "SEQUENCE:1"]
    alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{draw(values)}", "SUMMARY:Go", "END:VALARM"]
    lines = draw(st.permutations([*own, *theirs]))
    at = draw(st.integers(0, len(lines)))
    lines = [*lines[:at], *(alarm if draw(st.booleans()) else []), *lines[at:]]
    folded = [
        fold(draw, line, end) for line in ["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"]
    ]
    return (end.join(folded) + end).encode(), folded


def fold(draw: st.DrawFn, line: str, end: str) -> str:
    at, blank = draw(st.integers(0, 2 * len(line))), draw(st.sampled_from([" ", "\t"]))
    return f"{line[:at]}{end}{blank}{line[at:]}" if 0 < at < len(line) else line


@FEW
@given(texts(), st.sets(st.sampled_from(sorted(FIELDS))), meanings)
def test_not_a_byte_else(text: tuple[bytes, list[str]], fields: set[str], meaning: Meaning) -> None:
    data, lines = text
    then = edited(data, fields, meaning, manner(), stamp())
    before, after = found(data, ZONE).meaning, found(then, ZONE).meaning
    for field in FIELDS:
        assert value_of(after, field) == value_of(meaning if field in fields else before, field)
    assert found(then, ZONE).sent == Sent(2, says(8, 12).version, MARK)
    ours = {name for field in fields for name in FIELDS[field]} | {"SEQUENCE"}
    rest = then.decode()
    depth = 0
    for line in lines:
        flat = re.sub("\r?\n[ \t]", "", line)
        name = re.split("[:;]", flat)[0]
        depth += flat == "BEGIN:VALARM"
        if depth or name not in ours:
            at = rest.find(line)
            assert at >= 0, line
            rest = rest[:at] + rest[at + len(line) :]
        depth -= flat == "END:VALARM"


@FEW
@given(st.binary(max_size=200), st.integers(0, 400))
def test_whatever_is_understood_can_be_changed_or_is_refused(noise: bytes, at: int) -> None:
    data = THEIRS[: at * 3] + noise + THEIRS[at * 3 :]
    before = found(data, ZONE).meaning
    try:
        then = edited(data, ["when"], says(9, 13), manner(), stamp())
    except ValueError:
        return
    assert before.status == STRANGE or found(then, ZONE).meaning.start == says(9, 13).start


def test_lines_without_anything_cost_no_more_than_others() -> None:
    blank = b"\n" * 60_000
    data = new(says(8, 12), manner(), 1).replace(b"END:VEVENT", blank + b"END:VEVENT")
    assert blank in edited(data, ["when"], says(9, 12), manner(), stamp())


def test_blank_lines_before_what_continues_a_line() -> None:
    data = new(says(8, 12, "With Leo"), manner(), 1).replace(
        b"SUMMARY:With Leo", b"SUMMARY:With\r\n\n\r\n  Leo\r\n\r\nX-A:a"
    )
    text = edited(data, ["summary"], says(8, 12, "With Mia"), manner(), stamp())
    assert b"SUMMARY:With Mia\r\n" in text
    assert b"Leo" not in text
    assert b"\r\n\r\nX-A:a\r\n" in text


def test_the_clock_that_shows_an_hour_twice() -> None:
    """The second time is in UTC, as a local time cannot say it."""
    again = BERLIN.at(BERLIN.local(MIDNIGHT).date().fromisoformat("2026-10-25"), 0) + 3 * 60 + 30
    data = new(says(0, 1)._replace(start=again, end=again + 60), manner(), 1)
    assert b"DTSTART:20261025T013000Z" in data
