"""Events as the tests of publishing need them, on Tuesday 3 March 2026 in Berlin."""

from msgspec.structs import replace

from kinrota.model.published import Entry, Meaning
from kinrota.model.time import Clock, Span, instant_of
from kinrota.publish.caldav.edits import Edit
from kinrota.publish.ics import Line, Sheet

ZONE = "Europe/Berlin"
BERLIN = Clock(ZONE)
MIDNIGHT = instant_of("2026-03-03T00:00:00+01:00")
SUNDAY = MIDNIGHT - 2 * 24 * 60
"""When things are read: before all of it."""
KEY = b"k" * 32
KNOWN_BY = {
    "care": ("care", "2026-03-03", "", "leo"),
    "night": ("night", "2026-03-03", "", "leo", "mia"),
    "escort": ("escort", "2026-03-03", "home", "school", "leo"),
    "asked": ("asked", "2026-03-03"),
    "routine": ("routine", "routine:bedtime-leo", "2026-03-03"),
    "gap": ("gap", "2026-03-03", "Nobody is with Leo"),
    "attendance": ("attendance", "2026-03-03", "school", "school"),
}


def at(hour: float) -> int:
    return MIDNIGHT + round(hour * 60)


def hours(start: float, end: float) -> Span:
    return Span(at(start), at(end))


def says(start: float, end: float, summary: str = "With Leo", **more: str | bool) -> Meaning:
    """What an event says, from one hour of the day to another."""
    meaning = Meaning(at(start), at(end), summary, "", "", "CONFIRMED", busy=False)
    return meaning._replace(**more)  # type: ignore[arg-type]


def entry(base: Meaning, seen: Meaning | None, kind: str = "care", **more: object) -> Entry:
    made = Entry(f"{kind}@kinrota", f"/ana/plan/{kind}.ics", KNOWN_BY[kind], base, seen, '"1"', 1, life="l")
    return replace(made, **more)


def edit(base: Meaning, seen: Meaning | None, now: Meaning | None, kind: str = "care") -> Edit:
    return Edit(entry(base, seen, kind), now)


def line(
    start: float, end: float, summary: str = "With Leo", kind: str = "care", number: str = "", **more: object
) -> Line:
    """A line of a sheet; `number` tells several of a kind apart."""
    made = Line((*KNOWN_BY[kind], *([number] if number else [])), hours(start, end), summary, kind, "teal")
    return replace(made, **more)


def sheet(*lines: Line, zone: str = ZONE) -> Sheet:
    return Sheet("Ana, Linden Street", MIDNIGHT - 60, "teal", lines, zone, hours(0, 24) if zone else None)
