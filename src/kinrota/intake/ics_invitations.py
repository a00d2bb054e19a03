"""What the owner of a calendar has answered to an invitation in it (RFC 5545, 3.2.12; RFC 5546; RFC 7986, 6.2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from kinrota.intake.ics_text import Line

Answer = Literal["yes", "open", "no"]
"""Whether somebody who is invited comes."""

PEOPLE = frozenset(("ATTENDEE", "ORGANIZER"))
"""What is read of an event only where its calendar's owner has an address: these lines are many, and long."""
ANSWERS_ONLY = frozenset(("REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"))
"""Methods of what one sends about somebody else's event (RFC 5546, 1.4): it is in nobody's calendar."""
CALLED_OFF = "CANCEL"
"""The method by which events are called off."""

_BINDING: tuple[Answer, ...] = ("yes", "open", "no")
"""The one that takes the most of somebody's time first."""
_ANSWERS: dict[str, Answer] = {"ACCEPTED": "yes", "DECLINED": "no", "DELEGATED": "no"}
"""Whatever else an answer is, it is open; none at all is NEEDS-ACTION."""
_UNANSWERED = "NEEDS-ACTION"
_THINGS = frozenset(("ROOM", "RESOURCE"))
_SCHEME = "mailto:"


def answer_of(lines: Iterable[Line], addresses: Collection[str]) -> Answer | None:
    """The answer of whoever has one of these addresses, in small letters; None if nobody is invited who has.

    Of several answers it is the one that binds most. Who calls a meeting is not asked, so an answer that is missing
    there is a yes. ValueError, with the line, where it names an address and cannot be taken apart.
    """
    mine = [line for line in lines if _mentions(line, addresses)]
    for line in mine:
        if not line.head:
            raise ValueError(line.value)
    mine = [line for line in mine if _is_one(line, addresses)]
    calls = any(line.name == "ORGANIZER" for line in mine)
    answers = {
        _answer(line, calls=calls)
        for line in mine
        if line.name == "ATTENDEE" and line.params.get("CUTYPE", "").upper() not in _THINGS
    }
    return next((answer for answer in _BINDING if answer in answers), None)


def _answer(line: Line, *, calls: bool) -> Answer:
    said = line.params.get("PARTSTAT", "").strip().upper() or _UNANSWERED
    return "yes" if calls and said == _UNANSWERED else _ANSWERS.get(said, "open")


def _mentions(line: Line, addresses: Collection[str]) -> bool:
    """Whether an address is anywhere in a line: most lines are about others, and cost no more than this."""
    text = _plain(f"{line.head}:{line.value}")
    return any(address in text for address in addresses)


def _is_one(line: Line, addresses: Collection[str]) -> bool:
    """Whether it is about an address itself, and not about somebody who stands in for it."""
    whom = _plain(line.value).strip().removeprefix(_SCHEME).partition("?")[0]
    return whom in addresses or _plain(line.params.get("EMAIL", "")).strip().removeprefix(_SCHEME) in addresses


def _plain(text: str) -> str:
    text = text.casefold()
    if "%" in text:
        from urllib.parse import unquote  # noqa: PLC0415 - few addresses are written so, and every start would wait

        text = unquote(text)
    return text
