"""The Python interface: what `kinrota.__all__` names, and nothing that has to be loaded before it is asked for."""

import datetime as dt
import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import kinrota

HOUSEHOLD = """
kinrota = 1
timezone = "Europe/Berlin"
adults = { ana = { modes = ["walk"] } }
children = { leo = { born = 2022-05-10 } }

[[rotas]]
of = "ana"
codes = { D = "09:00-12:00" }
starts = 2026-03-02
pattern = "D -"
"""
MONDAY = dt.date(2026, 3, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "household.toml").write_text(HOUSEHOLD, encoding="utf-8")
    return tmp_path


def test_public_names_are_sorted_and_there() -> None:
    assert sorted(kinrota.__all__) == kinrota.__all__
    for name in kinrota.__all__:
        assert inspect.isclass(getattr(kinrota, name)) or inspect.isfunction(getattr(kinrota, name))
    assert set(kinrota.__all__) <= set(dir(kinrota))


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="module 'kinrota' has no attribute 'dance'"):
        _ = kinrota.dance  # type: ignore[attr-defined]


def test_functions_stay_functions_when_modules_of_their_names_are_loaded() -> None:
    for name in ("gaps", "verify"):
        module = import_module(f"kinrota.{name}")
        assert inspect.ismodule(module)
        assert inspect.isfunction(getattr(kinrota, name))


def test_from_a_folder_to_a_plan_that_stands_the_check(folder: Path) -> None:
    told: list[str] = []
    week = kinrota.read(str(folder), MONDAY, days=1)
    (gap,) = kinrota.gaps(week)
    assert (gap.child, gap.span.minutes, gap.need) == ("leo", 180, kinrota.Need.WATCH)
    plan = kinrota.plan(week, seconds=20, progress=told.append)
    assert [(one.child, one.span) for one in plan.gaps] == [("leo", gap.span)]
    assert told[-1] == "checking every minute"
    assert kinrota.verify(week, plan) == []


def test_the_days_begin_where_there_is_work(folder: Path) -> None:
    week = kinrota.read(folder)
    assert week.horizon.minutes == pytest.approx(14 * 24 * 60, abs=60)


def test_a_folder_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(kinrota.InputError) as caught:
        kinrota.read(tmp_path / "nowhere")
    (problem,) = caught.value.problems
    assert problem.message == "There is no such folder."
    assert isinstance(caught.value, kinrota.KinrotaError)


HEAVY = ("ortools", "icalendar", "holidays", "recurring_ical_events", "jinja2", "numpy", "pandas")


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("import kinrota", ("argparse", "kinrota.model", "kinrota.pipeline", "zoneinfo")),
        ("import kinrota.cli", ("kinrota.model", "kinrota.intake", "zoneinfo")),
        ("from kinrota.cli import main; main(['gaps', FOLDER])", ("kinrota.solve", "kinrota.verify")),
        ("from kinrota.cli import main; main(['check', FOLDER])", ("kinrota.solve", "kinrota.verify")),
    ],
)
def test_nothing_is_loaded_before_it_is_needed(folder: Path, code: str, more: tuple[str, ...]) -> None:
    unwanted = set(HEAVY + more)
    loaded = f"print('LOADED', *sorted({unwanted!r} & set(sys.modules)))"
    script = f"import sys\nFOLDER = {str(folder)!r}\n{code}\n{loaded}"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "LOADED"
