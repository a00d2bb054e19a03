"""How kinrota's own calendar becomes what the plan says: each request noted before it is made, and after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from kinrota.model.kept import Item
from kinrota.model.published import Entry, Intent, Ledger, Meaning
from kinrota.model.time import DAY, Span
from kinrota.net.caldav import WEAK
from kinrota.net.refused import RefusedError, refuse
from kinrota.publish.caldav.changes import CANCELLED, UNKNOWN, Change, change
from kinrota.publish.caldav.edits import in_place_of
from kinrota.publish.caldav.looking import Look, OwnCalendar, read
from kinrota.publish.caldav.meaning import STRANGE, found
from kinrota.publish.caldav.resource import FIELDS, Manner, Stamp, edited, new, value_of
from kinrota.publish.caldav.wanted import Wanted

FEW = 5
PART = 10
"""As many deletions as these are nothing to ask about: 5, or one event in 10 if that is more."""


ORDER = ("create", "update", "nothing", "forget", "delete")
REQUESTS = ("create", "update", "delete")
Came = Literal["done", "changed", "left", "untaken"]
"""What came of a request: it is done; somebody changed the event meanwhile; how it is written there cannot be changed
safely; the server does not take it."""
REMEMBERED = 60 * DAY
"""Minutes after its end for which an event is remembered."""
A_WHILE = 14 * DAY
"""Minutes after its end for which who helped may know what stands beside it, such as phones."""


class Step(Struct, frozen=True):
    """What is to be done about an event."""

    uid: str
    entry: Entry | None
    want: Wanted | None
    change: Change


class Done(Struct):
    """What was written: the titles of what is new, other, called off and gone; `again` if somebody was faster."""

    created: list[Meaning] = field(default_factory=list)
    updated: list[Meaning] = field(default_factory=list)
    deleted: list[Meaning] = field(default_factory=list)
    kept: list[Meaning] = field(default_factory=list)
    """Events as people have them who wrote something else there than the plan says."""
    untaken: list[Meaning] = field(default_factory=list)
    """What the server does not take, maybe as an event of this name is in another calendar of the account."""
    again: bool = False
    stopped: str = ""
    """Why the server did not take all of it."""
    left: int = 0
    """How many requests were not made, or not carried out, as far as that is known."""
    wanted: int = 0
    """How many events the plan has for the calendar."""


def few(count: int) -> int:
    """How many of so many events may be gone without a question."""
    return max(FEW, count // PART)


def steps(
    seen: Look,
    wanted: Mapping[str, Wanted],
    days: Span,
    obeyed: Callable[[Entry], bool],
    *,
    passing: bool = False,
) -> list[Step]:
    """What is to be done, new events first and deletions last: of two who are to be with a child one may be too many.

    Events that do not begin in the plan's days are left alone; one that runs into them ends where they begin. What is
    long over is remembered no more; with `passing`, what stands beside it is taken out a while before.
    """
    todo = []
    for uid in dict.fromkeys([*wanted, *seen.entries]):
        entry, want = seen.entries.get(uid), wanted.get(uid)
        ours = want.meaning if want else _cut(entry, days)
        if entry and not ours and not _begins_in(days, entry, obeyed):
            if passing and _told(entry).end <= days.start - A_WHILE and (without := _without_text(entry)):
                todo.append(Step(uid, entry, None, without))
            elif _told(entry).end <= days.start - REMEMBERED:
                todo.append(Step(uid, entry, None, Change("forget")))
            continue
        todo.append(Step(uid, entry, want, change(entry, ours, honoured=entry is not None and obeyed(entry))))
    return sorted(todo, key=lambda step: ORDER.index(step.change.kind))


def _without_text(entry: Entry) -> Change | None:
    """An event without what the plan put beside it; None where nothing is, or a person wrote something else there."""
    if entry.seen is None or entry.seen.status == STRANGE or not entry.base.text or entry.seen.text != entry.base.text:
        return None
    return Change("update", entry.seen._replace(text=""), entry.base._replace(text=""))


def _begins_in(days: Span, entry: Entry, obeyed: Callable[[Entry], bool]) -> bool:
    """Whether an event is the plan's to tell: by its hours, or by those that a person gave it and the plan knows."""
    moved = entry.seen is not None and days.holds(entry.seen.start) and obeyed(entry)
    return moved or days.holds(_told(entry).start)


