"""What the household file says of the network: accounts, hosts at home, and how long a reading is good for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinrota.intake import words
from kinrota.intake.tables import Table, chosen, identifier, known
from kinrota.intake.words import NotUnderstoodError, refuse
from kinrota.model.household import CALDAV, SECRET, Account
from kinrota.net.refused import RefusedError

if TYPE_CHECKING:
    from kinrota.net.address import Address

GOOD_FOR = 2 * 24 * 60
"""Minutes for which the last good reading of a calendar counts, if no newer one can be had."""
SCHEMES = ("http:", "https:", "webcal:", "webcals:")
BEYOND = "/@?#\\"
"""What stands in an address beyond its host and its port."""
GOOGLE = ("google.com", "googleusercontent.com", "googleapis.com")


def accounts_of(root: Table) -> tuple[Account, ...]:
    """The CalDAV accounts, in the order of the file."""
    return tuple(
        Account(
            id=name,
            server=table.must("server", _server, "", 'Maybe server = "https://caldav.icloud.com".'),
            user=table.must("user", words.text, "", 'Maybe user = "ana@example.org".'),
            also=table.each("also", _end),
        )
        for name, table in root.named("accounts")
        if chosen(root.page, table.path, name)
    )


def network_of(root: Table) -> tuple[tuple[str, ...], int]:
    """The hosts that may be asked in the home network, and the minutes for which a reading counts."""
    table = root.inner("network")
    if table is None:
        return (), GOOD_FOR
    return table.each("allow", _host), table.may("good_for", words.minutes, GOOD_FOR)


def is_remote(source: str) -> bool:
    """Whether a source is not in the household's folder but somewhere on the network."""
    return source.casefold().startswith((*SCHEMES, SECRET, CALDAV))


def remote_source(source: str, accounts: tuple[str, ...]) -> str:
    """An address, a secret one, or a calendar of an account; refused where it is none."""
    kind, _, rest = source.partition(":")
    kind = kind.casefold() + ":"
    if kind == SECRET:
        return SECRET + _secret(rest, accounts)
    if kind == CALDAV:
        return CALDAV + _collection(rest, accounts)
    address = _address(source)
    if address.user or address.password:
        refuse(
            "has a user and a password in it, which do not belong into this file.",
            f'Maybe source = "{SECRET}NAME", and the whole address into: kinrota secret FOLDER NAME',
        )
    return source


def _address(source: str) -> Address:
    from kinrota.net.address import parse  # noqa: PLC0415 -- most households name no address

    try:
        return parse(source)
    except RefusedError as mistake:
        refuse(f"cannot be asked: {mistake.reason[0].lower()}{mistake.reason[1:]}", 'Maybe "https://...".')


def _server(value: object) -> str:
    """Where an account is: encrypted, or at a host that is allowed, which is seen when it is asked."""
    text = words.text(value)
    address = _address(text)
    if address.user or address.password:
        refuse(
            "has a user and a password in it.", "Maybe user below it, and the password into: kinrota secret FOLDER ID"
        )
    if any(address.host == host or address.host.endswith(f".{host}") for host in GOOGLE):
        remedy = f'Maybe the calendar\'s secret address, with source = "{SECRET}NAME".'
        refuse("is Google's, which lets no program read by password.", remedy)
    return text


def _host(value: object) -> str:
    """A host alone: a permission is for all of its ports."""
    host, _ = _named_end(value)
    before, bracket, behind = words.text(value).rpartition("]")
    if ":" in behind:
        bare = before + bracket or behind.partition(":")[0]
        refuse("has a port, but a host is allowed as a whole.", f"Maybe '{bare}', without the port.")
    return host


def _end(value: object) -> tuple[str, int]:
    return _named_end(value)


def _named_end(value: object) -> tuple[str, int]:
    from kinrota.net.address import host_and_port  # noqa: PLC0415 -- most households name no host

    text = words.text(value)
    try:
        end = host_and_port(text)
    except RefusedError:
        end = None
    if end is None or any(mark in text for mark in BEYOND):
        refuse("is not a host's name.", "Maybe 'nas.local', without anything before or behind it.")
    return end


def _secret(name: str, accounts: tuple[str, ...]) -> str:
    if name in accounts:
        refuse(f"{name} is an account, whose secret is a password and no address.", f"Maybe '{CALDAV}{name}/NAME'.")
    return identifier(name)


def _collection(text: str, accounts: tuple[str, ...]) -> str:
    account, _, name = text.partition("/")
    if not name.strip():
        remedy = f"Maybe '{CALDAV}{account or 'ana-cloud'}/Work'."
        refuse("does not say which calendar of which account.", remedy)
    try:
        known("account", accounts)(account)
    except NotUnderstoodError as mistake:
        near = f"'{CALDAV}{words.nearest(account, accounts)}/{name}'" if words.nearest(account, accounts) else ""
        refuse(
            mistake.message, f"Maybe {near}." if near else f"Maybe [accounts.{account}], with server and user below."
        )
    return f"{account}/{name.strip()}"
