"""What an event says, whoever wrote it: times, words, and what cannot be understood."""

import pytest

from kinrota.publish.caldav.meaning import LARGEST, LAST, LINES, STRANGE, Sent, found, plain
from tests.publish.caldav.made import ZONE, hours


def event(*lines: str, times: tuple[str, ...] = ("DTSTART:20260303T070000Z", "DTEND:20260303T110000Z")) -> bytes:
    inside = ["BEGIN:VEVENT", "UID:a", "DTSTAMP:20260101T000000Z", *times, *lines, "END:VEVENT"]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *inside, "END:VCALENDAR", ""]).encode()


@pytest.mark.parametrize(
    "times",
    [
        ("DTSTART:20260303T070000Z", "DTEND:20260303T110000Z"),
        ("DTSTART;TZID=Europe/Berlin:20260303T080000", "DTEND;TZID=Europe/Berlin:20260303T120000"),
        ("DTSTART;TZID=America/New_York:20260303T020000", "DURATION:PT4H"),
        ("DTSTART:20260303T080000", "DTEND:20260303T120000"),
        ("DTSTART:20260303T080030", "DTEND:20260303T120059"),
        ("DTSTART;X-A=b:20260303T070000Z", "DURATION:PT240M"),
    ],
)
def test_the_same_hours(times: tuple[str, ...]) -> None:
    meaning = found(event(times=times), ZONE).meaning
    assert (meaning.start, meaning.end) == (hours(8, 12).start, hours(8, 12).end)


def test_a_whole_day() -> None:
    meaning = found(event(times=("DTSTART;VALUE=DATE:20260303",)), ZONE).meaning
    assert (meaning.start, meaning.end) == (hours(0, 24).start, hours(0, 24).end)
    summer = found(event(times=("DTSTART;VALUE=DATE:20260329", "DTEND;VALUE=DATE:20260330")), ZONE).meaning
    assert summer.end - summer.start == 23 * 60


def test_words() -> None:
    one = found(
        event("SUMMARY;LANGUAGE=de:Mia\\, Leo ", "DESCRIPTION:a \\n b\\n", "LOCATION: garden", "TRANSP:transparent"),
        ZONE,
    )
    assert (one.uid, one.sent) == ("a", Sent())
    assert (one.meaning.summary, one.meaning.text, one.meaning.place) == ("Mia, Leo", "a\n b", "garden")
    assert (one.meaning.status, one.meaning.busy) == ("CONFIRMED", False)
    other = found(event("STATUS:tentative"), ZONE).meaning
    assert (other.status, other.busy, other.summary) == ("TENTATIVE", True, "")
    assert plain(" a\t\r\n\r b ") == "a\n\n b"


@pytest.mark.parametrize(
    ("note", "sent"),
    [
        (f"3-{'a' * 16}-{'b' * 16}", Sent(3, "a" * 16, "b" * 16)),
        (f"3-{'a' * 16}", Sent()),
        ("", Sent()),
        (f"{'9' * 5000}-{'a' * 16}-{'b' * 16}", Sent()),
        (f"\N{ARABIC-INDIC DIGIT THREE}-{'a' * 16}-{'b' * 16}", Sent()),
    ],
)
def test_what_kinrota_noted(note: str, sent: Sent) -> None:
    assert found(event(f"X-KINROTA-SENT:{note}"), ZONE).sent == sent


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"\xff\xfe",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        event("RRULE:FREQ=DAILY"),
        event("RDATE:20260304T070000Z"),
        event("EXDATE:20260304T070000Z"),
        event("RECURRENCE-ID:20260304T070000Z"),
        event("END:VEVENT", "BEGIN:VEVENT", "UID:b", "DTSTART:20260303T070000Z"),
        event(times=()),
        event(times=("DTSTART:nonsense",)),
        event(times=("DTSTART:20260303T070000Z", "DTEND:20260303T110000Z", "DURATION:PT4H")),
        event(times=("DTSTART:20260303T070000Z", "DTEND:20260503T110000Z")),
        event(times=("DTSTART:20260303T070000Z", "DURATION:P999999999D")),
        event(times=("DTSTART:00010101T000000Z", "DTEND:00010101T010000Z")),
        event(times=("DTSTART:99991231T230000Z", "DTEND:99991231T235900Z")),
        event(f"DESCRIPTION:{'x' * LARGEST}"),
        event(*["X-A:a"] * LINES),
        event("UID:b")[:-20],
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 9999,
    ],
)
def test_what_cannot_be_understood_is_that(data: bytes) -> None:
    one = found(data, ZONE)
    assert one.meaning.status == STRANGE
    assert one.meaning == found(data, ZONE).meaning != found(data + b"\r\n", ZONE).meaning


def test_what_continues_a_line_is_no_other() -> None:
    long = found(event("DESCRIPTION:" + "x\r\n " * LINES + "\r\n\t" * LINES + "y"), ZONE).meaning
    assert long.text == "x" * LINES + "y"


def test_two_names_are_none() -> None:
    assert found(event("UID:b"), ZONE).uid == ""
    assert found(event(), ZONE).uid == "a"


def test_every_instant_that_is_understood_can_be_told() -> None:
    from kinrota.model.time import Clock  # noqa: PLC0415

    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        clock = Clock(zone)
        assert (clock.local(0).year, clock.local(LAST).year) in ((1970, 2225), (1969, 2225))
