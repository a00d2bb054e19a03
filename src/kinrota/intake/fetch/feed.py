"""A calendar at an address: asked whether it changed, and taken only if it is one and whole."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from http import HTTPStatus

from kinrota.intake.fetch.address import Address
from kinrota.intake.fetch.client import Answer, Client, Credentials, Question
from kinrota.intake.fetch.refused import refuse
from kinrota.intake.fetch.wire import Deadline
from kinrota.model.kept import Kept

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


def good(answer: Answer) -> None:
    """Refuse every answer that is not one."""
    host, status = answer.address.host, answer.status
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        refuse(
            f"{host} gives it to nobody without the right password or link ({status}). "
            "Maybe the password was changed, or the link was renewed."
        )
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        refuse(f"{host} has nothing at this address ({status}). Maybe the link was renewed.")
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        refuse(f"{host} cannot give it just now ({status}).")
    if status not in (HTTPStatus.OK, HTTPStatus.MULTI_STATUS):
        refuse(f"{host} gives no calendar ({status}).")


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
