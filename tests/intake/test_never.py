"""What `kinrota check` says of routines that nobody can do in these days, and of school that has no term in them."""

import datetime as dt
from pathlib import Path

import pytest

from kinrota.intake.check import check, text
from kinrota.intake.never import routines_never
from kinrota.testing import week_of

AT_WORK = """
adult ana walk
adult ben walk
helper oma walk
child leo 2022-05-10
way home hospital walk 20
way home pool car 10
attends leo nursery 08:00 15:00
work ana hospital mon 17:00 mon 23:00
work ana hospital tue 17:00 tue 23:00
work ben hospital mon 12:00 mon 18:30
work ben hospital tue 12:00 tue 18:30
available oma mon 09:00 mon 12:00
"""


def said(routine: str, more: str = "") -> str:
    notes = routines_never(week_of(f"{AT_WORK}\n{more}\nroutine {routine}", days=2))
    assert [note.kind for note in notes] in ([], ["routine-never"])
    return "".join(note.sentence for note in notes)


def test_everybody_is_at_work_or_not_back_yet() -> None:
    assert said("bed leo any=ana,ben,oma 18:00-19:00 20") == (
        "“Bed” (18:00-19:00) can be done on none of these days: Ana and Ben are at work or busy; Oma cannot be asked "
        "then. Maybe its window, or who does it, is meant otherwise."
    )
    assert said("bed leo any=ana,ben,oma 18:00-19:00 10") == ""


def test_one_day_on_which_somebody_could_is_enough() -> None:
    assert said("walk any=oma 08:00-10:00 60") == ""
    assert "Oma cannot be asked then" in said("walk any=oma 08:00-10:00 75")


def test_all_of_them_have_to_have_the_same_time() -> None:
    assert said("talk any=ana,ben 16:00-19:00 30") == ""
    assert "Ana and Ben are at work or busy" in said("talk all=ana,ben 16:00-19:00 30")


def test_a_place_where_nobody_gets_to() -> None:
    assert "Ana and Ben have no way there" in said("swim leo any=ana,ben 15:30-16:30 30 place=pool")


def test_a_child_that_sleeps_or_is_at_school() -> None:
    assert "Leo is at school or elsewhere" in said("read leo any=ana 09:00-11:00 30")
    assert "Leo sleeps" in said("read leo any=oma 20:25-21:00 10")
    assert said("look leo any=ben 21:00-22:00 20") == ""


def test_times_that_never_meet() -> None:
    broken = "busy ana home mon 09:00 mon 09:30\nbusy ana home tue 09:00 tue 09:30"
    assert "Ana is at work or busy" in said("yoga any=ana 08:40-09:50 25", broken)


@pytest.mark.parametrize("off", ["pause mon tue", "custody leo mon 00:00 wed 00:00"])
def test_what_is_not_owed_is_not_looked_for(off: str) -> None:
    assert said("bed leo any=ana,ben 18:00-19:00 20", off) == ""


def test_work_that_may_not_happen_or_be_given_up_keeps_nobody() -> None:
    assert said("bed leo any=ana 18:00-19:00 20 must", "release ana late_start 120") == ""
    assert said("bed leo any=ana 18:00-19:00 20 want", "release ana late_start 120") != ""
    held = AT_WORK.replace("work ana", "hold ana")
    assert routines_never(week_of(f"{held}\nroutine bed leo any=ana 18:00-19:00 20", days=2)) == ()


@pytest.mark.parametrize(
    ("more", "who"),
    [
        ("", ["Clara"]),
        ('[calendars.c]\nsource = "c.ics"\nof = "clara"\nmeans = "busy"', []),
        ('[calendars.c]\nsource = "c.ics"\nof = "clara"\nmeans = "hold"', []),
        ('[calendars.c]\nsource = "c.ics"\nof = "ben"\nmeans = "work"', ["Clara"]),
        ('[[rotas]]\nid = "c"\nof = "clara"\ncodes = { D = "08:00-16:00" }\nstarts = 2026-03-02\npattern = "D D"', []),
    ],
)
def test_of_whose_work_nothing_is_said(tmp_path: Path, more: str, who: list[str]) -> None:
    household = """kinrota = 1
timezone = "Europe/Berlin"
[adults]
clara = {}
ben = {}
oma = { helper = true, lives = "home" }
[children]
mia = { born = 2018-09-14 }
[calendars.b]
source = "c.ics"
of = "ben"
means = "work"
"""
    (tmp_path / "household.toml").write_text(f"{household}{more}\n", encoding="utf-8")
    (tmp_path / "c.ics").write_bytes(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nEND:VCALENDAR\r\n")
    facts = check(tmp_path, start=dt.date(2026, 3, 2), days=7)
    said = [f"No calendar and no rota says when {name} works: this counts on {name} being free." for name in who]
    assert facts.problems == ()
    assert [note.sentence for note in facts.notes] == said
    assert facts.clean
    assert text(facts).splitlines()[-1 - len(said) :] == ["Nothing is unclear.", *said]


HOUSEHOLD = """kinrota = 1
timezone = "Europe/Berlin"
places = { school = {} }
journeys = [{ between = ["home", "school"], walk = "10m" }]
adults = { ana = {} }
children = { mia = { born = 2018-09-14 }, leo = { born = 2017-05-10 } }
[calendars.school-terms]
source = "terms.ics"
means = "terms"
[[attendance]]
child = "mia"
place = "school"
days = "mon-fri"
drop = "08:15"
pick = "13:00"
terms = "school-terms"
[[attendance]]
child = "leo"
place = "school"
days = "mon-fri"
drop = "08:15"
pick = "13:00"
terms = "school-terms"
"""


def term(first: str, end: str) -> str:
    return f"BEGIN:VEVENT\nUID:{first}\nSUMMARY:Term\nDTSTART;VALUE=DATE:{first}\nDTEND;VALUE=DATE:{end}\nEND:VEVENT\n"


def checked(folder: Path, terms: str, start: dt.date, household: str = HOUSEHOLD) -> list[str]:
    (folder / "household.toml").write_text(household, encoding="utf-8")
    if terms:
        text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{terms}END:VCALENDAR\n"
        (folder / "terms.ics").write_text(text, encoding="utf-8")
    notes = check(folder, start=start, days=7).notes
    return [note.sentence for note in notes if note.kind != "no-work-known"]


def test_terms_that_end_before_the_days_asked_for(tmp_path: Path) -> None:
    (sentence,) = checked(tmp_path, term("20250901", "20260123"), dt.date(2026, 3, 2))
    assert sentence == (
        "terms.ics: no term in these days, nor soon after, so Mia is not at school and Leo is not at school then. "
        "Maybe the terms end before, and the next ones are missing."
    )


def test_holidays_between_two_terms_are_nothing_to_look_at(tmp_path: Path) -> None:
    both = term("20250901", "20260123") + term("20260309", "20260601")
    assert checked(tmp_path, both, dt.date(2026, 3, 2)) == []
    assert checked(tmp_path, term("20250901", "20260303"), dt.date(2026, 3, 2)) == []


def test_terms_that_could_not_be_read_are_said_once(tmp_path: Path) -> None:
    (sentence,) = checked(tmp_path, "", dt.date(2026, 3, 2))
    assert "cannot be read" in sentence


def test_nothing_is_looked_for_beyond_the_last_date(tmp_path: Path) -> None:
    (sentence,) = checked(tmp_path, term("20250901", "20260123"), dt.date(2198, 12, 31))
    assert "no term in these days" in sentence
