"""The engine against its partners: a scan of every day and minute, python-dateutil, and recurring-ical-events."""

import datetime as dt
import random

import icalendar
import pytest
import recurring_ical_events

from kinrota.intake.ics import Limits
from kinrota.intake.ics_calendar import read_calendar
from tests.intake.rules_by_chance import by_chance, dateutils, known_difference, ours
from tests.intake.rules_by_scan import Scan


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(8))
def test_random_rules_name_what_a_scan_of_every_minute_finds(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same rules every time
    for number in range(50):
        chance = by_chance(dice, skip=number % 5 == 0)
        scanned = Scan(chance.rule, chance.start).occurrences(chance.days)
        assert ours(chance) == [one for one in scanned if chance.begin <= one < chance.end], chance


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(100, 106))
def test_random_rules_name_what_dateutil_finds(seed: int) -> None:
    dice, asked = random.Random(seed), 0  # noqa: S311 - the same rules every time
    while asked < 100:
        chance = by_chance(dice)
        if known_difference(chance):
            continue
        assert ours(chance) == dateutils(chance), chance
        asked += 1


ZONE = "TZID=Europe/Berlin"
YEAR = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


def series_by_chance(dice: random.Random, uid: int) -> list[str]:
    """A series by day, with dates added and taken away, an occurrence moved, or all later ones.

    No added date is as late as the zone is ahead of UTC: recurring-ical-events takes 20:00 in a zone for 20:00 in UTC,
    and drops it with what is taken away at the one or the other.
    """
    start = dt.datetime.fromordinal(dt.date(2026, 1, 1).toordinal() + dice.randint(0, 200))
    start += dt.timedelta(hours=dice.randint(7, 20))
    step = dice.choice([1, 2, 7, 14])
    head = ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z"]

    def line(name: str, days: int, hours: int = 0) -> str:
        return f"{name};{ZONE}:{start + dt.timedelta(days=days * step, hours=hours):%Y%m%dT%H%M%S}"

    ends = dice.choice(
        [f"COUNT={dice.randint(5, 30)}", f"UNTIL={start + dt.timedelta(days=90):%Y%m%dT000000Z}", "WKST=SU"]
    )
    lines = [*head, line("DTSTART", 0), line("DTEND", 0, 2), f"RRULE:FREQ=DAILY;INTERVAL={step};{ends}"]
    lines += [line("EXDATE", dice.randint(0, 5)) for _ in range(dice.randint(0, 2))]
    lines += [line("RDATE", dice.randint(0, 9), 5) for _ in range(dice.randint(0, 2))]
    lines.append("END:VEVENT")
    later = dice.choice(["", "", ";RANGE=THISANDFUTURE"])
    for which in dice.sample(range(6, 10), dice.randint(0, 1)):
        changed = [line(f"RECURRENCE-ID{later}", which), line("DTSTART", which, 1), line("DTEND", which, 2)]
        lines += [*head, *changed, "END:VEVENT"]
    return lines


def test_random_series_take_place_when_recurring_ical_events_says() -> None:
    dice = random.Random(7)  # noqa: S311 - the same series every time
    lines = [line for uid in range(150) for line in series_by_chance(dice, uid)]
    data = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests", *lines, "END:VCALENDAR", ""]).encode()
    first, last = (int(moment.timestamp()) // 60 for moment in YEAR)
    reading = read_calendar(data, "", (first, last), "Europe/Berlin", Limits())
    theirs = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(*YEAR)
    assert {(one.uid, one.start, one.end) for one in reading.occurrences} == {
        (str(one["UID"]), *(int(one[name].dt.timestamp()) // 60 for name in ("DTSTART", "DTEND"))) for one in theirs
    }
    assert len(reading.occurrences) > 3000
