"""An account asked on one connection, before real servers: the same answers, also where the connection is lost."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kinrota.net.caldav import Account
from kinrota.net.kept import Kept, Way
from kinrota.net.refused import RefusedError
from kinrota.net.wire import Line
from tests.dav import faults
from tests.dav.faults import Fault, Proxy
from tests.dav.servers import Dav
from tests.net.servers import Server, calendar, event, serving

ONE, TWO = calendar(event("one", "20260302")), calendar(event("one", "20260303"))


@contextlib.contextmanager
def account(dav: Dav) -> Iterator[tuple[Account, Proxy, Server]]:
    """An account that is asked on one connection, and what stands between."""
    proxy = Proxy(dav, dav)
    with serving(proxy.say) as server:
        server.stays = True
        there = dav.account()
        with there.client.keeping() as client:
            address = replace(there.server, port=server.port)
            credentials = replace(there.credentials, ends=frozenset({address.end}))
            yield replace(there, client=client, server=address, credentials=credentials), proxy, server


def test_all_that_is_asked_goes_one_way(dav: Dav, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Line] = []
    give_back = Kept.give_back

    def noted(self: Kept, way: Way, line: Line) -> None:
        given.append(line)
        give_back(self, way, line)

    monkeypatch.setattr(Kept, "give_back", noted)
    with dav.collection("Plan") as path, account(dav) as (kept, _, server):
        at, href = kept.server.join(path), f"{path}one.ics"
        assert kept.put(at, href, ONE) is not None
        (listed,) = kept.entries(at).values()
        assert kept.put(at, href, ONE) is None
        assert kept.put(at, href, TWO, listed) is not None
        (item,) = kept.items(at, [href])
        assert kept.delete(at, href, item.etag)
        assert kept.one(at, href) is None
        assert len(server.asked) == len(given) == 7
        assert len(set(map(id, given))) == 1


@pytest.mark.parametrize(("fault", "told"), [(faults.hang_up, True), (faults.done_and_hung_up, False)])
def test_a_question_that_was_lost_is_asked_once_more(radicale: Dav, fault: Fault, told: bool) -> None:  # noqa: FBT001 -- a case of the table
    """What is written is so, whether this is told or not; and never twice."""
    with radicale.collection("Plan") as path, account(radicale) as (kept, proxy, _):
        at = kept.server.join(path)
        kept.entries(at)
        proxy.inject(fault, "PUT")
        assert (kept.put(at, f"{path}one.ics", ONE) is not None) is told
        assert len(kept.entries(at)) == 1


@pytest.mark.parametrize("times", [1, 2])
def test_it_is_asked_once_more_and_no_further(radicale: Dav, times: int) -> None:
    with radicale.collection("Plan") as path, account(radicale) as (kept, proxy, server):
        at = kept.server.join(path)
        kept.entries(at)
        proxy.inject(faults.hang_up, "PUT", times=times)
        with pytest.raises(RefusedError, match="broke off") if times > 1 else contextlib.nullcontext():
            kept.put(at, f"{path}one.ics", ONE)
        assert [asked.method for asked in server.asked] == ["REPORT", "PUT", "PUT"]
