"""How calendar apps change an entry: each function takes what was there and gives what the app would put.

Only the first VEVENT is changed. Those that change the meaning come first, then those that change nothing but the text.
"""

import datetime as dt
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

Lines = list[str]
LOCAL, UTC, DAY = "%Y%m%dT%H%M%S", "%Y%m%dT%H%M%SZ", "%Y%m%d"
WIDTH = 75
ALARM = [
    "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Reminder", "TRIGGER:-PT15M", "X-WR-ALARMUID:D5A1", "END:VALARM",
]  # fmt: skip
APPLE = ["X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC", "X-APPLE-CREATOR-IDENTITY:com.apple.mobilecal"]
MOZ = ["X-MOZ-GENERATION:3", "X-MOZ-LASTACK:20260302T070000Z"]


def move(body: bytes, by: dt.timedelta) -> bytes:
    """Both ends so much later, by the wall clock; of an all-day event whole days."""
    return _each(body, {"DTSTART": lambda line: _later(line, by), "DTEND": lambda line: _later(line, by)})


def lengthen(body: bytes, by: dt.timedelta) -> bytes:
    """The end so much later."""
    return _each(body, {"DTEND": lambda line: _later(line, by)})


def set_text(body: bytes, name: str, text: str) -> bytes:
    """SUMMARY, DESCRIPTION, LOCATION or STATUS: this text, or none where it is empty."""
    escaped = re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")
    return _with(_each(body, {name: lambda _: None}), [f"{name}:{escaped}"] if text else [])


def cancel(body: bytes) -> bytes:
    """Cancelled, and not deleted."""
    return set_text(body, "STATUS", "CANCELLED")


def add_alarm(body: bytes) -> bytes:
    """With a reminder, as phones add them."""
    return _with(body, ALARM)


def touch(body: bytes, at: dt.datetime) -> bytes:
    """Saved again: SEQUENCE, LAST-MODIFIED and DTSTAMP go on."""
    stamp = at.astimezone(dt.UTC).strftime(UTC)
    stamps: dict[str, Callable[[str], str | None]] = {
        "SEQUENCE": lambda line: f"SEQUENCE:{int(line.partition(':')[2]) + 1}",
        "LAST-MODIFIED": lambda _: f"LAST-MODIFIED:{stamp}",
        "DTSTAMP": lambda _: f"DTSTAMP:{stamp}",
    }
    return _each(body, stamps)


def in_utc(body: bytes) -> bytes:
    """The same hours in UTC in place of the zone."""
    return _each(body, {"DTSTART": _utc, "DTEND": _utc})


def as_duration(body: bytes) -> bytes:
    """DTSTART and DURATION in place of DTEND; the same hours."""
    ends = {_name(line): line for line in _event(body)[1] if _name(line) in ("DTSTART", "DTEND")}
    length = _moment(ends["DTEND"]) - _moment(ends["DTSTART"])
    minutes = int(length.total_seconds()) // 60
    text = f"P{length.days}D" if "VALUE=DATE:" in ends["DTSTART"] else f"PT{minutes // 60}H{minutes % 60}M"
    return _each(body, {"DTEND": lambda _: f"DURATION:{text}"})


def add_apple(body: bytes) -> bytes:
    """With what Apple's calendar leaves in an event."""
    return _with(body, APPLE)


def add_moz(body: bytes) -> bytes:
    """With what Thunderbird leaves in an event."""
    return _with(body, MOZ)


def drop_unknown(body: bytes) -> bytes:
    """Without any X- property, of the calendar or of the event, and without COLOR (RFC 7986)."""
    return _folded([line for line in _lines(body) if not _name(line).startswith("X-") and _name(line) != "COLOR"])


def drop_timezone(body: bytes) -> bytes:
    """Without VTIMEZONE; the TZIDs stay."""
    return re.sub(rb"BEGIN:VTIMEZONE\r?\n.*?END:VTIMEZONE\r?\n", b"", body, flags=re.DOTALL)


