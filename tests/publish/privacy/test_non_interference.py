"""Two states that differ only in what an audience may not see give it the same bytes; and a leak is seen.

docs/explanation/non-interference.md has the counts; benchmarks/privacy.py tries many more.
"""

from functools import cache

import pytest

from kinrota.publish.calendars import calendars_of
from tests.publish.privacy.audiences import SECRET, Pair, fetched, pairs, written
from tests.publish.privacy.drawn import state
from tests.publish.privacy.leaks import LEAKS, Leak
from tests.publish.privacy.secrets_of import CHANGES

SEEDS = range(25)


@cache
def drawn(audience: str) -> tuple[Pair, ...]:
    return tuple(pairs(audience, SEEDS))


@pytest.mark.parametrize("audience", CHANGES)
def test_what_it_may_not_see_changes_no_byte(audience: str) -> None:
    for pair in drawn(audience):
        one, other = pair.facts
        assert pair.one != pair.other
        assert one == other, pair.seed
        assert fetched(audience, pair.one) == fetched(audience, pair.other), pair.seed


@pytest.mark.parametrize("audience", CHANGES)
def test_what_it_may_see_changes_bytes(audience: str) -> None:
    """Else the test above would say nothing."""
    facts = {pair.facts[0] for pair in drawn(audience)}
    found = {frozenset(written(audience, each).items()) for each in facts}
    assert len(SEEDS) // 2 < len(found) <= len(facts)


@pytest.mark.parametrize("audience", CHANGES)
def test_what_was_written_before_tells_no_more(audience: str) -> None:
    for pair, last in zip(drawn(audience)[:5], drawn(audience)[5:10], strict=True):
        (before,) = written(audience, last.facts[0]).values()
        one, other = (written(audience, each, before) for each in pair.facts)
        assert one == other


def test_the_program_writes_just_that() -> None:
    one = state(0)
    files = calendars_of(one, SECRET, {})
    for audience in CHANGES:
        ((name, content),) = fetched(audience, one).items()
        assert files[name] == content


def shows(leak: Leak, audience: str) -> bool:
    """Whether a leak makes a difference in one of the pairs."""
    return any(
        leak.of(audience, pair.facts[0], pair.one) != leak.of(audience, pair.facts[1], pair.other)
        for pair in drawn(audience)
    )


@pytest.mark.parametrize(
    ("leak", "audience"),
    [(leak, audience) for leak in LEAKS for audience in leak.audiences],
    ids=lambda value: value.name if isinstance(value, Leak) else value,
)
def test_a_leak_is_seen(leak: Leak, audience: str) -> None:
    assert shows(leak, audience)


@pytest.mark.parametrize("audience", CHANGES)
def test_the_same_way_without_a_leak_shows_nothing(audience: str) -> None:
    """Else the test above would say nothing."""
    assert not shows(Leak("none", (audience,)), audience)


def test_there_are_enough_of_them() -> None:
    assert len({leak.name for leak in LEAKS}) == len(LEAKS) >= 60
    assert {audience for leak in LEAKS for audience in leak.audiences} == set(CHANGES)
