"""The time zones that a calendar file brings along (VTIMEZONE), and what a zone's name means."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from kinrota.intake.ics_text import Line
from kinrota.intake.ics_values import moment_of, offset_of
from kinrota.intake.recurrence.budget import Budget, TooMuchWorkError
from kinrota.intake.recurrence.rule import RuleError, read_rule
from kinrota.intake.recurrence.times import SECONDS_OF_DAY
from kinrota.intake.recurrence.walk import walls

EPOCH_DAY = dt.date(1970, 1, 1).toordinal()
_FIRST_YEAR, _LAST_YEAR = dt.date(1900, 1, 1).toordinal(), dt.date(2200, 1, 1).toordinal()
"""Before the one and after the other, its clocks stand still."""
_STEPS, _STEPS_OF_ALL = 20_000, 200_000
"""For all changes of a zone's clocks, and of all zones: many times what changes twice a year take."""
_MOST_CHANGES = 2_000
_ESCAPED = r"\\([,;:\\\"])"
_AROUND_NAMES = ' \t"'
_FIXED = r"(?:UTC|GMT)?\s*([+-])([0-9]{1,2})(?::?([0-5][0-9]))?"
_UTC = frozenset(("z", "tzone://microsoft/utc", "coordinated universal time"))
_HOURS_OF_DAY = 24
_MACHINES = frozenset(("localtime", "posixrules", "factory"))
"""Files beside those of the zones, which say where the machine is, or nothing."""
_FOLDERS = r"^(?:posix|right)/"
"""Where some machines have all zones once more; in the second with leap seconds, which no calendar counts."""
_LONG = r"\((?:UTC|GMT)(?:([+-])([0-9]{1,2})[:.]([0-5][0-9]))?\)\s*(.+)"
_LONGEST_NAME = 200
"""Characters of the name of a zone that can be meant: to look closely at more of them would take long."""
_BETWEEN_PLACES = "[,/:]"
_TIME = r"\bTime(?: \(.*\))?$"
_AREAS = frozenset(("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"))
_SUMMER_NAME, _WINTER_NAME = r"\b(?:Daylight|Summer) Time$", "Standard Time"
_ANY_WINTER = dt.datetime(2026, 1, 1), dt.datetime(2026, 7, 1)  # noqa: DTZ001 -- on the wall


class OwnZone(dt.tzinfo):
    """A zone by its changes, each an instant in seconds since the epoch, and the offsets before and after it."""

    def __init__(self, name: str, changes: list[tuple[int, int, int]]) -> None:
        changes.sort()
        self.name = name
        self.offsets = [changes[0][1], *(after for _, _, after in changes)]
        self.instants = [instant for instant, _, _ in changes]
        pairs = list(zip(self.instants, self.offsets, self.offsets[1:], strict=False))
        self.first_times = [instant + max(before, after) for instant, before, after in pairs]
        """From when on a clock there has the offset after: a time that is skipped or comes twice has the one before."""
        self.second_times = [instant + min(before, after) for instant, before, after in pairs]
        """The same for a time that says that it is the second of two."""

    def utcoffset(self, moment: dt.datetime | None) -> dt.timedelta | None:
        """RFC 5545, 3.3.5: of a time on the wall."""
        if moment is None:
            return None
        borders = self.second_times if moment.fold else self.first_times
        return dt.timedelta(seconds=self.offsets[bisect_right(borders, _seconds(moment))])

    def fromutc(self, moment: dt.datetime) -> dt.datetime:
        """What the wall shows at an instant."""
        offset = dt.timedelta(seconds=self.offsets[bisect_right(self.instants, _seconds(moment))])
        wall = moment + offset
        return wall if self.utcoffset(wall) == offset else wall.replace(fold=1)

    def tzname(self, _moment: dt.datetime | None) -> str:
        """The name that the file has for it."""
        return self.name

    def dst(self, _moment: dt.datetime | None) -> dt.timedelta:
        """Nothing: its offsets do not tell summer from winter."""
        return dt.timedelta()


def _seconds(moment: dt.datetime) -> int:
    time = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return (moment.toordinal() - EPOCH_DAY) * SECONDS_OF_DAY + time


