"""What people said in their calendars, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from kinrota.model.history import Answer, DeclineLine, PinLine, Proposal, Word
from kinrota.model.household import Household
from kinrota.model.time import Clock
from kinrota.publish.dates import listed, span_text

AGAIN = " again"
WISHES = {"moved": "moved", "removed": "taken out", "changed": "changed in a way that is not understood"}


def heard(words: Iterable[Word], household: Household) -> list[str]:
    """Lines of the history as sentences; what is the same of several children is said once."""
    names = {adult.id: adult.name for adult in household.adults}
    names |= {child.id: child.name for child in household.children}
    alike: dict[Word, list[str]] = {}
    for word in words:
        if isinstance(word, PinLine | DeclineLine):
            alike.setdefault(replace(word, child=""), []).append(names.get(word.child, word.child))
        else:
            alike.setdefault(word, [])
    return [_sentence(word, children, names, Clock(household.zone)) for word, children in alike.items()]


def _sentence(word: Word, children: Sequence[str], names: Mapping[str, str], clock: Clock) -> str:
    """Who is no longer of the household is called by the id."""
    when = span_text(word.span, clock)
    if isinstance(word, Answer):
        name = names.get(word.helper, word.helper)
        if word.yes is None:
            return f"What {name} said to {when} is taken back."
        return f"{name} says {'yes' if word.yes else 'no'} to {when}."
    if isinstance(word, PinLine):
        if word.met_by is None:
            return f"Who is with {listed(children)} {when} is as it was before."
        return f"{names.get(word.met_by, word.met_by)} is with {listed(children)} {when}."
    if isinstance(word, DeclineLine):
        again = AGAIN if word.open else ""
        name = names.get(word.adult, word.adult)
        return f"{name} {_declined(word)} {listed(children)}{_on_way(word)} {when}{again}."
    return _wish(word, names.get(word.person, word.person), when, clock)


def _declined(word: DeclineLine) -> str:
    if word.way:
        return "may take" if word.open else "does not take"
    return "may be with" if word.open else "is not with"


def _on_way(word: DeclineLine) -> str:
    return f" from {' to '.join(word.way)}" if word.way else ""


def _wish(word: Proposal, name: str, when: str, clock: Clock) -> str:
    if word.withdrawn:
        return f"{name}: {word.title}, {when}, is as the plan has it again."
    to = f" to {span_text(word.wish_span, clock)}" if word.wish_span else ""
    return f"{name}: {word.title}, {when}, is {WISHES[word.wish]}{to}. That is a wish: no plan obeys it by itself."