def _cut(entry: Entry | None, days: Span) -> Meaning | None:
    """An event that begins before the plan's days and runs into them, up to where they begin; as a person moved it.

    What a person made of its status stays, and one that is called off is left alone.
    """
    if entry is None or entry.seen is None or _told(entry).start >= days.start:
        return None
    if not entry.seen.start < days.start < entry.seen.end or entry.seen.status == CANCELLED:
        return None
    return _told(entry)._replace(start=entry.seen.start, end=days.start, status=entry.seen.status)


def _told(entry: Entry) -> Meaning:
    """What the plan said of an event, or what is there, where nobody knows the hours of the plan any more."""
    known = value_of(entry.base, "when") != value_of(UNKNOWN, "when")
    return entry.base if known or entry.seen is None else entry.seen


def too_many(todo: list[Step], seen: Look, approved: int) -> int:
    """How many events a plan takes away, where that is so many that somebody should look first; 0 where it may."""
    count = deletions(todo)
    return 0 if count <= max(few(seen.there), approved) else count


def deletions(todo: list[Step]) -> int:
    """How many events a plan takes away or calls off, but for those in whose place it has a new one each."""
    new = [step.want.known_by for step in todo if step.want and step.change.kind == "create"]
    count = 0
    for step in todo:
        if step.entry and (step.change.kind == "delete" or _calls_off(step)):
            other = next((one for one in new if in_place_of(one, step.entry.known_by)), None)
            count += other is None
            if other:
                new.remove(other)
    return count


def _calls_off(step: Step) -> bool:
    result = step.change.result
    return step.change.kind == "update" and step.want is None and result is not None and result.status == CANCELLED


def write(own: OwnCalendar, seen: Look, todo: list[Step], manner: Manner, tell: Callable[[int, int], None]) -> Done:
    """Carry out what is to be done; `tell` gets how many requests are made and are to be made.

    `manner` is how an event is written that the plan no longer has.

    Where the server stops, what is done is done and remembered, and the rest is for the next time; `RefusedError` where
    it does so before the first request that writes. `OSError` where nothing can be remembered: then nothing more is
    asked of the server.
    """
    done, pen = Done(wanted=_wanted(todo)), _Pen(own, manner, _texts(own, seen, todo))
    count, made = sum(step.change.kind in REQUESTS for step in todo), 0
    for step in todo:
        if step.change.kind not in REQUESTS:
            _remembered(own.ledger, step)
            _count(done, step)
            continue
        tell(made, count)
        try:
            _note(done, step, pen.carried_out(step))
        except RefusedError as error:
            done.stopped, done.left = error.reason, count - made
            break
        made += 1
    return done


def _note(done: Done, step: Step, came: Came) -> None:
    """Count a request by what came of it."""
    if came == "done":
        _count(done, step)
    elif came == "untaken" and step.change.result:
        done.untaken.append(step.change.result)
    elif came == "left" and step.entry and step.entry.seen:
        done.kept.append(step.entry.seen)
    else:
        done.again = True


def _wanted(todo: Iterable[Step]) -> int:
    return sum(step.want is not None for step in todo)


def planned(todo: Iterable[Step]) -> Done:
    """What would be done."""
    todo = list(todo)
    done = Done(wanted=_wanted(todo))
    for step in todo:
        _count(done, step)
    return done


def _texts(own: OwnCalendar, seen: Look, todo: list[Step]) -> dict[str, Item]:
    """The events that are to be changed as they are there, by name."""
    updated = {step.uid: step.entry.href for step in todo if step.change.kind == "update" and step.entry}
    there = read(own, [href for uid, href in updated.items() if uid not in seen.texts])
    return seen.texts | {uid: there[href] for uid, href in updated.items() if href in there}


def _remembered(ledger: Ledger, step: Step) -> None:
    """Remember what is so without a request."""
    if step.change.kind == "forget":
        ledger.forget(step.uid)
    elif step.entry and _agreed(step, step.entry) != step.entry:
        ledger.note(_agreed(step, step.entry))


def _agreed(step: Step, entry: Entry) -> Entry:
    """An event after a step, with what the plan says of it."""
    known_by = step.want.known_by if step.want else entry.known_by
    return replace(entry, base=step.change.base or entry.base, known_by=known_by)


