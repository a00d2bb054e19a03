"""What stands in kinrota's publishing in place of the household, the plan and the network, and who watches it."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from kinrota.errors import VerificationError
from kinrota.model.history import Word
from kinrota.pipeline import publishing
from kinrota.publish.caldav.looking import Look, OwnCalendar
from kinrota.publish.caldav.writing import Done, Step
from kinrota.publish.ics import Sheet
from kinrota.store.published import ledger
from tests.dav.sync.plans import ZONE, fits
from tests.dav.sync.restored import history_of, restored
from tests.dav.sync.way import Mortal

if TYPE_CHECKING:
    from tests.dav.sync.world import World

KEY = b"the key of a calendar"


@contextlib.contextmanager
def in_place(hands: Mapping[str, object]) -> Iterator[None]:
    """Publishing with other hands for a while."""
    with pytest.MonkeyPatch.context() as patch:
        for name, hand in hands.items():
            patch.setattr(f"kinrota.pipeline.publishing.{name}", hand)
        yield


def words_in(folder: Path) -> list[Word]:
    """What was said, in the order of the lines."""
    said = history_of(folder)
    words: list[Word] = [*said.answers, *said.pins, *said.declines, *said.proposals]
    return sorted(words, key=lambda word: word.line)


def hands_of(world: "World") -> dict[str, object]:
    """By the names that publishing has for them."""
    household, own = SimpleNamespace(calendars=(), published=(world.published,), zone=ZONE), vars(publishing)
    return {
        "household_of": lambda _: household,
        "whose": lambda *_: world.whose,
        "key_for": lambda *_: KEY,
        "sheet_and_key": lambda *_: (world.sheet, KEY),
        "verified_in": lambda _, sheet: _verified(world, sheet),
        "ledger": lambda folder, name, *, trial: _ledger(world, folder, name, trial=trial),
        "look": _looked(world, own["look"]),
        "keep": _kept(world, own["keep"]),
        "write": _wrote(world, own["write"]),
        "append": _said(world, own["append"]),
        "Publisher._account": lambda *_: world.account(),
        "Publisher._secret": lambda *_, **__: b"",
    }


def _verified(world: "World", sheet: Sheet) -> SimpleNamespace:
    if not fits(sheet, world.days.span, world.whose, world.model.history):
        raise VerificationError(("It does not fit.",))
    return SimpleNamespace(plan=SimpleNamespace(horizon=world.days.span), week=SimpleNamespace(household=None))


@contextlib.contextmanager
def _ledger(world: "World", folder: Path, name: str, *, trial: bool) -> Iterator[Mortal]:
    with ledger(folder, name, trial=trial) as kept:
        yield Mortal(kept, world.fuse, world.tear, world.model.noted)


def _looked(world: "World", look: Callable[[OwnCalendar], Look]) -> Callable[..., Look]:
    def looked(own: OwnCalendar) -> Look:
        seen = look(own)
        for edit in seen.edits:
            world.edited(edit)
        return seen

    return looked


def _kept(world: "World", keep: Callable[[OwnCalendar, Look], None]) -> Callable[..., None]:
    def kept(own: OwnCalendar, seen: Look) -> None:
        keep(own, seen)
        restored(world, own.ledger.entries)
        world.model.took_up()

    return kept


def _wrote(world: "World", write: Callable[..., Done]) -> Callable[..., Done]:
    def wrote(own: OwnCalendar, seen: Look, todo: list[Step], *more: object) -> Done:
        wanted = {step.uid: step.want for step in todo if step.want}
        world.about(wanted, seen.entries)
        done = write(own, seen, todo, *more)
        world.agreed(wanted, seen.entries, sure=not (done.again or done.untaken or done.stopped))
        return done

    return wrote


def _said(world: "World", append: Callable[[Path, str], int]) -> Callable[..., None]:
    def said(folder: Path, lines: str) -> None:
        world.fuse.around(lambda: append(folder, lines))
        world.remember()

    return said
