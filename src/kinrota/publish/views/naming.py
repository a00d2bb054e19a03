"""People by initials: a state in which nobody's name stands, nor what the household wrote as titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.household import Household
from kinrota.model.plan import Verified

APART = 2
"""Letters of those who have the first in common."""


class Initials(Struct, frozen=True):
    """By which letters whom to call, by id; who is not among them keeps its name."""

    names: Mapping[str, str]

    @classmethod
    def of_all(cls, household: Household) -> Initials:
        """Everybody by initials."""
        adults = [(adult.id, adult.name) for adult in household.adults]
        return cls(initials([*adults, *((child.id, child.name) for child in household.children)]))

    @classmethod
    def of_children(cls, household: Household, known: Iterable[str]) -> Initials:
        """Children by initials: those who are known apart from one another, the others by their first letter."""
        apart = set(known)
        names = {child.id: child.name[:1] for child in household.children}
        return cls(names | initials([(child.id, child.name) for child in household.children if child.id in apart]))

    def of(self, verified: Verified) -> Verified:
        """The state in which they are called so, and what is done has no title of the household's."""
        home = verified.week.household
        renamed = replace(
            home,
            adults=tuple(replace(one, name=self.names.get(one.id, one.name)) for one in home.adults),
            children=tuple(replace(one, name=self.names.get(one.id, one.name)) for one in home.children),
            routines=tuple(replace(one, title="Routine") for one in home.routines),
            chores=tuple(replace(one, title="Chore") for one in home.chores),
            occasions=tuple(replace(one, title="Occasion") for one in home.occasions),
            together=tuple(replace(one, title="Time together") for one in home.together),
        )
        return replace(verified, week=replace(verified.week, household=renamed))


def initials(people: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each one's first letter; those who share it have two letters where these tell them apart, or else a number.

    No more than that, and never the whole of a name that is longer than a letter.
    """
    names = dict(people)
    taken: dict[str, str] = {}
    for who, name in names.items():
        others = [other for one, other in names.items() if one != who]
        shared = any(other.startswith(name[:1]) for other in others)
        apart = len(name) > APART and not any(other.startswith(name[:APART]) for other in others)
        short = name[:APART] if shared and apart else name[:1]
        number = 1
        while (sign := short if number == 1 else f"{short}{number}") in taken.values():
            number += 1
        taken[who] = sign
    return taken
