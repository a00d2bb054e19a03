"""Which calendar of an account is kinrota's own: the one that it made, or one that holds nothing else."""

from __future__ import annotations

from kinrota.model.published import Ledger, Published
from kinrota.net.address import Address
from kinrota.net.caldav import Account
from kinrota.net.refused import RefusedError, refuse
from kinrota.publish.caldav.looking import OwnCalendar, adopted


def opened(account: Account, published: Published, ledger: Ledger, zone: str) -> OwnCalendar | None:
    """The calendar as it was left, or one that is taken over or empty; None where there is none yet.

    `RefusedError` where it is gone, or where it holds anything that is not kinrota's.
    """
    if ledger.address:
        known = account.at(ledger.address)
        if known is None:
            refuse(
                f'The calendar "{published.name}" of kinrota\'s is no longer there. Maybe, if it was deleted on '
                f"purpose and is to be made again: --anew {published.id}"
            )
        return OwnCalendar(account, known.address, ledger, zone)
    there = account.called(published.name)
    return _taken(account, published, ledger, zone, there.address) if there else None


def made(account: Account, published: Published, ledger: Ledger, zone: str) -> OwnCalendar:
    """A new calendar; `RefusedError` where none can be made."""
    new = account.make(published.name, f"kinrota-{published.id}")
    return _settled(OwnCalendar(account, new.address, ledger, zone))


def _taken(account: Account, published: Published, ledger: Ledger, zone: str, address: Address) -> OwnCalendar:
    own = OwnCalendar(account, address, ledger, zone)
    seen = adopted(own)
    if seen is None:
        reason = (
            f'The calendar "{published.name}" holds events that are not kinrota\'s, so nothing is written into it. '
            "Maybe name one that is not there yet: it is made then."
        )
        raise RefusedError(reason)
    for entry in seen.entries.values():
        ledger.note(entry)
    return _settled(own)


def _settled(own: OwnCalendar) -> OwnCalendar:
    own.ledger.settle(own.address.text)
    return own
