"""What somebody asks for who publishes, and what comes of it."""

from __future__ import annotations

from msgspec import Struct

from kinrota.model.history import Word
from kinrota.model.household import Household
from kinrota.model.published import Meaning, Published
from kinrota.publish.caldav.writing import Done


class Asked(Struct, frozen=True):
    """What somebody asked for beside publishing.

    With `trial` nothing is written anywhere. `gone` is how many events at most people deleted out of a calendar, and
    `delete` how many the plan takes out, where that is so many that it has to be said; `anew` names a calendar that is
    made once more. `restore` tells which deletions were mistakes: each a calendar, a date, an event, or several of it.
    """

    trial: bool = False
    gone: int = 0
    delete: int = 0
    anew: str = ""
    restore: tuple[str, ...] = ()


NOTHING_MORE = Asked()


class Outcome(Struct, frozen=True):
    """What came of a calendar: what people said in it, what was written, and why not all of it could be."""

    published: Published
    words: tuple[Word, ...] = ()
    done: Done | None = None
    refused: str = ""
    edits: int = 0
    """How many events people changed there."""
    is_new: bool = False
    """Whether there was no such calendar yet."""
    back: tuple[Meaning, ...] = ()
    """What was deleted by mistake, and is written again where a plan has it."""
    taken_back: tuple[Word, ...] = ()
    """What these deletions said, taken back."""


class Publication(Struct, frozen=True):
    """What came of all calendars; `findings`, sentences of the check, are why a plan was not written."""

    household: Household
    calendars: tuple[Outcome, ...]
    findings: tuple[str, ...] = ()
    restoring: bool = False
    """Whether something was to be restored."""
