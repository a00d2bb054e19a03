"""Who sees what of a child: told to the child itself, and kept in one table for the reference."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from kinrota.model.household import Household


class Row(Struct, frozen=True):
    """An audience, what it knows, and what it never does."""

    audience: str
    knows: str
    never: str


AUDIENCES = (
    Row("adult", "all of the plan, the gaps and why they are there", "what another adult's private calendar holds"),
    Row(
        "child",
        "its own days: who is there, who brings and fetches, when who is away comes back, and who sees what of it",
        "why nobody is there, what the adults do meanwhile, what others see of other children",
    ),
    Row(
        "helper",
        "the times for which it is asked, what is to be done in them with which children and where, and the phones",
        "any other time, other helpers, the gaps and why, what the adults do, children who are not with it",
    ),
    Row(
        "custody",
        "each exchange: when, where, which child; and what is agreed of what the child needs",
        "the plan, who is with the child here, helpers, work, gaps",
    ),
    Row(
        "work",
        "when one adult is busy, in whole half hours",
        "with what, where, why, with whom; that there are children",
    ),
    Row(
        "family",
        "a few slots in which a child could have visitors, in whole half hours, at most one a day",
        "names, who is there, the rest of the plan, when nobody is at home",
    ),
    Row(
        "wall",
        "two days of the children: who is with them, who brings and fetches, in initials",
        "names, titles, nights, gaps, who is alone or with the other household",
    ),
)


def seen_by(household: Household, child: str) -> tuple[str, ...]:
    """Who sees what of a child, a sentence each; those who live here first."""
    name = household.child(child).name
    residents = " and ".join(adult.name for adult in household.residents)
    return (f"{residents} can see all of {name}'s plan.", *_outside(household, child, name))


def _outside(household: Household, child: str, name: str) -> Iterator[str]:
    for helper in household.helpers:
        yield f"{helper.name} can see the times for which {helper.name} is asked to be with {name}."
    for feed in household.feeds:
        concerned = not feed.children or child in feed.children
        if feed.audience == "custody" and concerned and _away(household, child):
            yield f"The other home can see when and where {name} is handed over."
        if feed.audience == "family" and concerned:
            yield f"Other families can see a few times when {name} could have visitors, but not {name}'s name."
        if feed.audience == "wall":
            yield f"Who sees the display on the wall can see two days of {name}'s, with initials."


def _away(household: Household, child: str) -> bool:
    return any(one.means == "custody" and child in one.children for one in household.calendars)