class _Observance:
    """One STANDARD or DAYLIGHT of a zone."""

    def __init__(self) -> None:
        self.lines: dict[str, list[Line]] = {}

    def value(self, name: str) -> str:
        """KeyError where there is none."""
        return self.lines[name][0].value.strip()

    def changes(self, budget: Budget) -> list[tuple[int, int, int]]:
        """When this offset begins; LookupError, ValueError or TooMuchWorkError where that cannot be worked out."""
        before, after = offset_of(self.value("TZOFFSETFROM")), offset_of(self.value("TZOFFSETTO"))
        start = _wall(self.value("DTSTART"), before)
        onsets = {start}
        for line in self.lines.get("RDATE", ()):
            onsets.update(_wall(text.split("/")[0], before) for text in line.value.split(","))
        for line in self.lines.get("RRULE", ()):
            rule = read_rule(line.value)
            end = _LAST_YEAR * SECONDS_OF_DAY
            until = _wall(rule.until, before) + 1 if rule.until else end
            onsets.update(walls(rule, start, _FIRST_YEAR * SECONDS_OF_DAY, min(end, until), budget))
            if len(onsets) > _MOST_CHANGES:
                raise TooMuchWorkError(_MOST_CHANGES)
        return [(wall - EPOCH_DAY * SECONDS_OF_DAY - before, before, after) for wall in onsets]


def _wall(text: str, offset: int) -> int:
    """A time in seconds as the engine counts them; one in UTC is what the wall shows then."""
    moment = moment_of(text)
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time())
    return EPOCH_DAY * SECONDS_OF_DAY + _seconds(moment) + (offset if moment.tzinfo else 0)


class OwnZones:
    """The zones that a file brings along, each worked out when somebody asks for it: most are everybody's, too.

    What is not among them is taken from `others`.
    """

    def __init__(self, zones: Iterable[list[Line]], others: OwnZones | None = None) -> None:
        self._others = others
        self._lines: dict[str, list[list[Line]]] = {}
        for lines in zones:
            self._lines.setdefault(name_of(lines).casefold(), []).append(lines)
        self._known: dict[str, dt.tzinfo | None] = {}
        self.budget: Budget = others.budget if others else Budget(_STEPS_OF_ALL)

    def named(self, name: str) -> dt.tzinfo | None:
        """The first of that name, whatever its capitals, that can be worked out."""
        if name not in self._known:
            found = (self._zone(name, lines) for lines in self._lines.get(name.casefold(), ()))
            others = self._others.named(name) if self._others else None
            self._known[name] = next((zone for zone in found if zone), others)
        return self._known[name]

    def _zone(self, name: str, lines: list[Line]) -> dt.tzinfo | None:
        budget = Budget(min(_STEPS, self.budget.left))
        try:
            changes = [change for one in _observances(lines) for change in one.changes(budget)]
        except (ArithmeticError, LookupError, RuleError, TooMuchWorkError, ValueError):
            changes = []
        finally:
            self.budget.spend(budget.spent)
        return OwnZone(name, changes) if changes else _meant(lines)


def name_of(lines: list[Line]) -> str:
    """The name of a zone that a file brings along."""
    names = (tidy(line.value) for line in lines if line.name == "TZID")
    return next(filter(None, names), "").strip("/")


def tidy(name: str) -> str:
    """The name of a zone, which some programs put in quotes, or write with backslashes as if it were a text."""
    return re.sub(_ESCAPED, r"\1", name).strip(_AROUND_NAMES)


def _observances(lines: list[Line]) -> list[_Observance]:
    found: list[_Observance] = []
    inside = False
    for line in lines:
        if line.name in {"BEGIN", "END"}:
            inside = line.name == "BEGIN" and line.value.strip().upper() in {"STANDARD", "DAYLIGHT"}
            if inside:
                found.append(_Observance())
        elif inside and line.head:
            found[-1].lines.setdefault(line.name, []).append(line)
    return found


