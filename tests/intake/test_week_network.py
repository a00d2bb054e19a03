"""What a calendar from the network means for a week when nothing newer of it could be had."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from kinrota.intake.arrivals import Arrival, Arrivals
from kinrota.intake.check import check, report, text
from kinrota.intake.folder import read
from kinrota.intake.ics import Reader
from kinrota.model.household import Household
from kinrota.model.week import Week
from tests.net.servers import calendar, event

MONDAY = dt.date(2026, 3, 2)
HOUSEHOLD = """
kinrota = 1
timezone = "Europe/Berlin"
places = { school = {}, hospital = {} }
journeys = [{ between = ["home", "school"], walk = "9m" }, { between = ["home", "hospital"], walk = "9m" }]
adults.ana = { name = "Ana" }
adults.oma = { name = "Oma", helper = true }
children.mia = { name = "Mia", born = 2018-09-14 }
attendance = [{ child = "mia", place = "school", days = "mon-fri", drop = "08:15", pick = "13:30", SCHOOL }]
[calendars.feed]
source = "https://calendar.example.org/hidden.ics"
"""
MEANS = {
    "work": 'means = "work"\nof = "ana"\nplace = "hospital"',
    "available": 'means = "available"\nof = "oma"',
    "closed": 'means = "closed"',
    "terms": 'means = "terms"',
    "custody": 'means = "custody"\nchild = "mia"',
}
SHIFT = calendar(event("1", "20260303"))
WHY = "It did not answer."
Remote = Callable[[Household, dt.datetime, Reader], Arrivals]


def week(folder: Path, means: str, arrival: Arrival) -> Week:
    school = {"closed": 'closed = "feed"', "terms": 'terms = "feed"'}.get(means, 'late = "30m"')
    household = HOUSEHOLD.replace("SCHOOL", school) + MEANS[means] + "\n"
    (folder / "household.toml").write_text(household, encoding="utf-8")
    return read(folder, start=MONDAY, days=7, remote=lambda *_: {"feed": arrival})


def stale(read_at: str = "2026-03-01T18:00:00+01:00", *, unknown: bool = False, why: str = WHY) -> Arrival:
    return Arrival(SHIFT, read_at, why, unknown)


def unknown(made: Week) -> list[str]:
    return [f"{one.adult} {made.clock.iso(one.span.start)[:16]} {one.why}" for one in made.unknown]


def said(made: Week) -> list[str]:
    return [note.sentence.removeprefix("feed (calendar.example.org)") for note in made.notes]


def test_what_is_new_is_like_a_file(tmp_path: Path) -> None:
    made = week(tmp_path, "work", Arrival(SHIFT, "2026-03-01T18:00:00+01:00"))
    assert (len(made.busy), made.unknown, made.notes, made.inputs[0].stale) == (1, (), (), False)


def test_what_is_stale_counts_and_is_said(tmp_path: Path) -> None:
    made = week(tmp_path, "work", stale())
    assert (len(made.busy), made.unknown) == (1, ())
    told = ": nothing newer could be had. It did not answer. What was read on Sunday 1 March 2026 at 18:00 counts."
    assert said(made) == [told]
    (known,) = made.inputs
    assert (known.stale, known.because, known.unknown, known.read) == (True, WHY, False, "2026-03-01T18:00:00+01:00")


def test_what_is_too_old_leaves_its_owner_unknown_but_for_its_work(tmp_path: Path) -> None:
    made = week(tmp_path, "work", stale(unknown=True))
    assert len(made.busy) == 1
    assert unknown(made) == ["ana 2026-03-02T00:00 It did not answer."]
    rest = "Nobody knows when Ana is busy from Monday 2 March 2026, 00:00 on, so nothing rests on it."
    assert said(made)[0].endswith(f"is too old to count on. {rest}")


def test_up_to_its_reading_it_is_known(tmp_path: Path) -> None:
    made = week(tmp_path, "work", stale("2026-03-04T18:00:00+01:00", unknown=True, why=""))
    assert unknown(made) == ["ana 2026-03-04T18:00 It was read too long ago."]
    assert said(made)[0].startswith(
        ": it was not asked for. What was read on Wednesday 4 March 2026 at 18:00 is too old"
    )


@pytest.mark.parametrize(("old", "offered"), [(False, 1), (True, 0)])
def test_a_helper_is_not_asked_by_a_calendar_that_is_too_old(tmp_path: Path, offered: int, *, old: bool) -> None:
    made = week(tmp_path, "available", stale(unknown=old))
    assert len(made.available) == offered
    assert "does not count on Oma beyond the weekly hours" in said(made)[0] or not old


def test_old_closures_and_custody_count_all_the_same(tmp_path: Path) -> None:
    closed, custody = (week(tmp_path, means, stale(unknown=True)) for means in ("closed", "custody"))
    assert len(closed.closures) == 1
    assert len(custody.custody) == 1
    for made in (closed, custody):
        assert said(made)[0].endswith("at 18:00 is old, and counts all the same.")


def test_old_terms_are_always_on(tmp_path: Path) -> None:
    made = week(tmp_path, "terms", stale(unknown=True))
    assert any(span.covers(made.horizon) for _, span in made.terms)
    assert not any(span.covers(made.horizon) for _, span in week(tmp_path, "terms", stale()).terms)


def test_what_never_came_is_like_a_file_that_is_missing(tmp_path: Path) -> None:
    made = week(tmp_path, "work", Arrival(None, "", WHY))
    assert unknown(made) == ["ana 2026-03-02T00:00 It did not answer."]
    assert said(made)[0].startswith(" cannot be read: It did not answer. Nobody knows")
    assert "It was not read, or not whole." in text(report(made))


def test_without_anybody_who_asks_it_has_never_been_read(tmp_path: Path) -> None:
    (tmp_path / "household.toml").write_text(HOUSEHOLD.replace(", SCHOOL", "") + MEANS["work"], encoding="utf-8")
    assert "has never been read" in said(read(tmp_path, start=MONDAY, days=7))[0]


@pytest.mark.parametrize(
    ("now", "age"),
    [
        ("2026-03-01T18:00:30+01:00", "just now"),
        ("2026-03-01T18:01:00+01:00", "1 minute ago"),
        ("2026-03-01T19:59:00+01:00", "1 hour ago"),
        ("2026-03-03T20:00:00+01:00", "2 days ago"),
        ("2026-02-01T00:00:00+01:00", "just now"),
    ],
)
def test_its_age_is_said_in_words(tmp_path: Path, now: str, age: str) -> None:
    told = report(week(tmp_path, "work", stale()), moment=dt.datetime.fromisoformat(now))
    assert f"Read on Sunday 1 March 2026 at 18:00 ({age})." in text(told)


def test_check_asks_once_however_often_it_reads(tmp_path: Path) -> None:
    week(tmp_path, "terms", stale())
    asked = []

    def remote(*_: object) -> Arrivals:
        asked.append(1)
        return {"feed": stale(why="")}

    check(tmp_path, start=dt.date(2026, 3, 9), days=7, remote=remote)
    assert asked == [1]