def _count(done: Done, step: Step) -> None:
    result, kept = step.change.result, step.change.kept
    if step.change.kind == "delete" and step.entry:
        done.deleted.append(step.entry.base)
    elif result and kept:
        done.kept.append(step.entry.base if step.entry and result.status == STRANGE else result)
    if result and step.change.kind == "create":
        done.created.append(result)
    elif result and step.change.kind == "update":
        (done.deleted if _calls_off(step) else done.updated).append(result)


def _rewritten(data: bytes, before: Meaning, result: Meaning, manner: Manner, stamp: Stamp) -> bytes:
    """An event's text as it is to be; empty where it is written so that nothing can be changed in it."""
    fields = [field for field in FIELDS if value_of(result, field) != value_of(before, field)]
    try:
        return edited(data, fields, result, manner, stamp)
    except ValueError:
        return b""


class _Pen(Struct, frozen=True):
    """Makes the requests; each is noted before it is made, so that a crash at any point is seen the next time."""

    own: OwnCalendar
    manner: Manner
    texts: Mapping[str, Item]

    def carried_out(self, step: Step) -> Came:
        """Do it; `changed` where somebody changed the event meanwhile, and it has to be looked at again."""
        kind, entry = step.change.kind, step.entry
        if kind == "create" and step.want:
            return self._create(step.uid, entry, step.want)
        do = self._delete if kind == "delete" else self._update
        return do(step, entry) if entry else "changed"

    def _create(self, uid: str, known: Entry | None, want: Wanted) -> Came:
        meaning, ledger, folder = want.meaning, self.own.ledger, self.own.address.target.rstrip("/")
        href = self.own.address.join(f"{folder}/{uid.partition('@')[0]}.ics").target
        entry = known or Entry(uid, href, want.known_by, meaning, None)
        writes = entry.writes + 1
        noted = replace(entry, known_by=want.known_by, intent=Intent(meaning, meaning, writes))
        ledger.note(noted)
        etag = self.own.account.put(self.own.address, entry.href, new(meaning, want.manner, writes))
        if etag is not None:
            ledger.note(
                replace(noted, base=meaning, seen=meaning, etag=etag, writes=writes, intent=None, restored=False)
            )
            return "done"
        return self._adopt(entry, known)

    def _adopt(self, entry: Entry, known: Entry | None) -> Came:
        """Something is there already: an event of ours that nobody remembers, or nothing that may be touched.

        One that is remembered as deleted, and that somebody just put back, is heard the next time.
        """
        item = self.own.account.one(self.own.address, entry.href)
        what = found(item.data, self.own.zone) if item else None
        if item and what and what.uid == entry.uid:
            if known is None:
                base = what.meaning if what.meaning.version == what.sent.version else UNKNOWN
                there = replace(entry, base=base, seen=what.meaning, etag=item.etag, writes=what.sent.writes)
                self.own.ledger.note(there)
            return "changed"
        if known:
            self.own.ledger.note(known)
        else:
            self.own.ledger.forget(entry.uid)
        return "untaken"

    def _update(self, step: Step, entry: Entry) -> Came:
        result, base, before, item = step.change.result, step.change.base, entry.seen, self.texts.get(step.uid)
        known = item is not None and (not entry.etag or item.etag == entry.etag)
        if result is None or base is None or before is None or item is None or not known:
            return "changed"
        self._versioned(item.etag)
        manner = step.want.manner if step.want else self.manner
        text = _rewritten(item.data, before, result, manner, Stamp(entry.writes + 1, base))
        if found(text, self.own.zone).meaning != result:
            return "left"
        noted = replace(entry, etag=item.etag, intent=Intent(result, base, entry.writes + 1))
        self.own.ledger.note(noted)
        etag = self.own.account.put(self.own.address, entry.href, text, item.etag)
        if etag is None:
            return "changed"
        written = replace(noted, seen=result, etag=etag, writes=entry.writes + 1, intent=None)
        self.own.ledger.note(_agreed(step, written))
        return "done"

    def _delete(self, _: Step, entry: Entry) -> Came:
        self._versioned(entry.etag)
        self.own.ledger.note(replace(entry, intent=Intent(None, entry.base, entry.writes)))
        if not self.own.account.delete(self.own.address, entry.href, entry.etag):
            return "changed"
        self.own.ledger.forget(entry.uid)
        return "done"

    def _versioned(self, etag: str) -> None:
        """Nothing is written over without a version: somebody may have changed it."""
        if not etag or etag.startswith(WEAK):
            refuse(f"{self.own.address.host} gives no versions of events, so none can be changed safely.")
