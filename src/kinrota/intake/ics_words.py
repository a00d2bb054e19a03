"""The words of an event: what is text in its lines, and what the few fixed ones mean."""

from __future__ import annotations

import re
from binascii import a2b_qp

from kinrota.intake.ics_reading import Limits
from kinrota.intake.ics_text import Block, Line

_ESCAPED = r"(?s)\\(.)"
_SHOWN = 60  # characters of a file's text in a message
_CANCELLED = frozenset(("CANCELLED", "CANCELED"))
"""The second, which some programs write, is no word of RFC 5545 and can mean nothing else."""
_CONFIRMED, _TENTATIVE = "CONFIRMED", "TENTATIVE"


def brief(value: object) -> str:
    """A file's text for a message: on one line, quoted, and not too long."""
    text = " ".join(str(value).split())
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”"


def value_of(line: Line) -> str:
    """The value of a line, decoded if it is in QUOTED-PRINTABLE, as vCalendar 1.0 has it."""
    if "=" not in line.value or line.params.get("ENCODING", "").upper() != "QUOTED-PRINTABLE":
        return line.value
    raw = a2b_qp(line.value.encode())
    try:
        return raw.decode(line.params.get("CHARSET", "UTF-8"))
    except (LookupError, ValueError):
        return raw.decode("latin-1")


def text_of(block: Block, name: str, limits: Limits) -> str:
    """The first value of that name, its backslashes resolved (RFC 5545, 3.3.11); empty where there is none."""
    if name not in block.lines:
        return ""
    text = value_of(block.lines[name][0])
    if "\\" not in text:
        return text[: limits.text]
    text = text[: 2 * limits.text]  # of which no more than half are backslashes that are not shown
    return re.sub(_ESCAPED, lambda it: "\n" if it[1] in "nN" else it[1], text)[: limits.text]


def uid_of(block: Block, limits: Limits) -> str:
    """The UID of an event; empty where it has none."""
    return text_of(block, "UID", limits).strip()


def status_of(block: Block, limits: Limits) -> str:
    """Its status in capitals; CONFIRMED where it does not say, and where Outlook does not say that it is tentative."""
    status = text_of(block, "STATUS", limits).strip().upper() or _CONFIRMED
    return _TENTATIVE if status == _CONFIRMED and _busy(block, limits) == _TENTATIVE else status


def is_cancelled(status: str) -> bool:
    """Whether this status calls an event off."""
    return status in _CANCELLED


def is_transparent(block: Block, limits: Limits) -> bool:
    """Whether it says that it takes none of its owner's time; for Outlook, if it says nothing else."""
    said = text_of(block, "TRANSP", limits).strip().upper()
    return said == "TRANSPARENT" if said else _busy(block, limits) == "FREE"


def _busy(block: Block, limits: Limits) -> str:
    """How busy Outlook says that its owner is, in capitals; empty where it does not say."""
    return text_of(block, "X-MICROSOFT-CDO-BUSYSTATUS", limits).strip().upper()
