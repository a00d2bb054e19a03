"""Which calendars a plan becomes: one a person, for those at home, and those that the household hands out."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Container, Mapping

from kinrota.model.feeds import Audience, Feed
from kinrota.model.household import Household
from kinrota.model.plan import Verified
from kinrota.model.published import Published
from kinrota.publish.caldav.edits import Whose
from kinrota.publish.facts import Facts
from kinrota.publish.ics import Sheet, ics
from kinrota.publish.sheets import sheet_of
from kinrota.publish.views.household import adult_facts, child_facts, wall_facts
from kinrota.publish.views.outside import custody_facts, family_facts, helper_facts, work_facts

FEEDS = "feeds"
"""The folder of what may leave the house; nothing else is written into it."""
VIEWS: Mapping[Audience, Callable[[Verified, Feed], Facts]] = {
    "helper": lambda verified, feed: helper_facts(verified, feed.of, named=feed.named),
    "custody": custody_facts,
    "work": lambda verified, feed: work_facts(verified, feed.of),
    "family": family_facts,
    "wall": lambda verified, _: wall_facts(verified),
}


def calendars_of(verified: Verified, secret: bytes, before: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each calendar by its file's name; `before` holds those that were written last, by the same names."""
    household = verified.week.household
    files: dict[str, Feed | str] = {}
    for person in (*(adult.id for adult in household.adults), *(child.id for child in household.children)):
        files[_file(person, files)] = person
    files |= {f"{FEEDS}/{_file(feed.id, ())}": feed for feed in household.feeds}
    return {
        name: feed_calendar(verified, what, secret, before.get(name, b""))
        if isinstance(what, Feed)
        else person_calendar(verified, what, secret, before.get(name, b""))
        for name, what in files.items()
    }


def person_calendar(verified: Verified, person: str, secret: bytes = b"", before: bytes = b"") -> bytes:
    """The calendar of somebody of the household; KeyError where nobody has that id."""
    return ics(sheet_of(person_facts(verified, person)), key_of(secret, "person", person), before)


def feed_calendar(verified: Verified, feed: Feed, secret: bytes = b"", before: bytes = b"") -> bytes:
    """A calendar that the household hands out."""
    return ics(sheet_of(VIEWS[feed.audience](verified, feed)), key_of(secret, feed.audience, feed.of, feed.id), before)


def person_facts(verified: Verified, person: str) -> Facts:
    """What somebody of the household may know; KeyError where nobody has that id."""
    household = verified.week.household
    if person in {child.id for child in household.children}:
        return child_facts(verified, person)
    return helper_facts(verified, person) if household.adult(person).helper else adult_facts(verified, person)


def sheet_and_key(verified: Verified, published: Published, secret: bytes) -> tuple[Sheet, bytes]:
    """What stands in a calendar on a server, and its key; KeyError where the household does not know whose it is."""
    household = verified.week.household
    key = key_for(household, published, secret)
    if published.of:
        return sheet_of(person_facts(verified, published.of)), key
    feed = _feed(household, published)
    return sheet_of(VIEWS[feed.audience](verified, feed)), key


def key_for(household: Household, published: Published, secret: bytes) -> bytes:
    """The key of a calendar on a server."""
    if published.of:
        return key_of(secret, "person", published.of)
    feed = _feed(household, published)
    return key_of(secret, feed.audience, feed.of, feed.id)


def _feed(household: Household, published: Published) -> Feed:
    return {feed.id: feed for feed in household.feeds}[published.feed]


def whose(household: Household, published: Published) -> Whose:
    """Whose calendar it is: what a person who lives here or helps changes in it is taken up as that person's."""
    feed = next((feed for feed in household.feeds if feed.id == published.feed), None)
    if feed:
        return Whose(published.id, feed.of, "helper" if feed.audience == "helper" else "other")
    if published.of in {child.id for child in household.children}:
        return Whose(published.id, published.of, "child")
    return Whose(published.id, published.of, "helper" if household.adult(published.of).helper else "adult")


def key_of(secret: bytes, *what: str) -> bytes:
    """A calendar's own key, from which no other's can be found."""
    return hmac.digest(secret, "\0".join(what).encode(), "sha256")


def _file(name: str, taken: Container[str]) -> str:
    """An id, as far as it makes a file's name on every system."""
    stem = re.sub(r"[^\w-]", "_", name) or "_"
    number = 1
    while (file := f"{stem}{f'-{number}' if number > 1 else ''}.ics") in taken:
        number += 1
    return file
