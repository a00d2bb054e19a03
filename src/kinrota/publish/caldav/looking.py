"""What is in kinrota's own calendar now, and what people changed there since it was looked at last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from kinrota.model.kept import Item
from kinrota.model.published import Entry, Ledger, Meaning
from kinrota.net.address import Address
from kinrota.net.caldav import AT_ONCE, Account
from kinrota.net.refused import refuse
from kinrota.publish.caldav.changes import UNKNOWN, maybe_not_moved, settled
from kinrota.publish.caldav.edits import Edit
from kinrota.publish.caldav.meaning import Found, found

NAME = re.compile(r"[0-9a-f]{32}@kinrota")
"""An event's name as kinrota gives it; an app that copies an event gives the copy another."""


class OwnCalendar(Struct, frozen=True):
    """A calendar on a server that is kinrota's own, what is remembered of it, and the household's zone."""

    account: Account
    address: Address
    ledger: Ledger
    zone: str


class Look(Struct):
    """A calendar as it is: kinrota's events, what people made of them, and what others put there.

    `texts` are the events that were read, by name; `strangers` where the others are, and their versions.
    """

    entries: dict[str, Entry]
    edits: list[Edit] = field(default_factory=list)
    texts: dict[str, Item] = field(default_factory=dict)
    strangers: dict[str, str] = field(default_factory=dict)

    @property
    def restored(self) -> frozenset[str]:
        """The names of events that are gone by mistake, and that no plan has written again yet."""
        return frozenset(uid for uid, entry in self.entries.items() if entry.restored)

    @property
    def gone(self) -> int:
        """How many events somebody deleted since."""
        return len({edit.entry.uid for edit in self.edits if edit.now is None})

    @property
    def there(self) -> int:
        """How many of kinrota's events are in the calendar."""
        return sum(entry.seen is not None for entry in self.entries.values())


def look(own: OwnCalendar) -> Look:
    """Look at the calendar, and change nothing: not there, and not in what is remembered."""
    listed = own.account.entries(own.address)
    known = {entry.href: entry for entry in own.ledger.entries.values()}
    changed = {href for href, entry in known.items() if _may_be_other(entry, listed.get(href))}
    items = read(own, [href for href in changed if href in listed]) | _asked_for(own, changed - listed.keys())
    seen = Look(dict(own.ledger.entries), strangers={h: e for h, e in listed.items() if h not in known})
    missing = {entry.uid for href, entry in known.items() if href not in listed and href not in items}
    moved = _moved(own, seen.strangers, missing)
    for href, entry in known.items():
        if href in changed or entry.uid in moved:
            _look_at(seen, entry, moved.get(entry.uid) or items.get(href), own.zone)
    for item in moved.values():
        seen.strangers.pop(item.href, None)
    return seen


def hear(own: OwnCalendar, edit: Edit) -> None:
    """Note that what somebody changed is being taken up, so that a crash does not make it two; may raise `OSError`."""
    own.ledger.note(replace(edit.entry, hearing=(edit.now,)))


def keep(own: OwnCalendar, seen: Look) -> None:
    """Remember what was seen; what people changed has to be taken up before. `OSError` where that cannot be.

    What is restored is remembered first, and at once.
    """
    marked = [seen.entries[uid] for uid in seen.restored if seen.entries[uid] != own.ledger.entries.get(uid)]
    if marked:
        own.ledger.restore(marked)
    for uid, entry in list(own.ledger.entries.items()):
        if uid not in seen.entries:
            own.ledger.forget(uid)
        elif seen.entries[uid] != entry:
            own.ledger.note(seen.entries[uid])
    if seen.strangers != own.ledger.strangers:
        own.ledger.pass_by(seen.strangers)


def read(own: OwnCalendar, hrefs: Iterable[str]) -> dict[str, Item]:
    """What is at some addresses that were listed."""
    wanted, items = list(hrefs), dict[str, Item]()
    for at in range(0, len(wanted), AT_ONCE):
        items |= {item.href: item for item in own.account.items(own.address, wanted[at : at + AT_ONCE])}
    return items


