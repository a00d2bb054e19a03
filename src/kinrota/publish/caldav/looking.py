"""What is in kinrota's own calendar now, and what people changed there since it was looked at last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kinrota.model.kept import Item
from kinrota.model.published import Entry, Ledger, Meaning
from kinrota.net.address import Address
from kinrota.net.caldav import AT_ONCE, Account
from kinrota.net.refused import refuse
from kinrota.publish.caldav.changes import settled
from kinrota.publish.caldav.edits import Edit
from kinrota.publish.caldav.meaning import Found, found

UNKNOWN = Meaning(0, 0, "", "", "", "", busy=False)
"""What was written last where nobody knows it any more: whatever is there may be a person's."""


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """A calendar on a server that is kinrota's own, and what is remembered of it; `zone` is the household's."""

    account: Account
    address: Address
    ledger: Ledger
    zone: str


@dataclass(slots=True)
class Look:
    """A calendar as it is: kinrota's events, what people made of them, and what others put there.

    `texts` are the events that were read, by name; `strangers` where the others are, and their versions.
    """

    entries: dict[str, Entry]
    edits: list[Edit] = field(default_factory=list)
    texts: dict[str, Item] = field(default_factory=dict)
    strangers: dict[str, str] = field(default_factory=dict)

    @property
    def gone(self) -> int:
        """How many events somebody deleted since."""
        return sum(edit.now is None for edit in self.edits)


def look(own: OwnCalendar) -> Look:
    """Look at the calendar, and change nothing: not there, and not in what is remembered."""
    listed = own.account.entries(own.address)
    known = {entry.href: entry for entry in own.ledger.entries.values()}
    new = [href for href, etag in listed.items() if href not in known and own.ledger.strangers.get(href) != etag]
    changed = [href for href, entry in known.items() if _may_be_other(entry, listed.get(href))]
    items = read(own, [*new, *changed])
    seen = Look(dict(own.ledger.entries), strangers={h: e for h, e in listed.items() if h not in known})
    moved = _moved(own, items, new, {entry.uid for entry in known.values() if _is_missing(entry, listed, items)})
    for href in changed:
        _look_at(seen, known[href], moved.get(known[href].uid) or items.get(href), own.zone)
    for item in moved.values():
        seen.strangers.pop(item.href, None)
    return seen


def keep(own: OwnCalendar, seen: Look) -> None:
    """Remember what was seen; what people changed has to be taken up before. `OSError` where that cannot be."""
    for uid, entry in own.ledger.entries.items():
        if uid not in seen.entries:
            own.ledger.forget(uid)
        elif seen.entries[uid] != entry:
            own.ledger.note(seen.entries[uid])
    if seen.strangers != own.ledger.strangers:
        own.ledger.pass_by(seen.strangers)


def read(own: OwnCalendar, hrefs: Iterable[str]) -> dict[str, Item]:
    """What is at some addresses; what is not there was asked for by itself, as a list may be cut short."""
    wanted, items = list(dict.fromkeys(hrefs)), dict[str, Item]()
    for at in range(0, len(wanted), AT_ONCE):
        items |= {item.href: item for item in own.account.items(own.address, wanted[at : at + AT_ONCE])}
    for href in wanted:
        if href not in items and (item := own.account.one(own.address, href)):
            items[href] = item
    return items


def adopted(own: OwnCalendar) -> Look | None:
    """The events of a calendar of which nothing is remembered; None where not all of them are kinrota's.

    Those that say what kinrota wrote are as they were written; what the others said then nobody knows any more.
    """
    seen = Look({})
    for href, item in read(own, own.account.entries(own.address)).items():
        what = found(item.data, own.zone)
        if not what.sent.writes or not what.uid:
            return None
        base = what.meaning if what.meaning.version == what.sent.version else UNKNOWN
        seen.entries[what.uid] = Entry(what.uid, href, (), base, what.meaning, item.etag, what.sent.writes)
    return seen


def _may_be_other(entry: Entry, etag: str | None) -> bool:
    """Whether an event may be another than it was: of a deleted one, whether it is back."""
    if entry.intent:
        return True
    if entry.seen is None:
        return etag is not None
    return not etag or etag != entry.etag


def _is_missing(entry: Entry, listed: Mapping[str, str], items: Mapping[str, Item]) -> bool:
    return entry.href not in listed and entry.href not in items


def _moved(own: OwnCalendar, items: Mapping[str, Item], new: Iterable[str], missing: set[str]) -> dict[str, Item]:
    """Events that some program deleted and wrote again under the same name at another address."""
    named = {found(items[href].data, own.zone).uid: items[href] for href in new if href in items} if missing else {}
    return {uid: item for uid, item in named.items() if uid in missing}


def _look_at(seen: Look, entry: Entry, item: Item | None, zone: str) -> None:
    what = found(item.data, zone) if item else None
    if what and what.uid and what.uid != entry.uid:
        what, item = None, None
    known = settled(entry, what.meaning if what else None, what.sent.writes if what else 0)
    if known is None:
        seen.entries.pop(entry.uid, None)
        return
    now = what.meaning if what else None
    if now != known.seen:
        seen.edits.append(Edit(known, now))
        known = replace(known, edits=known.edits + 1)
    seen.entries[entry.uid] = _as_found(known, what, item)
    if item:
        seen.texts[entry.uid] = item


def _as_found(entry: Entry, what: Found | None, item: Item | None) -> Entry:
    if what is None or item is None:
        return replace(entry, seen=None, etag="")
    return replace(entry, seen=what.meaning, etag=item.etag, href=item.href)


def refuse_emptied(seen: Look, most: int, approved: int) -> None:
    """`RefusedError` where suddenly so much is gone that it may be a mistake, unless just that was approved."""
    if seen.gone > most and seen.gone != approved:
        refuse(
            f"Of {len(seen.entries)} events in the calendar {seen.gone} are gone, which may be a mistake there; so "
            f"nothing is taken up and nothing is written. Maybe, if people deleted them: --gone {seen.gone}"
        )
