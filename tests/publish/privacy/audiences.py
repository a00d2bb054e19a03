"""What each audience fetches of a state: the name and the bytes of its file, by the way that the program goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kinrota.model.plan import Verified
from kinrota.publish.calendars import VIEWS, feed_calendar, key_of, person_calendar, person_facts
from kinrota.publish.facts import Facts
from kinrota.publish.ics import ics
from kinrota.publish.sheets import sheet_of
from tests.publish.privacy.changing import Draw
from tests.publish.privacy.drawn import state
from tests.publish.privacy.secrets_of import CHANGES

SECRET = b"s" * 32
PEOPLE = {"adult": "r0", "child": "c0", "helper": "h0"}
FEEDS = {"initials": "short", "custody": "other", "work": "work", "family": "play", "wall": "wall"}
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two states that differ in what an audience may not see."""

    audience: str
    seed: int
    one: Verified
    other: Verified
    facts: tuple[Facts, Facts]
    """What the audience may know of the two."""


def pairs(audience: str, seeds: range) -> Iterator[Pair]:
    for seed in seeds:
        yield pair(audience, seed)


def pair(audience: str, seed: int) -> Pair:
    """The pair of a seed, always the same."""
    one = state(seed)
    other = CHANGES[audience](Draw(f"{audience}/{seed}"), one)
    return Pair(audience, seed, one, other, (facts_of(audience, one), facts_of(audience, other)))


def file_of(audience: str) -> str:
    return f"{PEOPLE[audience]}.ics" if audience in PEOPLE else f"feeds/{FEEDS[audience]}.ics"


def facts_of(audience: str, verified: Verified) -> Facts:
    if audience in PEOPLE:
        return person_facts(verified, PEOPLE[audience])
    feed = next(feed for feed in verified.week.household.feeds if feed.id == FEEDS[audience])
    return VIEWS[feed.audience](verified, feed)


def fetched(audience: str, verified: Verified) -> Files:
    """What the program writes for an audience."""
    name = file_of(audience)
    if audience in PEOPLE:
        return {name: person_calendar(verified, PEOPLE[audience], SECRET)}
    feed = next(feed for feed in verified.week.household.feeds if feed.id == FEEDS[audience])
    return {name: feed_calendar(verified, feed, SECRET)}


def written(audience: str, facts: Facts, before: bytes = b"") -> Files:
    """What is written of some facts."""
    return {file_of(audience): ics(sheet_of(facts), key_of(SECRET, "feed", audience), before)}