def adopted(own: OwnCalendar, mark: str) -> Look:
    """The events of a calendar of which nothing is remembered; what does not have the mark is a stranger, by its title.

    Those that say what kinrota wrote are as they were written; what the others said then nobody knows any more.
    """
    seen = Look({})
    for href, item in read(own, own.account.entries(own.address, every=True)).items():
        what = found(item.data, own.zone)
        if what.sent.mark != mark or not NAME.fullmatch(what.uid):
            seen.strangers[href] = what.meaning.summary
            continue
        base = what.meaning if what.meaning.version == what.sent.version else UNKNOWN
        seen.entries[what.uid] = Entry(what.uid, href, (), base, what.meaning, item.etag, what.sent.writes)
    return seen


def _may_be_other(entry: Entry, etag: str | None) -> bool:
    """Whether an event may be another than it was: of a deleted one, whether it is back."""
    if entry.intent or entry.hearing:
        return True
    if entry.seen is None:
        return etag is not None
    return not etag or etag != entry.etag


def _asked_for(own: OwnCalendar, hrefs: Iterable[str]) -> dict[str, Item]:
    """What is at addresses that were not listed, each asked for by itself: a list may be cut short."""
    return {href: item for href in hrefs if (item := own.account.one(own.address, href))}


def _moved(own: OwnCalendar, strangers: Mapping[str, str], missing: set[str]) -> dict[str, Item]:
    """Events that some program deleted and wrote again under the same name at another address.

    What stood there before already, unchanged, is looked at only where an event is newly missing.
    """
    new = [href for href, etag in strangers.items() if own.ledger.strangers.get(href) != etag]
    lost = any(own.ledger.entries[uid].seen for uid in missing)
    items = read(own, strangers if lost else new) if missing else {}
    named = {found(item.data, own.zone).uid: item for item in items.values()}
    return {uid: item for uid, item in named.items() if uid in missing}


def _look_at(seen: Look, entry: Entry, item: Item | None, zone: str) -> None:
    what = found(item.data, zone) if item else None
    if what and what.uid and what.uid != entry.uid:
        what, item = None, None
    if what and what.sent.writes > max(entry.writes, entry.intent.writes if entry.intent else 0):
        refuse(
            "Another copy of this household's folder has written into the calendar since, so nothing is taken up or "
            "written from here. Maybe go on there; or, to go on here, move .kinrota/published away: then the calendar "
            "is taken up as it is."
        )
    known = settled(entry, what.meaning if what else None, what.sent.writes if what else 0)
    if known is None:
        seen.entries.pop(entry.uid, None)
        return
    if what is None and maybe_not_moved(entry):
        seen.edits.append(Edit(entry, None))
        known = replace(known, edits=entry.edits + 1)
    for state in (*known.hearing, what.meaning if what else None):
        if state != known.seen:
            seen.edits.append(Edit(known, state))
            known = seen.edits[-1].taken_up
        known = replace(known, hearing=())
    seen.entries[entry.uid] = _as_found(known, what, item)
    if item:
        seen.texts[entry.uid] = item


def _as_found(entry: Entry, what: Found | None, item: Item | None) -> Entry:
    if what is None or item is None:
        return replace(entry, seen=None, etag="")
    base = entry.base if entry.known_by else _unheard(entry.base, what.meaning)
    return replace(entry, base=base, seen=what.meaning, etag=item.etag, href=item.href)


def _unheard(base: Meaning, now: Meaning) -> Meaning:
    """What the plan said of an event of which nobody knows what it stands for: of what somebody changed then, nothing.

    It says nothing to the household, so no plan is newer than that.
    """
    if (now.start, now.end) != (base.start, base.end):
        base = base._replace(start=UNKNOWN.start, end=UNKNOWN.end)
    return base if now.status == base.status else base._replace(status=UNKNOWN.status)


def refuse_emptied(seen: Look, most: int, approved: int, calendar: str) -> None:
    """`RefusedError` where suddenly so much is gone that it may be a mistake, unless as much was approved.

    That is more than `most`, or all of several events.
    """
    count, emptied = seen.there + seen.gone, seen.gone > 1 and not seen.there
    if seen.gone > approved and (emptied or seen.gone > most):
        what = f"All {count} events in the calendar are" if emptied else f"Of {count} events there {seen.gone} are"
        refuse(
            f"{what} gone, which may be a mistake; so nothing is taken up and nothing is written. Maybe, if people "
            f"deleted them on purpose: --gone {seen.gone}; or, to have them written again: --restore {calendar}"
        )
