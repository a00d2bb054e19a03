"""What becomes of an event when the plan, what was written last and what is there now say three things."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.published import Entry, Intent, Meaning
from kinrota.publish.caldav.meaning import STRANGE
from kinrota.publish.caldav.resource import FIELDS, value_of

CANCELLED, TENTATIVE = "CANCELLED", "TENTATIVE"
SAYING = ("when", "status")
"""The fields in which an event says something to the plan."""
UNKNOWN = Meaning(0, 0, "", "", "", "", busy=False)
"""What was written last where nobody knows it any more: whatever is there may be a person's."""
Kind = Literal["nothing", "create", "update", "delete", "forget"]


class Change(Struct, frozen=True):
    """What is to be done, what the event says afterwards, and what counts as written last then."""

    kind: Kind
    result: Meaning | None = None
    base: Meaning | None = None
    kept: tuple[str, ...] = ()
    """The fields in which what a person wrote there stands, although the plan says something else."""


def change(entry: Entry | None, ours: Meaning | None, *, honoured: bool = False) -> Change:
    """What is to be done about an event.

    `honoured` tells that what a person made of its hours or its status was taken up and that the plan knows it: then
    the plan's word on these is the newer one. Everything else that a person wrote there stands.
    """
    if entry is None:
        return Change("nothing") if ours is None else Change("create", ours, ours)
    if entry.seen is None:
        return _deleted(entry, ours)
    if entry.seen.status == STRANGE:
        return Change("nothing", entry.seen, entry.base, ("all",))
    if ours is None:
        return _dropped(entry, entry.seen)
    return _merged(entry, entry.seen, ours, honoured=honoured)


def _deleted(entry: Entry, ours: Meaning | None) -> Change:
    """What a person deleted stays so, as long as the plan says the same of it: other hours are another matter.

    What was restored is written again wherever the plan has it.
    """
    if ours is None:
        return Change("nothing", None, entry.base)
    same = not entry.restored and (ours.start, ours.end) == (entry.base.start, entry.base.end)
    return Change("nothing", None, entry.base) if same else Change("create", ours, ours)


def _dropped(entry: Entry, seen: Meaning) -> Change:
    """An event that is in the plan no longer; one that a person wrote into is called off, and then stays so."""
    if CANCELLED in (seen.status, entry.base.status):
        return Change("nothing", seen, entry.base)
    if seen == entry.base:
        return Change("delete", None, entry.base)
    return Change("update", seen._replace(status=CANCELLED), entry.base._replace(status=CANCELLED))


def _merged(entry: Entry, seen: Meaning, ours: Meaning, *, honoured: bool) -> Change:
    result, base, kept = seen, entry.base, []
    for field in FIELDS:
        before, there, here = (value_of(one, field) for one in (entry.base, seen, ours))
        if there in (before, here) or (honoured and _obeyed(field, before, there, here)):
            result, base = _with(result, field, ours), _with(base, field, ours)
        elif here != before or field in SAYING:
            kept.append(field)
    return Change("nothing" if result == seen else "update", result, base, tuple(kept))


def _obeyed(field: str, before: object, there: object, here: object) -> bool:
    """Whether a plan knows what a person made of a field; that something is not sure any more it is never told."""
    if field not in SAYING or before == value_of(UNKNOWN, field):
        return False
    return field == "when" or here != before or there != TENTATIVE


def _with(meaning: Meaning, field: str, other: Meaning) -> Meaning:
    """A meaning with one field of another."""
    if field == "when":
        return meaning._replace(start=other.start, end=other.end)
    return meaning._replace(**{field: getattr(other, field)})


def settled(entry: Entry, found: Meaning | None, writes: int) -> Entry | None:
    """An event after a request of which nobody knows whether it was carried out; None where there is none of it.

    `found` is what is there now, and `writes` which of kinrota's writes that says it is, 0 where it does not say.
    What the event then has as `seen` is kinrota's: where `found` differs from it, that was a person.
    """
    intent = entry.intent
    if intent is None:
        return entry
    if found is None:
        never = entry.seen is None and not entry.writes
        return None if intent.result is None or never else _after(entry, intent, done=entry.seen is not None)
    return _after(entry, intent, done=_carried_out(entry, intent, found, writes))


def maybe_not_moved(entry: Entry) -> bool:
    """Whether nobody knows at which of two hours an event was before it was gone.

    Whoever deleted it may have meant either: it is not free at the one, and not at the other.
    """
    intent = entry.intent
    if intent is None or intent.result is None or entry.seen is None:
        return False
    return value_of(intent.base, "when") != value_of(entry.base, "when")


def _carried_out(entry: Entry, intent: Intent, found: Meaning, writes: int) -> bool:
    """Whether what is there is what was to be written, or was made of that."""
    if intent.result is None:
        return False
    if writes and writes in (entry.writes, intent.writes):
        return writes == intent.writes
    before = entry.seen or intent.result
    old = [field for field in FIELDS if value_of(found, field) == value_of(before, field)]
    new = [field for field in FIELDS if value_of(found, field) == value_of(intent.result, field)]
    return len(new) >= len(old)


def _after(entry: Entry, intent: Intent, *, done: bool) -> Entry:
    if not done:
        return replace(entry, intent=None, etag="")
    return replace(
        entry, intent=None, etag="", seen=intent.result, base=intent.base, writes=intent.writes, restored=False
    )
