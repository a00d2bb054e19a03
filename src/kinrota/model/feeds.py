"""Which calendars a household hands out, and to whom: a household that names none hands out none."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Audience = Literal["helper", "custody", "work", "family", "wall"]
Named = Literal["name", "initial"]
MOST_SLOTS = 5
"""Slots that are offered where the household does not say how many."""


class Feed(Struct, frozen=True):
    """A calendar that may leave the house: for whom, and what its audience's row leaves to the household to say."""

    id: str
    audience: Audience
    of: str = ""
    """Whose time it tells; empty where it is the household's or its children's."""
    children: tuple[str, ...] = ()
    named: Named = "name"
    """How children are called, where they are named at all."""
    agreed: tuple[str, ...] = ()
    """What is agreed with the other household of what the children need."""
    most: int = MOST_SLOTS
    """The most slots that are offered."""
