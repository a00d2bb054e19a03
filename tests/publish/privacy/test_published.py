"""What reaches a server when a calendar is published tells no more than the calendar, and a leak there is seen."""

import re
from functools import cache

import pytest

from kinrota.model.published import Published
from kinrota.publish.calendars import sheet_and_key
from kinrota.publish.sheets import sheet_of
from tests.publish.privacy.audiences import FEEDS, PEOPLE, Pair, pairs
from tests.publish.privacy.leaks_published import PUBLISHED_LEAKS, Leak
from tests.publish.privacy.remote import SECRET, Way, published
from tests.publish.privacy.secrets_of import CHANGES

SEEDS = range(10)
NAMES = re.compile(
    rb"/([0-9a-f]{32})\.ics|UID:([0-9a-f]{32})@kinrota|X-KINROTA-SENT:[0-9]+-[0-9a-f]{16}-([0-9a-f]{16})"
)
"""What tells an event or a calendar from others, in what a server is asked."""


@cache
def drawn(audience: str) -> tuple[Pair, ...]:
    return tuple(pairs(audience, SEEDS))


@pytest.mark.parametrize("audience", CHANGES)
def test_what_it_may_not_see_changes_no_request(audience: str) -> None:
    """Neither what is asked of the server nor its order: the calendar that is made, its events, new, other and gone."""
    told = set()
    for pair in drawn(audience):
        one = published(audience, pair.facts[0], pair.one)
        assert list(one.items()) == list(published(audience, pair.facts[1], pair.other).items()), pair.seed
        assert {name.split()[1] for name in one} == {"MKCALENDAR", "PUT", "DELETE"}
        told.add(tuple(one.items()))
    assert len(told) > len(SEEDS) // 2


@pytest.mark.parametrize("audience", CHANGES)
def test_the_program_publishes_just_that(audience: str) -> None:
    for pair in drawn(audience)[:3]:
        whose = {"of": PEOPLE[audience]} if audience in PEOPLE else {"feed": FEEDS[audience]}
        sheet, _ = sheet_and_key(pair.one, Published("plan", "cloud", "Plan", **whose), SECRET)
        assert sheet == sheet_of(pair.facts[0])


@pytest.mark.parametrize(
    ("leak", "audience"),
    [(leak, audience) for leak in PUBLISHED_LEAKS for audience in leak.audiences],
    ids=lambda value: value.name if isinstance(value, Leak) else value,
)
def test_a_leak_is_seen(leak: Leak, audience: str) -> None:
    assert any(
        list(leak.of(audience, pair.facts[0], pair.one).items())
        != list(leak.of(audience, pair.facts[1], pair.other).items())
        for pair in drawn(audience)
    )


def names(audience: str, way: Way) -> set[bytes]:
    """The names of events and of the calendar in all that a server is asked."""
    pair = next(pair for pair in drawn("helper") if pair.facts[0].shifts)  # type: ignore[union-attr]
    asked = published(audience, pair.facts[0], pair.one, way)
    text = b"\n".join(name.encode() + b"\n" + body for name, body in asked.items())
    return {name for found in NAMES.findall(text) for name in found if name}


@pytest.mark.parametrize(
    ("way", "joined"),
    [(Way(), False), (Way(key=lambda _: SECRET), True), (Way(key=lambda _: b""), True)],
    ids=["as it is", "one key for all", "no key"],
)
def test_two_calendars_of_the_same_helper_can_be_joined_only_where_they_leak(way: Way, joined: bool) -> None:  # noqa: FBT001
    one, other = names("helper", way), names("initials", way)
    assert len(one) >= 3
    assert bool(one & other) is joined


def test_there_are_enough_of_them() -> None:
    assert len({leak.name for leak in PUBLISHED_LEAKS}) == len(PUBLISHED_LEAKS) >= 30
    assert {audience for leak in PUBLISHED_LEAKS for audience in leak.audiences} == set(CHANGES)
