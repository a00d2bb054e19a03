"""Who said what of each event, kept beside kinrota and without its ledger: what it may change, and what it may not."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NoReturn, cast

from kinrota.model.history import Answer, DeclineLine, PinLine, Proposal, Word
from kinrota.model.published import Entry, Meaning
from kinrota.model.time import Span, merged, minus
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
    """Whether kinrota's ledger has it as there. What was written and is not in there yet, as kinrota died before or was
    told nothing, nobody can tell from what was never written: who deletes it has it once more."""
    last: tuple[str, bytes] | None = None
    """Where it was and how, when a person deleted it."""
    unsaid: bool = False
    """Whether a person changed its hours or its status, and that was not taken up yet."""
    acts: int = 0
    doomed: bool = False
    """Whether kinrota noted that it will delete it, and does not know whether it did: nobody can tell then whose
    deletion it was if it is gone, and nobody wants it but who deleted it."""
    moving: tuple[int, int] | None = None
    """The hours that kinrota noted it will give it, while it does not know whether it did. If it is gone then, nobody
    can tell at which it was deleted: that is told of both, and it stays away at these."""
    restored: bool = False
    """Whether it was deleted by mistake, and kinrota has not seen that it is there again. Who puts it back and deletes
    it again unseen did, for kinrota, nothing."""
    nameless: bool = False
    """Whether the ledger was lost and no plan was published since: nobody knows what it stands for, nor what it says
    then to the household."""
    blind: set[str] = field(default_factory=set)
    """Fields of which nobody knows whether a person or the plan said them, as the ledger was lost since."""
    silent: bool = False
    """Whether what a person made of it says nothing, as it was nameless then, or is called off since it was."""
    vanished: bool = False
    """Whether it was gone when the ledger was lost: then it is as if it had never been."""

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
    stands: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What each event stands for."""
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
        one.deleted, one.last = one.moving or one.hours, (path, body)
        one.acts += 2 if one.moving else 1
        one.unsaid, one.silent = one.unsaid or one.obeyed, one.nameless
        if one.restored or "when" in one.blind:
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
        if one.nameless:
            one.blind |= {name for name in SETTLED if name in one.person}
        if any(before.get(name) != one.person.get(name) for name in SETTLED) or one.strange:
            called_off = one.person.get("status") == "CANCELLED" and "status" in one.blind
            one.unsaid, one.silent = one.obeyed, one.nameless or called_off
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
        for name, other in self.events.items():
            same = name == uid or (name in self.stands and self.stands[name] == self.stands.get(uid))
            if same and name not in self.at and other.heard and other.deleted == (meaning.start, meaning.end):
                broken("a deletion is never undone", uid, name, meaning)
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
        off = uid not in self.wanted and new.status == "CANCELLED" and one.written["status"] != "CANCELLED"
        self.taken_out += off and old.status != "CANCELLED"
        for name in FIELDS:
            was, now = value_of(old, name), value_of(new, name)
            if was == now:
                one.written[name] = one.written[name] if name in one.person else now
                continue
            one.blind.discard(name)
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

    def noted(self, entry: Entry) -> None:
        """kinrota remembers what it is about to do with an event, or what it knows of it."""
        one, intent = self.events.get(entry.uid), entry.intent
        if one is None:
            return
        one.doomed = intent is not None and intent.result is None
        other = intent is not None and intent.result is not None and entry.seen is not None
        before, one.moving = one.moving, intent.base[:2] if intent and other and intent.base[:2] != one.hours else None
        if one.moving and one.deleted and entry.uid not in self.at:
            one.deleted = one.moving
            one.acts += before is None
        if intent is None and (entry.seen is not None or any(entry.hearing)):
            one.heard, one.restored = True, one.restored and entry.restored

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
            there = uid in self.at
            one.restored = one.restored and not there
            told, unknown = self._is_said(uid, one), one.silent or one.nameless or "when" in one.blind
            if one.unsaid and one.heard and not (told or unknown or (one.doomed and not there)):
                lines = [word for word in self.history if word.said_in and word.said_in.event == uid]
                broken("no edit is lost", uid, "nothing of it in the history", one, lines)
            if one.doomed and not there:
                one.deleted = None
            one.unsaid, one.doomed, one.moving = one.unsaid and unknown and not told, False, None
        self.removed = {uid for uid in self.removed if uid not in self.at}

    def _is_said(self, uid: str, one: Event) -> bool:
        """Whether what a person made of hours that are settled so is in the history, where it says anything."""
        lines, there = [word for word in self.history if word.said_in and word.said_in.event == uid], uid in self.at
        if one.strange and there:
            return any(isinstance(word, Proposal) and word.wish == "changed" for word in lines)
        start, end = hours = _pair(one.person.get("when", one.written["when"]))
        gone = not there or one.person.get("status") == "CANCELLED"
        if (not gone and hours == one.written["when"]) or end <= start or one.written["status"] == "CANCELLED":
            return True
        if gone:
            either = [Span(*pair) for pair in (one.hours, one.moving) if pair]
            return not minus(merged(either), [word.span for word in lines if _says_no(word)])
        return any(_says_yes(word, Span(start, end)) for word in lines)

    def lost_ledger(self, bodies: Mapping[str, bytes]) -> None:
        """All that kinrota remembered is gone; only what is in the calendar as it was written is known again."""
        for uid, one in self.events.items():
            one.deleted, one.doomed, one.moving, one.restored, one.nameless = None, False, None, False, True
            one.vanished = one.vanished or uid not in self.at
            if uid in self.at and not _is_as_written(bodies[self.at[uid]]):
                one.blind = set(FIELDS)

    def agreed(self, uid: str, want: Meaning) -> None:
        """kinrota published a plan with an event, and nobody disturbed it."""
        one = self.events[uid]
        one.nameless = False
        one.blind -= {name for name in FIELDS if one.person.get(name, one.written[name]) == value_of(want, name)}


def _pair(value: Value) -> tuple[int, int]:
    return cast("tuple[int, int]", value)


def _is_cut(was: tuple[int, int], now: tuple[int, int], begins: int) -> bool:
    """Whether hours that ran into the plan's days end where these begin."""
    return was[0] < begins < was[1] and now == (was[0], begins)


def _says_no(word: Word) -> bool:
    return (isinstance(word, DeclineLine) and not word.open) or (isinstance(word, Answer) and word.yes is False)


def _says_yes(word: Word, span: Span) -> bool:
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


def _is_as_written(body: bytes) -> bool:
    what = _read(body)
    return what.meaning.version == what.sent.version


def is_marked(body: bytes) -> bool:
    """Whether kinrota can tell later that it wrote this."""
    return SENT.encode() in body and meaning_of(body).status != STRANGE