def _meant(lines: list[Line]) -> ZoneInfo | None:
    """Everybody's zone that one of the file's own says that it is."""
    names = (line.value.strip() for line in lines if line.name == "X-LIC-LOCATION")
    return next((zone for name in names if (zone := everybodys(name))), None)


def everybodys(name: str) -> ZoneInfo | None:
    """The zone of that name in the zone database; None if there is none, or if it is each machine's own."""
    name = re.sub(_FOLDERS, "", name)
    try:
        return None if name.casefold() in _MACHINES else ZoneInfo(name)
    except (LookupError, OSError, ValueError):  # some names are folders, or no file's name at all
        return None


def olson_of(name: str) -> dt.tzinfo | None:
    """The zone of a name as Windows has it, or at the end of a globally unique one; None if nobody knows it."""
    cleaned = name.strip("/")
    if name.startswith("/"):
        parts = cleaned.split("/")
        tails = ("/".join(parts[number:]) for number in range(1, len(parts)))
        return next((zone for tail in tails if (zone := everybodys(tail))), None)
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 - takes longer than all the rest

    if cleaned in WINDOWS_TO_OLSON:
        return everybodys(WINDOWS_TO_OLSON[cleaned])
    return _of_offset(cleaned) or _nearly(cleaned, WINDOWS_TO_OLSON) or _of_long(cleaned, WINDOWS_TO_OLSON)


def _of_offset(name: str) -> dt.tzinfo | None:
    """The zone of a name that is nothing but how far it is ahead of UTC."""
    found = re.fullmatch(_FIXED, name, re.IGNORECASE)
    if found is None:
        return dt.UTC if name.casefold() in _UTC else None
    sign = -1 if found[1] == "-" else 1
    hours, minutes = int(found[2]), int(found[3] or 0)
    return dt.timezone(sign * dt.timedelta(hours=hours, minutes=minutes)) if hours < _HOURS_OF_DAY else None


def _of_long(name: str, windows: Mapping[str, str]) -> ZoneInfo | None:
    """The zone of a name as Windows shows it, of which the offset and the places or the name agree.

    So it is with `(UTC+01:00) Amsterdam, Berlin, Bern` and `(UTC-05:00) Eastern Time (US & Canada)`; a name such as
    `Eastern Daylight Time` is that of all of the year.
    """
    if len(name) > _LONGEST_NAME:
        return None
    found = re.fullmatch(_LONG, name, re.IGNORECASE)
    if found is None:
        return _nearly(re.sub(_SUMMER_NAME, _WINTER_NAME, name), windows)
    ahead = dt.timedelta(hours=int(found[2] or 0), minutes=int(found[3] or 0)) * (-1 if found[1] == "-" else 1)
    if found[4].casefold() in _UTC:
        return everybodys("UTC")
    for part in re.split(_BETWEEN_PLACES, found[4]):
        place = _cities().get(part.strip().casefold().replace(" ", "_"))
        zone = everybodys(place) if place else _nearly(re.sub(_TIME, _WINTER_NAME, part.strip()), windows)
        if zone and ahead == min(moment.replace(tzinfo=zone).utcoffset() or ahead for moment in _ANY_WINTER):
            return zone
    return None


@cache
def _cities() -> dict[str, str]:
    """Every name of a zone by its place, where only one has it."""
    named: dict[str, list[str]] = {}
    for zone in available_timezones():
        area, _, place = zone.partition("/")
        if area in _AREAS:
            named.setdefault(place.rpartition("/")[2].casefold(), []).append(zone)
    return {place: zones[0] for place, zones in named.items() if len(zones) == 1}


@cache
def _in_small_letters() -> dict[str, str]:
    """Every name of a zone, Windows' too, by what it is in small letters: made once, as it takes long."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 - takes longer than all the rest

    return {known.casefold(): known for known in (*WINDOWS_TO_OLSON, *available_timezones())}


def _nearly(name: str, windows: Mapping[str, str]) -> ZoneInfo | None:
    """The zone of a name with other capitals, or with spaces where there should be none."""
    wanted, names = name.casefold(), _in_small_letters()
    known = names.get(wanted) or names.get(wanted.replace(" ", "_"))
    return everybodys(windows.get(known, known)) if known else None
