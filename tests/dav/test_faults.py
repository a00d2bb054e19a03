"""Each fault does what it says, and servers work through the proxy as without it."""

import contextlib
from collections.abc import Iterator

import pytest

from kinrota.net.address import parse
from kinrota.net.client import Answer, Question
from kinrota.net.refused import RefusedError
from tests.dav import faults
from tests.dav.faults import Entry, Proxy, faulty
from tests.dav.phone import LIST, XML, Phone
from tests.dav.servers import Dav
from tests.net.servers import calendar, event

ONE, TWO = calendar(event("one", "20260302")), calendar(event("two", "20260303"))


@pytest.fixture
def proxy(radicale: Dav) -> Iterator[Proxy]:
    with faulty(radicale) as made:
        yield made


@pytest.fixture
def plan(radicale: Dav) -> Iterator[str]:
    with radicale.collection("Plan") as at:
        yield at


@pytest.fixture
def direct(radicale: Dav) -> Phone:
    return radicale.phone()


def ask(dav: Dav, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
    """As kinrota's client asks, with the account's password."""
    account = dav.account()
    lines = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    question = Question(method, parse(dav.address(path)), lines, body)
    return dav.client().ask(question, account.deadline, account.credentials)


def put(proxy: Proxy, path: str, body: bytes = ONE) -> Answer:
    return ask(proxy.dav, "PUT", path, body, Content_Type="text/calendar", If_None_Match="*")


def test_a_server_works_through_the_proxy(dav: Dav) -> None:
    with dav.collection("Plan") as at, faulty(dav) as proxy:
        dav.phone().put(f"{at}one.ics", ONE).well()
        account = proxy.dav.account()
        found = account.named("Plan")
        assert found.address.end == ("localhost", proxy.dav.port)
        assert found.address.target == at
        entries = account.entries(found.address)
        assert list(entries) == [f"{at}one.ics"]
        assert len(account.items(found.address, list(entries))) == 1
        assert proxy.writes == []
        assert {entry.method for entry in proxy.journal} == {"PROPFIND", "REPORT"}
        assert put(proxy, f"{at}two.ics", TWO).status == 201
        assert proxy.writes == [Entry("PUT", f"{at}two.ics", 201, 201)]
        where = put(proxy, f"{at}three.ics", calendar(event("three", "20260304"))).header("Location")
        nothing = ask(proxy.dav, "PROPFIND", dav.free(), Depth="1").body
        assert str(dav.port) not in where + nothing.decode()


@pytest.mark.parametrize("status", [412, 423, 429, 500, 502, 503, 507])
def test_a_status_without_asking(proxy: Proxy, plan: str, direct: Phone, status: int) -> None:
    proxy.inject(faults.answer(status, {"Retry-After": "60"}), "PUT")
    told = put(proxy, f"{plan}one.ics")
    assert (told.status, told.header("Retry-After")) == (status, "60")
    assert proxy.journal == [Entry("PUT", f"{plan}one.ics", None, status)]
    assert direct.entries(plan) == {}
    assert put(proxy, f"{plan}one.ics").status == 201


def test_done_but_told_otherwise(proxy: Proxy, plan: str, direct: Phone) -> None:
    proxy.inject(faults.done_but(503), "PUT")
    assert put(proxy, f"{plan}one.ics").status == 503
    assert proxy.journal == [Entry("PUT", f"{plan}one.ics", 201, 503)]
    assert list(direct.entries(plan)) == [f"{plan}one.ics"]


def test_hung_up_before_it_was_asked(proxy: Proxy, plan: str, direct: Phone) -> None:
    proxy.inject(faults.hang_up, "PUT")
    with pytest.raises(RefusedError, match="broke off"):
        put(proxy, f"{plan}one.ics")
    assert proxy.journal == [Entry("PUT", f"{plan}one.ics", None, None)]
    assert direct.entries(plan) == {}


@pytest.mark.parametrize("fault", [faults.done_and_hung_up, faults.broken_off])
def test_done_and_hung_up(proxy: Proxy, plan: str, direct: Phone, fault: faults.Fault) -> None:
    proxy.inject(fault, "PUT")
    with pytest.raises(RefusedError, match="broke off"):
        put(proxy, f"{plan}one.ics")
    assert proxy.journal == [Entry("PUT", f"{plan}one.ics", 201, None)]
    assert list(direct.entries(plan)) == [f"{plan}one.ics"]


def test_broken_off_in_the_middle_of_a_list(proxy: Proxy, plan: str) -> None:
    proxy.inject(faults.broken_off, "PROPFIND")
    with pytest.raises(RefusedError, match="broke off in the middle"):
        ask(proxy.dav, "PROPFIND", plan, Depth="1")


def test_a_list_without_its_end(dav: Dav) -> None:
    with two(dav) as at, faulty(dav) as proxy:
        proxy.inject(faults.left_out(), "PROPFIND", "REPORT", times=None)
        listed = proxy.dav.account().entries(parse(proxy.dav.address(at)))
        assert listed.items() < dav.phone().entries(at).items()
        assert proxy.dav.phone().entries(at) == listed
        assert len(listed) == 1


def test_a_list_that_says_that_it_is_without_its_end(dav: Dav) -> None:
    with two(dav) as at, faulty(dav) as proxy:
        proxy.inject(faults.left_out(said=True, keep=0), "PROPFIND", "REPORT", times=None)
        listed = proxy.dav.phone().ask("PROPFIND", at, LIST.encode(), {"Depth": "1", "Content-Type": XML}).body
        assert (listed.count(b"<d:response>"), listed.count(b"507 Insufficient Storage")) == (2, 1)
        with pytest.raises(RefusedError, match="lists only a part"):
            proxy.dav.account().entries(parse(proxy.dav.address(at)))


@contextlib.contextmanager
def two(dav: Dav) -> Iterator[str]:
    """A calendar with two entries."""
    with dav.collection() as at:
        for name, body in (("one", ONE), ("two", TWO)):
            dav.phone().put(f"{at}{name}.ics", body).well()
        yield at


def test_versions_that_are_not_told(proxy: Proxy, plan: str, direct: Phone) -> None:
    proxy.inject(faults.without_etag, "PUT", times=None)
    assert put(proxy, f"{plan}one.ics").header("ETag") == ""
    assert ask(proxy.dav, "GET", f"{plan}one.ics").header("ETag") == direct.get(f"{plan}one.ics").etag != ""


def test_versions_that_are_weak(proxy: Proxy, plan: str, direct: Phone) -> None:
    proxy.inject(faults.weak_etags, times=None)
    etag = put(proxy, f"{plan}one.ics").header("ETag")
    assert etag == f"W/{direct.get(f'{plan}one.ics').etag}"
    assert proxy.dav.account().entries(parse(proxy.dav.address(plan))) == {f"{plan}one.ics": etag}
    assert ask(proxy.dav, "DELETE", f"{plan}one.ics", If_Match=etag).status == 200


def test_somebody_edits_just_before(proxy: Proxy, plan: str, direct: Phone) -> None:
    proxy.inject(faults.meanwhile(lambda: direct.put(f"{plan}one.ics", TWO).well()), "PUT")
    assert put(proxy, f"{plan}one.ics").status == 412
    assert b"UID:two" in direct.get(f"{plan}one.ics").body


def test_somebody_deletes_just_after(proxy: Proxy, plan: str, direct: Phone) -> None:
    proxy.inject(faults.afterwards(lambda: direct.delete(f"{plan}one.ics").well()), "PUT")
    assert put(proxy, f"{plan}one.ics").status == 201
    assert direct.entries(plan) == {}


def test_tokens_of_nobody(proxy: Proxy, plan: str) -> None:
    proxy.inject(faults.bogus_tokens(("a", "b")), "PROPFIND", times=None, path=plan)
    there = [proxy.dav.account().there("Plan", plan) for _ in range(3)]
    assert [one.version if one else None for one in there] == ["a", "b", "a"]


def test_a_fault_strikes_where_it_is_told(proxy: Proxy, plan: str) -> None:
    proxy.inject(faults.answer(503), "PUT", times=2, after=1, path="/one")
    statuses = [ask(proxy.dav, "PUT", f"{plan}one.ics", ONE).status for _ in range(4)]
    assert [status < 300 for status in statuses] == [True, False, False, True]
    proxy.inject(faults.answer(503), times=None)
    assert [ask(proxy.dav, method, plan).status for method in ("GET", "PROPFIND")] == [503, 503]
    proxy.calm()
    assert ask(proxy.dav, "PROPFIND", plan, Depth="0").status == 207


def test_faults_strike_together(proxy: Proxy, plan: str, direct: Phone) -> None:
    proxy.inject(faults.done_but(500), "PUT")
    proxy.inject(faults.meanwhile(lambda: direct.put(f"{plan}two.ics", TWO).well()), "PUT")
    assert put(proxy, f"{plan}one.ics").status == 500
    assert list(direct.entries(plan)) == [f"{plan}one.ics", f"{plan}two.ics"]
