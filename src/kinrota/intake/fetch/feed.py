"""A calendar at an address: asked whether it changed, and taken only if it is one and whole."""

from __future__ import annotations

import hashlib
from http import HTTPStatus

from msgspec.structs import replace

from kinrota.model.kept import Kept
from kinrota.net.address import Address
from kinrota.net.client import Client, Credentials, Question, good
from kinrota.net.refused import refuse
from kinrota.net.wire import Deadline

ACCEPT = ("Accept", "text/calendar, */*;q=0.1")
BOM = b"\xef\xbb\xbf"
LONGEST_VALIDATOR = 1000
"""Characters of an ETag or a date that are kept."""


def read_feed(client: Client, address: Address, kept: Kept | None, new: Kept, deadline: Deadline) -> Kept:
    """The feed as it is now; `new` has its source and the moment. `RefusedError` where it cannot be had."""
    mark = hashlib.sha256(address.text.encode()).hexdigest()
    before = kept if kept and kept.address == mark else None
    answer = client.ask(Question("GET", address, (ACCEPT, *_conditions(before))), deadline, credentials_in(address))
    if before and answer.status == HTTPStatus.NOT_MODIFIED:
        return replace(before, source=new.source, read=new.read)
    good(answer)
    whole(answer.body, address.host)
    return replace(
        new,
        data=answer.body,
        address=mark,
        etag=answer.header("ETag")[:LONGEST_VALIDATOR],
        modified=answer.header("Last-Modified")[:LONGEST_VALIDATOR],
    )


def _conditions(before: Kept | None) -> list[tuple[str, str]]:
    named = (("If-None-Match", before.etag), ("If-Modified-Since", before.modified)) if before else ()
    return [(name, value) for name, value in named if value]


def credentials_in(address: Address) -> Credentials | None:
    """The user and password that an address itself has, for its own host."""
    if not address.user and not address.password:
        return None
    return Credentials(address.user, address.password, frozenset({address.end}))


def whole(data: bytes, host: str) -> None:
    """Refuse what is no calendar, or not all of one: an empty answer is not an empty calendar."""
    text = data.removeprefix(BOM).strip(b" \t\r\n\0")
    if not text:
        refuse(f"{host} gives an empty answer.")
    if text.startswith(b"<"):
        refuse(f"{host} gives a web page and no calendar. Maybe it is a page to log in at.")
    upper = text.upper()
    if b"BEGIN:VCALENDAR" not in upper:
        refuse(f"{host} gives something that is no calendar.")
    if not upper.endswith(b"END:VCALENDAR"):
        refuse(f"What {host} gives breaks off before its end.")
