"""Who said what of each event, kept beside kinrota and without its ledger: what it may change, and what it may not."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NoReturn, cast

from kinrota.model.history import Answer, DeclineLine, PinLine, Word
from kinrota.model.published import Meaning
from kinrota.model.time import Span
from kinrota.publish.caldav.meaning import SENT, STRANGE, Found, found
from kinrota.publish.caldav.resource import FIELDS, STAMPS, value_of
from tests.dav.sync.plans import OBEYED, ZONE

Value = object
OURS = {name for names in FIELDS.values() for name in names} | {*STAMPS}
SETTLED = ("when", "status")


class BrokenError(AssertionError):
    """A promise of publishing was broken; with which, and how."""

    def __init__(self, promise: str, *what: object) -> None:
        super().__init__(": ".join([promise, *map(str, what)]))
        self.promise = promise


def broken(promise: str, *what: object) -> NoReturn:
    """A promise is broken."""
    raise BrokenError(promise, *what)


@dataclass
class Event:
    """An event that kinrota made: what it wrote there last, field by field, and what people made of it."""

    kind: str
    written: dict[str, Value]
    person: dict[str, Value] = field(default_factory=dict)
    loose: set[str] = field(default_factory=set)
    """Fields in which kinrota may or may not have seen that the plan says the same by now."""
    strange: bool = False
    deleted: tuple[int, int] | None = None
    """The hours that the plan gave it when a person deleted it."""
    heard: bool = False
    """Whether kinrota knows that it is there."""
    last: tuple[str, bytes] | None = None
    """Where it was and how, when a person deleted it."""
    unsaid: bool = False
    """Whether a person changed its hours or its status, and that was not taken up yet."""
    acts: int = 0
    doomed: bool = False
    """Whether kinrota tried to delete it, so that nobody can tell whose deletion it was if it is gone."""
    restored: bool = False
    """Whether it was deleted by mistake, and kinrota has not seen that it is there again."""
    lost: bool = False
    """Whether the ledger was lost since it was written as a whole: nobody knows then what was whose."""

    @property
    def hours(self) -> tuple[int, int]:
        """What the plan says, as kinrota knows it."""
        return _pair(self.written["when"])

    @property
    def obeyed(self) -> bool:
        return self.kind in OBEYED


@dataclass
class Model:
    """All events by their names, where they are, and the resources of others with their bytes and versions."""

    events: dict[str, Event] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    strangers: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    """What people deleted since kinrota kept what it saw."""
    wanted: dict[str, Meaning] = field(default_factory=dict)
    """The plan that is being written."""
    begins: int = 0
    """Where its days begin."""
    kinds: dict[str, str] = field(default_factory=dict)
    history: list[Word] = field(default_factory=list)
    taken_out: int = 0
    """Events that kinrota deleted or called off in this run."""
    put_in: int = 0
    """Events that kinrota made in this run."""
    running: bool = False
    meanwhile: set[str] = field(default_factory=set)
    """Events that people changed during a run, which may have seen it or not."""

    @property
    def at(self) -> dict[str, str]:
        return {uid: path for path, uid in self.paths.items()}

    def person_deleted(self, path: str, body: bytes) -> None:
        uid = self.paths.pop(path)
        one = self.events[uid]
        one.deleted, one.last = one.hours, (path, body)
        one.acts += 1
        one.unsaid = one.unsaid or one.obeyed
        if one.restored or (one.lost and one.person):
            one.heard = one.restored = False
        self.removed.add(uid)
        self._noticed(uid)

    def person_wrote(self, path: str, body: bytes, etag: str) -> None:
        uid = uid_of(body)
        one = self.events.get(uid)
        if one is None or self.at.get(uid, path) != path:
            self.strangers[path] = (body, etag)
            return
        self.paths[path] = uid
        now = meaning_of(body)
        one.deleted = None
        one.acts += 1
        one.strange = now.status == STRANGE
        before = dict(one.person)
        one.person = (
            {}
            if one.strange
            else {name: value_of(now, name) for name in FIELDS if value_of(now, name) != one.written[name]}
        )
        one.loose &= one.person.keys()
        if any(before.get(name) != one.person.get(name) for name in SETTLED) or one.strange:
            one.unsaid = one.obeyed
        self._noticed(uid)

    def _noticed(self, uid: str) -> None:
        if self.running:
            self.meanwhile.add(uid)

    def wrote(self, path: str, before: bytes | None, body: bytes) -> None:
        """kinrota wrote at a path where this was before."""
        if before is None:
            self._created(path, uid_of(body), meaning_of(body))
        else:
            self._updated(path, before, body)

    def _created(self, path: str, uid: str, meaning: Meaning) -> None:
        known = self.events.get(uid)
        self.put_in += 1
        if uid in self.at:
            broken("no duplicates", uid, self.at[uid], path)
        if known and known.heard and known.deleted == (meaning.start, meaning.end):
            broken("a deletion is never undone", uid, meaning)
        fields = {name: value_of(meaning, name) for name in FIELDS}
        self.events[uid] = Event(self.kinds.get(uid, ""), fields, acts=known.acts if known else 0)
        self.paths[path] = uid

    def _updated(self, path: str, before: bytes, body: bytes) -> None:
        uid, old, new = self.paths.get(path), meaning_of(before), meaning_of(body)
        if uid is None or uid_of(body) != uid:
            broken("nothing of others is touched", path)
        one = self.events[uid]
        if _rest(before) != _rest(body):
            broken("alarms and what is unknown survive", uid, _rest(before) - _rest(body), _rest(body) - _rest(before))
        if old.status == STRANGE:
            broken("no edit is lost", uid, "what cannot be understood was written over")
        off = uid not in self.wanted and new.status == "CANCELLED"
        self.taken_out += off and old.status != "CANCELLED"
        for name in FIELDS:
            was, now = value_of(old, name), value_of(new, name)
            if was == now:
                one.written[name] = one.written[name] if name in one.person else now
                continue
            if name in one.person and name not in one.loose and not (off and name == "status"):
                self._allowed(one, uid, name, (was, now))
            one.person.pop(name, None)
            one.loose.discard(name)
            one.written[name] = now
        one.kind = self.kinds.get(uid, one.kind)

    def _allowed(self, one: Event, uid: str, name: str, values: tuple[Value, Value]) -> None:
        if name not in SETTLED or not one.obeyed:
            broken("no edit is lost", uid, name, values)
        if one.unsaid:
            broken("no edit is lost", uid, name, values, "before it was taken up", one, self.history)
        if uid not in self.wanted and not (name == "when" and _is_cut(_pair(values[0]), _pair(values[1]), self.begins)):
            broken("no edit is lost", uid, name, values, "of what the plan does not have")

    def deleted(self, path: str, before: bytes) -> None:
        """kinrota deleted what was at a path."""
        uid = self.paths.pop(path, None)
        if uid is None:
            broken("nothing of others is touched", path)
        one = self.events[uid]
        firm = {name: value for name, value in one.person.items() if name not in one.loose}
        if firm or one.strange or one.written["status"] == "CANCELLED":
            broken("what a person wrote into is never deleted", uid, firm, before)
        if uid in self.wanted:
            broken("what the plan has is not deleted", uid)
        self.taken_out += 1
        one.deleted, one.last = None, None

    def not_deleted(self, path: str) -> None:
        """kinrota wanted to delete what is at a path, and it was not."""
        if path in self.paths:
            self.events[self.paths[path]].doomed = True
        for uid, one in self.events.items():
            if one.last and one.last[0] == path and uid not in self.at:
                one.deleted, one.unsaid = None, False

    def not_written(self, path: str, body: bytes) -> None:
        """kinrota wanted to give an event that somebody just deleted other hours: nobody can tell at which it was."""
        one = self.events.get(uid_of(body))
        if one and one.deleted and one.last and one.last[0] == path and uid_of(body) not in self.at:
            one.deleted = meaning_of(body)[:2]

    def restored(self, uid: str) -> None:
        """kinrota knows that an event was deleted by mistake."""
        one = self.events[uid]
        one.restored = True
        if uid not in self.at:
            one.deleted, one.unsaid, one.person = None, False, {}
            self.removed.discard(uid)

    def took_up(self) -> None:
        """kinrota has taken up all that it saw, and keeps that; what happens from now on is another look's."""
        for uid, one in self.events.items():
            if uid in self.meanwhile:
                continue
            one.restored = one.restored and uid not in self.at
            told = self._is_said(uid, one)
            if one.unsaid and one.heard and not (told or one.lost or one.strange or one.doomed):
                lines = [word for word in self.history if word.said_in and word.said_in.event == uid]
                broken("no edit is lost", uid, "nothing of it in the history", one, lines)
            one.unsaid, one.doomed = one.unsaid and one.lost and not told, False
        self.removed = {uid for uid in self.removed if uid not in self.at}

    def _is_said(self, uid: str, one: Event) -> bool:
        """Whether what a person made of hours that are settled so is in the history, where it says anything."""
        start, end = hours = _pair(one.person.get("when", one.written["when"]))
        gone = uid not in self.at or one.person.get("status") == "CANCELLED"
        if (not gone and hours == one.written["when"]) or end <= start or one.written["status"] == "CANCELLED":
            return True
        span = None if gone else Span(start, end)
        return any(_tells(word, span) for word in self.history if word.said_in and word.said_in.event == uid)

    def lost_ledger(self) -> None:
        """All that kinrota remembered is gone."""
        for one in self.events.values():
            one.deleted, one.lost = None, True

    def hear(self, uid: str) -> None:
        if uid in self.events:
            self.events[uid].heard = True


