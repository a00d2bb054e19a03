"""The one path through the stages: read, then the uncovered hours, or plan, prove and write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kinrota.errors import InputError, Problem, reason
from kinrota.mistakes import show_mistake

if TYPE_CHECKING:
    from kinrota.gaps import Day, Uncovered
    from kinrota.intake.arrivals import Arrivals, Remote
    from kinrota.intake.check import Report
    from kinrota.intake.ics import CalendarReading, Reader
    from kinrota.intake.pasted.household import Asked, Pasted
    from kinrota.model.household import Household
    from kinrota.model.plan import Finding, Plan, Verified
    from kinrota.model.promises import Acceptance
    from kinrota.model.week import Week
    from kinrota.publish.write import Written

SECONDS = 45.0
"""How long planning may take where nobody says otherwise."""


def silent(_: str) -> None:
    """Tell nobody what is being done."""


def read(
    folder: Path,
    start: dt.date | None = None,
    days: int | None = None,
    *,
    offline: bool = False,
    progress: Callable[[str], None] = silent,
) -> Week:
    """Read a household's folder, and what it names on the network, or offline what is kept of that.

    InputError with every mistake in its text.
    """
    return _read(folder, start, days, _kept(folder) if offline else _asked(folder, progress))


def _read(folder: Path, start: dt.date | None, days: int | None, remote: Remote) -> Week:
    from kinrota.intake.ics_start import started

    with started() as process:
        from kinrota.intake.ahead import asked_ahead
        from kinrota.intake.stretch import DAYS

        days = DAYS if days is None else days
        with asked_ahead(process, folder, start, days) as reader:
            from kinrota.intake.folder import read as read_folder

            return read_folder(folder, start=start, days=days, reader=reader, remote=remote)


def _asked(folder: Path, progress: Callable[[str], None], accept: frozenset[str] = frozenset()) -> Remote:
    """Bring calendars from the network; what that takes is loaded only for households that name one there."""

    def remote(household: Household, moment: dt.datetime, reader: Reader) -> Arrivals:
        from kinrota.store.kept import KeptCalendars

        shelf = KeptCalendars(folder)
        if not any(calendar.remote for calendar in household.calendars):
            shelf.keep_only(())
            return {}
        from kinrota.intake.fetch.gather import Desk
        from kinrota.net.client import Client
        from kinrota.store.secrets import KeptSecrets

        client = Client(allow=frozenset(household.allowed))
        desk = Desk(household, shelf, KeptSecrets(folder), client, accept, progress, show_mistake)
        return desk.gather(moment, reader)

    return remote


def _kept(folder: Path, plan: Plan | None = None) -> Remote:
    """Bring what is kept of calendars from the network, as it is now, or as it was for a plan."""

    def remote(household: Household, moment: dt.datetime, reader: Reader) -> Arrivals:
        from kinrota.intake.arrivals import as_planned, from_shelf
        from kinrota.store.kept import KeptCalendars

        shelf = KeptCalendars(folder)
        return (as_planned(shelf, plan.inputs) if plan else from_shelf(shelf))(household, moment, reader)

    return remote


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
        if calendar.region or calendar.remote:
            continue
        source = (folder / calendar.source).resolve()
        if source.parent in (out.resolve(), (out / "feeds").resolve()):
            message = f"holds {source.name}, which the plan is made from and might overwrite."
            raise InputError((Problem("command line", None, "--out", str(out), message, "Maybe name a new folder."),))


def try_writing(folder: Path, out: Path) -> None:
    """InputError where nothing can be written into `out`, or it cannot be made, or the folder can have no secret."""
    from tempfile import TemporaryFile

    try:
        with TemporaryFile(dir=next(path for path in (out, *out.absolute().parents) if path.exists())):
            pass
    except OSError as error:
        raise _unwritable(out, error) from error
    folder_secret(folder)


def write(verified: Verified, folder: Path, out: Path) -> Written:
    """Write the files of a folder's plan into `out`, which is made where it is missing; InputError if that cannot be.

    The names of the events in its calendars are made with the folder's secret.
    """
    from kinrota.publish.write import write as write_files

    secret = folder_secret(folder)
    try:
        return write_files(verified, out, secret)
    except OSError as error:
        raise _unwritable(out, error) from error


def folder_secret(folder: Path) -> bytes:
    """The secret from which the names of events are made; InputError where there is none and none can be made."""
    from kinrota.store.feeds_key import FILE, NotASecretError, secret_of
    from kinrota.store.own import OWN

    try:
        return secret_of(folder)
    except NotASecretError as error:
        remedy = "Maybe delete it: the events of all calendars have other names then."
        raise InputError((Problem(f"{OWN}/{FILE}", None, "", "", "is no key.", remedy),)) from error
    except OSError as error:
        message = f"cannot be used: {reason(error)}."
        raise InputError((Problem(f"{OWN}/{FILE}", None, "", "", message),)) from error


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
    return plan, verify(_read(folder, start, days, _kept(folder, plan)), plan)


def verified_in(folder: Path, plan: Plan) -> Verified:
    """A plan that fits its folder as that is now; VerificationError with what the check finds."""
    from kinrota.verify import verified

    start, days = _days(plan, "the plan")
    return verified(_read(folder, start, days, _kept(folder, plan)), plan)


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
            week = _read(folder, start, days, _kept(folder, plan))
            found = tuple(verify(week, plan))
            told = () if found else promises_of(week.household, plan)
            refused = Acceptance(hash_of(plan, week.clock), told, found)
            return week, refused if found else _accepted(folder, week, plan, refused, at)
    except OSError as error:
        message = f"cannot be written to: {reason(error)}."
        raise InputError((Problem(str(folder), None, "", "", message),)) from error


def _accepted(folder: Path, week: Week, plan: Plan, told: Acceptance, at: dt.datetime | None) -> Acceptance:
    from msgspec.structs import replace

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


def check(
    folder: Path,
    start: dt.date | None = None,
    days: int | None = None,
    *,
    offline: bool = False,
    accept: str | None = None,
    progress: Callable[[str], None] = silent,
) -> Report:
    """Read a folder and plan nothing; what is wrong with its text is part of the report.

    `accept` is a calendar from the network that may be smaller than it was; InputError where there is none of it.
    """
    from kinrota.intake.ics_start import started

    if accept is not None:
        _on_network(household(folder), accept)
    remote = _kept(folder) if offline else _asked(folder, progress, frozenset({accept} if accept else ()))
    with started() as process:
        from kinrota.intake.check import check as check_folder
        from kinrota.intake.stretch import DAYS

        return check_folder(folder, start=start, days=DAYS if days is None else days, process=process, remote=remote)


def _on_network(household: Household, calendar: str) -> None:
    from kinrota.intake.words import maybe

    known = [one.id for one in household.calendars if one.remote]
    if calendar not in known:
        message = "is no calendar of this household that comes from the network."
        remedy = maybe(calendar, known)
        raise InputError((Problem("command line", None, "--accept-smaller", calendar, message, remedy),))


def events(path: Path, first: dt.date, last: dt.date, zone: str, addresses: Sequence[str] = ()) -> CalendarReading:
    """Read one calendar file as a household in a zone would, from the first date on, before the last.

    `addresses` are the mail addresses of its owner, for invitations.
    """
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
    return read_calendars({path.name: data}, window, zone, addresses={path.name: addresses})[path.name]
