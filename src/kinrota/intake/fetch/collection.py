"""A calendar of a CalDAV account: what changed in it since it was read last."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from kinrota.intake.fetch.items import one_calendar
from kinrota.model.kept import Item, Kept
from kinrota.net.address import Address
from kinrota.net.caldav import AT_ONCE, Account
from kinrota.net.client import MOST_BYTES
from kinrota.net.refused import refuse


def read_collection(account: Account, name: str, kept: Kept | None, new: Kept) -> Kept:
    """A calendar of the account as it is now; `new` has its source and the moment."""
    at_once = account.there(name, kept.address) if kept and kept.address else None
    found = at_once or account.named(name)
    before = kept if kept and kept.address == found.address.text else None
    if before and before.version and before.version == found.version:
        return replace(before, source=new.source, read=new.read)
    items = _items(account, found.address, before.items if before else ())
    return replace(new, data=one_calendar(items), address=found.address.text, version=found.version, items=tuple(items))


def _items(account: Account, collection: Address, before: Iterable[Item]) -> list[Item]:
    """All entries with events: those that are as they were, and the others anew."""
    etags = account.entries(collection)
    kept = {item.href: item for item in before if item.etag and etags.get(item.href) == item.etag}
    missing = [target for target in etags if target not in kept]
    size = sum(len(item.data) for item in kept.values())
    for at in range(0, len(missing), AT_ONCE):
        for item in account.items(collection, missing[at : at + AT_ONCE]):
            kept[item.href] = item
            size += len(item.data)
            if size > MOST_BYTES:
                refuse(f"{collection.host} has more than {MOST_BYTES // 2**20} MB in this calendar.")
    return sorted(kept.values())
