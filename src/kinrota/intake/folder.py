"""From a folder on disk to a Week: which files are read, over which days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kinrota.errors import InputError, Problem, reason
from kinrota.intake.arrivals import NEVER, Arrival, Arrivals, Remote
from kinrota.intake.files import TEXT, refusal
from kinrota.intake.household import read_household
from kinrota.intake.ics import CalendarReading, Reader
from kinrota.intake.ics_start import Process
from kinrota.intake.stretch import DAYS, wide
from kinrota.model.household import Household
from kinrota.model.time import Clock, Span

if TYPE_CHECKING:  # what becomes of the calendars is loaded while they are read
    from kinrota.intake.horizon import Readings
    from kinrota.model.week import Week

LARGEST_TEXT = 2 * 2**20
MOST_DAYS = 56
FIRST, LAST = dt.date(1971, 1, 1), dt.date(2198, 12, 31)


class Files(Struct, frozen=True):
    """The calendars' bytes by their ids, or why there are none."""

    bytes: dict[str, bytes]
    missing: dict[str, str]
    regions: dict[str, str]
    """Whose public holidays those are that need no file."""
    arrivals: dict[str, Arrival]
    """The calendars that are on the network."""


def read(
    folder: Path,
    *,
    start: dt.date | None = None,
    days: int = DAYS,
    read_at: str | None = None,
    process: Process | None = None,
    remote: Remote | None = None,
    reader: Reader | None = None,
) -> Week:
    """Read a household's folder for `days` days from `start` on: today, unless the calendars have nothing there.

    Raises `InputError` with every mistake in the household's text, and for a horizon that cannot be planned. A
    calendar that cannot be read is no error: its owner's time is unknown, and a note says so. `process` is one that
    was started to read calendars; it is ended here. `remote` brings the calendars that are on the network; without it
    nobody is asked, and nothing is known of them. `reader` is one that was begun before; it is closed here.
    """
    _possible(start, days)
    data = text_of(folder)
    household = read_household(decoded(data), TEXT)
    clock = Clock(household.zone)
    moment = dt.datetime.fromisoformat(read_at) if read_at else dt.datetime.now(dt.UTC).replace(microsecond=0)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    first = start or clock.date(int(moment.timestamp()) // 60)
    with reader or Reader(process=process) as asked:
        files = _calendars(folder, household)
        if remote:
            _add(files, remote(household, moment, asked))

        def look(window: Span) -> Readings:
            return _readings(asked, files, household, window)

        readings = look(wide(clock, first, days))
        from kinrota.intake.horizon import Horizon, moved, somebody_works  # noqa: PLC0415 -- the calendars come first
        from kinrota.intake.weeks import week_of, with_history  # noqa: PLC0415

        horizon = Horizon(first)
        if start is None and not somebody_works(household, clock, readings, clock.whole_days(first, days)):
            horizon = moved(household, clock, first, days, look)
            if horizon.start != first:
                readings = look(wide(clock, horizon.start, days))
    week = week_of(household, data, readings, horizon, days, moment, files.arrivals)
    return with_history(week, history_text(folder))


def read_text(folder: Path) -> Household:
    """Read a folder's household.toml alone; `InputError` with every mistake in it."""
    return read_household(decoded(text_of(folder)), TEXT)


def history_text(folder: Path) -> bytes:
    """The text of history.jsonl, empty where there is no such file; InputError where it cannot be read."""
    from kinrota.intake.history import LARGEST  # noqa: PLC0415 -- the calendars come first
    from kinrota.model.history import HISTORY  # noqa: PLC0415

    path = folder / HISTORY
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            message = f"is larger than {LARGEST // 2**20} MB; that is no history."
            raise InputError((Problem(HISTORY, None, "", "", message),))
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except (OSError, ValueError) as error:
        raise InputError((Problem(HISTORY, None, "", "", f"cannot be opened: {reason(error)}."),)) from error


def _possible(start: dt.date | None, days: int) -> None:
    if not 1 <= days <= MOST_DAYS:
        message = f"is not a number of days that can be planned: 1 to {MOST_DAYS}."
        raise InputError((Problem("command line", None, "--days", str(days), message, "Maybe 14."),))
    if start and not FIRST <= start <= LAST:
        message = f"is not between {FIRST} and {LAST}."
        raise InputError((Problem("command line", None, "--from", str(start), message),))


def text_of(folder: Path) -> bytes:
    """The bytes of a folder's household.toml; InputError where there is none that can be read."""
    path = folder / TEXT
    if folder.is_file():
        message = f"is a file; what is asked for is the folder that holds {TEXT}."
        raise InputError((Problem(str(folder), None, "", "", message, f"Give the folder: {folder.parent}"),))
    try:
        if path.is_file() and path.stat().st_size > LARGEST_TEXT:
            message = f"is larger than {LARGEST_TEXT // 2**20} MB; that is no household."
            raise InputError((Problem(TEXT, None, "", "", message),))
        return path.read_bytes()
    except FileNotFoundError as error:
        where = "There is no such folder." if not folder.exists() else f"There is no {TEXT} in this folder."
        remedy = "Maybe the folder is another one; to begin a household, copy docs/tutorial/first-week and change it."
        raise InputError((Problem(str(folder), None, "", "", where, remedy),)) from error
    except (OSError, ValueError) as error:
        raise InputError((Problem(TEXT, None, "", "", f"cannot be opened: {reason(error)}."),)) from error


def decoded(data: bytes) -> str:
    """A household's text, with line ends of one kind; InputError with the line that is not UTF-8."""
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        remedy = "Maybe save it again with the encoding UTF-8."
        message = "This line has a letter that is not written in UTF-8."
        raise InputError((Problem(TEXT, line, "", "", message, remedy),)) from error


def _calendars(folder: Path, household: Household) -> Files:
    files = Files({}, {}, {calendar.id: calendar.region for calendar in household.calendars if calendar.region}, {})
    for calendar in household.calendars:
        if calendar.region:
            continue
        if calendar.remote:
            files.missing[calendar.id] = NEVER
            continue
        try:
            path = (folder / calendar.source).resolve()
            refused = refusal(path, folder.resolve())
            if refused:
                files.missing[calendar.id] = refused
            else:
                files.bytes[calendar.id] = path.read_bytes()
        except (OSError, ValueError) as error:
            files.missing[calendar.id] = f"It cannot be opened: {reason(error)}."
    return files


def _add(files: Files, arrivals: Arrivals) -> None:
    """Put calendars from the network beside those in the folder."""
    for name, arrival in arrivals.items():
        files.arrivals[name] = arrival
        if arrival.data is None:
            files.missing[name] = arrival.because
        else:
            files.bytes[name] = arrival.data
            del files.missing[name]


def _readings(reader: Reader, files: Files, household: Household, window: Span) -> Readings:
    """What each calendar says; one that is not there says nothing, and why."""
    addresses = {one.id: household.adult(one.of).addresses for one in household.calendars if one.of}
    readings = reader.all(files.bytes, (window.start, window.end), household.zone, addresses)
    missing = {name: CalendarReading((), (), (), reason, "") for name, reason in files.missing.items()}
    return {**readings, **missing, **_public_holidays(files.regions, Clock(household.zone), window)}


def _public_holidays(regions: dict[str, str], clock: Clock, window: Span) -> Readings:
    if not regions:
        return {}
    from kinrota.intake.public_holidays import reading  # noqa: PLC0415 -- slow, and few households need it

    return {name: reading(region, clock, window) for name, region in regions.items()}
