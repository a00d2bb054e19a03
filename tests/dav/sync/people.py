"""What people do in the calendar: each act takes numbers for its choices, so that it can be drawn before it is done."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from kinrota.publish.caldav.resource import FIELDS
from tests.dav import edits
from tests.dav.phone import Phone
from tests.dav.sync.model import Model, meaning_of, uid_of
from tests.dav.sync.plans import FIRST
from tests.net.servers import calendar, event

QUARTER = dt.timedelta(minutes=15)
TEXTS = ("Swimming", "Leo; with goggles,\nand a towel", "x" * 90)
Edit = Callable[[bytes, int], bytes]


def _all_day(body: bytes, _: int) -> bytes:
    day = FIRST.strftime("%Y%m%d")
    body = re.sub(rb"DTSTART[^\r\n]*", f"DTSTART;VALUE=DATE:{day}".encode(), body, count=1)
    return edits.drop_timezone(re.sub(rb"(?:DTEND|DURATION)[^\r\n]*\r?\n", b"", body))


def _repeating(body: bytes, _: int) -> bytes:
    return body.replace(b"END:VEVENT", b"RRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT", 1)


def _signed(number: int) -> int:
    return number % 17 - 8 or 9


CHANGES: dict[str, Edit] = {
    "move": lambda body, n: edits.move(body, QUARTER * _signed(n)),
    "move a day": lambda body, n: edits.move(body, dt.timedelta(days=n % 3 - 1 or 2)),
    "lengthen": lambda body, n: edits.lengthen(body, QUARTER * (n % 9 + 1)),
    "shorten": lambda body, n: edits.lengthen(body, -QUARTER * (n % 2 + 1)),
    "title": lambda body, n: edits.set_text(body, "SUMMARY", TEXTS[n % 3]),
    "note": lambda body, n: edits.set_text(body, "DESCRIPTION", TEXTS[n % 3]),
    "place": lambda body, n: edits.set_text(body, "LOCATION", TEXTS[n % 3]),
    "call off": lambda body, _: edits.cancel(body),
    "status": lambda body, n: edits.set_text(body, "STATUS", ("CONFIRMED", "TENTATIVE")[n % 2]),
    "alarm": lambda body, _: edits.add_alarm(body),
    "repeating": _repeating,
    "all day": _all_day,
    "save": lambda body, n: edits.touch(body, dt.datetime(2026, 3, 21, n % 24, tzinfo=dt.UTC)),
    "apple": lambda body, _: edits.add_apple(body),
    "thunderbird": lambda body, _: edits.add_moz(body),
    "in other words": lambda body, n: (edits.in_utc, edits.as_duration, edits.reorder, edits.refold)[n % 4](body),
    "drop unknown": lambda body, _: edits.drop_unknown(body),
}
"""What a person makes of an event of kinrota's."""
OTHERS = ("delete", "restore", "restore elsewhere", "rename", "copy", "undo", "own", "own edit", "own delete")
KINDS = (*CHANGES, *OTHERS)


@dataclass(frozen=True)
class Act:
    """What somebody does: to which of the events, and a number for what is left to choose."""

    kind: str
    target: int
    number: int


@dataclass
class People:
    """Those with a phone on the calendar at a path; `done` counts what they did."""

    phone: Phone
    model: Model
    path: str
    done: Counter[str] = field(default_factory=Counter)
    _count: int = 0

    def act(self, act: Act) -> None:
        """Do it, where there is something to do it to."""
        if self.path and self._acted(act):
            self.done[act.kind] += 1

    def _acted(self, act: Act) -> bool:
        if act.kind.startswith("own"):
            return self._own(act)
        if act.kind.startswith("restore"):
            return self._restored(act)
        paths = sorted(self.model.paths)
        if not paths:
            return False
        path = paths[act.target % len(paths)]
        body = self.phone.get(path).well().body
        if act.kind == "delete":
            self._delete(path, body)
        elif act.kind == "rename":
            self._delete(path, body)
            self._write(self._free(), body)
        elif act.kind == "copy":
            uid = f"copy{self._next()}".encode()
            self._write(self._free(), re.sub(rb"(?m)^UID:.*?\r?\n(?:[ \t].*?\r?\n)*", b"UID:" + uid + b"\r\n", body))
        elif act.kind == "undo":
            return self._undo(path, body)
        else:
            return self._change(path, body, CHANGES[act.kind], act.number)
        return True

    def _change(self, path: str, body: bytes, change: Edit, number: int) -> bool:
        try:
            changed = change(body, number)
        except KeyError:  # an app that shows no end of it offers none to change
            return False
        if _backwards(changed):
            return False
        self._write(path, changed)
        return True

    def _undo(self, path: str, body: bytes) -> bool:
        """Back to what kinrota wrote, as far as words and status go, or the hours."""
        event = self.model.events[uid_of(body)]
        fields = [field for field in event.person if field != "busy"]
        if event.strange or not fields:
            return False
        changed = body
        for one in fields:
            if one == "when":
                now = meaning_of(changed)
                changed = edits.in_utc(changed)
                start, end = (dt.timedelta(minutes=a - b) for a, b in zip(event.hours, now[:2], strict=True))
                changed = edits.move(changed, start)
                changed = edits.lengthen(changed, end - start)
            else:
                changed = edits.set_text(changed, FIELDS[one][0], str(event.written[one]))
        self._write(path, changed)
        return True

    def _restored(self, act: Act) -> bool:
        known = ((uid, one) for uid, one in self.model.events.items() if not one.vanished)
        gone = sorted(uid for uid, one in known if one.last and uid not in self.model.at)
        if not gone:
            return False
        last = self.model.events[gone[act.target % len(gone)]].last
        assert last
        path, body = last
        self._write(path if act.kind == "restore" and path not in self.model.strangers else self._free(), body)
        return True

    def _own(self, act: Act) -> bool:
        mine = sorted(self.model.strangers)
        if act.kind == "own":
            day = (FIRST + dt.timedelta(days=act.number % 4)).strftime("%Y%m%d")
            self._write(self._free(), calendar(event(f"own{self._next()}", day, TEXTS[0])))
            return True
        if not mine:
            return False
        path = mine[act.target % len(mine)]
        if act.kind == "own delete":
            self.phone.delete(path).well()
            del self.model.strangers[path]
        else:
            self._write(path, edits.set_text(self.phone.get(path).well().body, "SUMMARY", TEXTS[act.number % 3]))
        return True

    def _delete(self, path: str, body: bytes) -> None:
        self.phone.delete(path).well()
        self.model.person_deleted(path, body)

    def _write(self, path: str, body: bytes) -> None:
        self.phone.put(path, body).well()
        got = self.phone.get(path).well()
        self.model.person_wrote(path, got.body, got.etag)

    def _free(self) -> str:
        return f"{self.path}p{self._next()}.ics"

    def _next(self) -> int:
        self._count += 1
        return self._count


def _backwards(body: bytes) -> bool:
    start, end, *_ = meaning_of(body)
    return end < start
