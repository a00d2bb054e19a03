"""Which shifts a rota gives, clock changes and the eve included."""

import datetime as dt

import pytest

from kinrota.intake.rotas import first_shift, shifts, unknown
from kinrota.model.household import Rota, WorkTerms
from kinrota.model.time import Clock, Span, WallSpan

BERLIN = Clock("Europe/Berlin")
CODES = (("E", WallSpan(6 * 60 + 30, 14 * 60 + 30)), ("N", WallSpan(21 * 60, 7 * 60)))
MONDAY = dt.date(2026, 3, 2)


def rota(pattern: str, *changes: tuple[dt.date, str], starts: dt.date = MONDAY) -> Rota:
    return Rota("rota-ana", "ana", CODES, starts, tuple(pattern.split()), changes, WorkTerms(place="hospital"))


def days(start: dt.date, count: int) -> Span:
    return Span(BERLIN.midnight(start), BERLIN.midnight(start + dt.timedelta(days=count)))


def written(one: Rota, window: Span) -> list[str]:
    return [
        f"{busy.title} {BERLIN.local(busy.span.start):%d.%m. %H:%M}-{BERLIN.local(busy.span.end):%d.%m. %H:%M}"
        for busy in shifts(one, BERLIN, window)
    ]


def test_the_pattern_comes_round() -> None:
    assert written(rota("E - N"), days(MONDAY, 5)) == [
        "E 02.03. 06:30-02.03. 14:30",
        "N 04.03. 21:00-05.03. 07:00",
        "E 05.03. 06:30-05.03. 14:30",
    ]


def test_the_eve_s_night_runs_into_the_first_day() -> None:
    assert written(rota("N -"), days(dt.date(2026, 3, 3), 1)) == ["N 02.03. 21:00-03.03. 07:00"]


def test_before_its_start_a_rota_says_nothing_but_its_changes() -> None:
    change = (dt.date(2026, 2, 27), "E")
    assert written(rota("N", change), days(dt.date(2026, 2, 25), 5)) == ["E 27.02. 06:30-27.02. 14:30"]


def test_changes_lead_the_pattern() -> None:
    one = rota("E E E", (dt.date(2026, 3, 3), "-"), (dt.date(2026, 3, 4), "N"))
    assert [line[0] for line in written(one, days(MONDAY, 3))] == ["E", "N"]


def test_a_shift_has_the_name_of_its_rota_and_date() -> None:
    (busy,) = shifts(rota("E -"), BERLIN, days(MONDAY, 1))
    assert (busy.event, busy.adult, busy.place, busy.kind) == ("rota-ana#2026-03-02", "ana", "hospital", "work")


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 9), ("2026-03-27", 10), ("2026-10-24", 11)])
def test_a_night_shift_is_shorter_or_longer_when_the_clocks_change(day: str, hours: int) -> None:
    start = dt.date.fromisoformat(day)
    (busy,) = shifts(rota("N", starts=start), BERLIN, Span(BERLIN.at(start, 22 * 60), BERLIN.at(start, 23 * 60)))
    assert busy.span.minutes == hours * 60


def test_a_horizon_long_after_the_start_is_no_further_away() -> None:
    assert written(rota("E -"), days(dt.date(2150, 1, 1), 2)) == ["E 01.01. 06:30-01.01. 14:30"]


def test_the_first_shift_from_a_day_on() -> None:
    assert first_shift(rota("- - E"), MONDAY) == dt.date(2026, 3, 4)
    assert first_shift(rota("- - E"), dt.date(2026, 3, 5)) == dt.date(2026, 3, 7)
    assert first_shift(rota("- -"), MONDAY) is None
    assert first_shift(rota("- E"), dt.date(2020, 1, 1)) == dt.date(2026, 3, 3)


def lost(one: Rota, window: Span) -> list[str]:
    return [
        f"{BERLIN.local(gap.span.start):%d.%m. %H:%M}-{BERLIN.local(gap.span.end):%d.%m. %H:%M}"
        for gap in unknown(one, BERLIN, window)
    ]


def test_a_day_that_nobody_knows_is_unknown_until_a_night_shift_would_end() -> None:
    assert lost(rota("E ? - -"), days(MONDAY, 4)) == ["03.03. 00:00-04.03. 07:00"]
    assert written(rota("E ? - -"), days(MONDAY, 4)) == ["E 02.03. 06:30-02.03. 14:30"]


def test_it_is_known_again_where_the_next_shift_begins() -> None:
    assert lost(rota("? E - -"), days(MONDAY, 4)) == ["02.03. 00:00-03.03. 06:30"]


def test_days_that_nobody_knows_are_one_stretch() -> None:
    one = rota("?", (dt.date(2026, 3, 4), "E"))
    assert lost(one, days(MONDAY, 5)) == ["02.03. 00:00-04.03. 06:30", "05.03. 00:00-07.03. 00:00"]


def test_without_a_shift_over_midnight_it_ends_with_the_day() -> None:
    one = Rota("rota-ana", "ana", CODES[:1], MONDAY, ("?", "-"))
    assert lost(one, days(MONDAY, 2)) == ["02.03. 00:00-03.03. 00:00"]


def test_two_shifts_of_one_day_are_two() -> None:
    one = Rota("rota-ana", "ana", (*CODES, ("N+", WallSpan(600, 660))), MONDAY, ("E+N", "N+", "-"))
    assert written(one, days(MONDAY, 3)) == [
        "E 02.03. 06:30-02.03. 14:30",
        "N 02.03. 21:00-03.03. 07:00",
        "N+ 03.03. 10:00-03.03. 11:00",
    ]
    assert [busy.event for busy in shifts(one, BERLIN, days(MONDAY, 1))] == [
        "rota-ana#2026-03-02",
        "rota-ana#2026-03-02/2",
    ]
