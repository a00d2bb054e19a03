"""What any test may ask for: real CalDAV servers, each started when the first test of a worker needs it."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.dav.servers import NAMES, Dav, lacking, running

# How fast a machine is, and what else it does, is no outcome of a test.
settings.register_profile("any machine", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def _dav(name: str) -> Iterator[Dav]:
    if lack := lacking(name):
        if os.environ.get("CI") == "true":
            pytest.fail(lack)
        pytest.skip(lack)
    with running(name) as dav:
        yield dav


@pytest.fixture(scope="session", params=NAMES)
def dav(request: pytest.FixtureRequest) -> Dav:
    """Each server in turn; `collection()` and `free()` of it keep tests apart."""
    name: str = request.param
    server: Dav = request.getfixturevalue(name)
    return server


@pytest.fixture(scope="session")
def radicale() -> Iterator[Dav]:
    yield from _dav("radicale")


@pytest.fixture(scope="session")
def xandikos() -> Iterator[Dav]:
    yield from _dav("xandikos")


@pytest.fixture(scope="session")
def davical() -> Iterator[Dav]:
    yield from _dav("davical")
