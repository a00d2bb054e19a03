"""What people said in their calendars, in words."""

from __future__ import annotations

from kinrota.model.history import Answer, DeclineLine, PinLine, Proposal, Word
from kinrota.model.household import Household
from kinrota.model.time import Clock
from kinrota.publish.dates import span_text

WISHES = {"moved": "moved", "removed": "taken out", "changed": "changed in a way that is not understood"}


def heard(word: Word, household: Household) -> str:
    """A line of the history as a sentence."""
    clock = Clock(household.zone)
    names = {adult.id: adult.name for adult in household.adults} | {
        child.id: child.name for child in household.children
    }
    when = span_text(word.span, clock)

    def name(known: str) -> str:
        """What somebody is called; who is no longer of the household, by the id."""
        return names.get(known, known)

    if isinstance(word, Answer):
        said = "takes back what was said" if word.yes is None else f"says {'yes' if word.yes else 'no'}"
        return f"{name(word.helper)} {said} to {when}."
    if isinstance(word, PinLine):
        if word.met_by is None:
            return f"Who is with {name(word.child)} {when} is open again."
        return f"{name(word.met_by)} is with {name(word.child)} {when}."
    if isinstance(word, DeclineLine):
        return f"{name(word.adult)} is not with {name(word.child)} {when}."
    return _wish(word, name(word.person), when, clock)


def _wish(word: Proposal, name: str, when: str, clock: Clock) -> str:
    if word.withdrawn:
        return f"{name}: {word.title}, {when}, is as the plan has it again."
    to = f" to {span_text(word.wish_span, clock)}" if word.wish_span else ""
    return f"{name}: {word.title}, {when}, is {WISHES[word.wish]}{to}. That is a wish: no plan obeys it by itself."