def reorder(body: bytes) -> bytes:
    """The event's properties in another order; what is nested in it stays as it is, behind them."""
    before, inside, after = _event(body)
    nested = next((at for at, line in enumerate(inside) if line.startswith("BEGIN:")), len(inside))
    return _folded([*before, *reversed(inside[:nested]), *inside[nested:], *after])


def refold(body: bytes, width: int = 40) -> bytes:
    """Lines folded elsewhere, and with LF in place of CRLF where `width` is 0."""
    return _folded(_lines(body), width) if width else b"\n".join([line.encode() for line in _lines(body)] + [b""])


def _lines(body: bytes) -> Lines:
    """The lines, unfolded."""
    return re.sub(rb"\r?\n[ \t]", b"", body).decode().replace("\r\n", "\n").rstrip("\n").split("\n")


def _folded(lines: Lines, width: int = WIDTH) -> bytes:
    """As bytes, each line no longer than `width` octets, and no letter torn apart."""
    return b"".join(_fold(line, width) + b"\r\n" for line in lines)


def _fold(line: str, width: int) -> bytes:
    pieces, length = [b""], 0
    for letter in map(str.encode, line):
        if length + len(letter) > width:
            pieces.append(b"")
            length = 1
        pieces[-1] += letter
        length += len(letter)
    return b"\r\n ".join(pieces)


def _name(line: str) -> str:
    return re.split("[:;]", line, maxsplit=1)[0].upper()


def _event(body: bytes) -> tuple[Lines, Lines, Lines]:
    """What is before the inside of the first VEVENT, that inside, and what is after it."""
    lines = _lines(body)
    start, end = lines.index("BEGIN:VEVENT") + 1, lines.index("END:VEVENT")
    return lines[:start], lines[start:end], lines[end:]


def _each(body: bytes, changes: dict[str, Callable[[str], str | None]]) -> bytes:
    """With the properties of some names changed, or gone where the change is None; not those of an alarm."""
    before, inside, after = _event(body)
    changed: Lines = []
    depth = 0
    for line in inside:
        depth += line.startswith("BEGIN:")
        new = changes[_name(line)](line) if depth == 0 and _name(line) in changes else line
        depth -= line.startswith("END:")
        changed += [] if new is None else [new]
    return _folded([*before, *changed, *after])


def _with(body: bytes, lines: Lines) -> bytes:
    """With lines at the event's end; properties before what is nested in it."""
    before, inside, after = _event(body)
    nested = next((at for at, line in enumerate(inside) if line.startswith("BEGIN:")), len(inside))
    at = len(inside) if lines[:1] == ALARM[:1] else nested
    return _folded([*before, *inside[:at], *lines, *inside[at:], *after])


def _moment(line: str) -> dt.datetime:
    """A line's moment; a whole day's first, without a zone."""
    head, _, text = line.partition(":")
    if len(text) == len("20260302"):
        return dt.datetime.strptime(text, DAY)  # noqa: DTZ007 -- a day has none
    if text.endswith("Z"):
        return dt.datetime.strptime(text, UTC).replace(tzinfo=dt.UTC)
    zone = re.search(r'TZID="?([^":;]+)', head)
    local = dt.datetime.strptime(text, LOCAL)  # noqa: DTZ007 -- the zone comes next
    return local.replace(tzinfo=ZoneInfo(zone[1])).astimezone(dt.UTC) if zone else local


def _later(line: str, by: dt.timedelta) -> str:
    head, _, text = line.partition(":")
    form = DAY if len(text) == len("20260302") else UTC if text.endswith("Z") else LOCAL
    return f"{head}:{(dt.datetime.strptime(text, form) + by).strftime(form)}"  # noqa: DTZ007 -- the wall clock's


def _utc(line: str) -> str:
    if "TZID=" not in line:
        return line
    return f"{_name(line)}:{_moment(line).strftime(UTC)}"
