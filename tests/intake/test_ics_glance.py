"""What is plain in a calendar is read at a glance, and nothing is otherwise than if all were read closely."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

from kinrota.intake import ics_calendar
from kinrota.intake.ics_calendar import read_calendar
from kinrota.intake.ics_events import Event, read_event
from kinrota.intake.ics_glance import Glance
from kinrota.intake.ics_reading import CalendarReading, Limits
from kinrota.intake.ics_text import Block
from tests.intake.test_ics_hard_cases import CASES, Case

ZONE = "Europe/Berlin"
DAY = 24 * 60
MARCH = int(dt.datetime(2026, 3, 2, tzinfo=dt.UTC).timestamp()) // 60
NIGHT = dt.datetime(2026, 3, 9, 22)  # noqa: DTZ001 -- on the wall
UIDS = (("a", " a", "b,c", "b\\,c", ""), tuple(map(str, range(30))))
STARTS = (
    *("DTSTART", "DTSTART;TZID=Europe/Berlin", "DTSTART;TZID=Moon/Crater", "DTSTART;VALUE=DATE", "dtstart"),
    *("DTSTART;TZID=europe/berlin", "DTSTART;TZID=UTC+14:00"),
)
FORMS = (
    *("%Y%m%dT%H%M%S", "%Y%m%dT%H%M%S", "%Y%m%dT%H%M%SZ", "%Y%m%d", "%Y%m%dt%H%M%S", "%Y%m%dT996000"),
    *("%Y-%m-%dT%H:%M", "%Y-%m-%d", "%Y%m%dT%H%M%S+1400", "%Y%m%dT240000", "%Y%m%dZ"),
)
ODD = (
    "ATTENDEE;PARTSTAT=DECLINED:mailto:ana@example.org",
    'ATTENDEE;CN="Ana:mailto:ana@example.org',
    "DTSTART:20260309T000000",
    "DURATION:PT1H",
    "DTEND:",
    "RRULE:",
    "EXDATE:20260309T220000",
    'LOCATION;ALTREP="ward',
    "RDATE:20260310",
    "RECURRENCE-ID:20260309T220000",
    "RRULE:FREQ=DAILY;COUNT=9",
    'RRULE;X="ward',
    "SEQUENCE:2",
    "STATUS:CANCELLED",
    "SEQUENCE:x",
    "STATUS:canceled",
    "STATUS;X=1: tentative ",
    "SUMMARY:Night",
    "SUMMARY:Night\\, late\\n\\\\",
    "SUMMARY;ENCODING=QUOTED-PRINTABLE:=4Eight",
    "TRANSP:transparent",
    "UID;ENCODING=QUOTED-PRINTABLE:\xe4=41",
    "LOCATION;CHARSET=idna;ENCODING=QUOTED-PRINTABLE:=41..",
    "DTEND;TZID=Europe/Berlin:20260401T000000",
)


def reading(data: bytes, window: tuple[int, int]) -> CalendarReading:
    return read_calendar(data, "", window, ZONE, Limits(), ("ana@example.org",))


def every(monkeypatch: pytest.MonkeyPatch, data: bytes, window: tuple[int, int]) -> CalendarReading:
    """The same where every event is read closely."""
    with monkeypatch.context() as patch:
        patch.setattr(Glance, "sort", lambda glance: ([], glance.events))
        return reading(data, window)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_hard_case_reads_the_same_from_near_and_far(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    data = case["ics"].encode("latin-1")
    for first in (MARCH, MARCH + 30 * DAY, MARCH + 4000 * DAY, MARCH - 9000 * DAY):
        window = (first, first + 14 * DAY)
        assert reading(data, window) == every(monkeypatch, data, window)


def event(draw: random.Random, uids: tuple[str, ...]) -> str:
    """An event somewhere about March, in which something may be odd."""
    start = NIGHT + dt.timedelta(days=draw.randrange(-25, 25), hours=draw.randrange(24))
    end = start + dt.timedelta(hours=draw.choice((8, 8, 8, 30, 0, -4)))
    head, form = draw.choice(STARTS), draw.choice(FORMS)
    lines = ["BEGIN:VEVENT", f"UID:{draw.choice(uids)}", f"{head}:{start:{form}}"]
    if draw.random() < 0.9:
        form = form if draw.random() < 0.9 else draw.choice(FORMS)
        lines.append(f"DTEND{head[len('DTSTART') :] if draw.random() < 0.9 else ''}:{end:{form}}")
    lines += draw.sample(ODD, draw.choice((0, 1, 1, 2)))
    return "\r\n".join([*lines, *(["END:VEVENT"] if draw.random() < 0.9 else [])])


@pytest.mark.parametrize("seed", range(400))
def test_odd_calendars_read_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(seed)  # noqa: S311 -- no secret
    uids = draw.choice(UIDS)
    events = [event(draw, uids) for _ in range(draw.randrange(1, 12))]
    method = draw.choice(([], [], ["METHOD:CANCEL"], ["METHOD:REPLY"]))
    data = "\r\n".join(["BEGIN:VCALENDAR", *method, *events, "END:VCALENDAR", ""]).encode()
    for first in range(MARCH - 10 * DAY, MARCH + 30 * DAY, 7 * DAY):
        window = (first, first + 3 * DAY)
        assert reading(data, window) == every(monkeypatch, data, window)


def test_most_of_a_long_calendar_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []

    def read(block: Block, *more: Any) -> Event | None:  # noqa: ANN401 -- whatever it is read with
        looked.append(block)
        return read_event(block, *more)

    monkeypatch.setattr(ics_calendar, "read_event", read)
    shifts = []
    for number in range(300):
        day = f"{dt.date(2026, 1, 1) + dt.timedelta(days=number):%Y%m%d}"
        shifts += ["BEGIN:VEVENT", f"UID:{day}", f"DTSTART:{day}T060000", f"DTEND:{day}T140000", "END:VEVENT"]
    data = "\r\n".join(["BEGIN:VCALENDAR", *shifts, "END:VCALENDAR", ""]).encode()
    found = reading(data, (MARCH, MARCH + 7 * DAY))
    assert len(found.occurrences) == 7
    assert len(looked) < 20
