"""The one path through the stages: read, then the uncovered hours, or plan, prove and write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kinrota.errors import InputError, Problem

if TYPE_CHECKING:
    from kinrota.gaps import Day, Uncovered
    from kinrota.intake.check import Report
    from kinrota.intake.ics import CalendarReading
    from kinrota.intake.pasted.household import Asked, Pasted
    from kinrota.model.household import Household
    from kinrota.model.plan import Finding, Plan, Verified
    from kinrota.model.promises import Acceptance
    from kinrota.model.week import Week

SECONDS = 45.0
"""How long planning may take where nobody says otherwise."""


def silent(_: str) -> None:
    """Tell nobody what is being done."""


def read(folder: Path, start: dt.date | None = None, days: int | None = None) -> Week:
    """Read a household's folder; InputError with every mistake in it."""
    from kinrota.intake.ics_start import started

    with started() as process:
        from kinrota.intake.folder import DAYS
        from kinrota.intake.folder import read as read_folder

        return read_folder(folder, start=start, days=DAYS if days is None else days, process=process)


def household(folder: Path) -> Household:
    """Read a folder's household.toml alone, and no calendar; InputError with every mistake in it."""
    from kinrota.intake.folder import read_text

    return read_text(folder)


def pasted_rota(folder: Path, asked: Asked) -> Pasted:
    """Understand a pasted rota for a household, and say what it would change there; nothing is written."""
    from kinrota.intake.pasted.household import pasted

    return pasted(folder, asked)


def write_rota(folder: Path, found: Pasted) -> bool:
    """Write a pasted rota into household.toml; whether that changed anything. InputError where it cannot be."""
    from kinrota.store.household import replace_text

    before, after = found.texts()
    try:
        return replace_text(folder, before, after)
    except OSError as error:
        message = f"cannot be written to: {reason(error)}."
        raise InputError((Problem(str(folder), None, "", "", message),)) from error


def gaps(week: Week) -> tuple[Uncovered, ...]:
    """The uncovered hours as things stand."""
    from kinrota.gaps import uncovered

    return uncovered(week)


def gap_days(week: Week) -> tuple[Day, ...]:
    """The uncovered hours as things stand, day by day for people to read."""
    from kinrota.gaps import days

    return days(week)


def plan(week: Week, seconds: float = SECONDS, progress: Callable[[str], None] = silent) -> Verified:
    """Plan a week and prove the plan.

    Raises VerificationError where the independent check finds anything: such a plan never leaves. InputError where
    the time was too short for any plan at all.
    """
    from kinrota.solve import plan_week
    from kinrota.verify import verified

    try:
        found = plan_week(week, seconds=seconds, progress=progress)
    except TimeoutError as error:
        message = "is too short for any plan."
        problem = Problem("command line", None, "--time", f"{seconds:g}", message, "Maybe give it more.")
        raise InputError((problem,)) from error
    progress("checking every minute")
    return verified(week, found)


def keep_calendars(week: Week, folder: Path, out: Path) -> None:
    """InputError where the files of a plan written into `out` might take the place of a calendar that was read."""
    for calendar in week.household.calendars:
        if calendar.region:
            continue
        source = (folder / calendar.source).resolve()
        if source.parent == out.resolve():
            message = f"holds {source.name}, which the plan is made from and might overwrite."
            raise InputError((Problem("command line", None, "--out", str(out), message, "Maybe name a new folder."),))


def try_writing(folder: Path) -> None:
    """InputError where nothing can be written into a folder, or it cannot be made; nothing of it stays."""
    from tempfile import TemporaryFile

    try:
        with TemporaryFile(dir=next(path for path in (folder, *folder.absolute().parents) if path.exists())):
            pass
    except OSError as error:
        raise _unwritable(folder, error) from error


def write(verified: Verified, folder: Path) -> tuple[Path, ...]:
    """Write a plan's files into a folder, which is made where it is missing; InputError where that cannot be."""
    from kinrota.publish.write import write as write_files

    try:
        return write_files(verified, folder)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> InputError:
    message = f"cannot be written to: {reason(error)}."
    return InputError((Problem("command line", None, "--out", str(folder), message),))


def read_plan(path: Path) -> Plan:
    """Read a plan.json; InputError where it is none."""
    from kinrota.model.plan_json import from_json

    return from_json(_text(path), path.name)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        problem = Problem(path.name, None, "", "", "is not written in UTF-8.", "Maybe it is another file.")
        raise InputError((problem,)) from error
    except (OSError, ValueError) as error:
        raise InputError((Problem(str(path), None, "", "", f"cannot be opened: {reason(error)}."),)) from error


