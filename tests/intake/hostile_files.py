"""Hostile calendar files of many kinds, made when they are asked for; each has one good event and one that is not."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from typing import NamedTuple

MEGABYTE = 2**20
MANY = 200_000
GOOD = """BEGIN:VEVENT
UID:good
SUMMARY:Early
DTSTART:20260310T090000Z
DTEND:20260310T100000Z
END:VEVENT"""
START = "DTSTART:20260101T000000Z"


class Kind(NamedTuple):
    """A hostile file; `named` tells whether something has to be said of it: it cannot be read as it stands."""

    data: Callable[[], bytes]
    named: bool = True


def calendar(*parts: str) -> bytes:
    return "\n".join(["BEGIN:VCALENDAR", GOOD, *parts, "END:VCALENDAR", ""]).encode()


def event(*lines: str, uid: str = "bad") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"])


def series(*lines: str) -> Callable[[], bytes]:
    return lambda: calendar(event(START, "DURATION:PT1H", *lines))


def plain(*lines: str) -> Callable[[], bytes]:
    return lambda: calendar(event(START, "DURATION:PT1H", *lines))


def times(count: int, make: Callable[[int], str]) -> Iterable[str]:
    return map(make, range(count))


def minute(number: int) -> str:
    return f"202601{number % 28 + 1:02d}T{number // 28 % 24:02d}{number // 672 % 60:02d}{number % 60:02d}Z"


def dates(name: str, make: Callable[[int], str], *before: str) -> Callable[[], bytes]:
    return lambda: calendar(event(START, "DURATION:PT1H", *before, name + ",".join(times(MANY, make))))


def overrides(count: int, more: str = "") -> bytes:
    main = event("DTSTART:20260101T090000Z", "DURATION:PT1H", "RRULE:FREQ=HOURLY")
    others = (
        event(f"RECURRENCE-ID{more}:{minute(number)}", f"DTSTART:{minute(number)}", "DURATION:PT30M")
        for number in range(count)
    )
    return calendar(main, *others)


def zone(*lines: str, name: str = "Mad") -> str:
    return "\n".join(["BEGIN:VTIMEZONE", f"TZID:{name}", *lines, "END:VTIMEZONE"])


def observance(*lines: str) -> str:
    first = ("BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200")
    return "\n".join([*first, *lines, "END:STANDARD"])


def in_zone(*parts: str) -> bytes:
    return calendar(*parts, event("DTSTART;TZID=Mad:20260311T090000", "DURATION:PT1H"))


def nested(name: str, depth: int) -> bytes:
    return calendar(*[f"BEGIN:{name}"] * depth, *[f"END:{name}"] * depth)


RULES: dict[str, Kind] = {
    "rule every second": Kind(series("RRULE:FREQ=SECONDLY")),
    "rule every minute since the year 1": Kind(
        lambda: calendar(event("DTSTART:00010101T000000Z", "RRULE:FREQ=MINUTELY"))
    ),
    "rule that never comes true": Kind(series("RRULE:FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30"), named=False),
    "a thousand million times": Kind(series("RRULE:FREQ=MINUTELY;COUNT=1000000000"), named=False),
    "a number of 5,000 digits": Kind(series(f"RRULE:FREQ=DAILY;COUNT={'9' * 5000}"), named=False),
    "interval of nothing": Kind(series("RRULE:FREQ=DAILY;INTERVAL=0")),
    "until the year 9999": Kind(series("RRULE:FREQ=MINUTELY;UNTIL=99991231T235959Z")),
    "rule that takes itself back": Kind(series("RRULE:FREQ=DAILY", "EXRULE:FREQ=DAILY"), named=False),
    "rule that scans the years": Kind(
        series("RRULE:FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO,TU;BYMONTH=6;BYSETPOS=400"), named=False
    ),
    "rule of lists": Kind(
        series(
            "RRULE:FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYHOUR="
            + ",".join(map(str, range(24)))
            + ";BYMINUTE="
            + ",".join(map(str, range(60)))
            + ";BYSECOND="
            + ",".join(map(str, range(60)))
        )
    ),
    "rule of ten megabytes": Kind(lambda: calendar(event(START, "RRULE:FREQ=DAILY;BYMONTHDAY=" + "1," * 5_000_000))),
    "ten thousand rules": Kind(series(*["RRULE:FREQ=HOURLY"] * 10_000), named=False),
    "a thousand endless series": Kind(
        lambda: calendar(*times(1000, lambda n: event(START, "RRULE:FREQ=MINUTELY;INTERVAL=7", uid=str(n))))
    ),
    "200,000 dates more": Kind(dates("RDATE:", minute)),
    "200,000 lines of dates more": Kind(lambda: calendar(event(START, *times(MANY, lambda n: f"RDATE:{minute(n)}")))),
    "200,000 dates less": Kind(dates("EXDATE:", minute, "RRULE:FREQ=DAILY")),
    "200,000 periods": Kind(dates("RDATE;VALUE=PERIOD:", lambda n: f"{minute(n)}/PT1H")),
    "20,000 other versions of one series": Kind(lambda: overrides(20_000), named=False),
    "5,000 times this and all that follow": Kind(lambda: overrides(5_000, ";RANGE=THISANDFUTURE"), named=False),
}
TIMES: dict[str, Kind] = {
    "length without end": Kind(lambda: calendar(event(START, "DURATION:P999999999999999D"))),
    "length of a million weeks": Kind(lambda: calendar(event(START, "DURATION:P9999999W"))),
    "length below nothing": Kind(lambda: calendar(event(START, "DURATION:-P1D"))),
    "the year 1": Kind(lambda: calendar(event("DTSTART:00010101T000000Z", "DURATION:PT1H")), named=False),
    "the year 9999": Kind(lambda: calendar(event("DTSTART:99991231T235959Z", "DURATION:PT1H")), named=False),
    "the year 0": Kind(lambda: calendar(event("DTSTART:00000000T000000Z"))),
    "date of a megabyte": Kind(lambda: calendar(event("DTSTART:" + "2" * MEGABYTE))),
    "date in other digits": Kind(
        lambda: calendar(event("DTSTART:\N{ARABIC-INDIC DIGIT TWO}0260101T000000Z", "DURATION:PT1H")), named=False
    ),
    "ends 8,000 years after it began": Kind(lambda: calendar(event(START, "DTEND:99990101T000000Z")), named=False),
    "zone that changes every second": Kind(lambda: in_zone(zone(observance("RRULE:FREQ=SECONDLY")))),
    "zone of a million lines": Kind(lambda: in_zone(zone(observance(*["X-A:1"] * 1_000_000))), named=False),
    "zone of 30,000 rules": Kind(lambda: in_zone(zone(*[observance("RRULE:FREQ=YEARLY")] * 30_000))),
    "zone of 200,000 dates": Kind(
        lambda: in_zone(zone(observance("RDATE:" + ",".join(times(MANY, minute))))), named=False
    ),
    "10,000 zones": Kind(
        lambda: in_zone(*times(10_000, lambda n: zone(observance("RRULE:FREQ=YEARLY"), name=f"Mad{n}"))), named=False
    ),
    "zone without its end": Kind(lambda: in_zone("BEGIN:VTIMEZONE\nTZID:Mad\n" + observance())),
    "zone whose name is a path": Kind(
        lambda: calendar(event("DTSTART;TZID=../../../etc/passwd:20260311T090000", "DURATION:PT1H"))
    ),
    "zone whose name is ten megabytes": Kind(
        lambda: calendar(event(f"DTSTART;TZID={'x' * 10 * MEGABYTE}:20260311T090000", "DURATION:PT1H"))
    ),
}
SHAPES: dict[str, Kind] = {
    "a million events in one another": Kind(lambda: nested("VEVENT", 500_000)),
    "parts in one another": Kind(lambda: nested("X-A", 500_000), named=False),
    "alarms in one another": Kind(
        lambda: calendar(event(START, "DURATION:PT1H", *["BEGIN:VALARM"] * MANY, *["END:VALARM"] * MANY)), named=False
    ),
    "nothing but beginnings": Kind(lambda: b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 1_400_000),
    "a file that never ends": Kind(lambda: calendar().replace(b"END:VCALENDAR", b"")),
    "200,000 events": Kind(
        lambda: calendar(*times(MANY, lambda n: event(f"DTSTART:{minute(n)}", "DURATION:PT1H", uid=str(n)))),
    ),
    "20,000 events of one name": Kind(
        lambda: calendar(*times(20_000, lambda n: event(f"DTSTART:{minute(n)}", "DURATION:PT1H"))), named=False
    ),
    "200,000 calendars": Kind(lambda: calendar(*["END:VCALENDAR\nBEGIN:VCALENDAR"] * MANY), named=False),
    "200,000 lists of busy times": Kind(lambda: calendar(*["BEGIN:VFREEBUSY\nEND:VFREEBUSY"] * MANY)),
    "names of 50 megabytes": Kind(lambda: calendar(event(START, "SUMMARY:" + "x" * 50 * MEGABYTE))),
    "a title of 19 megabytes": Kind(plain("SUMMARY:" + "x" * 19 * MEGABYTE), named=False),
    "a title of 19 megabytes in folds": Kind(
        lambda: calendar(event(START, "DURATION:PT1H", "SUMMARY:" + "\n x" * 6 * MEGABYTE)), named=False
    ),
    "a title of backslashes": Kind(plain("SUMMARY:" + "\\" * 10 * MEGABYTE), named=False),
    "200,000 parameters": Kind(plain("SUMMARY" + "".join(times(MANY, lambda n: f";X-{n}=1")) + ":Late"), named=False),
    "a parameter of ten megabytes": Kind(plain(f'SUMMARY;X-A="{"x" * 10 * MEGABYTE}":Late'), named=False),
    "quotes without end": Kind(lambda: calendar(event(START + '"' * 5 * MEGABYTE))),
    "semicolons without end": Kind(lambda: calendar(event("DTSTART" + ";" * 5 * MEGABYTE + ":20260311T090000Z"))),
    "200,000 properties that grow": Kind(
        plain(*times(2000, lambda n: f"X-LOL{n}:" + f"&lol{n - 1};" * 500)), named=False
    ),
    "100,000 guests": Kind(
        plain(*times(100_000, lambda n: f"ATTENDEE;CN=Kim {n}:mailto:kim{n}@example.org")), named=False
    ),
    "a million lines without a colon": Kind(lambda: calendar(*["NOTHING"] * 1_000_000), named=False),
    "nineteen million empty lines": Kind(lambda: calendar("\n" * 19 * MEGABYTE), named=False),
    "one line": Kind(lambda: calendar().replace(b"\n", b" ")),
    "only carriage returns": Kind(lambda: calendar().replace(b"\n", b"\r"), named=False),
}
BYTES: dict[str, Kind] = {
    "packed zeros": Kind(lambda: gzip.compress(b"\0" * 500 * MEGABYTE, 1)),
    "a packed calendar": Kind(lambda: gzip.compress(calendar())),
    "nothing but zeros": Kind(lambda: b"\0" * 19 * MEGABYTE),
    "zeros between the letters": Kind(lambda: b"\0".join(bytes([one]) for one in calendar()), named=False),
    "two bytes a letter": Kind(lambda: calendar().decode().encode("utf-16"), named=False),
    "half a letter of two": Kind(
        lambda: (
            "\ufeff".encode("utf-16-le")
            + calendar(event(START, "DURATION:PT1H", "SUMMARY:?"))
            .decode()
            .encode("utf-16-le")
            .replace(b"?\0", b"\0\xd8")
        ),
        named=False,
    ),
    "a lone surrogate": Kind(
        lambda: calendar(event(START, "DURATION:PT1H", "SUMMARY:?")).replace(b"?", b"\xed\xa0\x80"), named=False
    ),
    "no letters of any kind": Kind(
        lambda: calendar(event(START, "DURATION:PT1H", "SUMMARY:?")).replace(b"?", b"\xff\xfe\xfa\x80" * 10_000),
        named=False,
    ),
    "a web page": Kind(lambda: b"<html>" + b"<div>" * MEGABYTE),
    "a number": Kind(lambda: b"7" * 19 * MEGABYTE),
}
ESCAPES = "\x1b[2J\x1b]0;owned\x07\x1b[31mred\x08\x08\x9b1A\x00"
BIDI = "\N{RIGHT-TO-LEFT OVERRIDE}gninraW\N{POP DIRECTIONAL FORMATTING}\N{ZERO WIDTH JOINER}"
TITLES = {
    "escapes": ESCAPES,
    "turned letters": BIDI,
    "a formula": '=HYPERLINK("https://example.org","x")',
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "a template": "{{ 7 * 7 }}{% raw %}",
    "a path": "../../../../etc/passwd",
    "letters on letters": "Z" + "\N{COMBINING ACUTE ACCENT}" * 900,
    "lines": "one\\ntwo\\N\\nthree",
}
WORDS: dict[str, Kind] = {
    f"a title of {name}": Kind(
        lambda title=title: calendar(  # type: ignore[misc] # the lambda's own title
            event(
                "DTSTART:20260311T090000Z", "DURATION:PT1H", f"SUMMARY:{title}", f"LOCATION:{title}", uid=f"bad{title}"
            )
        ),
        named=False,
    )
    for name, title in TITLES.items()
}
KINDS = {**RULES, **TIMES, **SHAPES, **BYTES, **WORDS}
HEAVY = (
    "rule every minute since the year 1",
    "rule that never comes true",
    "a thousand million times",
    "until the year 9999",
    "rule of ten megabytes",
    "ten thousand rules",
    "a thousand endless series",
    "200,000 lines of dates more",
    "20,000 other versions of one series",
    "5,000 times this and all that follow",
    "zone of a million lines",
    "zone of 30,000 rules",
    "zone of 200,000 dates",
    "10,000 zones",
    "zone whose name is ten megabytes",
    "a million events in one another",
    "parts in one another",
    "alarms in one another",
    "nothing but beginnings",
    "200,000 events",
    "20,000 events of one name",
    "200,000 calendars",
    "200,000 lists of busy times",
    "names of 50 megabytes",
    "a title of 19 megabytes",
    "a title of 19 megabytes in folds",
    "a title of backslashes",
    "a parameter of ten megabytes",
    "semicolons without end",
    "a million lines without a colon",
    "nineteen million empty lines",
    "nothing but zeros",
    "a number",
)
"""Kinds that take long to make or to read."""
