"""Whatever people, plans, servers and sudden deaths do to a calendar in any order, publishing keeps its promises.

They are told in tests/dav/sync/model.py and world.py: no edit lost, no duplicates, nothing deleted that a person wrote
into, nothing of others touched, no deletion undone, words said once, and all in order two runs after the last fault.
"""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.dav.servers import Dav
from tests.dav.sync.machine import machine
from tests.dav.sync.people import Act
from tests.dav.sync.plans import Days, Draft
from tests.dav.sync.shelf import RULES
from tests.dav.sync.world import Site, shelf, site_of, world
from tests.soak import TIMES

EXAMPLES = {"radicale": 20, "xandikos": 8, "davical": 4}
"""As many as take some seconds."""
LONG = {"radicale": 60, "xandikos": 40, "davical": 20}
"""Examples of a soak: some minutes of each server."""
PHASES = [Phase.explicit, Phase.generate, Phase.shrink]


def runs(site: Site, examples: int, steps: int) -> Counter[str]:
    """What happened."""
    counts: Counter[str] = Counter()
    quick = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        database=None,
        phases=PHASES,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine(lambda: site, counts), settings=quick)
    return counts


@pytest.mark.parametrize("name", RULES)
def test_a_server_in_memory(name: str) -> None:
    counts = runs(shelf(name), 50, 6)
    assert counts["settled"] >= counts["examples"] >= 50


def test_real_servers(dav: Dav) -> None:
    counts = runs(site_of(dav), EXAMPLES[dav.name], 3)
    assert counts["settled"] >= counts["examples"] >= EXAMPLES[dav.name]


@pytest.mark.soak
def test_real_servers_for_long(dav: Dav) -> None:
    examples = LONG[dav.name] * TIMES
    counts = runs(site_of(dav), examples, 8)
    assert counts["settled"] >= counts["examples"] >= examples


@pytest.mark.parametrize("name", RULES)
def test_what_was_deleted_by_mistake(name: str) -> None:
    with world(shelf(name)) as one:
        one.plan([Draft(0, 0, 10, 3, 0, 0), Draft(1, 1, 5, 0, 0, 0)], Days())
        one.run()
        for number in range(2):
            one.act(Act("delete", number, 0))
            one.run(plan=False, approved=True)
            one.run(plan=False, restore="all")
            one.settle()
        assert len(one.model.paths) == 2