def _pair(value: Value) -> tuple[int, int]:
    return cast("tuple[int, int]", value)


def _is_cut(was: tuple[int, int], now: tuple[int, int], begins: int) -> bool:
    """Whether hours that ran into the plan's days end where these begin."""
    return was[0] < begins < was[1] and now == (was[0], begins)


def _tells(word: Word, span: Span | None) -> bool:
    if span is None:
        return isinstance(word, DeclineLine) or (isinstance(word, Answer) and word.yes is False)
    if isinstance(word, Answer):
        return word.yes is True and word.span == span
    return isinstance(word, PinLine) and word.met_by is not None and word.span == span


@lru_cache(maxsize=4096)
def _read(body: bytes) -> Found:
    return found(body, ZONE)


def meaning_of(body: bytes) -> Meaning:
    return _read(body).meaning


def uid_of(body: bytes) -> str:
    return _read(body).uid


def _rest(body: bytes) -> Counter[str]:
    """Each line of the event that says nothing that kinrota says, and each of what is nested in it."""
    lines = re.sub(rb"\r?\n[ \t]", b"", body).decode().replace("\r\n", "\n").split("\n")
    inside = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")]
    rest, nested = list[str](), 0
    for line in inside[1:]:
        nested += line.startswith("BEGIN:")
        if nested or re.split("[:;]", line, maxsplit=1)[0].upper() not in OURS:
            rest.append(line)
        nested -= line.startswith("END:")
    return Counter(rest)


def versions(history: Sequence[Word]) -> dict[str, set[str]]:
    """What was said of each event, by the versions of the edits."""
    said: dict[str, set[str]] = {}
    for word in history:
        if word.said_in:
            said.setdefault(word.said_in.event, set()).add(word.said_in.version)
    return said


def is_marked(body: bytes) -> bool:
    """Whether kinrota can tell later that it wrote this."""
    return SENT.encode() in body and meaning_of(body).status != STRANGE
