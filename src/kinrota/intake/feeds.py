"""What the household file says of calendars that it hands out: for whom each is, and what it may tell them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from kinrota.intake import words
from kinrota.intake.tables import Table, chosen, known, one_of
from kinrota.model.feeds import MOST_SLOTS, Audience, Feed, Named
from kinrota.model.household import CalendarSource
from kinrota.model.people import Adult

KEYS_OF: Mapping[Audience, tuple[str, ...]] = {
    "helper": ("of", "named"),
    "custody": ("children", "named", "agreed"),
    "work": ("of",),
    "family": ("children", "most"),
    "wall": (),
}
MOST_OFFERED = 14
"""More slots than this tell when nobody is at home."""


def feeds_of(root: Table, adults: Sequence[Adult], calendars: Sequence[CalendarSource]) -> tuple[Feed, ...]:
    """The calendars that the household hands out, in the order of the file."""
    helpers = {adult.id: adult.helper for adult in adults}
    away = tuple(dict.fromkeys(child for one in calendars if one.means == "custody" for child in one.children))
    found: dict[str, Feed] = {}
    for name, table in root.named("feeds"):
        if chosen(root.page, table.path, name):
            twin = found.get(name.casefold())
            if twin:
                table.wrong("", f"has the same file as {twin.id}: not every system tells large letters from small.")
            found[name.casefold()] = _feed(name, table, helpers, away)
    return tuple(found.values())


def _feed(name: str, table: Table, helpers: Mapping[str, bool], away: tuple[str, ...]) -> Feed:
    audience = cast("Audience | None", table.must("for", one_of(*KEYS_OF), None, 'Maybe for = "work".'))
    feed = Feed(
        id=name,
        audience=audience or "wall",
        of=table.may("of", known("adult", table.page.ids.adults), ""),
        children=table.each("children", known("child", table.page.ids.children)),
        named=cast("Named", table.may("named", one_of("name", "initial"), "name")),
        agreed=table.each("agreed", words.text),
        most=table.may("most", _most, MOST_SLOTS),
    )
    if audience:
        _belongs(table, feed, helpers, away)
    return feed


def _most(value: object) -> int:
    return words.whole(value, 1, MOST_OFFERED)


def _belongs(table: Table, feed: Feed, helpers: Mapping[str, bool], away: tuple[str, ...]) -> None:
    """Refuse what a calendar for these people cannot have, and what it lacks."""
    allowed = KEYS_OF[feed.audience]
    for key in ("of", "children", "named", "agreed", "most"):
        if key in table and key not in allowed:
            table.wrong(key, f"has no meaning in a calendar for {feed.audience}.")
    if "of" in allowed and "of" not in table:
        table.wrong("", "does not say whose calendar it is: of is missing.")
    if feed.audience == "helper" and helpers.get(feed.of) is False:
        table.wrong("of", "is no helper; who lives here has a calendar anyway.", 'Maybe for = "work".')
    if feed.audience == "work" and helpers.get(feed.of):
        table.wrong("of", "is a helper; when a helper is busy elsewhere is not planned.", 'Maybe for = "helper".')
    if feed.audience == "custody":
        for child in feed.children:
            if child not in away:
                table.wrong("children", f"names {child}, who has no calendar that means custody.")
        if not away:
            table.wrong("for", "asks for exchanges, but no calendar here means custody.")
