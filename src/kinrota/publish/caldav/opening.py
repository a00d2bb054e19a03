"""Which calendar of an account is kinrota's own: the one that it made, or one that holds nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from msgspec import Struct, field

from kinrota.model.published import Ledger, Published
from kinrota.net.address import Address
from kinrota.net.caldav import Account
from kinrota.net.refused import RefusedError, refuse
from kinrota.publish.caldav.looking import Look, OwnCalendar, adopted


class Door(Struct, frozen=True):
    """What is needed to find a calendar: its account, what is remembered of it, the household's zone, and its mark.

    With `anew` a calendar that is gone, or was another, is begun once more.
    """

    account: Account
    published: Published
    ledger: Ledger
    zone: str
    mark: str
    anew: bool = False
    taken: dict[str, str] = field(default_factory=dict)
    """Where other calendars of the household are, and their ids; this one is added where it is found."""
    read: Mapping[str, str] = field(default_factory=dict)
    """Where calendars are that the household reads, and their ids."""


def opened(door: Door) -> OwnCalendar | None:
    """The calendar as it was left, or one that is taken over or empty; None where there is none yet.

    `RefusedError` where it is gone or was another, or where it holds anything that was not written for it.
    """
    known = _as_it_was(door) if door.ledger.address else None
    if known:
        return _still(door, known)
    there = door.account.called(door.published.name)
    if there is None:
        return None
    _refuse_taken(door, there.address)
    if _is_there(door, there.address) and door.published.told(door.ledger.purpose):
        return _still(door, there.address)
    return _taken(door, there.address)


def _refuse_taken(door: Door, address: Address) -> None:
    """`RefusedError` where another of the household's calendars is there, however called, or one that it reads."""
    read = next((name for text, name in door.read.items() if _plain(text) == _plain(address.text)), "")
    if read:
        refuse(
            f'The calendar "{door.published.name}" is the one that is read as {read}; what kinrota writes would be '
            "read as if it were known. Maybe read it no more, or name one in into that is not there yet."
        )
    other = door.taken.setdefault(address.text, door.published.id)
    if other != door.published.id:
        refuse(
            f'The calendar "{door.published.name}" is the one that [published.{other}] is written into, under another '
            "of its names. Maybe a calendar of its own for each: name one that is not there yet, and it is made."
        )


def made(door: Door) -> OwnCalendar:
    """A new calendar, and what was known of an old one is forgotten; `RefusedError` where none can be made."""
    new = door.account.make(door.published.name, door.published.last)
    if door.ledger.address:
        door.ledger.clear()
    return _settled(door, new.address)


def _as_it_was(door: Door) -> Address | None:
    """Where the calendar is that is known; None where it is to be begun anew."""
    published = door.published
    if not published.meant(door.ledger.purpose) or not door.account.trusts(door.ledger.address):
        if not door.anew:
            refuse(_was_another(door))
        return None
    try:
        known = door.account.at(door.ledger.address)
    except RefusedError:
        if not door.anew:
            raise
        return None
    if known is None and not door.anew:
        refuse(
            f'The calendar "{published.name}" of kinrota\'s is no longer there. Maybe, if it was deleted on '
            f"purpose and is to be made again: --anew {published.id}"
        )
    if known:
        _refuse_taken(door, known.address)
    return known.address if known else None


def _was_another(door: Door) -> str:
    """Why a calendar is not written into after `into`, its account, `of` or `feed` became another."""
    one = door.published
    if one.told(door.ledger.purpose):
        return (
            f"[published.{one.id}] was another calendar, or in another account, when it was written last. Maybe, if "
            f"that is right, and what stands in the old one may stay there: --anew {one.id}"
        )
    return f"[published.{one.id}] was another's plan when it was written last. {_needs_its_own(one)}"


def _needs_its_own(one: Published) -> str:
    return (
        "Who may look into that calendar may not be meant to see this plan, so it needs one of its own. Maybe a name "
        f"in into that is not there yet, and then: --anew {one.id}"
    )


def _taken(door: Door, address: Address) -> OwnCalendar:
    seen = adopted(_own(door, address), door.mark)
    if seen.strangers and _is_there(door, address):
        refuse(f'"{door.published.name}" is the calendar of another\'s plan. {_needs_its_own(door.published)}')
    if seen.strangers:
        raise RefusedError(_of_others(door.published.name, seen))
    door.ledger.clear()
    for entry in seen.entries.values():
        door.ledger.note(entry)
    return _settled(door, address)


def _of_others(name: str, seen: Look) -> str:
    """Why a calendar is not taken over: it is another's, or people put events of their own among kinrota's."""
    title = next((" ".join(title.split()) for title in seen.strangers.values() if title.strip()), "")
    such = f', such as "{title}"' if title else ""
    if not seen.entries:
        return (
            f'The calendar "{name}" holds events that kinrota did not write for it{such}, so nothing is written into '
            "it. Maybe name one that is not there yet: it is made then."
        )
    return (
        f"The calendar \"{name}\" holds kinrota's events and {len(seen.strangers)} of somebody's own{such}. What is "
        "whose was remembered in .kinrota/published, which is not there any more, so nothing is written. Maybe move "
        "those events into another calendar and run this again; or bring the folder .kinrota/published back from a "
        "copy of it."
    )


def _is_there(door: Door, address: Address) -> bool:
    """Whether an address is the one that is remembered, however it is written."""
    return _plain(address.text) == _plain(door.ledger.address)


def _plain(text: str) -> str:
    return unquote(text).rstrip("/")


def _still(door: Door, address: Address) -> OwnCalendar:
    """The calendar as it is remembered; what it is for may be said in other words than before."""
    if door.ledger.purpose != door.published.purpose:
        door.ledger.settle(door.ledger.address, door.published.purpose)
    return _own(door, address)


def _settled(door: Door, address: Address) -> OwnCalendar:
    door.ledger.settle(address.text, door.published.purpose)
    return _own(door, address)


def _own(door: Door, address: Address) -> OwnCalendar:
    return OwnCalendar(door.account, address, door.ledger, door.zone)
