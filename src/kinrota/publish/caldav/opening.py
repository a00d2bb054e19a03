"""Which calendar of an account is kinrota's own: the one that it made, or one that holds nothing else."""

from __future__ import annotations

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


def opened(door: Door) -> OwnCalendar | None:
    """The calendar as it was left, or one that is taken over or empty; None where there is none yet.

    `RefusedError` where it is gone or was another, or where it holds anything that was not written for it.
    """
    if door.ledger.address:
        known = _as_it_was(door)
        if known:
            _refuse_taken(door, known.address)
            return known
        door.ledger.clear()
    there = door.account.called(door.published.name)
    if there is None:
        return None
    _refuse_taken(door, there.address)
    return _taken(door, there.address)


def _refuse_taken(door: Door, address: Address) -> None:
    """`RefusedError` where another of the household's calendars is there, however it is called."""
    other = door.taken.setdefault(address.text, door.published.id)
    if other != door.published.id:
        refuse(
            f'The calendar "{door.published.name}" is the one that [published.{other}] is written into, under another '
            "of its names. Maybe a calendar of its own for each: name one that is not there yet, and it is made."
        )


def made(door: Door) -> OwnCalendar:
    """A new calendar; `RefusedError` where none can be made."""
    new = door.account.make(door.published.name, f"kinrota-{door.published.id}")
    return _settled(door, new.address)


def _as_it_was(door: Door) -> OwnCalendar | None:
    """The calendar that is known; None where it is to be begun anew."""
    published = door.published
    if door.ledger.purpose != published.purpose:
        if not door.anew:
            refuse(
                f"[published.{published.id}] was another calendar, or another's plan, when it was written last. Maybe, "
                f"if that is right, and what stands in the old one may stay there: --anew {published.id}"
            )
        return None
    known = door.account.at(door.ledger.address)
    if known is None and not door.anew:
        refuse(
            f'The calendar "{published.name}" of kinrota\'s is no longer there. Maybe, if it was deleted on '
            f"purpose and is to be made again: --anew {published.id}"
        )
    return _own(door, known.address) if known else None


def _taken(door: Door, address: Address) -> OwnCalendar:
    seen = adopted(_own(door, address), door.mark)
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


def _settled(door: Door, address: Address) -> OwnCalendar:
    door.ledger.settle(address.text, door.published.purpose)
    return _own(door, address)


def _own(door: Door, address: Address) -> OwnCalendar:
    return OwnCalendar(door.account, address, door.ledger, door.zone)
