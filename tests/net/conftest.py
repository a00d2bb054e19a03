"""An internet of the test's own, with an authority that nobody else trusts."""

import contextlib
import functools
import ssl
from collections.abc import Callable, Iterator

import pytest
import trustme

from tests.net.servers import HOST, PUBLIC, Net, Say, Server, serving

Host = Callable[..., Server]


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def net(authority: trustme.CA) -> Net:
    return Net(authority)


@pytest.fixture(scope="session")
def prove(authority: trustme.CA) -> Callable[[str], ssl.SSLContext]:
    """What a server of a name proves itself by."""

    @functools.cache
    def context(name: str) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(made)
        return made

    return context


@pytest.fixture
def host(net: Net, prove: Callable[[str], ssl.SSLContext]) -> Iterator[Host]:
    """Starts a server for a name, with a certificate for that name or another, at an address that counts as public."""
    with contextlib.ExitStack() as stack:

        def start(say: Say, name: str = HOST, *, at: str = PUBLIC, tls: bool = True, proof: str = "") -> Server:
            context = prove(proof or name) if tls else None
            server = stack.enter_context(serving(say, context))
            net.servers[name], net.addresses[name], net.hosts[at] = server, [at], name
            return server

        yield start
