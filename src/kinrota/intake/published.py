"""What the household file says of calendars that kinrota writes on a server: whose plan goes into which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from kinrota.intake import words
from kinrota.intake.network import is_remote, remote_source
from kinrota.intake.tables import Table, chosen, known
from kinrota.intake.words import refuse
from kinrota.model.feeds import Feed
from kinrota.model.household import CALDAV, Account, CalendarSource
from kinrota.model.published import Published, login_of
from kinrota.net.refused import RefusedError


def published_of(
    root: Table, calendars: Sequence[CalendarSource], feeds: Sequence[Feed], accounts: Sequence[Account]
) -> tuple[Published, ...]:
    """The calendars that the household writes, in the order of the file."""
    logins = {account.id: _login(account) for account in accounts}
    read = {_place(calendar.source, logins): calendar.id for calendar in calendars}
    taken: dict[tuple[str, str], str] = {}
    found: dict[str, Published] = {}
    for name, table in root.named("published"):
        if not chosen(root.page, table.path, name):
            continue
        if name.casefold() in {one.casefold() for one in found}:
            table.wrong("", "is there already, in other letters.")
        one = _published(name, table, feeds)
        into = _place(f"{CALDAV}{one.account}/{one.name}", logins)
        made = _place(f"{CALDAV}{one.account}/{one.last}", logins)
        if other := read.get(into) or read.get(made):
            table.wrong("into", f"is read as {other}; what kinrota writes would be read as if it were known.")
        if into in taken:
            table.wrong("into", f"is what {taken[into]} is written into, too.", "Maybe a calendar of its own for each.")
        taken.setdefault(into, name)
        found[name] = replace(one, login=logins.get(one.account, ""))
    return tuple(found.values())


def _place(source: str, logins: Mapping[str, str]) -> tuple[str, str]:
    """Where a calendar of an account is: two accounts of one server and user are one."""
    account, _, name = source.removeprefix(CALDAV).partition("/")
    return logins.get(account) or account, name.casefold()


def _login(account: Account) -> str:
    """A mark of an account; empty where its server is not written as one, which is said there."""
    from kinrota.net.address import parse  # noqa: PLC0415 -- most households name no address

    try:
        host, port = parse(account.server).end
    except RefusedError:
        return ""
    return login_of(f"{host}:{port}", account.user)


def _published(name: str, table: Table, feeds: Sequence[Feed]) -> Published:
    ids = table.page.ids
    of = table.may("of", known("adult or child", (*ids.adults, *ids.children)), "")
    feed = table.may("feed", known("feed", tuple(feed.id for feed in feeds)), "")
    if ("of" in table) == ("feed" in table):
        both = (
            "says both whose plan it is and which feed"
            if "of" in table
            else "says neither whose plan it is nor which feed"
        )
        table.wrong("", f"{both}.", 'Maybe of = "ana", for all that concerns Ana.')

    def parse(value: object) -> str:
        return _into(words.text(value), ids.accounts)

    into = table.must("into", parse, f"{CALDAV}/{name}", 'Maybe into = "caldav:ana-cloud/Plan".')
    account, _, called = into.removeprefix(CALDAV).partition("/")
    return Published(name, account, called, of, feed)


def _into(text: str, accounts: tuple[str, ...]) -> str:
    if not is_remote(text) or not text.casefold().startswith(CALDAV):
        refuse("is no calendar of an account.", 'Maybe "caldav:ana-cloud/Plan", with [accounts.ana-cloud].')
    return remote_source(text, accounts)