def verify(week: Week, plan: Plan) -> list[Finding]:
    """Check a plan against the week it claims to be made from."""
    from kinrota.verify import verify as check_plan

    return check_plan(week, plan)


def verify_files(folder: Path, path: Path) -> tuple[Plan, list[Finding]]:
    """Check a plan.json against the folder that it claims to be made from, over the plan's own days."""
    plan = read_plan(path)
    start, days = _days(plan, path.name)
    return plan, verify(read(folder, start, days), plan)


def accept_file(folder: Path, path: Path) -> tuple[Week, Acceptance]:
    """Accept a plan.json for the folder that it claims to be made from."""
    plan = read_plan(path)
    _days(plan, path.name)
    return accept(folder, plan)


def accept(folder: Path, plan: Plan, at: dt.datetime | None = None) -> tuple[Week, Acceptance]:
    """Make a plan the plan, if the independent check finds nothing in it: a line of the folder's history.

    What is checked and what is added belong together: nobody else writes into the history meanwhile.
    """
    from kinrota.model.promises import Acceptance, hash_of, promises_of
    from kinrota.store.history import only_writer

    start, days = _days(plan, "the plan")
    household(folder)
    try:
        with only_writer(folder):
            week = read(folder, start, days)
            found = tuple(verify(week, plan))
            told = () if found else promises_of(week.household, plan)
            refused = Acceptance(hash_of(plan, week.clock), told, found)
            return week, refused if found else _accepted(folder, week, plan, refused, at)
    except OSError as error:
        message = f"cannot be written to: {reason(error)}."
        raise InputError((Problem(str(folder), None, "", "", message),)) from error


def _accepted(folder: Path, week: Week, plan: Plan, told: Acceptance, at: dt.datetime | None) -> Acceptance:
    from dataclasses import replace

    from kinrota.model.history import HISTORY
    from kinrota.model.promises import accepted_line, in_force
    from kinrota.store.history import append
    from kinrota.verify import daily_loads

    known = in_force(week.history, [week.clock.day(day) for day in week.clock.days(week.horizon)])
    if known and known.plan == told.plan:
        return replace(told, source=f"{HISTORY}:{known.line}")
    moment = at or dt.datetime.now(dt.UTC)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    instant = int(moment.timestamp()) // 60
    line = append(folder, accepted_line(plan, week.clock, instant, told.promises, daily_loads(week, plan)))
    return replace(told, added=True, source=f"{HISTORY}:{line}")


def _days(plan: Plan, file: str) -> tuple[dt.date, int]:
    from kinrota.intake.folder import MOST_DAYS
    from kinrota.model.time import Clock

    clock = Clock(plan.zone)
    first, last = clock.date(plan.horizon.start), clock.date(plan.horizon.end - 1)
    days = (last - first).days + 1
    if days > MOST_DAYS:
        message = f"is {days} days after `from`; a plan is for 1 to {MOST_DAYS} days."
        raise InputError((Problem(file, None, "to", clock.iso(plan.horizon.end), message),))
    return first, days


def check(folder: Path, start: dt.date | None = None, days: int | None = None) -> Report:
    """Read a folder and plan nothing; what is wrong with its text is part of the report."""
    from kinrota.intake.ics_start import started

    with started() as process:
        from kinrota.intake.check import check as check_folder
        from kinrota.intake.folder import DAYS

        return check_folder(folder, start=start, days=DAYS if days is None else days, process=process)


def events(path: Path, first: dt.date, last: dt.date, zone: str) -> CalendarReading:
    """Read one calendar file as a household in a zone would, from the first date on, before the last."""
    from zoneinfo import ZoneInfo

    from kinrota.intake.ics import Limits, read_calendars
    from kinrota.model.time import Clock

    try:
        ZoneInfo(zone)
    except (KeyError, OSError, ValueError) as error:
        problem = Problem("command line", None, "--zone", zone, "is not a time zone.", "Maybe Europe/Berlin.")
        raise InputError((problem,)) from error
    if last <= first:
        message = f"is not after {first}."
        raise InputError((Problem("command line", None, "--to", str(last), message, "Maybe the two are swapped."),))
    try:
        with path.open("rb") as file:
            data = file.read(Limits().file_size + 1)  # more is refused, however much it is
    except (OSError, ValueError) as error:
        raise InputError((Problem(str(path), None, "", "", f"cannot be opened: {reason(error)}."),)) from error
    clock = Clock(zone)
    window = (clock.midnight(first), clock.midnight(last))
    return read_calendars({path.name: data}, window, zone)[path.name]


def reason(error: OSError | ValueError) -> str:
    """Why a file cannot be used, in a few words."""
    return (error.strerror or "" if isinstance(error, OSError) else str(error)).lower() or type(error).__name__
