"""Each deliberate mistake in publishing is seen by the machine, in memory, within so many examples."""

from collections import Counter
from collections.abc import Callable

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.dav.sync.machine import machine
from tests.dav.sync.model import BrokenError
from tests.dav.sync.mutants import MUTANTS
from tests.dav.sync.shelf import RULES
from tests.dav.sync.world import shelf
from tests.soak import more

SEEDS = 80
AT_ONCE = 5
LIMITS = settings(
    max_examples=AT_ONCE,
    stateful_step_count=8,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def broken(seed: int) -> bool:
    """Whether the machine sees a promise broken in the examples of a seed."""
    name = list(RULES)[seed % len(RULES)]
    tried = hypothesis.seed(seed)(machine(lambda: shelf(name), Counter()))
    try:
        run_state_machine_as_test(tried, settings=LIMITS)
    except (BrokenError, BaseExceptionGroup):
        return True
    return False


@pytest.mark.soak
@pytest.mark.parametrize("mutant", MUTANTS)
def test_it_is_seen(mutant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    mutant(monkeypatch)
    assert any(map(broken, range(SEEDS)))


@pytest.mark.soak
def test_without_a_mistake_nothing_is_seen() -> None:
    assert [seed for seed in more(0, SEEDS) if broken(seed)] == []
